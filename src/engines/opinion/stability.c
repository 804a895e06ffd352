/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How much of a map would still be there with other participants: each replicate keeps four in five. */
#include "engines/opinion/inside.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/seeded.h"
#include <math.h>

#define KEPT 0.8

struct tally { uint32_t *seen, *stayed; uint32_t best[OPINION_MOST_GROUPS + 1], replicates; };

static void draw(struct seeded *seeded, const struct opinion *opinion, double *weight, bool *inside)
{
    for (uint32_t p = 0; p < opinion->participants; p++) {
        weight[p] = seeded_unit(seeded) < KEPT;
        inside[p] = weight[p] > 0 && opinion->participant[p].inside;
    }
}

static void compare(struct tally *tally, const int *group, const int *other, const bool *inside, uint32_t participants)
{
    int name[OPINION_MOST_GROUPS];
    groups_overlap(other, group, participants, OPINION_MOST_GROUPS, name);
    for (uint32_t p = 0; p < participants; p++) {
        if (!inside[p] || group[p] < 0 || other[p] < 0)
            continue;
        tally->seen[p]++;
        tally->stayed[p] += other[p] == name[group[p]];
    }
}

static void replicate(struct arena *arena, const struct opinion *opinion, const struct votes *votes,
                      const struct opinion_rules *rules, const struct plane *whole, const int *group,
                      uint64_t number, struct tally *tally)
{
    struct seeded seeded = seeded_start(rules->seed + hash_mix(number + 1));
    double *weight = arena_array(arena, votes->participants, sizeof *weight);
    bool *inside = arena_array(arena, votes->participants, sizeof *inside);
    struct point *points = arena_array(arena, votes->participants, sizeof *points);
    draw(&seeded, opinion, weight, inside);
    struct plane *plane = plane_find(arena, votes, weight, rules, NULL, whole);
    for (uint32_t p = 0; p < votes->participants; p++)
        if (inside[p])
            points[p] = plane_participant(plane, votes, p);
    struct grouping *grouping = groups_find(arena, points, inside, votes->participants, rules, NULL);
    tally->best[grouping->best]++;
    tally->replicates++;
    if (grouping->level[opinion->group_count])
        compare(tally, group, groups_of(arena, grouping, votes->participants, (uint32_t)opinion->group_count), inside,
                votes->participants);
}

static void conclude(struct opinion *opinion, const struct tally *tally)
{
    double sum[OPINION_MOST_GROUPS] = {0};
    uint32_t counted[OPINION_MOST_GROUPS] = {0};
    for (int k = 2; k <= OPINION_MOST_GROUPS; k++)
        opinion->k_share[k] = (double)tally->best[k] / tally->replicates;
    for (uint32_t p = 0; p < opinion->participants; p++) {
        struct opinion_participant *one = &opinion->participant[p];
        if (one->group < 0 || !tally->seen[p])
            continue;
        one->stability = (double)tally->stayed[p] / tally->seen[p];
        sum[one->group] += one->stability;
        counted[one->group]++;
    }
    for (size_t g = 0; g < opinion->group_count; g++)
        opinion->group[g].stability = counted[g] ? sum[g] / counted[g] : NAN;
}

void stability_measure(struct arena *arena, struct opinion *opinion, const struct votes *votes,
                       const struct opinion_rules *rules, const struct plane *plane, const int *group)
{
    struct tally tally = {.seen = arena_array(arena, votes->participants, sizeof *tally.seen),
                          .stayed = arena_array(arena, votes->participants, sizeof *tally.stayed)};
    for (uint32_t number = 0; number < rules->replicates; number++) {
        struct arena work = {0};
        replicate(&work, opinion, votes, rules, plane, group, number, &tally);
        arena_free(&work);
    }
    conclude(opinion, &tally);
}
