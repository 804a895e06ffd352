/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Memory for everyone: the arena. All memory of one request, one job or one computation, freed whole. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Nothing in an arena is freed alone. A zeroed struct arena is an empty, usable one. */
struct arena {
    struct arena_block *blocks;
    size_t taken;                          /* bytes asked of the system so far: what limits are checked against */
};

/* Zeroed memory aligned to 16 bytes, living as long as the arena. Never NULL: when the system has no more, the
 * process ends (a supervisor restarts it), so that no caller checks. A size of 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);

/* count items of size bytes, zeroed; a product that overflows ends the process. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A NUL-terminated copy of length bytes of text. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

/* The same for a NUL-terminated text; NULL stays NULL. */
char *arena_text(struct arena *arena, const char *text);

/* printf into the arena. */
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Grows an array that lives in the arena: returns items itself while count < *room, else a copy with twice the room.
 * Write: list = arena_grow(arena, list, count, &room, sizeof *list); list[count++] = …; */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *room, size_t size);

/* A place to come back to: arena_release frees all that was allocated since the mark. For loops over many rows. */
struct arena_mark { struct arena_block *block; size_t used, taken; };
struct arena_mark arena_mark(const struct arena *arena);
void arena_release(struct arena *arena, struct arena_mark mark);

/* Frees everything; the arena is empty and usable again. */
void arena_free(struct arena *arena);
