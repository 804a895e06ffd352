/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Seatings: equal to trying every one, with places, shares of colleges and mixed tables. */
#include "engines/assign.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"

enum { MOST_PEOPLE = 6, MOST_TABLES = 3 };
struct small {
    struct assign_problem problem;
    uint32_t places[MOST_TABLES], college[MOST_PEOPLE], wish[MOST_PEOPLE * MOST_TABLES];
    size_t start[MOST_PEOPLE + 1];
};

static void invent(struct small *small, struct seeded *chance)
{
    *small = (struct small){0};
    struct assign_problem *problem = &small->problem;
    *problem = (struct assign_problem){1 + (uint32_t)seeded_below(chance, MOST_PEOPLE),
        1 + (uint32_t)seeded_below(chance, MOST_TABLES), 1 + (uint32_t)seeded_below(chance, 3), small->places,
        small->college, small->start, small->wish, seeded_below(chance, 2) ? 0.6 : 0, seeded_below(chance, 2),
        seeded_below(chance, 3) == 0, 100000};
    for (uint32_t t = 0; t < problem->tables; t++)
        small->places[t] = (uint32_t)seeded_below(chance, 5);
    for (uint32_t p = 0; p < problem->participants; p++) {
        uint32_t order[MOST_TABLES] = {0, 1, 2};
        uint32_t wishes = (uint32_t)seeded_below(chance, problem->tables + 1);
        seeded_shuffle(chance, order, problem->tables);
        small->college[p] = (uint32_t)seeded_below(chance, problem->colleges);
        for (uint32_t k = 0; k < wishes; k++)
            small->wish[small->start[p] + k] = order[k];
        small->start[p + 1] = small->start[p] + wishes;
    }
}

/* What one seating is worth: placed first, then single tables when they matter, then wishes. False: not allowed. */
static bool worth(const struct small *small, const uint32_t *table, int64_t worth[3])
{
    const struct assign_problem *problem = &small->problem;
    uint32_t at[MOST_TABLES][3] = {{0}};
    worth[0] = worth[1] = worth[2] = 0;
    for (uint32_t p = 0; p < problem->participants; p++) {
        if (table[p] == problem->tables)
            continue;
        int64_t cost = problem->only_wishes ? -1 : ASSIGN_NO_WISH;
        for (size_t k = small->start[p]; k < small->start[p + 1]; k++) {
            int64_t rank = (int64_t)(k - small->start[p]);
            cost = small->wish[k] == table[p] ? rank * (rank + 1) / 2 : cost;
        }
        if (cost < 0)
            return false;
        worth[0]--, worth[2] += cost;
        at[table[p]][small->college[p]]++;
    }
    for (uint32_t t = 0; t < problem->tables; t++) {
        uint32_t share = problem->most_share > 0 ? (uint32_t)(problem->most_share * small->places[t] + 1e-9) : 9;
        uint32_t all = at[t][0] + at[t][1] + at[t][2];
        share = share ? share : 1;
        if (all > small->places[t] || at[t][0] > share || at[t][1] > share || at[t][2] > share)
            return false;
        worth[1] += problem->mixed && all > 1 && (at[t][0] == all || at[t][1] == all || at[t][2] == all);
    }
    return true;
}

static bool is_less(const int64_t a[3], const int64_t b[3])
{
    return a[0] != b[0] ? a[0] < b[0] : a[1] != b[1] ? a[1] < b[1] : a[2] < b[2];
}

static void try_all(const struct small *small, int64_t best[3])
{
    uint32_t tables = small->problem.tables, all = 1, table[MOST_PEOPLE];
    int64_t now[3];
    best[0] = 1, best[1] = best[2] = 0;
    for (uint32_t p = 0; p < small->problem.participants; p++)
        all *= tables + 1;
    for (uint32_t one = 0; one < all; one++) {
        for (uint32_t p = 0, rest = one; p < small->problem.participants; p++, rest /= tables + 1)
            table[p] = rest % (tables + 1);
        if (worth(small, table, now) && is_less(now, best))
            best[0] = now[0], best[1] = now[1], best[2] = now[2];
    }
}

