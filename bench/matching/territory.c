/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Communes, groupings, départements: a point, an extent, and the zones they stand in. */
#include "territory.h"
#include "../tables.h"
#include "base/fold.h"
#include "base/number.h"
#include "engines/kernel/hash.h"
#include <math.h>
#include <string.h>

struct area { double longitude, latitude, weight, spread; const char *department; };
struct commune { const char *code, *department, *grouping; double longitude, latitude; bool placed; double people; };
struct territory {
    struct arena *arena;
    struct commune *communes; size_t count, room;
    struct text_map keys; uint32_t *commune_of; size_t key_room;      /* "siren …", "code …", "post …", "place …" */
    struct text_map area_keys; struct area *areas; size_t area_room;  /* grouping by SIREN, département by its code */
};

static void enter(struct territory *territory, const char *kind, const char *key, uint32_t commune)
{
    bool is_new;
    char *text = arena_format(territory->arena, "%s %s", kind, key);
    uint32_t number = text_map_add(&territory->keys, text, strlen(text), &is_new);
    if (!is_new && territory->communes[territory->commune_of[number]].people < territory->communes[commune].people)
        territory->commune_of[number] = commune;           /* a postal code is that of its largest commune */
    if (!is_new)
        return;
    territory->commune_of = arena_grow(territory->arena, territory->commune_of, number, &territory->key_room,
                                       sizeof *territory->commune_of);
    territory->commune_of[number] = commune;
}

static uint32_t look_up(const struct territory *territory, struct arena *work, const char *kind, const char *key)
{
    char *text = arena_format(work, "%s %s", kind, key);
    uint32_t number = text_map_find(&territory->keys, text, strlen(text));
    return number == HASH_NONE ? HASH_NONE : territory->commune_of[number];
}

static void widen(struct territory *territory, const char *key, const struct commune *commune)
{
    bool is_new;
    uint32_t number = text_map_add(&territory->area_keys, key, strlen(key), &is_new);
    if (is_new) {
        territory->areas = arena_grow(territory->arena, territory->areas, number, &territory->area_room,
                                      sizeof *territory->areas);
        territory->areas[number] = (struct area){.department = commune->department};
    }
    struct area *area = &territory->areas[number];
    area->longitude += commune->longitude;
    area->latitude += commune->latitude;
    area->spread += commune->longitude * commune->longitude * 0.47 + commune->latitude * commune->latitude;
    area->weight++;
}

struct territory *read_territory(struct arena *arena, const char *folder)
{
    struct territory *territory = arena_alloc(arena, sizeof *territory);
    struct table table = open_table(arena, folder, "territory/communes_fr.csv");
    territory->arena = territory->keys.arena = territory->area_keys.arena = arena;
    for (; next_row(&table); territory->count++) {
        struct commune commune = {cell(&table, "code"), cell(&table, "departement"), cell(&table, "epci_siren"), 0, 0,
            0};
        commune.placed = parse_real(cell(&table, "lon"), &commune.longitude)
                         && parse_real(cell(&table, "lat"), &commune.latitude);
        if (!parse_real(cell(&table, "population"), &commune.people))
            commune.people = 0;
        territory->communes = arena_grow(arena, territory->communes, territory->count, &territory->room,
            sizeof commune);
        territory->communes[territory->count] = commune;
        uint32_t number = (uint32_t)territory->count;
        enter(territory, "siren", cell(&table, "siren"), number);
        enter(territory, "code", commune.code, number);
        char **posts = text_split(arena, cell(&table, "codes_postaux"), "|;, ", NULL);
        for (; *posts; posts++) {
            enter(territory, "post", *posts, number);
            enter(territory, "place", arena_format(arena, "%s %s", *posts, fold_text(arena, cell(&table, "nom"))),
                number);
        }
        if (commune.placed) {
            widen(territory, commune.department, &commune);
            if (*commune.grouping)
                widen(territory, commune.grouping, &commune);
        }
    }
    return territory;
}

