/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Commitments that wait for others: states, circles, and what would free those who wait. */
#include "engines/money/commitments_inside.h"
#include <string.h>

static bool condition_good(const struct commitments_question *question, size_t who, const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_WHO:
        return condition->which < question->count && condition->which != who;
    case CONDITION_GROUP:
        return condition->which < question->groups && condition->cents >= 0;
    case CONDITION_TOTAL:
        return condition->cents >= 0 && condition->cents <= OUTSIDE_MOST;
    case CONDITION_COUNT:
        return true;
    }
    return false;
}

static bool ceiling_good(const struct commitment_ceiling *ceiling)
{
    return (ceiling->top == 0 && ceiling->bottom == 0 && ceiling->cost == 0)
        || (ceiling->top > 0 && ceiling->top <= ceiling->bottom && ceiling->bottom <= CEILING_FINEST
            && ceiling->cost >= 0 && ceiling->cost <= OUTSIDE_MOST);
}

static enum commitments_refusal check_one(const struct commitments_question *question, size_t who)
{
    const struct commitment *one = &question->commitments[who];
    if (one->condition_count > CONDITIONS_MOST)
        return COMMITMENTS_COUNT;
    if (one->cents < 0 || one->cents > COMMITMENTS_MOST_CENTS)
        return COMMITMENTS_AMOUNT;
    for (size_t i = 0; i < one->condition_count; i++)
        if (!condition_good(question, who, &one->conditions[i]))
            return COMMITMENTS_CONDITION;
    return one->group < question->groups && ceiling_good(&one->ceiling) ? COMMITMENTS_GOOD : COMMITMENTS_CEILING;
}

static enum commitments_refusal check(const struct commitments_question *question, size_t *where)
{
    enum commitments_refusal refusal = COMMITMENTS_GOOD;
    *where = question->count;
    if (question->count > COMMITMENTS_MOST || question->groups > COMMITMENTS_MOST)
        return COMMITMENTS_COUNT;
    for (*where = 0; *where < question->count; ++*where)
        if ((refusal = check_one(question, *where)) != COMMITMENTS_GOOD)
            return refusal;
    for (uint32_t g = 0; question->ceilings && g < question->groups; g++, ++*where)
        if (!ceiling_good(&question->ceilings[g]))
            return COMMITMENTS_CEILING;
    return COMMITMENTS_GOOD;
}

struct inquiry {
    const struct commitments_question *question;
    struct brought now, together, trial;
    struct commitment_result *results;
};

static uint32_t count_free(const struct inquiry *inquiry, const struct brought *brought)
{
    uint32_t count = 0;
    for (size_t i = 0; i < inquiry->question->count; i++)
        count += brought->free[i];
    return count;
}

static bool freed_by(struct inquiry *inquiry, uint32_t who, int64_t outside)
{
    least_point(inquiry->question, outside, UINT32_MAX, &inquiry->trial, NULL);
    return inquiry->trial.free[who];
}

/* More money never locks: the least that frees is found by halves. */
static int64_t least_outside(struct inquiry *inquiry, uint32_t who)
{
    int64_t low = 0, high = OUTSIDE_MOST;
    if (!freed_by(inquiry, who, high))
        return -1;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (freed_by(inquiry, who, middle))
            high = middle;
        else
            low = middle;
    }
    return high;
}

static int64_t missing_cents(const struct brought *brought, const struct condition *condition)
{
    int64_t there = condition->kind == CONDITION_GROUP ? brought->group[condition->which] : brought->total;
    bool money = condition->kind == CONDITION_GROUP || condition->kind == CONDITION_TOTAL;
    return money && condition->cents > there ? condition->cents - there : 0;
}

/* Of a choice, the one that would hold were all to move; the first that is not met else. */
static size_t awaited(struct inquiry *inquiry, uint32_t who)
{
    const struct commitment *one = &inquiry->question->commitments[who];
    size_t first = unmet(inquiry->question, &inquiry->now, who), found = first;
    bool was_free = inquiry->together.free[who];
    inquiry->together.free[who] = false;
    bring(inquiry->question, 0, &inquiry->together);
    for (size_t i = one->condition_count; i-- > first;)
        if ((i == first || (one->conditions[i].any && one->conditions[i].any == one->conditions[first].any))
            && condition_holds(inquiry->question, &inquiry->together, &one->conditions[i]))
            found = i;
    inquiry->together.free[who] = was_free;
    bring(inquiry->question, 0, &inquiry->together);
    return found;
}

