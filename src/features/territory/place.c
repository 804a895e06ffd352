/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Places by their code: who holds whom, how far. */
#include "features/territory/territory.h"
#include "base/earth.h"
#include "formats/identifiers.h"
#include "territory.bake.h"
#include <ctype.h>
#include <string.h>

/* A code, or a name that is sure: what is stored is the code. */
static const char *read_territory(struct db *db, const char *typed, const char **why)
{
    enum { NAMED_AT_MOST = 2 };
    struct place place;
    if (territory_place(db, typed, &place) || territory_typed(db, typed, &place))
        return place.code;
    const char *folded = territory_fold(db_arena(db), typed);
    const char *words[] = {folded, arena_format(db_arena(db), "%% %s%%", folded)};
    for (int i = 0; *folded && i < 2; i++) {
        struct territories_page named = territories_page(db, (struct territories_page_args){
            .start = words[i], .within_words = words[i], .page_size = NAMED_AT_MOST});
        if (named.count == 1)
            return named.rows[0].code;
    }
    *why = N_("No territory has this name or this code: see the page of territories.");
    return NULL;
}

const struct setting own_territory = {"territory", SETTING_TEXT, NULL, NULL,
    N_("Territory of this site: its name or its code"), 0, 80, .read = read_territory};

const struct label territory_kinds[] = {
    {"commune", N_("Commune")}, {"epci", N_("Intercommunality")}, {"department", N_("Département")},
        {"region", N_("Région")},
    {"country", N_("Country")}, {"perimeter", N_("Project perimeter")}, {0}
};

static struct place place_of_row(const struct territory_of_code *row)
{
    struct place place = {.code = row->code, .kind = row->kind, .name = row->name, .epci = row->epci,
        .department = row->department,
        .region = row->region, .population = row->population ? *row->population : 0, .located = row->lon && row->lat,
        .approximate = text_is(row->located, "approximate")};
    if (place.located) {
        place.lon = *row->lon;
        place.lat = *row->lat;
    }
    return place;
}

static bool place_of_exact(struct db *db, const char *code, struct place *place)
{
    struct territory_of_code row;
    if (!territory_of_code(db, (struct territory_of_code_args){.code = code}, &row))
        return false;
    *place = place_of_row(&row);
    return true;
}

static bool place_of_past(struct db *db, const char *code, struct place *place)
{
    struct past_of_code past = past_of_code(db, (struct past_of_code_args){.code = code});
    for (size_t i = 0; i < past.count; i++)
        if (place_of_exact(db, past.rows[i].successor, place)) {
            place->was = past.rows[i].name ? past.rows[i].name : arena_text(db_arena(db), code);
            return true;
        }
    return false;
}

/* "2a" → "2A", "r32" → "R32", "1" → "01", "1004" → "01004": the code as it is written, NULL when it is none. */
static const char *plain_code(struct arena *arena, const char *code)
{
    char clean[6];
    char *plain = text_trim(arena, code);
    if (!plain || text_starts(plain, "p-"))
        return plain;
    for (char *at = plain; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    if (strlen(plain) == 1 && isdigit((unsigned char)*plain))
        return arena_format(arena, "0%s", plain);
    return strlen(plain) == 4 && check_commune(plain, clean) == ID_SOUND ? arena_text(arena, clean) : plain;
}

bool territory_place(struct db *db, const char *code, struct place *place)
{
    const char *plain = plain_code(db_arena(db), code);
    return plain && (place_of_exact(db, plain, place) || place_of_past(db, plain, place));
}

const char *place_label(struct db *db, const struct place *place)
{
    return place->department && !text_is(place->kind, "department")
        ? arena_format(db_arena(db), "%s (%s)", place->name, place->department) : place->name;
}

bool territory_km(const struct place *a, const struct place *b, double *km)
{
    if (!a->located || !b->located)
        return false;
    *km = earth_km(a->lon, a->lat, b->lon, b->lat);
    return true;
}

struct places territory_communes(struct db *db, const char *code)
{
    struct communes_of rows = communes_of(db, (struct communes_of_args){.territory = code});
    struct places list = {.places = arena_array(db_arena(db), rows.count, sizeof *list.places), .count = rows.count};
    for (size_t i = 0; i < rows.count; i++) {
        const struct communes_of_row *row = &rows.rows[i];
        list.places[i] = (struct place){.code = row->code, .kind = "commune", .name = row->name, .epci = row->epci,
            .department = row->department, .region = row->region, .population = row->population ? *row->population : 0,
            .located = row->lon && row->lat, .approximate = text_is(row->located, "approximate"),
            .lon = row->lon ? *row->lon : 0, .lat = row->lat ? *row->lat : 0};
    }
    return list;
}

bool territory_holds(struct db *db, const char *territory, const char *commune)
{
    return is_part(db, (struct is_part_args){.territory = territory, .commune = commune}, NULL);
}

const char *territory_own(struct db *db)
{
    return setting_text(db, &own_territory);
}

bool may_at(struct request *rq, const struct permission *permission, const char *commune)
{
    if (may_in(rq, permission, SCOPE_SITE, 0))
        return true;
    for (size_t i = 0; commune && rq->user && i < rq->user->role_count; i++) {
        const struct held_role *held = &rq->user->roles[i];
        if (held->scope == SCOPE_TERRITORY && may_in(rq, permission, SCOPE_TERRITORY, held->scope_id)
            && scope_holds(rq->db, (struct scope_holds_args){.id = held->scope_id, .commune = commune}, NULL))
            return true;
    }
    return false;
}
