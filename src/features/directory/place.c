/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From what files and people write to a commune in force. */
#include "base/earth.h"
#include "base/fold.h"
#include "features/directory/handlers.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include <string.h>

/* "MARSEILLE 11", "Lille cedex 9", "Paris 20e arrondissement" → the name alone, folded. */
static const char *city_name(struct arena *arena, const char *city)
{
    char *folded = fold_text(arena, city ? city : "");
    char *cedex = strstr(folded, " cedex");
    if (cedex)
        *cedex = '\0';
    size_t count;
    char **words = text_split(arena, folded, " ", &count);
    struct buffer name = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        if (words[i][0] >= '0' && words[i][0] <= '9')
            break;
        const char *word = text_is(words[i], "st") ? "saint" : text_is(words[i], "ste") ? "sainte" : words[i];
        buffer_format(&name, name.length ? " %s" : "%s", word);
    }
    return buffer_string(&name);
}

static const char *nearest(const struct places_of_postal *all, const double *lon, const double *lat)
{
    const char *best = NULL;
    double least = 1e9;
    for (size_t i = 0; i < all->count; i++) {
        const struct places_of_postal_row *row = &all->rows[i];
        double km = row->lon && row->lat ? earth_km(*lon, *lat, *row->lon, *row->lat) : 1e8;
        if (km < least) {
            least = km;
            best = row->code;
        }
    }
    return best;
}

static const char *named(struct arena *arena, const struct places_of_postal *all, const char *city)
{
    for (size_t i = 0; i < all->count; i++)
        if (text_is(city_name(arena, all->rows[i].name), city))
            return all->rows[i].code;
    return NULL;
}

/* "Templeuve" among the communes of 59242, when no other begins so. */
static const char *beginning(struct arena *arena, const struct places_of_postal *all, const char *city)
{
    const char *found = NULL, *start = arena_format(arena, "%s ", city);
    for (size_t i = 0; *city && i < all->count; i++)
        if (text_starts(city_name(arena, all->rows[i].name), start)) {
            if (found)
                return NULL;
            found = all->rows[i].code;
        }
    return found;
}

const char *find_commune(struct db *db, struct arena *arena, const char *postal, const char *city, const double *lon,
                         const double *lat)
{
    const char *name = city_name(arena, city);
    struct places_of_postal all = {0};
    if (!text_blank(postal))
        all = places_of_postal(db, (struct places_of_postal_args){.postal = postal});
    const char *found = named(arena, &all, name);
    if (!found)
        found = beginning(arena, &all, name);
    if (found)
        return found;
    if (all.count && lon && lat)
        return nearest(&all, lon, lat);
    if (all.count == 1)
        return all.rows[0].code;
    const char *department = !all.count && postal && strlen(postal) == 5 ? arena_copy(arena, postal, 2) : NULL;
    struct places_named by_name = places_named(db, (struct places_named_args){.folded = name, .department =
        department});
    return *name && by_name.count == 1 ? by_name.rows[0].code : NULL;
}

const char *commune_in_force(struct db *db, const char *code)
{
    struct place place;
    return code && territory_place(db, code, &place) && text_is(place.kind, "commune") ? place.code : NULL;
}

const char *commune_typed(struct request *rq, const char *typed, const char **why)
{
    struct place place;
    *why = NULL;
    if (territory_typed(rq->db, typed, &place))
        return place.code;
    const char *several = territory_check_typed(rq, typed);
    *why = translate(rq, several ? several : N_("No commune of this name or postal code is known here."));
    return NULL;
}

struct identity read_identity(struct arena *arena, const char *siret)
{
    char clean[15], siren[10];
    enum verdict verdict = check_siret(siret, clean);
    if (verdict == ID_EMPTY || !clean[0] || strspn(clean, "0") == strlen(clean))
        return (struct identity){.verdict = "absent"};
    char *kept = arena_text(arena, clean);
    check_siren(arena_copy(arena, clean, strlen(clean) < 9 ? strlen(clean) : 9), siren);
    return (struct identity){.siret = kept, .siren = strlen(clean) >= 9 ? arena_copy(arena, clean, 9) : NULL,
                             .verdict = verdict == ID_SOUND ? "sound" : "wrong"};
}
