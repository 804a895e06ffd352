/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The small true geography of sample.h, and what loading a geography does. */
#include "features/territory/sample.h"
#include "features/territory/territory.h"
#include "main/site.h"
#include "territory.bake.h"

static const char sample[] =
    "kind;code;name;siren;population;lon;lat;located;epci;department;region;nature;postal;successor\n"
    "vintage;2026;;;;;;;;;;;;\n"
    "country;FR;France;;;;;;;;;;;\n"
    "region;04;La Réunion;;;;;;;;;;;\n"
    "region;11;Île-de-France;;;;;;;;;;;\n"
    "region;32;Hauts-de-France;;;;;;;;;;;\n"
    "region;84;Auvergne-Rhône-Alpes;;;;;;;;;;;\n"
    "region;94;Corse;;;;;;;;;;;\n"
    "department;2A;Corse-du-Sud;;;;;;;;94;;;\n"
    "department;42;Loire;;;;;;;;84;;;\n"
    "department;59;Nord;;;;;;;;32;;;\n"
    "department;62;Pas-de-Calais;;;;;;;;32;;;\n"
    "department;75;Paris;;;;;;;;11;;;\n"
    "department;93;Seine-Saint-Denis;;;;;;;;11;;;\n"
    "department;94;Val-de-Marne;;;;;;;;11;;;\n"
    "department;974;La Réunion;;;;;;;;04;;;\n"
    "epci;200033579;CU d'Arras;200033579;109781;;;;;;;CU;;\n"
    "epci;200054781;Métropole du Grand Paris;200054781;7115576;;;;;;;METRO;;\n"
    "epci;200093201;Métropole Européenne de Lille;200093201;1194040;;;;;;;METRO;;\n"
    "epci;242010056;CA du Pays Ajaccien;242010056;92766;;;;;;;CA;;\n"
    "epci;244200770;Saint-Étienne Métropole;244200770;407700;;;;;;;METRO;;\n"
    "epci;245900428;CU de Dunkerque;245900428;192635;;;;;;;CU;;\n"
    "epci;246200364;CA de Lens - Liévin;246200364;242591;;;;;;;CA;;\n"
    "epci;249740119;CA Intercommunale du Nord de la Réunion (CINOR);249740119;216588;;;;;;;CA;;\n"
    "commune;2A004;Ajaccio;212000046;76320;8.7381;41.9189;point;242010056;2A;94;;20000 20090 20167;\n"
    "commune;42218;Saint-Étienne;214202186;173136;4.3900;45.4339;point;244200770;42;84;;42000 42100 42230;\n"
    "commune;59009;Villeneuve-d'Ascq;215900093;62868;3.1666;50.6167;point;200093201;59;32;;59491 59493 59650;\n"
    "commune;59183;Dunkerque;200027159;86263;2.3768;51.0344;point;245900428;59;32;;59140 59240 59279 59430 59640;\n"
    "commune;59350;Lille;215903501;238246;3.0551;50.6339;point;200093201;59;32;;59000 59160 59260 59777 59800;\n"
    "commune;59368;La Madeleine;215903683;21790;3.0758;50.6460;point;200093201;59;32;;59110;\n"
    "commune;59512;Roubaix;215905126;98286;3.1746;50.6942;point;200093201;59;32;;59100;\n"
    "commune;59599;Tourcoing;215905993;98772;3.1612;50.7239;point;200093201;59;32;;59200;\n"
    "commune;62041;Arras;216200410;42875;2.7819;50.2930;point;200033579;62;32;;62000;\n"
    "commune;62498;Lens;216204982;32920;2.8279;50.4330;point;246200364;62;32;;62300;\n"
    "commune;75056;Paris;217500016;2103778;2.3488;48.8534;point;200054781;75;11;;75001 75002 75003 75004 "
    "75005 75006 75007 75008 75009 75010 75011 75012 75013 75014 75015 75016 75116 75017 75018 75019 75020;\n"
    "commune;93066;Saint-Denis;929939411;149077;2.3539;48.9356;point;200054781;93;11;;93200 93210 93380;\n"
    "commune;94038;L'Haÿ-les-Roses;219400389;31188;2.3373;48.7794;point;200054781;94;11;;94240;\n"
    "commune;97411;Saint-Denis;219740115;155634;55.4504;-20.8823;point;249740119;974;04;;97400 97417 97490;\n"
    "past;59248;Fort-Mardyck;;;;;;;;;associated;;59183\n"
    "past;59298;Hellemmes-Lille;;;;;;;;;associated;;59350\n"
    "past;59355;Lomme;;;;;;;;;associated;;59350\n"
    "past;59540;Saint-Pol-sur-Mer;;;;;;;;;associated;;59183\n"
    "past;75101;Paris 1er Arrondissement;;15114;;;;;;;district;75001;75056\n"
    "past;75112;Paris 12e Arrondissement;;138024;;;;;;;district;75012;75056\n";

void territory_sample(struct db *db)
{
    struct geography_counts counts;
    if (!territory_load(db, sample, sizeof sample - 1, &counts))
        fail_msg("the sample of communes does not load: %s", db_failed(db));
}

static void load(struct site *site, const char *csv, struct geography_counts *counts)
{
    assert_true(territory_load(site->db, csv, strlen(csv), counts));
    assert_null(db_failed(site->db));
}

