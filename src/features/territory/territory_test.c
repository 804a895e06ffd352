/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding communes, drawing perimeters, importing outlines, showing pages. */
#include "features/territory/handlers.h"
#include "base/number.h"
#include "features/territory/sample.h"
#include "formats/csv.h"
#include "main/site.h"
#include "territory.bake.h"

static void with_sample(struct site *site)
{
    site_request(site);
    territory_sample(site->db);
}

/* ---- codes ---- */

static void a_code_is_forgiven_its_lost_zero_and_its_case(void **state)
{
    struct site *site = *state;
    struct place place;
    with_sample(site);
    assert_true(territory_place(site->db, "2a004", &place));
    assert_string_equal(place.name, "Ajaccio");
    assert_true(territory_place(site->db, " 59512 ", &place));
    assert_true(territory_place(site->db, "r32", &place));
    assert_string_equal(place.kind, "region");
    assert_false(territory_place(site->db, "32", &place));                     /* the Gers, which the sample has not */
    assert_false(territory_place(site->db, "99999", &place));
    assert_false(territory_place(site->db, "", &place));
}

static void arrondissements_and_associated_communes_lead_to_their_commune(void **state)
{
    struct site *site = *state;
    struct place place;
    with_sample(site);
    assert_true(territory_place(site->db, "75112", &place));
    assert_string_equal(place.code, "75056");
    assert_string_equal(place.was, "Paris 12e Arrondissement");
    assert_true(territory_place(site->db, "59298", &place));
    assert_string_equal(place.code, "59350");
    assert_true(territory_place(site->db, "59350", &place));
    assert_null(place.was);
}

/* ---- what people type ---- */

static void check_typed(struct site *site, const char *typed, const char *code)
{
    struct place place = {.code = "(none)"};
    if (!territory_typed(site->db, typed, &place) || !text_is(place.code, code))
        fail_msg("%s: %s, expected %s", typed, place.code, code);
}

static void a_commune_is_found_from_what_people_type(void **state)
{
    struct site *site = *state;
    with_sample(site);
    check_typed(site, "Roubaix", "59512");
    check_typed(site, "  ROUBAIX (59)", "59512");
    check_typed(site, "59100", "59512");
    check_typed(site, "59100 Roubaix", "59512");
    check_typed(site, "59512", "59512");
    check_typed(site, "roubaix 59", "59512");
    check_typed(site, "St Etienne", "42218");
    check_typed(site, "st-étienne", "42218");
    check_typed(site, "l hay les roses", "94038");
    check_typed(site, "L’Haÿ-les-Roses", "94038");
    check_typed(site, "villeneuve d ascq", "59009");
    check_typed(site, "Madeleine", "59368");
    check_typed(site, "Lille cedex", "59350");
    check_typed(site, "Paris 12", "75056");
    check_typed(site, "Paris 12e", "75056");
    check_typed(site, "75012", "75056");
    check_typed(site, "Hellemmes-Lille", "59350");
    check_typed(site, "Saint-Denis (974)", "97411");
    check_typed(site, "20090", "2A004");
}

static void names_that_several_bear_are_not_guessed(void **state)
{
    struct site *site = *state;
    with_sample(site);
    struct place_matches found = territory_find(site->db, "Saint Denis");
    assert_int_equal(found.count, 2);
    assert_false(found.sure);
    assert_string_equal(found.places[0].code, "97411");
}

static void the_sites_own_territory_decides_between_two_of_one_name(void **state)
{
    struct site *site = *state;
    const char *why;
    with_sample(site);
    site_request(site);
    assert_true(setting_set(site->db, &own_territory, "93", &why));
    struct place_matches found = territory_find(site->db, "saint-denis");
    assert_true(found.sure);
    assert_string_equal(found.places[0].code, "93066");
    assert_int_equal(found.count, 2);
}

/* "Templeuve" is enough where Templeuve-en-Pévèle is the only one. */
static void the_first_words_of_a_name_are_enough_in_the_sites_own_territory(void **state)
{
    struct site *site = *state;
    const char *why;
    with_sample(site);
    site_request(site);
    assert_false(territory_find(site->db, "Villeneuve").sure);
    assert_true(setting_set(site->db, &own_territory, "59", &why));
    struct place_matches found = territory_find(site->db, "villeneuve");
    assert_true(found.sure);
    assert_string_equal(found.places[0].code, "59009");
    assert_false(territory_find(site->db, "Villeneu").sure);
    assert_false(territory_find(site->db, "Saint-Denis").sure);
}

