/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists of contracts as the BOAMP and buyers give them: amounts, lengths, days, stages, and what is refused. */
#include "formats/announces.h"
#include "base/time.h"
#include "main/testing.h"

static void amounts_are_read_as_buyers_write_them(void **state)
{
    static const struct { const char *text; int count; int64_t first, second; } cases[] = {
        {"90 000 €", 1, 9000000, 0}, {"90000", 1, 9000000, 0}, {"1\u202f200\u202f000,50 € HT", 1, 120000050, 0},
        {"100 000 à 200 000 € HT", 2, 10000000, 20000000}, {"90 k€", 1, 9000000, 0}, {"1,5 M€", 1, 150000000, 0},
        {"2 millions d'euros", 1, 200000000, 0}, {"entre 40k€ et 90k€", 2, 4000000, 9000000},
        {"de 25 000 - 40 000", 2, 2500000, 4000000}, {"à définir", 0, 0, 0}, {"", 0, 0, 0}, {"0", 0, 0, 0},
        {"99999999999999999999999", 0, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t cents[2] = {0};
        int count = announce_amounts(cases[i].text, cents);
        if (count != cases[i].count || (count && cents[0] != cases[i].first)
            || (count > 1 && cents[1] != cases[i].second))
            fail_msg("%s: %d, %lld, %lld", cases[i].text, count, (long long)cents[0], (long long)cents[1]);
    }
}

static void lengths_are_months(void **state)
{
    int64_t months;
    assert_true(announce_months("24", &months) && months == 24);
    assert_true(announce_months("36 mois", &months) && months == 36);
    assert_true(announce_months("2 ans", &months) && months == 24);
    assert_true(announce_months("1,5 an", &months) && months == 18);
    assert_false(announce_months("bientôt", &months));
    assert_false(announce_months("0", &months));
    assert_false(announce_months("700", &months));
    assert_false(announce_months("3 semaines", &months));
}

static struct announces opened(struct arena *arena, const char *text)
{
    struct announces list;
    if (!announces_open(&list, arena, arena_text(arena, text), strlen(text)))
        fail_msg("%s", list.trouble);
    return list;
}

static void a_row_of_the_boamp_is_a_contract(void **state)
{
    struct arena arena = {0};
    struct announce row;
    struct announces list = opened(&arena,
        "idweb;objet;nomacheteur;dateparution;datelimitereponse;code_departement;nature;criteres;etag\n"
        "26-1;Linge des cantines;Ville de Lille;2026-11-02;2026-12-01T12:00:00+01:00;59;APPEL_OFFRE;Sociaux;x\n"
        "26-2;Repas;CCAS;2026-11-03;;59,62;ATTRIBUTION;;\n");
    assert_true(list.boamp);
    assert_null(list.unknown);
    assert_true(announces_next(&list, &row));
    assert_string_equal(row.id, "26-1");
    assert_string_equal(row.buyer, "Ville de Lille");
    assert_int_equal(row.stage, ANNOUNCE_PUBLISHED);
    assert_int_equal(row.published_day, days_from_civil(2026, 11, 2));
    assert_int_equal(row.deadline, days_from_civil(2026, 12, 1) * 86400 + 11 * 3600);
    assert_true(row.social && !row.environmental);
    assert_true(announces_next(&list, &row));
    assert_int_equal(row.stage, ANNOUNCE_AWARDED);
    assert_false(row.has_deadline);
    assert_false(announces_next(&list, &row));
    arena_free(&arena);
}

static void the_json_of_the_open_data_is_the_same(void **state)
{
    struct arena arena = {0};
    struct announce row;
    struct announces list = opened(&arena, "{\"total_count\":1,\"results\":[{\"idweb\":\"26-2\",\"objet\":\"Repas\","
        "\"nomacheteur\":\"CCAS\",\"code_departement\":[\"59\",\"62\"],\"datelimitereponse\":\"2026-12-01\"}]}");
    assert_true(list.boamp && announces_next(&list, &row));
    assert_string_equal(row.title, "Repas");
    assert_string_equal(row.place, "59, 62");
    assert_int_equal(row.deadline_day, days_from_civil(2026, 12, 1));
    assert_false(announces_next(&list, &row));
    list = opened(&arena, "[{\"fields\":{\"Intitulé\":\"Linge\"}},7]");
    assert_true(announces_next(&list, &row));
    assert_string_equal(row.title, "Linge");
    assert_true(announces_next(&list, &row));
    assert_null(row.title);
    arena_free(&arena);
}

static void a_programme_is_planned_and_its_odd_columns_are_named(void **state)
{
    struct arena arena = {0};
    struct announce row;
    struct announces list = opened(&arena,
        "Direction,Intitulé du marché,Montant estimé HT,Durée,Date prévisionnelle de lancement,Clause sociale,Lieu\n"
        "DG,Entretien des parcs,\"100 000 à 200 000 €\",4 ans,15/03/2027,oui,Lille\n"
        "DG,Mobilier,à définir,bientôt,T2 2027,non,\n");
    assert_string_equal(list.unknown, "Direction");
    assert_true(announces_next(&list, &row));
    assert_int_equal(row.stage, ANNOUNCE_PLANNED);
    assert_int_equal(row.amount, 20000000);
    assert_int_equal(row.amount_least, 10000000);
    assert_int_equal(row.months, 48);
    assert_int_equal(row.launch_day, days_from_civil(2027, 3, 15));
    assert_true(row.social);
    assert_true(announces_next(&list, &row));
    assert_string_equal(row.bad_amount, "à définir");
    assert_string_equal(row.bad_months, "bientôt");
    assert_string_equal(row.bad_launch, "T2 2027");
    assert_false(row.social);
    arena_free(&arena);
}

static void what_is_no_list_of_contracts_is_refused(void **state)
{
    static const char *const texts[] = {"", "{\"a\":1}", "{", "[", "nom;siret\nA;1\n"};
    struct arena arena = {0};
    struct announces list;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(announces_open(&list, &arena, arena_text(&arena, texts[i]), strlen(texts[i])));
        assert_non_null(list.trouble);
    }
    arena_free(&arena);
}

const struct CMUnitTest announces_tests[] = {
    PLAIN("amounts are read as buyers write them", amounts_are_read_as_buyers_write_them),
    PLAIN("lengths are months", lengths_are_months),
    PLAIN("a row of the BOAMP is a contract", a_row_of_the_boamp_is_a_contract),
    PLAIN("the JSON of the open data is the same", the_json_of_the_open_data_is_the_same),
    PLAIN("a programme is planned and its odd columns are named", a_programme_is_planned_and_its_odd_columns_are_named),
    PLAIN("what is no list of contracts is refused", what_is_no_list_of_contracts_is_refused),
    {0}
};