static void a_geography_is_counted(void **state)
{
    struct site *site = *state;
    struct geography_counts counts;
    site_request(site);
    load(site, sample, &counts);
    assert_int_equal(counts.vintage, 2026);
    assert_int_equal(counts.communes, 14);
    assert_int_equal(counts.groupings, 22);
    assert_int_equal(counts.past, 6);
    assert_int_equal(counts.ended, 0);
}

static void a_territory_holds_its_communes_whatever_its_kind(void **state)
{
    struct site *site = *state;
    site_request(site);
    territory_sample(site->db);
    assert_int_equal(territory_communes(site->db, "200093201").count, 5);
    assert_int_equal(territory_communes(site->db, "59").count, 6);
    assert_int_equal(territory_communes(site->db, "R32").count, 8);
    assert_int_equal(territory_communes(site->db, "FR").count, 14);
    assert_int_equal(territory_communes(site->db, "59512").count, 1);
    assert_true(territory_holds(site->db, "R32", "59512"));
    assert_false(territory_holds(site->db, "62", "59512"));
}

static void a_departement_has_the_people_of_its_communes_and_an_epci_its_home(void **state)
{
    struct site *site = *state;
    struct place place;
    site_request(site);
    territory_sample(site->db);
    assert_true(territory_place(site->db, "62", &place));
    assert_int_equal(place.population, 42875 + 32920);
    assert_true(place.located && place.approximate);
    assert_near(place.lat, (50.2930 + 50.4330) / 2, 1e-9);
    assert_true(territory_place(site->db, "200093201", &place));
    assert_string_equal(place.department, "59");
    assert_string_equal(place.region, "R32");
    assert_int_equal(place.population, 1194040);
}

static void loading_twice_changes_nothing(void **state)
{
    struct site *site = *state;
    struct territories_count before, after;
    site_request(site);
    territory_sample(site->db);
    before = territories_count(site->db, (struct territories_count_args){0});
    territory_sample(site->db);
    after = territories_count(site->db, (struct territories_count_args){0});
    assert_int_equal(before.count, after.count);
    for (size_t i = 0; i < before.count; i++)
        assert_int_equal(before.rows[i].total, after.rows[i].total);
    assert_int_equal(territory_communes(site->db, "FR").count, 14);
}

/* Two communes of 2026 merge in 2027. */
static const char next_year[] =
    "kind;code;name;siren;population;lon;lat;located;epci;department;region;nature;postal;successor\n"
    "vintage;2027;;;;;;;;;;;;\n"
    "country;FR;France;;;;;;;;;;;\n"
    "department;59;Nord;;;;;;;;32;;;\n"
    "commune;59512;Roubaix-Tourcoing;;197058;3.17;50.71;point;;59;32;;59100 59200;\n"
    "past;59512;Roubaix;;;;;;;;;delegated;;59512\n"
    "past;59599;Tourcoing;;;;;;;;;delegated;;59512\n";

static void a_commune_that_merged_leads_to_its_successor_in_perimeters_too(void **state)
{
    struct site *site = *state;
    struct geography_counts counts;
    struct place place;
    site_request(site);
    territory_sample(site->db);
    assert_true(territory_place(site->db, "59599", &place));
    const char *code = perimeter_make(site->db, "Le versant", NULL, &(struct places){1, &place}, site->now);
    load(site, next_year, &counts);
    assert_int_equal(counts.ended, 1);
    assert_true(territory_place(site->db, "59599", &place));
    assert_string_equal(place.code, "59512");
    assert_string_equal(place.name, "Roubaix-Tourcoing");
    assert_string_equal(place.was, "Tourcoing");
    struct places communes = territory_communes(site->db, code);
    assert_int_equal(communes.count, 1);
    assert_string_equal(communes.places[0].code, "59512");
    assert_true(territory_typed(site->db, "Tourcoing", &place));
    assert_string_equal(place.code, "59512");
}

static void communes_that_vanish_without_successor_are_kept_and_counted(void **state)
{
    struct site *site = *state;
    struct geography_counts counts;
    struct place place;
    site_request(site);
    territory_sample(site->db);
    load(site, next_year, &counts);
    assert_int_equal(counts.orphans, 12);
    assert_true(territory_place(site->db, "2A004", &place));
    assert_string_equal(place.name, "Ajaccio");
}

static void what_is_no_geography_is_refused(void **state)
{
    struct site *site = *state;
    struct geography_counts counts;
    site_request(site);
    assert_false(territory_load(site->db, "", 0, &counts));
    assert_false(territory_load(site->db, "a;b\n1;2\n", 8, &counts));
    assert_null(db_failed(site->db));
}

const struct CMUnitTest sample_tests[] = {
    ON_A_SITE("a geography is counted as it is loaded", a_geography_is_counted),
    ON_A_SITE("a territory holds its communes, whatever its kind", a_territory_holds_its_communes_whatever_its_kind),
    ON_A_SITE("a département has the people of its communes, and an EPCI its home",
        a_departement_has_the_people_of_its_communes_and_an_epci_its_home),
    ON_A_SITE("loading twice changes nothing", loading_twice_changes_nothing),
    ON_A_SITE("a commune that merged leads to its successor, in perimeters too",
        a_commune_that_merged_leads_to_its_successor_in_perimeters_too),
    ON_A_SITE("communes that vanish without a successor are kept and counted",
        communes_that_vanish_without_successor_are_kept_and_counted),
    ON_A_SITE("what is no geography is refused", what_is_no_geography_is_refused),
    {0}
};
