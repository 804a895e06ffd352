/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hash maps that live in an arena. Their seed is fixed and what they hold is numbered in the order it came, so that no
 * result ever depends on a hash. */
#pragma once
#include "base/memory.h"

/* 64 bits out of bytes; the same on every machine whatever its byte order. No defence against chosen collisions. */
uint64_t hash_bytes(const void *bytes, size_t length);
uint64_t hash_mix(uint64_t x);                             /* one number, well spread (splitmix64's finisher) */

enum { HASH_NONE = 0xFFFFFFFFu };                                    /* no such key */

/* Texts numbered from 0 as they come. A struct text_map with only its arena set is an empty one. */
struct text_map {
    struct arena *arena;
    uint32_t count;
    const char **texts;                                              /* by number, NUL-terminated, in the arena */
    uint32_t *lengths;
    uint32_t *slots; size_t slot_count, room;
};
/* The number of a text, given to it if it is new (*is_new when not NULL says so). At most 2³² − 2 texts. */
uint32_t text_map_add(struct text_map *map, const char *text, size_t length, bool *is_new);
uint32_t text_map_find(const struct text_map *map, const char *text, size_t length);       /* HASH_NONE when absent */

/* Whole numbers to whole numbers. Keys keep the order in which they came. */
struct int_map {
    struct arena *arena;
    size_t count;
    uint64_t *keys, *values;
    uint32_t *slots; size_t slot_count, room;
};
/* The place of the value of a key, made with value 0 if it is new; good until the next call. */
uint64_t *int_map_at(struct int_map *map, uint64_t key);
bool int_map_get(const struct int_map *map, uint64_t key, uint64_t *value);                /* value may be NULL */
