/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Matched funds and campaigns: worked vectors, Goteo's rule, and what holds whatever the gifts. */
#include "engines/kernel/seeded.h"
#include "engines/matched.h"
#include "main/testing.h"

#define NO MATCHED_NO_LIMIT
static struct matched_fund fund_of(int64_t per_project)
{
    return (struct matched_fund){{1, 1, NULL}, NO, NO, per_project, NO, NO, NO};
}

/* domain.md §21: goal 12,000 €, 75 %, two partners, 8 % of all. */
static struct campaign_result okote(struct arena *arena, int64_t given, struct matched *matched)
{
    struct gift *gift = arena_alloc(arena, sizeof *gift);
    struct matched_fund *funds = arena_array(arena, 2, sizeof *funds);
    *gift = (struct gift){0, 0, given, 0};
    funds[0] = fund_of(400000), funds[1] = fund_of(300000);
    struct matched_question question = {1, gift, 1, 1, 2, funds};
    struct matched_campaign campaign = {.goal = 1200000, .commission = rational_of(arena, 8, 100)};
    campaign.floor = matched_floor(arena, campaign.goal, rational_of(arena, 3, 4));
    assert_int_equal(campaign.floor, 900000);
    *matched = matched_run(arena, &question);
    return matched_settle(arena, &question, matched, 0, &campaign);
}

static void a_campaign_that_reaches_its_floor_is_paid_less_the_commission(void **state)
{
    struct arena arena = {0};
    struct matched matched;
    struct campaign_result result = okote(&arena, 350000, &matched);
    assert_true(result.good);
    assert_int_equal(matched.added[0], 350000);
    assert_int_equal(matched.added[1], 300000);
    assert_int_equal(result.total, 1000000);
    assert_int_equal(result.state, CAMPAIGN_REACHED);
    assert_int_equal(result.commission, 80000);
    assert_int_equal(result.of_gifts + result.of_funds[0] + result.of_funds[1], 80000);
    assert_int_equal(result.net, 920000);
    assert_int_equal(result.refunded, 0);
    assert_string_equal(rational_text(&arena, result.multiplier), "2");     /* the second cap is spent */
    assert_int_equal(okote(&arena, 300000, &matched).state, CAMPAIGN_REACHED);           /* 9,000 € to the cent */
    assert_int_equal(okote(&arena, 299999, &matched).missing, 3);
    assert_int_equal(okote(&arena, 600000, &matched).state, CAMPAIGN_COMPLETE);
    arena_free(&arena);
}

static void a_campaign_that_fails_is_given_back_and_owes_nothing(void **state)
{
    struct arena arena = {0};
    struct matched matched;
    struct campaign_result result = okote(&arena, 290000, &matched);
    assert_int_equal(result.state, CAMPAIGN_FAILED);
    assert_int_equal(result.total, 870000);
    assert_int_equal(result.missing, 30000);
    assert_int_equal(result.refunded, 290000);
    assert_int_equal(result.commission, 0);
    assert_int_equal(result.net, 0);
    assert_string_equal(rational_text(&arena, result.multiplier), "3");
    arena_free(&arena);
}

static void what_is_left_of_the_commission_is_on_the_last_partner(void **state)
{
    struct arena arena = {0};
    struct gift gift = {0, 0, 10007, 0};
    struct matched_fund funds[] = {fund_of(3001), fund_of(2003), fund_of(0)};
    struct matched_question question = {1, &gift, 1, 1, 3, funds};
    struct matched matched = matched_run(&arena, &question);
    struct matched_campaign campaign = {.goal = 10000, .floor = 10000, .commission = rational_of(&arena, 8, 100)};
    struct campaign_result result = matched_settle(&arena, &question, &matched, 0, &campaign);
    assert_int_equal(result.commission, 1201);             /* 8 % of 15,011 = 1,200.88 */
    assert_int_equal(result.of_gifts, 800);
    assert_int_equal(result.of_funds[0], 240);
    assert_int_equal(result.of_funds[1], 161);
    assert_int_equal(result.of_funds[2], 0);
    campaign.commission_base = BASE_GIFTS;
    result = matched_settle(&arena, &question, &matched, 0, &campaign);
    assert_int_equal(result.commission, 801);              /* 800.56 */
    assert_int_equal(result.of_gifts, 801);
    campaign.floor = 10008, campaign.goal = 20000, campaign.floor_base = BASE_GIFTS;
    assert_int_equal(matched_settle(&arena, &question, &matched, 0, &campaign).missing, 1);
    campaign.floor = 0;
    assert_false(matched_settle(&arena, &question, &matched, 0, &campaign).good);
    arena_free(&arena);
}

