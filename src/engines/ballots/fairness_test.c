/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a fair count never does, on invented votes: names and the order of the ballots change nothing, more support
 * never harms where the rule promises it, groups that hang together get their part. */
#include "engines/ballots.h"
#include "engines/draw.h"
#include "engines/kernel/seeded.h"
#include "engines/preferences.h"
#include "main/testing.h"
#include <math.h>

enum { MOST = 6, BALLOTS = 14, GRADES = 5 };

/* Ballots that rank some of the options, and the same with options renamed and ballots the other way round. */
struct twins { uint32_t options, name[MOST]; struct rankings one, other; };

static struct twins invent_twins(struct arena *arena, struct seeded *chance)
{
    struct twins twins = {.options = 2 + (uint32_t)seeded_below(chance, MOST - 1)};
    size_t ballots = 1 + seeded_below(chance, BALLOTS);
    uint32_t *one = arena_array(arena, ballots * twins.options, sizeof *one), all[MOST];
    uint32_t *other = arena_array(arena, ballots * twins.options, sizeof *other);
    for (uint32_t o = 0; o < twins.options; o++)
        twins.name[o] = o;
    seeded_shuffle(chance, twins.name, twins.options);
    for (size_t i = 0; i < ballots; i++) {
        for (uint32_t o = 0; o < twins.options; o++)
            all[o] = o;
        seeded_shuffle(chance, all, twins.options);
        for (uint32_t o = 0, ranked = 1 + (uint32_t)seeded_below(chance, twins.options); o < ranked; o++) {
            one[i * twins.options + all[o]] = o + 1;
            other[(ballots - 1 - i) * twins.options + twins.name[all[o]]] = o + 1;
        }
    }
    twins.one = (struct rankings){twins.options, ballots, one, NULL};
    twins.other = (struct rankings){twins.options, ballots, other, NULL};
    return twins;
}

static void names_and_order_change_no_ranking(void **state)
{
    struct seeded chance = seeded_start(101);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        struct twins twins = invent_twins(&arena, &chance);
        struct schulze *one = preference_schulze(&arena, &twins.one), *other = preference_schulze(&arena, &twins.other);
        for (uint32_t o = 0; o < twins.options; o++)
            assert_int_equal(one->place[o], other->place[twins.name[o]]);
        arena_free(&arena);
    }
}

static bool used_a_lot(const struct stv *stv)
{
    for (size_t i = 0; i < stv->count; i++)
        if (stv->rounds[i].by_lot)
            return true;
    return false;
}

static void names_and_order_change_no_transfer(void **state)
{
    struct seeded chance = seeded_start(103);
    int compared = 0;
    for (int round = 0; round < 600; round++) {
        struct arena arena = {0};
        struct twins twins = invent_twins(&arena, &chance);
        uint32_t seats = 1 + (uint32_t)seeded_below(&chance, 3);
        struct stv *one = preference_stv(&arena, &twins.one, seats, "a");
        struct stv *other = preference_stv(&arena, &twins.other, seats, "b");
        if (!used_a_lot(one) && !used_a_lot(other)) {
            assert_int_equal(one->elected_count, other->elected_count);
            for (uint32_t i = 0; i < one->elected_count; i++)
                assert_int_equal(twins.name[one->elected[i]], other->elected[i]);
            compared++;
        }
        arena_free(&arena);
    }
    assert_true(compared > 150);
}

/* Turned round, who was first alone is first no more (Schulze's reversal symmetry). */
static void a_count_turned_round_has_another_winner(void **state)
{
    struct seeded chance = seeded_start(107);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        struct twins twins = invent_twins(&arena, &chance);
        uint32_t *rank = (uint32_t *)twins.one.rank, options = twins.options;
        struct schulze *one = preference_schulze(&arena, &twins.one);
        for (size_t i = 0; i < twins.one.ballots * options; i++)
            rank[i] = rank[i] ? options + 2 - rank[i] : 1;           /* not ranked: below all, then above all */
        struct schulze *turned = preference_schulze(&arena, &twins.one);
        if (one->winners == 1 && options > 1)
            assert_true(turned->winners > 1 || turned->order[0] != one->order[0]);
        arena_free(&arena);
    }
}

