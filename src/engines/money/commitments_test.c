/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Commitments that wait for others: what unlocks, circles by name, ceilings, and what holds whatever the question. */
#include "engines/kernel/seeded.h"
#include "engines/money/commitments_inside.h"
#include "main/testing.h"

enum { REGION, CITY, BANK, FOUNDATION, MOST = 7, GROUPS = 3 };

static struct commitments resolve(struct arena *arena, size_t count, const struct commitment *list,
                                  const struct commitment_ceiling *ceilings)
{
    return commitments_resolve(arena, &(struct commitments_question){count, list, GROUPS, ceilings});
}

static const struct condition if_region = {CONDITION_WHO, REGION, 0, 0}, if_city = {CONDITION_WHO, CITY, 0, 0},
    if_bank = {CONDITION_WHO, BANK, 0, 0};

static void what_is_firm_unlocks_what_waits_for_it_round_after_round(void **state)
{
    struct arena arena = {0};
    const struct condition half = {CONDITION_TOTAL, 0, 3000000, 0};
    const struct commitment list[] = {{2000000, 0, 0, NULL, {0}}, {1000000, 0, 1, &if_region, {0}},
                                      {2500000, 1, 1, &half, {0}}, {500000, 2, 1, &if_bank, {0}}};
    struct commitments result = resolve(&arena, 4, list, NULL);
    assert_int_equal(result.refusal, COMMITMENTS_GOOD);
    assert_int_equal(result.total, 6000000);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(result.results[i].state, COMMITMENT_FREE);
        assert_int_equal(result.results[i].round, i);
        assert_int_equal(result.results[i].cents, list[i].cents);
    }
    assert_int_equal(result.group_cents[0], 3000000);
    arena_free(&arena);
}

/* domain.md §9.5: "A attend B, B attend A". */
static void two_who_wait_for_each_other_are_named_as_a_circle(void **state)
{
    struct arena arena = {0};
    const struct condition city = if_city, much = {CONDITION_TOTAL, 0, 9000000, 0};
    const struct commitment list[] = {{3000000, 0, 1, &city, {0}}, {1000000, 0, 1, &if_region, {0}},
                                      {500000, 1, 0, NULL, {0}}, {700000, 2, 1, &much, {0}}};
    struct commitments result = resolve(&arena, 4, list, NULL);
    assert_int_equal(result.total, 500000);
    assert_int_equal(result.together, 4500000);
    assert_int_equal(result.circle_count, 1);
    assert_int_equal(result.circles[0].count, 2);
    assert_int_equal(result.circles[0].members[0], REGION);
    assert_int_equal(result.circles[0].members[1], CITY);
    assert_int_equal(result.results[REGION].state, COMMITMENT_CIRCLE);
    assert_int_equal(result.results[REGION].frees, 4000000);
    assert_int_equal(result.results[REGION].frees_count, 1);
    assert_int_equal(result.results[REGION].outside, -1);                    /* money does not stand for the city */
    assert_int_equal(result.results[FOUNDATION].state, COMMITMENT_LACKING);
    assert_int_equal(result.results[FOUNDATION].lacks, 8500000);
    assert_int_equal(result.results[FOUNDATION].outside, 8500000);
    assert_int_equal(result.results[FOUNDATION].frees, 700000);
    arena_free(&arena);
}

static void who_could_break_a_circle_of_thresholds_is_told_by_how_much(void **state)
{
    struct arena arena = {0};
    const struct condition ten = {CONDITION_TOTAL, 0, 1000000, 0}, eight = {CONDITION_TOTAL, 0, 800000, 0};
    const struct commitment list[] = {{900000, 0, 1, &eight, {0}}, {600000, 0, 1, &ten, {0}},
                                      {500000, 1, 0, NULL, {0}}};
    struct commitments result = resolve(&arena, 3, list, NULL);
    assert_int_equal(result.circle_count, 1);
    assert_int_equal(result.results[0].lacks, 300000);
    assert_int_equal(result.results[0].outside, 300000);
    assert_int_equal(result.results[0].frees, 1500000);
    assert_int_equal(result.results[1].lacks, 500000);
    assert_int_equal(result.results[1].outside, 300000);                     /* the first frees the second */
    assert_int_equal(result.together, 2000000);
    arena_free(&arena);
}

