/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The geometry of the static map: reading contours, projecting, rounding to a grid, writing short paths. */
#include "web/map_shape.h"
#include <math.h>
#include <stdlib.h>

enum { MARGIN = 12, WIDE_MARGIN = 36, LEAST_HEIGHT = 200, MOST_HEIGHT = 480, BARE_HEIGHT = 260, COARSEST = 16,
       SMALLEST_CELL = 5, LARGEST_CELL = 16 };
static const double least_degrees = 0.02;  /* a lone point still has a little country around it */

/* A walk over "lon lat,lon lat;lon lat,…". starts: this point is the first of a ring. */
struct walk { const char *at; bool starts; double lon, lat; };

static bool next_point(struct walk *walk)
{
    if (!walk->at)
        return false;
    while (*walk->at) {
        char *end, *end_of_lat;
        if (*walk->at == ';')
            walk->starts = true;
        if (*walk->at == ';' || *walk->at == ',' || *walk->at == ' ') {
            walk->at++;
            continue;
        }
        walk->lon = strtod(walk->at, &end);
        walk->lat = strtod(end, &end_of_lat);
        if (end == walk->at || end_of_lat == end)
            return false;
        walk->at = end_of_lat;
        if (fabs(walk->lon) <= 180 && fabs(walk->lat) <= 90)
            return true;
    }
    return false;
}

struct box { double west, east, south, north; };

static void widen(struct box *box, double lon, double lat)
{
    box->west = fmin(box->west, lon);
    box->east = fmax(box->east, lon);
    box->south = fmin(box->south, lat);
    box->north = fmax(box->north, lat);
}

static struct box box_of(const struct map *map)
{
    struct box box = {INFINITY, -INFINITY, INFINITY, -INFINITY};
    for (size_t i = 0; i < map->shape_count; i++)
        for (struct walk walk = {.at = map->shapes[i].path_lonlat, .starts = true}; next_point(&walk);)
            widen(&box, walk.lon, walk.lat);
    for (size_t i = 0; i < map->ground_count; i++)
        widen(&box, map->ground[2 * i], map->ground[2 * i + 1]);
    for (size_t i = 0; i < map->point_count; i++)
        if (fabs(map->points[i].lon) <= 180 && fabs(map->points[i].lat) <= 90)
            widen(&box, map->points[i].lon, map->points[i].lat);
    return box;
}

size_t map_clip(struct map *map, struct map_point *points)
{
    struct map shapes = *map;
    shapes.point_count = 0;
    struct box box = box_of(&shapes);
    if (!(box.west <= box.east))
        return 0;
    double wide = (box.east - box.west) / 10, high = (box.north - box.south) / 10;
    size_t kept = 0;
    for (size_t i = 0; i < map->point_count; i++) {
        struct map_point point = map->points[i];
        if (point.lon >= box.west - wide && point.lon <= box.east + wide && point.lat >= box.south - high
            && point.lat <= box.north + high)
            points[kept++] = point;
    }
    size_t left_out = map->point_count - kept;
    map->points = points;
    map->point_count = kept;
    return left_out;
}

bool map_frame_of(const struct map *map, struct map_frame *frame)
{
    struct box box = box_of(map);
    if (!(box.west <= box.east))
        return false;
    double middle = (box.south + box.north) / 2, shrink = fmax(cos(middle * M_PI / 180), 0.05);
    double wide = fmax((box.east - box.west) * shrink, least_degrees),
           high = fmax(box.north - box.south, least_degrees);
    double margin = map->point_count ? WIDE_MARGIN : MARGIN;
    double most = map->shape_count || map->ground_count ? MOST_HEIGHT : BARE_HEIGHT;
    double scale = fmin((MAP_WIDE - 2 * margin) / wide, (most - 2 * margin) / high);
    frame->height = (int)fmax(LEAST_HEIGHT, ceil(high * scale) + 2 * margin);
    frame->x_scale = scale * shrink;
    frame->y_scale = scale;
    frame->west = (box.west + box.east) / 2 - MAP_WIDE / 2.0 / frame->x_scale;
    frame->north = middle + frame->height / 2.0 / scale;
    return true;
}

struct map_place map_place_of(const struct map_frame *frame, double lon, double lat)
{
    return (struct map_place){(lon - frame->west) * frame->x_scale, (frame->north - lat) * frame->y_scale};
}

