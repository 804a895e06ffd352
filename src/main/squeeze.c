/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Compression of replies. Public pages are compressed once and kept; those of one person never are. */
#include <sodium.h>
#include <string.h>
#include "main/serve.h"

enum { LARGE = 256 * 1024, MOST_PADDING = 32, SLOTS = 256, MOST_KEPT = 64 * 1024, GZIP_HEADER = 16, MEMORY_LEVEL = 8 };

/* A page is kept the second time in a row that its place sees it: pages made for one visitor push nobody out. */
struct place { uint64_t candidate, hash; size_t plain, length; void *bytes; struct arena arena; };
struct shelf { pthread_mutex_t lock; struct place slots[SLOTS]; };

struct shelf *shelf_make(struct arena *arena)
{
    struct shelf *shelf = arena_alloc(arena, sizeof *shelf);
    pthread_mutex_init(&shelf->lock, NULL);
    return shelf;
}

void shelf_end(struct shelf *shelf)
{
    for (size_t i = 0; i < SLOTS; i++)
        arena_free(&shelf->slots[i].arena);
    pthread_mutex_destroy(&shelf->lock);
}

static bool take_from(struct shelf *shelf, struct arena *arena, uint64_t hash, struct http_reply *out)
{
    struct place *slot = &shelf->slots[hash % SLOTS];
    pthread_mutex_lock(&shelf->lock);
    bool found = slot->hash == hash && slot->plain == out->length && slot->bytes;
    if (found) {
        out->body = memcpy(arena_alloc(arena, slot->length), slot->bytes, slot->length);
        out->length = slot->length;
    }
    pthread_mutex_unlock(&shelf->lock);
    return found;
}

static void keep_on(struct shelf *shelf, uint64_t hash, size_t plain, const void *bytes, size_t length)
{
    struct place *slot = &shelf->slots[hash % SLOTS];
    if (length > MOST_KEPT)
        return;
    pthread_mutex_lock(&shelf->lock);
    if (slot->candidate == hash) {
        arena_free(&slot->arena);
        slot->bytes = memcpy(arena_alloc(&slot->arena, length), bytes, length);
        slot->hash = hash;
        slot->plain = plain;
        slot->length = length;
    }
    slot->candidate = hash;
    pthread_mutex_unlock(&shelf->lock);
}

bool squeezer_start(struct desk *desk)
{
    desk->can_squeeze = deflateInit2(&desk->squeeze, 5, Z_DEFLATED, MAX_WBITS + GZIP_HEADER, MEMORY_LEVEL,
                                     Z_DEFAULT_STRATEGY) == Z_OK;
    return desk->can_squeeze;
}

void squeezer_end(struct desk *desk)
{
    if (desk->can_squeeze)
        deflateEnd(&desk->squeeze);
}

/* The length of a compressed page must not tell an onlooker what stands in it (BREACH): one person's pages have a
 * comment of random length in the gzip header. */
static void pad(z_stream *squeeze, gz_header *header, unsigned char padding[MOST_PADDING + 1])
{
    memset(padding, 'x', MOST_PADDING);
    padding[randombytes_uniform(MOST_PADDING)] = '\0';
    header->comment = padding;
    deflateSetHeader(squeeze, header);
}

static bool compress_body(struct desk *desk, struct arena *arena, bool padded, struct http_reply *out)
{
    unsigned char padding[MOST_PADDING + 1] = {0};
    gz_header header = {.os = 255};
    z_stream *squeeze = &desk->squeeze;
    if (!desk->can_squeeze || out->length > UINT32_MAX / 2 || deflateReset(squeeze) != Z_OK)
        return false;
    deflateParams(squeeze, out->length > LARGE ? 1 : 5, Z_DEFAULT_STRATEGY);
    if (padded)
        pad(squeeze, &header, padding);
    size_t room = deflateBound(squeeze, out->length);
    unsigned char *to = arena_alloc(arena, room);
    squeeze->next_in = (unsigned char *)(uintptr_t)out->body;
    squeeze->avail_in = (unsigned)out->length;
    squeeze->next_out = to;
    squeeze->avail_out = (unsigned)room;
    if (deflate(squeeze, Z_FINISH) != Z_STREAM_END)
        return false;
    out->body = to;
    out->length = room - squeeze->avail_out;
    return true;
}

bool squeeze(struct desk *desk, const struct request *rq, uint64_t hash, struct http_reply *out)
{
    size_t plain = out->length;
    bool kept = hash && desk->shelf;
    if (kept && take_from(desk->shelf, rq->arena, hash, out))
        return true;
    if (!compress_body(desk, rq->arena, !hash, out))
        return false;
    if (kept)
        keep_on(desk->shelf, hash, plain, out->body, out->length);
    return true;
}
