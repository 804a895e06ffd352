/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Effects: cases counted by hand, mixtures that are found again, placebos, and what is refused. */
#include "engines/effects.h"
#include "engines/effects/simplex.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"
#include <math.h>

enum { UNITS = 16, TIMES = 20, START = 14 };

static void a_difference_of_differences_is_counted_by_hand(void **state)
{
    static const double outcome[] = {10, 10, 20, 5, 5, 8, 7, 7, 9};
    static const bool treated[] = {true, false, false};
    struct effect_panel panel = {3, 3, 2, outcome, treated};
    struct arena arena = {0};
    assert_null(effect_trouble(&panel));
    struct effect effect = effect_estimate(&arena, &panel, EFFECT_DIFFERENCE);
    assert_near(effect.effect, 7.5, 1e-12);
    assert_int_equal(effect.placebos, 2);
    assert_int_equal(effect.as_large, 0);
    assert_near(effect.chance, 1.0 / 3, 1e-12);
    arena_free(&arena);
}

/* Donors of levels and movements of their own; the first unit is made out of three of them, moved after the start. */
static struct effect_panel mixture(double *outcome, bool *treated, double level, double moved)
{
    struct seeded seeded = seeded_start(7);
    for (uint32_t i = 1; i < UNITS; i++)
        for (uint32_t t = 0; t < TIMES; t++)
            outcome[i * TIMES + t] = 50 + 3 * (i % 5) + sin(t * (0.3 + 0.1 * (i % 4))) * 4 + seeded_unit(&seeded);
    for (uint32_t t = 0; t < TIMES; t++)
        outcome[t] = 0.5 * outcome[2 * TIMES + t] + 0.3 * outcome[3 * TIMES + t] + 0.2 * outcome[7 * TIMES + t] + level
                   + (t >= START ? moved : 0);
    memset(treated, 0, UNITS);
    treated[0] = true;
    return (struct effect_panel){UNITS, TIMES, START, outcome, treated};
}

static void a_mixture_of_donors_is_found_again(void **state)
{
    double outcome[UNITS * TIMES];
    bool treated[UNITS];
    struct arena arena = {0};
    struct effect_panel panel = mixture(outcome, treated, 0, -5);
    struct effect effect = effect_estimate(&arena, &panel, EFFECT_SYNTHETIC);
    assert_near(effect.effect, -5, 1e-3);
    assert_near(effect.donor[2], 0.5, 1e-3);
    assert_near(effect.donor[3], 0.3, 1e-3);
    assert_near(effect.donor[7], 0.2, 1e-3);
    assert_true(effect.follows && effect.distance < 1e-3);
    assert_true(effect.least <= effect.effect && effect.effect <= effect.most);
    const double *path = effect_path(&arena, &panel, &effect, EFFECT_SYNTHETIC);
    assert_near(path[TIMES - 1] - outcome[TIMES - 1], 5, 1e-3);
    arena_free(&arena);
}

static void a_level_of_its_own_is_no_effect(void **state)
{
    double outcome[UNITS * TIMES];
    bool treated[UNITS];
    struct arena arena = {0};
    struct effect_panel panel = mixture(outcome, treated, 300, 8);
    struct effect effect = effect_estimate(&arena, &panel, EFFECT_SYNTHETIC_DIFFERENCE);
    assert_true(fabs(effect.effect - 8) < 1.5);
    double donors = 0, past = 0;
    for (uint32_t i = 0; i < UNITS; i++)
        donors += effect.donor[i];
    for (uint32_t t = 0; t < START; t++)
        past += effect.past[t];
    assert_near(donors, 1, 1e-9);
    assert_near(past, 1, 1e-9);
    assert_near(effect.donor[0], 0, 0);
    effect = effect_estimate(&arena, &panel, EFFECT_SYNTHETIC);
    assert_false(effect.follows);
    struct buffer out = {.arena = &arena};
    effect_sentence(&out, &effect, EFFECT_SYNTHETIC);
    assert_contains(buffer_string(&out), "on ne peut pas parler de cause");
    arena_free(&arena);
}

static void the_order_of_the_donors_changes_nothing(void **state)
{
    double outcome[UNITS * TIMES], turned[UNITS * TIMES];
    bool treated[UNITS], last[UNITS] = {false};
    struct arena arena = {0};
    struct effect_panel panel = mixture(outcome, treated, 20, 8), other = panel;
    for (uint32_t i = 0; i < UNITS; i++)
        memcpy(turned + (UNITS - 1 - i) * TIMES, outcome + i * TIMES, TIMES * sizeof *outcome);
    last[UNITS - 1] = true;
    other.outcome = turned;
    other.treated = last;
    for (int method = 0; method < EFFECT_METHODS; method++) {
        struct effect one = effect_estimate(&arena, &panel, (enum effect_method)method);
        struct effect two = effect_estimate(&arena, &other, (enum effect_method)method);
        assert_near(one.effect, two.effect, 1e-6);
        assert_near(one.chance, two.chance, 1e-12);
    }
    arena_free(&arena);
}