/* About one cell for each place, if they were spread evenly over two thirds of the drawing. */
static double cell_of(const struct map *map, const struct map_frame *frame)
{
    double room = MAP_WIDE * (double)frame->height * 2 / 3;
    return fmin(fmax(round(sqrt(room / (double)map->ground_count)), SMALLEST_CELL), LARGEST_CELL);
}

const char *map_ground_path(struct arena *arena, const struct map *map, const struct map_frame *frame, double *cell)
{
    struct buffer out = {.arena = arena};
    if (!map->ground_count)
        return NULL;
    *cell = cell_of(map, frame);
    long columns = (long)(MAP_WIDE / *cell) + 1, rows = (long)(frame->height / *cell) + 1;
    bool *drawn = arena_array(arena, (size_t)(columns * rows), sizeof *drawn);
    for (size_t i = 0; i < map->ground_count; i++) {
        struct map_place place = map_place_of(frame, map->ground[2 * i], map->ground[2 * i + 1]);
        long x = (long)floor(place.x / *cell), y = (long)floor(place.y / *cell);
        if (x < 0 || y < 0 || x >= columns || y >= rows || drawn[y * columns + x])
            continue;
        drawn[y * columns + x] = true;
        buffer_format(&out, "M%ld %ldh0", x, y);
    }
    return out.text;
}

/* Where a path stands while it is written, in grid steps. */
struct pen { struct buffer *out; long x, y, first_x, first_y; size_t points; };

static void end_ring(struct pen *pen)
{
    if (pen->points == 1)
        buffer_text(pen->out, "h1v1h-1");    /* smaller than the grid: still there */
    if (pen->points)
        buffer_char(pen->out, 'z');
    pen->points = 0;
}

static void move_pen(struct pen *pen, long x, long y)
{
    if (pen->points == 0)
        buffer_format(pen->out, "M%ld %ld", x, y);
    else if (x == pen->x && y == pen->y)
        return;
    else
        buffer_format(pen->out, y - pen->y < 0 ? "%s%ld%ld" : "%s%ld %ld",
                      pen->points == 1 ? "l"
                      : x < pen->x     ? ""
                                       : " ",
                      x - pen->x, y - pen->y);
    pen->x = x;
    pen->y = y;
    pen->points++;
}

static const char *path_of(struct arena *arena, const struct map_shape *shape, const struct map_frame *frame, int grid)
{
    struct buffer out = {.arena = arena};
    struct pen pen = {.out = &out};
    for (struct walk walk = {.at = shape->path_lonlat, .starts = true}; next_point(&walk); walk.starts = false) {
        struct map_place place = map_place_of(frame, walk.lon, walk.lat);
        if (walk.starts)
            end_ring(&pen);
        move_pen(&pen, lround(place.x * PATH_STEP / grid) * grid, lround(place.y * PATH_STEP / grid) * grid);
    }
    end_ring(&pen);
    return buffer_string(&out);
}

const char **map_paths(struct arena *arena, const struct map *map, const struct map_frame *frame, size_t most_bytes)
{
    const char **paths = arena_array(arena, map->shape_count, sizeof *paths);
    for (int grid = 1; grid <= COARSEST; grid++) {
        struct arena_mark mark = arena_mark(arena);
        size_t bytes = 0;
        for (size_t i = 0; i < map->shape_count; i++) {
            paths[i] = path_of(arena, &map->shapes[i], frame, grid);
            for (const char *at = paths[i]; *at; at++)
                bytes++;
        }
        if (bytes <= most_bytes || grid == COARSEST)
            return paths;
        arena_release(arena, mark);
    }
    return paths;
}

struct map_place map_shape_middle(const struct map_frame *frame, const struct map_shape *shape)
{
    struct box box = {0}, longest = {0};
    size_t points = 0, most = 0;
    for (struct walk walk = {.at = shape->path_lonlat, .starts = true}; next_point(&walk); walk.starts = false) {
        if (walk.starts) {
            box = (struct box){walk.lon, walk.lon, walk.lat, walk.lat};
            points = 0;
        }
        widen(&box, walk.lon, walk.lat);
        if (++points > most) {
            most = points;
            longest = box;
        }
    }
    return map_place_of(frame, (longest.west + longest.east) / 2, (longest.south + longest.north) / 2);
}
