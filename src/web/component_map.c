/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The map without JavaScript: a drawing, its legend, and the same as tables. The drawing is for the eye and the
 * pointer; the tables hold the links for the keyboard and the screen reader, so that five hundred communes are not five
 * hundred tab stops. */
#include <math.h>
#include <stdlib.h>
#include "web/draw.h"
#include "web/map_shape.h"
#include "web/pin.h"

enum { MOST_PATH_BYTES = 60000, CLASSES = 4, NEAR = 20, MOST_LABELS = 3, MOST_NAMES = 5 };

/* Limits between the classes of values: a shape is in the class of the first limit it does not exceed; class 0 is
 * nothing. */
struct classes { double limits[CLASSES]; int count; };

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Four classes of about as many shapes each, among those that have something. */
static struct classes classes_of(struct arena *arena, const struct map *map)
{
    struct classes classes = {.count = 0};
    double *values = arena_array(arena, map->shape_count, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i < map->shape_count; i++)
        if (map->shapes[i].value > 0)
            values[count++] = map->shapes[i].value;
    qsort(values, count, sizeof *values, compare);
    for (size_t i = 1; i <= CLASSES && count; i++) {
        double limit = values[(count * i + CLASSES - 1) / CLASSES - 1];
        if (!classes.count || limit > classes.limits[classes.count - 1])
            classes.limits[classes.count++] = limit;
    }
    return classes;
}

static int class_of(const struct classes *classes, double value)
{
    int class = 0;
    while (value > 0 && class < classes->count && (class == 0 || value > classes->limits[class - 1]))
        class++;
    return class;
}

static void draw_shape(struct request *rq, const struct map *map, size_t i, const char *path, int class)
{
    const struct map_shape *shape = &map->shapes[i];
    if (shape->href) {
        draw(rq, "<a tabindex=\"-1\"");
        draw_href(rq, shape->href);
        draw(rq, ">");
    }
    if (shape->strong)
        draw(rq, "<path class=\"strong\" d=\"%s\">", path);
    else if (class)
        draw(rq, "<path class=\"v%d\" d=\"%s\">", class, path);
    else
        draw(rq, "<path d=\"%s\">", path);
    draw(rq, "<title>%s", shape->name);
    if (map->unit) {
        draw(rq, " (");
        draw_number(rq, shape->value);
        draw(rq, " %s)", map->unit);
    }
    draw(rq, "</title></path>");
    draw(rq, shape->href ? "</a>\n" : "\n");
}

/* Strong shapes come last: their border lies over their neighbours'. */
static void draw_shapes(struct request *rq, const struct map *map, const struct map_frame *frame,
                        const struct classes *classes)
{
    const char **paths = map_paths(rq->arena, map, frame, MOST_PATH_BYTES);
    draw(rq, "<g transform=\"scale(%g)\">\n", 1.0 / PATH_STEP);
    for (int strong = 0; strong < 2; strong++)
        for (size_t i = 0; i < map->shape_count; i++)
            if (map->shapes[i].strong == (strong == 1) && *paths[i])
                draw_shape(rq, map, i, paths[i], map->unit ? class_of(classes, map->shapes[i].value) : 0);
    draw(rq, "</g>\n");
}

/* Where outlines are missing: dots, so that the country is recognised all the same. */
static void draw_ground(struct request *rq, const struct map *map, const struct map_frame *frame)
{
    double cell = 0;
    const char *path = map_ground_path(rq->arena, map, frame, &cell);
    if (path)
        draw(rq, "<path class=\"ground\" transform=\"scale(%g) translate(.5 .5)\" d=\"%s\"/>\n", cell, path);
}

static void draw_labels(struct request *rq, const struct map *map, const struct map_frame *frame)
{
    size_t labels = 0;
    for (size_t i = 0; i < map->shape_count && labels < MOST_LABELS; i++) {
        struct map_place place = map_shape_middle(frame, &map->shapes[i]);
        const char *anchor = place.x < MAP_WIDE / 4.0 ? "start" : place.x > MAP_WIDE * 3 / 4.0 ? "end" : "middle";
        if (!map->shapes[i].strong)
            continue;
        draw(rq, "<text x=\"%g\" y=\"%g\" text-anchor=\"%s\">%s</text>\n", round(place.x), round(place.y), anchor,
             map->shapes[i].name);
        labels++;
    }
}

/* Points that would cover each other, gathered around the first of them. */
struct cluster { struct map_place place; size_t first, count; const char *names; };

static void gather(struct arena *arena, struct cluster *cluster, const struct map_point *point)
{
    cluster->count++;
    if (cluster->count <= MOST_NAMES)
        cluster->names = arena_format(arena, "%s, %s", cluster->names, point->name);
    else if (cluster->count == MOST_NAMES + 1)
        cluster->names = arena_format(arena, "%s…", cluster->names);
}

