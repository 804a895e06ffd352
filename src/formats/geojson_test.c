/* SPDX-License-Identifier: AGPL-3.0-or-later
 * GeoJSON: real contours, broken geometries, distances. */
#include "formats/geojson.h"
#include "base/earth.h"
#include "main/testing.h"

static struct geo_collection *read_text(struct arena *arena, const char *text, const char **trouble)
{
    return geojson_read(arena, text, strlen(text), trouble);
}

static struct geo_feature one_feature(struct arena *arena, const char *geometry)
{
    const char *trouble = NULL;
    const char *text = arena_format(arena, "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
        "\"properties\":{\"code\":\"59350\"},\"geometry\":%s}]}", geometry);
    struct geo_collection *collection = read_text(arena, text, &trouble);
    assert_non_null(collection);
    assert_int_equal(collection->count, 1);
    return collection->features[0];
}

static void a_square_has_its_centre(void **state)
{
    struct arena arena = {0};
    double lon, lat;
    struct geo_feature square = one_feature(&arena,
        "{\"type\":\"Polygon\",\"coordinates\":[[[2,48],[4,48],[4,50],[2,50],[2,48]]]}");
    assert_string_equal(json_get_text(square.properties, "code"), "59350");
    assert_int_equal(square.ring_count, 1);
    assert_int_equal(square.rings[0].count, 5);
    assert_true(geo_centroid(&square, &lon, &lat));
    assert_near(lon, 3, 1e-9);
    assert_near(lat, 49, 1e-9);
    arena_free(&arena);
}

static void a_hole_moves_the_centre_whichever_way_it_turns(void **state)
{
    struct arena arena = {0};
    double lon, lat;
    static const char *const holes[] = {"[[0,0],[2,0],[2,2],[0,2],[0,0]]", "[[0,0],[0,2],[2,2],[2,0],[0,0]]"};
    for (int i = 0; i < 2; i++) {
        struct geo_feature feature = one_feature(&arena, arena_format(&arena,
            "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,4],[0,0]],%s]}", holes[i]));
        assert_int_equal(feature.ring_count, 2);
        assert_true(geo_centroid(&feature, &lon, &lat));
        assert_near(lon, (16 * 2 - 4 * 1) / 12.0, 1e-9);
        assert_near(lat, (16 * 2 - 4 * 1) / 12.0, 1e-9);
    }
    arena_free(&arena);
}

static void islands_are_rings_of_one_feature(void **state)
{
    struct arena arena = {0};
    double lon, lat;
    struct geo_feature islands = one_feature(&arena, "{\"type\":\"MultiPolygon\",\"coordinates\":["
        "[[[0,0],[1,0],[1,1],[0,1],[0,0]]],[[[3,0],[3,1],[4,1],[4,0],[3,0]]]]}");
    assert_int_equal(islands.ring_count, 2);
    assert_true(geo_centroid(&islands, &lon, &lat));
    assert_near(lon, 2, 1e-9);
    arena_free(&arena);
}

static void a_broken_geometry_keeps_its_properties_and_no_ring(void **state)
{
    static const char *const broken[] = {"null", "{}", "{\"type\":\"Polygon\"}",
        "{\"type\":\"Polygon\",\"coordinates\":[]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,0]]]}",
            "{\"type\":\"Polygon\",\"coordinates\":[[[0],[1],[2],[0]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[\"a\",0],[1,0],[1,1],[0,0]]]}",
        "{\"type\":\"Polygon\",\"coordinates\":[[[652000,6862000],[652001,6862000],[652001,6862001],[652000,6862]]]}",
        "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}", "[]",
            "{\"type\":\"MultiPolygon\",\"coordinates\":[[],3]}"};
    struct arena arena = {0};
    double lon, lat;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct geo_feature feature = one_feature(&arena, broken[i]);
        assert_int_equal(feature.ring_count, 0);
        assert_false(feature.has_point);
        assert_false(geo_centroid(&feature, &lon, &lat));
        assert_non_null(feature.properties);
    }
    struct geo_feature flat = one_feature(&arena, "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[2,2],[0,0]]]}");
    assert_false(geo_centroid(&flat, &lon, &lat));
    arena_free(&arena);
}

static void a_point_is_read(void **state)
{
    struct arena arena = {0};
    struct geo_feature point = one_feature(&arena, "{\"type\":\"Point\",\"coordinates\":[3.06,50.63,12]}");
    assert_true(point.has_point);
    assert_near(point.lon, 3.06, 0);
    assert_near(point.lat, 50.63, 0);
    arena_free(&arena);
}

static void what_is_no_collection_is_refused(void **state)
{
    struct arena arena = {0};
    const char *trouble = NULL;
    assert_null(read_text(&arena, "{\"type\":\"Feature\"}", &trouble));
    assert_contains(trouble, "FeatureCollection");
    trouble = NULL;
    assert_null(read_text(&arena, "[1", &trouble));
    assert_non_null(trouble);
    arena_free(&arena);
}

/* Every commune of every file: it has rings, and its centroid lies where the published one does (contours at 1 km). */
static void every_contour_file_is_read(void **state)
{
    static const struct { const char *name; size_t count; const char *code; double lon, lat; } files[] = {
        {"territory/contours/communes-1000m-59.geojson", 648, "59350", 3.0468, 50.6311},
        {"territory/contours/communes-1000m-2A.geojson", 124, "2A004", 8.7009, 41.9347},
        {"territory/contours/communes-1000m-75.geojson", 21, "75112", 2.4, 48.84},
        {"territory/contours/departements-1000m.geojson", 101, "59", 3.2, 50.4},
        {"territory/contours/regions-1000m.geojson", 18, "32", 2.8, 49.9},
    };
    struct arena arena = {0};
    skip_without(test_data(&arena, "README.md"));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        size_t length, shapes = 0;
        const char *trouble = NULL;
        bool found = false;
        char *bytes = test_file(&arena, test_data(&arena, files[i].name), &length);
        struct geo_collection *collection = geojson_read(&arena, bytes, length, &trouble);
        assert_non_null(collection);
        for (size_t j = 0; j < collection->count; j++) {
            double lon, lat;
            shapes += collection->features[j].ring_count > 0 && geo_centroid(&collection->features[j], &lon, &lat);
            if (text_is(json_get_text(collection->features[j].properties, "code"), files[i].code)) {
                found = true;
                assert_true(earth_km(lon, lat, files[i].lon, files[i].lat) < (i < 3 ? 3 : 20));
            }
        }
        assert_true(found);
        assert_int_equal(collection->count, files[i].count);
        assert_int_equal(shapes, files[i].count);
        arena_free(&arena);
    }
}

const struct CMUnitTest geojson_tests[] = {
    PLAIN("a square has its centre", a_square_has_its_centre),
    PLAIN("a hole moves the centre whichever way it turns", a_hole_moves_the_centre_whichever_way_it_turns),
    PLAIN("islands are rings of one feature", islands_are_rings_of_one_feature),
    PLAIN("a broken geometry keeps its properties and no ring", a_broken_geometry_keeps_its_properties_and_no_ring),
    PLAIN("a point is read", a_point_is_read),
    PLAIN("what is no collection is refused", what_is_no_collection_is_refused),
    PLAIN("every contour file is read", every_contour_file_is_read),
    {0}
};
