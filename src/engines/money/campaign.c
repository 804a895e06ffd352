/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Campaigns with a floor and a goal: what is reached, what is given back, what the platform takes. */
#include "engines/matched.h"

static int64_t whole_floor(struct arena *arena, struct rational number)
{
    int64_t whole = 0;
    rational_floor(arena, number, &whole);
    return whole;
}

static struct rational times(struct arena *arena, struct rational share, int64_t cents)
{
    return rational_multiply(arena, share, rational_of(arena, cents, 1));
}

int64_t matched_floor(struct arena *arena, int64_t goal, struct rational fraction)
{
    struct rational up = rational_subtract(arena, rational_of(arena, 0, 1), times(arena, fraction, goal));
    return -whole_floor(arena, up);
}

static bool is_good(struct arena *arena, const struct matched_campaign *campaign)
{
    return campaign->floor > 0 && campaign->floor <= campaign->goal && campaign->goal <= MATCHED_MOST
        && rational_sign(campaign->commission) >= 0
        && rational_compare(arena, campaign->commission, rational_of(arena, 1, 1)) <= 0;
}

static void take_commission(struct arena *arena, const struct matched_question *question,
                            const struct matched *matched, uint32_t project, const struct matched_campaign *campaign,
                            struct campaign_result *result)
{
    bool of_all = campaign->commission_base == BASE_ALL;
    struct rational exact = times(arena, campaign->commission, of_all ? result->total : result->given);
    result->commission = whole_floor(arena, rational_add(arena, exact, rational_of(arena, 1, 2)));
    int64_t left = result->commission, *last = &result->of_gifts;
    result->of_gifts = whole_floor(arena, times(arena, campaign->commission, result->given));
    left -= result->of_gifts;
    for (size_t fund = 0; of_all && fund < question->fund_count; fund++) {
        int64_t added = matched->added[fund * question->projects + project];
        result->of_funds[fund] = whole_floor(arena, times(arena, campaign->commission, added));
        left -= result->of_funds[fund];
        last = added > 0 ? &result->of_funds[fund] : last;
    }
    *last += left;
}

static struct rational multiplier(struct arena *arena, const struct matched_question *question,
                                  const struct matched *matched, uint32_t project)
{
    struct rational sum = rational_of(arena, 1, 1);
    for (size_t fund = 0; fund < question->fund_count; fund++)
        if (matched->open[fund * question->projects + project])
            sum = rational_add(arena, sum, question->funds[fund].ratio);
    return sum;
}

struct campaign_result matched_settle(struct arena *arena, const struct matched_question *question,
                                      const struct matched *matched, uint32_t project,
                                      const struct matched_campaign *campaign)
{
    struct campaign_result result = {.good = is_good(arena, campaign) && matched->refusal == MATCHED_GOOD
                                     && project < question->projects,
                                     .of_funds = arena_array(arena, question->fund_count, sizeof(int64_t))};
    if (!result.good)
        return result;
    result.given = matched->given[project];
    for (size_t fund = 0; fund < question->fund_count; fund++)
        result.added += matched->added[fund * question->projects + project];
    result.total = result.given + result.added;
    result.multiplier = multiplier(arena, question, matched, project);
    int64_t reached = campaign->floor_base == BASE_ALL ? result.total : result.given;
    if (reached < campaign->floor) {
        result.missing = campaign->floor - reached;
        result.refunded = result.given;
        return result;
    }
    result.state = reached < campaign->goal ? CAMPAIGN_REACHED : CAMPAIGN_COMPLETE;
    take_commission(arena, question, matched, project, campaign, &result);
    result.net = result.total - result.commission;
    return result;
}
