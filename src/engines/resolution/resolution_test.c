/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same organisation in several lists. */
#include "base/number.h"
#include "engines/resolution/inside.h"
#include "engines/resolution/corrupt.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/hash.h"
#include "formats/csv.h"
#include "main/testing.h"
#include <math.h>

static const struct resolve_record some[] = {
    {.name = "Association Régie de quartier des Tilleuls", .address = "12 avenue de la Gare", .post_code = "59000",
     .town = "Lille"},
    {.name = "ASSO. REGIE DE QUARTIERS LES TILLEULS", .address = "12 AV DE LA GARE", .post_code = "59000", .town =
        "LILLE"},
    {.name = "Mission locale de Metz", .address = "3 rue Haute", .post_code = "57000", .town = "Metz"},
    {.name = "Commune de Metz", .address = "1 place d'Armes", .post_code = "57000", .town = "Metz"},
    {.name = "CCAS de Metz", .address = "1 place d'Armes", .post_code = "57000", .town = "Metz"},
    {.name = "Mairie de Metz", .address = "1 pl. d'Armes BP 21025", .post_code = "57036", .town = "Metz Cedex 1"},
    {.name = "Association pour l'insertion professionnelle des travailleurs handicapés", .address = "17 rue Compayré",
     .post_code = "81000", .town = "Albi"},
    {.name = "AIPTH Cap emploi", .address = "17 rue Compayre", .post_code = "81000", .town = "Albi"},
    {.name = "Emmaüs 54", .post_code = "54000", .town = "Nancy"},
    {.name = "Jardins du Cœur", .address = "8 chemin Vert", .post_code = "13001", .town = "Marseille"},
};
enum { SOME = sizeof some / sizeof *some };
static const struct resolve_options one_list = {.second_list = RESOLVE_EVERYWHERE, .threads = 1};

static double probability(const struct resolve_record *a, const struct resolve_record *b)
{
    struct arena arena = {0};
    struct resolve_record rows[] = {*a, *b};
    struct resolver *resolver = resolve_begin(&arena, rows, 2);
    double found = resolve_explain(resolver, &resolve_usual_model, 0, 1).probability;
    arena_free(&arena);
    return found;
}

static void abbreviations_legal_forms_and_sigles_are_seen_through(void **state)
{
    assert_true(probability(&some[0], &some[1]) > 0.9);
    assert_true(probability(&some[3], &some[5]) > 0.5);
    assert_true(probability(&some[6], &some[7]) > 0.8);
    assert_true(probability(&some[2], &some[3]) < 0.1);
    assert_true(probability(&some[8], &some[9]) < 0.01);
}

static void a_commune_and_its_social_centre_are_two_persons(void **state)
{
    assert_true(probability(&some[3], &some[4]) < 0.1);              /* one address, and all but one word in common */
}

static void an_identifier_in_common_decides(void **state)
{
    struct resolve_record a = {.name = "Le Relais", .siret = "356 000 000 00048"};
    struct resolve_record b = {.name = "Tout autre", .siret = "35600000000048"};
    assert_near(probability(&a, &b), 1, 0);
    b.siret = "356000000";
    assert_near(probability(&a, &b), 1, 0);
    a = some[0];
    b = some[1];
    a.siret = "732829320";
    b.siret = "552100554";
    assert_near(probability(&a, &b), 0, 0);                          /* two valid SIREN: never one */
    b.siret = "552100555";
    assert_true(probability(&a, &b) > 0.9);                          /* a wrong key says nothing */
    a.siret = b.siret = NULL;
    a.rna = "W595000001";
    b.rna = "w595 000 002";
    assert_near(probability(&a, &b), 0, 0);
}

static void what_is_missing_is_no_disagreement(void **state)
{
    struct resolve_record without = some[1], other = some[1], phone = some[1];
    without.address = NULL;
    other.address = "40 rue du Molinel";
    assert_true(probability(&some[0], &without) > probability(&some[0], &other));
    assert_near(probability(&some[0], &phone), probability(&some[0], &some[1]), 0);
    struct resolve_record with_phone = some[0];
    with_phone.phone = "03 20 00 00 00";
    assert_near(probability(&with_phone, &phone), probability(&some[0], &phone), 0);
    phone.phone = "+33 3 20 00 00 00";
    assert_true(probability(&with_phone, &phone) > probability(&some[0], &some[1]));
}

