/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Teams: equal to trying everything, with volumes, clashes and seats; and shares of value from the literature. */
#include "engines/coalitions.h"
#include "engines/coalitions/inside.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"
#include <math.h>

enum { MOST = 11 };
struct small {
    struct team_problem problem;
    double wanted[MOST], capacity[MOST * MOST], distance[MOST];
    size_t start[MOST + 1]; uint32_t demand[MOST * MOST];
    bool fixed[MOST], excluded[MOST];
    struct team_clash clashes[4];
    int64_t cost[MOST];
};

static uint32_t below(struct seeded *chance, uint32_t most)
{
    return (uint32_t)(seeded_next(chance) % most);
}

static void invent(struct small *small, struct seeded *chance)
{
    uint32_t n = 2 + below(chance, MOST - 2), m = 1 + below(chance, 5);
    *small = (struct small){0};
    small->problem = (struct team_problem){.demands = m, .wanted = small->wanted, .candidates = n,
        .start = small->start,
        .demand = small->demand, .capacity = small->capacity, .distance = small->distance, .fixed = small->fixed,
        .excluded = small->excluded, .clashes = small->clashes, .clash_count = below(chance, 4),
        .most_members = below(chance, 3) ? 0 : 1 + below(chance, 5)};
    for (uint32_t i = 0; i < m; i++)
        small->wanted[i] = below(chance, 2) ? 1 : 1 + below(chance, 40);
    for (uint32_t j = 0; j < n; j++) {
        size_t at = small->start[j];
        for (uint32_t i = 0; i < m; i++)
            if (below(chance, 5) < 2) {
                small->demand[at] = i;
                small->capacity[at++] = below(chance, 6) ? 1 + below(chance, 25) : INFINITY;
            }
        small->start[j + 1] = at;
        small->distance[j] = below(chance, 50);
        small->cost[j] = 1 + below(chance, 9);
        small->fixed[j] = !below(chance, 15);
        small->excluded[j] = !small->fixed[j] && !below(chance, 10);
    }
    for (size_t c = 0; c < small->problem.clash_count; c++) {
        small->clashes[c] = (struct team_clash){below(chance, n), 0};
        small->clashes[c].b = (small->clashes[c].a + 1 + below(chance, n - 1)) % n;
    }
}

static bool is_team(const struct small *small, uint32_t set)
{
    const struct team_problem *problem = &small->problem;
    uint32_t size = (uint32_t)__builtin_popcount(set);
    double given[MOST] = {0};
    if (problem->most_members && size > problem->most_members)
        return false;
    for (uint32_t j = 0; j < problem->candidates; j++) {
        bool in = set >> j & 1;
        if ((small->fixed[j] && !in) || (small->excluded[j] && in))
            return false;
        for (size_t k = small->start[j]; in && k < small->start[j + 1]; k++)
            given[small->demand[k]] += fmin(small->capacity[k], 1e9);
    }
    for (size_t c = 0; c < problem->clash_count; c++)
        if ((set >> small->clashes[c].a & 1) && (set >> small->clashes[c].b & 1))
            return false;
    for (uint32_t i = 0; i < problem->demands; i++)
        if (given[i] < small->wanted[i])
            return false;
    return true;
}

/* INT64_MAX: there is none. */
static int64_t try_everything(const struct small *small)
{
    int64_t best = INT64_MAX;
    for (uint32_t set = 0; set < 1u << small->problem.candidates; set++) {
        int64_t cost = 0;
        for (uint32_t j = 0; j < small->problem.candidates; j++)
            cost += set >> j & 1 ? small->cost[j] : 0;
        if (cost < best && is_team(small, set))
            best = cost;
    }
    return best;
}

static struct team_found solve_within(struct arena *arena, const struct small *small, uint64_t looks)
{
    struct team_search search = {&small->problem, small->wanted, small->cost, NULL, small->problem.most_members, NULL,
                                 &looks};
    return team_solve(arena, &search);
}

