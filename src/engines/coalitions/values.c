/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sharing what a coalition earns: Shapley and Owen values, exactly. */
#include "engines/coalitions.h"
#include <string.h>

static double *worths(struct arena *arena, uint32_t players, double (*worth)(void *context, uint32_t set),
                      void *context)
{
    double *all = arena_array(arena, (size_t)1 << players, sizeof *all);
    for (uint32_t set = 1; set < 1u << players; set++)
        all[set] = worth(context, set);
    return all;
}

/* weight[s] = s! (n − 1 − s)!/n!: the chance that exactly s given others come before. */
static double *weights(struct arena *arena, uint32_t players)
{
    double *weight = arena_array(arena, players + 1, sizeof *weight);
    if (players)
        weight[0] = 1.0 / players;
    for (uint32_t s = 1; s < players; s++)
        weight[s] = weight[s - 1] * s / (players - s);
    return weight;
}

static uint32_t size_of(uint32_t set)
{
    return (uint32_t)__builtin_popcount(set);
}

bool shapley_values(struct arena *arena, uint32_t players, double (*worth)(void *context, uint32_t set), void *context,
                    double *values)
{
    if (players > VALUE_MOST_PLAYERS)
        return false;
    struct arena work = {0};
    double *all = worths(&work, players, worth, context), *weight = weights(&work, players);
    for (uint32_t player = 0; player < players; player++) {
        values[player] = 0;
        for (uint32_t set = 0; set < 1u << players; set++)
            if (!(set >> player & 1))
                values[player] += weight[size_of(set)] * (all[set | 1u << player] - all[set]);
    }
    arena_free(&work);
    return true;
}

/* Every set of other unions, each whole, then every set of one's own union. */
bool owen_values(struct arena *arena, uint32_t players, const uint32_t *unions,
                 double (*worth)(void *context, uint32_t set), void *context, double *values)
{
    uint32_t members[VALUE_MOST_PLAYERS] = {0}, count = 0;
    if (players > VALUE_MOST_PLAYERS)
        return false;
    for (uint32_t player = 0; player < players; player++) {
        if (unions[player] >= players)
            return false;
        members[unions[player]] |= 1u << player;
        count = unions[player] + 1 > count ? unions[player] + 1 : count;
    }
    for (uint32_t u = 0; u < count; u++)
        if (!members[u])
            return false;
    struct arena work = {0};
    double *all = worths(&work, players, worth, context), *between = weights(&work, count);
    for (uint32_t player = 0; player < players; player++) {
        uint32_t own = members[unions[player]], mates = own & ~(1u << player);
        double *within = weights(&work, size_of(own));
        values[player] = 0;
        for (uint32_t groups = 0; groups < 1u << count; groups++) {
            uint32_t before = 0;
            for (uint32_t u = 0; u < count; u++)
                before |= groups >> u & 1 ? members[u] : 0;
            if (groups >> unions[player] & 1)
                continue;
            for (uint32_t set = mates;; set = (set - 1) & mates) {
                values[player] += between[size_of(groups)] * within[size_of(set)]
                    * (all[before | set | 1u << player] - all[before | set]);
                if (!set)
                    break;
            }
        }
    }
    arena_free(&work);
    return true;
}
