/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What holds the network together: cut nodes and bridges, cores, and how it breaks up under the worst departures. */
#include "engines/kernel/heap.h"
#include "engines/network/inside.h"

/* A depth-first walk without recursion. */
struct dive {
    const struct sparse *network;
    uint32_t *found, *low, *below, *parent, *stack, depth, clock;
    size_t *next;
    uint32_t *cut_sum, *cut_largest;       /* the pieces that hang under a node and fall when it goes */
    struct network_cuts *cuts;
};

static void enter(struct dive *dive, uint32_t i, uint32_t parent)
{
    dive->found[i] = dive->low[i] = ++dive->clock;
    dive->below[i] = 1;
    dive->parent[i] = parent;
    dive->next[i] = dive->network->start[i];
    dive->stack[dive->depth++] = i;
}

/* A child is done: what its parent learns. */
static void leave(struct dive *dive, uint32_t i)
{
    uint32_t up = dive->parent[i];
    if (up == UINT32_MAX)
        return;
    dive->below[up] += dive->below[i];
    dive->low[up] = dive->low[i] < dive->low[up] ? dive->low[i] : dive->low[up];
    if (dive->low[i] >= dive->found[up]) {
        dive->cuts->pieces[up]++;
        dive->cut_sum[up] += dive->below[i];
        if (dive->below[i] > dive->cut_largest[up])
            dive->cut_largest[up] = dive->below[i];
    }
    if (dive->low[i] > dive->found[up]) {
        uint32_t *bridge = dive->cuts->bridges[dive->cuts->bridge_count++];
        bridge[0] = i < up ? i : up;
        bridge[1] = i < up ? up : i;
    }
}

static void dive_from(struct dive *dive, uint32_t root)
{
    const struct sparse *network = dive->network;
    enter(dive, root, UINT32_MAX);
    while (dive->depth) {
        uint32_t i = dive->stack[dive->depth - 1];
        if (dive->next[i] == network->start[i + 1]) {
            dive->depth--;
            leave(dive, i);
            continue;
        }
        uint32_t j = network->column[dive->next[i]++];
        if (!dive->found[j])
            enter(dive, j, i);
        else if (j != dive->parent[i] && dive->found[j] < dive->low[i])
            dive->low[i] = dive->found[j];
    }
}

/* After the walk from a root: each node of the part learns what would be left without it. */
static void conclude(struct dive *dive, const struct network_parts *parts, uint32_t i)
{
    struct network_cuts *cuts = dive->cuts;
    uint32_t part = parts->of[i], size = parts->size[part], rest = size - 1 - dive->cut_sum[i];
    uint32_t other = part > 0 ? parts->size[0] : parts->count > 1 ? parts->size[1] : 0;
    if (dive->parent[i] != UINT32_MAX && rest)
        cuts->pieces[i]++;
    cuts->articulation[i] = cuts->pieces[i] > 1;
    cuts->largest[i] = rest > dive->cut_largest[i] ? rest : dive->cut_largest[i];
    if (other > cuts->largest[i])
        cuts->largest[i] = other;
}

static void order_bridges(struct arena *work, struct network_cuts *cuts)
{
    struct keyed *keys = arena_array(work, cuts->bridge_count, sizeof *keys);
    for (size_t b = 0; b < cuts->bridge_count; b++)
        keys[b].key = (uint64_t)cuts->bridges[b][0] << 32 | cuts->bridges[b][1];
    sort_keyed(work, keys, cuts->bridge_count);
    for (size_t b = 0; b < cuts->bridge_count; b++)
        cuts->bridges[b][0] = (uint32_t)(keys[b].key >> 32), cuts->bridges[b][1] = (uint32_t)keys[b].key;
}

static uint32_t *numbers(struct arena *arena, uint32_t n)
{
    return arena_array(arena, n, sizeof(uint32_t));
}

struct network_cuts network_cuts(struct arena *arena, const struct sparse *network)
{
    uint32_t n = network->rows;
    struct arena own = {0};
    struct network_parts parts = network_components(&own, network);
    struct network_cuts cuts = {arena_array(arena, n, sizeof(bool)), numbers(arena, n), numbers(arena, n),
                                parts.count ? parts.size[0] : 0, arena_array(arena, n, 2 * sizeof(uint32_t)), 0};
    struct dive dive = {network, numbers(&own, n), numbers(&own, n), numbers(&own, n), numbers(&own, n),
                        numbers(&own, n), 0, 0, arena_array(&own, n, sizeof(size_t)), numbers(&own, n),
                        numbers(&own, n), &cuts};
    for (uint32_t i = 0; i < n; i++)
        if (!dive.found[i])
            dive_from(&dive, i);
    for (uint32_t i = 0; i < n; i++)
        conclude(&dive, &parts, i);
    order_bridges(&own, &cuts);
    arena_free(&own);
    return cuts;
}

