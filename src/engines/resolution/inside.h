/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of resolution share; nobody else includes it. */
#pragma once
#include "engines/kernel/hash.h"
#include "engines/resolution.h"

enum { NAME_TOKENS = 24, STREET_TOKENS = 12, SHORT_WORDS = 3 };

/* Different tokens, ascending. town: bit i is set when token i is also a word of the row's town. */
struct tokens { uint32_t at, town; uint8_t count; float weight; };

/* A row made ready to be compared. 0 means unknown. */
struct compiled {
    struct tokens name, other_name, street;
    uint32_t number;                                       /* in the street */
    uint32_t bodies;                                       /* bit b: its name has word b of public_bodies */
    uint32_t rarest_word;                                  /* of its name, town left out; 0 when there is none */
    uint32_t post, department, town;                       /* post code as a number; town: hash */
    /* hashes: "aipth" for a name; words that may be such */
    uint32_t initials, all_initials, short_words[SHORT_WORDS];
    uint64_t siren, siret, rna, phone, mail, whole_name;
    float point[3]; bool placed;
};

struct resolver {
    struct arena *arena;
    const struct resolve_record *records; uint32_t count;
    struct compiled *compiled;
    uint32_t *tokens; size_t token_count, token_room;
    struct text_map vocabulary; float *rarity; uint32_t *holders;    /* by token: ln(1 + rows/holders); how many */
    float rare_from;                                       /* what two names have in common is rare from here on */
    uint32_t blocks, *block_at, *block_rows;               /* the rows of each block */
    uint32_t *row_at, *row_block, *row_place;              /* the blocks of each row, and where it stands in each */
};

/* normal.c: one row into tokens and numbers. */
void compile_record(struct resolver *resolver, struct arena *work, uint32_t row);

/* block.c */
void build_blocks(struct resolver *resolver);
struct candidates { uint32_t *seen, *rows, count, mark; };
/* The rows after this one that share a block with it, each once; of list B only when options say so. */
void find_candidates(const struct resolver *resolver, uint32_t row, const struct resolve_options *options,
                     struct candidates *out);

/* compare.c */
enum { NAME_UNKNOWN, NAME_NOTHING, NAME_LITTLE, NAME_LITTLE_RARE, NAME_HALF, NAME_HALF_RARE, NAME_CLOSE,
       NAME_CLOSE_RARE, NAME_SIGLE, NAME_SAME, NAME_SAME_RARE, NAME_WITHIN, NAME_OTHER_BODY };
enum { WHERE_UNKNOWN, WHERE_SAME_ADDRESS, WHERE_SAME_SPOT, WHERE_SAME_STREET, WHERE_SAME_TOWN, WHERE_TOWN_ONLY,
       WHERE_SAME_DEPARTMENT, WHERE_ELSEWHERE };
enum { CONTACT_UNKNOWN, CONTACT_SAME, CONTACT_OTHER };
struct comparison { uint8_t level[RESOLVE_FIELDS]; bool vetoed, identified; };
/* What token i of a name or a street counts: its rarity, less for a word of the town. */
double token_weight(const struct resolver *resolver, const struct tokens *tokens, uint32_t i);
struct comparison compare_rows(const struct resolver *resolver, uint32_t a, uint32_t b);

/* weights.c */
enum { PATTERNS = RESOLVE_NAME_LEVELS * RESOLVE_WHERE_LEVELS * RESOLVE_CONTACT_LEVELS * RESOLVE_CONTACT_LEVELS };
struct counts { double unknown[PATTERNS], match[PATTERNS], other[PATTERNS]; };   /* pairs, by what is known */
uint32_t pattern_of(const struct comparison *comparison);
struct comparison comparison_of(uint32_t pattern);
double field_weight(const struct resolve_model *model, int field, int level);    /* log2(match/other) */
double weight_of(const struct resolve_model *model, const struct comparison *comparison);
double probability_of(double weight);
/* EM over the patterns met; known pairs count as what they are. */
struct resolve_model learn_model(const struct counts *counts);
