/* SPDX-License-Identifier: AGPL-3.0-or-later
 * GeoJSON (RFC 7946): reading contours, writing points. */
#pragma once
#include "formats/json.h"

/* One Feature: its properties, and its polygons as rings of lon,lat pairs (outer and inner alike; even-odd rule). */
struct geo_ring { size_t count; const double *lonlat; };
struct geo_feature { const struct json_value *properties; size_t ring_count; struct geo_ring *rings; bool has_point;
    double lon, lat; };
struct geo_collection { size_t count; struct geo_feature *features; };
/* NULL with *trouble (an English id) when it is no FeatureCollection. A feature with a broken geometry (or coordinates
 * that are no degrees) keeps ring_count 0. Outer rings come counter-clockwise, holes clockwise, however the file has
 * them. */
struct geo_collection *geojson_read(struct arena *arena, const char *bytes, size_t length, const char **trouble);
/* Centroid of the area of the rings (signed), in degrees; false when the area is nil. */
bool geo_centroid(const struct geo_feature *feature, double *lon, double *lat);
