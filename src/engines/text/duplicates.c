/* SPDX-License-Identifier: AGPL-3.0-or-later
 * MinHash (Broder 1997) over folded texts, and the exact likeness of what it finds. */
#include "engines/duplicates.h"
#include "base/fold.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/sort.h"
#include <string.h>

enum { BANDS = 32, ROWS = 4, MINIMA = BANDS * ROWS, LETTERS = 4 };

/* The pieces of a text: hashes, ascending, each once. */
struct pieces { size_t count; uint64_t *hashes; };

static void add_piece(struct arena *arena, struct pieces *pieces, size_t *room, const char *text, size_t length)
{
    pieces->hashes = arena_grow(arena, pieces->hashes, pieces->count, room, sizeof *pieces->hashes);
    pieces->hashes[pieces->count++] = hash_bytes(text, length);
}

static void keep_different(struct arena *work, struct pieces *pieces)
{
    struct keyed *order = arena_array(work, pieces->count, sizeof *order);
    size_t kept = 0;
    for (size_t i = 0; i < pieces->count; i++)
        order[i].key = pieces->hashes[i];
    sort_keyed(work, order, pieces->count);
    for (size_t i = 0; i < pieces->count; i++)
        if (kept == 0 || pieces->hashes[kept - 1] != order[i].key)
            pieces->hashes[kept++] = order[i].key;
    pieces->count = kept;
}

static struct pieces cut(struct arena *arena, const char *text)
{
    struct arena work = {0};
    struct pieces found = {0}, kept;
    size_t room = 0;
    char *folded = fold_text(&work, text);
    size_t length = strlen(folded);
    for (size_t i = 0; i + LETTERS <= length; i++)
        add_piece(&work, &found, &room, folded + i, LETTERS);
    for (size_t start = 0, words = 0, next = 0; start < length; start = next, words++) {
        next = start + strcspn(folded + start, " ") + 1;
        size_t end = next < length ? next + strcspn(folded + next, " ") : length;
        if (next < length || words == 0)
            add_piece(&work, &found, &room, folded + start, end - start);
    }
    keep_different(&work, &found);
    kept = (struct pieces){found.count, arena_array(arena, found.count, sizeof *kept.hashes)};
    if (found.count)
        memcpy(kept.hashes, found.hashes, found.count * sizeof *kept.hashes);
    arena_free(&work);
    return kept;
}

static double jaccard(const struct pieces *a, const struct pieces *b)
{
    size_t i = 0, j = 0, same = 0;
    while (i < a->count && j < b->count) {
        bool equal = a->hashes[i] == b->hashes[j], first = a->hashes[i] < b->hashes[j];
        same += equal;
        i += equal || first;
        j += equal || !first;
    }
    size_t all = a->count + b->count - same;
    return all ? (double)same / (double)all : 1;
}

double text_likeness(const char *a, const char *b)
{
    struct arena work = {0};
    struct pieces x = cut(&work, a), y = cut(&work, b);
    double likeness = jaccard(&x, &y);
    arena_free(&work);
    return likeness;
}

/* The hash of each band: of the least of the pieces under each of its four orders. */
static void sign(const struct pieces *pieces, uint64_t bands[BANDS])
{
    for (int band = 0; band < BANDS; band++) {
        uint64_t signature = (uint64_t)band + 1;
        for (int row = 0; row < ROWS; row++) {
            uint64_t order = hash_mix((uint64_t)(band * ROWS + row) * 0x9E3779B97F4A7C15u + 1), least = UINT64_MAX;
            for (size_t i = 0; i < pieces->count; i++) {
                uint64_t rank = hash_mix(pieces->hashes[i] ^ order);
                least = rank < least ? rank : least;
            }
            signature = hash_mix(signature ^ least) + 1;
        }
        bands[band] = signature;
    }
}

struct search {
    struct arena *arena, work;
    struct pieces *pieces;
    uint32_t *first;                                       /* by text: the first of those that have the same pieces */
    struct int_map met;                                    /* pairs compared already */
    struct near_pairs found; size_t room;
    double least;
};

static void add_pair(struct search *search, uint32_t a, uint32_t b, double likeness)
{
    search->found.items = arena_grow(search->arena, search->found.items, search->found.count, &search->room,
                                     sizeof *search->found.items);
    search->found.items[search->found.count++] = (struct near_pair){a, b, likeness};
}

static void compare(struct search *search, uint32_t a, uint32_t b)
{
    uint64_t *met = int_map_at(&search->met, (uint64_t)a << 32 | b);
    if (*met)
        return;
    *met = 1;
    double likeness = jaccard(&search->pieces[a], &search->pieces[b]);
    if (likeness >= search->least)
        add_pair(search, a, b, likeness);
}

