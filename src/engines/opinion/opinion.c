/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pipeline from votes to what is shown. */
#include "engines/opinion/inside.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <string.h>

const struct opinion_rules opinion_usual_rules = {.fewest_participants = 12, .fewest_statements = 7,
                                                  .first_inside = 15, .replicates = 50, .bridging = true, .seed = 1};
const struct opinion_rules opinion_original_rules = {.original = true, .first_inside = 15};

static struct opinion *begin(struct arena *arena, const struct votes *votes, const struct opinion_input *input,
                             const bool *inside)
{
    struct opinion *opinion = arena_alloc(arena, sizeof *opinion);
    opinion->participants = votes->participants;
    opinion->statements = votes->statements;
    opinion->colleges = input->college ? input->colleges : 0;
    opinion->participant = arena_array(arena, votes->participants, sizeof *opinion->participant);
    opinion->statement = arena_array(arena, votes->statements, sizeof *opinion->statement);
    for (uint32_t p = 0; p < votes->participants; p++) {
        opinion->participant[p] = (struct opinion_participant){.votes = votes->cast[p], .inside = inside[p],
                                                               .group = OPINION_NOBODY, .stability = NAN};
        opinion->inside += inside[p];
    }
    for (int k = 0; k <= OPINION_MOST_GROUPS; k++)
        opinion->silhouette[k] = opinion->k_share[k] = NAN;
    return opinion;
}

static void count_votes(struct arena *arena, struct opinion *opinion, const struct votes *votes,
                        const struct opinion_input *input)
{
    struct arena work = {0};
    uint32_t *outside = arena_array(&work, votes->participants, sizeof *outside);
    for (uint32_t p = 0; p < votes->participants; p++)
        outside[p] = opinion->participant[p].inside ? 0 : NO_KIND;
    struct opinion_count *all = votes_count(&work, votes, NULL, 1);
    struct opinion_count *inside = votes_count(&work, votes, outside, 1);
    struct opinion_count *colleges =
        opinion->colleges ? votes_count(&work, votes, input->college, opinion->colleges) : NULL;
    for (uint32_t s = 0; s < votes->statements; s++) {
        opinion->statement[s] = (struct opinion_statement){.all = all[s], .inside = inside[s], .bridging = NAN};
        if (!colleges)
            continue;
        struct opinion_count *own = arena_array(arena, opinion->colleges, sizeof *own);
        for (uint32_t college = 0; college < opinion->colleges; college++)
            own[college] = colleges[(size_t)college * votes->statements + s];
        opinion->statement[s].by_college = own;
    }
    arena_free(&work);
}

static enum opinion_refusal refusal_of(const struct opinion *opinion, const struct votes *votes,
                                       const struct opinion_rules *rules)
{
    if (opinion->inside < rules->fewest_participants)
        return OPINION_FEW_PARTICIPANTS;
    if (votes->statements - votes->out_count < rules->fewest_statements)
        return OPINION_FEW_STATEMENTS;
    return OPINION_SHOWN;
}

/* A map without an axis, for surveys too small to have one. */
static struct plane *no_plane(struct arena *arena, const struct votes *votes)
{
    struct plane *plane = arena_alloc(arena, sizeof *plane);
    plane->statements = votes->statements;
    plane->mean = plane_means(arena, votes, NULL);
    plane->axis[0] = arena_array(arena, votes->statements, sizeof(double));
    plane->axis[1] = arena_array(arena, votes->statements, sizeof(double));
    return plane;
}

static void place(struct opinion *opinion, const struct votes *votes, const struct plane *plane, struct point *points,
                  int sign)
{
    for (uint32_t p = 0; p < votes->participants; p++) {
        struct point point = plane_participant(plane, votes, p);
        points[p] = (struct point){sign * point.x, sign * point.y};
        opinion->participant[p].x = points[p].x;
        opinion->participant[p].y = points[p].y;
    }
    opinion->mean = plane->mean;
    for (int which = 0; which < 2; which++) {
        opinion->component[which] = plane->axis[which];
        opinion->variance[which] = plane->variance[which];
    }
}

static uint32_t *sizes_of(struct arena *arena, const int *group, uint32_t participants)
{
    uint32_t *size = arena_array(arena, OPINION_MOST_GROUPS, sizeof *size);
    for (uint32_t p = 0; p < participants; p++)
        if (group[p] >= 0)
            size[group[p]]++;
    return size;
}

/* The largest group is the first; equal ones by their first member. */
static void order_by_size(struct arena *arena, int *group, uint32_t participants)
{
    uint32_t *size = sizes_of(arena, group, participants);
    uint32_t first[OPINION_MOST_GROUPS];
    int name[OPINION_MOST_GROUPS] = {0};
    for (int g = 0; g < OPINION_MOST_GROUPS; g++)
        first[g] = UINT32_MAX;
    for (uint32_t p = participants; p-- > 0;)
        if (group[p] >= 0)
            first[group[p]] = p;
    for (int g = 0; g < OPINION_MOST_GROUPS; g++)
        for (int other = 0; other < OPINION_MOST_GROUPS; other++)
            name[g] += size[other] > size[g] || (size[other] == size[g] && first[other] < first[g]);
    for (uint32_t p = 0; p < participants; p++)
        if (group[p] >= 0)
            group[p] = name[group[p]];
}

static void measure_groups(struct arena *arena, struct opinion *opinion, const struct opinion_input *input,
                           const int *group)
{
    const uint32_t *size = sizes_of(arena, group, opinion->participants);
    for (size_t g = 0; g < opinion->group_count; g++) {
        struct opinion_group *one = &opinion->group[g];
        uint32_t *colleges = opinion->colleges ? arena_array(arena, opinion->colleges, sizeof *colleges) : NULL;
        *one = (struct opinion_group){.size = size[g], .stability = NAN, .colleges = colleges};
        for (uint32_t p = 0; p < opinion->participants; p++) {
            if (group[p] != (int)g)
                continue;
            one->x += opinion->participant[p].x / size[g];
            one->y += opinion->participant[p].y / size[g];
            if (colleges && input->college[p] < opinion->colleges)
                colleges[input->college[p]]++;
        }
    }
}