static void look_at(struct inquiry *inquiry, uint32_t who)
{
    struct commitment_result *result = &inquiry->results[who];
    if (inquiry->now.free[who])
        return;
    result->state = inquiry->together.free[who] ? COMMITMENT_CIRCLE : COMMITMENT_LACKING;
    result->waits_for = (uint32_t)awaited(inquiry, who);
    result->lacks = missing_cents(&inquiry->now,
                                  &inquiry->question->commitments[who].conditions[result->waits_for]);
    result->outside = least_outside(inquiry, who);
    least_point(inquiry->question, 0, who, &inquiry->trial, NULL);
    result->frees = inquiry->trial.total - inquiry->now.total;
    result->frees_count = count_free(inquiry, &inquiry->trial) - count_free(inquiry, &inquiry->now) - 1;
}

/* Whom it waits for in a circle: the one named, else the largest of those who could bring what is missing. */
static uint32_t next_in_circle(const struct inquiry *inquiry, uint32_t who)
{
    const struct commitments_question *question = inquiry->question;
    const struct condition *condition = &question->commitments[who].conditions[inquiry->results[who].waits_for];
    uint32_t best = UINT32_MAX;
    bool best_fits = false;
    if (condition->kind == CONDITION_WHO)
        return condition->which;
    for (uint32_t i = 0; i < question->count; i++) {
        const struct commitment *one = &question->commitments[i];
        bool fits = condition->kind != CONDITION_GROUP || one->group == condition->which;
        if (i == who || inquiry->results[i].state != COMMITMENT_CIRCLE)
            continue;
        if (best == UINT32_MAX || fits > best_fits
            || (fits == best_fits && one->cents > question->commitments[best].cents)) {
            best = i;
            best_fits = fits;
        }
    }
    return best;
}

static void close_circle(struct arena *arena, struct commitments *commitments, const uint32_t *next, uint32_t from)
{
    struct commitment_circle *circle = &commitments->circles[commitments->circle_count++];
    uint32_t at = from;
    do {
        circle->count++;
        at = next[at];
    } while (at != from);
    circle->members = arena_array(arena, circle->count, sizeof *circle->members);
    for (size_t i = 0; i < circle->count; i++, at = next[at])
        circle->members[i] = at;
}

/* Everybody in a circle's wake has one next: walks end in a circle, each found once. */
static void find_circles(struct arena *arena, struct inquiry *inquiry, struct commitments *commitments)
{
    size_t count = inquiry->question->count;
    uint32_t next[COMMITMENTS_MOST], walk_of[COMMITMENTS_MOST] = {0};
    commitments->circles = arena_array(arena, count, sizeof *commitments->circles);
    for (uint32_t i = 0; i < count; i++)
        next[i] = inquiry->results[i].state == COMMITMENT_CIRCLE ? next_in_circle(inquiry, i) : UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i, walk = i + 1;
        while (at != UINT32_MAX && walk_of[at] == 0 && next[at] != UINT32_MAX) {
            walk_of[at] = walk;
            at = next[at];
        }
        if (at != UINT32_MAX && walk_of[at] == walk)
            close_circle(arena, commitments, next, at);
    }
}

static void answer(struct arena *arena, struct inquiry *inquiry, struct commitments *commitments)
{
    struct arena work = {0};
    const struct commitments_question *question = inquiry->question;
    for (uint32_t i = 0; i < question->count; i++) {
        look_at(inquiry, i);
        commitments->promised += question->commitments[i].cents;
    }
    find_circles(arena, inquiry, commitments);
    bring_each(&work, question, &inquiry->now, commitments->results);
    commitments->total = inquiry->now.total;
    commitments->together = inquiry->together.total;
    commitments->group_cents = inquiry->now.group;
    arena_free(&work);
}

struct commitments commitments_resolve(struct arena *arena, const struct commitments_question *question)
{
    struct commitments commitments = {0};
    uint32_t rounds[COMMITMENTS_MOST] = {0};
    commitments.refusal = check(question, &commitments.where);
    if (commitments.refusal != COMMITMENTS_GOOD)
        return commitments;
    commitments.results = arena_array(arena, question->count, sizeof *commitments.results);
    struct inquiry inquiry = {question, brought_begin(arena, question), brought_begin(arena, question),
                              brought_begin(arena, question), commitments.results};
    least_point(question, 0, UINT32_MAX, &inquiry.now, rounds);
    greatest_point(question, &inquiry.together);
    for (size_t i = 0; i < question->count; i++)
        commitments.results[i].round = rounds[i];
    if (inquiry.now.steady && inquiry.together.steady)
        answer(arena, &inquiry, &commitments);
    if (!inquiry.now.steady || !inquiry.together.steady || !inquiry.trial.steady)
        commitments.refusal = COMMITMENTS_UNSTEADY;
    return commitments;
}
