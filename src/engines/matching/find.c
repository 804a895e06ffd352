/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One need against all offers: the sums of each part, then the best totals. */
#include "engines/matching/inside.h"
#include <math.h>
#include <string.h>

static const double STEP = 0x1p-40;
static const double LEARNED_SCALE = 3;                     /* strengths that add up to this give 1 − 1/e of the part */
static const double ROUNDING = 1e-9;
static const double LEAST_WORDS = .35;
enum { HEAVIEST = 8 };

double weighted(double weight, double part)
{
    return part <= 0 || weight <= 0 ? 0 : floor(weight * part / STEP + 0.5) * STEP;
}

/* The most that the heaviest words of the need could bring: a long text need not be matched whole. */
static double most_of(const double *weights, size_t count)
{
    double heaviest[HEAVIEST] = {0}, sum = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = HEAVIEST;
        for (; at > 0 && weights[i] > heaviest[at - 1]; at--)
            if (at < HEAVIEST)
                heaviest[at] = heaviest[at - 1];
        if (at < HEAVIEST)
            heaviest[at] = weights[i];
    }
    for (size_t i = 0; i < HEAVIEST; i++)
        sum += heaviest[i];
    return sum;
}

/* BM25F over what the best offer has; but when even the best has few of the need's words, over a share of the most that
 * they could bring (a word no offer has counts as one very rare): little in common stays little. */
static void add_words(struct match_session *session, struct prepared *prepared)
{
    const struct inverted *words = &session->index->words;
    double *weights = arena_array(&session->work, prepared->terms.count, sizeof *weights);
    prepared->term_id = arena_array(&session->work, prepared->terms.count, sizeof *prepared->term_id);
    for (size_t i = 0; i < prepared->terms.count; i++) {
        const struct term *term = &prepared->terms.items[i];
        uint32_t number = prepared->term_id[i] = inverted_term(words, term->stem);
        weights[i] = term->weight * (number == HASH_NONE ? inverted_rarest(words) : words->idf[number]);
        if (number != HASH_NONE)
            inverted_sum_term(&session->words, words, number, term->weight);
    }
    double most = most_of(weights, prepared->terms.count), best = LEAST_WORDS * most;
    for (size_t i = 0; i < session->words.count; i++)
        best = fmax(best, session->words.score[session->words.touched[i]]);
    for (size_t i = 0; i < session->words.count; i++) {
        uint32_t offer = session->words.touched[i];
        session->parts[offer].words = session->words.score[offer] / best;
    }
    prepared->words_reached = most > 0 ? best / most : 0;
    inverted_sum_clear(&session->words);
}

void prepare_need(struct match_session *session, const struct match_item *need, const struct match_query *query,
                  struct prepared *prepared)
{
    const struct match_index *index = session->index;
    arena_release(&session->work, session->empty);
    memset(session->parts, 0, index->offers * sizeof *session->parts);
    memset(session->excluded, 0, index->offers * sizeof *session->excluded);
    for (size_t i = 0; i < query->excluded_count; i++)
        if (query->excluded[i] < index->offers)
            session->excluded[query->excluded[i]] = true;
    *prepared = (struct prepared){.need = need, .terms = item_terms(&session->work, index, need, true)};
    unit_point(need, prepared->point);
    prepared->most_others = (need->amount > 0 ? index->rules.capacity : 0) + (need->from ? index->rules.calendar : 0)
                            + (index->rules.today ? index->rules.fresh : 0) + ROUNDING;
    add_words(session, prepared);
    rate_codes(index, &session->work, prepared);
    add_codes(session, prepared);
    prepare_learned(index, &session->work, prepared);
    add_learned(session, prepared);
    add_zones(session, need);
    add_past(session, prepared, query->without_group);
}

static double saturated(double sum)
{
    return sum > 0 ? 1 - exp(-sum / LEARNED_SCALE) : 0;
}

size_t list_parts(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
                  struct part *list)
{
    const struct match_index *index = session->index;
    const struct match_rules *rules = &index->rules;
    const struct match_item *item = &index->source.offers[offer];
    const struct parts *parts = &session->parts[offer];
    size_t count = 0;
    double cases = parts->cases > 0 ? parts->cases / prepared->most_shared : 0;
    double km, distance = rules->distance > 0 ? distance_part(index, prepared, offer, &km) : 0;
    list[count++] = (struct part){MATCH_WORDS, rules->words, parts->words};
    list[count++] = (struct part){MATCH_CODE, rules->codes, parts->codes};
    list[count++] = (struct part){MATCH_LEARNED, rules->learned, saturated(parts->learned)};
    list[count++] = (struct part){MATCH_DISTANCE, rules->distance, distance};
    list[count++] = (struct part){MATCH_ZONE, rules->zone, parts->zone};
    list[count++] = (struct part){MATCH_CASES, rules->cases, cases};
    list[count++] = (struct part){MATCH_CAPACITY, rules->capacity, capacity_part(prepared->need, item)};
    list[count++] = (struct part){MATCH_CALENDAR, rules->calendar, calendar_part(prepared->need, item)};
    list[count++] = (struct part){MATCH_FRESH, rules->fresh, fresh_part(rules, item)};
    list[count++] = (struct part){MATCH_STRUCTURE, rules->structure, parts->structure};
    list[count++] = (struct part){MATCH_SEAT, rules->seat, parts->seat};
    return count;
}