/* All that follows from knowing who is in which group. */
static void describe(struct arena *arena, struct opinion *opinion, const struct opinion_input *input,
                     const struct votes *votes, const struct opinion_rules *rules, const struct plane *plane,
                     const int *group)
{
    struct arena work = {0};
    uint32_t groups = (uint32_t)opinion->group_count;
    uint32_t *kind = arena_array(&work, votes->participants, sizeof *kind);
    for (uint32_t p = 0; p < votes->participants; p++) {
        opinion->participant[p].group = groups ? group[p] : OPINION_NOBODY;
        kind[p] = groups && group[p] >= 0 ? (uint32_t)group[p] : NO_KIND;
    }
    struct opinion_count *counts = votes_count(&work, votes, kind, groups);
    measure_groups(arena, opinion, input, group);
    score_statements(arena, opinion, votes, plane, counts, rules->original ? -1 : 1);
    for (uint32_t g = 0; g < groups; g++)
        typical_of_group(&work, opinion, votes, counts, g, rules);
    consensus_of_all(&work, opinion, votes);
    if (rules->bridging) {
        double *scores = bridging_scores(&work, votes, plane);
        for (uint32_t s = 0; s < votes->statements; s++)
            opinion->statement[s].bridging = scores[s];
    }
    arena_free(&work);
}

static void choose_groups(struct arena *arena, struct opinion *opinion, const struct grouping *grouping, int *group,
                          const struct opinion_rules *rules, const struct opinion_memory *previous)
{
    uint32_t shown = grouping->shown;
    memcpy(opinion->silhouette, grouping->silhouette, sizeof opinion->silhouette);
    opinion->base_count = grouping->base->count;
    if (shown < 2 || !grouping->level[shown] || grouping->level[shown]->count < 2) {
        opinion->refusal = OPINION_ALL_ALIKE;
        return;
    }
    opinion->group_count = grouping->level[shown]->count;
    memcpy(group, groups_of(arena, grouping, opinion->participants, shown), opinion->participants * sizeof *group);
    if (rules->original)
        return;
    order_by_size(arena, group, opinion->participants);
    if (previous && previous->shown)
        groups_rename(group, opinion->participants, (uint32_t)opinion->group_count, previous->group,
                      previous->participants);
}

struct opinion *opinion_compute(struct arena *arena, const struct opinion_input *input,
                                const struct opinion_rules *rules, const struct opinion_memory *previous)
{
    struct arena work = {0};
    struct votes *votes = votes_read(&work, input, rules);
    struct input_print *print = certify_begin(&work, votes, rules, previous);
    bool *inside = votes_inside(&work, votes, rules, previous);
    struct opinion *opinion = begin(arena, votes, input, inside);
    int *group = arena_array(&work, votes->participants, sizeof *group);
    struct grouping *grouping = NULL;
    struct plane *plane;
    count_votes(arena, opinion, votes, input);
    opinion->refusal = refusal_of(opinion, votes, rules);
    if (opinion->refusal == OPINION_SHOWN) {
        struct point *points = arena_array(&work, votes->participants, sizeof *points);
        plane = plane_find(arena, votes, NULL, rules, previous, NULL);
        place(opinion, votes, plane, points, rules->original ? -1 : 1);
        grouping = groups_find(&work, points, inside, votes->participants, rules, previous);
        choose_groups(&work, opinion, grouping, group, rules, previous);
    } else {
        plane = no_plane(arena, votes);
        place(opinion, votes, plane, arena_array(&work, votes->participants, sizeof(struct point)), 1);
    }
    describe(arena, opinion, input, votes, rules, plane, group);
    if (opinion->group_count && rules->replicates)
        stability_measure(&work, opinion, votes, rules, plane, group);
    opinion->memory = remember(arena, opinion, grouping, previous);
    certify_end(opinion, print);
    arena_free(&work);
    return opinion;
}

struct opinion *opinion_describe(struct arena *arena, const struct opinion_input *input,
                                 const struct opinion_rules *rules, const int *group, uint32_t groups)
{
    struct arena work = {0};
    struct votes *votes = votes_read(&work, input, rules);
    bool *inside = arena_array(&work, votes->participants, sizeof *inside);
    int *own = arena_array(&work, votes->participants, sizeof *own);
    for (uint32_t p = 0; p < votes->participants; p++) {
        inside[p] = group[p] >= 0 && group[p] < (int)groups;
        own[p] = inside[p] ? group[p] : OPINION_NOBODY;
    }
    struct opinion *opinion = begin(arena, votes, input, inside);
    count_votes(arena, opinion, votes, input);
    struct plane *plane = plane_find(arena, votes, NULL, rules, NULL, NULL);
    place(opinion, votes, plane, arena_array(&work, votes->participants, sizeof(struct point)),
          rules->original ? -1 : 1);
    opinion->group_count = groups > OPINION_MOST_GROUPS ? OPINION_MOST_GROUPS : groups;
    describe(arena, opinion, input, votes, rules, plane, own);
    certify_end(opinion, certify_begin(&work, votes, rules, NULL));
    arena_free(&work);
    return opinion;
}

double *opinion_bridging(struct arena *arena, const struct opinion_input *input)
{
    struct arena work = {0};
    double *scores = bridging_scores(arena, votes_read(&work, input, &opinion_usual_rules), NULL);
    arena_free(&work);
    return scores;
}
