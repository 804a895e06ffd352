/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Set cover: equal to trying everything, and to the published optima. */
#include "engines/kernel/seeded.h"
#include "engines/setcover.h"
#include "formats/orlibrary.h"
#include "main/testing.h"

enum { MOST = 12 };

struct small { uint32_t rows, columns; int64_t cost[MOST]; size_t start[MOST + 1]; uint32_t column[MOST * MOST]; };

static struct small invent(struct seeded *chance)
{
    struct small small = {.rows = 1 + (uint32_t)(seeded_next(chance) % MOST),
                          .columns = 2 + (uint32_t)(seeded_next(chance) % (MOST - 2))};
    for (uint32_t j = 0; j < small.columns; j++)
        small.cost[j] = 1 + (int64_t)(seeded_next(chance) % 5);
    for (uint32_t i = 0; i < small.rows; i++) {
        size_t at = small.start[i];
        uint32_t sure = (uint32_t)(seeded_next(chance) % small.columns);
        for (uint32_t j = 0; j < small.columns; j++)
            if (j == sure || seeded_next(chance) % 4 == 0)
                small.column[at++] = j;
        small.start[i + 1] = at;
    }
    return small;
}

/* The cheapest of all 2ⁿ choices. */
static int64_t try_everything(const struct small *small)
{
    int64_t best = INT64_MAX;
    for (uint32_t set = 0; set < 1u << small->columns; set++) {
        int64_t cost = 0;
        bool covers = true;
        for (uint32_t j = 0; j < small->columns; j++)
            cost += set >> j & 1 ? small->cost[j] : 0;
        for (uint32_t i = 0; covers && i < small->rows; i++) {
            covers = false;
            for (size_t k = small->start[i]; !covers && k < small->start[i + 1]; k++)
                covers = set >> small->column[k] & 1;
        }
        best = covers && cost < best ? cost : best;
    }
    return best;
}

static void it_is_equal_to_trying_everything(void **state)
{
    struct seeded chance = seeded_start(20261123);
    for (int round = 0; round < 400; round++) {
        struct arena arena = {0};
        struct small small = invent(&chance);
        struct cover_problem problem = {small.rows, small.columns, small.cost, small.start, small.column};
        struct cover_result result = cover_solve(&arena, &problem, NULL);
        assert_true(result.covered);
        assert_int_equal(result.cost, try_everything(&small));
        assert_int_equal(result.bound, result.cost);
        arena_free(&arena);
    }
}

static void a_row_that_nothing_covers_is_named(void **state)
{
    struct arena arena = {0};
    static const int64_t cost[] = {1, 1};
    static const size_t start[] = {0, 1, 1};
    static const uint32_t column[] = {0};
    struct cover_problem problem = {2, 2, cost, start, column};
    struct cover_result result = cover_solve(&arena, &problem, NULL);
    assert_false(result.covered);
    assert_int_equal(result.bare, 1);
    arena_free(&arena);
}

static bool at_once(void *context)
{
    return true;
}

static void published_optima_are_found_and_proven(void **state)
{
    static const struct { const char *name; int64_t optimum; } files[] = {
        {"setcover/scp41.txt", 429}, {"setcover/scp51.txt", 253}, {"setcover/scp61.txt", 138},
        {"setcover/scpa1.txt", 253}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct arena arena = {0};
        struct or_cover read;
        size_t length;
        const char *path = test_data(&arena, files[i].name);
        skip_without(path);
        char *bytes = test_file(&arena, path, &length);
        assert_true(or_cover_read(&read, &arena, bytes, length));
        struct cover_problem problem = {read.rows, read.columns, read.cost, read.row_start, read.row_column};
        struct cover_result whole = cover_solve(&arena, &problem, NULL);
        assert_int_equal(whole.cost, files[i].optimum);
        assert_int_equal(whole.bound, files[i].optimum);
        arena_free(&arena);
    }
}

static void a_problem_filed_by_columns_is_the_same_problem(void **state)
{
    static const char by_rows[] = "3 4\n1 2 1 2\n3 1 3 4\n2 1 4\n2 2 4\n",
                      by_columns[] = "3 4\n1 2 1 2\n2 1 3\n1 1 1\n2 3 1 2 3\n";
    struct arena arena = {0};
    struct or_cover one, other;
    assert_true(or_cover_read(&one, &arena, by_rows, strlen(by_rows)));
    assert_true(or_cover_read(&other, &arena, by_columns, strlen(by_columns)));
    assert_int_equal(one.rows, other.rows);
    assert_int_equal(one.columns, other.columns);
    assert_memory_equal(one.cost, other.cost, one.columns * sizeof *one.cost);
    assert_memory_equal(one.row_start, other.row_start, (one.rows + 1) * sizeof *one.row_start);
    assert_memory_equal(one.row_column, other.row_column, one.row_start[one.rows] * sizeof *one.row_column);
    arena_free(&arena);
}

