/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The map of a territory: the shapes of what it is made of, points where there are none. */
#include "features/territory/handlers.h"
#include "territory.bake.h"
#include <string.h>

enum { MOST_POINTS = 3000, ONE_IN_FRANCE = 12, ONE_IN_A_REGION = 2 };

static const char page_path[] = "/territoires/";

/* What a territory shows of itself: a région its départements, a département its EPCI, a commune its neighbours. */
static const char *kind_of_parts(const struct place *place)
{
    return text_is(place->kind, "country") || text_is(place->kind, "region") ? "department"
         : text_is(place->kind, "department") ? "epci" : "commune";
}

/* Overseas départements would make the others a dot: on the map of France they stand in the list only. */
static bool is_drawn(const struct place *place, const char *code)
{
    return !text_is(place->kind, "country") || strlen(code) == 2;
}

/* Where no outline is known, the places of the communes stand for it. */
static void lay_ground(struct request *rq, const struct place *place, const char *code, struct map *map)
{
    bool france = text_is(place->kind, "country");
    struct ground_of rows = ground_of(rq->db, (struct ground_of_args){.territory = code, .metropolitan = france,
        .every = france ? ONE_IN_FRANCE : text_is(place->kind, "region") ? ONE_IN_A_REGION : 1});
    double *ground = arena_array(rq->arena, rows.count * 2, sizeof *ground);
    for (size_t i = 0; i < rows.count; i++)
        if (rows.rows[i].lon && rows.rows[i].lat) {
            ground[2 * map->ground_count] = *rows.rows[i].lon;
            ground[2 * map->ground_count++ + 1] = *rows.rows[i].lat;
        }
    map->ground = ground;
}

struct map territory_map(struct request *rq, const struct place *place)
{
    bool france = text_is(place->kind, "country");
    struct map map = {.title = say(rq, france ? N_("Map: %s without overseas") : N_("Map: %s"), place->name),
        .unit = translate(rq, N_("inhabitants"))};
    const char *around = text_is(place->kind, "commune") && place->epci ? place->epci : place->code,
        *kind = kind_of_parts(place);
    const char *marker = label_text(rq, territory_kinds, kind);
    struct outlines_of_members rows = outlines_of_members(rq->db, (struct outlines_of_members_args){
        .territory = around, .kind = kind});
    struct map_shape *shapes = arena_array(rq->arena, rows.count, sizeof *shapes);
    struct map_point *points = arena_array(rq->arena, rows.count, sizeof *points);
    for (size_t i = 0; i < rows.count; i++) {
        const struct outlines_of_members_row *row = &rows.rows[i];
        const char *page = arena_format(rq->arena, "%s%s", page_path, row->code);
        if (!is_drawn(place, row->code))
            continue;
        if (row->rings)
            shapes[map.shape_count++] = (struct map_shape){row->name, page, row->rings,
                row->population ? (double)*row->population : 0, text_is(row->code, place->code)};
        else if (row->lon && row->lat && map.point_count < MOST_POINTS)
            points[map.point_count++] = (struct map_point){row->name, page, marker, *row->lon, *row->lat};
    }
    map.shapes = shapes;
    map.points = points;
    if (!map.shape_count)
        lay_ground(rq, place, around, &map);
    return map;
}

struct map territory_counted(struct request *rq, const char *code, const char *title, const char *unit,
                             const struct part_counter *counter)
{
    struct place place;
    if (!territory_place(rq->db, code, &place))
        return (struct map){0};
    struct map map = territory_map(rq, &place);
    if (!map.shape_count)
        return (struct map){0};
    struct map_shape *shapes = arena_array(rq->arena, map.shape_count, sizeof *shapes);
    for (size_t i = 0; i < map.shape_count; i++) {
        const char *part = map.shapes[i].href + strlen(page_path);
        shapes[i] = map.shapes[i];
        shapes[i].value = counter->count(rq, counter->context, part);
        shapes[i].href = counter->link(rq, counter->context, part);
    }
    map.shapes = shapes;
    map.point_count = 0;
    map.title = title;
    map.unit = unit;
    return map;
}

struct map territory_points(struct request *rq, const char *code, const char *title, struct map_point *points,
                            size_t count)
{
    struct map map = {.title = title};
    struct place place;
    const char *around = code ? code : territory_own(rq->db);
    if (around && territory_place(rq->db, around, &place))
        map = territory_map(rq, &place);
    map.title = title;
    map.unit = NULL;
    map.points = points;
    map.point_count = count;
    size_t far = map_clip(&map, points);
    if (far)
        map.note = translate_count(rq, N_("%d is too far away to be drawn; the list has it."),
                              N_("%d are too far away to be drawn; the list has them."), (int64_t)far);
    return map;
}