/* An option that all rank right behind another one neither helps nor harms the others (independence of clones). */
static void a_copy_of_an_option_changes_nothing_for_the_others(void **state)
{
    struct seeded chance = seeded_start(109);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        struct twins twins = invent_twins(&arena, &chance);
        uint32_t options = twins.options, copied = (uint32_t)seeded_below(&chance, options);
        uint32_t *rank = arena_array(&arena, twins.one.ballots * (options + 1), sizeof *rank);
        for (size_t i = 0; i < twins.one.ballots; i++) {
            const uint32_t *was = twins.one.rank + i * options;
            for (uint32_t o = 0; o < options; o++)
                rank[i * (options + 1) + o] = was[o] ? 2 * was[o] : 0;
            rank[i * (options + 1) + options] = was[copied] ? 2 * was[copied] + 1 : 0;
        }
        struct schulze *one = preference_schulze(&arena, &twins.one);
        const struct rankings copies = {options + 1, twins.one.ballots, rank, NULL};
        struct schulze *more = preference_schulze(&arena, &copies);
        for (uint32_t o = 0; o < options; o++)
            if (o != copied)
                assert_int_equal(one->place[o] == 1, more->place[o] == 1);
        arena_free(&arena);
    }
}

/* Voters who put the same options above all others: for each full quota of them, one of these is elected. */
static void a_group_that_hangs_together_gets_its_seats(void **state)
{
    struct seeded chance = seeded_start(113);
    for (int round = 0; round < 500; round++) {
        struct arena arena = {0};
        struct twins twins = invent_twins(&arena, &chance);
        uint32_t options = twins.options, seats = 1 + (uint32_t)seeded_below(&chance, 3), *rank;
        uint32_t solid = 1 + (uint32_t)seeded_below(&chance, options - 1), all[MOST];
        size_t members = seeded_below(&chance, twins.one.ballots + 1);
        rank = (uint32_t *)twins.one.rank;
        for (size_t i = 0; i < members; i++) {                       /* the first ones, in any order, on top */
            for (uint32_t o = 0; o < options; o++)
                all[o] = o;
            seeded_shuffle(&chance, all, solid);
            seeded_shuffle(&chance, all + solid, options - solid);
            for (uint32_t o = 0; o < options; o++)
                rank[i * options + all[o]] = o + 1;
        }
        struct stv *stv = preference_stv(&arena, &twins.one, seats, "x");
        uint32_t due = (uint32_t)((int64_t)members / stv->quota), theirs = 0;
        due = due < solid ? due : solid;
        for (uint32_t i = 0; i < stv->elected_count; i++)
            theirs += stv->elected[i] < solid;
        assert_true(theirs >= (due < seats ? due : seats));
        arena_free(&arena);
    }
}

static void a_better_grade_never_harms(void **state)
{
    struct seeded chance = seeded_start(127);
    for (int round = 0; round < 1000; round++) {
        struct arena arena = {0};
        int64_t counts[3][GRADES] = {{0}}, turned[3][GRADES];
        int64_t voters = 1 + (int64_t)seeded_below(&chance, 15);
        for (int64_t i = 0; i < 3 * voters; i++)
            counts[i % 3][seeded_below(&chance, GRADES)]++;
        for (int o = 0; o < 3; o++)
            memcpy(turned[(o + 1) % 3], counts[o], sizeof counts[o]);
        struct judgment *one = preference_judgment(&arena, &(struct grades){3, GRADES, counts[0], voters});
        struct judgment *other = preference_judgment(&arena, &(struct grades){3, GRADES, turned[0], voters});
        for (int o = 0; o < 3; o++)
            assert_int_equal(one->options[o].place, other->options[(o + 1) % 3].place);
        for (int grade = GRADES - 1; grade > 0; grade--)
            if (counts[0][grade]) {                                  /* one voter thinks better of it */
                counts[0][grade]--, counts[0][grade - 1]++;
                break;
            }
        struct judgment *better = preference_judgment(&arena, &(struct grades){3, GRADES, counts[0], voters});
        assert_true(better->options[0].place <= one->options[0].place);
        arena_free(&arena);
    }
}

