/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the builder and the search of names share; nobody else includes it. */
#pragma once
#include "engines/names.h"
#include "engines/kernel/hash.h"
#include "engines/text/distance.h"

/* Deletion neighbourhoods (symmetric delete): each word is entered under its first PREFIX letters and what is left of
 * them when up to MOST_EDITS letters are taken out. Two words that differ by as many edits share one of these. */
enum { PREFIX = 7, MOST_EDITS = 2, MOST_DELETIONS = 1 + PREFIX + PREFIX * (PREFIX - 1) / 2 };
enum { ALSO = 1u << 31, WORD = ALSO - 1, MOST_WORDS = 1 << 24, WORDS_OF_NAME = 64 };

struct name_index {
    uint32_t names, words;
    char *letters; uint32_t *word_at;                      /* word w, in byte order: letters + word_at[w], NUL-ended */
    float *idf;
    uint32_t *name_at, *name_word;                         /* words of a name, ALSO set on those beside it */
    float *name_weight, *prior;                            /* Σ idf of its different words; decides between equals */
    uint32_t *post_at, *post;                              /* the names of a word, ascending */
    uint32_t bucket_mask, *bucket_at, *bucket;             /* deletions: 7 bits of hash, TWICE, and 24 of word */
};

static inline const char *word_text(const struct name_index *index, uint32_t word)
{
    return index->letters + index->word_at[word];
}

static inline uint32_t word_length(const struct name_index *index, uint32_t word)
{
    return index->word_at[word + 1] - index->word_at[word] - 1;
}

/* How many edits are forgiven in a word of this length. */
static inline int edits_allowed(size_t length)
{
    return length < 3 ? 1 : MOST_EDITS;
}

/* The hashes of what is left of a word's beginning after up to `edits` deletions, each once; the first `once` of them
 * with one letter taken out at most. */
struct deletions { uint64_t hashes[MOST_DELETIONS]; size_t once, count; };
void delete_letters(struct deletions *deletions, const char *word, size_t length, int edits);

/* In a bucket: this word comes there with two letters taken out, which says nothing when one edit is forgiven. */
static const uint32_t TWICE = 1u << 24, TAG = 0xFEu << 24;
static inline uint32_t deletion_tag(uint64_t hash)
{
    return (uint32_t)(hash >> 32) & TAG;
}

/* One word as typed, and the words of the index that it may mean. */
enum { TYPED_WORDS = 16, VARIANTS = 48 };
struct variant { uint32_t word; float closeness, value; }; /* value: closeness × mean of its idf and the typed weight */
struct typed_word {
    const char *text; size_t length;
    uint32_t exact;                                        /* itself in the index, HASH_NONE when unknown */
    float weight;                                          /* its share of what was typed, in idf */
    struct variant variants[VARIANTS]; size_t count;       /* best first once typed_ready() */
    size_t worst;                                          /* the one that a better one would replace, when full */
    int edits;                                             /* within how many edits variants were looked for */
    uint32_t from, to;                                     /* the words it begins when unfinished; else from == to */
};

struct name_search {
    const struct name_index *index;
    struct arena folding; struct arena_mark empty;         /* of the words typed; emptied by each search */
    struct typed_word words[TYPED_WORDS]; size_t count;    /* those that differ, of all the words typed */
    size_t typed_words;
    uint32_t *word_seen, *word_typed;                      /* by word of the index: seen when equal to now; bit i: a
                                                            * variant of typed word i, 0 between searches */
    struct typed bits, whole;                              /* one typed word; all that was typed */
    bool compare_whole;                                    /* whether it is short enough for that */
    float *score; uint32_t *name_seen, *touched; size_t touched_count;
    uint32_t now;
    float weight, best;                                    /* of all that was typed; the best score met, */
    uint32_t leader;                                       /* and by which name, HASH_NONE: by none yet */
};

extern const double UNFINISHED;                            /* closeness of a word whose beginning was typed */
/* Forgets which words and names were seen. */
void names_next_mark(struct name_search *search);
uint32_t find_word(const struct name_index *index, const char *text, size_t length);
/* Folds what was typed and looks its words up. */
void typed_read(struct name_search *search, const char *typed, bool typing);
/* Gives the words of this mask (bit i: word i) those that differ from them by at most so many edits; false when all
 * that is known already. */
bool typed_forgive(struct name_search *search, bool typing, uint32_t mask, int edits);
/* Joins pieces and splits words of the mask where that gives known words; false when nothing changed. */
bool typed_recut(struct name_search *search, uint32_t mask);
/* Puts the variants in order and adds up the weights: to be called before reading postings. */
void typed_ready(struct name_search *search);
double closeness_of(int cost, size_t typed_length, size_t length);
