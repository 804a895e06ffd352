/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Outlines: dissolved, imported, shown, sent out. */
#include "features/territory/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"
#include "territory.bake.h"
#include "work/import.h"

static void with_sample(struct site *site)
{
    site_request(site);
    territory_sample(site->db);
}

static void neighbours_lose_the_border_they_share(void **state)
{
    struct arena arena = {0};
    static const char *const squares[] = {"0 0,1 0,1 1,0 1,0 0", "1 0,2 0,2 1,1 1,1 0", "5 5,6 5,6 6,5 6,5 5"};
    assert_string_equal(outline_dissolve(&arena, squares, 2), "0 0,1 0,2 0,2 1,1 1,0 1,0 0");
    assert_string_equal(outline_dissolve(&arena, squares, 3), "0 0,1 0,2 0,2 1,1 1,0 1,0 0;5 5,6 5,6 6,5 6,5 5");
    assert_null(outline_dissolve(&arena, squares, 0));
    static const char *const ring_and_core[] = {"0 0,3 0,3 3,0 3,0 0;1 1,1 2,2 2,2 1,1 1", "1 1,2 1,2 2,1 2,1 1"};
    assert_string_equal(outline_dissolve(&arena, ring_and_core, 1), "0 0,3 0,3 3,0 3,0 0;1 1,1 2,2 2,2 1,1 1");
    assert_string_equal(outline_dissolve(&arena, ring_and_core, 2), "0 0,3 0,3 3,0 3,0 0");
    static const char *const broken[] = {"", "0 0", "x,y;", "0 0,1 0;;,"};
    assert_null(outline_dissolve(&arena, broken, 4));
    arena_free(&arena);
}

static void a_hole_stays_in_its_polygon_as_geojson(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    struct json json;
    json_begin(&json, &out);
    outline_json(&json, &arena, "0 0,3 0,3 3,0 3,0 0;1 1,1 2,2 2,2 1,1 1;-5.5 5,-4 5,-4 6,-5.5 5");
    assert_string_equal(out.text, "[[[[0,0],[3,0],[3,3],[0,3],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]],"
        "[[[-5.5,5],[-4,5],[-4,6],[-5.5,5]]]]");
    arena_free(&arena);
}

static struct import_result import_text(struct site *site, const char *text, size_t length)
{
    site_commit(site);
    struct import *import = import_open(site->db, &site->arena, "contours", "contours.geojson", 0, site->now);
    contour_importer.run(import, site->db, &site->arena, "contours.geojson", text, length);
    struct import_result result = import_close(import);
    if (db_failed(site->db))
        fail_msg("%s", db_failed(site->db));
    return result;
}

static const char two_communes[] = "{\"type\":\"FeatureCollection\",\"features\":["
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"59512\",\"nom\":\"Roubaix\"},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[3.15,50.68],[3.2,50.68],[3.2,50.71],[3.15,50.71],[3.15,50.68]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"59599\",\"nom\":\"Tourcoing\"},"
    "\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[3.15,50.71],[3.2,50.71],[3.2,50.74],[3.15,50.74],[3.15,50.71]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"75112\",\"nom\":\"Paris "
    "12e\"},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[2,48],[3,48],[3,49],[2,48]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"99999\",\"nom\":\"Nulle "
    "part\"},\"geometry\":{\"type\":\"Polygon\","
    "\"coordinates\":[[[2,48],[3,48],[3,49],[2,48]]]}},"
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"59350\"},\"geometry\":null},"
    "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[2,48],[3,48],[3,"
    "49],[2,48]]]}}]}";

