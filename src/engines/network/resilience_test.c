/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Departures and the profile: by hand on a small cooperation, and what must hold of any. */
#include "engines/kernel/seeded.h"
#include "engines/resilience.h"
#include "main/testing.h"
#include <math.h>

/* Initiative 0: actors 0, 1; 1: 1, 2, 3; 2: 0, 1; 3: 4 alone. Colleges: 0 0 1 1, 4 unknown. */
static const struct triple members[] = {{0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {2, 1, 1}, {3, 1, 1}, {0, 2, 1}, {1, 2, 1},
                                        {4, 3, 1}, {1, 1, 1}};
static const int64_t day[] = {0, 1461, INT64_MIN, 100, INT64_MIN, 10, 10, 5, INT64_MIN};
static const struct triple can[] = {{0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {2, 2, 1}, {3, 2, 1}, {4, 2, 1}};
static const struct triple amounts[] = {{0, 0, 100}, {1, 1, 300}};
static const struct triple seats[] = {{0, 0, 1}, {1, 0, 0}, {1, 1, 1}};
static const uint32_t college[] = {0, 0, 1, 1, NETWORK_NO_COLLEGE};
static const struct cooperation small = {
    .actors = 5, .initiatives = 4, .functions = 4, .colleges = 2, .memberships = members, .membership_count = 9,
    .day = day, .amounts = amounts, .amount_count = 2, .seats = seats, .seat_count = 3, .can = can, .can_count = 6,
    .college = college};

static void a_departure_says_what_it_takes_away(void **state)
{
    struct arena arena = {0};
    bool fits;
    struct sparse network = network_project(&arena, 5, 4, members, 9, 0, NULL, &fits);
    struct departures *departures = departures_prepare(&arena, &small, &network);
    struct departure one = departure_of(&arena, departures, 1);
    assert_true(one.largest_before == 4 && one.largest_after == 2 && one.pieces == 2);
    assert_true(one.lost_count == 1 && one.lost[0] == 1);
    assert_true(one.fragile_count == 1 && one.fragile[0] == 0);
    assert_true(one.orphaned_count == 2 && one.orphaned[0] == 0 && one.orphaned[1] == 2);
    assert_true(one.amount == 300 && one.amount_share == 0.75);
    struct departure four = departure_of(&arena, departures, 4);
    assert_true(four.pieces == 0 && four.largest_after == 4 && four.lost_count == 0 && four.orphaned_count == 0);
    assert_true(four.fragile_count == 0 && four.amount == 0);
    arena_free(&arena);
}

static void each_figure_is_that_of_its_definition(void **state)
{
    struct arena arena = {0};
    struct profile profile = profile_measure(&arena, &small, 0, 1);
    const struct indicator *of = profile.of;
    double third = 1.0 / 3, entropy = -(third * log(third) + 2 * third * log(2 * third)) / log(2);
    assert_near(of[PROFILE_MIX].value, entropy / 3, 1e-14);
    assert_near(of[PROFILE_MULTI].value, third, 1e-15);
    assert_near(of[PROFILE_DENSITY].value, 4 / 10.0, 1e-15);
    assert_near(of[PROFILE_CENTRALISATION].value, (5 * 3 - 8) / 12.0, 1e-15);
    assert_near(of[PROFILE_REDUNDANCY].value, 2.0 / 3, 1e-15);
    assert_near(of[PROFILE_ROBUSTNESS].value, (2 + 1 + 1 + 1) / 25.0, 1e-15);
    assert_near(of[PROFILE_MULTIPLEXITY].value, 0.25, 1e-15);
    assert_near(of[PROFILE_CONCENTRATION].value, 0.0625 + 0.5625, 1e-15);
    assert_near(of[PROFILE_DURATION].value, 2, 1e-15);
    assert_near(of[PROFILE_OPENNESS].value, 0.75, 1e-15);
    assert_true(of[PROFILE_DURATION].known == 2 && of[PROFILE_DURATION].all == 3);
    assert_true(of[PROFILE_DENSITY].known == 4 && of[PROFILE_DENSITY].all == 5);
    assert_true(of[PROFILE_REDUNDANCY].known == 5 && of[PROFILE_CONCENTRATION].known == 2);
    assert_true(isnan(of[PROFILE_DENSITY].low) && isnan(of[PROFILE_DENSITY].high));
    arena_free(&arena);
}

static void what_is_not_known_is_said_not_to_be(void **state)
{
    struct arena arena = {0};
    struct cooperation bare = {.actors = 5, .initiatives = 4, .memberships = members, .membership_count = 9};
    struct profile profile = profile_measure(&arena, &bare, 20, 1);
    static const int unknown[] = {PROFILE_MIX, PROFILE_MULTI, PROFILE_REDUNDANCY, PROFILE_CONCENTRATION,
                                  PROFILE_DURATION, PROFILE_OPENNESS};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        const struct indicator *one = &profile.of[unknown[i]];
        assert_true(isnan(one->value) && isnan(one->low) && one->known == 0);
    }
    struct cooperation nothing = {0};
    profile = profile_measure(&arena, &nothing, 20, 1);
    assert_true(isnan(profile.of[PROFILE_DENSITY].value) && profile.of[PROFILE_DENSITY].all == 0);
    struct sparse none = sparse_graph(&arena, 5, NULL, 0);
    struct departure gone = departure_of(&arena, departures_prepare(&arena, &bare, &none), 0);
    assert_true(isnan(gone.amount_share) && gone.lost_count == 0);
    arena_free(&arena);
}

/* Initiatives are drawn from one law; how often the interval of the share of mixed ones holds the true share. */
static void intervals_hold_the_truth_about_nine_times_in_ten(void **state)
{
    enum { ACTORS = 40, INITIATIVES = 60, ROUNDS = 100 };
    uint32_t colleges[ACTORS], held = 0;
    struct triple drawn[2 * INITIATIVES];
    for (uint32_t i = 0; i < ACTORS; i++)
        colleges[i] = i % 2;
    for (uint64_t seed = 0; seed < ROUNDS; seed++) {
        struct arena arena = {0};
        struct seeded chance = seeded_start(seed);
        for (uint32_t p = 0; p < INITIATIVES; p++) {
            bool mixed = seeded_unit(&chance) < 0.4;
            uint32_t a = (uint32_t)seeded_below(&chance, ACTORS / 2) * 2;
            uint32_t b = mixed ? (uint32_t)seeded_below(&chance, ACTORS / 2) * 2 + 1 : (a + 2) % ACTORS;
            drawn[2 * p] = (struct triple){a, p, 1}, drawn[2 * p + 1] = (struct triple){b, p, 1};
        }
        struct cooperation cooperation = {.actors = ACTORS, .initiatives = INITIATIVES, .colleges = 2,
            .memberships = drawn, .membership_count = 2 * INITIATIVES, .college = colleges};
        struct profile profile = profile_measure(&arena, &cooperation, 200, seed);
        struct profile again = profile_measure(&arena, &cooperation, 200, seed);
        assert_memory_equal(&profile, &again, sizeof profile);
        const struct indicator *multi = &profile.of[PROFILE_MULTI];
        held += multi->low <= 0.4 && 0.4 <= multi->high;
        for (int k = 0; k < PROFILE_INDICATORS; k++)
            assert_true(isnan(profile.of[k].value) || (profile.of[k].low <= profile.of[k].value
                                                       && profile.of[k].value <= profile.of[k].high));
        arena_free(&arena);
    }
    assert_true(held >= 82 && held <= 98);
}

const struct CMUnitTest resilience_tests[] = {
    PLAIN("a departure says what it takes away", a_departure_says_what_it_takes_away),
    PLAIN("each figure is that of its definition", each_figure_is_that_of_its_definition),
    PLAIN("what is not known is said not to be", what_is_not_known_is_said_not_to_be),
    PLAIN("intervals hold the truth about nine times in ten", intervals_hold_the_truth_about_nine_times_in_ten),
    {0}
};