double whole_score(const struct match_session *session, const struct prepared *prepared, uint32_t offer)
{
    struct part list[MATCH_EXCLUDED];
    size_t count = list_parts(session, prepared, offer, list);
    double score = 0;
    for (size_t i = 0; i < count; i++)
        score += weighted(list[i].weight, list[i].value);
    return score;
}

/* No less than the score of an offer, found without exponentials. */
static double most_score(const struct match_session *session, const struct prepared *prepared, uint32_t offer)
{
    const struct match_rules *rules = &session->index->rules;
    const struct parts *parts = &session->parts[offer];
    double learned = parts->learned < LEARNED_SCALE ? parts->learned / LEARNED_SCALE : 1;
    double cases = parts->cases > 0 ? parts->cases / prepared->most_shared : 0;
    return rules->words * parts->words + rules->codes * parts->codes + rules->learned * learned
           + rules->zone * parts->zone + rules->cases * cases + prepared->most_others
           + rules->structure * parts->structure + rules->seat * parts->seat
           + rules->distance * most_distance_part(session->index, prepared, offer);
}

/* Whether a score can no longer enter a choice. */
static bool too_low(const struct best *best, double score)
{
    return best->most == 0 || (best->count == best->most && score < best->hits[0].score);
}

/* An offer enters a choice; of one owner only the best does. */
static void choose(const struct match_index *index, struct best *best, uint32_t offer, double score)
{
    uint32_t owner = index->source.offers[offer].owner;
    if (too_low(best, score))
        return;
    for (size_t i = 0; owner && i < best->count; i++) {
        if (index->source.offers[best->hits[i].document].owner != owner)
            continue;
        if (best->hits[i].score >= score)
            return;
        struct best again = {best->hits, 0, best->most};
        size_t count = best->count;
        for (size_t j = 0; j < count; j++) {               /* a heap again, without the other one */
            struct inverted_hit hit = best->hits[j];
            if (j != i)
                best_offer(&again, hit.document, hit.score);
        }
        *best = again;
        break;
    }
    best_offer(best, offer, score);
}

/* Puts the best small structures in place of the last others, until they have their share. */
static void make_room_for_small(const struct match_index *index, struct best *best, const struct best *small,
                                double share)
{
    size_t wanted = (size_t)ceil(share * (double)best->count), held = 0, next = 0;
    for (size_t i = 0; i < best->count; i++)
        held += index->source.offers[best->hits[i].document].small;
    next = held;                                                     /* the first of them are already there */
    for (size_t i = best->count; i-- > 0 && held < wanted && next < small->count;) {
        if (index->source.offers[best->hits[i].document].small)
            continue;
        best->hits[i] = small->hits[next++];
        held++;
    }
}

static void sort_again(struct best *best)
{
    struct best again = {best->hits, 0, best->count};
    for (size_t i = 0; i < best->count; i++) {
        struct inverted_hit hit = best->hits[i];
        best_offer(&again, hit.document, hit.score);
    }
    best_sort(&again);
}

size_t find_best(struct match_session *session, const struct prepared *prepared, const struct match_query *query,
                 struct inverted_hit *hits, size_t refused[MATCH_EXCLUDED + 1])
{
    const struct match_index *index = session->index;
    struct best best = {hits, 0, query->most}, small = {NULL, 0, query->small_share > 0 ? query->most : 0};
    small.hits = arena_array(&session->work, small.most, sizeof *small.hits);
    for (uint32_t offer = 0; offer < index->offers; offer++) {
        struct match_reason why;
        double most = refused ? 1 : most_score(session, prepared, offer);      /* refusals are to be counted all */
        if (!refused && too_low(&best, most) && too_low(&small, most))
            continue;
        if (refusal(session, prepared, offer, &why)) {
            if (refused)
                refused[why.kind]++;
            continue;
        }
        double score = whole_score(session, prepared, offer);
        if (score <= 0)
            continue;
        choose(index, &best, offer, score);
        if (index->source.offers[offer].small)
            choose(index, &small, offer, score);
    }
    best_sort(&best);
    best_sort(&small);
    if (small.most) {
        make_room_for_small(index, &best, &small, query->small_share);
        sort_again(&best);
    }
    return best.count;
}

size_t match_find(struct arena *arena, struct match_session *session, const struct match_item *need,
                  const struct match_query *query, struct match_result *results, size_t refused[MATCH_EXCLUDED + 1])
{
    struct prepared prepared;
    if (refused)
        memset(refused, 0, (MATCH_EXCLUDED + 1) * sizeof *refused);
    prepare_need(session, need, query, &prepared);
    struct inverted_hit *hits = arena_array(&session->work, query->most, sizeof *hits);
    size_t count = find_best(session, &prepared, query, hits, refused);
    for (size_t i = 0; i < count; i++) {
        results[i] = (struct match_result){.offer = hits[i].document, .score = hits[i].score};
        write_reasons(arena, session, &prepared, &results[i]);
    }
    return count;
}

struct match_result match_explain(struct arena *arena, struct match_session *session, const struct match_item *need,
                                  const struct match_query *query, uint32_t offer)
{
    struct prepared prepared;
    struct match_reason why;
    struct match_result result = {.offer = offer};
    prepare_need(session, need, query, &prepared);
    if (refusal(session, &prepared, offer, &why)) {
        result.refused = true;
        result.reason_count = 1;
        result.reasons = arena_alloc(arena, sizeof why);
        result.reasons[0] = why;
        return result;
    }
    result.score = whole_score(session, &prepared, offer);
    write_reasons(arena, session, &prepared, &result);
    return result;
}
