/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One amount among people by their weights, between floors and ceilings. */
#include "engines/money/inside.h"
#include "engines/kernel/sort.h"

struct bounds { int64_t amount; size_t people; const int64_t *least, *most; const struct rational *weight; };

static int64_t least_of(const struct bounds *bounds, size_t who)
{
    return bounds->least ? bounds->least[who] : 0;
}

/* A ceiling at or above the amount stops nobody. */
static bool has_most(const struct bounds *bounds, size_t who)
{
    return bounds->most && bounds->most[who] < bounds->amount;
}

/* At this λ (cents for a weight of 1), a person's share and what stops it. */
static struct rational share_at(struct arena *arena, const struct bounds *bounds, size_t who, struct rational level,
                                enum shares_hold *hold)
{
    struct rational free = rational_multiply(arena, level, bounds->weight[who]);
    struct rational least = rational_of(arena, least_of(bounds, who), 1);
    *hold = SHARES_FREE;
    if (rational_compare(arena, free, least) < 0)
        return *hold = SHARES_AT_LEAST, least;
    if (has_most(bounds, who) && rational_compare(arena, free, rational_of(arena, bounds->most[who], 1)) > 0)
        return *hold = SHARES_AT_MOST, rational_of(arena, bounds->most[who], 1);
    return free;
}

/* Does this level spend no more than the amount? */
static bool level_fits(const struct bounds *bounds, struct rational level)
{
    struct arena work = {0};
    struct rational spent = rational_of(&work, 0, 1);
    enum shares_hold hold;
    for (size_t i = 0; i < bounds->people; i++)
        spent = rational_add(&work, spent, share_at(&work, bounds, i, level, &hold));
    bool fits = rational_compare(&work, spent, rational_of(&work, bounds->amount, 1)) <= 0;
    arena_free(&work);
    return fits;
}

static int by_value(const void *a, const void *b, const void *context)
{
    struct arena work = {0};
    int order = rational_compare(&work, *(const struct rational *)a, *(const struct rational *)b);
    arena_free(&work);
    return order;
}

/* The levels at which someone leaves their floor or meets their ceiling, rising. */
static struct rational *turns(struct arena *arena, const struct bounds *bounds, size_t *count)
{
    struct rational *list = arena_array(arena, 2 * bounds->people, sizeof *list);
    for (size_t i = 0; i < bounds->people; i++) {
        if (rational_sign(bounds->weight[i]) == 0)
            continue;
        if (least_of(bounds, i))
            list[(*count)++] = rational_divide(arena, rational_of(arena, least_of(bounds, i), 1), bounds->weight[i]);
        if (has_most(bounds, i))
            list[(*count)++] = rational_divide(arena, rational_of(arena, bounds->most[i], 1), bounds->weight[i]);
    }
    stable_sort(arena, list, *count, sizeof *list, by_value, NULL);
    return list;
}

/* Just above this level, who moves with it: free now, and not at the ceiling. */
static bool moves_above(struct arena *arena, const struct bounds *bounds, size_t who, struct rational level)
{
    enum shares_hold hold;
    struct rational share = share_at(arena, bounds, who, level, &hold);
    return hold == SHARES_FREE && rational_sign(bounds->weight[who]) > 0
        && !(has_most(bounds, who)
             && rational_compare(arena, share, rational_of(arena, bounds->most[who], 1)) == 0);
}

/* Between two turns what is spent is a straight line: the level that spends the amount, from one that does not. */
static bool level_from(struct arena *arena, const struct bounds *bounds, struct rational base, struct rational *level)
{
    struct rational spent = rational_of(arena, 0, 1), moving = rational_of(arena, 0, 1);
    enum shares_hold hold;
    for (size_t i = 0; i < bounds->people; i++) {
        spent = rational_add(arena, spent, share_at(arena, bounds, i, base, &hold));
        if (moves_above(arena, bounds, i, base))
            moving = rational_add(arena, moving, bounds->weight[i]);
    }
    struct rational left = rational_subtract(arena, rational_of(arena, bounds->amount, 1), spent);
    *level = base;
    if (rational_sign(left) && rational_sign(moving))
        *level = rational_add(arena, base, rational_divide(arena, left, moving));
    return rational_sign(left) == 0 || rational_sign(moving) > 0;
}

static bool find_level(struct arena *arena, const struct bounds *bounds, struct rational *level)
{
    size_t count = 0, low = 0;
    struct rational *list = turns(arena, bounds, &count);
    for (size_t high = count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (level_fits(bounds, list[middle]))
            low = middle + 1;
        else
            high = middle;
    }
    return level_from(arena, bounds, low ? list[low - 1] : rational_of(arena, 0, 1), level);
}

static enum shares_refusal check_bounds(const struct shares_question *question, size_t *where)
{
    int64_t floors = 0;
    if (question->amount < 0)
        return SHARES_NEGATIVE_AMOUNT;
    if (question->amount > SHARES_MOST)
        return SHARES_TOO_LARGE;
    if (question->people == 0 || question->key_count == 0)
        return SHARES_NOBODY;
    for (size_t i = 0; i < question->people; i++) {
        int64_t least = question->least ? question->least[i] : 0;
        *where = i;
        if (least < 0 || (question->most && question->most[i] < least))
            return SHARES_BOUNDS;
        if (least > question->amount - floors)
            return SHARES_FLOORS;
        floors += least;
    }
    return SHARES_GOOD;
}

struct shares shares_split(struct arena *arena, const struct shares_question *question)
{
    struct shares shares = {0};
    size_t people = question->people;
    struct rational level;
    shares.refusal = check_bounds(question, &shares.where);
    shares.weight = arena_array(arena, people, sizeof *shares.weight);
    if (shares.refusal == SHARES_GOOD)
        shares.refusal = key_weights(arena, question, shares.weight, &shares.where);
    if (shares.refusal != SHARES_GOOD)
        return shares;
    struct bounds bounds = {question->amount, people, question->least, question->most, shares.weight};
    if (!find_level(arena, &bounds, &level)) {
        shares.refusal = SHARES_CEILINGS;
        return shares;
    }
    shares.cents = arena_array(arena, people, sizeof *shares.cents);
    shares.exact = arena_array(arena, people, sizeof *shares.exact);
    shares.held = arena_array(arena, people, sizeof *shares.held);
    shares.rounded_up = arena_array(arena, people, sizeof *shares.rounded_up);
    for (size_t i = 0; i < people; i++)
        shares.exact[i] = share_at(arena, &bounds, i, level, &shares.held[i]);
    shares_whole(arena, people, question->ids, shares.exact, question->amount, shares.cents, shares.rounded_up);
    return shares;
}
