/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Votes by weighted colleges, as statutes of SCIC have them: silent colleges leave their weight to the others, none of
 * whom passes the cap by it. */
#include "engines/ballots.h"

static bool has_voted(const struct college_vote *vote)
{
    return vote->favour > 0 || vote->against > 0;
}

static struct rational sum_of(struct arena *arena, const struct college_vote *votes, uint32_t count)
{
    struct rational sum = rational_of(arena, 0, 1);
    for (uint32_t i = 0; i < count; i++)
        if (rational_sign(votes[i].weight) > 0)
            sum = rational_add(arena, sum, votes[i].weight);
    return sum;
}

/* What is left for those who are not held, and the sum of their own weights. */
static void free_shares(struct arena *arena, const struct college_part *parts, const struct rational *own,
                        uint32_t count, struct rational *left, struct rational *wanting)
{
    *left = rational_of(arena, 1, 1);
    *wanting = rational_of(arena, 0, 1);
    for (uint32_t i = 0; i < count; i++) {
        if (parts[i].capped)
            *left = rational_subtract(arena, *left, parts[i].weight);
        else if (parts[i].voted)
            *wanting = rational_add(arena, *wanting, own[i]);
    }
}

/* Pro rata of own weights; who would pass the cap is held there (or at their own weight, when that is above it), and
 * the rest is shared out again. */
static void share_out(struct arena *arena, struct college_part *parts, const struct rational *own, uint32_t count,
                      struct rational cap)
{
    bool again = true, has_cap = rational_sign(cap) > 0;
    while (again) {
        struct rational left, wanting;
        again = false;
        free_shares(arena, parts, own, count, &left, &wanting);
        struct rational scale = rational_sign(wanting) > 0 ? rational_divide(arena, left, wanting) : wanting;
        for (uint32_t i = 0; i < count; i++)
            if (parts[i].voted && !parts[i].capped)
                parts[i].weight = rational_multiply(arena, own[i], scale);
        for (uint32_t i = 0; i < count && has_cap; i++) {
            struct rational most = rational_compare(arena, own[i], cap) > 0 ? own[i] : cap;
            if (!parts[i].voted || parts[i].capped || rational_compare(arena, parts[i].weight, most) <= 0)
                continue;
            parts[i].weight = most;
            parts[i].capped = again = true;
        }
    }
}

static void split_weight(struct arena *arena, struct college_part *part, const struct college_vote *vote,
                         enum college_variant variant)
{
    int64_t favour = vote->favour > 0 ? vote->favour : 0, against = vote->against > 0 ? vote->against : 0;
    part->favour = part->against = rational_of(arena, 0, 1);
    if (!part->voted)
        return;
    if (variant == COLLEGE_PROPORTIONAL) {
        part->favour = rational_multiply(arena, part->weight, rational_of(arena, favour, favour + against));
        part->against = rational_multiply(arena, part->weight, rational_of(arena, against, favour + against));
    } else if (favour != against) {
        *(favour > against ? &part->favour : &part->against) = part->weight;
    }
}

static void add_up(struct arena *arena, struct college_result *result, const struct college_vote *votes, uint32_t count)
{
    int64_t favour = 0, expressed = 0;
    result->favour = result->against = rational_of(arena, 0, 1);
    for (uint32_t i = 0; i < count; i++) {
        result->favour = rational_add(arena, result->favour, result->parts[i].favour);
        result->against = rational_add(arena, result->against, result->parts[i].against);
        favour += votes[i].favour > 0 ? votes[i].favour : 0;
        expressed += (votes[i].favour > 0 ? votes[i].favour : 0) + (votes[i].against > 0 ? votes[i].against : 0);
    }
    struct rational used = rational_add(arena, result->favour, result->against);
    result->lost = rational_subtract(arena, rational_of(arena, 1, 1), used);
    result->heads = rational_of(arena, favour, expressed > 0 ? expressed : 1);
}

struct college_result ballot_colleges(struct arena *arena, const struct college_vote *votes, uint32_t count,
                                      const struct college_rule *rule)
{
    struct college_result result = {.parts = arena_array(arena, count, sizeof *result.parts)};
    struct rational sum = sum_of(arena, votes, count), *own = arena_array(arena, count, sizeof *own);
    for (uint32_t i = 0; i < count; i++) {
        bool weighs = rational_sign(votes[i].weight) > 0;
        own[i] = weighs ? rational_divide(arena, votes[i].weight, sum) : rational_of(arena, 0, 1);
        result.parts[i].voted = weighs && has_voted(&votes[i]);
        result.parts[i].weight = result.parts[i].voted ? own[i] : rational_of(arena, 0, 1);
    }
    if (!rule->lose)
        share_out(arena, result.parts, own, count, rule->cap);
    for (uint32_t i = 0; i < count; i++)
        split_weight(arena, &result.parts[i], &votes[i], rule->variant);
    add_up(arena, &result, votes, count);
    int order = rational_compare(arena, result.favour, rule->needed);
    result.adopted = order > 0 || (order == 0 && !rule->strict);
    return result;
}
