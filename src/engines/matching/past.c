/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Similar cases: the offers that answered the past needs nearest to this one. */
#include "engines/matching/inside.h"
#include <string.h>

static const struct inverted_rule past_rule = {1.2, FIELD_COUNT, {{2, 0.5}, {1, 0.5}, {1, 0}}};
static const double CODE_WEIGHT = 0.6;                     /* of each beginning of a code, beside a word of a title */
static const double LEAST_AGREEMENT = 0.15;                /* share of all likeness that gives the whole part */
static const double DOUBT = 0.5;                           /* likeness that is missing from a few distant neighbours */

/* Past needs are told apart by whose they are and what they say. */
static uint32_t past_number(struct text_map *map, struct arena *work, const struct match_case *past, bool *is_new)
{
    const char *title = past->need.title, *text = past->need.text;
    char *key = arena_format(work, "%u\n%s\n%s", past->group, title ? title : "", text ? text : "");
    return text_map_add(map, key, strlen(key), is_new);
}

static void add_need(struct inverted_builder *builder, const struct match_index *index, struct arena *work,
                     const struct match_item *need)
{
    struct terms terms = item_terms(work, index, need, false);
    inverted_document(builder);
    for (size_t i = 0; i < terms.count; i++)
        inverted_add(builder, (uint32_t)terms.items[i].field, terms.items[i].stem);
    for (size_t i = 0; i < need->code_count; i++) {
        const char *chain[LONGEST_CHAIN];
        size_t length = code_chain(work, need->codes[i], chain);
        for (size_t j = 0; j < length; j++)
            inverted_add(builder, FIELD_CODES, chain[j]);
    }
}

void index_past(struct arena *arena, struct match_index *index)
{
    const struct match_source *source = &index->source;
    struct arena work = {0}, line = {0};
    struct inverted_builder builder = inverted_begin(&work, past_rule);
    struct text_map known = {.arena = &work};
    struct triple *answers = arena_array(&work, source->case_count, sizeof *answers);
    size_t count = 0;
    index->past_case = arena_array(arena, source->case_count, sizeof *index->past_case);
    for (size_t i = 0; i < source->case_count; i++) {
        bool is_new;
        if (source->cases[i].offer == MATCH_NOBODY)
            continue;
        uint32_t past = past_number(&known, &line, &source->cases[i], &is_new);
        if (is_new) {
            index->past_case[past] = (uint32_t)i;
            add_need(&builder, index, &line, &source->cases[i].need);
        }
        answers[count++] = (struct triple){past, source->cases[i].offer, 1};
        arena_free(&line);
    }
    index->past = inverted_build(arena, &builder);
    index->past_offers = sparse_build(arena, known.count, index->offers, answers, count);
    arena_free(&work);
}

/* Adds one term of the need; returns the most it could have brought. */
static double add_past_term(struct match_session *session, const char *term, double weight)
{
    const struct inverted *past = &session->index->past;
    uint32_t number = inverted_term(past, term);
    if (number == HASH_NONE)
        return weight * inverted_rarest(past);
    inverted_sum_term(&session->past, past, number, weight);
    return weight * past->idf[number];
}

static double add_past_terms(struct match_session *session, struct prepared *prepared)
{
    double most = 0;
    for (size_t i = 0; i < prepared->terms.count; i++)
        most += add_past_term(session, prepared->terms.items[i].stem, prepared->terms.items[i].weight);
    for (size_t i = 0; i < prepared->need->code_count; i++) {
        const char *chain[LONGEST_CHAIN];
        size_t length = code_chain(&session->work, prepared->need->codes[i], chain);
        for (size_t j = 0; j < length; j++)
            most += add_past_term(session, chain[j], CODE_WEIGHT);
    }
    return most;
}

/* Each neighbour gives its likeness to who answered it; what the best offer received is the whole part, but when few
 * agree or all are far it is not reached. */
static void share_out(struct match_session *session, struct prepared *prepared)
{
    const struct sparse *offers = &session->index->past_offers;
    double best = LEAST_AGREEMENT * prepared->near_total;
    for (size_t i = 0; i < prepared->near_count; i++) {
        uint32_t past = prepared->near[i].past;
        for (size_t j = offers->start[past]; j < offers->start[past + 1]; j++) {
            struct parts *parts = &session->parts[offers->column[j]];
            parts->cases += prepared->near[i].likeness;
            best = parts->cases > best ? parts->cases : best;
        }
    }
    prepared->most_shared = best;
}

void add_past(struct match_session *session, struct prepared *prepared, uint32_t without_group)
{
    const struct match_index *index = session->index;
    struct inverted_hit hits[NEIGHBOURS];
    struct best best = {hits, 0, NEIGHBOURS};
    if (index->past.documents == 0)
        return;
    double most = add_past_terms(session, prepared);
    for (size_t i = 0; i < session->past.count; i++) {
        uint32_t past = session->past.touched[i];
        if (!without_group || index->source.cases[index->past_case[past]].group != without_group)
            best_offer(&best, past, session->past.score[past]);
    }
    best_sort(&best);
    inverted_sum_clear(&session->past);
    prepared->near_total = DOUBT;
    for (size_t i = 0; i < best.count; i++) {
        prepared->near[i] = (struct near){hits[i].document, hits[i].score / most};
        prepared->near_total += prepared->near[i].likeness;
    }
    prepared->near_count = best.count;
    share_out(session, prepared);
}
