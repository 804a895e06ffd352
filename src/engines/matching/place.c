/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Distances and territories. */
#include "base/earth.h"
#include "engines/kernel/seeded.h"
#include "engines/matching/inside.h"
#include <math.h>
#include <string.h>

/* Farther than this many times the decay, distance adds nothing: less than 1/20,000 of its weight is lost. */
static const double FARTHEST = 10;
static const double CHORD_ERROR = 0.2;                     /* km: of a chord found through its cosine, at the most */

void unit_point(const struct match_item *item, double point[3])
{
    double longitude = item->longitude * RADIANS, latitude = item->latitude * RADIANS;
    point[0] = cos(latitude) * cos(longitude);
    point[1] = cos(latitude) * sin(longitude);
    point[2] = sin(latitude);
}

/* The great circle, from the chord: exact enough for neighbours as for antipodes. Rounded to the metre. */
double km_between(const double a[3], const double b[3])
{
    double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2], half = sqrt(x * x + y * y + z * z) / 2;
    return round(2000 * EARTH_KM * asin(half < 1 ? half : 1)) / 1000;
}

double distance_part(const struct match_index *index, const struct prepared *prepared, uint32_t offer, double *km)
{
    const struct match_item *item = &index->source.offers[offer];
    *km = -1;
    if (!prepared->need->placed || !item->placed)
        return 0;
    const double *a = prepared->point, *b = index->points[offer];
    double near = item->radius_km + prepared->need->extent_km, reach = near + FARTHEST * index->rules.decay_km;
    double straight = 2 * EARTH_KM * EARTH_KM * (1 - a[0] * b[0] - a[1] * b[1] - a[2] * b[2]);
    if (straight > reach * reach)                                    /* the chord is already too long */
        return 0;
    *km = km_between(a, b);
    double beyond = *km > near ? *km - near : 0;
    return beyond < FARTHEST * index->rules.decay_km ? exp(-beyond / index->rules.decay_km) : 0;
}

double most_distance_part(const struct match_index *index, const struct prepared *prepared, uint32_t offer)
{
    const struct match_item *item = &index->source.offers[offer];
    if (!prepared->need->placed || !item->placed)
        return 0;
    const double *a = prepared->point, *b = index->points[offer];
    double cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    double chord = EARTH_KM * sqrt(cosine < 1 ? 2 * (1 - cosine) : 0) - CHORD_ERROR;
    double beyond = chord - item->radius_km - prepared->need->extent_km;
    return beyond > 0 ? index->rules.decay_km / (index->rules.decay_km + beyond) : 1;
}

struct collected { struct triple *places; size_t count, room; };

static void collect(struct arena *work, struct ground *ground, struct collected *into, uint32_t offer,
                    const char *const *zones, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t zone = text_map_add(&ground->zones, zones[i], strlen(zones[i]), NULL);
        into->places = arena_grow(work, into->places, into->count, &into->room, sizeof *into->places);
        into->places[into->count++] = (struct triple){offer, zone, 1};
    }
}

static void close_ground(struct arena *arena, struct ground *ground, struct collected *collected, uint32_t offers)
{
    ground->offer_zones = sparse_build(arena, offers, ground->zones.count, collected->places, collected->count);
    ground->zone_offers = sparse_transpose(arena, &ground->offer_zones);
}

void index_zones(struct arena *arena, struct match_index *index)
{
    struct arena work = {0};
    struct collected served = {0}, seats = {0};
    index->served.zones.arena = index->seats.zones.arena = arena;
    index->points = arena_array(arena, index->offers, sizeof *index->points);
    for (uint32_t offer = 0; offer < index->offers; offer++) {
        const struct match_item *item = &index->source.offers[offer];
        unit_point(item, index->points[offer]);
        collect(&work, &index->served, &served, offer, item->zones, item->zone_count);
        collect(&work, &index->seats, &seats, offer, item->seats, item->seat_count);
    }
    close_ground(arena, &index->served, &served, index->offers);
    close_ground(arena, &index->seats, &seats, index->offers);
    arena_free(&work);
}

/* A territory says the more, the fewer offers it has: 1 − ln(those) / ln(offers + 1), and one tenth at the least. */
double zone_closeness(const struct ground *ground, uint32_t zone)
{
    double here = (double)(ground->zone_offers.start[zone + 1] - ground->zone_offers.start[zone]);
    double rest = 1 - steady_log(here) / steady_log((double)ground->offer_zones.rows + 1);
    return 0.1 + 0.9 * rest;
}

static uint32_t find_zone(const struct ground *ground, const char *zone)
{
    return text_map_find(&ground->zones, zone, strlen(zone));
}

static void raise_to(double *part, double close)
{
    if (close > *part)
        *part = close;
}

void add_zones(struct match_session *session, const struct match_item *need)
{
    const struct match_index *index = session->index;
    const struct ground *served = &index->served, *seats = &index->seats;
    for (size_t i = 0; i < need->zone_count; i++) {
        uint32_t zone = find_zone(served, need->zones[i]), seat = find_zone(seats, need->zones[i]);
        double close = zone == HASH_NONE ? 0 : zone_closeness(served, zone);
        const struct sparse *there = &served->zone_offers;
        for (size_t j = 0; zone != HASH_NONE && j < there->start[zone + 1] - there->start[zone]; j++)
            raise_to(&session->parts[there->column[there->start[zone] + j]].zone, close);
        there = &seats->zone_offers;
        close = seat == HASH_NONE ? 0 : zone_closeness(seats, seat);
        for (size_t j = 0; seat != HASH_NONE && j < there->start[seat + 1] - there->start[seat]; j++)
            raise_to(&session->parts[there->column[there->start[seat] + j]].seat, close);
    }
}

const char *best_zone(const struct ground *ground, const struct match_item *need, uint32_t offer)
{
    const char *best = NULL;
    double close = 0;
    for (size_t i = 0; i < need->zone_count; i++) {
        uint32_t zone = find_zone(ground, need->zones[i]);
        if (zone == HASH_NONE || sparse_at(&ground->offer_zones, offer, zone) == 0)
            continue;
        if (zone_closeness(ground, zone) <= close)
            continue;
        close = zone_closeness(ground, zone);
        best = need->zones[i];
    }
    return best;
}
