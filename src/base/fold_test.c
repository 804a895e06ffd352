/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fold.h"
#include "main/testing.h"
#include <pthread.h>

struct pair { const char *text, *folded; };
#define NNBSP "\xE2\x80\xAF"

static void folds_to(const struct pair *pairs)
{
    struct arena arena = {0};
    for (; pairs->text; pairs++)
        assert_string_equal(fold_text(&arena, pairs->text), pairs->folded);
    arena_free(&arena);
}

static void accents_case_and_ligatures_do_not_matter(void **state)
{
    folds_to((const struct pair[]){
        {"", ""}, {"  ", ""}, {"École", "ecole"}, {"ÉCOLE", "ecole"}, {"e\xCC\x81" "cole", "ecole"},
        {"L'Haÿ-les-Roses", "hay les roses"}, {"œuvre ŒUVRE", "oeuvre oeuvre"}, {"Lætitia", "laetitia"},
        {"Straße STRASSE ẞ", "strasse strasse ss"}, {"ﬁnancement", "financement"}, {"m²", "m2"},
        {"Łódź, Øresund", "lodz oresund"}, {"ＰＴＣＥ", "ptce"}, {"coo\xC2\xADpérer", "cooperer"},
        {"İstanbul ısı", "istanbul isi"}, {"Δήμος", "δημοσ"}, {0}});
}

static void punctuation_and_spaces_part_words(void **state)
{
    folds_to((const struct pair[]){
        {"Eau, gaz ; électricité !", "eau gaz electricite"}, {"21" NNBSP "667,50\xC2\xA0€", "21 667 50"},
        {"et/ou", "et ou"}, {"« Bonjour »", "bonjour"}, {"12 rue du 8-Mai-1945", "12 rue du 8 mai 1945"},
        {"a_b@c.fr", "a b c fr"}, {"porte-à-porte", "porte a porte"}, {"eau·gaz", "eau gaz"},
        {"(parenthèse)", "parenthese"}, {"fin.Le début", "fin le debut"}, {"article L.213-1", "article l 213 1"},
        {"🌱 jardin🌱partagé", "jardin partage"}, {"\xFF\xC3(abc\xE2\x82", "abc"}, {0}});
}

static void elisions_are_dropped(void **state)
{
    folds_to((const struct pair[]){
        {"l'eau", "eau"}, {"l’eau", "eau"}, {"L‘EAU", "eau"}, {"l''eau", "eau"}, {"l' eau", "eau"},
        {"d'ici jusqu'à lorsqu’il puisqu'on quoiqu'elle", "ici a il on elle"},
        {"qu'est-ce que c'est", "est ce que est"}, {"Villeneuve-d'Ascq", "villeneuve ascq"},
        {"s'il m'a dit n'importe j'ai t'as", "il a dit importe ai as"}, {"l'Œuvre d'À côté", "oeuvre a cote"}, {0}});
}

static void other_apostrophes_join(void **state)
{
    folds_to((const struct pair[]){
        {"aujourd'hui", "aujourdhui"}, {"d’aujourd’hui", "aujourdhui"}, {"prud'hommes", "prudhommes"},
        {"entr'aide", "entraide"}, {"O'Connor", "oconnor"}, {"'mot'", "mot"}, {"les habitants' ", "les habitants"},
        {"presqu'île", "presquile"}, {0}});
}

static void inclusive_writing_gives_the_first_form(void **state)
{
    folds_to((const struct pair[]){
        {"salarié·e·s", "salarie"}, {"salarié.e.s", "salarie"}, {"salarié(e)s", "salarie"},
        {"salarié-e-s", "salarie"}, {"salarié•e•s", "salarie"}, {"salarié·es", "salarie"},
        {"salarié(e)(s)", "salarie"}, {"salarié/e/s", "salarie"}, {"directeur·rice·s", "directeur"},
        {"acteur.rice.s", "acteur"}, {"acteur(rice)s", "acteur"}, {"directeur(-trice)", "directeur"},
        {"agriculteur·rices", "agriculteur"}, {"citoyen-ne-s", "citoyen"}, {"citoyen(ne)s", "citoyen"},
        {"professionnel.le.s", "professionnel"}, {"professionnel·le", "professionnel"}, {"usager·ère·s", "usager"},
        {"conseiller(ère)s", "conseiller"}, {"chercheur·euse", "chercheur"}, {"tous·tes", "tous"},
        {"bénéficiaire·s", "beneficiaire"}, {"projet(s) retenu(s)", "projet retenu"}, {"maire(sse)", "maire"},
        {"un·e élu·e, une élu.e.", "un elu une elu"}, {"LES HABITANT·E·S", "les habitant"}, {"l'élu·e", "elu"},
        {"L'Œuvre des salarié·e·s de Saint-Étienne", "oeuvre des salarie de saint etienne"}, {0}});
}

