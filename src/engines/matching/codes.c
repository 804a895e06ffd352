/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How close two codes stand in their tree (Lin 1998): 2 · information(nearest ancestor) over the sum of both, where the
 * information of a code is −ln of the share of offers under it. Codes of two nomenclatures go by links. */
#include "engines/kernel/seeded.h"
#include "engines/matching/inside.h"
#include <string.h>

struct places { struct triple *items; size_t count, room; uint32_t *parent; size_t parent_room; };

static uint32_t find_code(const struct match_index *index, const char *code)
{
    return text_map_find(&index->codes, code, strlen(code));
}

/* The number of a code, given to it and to those above it when they are new. */
static uint32_t enter_code(struct arena *work, struct match_index *index, struct places *places, const char *code)
{
    const char *chain[LONGEST_CHAIN];
    size_t length = code_chain(work, code, chain);
    uint32_t above = HASH_NONE;
    for (size_t i = 0; i < length; i++) {
        bool is_new;
        uint32_t number = text_map_add(&index->codes, chain[i], strlen(chain[i]), &is_new);
        if (is_new) {
            places->parent = arena_grow(work, places->parent, number, &places->parent_room, sizeof *places->parent);
            places->parent[number] = above;
        }
        above = number;
    }
    return above;
}

/* How many offers stand under each code: each offer once. */
static uint32_t *count_offers(struct arena *work, const struct match_index *index)
{
    uint32_t *under = arena_array(work, index->codes.count, sizeof *under);
    uint32_t *last = arena_array(work, index->codes.count, sizeof *last);
    for (uint32_t offer = 0; offer < index->offers; offer++)
        for (size_t i = index->offer_codes.start[offer]; i < index->offer_codes.start[offer + 1]; i++)
            for (uint32_t code = index->offer_codes.column[i]; code != HASH_NONE; code = index->parent[code]) {
                under[code] += last[code] != offer + 1;
                last[code] = offer + 1;
            }
    return under;
}

/* A code that no offer has is as rare as half an offer. */
static double information_of(const struct match_index *index, uint32_t under)
{
    return steady_log(((double)index->offers + 1) / (under ? under : 0.5));
}

static void put_code(struct arena *work, struct match_index *index, struct places *places, uint32_t offer,
                     const char *text)
{
    uint32_t code = enter_code(work, index, places, text);
    places->items = arena_grow(work, places->items, places->count, &places->room, sizeof *places->items);
    if (code != HASH_NONE)
        places->items[places->count++] = (struct triple){offer, code, 1};
}

/* Its own codes, and what its name says of its trade. */
static void put_codes(struct arena *work, struct match_index *index, struct places *places, uint32_t offer)
{
    const struct match_item *item = &index->source.offers[offer];
    const char *said[SAID_MOST];
    for (size_t i = 0; i < item->code_count; i++)
        put_code(work, index, places, offer, item->codes[i]);
    for (size_t i = index->source.link_count ? codes_said(work, item->title, said) : 0; i > 0; i--)
        put_code(work, index, places, offer, said[i - 1]);
}

void index_codes(struct arena *arena, struct match_index *index)
{
    struct arena work = {0};
    struct places places = {0};
    const struct match_source *source = &index->source;
    index->codes.arena = arena;
    for (uint32_t offer = 0; offer < index->offers; offer++)
        put_codes(&work, index, &places, offer);
    index->parent = arena_array(arena, index->codes.count, sizeof *index->parent);
    for (uint32_t code = 0; code < index->codes.count; code++)
        index->parent[code] = places.parent[code];
    index->offer_codes = sparse_build(arena, index->offers, index->codes.count, places.items, places.count);
    index->code_offers = sparse_transpose(arena, &index->offer_codes);
    uint32_t *under = count_offers(&work, index);
    index->information = arena_array(arena, index->codes.count, sizeof *index->information);
    for (uint32_t code = 0; code < index->codes.count; code++)
        index->information[code] = information_of(index, under[code]);
    index->structural = arena_array(arena, index->codes.count, sizeof *index->structural);
    for (uint32_t code = 0; code < index->codes.count; code++)
        index->structural[code] = text_starts(index->codes.texts[code], "kind:");
    index->link_code = arena_array(arena, source->link_count, sizeof *index->link_code);
    for (size_t i = 0; i < source->link_count; i++)
        index->link_code[i] = find_code(index, source->links[i].offer);
    arena_free(&work);
}

/* What a need's code reaches: in its own tree, the information of the ancestor where they meet; by links, strengths. */
struct reach { double *meeting, *strength; uint32_t *touched; size_t count; };

static void touch(struct reach *reach, uint32_t code)
{
    if (reach->meeting[code] < 0 && reach->strength[code] == 0)
        reach->touched[reach->count++] = code;
}

/* Trades, kinds of structures, words of names: what a purchase says of one hides nothing of what it says of another. */
enum manner { BY_TRADE, BY_KIND, BY_NAME, MANNERS };

