/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What typed words may mean: themselves, longer words they begin, words a few edits away, pieces of a word. */
#include "engines/text/names_inside.h"
#include "engines/kernel/seeded.h"
#include <string.h>

enum { SHORTEST_SPLIT = 5, SHORTEST_PIECE = 2, SHORTEST_FORGIVEN_START = 3, MOST_GUESSED = 2000 };
const double UNFINISHED = 0.9;
static const double PIECES = 0.95;                         /* closeness of a word that was typed in two pieces */
static const double PER_EDIT = 1.5;                        /* closeness lost by an edit, over the letters of the word */

double closeness_of(int cost, size_t typed_length, size_t length)
{
    size_t longer = typed_length > length ? typed_length : length;
    double left = 1 - PER_EDIT * cost / (double)EDIT / (double)longer;
    return left > 0 ? left : 0;
}

uint32_t find_word(const struct name_index *index, const char *text, size_t length)
{
    uint64_t hash = hash_bytes(text, length < PREFIX ? length : PREFIX);
    uint32_t bucket = (uint32_t)hash & index->bucket_mask;
    for (uint32_t i = index->bucket_at[bucket]; i < index->bucket_at[bucket + 1]; i++) {
        uint32_t word = index->bucket[i] & (MOST_WORDS - 1);
        if ((index->bucket[i] & (TAG | TWICE)) == deletion_tag(hash) && word_length(index, word) == length
            && memcmp(word_text(index, word), text, length) == 0)
            return word;
    }
    return HASH_NONE;
}

