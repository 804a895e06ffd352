/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Building the index of names: vocabulary, postings, deletion neighbourhoods, all in flat arrays. */
#include "engines/text/names_inside.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include <string.h>

struct name_builder {
    struct arena *arena;
    struct text_map words;
    uint32_t names;
    uint32_t *name_at; size_t name_room;
    float *prior; size_t prior_room;
    uint32_t *name_word; size_t held, word_room;
};

struct name_builder *names_begin(struct arena *arena)
{
    struct name_builder *builder = arena_alloc(arena, sizeof *builder);
    builder->arena = arena;
    builder->words.arena = arena;
    return builder;
}

static void add_words(struct name_builder *builder, const char *text, uint32_t mark)
{
    struct arena work = {0};
    struct word_list words = fold_words(&work, text);
    for (size_t i = 0; i < words.count && i < WORDS_OF_NAME; i++) {
        if (builder->words.count >= MOST_WORDS - 1)
            break;
        size_t length = strlen(words.words[i]);
        uint32_t word = text_map_add(&builder->words, words.words[i], length, NULL);
        builder->name_word = arena_grow(builder->arena, builder->name_word, builder->held, &builder->word_room,
                                        sizeof *builder->name_word);
        builder->name_word[builder->held++] = word | mark;
    }
    arena_free(&work);
}

uint32_t names_add(struct name_builder *builder, const char *name, const char *also, double weight)
{
    uint32_t number = builder->names++;
    builder->name_at = arena_grow(builder->arena, builder->name_at, number, &builder->name_room,
                                  sizeof *builder->name_at);
    builder->prior = arena_grow(builder->arena, builder->prior, number, &builder->prior_room, sizeof *builder->prior);
    builder->name_at[number] = (uint32_t)builder->held;
    builder->prior[number] = (float)weight;
    add_words(builder, name, 0);
    if (also)
        add_words(builder, also, ALSO);
    return number;
}

static int by_letters(const void *a, const void *b, const void *context)
{
    const char *const *texts = context;
    return strcmp(texts[*(const uint32_t *)a], texts[*(const uint32_t *)b]);
}

/* Words are renumbered in byte order, so that those of one beginning are neighbours. Returns new numbers by old. */
static uint32_t *order_words(struct arena *arena, struct arena *work, struct name_index *index,
                             const struct text_map *words)
{
    uint32_t *order = arena_array(work, words->count, sizeof *order);
    uint32_t *place = arena_array(work, words->count, sizeof *place);
    size_t letters = 0;
    for (uint32_t word = 0; word < words->count; word++) {
        order[word] = word;
        letters += words->lengths[word] + 1;
    }
    stable_sort(work, order, words->count, sizeof *order, by_letters, words->texts);
    index->words = words->count;
    index->letters = arena_alloc(arena, letters);
    index->word_at = arena_array(arena, (size_t)words->count + 1, sizeof *index->word_at);
    for (uint32_t at = 0, word = 0; word < words->count; word++) {
        place[order[word]] = word;
        memcpy(index->letters + at, words->texts[order[word]], words->lengths[order[word]] + 1);
        index->word_at[word + 1] = at += words->lengths[order[word]] + 1;
    }
    return place;
}

static void copy_names(struct arena *arena, struct name_index *index, const struct name_builder *builder,
                       const uint32_t *place)
{
    index->names = builder->names;
    index->name_at = arena_array(arena, (size_t)index->names + 1, sizeof *index->name_at);
    index->name_word = arena_array(arena, builder->held, sizeof *index->name_word);
    index->prior = arena_array(arena, index->names, sizeof *index->prior);
    for (uint32_t name = 0; name < index->names; name++) {
        index->name_at[name] = builder->name_at[name];
        index->prior[name] = builder->prior[name];
    }
    index->name_at[index->names] = (uint32_t)builder->held;
    for (size_t i = 0; i < builder->held; i++)
        index->name_word[i] = place[builder->name_word[i] & WORD] | (builder->name_word[i] & ALSO);
}

/* Whether the word at this place of a name stands there for the first time. */
static bool is_first(const struct name_index *index, uint32_t name, uint32_t at)
{
    for (uint32_t i = index->name_at[name]; i < at; i++)
        if ((index->name_word[i] & WORD) == (index->name_word[at] & WORD))
            return false;
    return true;
}

