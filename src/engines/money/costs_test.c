/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Cost sharing: published values, the doubles of coalitions beside the exact fractions, and what always holds. */
#include "engines/coalitions.h"
#include "engines/kernel/seeded.h"
#include "engines/shares.h"
#include "main/testing.h"

enum { MOST = 7 };
struct table { uint32_t people; int64_t costs[1 << MOST]; };

static int64_t by_table(void *context, uint32_t set)
{
    return ((const struct table *)context)->costs[set];
}

static double by_table_real(void *context, uint32_t set)
{
    return (double)by_table(context, set);
}

static int64_t runway(void *context, uint32_t set)
{
    int64_t most = 0;
    for (uint32_t i = 0; set >> i; i++)
        most = set >> i & 1 && ((int64_t *)context)[i] > most ? ((int64_t *)context)[i] : most;
    return most;
}

static int64_t council(void *context, uint32_t set)
{
    return (set & 31) == 31 && __builtin_popcount(set) >= 9;
}

static void expect_exact(struct arena *arena, const struct cost_shares *shares, size_t count, const char *const *exact)
{
    assert_true(shares->good);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(rational_text(arena, shares->exact[i]), exact[i]);
}

static void a_runway_is_shared_slice_by_slice(void **state)
{
    struct arena arena = {0};
    int64_t need[] = {300, 100, 200};
    struct cost_shares shares = cost_runway(&arena, 3, need, NULL);
    expect_exact(&arena, &shares, 3, (const char *[]){"550/3", "100/3", "250/3"});
    struct cost_game game = {3, runway, need};
    shares = cost_split(&arena, &game, COST_SHAPLEY, NULL, NULL);
    expect_exact(&arena, &shares, 3, (const char *[]){"550/3", "100/3", "250/3"});
    assert_int_equal(shares.cents[0] + shares.cents[1] + shares.cents[2], 300);
    assert_int_equal(cost_core_test(&arena, &game, shares.cents, 5).total, 0);
    assert_false(cost_runway(&arena, 3, (int64_t[]){1, -1, 1}, NULL).good);
    arena_free(&arena);
}

static void the_security_council_has_its_exact_powers(void **state)
{
    struct arena arena = {0};
    struct cost_game game = {15, council, NULL};
    struct cost_shares shares = cost_split(&arena, &game, COST_SHAPLEY, NULL, NULL);
    expect_exact(&arena, &shares, 6, (const char *[]){"421/2145", "421/2145", "421/2145", "421/2145", "421/2145",
                                                      "4/2145"});
    arena_free(&arena);
}

/* Moulin and Shenker: demands 1, 2, 3 and C(q) = q²: C(3)/3 = 3; then + (25 − 9)/2; then + 36 − 25. */
static void serial_shares_are_those_of_moulin_and_shenker(void **state)
{
    struct arena arena = {0};
    const int64_t quantity[] = {0, 3, 5, 6, 10}, cost[] = {0, 9, 25, 36, 100};
    struct cost_tariff tariff = {5, quantity, cost};
    struct cost_shares shares = cost_serial(&arena, 3, (int64_t[]){3, 1, 2}, &tariff, NULL);
    expect_exact(&arena, &shares, 3, (const char *[]){"22", "3", "11"});
    struct cost_shares larger = cost_serial(&arena, 3, (int64_t[]){7, 1, 2}, &tariff, NULL);
    expect_exact(&arena, &larger, 3, (const char *[]){"86", "3", "11"});      /* who asks for less pays no more */
    assert_false(cost_serial(&arena, 3, (int64_t[]){8, 1, 2}, &tariff, NULL).good);
    assert_false(cost_serial(&arena, 2, (int64_t[]){-1, 2}, &tariff, NULL).good);
    assert_false(cost_serial(&arena, 2, (int64_t[]){INT64_MAX, 2}, &tariff, NULL).good);
    arena_free(&arena);
}

static void a_tariff_is_read_between_its_points(void **state)
{
    const int64_t quantity[] = {0, 3, 10}, cost[] = {100, 200, 200};
    struct cost_tariff tariff = {3, quantity, cost};
    int64_t cents = -7;
    assert_true(cost_tariff_good(&tariff));
    assert_true(cost_of_quantity(&tariff, 0, &cents) && cents == 100);
    assert_true(cost_of_quantity(&tariff, 1, &cents) && cents == 133);
    assert_true(cost_of_quantity(&tariff, 2, &cents) && cents == 167);
    assert_true(cost_of_quantity(&tariff, 10, &cents) && cents == 200);
    assert_false(cost_of_quantity(&tariff, 11, &cents));
    assert_false(cost_of_quantity(&tariff, -1, &cents));
    assert_false(cost_tariff_good(&(struct cost_tariff){3, quantity, (int64_t[]){5, 4, 9}}));
    assert_false(cost_tariff_good(&(struct cost_tariff){3, (int64_t[]){0, 3, 3}, cost}));
    assert_false(cost_tariff_good(&(struct cost_tariff){0, quantity, cost}));
}