static void the_cheapest_team_is_that_of_trying_everything(void **state)
{
    struct seeded chance = seeded_start(59350);
    int with = 0, without = 0;
    for (int round = 0; round < 1500; round++) {
        struct arena arena = {0};
        struct small small;
        invent(&small, &chance);
        int64_t best = try_everything(&small);
        struct team_found found = solve_within(&arena, &small, UINT64_MAX);
        assert_int_equal(found.found, best < INT64_MAX);
        if (found.found) {
            assert_int_equal(found.cost, best);
            assert_true(found.gap == 0);
        }
        with += found.found, without += !found.found;
        arena_free(&arena);
    }
    assert_true(with > 300 && without > 100);
}

static void what_all_together_cannot_do_is_said(void **state)
{
    struct arena arena = {0};
    static const double wanted[] = {5000, 1}, capacity[] = {2000, 1000, 1};
    static const size_t start[] = {0, 1, 3};
    static const uint32_t demand[] = {0, 0, 1};
    struct team_problem problem = {.demands = 2, .wanted = wanted, .candidates = 2, .start = start, .demand = demand,
                                   .capacity = capacity};
    struct teams teams = teams_find(&arena, &problem, 3);
    assert_int_equal(teams.missing_count, 1);
    assert_int_equal(teams.missing[0].demand, 0);
    assert_true(teams.missing[0].wanted - teams.missing[0].reachable == 2000);
    assert_int_equal(teams.teams[0].count, 2);             /* what can be covered of it is */
    arena_free(&arena);
}

static void what_clashes_keep_from_a_lacking_lot_does_not_keep_the_rest(void **state)
{
    struct arena arena = {0};
    static const double wanted[] = {5000, 1}, capacity[] = {2000, 1000, 1};
    static const size_t start[] = {0, 1, 3};
    static const uint32_t demand[] = {0, 0, 1};
    static const struct team_clash clash = {0, 1};
    struct team_problem problem = {.demands = 2, .wanted = wanted, .candidates = 2, .start = start, .demand = demand,
                                   .capacity = capacity, .clashes = &clash, .clash_count = 1};
    struct teams teams = teams_find(&arena, &problem, 3);
    assert_int_equal(teams.missing_count, 1);
    assert_true(teams.missing[0].reachable == 3000);
    assert_false(teams.impossible);
    assert_int_equal(teams.count, 1);
    assert_int_equal(teams.teams[0].count, 1);
    assert_int_equal(teams.teams[0].members[0], 1);        /* the other lot has its team */
    arena_free(&arena);
}

static void who_has_worked_together_is_proposed_too(void **state)
{
    struct arena arena = {0};
    static const double wanted[] = {1, 1}, capacity[] = {1, 1, 1, 1}, distance[] = {1, 2, 30, 40};
    static const size_t start[] = {0, 1, 2, 3, 4};
    static const uint32_t demand[] = {0, 1, 0, 1};
    static const struct team_tie ties[] = {{2, 3, 4}, {0, 3, 1}};
    struct team_problem problem = {.demands = 2, .wanted = wanted, .candidates = 4, .start = start, .demand = demand,
                                   .capacity = capacity, .distance = distance, .ties = ties, .tie_count = 2};
    struct teams teams = teams_find(&arena, &problem, 5);
    assert_int_equal(teams.teams[0].members[0], 0);
    assert_int_equal(teams.teams[0].members[1], 1);
    bool tied = false;
    for (size_t i = 0; i < teams.count; i++)
        tied = tied || (teams.teams[i].why == TEAM_COHESIVE && teams.teams[i].cohesion > 0 && teams.teams[i].on_front
                        && isnan(teams.teams[i].gap));     /* found by exchanges: nothing proves it the closest */
    assert_true(tied);
    arena_free(&arena);
}

/* Littlechild and Owen 1973, small: runways of 1, 2 and 3 units cost 1, 2, 3: shares 1/3, 5/6, 11/6. */
static double runway(void *context, uint32_t set)
{
    return set & 4 ? 3 : set & 2 ? 2 : 1;
}

