/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Parts, scores and the choice. */
#include "engines/kernel/inverted.h"
#include "engines/partners/inside.h"
#include <math.h>

static const double FAR_KM = 400, NEAR_KM = 10;            /* nearness: 1 on the spot, 0 from FAR_KM on */
static const double MANY = 50, MANY_PAST = 10;             /* counts that give the whole part */
static const double LOG_SIZES = 9;                         /* between a hamlet and a metropolis */
static const double STEP = 0x1p-40;                        /* shares are whole steps, so that they add up exactly */

static double counted(double count, double many)
{
    return fmin(1, log1p(count) / log1p(many));
}

static double nearness(double km)
{
    return km >= FAR_KM ? 0 : 1 - log1p(km / NEAR_KM) / log1p(FAR_KM / NEAR_KM);
}

void evidence_parts(const struct evidence *evidence, const struct partner_query *query, double *parts)
{
    double usual = evidence->won > 0 ? evidence->people / evidence->won : 0;
    double apart = fabs(usual - log1p(query->people > 0 ? query->people : 8000));
    parts[PARTNER_TRADE] = counted(evidence->trade, MANY);
    parts[PARTNER_FAMILY] = evidence->depth / (double)FAMILY_DIGITS;
    parts[PARTNER_NEAR_TRADE] = nearness(evidence->near_trade);
    parts[PARTNER_NEAR] = nearness(evidence->near);
    parts[PARTNER_TOGETHER] = counted(evidence->together, MANY_PAST);
    parts[PARTNER_LOTS] = counted(evidence->lots, MANY);
    parts[PARTNER_BUYERS] = counted(evidence->buyers, MANY_PAST);
    parts[PARTNER_NAME] = evidence->name;
    parts[PARTNER_SIZE] = !query->placed || evidence->won == 0 ? 0 : fmax(0, 1 - apart / LOG_SIZES);
}

void partners_parts(struct arena *arena, const struct partners *partners, const struct partner_query *query,
                    double *parts, bool *candidate)
{
    struct evidence *all = partners_evidence(arena, partners, query);
    for (size_t i = 0; i < partners->source.company_count; i++) {
        evidence_parts(&all[i], query, parts + i * PARTNER_PARTS);
        candidate[i] = all[i].candidate;
    }
}

static double share_of(const struct partner_weights *weights, int part, double value)
{
    return floor(weights->part[part] * value / STEP + 0.5) * STEP;
}

static double score_of(const struct partner_weights *weights, const double *parts)
{
    double score = 0;
    for (int part = 0; part < PARTNER_PARTS; part++)
        score += share_of(weights, part, parts[part]);
    return score;
}

static const char *name_of(const struct partners *partners, uint32_t company)
{
    return partners->source.companies[company].name;
}

static struct partner_reason reason_of(const struct partners *partners, const struct evidence *evidence,
                                       enum partner_part part, double share)
{
    struct partner_reason reason = {.part = part, .share = share};
    switch (part) {
    case PARTNER_TRADE: reason.figure = evidence->trade, reason.what = evidence->family; break;
    case PARTNER_FAMILY: reason.figure = evidence->depth, reason.what = evidence->family; break;
    case PARTNER_NEAR_TRADE: reason.figure = evidence->near_trade; break;
    case PARTNER_NEAR: reason.figure = evidence->near; break;
    case PARTNER_TOGETHER:
        reason.figure = evidence->together;
        reason.what = name_of(partners, evidence->partner);
        break;
    case PARTNER_LOTS: reason.figure = evidence->lots, reason.what = name_of(partners, evidence->fellow); break;
    case PARTNER_BUYERS: reason.figure = evidence->buyers; break;
    case PARTNER_NAME: reason.what = evidence->shared_word; break;
    default: break;
    }
    return reason;
}

static void explain(const struct partners *partners, const struct evidence *evidence, const double *parts,
                    const struct partner_weights *weights, struct partner_result *result)
{
    for (int part = 0; part < PARTNER_PARTS; part++) {
        double share = share_of(weights, part, parts[part]);
        if (share <= 0)
            continue;
        size_t at = result->reason_count++;
        for (; at > 0 && result->reasons[at - 1].share < share; at--)
            result->reasons[at] = result->reasons[at - 1];
        result->reasons[at] = reason_of(partners, evidence, part, share);
    }
}

size_t partners_find(struct arena *arena, const struct partners *partners, const struct partner_query *query,
                     const struct partner_weights *weights, struct partner_result *results)
{
    struct arena work = {0};
    struct evidence *all = partners_evidence(&work, partners, query);
    struct best best = {arena_array(&work, query->most, sizeof *best.hits), 0, query->most};
    double parts[PARTNER_PARTS];
    for (uint32_t i = 0; i < partners->source.company_count; i++) {
        bool related = all[i].depth > 0 || all[i].together > 0 || all[i].lots > 0 || all[i].name > 0;
        evidence_parts(&all[i], query, parts);
        if (all[i].candidate && related)
            best_offer(&best, i, score_of(weights, parts));
    }
    best_sort(&best);
    for (size_t i = 0; i < best.count; i++) {
        const struct evidence *evidence = &all[best.hits[i].document];
        results[i] = (struct partner_result){.company = best.hits[i].document, .score = best.hits[i].score};
        evidence_parts(evidence, query, parts);
        explain(partners, evidence, parts, weights, &results[i]);
    }
    arena_free(&work);
    return best.count;
}