static void what_only_looks_inclusive_stays(void **state)
{
    folds_to((const struct pair[]){
        {"donne-le", "donne le"}, {"fini.Elle part", "fini elle part"}, {"e-commerce", "e commerce"},
        {"ventes-e-commerce", "ventes e commerce"}, {"rendez-vous", "rendez vous"}, {"a-t-elle", "a t elle"},
        {"plan (ancien)", "plan ancien"}, {"eau(x)", "eau"}, {"www.exemple.fr", "www exemple fr"},
        {"est-ce", "est ce"}, {0}});
}

static void acronyms_lose_their_dots(void **state)
{
    folds_to((const struct pair[]){
        {"E.S.S.", "ess"}, {"l'E.S.S", "ess"}, {"S.C.I.C., P.T.C.E.", "scic ptce"}, {"M.Dupont", "m dupont"},
        {"J.-C.", "j c"}, {"les a.m.a.p. du coin", "les amap du coin"}, {"1.5", "1 5"}, {"É.S.S.", "ess"}, {0}});
}

static void saints_are_written_out(void **state)
{
    folds_to((const struct pair[]){
        {"St Denis", "saint denis"}, {"ST-ÉTIENNE", "saint etienne"}, {"St. Malo", "saint malo"},
        {"Villeneuve-St-Georges", "villeneuve saint georges"}, {"Ste-Foy-lès-Lyon", "sainte foy les lyon"},
        {"bd St Michel, rue St", "bd saint michel rue st"}, {"st 3", "st 3"}, {"st st denis", "saint saint denis"},
        {"Ste Dupont", "ste dupont"}, {"poste-restante", "poste restante"}, {"Est-Ouest", "est ouest"},
        {"St l'Orme", "saint orme"}, {"St E.S.S.", "saint ess"}, {0}});
}

static void a_word_is_cut_where_a_character_ends(void **state)
{
    struct arena arena = {0};
    struct buffer text = {.arena = &arena};
    buffer_char(&text, 'a');
    for (int i = 0; i < 100; i++)
        buffer_text(&text, "日");
    const char *folded = fold_text(&arena, buffer_string(&text));
    assert_int_equal(strlen(folded), 64);
    assert_true(utf8_valid(folded, strlen(folded)));
    folded = fold_text(&arena, arena_format(&arena, "%s日", buffer_string(&text) + 1));
    assert_int_equal(strlen(folded), 63);
    arena_free(&arena);
}

static void words_are_listed_in_order(void **state)
{
    struct arena arena = {0};
    struct word_list list = fold_words(&arena, "Un tiers-lieu à l'Étoile");
    assert_int_equal(list.count, 5);
    assert_string_equal(list.words[1], "tiers");
    assert_string_equal(list.words[4], "etoile");
    assert_int_equal(fold_words(&arena, "…").count, 0);
    assert_int_equal(fold_words(&arena, NULL).count, 0);
    arena_free(&arena);
}

static void a_search_finds_the_other_forms_of_a_word(void **state)
{
    static const struct pair same[] = {
        {"coopérations", "COOPERATION"}, {"les salarié·e·s", "salarié"}, {"mutualisées", "mutualiser"},
        {"œuvres", "oeuvre"}, {"mutualités", "mutualite"}, {"habitants", "l'habitant"}, {"E.S.S.", "ess"},
        {"régionaux", "regional"}, {"acteurs", "acteur.rice.s"}, {"coopératives", "coopérative"},
        {"financement de projets", "financements du projet"}, {0}};
    struct arena arena = {0};
    for (const struct pair *pair = same; pair->text; pair++)
        assert_string_equal(fold_for_search(&arena, pair->text), fold_for_search(&arena, pair->folded));
    assert_string_not_equal(fold_for_search(&arena, "cantine"), fold_for_search(&arena, "jardin"));
    assert_string_equal(fold_for_search(&arena, "dans la"), "");
    assert_string_equal(fold_for_search(&arena, NULL), "");
    arena_free(&arena);
}

