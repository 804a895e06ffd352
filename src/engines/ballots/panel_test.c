/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Panels: cases done by hand, then invented pools whose best smallest chance is found in another way. */
#include "engines/draw.h"
#include "engines/kernel/linear.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"
#include <math.h>

enum { MOST = 2000 };
struct pool {
    struct arena arena;
    const char *ids[MOST];
    uint32_t value[MOST * 4];
    struct panel_quota quotas[16];
    struct panel_input input;
};

static struct pool *begin(uint32_t people, uint32_t features, uint32_t seats)
{
    struct pool *pool = test_calloc(1, sizeof *pool);
    for (uint32_t i = 0; i < people; i++)
        pool->ids[i] = arena_format(&pool->arena, "%u", i);
    pool->input = (struct panel_input){people, features, pool->value, pool->quotas, 0, seats};
    return pool;
}

static void quota(struct pool *pool, uint32_t feature, uint32_t value, uint32_t least, uint32_t most)
{
    pool->quotas[pool->input.quota_count++] = (struct panel_quota){feature, value, least, most};
}

static void end(struct pool *pool)
{
    arena_free(&pool->arena);
    test_free(pool);
}

static struct panel *draw(struct pool *pool)
{
    return draw_panel(&pool->arena, &pool->input, pool->ids, "2026-11-23");
}

static void check_quotas(const struct pool *pool, const struct panel *panel)
{
    for (uint32_t q = 0; q < pool->input.quota_count; q++) {
        const struct panel_quota *one = &pool->quotas[q];
        uint32_t count = 0;
        for (uint32_t i = 0; i < pool->input.seats; i++)
            count += pool->value[panel->drawn[i] * pool->input.features + one->feature] == one->value;
        assert_true(count >= one->least && count <= one->most);
    }
}

static void without_quotas_all_have_the_same_chance(void **state)
{
    struct pool *pool = begin(10, 0, 3);
    struct panel *panel = draw(pool);
    assert_int_equal(panel->trouble, PANEL_DRAWN);
    for (int i = 0; i < 10; i++)
        assert_near(panel->chance[i], 0.3, 1e-6);
    end(pool);
}

static void three_women_and_seven_men_for_two_seats_each(void **state)
{
    struct pool *pool = begin(10, 1, 4);
    for (int i = 0; i < 3; i++)
        pool->value[i] = 1;
    quota(pool, 0, 1, 2, 2);
    struct panel *panel = draw(pool);
    assert_int_equal(panel->trouble, PANEL_DRAWN);
    assert_near(panel->chance[0], 2.0 / 3, 1e-6);
    assert_near(panel->chance[9], 2.0 / 7, 1e-6);
    assert_near(panel->least_chance, 2.0 / 7, 1e-6);
    check_quotas(pool, panel);
    struct buffer out = {.arena = &pool->arena};
    draw_panel_sentence(&out, panel, 4, 10, "2026-11-23");
    assert_contains(buffer_string(&out), "personne n’a moins de 2857 chances sur 10\u00A0000");
    end(pool);
}

/* Three profiles, one of them rare: drawing one after the other would give it far less. */
static void check_even_chances(uint32_t people, uint32_t seats)
{
    struct pool *pool = begin(people, 2, seats);
    uint32_t half = seats / 2, slack = seats / 20;
    for (uint32_t i = 0; i < people; i++) {
        pool->value[2 * i] = i < people / 2;
        pool->value[2 * i + 1] = i < people / 2 ? i < 1 : 1;
    }
    quota(pool, 0, 0, half, half), quota(pool, 0, 1, half, half);
    quota(pool, 1, 0, half - slack, half + slack), quota(pool, 1, 1, half - slack, half + slack);
    struct panel *panel = draw(pool);
    assert_int_equal(panel->trouble, PANEL_DRAWN);
    assert_int_equal(panel->profiles, 3);
    for (uint32_t i = 0; i < people; i++)
        assert_near(panel->chance[i], 0.1, 1e-4);
    check_quotas(pool, panel);
    end(pool);
}

/* The sizes of the two published examples (Flanigan and others 2021), whose smallest chance is 10.0 %. */
static void even_chances_are_found_where_they_exist(void **state)
{
    check_even_chances(200, 20);
    check_even_chances(2000, 200);
}

