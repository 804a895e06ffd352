/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which pairs are looked at: rows that share a rare word and a town, an address, an identifier… Each row has a bounded
 * number of keys, and in a crowded block only sees its neighbours by name, so that the work grows with the rows. */
#include "engines/kernel/sort.h"
#include "engines/resolution/inside.h"
#include <string.h>

enum { KEYS = 32, CROWDED = 24, NEIGHBOURS = 10, LONELY_WORD = 30, RARE_WORDS = 3, SKELETON = 5 };
enum key_kind { KEY_SIREN = 1, KEY_RNA, KEY_PHONE, KEY_MAIL, KEY_WORD_POST, KEY_WORD_TOWN, KEY_WORDS, KEY_WORD,
                KEY_ADDRESS_POST, KEY_ADDRESS_TOWN, KEY_NAME, KEY_SKELETON, KEY_SIGLE, KEY_SPOT };

struct keys { size_t count; uint64_t items[KEYS]; };

static void add_key(struct keys *keys, enum key_kind kind, uint64_t a, uint64_t b)
{
    uint64_t key = hash_mix(hash_mix(a + ((uint64_t)kind << 58)) ^ b);
    for (size_t i = 0; i < keys->count; i++)
        if (keys->items[i] == key)
            return;
    if (keys->count < KEYS)
        keys->items[keys->count++] = key;
}

/* The rarest tokens that are no words of the town, rarest first (of equals, the smaller number). */
static size_t rarest(const struct resolver *resolver, const struct tokens *tokens, uint32_t found[RARE_WORDS])
{
    size_t count = 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        uint32_t token = resolver->tokens[tokens->at + i];
        size_t at = count < RARE_WORDS ? count++ : RARE_WORDS;
        if (tokens->town >> i & 1) {
            count -= at < RARE_WORDS;
            continue;
        }
        for (; at > 0 && resolver->holders[token] < resolver->holders[found[at - 1]]; at--)
            if (at < RARE_WORDS)
                found[at] = found[at - 1];
        if (at < RARE_WORDS)
            found[at] = token;
    }
    return count;
}

/* A word without vowels and doubled letters, its first letters: what most typing errors leave alone. */
static uint64_t skeleton(const char *word)
{
    char bones[SKELETON];
    size_t length = 0;
    for (; *word && length < SKELETON; word++)
        if (!strchr("aeiouyh", *word) && (length == 0 || bones[length - 1] != *word))
            bones[length++] = *word;
    return length >= 2 ? hash_bytes(bones, length) : 0;
}

static void name_keys(const struct resolver *resolver, const struct compiled *row, const struct tokens *name,
                      struct keys *keys)
{
    uint32_t words[RARE_WORDS];
    size_t count = rarest(resolver, name, words);
    for (size_t i = 0; i < count; i++) {
        if (row->post)
            add_key(keys, KEY_WORD_POST, words[i], row->post);
        if (row->town && i < 2)
            add_key(keys, KEY_WORD_TOWN, words[i], row->town);
        uint64_t bones = i < 2 ? skeleton(resolver->vocabulary.texts[words[i]]) : 0;
        if (bones && row->department)
            add_key(keys, KEY_SKELETON, bones, row->department);
    }
    if (count >= 2)
        add_key(keys, KEY_WORDS, words[0] < words[1] ? words[0] : words[1],
                words[0] < words[1] ? words[1] : words[0]);
    if (count >= 1 && resolver->holders[words[0]] <= LONELY_WORD)
        add_key(keys, KEY_WORD, words[0], 0);
}

static void address_keys(const struct resolver *resolver, const struct compiled *row, struct keys *keys)
{
    uint32_t words[RARE_WORDS];
    if (rarest(resolver, &row->street, words) == 0)
        return;
    uint64_t street = (uint64_t)words[0] << 32 | row->number;
    if (row->post)
        add_key(keys, KEY_ADDRESS_POST, street, row->post);
    if (row->town)
        add_key(keys, KEY_ADDRESS_TOWN, street, row->town);
}

static void all_keys(const struct resolver *resolver, const struct compiled *row, struct keys *keys)
{
    keys->count = 0;
    if (row->siren)
        add_key(keys, KEY_SIREN, row->siren, 0);
    if (row->rna)
        add_key(keys, KEY_RNA, row->rna, 0);
    if (row->phone)
        add_key(keys, KEY_PHONE, row->phone, 0);
    if (row->mail)
        add_key(keys, KEY_MAIL, row->mail, 0);
    if (row->whole_name)
        add_key(keys, KEY_NAME, row->whole_name, row->department);
    address_keys(resolver, row, keys);
    name_keys(resolver, row, &row->name, keys);
    name_keys(resolver, row, &row->other_name, keys);
    uint32_t place = row->department ? row->department : row->town;
    if (row->initials && place)
        add_key(keys, KEY_SIGLE, row->initials, place);
    if (row->all_initials && place)
        add_key(keys, KEY_SIGLE, row->all_initials, place);
    for (int i = 0; i < SHORT_WORDS; i++)
        if (row->short_words[i] && place)
            add_key(keys, KEY_SIGLE, row->short_words[i], place);
    if (row->placed)
        add_key(keys, KEY_SPOT, (uint64_t)((row->point[0] + 1) * 60000), (uint64_t)((row->point[1] + 1) * 60000));
}