/* The same of six runways of 40, 50 … 90: 40, 52, 67, 87, 117 and 177 sixths. */
static double six_runways(void *context, uint32_t set)
{
    return set ? 40 + 10 * (31 - __builtin_clz(set)) : 0;
}

/* The Security Council: 5 permanent members with a veto and 10 others, 9 votes: 421/2145 and 4/2145 each. */
static double council(void *context, uint32_t set)
{
    return (set & 31) == 31 && __builtin_popcount(set) >= 9;
}

static double majority(void *context, uint32_t set)
{
    return __builtin_popcount(set) >= 2;
}

static void shares_of_value_are_those_of_the_literature(void **state)
{
    struct arena arena = {0};
    double values[15];
    assert_true(shapley_values(&arena, 3, runway, NULL, values));
    assert_true(fabs(values[0] - 1.0 / 3) < 1e-12 && fabs(values[1] - 5.0 / 6) < 1e-12
                && fabs(values[2] - 11.0 / 6) < 1e-12);
    assert_true(shapley_values(&arena, 6, six_runways, NULL, values));
    static const double sixths[] = {40, 52, 67, 87, 117, 177};
    for (int i = 0; i < 6; i++)
        assert_true(fabs(values[i] - sixths[i] / 6) < 1e-9);
    assert_true(shapley_values(&arena, 15, council, NULL, values));
    assert_true(fabs(values[0] - 421.0 / 2145) < 1e-12 && fabs(values[14] - 4.0 / 2145) < 1e-12);
    assert_false(shapley_values(&arena, 21, council, NULL, values));
    arena_free(&arena);
}

/* Majority of three with players 0 and 1 in one union: together they always win, alone the third brings nothing. */
static void who_stays_together_shares_as_owen_says(void **state)
{
    struct arena arena = {0};
    static const uint32_t unions[] = {0, 0, 1}, apart[] = {0, 1, 2}, gap[] = {0, 2, 2};
    double values[3], alone[3];
    assert_true(owen_values(&arena, 3, unions, majority, NULL, values));
    assert_true(fabs(values[0] - 0.5) < 1e-12 && fabs(values[1] - 0.5) < 1e-12 && fabs(values[2]) < 1e-12);
    assert_true(owen_values(&arena, 3, apart, runway, NULL, values));
    assert_true(shapley_values(&arena, 3, runway, NULL, alone));
    for (int i = 0; i < 3; i++)
        assert_true(fabs(values[i] - alone[i]) < 1e-12);
    assert_false(owen_values(&arena, 3, gap, majority, NULL, values));
    arena_free(&arena);
}

/* With next to no time: what is found covers all, and what is said of the best is true. */
static void a_search_cut_short_says_how_far_the_best_may_be(void **state)
{
    struct seeded chance = seeded_start(512);
    int cut = 0;
    for (int round = 0; round < 1500; round++) {
        struct arena arena = {0};
        struct small small;
        invent(&small, &chance);
        struct team_found found = solve_within(&arena, &small, 1 + below(&chance, 30));
        int64_t best = try_everything(&small), cost = 0;
        uint32_t set = 0;
        for (size_t i = 0; i < found.count; i++) {
            set |= 1u << found.members[i];
            cost += small.cost[found.members[i]];
        }
        assert_true(found.found ? is_team(&small, set) && cost == found.cost : found.stopped || best == INT64_MAX);
        assert_true(!found.found || (double)best >= (double)found.cost * (1 - found.gap) - 1e-6);
        assert_true(!found.found || found.gap > 0 || best == found.cost);
        cut += found.found && found.gap > 0;
        arena_free(&arena);
    }
    assert_true(cut > 20);
}

enum { MANY = 4000, MOST_LOTS = 12 };
struct many {
    struct team_problem problem;
    double wanted[MOST_LOTS], *capacity, *distance;
    size_t *start; uint32_t *demand;
};

