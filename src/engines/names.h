/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a name as people type it: words in any order, the last perhaps unfinished, up to two errors a word. */
#pragma once
#include "base/fold.h"

struct name_builder;
/* Built once, then only read: threads share it, each with its own struct name_search. */
struct name_index;

struct name_builder *names_begin(struct arena *arena);
/* Adds a name; names are numbered from 0. also (or NULL): other words that lead to it without belonging to it (sigle,
 * town, postal code). weight ≥ 0 only decides between equals (inhabitants of a town…). 64 words of each count. */
uint32_t names_add(struct name_builder *builder, const char *name, const char *also, double weight);
/* At most 16 million different words. The builder's arena may be freed afterwards when it is another one. */
struct name_index *names_build(struct arena *arena, struct name_builder *builder);
uint32_t names_count(const struct name_index *index);

/* What one thread needs to search: made once, used again and again. */
struct name_search;
struct name_search *names_search_begin(struct arena *arena, const struct name_index *index);
void names_search_end(struct name_search *search);         /* frees what searching took beside its arena */

/* score in ]0, 1]: weighted Dice, 2 · Σ idf(word) · closeness / (weight typed + weight of the name), so that 1 is the
 * same words; a word that comes twice counts once. When that is below .95 and the whole name is more like all that was
 * typed (1 − edits / letters; 64 bytes at most, and not while typing), the score goes .65 of the way to that likeness.
 * Hits below 0.7 of the best are left out. */
struct name_hit { uint32_t name; double score; };
/* The best names, best first; equal scores: as many words as typed, then in the order typed, then greater weight, then
 * smaller number. typing: the last word may be unfinished. Only the first 16 different words typed count. Returns how
 * many were found, 24 at most. */
size_t names_find(struct name_search *search, const char *typed, bool typing, struct name_hit *hits, size_t most);

/* Why a name was found: which word of it answers each word typed, and at what cost in tenths of an edit (unfinished:
 * only its beginning was typed). name_word is NULL when nothing answers. In the arena. */
struct name_reason { const char *typed, *name_word; int cost; bool unfinished; };
struct name_reasons { size_t count; struct name_reason *items; };
struct name_reasons names_explain(struct arena *arena, const struct name_index *index, const char *typed, bool typing,
                                  uint32_t name);