static void post_names(struct arena *arena, struct name_index *index)
{
    index->post_at = arena_array(arena, (size_t)index->words + 2, sizeof *index->post_at);
    uint32_t *next = index->post_at + 1;
    for (uint32_t name = 0; name < index->names; name++)
        for (uint32_t i = index->name_at[name]; i < index->name_at[name + 1]; i++)
            if (is_first(index, name, i))
                next[(index->name_word[i] & WORD) + 1]++;
    for (uint32_t word = 0; word < index->words; word++)
        next[word + 1] += next[word];
    index->post = arena_array(arena, next[index->words], sizeof *index->post);
    for (uint32_t name = 0; name < index->names; name++)
        for (uint32_t i = index->name_at[name]; i < index->name_at[name + 1]; i++)
            if (is_first(index, name, i))
                index->post[next[index->name_word[i] & WORD]++] = name;
}

static void weigh_names(struct arena *arena, struct name_index *index)
{
    index->idf = arena_array(arena, index->words, sizeof *index->idf);
    index->name_weight = arena_array(arena, index->names, sizeof *index->name_weight);
    for (uint32_t word = 0; word < index->words; word++) {
        uint32_t holders = index->post_at[word + 1] - index->post_at[word];
        index->idf[word] = (float)steady_log(1 + (double)index->names / holders);
    }
    for (uint32_t name = 0; name < index->names; name++)
        for (uint32_t i = index->name_at[name]; i < index->name_at[name + 1]; i++)
            if (!(index->name_word[i] & ALSO) && is_first(index, name, i))
                index->name_weight[name] += index->idf[index->name_word[i]];
}

static void add_hash(struct deletions *deletions, const char *text, size_t length)
{
    uint64_t hash = hash_bytes(text, length);
    for (size_t i = 0; i < deletions->count; i++)
        if (deletions->hashes[i] == hash)
            return;
    deletions->hashes[deletions->count++] = hash;
}

static void leave_out(char *rest, const char *word, size_t length, size_t at)
{
    memcpy(rest, word, at);
    memcpy(rest + at, word + at + 1, length - at - 1);
}

void delete_letters(struct deletions *deletions, const char *word, size_t length, int edits)
{
    char one[PREFIX], two[PREFIX];
    deletions->count = 0;
    length = length < PREFIX ? length : PREFIX;
    add_hash(deletions, word, length);
    for (size_t i = 0; edits > 0 && i < length; i++) {
        leave_out(one, word, length, i);
        add_hash(deletions, one, length - 1);
    }
    deletions->once = deletions->count;
    for (size_t i = 0; edits > 1 && i < length; i++) {
        leave_out(one, word, length, i);
        for (size_t j = i; j + 1 < length; j++) {
            leave_out(two, one, length - 1, j);
            add_hash(deletions, two, length - 2);
        }
    }
}

/* Counts the entries of each bucket, or with fill writes them; after filling, next[b] is the end of bucket b. */
static void enter_deletions(struct name_index *index, uint32_t *next, bool fill)
{
    struct deletions rests;
    for (uint32_t word = 0; word < index->words; word++) {
        uint32_t length = word_length(index, word);
        delete_letters(&rests, word_text(index, word), length, edits_allowed(length));
        for (size_t i = 0; i < rests.count; i++) {
            uint32_t bucket = (uint32_t)rests.hashes[i] & index->bucket_mask;
            if (fill)
                index->bucket[next[bucket]++] = deletion_tag(rests.hashes[i]) | (i < rests.once ? 0 : TWICE) | word;
            else
                next[bucket + 1]++;
        }
    }
}

static void build_deletions(struct arena *arena, struct name_index *index)
{
    uint32_t buckets = 1024;
    while (buckets < (uint64_t)index->words * 8 && buckets < 1u << 30)
        buckets *= 2;
    index->bucket_mask = buckets - 1;
    index->bucket_at = arena_array(arena, (size_t)buckets + 2, sizeof *index->bucket_at);
    uint32_t *next = index->bucket_at + 1;
    enter_deletions(index, next, false);
    for (uint32_t bucket = 0; bucket < buckets; bucket++)
        next[bucket + 1] += next[bucket];
    index->bucket = arena_array(arena, next[buckets], sizeof *index->bucket);
    enter_deletions(index, next, true);
}

struct name_index *names_build(struct arena *arena, struct name_builder *builder)
{
    struct arena work = {0};
    struct name_index *index = arena_alloc(arena, sizeof *index);
    uint32_t *place = order_words(arena, &work, index, &builder->words);
    copy_names(arena, index, builder, place);
    arena_free(&work);
    post_names(arena, index);
    weigh_names(arena, index);
    build_deletions(arena, index);
    return index;
}

uint32_t names_count(const struct name_index *index)
{
    return index->names;
}
