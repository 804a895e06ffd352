/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Quadratic funding: the toy everybody computes by hand, then what holds whatever the gifts. */
#include <math.h>
#include "engines/kernel/seeded.h"
#include "engines/money/inside.h"
#include "main/testing.h"

enum { A, B, C, D, TOY_GIFTS = 1 + 9 + 36 + 3, GIFTS = 40, PEOPLE = 10, PROJECTS = 4 };

static size_t several(struct gift *gifts, size_t count, uint32_t project, uint32_t people, int64_t cents)
{
    for (uint32_t i = 0; i < people; i++)
        gifts[count + i] = (struct gift){(uint32_t)count + i, project, cents, 0};
    return count + people;
}

static struct quadratic_question toy(struct gift *gifts)
{
    size_t count = several(gifts, 0, A, 1, 90000);
    count = several(gifts, count, B, 9, 10000);
    count = several(gifts, count, C, 36, 2500);
    count = several(gifts, count, D, 3, 30000);
    return (struct quadratic_question){.gift_count = count, .gifts = gifts, .people = TOY_GIFTS, .projects = 4,
                                       .pool = 100000, .per_project = MATCHED_NO_LIMIT, .bound = 100000};
}

static void expect(const struct quadratic *quadratic, const int64_t *added)
{
    assert_int_equal(quadratic->refusal, MATCHED_GOOD);
    for (int i = 0; i < 4; i++)
        assert_int_equal(quadratic->added[i], added[i]);
}

static void the_toy_gives_what_is_computed_by_hand(void **state)
{
    struct arena arena = {0};
    struct gift gifts[TOY_GIFTS];
    struct quadratic_question question = toy(gifts);
    struct quadratic quadratic = quadratic_run(&arena, &question);
    expect(&quadratic, (int64_t[]){0, 17778, 77778, 4444});
    assert_true(quadratic.scaled);
    assert_int_equal(quadratic.spent, 100000);
    assert_int_equal(quadratic.givers[C], 36);
    assert_near(rational_real(&arena, quadratic.called[C]), 3150000, 1e-6);
    assert_near(rational_real(&arena, quadratic.called[D]), 180000, 1e-3);
    arena_free(&arena);
}

static void a_pool_that_is_large_enough_gives_what_is_called_and_no_more(void **state)
{
    struct arena arena = {0};
    struct gift gifts[TOY_GIFTS];
    struct quadratic_question question = toy(gifts);
    question.pool = 10000000;
    struct quadratic quadratic = quadratic_run(&arena, &question);
    expect(&quadratic, (int64_t[]){0, 720000, 3150000, 180000});
    assert_false(quadratic.scaled);
    question.pool = 4050000 - 1;
    quadratic = quadratic_run(&arena, &question);
    assert_true(quadratic.scaled);
    assert_int_equal(quadratic.spent, 4050000 - 1);
    arena_free(&arena);
}

static void a_cap_gives_what_it_takes_to_the_others(void **state)
{
    struct arena arena = {0};
    struct gift gifts[TOY_GIFTS];
    struct quadratic_question question = toy(gifts);
    question.per_project = 50000;
    struct quadratic quadratic = quadratic_run(&arena, &question);
    expect(&quadratic, (int64_t[]){0, 40000, 50000, 10000});
    arena_free(&arena);
}

/* With few projects and no pair that always gives together, by the formula in doubles. */
static void pairs_follow_the_formula(void **state)
{
    struct seeded seeded = seeded_start(3);
    struct arena arena = {0};
    struct gift gifts[GIFTS];
    double sum[PEOPLE][PROJECTS] = {0};
    for (int i = 0; i < GIFTS; i++) {
        gifts[i] = (struct gift){(uint32_t)seeded_below(&seeded, PEOPLE), (uint32_t)seeded_below(&seeded, PROJECTS),
                                 1 + (int64_t)seeded_below(&seeded, 9000), 0};
        sum[gifts[i].person][gifts[i].project] += (double)gifts[i].cents;
    }
    struct quadratic_question question = {.gift_count = GIFTS, .gifts = gifts, .people = PEOPLE, .projects = PROJECTS,
        .rule = QUADRATIC_PAIRWISE, .pool = 5000, .per_project = MATCHED_NO_LIMIT, .bound = 5000};
    struct quadratic quadratic = quadratic_run(&arena, &question);
    for (int p = 0; p < PROJECTS; p++) {
        double called = 0;
        for (int i = 0; i < PEOPLE; i++)
            for (int j = 0; j < PEOPLE; j++) {
                double together = 0;
                for (int q = 0; q < PROJECTS; q++)
                    together += sqrt(sum[i][q] * sum[j][q]);
                called += i != j ? sqrt(sum[i][p] * sum[j][p]) * 5000 / (5000 + together) : 0;
            }
        assert_near(rational_real(&arena, quadratic.called[p]), called, 0.01);
    }
    assert_int_equal(quadratic.spent, 5000);
    arena_free(&arena);
}