/* ---- against published lists ---- */

static char **lines_of(struct arena *arena, const char *path, size_t *count)
{
    size_t length;
    return text_split(arena, test_file(arena, path, &length), "\r\n", count);
}

static bool is_ascii(const char *text)
{
    while (*text && !(*text & 0x80))
        text++;
    return !*text;
}

static bool has_telling_ending(const char *word)
{
    return text_ends(word, "ee") || text_ends(word, "ees") || text_ends(word, "erent") || text_ends(word, "ite")
        || text_ends(word, "ites");
}

static void stems_are_those_of_snowball(void **state)
{
    struct arena arena = {0};
    const char *words_path = test_data(&arena, "text/snowball_fr_voc.txt");
    const char *stems_path = test_data(&arena, "text/snowball_fr_output.txt");
    skip_without(words_path);
    skip_without(stems_path);
    size_t count, stem_count, compared = 0;
    char **words = lines_of(&arena, words_path, &count), **stems = lines_of(&arena, stems_path, &stem_count);
    assert_int_equal(count, stem_count);
    for (size_t i = 0; i < count; i++)
        if (is_ascii(words[i]) && !strchr(words[i], '\'') && !has_telling_ending(words[i])) {
            assert_string_equal(fold_stem(&arena, words[i]), stems[i]);
            compared++;
        }
    assert_true(compared > 10000);
    arena_free(&arena);
}

/* Folding before stemming loses little: neighbours that Snowball gives one stem nearly always share ours. */
static void stems_of_folded_words_join_nearly_the_same_words(void **state)
{
    struct arena arena = {0};
    const char *words_path = test_data(&arena, "text/snowball_fr_voc.txt");
    const char *stems_path = test_data(&arena, "text/snowball_fr_output.txt");
    skip_without(words_path);
    skip_without(stems_path);
    size_t count, stem_count, together = 0, still = 0;
    char **words = lines_of(&arena, words_path, &count), **stems = lines_of(&arena, stems_path, &stem_count);
    for (size_t i = 1; i < count && i < stem_count; i++) {
        if (!text_is(stems[i], stems[i - 1]))
            continue;
        together++;
        still += text_is(fold_stem(&arena, fold_text(&arena, words[i])), fold_stem(&arena, fold_text(&arena,
            words[i - 1])));
    }
    assert_true(together > 5000 && still * 100 >= together * 95);
    arena_free(&arena);
}

static void stop_words_are_known_as_such_elsewhere(void **state)
{
    struct arena arena = {0};
    const char *path = test_data(&arena, "text/stopwords-iso-fr.json");
    skip_without(path);
    size_t length, count, ours = 0;
    char **words = text_split(&arena, test_file(&arena, path, &length), "[]\",\n", &count);
    for (size_t i = 0; i < count; i++) {
        const char *folded = fold_text(&arena, words[i]);
        ours += fold_is_stop_word(folded);
    }
    assert_true(ours > 120);
    assert_true(fold_is_stop_word("a") && fold_is_stop_word("le") && fold_is_stop_word("y"));
    assert_false(fold_is_stop_word("eau") || fold_is_stop_word("") || fold_is_stop_word("zone"));
    arena_free(&arena);
}

static void folding_a_real_corpus_twice_changes_nothing(void **state)
{
    struct arena arena = {0};
    const char *path = test_data(&arena, "text/grand_debat_annote.jsonl");
    skip_without(path);
    size_t count;
    char **lines = lines_of(&arena, path, &count);
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(&arena);
        char *once = fold_text(&arena, lines[i]);
        assert_string_equal(fold_text(&arena, once), once);
        arena_release(&arena, mark);
    }
    assert_true(count > 100);
    arena_free(&arena);
}

/* ---- anything at all ---- */

