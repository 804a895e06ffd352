/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Outlines as text, and several of them made one: neighbours that share the points of their border lose it. */
#include "features/territory/handlers.h"
#include "formats/geojson.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEGREE = 10000, SMALLEST_RING = 4 };                /* points are kept at 1/10,000 degree, 11 m */

struct point { int32_t lon, lat; };
struct edge { struct point from, to; };
struct edges { struct arena *arena; struct edge *list; size_t count, room; };

static void add_degrees(struct buffer *out, int32_t value)
{
    const char *sign = value < 0 ? "-" : "";
    uint32_t size = (uint32_t)abs(value), fraction = size % DEGREE;
    if (!fraction) {
        buffer_format(out, "%s%u", sign, size / DEGREE);
        return;
    }
    int digits = 4;
    for (; fraction % 10 == 0; digits--)
        fraction /= 10;
    buffer_format(out, "%s%u.%0*u", sign, size / DEGREE, digits, fraction);
}

static void add_point(struct buffer *out, struct point point)
{
    if (out->length && out->text[out->length - 1] != ';')
        buffer_char(out, ',');
    add_degrees(out, point.lon);
    buffer_char(out, ' ');
    add_degrees(out, point.lat);
}

static bool same(struct point a, struct point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

char *outline_text(struct arena *arena, const struct geo_feature *feature)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; i < feature->ring_count; i++) {
        if (out.length)
            buffer_char(&out, ';');
        for (size_t j = 0; j < feature->rings[i].count; j++)
            add_point(&out, (struct point){(int32_t)lround(feature->rings[i].lonlat[2 * j] * DEGREE),
                                           (int32_t)lround(feature->rings[i].lonlat[2 * j + 1] * DEGREE)});
    }
    return out.text;
}

/* Degrees of ours: a sign, digits, perhaps a point and at most four digits. */
static int32_t read_degrees(const char **at)
{
    bool negative = **at == '-';
    int32_t value = 0, scale = DEGREE;
    for (*at += negative; **at >= '0' && **at <= '9'; (*at)++)
        value = value * 10 + (**at - '0');
    value *= DEGREE;
    if (**at == '.')
        for ((*at)++; **at >= '0' && **at <= '9'; (*at)++)
            value += (**at - '0') * (scale /= 10);
    return negative ? -value : value;
}

static struct point read_point(const char **at)
{
    struct point point = {.lon = read_degrees(at)};
    *at += **at == ' ';
    point.lat = read_degrees(at);
    return point;
}

/* ---- dissolving ---- */

static void add_edges(struct edges *edges, const char *outline)
{
    struct point last = {0};
    bool started = false;
    while (*outline) {
        struct point point = read_point(&outline);
        if (started && !same(last, point)) {
            edges->list = arena_grow(edges->arena, edges->list, edges->count, &edges->room, sizeof *edges->list);
            edges->list[edges->count++] = (struct edge){last, point};
        }
        started = *outline == ',';
        last = point;
        if (!*outline)
            break;
        if (*outline != ',' && *outline != ';')
            return;
        outline++;
    }
}

static int compare_points(struct point a, struct point b)
{
    if (a.lon != b.lon)
        return a.lon < b.lon ? -1 : 1;
    return a.lat < b.lat ? -1 : a.lat > b.lat;
}

static int by_from(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    int order = compare_points(x->from, y->from);
    return order ? order : compare_points(x->to, y->to);
}

/* By the border they lie on, whichever way they follow it. */
static int by_border(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    bool back_x = compare_points(x->from, x->to) > 0, back_y = compare_points(y->from, y->to) > 0;
    int order = compare_points(back_x ? x->to : x->from, back_y ? y->to : y->from);
    if (!order)
        order = compare_points(back_x ? x->from : x->to, back_y ? y->from : y->to);
    return order ? order : back_x - back_y;
}

static bool same_border(const struct edge *a, const struct edge *b)
{
    return (same(a->from, b->from) && same(a->to, b->to)) || (same(a->from, b->to) && same(a->to, b->from));
}

/* A border followed both ways is inside: both edges go. */
static void cancel_inside(struct edges *edges)
{
    size_t kept = 0;
    qsort(edges->list, edges->count, sizeof *edges->list, by_border);
    for (size_t i = 0, next; i < edges->count; i = next) {
        size_t forward = 0;
        for (next = i; next < edges->count && same_border(&edges->list[i], &edges->list[next]); next++)
            forward += compare_points(edges->list[next].from, edges->list[next].to) < 0;
        size_t backward = next - i - forward;
        if (forward != backward)
            edges->list[kept++] = edges->list[forward > backward ? i : next - 1];
    }
    edges->count = kept;
    qsort(edges->list, edges->count, sizeof *edges->list, by_from);
}

