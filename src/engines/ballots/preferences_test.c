/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rankings, grades, pairs and draws: published results, then properties on invented votes. */
#include "engines/draw.h"
#include "engines/kernel/digest.h"
#include "engines/kernel/seeded.h"
#include "engines/preferences.h"
#include "main/testing.h"
#include <math.h>

enum { MOST = 8 };
struct written { const char *order; int64_t weight; };

/* "ACBED" ranks A first. Written into an array of ranks. */
static struct rankings rank(struct arena *arena, const struct written *ballots, size_t count, uint32_t options)
{
    uint32_t *ranks = arena_array(arena, count * options, sizeof *ranks);
    int64_t *weights = arena_array(arena, count, sizeof *weights);
    for (size_t i = 0; i < count; i++) {
        weights[i] = ballots[i].weight;
        for (uint32_t at = 0; ballots[i].order[at]; at++)
            ranks[i * options + (uint32_t)(ballots[i].order[at] - 'A')] = at + 1;
    }
    return (struct rankings){options, count, ranks, weights};
}

static void schulze_as_published(void **state)
{
    static const struct written ballots[] = {{"ACBED", 5}, {"ADECB", 5}, {"BEDAC", 8}, {"CABED", 3}, {"CAEBD", 7},
                                             {"CBADE", 2}, {"DCEBA", 7}, {"EBADC", 8}};
    static const int64_t paths[5][5] = {{0, 28, 28, 30, 24}, {25, 0, 28, 33, 24}, {25, 29, 0, 29, 24},
                                        {25, 28, 28, 0, 24}, {25, 28, 28, 31, 0}};
    struct arena arena = {0};
    struct rankings rankings = rank(&arena, ballots, 8, 5);
    struct schulze *schulze = preference_schulze(&arena, &rankings);
    for (int a = 0; a < 5; a++)
        for (int b = 0; b < 5; b++)
            assert_int_equal(schulze->path[5 * a + b], paths[a][b]);
    static const uint32_t order[] = {4, 0, 2, 1, 3};
    for (int i = 0; i < 5; i++)
        assert_int_equal(schulze->order[i], order[i]);
    assert_true(schulze->winners == 1 && !schulze->condorcet && schulze->voters == 45);
    uint32_t path[5];
    assert_int_equal(schulze_path(schulze, 5, 0, 1, path, 5), 4);    /* A beats D, D beats C, C beats B */
    assert_true(path[0] == 0 && path[1] == 3 && path[2] == 2 && path[3] == 1);
    arena_free(&arena);
}

static void transferable_votes_as_published(void **state)
{
    /* A orange, B pear, C strawberry, D chocolate, E sweets */
    static const struct written ballots[] = {{"A", 4}, {"BA", 2}, {"DC", 8}, {"DE", 4}, {"C", 1}, {"E", 1}};
    struct arena arena = {0};
    struct rankings rankings = rank(&arena, ballots, 6, 5);
    struct stv *stv = preference_stv(&arena, &rankings, 3, "seed");
    assert_int_equal(stv->quota, 6);
    assert_int_equal(stv->elected_count, 3);
    assert_true(stv->elected[0] == 3 && stv->elected[1] == 0 && stv->elected[2] == 2);
    assert_int_equal(stv->rounds[1].option, 1);
    assert_int_equal(rational_compare(&arena, stv->rounds[1].votes[2], rational_of(&arena, 5, 1)), 0);
    assert_int_equal(rational_compare(&arena, stv->rounds[1].votes[4], rational_of(&arena, 3, 1)), 0);
    arena_free(&arena);
}

