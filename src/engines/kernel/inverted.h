/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An inverted index with BM25F: which documents hold which terms, and how much each term weighs in each.
 * Robertson and Zaragoza 2009: score = Σ_t weight(t) · idf(t) · f/(k1 + f), where
 * f = Σ_fields w · tf/(1 − b + b · length/mean) and idf = ln(1 + (N − df + ½)/(df + ½)).
 * Every part is ≥ 0: one more word in common never lowers a score. */
#pragma once
#include "engines/kernel/hash.h"

enum { INVERTED_FIELDS = 8 };
struct inverted_field { double weight, b; };     /* b, 0 to 1: how much a long field is held against its words */
struct inverted_rule { double k1; uint32_t field_count; struct inverted_field fields[INVERTED_FIELDS]; };

/* Built once, then only read: threads may share it. */
struct inverted {
    struct inverted_rule rule;
    uint32_t documents;
    struct text_map terms;
    size_t *start;                         /* the postings of term t are start[t] … start[t + 1] − 1 */
    uint32_t *document;                    /* ascending inside a term */
    double *impact;                        /* idf · f/(k1 + f) */
    double *idf;
};

/* Collects: documents are numbered from 0 in the order of inverted_document(). */
struct inverted_builder {
    struct arena *arena;
    struct inverted_rule rule;
    uint32_t documents;
    struct text_map terms;
    struct inverted_entry *entries; size_t count, room;
    uint32_t *lengths; size_t length_room;
};
struct inverted_builder inverted_begin(struct arena *arena, struct inverted_rule rule);
uint32_t inverted_document(struct inverted_builder *builder);
/* One occurrence of a term in a field of the last document begun. */
void inverted_add(struct inverted_builder *builder, uint32_t field, const char *term);
/* The builder's arena may be freed afterwards when it is another one. */
struct inverted inverted_build(struct arena *arena, const struct inverted_builder *builder);

uint32_t inverted_term(const struct inverted *index, const char *term);     /* HASH_NONE when unknown */
uint32_t inverted_frequency(const struct inverted *index, uint32_t term);   /* documents that hold it */
double inverted_impact(const struct inverted *index, uint32_t term, uint32_t document); /* 0: not in it */
/* What a term that no document holds would weigh: the highest idf. */
double inverted_rarest(const struct inverted *index);

/* Adding up for one query; one struct for each thread, used again and again. */
struct inverted_sum { double *score; uint32_t *touched; size_t count; };
struct inverted_sum inverted_sum(struct arena *arena, uint32_t documents);
void inverted_sum_term(struct inverted_sum *sum, const struct inverted *index, uint32_t term, double weight);
/* The best documents, highest score first, equal scores by ascending number, none at 0. Returns how many. */
struct inverted_hit { uint32_t document; double score; };
size_t inverted_best(const struct inverted_sum *sum, struct inverted_hit *best, size_t most);
void inverted_sum_clear(struct inverted_sum *sum);

/* The same choice for anyone: keeps the best of what is offered, as a heap whose root is the worst kept. */
struct best { struct inverted_hit *hits; size_t count, most; };
void best_offer(struct best *best, uint32_t document, double score);
void best_sort(struct best *best);                                   /* at the end: best first */