static void every_code_point_folds_to_what_folds_to_itself(void **state)
{
    struct arena arena = {0};
    for (uint32_t point = 1; point <= 0x10FFFF; point++) {
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        struct arena_mark mark = arena_mark(&arena);
        struct buffer text = {.arena = &arena};
        buffer_char(&text, 'x');
        utf8_put(&text, point);
        buffer_char(&text, 'y');
        char *once = fold_text(&arena, text.text), *twice = fold_text(&arena, once);
        if (!text_is(once, twice))
            fail_msg("U+%04X folds to \"%s\", then to \"%s\"", (unsigned)point, once, twice);
        arena_release(&arena, mark);
    }
    arena_free(&arena);
}

static void random_bytes_fold_to_what_folds_to_itself(void **state)
{
    static const char *const pieces[] = {
        "'", "’", "-", "·", ".", "(", ")", "e", "s", "l", "d", "qu", "é", "Œ", " ", "rice", "\xFF", "\xE2\x80", "ß",
        "1", "le", "日", "\xCC\x81"};
    enum { PIECES = sizeof pieces / sizeof *pieces };
    struct arena arena = {0};
    uint64_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        struct arena_mark mark = arena_mark(&arena);
        struct buffer text = {.arena = &arena};
        for (int i = 0; i < 12; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            size_t pick = (size_t)(seed >> 33) % (PIECES + 3);
            if (pick < PIECES)
                buffer_text(&text, pieces[pick]);
            else
                buffer_char(&text, (char)(1 + (seed >> 40) % 255));
        }
        char *once = fold_text(&arena, text.text), *twice = fold_text(&arena, once);
        if (!text_is(once, twice))
            fail_msg("\"%s\" folds to \"%s\", then to \"%s\"", text.text, once, twice);
        assert_true(utf8_valid(once, strlen(once)));
        fold_for_search(&arena, text.text);
        arena_release(&arena, mark);
    }
    arena_free(&arena);
}

static void *stem_a_lot(void *wrong)
{
    struct arena arena = {0};
    for (int i = 0; i < 2000; i++) {
        struct arena_mark mark = arena_mark(&arena);
        if (!text_is(fold_stem(&arena, i % 2 ? "cooperations" : "habitants"), i % 2 ? "cooper" : "habit"))
            *(int *)wrong += 1;
        arena_release(&arena, mark);
    }
    arena_free(&arena);
    return NULL;
}

static void threads_stem_without_disturbing_each_other(void **state)
{
    pthread_t threads[4];
    int wrong[4] = {0};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, stem_a_lot, &wrong[i]), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(wrong[i], 0);
    }
}

const struct CMUnitTest fold_tests[] = {
    PLAIN("accents, case and ligatures do not matter", accents_case_and_ligatures_do_not_matter),
    PLAIN("punctuation and spaces part words", punctuation_and_spaces_part_words),
    PLAIN("elisions are dropped", elisions_are_dropped),
    PLAIN("other apostrophes join", other_apostrophes_join),
    PLAIN("inclusive writing gives the first form", inclusive_writing_gives_the_first_form),
    PLAIN("what only looks inclusive stays", what_only_looks_inclusive_stays),
    PLAIN("acronyms lose their dots", acronyms_lose_their_dots),
    PLAIN("saints are written out", saints_are_written_out),
    PLAIN("a word is cut where a character ends", a_word_is_cut_where_a_character_ends),
    PLAIN("words are listed in order", words_are_listed_in_order),
    PLAIN("a search finds the other forms of a word", a_search_finds_the_other_forms_of_a_word),
    PLAIN("stems are those of Snowball", stems_are_those_of_snowball),
    PLAIN("stems of folded words join nearly the same words", stems_of_folded_words_join_nearly_the_same_words),
    PLAIN("stop words are known as such elsewhere", stop_words_are_known_as_such_elsewhere),
    PLAIN("folding a real corpus twice changes nothing", folding_a_real_corpus_twice_changes_nothing),
    PLAIN("every code point folds to what folds to itself", every_code_point_folds_to_what_folds_to_itself),
    PLAIN("random bytes fold to what folds to itself", random_bytes_fold_to_what_folds_to_itself),
    PLAIN("threads stem without disturbing each other", threads_stem_without_disturbing_each_other),
    {0}
};
