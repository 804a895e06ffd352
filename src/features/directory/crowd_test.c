/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The map of more actors than it draws one by one. */
#include "features/directory/directory.h"
#include "features/territory/handlers.h"
#include "features/territory/sample.h"
#include "features/territory/territory.h"
#include "main/site.h"
#include "work/import.h"
#include <string.h>

/* Outlines of two towns, and more actors there than a map draws one by one. */
static void with_a_crowd(struct site *site)
{
    static const char outlines[] = "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"properties\":{\"code\":\"59512\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[3.15,50.68],[3.2,50.68],[3.2,50.71],[3.15,50.71],[3.15,50.68]]]}},"
        "{\"type\":\"Feature\",\"properties\":{\"code\":\"59183\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[2.3,51],[2.4,51],[2.4,51.05],[2.3,51.05],[2.3,51]]]}}]}";
    enum { IN_ROUBAIX = 390, IN_DUNKERQUE = 31 };
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    struct import *import = import_open(site->db, &site->arena, "contours", "contours.geojson", 0, site->now);
    contour_importer.run(import, site->db, &site->arena, "contours.geojson", outlines, strlen(outlines));
    import_close(import);
    const char *why = NULL;
    db_begin_write(site->db);
    setting_set(site->db, &own_territory, "59", &why);
    for (int i = 0; i < IN_ROUBAIX + IN_DUNKERQUE; i++) {
        struct directory_entry entry = {arena_format(&site->arena, "Atelier %d", i), "sse", "association", "wood",
            "1623Z", i < IN_ROUBAIX ? "59512" : "59183", "Du bois.", .source = "test"};
        directory_add(site->db, &site->arena, &entry, site->now);
    }
    db_commit(site->db);
}

static void too_many_for_a_map_are_counted_where_they_are(void **state)
{
    struct site *site = *state;
    with_a_crowd(site);
    visit(site, "/annuaire?vue=carte");
    expect_text(site, "How many, and where");
    expect_text(site, "/annuaire?vue=carte&amp;territoire=200093201");
    expect_text(site, "<td class=\"number\">31</td>");
    expect_no_text(site, "Atelier 7<");
    visit(site, "/annuaire?vue=carte&q=atelier");
    expect_text(site, "<td class=\"number\">390</td>");
    visit(site, "/annuaire?vue=carte&territoire=245900428");
    expect_text(site, "Where they are");
    expect_text(site, "The same as a list");
    expect_text(site, "class=\"chip\"");
}

static size_t ateliers_of(const char *body)
{
    size_t count = 0;
    for (const char *at = body; (at = strstr(at, ">Atelier ")); at++)
        count++;
    return count;
}

/* The directory holds more than the site is for: those of the site's own territory come first, on every page. */
static void those_of_the_territory_come_first_and_nobody_is_lost(void **state)
{
    enum { ALL = 421, PAGES = 22 };
    struct site *site = *state;
    const char *why = NULL;
    size_t count = 0;
    with_a_crowd(site);
    db_begin_write(site->db);
    setting_set(site->db, &own_territory, "245900428", &why);
    db_commit(site->db);
    visit(site, "/");
    expect_text(site, "organisations here");
    expect_text(site, "/annuaire?territoire=245900428");
    visit(site, "/annuaire");
    expect_text(site, "421 organisations");
    expect_text(site, "those of the territory first");
    expect_text(site, "href=\"/annuaire?territoire=245900428\"");
    expect_text(site, ">Atelier 390<");
    expect_no_text(site, ">Atelier 0<");
    for (int i = 1; i <= PAGES; i++) {
        visit(site, arena_format(&site->arena, "/annuaire?page=%d", i));
        count += ateliers_of(body(site));
        if (i == 2) {
            expect_text(site, ">Atelier 420<");
            expect_text(site, ">Atelier 8<");
            expect_no_text(site, ">Atelier 9<");
        }
    }
    assert_int_equal(count, ALL);
    visit(site, "/annuaire?territoire=245900428");
    expect_text(site, "31 organisations");
    expect_no_text(site, "Only");
    visit(site, "/annuaire?q=atelier");
    expect_text(site, "/annuaire?q=atelier&amp;territoire=245900428");
}

const struct CMUnitTest crowd_tests[] = {
    ON_A_SITE("those of the site's own territory come first, and nobody is lost",
              those_of_the_territory_come_first_and_nobody_is_lost),
    ON_A_SITE("too many for a map are counted where they are", too_many_for_a_map_are_counted_where_they_are),
    {0}
};
