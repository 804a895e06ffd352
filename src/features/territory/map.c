/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The map of a territory: the shapes of what it is made of, points where there are none. */
#include "features/territory/handlers.h"
#include "territory.bake.h"

enum { MOST_POINTS = 3000 };

static const char *page_of(const struct request *rq, const char *code)
{
    return arena_format(rq->arena, "/territoires/%s", code);
}

static void shapes_of_kind(struct request *rq, struct map *map, const char *kind, const char *territory)
{
    struct contours_of_kind rows = contours_of_kind(rq->db, (struct contours_of_kind_args){.kind = kind, .territory = territory});
    struct map_shape *shapes = arena_array(rq->arena, rows.count, sizeof *shapes);
    for (size_t i = 0; i < rows.count; i++)
        shapes[i] = (struct map_shape){rows.rows[i].name, page_of(rq, rows.rows[i].code), rows.rows[i].rings,
            rows.rows[i].population ? (double)*rows.rows[i].population : 0, false};
    map->shapes = shapes;
    map->shape_count = rows.count;
}

static void shapes_of_communes(struct request *rq, struct map *map, const char *territory, const char *strong)
{
    struct contours_of_communes rows = contours_of_communes(rq->db, (struct contours_of_communes_args){.territory = territory});
    struct map_shape *shapes = arena_array(rq->arena, rows.count, sizeof *shapes);
    for (size_t i = 0; i < rows.count; i++)
        shapes[i] = (struct map_shape){rows.rows[i].name, page_of(rq, rows.rows[i].code), rows.rows[i].rings,
            rows.rows[i].population ? (double)*rows.rows[i].population : 0, text_is(rows.rows[i].code, strong)};
    map->shapes = shapes;
    map->shape_count = rows.count;
}

static void points_of_communes(struct request *rq, struct map *map, const char *territory)
{
    struct places communes = territory_communes(rq->db, territory);
    struct map_point *points = arena_array(rq->arena, communes.count, sizeof *points);
    const char *kind = translate(rq, N_("Commune"));
    for (size_t i = 0; i < communes.count && communes.count <= MOST_POINTS; i++)
        if (communes.places[i].located)
            points[map->point_count++] = (struct map_point){communes.places[i].name, page_of(rq, communes.places[i].code), kind,
                communes.places[i].lon, communes.places[i].lat};
    map->points = points;
}

struct map territory_map(struct request *rq, const struct place *place)
{
    struct map map = {.title = say(rq, N_("Map: %s"), place->name), .unit = translate(rq, N_("inhabitants"))};
    const char *around = text_is(place->kind, "commune") && place->epci ? place->epci : place->code;
    if (text_is(place->kind, "country") || text_is(place->kind, "region"))
        shapes_of_kind(rq, &map, "department", place->code);
    else if (text_is(place->kind, "department"))
        shapes_of_kind(rq, &map, "epci", place->code);
    else
        shapes_of_communes(rq, &map, around, place->code);
    if (!map.shape_count)
        points_of_communes(rq, &map, around);
    return map;
}
