/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Similar cases: the offers that answered the past needs nearest to this one.
 *
 * Two needs are alike by their words and codes (the cosine of their BM25 weights) as far as they are more alike than
 * each is to the others (a need that resembles all of them says little: Radovanovic 2010 on hubs), and when the words
 * of this one lead to the offers that answered that one. Each of the nearest then votes for those who answered it. */
#include "engines/kernel/seeded.h"
#include "engines/matching/inside.h"
#include <math.h>
#include <string.h>

/* As in needs (terms.c); no length, for likeness is a cosine. */
static const struct inverted_rule past_rule = {1.2, FIELD_COUNT, {{1, 0}, {0.35, 0}, {0.6, 0}}};
static const double CALLED = 0.3;                          /* words that lead to the same offers, beside likeness */
static const double UNLIKE = 10;                           /* needs with nothing in common, until many are known */
static const double LEAST_AGREEMENT = 0.15;                /* share of all votes that gives the whole part */
static const double DOUBT = 0.5;                           /* likeness that is missing from a few distant neighbours */
enum { LISTED = 10 };

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

/* Each past need becomes a vector of length 1. */
static void make_units(struct inverted *past)
{
    struct arena work = {0};
    double *squares = arena_array(&work, past->documents, sizeof *squares);
    for (size_t i = 0; i < past->start[past->terms.count]; i++)
        squares[past->document[i]] += past->impact[i] * past->impact[i];
    for (size_t i = 0; i < past->start[past->terms.count]; i++)
        past->impact[i] /= sqrt(squares[past->document[i]]);
    arena_free(&work);
}

/* How alike each past need is to the others on average: its product with the sum of all, itself left out. */
static void measure_usual(struct arena *arena, struct match_index *index)
{
    const struct inverted *past = &index->past;
    double sum = 0;
    index->past_usual = arena_array(arena, past->documents, sizeof *index->past_usual);
    for (uint32_t term = 0; term < past->terms.count; term++) {
        double all = 0;
        for (size_t i = past->start[term]; i < past->start[term + 1]; i++)
            all += past->impact[i];
        for (size_t i = past->start[term]; i < past->start[term + 1]; i++)
            index->past_usual[past->document[i]] += past->impact[i] * (all - past->impact[i]);
    }
    for (uint32_t i = 0; i < past->documents; i++) {
        index->past_usual[i] /= past->documents - 1 + UNLIKE;
        sum += index->past_usual[i];
    }
    index->past_mean = past->documents ? sum / past->documents : 0;
}

/* What all right answers of a need add to a list of ten (the ideal DCG): a vote is shared by those it is for, so that a
 * need that everyone answers does not push everyone. */
