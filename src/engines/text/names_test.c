/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding names as people type them. */
#include "engines/kernel/hash.h"
#include "engines/names.h"
#include "engines/text/distance.h"
#include "engines/text/misspell.h"
#include "formats/csv.h"
#include "main/testing.h"
#include <stdlib.h>

static const char *const some[] = {
    "Régie de quartier de l'Œuvre", "Mission locale de Strasbourg", "Mission locale de Metz", "Emmaüs 54",
    "Centre social Les Tilleuls", "Saint-Étienne", "Strasbourg", "Saint-Denis", "Ressourcerie du Centre",
    "La Place", "Lille", "Lillers", "Association Centre social Saint-Étienne",
};
enum { SOME = sizeof some / sizeof *some };

static struct name_search *some_names(struct arena *arena)
{
    struct name_builder *builder = names_begin(arena);
    for (int i = 0; i < SOME; i++)
        names_add(builder, some[i], i == 2 ? "57000 Moselle" : NULL, i == 11 ? 2 : i == 10 ? 1 : 0);
    return names_search_begin(arena, names_build(arena, builder));
}

/* The first name found, "" when none is. */
static const char *first(struct name_search *search, const char *typed, bool typing)
{
    struct name_hit hits[5];
    return names_find(search, typed, typing, hits, 5) ? some[hits[0].name] : "";
}

static void a_name_is_found_whatever_its_accents_and_order(void **state)
{
    struct arena arena = {0};
    struct name_search *search = some_names(&arena);
    struct name_hit hits[5];
    assert_string_equal(first(search, "regie quartier oeuvre", false), some[0]);
    assert_string_equal(first(search, "STRASBOURG mission locale", false), some[1]);
    assert_string_equal(first(search, "saint etienne", false), some[5]);
    assert_string_equal(first(search, "etienne saint", false), some[5]);
    assert_int_equal(names_find(search, "saint-étienne", false, hits, 5) > 0, 1);
    assert_near(hits[0].score, 1, 1e-5);
    assert_int_equal(names_find(search, "", false, hits, 5), 0);
    assert_int_equal(names_find(search, " - ' ", true, hits, 5), 0);
    assert_int_equal(names_find(search, "zzzzzzzzz", false, hits, 5), 0);
    names_search_end(search);
    arena_free(&arena);
}

static void a_name_is_found_through_typing_errors(void **state)
{
    struct arena arena = {0};
    struct name_search *search = some_names(&arena);
    assert_string_equal(first(search, "strabsourg", false), some[6]);
    assert_string_equal(first(search, "mision locake de mezt", false), some[2]);
    assert_string_equal(first(search, "emaus 54", false), some[3]);
    assert_string_equal(first(search, "saintetienne", false), some[5]);
    assert_string_equal(first(search, "ressour cerie du centre", false), some[8]);
    names_search_end(search);
    arena_free(&arena);
}

static void a_name_is_found_while_it_is_typed(void **state)
{
    struct arena arena = {0};
    struct name_search *search = some_names(&arena);
    assert_string_equal(first(search, "stras", true), some[6]);
    assert_string_equal(first(search, "mission locale de m", true), some[2]);
    assert_string_equal(first(search, "lil", true), some[11]);       /* two equals: the greater weight first */
    assert_string_equal(first(search, "lille", true), some[10]);
    assert_string_equal(first(search, "starsb", true), some[6]);     /* an error in an unfinished word */
    names_search_end(search);
    arena_free(&arena);
}

static void words_beside_a_name_lead_to_it_without_counting_against_it(void **state)
{
    struct arena arena = {0};
    struct name_search *search = some_names(&arena);
    struct name_hit hits[5];
    assert_string_equal(first(search, "mission locale moselle", false), some[2]);
    assert_true(names_find(search, "mission locale de metz", false, hits, 5) > 0);
    assert_near(hits[0].score, 1, 1e-5);
    names_search_end(search);
    arena_free(&arena);
}