static void quotas_that_nobody_can_keep_are_said(void **state)
{
    struct pool *pool = begin(6, 1, 3);
    quota(pool, 0, 1, 1, 3);                                         /* nobody carries 1 */
    struct panel *panel = draw(pool);
    assert_int_equal(panel->trouble, PANEL_IMPOSSIBLE);
    struct buffer out = {.arena = &pool->arena};
    draw_panel_sentence(&out, panel, 3, 6, "x");
    assert_contains(buffer_string(&out), "Aucun panel");
    pool->input.seats = 7;
    pool->input.quota_count = 0;
    assert_int_equal(draw(pool)->trouble, PANEL_IMPOSSIBLE);
    end(pool);
}

static void who_cannot_be_held_is_counted_and_others_rise(void **state)
{
    struct pool *pool = begin(9, 1, 2);
    pool->value[0] = 1;
    quota(pool, 0, 1, 0, 0);
    struct panel *panel = draw(pool);
    assert_true(panel->trouble == PANEL_DRAWN && panel->never == 1 && panel->chance[0] == 0);
    assert_near(panel->least_chance, 0.25, 1e-6);
    end(pool);
}

/* All panels of profiles, and the value of the game "lottery against profile" between two bounds, by weights that grow
 * on those who are served least (Freund and Schapire 1999). */
struct game { uint32_t profiles, size[16], count; uint32_t panels[4000][16]; };

static bool keeps(const struct pool *pool, const uint32_t *person, const uint32_t *panel, uint32_t profiles)
{
    for (uint32_t q = 0; q < pool->input.quota_count; q++) {
        const struct panel_quota *one = &pool->quotas[q];
        uint32_t count = 0;
        for (uint32_t t = 0; t < profiles; t++)
            count += pool->value[person[t] * pool->input.features + one->feature] == one->value ? panel[t] : 0;
        if (count < one->least || count > one->most)
            return false;
    }
    return true;
}

static void list_panels(const struct pool *pool, const struct panel *panel, struct game *game)
{
    uint32_t person[16] = {0}, at[16] = {0}, t;
    game->profiles = panel->profiles;
    for (uint32_t i = 0; i < pool->input.people; i++) {
        game->size[panel->profile[i]]++;
        person[panel->profile[i]] = i;
    }
    do {
        uint32_t sum = 0;
        for (t = 0; t < game->profiles; t++)
            sum += at[t];
        if (sum == pool->input.seats && keeps(pool, person, at, game->profiles) && game->count < 4000)
            memcpy(game->panels[game->count++], at, sizeof at);
        for (t = 0; t < game->profiles && ++at[t] > game->size[t]; t++)
            at[t] = 0;
    } while (t < game->profiles);
}

static void bound_value(const struct game *game, double *low, double *high)
{
    double weight[16], served[16] = {0}, sum = 0, all[16] = {0};
    enum { ROUNDS = 4000 };
    for (uint32_t t = 0; t < game->profiles; t++)
        weight[t] = 1.0 / game->profiles;
    *high = 1;
    for (int round = 0; round < ROUNDS; round++) {
        double best = -1;
        uint32_t which = 0;
        for (uint32_t p = 0; p < game->count; p++) {
            double worth = 0;
            for (uint32_t t = 0; t < game->profiles; t++)
                worth += weight[t] * game->panels[p][t] / game->size[t];
            which = worth > best ? p : which;
            best = worth > best ? worth : best;
        }
        *high = fmin(*high, best);
        for (uint32_t t = 0; t < game->profiles; t++)
            served[t] += (double)game->panels[which][t] / game->size[t];
        sum = 0;
        for (uint32_t t = 0; t < game->profiles; t++)
            sum += all[t] = exp(-0.02 * served[t]);
        for (uint32_t t = 0; t < game->profiles; t++)
            weight[t] = all[t] / sum;
    }
    *low = 1;
    for (uint32_t t = 0; t < game->profiles; t++)
        *low = fmin(*low, served[t] / ROUNDS);
}

