/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Postings by two counting passes; impacts are computed once, when the index is built. */
#include "engines/kernel/inverted.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include <string.h>

struct inverted_entry { uint32_t term, document, field; };

struct inverted_builder inverted_begin(struct arena *arena, struct inverted_rule rule)
{
    return (struct inverted_builder){.arena = arena, .rule = rule, .terms.arena = arena};
}

uint32_t inverted_document(struct inverted_builder *builder)
{
    size_t held = (size_t)builder->documents * INVERTED_FIELDS;
    if (held + INVERTED_FIELDS > builder->length_room) {
        size_t room = builder->length_room ? builder->length_room * 2 : INVERTED_FIELDS * 64;
        uint32_t *lengths = arena_array(builder->arena, room, sizeof *lengths);
        if (held)
            memcpy(lengths, builder->lengths, held * sizeof *lengths);
        builder->lengths = lengths;
        builder->length_room = room;
    }
    return builder->documents++;
}

void inverted_add(struct inverted_builder *builder, uint32_t field, const char *term)
{
    builder->entries = arena_grow(builder->arena, builder->entries, builder->count, &builder->room,
                                  sizeof *builder->entries);
    uint32_t number = text_map_add(&builder->terms, term, strlen(term), NULL);
    builder->entries[builder->count++] = (struct inverted_entry){number, builder->documents - 1, field};
    builder->lengths[(size_t)(builder->documents - 1) * INVERTED_FIELDS + field]++;
}

static void mean_lengths(const struct inverted_builder *builder, double means[INVERTED_FIELDS])
{
    for (uint32_t field = 0; field < builder->rule.field_count; field++) {
        uint64_t total = 0;
        for (uint32_t document = 0; document < builder->documents; document++)
            total += builder->lengths[(size_t)document * INVERTED_FIELDS + field];
        means[field] = total ? (double)total / builder->documents : 1;
    }
}

/* What one occurrence in a field adds to the pseudo-frequency f. */
static double occurrence(const struct inverted_builder *builder, const double *means, uint32_t document, uint32_t field)
{
    const struct inverted_field *rule = &builder->rule.fields[field];
    double length = builder->lengths[(size_t)document * INVERTED_FIELDS + field];
    return rule->weight / (1 - rule->b + rule->b * length / means[field]);
}

/* Turns each f into an impact, and keeps the idf. */
static void weigh(struct inverted *index)
{
    for (uint32_t term = 0; term < index->terms.count; term++) {
        double df = (double)(index->start[term + 1] - index->start[term]);
        index->idf[term] = steady_log(1 + (index->documents - df + 0.5) / (df + 0.5));
        for (size_t i = index->start[term]; i < index->start[term + 1]; i++)
            index->impact[i] = index->idf[term] * index->impact[i] / (index->rule.k1 + index->impact[i]);
    }
}

/* Entries come by ascending document, so each posting list is already in order: repeated ones are added up. */
static void post(struct inverted *index, const struct inverted_builder *builder)
{
    struct arena work = {0};
    double means[INVERTED_FIELDS];
    mean_lengths(builder, means);
    size_t *next = arena_array(&work, builder->terms.count, sizeof *next);
    for (uint32_t term = 0; term < builder->terms.count; term++)
        next[term] = index->start[term];
    for (size_t i = 0; i < builder->count; i++) {
        const struct inverted_entry *entry = &builder->entries[i];
        size_t *at = &next[entry->term];
        double more = occurrence(builder, means, entry->document, entry->field);
        if (*at > index->start[entry->term] && index->document[*at - 1] == entry->document) {
            index->impact[*at - 1] += more;
            continue;
        }
        index->document[*at] = entry->document;
        index->impact[(*at)++] = more;
    }
    arena_free(&work);
}

/* Where each list starts: after the documents that hold the terms before. Returns how many postings there are. */
static size_t lay_out(struct inverted *index, const struct inverted_builder *builder)
{
    struct arena work = {0};
    uint32_t terms = builder->terms.count;
    uint32_t *last = arena_array(&work, (size_t)terms + 1, sizeof *last);
    for (size_t i = 0; i < builder->count; i++) {
        const struct inverted_entry *entry = &builder->entries[i];
        index->start[entry->term + 1] += last[entry->term] != entry->document + 1;
        last[entry->term] = entry->document + 1;
    }
    for (uint32_t term = 0; term < terms; term++)
        index->start[term + 1] += index->start[term];
    arena_free(&work);
    return index->start[terms];
}