static void a_hit_is_explained_word_by_word(void **state)
{
    struct arena arena = {0};
    struct name_builder *builder = names_begin(&arena);
    names_add(builder, "Mission locale de Metz", NULL, 0);
    struct name_index *index = names_build(&arena, builder);
    struct name_reasons reasons = names_explain(&arena, index, "mezt autre loc", true, 0);
    assert_int_equal(reasons.count, 3);
    assert_string_equal(reasons.items[0].name_word, "metz");
    assert_int_equal(reasons.items[0].cost, NEAR_EDIT);
    assert_null(reasons.items[1].name_word);
    assert_string_equal(reasons.items[2].name_word, "locale");
    assert_true(reasons.items[2].unfinished);
    arena_free(&arena);
}

/* Optimal string alignment as its definition says it. */
static int slow_edits(const char *a, const char *b)
{
    int cost[40][40], m = (int)strlen(a), n = (int)strlen(b);
    for (int i = 0; i <= m; i++)
        for (int j = 0; j <= n; j++) {
            int best = i == 0 ? j : j == 0 ? i : cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            if (i && j && cost[i - 1][j] + 1 < best)
                best = cost[i - 1][j] + 1;
            if (i && j && cost[i][j - 1] + 1 < best)
                best = cost[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && cost[i - 2][j - 2] + 1 < best)
                best = cost[i - 2][j - 2] + 1;
            cost[i][j] = best;
        }
    return cost[m][n];
}

static void bit_vectors_count_the_edits_of_the_definition(void **state)
{
    struct seeded seeded = seeded_start(4);
    struct typed typed = {0};
    for (int round = 0; round < 20000; round++) {
        char a[16] = {0}, b[16] = {0};
        size_t m = seeded_below(&seeded, 12), n = seeded_below(&seeded, 12);
        for (size_t i = 0; i < m; i++)
            a[i] = (char)('a' + seeded_below(&seeded, 4));
        for (size_t i = 0; i < n; i++)
            b[i] = (char)('a' + seeded_below(&seeded, 4));
        typed_prepare(&typed, a, m);
        int edits = slow_edits(a, b);
        assert_int_equal(typed_edits(&typed, b, n), edits);
        int cost = typed_cost(a, m, b, n, 2 * EDIT, false);
        assert_int_equal(cost == typed_cost(b, n, a, m, 2 * EDIT, false) || cost > 2 * EDIT, 1);
        if (edits <= 2)
            assert_in_range(cost, edits * NEAR_EDIT, edits * EDIT);
    }
}

static void keys_touch_on_an_azerty_keyboard(void **state)
{
    static const char *const rows[] = {"1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"};
    for (int r = 0; r < 4; r++)
        for (int c = 0; rows[r][c]; c++)
            for (int s = 0; s < 4; s++)
                for (int d = 0; rows[s][d]; d++) {
                    bool near = abs(r - s) <= 1 && abs(2 * c + r - 2 * d - s) <= 2 && !(r == s && c == d);
                    assert_int_equal(keys_touch(rows[r][c], rows[s][d]), near);
                }
    assert_false(keys_touch('a', ' ') || keys_touch('e', 'e'));
}

/* Words within the edits allowed must all be found: the deletions are compared with a look at every word. */
static void no_close_word_escapes(void **state)
{
    struct arena arena = {0};
    struct seeded seeded = seeded_start(8);
    struct name_builder *builder = names_begin(&arena);
    char words[400][16] = {0};
    for (int i = 0; i < 400; i++) {
        size_t length = 4 + seeded_below(&seeded, 8);
        for (size_t j = 0; j < length; j++)
            words[i][j] = (char)('a' + seeded_below(&seeded, 3));
        names_add(builder, words[i], NULL, 0);
    }
    struct name_search *search = names_search_begin(&arena, names_build(&arena, builder));
    int tried = 0;
    for (int i = 0; i < 400; i++) {
        char *typed = misspell(&arena, &seeded, words[i], 1 + (int)seeded_below(&seeded, 2));
        int closest = 99;
        for (int j = 0; j < 400; j++)
            closest = slow_edits(typed, words[j]) < closest ? slow_edits(typed, words[j]) : closest;
        struct name_hit hits[1];
        if (strlen(typed) < 4 || closest > 2)
            continue;
        assert_int_equal(names_find(search, typed, false, hits, 1), 1);
        assert_in_range(slow_edits(typed, words[hits[0].name]), closest, 2);
        tried++;
    }
    assert_true(tried > 200);
    names_search_end(search);
    arena_free(&arena);
}