static void weigh_votes(struct arena *arena, struct match_index *index)
{
    const struct sparse *offers = &index->past_offers;
    index->past_vote = arena_array(arena, offers->rows, sizeof *index->past_vote);
    for (uint32_t past = 0; past < offers->rows; past++) {
        size_t answers = offers->start[past + 1] - offers->start[past];
        double worth = 0;
        for (size_t rank = 0; rank < answers && rank < LISTED; rank++)
            worth += steady_log(2) / steady_log((double)rank + 2);
        index->past_vote[past] = answers ? 1 / worth : 0;
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
    make_units(&index->past);
    measure_usual(arena, index);
    weigh_votes(arena, index);
    arena_free(&work);
}

/* The words and codes of the need as a past need would have them: each once, with its weight. */
struct gathered { struct text_map terms; double *weights; size_t room; };

static void gather(struct arena *work, struct gathered *gathered, const char *term, double weight)
{
    bool is_new;
    uint32_t number = text_map_add(&gathered->terms, term, strlen(term), &is_new);
    if (is_new) {
        gathered->weights = arena_grow(work, gathered->weights, number, &gathered->room, sizeof *gathered->weights);
        gathered->weights[number] = 0;
    }
    gathered->weights[number] += weight;
}

static struct gathered gather_need(struct arena *work, const struct prepared *prepared)
{
    struct gathered gathered = {.terms.arena = work};
    for (size_t i = 0; i < prepared->terms.count; i++)
        gather(work, &gathered, prepared->terms.items[i].stem, prepared->terms.items[i].weight);
    for (size_t i = 0; i < prepared->need->code_count; i++) {
        const char *chain[LONGEST_CHAIN];
        size_t length = code_chain(work, prepared->need->codes[i], chain);
        for (size_t j = 0; j < length; j++)
            gather(work, &gathered, chain[j], past_rule.fields[FIELD_CODES].weight);
    }
    return gathered;
}

/* Leaves in session->past the products of the need with each past one; returns the need's own length. */
static double multiply(struct match_session *session, const struct prepared *prepared)
{
    const struct inverted *past = &session->index->past;
    struct gathered gathered = gather_need(&session->work, prepared);
    double squares = 0;
    for (uint32_t i = 0; i < gathered.terms.count; i++) {
        uint32_t number = text_map_find(&past->terms, gathered.terms.texts[i], gathered.terms.lengths[i]);
        double idf = number == HASH_NONE ? inverted_rarest(past) : past->idf[number];
        double impact = idf * gathered.weights[i] / (past_rule.k1 + gathered.weights[i]);
        squares += impact * impact;
        if (number != HASH_NONE)
            inverted_sum_term(&session->past, past, number, impact);
    }
    return sqrt(squares);
}

/* Each neighbour votes for who answered it; what the best offer received is the whole part, but when few agree or all
 * are far it is not reached. */
static void share_out(struct match_session *session, struct prepared *prepared)
{
    const struct match_index *index = session->index;
    const struct sparse *offers = &index->past_offers;
    double best = 0, total = 0, votes = 0;
    for (size_t i = 0; i < prepared->near_count; i++) {
        uint32_t past = prepared->near[i].past;
        double vote = index->past_vote[past] * prepared->near[i].likeness;
        total += vote;
        votes += index->past_vote[past];
        for (size_t j = offers->start[past]; j < offers->start[past + 1]; j++) {
            struct parts *parts = &session->parts[offers->column[j]];
            parts->cases += vote;
            best = parts->cases > best ? parts->cases : best;
        }
    }
    double least = LEAST_AGREEMENT * (total + (votes > 0 ? DOUBT * votes / (double)prepared->near_count : 0));
    prepared->most_shared = best > least ? best : least;
}

static bool passed_over(const struct match_index *index, uint32_t past, uint32_t without_group)
{
    return without_group && index->source.cases[index->past_case[past]].group == without_group;
}

/* How far the words of the need lead to the offers that answered a past one. */
static double called(const struct match_session *session, const struct prepared *prepared, uint32_t past)
{
    const struct sparse *offers = &session->index->past_offers;
    double sum = 0;
    for (size_t i = offers->start[past]; i < offers->start[past + 1]; i++)
        sum += session->parts[offers->column[i]].words;
    return sum > 0 ? prepared->words_reached * sum / sqrt((double)(offers->start[past + 1] - offers->start[past])) : 0;
}

/* How alike the need is to past ones on average. */
static double usual_likeness(const struct match_session *session, double length, uint32_t without_group)
{
    const struct match_index *index = session->index;
    double sum = 0;
    for (size_t i = 0; i < session->past.count; i++)
        if (!passed_over(index, session->past.touched[i], without_group))
            sum += session->past.score[session->past.touched[i]] / length;
    return sum / (index->past.documents + UNLIKE);
}

void add_past(struct match_session *session, struct prepared *prepared, uint32_t without_group)
{
    const struct match_index *index = session->index;
    struct inverted_hit hits[NEIGHBOURS];
    struct best best = {hits, 0, NEIGHBOURS};
    if (index->past.documents == 0)
        return;
    double length = multiply(session, prepared), usual = usual_likeness(session, length, without_group);
    for (uint32_t past = 0; past < index->past.documents; past++) {
        double beyond = usual + index->past_usual[past] - index->past_mean;
        double alike = session->past.score[past] > 0 ? session->past.score[past] / length - fmax(beyond, 0) : 0;
        double likeness = fmax(alike, 0) + CALLED * called(session, prepared, past);
        if (likeness > 0 && !passed_over(index, past, without_group))
            best_offer(&best, past, likeness);
    }
    best_sort(&best);
    inverted_sum_clear(&session->past);
    for (size_t i = 0; i < best.count; i++)
        prepared->near[i] = (struct near){hits[i].document, hits[i].score};
    prepared->near_count = best.count;
    share_out(session, prepared);
}