struct inverted inverted_build(struct arena *arena, const struct inverted_builder *builder)
{
    struct inverted index = {.rule = builder->rule, .documents = builder->documents, .terms.arena = arena};
    uint32_t terms = builder->terms.count;
    for (uint32_t term = 0; term < terms; term++)
        text_map_add(&index.terms, builder->terms.texts[term], builder->terms.lengths[term], NULL);
    index.start = arena_array(arena, (size_t)terms + 1, sizeof *index.start);
    size_t postings = lay_out(&index, builder);
    index.document = arena_array(arena, postings, sizeof *index.document);
    index.impact = arena_array(arena, postings, sizeof *index.impact);
    index.idf = arena_array(arena, terms, sizeof *index.idf);
    post(&index, builder);
    weigh(&index);
    return index;
}

uint32_t inverted_term(const struct inverted *index, const char *term)
{
    return text_map_find(&index->terms, term, strlen(term));
}

uint32_t inverted_frequency(const struct inverted *index, uint32_t term)
{
    return (uint32_t)(index->start[term + 1] - index->start[term]);
}

double inverted_impact(const struct inverted *index, uint32_t term, uint32_t document)
{
    size_t low = index->start[term], end = index->start[term + 1], high = end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (index->document[middle] < document)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && index->document[low] == document ? index->impact[low] : 0;
}

double inverted_rarest(const struct inverted *index)
{
    return steady_log(1 + (index->documents + 0.5) / 0.5);
}

struct inverted_sum inverted_sum(struct arena *arena, uint32_t documents)
{
    return (struct inverted_sum){arena_array(arena, documents, sizeof(double)),
                                 arena_array(arena, documents, sizeof(uint32_t)), 0};
}

void inverted_sum_term(struct inverted_sum *sum, const struct inverted *index, uint32_t term, double weight)
{
    if (weight <= 0)
        return;
    for (size_t i = index->start[term]; i < index->start[term + 1]; i++) {
        uint32_t document = index->document[i];
        if (sum->score[document] == 0)
            sum->touched[sum->count++] = document;
        sum->score[document] += weight * index->impact[i];
    }
}

void inverted_sum_clear(struct inverted_sum *sum)
{
    for (size_t i = 0; i < sum->count; i++)
        sum->score[sum->touched[i]] = 0;
    sum->count = 0;
}

static bool better(const struct inverted_hit *a, const struct inverted_hit *b)
{
    return a->score != b->score ? a->score > b->score : a->document < b->document;
}

/* Moves the hit at this place down until no child is worse than it. */
static void sink(struct inverted_hit *hits, size_t count, size_t at)
{
    struct inverted_hit moved = hits[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && better(&hits[child], &hits[child + 1]))
            child++;
        if (!better(&moved, &hits[child]))
            break;
        hits[at] = hits[child];
    }
    hits[at] = moved;
}

static void rise(struct inverted_hit *hits, size_t at)
{
    struct inverted_hit moved = hits[at];
    for (; at > 0 && better(&hits[(at - 1) / 2], &moved); at = (at - 1) / 2)
        hits[at] = hits[(at - 1) / 2];
    hits[at] = moved;
}

void best_offer(struct best *best, uint32_t document, double score)
{
    struct inverted_hit hit = {document, score};
    if (best->count < best->most) {
        best->hits[best->count] = hit;
        rise(best->hits, best->count++);
    } else if (best->most && better(&hit, &best->hits[0])) {
        best->hits[0] = hit;
        sink(best->hits, best->count, 0);
    }
}

void best_sort(struct best *best)
{
    for (size_t left = best->count; left > 1; left--) {
        struct inverted_hit worst = best->hits[0];
        best->hits[0] = best->hits[left - 1];
        sink(best->hits, left - 1, 0);
        best->hits[left - 1] = worst;
    }
}

size_t inverted_best(const struct inverted_sum *sum, struct inverted_hit *hits, size_t most)
{
    struct best best = {hits, 0, most};
    for (size_t i = 0; i < sum->count; i++)
        best_offer(&best, sum->touched[i], sum->score[sum->touched[i]]);
    best_sort(&best);
    return best.count;
}