/* The example of separable costs and remaining benefits: alone 6, 7, 5; pairs 9, 8, 9; all 11. */
static void each_pays_what_it_adds_then_by_what_it_saves(void **state)
{
    struct arena arena = {0};
    struct table table = {3, {0, 600, 700, 900, 500, 800, 900, 1100}};
    struct cost_game game = {3, by_table, &table};
    struct cost_shares shares = cost_split(&arena, &game, COST_MARGINAL, NULL, NULL);
    /* adds 200, 300, 200; saves 400, 400, 300; 400 are left */
    expect_exact(&arena, &shares, 3, (const char *[]){"3800/11", "4900/11", "3400/11"});
    assert_int_equal(shares.cents[0], 346);                 /* 345.45, 445.45, 309.09: the first of two equals */
    assert_int_equal(shares.cents[1], 445);
    assert_int_equal(shares.cents[2], 309);
    table.costs[1] = 100;                                   /* the first saves nothing: it takes nothing of the rest */
    shares = cost_split(&arena, &game, COST_MARGINAL, NULL, NULL);
    expect_exact(&arena, &shares, 3, (const char *[]){"200", "3700/7", "2600/7"});
    table.costs[1] = 600;
    shares = cost_split(&arena, &game, COST_PROPORTIONAL, NULL, NULL);
    expect_exact(&arena, &shares, 3, (const char *[]){"1100/3", "3850/9", "2750/9"});
    shares = cost_split(&arena, &game, COST_EQUAL, NULL, NULL);
    expect_exact(&arena, &shares, 3, (const char *[]){"1100/3", "1100/3", "1100/3"});
    arena_free(&arena);
}

static void the_subset_that_would_pay_less_alone_is_named(void **state)
{
    struct arena arena = {0};
    struct table table = {3, {0, 600, 700, 900, 500, 800, 900, 1100}};
    struct cost_game game = {3, by_table, &table};
    struct cost_core core = cost_core_test(&arena, &game, (int64_t[]){650, 300, 150}, 2);
    assert_int_equal(core.total, 2);
    assert_int_equal(core.objections[0].set, 1);
    assert_int_equal(core.objections[0].pays, 650);
    assert_int_equal(core.objections[0].alone, 600);
    assert_int_equal(core.objections[1].set, 3);            /* 950 instead of 900: as much saved, more people */
    core = cost_core_test(&arena, &game, (int64_t[]){650, 300, 150}, 1);
    assert_int_equal(core.total, 2);
    assert_int_equal(core.count, 1);
    assert_int_equal(core.objections[0].set, 1);
    arena_free(&arena);
}

/* Any game, or one where each joins more cheaply the more there are: a sum of fixed costs of what a set needs. */
static struct table invented(struct seeded *seeded, bool concave)
{
    struct table table = {2 + (uint32_t)seeded_below(seeded, MOST - 1), {0}};
    for (uint32_t set = 1; !concave && set < 1u << table.people; set++)
        table.costs[set] = (int64_t)seeded_below(seeded, 100000);
    for (int thing = 0; concave && thing < 6; thing++) {
        uint32_t needed_by = (uint32_t)seeded_next(seeded);
        int64_t cost = (int64_t)seeded_below(seeded, 100000);
        for (uint32_t set = 1; set < 1u << table.people; set++)
            table.costs[set] += set & needed_by ? cost : 0;
    }
    return table;
}

static void every_method_gives_every_cent(void **state)
{
    struct seeded seeded = seeded_start(5);
    for (int round = 0; round < 200; round++) {
        struct arena arena = {0};
        struct table table = invented(&seeded, round % 2);
        struct cost_game game = {table.people, by_table, &table};
        uint32_t unions[MOST] = {0};
        for (uint32_t i = 1; i < table.people; i++)
            unions[i] = i % 2;
        for (enum cost_method method = COST_EQUAL; method <= COST_OWEN; method++) {
            struct cost_shares shares = cost_split(&arena, &game, method, unions, NULL);
            int64_t sum = 0;
            assert_true(shares.good);
            for (uint32_t i = 0; i < table.people; i++)
                sum += shares.cents[i];
            assert_int_equal(sum, table.costs[(1u << table.people) - 1]);
        }
        arena_free(&arena);
    }
}

static void exact_values_are_the_doubles_of_coalitions(void **state)
{
    struct seeded seeded = seeded_start(6);
    for (int round = 0; round < 100; round++) {
        struct arena arena = {0};
        struct table table = invented(&seeded, round % 2);
        struct cost_game game = {table.people, by_table, &table};
        uint32_t unions[MOST] = {0};
        double values[MOST];
        for (uint32_t i = 1; i < table.people; i++)
            unions[i] = i % 2;
        struct cost_shares shapley = cost_split(&arena, &game, COST_SHAPLEY, NULL, NULL);
        assert_true(shapley_values(&arena, table.people, by_table_real, &table, values));
        for (uint32_t i = 0; i < table.people; i++)
            assert_near(rational_real(&arena, shapley.exact[i]), values[i], 1e-6);
        struct cost_shares owen = cost_split(&arena, &game, COST_OWEN, unions, NULL);
        assert_true(owen_values(&arena, table.people, unions, by_table_real, &table, values));
        for (uint32_t i = 0; i < table.people; i++)
            assert_near(rational_real(&arena, owen.exact[i]), values[i], 1e-6);
        arena_free(&arena);
    }
}