static void the_order_of_two_rows_changes_nothing(void **state)
{
    for (int i = 0; i < SOME; i++)
        for (int j = 0; j < SOME; j++)
            assert_near(probability(&some[i], &some[j]), probability(&some[j], &some[i]), 0);
}

static void the_waterfall_adds_up_and_can_be_read(void **state)
{
    struct arena arena = {0};
    struct resolver *resolver = resolve_begin(&arena, some, SOME);
    struct resolution *result = resolve(&arena, resolver, &one_list);
    assert_true(result->count >= 3);
    for (size_t i = 0; i < result->count; i++) {
        const struct resolve_pair *pair = &result->pairs[i];
        struct resolve_why why = resolve_explain(resolver, &result->model, pair->a, pair->b);
        double sum = 0;
        for (size_t j = 0; j < why.count; j++) {
            assert_non_null(why.reasons[j].sentence);
            sum += why.reasons[j].weight;
        }
        assert_near(sum, why.weight, 1e-12);
        assert_near(why.weight, pair->weight, 0);
        assert_near(why.probability, pair->probability, 0);
        assert_true(pair->a < pair->b);
    }
    struct resolve_why why = resolve_explain(resolver, &result->model, 0, 1);
    assert_string_equal(why.reasons[1].sentence, "nom identique et rare");
    assert_string_equal(why.reasons[2].sentence, "même adresse");
    arena_free(&arena);
}

static void groups_join_what_is_sure(void **state)
{
    struct arena arena = {0};
    struct resolver *resolver = resolve_begin(&arena, some, SOME);
    struct resolution *result = resolve(&arena, resolver, &one_list);
    assert_int_equal(result->cluster[1], 0);
    assert_int_equal(result->cluster[7], 6);
    assert_int_equal(result->cluster[5], 3);
    assert_int_equal(result->cluster[4], 4);
    assert_int_equal(result->cluster[9], 9);
    arena_free(&arena);
}

/* A row without SIREN like two rows whose SIREN differ joins one of them, never both. */
static void groups_never_hold_two_siren(void **state)
{
    struct arena arena = {0};
    struct resolve_record rows[] = {some[0], some[0], some[0]};
    rows[0].siret = "732829320";
    rows[2].siret = "552100554";
    struct resolver *resolver = resolve_begin(&arena, rows, 3);
    struct resolve_options options = one_list;
    options.threshold = 0.5;
    struct resolution *result = resolve(&arena, resolver, &options);
    assert_int_equal(result->count, 2);
    assert_true(result->cluster[0] != result->cluster[2]);
    assert_true(result->cluster[1] == result->cluster[0] || result->cluster[1] == result->cluster[2]);
    arena_free(&arena);
}

static void two_lists_pair_each_row_once(void **state)
{
    struct arena arena = {0};
    struct resolve_record rows[] = {some[0], some[2], some[1], some[0], some[9]};
    struct resolver *resolver = resolve_begin(&arena, rows, 5);
    struct resolve_options options = {.second_list = 2, .one_to_one = true, .threads = 1};
    struct resolution *result = resolve(&arena, resolver, &options);
    int sure = 0;
    for (size_t i = 0; i < result->count; i++) {
        assert_true(result->pairs[i].a < 2 && result->pairs[i].b >= 2);
        sure += result->pairs[i].sure;
    }
    assert_int_equal(sure, 1);
    arena_free(&arena);
}

static void learning_never_lowers_the_likelihood(void **state)
{
    struct counts counts = {0};
    struct seeded seeded = seeded_start(21);
    for (int i = 0; i < 5000; i++) {
        bool match = seeded_unit(&seeded) < 0.3;
        struct comparison comparison = {.level = {
            (uint8_t)(match ? 7 + seeded_below(&seeded, 5) : 1 + seeded_below(&seeded, 4)),
            (uint8_t)(match ? 1 + seeded_below(&seeded, 2) : 3 + seeded_below(&seeded, 3)), 0, 0}};
        counts.unknown[pattern_of(&comparison)]++;
    }
    struct resolve_model model = learn_model(&counts);
    assert_true(model.rounds > 1 && model.rounds < 200);
    assert_near(model.share, 0.3, 0.05);
    assert_true(model.expected_precision > 0.9 && model.expected_recall > 0.9);
    for (uint32_t pattern = 0; pattern < PATTERNS; pattern += 7) {
        struct comparison comparison = comparison_of(pattern);
        assert_int_equal(pattern_of(&comparison), pattern);
    }
}

