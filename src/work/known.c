/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists of names, kept while they do not change. */
#include "work/known.h"
#include "engines/names.h"
#include <pthread.h>
#include <string.h>

enum { KEPT = 6, MOST_HITS = 50 };
static const double LEAST_SCORE = 0.5;

/* It lives in its own arena: freed with it, when its last holder releases it. */
struct known {
    struct arena arena;
    const char *what; int64_t stamp;
    const char **keys, **names;            /* by number in the index */
    struct name_index *index;
    unsigned holders;
};
struct known_list { struct known *known; struct name_builder *builder; size_t key_room, name_room; };

/* The cache of the process: worth nothing after a restart, checked against the stamp of who asks. A few, for there are
 * several lists, and tests hold several databases. */
struct cache { pthread_mutex_t lock; struct known *kept[KEPT]; };

static struct cache *the_cache(void)
{
    static struct cache cache = {.lock = PTHREAD_MUTEX_INITIALIZER};
    return &cache;
}

void known_add(struct known_list *list, struct known_name name)
{
    struct known *known = list->known;
    uint32_t number = names_add(list->builder, name.name, name.also, name.weight);
    known->keys = arena_grow(&known->arena, known->keys, number, &list->key_room, sizeof *known->keys);
    known->names = arena_grow(&known->arena, known->names, number, &list->name_room, sizeof *known->names);
    known->keys[number] = arena_text(&known->arena, name.key);
    known->names[number] = arena_text(&known->arena, name.name);
}

static struct known *make(struct db *db, const struct known_names *names)
{
    struct arena arena = {0}, work = {0}, *before = db_arena(db);
    struct known *known = arena_alloc(&arena, sizeof *known);
    known->arena = arena;
    known->what = names->what;
    known->stamp = names->stamp;
    struct known_list list = {.known = known, .builder = names_begin(&work)};
    db_use_arena(db, &work);
    names->read(db, &list);
    db_use_arena(db, before);
    known->index = names_build(&known->arena, list.builder);
    arena_free(&work);
    return known;
}

static struct known *find_kept(struct cache *cache, const struct known_names *names)
{
    for (int i = 0; i < KEPT; i++)
        if (cache->kept[i] && cache->kept[i]->stamp == names->stamp && strcmp(cache->kept[i]->what, names->what) == 0) {
            cache->kept[i]->holders++;
            return cache->kept[i];
        }
    return NULL;
}

static void let_go(struct known *known)
{
    if (known && --known->holders == 0) {
        struct arena arena = known->arena;
        arena_free(&arena);
    }
}

/* Newest first. One older list of the same names makes room before any other. */
static void keep(struct cache *cache, struct known *known)
{
    int place = 0;
    while (place < KEPT - 1 && cache->kept[place] && strcmp(cache->kept[place]->what, known->what) != 0)
        place++;
    let_go(cache->kept[place]);
    memmove(&cache->kept[1], &cache->kept[0], (size_t)place * sizeof *cache->kept);
    cache->kept[0] = known;
    known->holders = 2;                                    /* the cache and who asked */
}

static struct known *hold(struct db *db, const struct known_names *names)
{
    struct cache *cache = the_cache();
    pthread_mutex_lock(&cache->lock);
    struct known *known = find_kept(cache, names);
    pthread_mutex_unlock(&cache->lock);
    if (known)
        return known;
    known = make(db, names);
    pthread_mutex_lock(&cache->lock);
    keep(cache, known);
    pthread_mutex_unlock(&cache->lock);
    return known;
}

static void release(struct known *known)
{
    struct cache *cache = the_cache();
    pthread_mutex_lock(&cache->lock);
    let_go(known);
    pthread_mutex_unlock(&cache->lock);
}

/* The better score of a name that stands in both lists; best first, the first list first among equals. */
static size_t merge(struct name_hit *hits, size_t count, const struct name_hit *others, size_t more)
{
    for (size_t i = 0; i < more; i++) {
        size_t at = 0;
        while (at < count && hits[at].name != others[i].name)
            at++;
        if (at < count && hits[at].score >= others[i].score)
            continue;
        count += at == count;
        for (; at > 0 && hits[at - 1].score < others[i].score; at--)
            hits[at] = hits[at - 1];
        hits[at] = others[i];
    }
    return count;
}

size_t known_find(struct db *db, const struct known_names *names, const char *typed, struct known_hit *hits,
                  size_t most)
{
    struct arena work = {0};
    struct name_hit found[2 * MOST_HITS], begun[MOST_HITS];
    struct known *known = hold(db, names);
    struct name_search *search = names_search_begin(&work, known->index);
    size_t count = names_find(search, typed, false, found, MOST_HITS), kept = 0;
    count = merge(found, count, begun, names_find(search, typed, true, begun, MOST_HITS));
    for (size_t i = 0; i < count && kept < most && found[i].score >= LEAST_SCORE; i++)
        hits[kept++] = (struct known_hit){arena_text(db_arena(db), known->keys[found[i].name]),
                                          arena_text(db_arena(db), known->names[found[i].name]), found[i].score};
    names_search_end(search);
    arena_free(&work);
    release(known);
    return kept;
}
