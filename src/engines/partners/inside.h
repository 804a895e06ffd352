/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of partners share; nobody else includes it. */
#pragma once
#include "engines/kernel/hash.h"
#include "engines/kernel/sparse.h"
#include "engines/partners.h"

enum { FAMILY_DIGITS = 5 };

struct partners {
    struct partner_source source;
    struct text_map words; uint32_t *bearers;              /* of names; companies that bear each */
    struct sparse company_words, word_companies;
    struct sparse company_contracts;
    struct sparse tender_contracts;                        /* consultation × contract */
    uint32_t buyers;                                       /* numbers are below this */
};

/* What past contracts say of one company for one question. */
struct evidence {
    double won, trade;                                     /* contracts; those of the same division */
    int depth; const char *family;                         /* digits shared with a code it won or has; that code */
    double near, near_trade;                               /* km; INFINITY when not known */
    double together, lots, buyers, name;
    double people;                                         /* sum of ln(1 + people) over its placed contracts */
    uint32_t partner, fellow;                              /* a member it won with, or beside */
    const char *shared_word;
    bool candidate;
};
/* In the arena, by company. */
struct evidence *partners_evidence(struct arena *arena, const struct partners *partners,
                                   const struct partner_query *query);
void evidence_parts(const struct evidence *evidence, const struct partner_query *query, double *parts);