static void a_duel_won_never_harms(void **state)
{
    enum { OPTIONS = 4 };
    struct seeded chance = seeded_start(131);
    for (int round = 0; round < 200; round++) {
        struct arena arena = {0};
        int64_t wins[OPTIONS * OPTIONS] = {0}, turned[OPTIONS * OPTIONS] = {0};
        for (int a = 0; a < OPTIONS; a++)
            for (int b = 0; b < OPTIONS; b++)
                wins[a * OPTIONS + b] = a == b ? 0 : 1 + (int64_t)seeded_below(&chance, 6);
        for (int a = 0; a < OPTIONS; a++)
            for (int b = 0; b < OPTIONS; b++)
                turned[(OPTIONS - 1 - a) * OPTIONS + OPTIONS - 1 - b] = wins[a * OPTIONS + b];
        struct ranking_by_pairs *one = preference_pairs(&arena, &(struct pairs){OPTIONS, wins});
        struct ranking_by_pairs *other = preference_pairs(&arena, &(struct pairs){OPTIONS, turned});
        for (int o = 0; o < OPTIONS; o++)
            assert_near(one->options[o].strength, other->options[OPTIONS - 1 - o].strength, 1e-8);
        wins[1]++;                                                   /* the first one beats the second once more */
        struct ranking_by_pairs *more = preference_pairs(&arena, &(struct pairs){OPTIONS, wins});
        assert_true(more->options[0].strength > one->options[0].strength);
        assert_true(more->options[1].strength < one->options[1].strength);
        assert_true(more->options[0].place <= one->options[0].place);
        arena_free(&arena);
    }
}

static void proxies_neither_make_nor_lose_voices(void **state)
{
    enum { PEOPLE = 9 };
    struct seeded chance = seeded_start(137);
    for (int round = 0; round < 1000; round++) {
        struct arena arena = {0};
        struct proxy_member members[PEOPLE];
        uint32_t cap = (uint32_t)seeded_below(&chance, 4);
        int64_t counted = 0;
        for (int i = 0; i < PEOPLE; i++)
            members[i] = (struct proxy_member){seeded_below(&chance, 2), (uint32_t)seeded_below(&chance, PEOPLE + 2),
                                               1 + (int64_t)seeded_below(&chance, 3)};
        for (int i = 0; i < PEOPLE; i++)
            members[i].to = members[i].to < PEOPLE ? members[i].to : PROXY_NOBODY;
        struct proxies proxies = ballot_proxies(&arena, members, PEOPLE, cap);
        for (int i = 0; i < PEOPLE; i++) {
            bool counts = proxies.states[i] == PROXY_PRESENT || proxies.states[i] == PROXY_REPRESENTED;
            counted += counts ? members[i].voices : 0;
            assert_int_equal(members[i].present, proxies.states[i] == PROXY_PRESENT);
            assert_true(proxies.held[i] <= cap && (members[i].present || proxies.voices[i] == 0));
            if (proxies.states[i] == PROXY_REPRESENTED)
                assert_true(members[members[i].to].present);
        }
        assert_int_equal(proxies.all, counted);
        assert_int_equal(proxies.present + proxies.represented + proxies.absent, PEOPLE);
        arena_free(&arena);
    }
}