uint32_t commune_at(struct territory *territory, const char *post_code, const char *name)
{
    struct arena work = {0};
    uint32_t commune = look_up(territory, &work, "place", arena_format(&work, "%s %s", post_code, fold_text(&work,
        name)));
    if (commune == HASH_NONE)
        commune = look_up(territory, &work, "post", post_code);
    arena_free(&work);
    return commune;
}

static void add_zone(struct territory *territory, struct match_item *item, const char *kind, const char *code)
{
    enum { MOST_ZONES = 4 };
    if (!item->zones)
        item->zones = arena_array(territory->arena, MOST_ZONES, sizeof *item->zones);
    if (*code && item->zone_count < MOST_ZONES)
        ((const char **)item->zones)[item->zone_count++] = arena_format(territory->arena, "%s:%s", kind, code);
}

void zones_of(struct territory *territory, uint32_t commune, struct match_item *item)
{
    if (commune == HASH_NONE)
        return;
    const struct commune *at = &territory->communes[commune];
    add_zone(territory, item, "commune", at->code);
    add_zone(territory, item, "epci", at->grouping);
    add_zone(territory, item, "departement", at->department);
}

static bool place_in_commune(struct territory *territory, uint32_t commune, struct match_item *need)
{
    if (commune == HASH_NONE)
        return false;
    const struct commune *at = &territory->communes[commune];
    need->placed = at->placed;
    need->longitude = at->longitude;
    need->latitude = at->latitude;
    zones_of(territory, commune, need);
    return true;
}

/* The middle of an area's communes, and their mean distance from it. */
static bool place_in_area(struct territory *territory, const char *kind, const char *key, struct match_item *need)
{
    uint32_t number = text_map_find(&territory->area_keys, key, strlen(key));
    if (number == HASH_NONE)
        return false;
    const struct area *area = &territory->areas[number];
    double longitude = area->longitude / area->weight, latitude = area->latitude / area->weight;
    double variance = area->spread / area->weight - longitude * longitude * 0.47 - latitude * latitude;
    need->placed = true;
    need->longitude = longitude;
    need->latitude = latitude;
    need->extent_km = 111 * sqrt(variance > 0 ? variance : 0);
    add_zone(territory, need, kind, key);
    if (strcmp(kind, "epci") == 0)
        add_zone(territory, need, "departement", area->department);
    return true;
}

bool place_buyer(struct territory *territory, const char *siret, struct match_item *need)
{
    struct arena work = {0};
    char *siren = arena_copy(&work, siret, strnlen(siret, 9));
    bool placed = place_in_commune(territory, look_up(territory, &work, "siren", siren), need)
                  || place_in_area(territory, "epci", siren, need)
                  || (text_starts(siren, "22")
                      && place_in_area(territory, "departement", arena_copy(&work, siren + 2, 2), need));
    arena_free(&work);
    return placed;
}

/* Codes as they are written in the wild: a département under any kind, a postal code without its first zero. */
static const char *mended(struct arena *arena, const char *code)
{
    return strlen(code) == 4 || strlen(code) == 1 ? arena_format(arena, "0%s", code) : code;
}

void place_code(struct territory *territory, const char *kind, const char *code, struct match_item *need)
{
    struct arena work = {0};
    code = mended(&work, code);
    if (strlen(code) <= 3)
        place_in_area(territory, "departement", arena_text(territory->arena, code), need);
    else if (!place_in_commune(territory, look_up(territory, &work, text_is(kind, "Code commune") ? "code" : "post",
                                                  code), need))
        place_in_commune(territory, look_up(territory, &work, text_is(kind, "Code commune") ? "post" : "code", code),
                         need);
    arena_free(&work);
}

double people_at(struct territory *territory, const char *kind, const char *code)
{
    struct arena work = {0};
    uint32_t commune = HASH_NONE;
    code = mended(&work, code);
    bool department = strlen(code) <= 3;
    if (text_is(kind, "Code commune"))
        commune = look_up(territory, &work, "code", code);
    if (commune == HASH_NONE && !department)
        commune = look_up(territory, &work, "post", code);
    if (commune == HASH_NONE && !department)
        commune = look_up(territory, &work, "code", code);
    arena_free(&work);
    return commune != HASH_NONE ? territory->communes[commune].people : department ? 100000 : 0;
}