static void goteo_doubles_the_first_gift_within_its_caps(void **state)
{
    struct arena arena = {0};
    const struct gift gifts[] = {{0, 0, 15000, 0}, {0, 0, 5000, 0}, {1, 0, 4000, 0}, {0, 1, 8000, 0}, {2, 0, 10000, 0},
                                 {3, 0, 10000, 0}, {4, 0, 10000, 0}, {5, 0, 10000, 0}, {6, 1, 10000, 0}};
    struct matched_fund fund = {{1, 1, NULL}, 10000, NO, 50000, 60000, 1, NO};
    struct matched_question question = {9, gifts, 7, 2, 1, &fund};
    struct matched matched = matched_run(&arena, &question);
    const int64_t added[] = {10000, 0, 4000, 8000, 10000, 10000, 10000, 6000, 2000};
    const enum matched_limit limit[] = {LIMIT_GIFT, LIMIT_TOO_MANY, LIMIT_NONE, LIMIT_NONE, LIMIT_NONE, LIMIT_NONE,
                                        LIMIT_NONE, LIMIT_PROJECT, LIMIT_POOL};
    for (int i = 0; i < 9; i++) {
        assert_int_equal(matched.of_gift[i], added[i]);
        assert_int_equal(matched.limit[i], limit[i]);
    }
    assert_int_equal(matched.added[0], 50000);
    assert_int_equal(matched.added[1], 10000);
    assert_int_equal(matched.spent[0], 60000);
    assert_false(matched.open[0] || matched.open[1]);
    arena_free(&arena);
}

static void a_third_of_many_small_gifts_loses_no_cent(void **state)
{
    struct arena arena = {0};
    struct gift gifts[100];
    for (uint32_t i = 0; i < 100; i++)
        gifts[i] = (struct gift){i, 0, 1, i};
    struct matched_fund fund = {{1, 3, NULL}, NO, NO, NO, NO, NO, NO};
    struct matched_question question = {100, gifts, 100, 1, 1, &fund};
    assert_int_equal(matched_run(&arena, &question).added[0], 33);
    fund.until = 29;
    struct matched matched = matched_run(&arena, &question);
    assert_int_equal(matched.added[0], 10);
    assert_int_equal(matched.limit[30], LIMIT_LATE);
    arena_free(&arena);
}

static void two_gifts_of_one_person_share_one_cap(void **state)
{
    struct arena arena = {0};
    const struct gift gifts[] = {{0, 0, 7000, 0}, {0, 0, 7000, 0}, {1, 0, 2000, 0}};
    struct matched_fund fund = {{1, 2, NULL}, NO, 5000, NO, NO, NO, NO};
    struct matched matched = matched_run(&arena, &(struct matched_question){3, gifts, 2, 1, 1, &fund});
    assert_int_equal(matched.of_gift[0], 3500);
    assert_int_equal(matched.of_gift[1], 1500);
    assert_int_equal(matched.limit[1], LIMIT_PERSON);
    assert_int_equal(matched.of_gift[2], 1000);
    arena_free(&arena);
}

static void what_is_out_of_limits_is_refused_with_its_place(void **state)
{
    struct arena arena = {0};
    struct gift gifts[] = {{0, 0, 10, 0}, {0, 0, -1, 0}};
    struct matched_fund funds[] = {fund_of(5), fund_of(5)};
    struct matched_question question = {2, gifts, 1, 1, 2, funds};
    struct matched matched = matched_run(&arena, &question);
    assert_int_equal(matched.refusal, MATCHED_NEGATIVE);
    assert_int_equal(matched.where, 1);
    gifts[1].cents = MATCHED_MOST;
    assert_int_equal(matched_run(&arena, &question).refusal, MATCHED_TOO_LARGE);
    gifts[1].cents = INT64_MAX;
    assert_int_equal(matched_run(&arena, &question).refusal, MATCHED_TOO_LARGE);
    gifts[1].cents = 1;
    funds[1].ratio = (struct rational){1, 10000000, NULL};
    matched = matched_run(&arena, &question);
    assert_int_equal(matched.refusal, MATCHED_RATIO);
    assert_int_equal(matched.where, 1);
    funds[1] = fund_of(-5);
    assert_int_equal(matched_run(&arena, &question).refusal, MATCHED_NEGATIVE);
    arena_free(&arena);
}

