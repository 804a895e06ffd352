/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Shares by keys: worked vectors, refusals, and what holds for any amount and any weights. */
#include "engines/kernel/seeded.h"
#include "engines/shares.h"
#include "main/testing.h"

enum { MOST = 12 };
struct table {
    struct arena arena;
    const char *ids[MOST];
    struct rational by[MOST], times[MOST];
    int64_t least[MOST], most[MOST];
    struct shares_key keys[2];
    struct shares_question question;
};

static struct table *begin(int64_t amount, size_t people, const char *const *weights)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    struct table *table = test_calloc(1, sizeof *table);
    for (size_t i = 0; i < people; i++) {
        table->ids[i] = names[i];
        table->most[i] = INT64_MAX;
        assert_true(rational_read(&table->arena, weights[i], &table->by[i]));
    }
    table->keys[0] = (struct shares_key){rational_of(&table->arena, 1, 1), table->by, NULL};
    table->question = (struct shares_question){.amount = amount, .people = people, .keys = table->keys, .key_count = 1};
    return table;
}

static void end(struct table *table)
{
    arena_free(&table->arena);
    test_free(table);
}

static void expect(struct table *table, const int64_t *cents)
{
    struct shares shares = shares_split(&table->arena, &table->question);
    assert_int_equal(shares.refusal, SHARES_GOOD);
    for (size_t i = 0; i < table->question.people; i++)
        assert_int_equal(shares.cents[i], cents[i]);
}

static void hours_share_a_thousand_euros_to_the_cent(void **state)
{
    struct table *table = begin(100000, 3, (const char *[]){"3", "7", "5"});
    expect(table, (int64_t[]){20000, 46667, 33333});
    end(table);
}

static void equal_fractions_go_to_the_smaller_id(void **state)
{
    struct table *table = begin(100, 3, (const char *[]){"1", "1", "1"});
    table->keys[0].by = NULL;
    expect(table, (int64_t[]){34, 33, 33});
    table->question.ids = (const char *[]){"zoé", "yves", "xavier"};
    expect(table, (int64_t[]){33, 33, 34});
    end(table);
}

static void a_product_of_two_figures_is_a_key(void **state)
{
    struct table *table = begin(60000, 2, (const char *[]){"1000", "500"});
    rational_read(&table->arena, "1", &table->times[0]);
    rational_read(&table->arena, "1,5", &table->times[1]);
    table->keys[0].times = table->times;
    expect(table, (int64_t[]){34286, 25714});               /* 1000 : 750 */
    end(table);
}

static void two_keys_mix_in_exact_fractions(void **state)
{
    struct table *table = begin(30000, 2, (const char *[]){"3", "1"});
    table->keys[0].part = rational_of(&table->arena, 2, 3);
    table->keys[1] = (struct shares_key){.part = rational_of(&table->arena, 1, 3)};
    table->question.key_count = 2;
    struct shares shares = shares_split(&table->arena, &table->question);
    assert_string_equal(rational_text(&table->arena, shares.weight[0]), "2/3");     /* 2/3 × 3/4 + 1/3 × 1/2 */
    expect(table, (int64_t[]){20000, 10000});
    table->keys[1].part = rational_of(&table->arena, 1, 4);
    assert_int_equal(shares_split(&table->arena, &table->question).refusal, SHARES_PARTS);
    end(table);
}

static void floors_and_ceilings_stop_some_and_the_others_keep_the_key(void **state)
{
    struct table *table = begin(100000, 4, (const char *[]){"1", "10", "4", "5"});
    table->least[0] = 10000;
    table->most[1] = 30000;
    table->question.least = table->least;
    table->question.most = table->most;
    struct shares shares = shares_split(&table->arena, &table->question);
    assert_int_equal(shares.held[0], SHARES_AT_LEAST);
    assert_int_equal(shares.held[1], SHARES_AT_MOST);
    expect(table, (int64_t[]){10000, 30000, 26667, 33333});
    end(table);
}

static enum shares_refusal refusal_of(struct table *table)
{
    enum shares_refusal refusal = shares_split(&table->arena, &table->question).refusal;
    end(table);
    return refusal;
}

