/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Co-funding ceilings: the largest total at which each share of the total is respected. */
#include "engines/money/commitments_inside.h"
#include <string.h>
#include "engines/shares.h"

enum { MOST_WORK = 20000000 };

struct brought brought_begin(struct arena *arena, const struct commitments_question *question)
{
    return (struct brought){.free = arena_array(arena, question->count, sizeof(bool)),
                            .single = arena_array(arena, question->count, sizeof(int64_t)),
                            .group = arena_array(arena, question->groups, sizeof(int64_t)), .steady = true};
}

/* Cents under a ceiling at this total. */
static int64_t under(const struct commitment_ceiling *ceiling, int64_t cents, int64_t total)
{
    if (ceiling->top == 0)
        return cents;
    __int128 most = (__int128)(ceiling->cost ? ceiling->cost : total) * ceiling->top / ceiling->bottom;
    return most < cents ? (int64_t)most : cents;
}

/* What would be brought were the total this. */
static int64_t fill(const struct commitments_question *question, int64_t total, int64_t outside,
                    struct brought *brought)
{
    int64_t sum = outside;
    memset(brought->group, 0, question->groups * sizeof *brought->group);
    for (size_t i = 0; i < question->count; i++) {
        const struct commitment *one = &question->commitments[i];
        brought->single[i] = brought->free[i] ? under(&one->ceiling, one->cents, total) : 0;
        brought->group[one->group] += brought->single[i];
    }
    for (uint32_t g = 0; g < question->groups; g++) {
        if (question->ceilings)
            brought->group[g] = under(&question->ceilings[g], brought->group[g], total);
        sum += brought->group[g];
    }
    return sum;
}

/* fixed + slope × total. */
struct line { struct rational fixed, slope; };

static struct line line_under(struct arena *work, const struct commitment_ceiling *ceiling, int64_t total,
                              int64_t cents, struct line free)
{
    if (ceiling->top == 0 || under(ceiling, cents, total) == cents)
        return free;
    struct rational share = rational_of(work, ceiling->top, ceiling->bottom), none = rational_of(work, 0, 1);
    struct line cut = {none, share};
    if (ceiling->cost)
        cut = (struct line){rational_multiply(work, share, rational_of(work, ceiling->cost, 1)), none};
    return cut;
}

static struct line add_lines(struct arena *work, struct line a, struct line b)
{
    return (struct line){rational_add(work, a.fixed, b.fixed), rational_add(work, a.slope, b.slope)};
}

static struct line line_of_group(struct arena *work, const struct commitments_question *question,
                                 const struct brought *brought, uint32_t group, int64_t total)
{
    struct rational none = rational_of(work, 0, 1);
    struct line sum = {none, none};
    int64_t cents = 0;
    for (size_t i = 0; i < question->count; i++) {
        const struct commitment *one = &question->commitments[i];
        if (one->group != group || !brought->free[i])
            continue;
        struct line own = {rational_of(work, one->cents, 1), none};
        sum = add_lines(work, sum, line_under(work, &one->ceiling, total, one->cents, own));
        cents += brought->single[i];
    }
    return question->ceilings ? line_under(work, &question->ceilings[group], total, cents, sum) : sum;
}

/* What is brought is a minimum of straight lines of the total: where one of them, exactly, meets the total, the answer
 * is not above. `total` itself when it never does. */
static int64_t meeting(const struct commitments_question *question, const struct brought *brought, int64_t total,
                       int64_t outside)
{
    struct arena work = {0};
    struct rational one = rational_of(&work, 1, 1);
    struct line sum = {rational_of(&work, outside, 1), rational_of(&work, 0, 1)};
    int64_t found = total;
    for (uint32_t g = 0; g < question->groups; g++)
        sum = add_lines(&work, sum, line_of_group(&work, question, brought, g, total));
    struct rational rest = rational_subtract(&work, one, sum.slope);
    if (rational_sign(rest) > 0 && !rational_floor(&work, rational_divide(&work, sum.fixed, rest), &found))
        found = total;
    arena_free(&work);
    return found;
}

/* From above down to what stays: over the long way along straight lines, then by the cents that rounding takes. */
void bring(const struct commitments_question *question, int64_t outside, struct brought *brought)
{
    int64_t total = outside, left = MOST_WORK / ((int64_t)question->count + question->groups + 1);
    bool far = true;
    for (size_t i = 0; i < question->count; i++)
        total += brought->free[i] ? question->commitments[i].cents : 0;
    for (; left > 0; left--) {
        int64_t next = fill(question, total, outside, brought);
        if (next >= total)
            break;
        int64_t jump = far ? meeting(question, brought, total, outside) : next;
        far = far && jump < total;
        total = jump < next ? jump : next;
    }
    brought->steady = brought->steady && left > 0;
    brought->total = total;
}

void bring_each(struct arena *work, const struct commitments_question *question, const struct brought *brought,
                struct commitment_result *results)
{
    for (uint32_t g = 0; g < question->groups; g++) {
        struct rational *weights = arena_array(work, question->count, sizeof *weights);
        for (size_t i = 0; i < question->count; i++) {
            bool inside = brought->free[i] && question->commitments[i].group == g;
            weights[i] = rational_of(work, inside ? brought->single[i] : 0, 1);
        }
        struct shares_key key = {rational_of(work, 1, 1), weights, NULL};
        struct shares shares = shares_split(work, &(struct shares_question){
            .amount = brought->group[g], .people = question->count, .keys = &key, .key_count = 1});
        for (size_t i = 0; shares.refusal == SHARES_GOOD && i < question->count; i++)
            results[i].cents += shares.cents[i];
    }
}