static void outlines_are_imported_and_each_bad_one_is_reported(void **state)
{
    struct site *site = *state;
    struct place place;
    with_sample(site);
    struct import_result result = import_text(site, two_communes, strlen(two_communes));
    assert_int_equal(result.added, 2);
    assert_int_equal(result.rejected, 3);
    assert_int_equal(result.warned, 1);
    assert_true(territory_place(site->db, "59512", &place));
    assert_false(place.approximate);
    assert_near(place.lon, 3.175, 1e-9);
    assert_near(place.lat, 50.695, 1e-9);
    struct contour_of outline;
    assert_true(contour_of(site->db, (struct contour_of_args){.territory = "200093201"}, &outline));
    assert_string_equal(outline.source, "dissolved");
    assert_string_equal(outline.rings, "3.15 50.68,3.2 50.68,3.2 50.71,3.2 50.74,3.15 50.74,3.15 50.71,3.15 50.68");
    result = import_text(site, two_communes, strlen(two_communes));
    assert_int_equal(result.added + result.changed, 0);
    assert_int_equal(result.same, 2);
}

static void a_true_centre_outlives_a_new_geography(void **state)
{
    struct site *site = *state;
    struct place place;
    with_sample(site);
    import_text(site, two_communes, strlen(two_communes));
    with_sample(site);
    assert_true(territory_place(site->db, "59512", &place));
    assert_near(place.lat, 50.695, 1e-9);
}

static void outlines_go_out_as_geojson(void **state)
{
    struct site *site = *state;
    with_sample(site);
    import_text(site, two_communes, strlen(two_communes));
    visit(site, "/territoires/200093201/contours");
    expect_status(site, OK);
    assert_string_equal(site->last.reply.type, "application/geo+json");
    expect_text(site, "\"code\":\"200093201\"");
    expect_text(site, "[[3.15,50.68],[3.2,50.68],");
    visit(site, "/territoires/59298/contours");
    expect_status(site, SEE_OTHER);
    visit(site, "/territoires/99999/contours");
    expect_status(site, NOT_FOUND);
}

static void the_map_shows_outlines_and_points_without_them(void **state)
{
    struct site *site = *state;
    struct place place;
    with_sample(site);
    struct request *rq = site_request(site);
    assert_true(territory_place(site->db, "200093201", &place));
    struct map map = territory_map(rq, &place);
    assert_int_equal(map.shape_count, 0);
    assert_int_equal(map.point_count, 5);
    import_text(site, two_communes, strlen(two_communes));
    assert_true(territory_place(site->db, "59512", &place));
    map = territory_map(site_request(site), &place);
    assert_int_equal(map.shape_count, 2);
    assert_true(map.shapes[0].strong);
    assert_false(map.shapes[1].strong);
}

static void the_outlines_of_the_nord_are_imported_and_dissolved(void **state)
{
    struct site *site = *state;
    const char *path = test_data(&site->arena, "territory/contours/communes-1000m-59.geojson");
    skip_without(path);
    struct geography_counts counts;
    site_request(site);
    if (!load_own_geography(site->db, &counts)) {
        printf("absent: the geography (npm ci)\n");
        test_skip();
    }
    size_t length;
    struct place place;
    char *bytes = test_file(&site->arena, path, &length);
    struct import_result result = import_text(site, bytes, length);
    assert_int_equal(result.added, 647);
    assert_int_equal(result.rejected, 0);
    assert_true(territory_place(site->db, "59", &place));
    struct map map = territory_map(site_request(site), &place);
    assert_in_range(map.shape_count, 16, 20);
    struct contour_of outline;
    assert_true(contour_of(site->db, (struct contour_of_args){.territory = "59"}, &outline));
    assert_in_range(strlen(outline.rings), 2000, 30000);
}

const struct CMUnitTest outline_tests[] = {
    PLAIN("neighbours lose the border they share", neighbours_lose_the_border_they_share),
    PLAIN("a hole stays in its polygon as GeoJSON", a_hole_stays_in_its_polygon_as_geojson),
    ON_A_SITE("outlines are imported, and each bad one is reported",
        outlines_are_imported_and_each_bad_one_is_reported),
    ON_A_SITE("a true centre outlives a new geography", a_true_centre_outlives_a_new_geography),
    ON_A_SITE("outlines go out as GeoJSON", outlines_go_out_as_geojson),
    ON_A_SITE("the map shows outlines, and points without them", the_map_shows_outlines_and_points_without_them),
    ON_A_SITE("the outlines of the Nord are imported and dissolved",
        the_outlines_of_the_nord_are_imported_and_dissolved),
    {0}
};