static void what_is_no_problem_is_refused_with_its_line(void **state)
{
    static const struct { const char *text; int64_t line; } wrong[] = {
        {"", 1}, {"2 x", 1}, {"1 2\n1 0\n1 1", 2}, {"1 2\n1 1\n2 1 1", 3}, {"1 2\n1 1\n1 3", 3}, {"1 1\n1\n1 1 7", 3},
        {"9 9 1", 1}, {"2 3\n1 1 1\n1 1 1\n1 1 3", 4}, {"2 2\n1 2 1 2\n1 1 7", 3}, {"2 2\n1 2 1 2\n1 2 1 1", 3}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct arena arena = {0};
        struct or_cover read;
        assert_false(or_cover_read(&read, &arena, wrong[i].text, strlen(wrong[i].text)));
        assert_non_null(read.trouble);
        assert_int_equal(read.trouble_line, wrong[i].line);
        arena_free(&arena);
    }
}

static void a_stopped_search_never_claims_more_than_it_proved(void **state)
{
    struct seeded chance = seeded_start(7);
    for (int round = 0; round < 50; round++) {
        struct arena arena = {0};
        struct small small = invent(&chance);
        struct cover_problem problem = {small.rows, small.columns, small.cost, small.start, small.column};
        struct cover_result result = cover_solve(&arena, &problem, &(struct cover_patience){at_once, NULL});
        assert_true(result.bound <= result.cost || !result.count);
        arena_free(&arena);
    }
}

static bool at_the_third(void *context)
{
    return ++*(int *)context == 3;
}

/* Five million entries are gone through between two questions, whatever is being done. */
static void a_large_search_ends_when_it_is_asked_to(void **state)
{
    enum { ROWS = 400, COLUMNS = 20000, EACH = 1500 };
    struct arena arena = {0};
    struct seeded chance = seeded_start(3);
    int64_t *cost = arena_array(&arena, COLUMNS, sizeof *cost);
    size_t *start = arena_array(&arena, ROWS + 1, sizeof *start);
    uint32_t *column = arena_array(&arena, (size_t)ROWS * EACH, sizeof *column);
    for (uint32_t j = 0; j < COLUMNS; j++)
        cost[j] = 999000000 + (int64_t)seeded_below(&chance, 1000000);
    for (uint32_t i = 0; i < ROWS; i++) {
        start[i + 1] = start[i] + EACH;
        for (uint32_t k = 0; k < EACH; k++)
            column[start[i] + k] = (k * 13 + i * 7919) % COLUMNS;
    }
    struct cover_problem problem = {ROWS, COLUMNS, cost, start, column};
    int times = 0;
    struct cover_result result = cover_solve(&arena, &problem, &(struct cover_patience){at_the_third, &times});
    assert_int_equal(times, 3);
    assert_int_equal(result.nodes, 1);
    assert_true(result.covered && result.bound < result.cost && result.bound > 999000000);
    arena_free(&arena);
}

static bool at_the_fortieth(void *context)
{
    return ++*(int *)context >= 40;
}

/* Each row has one column in twenty, of cost 1 to 100, as the hardest of the OR-Library: no proof ends in time. */
static struct cover_problem a_hard_problem(struct arena *arena, uint32_t rows, uint32_t columns)
{
    struct seeded chance = seeded_start(8);
    int64_t *cost = arena_array(arena, columns, sizeof *cost);
    size_t *start = arena_array(arena, rows + 1, sizeof *start), end = 0;
    uint32_t *column = arena_array(arena, (size_t)rows * columns, sizeof *column);
    for (uint32_t j = 0; j < columns; j++)
        cost[j] = 1 + (int64_t)seeded_below(&chance, 100);
    for (uint32_t i = 0; i < rows; start[++i] = end)
        for (uint32_t j = 0; j < columns; j++)
            if (j == i || seeded_below(&chance, 20) == 0)
                column[end++] = j;
    return (struct cover_problem){rows, columns, cost, start, column};
}

static void what_no_proof_ends_is_still_a_good_cover(void **state)
{
    struct arena arena = {0};
    struct cover_problem problem = a_hard_problem(&arena, 400, 4000);
    int asked = 0;
    struct cover_result result = cover_solve(&arena, &problem, &(struct cover_patience){at_the_fortieth, &asked});
    bool *in = arena_array(&arena, problem.columns, sizeof *in);
    int64_t cost = 0;
    for (size_t c = 0; c < result.count; c++) {
        in[result.columns[c]] = true;
        cost += problem.cost[result.columns[c]];
    }
    assert_int_equal(cost, result.cost);
    for (uint32_t i = 0; i < problem.rows; i++) {
        bool covered = false;
        for (size_t k = problem.row_start[i]; k < problem.row_start[i + 1]; k++)
            covered = covered || in[problem.row_column[k]];
        assert_true(covered);
    }
    assert_true(result.bound < result.cost);
    assert_true(result.cost <= 71);                       /* prices alone: 72 */
    arena_free(&arena);
}

const struct CMUnitTest cover_tests[] = {
    PLAIN("it is equal to trying everything", it_is_equal_to_trying_everything),
    PLAIN("a row that nothing covers is named", a_row_that_nothing_covers_is_named),
    PLAIN("published optima are found and proven", published_optima_are_found_and_proven),
    PLAIN("a stopped search never claims more than it proved", a_stopped_search_never_claims_more_than_it_proved),
    PLAIN("a large search ends when it is asked to", a_large_search_ends_when_it_is_asked_to),
    PLAIN("what no proof ends is still a good cover", what_no_proof_ends_is_still_a_good_cover),
    PLAIN("a problem filed by columns is the same problem", a_problem_filed_by_columns_is_the_same_problem),
    PLAIN("what is no problem is refused with its line", what_is_no_problem_is_refused_with_its_line),
    {0}
};