static int by_likeness(const void *a, const void *b, const void *context)
{
    const struct near_pair *x = a, *y = b;
    if (x->likeness != y->likeness)
        return x->likeness > y->likeness ? -1 : 1;
    return x->a != y->a ? (x->a < y->a ? -1 : 1) : (x->b > y->b) - (x->b < y->b);
}

/* Compares those that agree on a whole band. */
static void meet(struct search *search, struct keyed *band, uint32_t count)
{
    sort_keyed(&search->work, band, count);
    for (uint32_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && band[to].key == band[from].key;)
            to++;
        for (uint32_t i = from; i < to; i++)
            for (uint32_t j = i + 1; j < to; j++)
                compare(search, (uint32_t)band[i].value, (uint32_t)band[j].value);
    }
}

/* A thousand times "nothing to say" is one text a thousand times, not half a million pairs. */
static void find_twins(struct search *search, uint32_t count)
{
    struct text_map different = {.arena = &search->work};
    uint32_t *owner = arena_array(&search->work, count, sizeof *owner);
    search->first = arena_array(&search->work, count, sizeof *search->first);
    for (uint32_t i = 0; i < count; i++) {
        const struct pieces *pieces = &search->pieces[i];
        bool is_new = true;
        search->first[i] = i;
        if (!pieces->count)
            continue;
        uint32_t number = text_map_add(&different, (const char *)pieces->hashes, pieces->count * sizeof *pieces->hashes,
                                       &is_new);
        if (is_new)
            owner[number] = i;
        search->first[i] = owner[number];
        if (!is_new && search->least <= 1)
            add_pair(search, owner[number], i, 1);
    }
}

static void search_all(struct search *search, const char *const *texts, uint32_t count)
{
    uint64_t *signatures = arena_array(&search->work, (size_t)count * BANDS, sizeof *signatures);
    struct keyed *band = arena_array(&search->work, count, sizeof *band);
    search->met.arena = &search->work;
    search->pieces = arena_array(&search->work, count, sizeof *search->pieces);
    for (uint32_t i = 0; i < count; i++) {
        search->pieces[i] = cut(&search->work, texts[i]);
        sign(&search->pieces[i], signatures + (size_t)i * BANDS);
    }
    find_twins(search, count);
    for (int b = 0; b < BANDS; b++) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < count; i++)
            if (search->pieces[i].count && search->first[i] == i)
                band[kept++] = (struct keyed){signatures[(size_t)i * BANDS + (size_t)b], i};
        meet(search, band, kept);
    }
    stable_sort(&search->work, search->found.items, search->found.count, sizeof *search->found.items, by_likeness,
                NULL);
}

struct near_pairs near_duplicates(struct arena *arena, const char *const *texts, uint32_t count, double least)
{
    struct search search = {.arena = arena, .least = least};
    search_all(&search, texts, count);
    arena_free(&search.work);
    return search.found;
}

/* Whether every text of one group is alike enough to every text of the other; groups are linked lists by next. */
static bool all_alike(const struct search *search, const uint32_t *next, uint32_t a, uint32_t b)
{
    for (uint32_t x = a; x != HASH_NONE; x = next[x])
        for (uint32_t y = b; y != HASH_NONE; y = next[y])
            if (jaccard(&search->pieces[x], &search->pieces[y]) < search->least)
                return false;
    return true;
}

static void join(uint32_t *group, uint32_t *next, uint32_t a, uint32_t b)
{
    uint32_t first = a < b ? a : b, second = a < b ? b : a, last = first;
    while (next[last] != HASH_NONE)
        last = next[last];
    next[last] = second;
    for (uint32_t x = second; x != HASH_NONE; x = next[x])
        group[x] = first;
}

uint32_t *near_groups(struct arena *arena, const char *const *texts, uint32_t count, double least)
{
    struct search search = {.arena = arena, .least = least};
    search_all(&search, texts, count);
    uint32_t *group = arena_array(arena, count, sizeof *group), *next = arena_array(arena, count, sizeof *next);
    for (uint32_t i = 0; i < count; i++) {
        group[i] = i;
        next[i] = HASH_NONE;
    }
    for (size_t i = 0; i < search.found.count; i++) {
        uint32_t a = group[search.found.items[i].a], b = group[search.found.items[i].b];
        bool twins = search.first[search.found.items[i].b] != search.found.items[i].b;
        if (!twins && a != b && all_alike(&search, next, a, b))
            join(group, next, a, b);
    }
    for (uint32_t i = 0; i < count; i++)
        group[i] = group[search.first[i]];
    arena_free(&search.work);
    return group;
}
