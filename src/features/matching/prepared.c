/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Preparing the offers, and keeping them while the directory does not change. */
#include "features/matching/prepared.h"
#include "base/fold.h"
#include "base/number.h"
#include "base/time.h"
#include "features/directory/directory.h"
#include "work/setting.h"
#include "i18n/i18n.h"
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OFFERS = 200000, MOST_CASES = 50000, DAY = 86400, KEPT = 4 };
/* So much farther than where it says it works, and the nearness of a structure counts 1/e: a choice that the operator
 * may change from a date on. Nobody is left out for distance alone. */
const struct parameter_preset matching_parameters[] = {
    {"matching_nearness_km", "2026-01-01", 25, "Choix de Maillage : à 25 km de plus, la proximité compte presque trois "
     "fois moins"}, {0}};

/* The cache of the process: worth nothing after a restart, always checked against the database's own stamp. A few, for
 * a process may hold several databases (tests). */
struct cache { pthread_mutex_t lock; struct prepared *kept[KEPT]; };

static struct cache *the_cache(void)
{
    static struct cache cache = {.lock = PTHREAD_MUTEX_INITIALIZER};
    return &cache;
}

static const char *structure_words(const char *code)
{
    for (const struct label *one = structures; one->code; one++)
        if (text_is(one->code, code))
            return text_in("fr", one->text);
    return "";
}

/* --- offers ------------------------------------------------------------------------------------------------------- */

struct lists { const struct offers_traits *traits; const struct offers_zones *zones; size_t trait, zone; };

static const char *code_of(struct arena *arena, const char *kind, const char *value)
{
    return arena_format(arena, "%s:%s", kind, value);
}

struct texts { struct buffer words; const char **codes, **labels; size_t codes_count, labels_count, codes_room,
    labels_room; };

static void add_code(struct arena *arena, struct texts *texts, const char *kind, const char *value)
{
    texts->codes = arena_grow(arena, texts->codes, texts->codes_count, &texts->codes_room, sizeof *texts->codes);
    texts->codes[texts->codes_count++] = code_of(arena, kind, value);
}

static void add_sector(struct arena *arena, struct texts *texts, const struct sector *sector)
{
    if (!sector)
        return;
    add_code(arena, texts, "sector", sector->code);
    buffer_format(&texts->words, " %s", text_in("fr", sector->text));
}

/* The traits of one actor: both lists are in the order of actors, so that one pass reads them all. */
static void take_traits(struct arena *arena, struct lists *lists, int64_t id, struct texts *texts)
{
    const struct offers_traits *all = lists->traits;
    while (lists->trait < all->count && all->rows[lists->trait].actor_id < id)
        lists->trait++;
    for (; lists->trait < all->count && all->rows[lists->trait].actor_id == id; lists->trait++) {
        const char *trait = all->rows[lists->trait].trait, *value = all->rows[lists->trait].value;
        if (text_is(trait, "sector")) {
            add_sector(arena, texts, sector_by_code(value));
        } else if (text_is(trait, "cpv")) {
            add_code(arena, texts, "cpv", value);
        } else if (text_is(trait, "label")) {
            texts->labels = arena_grow(arena, texts->labels, texts->labels_count, &texts->labels_room,
                sizeof *texts->labels);
            texts->labels[texts->labels_count++] = value;
        } else {
            buffer_format(&texts->words, ". %s", value);
        }
    }
}

static void take_zones(struct arena *arena, struct lists *lists, int64_t id, struct match_item *item)
{
    const struct offers_zones *all = lists->zones;
    while (lists->zone < all->count && all->rows[lists->zone].actor_id < id)
        lists->zone++;
    size_t first = lists->zone;
    while (lists->zone < all->count && all->rows[lists->zone].actor_id == id)
        lists->zone++;
    const char **zones = arena_array(arena, lists->zone - first, sizeof *zones);
    for (size_t i = first; i < lists->zone; i++)
        zones[i - first] = all->rows[i].territory;
    item->zones = zones;
    item->zone_count = lists->zone - first;
}