static void the_best_seating_is_that_of_trying_all(void **state)
{
    struct seeded chance = seeded_start(240);
    int mixed = 0, impossible = 0;
    for (int round = 0; round < 1500; round++) {
        struct arena arena = {0};
        struct small small;
        int64_t best[3], found[3];
        invent(&small, &chance);
        uint32_t tables = small.problem.tables, table[MOST_PEOPLE];
        try_all(&small, best);
        struct assign_result result = assign_solve(&arena, &small.problem);
        for (uint32_t p = 0; p < small.problem.participants; p++)
            table[p] = result.table[p] == ASSIGN_NOWHERE ? tables : result.table[p];
        assert_true(worth(&small, table, found));
        assert_int_equal(found[0], best[0]);
        assert_int_equal(found[2], result.cost);
        assert_true(result.bound <= result.cost);
        if (best[1] == 0) {
            assert_int_equal(found[1], 0);
            assert_int_equal(found[2], best[2]);
            assert_int_equal(result.bound, result.cost);
        } else {
            assert_true(found[1] > 0);
        }
        mixed += small.problem.mixed && best[1] == 0, impossible += best[1] > 0;
        arena_free(&arena);
    }
    assert_true(mixed > 300 && impossible > 50);
}

static void a_search_that_is_cut_gives_a_bound_that_holds(void **state)
{
    struct seeded chance = seeded_start(241);
    int cut = 0, raised = 0;
    for (int round = 0; round < 3000; round++) {
        struct arena arena = {0};
        struct small small;
        int64_t best[3];
        invent(&small, &chance);
        small.problem.mixed = true, small.problem.most_nodes = 1;
        struct assign_result result = assign_solve(&arena, &small.problem);
        small.problem.mixed = false;
        struct assign_result free = assign_solve(&arena, &small.problem);
        small.problem.mixed = true;
        try_all(&small, best);
        assert_int_equal(-(int64_t)result.placed, best[0]);
        assert_true(result.bound <= result.cost && result.bound >= free.cost);
        if (!result.single) {
            assert_int_equal(best[1], 0);
            assert_in_range(best[2], result.bound, result.cost);
            cut += result.bound < result.cost, raised += result.bound > free.cost;
        }
        arena_free(&arena);
    }
    assert_true(cut > 5 && raised > 20);
}

static void a_forum_of_three_hundred_is_seated(void **state)
{
    enum { PEOPLE = 300, TABLES = 20, WISHES = 3 };
    struct arena arena = {0};
    struct seeded chance = seeded_start(14);
    uint32_t places[TABLES], college[PEOPLE], wish[PEOPLE * WISHES], held[TABLES] = {0};
    size_t start[PEOPLE + 1] = {0};
    for (uint32_t t = 0; t < TABLES; t++)
        places[t] = 16;
    for (uint32_t p = 0; p < PEOPLE; p++) {
        uint32_t order[TABLES];
        for (uint32_t t = 0; t < TABLES; t++)
            order[t] = t;
        seeded_shuffle(&chance, order, TABLES);
        college[p] = (uint32_t)seeded_below(&chance, 5);
        for (uint32_t k = 0; k < WISHES; k++)
            wish[start[p] + k] = order[k];
        start[p + 1] = start[p] + WISHES;
    }
    struct assign_problem problem = {PEOPLE, TABLES, 5, places, college, start, wish, 0.5, true, false, 0};
    struct assign_result result = assign_solve(&arena, &problem);
    assert_int_equal(result.placed, PEOPLE);
    assert_int_equal(result.single, 0);
    assert_int_equal(result.cost, result.bound);
    for (uint32_t p = 0; p < PEOPLE; p++)
        assert_true(held[result.table[p]]++ < places[result.table[p]]);
    arena_free(&arena);
}

const struct CMUnitTest assign_tests[] = {
    PLAIN("the best seating is that of trying all", the_best_seating_is_that_of_trying_all),
    PLAIN("a search that is cut gives a bound that holds", a_search_that_is_cut_gives_a_bound_that_holds),
    PLAIN("a forum of three hundred is seated", a_forum_of_three_hundred_is_seated),
    {0}
};