static void the_smallest_chance_is_as_high_as_can_be(void **state)
{
    static struct game game;
    struct seeded chance = seeded_start(41);
    int drawn = 0;
    for (int round = 0; round < 60; round++) {
        struct pool *pool = begin(6 + (uint32_t)seeded_below(&chance, 8), 2, 3);
        for (uint32_t i = 0; i < 2 * pool->input.people; i++)
            pool->value[i] = (uint32_t)seeded_below(&chance, 2 + i % 2);
        quota(pool, 0, 0, (uint32_t)seeded_below(&chance, 2), 2);
        quota(pool, 1, 1, (uint32_t)seeded_below(&chance, 2), 1 + (uint32_t)seeded_below(&chance, 2));
        quota(pool, 1, 2, 0, 1);
        struct panel *panel = draw(pool);
        game = (struct game){0};
        list_panels(pool, panel, &game);
        assert_int_equal(panel->trouble, game.count ? PANEL_DRAWN : PANEL_IMPOSSIBLE);
        if (game.count) {
            double low, high, least = panel->never ? 0 : panel->least_chance, sum = 0;
            bound_value(&game, &low, &high);
            assert_true(least >= low - 1e-5 && least <= high + 1e-5);
            for (uint32_t i = 0; i < pool->input.people; i++)
                sum += panel->chance[i];
            assert_near(sum, pool->input.seats, 1e-9);
            check_quotas(pool, panel);
            drawn++;
        }
        end(pool);
    }
    assert_true(drawn > 20);
}

static void a_linear_program_done_by_hand(void **state)
{
    /* most of 3x + 5y under x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18: 36 at (2, 6); then, with x ≤ 1, 33 */
    static const double right[3] = {4, 12, 18}, x[3] = {1, 0, 3}, y[3] = {0, 2, 2};
    struct arena arena = {0};
    struct linear *linear = linear_begin(&arena, 3, right);           /* the units are the slacks here */
    uint32_t a = linear_add(linear, x, 0, INFINITY, 3), b = linear_add(linear, y, 0, INFINITY, 5);
    assert_true(linear_solve(linear, 100));
    assert_near(linear_gain(linear), 36, 1e-9);
    assert_near(linear_value(linear, a), 2, 1e-9);
    assert_near(linear_value(linear, b), 6, 1e-9);
    assert_near(linear->price[1], 1.5, 1e-9);
    assert_near(linear->price[2], 1, 1e-9);
    struct linear *bounded = linear_begin(&arena, 3, right);
    linear_add(bounded, x, 0, 1, 3), linear_add(bounded, y, 0, INFINITY, 5);
    assert_true(linear_solve(bounded, 100));
    assert_near(linear_gain(bounded), 33, 1e-9);
    static const double loose[3] = {0, 0, -1};
    linear_add(bounded, loose, 0, INFINITY, 1);
    assert_false(linear_solve(bounded, 100));                        /* there is no end to the gain */
    arena_free(&arena);
}

static void a_basis_without_inverse_is_no_optimum(void **state)
{
    static const double right[2] = {4, 6}, x[2] = {1, 1}, y[2] = {1, 2};
    struct arena arena = {0};
    struct linear *linear = linear_begin(&arena, 2, right);
    uint32_t a = linear_add(linear, x, 0, INFINITY, 3), b = linear_add(linear, y, 0, INFINITY, 4);
    assert_true(linear_solve(linear, 100));
    assert_int_equal(linear->columns[a].place, LINEAR_BASIC);
    assert_int_equal(linear->columns[b].place, LINEAR_BASIC);
    linear->columns[b].entries[1] = 1;                     /* as if rounding had made one column of the two */
    linear->since = 1000;
    assert_false(linear_solve(linear, 100));
    arena_free(&arena);
}

const struct CMUnitTest panel_tests[] = {
    PLAIN("without quotas all have the same chance", without_quotas_all_have_the_same_chance),
    PLAIN("three women and seven men for two seats each: 2/3 and 2/7", three_women_and_seven_men_for_two_seats_each),
    PLAIN("even chances are found where they exist", even_chances_are_found_where_they_exist),
    PLAIN("quotas that nobody can keep are said", quotas_that_nobody_can_keep_are_said),
    PLAIN("who cannot be held is counted, and the others rise", who_cannot_be_held_is_counted_and_others_rise),
    PLAIN("the smallest chance is as high as can be", the_smallest_chance_is_as_high_as_can_be),
    PLAIN("a linear program done by hand", a_linear_program_done_by_hand),
    PLAIN("a basis without inverse is no optimum", a_basis_without_inverse_is_no_optimum), {0}};