static void who_objects_always_blocks(void **state)
{
    enum { PEOPLE = 4, WORDS = 12 };
    struct seeded chance = seeded_start(139);
    int outcomes[4] = {0};
    for (int round = 0; round < 3000; round++) {
        struct arena arena = {0};
        struct consent_word words[WORDS];
        size_t count = seeded_below(&chance, WORDS + 1);
        for (size_t i = 0; i < count; i++)
            words[i] = (struct consent_word){(uint32_t)seeded_below(&chance, PEOPLE),
                seeded_below(&chance, 3) ? CONSENT_AGREES : (enum consent_act)seeded_below(&chance, 5),
                (uint32_t)seeded_below(&chance, PEOPLE), seeded_below(&chance, 4) == 0,
                seeded_below(&chance, 4) ? "une raison" : ""};
        struct consent_rule rule = {(uint32_t)seeded_below(&chance, PEOPLE), seeded_below(&chance, 4) == 0,
                                    seeded_below(&chance, 4) == 0};
        struct consent consent = ballot_consent(&arena, PEOPLE, words, count, &rule);
        for (uint32_t i = 0; i < PEOPLE; i++)
            assert_int_equal(consent.states[i] == CONSENT_OBJECTION, consent.objections[i] != NULL);
        if (consent.outcome != CONSENT_WITHDRAWN) {
            assert_int_equal(consent.outcome == CONSENT_BLOCKED, consent.standing > 0);
            for (uint32_t i = 0; i < PEOPLE && consent.outcome == CONSENT_ADOPTED; i++)
                assert_true(i == rule.carrier || rule.silence_consents || consent.states[i] == CONSENT_GIVEN
                            || consent.states[i] == CONSENT_LIFTED);
        }
        outcomes[consent.outcome]++;
        arena_free(&arena);
    }
    for (int outcome = 0; outcome < 4; outcome++)
        assert_true(outcomes[outcome] > 20);
}

/* Over many public seeds everybody is drawn as often as the others. */
static void a_lot_favours_nobody(void **state)
{
    enum { PEOPLE = 10, SEATS = 3, DRAWS = 4000 };
    static const char *const ids[PEOPLE] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    struct arena arena = {0};
    int drawn[PEOPLE] = {0};
    for (int seed = 0; seed < DRAWS; seed++) {
        uint32_t *order = draw_order(&arena, ids, PEOPLE, arena_format(&arena, "séance %d", seed));
        for (int i = 0; i < SEATS; i++)
            drawn[order[i]]++;
    }
    double expected = (double)DRAWS * SEATS / PEOPLE, spread = sqrt(expected * (1 - (double)SEATS / PEOPLE));
    for (int i = 0; i < PEOPLE; i++)
        assert_near(drawn[i], expected, 4.5 * spread);
    arena_free(&arena);
}

/* The same chance for all who carry the same values, whatever the order of the list. */
static void a_panel_knows_values_and_not_people(void **state)
{
    enum { PEOPLE = 12 };
    static const char *const ids[PEOPLE] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    static const uint32_t value[PEOPLE] = {0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2};
    static const struct panel_quota quotas[] = {{0, 0, 1, 2}, {0, 1, 1, 1}, {0, 2, 1, 3}};
    struct arena arena = {0};
    uint32_t turned[PEOPLE];
    for (int i = 0; i < PEOPLE; i++)
        turned[i] = value[PEOPLE - 1 - i];
    struct panel *one = draw_panel(&arena, &(struct panel_input){PEOPLE, 1, value, quotas, 3, 4}, ids, "s");
    struct panel *other = draw_panel(&arena, &(struct panel_input){PEOPLE, 1, turned, quotas, 3, 4}, ids, "s");
    for (int i = 0; i < PEOPLE; i++) {
        assert_near(one->chance[i], other->chance[PEOPLE - 1 - i], 1e-5);
        for (int j = 0; j < PEOPLE; j++)
            assert_true(value[i] != value[j] || fabs(one->chance[i] - one->chance[j]) < 1e-12);
    }
    arena_free(&arena);
}

const struct CMUnitTest fairness_tests[] = {
    PLAIN("names and order change no ranking", names_and_order_change_no_ranking),
    PLAIN("names and order change no transfer", names_and_order_change_no_transfer),
    PLAIN("a count turned round has another winner", a_count_turned_round_has_another_winner),
    PLAIN("a copy of an option changes nothing for the others", a_copy_of_an_option_changes_nothing_for_the_others),
    PLAIN("a group that hangs together gets its seats", a_group_that_hangs_together_gets_its_seats),
    PLAIN("a better grade never harms", a_better_grade_never_harms),
    PLAIN("a duel won never harms", a_duel_won_never_harms),
    PLAIN("proxies neither make nor lose voices", proxies_neither_make_nor_lose_voices),
    PLAIN("who objects always blocks", who_objects_always_blocks),
    PLAIN("a lot favours nobody", a_lot_favours_nobody),
    PLAIN("a panel knows values, and not people", a_panel_knows_values_and_not_people), {0}};