static void who_waits_for_a_sum_waits_for_the_largest_who_could_bring_it(void **state)
{
    struct arena arena = {0};
    const struct condition much = {CONDITION_TOTAL, 0, 500000, 0};
    const struct commitment list[] = {{100000, 0, 1, &much, {0}}, {50000, 0, 1, &if_region, {0}},
                                      {600000, 1, 1, &if_region, {0}}, {40000, 1, 1, &if_region, {0}}};
    struct commitments result = resolve(&arena, 4, list, NULL);
    assert_int_equal(result.circle_count, 1);
    assert_int_equal(result.circles[0].count, 2);
    assert_int_equal(result.circles[0].members[0], REGION);
    assert_int_equal(result.circles[0].members[1], BANK);
    assert_int_equal(result.results[CITY].state, COMMITMENT_CIRCLE);         /* it waits too, outside the circle */
    arena_free(&arena);
}

static void one_of_several_conditions_can_be_enough(void **state)
{
    struct arena arena = {0};
    const struct condition choice[] = {{CONDITION_WHO, CITY, 0, 1}, {CONDITION_COUNT, 2, 0, 1}},
        two = {CONDITION_COUNT, 2, 0, 0}, group = {CONDITION_GROUP, 1, 400001, 0};
    const struct commitment list[] = {{100000, 0, 2, choice, {0}}, {100000, 0, 1, &group, {0}},
                                      {200000, 1, 0, NULL, {0}}, {200000, 1, 0, NULL, {0}}, {100000, 2, 1, &two, {0}}};
    struct commitments result = resolve(&arena, 5, list, NULL);
    assert_int_equal(result.results[REGION].state, COMMITMENT_FREE);
    assert_int_equal(result.results[4].state, COMMITMENT_FREE);
    assert_int_equal(result.results[CITY].state, COMMITMENT_LACKING);
    assert_int_equal(result.results[CITY].lacks, 1);
    assert_int_equal(result.total, 600000);
    arena_free(&arena);
}

/* CGCT L1111-10: whoever leads the works brings 20 % at least. */
static void public_money_is_cut_to_its_share_of_the_total(void **state)
{
    struct arena arena = {0};
    const struct commitment list[] = {{6000000, 0, 0, NULL, {0}}, {3000001, 0, 0, NULL, {0}},
                                      {1000000, 1, 0, NULL, {0}}};
    const struct commitment_ceiling eighty[GROUPS] = {{80, 100, 0}}, of_cost[GROUPS] = {{1, 2, 9999999}};
    struct commitments result = resolve(&arena, 3, list, eighty);
    assert_int_equal(result.total, 5000000);
    assert_int_equal(result.group_cents[0], 4000000);
    assert_int_equal(result.results[0].cents, 2666666);                      /* 2,666,666.37 and 1,333,333.63 */
    assert_int_equal(result.results[1].cents, 1333334);
    assert_int_equal(result.results[2].cents, 1000000);
    result = resolve(&arena, 3, list, of_cost);
    assert_int_equal(result.group_cents[0], 4999999);
    assert_int_equal(result.total, 5999999);
    arena_free(&arena);
}

static void a_funder_that_pays_at_most_a_third_of_the_total_is_cut_and_may_lock_another(void **state)
{
    struct arena arena = {0};
    const struct condition wants = {CONDITION_TOTAL, 0, 500000, 0};
    const struct commitment list[] = {{300000, 0, 0, NULL, {0}}, {900000, 0, 0, NULL, {1, 3, 0}},
                                      {100000, 1, 1, &wants, {0}}};
    struct commitments result = resolve(&arena, 3, list, NULL);
    assert_int_equal(result.results[1].cents, 150000);
    assert_int_equal(result.results[2].state, COMMITMENT_LACKING);
    assert_int_equal(result.results[2].lacks, 50000);
    assert_int_equal(result.results[2].outside, 33334);          /* with a third of the total: 333,334 + 166,666 */
    assert_int_equal(result.total, 450000);
    arena_free(&arena);
}