static struct resolve_record *read_places(struct arena *arena, uint32_t *count, const char ***siret)
{
    static const char *const columns[][2] = {{"nom"}, {"adresse"}, {"code_postal"}, {"commune"}, {"siret"},
                                              {"lon"}, {"lat"}};
    const char *path = test_data(arena, "directory/lieux_inclusion.csv");
    struct resolve_record *rows = NULL;
    struct csv csv;
    size_t length, room = 0, siret_room = 0;
    if (!path)
        return NULL;
    char *bytes = test_file(arena, path, &length);
    assert_true(csv_open(&csv, arena, bytes, length));
    for (char **row; (row = csv_next(&csv, NULL)); ++*count) {
        rows = arena_grow(arena, rows, *count, &room, sizeof *rows);
        *siret = arena_grow(arena, *siret, *count, &siret_room, sizeof **siret);
        rows[*count] = (struct resolve_record){
            .name = row[csv_column(&csv, columns[0])], .address = row[csv_column(&csv, columns[1])],
            .post_code = row[csv_column(&csv, columns[2])], .town = row[csv_column(&csv, columns[3])]};
        (*siret)[*count] = row[csv_column(&csv, columns[4])];
        rows[*count].placed = parse_real(row[csv_column(&csv, columns[5])], &rows[*count].longitude)
            && parse_real(row[csv_column(&csv, columns[6])], &rows[*count].latitude);
    }
    return rows;
}

static void threads_change_nothing(void **state)
{
    struct arena arena = {0};
    uint32_t count = 0;
    const char **siret = NULL;
    struct resolve_record *rows = read_places(&arena, &count, &siret);
    skip_without(rows);
    struct resolver *resolver = resolve_begin(&arena, rows, count);
    struct resolve_options two = one_list;
    two.threads = 2;
    struct resolution *a = resolve(&arena, resolver, &one_list), *b = resolve(&arena, resolver, &two);
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->pairs, b->pairs, a->count * sizeof *a->pairs);
    assert_memory_equal(a->cluster, b->cluster, count * sizeof *a->cluster);
    assert_true(a->review_count > 0);
    for (size_t i = 1; i < a->review_count; i++)
        assert_true(fabs(a->pairs[a->review[i]].probability - 0.5)
                    >= fabs(a->pairs[a->review[i - 1]].probability - 0.5));
    arena_free(&arena);
}

/* The pairs of one SIRET, by a << 32 | b; listed: the rows that are in one. None without the data. */
static struct int_map read_pairs(struct arena *arena, uint32_t count, bool *listed)
{
    static const char *const columns[][2] = {{"row_a"}, {"row_b"}};
    const char *path = test_data(arena, "dedup/same_siret_pairs_dev.csv");
    struct int_map known = {.arena = arena};
    struct csv csv;
    size_t length;
    if (!path)
        return known;
    const char *bytes = test_file(arena, path, &length);
    assert_true(csv_open(&csv, arena, bytes, length));
    for (char **row; (row = csv_next(&csv, NULL));) {
        int64_t a, b;
        assert_true(parse_int(row[csv_column(&csv, columns[0])], &a));
        assert_true(parse_int(row[csv_column(&csv, columns[1])], &b) && 0 <= a && a < b && b < count);
        listed[a] = listed[b] = true;
        *int_map_at(&known, (uint64_t)a << 32 | (uint64_t)b) = 1;
    }
    return known;
}

struct tally { double said, right, found; };

static void judge(struct tally *tally, const char **siret, const struct int_map *known, uint32_t a, uint32_t b)
{
    tally->said++;
    tally->right += strcmp(siret[a], siret[b]) == 0;
    tally->found += int_map_get(known, (uint64_t)a << 32 | b, NULL);
}

static void assert_f1(const char *what, const struct tally *tally, size_t known, double least)
{
    double precision = tally->right / tally->said, recall = tally->found / (double)known;
    double f1 = 2 * precision * recall / (precision + recall);
    if (f1 < least)
        fail_msg("%s: F1 %.3f: precision %.3f, recall %.3f", what, f1, precision, recall);
}