enum { GIFTS = 30, PEOPLE = 6, PROJECTS = 3 };

static struct matched_fund invented_fund(struct seeded *seeded)
{
    return (struct matched_fund){rational_of(&(struct arena){0}, 1 + (int64_t)seeded_below(seeded, 5),
                                             1 + (int64_t)seeded_below(seeded, 5)),
                                 50 + (int64_t)seeded_below(seeded, 400), 100 + (int64_t)seeded_below(seeded, 900),
                                 300 + (int64_t)seeded_below(seeded, 2000), 500 + (int64_t)seeded_below(seeded, 5000),
                                 1 + (int64_t)seeded_below(seeded, 3), 25};
}

static void check_limits(const struct matched_question *question, const struct matched *matched)
{
    const struct matched_fund *fund = question->funds;
    int64_t spent = 0, of_gifts = 0, person[PEOPLE][PROJECTS] = {0};
    for (uint32_t p = 0; p < PROJECTS; p++) {
        assert_true(matched->added[p] >= 0 && matched->added[p] <= fund->per_project);
        spent += matched->added[p];
    }
    for (size_t i = 0; i < question->gift_count; i++) {
        const struct gift *gift = &question->gifts[i];
        assert_true(matched->of_gift[i] >= 0 && matched->of_gift[i] <= fund->per_gift + 1);
        person[gift->person][gift->project] += matched->of_gift[i];
        assert_true(person[gift->person][gift->project] <= fund->per_person + 1);
        of_gifts += matched->of_gift[i];
    }
    assert_int_equal(spent, of_gifts);
    assert_int_equal(spent, matched->spent[0]);
    assert_true(spent <= fund->pool);
}

static void caps_and_pool_hold_and_a_gift_more_never_lowers_the_sum(void **state)
{
    struct seeded seeded = seeded_start(17);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        struct gift gifts[GIFTS];
        struct matched_fund fund = invented_fund(&seeded);
        for (int i = 0; i < GIFTS; i++)
            gifts[i] = (struct gift){(uint32_t)seeded_below(&seeded, PEOPLE), (uint32_t)seeded_below(&seeded, PROJECTS),
                                     1 + (int64_t)seeded_below(&seeded, 500), i};
        struct matched_question question = {GIFTS - 1, gifts, PEOPLE, PROJECTS, 1, &fund};
        struct matched before = matched_run(&arena, &question);
        check_limits(&question, &before);
        question.gift_count++;
        struct matched after = matched_run(&arena, &question);
        check_limits(&question, &after);
        assert_true(after.spent[0] >= before.spent[0]);
        gifts[seeded_below(&seeded, GIFTS)].cents += 1 + (int64_t)seeded_below(&seeded, 300);
        assert_true(matched_run(&arena, &question).spent[0] >= after.spent[0]);
        arena_free(&arena);
    }
}

const struct CMUnitTest matched_tests[] = {
    PLAIN("a campaign that reaches its floor is paid, less the commission",
          a_campaign_that_reaches_its_floor_is_paid_less_the_commission),
    PLAIN("a campaign that fails is given back and owes nothing",
          a_campaign_that_fails_is_given_back_and_owes_nothing),
    PLAIN("what is left of the commission is on the last partner",
          what_is_left_of_the_commission_is_on_the_last_partner),
    PLAIN("Goteo doubles the first gift within its caps", goteo_doubles_the_first_gift_within_its_caps),
    PLAIN("a third of many small gifts loses no cent", a_third_of_many_small_gifts_loses_no_cent),
    PLAIN("two gifts of one person share one cap", two_gifts_of_one_person_share_one_cap),
    PLAIN("what is out of limits is refused with its place", what_is_out_of_limits_is_refused_with_its_place),
    PLAIN("caps and pool hold, and a gift more never lowers the sum",
          caps_and_pool_hold_and_a_gift_more_never_lowers_the_sum),
    {0}};