static void what_is_wrong_is_refused_with_its_place(void **state)
{
    struct arena arena = {0};
    struct condition one = {CONDITION_WHO, 1, 0, 0};
    struct commitment list[] = {{5, 0, 0, NULL, {0}}, {5, 0, 1, &one, {0}}};
    struct commitment_ceiling ceilings[GROUPS] = {{0}, {0}, {3, 2, 0}};
    struct commitments result = resolve(&arena, 2, list, NULL);
    assert_int_equal(result.refusal, COMMITMENTS_CONDITION);
    assert_int_equal(result.where, 1);
    one.which = 2;
    assert_int_equal(resolve(&arena, 2, list, NULL).refusal, COMMITMENTS_CONDITION);
    one.which = 0;
    result = resolve(&arena, 2, list, ceilings);
    assert_int_equal(result.refusal, COMMITMENTS_CEILING);
    assert_int_equal(result.where, 4);
    list[0].cents = -1;
    assert_int_equal(resolve(&arena, 2, list, NULL).refusal, COMMITMENTS_AMOUNT);
    list[0].cents = COMMITMENTS_MOST_CENTS + 1;
    assert_int_equal(resolve(&arena, 2, list, NULL).refusal, COMMITMENTS_AMOUNT);
    assert_int_equal(resolve(&arena, COMMITMENTS_MOST + 1, list, NULL).refusal, COMMITMENTS_COUNT);
    arena_free(&arena);
}

struct invented {
    size_t count;
    struct condition conditions[MOST][2];
    struct commitment list[MOST];
    struct commitment_ceiling ceilings[GROUPS];
    struct commitments_question question;
};

static struct condition invent_condition(struct seeded *seeded, size_t count, uint32_t who)
{
    struct condition condition = {.kind = (enum condition_kind)seeded_below(seeded, 4)};
    condition.any = (uint32_t)seeded_below(seeded, 2);
    condition.cents = (int64_t)seeded_below(seeded, 2500);
    if (condition.kind == CONDITION_WHO)
        condition.which = (who + 1 + (uint32_t)seeded_below(seeded, count - 1)) % (uint32_t)count;
    if (condition.kind == CONDITION_GROUP)
        condition.which = (uint32_t)seeded_below(seeded, GROUPS);
    if (condition.kind == CONDITION_COUNT)
        condition.which = (uint32_t)seeded_below(seeded, count);
    return condition;
}

static struct commitment_ceiling invent_ceiling(struct seeded *seeded)
{
    int64_t bottom = 2 + (int64_t)seeded_below(seeded, 8);
    if (seeded_below(seeded, 3))
        return (struct commitment_ceiling){0};
    return (struct commitment_ceiling){1 + (int64_t)seeded_below(seeded, (uint64_t)bottom - 1), bottom,
                                       seeded_below(seeded, 2) ? 0 : (int64_t)seeded_below(seeded, 3000)};
}

static void invent(struct seeded *seeded, struct invented *invented)
{
    invented->count = 2 + seeded_below(seeded, MOST - 1);
    for (uint32_t i = 0; i < invented->count; i++) {
        for (int c = 0; c < 2; c++)
            invented->conditions[i][c] = invent_condition(seeded, invented->count, i);
        invented->list[i] = (struct commitment){.cents = (int64_t)seeded_below(seeded, 1000),
            .group = (uint32_t)seeded_below(seeded, GROUPS), .condition_count = seeded_below(seeded, 3),
            .conditions = invented->conditions[i], .ceiling = invent_ceiling(seeded)};
    }
    for (int g = 0; g < GROUPS; g++)
        invented->ceilings[g] = invent_ceiling(seeded);
    invented->question = (struct commitments_question){invented->count, invented->list, GROUPS, invented->ceilings};
}