/* Where its seat stands: offers of one territory are told from those that serve it. */
static void take_seats(struct arena *arena, const struct offers_all_row *row, struct match_item *item)
{
    enum { LEVELS = 3 };
    const char *const levels[LEVELS] = {row->commune, row->epci, row->department};
    const char **seats = arena_array(arena, LEVELS, sizeof *seats);
    for (int i = 0; i < LEVELS; i++)
        if (levels[i])
            seats[item->seat_count++] = levels[i];
    item->seats = seats;
}

/* Establishments of one legal unit are one answer. */
static uint32_t owner_of(const char *siren)
{
    int64_t number;
    return siren && parse_int(siren, &number) && number > 0 && number < 1000000000 ? (uint32_t)number : 0;
}

static struct match_item offer_item(struct arena *arena, struct lists *lists, const struct offers_all_row *row)
{
    enum { SMALL = 50 };
    struct texts texts = {.words = {.arena = arena}};
    struct match_item item = {.placed = row->lon && row->lat, .updated = row->confirmed_at / DAY,
                              .small = row->headcount && *row->headcount < SMALL, .owner = owner_of(row->siren)};
    if (row->naf)
        add_code(arena, &texts, "naf", row->naf);
    buffer_format(&texts.words, "%s %s %s", row->description ? row->description : "", row->capacity ? row->capacity
        : "",
                  row->structure ? structure_words(row->structure) : "");
    take_traits(arena, lists, row->id, &texts);
    if (!texts.codes_count || (texts.codes_count == 1 && row->naf))
        add_sector(arena, &texts, sector_of_naf(row->naf));
    if (row->structure)
        add_code(arena, &texts, "kind", row->structure);
    take_zones(arena, lists, row->id, &item);
    take_seats(arena, row, &item);
    item.title = row->brand ? arena_format(arena, "%s %s", row->name, row->brand) : row->name;
    item.text = texts.words.text;
    item.codes = texts.codes;
    item.code_count = texts.codes_count;
    item.labels = texts.labels;
    item.label_count = texts.labels_count;
    if (item.placed) {
        item.longitude = *row->lon;
        item.latitude = *row->lat;
    }
    item.radius_km = row->zone_km ? (double)*row->zone_km : 0;
    return item;
}

/* --- past cases --------------------------------------------------------------------------------------------------- */

static uint32_t group_of(const char *buyer)
{
    uint32_t hash = 2166136261u;
    for (; buyer && *buyer; buyer++)
        hash = (hash ^ (unsigned char)*buyer) * 16777619u;
    return buyer && hash ? hash : 1;
}

static int by_id(const void *key, const void *item)
{
    int64_t a = *(const int64_t *)key, b = *(const int64_t *)item;
    return (a > b) - (a < b);
}

uint32_t prepared_offer(const struct prepared *prepared, int64_t actor_id)
{
    const int64_t *found = prepared->count ? bsearch(&actor_id, prepared->ids, prepared->count, sizeof actor_id,
        by_id) : NULL;
    return found ? (uint32_t)(found - prepared->ids) : UINT32_MAX;
}