/* One candidate in six does a lot, some of it. volumes: of every lot; else a lot in two is done by who is able. */
static void invent_many(struct arena *arena, struct many *many, uint32_t lots, bool volumes)
{
    struct seeded chance = seeded_start(4000 + lots);
    *many = (struct many){.capacity = arena_array(arena, (size_t)MANY * lots, sizeof(double)),
        .distance = arena_array(arena, MANY, sizeof(double)), .start = arena_array(arena, MANY + 1, sizeof(size_t)),
        .demand = arena_array(arena, (size_t)MANY * lots, sizeof(uint32_t))};
    for (uint32_t i = 0; i < lots; i++)
        many->wanted[i] = volumes || i % 2 ? 300 + below(&chance, 2000) : 1;
    for (uint32_t j = 0; j < MANY; j++) {
        size_t at = many->start[j];
        for (uint32_t i = 0; i < lots; i++)
            if (below(&chance, 6) == 0) {
                many->demand[at] = i;
                many->capacity[at++] = many->wanted[i] == 1 ? 1 : 20 + below(&chance, (uint32_t)many->wanted[i] / 2);
            }
        many->start[j + 1] = at;
        many->distance[j] = below(&chance, 900) / 10.0;
    }
    many->problem = (struct team_problem){.demands = lots, .wanted = many->wanted, .candidates = MANY,
        .start = many->start, .demand = many->demand, .capacity = many->capacity, .distance = many->distance};
}

static void four_thousand_candidates_are_proven(void **state)
{
    struct arena arena = {0};
    struct many many;
    invent_many(&arena, &many, 6, false);
    struct teams teams = teams_find(&arena, &many.problem, 2);
    assert_int_equal(teams.count, 2);
    assert_true(teams.teams[0].gap == 0 && teams.teams[1].gap == 0);
    assert_true(teams.teams[0].count <= teams.teams[1].count && teams.teams[0].distance >= teams.teams[1].distance);
    arena_free(&arena);
}

static void twelve_lots_with_volumes_have_teams_in_the_time_of_a_page(void **state)
{
    struct arena arena = {0};
    struct many many;
    invent_many(&arena, &many, 12, true);
    struct teams teams = teams_find(&arena, &many.problem, 6), again = teams_find(&arena, &many.problem, 6);
    assert_int_equal(teams.count, 6);
    assert_true(teams.teams[0].gap == 0);                  /* nobody does it with fewer */
    for (size_t t = 0; t < teams.count; t++) {
        const struct team *team = &teams.teams[t];
        double given[MOST_LOTS] = {0};
        for (size_t m = 0; m < team->count; m++)
            for (size_t k = many.start[team->members[m]]; k < many.start[team->members[m] + 1]; k++)
                given[many.demand[k]] += many.capacity[k];
        for (uint32_t i = 0; i < 12; i++)
            assert_true(given[i] >= many.wanted[i]);
        assert_memory_equal(team->members, again.teams[t].members, team->count * sizeof *team->members);
        for (size_t m = 0; team->why == TEAM_WITHOUT && m < team->count; m++)
            assert_true(team->members[m] != team->without);
    }
    arena_free(&arena);
}

const struct CMUnitTest coalitions_tests[] = {
    PLAIN("the cheapest team is that of trying everything", the_cheapest_team_is_that_of_trying_everything),
    PLAIN("what all together cannot do is said", what_all_together_cannot_do_is_said),
    PLAIN("what clashes keep from a lacking lot does not keep the rest",
          what_clashes_keep_from_a_lacking_lot_does_not_keep_the_rest),
    PLAIN("who has worked together is proposed too", who_has_worked_together_is_proposed_too),
    PLAIN("a search cut short says how far the best may be", a_search_cut_short_says_how_far_the_best_may_be),
    PLAIN("four thousand candidates are proven", four_thousand_candidates_are_proven),
    PLAIN("twelve lots with volumes have teams in the time of a page",
          twelve_lots_with_volumes_have_teams_in_the_time_of_a_page),
    PLAIN("shares of value are those of the literature", shares_of_value_are_those_of_the_literature),
    PLAIN("who stays together shares as Owen says", who_stays_together_shares_as_owen_says),
    {0}
};