/* Trying every set: the least one that nobody outside could join is the answer. */
static uint32_t by_trying_all(struct arena *arena, const struct commitments_question *question)
{
    struct brought brought = brought_begin(arena, question);
    uint32_t least = (1u << question->count) - 1;
    for (uint32_t set = 0; set < 1u << question->count; set++) {
        bool closed = true;
        for (uint32_t i = 0; i < question->count; i++)
            brought.free[i] = set >> i & 1;
        bring(question, 0, &brought);
        for (uint32_t i = 0; closed && i < question->count; i++)
            closed = brought.free[i] || unmet(question, &brought, i) != SIZE_MAX;
        if (closed)
            least &= set;
    }
    return least;
}

/* The largest total that respects all, by trying every one. */
static int64_t total_by_trying_all(const struct commitments_question *question, const struct commitments *result)
{
    for (int64_t total = result->promised; total > 0; total--) {
        int64_t sum = 0;
        for (uint32_t g = 0; g < question->groups; g++) {
            int64_t group = 0;
            for (size_t i = 0; i < question->count; i++) {
                const struct commitment *one = &question->commitments[i];
                int64_t most = one->ceiling.top ? (one->ceiling.cost ? one->ceiling.cost : total) * one->ceiling.top
                    / one->ceiling.bottom : INT64_MAX;
                bool inside = one->group == g && result->results[i].state == COMMITMENT_FREE;
                group += inside ? one->cents < most ? one->cents : most : 0;
            }
            const struct commitment_ceiling *of = &question->ceilings[g];
            int64_t most = of->top ? (of->cost ? of->cost : total) * of->top / of->bottom : INT64_MAX;
            sum += group < most ? group : most;
        }
        if (sum >= total)
            return total;
    }
    return 0;
}

static void answers_are_those_of_trying_everything(void **state)
{
    struct seeded seeded = seeded_start(31);
    for (int round = 0; round < 1500; round++) {
        struct arena arena = {0};
        struct invented invented = {0};
        invent(&seeded, &invented);
        struct commitments result = commitments_resolve(&arena, &invented.question);
        assert_int_equal(result.refusal, COMMITMENTS_GOOD);
        uint32_t least = by_trying_all(&arena, &invented.question);
        int64_t sum = 0, groups = 0;
        for (uint32_t i = 0; i < invented.count; i++) {
            assert_int_equal(result.results[i].state == COMMITMENT_FREE, least >> i & 1);
            assert_true(result.results[i].cents >= 0 && result.results[i].cents <= invented.list[i].cents);
            sum += result.results[i].cents;
        }
        for (int g = 0; g < GROUPS; g++)
            groups += result.group_cents[g];
        assert_int_equal(sum, result.total);
        assert_int_equal(groups, result.total);
        assert_int_equal(result.total, total_by_trying_all(&invented.question, &result));
        arena_free(&arena);
    }
}

static void outside_money_frees_exactly_from_the_cents_said(void **state)
{
    struct seeded seeded = seeded_start(37);
    for (int round = 0; round < 400; round++) {
        struct arena arena = {0};
        struct invented invented = {0};
        invent(&seeded, &invented);
        struct commitments result = commitments_resolve(&arena, &invented.question);
        struct brought trial = brought_begin(&arena, &invented.question);
        for (uint32_t i = 0; i < invented.count; i++) {
            const struct commitment_result *one = &result.results[i];
            if (one->state == COMMITMENT_FREE)
                continue;
            least_point(&invented.question, one->outside < 0 ? OUTSIDE_MOST : one->outside, UINT32_MAX, &trial, NULL);
            assert_int_equal(trial.free[i], one->outside >= 0);
            if (one->outside > 0) {
                least_point(&invented.question, one->outside - 1, UINT32_MAX, &trial, NULL);
                assert_false(trial.free[i]);
            }
        }
        arena_free(&arena);
    }
}

