/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Associations learned from past cases: what those who answered have in common, given what was asked. For a need term a
 * and an offer term t seen together o times where chance alone would give e (the cases of a × the share of possible
 * answers that have t): strength = ln((o + PRIOR)/(e + PRIOR)), kept when it is worth saying. */
#include "base/fold.h"
#include "engines/kernel/seeded.h"
#include "engines/matching/inside.h"
#include "engines/text/stem.h"
#include <stdio.h>
#include <string.h>

enum { NEED_TERMS = 48, OFFER_TERMS = 32, POOLS = 2 };     /* pools: winners who are offers, and others */
static const double PRIOR = 2, LEAST_STRENGTH = 0.1;

struct term_list { size_t count; uint32_t items[NEED_TERMS]; };
struct learner {
    struct arena *arena, work;
    struct match_index *index;
    struct learned *learned;
    size_t need_room, offer_room;
    struct triple *chains, *carried; size_t chain_count, chain_room, carried_count, carried_room;
    struct int_map together;                               /* need term << 32 | offer term → times */
    double *cases[POOLS], *holders[POOLS], possible[POOLS];    /* by need term; by offer term; of answers */
    struct term_list *needs, *winners;                     /* of each case */
};

static void add_term(struct term_list *list, size_t most, uint32_t term)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == term)
            return;
    if (list->count < most && term != HASH_NONE)
        list->items[list->count++] = term;
}

/* The number of a term: looked up, or given when learner is not NULL and it is new. */
static uint32_t number_of(struct learner *learner, struct text_map *map, const char ***readable, size_t *room,
                          char kind, const char *text, const char *word)
{
    char key[256];
    size_t length = (size_t)snprintf(key, sizeof key, "%c%s", kind, text);
    length = length < sizeof key ? length : sizeof key - 1;
    if (!learner)
        return text_map_find(map, key, length);
    bool is_new;
    uint32_t number = text_map_add(map, key, length, &is_new);
    if (is_new) {
        *readable = arena_grow(learner->arena, *readable, number, room, sizeof **readable);
        (*readable)[number] = arena_text(learner->arena, word);
    }
    return number;
}

static uint32_t need_number(struct learner *learner, struct learned *learned, char kind, const char *text,
                            const char *word)
{
    size_t none = 0;
    return number_of(learner, &learned->need_terms, &learned->need_words, learner ? &learner->need_room : &none, kind,
                     text, word);
}

static uint32_t offer_number(struct learner *learner, struct learned *learned, char kind, const char *text,
                             const char *word)
{
    size_t none = 0;
    return number_of(learner, &learned->offer_terms, &learned->offer_words, learner ? &learner->offer_room : &none,
                     kind, text, word);
}

static const char *readable_code(const struct match_index *index, const char *code)
{
    const char *name = code_name(index, code);
    return name ? name : code;
}

static void need_terms(struct learner *learner, struct learned *learned, const struct match_index *index,
                       struct arena *work, const struct match_item *need, struct term_list *list)
{
    struct match_item words_only = {.title = need->title, .text = need->text};
    struct terms terms = item_terms(work, index, &words_only, true);
    list->count = 0;
    add_term(list, NEED_TERMS, need_number(learner, learned, 'a', "", ""));
    for (size_t i = 0; i < need->code_count; i++) {
        const char *chain[LONGEST_CHAIN];
        size_t length = code_chain(work, need->codes[i], chain);
        for (size_t j = 0; j < length; j++)
            add_term(list, NEED_TERMS, need_number(learner, learned, 'c', chain[j], readable_code(index, chain[j])));
    }
    for (size_t i = 0; i < terms.count && list->count < NEED_TERMS; i++)
        add_term(list, NEED_TERMS, need_number(learner, learned, 'w', terms.items[i].stem, terms.items[i].word));
}

static void winner_codes(struct learner *learner, struct learned *learned, const struct match_index *index,
                         struct arena *work, const struct match_item *item, struct term_list *list)
{
    for (size_t i = 0; i < item->code_count; i++) {
        const char *chain[LONGEST_CHAIN];
        size_t length = code_chain(work, item->codes[i], chain);
        for (size_t j = 0; j < length; j++)
            add_term(list, OFFER_TERMS, offer_number(learner, learned, 'c', chain[j], readable_code(index, chain[j])));
    }
}

static void winner_words(struct learner *learner, struct learned *learned, const struct match_index *index,
                         struct arena *work, const struct match_item *item, struct term_list *list)
{
    struct match_item title_only = {.title = item->title};
    struct terms terms = item_terms(work, index, &title_only, true);
    for (size_t i = 0; i < terms.count; i++)
        if (!word_is_legal_form(terms.items[i].word))
            add_term(list, OFFER_TERMS, offer_number(learner, learned, 'w', terms.items[i].stem,
                                                     terms.items[i].word));
}

static uint32_t own_number(struct learner *learner, struct learned *learned, uint32_t offer)
{
    char digits[16];
    snprintf(digits, sizeof digits, "%u", offer);
    return offer_number(learner, learned, 'o', digits, "");
}

