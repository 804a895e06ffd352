/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One pass over past contracts for one question: what each company won, where, with whom. */
#include "base/earth.h"
#include "engines/matching.h"
#include "engines/partners/inside.h"
#include <math.h>
#include <string.h>

enum { RARE_WORD = 30, DIVISION = 2, LINKED_DIGITS = 2 };  /* a trade linked to a purchase is worth its division */

static double km_to(const struct partner_query *query, bool placed, double longitude, double latitude)
{
    if (!query->placed || !placed)
        return INFINITY;
    double north = (latitude - query->latitude) * RADIANS;
    double east = (longitude - query->longitude) * RADIANS * cos(query->latitude * RADIANS);
    return EARTH_KM * sqrt(north * north + east * east);   /* flat: enough for ranking what is near */
}

/* The digits that both share, before the zeros that fill the question's code; at most FAMILY_DIGITS. */
static int shared_digits(const char *asked, const char *code)
{
    size_t length = asked ? strspn(asked, "0123456789") : 0;
    int shared = 0;
    while (length > DIVISION && asked[length - 1] == '0')
        length--;
    while (code && (size_t)shared < length && shared < FAMILY_DIGITS && code[shared] == asked[shared])
        shared++;
    return shared;
}

static bool looked_at(const struct partner_query *query, const struct partner_contract *contract)
{
    for (size_t i = 0; i < query->without_count; i++)
        if (query->without[i] == contract->buyer)
            return false;
    return true;
}

static void add_win(const struct partner_query *query, const struct partner_contract *contract, int depth, double km,
                    struct evidence *evidence)
{
    evidence->candidate = true;
    evidence->won++;
    evidence->trade += depth >= DIVISION;
    evidence->near = fmin(evidence->near, km);
    if (depth >= DIVISION)
        evidence->near_trade = fmin(evidence->near_trade, km);
    if (depth > evidence->depth) {
        evidence->depth = depth;
        evidence->family = contract->cpv;
    }
    evidence->people += log1p(contract->placed && contract->people > 0 ? contract->people : 8000);
}

static void read_contracts(const struct partners *partners, const struct partner_query *query, struct evidence *all)
{
    const struct partner_source *source = &partners->source;
    for (size_t i = 0; i < source->contract_count; i++) {
        const struct partner_contract *contract = &source->contracts[i];
        if (!looked_at(query, contract))
            continue;
        int depth = shared_digits(query->cpv, contract->cpv);
        double km = km_to(query, contract->placed, contract->longitude, contract->latitude);
        for (size_t w = 0; w < contract->winner_count; w++)
            add_win(query, contract, depth, km, &all[contract->winners[w]]);
    }
}

/* The strength of the best link from the purchase to a trade, by the longest beginning that has links. */
static double linked(const char *cpv, const char *naf)
{
    double best = 0;
    size_t longest = 0;
    for (size_t i = 0; i < match_cpv_naf_count; i++) {
        const struct match_link *link = &match_cpv_naf[i];
        size_t length = strlen(link->need) - strlen("cpv:");
        if (!text_starts(link->offer, "naf:") || !text_starts(cpv, link->need + 4) || length < longest)
            continue;
        if (length > longest)
            best = 0;
        longest = length;
        best = text_starts(naf, link->offer) ? fmax(best, link->strength) : best;
    }
    return best;
}

/* What a page says of itself: a code of the family, a trade that answers it, a seat. */
static void read_page(const struct partner_query *query, const struct partner_company *company,
                      struct evidence *evidence)
{
    double km = km_to(query, company->placed, company->longitude, company->latitude);
    evidence->near = fmin(evidence->near, km);
    for (size_t i = 0; i < company->code_count; i++) {
        const char *code = company->codes[i];
        int depth = text_starts(code, "cpv:") ? shared_digits(query->cpv, code + 4) : 0;
        if (text_starts(code, "naf:") && query->cpv && linked(query->cpv, code) >= 0.5)
            depth = LINKED_DIGITS;
        if (depth < DIVISION)
            continue;
        evidence->candidate = true;
        evidence->near_trade = fmin(evidence->near_trade, km);
        if (depth <= evidence->depth)
            continue;
        evidence->depth = depth;
        evidence->family = code;
    }
}