static void more_money_never_locks_what_was_free(void **state)
{
    struct seeded seeded = seeded_start(41);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        struct invented invented = {0};
        invent(&seeded, &invented);
        struct commitments before = commitments_resolve(&arena, &invented.question);
        size_t who = seeded_below(&seeded, invented.count);
        invented.list[who].cents += (int64_t)seeded_below(&seeded, 500);
        invented.list[seeded_below(&seeded, invented.count)].condition_count = 0;
        struct commitments after = commitments_resolve(&arena, &invented.question);
        assert_true(after.total >= before.total);
        for (size_t i = 0; i < invented.count; i++)
            assert_true(before.results[i].state != COMMITMENT_FREE || after.results[i].state == COMMITMENT_FREE);
        arena_free(&arena);
    }
}

static void each_in_a_circle_waits_and_the_circle_would_hold_together(void **state)
{
    struct seeded seeded = seeded_start(43);
    size_t seen = 0;
    for (int round = 0; round < 1000; round++) {
        struct arena arena = {0};
        struct invented invented = {0};
        invent(&seeded, &invented);
        struct commitments result = commitments_resolve(&arena, &invented.question);
        bool met[MOST] = {0}, circle = false;
        for (size_t c = 0; c < result.circle_count; c++)
            for (size_t m = 0; m < result.circles[c].count; m++, seen++) {
                uint32_t who = result.circles[c].members[m];
                assert_int_equal(result.results[who].state, COMMITMENT_CIRCLE);
                assert_false(met[who]);
                met[who] = true;
            }
        for (size_t i = 0; i < invented.count; i++)
            circle = circle || result.results[i].state == COMMITMENT_CIRCLE;
        assert_int_equal(circle, result.circle_count > 0);
        assert_true(result.together >= result.total);
        arena_free(&arena);
    }
    assert_true(seen > 100);
}

static void large_amounts_and_steep_ceilings_end(void **state)
{
    struct arena arena = {0};
    struct commitment list[] = {{COMMITMENTS_MOST_CENTS, 0, 0, NULL, {0}}, {1, 1, 0, NULL, {0}},
                                {COMMITMENTS_MOST_CENTS, 2, 0, NULL, {0}}};
    const struct commitment_ceiling steep[GROUPS] = {{9999, 10000, 0}, {0}, {0}};
    struct commitments result = resolve(&arena, 2, list, steep);
    assert_int_equal(result.refusal, COMMITMENTS_GOOD);
    assert_int_equal(result.total, 10000);
    const struct commitment_ceiling all[GROUPS] = {{1, 3, 0}, {1, 3, 0}, {1, 3, 0}};
    result = resolve(&arena, 3, list, all);
    assert_int_equal(result.refusal, COMMITMENTS_GOOD);
    assert_int_equal(result.total, 3);
    arena_free(&arena);
}

const struct CMUnitTest commitments_tests[] = {
    PLAIN("what is firm unlocks what waits for it, round after round",
          what_is_firm_unlocks_what_waits_for_it_round_after_round),
    PLAIN("two who wait for each other are named as a circle", two_who_wait_for_each_other_are_named_as_a_circle),
    PLAIN("who could break a circle of thresholds is told by how much",
          who_could_break_a_circle_of_thresholds_is_told_by_how_much),
    PLAIN("who waits for a sum waits for the largest who could bring it",
          who_waits_for_a_sum_waits_for_the_largest_who_could_bring_it),
    PLAIN("one of several conditions can be enough", one_of_several_conditions_can_be_enough),
    PLAIN("public money is cut to its share of the total", public_money_is_cut_to_its_share_of_the_total),
    PLAIN("a funder that pays at most a third of the total is cut, and may lock another",
          a_funder_that_pays_at_most_a_third_of_the_total_is_cut_and_may_lock_another),
    PLAIN("what is wrong is refused with its place", what_is_wrong_is_refused_with_its_place),
    PLAIN("answers are those of trying everything", answers_are_those_of_trying_everything),
    PLAIN("outside money frees exactly from the cents said", outside_money_frees_exactly_from_the_cents_said),
    PLAIN("more money never locks what was free", more_money_never_locks_what_was_free),
    PLAIN("each in a circle waits, and the circle would hold together",
          each_in_a_circle_waits_and_the_circle_would_hold_together),
    PLAIN("large amounts and steep ceilings end", large_amounts_and_steep_ceilings_end),
    {0}};