/* Rows that share a SIRET in two lists, found without it. Of what is said, only pairs of rows of the list are judged:
 * right when both have one SIRET. Sure pairs alone, then with those that follow from others. */
static void rows_of_one_siret_are_found_while_it_is_hidden(void **state)
{
    struct arena arena = {0};
    uint32_t count = 0;
    const char **siret = NULL;
    struct resolve_record *rows = read_places(&arena, &count, &siret);
    skip_without(rows);
    bool *listed = arena_array(&arena, count, sizeof *listed);
    struct int_map known = read_pairs(&arena, count, listed);
    skip_without(known.count ? rows : NULL);
    struct resolver *resolver = resolve_begin(&arena, rows, count);
    struct resolution *result = resolve(&arena, resolver, &one_list);
    struct tally sure = {0}, all = {0};
    for (size_t i = 0; i < result->count; i++)
        if (result->pairs[i].sure && listed[result->pairs[i].a] && listed[result->pairs[i].b])
            judge(&sure, siret, &known, result->pairs[i].a, result->pairs[i].b);
    for (uint32_t b = 0; b < count; b++)
        for (uint32_t a = result->cluster[b]; listed[b] && a < b; a++)
            if (listed[a] && resolve_follows(resolver, result, &(struct resolve_pair){.a = a, .b = b}))
                judge(&all, siret, &known, a, b);
    assert_f1("sure pairs", &sure, known.count, 0.90);
    assert_f1("with those that follow", &all, known.count, 0.905);
    arena_free(&arena);
}

/* A town hall and its CCAS do not become one because a third row, poorer, is like both. */
static void what_follows_is_not_said_against_the_pair_itself(void **state)
{
    struct arena arena = {0};
    struct resolver *resolver = resolve_begin(&arena, some, SOME);
    struct resolution *result = resolve(&arena, resolver, &one_list);
    for (uint32_t row = 0; row < SOME; row++)
        result->cluster[row] = 0;                                    /* as if all had been joined */
    struct resolve_pair halls = {.a = 3, .b = 5}, against = {.a = 3, .b = 4};
    assert_true(resolve_follows(resolver, result, &halls));
    assert_true(halls.probability > 0.05);
    assert_false(resolve_follows(resolver, result, &against));
    result->cluster[5] = 5;
    assert_false(resolve_follows(resolver, result, &halls));
    arena_free(&arena);
}

/* Different organisations, told apart by their SIRET: places, then structures. NULL without the data. */
static struct resolve_record *read_organisations(struct arena *arena, uint32_t *kept)
{
    static const char *const columns[][2] = {{"name"}, {"brand"}, {"address"}, {"post_code"}, {"city"}, {"siret"}};
    const char **siret = NULL, *path = test_data(arena, "directory/siae_3853.csv");
    uint32_t count = 0;
    struct resolve_record *places = read_places(arena, &count, &siret), *rows = NULL;
    struct text_map seen = {.arena = arena};
    struct csv csv;
    size_t length, room = 0;
    bool is_new;
    *kept = 0;
    if (!places || !path)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        text_map_add(&seen, siret[i], strlen(siret[i]), &is_new);
        if (!is_new || !siret[i][strspn(siret[i], "0")])
            continue;
        rows = arena_grow(arena, rows, *kept, &room, sizeof *rows);
        rows[(*kept)++] = places[i];
    }
    char *bytes = test_file(arena, path, &length);
    assert_true(csv_open(&csv, arena, bytes, length));
    for (char **row; (row = csv_next(&csv, NULL));) {
        text_map_add(&seen, row[csv_column(&csv, columns[5])], strlen(row[csv_column(&csv, columns[5])]), &is_new);
        if (!is_new)
            continue;
        rows = arena_grow(arena, rows, *kept, &room, sizeof *rows);
        rows[(*kept)++] = (struct resolve_record){
            .name = row[csv_column(&csv, columns[0])], .other_name = row[csv_column(&csv, columns[1])],
            .address = row[csv_column(&csv, columns[2])], .post_code = row[csv_column(&csv, columns[3])],
            .town = row[csv_column(&csv, columns[4])]};
    }
    return rows;
}