static void read_together(const struct partners *partners, const struct partner_query *query, uint32_t member,
                          struct evidence *all)
{
    const struct sparse *won = &partners->company_contracts, *tenders = &partners->tender_contracts;
    for (size_t i = won->start[member]; i < won->start[member + 1]; i++) {
        const struct partner_contract *contract = &partners->source.contracts[won->column[i]];
        if (!looked_at(query, contract))
            continue;
        for (size_t w = 0; w < contract->winner_count; w++) {
            all[contract->winners[w]].together++;
            all[contract->winners[w]].partner = member;
        }
        uint32_t tender = contract->consultation;
        for (size_t t = tenders->start[tender]; t < tenders->start[tender + 1]; t++) {
            const struct partner_contract *lot = &partners->source.contracts[tenders->column[t]];
            for (size_t w = 0; w < lot->winner_count && tenders->column[t] != won->column[i]; w++) {
                all[lot->winners[w]].lots++;
                all[lot->winners[w]].fellow = member;
            }
        }
    }
}

/* Buyers of the members, then who else won with each of them, once a buyer. */
static void read_buyers(struct arena *work, const struct partners *partners, const struct partner_query *query,
                        struct evidence *all)
{
    bool *served = arena_array(work, partners->buyers + 1, sizeof *served);
    struct int_map seen = {.arena = work};
    const struct sparse *won = &partners->company_contracts;
    for (size_t m = 0; m < query->with_count; m++)
        for (size_t i = won->start[query->with[m]]; i < won->start[query->with[m] + 1]; i++)
            served[partners->source.contracts[won->column[i]].buyer] = true;
    for (size_t i = 0; i < partners->source.contract_count; i++) {
        const struct partner_contract *contract = &partners->source.contracts[i];
        if (!contract->buyer || !served[contract->buyer] || !looked_at(query, contract))
            continue;
        for (size_t w = 0; w < contract->winner_count; w++) {
            uint64_t *times = int_map_at(&seen, (uint64_t)contract->winners[w] << 32 | contract->buyer);
            all[contract->winners[w]].buyers += *times == 0;
            *times = 1;
        }
    }
}

static void read_names(const struct partners *partners, uint32_t member, struct evidence *all)
{
    const struct sparse *words = &partners->company_words, *bearers = &partners->word_companies;
    double companies = (double)partners->source.company_count;
    for (size_t i = words->start[member]; i < words->start[member + 1]; i++) {
        uint32_t word = words->column[i];
        double count = (double)(bearers->start[word + 1] - bearers->start[word]);
        double rare = companies > 1 ? log(companies / count) / log(companies) : 0;
        for (size_t j = bearers->start[word]; count <= RARE_WORD && j < bearers->start[word + 1]; j++) {
            struct evidence *evidence = &all[bearers->column[j]];
            if (rare <= evidence->name)
                continue;
            evidence->name = rare;
            evidence->shared_word = partners->words.texts[word];
        }
    }
}

struct evidence *partners_evidence(struct arena *arena, const struct partners *partners,
                                   const struct partner_query *query)
{
    struct arena work = {0};
    size_t count = partners->source.company_count;
    struct evidence *all = arena_array(arena, count, sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i].near = all[i].near_trade = INFINITY;
    read_contracts(partners, query, all);
    for (size_t i = 0; i < count; i++)
        read_page(query, &partners->source.companies[i], &all[i]);
    for (size_t i = 0; i < query->with_count; i++) {
        read_together(partners, query, query->with[i], all);
        read_names(partners, query->with[i], all);
    }
    read_buyers(&work, partners, query, all);
    for (size_t i = 0; i < query->with_count; i++)
        all[query->with[i]].candidate = false;
    arena_free(&work);
    return all;
}