static enum manner manner_of(const char *code)
{
    return text_starts(code, "kind:") ? BY_KIND : text_starts(code, "said:") ? BY_NAME : BY_TRADE;
}

static void reach_links(const struct match_index *index, const char *const *chain, size_t length, enum manner manner,
                        struct reach *reach)
{
    bool found = false;
    for (size_t depth = length; depth-- > 0 && !found;)
        for (size_t i = 0; i < index->source.link_count; i++) {
            const struct match_link *link = &index->source.links[i];
            if (!text_is(link->need, chain[depth]) || manner_of(link->offer) != manner)
                continue;
            found = true;
            if (index->link_code[i] == HASH_NONE)
                continue;
            touch(reach, index->link_code[i]);
            if (link->strength > reach->strength[index->link_code[i]])
                reach->strength[index->link_code[i]] = link->strength;
        }
}

/* How close one whole code of offers is, given what the need's code reaches. */
static double closeness(const struct match_index *index, const struct reach *reach, uint32_t code,
                        double need_information, bool *linked)
{
    double meeting = -1, strength = 0;
    for (uint32_t at = code; at != HASH_NONE; at = index->parent[at]) {
        if (meeting < 0)
            meeting = reach->meeting[at];
        if (reach->strength[at] > strength)
            strength = reach->strength[at];
    }
    double both = need_information + index->information[code];
    double lin = meeting < 0 ? 0 : both > 0 ? 2 * meeting / both : 1;
    lin = lin > 1 ? 1 : lin;
    *linked = strength > lin;
    return *linked ? strength : lin;
}

static void rate_one(const struct match_index *index, struct arena *work, struct prepared *prepared, uint32_t need_code,
                     struct reach *reach)
{
    const char *chain[LONGEST_CHAIN];
    size_t length = code_chain(work, prepared->need->codes[need_code], chain);
    double need_information = information_of(index, 0);
    reach->count = 0;
    for (size_t depth = 0; depth < length; depth++) {
        uint32_t code = find_code(index, chain[depth]);
        if (code == HASH_NONE)
            break;
        touch(reach, code);
        reach->meeting[code] = index->information[code];
        if (depth + 1 == length)
            need_information = index->information[code];
    }
    for (int manner = 0; manner < MANNERS; manner++)
        reach_links(index, chain, length, (enum manner)manner, reach);
    for (uint32_t code = 0; reach->count && code < index->codes.count; code++) {
        bool linked;
        if (index->code_offers.start[code] == index->code_offers.start[code + 1])
            continue;
        double close = closeness(index, reach, code, need_information, &linked);
        if (close > prepared->ratings[code].closeness)
            prepared->ratings[code] = (struct rating){close, need_code, linked};
    }
    for (size_t i = 0; i < reach->count; i++) {
        reach->meeting[reach->touched[i]] = -1;
        reach->strength[reach->touched[i]] = 0;
    }
}

void rate_codes(const struct match_index *index, struct arena *work, struct prepared *prepared)
{
    uint32_t codes = index->codes.count;
    prepared->ratings = arena_array(work, codes, sizeof *prepared->ratings);
    if (prepared->need->code_count == 0)
        return;
    struct reach reach = {arena_array(work, codes, sizeof(double)), arena_array(work, codes, sizeof(double)),
                          arena_array(work, codes, sizeof(uint32_t)), 0};
    for (uint32_t code = 0; code < codes; code++)
        reach.meeting[code] = -1;
    for (uint32_t i = 0; i < prepared->need->code_count; i++)
        rate_one(index, work, prepared, i, &reach);
}

void add_codes(struct match_session *session, const struct prepared *prepared)
{
    const struct sparse *offers = &session->index->code_offers;
    for (uint32_t code = 0; code < session->index->codes.count; code++) {
        double close = prepared->ratings[code].closeness;
        for (size_t i = offers->start[code]; close > 0 && i < offers->start[code + 1]; i++) {
            struct parts *parts = &session->parts[offers->column[i]];
            double *part = session->index->structural[code] ? &parts->structure : &parts->codes;
            *part = close > *part ? close : *part;
        }
    }
}

uint32_t best_code(const struct match_index *index, const struct prepared *prepared, uint32_t offer, bool structure)
{
    uint32_t best = HASH_NONE;
    double close = 0;
    for (size_t i = index->offer_codes.start[offer]; i < index->offer_codes.start[offer + 1]; i++) {
        uint32_t code = index->offer_codes.column[i];
        const struct rating *rating = &prepared->ratings[code];
        bool plainer = best != HASH_NONE && rating->closeness == close && !rating->linked;
        if (index->structural[code] != structure || (rating->closeness <= close && !plainer))
            continue;
        best = code;
        close = prepared->ratings[code].closeness;
    }
    return best;
}