static void keep_triple(struct arena *arena, struct triple **items, size_t *count, size_t *room, uint32_t row,
                        uint32_t column)
{
    *items = arena_grow(arena, *items, *count, room, sizeof **items);
    (*items)[(*count)++] = (struct triple){row, column, 1};
}

/* A term that an offer carries, and the terms it carries in turn. */
static void carry(struct learner *learner, uint32_t offer, uint32_t carrier)
{
    keep_triple(&learner->work, &learner->carried, &learner->carried_count, &learner->carried_room, carrier, offer);
}

static void carry_codes(struct learner *learner, struct arena *work, const struct match_item *item, uint32_t offer)
{
    for (size_t i = 0; i < item->code_count; i++) {
        const char *chain[LONGEST_CHAIN];
        size_t length = code_chain(work, item->codes[i], chain);
        if (!length)
            continue;
        uint32_t whole = offer_number(NULL, learner->learned, 'c', chain[length - 1], NULL);
        carry(learner, offer, whole);
        for (size_t j = 0; j + 1 < length; j++)
            keep_triple(&learner->work, &learner->chains, &learner->chain_count, &learner->chain_room, whole,
                        offer_number(NULL, learner->learned, 'c', chain[j], NULL));
    }
}

static void read_offers(struct learner *learner)
{
    struct match_index *index = learner->index;
    struct arena work = {0};
    for (uint32_t offer = 0; offer < index->offers; offer++) {
        const struct match_item *item = &index->source.offers[offer];
        struct term_list codes = {0}, words = {0};
        winner_codes(learner, learner->learned, index, &work, item, &codes);
        winner_words(learner, learner->learned, index, &work, item, &words);
        carry(learner, offer, own_number(learner, learner->learned, offer));
        for (size_t i = 0; i < words.count; i++)
            carry(learner, offer, words.items[i]);
        carry_codes(learner, &work, item, offer);
        arena_free(&work);
    }
}

static void winner_terms(struct learner *learner, struct arena *work, const struct match_item *winner, uint32_t offer,
                         struct term_list *list)
{
    list->count = 0;
    winner_codes(NULL, learner->learned, learner->index, work, winner, list);
    winner_words(NULL, learner->learned, learner->index, work, winner, list);
    if (offer != MATCH_NOBODY)
        add_term(list, NEED_TERMS, own_number(NULL, learner->learned, offer));
}

/* How many possible answers have each term: all offers are, and all winners who are none of them. */
static void count_holders(struct learner *learner)
{
    const struct match_source *source = &learner->index->source;
    struct arena work = {0};
    struct term_list own;
    for (size_t i = 0; i < learner->index->offers + source->case_count; i++) {
        bool is_offer = i < learner->index->offers;
        const struct match_case *past = is_offer ? NULL : &source->cases[i - learner->index->offers];
        const struct term_list *list = is_offer ? &own : &learner->winners[i - learner->index->offers];
        if (past && past->offer != MATCH_NOBODY)
            continue;
        if (is_offer)
            winner_terms(learner, &work, &source->offers[i], (uint32_t)i, &own);
        learner->possible[!is_offer]++;
        for (size_t t = 0; t < list->count; t++)
            learner->holders[!is_offer][list->items[t]]++;
        arena_free(&work);
    }
}

static void read_cases(struct learner *learner)
{
    const struct match_source *source = &learner->index->source;
    for (size_t i = 0; i < source->case_count; i++) {
        const struct term_list *needs = &learner->needs[i], *winners = &learner->winners[i];
        bool is_offer = source->cases[i].offer != MATCH_NOBODY;
        for (size_t a = 0; a < needs->count; a++) {
            learner->cases[!is_offer][needs->items[a]]++;
            for (size_t t = 0; t < winners->count; t++)
                ++*int_map_at(&learner->together, (uint64_t)needs->items[a] << 32 | winners->items[t]);
        }
    }
}

static void list_terms(struct learner *learner)
{
    const struct match_source *source = &learner->index->source;
    struct arena work = {0};
    learner->needs = arena_array(&learner->work, source->case_count, sizeof *learner->needs);
    learner->winners = arena_array(&learner->work, source->case_count, sizeof *learner->winners);
    for (size_t i = 0; i < source->case_count; i++) {
        const struct match_case *past = &source->cases[i];
        const struct match_item *winner = past->offer == MATCH_NOBODY ? &past->winner : &source->offers[past->offer];
        need_terms(learner, learner->learned, learner->index, &work, &past->need, &learner->needs[i]);
        for (size_t c = 0; c < past->need.code_count; c++)
            learner->learned->purchases = learner->learned->purchases || text_starts(past->need.codes[c], "cpv:");
        winner_terms(learner, &work, winner, past->offer, &learner->winners[i]);
        arena_free(&work);
    }
}

static double expected(const struct learner *learner, uint32_t need, uint32_t offer)
{
    double sum = 0;
    for (int pool = 0; pool < POOLS; pool++)
        if (learner->possible[pool] > 0)
            sum += learner->cases[pool][need] * learner->holders[pool][offer] / learner->possible[pool];
    return sum;
}