static void the_presidential_vote_of_orsay(void **state)
{
    /* Thousandths of 1,733 ballots: Très bien, Bien, Assez bien, Passable, Insuffisant, À rejeter. Besancenot, Bayrou,
     * Royal, Sarkozy, Voynet (Balinski and Laraki 2010). */
    static const int64_t counts[5][6] = {{41, 99, 163, 160, 226, 311}, {136, 307, 251, 148, 84, 74},
                                         {167, 227, 191, 168, 122, 125}, {191, 198, 143, 115, 71, 282},
                                         {29, 93, 175, 237, 261, 205}};
    static const double gauges[5][2] = {{.463, .311}, {.4432, .3064}, {.3935, .4155}, {.3889, .4686}, {.2977, .4657}};
    static const uint32_t grades[5] = {4, 2, 2, 2, 3}, places[5] = {5, 1, 2, 3, 4};
    struct arena arena = {0};
    struct judgment *judgment = preference_judgment(&arena, &(struct grades){5, 6, counts[0], 1000});
    for (int i = 0; i < 5; i++) {
        assert_int_equal(judgment->options[i].grade, grades[i]);
        assert_int_equal(judgment->options[i].place, places[i]);
        assert_near(rational_real(&arena, judgment->options[i].above), gauges[i][0], 0.0015);
        assert_near(rational_real(&arena, judgment->options[i].below), gauges[i][1], 0.0015);
    }
    assert_true(judgment->options[1].plus && !judgment->options[2].plus);
    arena_free(&arena);
}

/* Whole ballots, 1,733 of them, that give the shares published for Bayrou, Royal, Sarkozy and Voynet (to a tenth of a
 * percent), and so the gauges published to a hundredth. */
static void the_gauges_of_orsay_to_the_hundredth(void **state)
{
    static const int64_t counts[4][6] = {{236, 532, 434, 257, 146, 128}, {289, 393, 331, 292, 212, 216},
                                         {331, 343, 247, 200, 123, 489}, {50, 162, 304, 410, 452, 355}};
    static const double gauges[4][2] = {{.4432, .3064}, {.3935, .4155}, {.3889, .4686}, {.2977, .4657}};
    struct arena arena = {0};
    struct judgment *judgment = preference_judgment(&arena, &(struct grades){4, 6, counts[0], 1733});
    for (uint32_t i = 0; i < 4; i++) {
        assert_near(rational_real(&arena, judgment->options[i].above), gauges[i][0], 1e-4);
        assert_near(rational_real(&arena, judgment->options[i].below), gauges[i][1], 1e-4);
        assert_int_equal(judgment->options[i].place, i + 1);
        assert_int_equal(judgment->options[i].plus, i == 0);
    }
    arena_free(&arena);
}

/* The slow way: grades from best to worst, the lower middle one taken out again and again. */
static int compare_slowly(const int64_t *a, const int64_t *b, uint32_t grades)
{
    int x[64], y[64], left = 0, other = 0;
    for (uint32_t grade = 0; grade < grades; grade++) {
        for (int64_t i = 0; i < a[grade]; i++)
            x[left++] = (int)grade;
        for (int64_t i = 0; i < b[grade]; i++)
            y[other++] = (int)grade;
    }
    for (; left > 0; left--) {
        int middle = left / 2;
        if (x[middle] != y[middle])
            return x[middle] < y[middle] ? -1 : 1;
        memmove(x + middle, x + middle + 1, (size_t)(left - middle - 1) * sizeof *x);
        memmove(y + middle, y + middle + 1, (size_t)(left - middle - 1) * sizeof *y);
    }
    return 0;
}

static void judgment_is_that_of_its_definition(void **state)
{
    struct seeded chance = seeded_start(3);
    for (int round = 0; round < 2000; round++) {
        struct arena arena = {0};
        int64_t counts[2][5] = {{0}};
        int64_t voters = 1 + (int64_t)seeded_below(&chance, 30);
        for (int64_t i = 0; i < voters; i++)
            counts[0][seeded_below(&chance, 5)]++, counts[1][seeded_below(&chance, 5)]++;
        struct judgment *judgment = preference_judgment(&arena, &(struct grades){2, 5, counts[0], voters});
        int order = compare_slowly(counts[0], counts[1], 5);
        assert_int_equal(order < 0, judgment->options[0].place < judgment->options[1].place);
        assert_int_equal(order == 0, judgment->options[0].place == judgment->options[1].place);
        arena_free(&arena);
    }
}