/* The first word whose beginning is not before text (after: past it), by bytes. */
static uint32_t bound(const struct name_index *index, const char *text, size_t length, bool after)
{
    uint32_t low = 0, high = index->words;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strncmp(word_text(index, middle), text, length);
        if (order < 0 || (after && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether a word this close would be kept. */
static bool is_wanted(const struct typed_word *typed, double closeness)
{
    return closeness > (typed->count < VARIANTS ? 0 : typed->variants[typed->worst].closeness);
}

/* Keeps the best VARIANTS of those offered. */
static void offer(struct typed_word *typed, uint32_t word, double closeness)
{
    if (!is_wanted(typed, closeness))
        return;
    size_t place = typed->count < VARIANTS ? typed->count++ : typed->worst;
    typed->variants[place] = (struct variant){word, (float)closeness, 0};
    for (size_t i = typed->worst = 0; typed->count == VARIANTS && i < VARIANTS; i++)
        if (typed->variants[i].closeness < typed->variants[typed->worst].closeness)
            typed->worst = i;
}

static struct typed_word *add_typed(struct name_search *search, const char *text, size_t length, double closeness)
{
    struct typed_word *typed = &search->words[search->count++];
    typed->text = text;
    typed->length = length;
    typed->exact = find_word(search->index, text, length);
    typed->from = typed->to = 0;
    typed->count = 0;
    typed->edits = 0;
    if (typed->exact != HASH_NONE)
        offer(typed, typed->exact, closeness);
    return typed;
}

/* All that was typed as one text, for names that differ by a few letters in all. */
static void read_whole(struct name_search *search, const struct word_list *words)
{
    struct buffer whole = {.arena = &search->folding};
    for (size_t i = 0; i < words->count; i++) {
        if (i)
            buffer_char(&whole, ' ');
        buffer_text(&whole, words->words[i]);
    }
    typed_prepare(&search->whole, buffer_string(&whole), whole.length);
    search->compare_whole = whole.length <= LONGEST_TYPED;
}

static bool is_typed(const struct name_search *search, const char *text)
{
    for (size_t i = 0; i < search->count; i++)
        if (strcmp(search->words[i].text, text) == 0)
            return true;
    return false;
}

void typed_read(struct name_search *search, const char *typed, bool typing)
{
    arena_release(&search->folding, search->empty);
    struct word_list words = fold_words(&search->folding, typed);
    search->count = 0;
    search->typed_words = words.count;
    for (size_t i = 0; i < words.count && search->count < TYPED_WORDS; i++) {
        bool unfinished = typing && i + 1 == words.count;
        if (!unfinished && is_typed(search, words.words[i]))
            continue;                                                /* names too are weighed by different words */
        struct typed_word *word = add_typed(search, words.words[i], strlen(words.words[i]), 1);
        if (unfinished) {
            word->from = bound(search->index, word->text, word->length, false);
            word->to = bound(search->index, word->text, word->length, true);
        }
    }
    read_whole(search, &words);
    search->compare_whole &= !typing;
}

/* "centresocial": the cut whose two pieces are known and, taken together, most common; 0 when there is none. */
static size_t best_cut(const struct name_index *index, const char *text, size_t length)
{
    size_t best = 0;
    double most = 0;
    for (size_t cut = SHORTEST_PIECE; length >= SHORTEST_SPLIT && cut + SHORTEST_PIECE <= length; cut++) {
        uint32_t left = find_word(index, text, cut), right = find_word(index, text + cut, length - cut);
        if (left == HASH_NONE || right == HASH_NONE)
            continue;
        double common = (double)(index->post_at[left + 1] - index->post_at[left])
                        * (index->post_at[right + 1] - index->post_at[right]);
        if (common > most) {
            most = common;
            best = cut;
        }
    }
    return best;
}

/* What the words are once this one is made of two, or with the next one makes one; false when that is no known word. */
static bool recut_one(struct name_search *search, size_t at)
{
    const struct typed_word *word = &search->words[at], *next = word + 1;
    size_t length = word->length, cut = best_cut(search->index, word->text, length);
    const char *text = word->text;
    if (at + 1 < search->count) {
        char *joined = arena_format(&search->folding, "%s%s", text, next->text);
        if (find_word(search->index, joined, length + next->length) != HASH_NONE) {
            size_t joined_length = length + next->length, count = search->count - 1;
            search->count = at;
            add_typed(search, joined, joined_length, PIECES);
            memmove(&search->words[at + 1], &search->words[at + 2], (count - at - 1) * sizeof *search->words);
            search->count = count;
            return true;
        }
    }
    if (!cut || search->count == TYPED_WORDS)
        return false;
    size_t count = search->count + 1;
    memmove(&search->words[at + 2], &search->words[at + 1], (search->count - at - 1) * sizeof *search->words);
    search->count = at;
    add_typed(search, arena_copy(&search->folding, text, cut), cut, PIECES);
    add_typed(search, arena_copy(&search->folding, text + cut, length - cut), length - cut, PIECES);
    search->count = count;
    return true;
}

bool typed_recut(struct name_search *search, uint32_t mask)
{
    bool changed = false;
    for (size_t i = search->count; i-- > 0;)
        if ((mask >> i & 1) && recut_one(search, i))
            changed = true;
    return changed;
}

/* Looks at one word that shares a deletion with what was typed. */
static void consider(const struct name_index *index, struct typed_word *typed, const struct typed *bits, uint32_t word,
                     bool unfinished)
{
    const char *text = word_text(index, word);
    size_t length = word_length(index, word);
    int edits = typed_edits(bits, text, length, typed->edits);
    bool whole = edits <= typed->edits;
    int limit = (whole ? edits : typed->edits) * EDIT;
    if (word == typed->exact || (!whole && (!unfinished || length < typed->length)))
        return;
    if (whole && !is_wanted(typed, closeness_of(edits * NEAR_EDIT, typed->length, length)))
        return;
    int cost = typed_cost(typed->text, typed->length, text, length, limit, !whole);
    if (cost <= limit)
        offer(typed, word, whole ? closeness_of(cost, typed->length, length)
                                 : UNFINISHED * closeness_of(cost, typed->length, typed->length));
}

/* Words within so many edits, through the deletions they share. */
static void forgive(struct name_search *search, struct typed_word *typed, bool unfinished)
{
    const struct name_index *index = search->index;
    struct deletions rests = {.count = 0};
    uint32_t ignored = typed->edits > 1 ? TWICE : 0;
    delete_letters(&rests, typed->text, typed->length, typed->edits);
    typed_prepare(&search->bits, typed->text, typed->length);
    names_next_mark(search);
    for (size_t h = 0; h < rests.count; h++) {
        uint32_t bucket = (uint32_t)rests.hashes[h] & index->bucket_mask, tag = deletion_tag(rests.hashes[h]);
        for (uint32_t i = index->bucket_at[bucket]; i < index->bucket_at[bucket + 1]; i++) {
            uint32_t word = index->bucket[i] & (MOST_WORDS - 1);
            if ((index->bucket[i] & (TAG | TWICE) & ~ignored) != tag || search->word_seen[word] == search->now)
                continue;
            search->word_seen[word] = search->now;
            consider(index, typed, &search->bits, word, unfinished);
        }
    }
}

static void offer_beginnings(const struct name_index *index, struct typed_word *typed, const char *start,
                             size_t length)
{
    uint32_t from = bound(index, start, length, false), to = bound(index, start, length, true);
    for (uint32_t word = from; word < to && word - from < MOST_GUESSED; word++)
        offer(typed, word, UNFINISHED * closeness_of(NEAR_EDIT, typed->length, typed->length));
}

/* An unfinished word that begins none: what begins with one swap, one letter less or one other letter. */
static void guess_beginning(const struct name_index *index, struct typed_word *typed)
{
    char start[LONGEST_TYPED];
    size_t length = typed->length;
    if (length < SHORTEST_FORGIVEN_START || length >= LONGEST_TYPED)
        return;
    for (size_t i = 0; i < length; i++) {
        memcpy(start, typed->text, length);
        if (i + 1 < length) {
            start[i] = typed->text[i + 1];
            start[i + 1] = typed->text[i];
            offer_beginnings(index, typed, start, length);
        }
        memcpy(start, typed->text, i);
        memcpy(start + i, typed->text + i + 1, length - i - 1);
        offer_beginnings(index, typed, start, length - 1);
        memcpy(start, typed->text, length);
        for (char letter = 'a'; letter <= 'z'; letter++) {
            start[i] = letter;
            if (keys_touch(letter, typed->text[i]))
                offer_beginnings(index, typed, start, length);
        }
    }
}

bool typed_forgive(struct name_search *search, bool typing, uint32_t mask, int edits)
{
    bool changed = false;
    for (size_t i = 0; i < search->count; i++) {
        struct typed_word *typed = &search->words[i];
        bool unfinished = typing && i + 1 == search->count;
        int limit = edits_allowed(typed->length) < edits ? edits_allowed(typed->length) : edits;
        if (!(mask >> i & 1) || typed->edits >= limit)
            continue;
        changed = true;
        typed->edits = limit;
        typed->count = 0;
        if (typed->exact != HASH_NONE)
            offer(typed, typed->exact, 1);
        forgive(search, typed, unfinished);
        if (unfinished && typed->count == 0 && typed->from == typed->to)
            guess_beginning(search->index, typed);
    }
    return changed;
}

static bool before(const struct variant *a, const struct variant *b)
{
    return a->value != b->value ? a->value > b->value : a->word < b->word;
}

/* What a word weighs in the query: as itself, as the words it begins, else as the closest known word. */
static double weigh(const struct name_index *index, const struct typed_word *typed)
{
    const struct variant *best = NULL;
    if (typed->exact != HASH_NONE)
        return index->idf[typed->exact];
    if (typed->from < typed->to)
        return steady_log(1 + (double)index->names / (index->post_at[typed->to] - index->post_at[typed->from]));
    for (size_t i = 0; i < typed->count; i++) {
        const struct variant *other = &typed->variants[i];
        if (!best || other->closeness > best->closeness
            || (other->closeness == best->closeness && index->idf[other->word] < index->idf[best->word]))
            best = other;
    }
    return best ? index->idf[best->word] : steady_log(1 + (double)index->names);
}

void typed_ready(struct name_search *search)
{
    search->weight = 0;
    for (size_t i = 0; i < search->count; i++) {
        struct typed_word *typed = &search->words[i];
        typed->weight = (float)weigh(search->index, typed);
        search->weight += typed->weight;
        for (size_t j = 0; j < typed->count; j++) {
            struct variant moved = typed->variants[j];
            size_t at = j;
            moved.value = moved.closeness * (typed->weight + search->index->idf[moved.word]) / 2;
            for (; at > 0 && before(&moved, &typed->variants[at - 1]); at--)
                typed->variants[at] = typed->variants[at - 1];
            typed->variants[at] = moved;
        }
    }
}
