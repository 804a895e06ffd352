/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The columns of the directory: read once, then following each change. */
#include "features/directory/columns.h"
#include "features/directory/directory.h"
#include "features/directory/search.h"
#include <pthread.h>
#include <string.h>

enum { KEPT = 4, AT_ONCE = 20000, MOST_FOLLOWED = 1000, ROOM_FOR_NEW = 1000 };

/* The cache of the process: worth nothing after a restart, always checked against the database's own version. A few,
 * for a process may hold several databases (tests). */
struct cache { pthread_mutex_t lock; struct columns *kept[KEPT]; };

static struct cache *the_cache(void)
{
    static struct cache cache = {.lock = PTHREAD_MUTEX_INITIALIZER};
    return &cache;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static struct column make_column(const char *facets, const double *lon, const double *lat)
{
    struct column column = {.shown = 1, .located = lon && lat};
    if (column.located) {
        column.lon = (float)*lon;
        column.lat = (float)*lat;
    }
    for (const char *at = facets; *at;) {
        struct codes codes = codes_of(at);
        column.college = codes.college ? (uint8_t)codes.college : column.college;
        column.structure = codes.structure ? (uint8_t)codes.structure : column.structure;
        column.sectors |= codes.sector ? 1u << codes.sector : 0;
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    return column;
}

static struct columns *start(int64_t version, size_t count)
{
    struct arena arena = {0};
    struct columns *columns = arena_alloc(&arena, sizeof *columns);
    *columns = (struct columns){.version = version, .count = count,
        .all = arena_array(&arena, count, sizeof *columns->all)};
    memset(columns->all, 0, count * sizeof *columns->all);
    columns->arena = arena;                                /* it lives in its own arena */
    return columns;
}

static struct columns *read_all(struct db *db, int64_t version)
{
    struct columns_last last = {0};
    struct arena *before = db_arena(db), scratch = {0};
    columns_last(db, &last);
    struct columns *columns = start(version, (size_t)last.id + 1 + ROOM_FOR_NEW);
    db_use_arena(db, &scratch);
    for (int64_t id = 0;;) {
        struct columns_after some = columns_after(db, (struct columns_after_args){.last = id, .most = AT_ONCE});
        for (size_t i = 0; i < some.count; i++)
            columns->all[some.rows[i].id] = make_column(some.rows[i].facets, some.rows[i].lon, some.rows[i].lat);
        size_t count = some.count;
        id = count ? some.rows[count - 1].id : id;
        arena_free(&scratch);
        if (count < AT_ONCE)
            break;
    }
    db_use_arena(db, before);
    return columns;
}

/* What was kept of an earlier version, with what changed since; NULL when that is not known, or too much. */
static struct columns *follow(struct db *db, const struct columns *old, int64_t version)
{
    struct change_of known;
    if (!change_of(db, (struct change_of_args){.version = old->version}, &known))
        return NULL;
    struct changes_after changes = changes_after(db, (struct changes_after_args){.id = known.id,
        .most = MOST_FOLLOWED + 1});
    if (changes.count > MOST_FOLLOWED)
        return NULL;
    for (size_t i = 0; i < changes.count; i++)
        if (changes.rows[i].actor_id && (*changes.rows[i].actor_id == 0
            || *changes.rows[i].actor_id >= (int64_t)old->count))
            return NULL;
    struct columns *columns = start(version, old->count);
    memcpy(columns->all, old->all, old->count * sizeof *old->all);
    for (size_t i = 0; i < changes.count; i++) {
        struct column_of row;
        const int64_t *id = changes.rows[i].actor_id;
        if (id)
            columns->all[*id] = column_of(db, (struct column_of_args){.id = *id}, &row)
                ? make_column(row.facets, row.lon, row.lat) : (struct column){0};
    }
    return columns;
}

/* --- the cache ---------------------------------------------------------------------------------------------------- */

static void let_go(struct columns *columns)
{
    if (columns && --columns->holders == 0) {
        struct arena arena = columns->arena;
        arena_free(&arena);
    }
}

/* A holder counts under the lock. Newest first; the oldest makes room, and is freed when its last
 * holder releases it. */
static struct columns *find_kept(struct cache *cache, int64_t version, bool exactly)
{
    for (int i = 0; i < KEPT; i++)
        if (cache->kept[i] && (!exactly || cache->kept[i]->version == version)) {
            cache->kept[i]->holders++;
            return cache->kept[i];
        }
    return NULL;
}

/* What it followed from is not needed any more: at most one of each database stays. */
static void keep(struct cache *cache, struct columns *columns, const struct columns *old)
{
    int place = KEPT - 1;
    for (int i = 0; i < KEPT; i++)
        if (old && cache->kept[i] == old)
            place = i;
    let_go(cache->kept[place]);
    memmove(&cache->kept[1], &cache->kept[0], (size_t)place * sizeof *cache->kept);
    cache->kept[0] = columns;
    columns->holders = 2;                                  /* the cache and who asked */
}

/* Version 0 is that of every database in which nothing has changed yet: it tells nothing apart. */
struct columns *columns_hold(struct db *db)
{
    struct cache *cache = the_cache();
    struct version_now now = {0};
    version_now(db, &now);
    pthread_mutex_lock(&cache->lock);
    struct columns *exact = now.version ? find_kept(cache, now.version, true) : NULL;
    struct columns *old = exact ? NULL : find_kept(cache, 0, false);
    pthread_mutex_unlock(&cache->lock);
    if (exact)
        return exact;
    struct columns *followed = old ? follow(db, old, now.version) : NULL;
    struct columns *columns = followed ? followed : read_all(db, now.version);
    pthread_mutex_lock(&cache->lock);
    keep(cache, columns, followed ? old : NULL);
    let_go(old);
    pthread_mutex_unlock(&cache->lock);
    return columns;
}

void columns_release(struct columns *columns)
{
    struct cache *cache = the_cache();
    pthread_mutex_lock(&cache->lock);
    let_go(columns);
    pthread_mutex_unlock(&cache->lock);
}
