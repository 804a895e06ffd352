/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading GeoJSON, and the geometry of the sphere that lists and maps need. */
#include "formats/geojson.h"
#include <math.h>

enum { MOST_RINGS = 20000 };

struct ring_list { struct arena *arena; struct geo_ring *rings; size_t count, room; };

static bool read_position(const struct json_value *position, double *lonlat)
{
    if (position->kind != JSON_ARRAY || position->count < 2 || position->items[0].kind != JSON_NUMBER
        || position->items[1].kind != JSON_NUMBER)
        return false;
    lonlat[0] = position->items[0].number;
    lonlat[1] = position->items[1].number;
    return fabs(lonlat[0]) <= 180 && fabs(lonlat[1]) <= 90;
}

/* Twice the signed area, positive when counter-clockwise, and the area-weighted sums of the corners, from an origin
 * near by. */
static double ring_sums(const struct geo_ring *ring, const double *origin, double *sum_lon, double *sum_lat)
{
    double area = 0;
    for (size_t i = 0, before = ring->count - 1; i < ring->count; before = i++) {
        double ax = ring->lonlat[2 * before] - origin[0], ay = ring->lonlat[2 * before + 1] - origin[1];
        double bx = ring->lonlat[2 * i] - origin[0], by = ring->lonlat[2 * i + 1] - origin[1];
        double cross = ax * by - bx * ay;
        area += cross;
        *sum_lon += (ax + bx) * cross;
        *sum_lat += (ay + by) * cross;
    }
    return area;
}

static void reverse(double *lonlat, size_t count)
{
    for (size_t i = 0, j = count; i + 1 < j; i++) {
        j--;
        for (int axis = 0; axis < 2; axis++) {
            double kept = lonlat[2 * i + (size_t)axis];
            lonlat[2 * i + (size_t)axis] = lonlat[2 * j + (size_t)axis];
            lonlat[2 * j + (size_t)axis] = kept;
        }
    }
}

/* Outer rings are turned counter-clockwise and inner ones clockwise, as RFC 7946 wants and many files forget: then
 * areas and centroids may be added up over all rings. */
static bool read_ring(struct ring_list *list, const struct json_value *from, bool outer)
{
    if (from->kind != JSON_ARRAY || from->count < 4 || list->count >= MOST_RINGS)
        return false;
    double *lonlat = arena_array(list->arena, from->count, 2 * sizeof *lonlat), lon = 0, lat = 0;
    for (size_t i = 0; i < from->count; i++)
        if (!read_position(&from->items[i], lonlat + 2 * i))
            return false;
    struct geo_ring ring = {from->count, lonlat};
    double area = ring_sums(&ring, lonlat, &lon, &lat);
    if (outer ? area < 0 : area > 0)
        reverse(lonlat, ring.count);
    list->rings = arena_grow(list->arena, list->rings, list->count, &list->room, sizeof *list->rings);
    list->rings[list->count++] = ring;
    return true;
}

static bool read_polygon(struct ring_list *list, const struct json_value *rings)
{
    if (!rings || rings->kind != JSON_ARRAY || !rings->count)
        return false;
    for (size_t i = 0; i < rings->count; i++)
        if (!read_ring(list, &rings->items[i], i == 0))
            return false;
    return true;
}

static bool read_polygons(struct ring_list *list, const struct json_value *polygons)
{
    if (!polygons || polygons->kind != JSON_ARRAY)
        return false;
    for (size_t i = 0; i < polygons->count; i++)
        if (!read_polygon(list, &polygons->items[i]))
            return false;
    return true;
}

static bool read_shape(struct ring_list *list, const struct json_value *geometry)
{
    const char *type = json_get_text(geometry, "type");
    const struct json_value *coordinates = json_get(geometry, "coordinates");
    if (text_is(type, "Polygon"))
        return read_polygon(list, coordinates);
    return text_is(type, "MultiPolygon") && read_polygons(list, coordinates);
}

static void read_feature(struct arena *arena, struct geo_feature *feature, const struct json_value *from)
{
    const struct json_value *geometry = json_get(from, "geometry"), *coordinates = json_get(geometry, "coordinates");
    struct ring_list list = {.arena = arena};
    double point[2];
    feature->properties = json_get(from, "properties");
    if (coordinates && text_is(json_get_text(geometry, "type"), "Point") && read_position(coordinates, point)) {
        feature->has_point = true;
        feature->lon = point[0];
        feature->lat = point[1];
    } else if (read_shape(&list, geometry)) {
        feature->rings = list.rings;
        feature->ring_count = list.count;
    }
}

struct geo_collection *geojson_read(struct arena *arena, const char *bytes, size_t length, const char **trouble)
{
    const struct json_value *root = json_read(arena, bytes, length, trouble, NULL),
        *features = json_get(root, "features");
    if (!root)
        return NULL;
    if (!text_is(json_get_text(root, "type"), "FeatureCollection") || !features || features->kind != JSON_ARRAY) {
        *trouble = "This is JSON, but not a GeoJSON FeatureCollection.";
        return NULL;
    }
    struct geo_collection *collection = arena_alloc(arena, sizeof *collection);
    collection->count = features->count;
    collection->features = arena_array(arena, features->count, sizeof *collection->features);
    for (size_t i = 0; i < features->count; i++)
        read_feature(arena, &collection->features[i], &features->items[i]);
    return collection;
}

bool geo_centroid(const struct geo_feature *feature, double *lon, double *lat)
{
    double area = 0, sum_lon = 0, sum_lat = 0;
    if (!feature->ring_count)
        return false;
    const double *origin = feature->rings[0].lonlat;
    for (size_t i = 0; i < feature->ring_count; i++)
        area += ring_sums(&feature->rings[i], origin, &sum_lon, &sum_lat);
    if (!(fabs(area) > 1e-14))
        return false;
    *lon = origin[0] + sum_lon / (3 * area);
    *lat = origin[1] + sum_lat / (3 * area);
    return isfinite(*lon) && isfinite(*lat);
}
