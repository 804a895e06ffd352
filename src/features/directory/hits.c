/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The answers of a search in one pass: which they are, how far, and how many there would be with each value of each
 * facet. Full text finds the words; facets and distances are read from the columns. */
#include "base/earth.h"
#include "features/directory/columns.h"
#include "features/directory/directory.h"
#include "features/directory/search.h"
#include "features/directory/sectors.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BUCKETS = 4096, BUCKETS_A_KM = 4 };

/* "u_aci" of an index whose letters are small, as that of the label "ACI". */
static int place_of(const struct label *labels, const char *value, int most)
{
    size_t length = strcspn(value, " ");
    for (int i = 0; labels[i].code && i + 1 < most; i++)
        if (strncasecmp(labels[i].code, value, length) == 0 && !labels[i].code[length])
            return i + 1;
    return 0;
}

struct codes codes_of(const char *token)
{
    struct codes codes = {0};
    if (!token[0] || token[1] != '_')
        return codes;
    switch (token[0]) {
    case 'c': codes.college = place_of(colleges, token + 2, COLLEGES); break;
    case 'u': codes.structure = place_of(structures, token + 2, STRUCTURES); break;
    case 's': codes.sector = place_of(sector_labels, token + 2, SECTORS); break;
    default: break;
    }
    return codes;
}

/* What is asked of the columns: one value of each facet at most, and a circle. */
struct sieve { struct codes want; bool impossible, measured; double lon, lat, within, north, east; };

static void want(int *wanted, int given, struct sieve *sieve)
{
    sieve->impossible = sieve->impossible || (given && *wanted && *wanted != given);
    *wanted = given ? given : *wanted;
}

static struct sieve make_sieve(const struct lookup *search)
{
    struct sieve sieve = {.measured = search->around.code != NULL, .within = INFINITY, .north = INFINITY,
        .east = INFINITY};
    for (size_t i = 0; i < search->facet_count; i++) {
        struct codes codes = codes_of(search->facets[i]);
        want(&sieve.want.college, codes.college, &sieve);
        want(&sieve.want.structure, codes.structure, &sieve);
        want(&sieve.want.sector, codes.sector, &sieve);
    }
    if (!sieve.measured)
        return sieve;
    sieve.lon = *search->around.lon;
    sieve.lat = *search->around.lat;
    if (search->within_km) {
        sieve.within = (double)search->within_km;
        sieve.north = sieve.within / 111.0;
        sieve.east = sieve.north / fmax(cos((fabs(sieve.lat) + sieve.north) * M_PI / 180), 0.01);
    }
    return sieve;
}

/* False: too far, or not known where while a distance is asked. The square first, for it costs less than the circle. */
static bool measure(const struct sieve *sieve, const struct column *column, double *km)
{
    *km = INFINITY;
    if (!sieve->measured)
        return true;
    if (!column->located)
        return isinf(sieve->within);
    if (fabs(column->lat - sieve->lat) > sieve->north || fabs(column->lon - sieve->lon) > sieve->east)
        return false;
    *km = earth_km(sieve->lon, sieve->lat, column->lon, column->lat);
    return *km <= sieve->within;
}

/* Beside each value of a facet stands the count of the search with that value in the place of the one chosen. */
static bool count_in(struct hits *hits, const struct sieve *sieve, const struct column *column)
{
    bool college = !sieve->want.college || column->college == sieve->want.college;
    bool structure = !sieve->want.structure || column->structure == sieve->want.structure;
    bool sector = !sieve->want.sector || (column->sectors >> sieve->want.sector & 1);
    if (structure && sector)
        hits->colleges[column->college]++;
    if (college && sector)
        hits->structures[column->structure]++;
    if (college && structure)
        for (uint32_t left = column->sectors; left; left &= left - 1)
            hits->sectors[__builtin_ctz(left)]++;
    return college && structure && sector;
}

static void consider(struct hits *hits, const struct sieve *sieve, const struct columns *columns, int64_t id)
{
    double km;
    if (id < 0 || id >= (int64_t)columns->count || !columns->all[id].shown)
        return;
    if (!measure(sieve, &columns->all[id], &km) || !count_in(hits, sieve, &columns->all[id]))
        return;
    if (hits->km)
        hits->km[hits->count] = km;
    hits->ids[hits->count++] = id;
}

static void make_room(struct arena *arena, struct hits *hits, size_t most, bool measured)
{
    hits->ids = arena_array(arena, most, sizeof *hits->ids);
    hits->km = measured ? arena_array(arena, most, sizeof *hits->km) : NULL;
}

struct hits *find_hits(struct request *rq, const struct lookup *search, const char *match)
{
    struct hits *hits = arena_alloc(rq->arena, sizeof *hits);
    struct sieve sieve = make_sieve(search);
    *hits = (struct hits){0};
    if (sieve.impossible)
        return hits;
    struct found_ids found = {0};
    if (match)
        found = found_ids(rq->db, (struct found_ids_args){.match = match});
    struct columns *columns = columns_hold(rq->db);
    size_t most = match ? found.count : columns->count;
    make_room(rq->arena, hits, most, sieve.measured);
    for (size_t i = 0; i < most; i++)
        consider(hits, &sieve, columns, match ? found.rows[i].id : (int64_t)i);
    columns_release(columns);
    return hits;
}

/* --- the nearest first -------------------------------------------------------------------------------------------- */

struct near { int64_t id; double km; };

static int by_distance(const void *a, const void *b)
{
    const struct near *left = a, *right = b;
    if (left->km < right->km || left->km > right->km)
        return left->km < right->km ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

static size_t bucket_of(double km)
{
    return km * BUCKETS_A_KM < BUCKETS - 1 ? (size_t)(km * BUCKETS_A_KM) : BUCKETS - 1;
}

/* The last bucket of those that hold the first `wanted`. */
static size_t last_bucket(const struct hits *hits, size_t wanted)
{
    size_t counts[BUCKETS] = {0}, last = 0, seen;
    for (size_t i = 0; i < hits->count; i++)
        counts[bucket_of(hits->km[i])]++;
    for (seen = counts[0]; seen < wanted && last + 1 < BUCKETS; seen += counts[last])
        last++;
    return last;
}

static void swap(struct hits *hits, size_t a, size_t b)
{
    int64_t id = hits->ids[a];
    double km = hits->km[a];
    hits->ids[a] = hits->ids[b], hits->km[a] = hits->km[b];
    hits->ids[b] = id, hits->km[b] = km;
}

void nearest_first(struct arena *arena, struct hits *hits, size_t wanted)
{
    size_t last = last_bucket(hits, wanted), count = 0;
    for (size_t i = 0; i < hits->count; i++)
        if (bucket_of(hits->km[i]) <= last)
            swap(hits, count++, i);
    struct near *near = arena_array(arena, count, sizeof *near);
    for (size_t i = 0; i < count; i++)
        near[i] = (struct near){hits->ids[i], hits->km[i]};
    if (count)
        qsort(near, count, sizeof *near, by_distance);
    for (size_t i = 0; i < count; i++) {
        hits->ids[i] = near[i].id;
        hits->km[i] = near[i].km;
    }
}