static void the_order_of_adding_changes_nothing(void **state)
{
    struct arena arena = {0};
    struct name_builder *forth = names_begin(&arena), *back = names_begin(&arena);
    for (int i = 0; i < SOME; i++) {
        names_add(forth, some[i], NULL, i);
        names_add(back, some[SOME - 1 - i], NULL, SOME - 1 - i);
    }
    struct name_search *a = names_search_begin(&arena, names_build(&arena, forth));
    struct name_search *b = names_search_begin(&arena, names_build(&arena, back));
    const char *typed[] = {"centre social", "saint", "mision local", "lilers", "strasbourg metz", "place"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct name_hit x[5], y[5];
        size_t count = names_find(a, typed[i], i % 2, x, 5);
        assert_int_equal(names_find(b, typed[i], i % 2, y, 5), count);
        for (size_t j = 0; j < count; j++) {
            assert_int_equal(x[j].name, SOME - 1 - y[j].name);
            assert_near(x[j].score, y[j].score, 0);
        }
    }
    names_search_end(a);
    names_search_end(b);
    arena_free(&arena);
}

/* Names of a real directory with errors made on purpose: the seed of this test was not used to choose any constant. */
static void real_names_are_found_through_errors(void **state)
{
    static const char *const column[] = {"nom", NULL};
    static const double least[] = {0.998, 0.995, 0.98};
    struct arena arena = {0};
    const char *path = test_data(&arena, "directory/lieux_inclusion.csv");
    skip_without(path);
    size_t length;
    char *bytes = test_file(&arena, path, &length);
    struct csv csv;
    assert_true(csv_open(&csv, &arena, bytes, length));
    struct name_builder *builder = names_begin(&arena);
    struct text_map folded = {.arena = &arena};
    for (char **row; (row = csv_next(&csv, NULL));) {
        bool is_new;
        char *text = fold_text(&arena, row[csv_column(&csv, column)]);
        if (text_map_add(&folded, text, strlen(text), &is_new) != HASH_NONE && is_new)
            names_add(builder, text, NULL, 0);
    }
    struct name_search *search = names_search_begin(&arena, names_build(&arena, builder));
    struct seeded seeded = seeded_start(2026);
    for (int errors = 0; errors < 3; errors++) {
        int found = 0;
        for (int i = 0; i < 1000; i++) {
            uint32_t target = (uint32_t)seeded_below(&seeded, folded.count);
            struct name_hit hit;
            const char *typed = misspell(&arena, &seeded, folded.texts[target], errors);
            found += names_find(search, typed, false, &hit, 1) && hit.name == target;
        }
        if (found < 1000 * least[errors])
            fail_msg("%d errors: %d of 1000 found", errors, found);
    }
    names_search_end(search);
    arena_free(&arena);
}

const struct CMUnitTest names_tests[] = {
    PLAIN("a name is found whatever its accents and order", a_name_is_found_whatever_its_accents_and_order),
    PLAIN("a name is found through typing errors", a_name_is_found_through_typing_errors),
    PLAIN("a name is found while it is typed", a_name_is_found_while_it_is_typed),
    PLAIN("words beside a name lead to it", words_beside_a_name_lead_to_it_without_counting_against_it),
    PLAIN("a hit is explained word by word", a_hit_is_explained_word_by_word),
    PLAIN("bit vectors count the edits of the definition", bit_vectors_count_the_edits_of_the_definition),
    PLAIN("keys touch on an AZERTY keyboard", keys_touch_on_an_azerty_keyboard),
    PLAIN("no close word escapes", no_close_word_escapes),
    PLAIN("the order of adding changes nothing", the_order_of_adding_changes_nothing),
    PLAIN("real names are found through errors", real_names_are_found_through_errors),
    {0}
};
