/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Schulze's method (Social Choice and Welfare, 2011), by winning votes. */
#include "engines/preferences.h"
#include "engines/kernel/sort.h"
#include <string.h>

static void count_pairs(struct schulze *schulze, const struct rankings *rankings)
{
    uint32_t options = rankings->options;
    for (size_t ballot = 0; ballot < rankings->ballots; ballot++) {
        const uint32_t *rank = rankings->rank + ballot * options;
        int64_t weight = rankings->weight ? rankings->weight[ballot] : 1;
        if (weight <= 0)
            continue;
        schulze->voters += weight;
        for (uint32_t a = 0; a < options; a++)
            for (uint32_t b = 0; rank[a] && b < options; b++)
                if (rank[b] == 0 || rank[a] < rank[b])
                    schulze->prefer[(size_t)a * options + b] += weight;
    }
}

/* Floyd and Warshall: the strongest path is as strong as its weakest step. */
static void find_paths(struct schulze *schulze, size_t options)
{
    int64_t *path = schulze->path;
    for (size_t a = 0; a < options; a++)
        for (size_t b = 0; b < options; b++)
            if (schulze->prefer[a * options + b] > schulze->prefer[b * options + a])
                path[a * options + b] = schulze->prefer[a * options + b];
    for (size_t by = 0; by < options; by++)
        for (size_t a = 0; a < options; a++)
            for (size_t b = 0; a != by && b < options; b++) {
                int64_t first = path[a * options + by], then = path[by * options + b];
                int64_t weakest = first < then ? first : then;
                if (b != a && weakest > path[a * options + b])
                    path[a * options + b] = weakest;
            }
}

static int by_place(const void *a, const void *b, const void *context)
{
    const uint32_t *place = context, one = place[*(const uint32_t *)a], other = place[*(const uint32_t *)b];
    return (one > other) - (one < other);
}

static void place_options(struct arena *arena, struct schulze *schulze, size_t options)
{
    for (size_t a = 0; a < options; a++) {
        schulze->order[a] = (uint32_t)a;
        schulze->place[a] = 1;
        for (size_t b = 0; b < options; b++)
            schulze->place[a] += schulze->path[b * options + a] > schulze->path[a * options + b];
        schulze->winners += schulze->place[a] == 1;
    }
    stable_sort(arena, schulze->order, options, sizeof *schulze->order, by_place, schulze->place);
}

struct schulze *preference_schulze(struct arena *arena, const struct rankings *rankings)
{
    size_t options = rankings->options;
    if (options > RANKINGS_MOST_OPTIONS)
        return NULL;
    struct schulze *schulze = arena_alloc(arena, sizeof *schulze);
    schulze->prefer = arena_array(arena, options * options, sizeof *schulze->prefer);
    schulze->path = arena_array(arena, options * options, sizeof *schulze->path);
    schulze->place = arena_array(arena, options, sizeof *schulze->place);
    schulze->order = arena_array(arena, options, sizeof *schulze->order);
    count_pairs(schulze, rankings);
    find_paths(schulze, options);
    place_options(arena, schulze, options);
    schulze->condorcet = schulze->winners == 1;
    for (size_t b = 0; schulze->condorcet && b < options; b++) {
        size_t first = schulze->order[0];
        schulze->condorcet = b == first || schulze->prefer[first * options + b] > schulze->prefer[b * options + first];
    }
    return schulze;
}

static bool is_step(const struct schulze *schulze, size_t options, uint32_t a, uint32_t b, int64_t strength)
{
    int64_t here = schulze->prefer[a * options + b];
    return here > schulze->prefer[b * options + a] && here >= strength;
}

/* Breadth first over the steps that are strong enough: the shortest of the strongest paths. */
size_t schulze_path(const struct schulze *schulze, uint32_t options, uint32_t from, uint32_t to, uint32_t *path,
                    size_t most)
{
    struct arena work = {0};
    int64_t strength = schulze->path[(size_t)from * options + to];
    uint32_t *before = arena_array(&work, options, sizeof *before), *queue = arena_array(&work, options, sizeof *queue);
    size_t count = 0, length = 1;
    memset(before, 0xFF, options * sizeof *before);
    before[from] = from;
    queue[count++] = from;
    for (size_t at = 0; strength > 0 && at < count; at++)
        for (uint32_t next = 0; next < options; next++)
            if (before[next] == UINT32_MAX && is_step(schulze, options, queue[at], next, strength)) {
                before[next] = queue[at];
                queue[count++] = next;
            }
    bool found = from != to && before[to] != UINT32_MAX;
    for (uint32_t at = to; found && at != from; at = before[at])
        length++;
    if (found && length <= most)
        for (uint32_t i = 0, at = to; i < length; i++, at = before[at])
            path[length - 1 - i] = at;
    arena_free(&work);
    return found && length <= most ? length : 0;
}