/* In a block, rows of one rare word and of one name stand together. */
static int by_name(const void *a, const void *b, const void *context)
{
    const struct resolver *resolver = context;
    const struct compiled *x = &resolver->compiled[*(const uint32_t *)a];
    const struct compiled *y = &resolver->compiled[*(const uint32_t *)b];
    if (x->rarest_word != y->rarest_word)
        return x->rarest_word < y->rarest_word ? -1 : 1;
    return (x->whole_name > y->whole_name) - (x->whole_name < y->whole_name);
}

static struct keyed *list_keys(struct arena *work, const struct resolver *resolver, size_t *count)
{
    struct keyed *list = NULL;
    size_t room = 0;
    struct keys keys;
    *count = 0;
    for (uint32_t row = 0; row < resolver->count; row++) {
        struct compiled *compiled = &resolver->compiled[row];
        uint32_t words[RARE_WORDS];
        compiled->rarest_word = rarest(resolver, &compiled->name, words) ? words[0] : 0;
        all_keys(resolver, compiled, &keys);
        for (size_t i = 0; i < keys.count; i++) {
            list = arena_grow(work, list, *count, &room, sizeof *list);
            list[(*count)++] = (struct keyed){keys.items[i], row};
        }
    }
    sort_keyed(work, list, *count);
    return list;
}

/* Keeps the blocks of two rows or more, crowded ones in order of names; fills block_at and block_rows. */
static void keep_blocks(struct resolver *resolver, const struct keyed *list, size_t count)
{
    resolver->block_at = arena_array(resolver->arena, count / 2 + 2, sizeof *resolver->block_at);
    resolver->block_rows = arena_array(resolver->arena, count, sizeof *resolver->block_rows);
    uint32_t kept = 0;
    for (size_t at = 0, end; at < count; at = end) {
        for (end = at + 1; end < count && list[end].key == list[at].key;)
            end++;
        if (end - at < 2)
            continue;
        uint32_t *rows = resolver->block_rows + kept;
        for (size_t i = at; i < end; i++)
            resolver->block_rows[kept++] = (uint32_t)list[i].value;
        if (end - at > CROWDED) {
            struct arena work = {0};
            stable_sort(&work, rows, end - at, sizeof *rows, by_name, resolver);
            arena_free(&work);
        }
        resolver->block_at[++resolver->blocks] = kept;
    }
}

static void list_blocks_of_rows(struct resolver *resolver)
{
    uint32_t total = resolver->block_at[resolver->blocks];
    resolver->row_at = arena_array(resolver->arena, (size_t)resolver->count + 2, sizeof *resolver->row_at);
    resolver->row_block = arena_array(resolver->arena, total, sizeof *resolver->row_block);
    resolver->row_place = arena_array(resolver->arena, total, sizeof *resolver->row_place);
    uint32_t *next = resolver->row_at + 1;
    for (uint32_t i = 0; i < total; i++)
        next[resolver->block_rows[i] + 1]++;
    for (uint32_t row = 0; row < resolver->count; row++)
        next[row + 1] += next[row];
    for (uint32_t block = 0; block < resolver->blocks; block++)
        for (uint32_t i = resolver->block_at[block]; i < resolver->block_at[block + 1]; i++) {
            uint32_t to = next[resolver->block_rows[i]]++;
            resolver->row_block[to] = block;
            resolver->row_place[to] = i;
        }
}

void build_blocks(struct resolver *resolver)
{
    struct arena work = {0};
    size_t count;
    struct keyed *list = list_keys(&work, resolver, &count);
    keep_blocks(resolver, list, count);
    arena_free(&work);
    list_blocks_of_rows(resolver);
}

void find_candidates(const struct resolver *resolver, uint32_t row, const struct resolve_options *options,
                     struct candidates *out)
{
    out->count = 0;
    out->mark++;
    for (uint32_t i = resolver->row_at[row]; i < resolver->row_at[row + 1]; i++) {
        uint32_t block = resolver->row_block[i], place = resolver->row_place[i];
        uint32_t from = resolver->block_at[block], end = resolver->block_at[block + 1];
        if (end - from > CROWDED) {
            from = place - from > NEIGHBOURS ? place - NEIGHBOURS : from;
            end = end - place > NEIGHBOURS + 1 ? place + NEIGHBOURS + 1 : end;
        }
        for (uint32_t j = from; j < end; j++) {
            uint32_t other = resolver->block_rows[j];
            if (other <= row || out->seen[other] == out->mark)
                continue;
            out->seen[other] = out->mark;
            if (options->second_list == RESOLVE_EVERYWHERE
                || (row < options->second_list && other >= options->second_list))
                out->rows[out->count++] = other;
        }
    }
}