static size_t find_clusters(struct arena *arena, const struct map *map, const struct map_frame *frame,
                            struct cluster *clusters)
{
    size_t count = 0;
    for (size_t i = 0; i < map->point_count; i++) {
        const struct map_point *point = &map->points[i];
        struct map_place place = map_place_of(frame, point->lon, point->lat);
        size_t near = 0;
        if (fabs(point->lon) > 180 || fabs(point->lat) > 90)
            continue;
        while (near < count && hypot(clusters[near].place.x - place.x, clusters[near].place.y - place.y) >= NEAR)
            near++;
        if (near < count)
            gather(arena, &clusters[near], point);
        else
            clusters[count++] = (struct cluster){place, i, 1, point->name};
    }
    return count;
}

static void draw_cluster(struct request *rq, const struct map *map, const struct cluster *cluster,
                         const struct kinds *kinds)
{
    const struct map_point *point = &map->points[cluster->first];
    bool linked = cluster->count == 1 && point->href;
    if (linked) {
        draw(rq, "<a tabindex=\"-1\"");
        draw_href(rq, point->href);
        draw(rq, ">");
    }
    draw(rq, "<g transform=\"translate(%g %g)\"><g class=\"pin\"><title>%s</title>", round(cluster->place.x),
         round(cluster->place.y), cluster->names);
    if (cluster->count > 1)
        draw(rq, "<circle r=\"14\"/><text y=\"5\">%zu</text>", cluster->count);
    else
        draw_pin(rq, kinds_index(kinds, point->kind), point->kind);
    draw(rq, "</g></g>");
    draw(rq, linked ? "</a>\n" : "\n");
}

static void draw_points(struct request *rq, const struct map *map, const struct map_frame *frame,
                        const struct kinds *kinds)
{
    struct cluster *clusters = arena_array(rq->arena, map->point_count, sizeof *clusters);
    size_t count = find_clusters(rq->arena, map, frame, clusters);
    for (size_t i = 0; i < count; i++)
        draw_cluster(rq, map, &clusters[i], kinds);
}

static void draw_class_key(struct request *rq, const struct classes *classes, int class)
{
    double least = class ? class == 1 ? 0 : classes->limits[class - 2] : 0;
    draw(rq,
         "<li><svg class=\"map\" width=\"18\" height=\"18\" aria-hidden=\"true\" focusable=\"false\"><rect "
         "class=\"v%d\" x=\"1\" y=\"1\" "
         "width=\"16\" height=\"16\"/></svg> ",
         class);
    if (!class)
        draw(rq, "0</li>\n");
    else {
        draw(rq, "%s ", translate(rq, class == 1 ? N_("up to") : N_("more than")));
        draw_number(rq, class == 1 ? classes->limits[0] : least);
        if (class > 1 && class < classes->count) {
            draw(rq, " %s ", translate(rq, N_("up to")));
            draw_number(rq, classes->limits[class - 1]);
        }
        draw(rq, "</li>\n");
    }
}

static void draw_legend(struct request *rq, const struct map *map, const struct classes *classes,
                        const struct kinds *kinds)
{
    bool values = map->unit && classes->count;
    if (!values && !kinds->count)
        return;
    draw(rq, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < kinds->count; i++)
        draw_kind_key(rq, kinds, i);
    if (values) {
        draw(rq, "<li>%s</li>\n", map->unit);
        for (int class = 0; class <= classes->count; class++)
            draw_class_key(rq, classes, class);
    }
    draw(rq, "</ul>\n");
}

static void draw_row(struct request *rq, const char *href, const char *name)
{
    draw(rq, "<tr><th scope=\"row\">");
    draw_link(rq, href, name);
    draw(rq, "</th>");
}

static void draw_point_table(struct request *rq, const struct map *map)
{
    draw(rq,
         "<table>\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th><th "
         "scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
         translate(rq, N_("Points of the map")), translate(rq, N_("Name")), translate(rq, N_("Kind")));
    for (size_t i = 0; i < map->point_count; i++) {
        draw_row(rq, map->points[i].href, map->points[i].name);
        draw(rq, "<td>%s</td></tr>\n", map->points[i].kind);
    }
    draw(rq, "</tbody>\n</table>\n");
}

static void draw_shape_table(struct request *rq, const struct map *map)
{
    draw(rq, "<table>\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>",
         translate(rq, N_("Areas of the map")), translate(rq, N_("Name")));
    if (map->unit)
        draw(rq, "<th scope=\"col\" class=\"number\">%s</th>", map->unit);
    draw(rq, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < map->shape_count; i++) {
        draw_row(rq, map->shapes[i].href, map->shapes[i].name);
        if (map->unit) {
            draw(rq, "<td class=\"number\">");
            draw_number(rq, map->shapes[i].value);
            draw(rq, "</td>");
        }
        draw(rq, "</tr>\n");
    }
    draw(rq, "</tbody>\n</table>\n");
}