static void two_who_always_give_together_count_less_by_pairs(void **state)
{
    struct arena arena = {0};
    const struct gift gifts[] = {{0, 0, 10000, 0}, {1, 0, 10000, 0}, {0, 1, 10000, 0}, {1, 1, 10000, 0},
                                 {2, 2, 10000, 0}, {3, 2, 10000, 0}, {4, 3, 10000, 0}, {5, 3, 10000, 0}};
    struct quadratic_question question = {.gift_count = 8, .gifts = gifts, .people = 6, .projects = 4,
        .rule = QUADRATIC_PAIRWISE, .pool = 10000, .per_project = MATCHED_NO_LIMIT, .bound = 10000};
    struct quadratic quadratic = quadratic_run(&arena, &question);
    expect(&quadratic, (int64_t[]){2000, 2000, 3000, 3000});                 /* 2/3, 2/3, 1, 1 of 10,000 */
    question.rule = QUADRATIC_PLAIN;
    quadratic = quadratic_run(&arena, &question);
    expect(&quadratic, (int64_t[]){2500, 2500, 2500, 2500});
    arena_free(&arena);
}

static void a_donor_split_in_two_moves_money_and_it_is_said(void **state)
{
    struct arena arena = {0};
    struct gift gifts[TOY_GIFTS];
    struct quadratic_question question = toy(gifts);
    struct quadratic honest = quadratic_run(&arena, &question);
    /* 900 € under two names calls for 900 € more: 900/41,400 of the pool */
    assert_int_equal(quadratic_split(&arena, &question, &honest, 0), 2174);
    question.rule = QUADRATIC_PAIRWISE;
    honest = quadratic_run(&arena, &question);
    int64_t bounded = quadratic_split(&arena, &question, &honest, 0);
    assert_true(bounded > 0);
    arena_free(&arena);
}

static void invent(struct seeded *seeded, struct gift *gifts)
{
    for (int i = 0; i < GIFTS; i++)
        gifts[i] = (struct gift){(uint32_t)seeded_below(seeded, PEOPLE), (uint32_t)seeded_below(seeded, PROJECTS),
                                 (int64_t)seeded_below(seeded, 90000), 0};
}

static void never_above_the_pool_and_a_gift_more_never_lowers_its_project(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d"};
    struct seeded seeded = seeded_start(19);
    for (int round = 0; round < 200; round++) {
        struct arena arena = {0};
        struct gift gifts[GIFTS];
        invent(&seeded, gifts);
        struct quadratic_question question = {.gift_count = GIFTS, .gifts = gifts, .people = PEOPLE,
            .projects = PROJECTS, .ids = ids, .rule = (enum quadratic_rule)(round % 2),
            .pool = (int64_t)seeded_below(&seeded, 9000000), .bound = 50000,
            .per_project = round % 3 ? MATCHED_NO_LIMIT : 700000};
        struct quadratic before = quadratic_run(&arena, &question);
        int64_t sum = 0;
        for (int p = 0; p < PROJECTS; p++) {
            assert_true((double)before.added[p] <= rational_real(&arena, before.called[p]));
            assert_true(before.added[p] >= 0 && before.added[p] <= question.per_project);
            sum += before.added[p];
        }
        assert_int_equal(sum, before.spent);
        assert_true(sum <= question.pool);
        assert_true(sum == question.pool || !before.scaled);
        struct gift *more = &gifts[seeded_below(&seeded, GIFTS)];
        more->cents += 1 + (int64_t)seeded_below(&seeded, 50000);
        struct quadratic after = quadratic_run(&arena, &question);
        assert_true(after.added[more->project] >= before.added[more->project]);
        arena_free(&arena);
    }
}