/* Panels where nothing but noise and common movements stands beside a known effect: it is within two errors of the
 * estimate nine times in ten. */
static void an_effect_that_is_known_is_within_its_error(void **state)
{
    enum { PANELS = 40 };
    struct seeded seeded = seeded_start(2026);
    double outcome[UNITS * TIMES];
    bool treated[UNITS] = {true};
    int within = 0;
    for (int p = 0; p < PANELS; p++) {
        struct arena arena = {0};
        struct effect_panel panel = {UNITS, TIMES, START, outcome, treated};
        for (uint32_t i = 0; i < UNITS; i++) {
            double level = 20 * seeded_unit(&seeded), slope = seeded_unit(&seeded);
            for (uint32_t t = 0; t < TIMES; t++)
                outcome[i * TIMES + t] = level + slope * t + 2 * seeded_unit(&seeded) + (i == 0 && t >= START ? 6 : 0);
        }
        struct effect effect = effect_estimate(&arena, &panel, EFFECT_SYNTHETIC_DIFFERENCE);
        within += fabs(effect.effect - 6) <= 1.96 * effect.error;
        arena_free(&arena);
    }
    assert_true(within >= PANELS * 9 / 10);
}

static void weights_are_those_of_trying_all(void **state)
{
    enum { ROWS = 5, COLUMNS = 3, GRID = 200 };
    struct seeded seeded = seeded_start(3);
    for (int round = 0; round < 50; round++) {
        double a[ROWS * COLUMNS], b[ROWS], best = INFINITY, found = 0;
        struct arena arena = {0};
        for (int i = 0; i < ROWS * COLUMNS; i++)
            a[i] = seeded_unit(&seeded) * 4 - 2;
        for (int i = 0; i < ROWS; i++)
            b[i] = seeded_unit(&seeded) * 4 - 2;
        const double *w = simplex_weights(&arena, a, b, ROWS, COLUMNS, 0.1);
        for (int x = 0; x <= GRID; x++)
            for (int y = 0; x + y <= GRID; y++) {
                double v[3] = {(double)x / GRID, (double)y / GRID, (double)(GRID - x - y) / GRID}, value = 0;
                for (int i = 0; i < ROWS; i++) {
                    double residue = a[3 * i] * v[0] + a[3 * i + 1] * v[1] + a[3 * i + 2] * v[2] - b[i];
                    value += residue * residue;
                }
                value += 0.1 * (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
                best = fmin(best, value);
            }
        for (int i = 0; i < ROWS; i++) {
            double residue = a[3 * i] * w[0] + a[3 * i + 1] * w[1] + a[3 * i + 2] * w[2] - b[i];
            found += residue * residue;
        }
        found += 0.1 * (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]);
        assert_true(found <= best + 1e-9);
        assert_near(w[0] + w[1] + w[2], 1, 1e-12);
        arena_free(&arena);
    }
}

static void what_cannot_be_estimated_is_refused(void **state)
{
    double outcome[12] = {0};
    bool none[4] = {false}, one[4] = {true}, three[4] = {true, true, true};
    assert_contains(effect_trouble(&(struct effect_panel){4, 3, 2, outcome, none}), "Nobody");
    assert_contains(effect_trouble(&(struct effect_panel){4, 3, 2, outcome, three}), "two units");
    assert_contains(effect_trouble(&(struct effect_panel){4, 3, 1, outcome, one}), "two times");
    assert_contains(effect_trouble(&(struct effect_panel){4, 3, 3, outcome, one}), "two times");
    assert_contains(effect_trouble(&(struct effect_panel){5000, 3, 2, outcome, one}), "too many");
    outcome[5] = NAN;
    assert_contains(effect_trouble(&(struct effect_panel){4, 3, 2, outcome, one}), "missing");
}

const struct CMUnitTest effects_tests[] = {
    PLAIN("a difference of differences is counted by hand", a_difference_of_differences_is_counted_by_hand),
    PLAIN("a mixture of donors is found again", a_mixture_of_donors_is_found_again),
    PLAIN("a level of its own is no effect", a_level_of_its_own_is_no_effect),
    PLAIN("the order of the donors changes nothing", the_order_of_the_donors_changes_nothing),
    PLAIN("an effect that is known is within its error", an_effect_that_is_known_is_within_its_error),
    PLAIN("weights are those of trying all", weights_are_those_of_trying_all),
    PLAIN("what cannot be estimated is refused", what_cannot_be_estimated_is_refused),
    {0}
};
