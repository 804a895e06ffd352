/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two levels of clusters, and how many groups to show. */
#include "engines/opinion/inside.h"
#include <math.h>
#include <string.h>

enum { BASE_PER_GROUP = 12, FEWEST_GROUPS = 2 };
#define REST 0.01
#define CLOSE 0.02

double silhouette_one(const double *distance, uint32_t count, const int *label, uint32_t k, uint32_t i)
{
    double sum[OPINION_MOST_GROUPS] = {0}, nearest = INFINITY;
    uint32_t members[OPINION_MOST_GROUPS] = {0};
    int own = label[i];
    for (uint32_t j = 0; j < count; j++) {
        sum[label[j]] += distance[(size_t)i * count + j];
        members[label[j]]++;
    }
    for (uint32_t c = 0; c < k; c++)
        if ((int)c != own && members[c] > 0)
            nearest = fmin(nearest, sum[c] / members[c]);
    if (members[own] < 2 || isinf(nearest))
        return 0;
    double inside = sum[own] / (members[own] - 1), most = fmax(inside, nearest);
    return most > 0 ? (nearest - inside) / most : 0;
}

double silhouette_mean(const double *distance, uint32_t count, const int *label, uint32_t k)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += silhouette_one(distance, count, label, k, i);
    return count ? sum / count : NAN;
}

static double *distances(struct arena *arena, const struct clusters *base)
{
    double *distance = arena_array(arena, (size_t)base->count * base->count, sizeof *distance);
    for (uint32_t i = 0; i < base->count; i++)
        for (uint32_t j = 0; j < base->count; j++)
            distance[(size_t)i * base->count + j] = point_distance(base->centre[i], base->centre[j]);
    return distance;
}

static struct clusters *find_base(struct arena *arena, const struct grouping *grouping,
                                  const struct opinion_memory *previous)
{
    struct clusters *base;
    if (previous && previous->base_count) {
        int *old = arena_array(arena, grouping->inside, sizeof *old);
        for (uint32_t i = 0; i < grouping->inside; i++)
            old[i] = grouping->participant[i] < previous->participants ? previous->base[grouping->participant[i]] : -1;
        base = clusters_again(arena, grouping->point, NULL, grouping->inside, BASE_CLUSTERS, old, previous->base_id,
                              previous->base_count);
    } else {
        base = clusters_first(arena, grouping->point, grouping->inside, BASE_CLUSTERS);
    }
    clusters_settle(arena, base, grouping->point, NULL, BASE_STEPS, REST);
    return base;
}

/* Where each base cluster of today stood in yesterday's clustering in k groups: base clusters keep their ids. */
static int *old_level(struct arena *arena, const struct clusters *base, const struct opinion_memory *previous,
                      uint32_t k)
{
    int *old = arena_array(arena, base->count, sizeof *old);
    for (uint32_t b = 0; b < base->count; b++) {
        old[b] = -1;
        for (uint32_t o = 0; o < previous->base_count; o++)
            if (previous->base_id[o] == base->id[b])
                old[b] = previous->level[k][o];
    }
    return old;
}

static struct clusters *find_level(struct arena *arena, const struct clusters *base, uint32_t k,
                                   const struct opinion_rules *rules, const struct opinion_memory *previous)
{
    struct clusters *level;
    if (rules->original && previous && previous->level_count[k])
        level = clusters_again(arena, base->centre, base->mass, base->count, k, old_level(arena, base, previous, k),
                               previous->level_id[k], previous->level_count[k]);
    else
        level = clusters_first(arena, base->centre, base->count, k);
    clusters_settle(arena, level, base->centre, base->mass, GROUP_STEPS, REST);
    return level;
}

/* The number of groups whose silhouette is the best. The original takes the larger of equal ones; two hundredths are no
 * difference that votes could show, and fewer groups are easier to talk about. */
static void choose_number(struct grouping *grouping, bool original)
{
    double best = -INFINITY;
    for (uint32_t k = FEWEST_GROUPS; k <= OPINION_MOST_GROUPS; k++)
        if (grouping->level[k] && grouping->silhouette[k] >= best) {
            best = grouping->silhouette[k];
            grouping->best = k;
        }
    for (uint32_t k = FEWEST_GROUPS; !original && k < grouping->best; k++)
        if (grouping->silhouette[k] >= best - CLOSE)
            grouping->best = k;
}

/* A number of groups is shown once it was the best four times in a row: a map that jumps is not believed. */
static void smooth(struct grouping *grouping, const struct opinion_memory *previous, uint32_t most)
{
    bool again = previous && previous->last == grouping->best && grouping->best;
    grouping->times = again ? previous->times + 1 : 1;
    grouping->shown = previous && previous->shown ? previous->shown : grouping->best;
    if (grouping->times >= SMOOTHING)
        grouping->shown = grouping->best;
    if (grouping->shown > most)
        grouping->shown = most;
}

