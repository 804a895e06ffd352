/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage import DB contours FILE.geojson: outlines of communes, EPCI, départements or régions. */
#include "features/territory/handlers.h"
#include "formats/geojson.h"
#include "formats/identifiers.h"
#include "territory.bake.h"
#include "work/import.h"
#include <string.h>

/* What stands in the properties of one feature. */
static const char *property(const struct geo_feature *feature, const char *const *names)
{
    for (; *names; names++) {
        const char *text = json_get_text(feature->properties, *names);
        if (!text_blank(text))
            return text;
    }
    return NULL;
}

static const char *code_of(const struct geo_feature *feature)
{
    return property(feature, (const char *const[]){"code", "insee", "code_insee", "INSEE_COM", "codgeo", "CODE_SIREN",
        "siren",
                                                     "INSEE_DEP", "INSEE_REG", NULL});
}

static const char *name_of(const struct geo_feature *feature)
{
    return property(feature, (const char *const[]){"nom", "name", "NOM", "libgeo", "NOM_M", NULL});
}

static bool has_name(struct db *db, const struct place *place, const char *name)
{
    return name && text_is(territory_fold(db_arena(db), place->name), territory_fold(db_arena(db), name));
}

/* A code of two digits is a département and a région: the name decides. */
static bool find_territory(struct db *db, const char *code, const char *name, struct place *place)
{
    bool found = territory_place(db, code, place);
    struct place region;
    if (strlen(code) == 2 && territory_place(db, arena_format(db_arena(db), "R%s", code), &region)
        && (!found || (has_name(db, &region, name) && !has_name(db, place, name)))) {
        *place = region;
        return true;
    }
    return found;
}

struct touched { struct arena *arena; const char **codes; size_t count, room; };

static void touch(struct touched *touched, const char *code)
{
    for (size_t i = 0; code && i < touched->count; i++)
        if (text_is(touched->codes[i], code))
            return;
    if (!code)
        return;
    touched->codes = arena_grow(touched->arena, touched->codes, touched->count, &touched->room, sizeof *touched->codes);
    touched->codes[touched->count++] = arena_text(touched->arena, code);
}

static enum import_outcome put_outline(struct db *db, const struct geo_feature *feature, const char *code)
{
    struct contour_of before;
    const char *rings = outline_text(db_arena(db), feature);
    bool known = contour_of(db, (struct contour_of_args){.territory = code}, &before);
    if (known && text_is(before.source, "file") && text_is(before.rings, rings))
        return IMPORT_SAME;
    contour_put(db, (struct contour_put_args){.territory = code, .rings = rings, .source = "file"});
    double lon, lat;
    if (geo_centroid(feature, &lon, &lat))
        place_by_contour(db, (struct place_by_contour_args){.code = code, .lon = lon, .lat = lat});
    return known && text_is(before.source, "file") ? IMPORT_CHANGED : IMPORT_ADDED;
}

static void touch_holders(struct touched *touched, struct db *db, const struct place *place)
{
    touch(touched, place->epci);
    touch(touched, place->department);
    touch(touched, place->region);
    struct perimeters_of perimeters = perimeters_of(db, (struct perimeters_of_args){.code = place->code});
    for (size_t i = 0; i < perimeters.count; i++)
        touch(touched, perimeters.rows[i].code);
}

static void import_feature(struct import *import, struct db *db, const struct geo_feature *feature, int64_t line,
                           struct touched *touched)
{
    const char *code = code_of(feature), *name = name_of(feature);
    struct place place;
    if (!code)
        import_reject(import, line, "code", N_("no code"), name);
    else if (!feature->ring_count)
        import_reject(import, line, "geometry", N_("the outline is broken, or not in degrees (WGS84)"), code);
    else if (!find_territory(db, code, name, &place))
        import_reject(import, line, "code", N_("unknown territory"), code);
    else if (place.was)
        import_warn(import, line, "code", N_("a part of another commune: its outline is not needed"), code);
    else {
        enum import_outcome outcome = put_outline(db, feature, place.code);
        import_keep(import, outcome);
        if (outcome != IMPORT_SAME && text_is(place.kind, "commune"))
            touch_holders(touched, db, &place);
    }
}

void dissolve_territory(struct db *db, const char *code)
{
    struct contour_of before;
    bool known = contour_of(db, (struct contour_of_args){.territory = code}, &before);
    if (known && text_is(before.source, "file"))
        return;
    struct outlines_of_communes rows = outlines_of_communes(db, (struct outlines_of_communes_args){.territory = code});
    const char **outlines = arena_array(db_arena(db), rows.count, sizeof *outlines);
    for (size_t i = 0; i < rows.count; i++)
        outlines[i] = rows.rows[i].rings;
    const char *rings = outline_dissolve(db_arena(db), outlines, rows.count);
    if (rings)
        contour_put(db, (struct contour_put_args){.territory = code, .rings = rings, .source = "dissolved"});
    middle_fill(db, (struct middle_fill_args){.code = code});
}

static bool run_contours(struct import *import, struct db *db, struct arena *arena, const char *name, const char *bytes,
                         size_t length)
{
    const char *trouble = NULL;
    struct touched touched = {.arena = arena};
    struct geo_collection *collection = geojson_read(arena, bytes, length, &trouble);
    if (!collection) {
        import_reject(import, 1, NULL, trouble, name);
        return false;
    }
    for (size_t i = 0; i < collection->count; i++) {
        import_feature(import, db, &collection->features[i], (int64_t)i + 1, &touched);
        import_progress(import, (int64_t)i + 1, (int64_t)collection->count);
    }
    for (size_t i = 0; i < touched.count; i++)
        dissolve_territory(db, touched.codes[i]);
    return true;
}

const struct importer contour_importer
    = {"contours", N_("Outlines of territories (GeoJSON)"), run_contours, &draw_perimeters};