static void keep_strong(struct learner *learner)
{
    struct learned *learned = learner->learned;
    struct triple *lift = arena_array(&learner->work, learner->together.count, sizeof *lift);
    struct triple *seen = arena_array(&learner->work, learner->together.count, sizeof *seen);
    size_t count = 0;
    for (size_t i = 0; i < learner->together.count; i++) {
        uint32_t need = (uint32_t)(learner->together.keys[i] >> 32), offer = (uint32_t)learner->together.keys[i];
        double observed = (double)learner->together.values[i];
        double strength = steady_log((observed + PRIOR) / (expected(learner, need, offer) + PRIOR));
        if (strength < LEAST_STRENGTH)
            continue;
        lift[count] = (struct triple){need, offer, strength};
        seen[count++] = (struct triple){need, offer, observed};
    }
    learned->lift = sparse_build(learner->arena, learned->need_terms.count, learned->offer_terms.count, lift, count);
    learned->seen = sparse_build(learner->arena, learned->need_terms.count, learned->offer_terms.count, seen, count);
}

static void index_carriers(struct learner *learner)
{
    struct learned *learned = learner->learned;
    uint32_t terms = learned->offer_terms.count;
    for (uint32_t term = 0; term < terms; term++)
        keep_triple(&learner->work, &learner->chains, &learner->chain_count, &learner->chain_room, term, term);
    learned->carrier_terms = sparse_build(learner->arena, terms, terms, learner->chains, learner->chain_count);
    learned->term_carriers = sparse_transpose(learner->arena, &learned->carrier_terms);
    learned->carrier_offers = sparse_build(learner->arena, terms, learner->index->offers, learner->carried,
                                           learner->carried_count);
    learned->offer_carriers = sparse_transpose(learner->arena, &learned->carrier_offers);
}

void learn(struct arena *arena, struct match_index *index)
{
    struct learner learner = {.arena = arena, .index = index, .learned = &index->learned};
    if (index->source.case_count == 0)
        return;
    index->learned.need_terms.arena = index->learned.offer_terms.arena = arena;
    learner.together.arena = &learner.work;
    read_offers(&learner);
    list_terms(&learner);
    for (int pool = 0; pool < POOLS; pool++) {
        learner.cases[pool] = arena_array(&learner.work, index->learned.need_terms.count, sizeof(double));
        learner.holders[pool] = arena_array(&learner.work, index->learned.offer_terms.count, sizeof(double));
    }
    count_holders(&learner);
    read_cases(&learner);
    keep_strong(&learner);
    index_carriers(&learner);
    arena_free(&learner.work);
}

void prepare_learned(const struct match_index *index, struct arena *work, struct prepared *prepared)
{
    struct term_list list = {0};
    if (index->source.case_count)
        need_terms(NULL, (struct learned *)&index->learned, index, work, prepared->need, &list);
    prepared->learned_count = list.count;
    prepared->learned_terms = arena_array(work, list.count, sizeof *prepared->learned_terms);
    memcpy(prepared->learned_terms, list.items, list.count * sizeof *list.items);
}

void add_learned(struct match_session *session, const struct prepared *prepared)
{
    const struct learned *learned = &session->index->learned;
    session->touched_count = 0;
    for (size_t a = 0; a < prepared->learned_count; a++) {
        uint32_t need = prepared->learned_terms[a];
        for (size_t i = learned->lift.start[need]; i < learned->lift.start[need + 1]; i++) {
            uint32_t term = learned->lift.column[i];
            for (size_t j = learned->term_carriers.start[term]; j < learned->term_carriers.start[term + 1]; j++) {
                uint32_t carrier = learned->term_carriers.column[j];
                if (session->effect[carrier] == 0)
                    session->touched[session->touched_count++] = carrier;
                if (learned->lift.value[i] > session->effect[carrier])
                    session->effect[carrier] = learned->lift.value[i];
            }
        }
    }
    for (size_t i = 0; i < session->touched_count; i++) {
        uint32_t carrier = session->touched[i];
        size_t end = learned->carrier_offers.start[carrier + 1];
        for (size_t j = learned->carrier_offers.start[carrier]; j < end; j++)
            session->parts[learned->carrier_offers.column[j]].learned += session->effect[carrier];
        session->effect[carrier] = 0;
    }
}

bool best_learned(const struct match_index *index, const struct prepared *prepared, uint32_t offer, uint32_t *need_term,
                  uint32_t *offer_term)
{
    const struct learned *learned = &index->learned;
    double best = 0;
    if (prepared->learned_count == 0)
        return false;
    for (size_t i = learned->offer_carriers.start[offer]; i < learned->offer_carriers.start[offer + 1]; i++) {
        uint32_t carrier = learned->offer_carriers.column[i];
        for (size_t j = learned->carrier_terms.start[carrier]; j < learned->carrier_terms.start[carrier + 1]; j++)
            for (size_t a = 0; a < prepared->learned_count; a++) {
                uint32_t term = learned->carrier_terms.column[j];
                double strength = sparse_at(&learned->lift, prepared->learned_terms[a], term);
                if (strength <= best)
                    continue;
                best = strength;
                *need_term = prepared->learned_terms[a];
                *offer_term = term;
            }
    }
    return best > 0;
}