static void the_order_of_gifts_and_projects_changes_nothing(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d"}, *const back[] = {"d", "c", "b", "a"};
    struct seeded seeded = seeded_start(23);
    for (int round = 0; round < 100; round++) {
        struct arena arena = {0};
        struct gift gifts[GIFTS], turned[GIFTS];
        invent(&seeded, gifts);
        for (int i = 0; i < GIFTS; i++)
            turned[GIFTS - 1 - i] = (struct gift){PEOPLE - 1 - gifts[i].person, PROJECTS - 1 - gifts[i].project,
                                                  gifts[i].cents, 0};
        struct quadratic_question question = {.gift_count = GIFTS, .gifts = gifts, .people = PEOPLE,
            .projects = PROJECTS, .ids = ids, .rule = (enum quadratic_rule)(round % 2), .pool = 1000003,
            .bound = 50000, .per_project = MATCHED_NO_LIMIT};
        struct quadratic one = quadratic_run(&arena, &question);
        question.gifts = turned, question.ids = back;
        struct quadratic other = quadratic_run(&arena, &question);
        for (int p = 0; p < PROJECTS; p++)
            assert_int_equal(one.added[p], other.added[PROJECTS - 1 - p]);
        arena_free(&arena);
    }
}

static void roots_are_whole_and_exact(void **state)
{
    struct seeded seeded = seeded_start(29);
    for (int i = 0; i < 20000; i++) {
        unsigned __int128 number = (unsigned __int128)seeded_next(&seeded) << 64 | seeded_next(&seeded);
        number >>= seeded_below(&seeded, 128);
        unsigned __int128 root = whole_root(number);
        assert_true(root * root <= number);
        assert_true(root == UINT64_MAX || (root + 1) * (root + 1) > number);
        assert_true(whole_root(root * root) == (uint64_t)root);
        assert_true(root == 0 || whole_root(root * root - 1) == (uint64_t)root - 1);
    }
    assert_true(whole_root(~(unsigned __int128)0) == UINT64_MAX);
}

static void what_is_out_of_limits_is_refused(void **state)
{
    struct arena arena = {0};
    struct gift gifts[TOY_GIFTS];
    struct quadratic_question question = toy(gifts);
    question.pool = -1;
    assert_int_equal(quadratic_run(&arena, &question).refusal, MATCHED_NEGATIVE);
    question.pool = MATCHED_MOST + 1;
    assert_int_equal(quadratic_run(&arena, &question).refusal, MATCHED_TOO_LARGE);
    question.pool = 5, gifts[7].cents = -1;
    struct quadratic quadratic = quadratic_run(&arena, &question);
    assert_int_equal(quadratic.refusal, MATCHED_NEGATIVE);
    assert_int_equal(quadratic.where, 7);
    gifts[7].cents = 1, question.rule = QUADRATIC_PAIRWISE, question.bound = 0;
    assert_int_equal(quadratic_run(&arena, &question).refusal, MATCHED_NEGATIVE);
    question.bound = 1, question.people = QUADRATIC_MOST_PAIRS_OF + 1;
    assert_int_equal(quadratic_run(&arena, &question).refusal, MATCHED_TOO_LARGE);
    arena_free(&arena);
}

const struct CMUnitTest quadratic_tests[] = {
    PLAIN("the toy gives what is computed by hand", the_toy_gives_what_is_computed_by_hand),
    PLAIN("a pool that is large enough gives what is called and no more",
          a_pool_that_is_large_enough_gives_what_is_called_and_no_more),
    PLAIN("a cap gives what it takes to the others", a_cap_gives_what_it_takes_to_the_others),
    PLAIN("pairs follow the formula", pairs_follow_the_formula),
    PLAIN("two who always give together count less by pairs", two_who_always_give_together_count_less_by_pairs),
    PLAIN("a donor split in two moves money, and it is said", a_donor_split_in_two_moves_money_and_it_is_said),
    PLAIN("never above the pool, and a gift more never lowers its project",
          never_above_the_pool_and_a_gift_more_never_lowers_its_project),
    PLAIN("the order of gifts and projects changes nothing", the_order_of_gifts_and_projects_changes_nothing),
    PLAIN("roots are whole and exact", roots_are_whole_and_exact),
    PLAIN("what is out of limits is refused", what_is_out_of_limits_is_refused),
    {0}};