static void typing_errors_are_proposed_but_never_taken_for_sure(void **state)
{
    struct site *site = *state;
    static const char *const typed[] = {"Rubaix", "Roubiax", "Roubaixx", "oubaix", "Touroing", "Tourcing",
        "Dunquerque", "ascq villeneuve", "Villeneve dasq"};
    static const char *const codes[] = {"59512", "59512", "59512", "59512", "59599", "59599", "59183", "59009",
        "59009"};
    with_sample(site);
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct place_matches found = territory_find(site->db, typed[i]);
        if (!found.count || !text_is(found.places[0].code, codes[i]))
            fail_msg("%s is not found", typed[i]);
        assert_false(found.sure);
    }
    assert_int_equal(territory_find(site->db, "Xyzzy").count, 0);
    assert_int_equal(territory_find(site->db, "").count, 0);
    assert_int_equal(territory_find(site->db, NULL).count, 0);
    assert_int_equal(territory_find(site->db, "99999").count, 0);
}

static void a_field_says_which_communes_may_be_meant(void **state)
{
    struct site *site = *state;
    with_sample(site);
    struct request *rq = site_request(site);
    assert_null(territory_check_typed(rq, "Roubaix"));
    assert_contains(territory_check_typed(rq, "Saint-Denis"), "Saint-Denis (974), Saint-Denis (93)");
    assert_contains(territory_check_typed(rq, "Rubaix"), "Did you mean Roubaix (59)");
    assert_contains(territory_check_typed(rq, "Xyzzy"), "No commune");
}

static void distances_are_known_between_places_that_are(void **state)
{
    struct site *site = *state;
    struct place a, b;
    double km;
    with_sample(site);
    assert_true(territory_place(site->db, "59350", &a) && territory_place(site->db, "59512", &b));
    assert_true(territory_km(&a, &b, &km));
    assert_near(km, 10.8, 1);
    b.located = false;
    assert_false(territory_km(&a, &b, &km));
}

/* ---- perimeters ---- */