static struct match_case *read_cases(struct db *db, struct prepared *prepared, size_t *count)
{
    struct arena *arena = &prepared->arena;
    struct cases_all all = cases_all(db, (struct cases_all_args){.most = MOST_CASES});
    struct match_case *cases = arena_array(arena, all.count, sizeof *cases);
    for (size_t i = 0; i < all.count; i++) {
        const struct cases_all_row *row = &all.rows[i];
        const struct sector *sector = sector_of_cpv(row->cpv);
        const char **codes = arena_array(arena, 2, sizeof *codes);
        size_t code_count = 0;
        if (row->cpv)
            codes[code_count++] = code_of(arena, "cpv", row->cpv);
        if (sector)
            codes[code_count++] = code_of(arena, "sector", sector->code);
        uint32_t offer = row->actor_id ? prepared_offer(prepared, *row->actor_id) : UINT32_MAX;
        cases[i] = (struct match_case){.offer = offer == UINT32_MAX ? MATCH_NOBODY : offer, .group =
            group_of(row->buyer_siret),
            .need = {.title = row->title, .codes = codes, .code_count = code_count, .placed = row->lon && row->lat,
                     .longitude = row->lon ? *row->lon : 0, .latitude = row->lat ? *row->lat : 0},
            .winner = {.title = row->name}};
    }
    *count = all.count;
    return cases;
}

static const struct match_label *read_labels(struct arena *arena, size_t *count)
{
    size_t all = 0;
    while (sectors[all].code)
        all++;
    struct match_label *labels = arena_array(arena, all, sizeof *labels);
    for (size_t i = 0; i < all; i++)
        labels[i] = (struct match_label){code_of(arena, "sector", sectors[i].code), text_in("fr", sectors[i].text)};
    *count = all;
    return labels;
}

/* It lives in its own arena: freed with it. */
static struct prepared *prepared_new(void)
{
    struct arena arena = {0};
    struct prepared *prepared = arena_alloc(&arena, sizeof *prepared);
    prepared->arena = arena;
    return prepared;
}

static struct prepared *prepare(struct db *db, const struct directory_stamp *stamp, int64_t now)
{
    struct prepared *prepared = prepared_new();
    struct arena *arena = &prepared->arena, *before = db_arena(db);
    db_use_arena(db, arena);
    struct offers_all offers = offers_all(db, (struct offers_all_args){.most = MOST_OFFERS});
    struct offers_traits traits = offers_traits(db);
    struct offers_zones zones = offers_zones(db);
    struct lists lists = {.traits = &traits, .zones = &zones};
    struct match_item *items = arena_array(arena, offers.count, sizeof *items);
    int64_t *ids = arena_array(arena, offers.count, sizeof *ids);
    for (size_t i = 0; i < offers.count; i++) {
        items[i] = offer_item(arena, &lists, &offers.rows[i]);
        ids[i] = offers.rows[i].id;
    }
    prepared->stamp = *stamp;
    prepared->day = now / DAY;
    prepared->ids = ids;
    prepared->count = offers.count;
    struct match_source source = {.offers = items, .offer_count = offers.count, .links = match_cpv_naf,
                                  .link_count = match_cpv_naf_count, .names_are_shown_only = true};
    source.cases = read_cases(db, prepared, &source.case_count);
    source.names = read_labels(arena, &source.name_count);
    struct match_rules *rules = arena_alloc(arena, sizeof *rules);
    *rules = match_usual_rules;
    rules->today = now / DAY;
    if (!parameter_on(db, matching_parameters[0].name, rules->today, &rules->decay_km) || rules->decay_km <= 0)
        rules->decay_km = match_usual_rules.decay_km;
    db_use_arena(db, before);
    rules->only_in_radius = true;
    prepared->index = match_build(arena, &source, rules);
    return prepared;
}

/* --- the cache ---------------------------------------------------------------------------------------------------- */

static bool same_stamp(const struct directory_stamp *a, const struct directory_stamp *b)
{
    return a->version == b->version;
}

static struct prepared *find_kept(struct cache *cache, const struct directory_stamp *stamp, int64_t day)
{
    for (int i = 0; i < KEPT; i++)
        if (cache->kept[i] && cache->kept[i]->day == day && same_stamp(&cache->kept[i]->stamp, stamp)) {
            cache->kept[i]->holders++;
            return cache->kept[i];
        }
    return NULL;
}

static void let_go(struct prepared *prepared)
{
    if (prepared && --prepared->holders == 0) {
        struct arena arena = prepared->arena;              /* it lives in its own arena */
        arena_free(&arena);
    }
}