/* Nodes by their number of ties, each bucket a list through next and previous; first is n + 1 long. */
struct buckets { uint32_t *first, *next, *previous, *ties; };

static void bucket_put(struct buckets *buckets, uint32_t i)
{
    uint32_t old = buckets->first[buckets->ties[i]];
    buckets->next[i] = old;
    buckets->previous[i] = UINT32_MAX;
    if (old != UINT32_MAX)
        buckets->previous[old] = i;
    buckets->first[buckets->ties[i]] = i;
}

static void bucket_take(struct buckets *buckets, uint32_t i)
{
    if (buckets->previous[i] != UINT32_MAX)
        buckets->next[buckets->previous[i]] = buckets->next[i];
    else
        buckets->first[buckets->ties[i]] = buckets->next[i];
    if (buckets->next[i] != UINT32_MAX)
        buckets->previous[buckets->next[i]] = buckets->previous[i];
}

static struct buckets buckets_of(struct arena *arena, const struct sparse *network)
{
    uint32_t n = network->rows;
    struct buckets buckets = {numbers(arena, n + 1), numbers(arena, n), numbers(arena, n), numbers(arena, n)};
    for (uint32_t d = 0; d <= n; d++)
        buckets.first[d] = UINT32_MAX;
    for (uint32_t i = n; i-- > 0;) {
        buckets.ties[i] = (uint32_t)(network->start[i + 1] - network->start[i]);
        bucket_put(&buckets, i);
    }
    return buckets;
}

uint32_t *network_cores(struct arena *arena, const struct sparse *network)
{
    uint32_t n = network->rows, *core = numbers(arena, n), at = 0;
    struct arena own = {0};
    struct buckets buckets = buckets_of(&own, network);
    bool *gone = arena_array(&own, n, sizeof *gone);
    for (uint32_t left = n; left; left--) {
        while (buckets.first[at] == UINT32_MAX)
            at++;
        uint32_t i = buckets.first[at];
        bucket_take(&buckets, i);
        gone[i] = true;
        core[i] = at;
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
            uint32_t j = network->column[k];
            if (gone[j] || buckets.ties[j] <= at)
                continue;
            bucket_take(&buckets, j);
            buckets.ties[j]--;
            bucket_put(&buckets, j);
        }
    }
    arena_free(&own);
    return core;
}

/* The most tied first, of equals the first node; entries that are out of date are passed over. */
static void departures(struct arena *own, const struct sparse *network, uint32_t *order)
{
    uint32_t n = network->rows, *ties = numbers(own, n), left = 0;
    bool *gone = arena_array(own, n, sizeof *gone);
    struct heap leavers = {.arena = own};
    for (uint32_t i = 0; i < n; i++) {
        ties[i] = (uint32_t)(network->start[i + 1] - network->start[i]);
        heap_push(&leavers, UINT32_MAX - ties[i], i);
    }
    while (left < n) {
        struct keyed most = heap_pop(&leavers);
        uint32_t i = (uint32_t)most.value;
        if (gone[i] || ties[i] != UINT32_MAX - most.key)
            continue;
        gone[i] = true;
        order[left++] = i;
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++)
            if (!gone[network->column[k]])
                heap_push(&leavers, UINT32_MAX - --ties[network->column[k]], network->column[k]);
    }
}

static uint32_t root_of(uint32_t *up, uint32_t i)
{
    for (; up[i] != i; i = up[i])
        up[i] = up[up[i]];
    return i;
}

double network_robustness(struct arena *arena, const struct sparse *network, uint32_t *order)
{
    uint32_t n = network->rows, largest = 0;
    uint64_t sum = 0;
    struct arena own = {0};
    uint32_t *leaving = order ? order : numbers(&own, n), *up = numbers(&own, n), *size = numbers(&own, n);
    departures(&own, network, leaving);
    for (uint32_t q = n; q-- > 0;) {                       /* from the last who left, coming back */
        uint32_t i = leaving[q];
        sum += largest;
        up[i] = i, size[i] = 1;
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
            uint32_t j = network->column[k];
            if (!size[j])
                continue;
            uint32_t a = root_of(up, i), b = root_of(up, j);
            if (a == b)
                continue;
            if (size[a] < size[b])
                a ^= b, b ^= a, a ^= b;
            up[b] = a;
            size[a] += size[b];
        }
        uint32_t root = root_of(up, i);
        largest = size[root] > largest ? size[root] : largest;
    }
    arena_free(&own);
    return n ? (double)sum / n / n : 0;
}
