/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding names as people type them. */
#include "engines/kernel/hash.h"
#include "engines/names.h"
#include "engines/text/misspell.h"
#include "engines/text/names_inside.h"
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

static void a_word_that_comes_twice_counts_once(void **state)
{
    struct arena arena = {0};
    struct name_builder *builder = names_begin(&arena);
    names_add(builder, "Maison maison de Nancy", NULL, 0);
    names_add(builder, "Maison de Nancy", NULL, 0);
    struct name_search *search = names_search_begin(&arena, names_build(&arena, builder));
    struct name_hit hits[2];
    assert_int_equal(names_find(search, "maison de nancy", false, hits, 2), 2);
    assert_int_equal(hits[0].name, 1);
    assert_near(hits[1].score, 1, 1e-5);
    assert_int_equal(names_find(search, "maison maison de nancy", false, hits, 2), 2);
    assert_int_equal(hits[0].name, 0);
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
        assert_int_equal(typed_edits(&typed, b, n, 40), edits);
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

/* The words that the deletions lead to are those that a look at every word finds: no less, no more. */
static void the_words_forgiven_are_those_of_a_scan(void **state)
{
    enum { WORDS = 1500, LONGEST = 12 };
    struct arena arena = {0};
    struct seeded seeded = seeded_start(9);
    struct name_builder *builder = names_begin(&arena);
    size_t compared = 0, found = 0;
    for (int i = 0; i < WORDS; i++) {
        char word[LONGEST + 1] = {0};
        size_t length = 1 + seeded_below(&seeded, LONGEST);
        for (size_t j = 0; j < length; j++)
            word[j] = (char)('a' + seeded_below(&seeded, 4));
        names_add(builder, word, NULL, 0);
    }
    const struct name_index *index = names_build(&arena, builder);
    struct name_search *search = names_search_begin(&arena, index);
    for (int round = 0; round < 600; round++) {
        uint32_t target = (uint32_t)seeded_below(&seeded, index->words), expected = 0, got = 0;
        int edits = 1 + round % 2;
        const char *typed = misspell(&arena, &seeded, word_text(index, target), (int)seeded_below(&seeded, 4));
        typed_read(search, typed, false);
        if (search->count != 1)
            continue;
        typed_forgive(search, false, 1, edits);
        struct typed_word *word = &search->words[0];
        int limit = edits_allowed(word->length) < edits ? edits_allowed(word->length) : edits;
        for (uint32_t other = 0; other < index->words; other++) {
            const char *text = word_text(index, other);
            size_t length = word_length(index, other);
            int cost = typed_cost(word->text, word->length, text, length, limit * EDIT, false);
            bool is_close = slow_edits(word->text, text) <= limit && closeness_of(cost, word->length, length) > 0;
            bool is_found = false;
            for (size_t i = 0; i < word->count; i++)
                is_found |= word->variants[i].word == other;
            expected += is_close;
            got += is_found;
            assert_true(is_close || !is_found);
        }
        assert_int_equal(got, expected < VARIANTS ? expected : VARIANTS);
        compared++;
        found += got;
    }
    assert_true(compared > 500 && found > 2 * compared);
    names_search_end(search);
    arena_free(&arena);
}

/* What nobody should type costs no more than time: too many words, too long ones, bytes that are no text. */
static void odd_texts_find_little_and_break_nothing(void **state)
{
    struct arena arena = {0};
    struct name_search *search = some_names(&arena);
    struct buffer many = {.arena = &arena}, long_word = {.arena = &arena};
    struct name_hit hits[5];
    for (int i = 0; i < 200; i++)
        buffer_format(&many, "mot%d ", i);
    for (int i = 0; i < 500; i++)
        buffer_text(&long_word, "strasbourg");
    const char *odd[] = {buffer_string(&many), buffer_string(&long_word), "\xff\xfe\xc3", "\xf0\x9f\x92", "%s%n", "a",
                         "  "};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        for (int typing = 0; typing < 2; typing++) {
            size_t count = names_find(search, odd[i], typing, hits, 5);
            assert_in_range(count, 0, 5);
            for (size_t j = 0; j < count; j++)
                assert_true(hits[j].name < SOME && hits[j].score > 0 && hits[j].score <= 1);
        }
    buffer_text(&many, "strasbourg");                                /* the 201st word: not read any more */
    assert_string_not_equal(first(search, buffer_string(&many), false), "Strasbourg");
    assert_int_equal(names_find(search, "strasbourg", false, hits, 0), 0);
    assert_string_equal(first(search, "strabsourg", false), some[6]);
    names_search_end(search);
    struct name_builder *none = names_begin(&arena);
    search = names_search_begin(&arena, names_build(&arena, none));
    assert_int_equal(names_find(search, "strasbourg", true, hits, 5), 0);
    names_search_end(search);
    arena_free(&arena);
}

/* A search leaves nothing behind that the next one could see. */
static void searches_do_not_disturb_each_other(void **state)
{
    static const char *const typed[] = {"centre social", "mision locake de mezt", "strabsourg", "lil", "la place",
                                        "ressour cerie du centre", "zzz", "saint etiene", "emaus 54"};
    enum { TYPED = sizeof typed / sizeof *typed };
    struct arena arena = {0};
    struct seeded seeded = seeded_start(5);
    struct name_search *used = some_names(&arena);
    for (int round = 0; round < 500; round++) {
        size_t which = seeded_below(&seeded, TYPED);
        struct name_search *new = names_search_begin(&arena, used->index);
        struct name_hit a[5], b[5];
        size_t count = names_find(used, typed[which], round % 2, a, 5);
        assert_int_equal(names_find(new, typed[which], round % 2, b, 5), count);
        for (size_t i = 0; i < count; i++)
            assert_true(a[i].name == b[i].name && a[i].score == b[i].score);
        names_search_end(new);
    }
    names_search_end(used);
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

/* --- the bars: how often the name meant comes first, with 0, 1 and 2 errors --------------------------------------- */

struct list { struct arena *arena; struct text_map folded; struct name_builder *builder; };

static struct list start_list(struct arena *arena)
{
    return (struct list){arena, {.arena = arena}, names_begin(arena)};
}

/* Adds a name unless one that folds alike is there: two of them could not be told apart. */
static void add_once(struct list *list, const char *name)
{
    bool is_new;
    const char *text = fold_text(list->arena, name);
    if (strlen(text) >= 3 && text_map_add(&list->folded, text, strlen(text), &is_new) != HASH_NONE && is_new)
        names_add(list->builder, name, NULL, 0);
}

/* The bars, for one seed that chose no constant of the index. A name that errors turn into another is missed too. */
static void ask_the_bars(struct list *list, struct name_search *search, uint64_t seed)
{
    enum { ASKED = 1500 };
    static const double least[] = {0.998, 0.995, 0.987};
    struct seeded seeded = seeded_start(seed);
    for (int errors = 0; errors < 3; errors++) {
        int found = 0;
        for (int i = 0; i < ASKED; i++) {
            uint32_t target = (uint32_t)seeded_below(&seeded, list->folded.count);
            struct name_hit hit;
            const char *typed = misspell(list->arena, &seeded, list->folded.texts[target], errors);
            found += names_find(search, typed, false, &hit, 1) && hit.name == target;
        }
        if (found < ASKED * least[errors])
            fail_msg("seed %d, %d errors: %d of %d found", (int)seed, errors, found, ASKED);
    }
}

static void ask_the_bars_with_seeds(struct list *list, uint64_t seed, int seeds)
{
    struct name_search *search = names_search_begin(list->arena, names_build(list->arena, list->builder));
    for (int i = 0; i < seeds; i++)
        ask_the_bars(list, search, seed + (uint64_t)i);
    names_search_end(search);
}

/* A word of two to four syllables, or one of a few that half of the names share, each once in a name. */
static void invent_word(struct buffer *name, struct seeded *seeded, uint32_t *taken)
{
    static const char *const shared[] = {
        "maison", "de", "association", "la", "services", "centre", "les", "atelier"};
    static const char consonants[] = "bcdfglmnprstv", vowels[] = "aeiou";
    uint64_t which = seeded_below(seeded, 2 * sizeof shared / sizeof *shared);
    if (which < sizeof shared / sizeof *shared && !(*taken >> which & 1)) {
        *taken |= 1u << which;
        buffer_text(name, shared[which]);
        return;
    }
    for (uint64_t i = 2 + seeded_below(seeded, 3); i > 0; i--) {
        buffer_char(name, consonants[seeded_below(seeded, sizeof consonants - 1)]);
        buffer_char(name, vowels[seeded_below(seeded, sizeof vowels - 1)]);
    }
}

static void invented_names_are_found_through_errors(void **state)
{
    struct arena arena = {0};
    struct seeded seeded = seeded_start(77);
    struct list list = start_list(&arena);
    while (list.folded.count < 5000) {
        struct buffer name = {.arena = &arena};
        uint32_t taken = 0;
        for (uint64_t words = 2 + seeded_below(&seeded, 4); words > 0; words--) {
            invent_word(&name, &seeded, &taken);
            buffer_char(&name, ' ');
        }
        add_once(&list, buffer_string(&name));
    }
    ask_the_bars_with_seeds(&list, 501, 3);
    arena_free(&arena);
}

static void add_file(struct list *list, const char *path)
{
    static const char *const columns[] = {"nom", "name", NULL};
    size_t length;
    struct csv csv;
    char *bytes = test_file(list->arena, path, &length);
    assert_true(csv_open(&csv, list->arena, bytes, length));
    int column = csv_column(&csv, columns);
    for (char **row; (row = csv_next(&csv, NULL));)
        add_once(list, row[column]);
}

static void real_names_are_found_through_errors(void **state)
{
    struct arena arena = {0};
    const char *places = test_data(&arena, "directory/lieux_inclusion.csv");
    const char *structures = test_data(&arena, "directory/siae_3853.csv");
    skip_without(places);
    skip_without(structures);
    struct list list = start_list(&arena);
    add_file(&list, structures);
    add_file(&list, places);
    assert_true(list.folded.count > 15000);
    ask_the_bars_with_seeds(&list, 2026, 3);
    arena_free(&arena);
}

const struct CMUnitTest names_tests[] = {
    PLAIN("a name is found whatever its accents and order", a_name_is_found_whatever_its_accents_and_order),
    PLAIN("a name is found through typing errors", a_name_is_found_through_typing_errors),
    PLAIN("a word that comes twice counts once", a_word_that_comes_twice_counts_once),
    PLAIN("a name is found while it is typed", a_name_is_found_while_it_is_typed),
    PLAIN("words beside a name lead to it", words_beside_a_name_lead_to_it_without_counting_against_it),
    PLAIN("a hit is explained word by word", a_hit_is_explained_word_by_word),
    PLAIN("bit vectors count the edits of the definition", bit_vectors_count_the_edits_of_the_definition),
    PLAIN("keys touch on an AZERTY keyboard", keys_touch_on_an_azerty_keyboard),
    PLAIN("no close word escapes", no_close_word_escapes),
    PLAIN("the words forgiven are those of a scan", the_words_forgiven_are_those_of_a_scan),
    PLAIN("odd texts find little and break nothing", odd_texts_find_little_and_break_nothing),
    PLAIN("searches do not disturb each other", searches_do_not_disturb_each_other),
    PLAIN("the order of adding changes nothing", the_order_of_adding_changes_nothing),
    PLAIN("invented names are found through errors", invented_names_are_found_through_errors),
    PLAIN("real names are found through errors", real_names_are_found_through_errors),
    {0}
};