static size_t first_from(const struct edges *edges, struct point point)
{
    size_t low = 0, high = edges->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_points(edges->list[middle].from, point) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Follows unused edges from one until they come back; the points go to ring. False when they lead nowhere. */
static bool follow_ring(const struct edges *edges, bool *used, size_t start, struct point *ring, size_t *length)
{
    size_t at = start;
    *length = 0;
    for (;;) {
        used[at] = true;
        ring[(*length)++] = edges->list[at].from;
        struct point to = edges->list[at].to;
        if (same(to, edges->list[start].from))
            break;
        size_t next = first_from(edges, to);
        while (next < edges->count && used[next] && same(edges->list[next].from, to))
            next++;
        if (next >= edges->count || used[next] || !same(edges->list[next].from, to))
            return false;
        at = next;
    }
    ring[(*length)++] = edges->list[start].from;
    return *length >= SMALLEST_RING;
}

char *outline_dissolve(struct arena *arena, const char *const *outlines, size_t count)
{
    struct arena scratch = {0};
    struct edges edges = {.arena = &scratch};
    struct buffer out = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        add_edges(&edges, outlines[i]);
    if (edges.count)
        cancel_inside(&edges);
    bool *used = arena_array(&scratch, edges.count, sizeof *used);
    struct point *ring = arena_array(&scratch, edges.count + 1, sizeof *ring);
    for (size_t i = 0, length; i < edges.count; i++) {
        if (used[i] || !follow_ring(&edges, used, i, ring, &length))
            continue;
        if (out.length)
            buffer_char(&out, ';');
        for (size_t j = 0; j < length; j++)
            add_point(&out, ring[j]);
    }
    arena_free(&scratch);
    return out.text;
}

/* ---- as GeoJSON ---- */

struct outline_ring { struct point *points; size_t count; bool outer; };

static int64_t cross(struct point a, struct point b)
{
    return (int64_t)a.lon * b.lat - (int64_t)b.lon * a.lat;
}

static struct outline_ring *read_rings(struct arena *arena, const char *outline, size_t *count)
{
    struct outline_ring *rings = NULL;
    size_t room = 0;
    for (*count = 0; outline && *outline;) {
        struct outline_ring ring = {0};
        size_t points = 0;
        int64_t area = 0;
        do {
            outline += *outline == ',';
            ring.points = arena_grow(arena, ring.points, ring.count, &points, sizeof *ring.points);
            ring.points[ring.count++] = read_point(&outline);
        } while (*outline == ',');
        for (size_t i = 0; i + 1 < ring.count; i++)
            area += cross(ring.points[i], ring.points[i + 1]);
        ring.outer = area > 0;
        rings = arena_grow(arena, rings, *count, &room, sizeof *rings);
        rings[(*count)++] = ring;
        if (*outline != ';')
            break;
        outline++;
    }
    return rings;
}

static bool inside(const struct outline_ring *ring, struct point point)
{
    bool in = false;
    for (size_t i = 0; i + 1 < ring->count; i++) {
        struct point a = ring->points[i], b = ring->points[i + 1];
        if ((a.lat > point.lat) != (b.lat > point.lat)
            && point.lon < (double)(b.lon - a.lon) * (point.lat - a.lat) / (double)(b.lat - a.lat) + a.lon)
            in = !in;
    }
    return in;
}

static void ring_json(struct json *json, const struct outline_ring *ring)
{
    json_array(json);
    for (size_t i = 0; i < ring->count; i++) {
        json_array(json);
        json_real(json, (double)ring->points[i].lon / DEGREE);
        json_real(json, (double)ring->points[i].lat / DEGREE);
        json_end(json);
    }
    json_end(json);
}

/* Each outer ring with the holes that lie in it. */
void outline_json(struct json *json, struct arena *arena, const char *outline)
{
    size_t count;
    struct outline_ring *rings = read_rings(arena, outline, &count);
    json_array(json);
    for (size_t i = 0; i < count; i++) {
        if (!rings[i].outer)
            continue;
        json_array(json);
        ring_json(json, &rings[i]);
        for (size_t j = 0; j < count; j++)
            if (!rings[j].outer && inside(&rings[i], rings[j].points[0]))
                ring_json(json, &rings[j]);
        json_end(json);
    }
    json_end(json);
}