static void an_agent_draws_a_perimeter_from_names_and_codes(void **state)
{
    struct site *site = *state;
    with_sample(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/territoires/perimetre/nouveau");
    expect_status(site, OK);
    submit(site, "/territoires/perimetre/nouveau",
        "nom=Vall%C3%A9e+de+la+Lys&description=Un+projet&communes=Roubaix%0A59200%0A62");
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/territoires/p-vallee-de-la-lys");
    follow(site);
    expect_status(site, OK);
    expect_text(site, "Vallée de la Lys");
    expect_text(site, "Un projet");
    expect_text(site, "Lens");
    expect_text(site, "Tourcoing");
    assert_int_equal(territory_communes(site->db, "p-vallee-de-la-lys").count, 4);
    visit(site, "/territoires/59512");
    expect_text(site, "/territoires/p-vallee-de-la-lys");
}

static void two_perimeters_of_one_name_have_two_codes(void **state)
{
    struct site *site = *state;
    with_sample(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    for (int i = 0; i < 2; i++)
        submit(site, "/territoires/perimetre/nouveau", "nom=Bassin&communes=59512");
    assert_string_equal(site->last.reply.location, "/territoires/p-bassin-2");
}

static void an_unknown_commune_of_a_perimeter_is_named_and_nothing_typed_is_lost(void **state)
{
    struct site *site = *state;
    with_sample(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/territoires/perimetre/nouveau", "nom=Bassin&communes=Roubaix%0ASaint-Denis%0AXyzzy");
    expect_status(site, INVALID);
    expect_text(site, "Saint-Denis (974)");
    expect_text(site, "“Xyzzy”");
    expect_text(site, "Roubaix\nSaint-Denis\nXyzzy");
    submit(site, "/territoires/perimetre/nouveau", "nom=Bassin&communes=%0A%2C%3B");
    expect_status(site, INVALID);
    submit(site, "/territoires/perimetre/nouveau", "nom=&communes=Roubaix");
    expect_status(site, INVALID);
}

static void a_perimeter_is_changed_and_its_code_stays(void **state)
{
    struct site *site = *state;
    struct territory_of_code row;
    with_sample(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/territoires/perimetre/nouveau", "nom=Bassin&communes=59512+%0A59599");
    assert_true(territory_of_code(site->db, (struct territory_of_code_args){.code = "p-bassin"}, &row));
    const char *path = arena_format(&site->arena, "/territoires/perimetre/%lld/modifier", (long long)row.id);
    visit(site, path);
    expect_status(site, OK);
    expect_text(site, "59512\n59599");
    submit(site, path, "nom=Bassin+de+Lens&communes=Lens");
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/territoires/p-bassin");
    struct places communes = territory_communes(site->db, "p-bassin");
    assert_int_equal(communes.count, 1);
    assert_string_equal(communes.places[0].code, "62498");
    visit(site, "/territoires/perimetre/1/modifier");
    expect_status(site, NOT_FOUND);
}

static const char *draw(struct site *site)
{
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/territoires/perimetre/nouveau", "nom=La+Lys&communes=Roubaix");
    expect_status(site, SEE_OTHER);
    struct territory_of_code row;
    struct request *rq = site_request(site);
    assert_true(territory_of_code(rq->db, (struct territory_of_code_args){.code = "p-la-lys"}, &row));
    return arena_format(&site->arena, "/territoires/perimetre/%lld/supprimer", (long long)row.id);
}

static void a_perimeter_is_deleted_by_who_says_so_twice(void **state)
{
    struct site *site = *state;
    with_sample(site);
    const char *page = draw(site);
    visit(site, "/territoires/p-la-lys");
    expect_text(site, page);
    visit(site, page);
    expect_status(site, OK);
    submit(site, page, "");
    expect_status(site, INVALID);
    submit(site, page, "sur=1");
    expect_status(site, SEE_OTHER);
    visit(site, "/territoires/p-la-lys");
    expect_status(site, NOT_FOUND);
    visit(site, "/territoires/59512");
    expect_status(site, OK);
    expect_no_text(site, "La Lys");
    submit(site, page, "sur=1");
    expect_status(site, NOT_FOUND);
}

static void a_perimeter_that_serves_is_not_deleted(void **state)
{
    struct site *site = *state;
    const char *why;
    with_sample(site);
    const char *page = draw(site);
    struct request *rq = site_request(site);
    setting_set(rq->db, &own_territory, "p-la-lys", &why);
    submit(site, page, "sur=1");
    expect_status(site, CONFLICT);
    expect_text(site, "the territory of the site");
    rq = site_request(site);
    setting_set(rq->db, &own_territory, "59", &why);
    struct territory_of_code row;
    assert_true(territory_of_code(rq->db, (struct territory_of_code_args){.code = "p-la-lys"}, &row));
    sign_in(site, ROLE_AGENT, SCOPE_TERRITORY, row.id);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, page, "sur=1");
    expect_status(site, CONFLICT);
    expect_text(site, "1 person holds a role on it");
    visit(site, "/territoires/p-la-lys");
    expect_status(site, OK);
    sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    submit(site, page, "sur=1");
    expect_status(site, FORBIDDEN);
}

static void a_visitor_draws_no_perimeter(void **state)
{
    struct site *site = *state;
    with_sample(site);
    submit(site, "/territoires/perimetre/nouveau", "nom=Bassin&communes=59512");
    assert_true(site->last.reply.status == SEE_OTHER || site->last.reply.status == UNAUTHORISED);
    struct territory_of_code row;
    assert_false(territory_of_code(site->db, (struct territory_of_code_args){.code = "p-bassin"}, &row));
}

/* ---- pages ---- */

static void the_list_is_searched_by_name_and_by_kind(void **state)
{
    struct site *site = *state;
    with_sample(site);
    visit(site, "/territoires");
    expect_status(site, OK);
    expect_text(site, "Ajaccio");
    visit(site, "/territoires?q=denis");
    expect_text(site, "/territoires/93066");
    expect_text(site, "/territoires/97411");
    expect_no_text(site, "/territoires/59512\"");
    visit(site, "/territoires?q=lille&genre=epci");
    expect_text(site, "Métropole Européenne de Lille");
    expect_no_text(site, "/territoires/59350\"");
    visit(site, "/territoires?q=59100");
    expect_text(site, "Roubaix");
    visit(site, "/territoires?q=Rubaix");
    expect_text(site, "Roubaix");
    visit(site, "/territoires?q=Xyzzy");
    expect_text(site, "No territory is found");
    visit(site, "/territoires?q=%25");
    expect_status(site, OK);
}

static void a_territory_shows_what_it_is_made_of(void **state)
{
    struct site *site = *state;
    with_sample(site);
    visit(site, "/territoires/59");
    expect_status(site, OK);
    expect_text(site, "CU de Dunkerque");
    visit(site, "/territoires/59?genre=commune");
    expect_text(site, "Villeneuve-d&#39;Ascq");
    visit(site, "/territoires/R32");
    expect_text(site, "Pas-de-Calais");
    visit(site, "/territoires/59350");
    expect_text(site, "Hellemmes-Lille");
    expect_text(site, "Métropole Européenne de Lille");
    expect_text(site, "59000, 59160");
    visit(site, "/territoires/FR");
    expect_status(site, OK);
    visit(site, "/territoires/59298");
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/territoires/59350");
    visit(site, "/territoires/12345");
    expect_status(site, NOT_FOUND);
}

static void territories_go_out_in_every_form(void **state)
{
    struct site *site = *state;
    with_sample(site);
    visit(site, "/territoires.csv");
    expect_status(site, OK);
    expect_text(site, "59512;commune;Roubaix;215905126;98286;");
    visit(site, "/territoires/200093201.geojson");
    expect_text(site, "\"coordinates\":[3.1746,50.6942]");
    visit(site, "/territoires/59512.json");
    expect_text(site, "\"population\":98286");
}

/* ---- the whole of France ---- */

static bool load_france(struct site *site)
{
    struct geography_counts counts;
    site_request(site);
    if (!load_own_geography(site->db, &counts))
        return false;
    return true;
}

static void all_communes_of_france_are_there(void **state)
{
    struct site *site = *state;
    struct communes_total total;
    struct place place;
    if (!load_france(site)) {
        printf("absent: the geography (npm ci)\n");
        test_skip();
    }
    communes_total(site->db, &total);
    assert_int_equal(total.total, 34969);
    assert_int_equal(territory_communes(site->db, "FR").count, 34969);
    assert_int_equal(territory_communes(site->db, "59").count, 647);
    assert_true(territory_place(site->db, "2B033", &place));
    assert_string_equal(place.name, "Bastia");
    assert_true(territory_place(site->db, "01015", &place));
    assert_string_equal(place.name, "Arboys en Bugey");
    assert_true(territory_place(site->db, "13201", &place));
    assert_string_equal(place.name, "Marseille");
    assert_true(territory_place(site->db, "200057867", &place));
    assert_int_equal(territory_communes(site->db, "200057867").count, 8);
    check_typed(site, "Roubaix", "59512");
}

static void the_geography_agrees_with_the_published_one(void **state)
{
    struct site *site = *state;
    const char *path = test_data(&site->arena, "territory/communes_fr.csv");
    skip_without(path);
    if (!load_france(site)) {
        printf("absent: the geography (npm ci)\n");
        test_skip();
    }
    size_t length, rows = 0, near = 0, located = 0;
    char *bytes = test_file(&site->arena, path, &length);
    struct csv csv;
    assert_true(csv_open(&csv, &site->arena, bytes, length));
    for (char **row; (row = csv_next(&csv, NULL)); rows++) {
        struct place place, there = {.located = true};
        double km;
        assert_true(territory_place(site->db, row[0], &place));
        assert_string_equal(place.name, row[1]);
        assert_string_equal(place.epci ? place.epci : "", row[9]);
        if (!parse_real(row[6], &there.lon) || !parse_real(row[7], &there.lat) || !territory_km(&place, &there, &km))
            continue;
        located++;
        near += km < 25;
    }
    assert_int_equal(rows, 34969);
    assert_in_range(near, located * 95 / 100, located);
}

const struct CMUnitTest territory_tests[] = {
    ON_A_SITE("a code is forgiven its lost zero and its case", a_code_is_forgiven_its_lost_zero_and_its_case),
    ON_A_SITE("arrondissements and associated communes lead to their commune",
        arrondissements_and_associated_communes_lead_to_their_commune),
    ON_A_SITE("a commune is found from what people type", a_commune_is_found_from_what_people_type),
    ON_A_SITE("names that several bear are not guessed", names_that_several_bear_are_not_guessed),
    ON_A_SITE("the site's own territory decides between two of one name",
        the_sites_own_territory_decides_between_two_of_one_name),
    ON_A_SITE("the first words of a name are enough in the site's own territory",
        the_first_words_of_a_name_are_enough_in_the_sites_own_territory),
    ON_A_SITE("typing errors are proposed, but never taken for sure",
        typing_errors_are_proposed_but_never_taken_for_sure),
    ON_A_SITE("a field says which communes may be meant", a_field_says_which_communes_may_be_meant),
    ON_A_SITE("distances are known between places that are", distances_are_known_between_places_that_are),
    ON_A_SITE("an agent draws a perimeter from names and codes", an_agent_draws_a_perimeter_from_names_and_codes),
    ON_A_SITE("two perimeters of one name have two codes", two_perimeters_of_one_name_have_two_codes),
    ON_A_SITE("an unknown commune of a perimeter is named, and nothing typed is lost",
        an_unknown_commune_of_a_perimeter_is_named_and_nothing_typed_is_lost),
    ON_A_SITE("a perimeter is changed and its code stays", a_perimeter_is_changed_and_its_code_stays),
    ON_A_SITE("a perimeter is deleted by who says so twice", a_perimeter_is_deleted_by_who_says_so_twice),
    ON_A_SITE("a perimeter that serves is not deleted", a_perimeter_that_serves_is_not_deleted),
    ON_A_SITE("a visitor draws no perimeter", a_visitor_draws_no_perimeter),
    ON_A_SITE("the list is searched by name and by kind", the_list_is_searched_by_name_and_by_kind),
    ON_A_SITE("a territory shows what it is made of", a_territory_shows_what_it_is_made_of),
    ON_A_SITE("territories go out in every form", territories_go_out_in_every_form),
    ON_A_SITE("all communes of France are there", all_communes_of_france_are_there),
    ON_A_SITE("the geography agrees with the published one", the_geography_agrees_with_the_published_one),
    {0}
};