static void what_cannot_be_shared_is_refused_with_its_reason(void **state)
{
    struct table *table = begin(-1, 2, (const char *[]){"1", "1"});
    assert_int_equal(refusal_of(table), SHARES_NEGATIVE_AMOUNT);
    assert_int_equal(refusal_of(begin(SHARES_MOST + 1, 2, (const char *[]){"1", "1"})), SHARES_TOO_LARGE);
    assert_int_equal(refusal_of(begin(100, 0, NULL)), SHARES_NOBODY);
    assert_int_equal(refusal_of(begin(100, 2, (const char *[]){"0", "0"})), SHARES_NO_WEIGHT);
    assert_int_equal(refusal_of(begin(100, 2, (const char *[]){"1", "-1/2"})), SHARES_NEGATIVE_WEIGHT);
    table = begin(100, 2, (const char *[]){"1", "1"});
    table->least[0] = 60, table->least[1] = 41, table->question.least = table->least;
    assert_int_equal(refusal_of(table), SHARES_FLOORS);
    table = begin(100, 2, (const char *[]){"1", "1"});
    table->most[0] = 60, table->most[1] = 39, table->question.most = table->most;
    assert_int_equal(refusal_of(table), SHARES_CEILINGS);
    table = begin(100, 2, (const char *[]){"0", "1"});
    table->most[1] = 99, table->question.most = table->most;
    assert_int_equal(refusal_of(table), SHARES_CEILINGS);
    table = begin(100, 2, (const char *[]){"1", "1"});
    table->least[0] = 60, table->most[0] = 50;
    table->question.least = table->least, table->question.most = table->most;
    assert_int_equal(refusal_of(table), SHARES_BOUNDS);
}

static void weights_without_a_reasonable_denominator_are_refused(void **state)
{
    struct arena arena = {0};
    struct rational weights[400];
    for (int i = 0; i < 400; i++)
        weights[i] = rational_of(&arena, 1, INT64_C(4611686018427387847) - 2 * i);
    struct shares_key key = {rational_of(&arena, 1, 1), weights, NULL};
    struct shares_question question = {.amount = 100, .people = 400, .keys = &key, .key_count = 1};
    assert_int_equal(shares_split(&arena, &question).refusal, SHARES_TOO_FINE);
    arena_free(&arena);
}

static struct table *invented(struct seeded *seeded)
{
    const char *weights[MOST];
    size_t people = 1 + seeded_below(seeded, MOST);
    struct arena work = {0};
    for (size_t i = 0; i < people; i++)
        weights[i] = arena_format(&work, "%d/%d", (int)(1 + seeded_below(seeded, 50)),
                                  (int)(1 + seeded_below(seeded, 9)));
    struct table *table = begin((int64_t)seeded_below(seeded, 1000000), people, weights);
    table->question.ids = table->ids;
    arena_free(&work);
    return table;
}

/* Floors and ceilings that leave room for the amount. */
static void bound(struct seeded *seeded, struct table *table)
{
    int64_t people = (int64_t)table->question.people, amount = table->question.amount;
    for (int64_t i = 0; i < people; i++) {
        table->least[i] = (int64_t)seeded_below(seeded, (uint64_t)(amount / people) + 1);
        table->most[i] = amount / people + 1 + (int64_t)seeded_below(seeded, (uint64_t)amount + 1);
    }
    table->question.least = table->least;
    table->question.most = table->most;
}

static void every_cent_is_given_and_no_bound_is_broken(void **state)
{
    struct seeded seeded = seeded_start(7);
    for (int round = 0; round < 400; round++) {
        struct table *table = invented(&seeded);
        if (round % 2)
            bound(&seeded, table);
        struct shares shares = shares_split(&table->arena, &table->question);
        int64_t sum = 0;
        assert_int_equal(shares.refusal, SHARES_GOOD);
        for (size_t i = 0; i < table->question.people; i++) {
            assert_true(shares.cents[i] >= table->least[i] && shares.cents[i] <= table->most[i]);
            double off = (double)shares.cents[i] - rational_real(&table->arena, shares.exact[i]);
            assert_true(off > -1 && off < 1);
            sum += shares.cents[i];
        }
        assert_int_equal(sum, table->question.amount);
        end(table);
    }
}