/* The roundest number of kilometres (1, 2 or 5 and zeros) that holds in a quarter of the width. */
static void draw_scale(struct request *rq, const struct map_frame *frame)
{
    static const double degree_km = 111.195;     /* of a meridian, for a sphere of 6371.0088 km */
    double per_km = frame->y_scale / degree_km, most = MAP_WIDE / 4.0 / per_km, power = pow(10, floor(log10(most)));
    double km = most / power >= 5 ? 5 * power : most / power >= 2 ? 2 * power : power, width = round(km * per_km);
    draw(rq, "<path class=\"scale\" d=\"M8 %dv4h%gv-4\"/><text x=\"12\" y=\"%d\">", frame->height - 12, width,
         frame->height - 14);
    draw_number(rq, km);
    draw(rq, " km</text>\n");
}

static bool has_links(const struct map *map)
{
    for (size_t i = 0; i < map->shape_count; i++)
        if (map->shapes[i].href)
            return true;
    for (size_t i = 0; i < map->point_count; i++)
        if (map->points[i].href)
            return true;
    return false;
}

static void draw_drawing(struct request *rq, const struct map *map, const struct map_frame *frame,
                         const struct kinds *kinds, const struct classes *classes)
{
    draw(rq, "<svg class=\"map\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" focusable=\"false\"", (int)MAP_WIDE,
         frame->height, (int)MAP_WIDE, frame->height);
    if (has_links(map))
        draw(rq, " aria-hidden=\"true\">\n");
    else
        draw(rq, " role=\"img\" aria-label=\"%s\">\n", map->title);
    draw_ground(rq, map, frame);
    draw_shapes(rq, map, frame, classes);
    draw_labels(rq, map, frame);
    draw_points(rq, map, frame, kinds);
    draw_scale(rq, frame);
    draw(rq, "</svg>\n");
}

/* Points that a page lists are not listed once more: four hundred rows weigh more than the drawing. */
static void draw_tables(struct request *rq, const struct map *map)
{
    bool points = map->point_count && !map->list;
    if (map->list) {
        draw(rq, "<p>");
        draw_link(rq, map->list, translate(rq, N_("The same as a list")));
        draw(rq, "</p>\n");
    }
    if (!points && !map->shape_count)
        return;
    draw(rq, map->unfolded ? "<details open>\n" : "<details>\n");
    draw(rq, "<summary>%s</summary>\n",
         translate(rq, map->list ? N_("Areas of the map") : N_("The same as a table")));
    if (points)
        draw_point_table(rq, map);
    if (map->shape_count)
        draw_shape_table(rq, map);
    draw(rq, "</details>\n");
}

void html_map(struct request *rq, const struct map *map)
{
    struct map_frame frame;
    struct kinds kinds = {.count = 0};
    if (!map->shape_count && !map->point_count)
        return;
    for (size_t i = 0; i < map->point_count; i++)
        kinds_add(&kinds, map->points[i].kind);
    struct classes classes = classes_of(rq->arena, map);
    draw(rq, "<figure class=\"chart\">\n<figcaption>%s</figcaption>\n", map->title);
    if (map_frame_of(map, &frame))
        draw_drawing(rq, map, &frame, &kinds, &classes);
    draw_legend(rq, map, &classes, &kinds);
    if (map->note)
        draw(rq, "<p class=\"meta\">%s</p>\n", map->note);
    draw_tables(rq, map);
    draw(rq, "</figure>\n");
}

static void json_shapes(struct json *json, const struct map *map)
{
    json_key(json, "shapes"), json_array(json);
    for (size_t i = 0; i < map->shape_count; i++) {
        json_object(json);
        json_key(json, "name"), json_text(json, map->shapes[i].name);
        json_key(json, "href"), json_text(json, map->shapes[i].href);
        json_key(json, "value"), json_real(json, map->shapes[i].value);
        json_key(json, "strong"), json_bool(json, map->shapes[i].strong);
        json_key(json, "path_lonlat"), json_text(json, map->shapes[i].path_lonlat);
        json_end(json);
    }
    json_end(json);
}

void json_map(struct json *json, const void *component)
{
    const struct map *map = component;
    json_object(json);
    json_key(json, "title"), json_text(json, map->title);
    json_key(json, "unit"), json_text(json, map->unit);
    json_key(json, "note"), json_text(json, map->note);
    json_shapes(json, map);
    json_key(json, "points"), json_array(json);
    for (size_t i = 0; i < map->point_count; i++) {
        json_object(json);
        json_key(json, "name"), json_text(json, map->points[i].name);
        json_key(json, "kind"), json_text(json, map->points[i].kind);
        json_key(json, "href"), json_text(json, map->points[i].href);
        json_key(json, "lon"), json_real(json, map->points[i].lon);
        json_key(json, "lat"), json_real(json, map->points[i].lat);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}
