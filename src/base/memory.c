/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The arena: a list of blocks, newest first. */
#include "base/memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 1024 * 1024, ALIGNMENT = 16, FIRST_ROOM = 8 };

struct arena_block { struct arena_block *next; size_t used, room; _Alignas(ALIGNMENT) char bytes[]; };

static _Noreturn void out_of_memory(size_t size)
{
    fprintf(stderr, "out of memory: %zu bytes\n", size);
    abort();
}

/* Blocks double up to a megabyte: a small request stays small, a large computation asks the system rarely. */
static size_t next_room(const struct arena *arena, size_t size)
{
    size_t room = arena->blocks ? arena->blocks->room * 2 : FIRST_BLOCK;
    if (room < FIRST_BLOCK)
        room = FIRST_BLOCK;
    if (room > LARGEST_BLOCK)
        room = LARGEST_BLOCK;
    return size > room ? size : room;
}

static struct arena_block *add_block(struct arena *arena, size_t size)
{
    size_t room = next_room(arena, size);
    struct arena_block *block = calloc(1, sizeof *block + room);
    if (!block)
        out_of_memory(room);
    block->next = arena->blocks;
    block->room = room;
    arena->blocks = block;
    arena->taken += room;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        out_of_memory(size);
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct arena_block *block = arena->blocks;
    if (!block || block->room - block->used < size)
        block = add_block(arena, size);
    void *start = block->bytes + block->used;
    block->used += size;
    return start;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        out_of_memory(SIZE_MAX);
    return arena_alloc(arena, bytes);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text ? arena_copy(arena, text, strlen(text)) : NULL;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    int length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    char *text = arena_alloc(arena, (size_t)(length < 0 ? 0 : length) + 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room ? *room * 2 : FIRST_ROOM;
    void *more = arena_array(arena, *room, size);
    if (count)
        memcpy(more, items, count * size);
    return more;
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){arena->blocks, arena->blocks ? arena->blocks->used : 0, arena->taken};
}

void arena_release(struct arena *arena, struct arena_mark mark)
{
    while (arena->blocks != mark.block) {
        struct arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
    if (arena->blocks) {
        size_t stale = arena->blocks->used - mark.used;
        memset(arena->blocks->bytes + mark.used, 0, stale);
        arena->blocks->used = mark.used;
    }
    arena->taken = mark.taken;
}

void arena_free(struct arena *arena)
{
    arena_release(arena, (struct arena_mark){0});
}
