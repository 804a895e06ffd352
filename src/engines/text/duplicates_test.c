/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Contributions that say nearly the same. */
#include "engines/duplicates.h"
#include "engines/text/misspell.h"
#include "main/testing.h"

static const char *const some[] = {
    "Créer un jardin partagé derrière l'école", "creer un jardin partage derriere l'ecole !", "Créer un jardin partagé",
    "Plus de pistes cyclables en centre-ville", "", "Plus de pistes cyclables dans le centre-ville", "vélo", "vélo",
};
enum { SOME = sizeof some / sizeof *some };

static void the_same_words_are_alike_whatever_their_accents(void **state)
{
    assert_near(text_likeness(some[0], some[1]), 1, 0);
    assert_true(text_likeness(some[0], some[2]) > 0.5 && text_likeness(some[0], some[2]) < 0.8);
    assert_true(text_likeness(some[0], some[3]) < 0.1);
    assert_near(text_likeness(some[6], some[7]), 1, 0);
    assert_near(text_likeness("", "vélo"), 0, 0);
}

static void near_duplicates_are_found_best_first(void **state)
{
    struct arena arena = {0};
    struct near_pairs pairs = near_duplicates(&arena, some, SOME, 0.5);
    assert_true(pairs.count >= 4);
    assert_near(pairs.items[0].likeness, 1, 0);
    for (size_t i = 0; i < pairs.count; i++) {
        assert_true(pairs.items[i].a < pairs.items[i].b);
        assert_near(pairs.items[i].likeness, text_likeness(some[pairs.items[i].a], some[pairs.items[i].b]), 0);
        assert_true(i == 0 || pairs.items[i].likeness <= pairs.items[i - 1].likeness);
        assert_true(some[pairs.items[i].a][0] && some[pairs.items[i].b][0]);      /* an empty text is near none */
    }
    arena_free(&arena);
}

static void groups_hold_only_texts_that_are_all_alike(void **state)
{
    struct arena arena = {0};
    uint32_t *group = near_groups(&arena, some, SOME, 0.5);
    assert_int_equal(group[1], 0);
    assert_int_equal(group[5], 3);
    assert_int_equal(group[7], 6);
    assert_int_equal(group[4], 4);
    for (int i = 0; i < SOME; i++)
        for (int j = 0; j < SOME; j++)
            assert_true(group[i] != group[j] || i == j || text_likeness(some[i], some[j]) >= 0.5);
    arena_free(&arena);
}

static void a_text_said_again_and_again_is_paired_with_its_first(void **state)
{
    enum { TEXTS = 3000 };
    struct arena arena = {0};
    const char *texts[TEXTS];
    for (int i = 0; i < TEXTS; i++)
        texts[i] = i % 2 ? "Rien à signaler" : "rien a signaler !";
    texts[TEXTS - 1] = "Rien d’autre à signaler";
    struct near_pairs pairs = near_duplicates(&arena, texts, TEXTS, 0.3);
    uint32_t *group = near_groups(&arena, texts, TEXTS, 0.3);
    assert_int_equal(pairs.count, TEXTS - 1);
    for (uint32_t i = 0; i < TEXTS - 1; i++) {
        assert_true(pairs.items[i].a == 0 && pairs.items[i].b == i + 1);
        assert_int_equal(group[i + 1], 0);
    }
    arena_free(&arena);
}

/* Against a comparison of every two texts. */
static void few_pairs_escape_the_bands(void **state)
{
    enum { TEXTS = 300 };
    static const char *const words[] = {"jardin", "velo", "ecole", "marche", "energie", "eau", "foret", "logement"};
    struct arena arena = {0};
    struct seeded seeded = seeded_start(17);
    const char *texts[TEXTS];
    for (int i = 0; i < TEXTS; i++) {
        struct buffer text = {.arena = &arena};
        for (int j = 0; j < 9; j++)
            buffer_format(&text, "%s ", words[seeded_below(&seeded, 8)]);
        texts[i] = i % 3 ? misspell(&arena, &seeded, texts[i - i % 3], i % 3) : text.text;
    }
    size_t exact = 0;
    for (int i = 0; i < TEXTS; i++)
        for (int j = i + 1; j < TEXTS; j++)
            exact += text_likeness(texts[i], texts[j]) >= 0.6;
    struct near_pairs pairs = near_duplicates(&arena, texts, TEXTS, 0.6);
    assert_true(exact > 100 && pairs.count <= exact);
    assert_true((double)pairs.count >= 0.985 * (double)exact);
    arena_free(&arena);
}

const struct CMUnitTest duplicates_tests[] = {
    PLAIN("the same words are alike whatever their accents", the_same_words_are_alike_whatever_their_accents),
    PLAIN("near duplicates are found best first", near_duplicates_are_found_best_first),
    PLAIN("groups hold only texts that are all alike", groups_hold_only_texts_that_are_all_alike),
    PLAIN("a text said again and again is paired with its first", a_text_said_again_and_again_is_paired_with_its_first),
    PLAIN("few pairs escape the bands", few_pairs_escape_the_bands),
    {0}
};
