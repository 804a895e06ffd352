/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sobol points: the published first ones, evenness before and after scrambling, integrals. */
#include "engines/kernel/sobol.h"
#include <math.h>
#include "engines/kernel/seeded.h"
#include "main/testing.h"

/* As the program of Joe and Kuo prints them: in the order of Gray's code. */
static void the_first_points_are_the_published_ones(void **state)
{
    static const double published[10][3] = {{0, 0, 0}, {.5, .5, .5}, {.75, .25, .25}, {.25, .75, .75},
        {.375, .375, .625}, {.875, .875, .125}, {.625, .125, .875}, {.125, .625, .375}, {.1875, .3125, .9375},
        {.6875, .8125, .4375}};
    struct sobol sobol;
    sobol_start(&sobol, 3);
    for (uint32_t i = 0; i < 10; i++)
        for (uint32_t d = 0; d < 3; d++)
            assert_near(sobol_coordinate(&sobol, d, i ^ i >> 1) * 0x1p-32, published[i][d], 0);
}

static void expect_even(const struct sobol *sobol, uint32_t dimension, uint32_t count, uint32_t seed)
{
    static _Thread_local uint8_t seen[4096];
    memset(seen, 0, sizeof seen);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bits = sobol_coordinate(sobol, dimension, i);
        seen[(seed ? sobol_scramble(bits, seed) : bits) / (uint32_t)(0x100000000u / count)]++;
    }
    for (uint32_t k = 0; k < count; k++)
        assert_int_equal(seen[k], 1);
}

static void each_interval_holds_one_point_scrambled_or_not(void **state)
{
    static struct sobol sobol;
    struct seeded chance = seeded_start(3);
    sobol_start(&sobol, SOBOL_DIMENSIONS);
    for (uint32_t d = 0; d < SOBOL_DIMENSIONS; d++)
        for (uint32_t count = 2; count <= 4096; count *= 8) {
            expect_even(&sobol, d, count, 0);
            expect_even(&sobol, d, count, (uint32_t)seeded_next(&chance) | 1);
        }
}

/* Every box of 2⁻ᵃ × 2⁻ᵇ with a + b = 10 holds one of 1,024 points: the first two dimensions are a (0, m, 2) net. */
static void boxes_of_the_first_two_dimensions_hold_one_point_each(void **state)
{
    static struct sobol sobol;
    sobol_start(&sobol, 2);
    for (uint32_t a = 0; a <= 10; a++) {
        uint8_t seen[1024] = {0};
        for (uint32_t i = 0; i < 1024; i++) {
            uint64_t x = sobol_scramble(sobol_coordinate(&sobol, 0, i), 77), y =
                sobol_scramble(sobol_coordinate(&sobol, 1, i), 991);
            seen[(x >> (32 - a)) << (10 - a) | y >> (22 + a)]++;
        }
        for (uint32_t k = 0; k < 1024; k++)
            assert_int_equal(seen[k], 1);
    }
}

static void a_scrambled_point_falls_anywhere(void **state)
{
    struct seeded chance = seeded_start(5);
    double sum = 0, squares = 0;
    enum { TIMES = 40000 };
    for (int i = 0; i < TIMES; i++) {
        double u = sobol_unit(sobol_scramble(0, (uint32_t)seeded_next(&chance)));
        assert_true(u > 0 && u < 1);
        sum += u, squares += u * u;
    }
    assert_near(sum / TIMES, .5, .01);
    assert_near(squares / TIMES, 1 / 3.0, .01);
}

static void a_smooth_integral_is_found_far_better_than_by_chance(void **state)
{
    static struct sobol sobol;
    enum { POINTS = 4096, SIDES = 12 };
    struct seeded chance = seeded_start(8);
    double even = 0, plain = 0;
    sobol_start(&sobol, SIDES);
    uint32_t seeds[SIDES];
    for (int d = 0; d < SIDES; d++)
        seeds[d] = (uint32_t)seeded_next(&chance);
    for (uint32_t i = 0; i < POINTS; i++) {
        double a = 1, b = 1;
        for (uint32_t d = 0; d < SIDES; d++) {
            a *= 1 + (sobol_unit(sobol_scramble(sobol_coordinate(&sobol, d, i), seeds[d])) - .5) / (d + 1);
            b *= 1 + (seeded_unit(&chance) - .5) / (d + 1);
        }
        even += a / POINTS, plain += b / POINTS;
    }
    assert_near(even, 1, 1e-4);
    assert_true(fabs(even - 1) < fabs(plain - 1) / 5);
}

const struct CMUnitTest sobol_tests[] = {
    PLAIN("the first points are the published ones", the_first_points_are_the_published_ones),
    PLAIN("each interval holds one point, scrambled or not", each_interval_holds_one_point_scrambled_or_not),
    PLAIN("boxes of the first two dimensions hold one point each",
          boxes_of_the_first_two_dimensions_hold_one_point_each),
    PLAIN("a scrambled point falls anywhere", a_scrambled_point_falls_anywhere),
    PLAIN("a smooth integral is found far better than by chance",
          a_smooth_integral_is_found_far_better_than_by_chance),
    {0}};
