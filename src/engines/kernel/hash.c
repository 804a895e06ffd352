/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Open addressing over numbered entries: the table holds entry numbers + 1, and is at most half full. */
#include "engines/kernel/hash.h"
#include <string.h>

enum { FIRST_SLOTS = 16 };

uint64_t hash_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

uint64_t hash_bytes(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t hash = 0x9E3779B97F4A7C15u ^ (uint64_t)length * 0xFF51AFD7ED558CCDu;
    for (; length >= 8; at += 8, length -= 8) {
        uint64_t word = 0;
        for (int i = 7; i >= 0; i--)
            word = word << 8 | at[i];
        hash = hash_mix(hash ^ word) + 0x9E3779B97F4A7C15u;
    }
    uint64_t rest = 0;
    while (length > 0)
        rest = rest << 8 | at[--length];
    return hash_mix(hash ^ rest);
}

/* A table twice as large, refilled by the hash of each entry. */
static uint32_t *refill(struct arena *arena, size_t slot_count, size_t count,
                        uint64_t (*hash)(const void *, size_t), const void *map)
{
    uint32_t *slots = arena_array(arena, slot_count, sizeof *slots);
    for (size_t entry = 0; entry < count; entry++) {
        size_t at = hash(map, entry) & (slot_count - 1);
        while (slots[at])
            at = (at + 1) & (slot_count - 1);
        slots[at] = (uint32_t)entry + 1;
    }
    return slots;
}

static uint64_t text_hash(const void *map, size_t entry)
{
    const struct text_map *texts = map;
    return hash_bytes(texts->texts[entry], texts->lengths[entry]);
}

static uint64_t int_hash(const void *map, size_t entry)
{
    return hash_mix(((const struct int_map *)map)->keys[entry]);
}

/* The slot that holds this text, or the empty one where it would stand. */
static size_t text_slot(const struct text_map *map, const char *text, size_t length)
{
    size_t at = hash_bytes(text, length) & (map->slot_count - 1);
    for (uint32_t entry; (entry = map->slots[at]); at = (at + 1) & (map->slot_count - 1))
        if (map->lengths[entry - 1] == length && memcmp(map->texts[entry - 1], text, length) == 0)
            break;
    return at;
}

uint32_t text_map_find(const struct text_map *map, const char *text, size_t length)
{
    return map->slot_count ? map->slots[text_slot(map, text, length)] - 1 : HASH_NONE;
}

static void text_map_room(struct text_map *map)
{
    size_t room = map->room;
    map->texts = arena_grow(map->arena, map->texts, map->count, &room, sizeof *map->texts);
    map->lengths = arena_grow(map->arena, map->lengths, map->count, &map->room, sizeof *map->lengths);
    if (((size_t)map->count + 1) * 2 > map->slot_count) {
        map->slot_count = map->slot_count ? map->slot_count * 2 : FIRST_SLOTS;
        map->slots = refill(map->arena, map->slot_count, map->count, text_hash, map);
    }
}

uint32_t text_map_add(struct text_map *map, const char *text, size_t length, bool *is_new)
{
    uint32_t found = text_map_find(map, text, length);
    if (is_new)
        *is_new = found == HASH_NONE;
    if (found != HASH_NONE)
        return found;
    text_map_room(map);
    map->texts[map->count] = arena_copy(map->arena, text, length);
    map->lengths[map->count] = (uint32_t)length;
    map->slots[text_slot(map, text, length)] = map->count + 1;
    return map->count++;
}

static size_t int_slot(const struct int_map *map, uint64_t key)
{
    size_t at = hash_mix(key) & (map->slot_count - 1);
    while (map->slots[at] && map->keys[map->slots[at] - 1] != key)
        at = (at + 1) & (map->slot_count - 1);
    return at;
}

bool int_map_get(const struct int_map *map, uint64_t key, uint64_t *value)
{
    uint32_t entry = map->slot_count ? map->slots[int_slot(map, key)] : 0;
    if (entry && value)
        *value = map->values[entry - 1];
    return entry != 0;
}

uint64_t *int_map_at(struct int_map *map, uint64_t key)
{
    if ((map->count + 1) * 2 > map->slot_count) {
        map->slot_count = map->slot_count ? map->slot_count * 2 : FIRST_SLOTS;
        map->slots = refill(map->arena, map->slot_count, map->count, int_hash, map);
    }
    size_t slot = int_slot(map, key);
    if (!map->slots[slot]) {
        size_t room = map->room;
        map->keys = arena_grow(map->arena, map->keys, map->count, &room, sizeof *map->keys);
        map->values = arena_grow(map->arena, map->values, map->count, &map->room, sizeof *map->values);
        map->keys[map->count] = key;
        map->values[map->count] = 0;
        map->slots[slot] = (uint32_t)++map->count;
    }
    return &map->values[map->slots[slot] - 1];
}