/* Newest first; the oldest makes room, and is freed when its last holder releases it. */
static void keep(struct cache *cache, struct prepared *prepared)
{
    let_go(cache->kept[KEPT - 1]);
    memmove(&cache->kept[1], &cache->kept[0], (KEPT - 1) * sizeof *cache->kept);
    cache->kept[0] = prepared;
    prepared->holders = 2;                                 /* the cache and who asked */
}

struct prepared *prepared_hold(struct db *db, int64_t now)
{
    struct cache *cache = the_cache();
    struct directory_stamp stamp = {0};
    directory_stamp(db, &stamp);
    pthread_mutex_lock(&cache->lock);
    struct prepared *prepared = find_kept(cache, &stamp, now / DAY);
    pthread_mutex_unlock(&cache->lock);
    if (prepared)
        return prepared;
    prepared = prepare(db, &stamp, now);
    pthread_mutex_lock(&cache->lock);
    keep(cache, prepared);
    pthread_mutex_unlock(&cache->lock);
    return prepared;
}

void prepared_release(struct prepared *prepared)
{
    struct cache *cache = the_cache();
    pthread_mutex_lock(&cache->lock);
    let_go(prepared);
    pthread_mutex_unlock(&cache->lock);
}

/* --- needs -------------------------------------------------------------------------------------------------------- */

/* A need of a whole département is as near to all that stands in it: its point is only its middle. */
static double extent_of(struct db *db, const struct territories_around *around)
{
    struct territory_spread spread;
    if (text_is(around->kind, "commune")
        || !territory_spread(db, (struct territory_spread_args){.code = around->code}, &spread) || !spread.wide)
        return 0;
    double squared = *spread.wide * 0.47 + *spread.high;   /* at 46.7° north a degree of longitude is shorter */
    return squared > 0 ? 111.2 * sqrt(squared) : 0;
}

static void add_zones(struct db *db, struct arena *arena, const char *commune, struct match_item *item)
{
    enum { LEVELS = 5 };
    struct territories_around around;
    if (!commune || !territories_around(db, (struct territories_around_args){.code = commune}, &around))
        return;
    const char **zones = arena_array(arena, LEVELS, sizeof *zones);
    const char *const levels[LEVELS] = {around.code, around.epci, around.department, around.region, "FR"};
    for (int i = 0; i < LEVELS; i++)
        if (levels[i])
            zones[item->zone_count++] = levels[i];
    item->zones = zones;
    item->extent_km = extent_of(db, &around);
    if (!item->placed && around.lon && around.lat) {
        item->placed = true;
        item->longitude = *around.lon;
        item->latitude = *around.lat;
    }
}

struct match_item need_item(struct db *db, struct arena *arena, const struct question *question)
{
    enum { MOST_CODES = 6, NAMED = 3 };
    struct match_item item = {.title = question->text, .text = question->details, .placed = question->lon
        && question->lat};
    const char **codes = arena_array(arena, MOST_CODES, sizeof *codes);
    const struct sector *named[NAMED], *own = sector_of_cpv(question->cpv);
    size_t count = sectors_of_words(fold_for_search(arena, question->text), named, NAMED);
    if (question->cpv)
        codes[item.code_count++] = code_of(arena, "cpv", question->cpv);
    if (question->sector)
        codes[item.code_count++] = code_of(arena, "sector", question->sector);
    if (own && !text_is(own->code, question->sector))
        codes[item.code_count++] = code_of(arena, "sector", own->code);
    for (size_t i = 0; i < count && !question->cpv && !question->sector && i < 1; i++)
        codes[item.code_count++] = code_of(arena, "sector", named[i]->code);
    item.codes = codes;
    if (item.placed) {
        item.longitude = *question->lon;
        item.latitude = *question->lat;
    }
    add_zones(db, arena, question->commune, &item);
    return item;
}