/* Shapley 1971: it stands in the core of such a game; a cent of rounding a person may object. */
static void nobody_leaves_when_each_joins_more_cheaply(void **state)
{
    struct seeded seeded = seeded_start(8);
    for (int round = 0; round < 100; round++) {
        struct arena arena = {0};
        struct table table = invented(&seeded, true);
        struct cost_game game = {table.people, by_table, &table};
        struct cost_shares shares = cost_split(&arena, &game, COST_SHAPLEY, NULL, NULL);
        struct cost_core core = cost_core_test(&arena, &game, shares.cents, 200);
        for (size_t i = 0; i < core.count; i++)
            assert_true(core.objections[i].pays - core.objections[i].alone < table.people);
        arena_free(&arena);
    }
}

static void serial_shares_depend_on_nothing_but_what_is_asked(void **state)
{
    struct seeded seeded = seeded_start(9);
    const int64_t quantity[] = {0, 20, 50, 400}, cost[] = {1000, 9000, 9500, 70001};
    struct cost_tariff tariff = {4, quantity, cost};
    for (int round = 0; round < 200; round++) {
        struct arena arena = {0};
        const char *const ids[] = {"a", "b", "c", "d", "e"}, *const back[] = {"e", "d", "c", "b", "a"};
        int64_t demand[5], turned[5], sum = 0;
        for (size_t i = 0; i < 5; i++)
            turned[4 - i] = demand[i] = (int64_t)seeded_below(&seeded, 70);
        struct cost_shares one = cost_serial(&arena, 5, demand, &tariff, ids);
        struct cost_shares other = cost_serial(&arena, 5, turned, &tariff, back);
        for (size_t i = 0; i < 5; i++) {
            sum += one.cents[i];
            assert_int_equal(one.cents[i], other.cents[4 - i]);
            for (size_t j = 0; j < 5; j++)
                assert_true(demand[i] < demand[j] || one.cents[i] + 1 >= one.cents[j]);
        }
        assert_int_equal(sum, one.total);
        arena_free(&arena);
    }
}

static void a_game_out_of_limits_is_refused(void **state)
{
    struct arena arena = {0};
    struct table table = {2, {0, 5, -1, 6}};
    uint32_t gap[] = {0, 2};
    assert_false(cost_split(&arena, &(struct cost_game){2, by_table, &table}, COST_EQUAL, NULL, NULL).good);
    table.costs[2] = COST_MOST + 1;
    assert_false(cost_split(&arena, &(struct cost_game){2, by_table, &table}, COST_EQUAL, NULL, NULL).good);
    table.costs[2] = 4;
    assert_true(cost_split(&arena, &(struct cost_game){2, by_table, &table}, COST_EQUAL, NULL, NULL).good);
    assert_false(cost_split(&arena, &(struct cost_game){2, by_table, &table}, COST_OWEN, gap, NULL).good);
    assert_false(cost_split(&arena, &(struct cost_game){0, by_table, &table}, COST_EQUAL, NULL, NULL).good);
    assert_false(cost_split(&arena, &(struct cost_game){21, by_table, &table}, COST_EQUAL, NULL, NULL).good);
    assert_false(cost_core_test(&arena, &(struct cost_game){21, by_table, &table}, (int64_t[21]){0}, 3).tested);
    arena_free(&arena);
}

const struct CMUnitTest costs_tests[] = {
    PLAIN("a runway is shared slice by slice", a_runway_is_shared_slice_by_slice),
    PLAIN("the Security Council has its exact powers", the_security_council_has_its_exact_powers),
    PLAIN("serial shares are those of Moulin and Shenker", serial_shares_are_those_of_moulin_and_shenker),
    PLAIN("a tariff is read between its points", a_tariff_is_read_between_its_points),
    PLAIN("each pays what it adds, then by what it saves", each_pays_what_it_adds_then_by_what_it_saves),
    PLAIN("the subset that would pay less alone is named", the_subset_that_would_pay_less_alone_is_named),
    PLAIN("every method gives every cent", every_method_gives_every_cent),
    PLAIN("exact values are the doubles of coalitions", exact_values_are_the_doubles_of_coalitions),
    PLAIN("nobody leaves when each joins more cheaply", nobody_leaves_when_each_joins_more_cheaply),
    PLAIN("serial shares depend on nothing but what is asked", serial_shares_depend_on_nothing_but_what_is_asked),
    PLAIN("a game out of limits is refused", a_game_out_of_limits_is_refused),
    {0}};