static void the_order_of_the_list_changes_nothing(void **state)
{
    struct seeded seeded = seeded_start(11);
    for (int round = 0; round < 200; round++) {
        struct table *table = invented(&seeded), *turned = test_calloc(1, sizeof *turned);
        bound(&seeded, table);
        *turned = *table;
        turned->keys[0].by = turned->by;
        turned->question.ids = turned->ids, turned->question.keys = turned->keys;
        turned->question.least = turned->least, turned->question.most = turned->most;
        uint32_t order[MOST] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        seeded_shuffle(&seeded, order, table->question.people);
        for (size_t i = 0; i < table->question.people; i++) {
            turned->ids[i] = table->ids[order[i]], turned->by[i] = table->by[order[i]];
            turned->least[i] = table->least[order[i]], turned->most[i] = table->most[order[i]];
        }
        struct shares one = shares_split(&table->arena, &table->question);
        struct shares other = shares_split(&table->arena, &turned->question);
        for (size_t i = 0; i < table->question.people; i++)
            assert_int_equal(other.cents[i], one.cents[order[i]]);
        test_free(turned);
        end(table);
    }
}

static void who_weighs_more_never_gets_less(void **state)
{
    struct seeded seeded = seeded_start(13);
    for (int round = 0; round < 300; round++) {
        struct table *table = invented(&seeded);
        struct shares before = shares_split(&table->arena, &table->question);
        for (size_t i = 0; i < table->question.people; i++)
            for (size_t j = 0; j < table->question.people; j++)
                if (rational_compare(&table->arena, table->by[i], table->by[j]) > 0)
                    assert_true(before.cents[i] >= before.cents[j]);
        size_t who = seeded_below(&seeded, table->question.people);
        table->by[who] = rational_multiply(&table->arena, table->by[who], rational_of(&table->arena, 3, 2));
        struct shares after = shares_split(&table->arena, &table->question);
        assert_true(after.cents[who] >= before.cents[who]);
        end(table);
    }
}

static void a_sum_that_does_not_balance_is_not_rounded(void **state)
{
    struct arena arena = {0};
    struct rational exact[] = {rational_of(&arena, -7, 2), rational_of(&arena, 27, 2)};
    int64_t cents[2] = {5, 5};
    assert_false(shares_whole(&arena, 2, NULL, exact, 11, cents, NULL));
    assert_int_equal(cents[0], 5);
    assert_true(shares_whole(&arena, 2, NULL, exact, 10, cents, NULL));
    assert_int_equal(cents[0], -3);
    assert_int_equal(cents[1], 13);
    arena_free(&arena);
}

const struct CMUnitTest shares_tests[] = {
    PLAIN("hours share a thousand euros to the cent", hours_share_a_thousand_euros_to_the_cent),
    PLAIN("equal fractions go to the smaller id", equal_fractions_go_to_the_smaller_id),
    PLAIN("a product of two figures is a key", a_product_of_two_figures_is_a_key),
    PLAIN("two keys mix in exact fractions", two_keys_mix_in_exact_fractions),
    PLAIN("floors and ceilings stop some, and the others keep the key",
          floors_and_ceilings_stop_some_and_the_others_keep_the_key),
    PLAIN("what cannot be shared is refused with its reason", what_cannot_be_shared_is_refused_with_its_reason),
    PLAIN("weights without a reasonable denominator are refused", weights_without_a_reasonable_denominator_are_refused),
    PLAIN("every cent is given and no bound is broken", every_cent_is_given_and_no_bound_is_broken),
    PLAIN("the order of the list changes nothing", the_order_of_the_list_changes_nothing),
    PLAIN("who weighs more never gets less", who_weighs_more_never_gets_less),
    PLAIN("a sum that does not balance is not rounded", a_sum_that_does_not_balance_is_not_rounded),
    {0}};