/* Real organisations, one row of each, and rows spoilt with a seed that no measurement uses. */
static void spoilt_imports_are_recognised(void **state)
{
    enum { KNOWN = 3000, UNKNOWN = 1000 };
    struct arena arena = {0};
    uint32_t kept;
    struct resolve_record *rows = read_organisations(&arena, &kept);
    skip_without(rows);
    struct seeded seeded = seeded_start(99);
    struct resolve_record *list = arena_array(&arena, kept + KNOWN + UNKNOWN, sizeof *list);
    uint32_t second = kept - UNKNOWN, *order = arena_array(&arena, kept, sizeof *order);
    for (uint32_t i = 0; i < kept; i++)
        order[i] = i;
    seeded_shuffle(&seeded, order, kept);
    for (uint32_t i = 0; i < second; i++)
        list[i] = rows[order[i]];                          /* the last are left out of the reference */
    for (uint32_t i = 0; i < KNOWN + UNKNOWN; i++)
        list[second + i] = corrupt_record(&arena, &seeded, &rows[order[i < KNOWN ? i : second + i - KNOWN]]);
    struct resolve_options options = {.second_list = second, .one_to_one = true, .threads = 1};
    struct resolution *result = resolve(&arena, resolve_begin(&arena, list, second + KNOWN + UNKNOWN), &options);
    double right = 0, said = 0;
    for (size_t i = 0; i < result->count; i++) {
        const struct resolve_pair *pair = &result->pairs[i];
        said += pair->sure;
        right += pair->sure && pair->b - second < KNOWN && pair->a == pair->b - second;
    }
    double f1 = 2 * right / (said + KNOWN);
    if (f1 < 0.95)
        fail_msg("F1 %.3f", f1);
    arena_free(&arena);
}

/* Over many random lists: no pair, and no group, ever holds two valid SIREN that differ. */
static void no_pair_and_no_group_holds_two_siren(void **state)
{
    static const char *const sirens[] = {NULL, "732829320", "552100554", "356000000", "999"};
    struct seeded seeded = seeded_start(31);
    for (int round = 0; round < 60; round++) {
        struct arena arena = {0};
        struct resolve_record rows[24];
        int kind[24];
        for (int i = 0; i < 24; i++) {
            rows[i] = some[seeded_below(&seeded, SOME)];
            kind[i] = (int)seeded_below(&seeded, 5);
            rows[i].siret = sirens[kind[i]];
        }
        struct resolver *resolver = resolve_begin(&arena, rows, 24);
        struct resolution *result = resolve(&arena, resolver, &one_list);
        for (size_t i = 0; i < result->count; i++) {
            int a = kind[result->pairs[i].a], b = kind[result->pairs[i].b];
            assert_true(a == b || a == 0 || b == 0 || a == 4 || b == 4);
        }
        for (int i = 0; i < 24; i++)
            for (int j = 0; j < i; j++)
                if (result->cluster[i] == result->cluster[j])
                    assert_true(kind[i] == kind[j] || kind[i] % 4 == 0 || kind[j] % 4 == 0);
        arena_free(&arena);
    }
}

const struct CMUnitTest resolution_tests[] = {
    PLAIN("abbreviations and sigles are seen through", abbreviations_legal_forms_and_sigles_are_seen_through),
    PLAIN("a commune and its social centre are two persons", a_commune_and_its_social_centre_are_two_persons),
    PLAIN("an identifier in common decides", an_identifier_in_common_decides),
    PLAIN("what is missing is no disagreement", what_is_missing_is_no_disagreement),
    PLAIN("the order of two rows changes nothing", the_order_of_two_rows_changes_nothing),
    PLAIN("the waterfall adds up and can be read", the_waterfall_adds_up_and_can_be_read),
    PLAIN("groups join what is sure", groups_join_what_is_sure),
    PLAIN("groups never hold two SIREN", groups_never_hold_two_siren),
    PLAIN("two lists pair each row once", two_lists_pair_each_row_once),
    PLAIN("learning never lowers the likelihood", learning_never_lowers_the_likelihood),
    PLAIN("threads change nothing", threads_change_nothing),
    PLAIN("rows of one SIRET are found while it is hidden", rows_of_one_siret_are_found_while_it_is_hidden),
    PLAIN("spoilt imports are recognised", spoilt_imports_are_recognised),
    PLAIN("what follows is not said against the pair itself", what_follows_is_not_said_against_the_pair_itself),
    PLAIN("no pair and no group holds two SIREN", no_pair_and_no_group_holds_two_siren),
    {0}
};
