/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words that say what some texts are about. */
#include "engines/terms.h"
#include "main/testing.h"
#include <math.h>

static const char *const texts[] = {
    "Des jardins partagés pour le quartier", "Un jardin et des composteurs", "Le jardin de l'école, des jardins",
    "Des pistes cyclables pour le quartier", "Le vélo à l'école", "Des vélos pour tous, 12 vélos",
};

static void words_of_a_choice_stand_out_against_the_rest(void **state)
{
    struct arena arena = {0};
    bool chosen[] = {true, true, true, false, false, false};
    struct key_terms terms = key_terms(&arena, texts, chosen, 6, 10);
    assert_true(terms.count >= 2);
    assert_string_equal(terms.items[0].word, "jardins");             /* met twice each: the first written of equals */
    assert_int_equal(terms.items[0].inside, 3);
    assert_int_equal(terms.items[0].outside, 0);
    assert_near(terms.items[0].strength, 2 * 6 * log(2), 1e-12);     /* 3 of 3 against 0 of 3 */
    for (size_t i = 0; i < terms.count; i++) {
        assert_true(strcmp(terms.items[i].word, "quartier") != 0 && strcmp(terms.items[i].word, "le") != 0);
        assert_true(i == 0 || terms.items[i].strength <= terms.items[i - 1].strength);
    }
    assert_int_equal(key_terms(&arena, texts, chosen, 6, 1).count, 1);
    arena_free(&arena);
}

static void a_choice_of_all_or_none_has_no_word_of_its_own(void **state)
{
    struct arena arena = {0};
    bool none[6] = {false}, all[6] = {true, true, true, true, true, true};
    assert_int_equal(key_terms(&arena, texts, none, 6, 10).count, 0);
    assert_int_equal(key_terms(&arena, texts, all, 6, 10).count, 0);
    assert_int_equal(key_terms(&arena, texts, none, 0, 10).count, 0);
    arena_free(&arena);
}

static void the_words_of_one_text_are_those_it_repeats_and_others_lack(void **state)
{
    struct arena arena = {0};
    struct key_terms terms = key_terms_of(&arena, texts, 6, 5, 3);
    assert_int_equal(terms.count, 1);                                /* "12" and "tous" say nothing, vélo is vélos */
    assert_string_equal(terms.items[0].word, "velos");
    assert_near(terms.items[0].strength, 2 * log(6.0 / 2), 1e-12);
    arena_free(&arena);
}

const struct CMUnitTest terms_tests[] = {
    PLAIN("words of a choice stand out against the rest", words_of_a_choice_stand_out_against_the_rest),
    PLAIN("a choice of all or none has no word of its own", a_choice_of_all_or_none_has_no_word_of_its_own),
    PLAIN("the words of one text are those it repeats", the_words_of_one_text_are_those_it_repeats_and_others_lack),
    {0}
};
