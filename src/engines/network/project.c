/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From who takes part in what to who works with whom; and the parts that this makes. */
#include "engines/kernel/sort.h"
#include "engines/network/inside.h"
#include <math.h>

bool network_sound(const struct sparse *network)
{
    if (network->rows != network->columns || network->rows > NETWORK_MOST_NODES)
        return false;
    for (uint32_t i = 0; i < network->rows; i++)
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++)
            if (network->column[k] == i || !(network->value[k] > 0) || !isfinite(network->value[k])
                || sparse_at(network, network->column[k], i) != network->value[k])
                return false;
    return true;
}

/* Memberships by initiative, each actor once in each, with its greatest value. */
static size_t once_each(struct arena *arena, const struct triple *given, size_t count, struct triple *out)
{
    struct keyed *keys = arena_array(arena, count, sizeof *keys);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        keys[i] = (struct keyed){(uint64_t)given[i].column << 32 | given[i].row, i};
    sort_keyed(arena, keys, count);
    for (size_t i = 0; i < count; i++) {
        const struct triple *one = &given[keys[i].value];
        if (kept && out[kept - 1].row == one->row && out[kept - 1].column == one->column)
            out[kept - 1].value = fmax(out[kept - 1].value, one->value);
        else
            out[kept++] = *one;
    }
    return kept;
}

static size_t tie_all(const struct triple *members, uint32_t size, struct triple *out)
{
    size_t count = 0;
    for (uint32_t a = 0; a < size; a++)
        for (uint32_t b = a + 1; b < size; b++)
            out[count++] = (struct triple){members[a].row, members[b].row,
                                           fmin(members[a].value, members[b].value) / (size - 1)};
    return count;
}

struct sparse network_project(struct arena *arena, uint32_t actors, uint32_t initiatives,
                              const struct triple *memberships, size_t count, uint32_t most_members,
                              uint32_t *too_large, bool *fits)
{
    struct arena work = {0};
    struct triple *members = arena_array(&work, count, sizeof *members), *ties = NULL;
    size_t kept = once_each(&work, memberships, count, members), pairs = 0;
    uint32_t left_out = 0;
    most_members = most_members ? most_members : NETWORK_MOST_MEMBERS;
    for (int pass = 0; pass < 2; pass++) {
        size_t at = 0;
        for (size_t first = 0, end; first < kept; first = end) {
            for (end = first + 1; end < kept && members[end].column == members[first].column;)
                end++;
            size_t size = end - first;
            if (size > most_members)
                left_out += pass == 0;
            else if (pass == 0)
                pairs += size * (size - 1) / 2;
            else
                at += tie_all(members + first, (uint32_t)size, ties + at);
        }
        if (pairs > NETWORK_MOST_LINKS)
            break;
        if (pass == 0)
            ties = arena_array(&work, pairs, sizeof *ties);
    }
    *fits = pairs <= NETWORK_MOST_LINKS;
    if (too_large)
        *too_large = left_out;
    struct sparse network = sparse_graph(arena, actors, ties, *fits ? pairs : 0);
    arena_free(&work);
    return network;
}

/* Parts numbered anew: the largest first, then the one that starts first. size[] is by old number. */
void order_parts(struct arena *arena, struct network_parts *parts, uint32_t nodes)
{
    struct keyed *keys = arena_array(arena, parts->count, sizeof *keys);
    uint32_t *first = arena_array(arena, parts->count, sizeof *first);
    uint32_t *number = arena_array(arena, parts->count, sizeof *number);
    uint32_t *size = arena_array(arena, parts->count, sizeof *size);
    for (uint32_t i = nodes; i-- > 0;)
        first[parts->of[i]] = i;
    for (uint32_t c = 0; c < parts->count; c++)
        keys[c] = (struct keyed){(uint64_t)(UINT32_MAX - parts->size[c]) << 32 | first[c], c};
    sort_keyed(arena, keys, parts->count);
    for (uint32_t c = 0; c < parts->count; c++)
        number[keys[c].value] = c, size[c] = parts->size[keys[c].value];
    for (uint32_t i = 0; i < nodes; i++)
        parts->of[i] = number[parts->of[i]];
    parts->size = size;
}

/* The pieces of each group: what can be reached inside it. of gets a number for each piece. */
struct network_parts pieces_within(struct arena *arena, const struct sparse *network, const uint32_t *group)
{
    uint32_t n = network->rows, *queue = arena_array(arena, n, sizeof *queue);
    struct network_parts parts = {.of = arena_array(arena, n, sizeof(uint32_t)),
                                  .size = arena_array(arena, n, sizeof(uint32_t))};
    for (uint32_t i = 0; i < n; i++)
        parts.of[i] = UINT32_MAX;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t head = 0, tail = 0;
        if (parts.of[i] != UINT32_MAX)
            continue;
        parts.of[i] = parts.count;
        for (queue[tail++] = i; head < tail; head++)
            for (size_t k = network->start[queue[head]]; k < network->start[queue[head] + 1]; k++) {
                uint32_t j = network->column[k];
                if (parts.of[j] != UINT32_MAX || (group && group[j] != group[i]))
                    continue;
                parts.of[j] = parts.count;
                queue[tail++] = j;
            }
        parts.size[parts.count++] = tail;
    }
    order_parts(arena, &parts, n);
    return parts;
}

struct network_parts network_components(struct arena *arena, const struct sparse *network)
{
    return pieces_within(arena, network, NULL);
}
