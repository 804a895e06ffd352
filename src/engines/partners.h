/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Partners: who could complete a group that answers a contract. Candidates are ranked by what past contracts say: with
 * whom they won, for whom, what, where. A score is the sum of its parts, each with its reason, all in [0, 1]. */
#pragma once
#include "base/text.h"

/* A company: one legal unit. codes: what its own page says ("cpv:45", "naf:8130Z"), or none. */
struct partner_company {
    const char *name;
    bool placed; double longitude, latitude;
    const char *const *codes; size_t code_count;
};
/* A past contract. Buyers and consultations (one tender, in several lots) are numbered by the caller. */
struct partner_contract {
    const char *cpv;                                       /* "45262330"; NULL: not said */
    uint32_t buyer, consultation;
    bool placed; double longitude, latitude;
    double people;                                         /* of its place; 0: not known */
    const uint32_t *winners; size_t winner_count;          /* companies, each once */
};
struct partner_source {
    const struct partner_company *companies; size_t company_count;
    const struct partner_contract *contracts; size_t contract_count;
};

/* What each part may add at most; ≥ 0, together 1. Learned: see bench/partners and weights.c. */
enum partner_part {
    PARTNER_TRADE,                                         /* ln(1 + contracts of the same CPV division) */
    PARTNER_FAMILY,                                        /* digits of the CPV code shared with one it won, of five */
    PARTNER_NEAR_TRADE,                                    /* nearness of its nearest contract of that division */
    PARTNER_NEAR,                                          /* nearness of its seat or nearest contract */
    PARTNER_TOGETHER,                                      /* ln(1 + contracts won together with the members) */
    PARTNER_LOTS,                                          /* ln(1 + lots of the same tenders) */
    PARTNER_BUYERS,                                        /* ln(1 + buyers in common) */
    PARTNER_NAME,                                          /* a rare word of its name is in a member's */
    PARTNER_SIZE,                                          /* places of a like size */
    PARTNER_PARTS
};
struct partner_weights { double part[PARTNER_PARTS]; };
extern const struct partner_weights partner_usual_weights;

struct partner_query {
    const char *cpv;
    bool placed; double longitude, latitude, people;
    const uint32_t *with; size_t with_count;               /* the members already there: never proposed */
    const uint32_t *without; size_t without_count;         /* contracts of these buyers are not looked at */
    size_t most;
};
struct partner_reason { enum partner_part part; double share, figure; const char *what; };
struct partner_result {
    uint32_t company;
    double score;                                          /* exactly the sum of the shares */
    struct partner_reason reasons[PARTNER_PARTS]; size_t reason_count;   /* the largest first, none at 0 */
};

/* Built once, then only read; what is given must live as long. */
struct partners;
struct partners *partners_build(struct arena *arena, const struct partner_source *source);
/* The best partners, best first (equal scores by ascending number). Who shares neither the family of purchase nor a
 * past with the members is left out. Work grows in proportion to the contracts. Returns how many. */
size_t partners_find(struct arena *arena, const struct partners *partners, const struct partner_query *query,
                     const struct partner_weights *weights, struct partner_result *results);
/* The parts of every company before their weights, PARTNER_PARTS of each; candidate[i] says who may be proposed. For
 * those who learn weights. */
void partners_parts(struct arena *arena, const struct partners *partners, const struct partner_query *query,
                    double *parts, bool *candidate);
/* "a déjà remporté 2 marchés avec Durand", "même famille d’achat : espaces verts (773)", "à 12 km"… */
void partner_sentence(struct buffer *out, const struct partner_reason *reason);