static void journals_two_by_two(void **state)
{
    /* Citations between Biometrika, Communications in Statistics, JASA, JRSS B (Stigler 1994; Agresti 2002). */
    static const int64_t wins[16] = {714, 730, 498, 221, 33, 425, 68, 17, 320, 813, 1072, 142, 284, 276, 325, 188};
    struct arena arena = {0};
    struct ranking_by_pairs *ranking = preference_pairs(&arena, &(struct pairs){4, wins});
    const struct paired *options = ranking->options;
    assert_near(options[1].strength - options[0].strength, -2.9491, 1e-4);
    assert_near(options[2].strength - options[0].strength, -0.4796, 1e-4);
    assert_near(options[3].strength - options[0].strength, 0.2690, 1e-4);
    assert_true(ranking->order[0] == 3 && !ranking->helped);
    assert_true(options[3].low < options[3].score && options[3].score < options[3].high);
    assert_true(options[0].error > 0.01 && options[0].error < 0.2);
    arena_free(&arena);
}

static void an_option_that_never_lost_stays_finite(void **state)
{
    static const int64_t wins[9] = {0, 3, 2, 0, 0, 0, 0, 1, 0};
    struct arena arena = {0};
    struct ranking_by_pairs *ranking = preference_pairs(&arena, &(struct pairs){3, wins});
    assert_true(ranking->helped && ranking->order[0] == 0);
    for (int i = 0; i < 3; i++)
        assert_true(isfinite(ranking->options[i].strength) && isfinite(ranking->options[i].error));
    static const int64_t none[4] = {0};
    struct ranking_by_pairs *empty = preference_pairs(&arena, &(struct pairs){2, none});
    assert_near(empty->options[0].score, 0.5, 1e-12);
    assert_int_equal(empty->options[1].place, 1);
    arena_free(&arena);
}

static struct rankings invent(struct arena *arena, struct seeded *chance, uint32_t options)
{
    size_t ballots = 1 + seeded_below(chance, 12);
    uint32_t *ranks = arena_array(arena, ballots * options, sizeof *ranks), all[MOST];
    for (size_t i = 0; i < ballots; i++) {
        for (uint32_t o = 0; o < options; o++)
            all[o] = o;
        seeded_shuffle(chance, all, options);
        uint32_t ranked = 1 + (uint32_t)seeded_below(chance, options);
        for (uint32_t o = 0; o < ranked; o++)
            ranks[i * options + all[o]] = o + 1;
    }
    return (struct rankings){options, ballots, ranks, NULL};
}

static void who_beats_all_wins_and_who_loses_to_all_does_not(void **state)
{
    struct seeded chance = seeded_start(17);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        uint32_t options = 2 + (uint32_t)seeded_below(&chance, 5);
        struct rankings rankings = invent(&arena, &chance, options);
        struct schulze *schulze = preference_schulze(&arena, &rankings);
        for (uint32_t a = 0; a < options; a++) {
            uint32_t beats = 0, loses = 0;
            for (uint32_t b = 0; b < options; b++) {
                beats += schulze->prefer[a * options + b] > schulze->prefer[b * options + a];
                loses += schulze->prefer[a * options + b] < schulze->prefer[b * options + a];
            }
            if (beats == options - 1)
                assert_true(schulze->place[a] == 1 && schulze->winners == 1 && schulze->condorcet);
            if (loses == options - 1)
                assert_true(schulze->place[a] == options);
        }
        assert_true(schulze->winners >= 1);
        arena_free(&arena);
    }
}

/* Raising the winner on one ballot keeps it a winner (Schulze is monotone). */
static void to_be_ranked_higher_never_harms_by_schulze(void **state)
{
    struct seeded chance = seeded_start(23);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        uint32_t options = 2 + (uint32_t)seeded_below(&chance, 4);
        struct rankings rankings = invent(&arena, &chance, options);
        uint32_t winner = preference_schulze(&arena, &rankings)->order[0];
        uint32_t *rank = (uint32_t *)rankings.rank + seeded_below(&chance, rankings.ballots) * options;
        for (uint32_t o = 0; o < options; o++)
            rank[o] += rank[o] > 0;
        rank[winner] = 1;
        assert_int_equal(preference_schulze(&arena, &rankings)->place[winner], 1);
        arena_free(&arena);
    }
}

