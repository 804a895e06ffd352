/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Effects: weights against every face of the simplex, panels whose effect is known, published figures when at hand. */
#include <math.h>
#include "engines/effects.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"

enum { SMALL = 6, ROWS = 4 };

/* The least value on the face of these columns, solved with its multiplier by elimination; infinite when the solution
 * is outside of the face or not one. */
static double on_face(const double *a, const double *b, double ridge, unsigned face)
{
    double system[SMALL + 1][SMALL + 2] = {{0}}, value = 0;
    int column[SMALL], count = 0;
    for (int j = 0; j < SMALL; j++)
        if (face >> j & 1)
            column[count++] = j;
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < count; k++)
            for (int r = 0; r < ROWS; r++)
                system[i][k] += a[r * SMALL + column[i]] * a[r * SMALL + column[k]];
        for (int r = 0; r < ROWS; r++)
            system[i][count + 1] += a[r * SMALL + column[i]] * b[r];
        system[i][i] += ridge;
        system[i][count] = system[count][i] = 1;
    }
    system[count][count + 1] = 1;
    for (int p = 0; p <= count; p++) {
        int best = p;
        for (int i = p; i <= count; i++)
            best = fabs(system[i][p]) > fabs(system[best][p]) ? i : best;
        for (int k = 0; k <= count + 1; k++) {
            double held = system[p][k];
            system[p][k] = system[best][k], system[best][k] = held;
        }
        if (fabs(system[p][p]) < 1e-12)
            return INFINITY;
        for (int i = 0; i <= count; i++)
            for (int k = count + 1; i != p && k >= p; k--)
                system[i][k] -= system[i][p] / system[p][p] * system[p][k];
    }
    for (int r = 0; r < ROWS; r++) {
        double left = -b[r];
        for (int i = 0; i < count; i++)
            left += a[r * SMALL + column[i]] * system[i][count + 1] / system[i][i];
        value += left * left;
    }
    for (int i = 0; i < count; i++) {
        double weight = system[i][count + 1] / system[i][i];
        if (weight < 0)
            return INFINITY;
        value += ridge * weight * weight;
    }
    return value;
}

static void weights_are_the_best_of_every_face(void **state)
{
    struct arena arena = {0};
    struct seeded chance = seeded_start(10);
    (void)state;
    for (int round = 0; round < 300; round++) {
        double a[ROWS * SMALL], b[ROWS], weights[SMALL], best = INFINITY, sum = 0, ridge = round % 3 ? .3 : 1e-6;
        for (int i = 0; i < ROWS * SMALL; i++)
            a[i] = seeded_normal(&chance);
        for (int i = 0; i < ROWS; i++)
            b[i] = seeded_normal(&chance);
        for (unsigned face = 1; face < 1u << SMALL; face++)
            best = fmin(best, on_face(a, b, ridge, face));
        double found = effects_simplex(&arena, a, b, ROWS, SMALL, ridge, weights);
        for (int i = 0; i < SMALL; i++) {
            assert_true(weights[i] >= 0);
            sum += weights[i];
        }
        assert_float_equal(sum, 1, 1e-12);
        assert_float_equal(found, best, 1e-8);
    }
    arena_free(&arena);
}

static void equal_donors_are_no_trouble(void **state)
{
    struct arena arena = {0};
    double weights[3];
    (void)state;
    double value = effects_simplex(&arena, (double[]){1, 1, 1, 2, 2, 2}, (double[]){1, 3}, 2, 3, 0, weights);
    assert_float_equal(value, 1, 1e-12);
    assert_float_equal(weights[0] + weights[1] + weights[2], 1, 1e-12);
    assert_float_equal(effects_simplex(&arena, (double[]){0, 0}, (double[]){0}, 1, 2, 0, weights), 0, 0);
    arena_free(&arena);
}

enum { UNITS = 25, TIMES = 20, BEFORE = 14 };

/* Levels, a common year, a common factor that units feel more or less, and noise; the first treated units feel it. */
static void invent(double *outcome, bool *treated, uint32_t adopters, double effect, uint64_t seed)
{
    struct seeded chance = seeded_start(seed);
    double common[TIMES], factor[TIMES];
    for (int t = 0; t < TIMES; t++)
        common[t] = seeded_normal(&chance), factor[t] = t * .2 + seeded_normal(&chance);
    for (uint32_t i = 0; i < UNITS; i++) {
        double level = 10 * seeded_unit(&chance), load = seeded_unit(&chance);
        treated[i] = i < adopters;
        for (int t = 0; t < TIMES; t++)
            outcome[i * TIMES + t] = level + common[t] + load * factor[t] + .5 * seeded_normal(&chance)
                                     + (treated[i] && t >= BEFORE ? effect : 0);
    }
}

static int covered_by(enum effects_method method, uint32_t adopters, int panels)
{
    int covered = 0;
    for (int seed = 0; seed < panels; seed++) {
        struct arena arena = {0};
        double outcome[UNITS * TIMES];
        bool treated[UNITS];
        invent(outcome, treated, adopters, 3, (uint64_t)seed + 100);
        struct effects_panel panel = {UNITS, TIMES, BEFORE, outcome, treated};
        struct effects_result result = effects_measure(&arena, &panel);
        covered += result.by[method].low <= 3 && result.by[method].high >= 3;
        arena_free(&arena);
    }
    return covered;
}