struct grouping *groups_find(struct arena *arena, const struct point *points, const bool *inside, uint32_t participants,
                             const struct opinion_rules *rules, const struct opinion_memory *previous)
{
    struct grouping *grouping = arena_alloc(arena, sizeof *grouping);
    grouping->participant = arena_array(arena, participants, sizeof *grouping->participant);
    grouping->point = arena_array(arena, participants, sizeof *grouping->point);
    for (uint32_t p = 0; p < participants; p++)
        if (inside[p]) {
            grouping->participant[grouping->inside] = p;
            grouping->point[grouping->inside++] = points[p];
        }
    grouping->base = find_base(arena, grouping, rules->original ? previous : NULL);
    uint32_t base_count = grouping->base->count, most = FEWEST_GROUPS + base_count / BASE_PER_GROUP;
    const double *distance = distances(arena, grouping->base);
    if (most > OPINION_MOST_GROUPS)
        most = OPINION_MOST_GROUPS;
    for (uint32_t k = 0; k <= OPINION_MOST_GROUPS; k++)
        grouping->silhouette[k] = NAN;
    for (uint32_t k = FEWEST_GROUPS; k <= most && base_count >= FEWEST_GROUPS; k++) {
        grouping->level[k] = find_level(arena, grouping->base, k, rules, previous);
        grouping->silhouette[k] = silhouette_mean(distance, base_count, grouping->level[k]->label, k);
    }
    choose_number(grouping, rules->original);
    smooth(grouping, previous, most);
    return grouping;
}

int *groups_of(struct arena *arena, const struct grouping *grouping, uint32_t participants, uint32_t k)
{
    int *group = arena_array(arena, participants, sizeof *group);
    for (uint32_t p = 0; p < participants; p++)
        group[p] = OPINION_NOBODY;
    for (uint32_t i = 0; i < grouping->inside && k <= OPINION_MOST_GROUPS && grouping->level[k]; i++) {
        int base = grouping->base->label[i];
        if (base >= 0)
            group[grouping->participant[i]] = grouping->level[k]->label[base];
    }
    return group;
}

/* All orders of k ≤ 5 names, one after the other in lexicographic order; false after the last. */
static bool next_order(int *order, int k)
{
    int i = k - 2, j = k - 1;
    while (i >= 0 && order[i] >= order[i + 1])
        i--;
    if (i < 0)
        return false;
    while (order[j] <= order[i])
        j--;
    int held = order[i];
    order[i] = order[j];
    order[j] = held;
    for (i++, j = k - 1; i < j; i++, j--) {
        held = order[i];
        order[i] = order[j];
        order[j] = held;
    }
    return true;
}

double groups_overlap(const int *group, const int *other, uint32_t participants, uint32_t k, int *other_name)
{
    uint32_t together[OPINION_MOST_GROUPS][OPINION_MOST_GROUPS] = {0}, both = 0, most = 0;
    int order[OPINION_MOST_GROUPS] = {0, 1, 2, 3, 4};
    for (uint32_t p = 0; p < participants; p++)
        if (group[p] >= 0 && other[p] >= 0) {
            together[group[p]][other[p]]++;
            both++;
        }
    memcpy(other_name, order, k * sizeof *order);
    do {
        uint32_t kept = 0;
        for (uint32_t c = 0; c < k; c++)
            kept += together[order[c]][c];
        if (kept > most) {
            most = kept;
            memcpy(other_name, order, k * sizeof *order);
        }
    } while (next_order(order, (int)k));
    return both ? (double)most / both : 0;
}

void groups_rename(int *group, uint32_t participants, uint32_t k, const int *old, uint32_t old_participants)
{
    int name[OPINION_MOST_GROUPS], new_name[OPINION_MOST_GROUPS] = {0};
    groups_overlap(group, old, participants < old_participants ? participants : old_participants, OPINION_MOST_GROUPS,
                   name);
    bool taken[OPINION_MOST_GROUPS] = {false};
    /* name[old] is the group that keeps an old letter; letters beyond k are given again from the first free one */
    for (uint32_t c = 0; c < OPINION_MOST_GROUPS; c++)
        new_name[name[c]] = (int)c;
    for (uint32_t c = 0; c < k; c++)
        if (new_name[c] < (int)k)
            taken[new_name[c]] = true;
    for (uint32_t c = 0; c < k; c++) {
        if (new_name[c] < (int)k)
            continue;
        int free = 0;
        while (taken[free])
            free++;
        taken[free] = true;
        new_name[c] = free;
    }
    for (uint32_t p = 0; p < participants; p++)
        if (group[p] >= 0)
            group[p] = new_name[group[p]];
}