static void votes_are_kept_whole_through_transfers(void **state)
{
    struct seeded chance = seeded_start(29);
    for (int round = 0; round < 300; round++) {
        struct arena arena = {0};
        uint32_t options = 2 + (uint32_t)seeded_below(&chance, 5), seats = 1 + (uint32_t)seeded_below(&chance, 3);
        struct rankings rankings = invent(&arena, &chance, options);
        struct stv *stv = preference_stv(&arena, &rankings, seats, "x");
        assert_int_equal(stv->elected_count, seats < options ? seats : options);
        int64_t kept = 0;
        for (size_t i = 0; i < stv->count; i++) {
            struct rational sum = rational_add(&arena, stv->rounds[i].exhausted, rational_of(&arena, kept, 1));
            for (uint32_t o = 0; o < options; o++)
                sum = rational_add(&arena, sum, stv->rounds[i].votes[o]);
            if (i == 0 || stv->rounds[i - 1].act != STV_LEFT)
                assert_int_equal(rational_compare(&arena, sum, rational_of(&arena, stv->voters, 1)), 0);
            kept += stv->rounds[i].act == STV_ELECTED ? stv->quota : 0;
            if (stv->rounds[i].act == STV_LEFT)
                break;
        }
        arena_free(&arena);
    }
}

static void a_draw_can_be_done_again_with_sha256sum(void **state)
{
    static const char *const ids[] = {"Ada", "Bo", "Chi", "Dia"}, *const turned[] = {"Dia", "Chi", "Bo", "Ada"};
    struct arena arena = {0};
    char digest[DIGEST_TEXT];
    draw_digest("2026-11-23", "Ada", digest);                        /* printf '2026-11-23\nAda' | sha256sum */
    assert_string_equal(digest, "8dcb36f7597e435a880fdfa3365a4d0d1cacbb49649bc031c45c8197ecbb1836");
    uint32_t *one = draw_order(&arena, ids, 4, "2026-11-23"), *other = draw_order(&arena, turned, 4, "2026-11-23");
    for (int i = 0; i < 4; i++)
        assert_string_equal(ids[one[i]], turned[other[i]]);
    arena_free(&arena);
}

static void strata_get_their_part_and_no_more_than_they_have(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g"};
    static const uint32_t stratum[] = {0, 0, 0, 0, 1, 1, 2};
    struct arena arena = {0};
    struct strata_draw draw = draw_strata(&arena, ids, stratum, 7, 3, 4, "s");
    assert_true(draw.seats[0] == 2 && draw.seats[1] == 1 && draw.seats[2] == 1 && draw.count == 4);
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(stratum[draw.drawn[i]], i < 2 ? 0 : i - 1);
    assert_int_equal(draw_strata(&arena, ids, stratum, 7, 3, 20, "s").count, 7);
    assert_int_equal(draw_strata(&arena, ids, stratum, 0, 0, 2, "s").count, 0);
    arena_free(&arena);
}

const struct CMUnitTest preferences_tests[] = {
    PLAIN("Schulze's example gives the paths and the order that were published", schulze_as_published),
    PLAIN("transferable votes elect as in the published example", transferable_votes_as_published),
    PLAIN("Orsay 2007 gets the gauges and the order that were published", the_presidential_vote_of_orsay),
    PLAIN("the gauges of Orsay are found to the hundredth", the_gauges_of_orsay_to_the_hundredth),
    PLAIN("judgment by runs is judgment by its definition", judgment_is_that_of_its_definition),
    PLAIN("citations of journals get the strengths that were published", journals_two_by_two),
    PLAIN("an option that never lost stays finite", an_option_that_never_lost_stays_finite),
    PLAIN("who beats all wins, who loses to all is last", who_beats_all_wins_and_who_loses_to_all_does_not),
    PLAIN("to be ranked higher never harms by Schulze", to_be_ranked_higher_never_harms_by_schulze),
    PLAIN("votes are kept whole through transfers", votes_are_kept_whole_through_transfers),
    PLAIN("a draw can be done again with sha256sum, whatever the order of the list",
          a_draw_can_be_done_again_with_sha256sum),
    PLAIN("strata get their part, and no more than they have", strata_get_their_part_and_no_more_than_they_have),
    {0}};