static void placebo_intervals_hold_a_known_effect(void **state)
{
    (void)state;
    assert_in_range(covered_by(EFFECTS_SYNTHETIC_DID, 1, 100), 90, 100);
    assert_in_range(covered_by(EFFECTS_DID, 1, 100), 90, 100);
    assert_in_range(covered_by(EFFECTS_SYNTHETIC_DID, 3, 20), 18, 20);
}

static void an_exact_effect_is_found_exactly(void **state)
{
    struct arena arena = {0};
    double outcome[UNITS * TIMES];
    bool treated[UNITS] = {true};
    (void)state;
    for (int i = 0; i < UNITS; i++)
        for (int t = 0; t < TIMES; t++)
            outcome[i * TIMES + t] = i + t * t + (i == 0 && t >= BEFORE ? -7 : 0);
    struct effects_panel panel = {UNITS, TIMES, BEFORE, outcome, treated};
    struct effects_result result = effects_measure(&arena, &panel);
    assert_float_equal(result.by[EFFECTS_DID].estimate, -7, 1e-9);
    assert_float_equal(result.by[EFFECTS_SYNTHETIC_DID].estimate, -7, 1e-9);
    assert_int_equal(result.by[EFFECTS_DID].rank, 1);
    assert_float_equal(result.by[EFFECTS_DID].p_value, 1.0 / UNITS, 1e-12);
    arena_free(&arena);
}

static void a_trend_of_before_refuses_the_word(void **state)
{
    struct arena arena = {0};
    double outcome[UNITS * TIMES];
    bool treated[UNITS];
    (void)state;
    invent(outcome, treated, 1, 0, 7);
    for (int t = 0; t < TIMES; t++)
        outcome[t] += 2 * t;                               /* a trend of its own, which no donor has */
    struct effects_panel panel = {UNITS, TIMES, BEFORE, outcome, treated};
    struct effects_result result = effects_measure(&arena, &panel);
    for (int method = 0; method < EFFECTS_METHODS; method++) {
        assert_true(result.by[method].doubts & EFFECTS_TREND);
        assert_true(result.by[method].doubts & EFFECTS_POOR_FIT);
    }
    arena_free(&arena);
}

static void too_few_donors_or_years_refuse_the_word(void **state)
{
    struct arena arena = {0};
    static const double outcome[] = {1, 2, 5, 1, 2, 3, 2, 3, 4};
    struct effects_panel panel = {3, 3, 2, outcome, (bool[]){true, false, false}};
    (void)state;
    struct effects_result result = effects_measure(&arena, &panel);
    assert_float_equal(result.by[EFFECTS_DID].estimate, 2, 1e-12);
    assert_true(result.by[EFFECTS_DID].doubts & EFFECTS_FEW_DONORS);
    assert_true(result.by[EFFECTS_DID].doubts & EFFECTS_FEW_BEFORE);
    panel.treated = (bool[]){true, true, false};           /* no placebo can be played with one donor */
    panel.first_after = 1;
    result = effects_measure(&arena, &panel);
    assert_int_equal(result.by[EFFECTS_CONTROL].placebo_count, 0);
    assert_true(isnan(result.by[EFFECTS_CONTROL].low));
    arena_free(&arena);
}

static void the_same_panel_in_another_order_gives_the_same(void **state)
{
    struct arena arena = {0};
    double outcome[UNITS * TIMES], turned[UNITS * TIMES];
    bool treated[UNITS], turned_treated[UNITS];
    (void)state;
    invent(outcome, treated, 1, 3, 11);
    for (int i = 0; i < UNITS; i++) {
        turned_treated[UNITS - 1 - i] = treated[i];
        for (int t = 0; t < TIMES; t++)
            turned[(UNITS - 1 - i) * TIMES + t] = outcome[i * TIMES + t];
    }
    struct effects_panel panel = {UNITS, TIMES, BEFORE, outcome, treated};
    struct effects_result one = effects_measure(&arena, &panel);
    struct effects_result two = effects_measure(&arena, &(struct effects_panel){UNITS, TIMES, BEFORE, turned,
                                                                                turned_treated});
    for (int method = 0; method < EFFECTS_METHODS; method++) {
        assert_float_equal(one.by[method].estimate, two.by[method].estimate, 1e-6);
        assert_float_equal(one.by[method].error, two.by[method].error, 1e-6);
        assert_int_equal(one.by[method].rank, two.by[method].rank);
    }
    arena_free(&arena);
}

const struct CMUnitTest effects_tests[] = {
    cmocka_unit_test(weights_are_the_best_of_every_face),
    cmocka_unit_test(equal_donors_are_no_trouble),
    cmocka_unit_test(an_exact_effect_is_found_exactly),
    cmocka_unit_test(placebo_intervals_hold_a_known_effect),
    cmocka_unit_test(a_trend_of_before_refuses_the_word),
    cmocka_unit_test(too_few_donors_or_years_refuse_the_word),
    cmocka_unit_test(the_same_panel_in_another_order_gives_the_same),
    {0}};
