/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pabulib files (.pb, pabulib.org/format): elections of participatory budgets. */
#pragma once
#include "base/text.h"

enum pabulib_kind { PABULIB_APPROVAL, PABULIB_ORDINAL, PABULIB_CUMULATIVE, PABULIB_SCORING, PABULIB_CHOOSE_ONE };

/* Amounts in cents. Ballots one after the other: voter v's are start[v] … start[v + 1] − 1. points: 1 for an approval,
 * those written for points and scores, max_length − place for an order; times `scale` when they had decimals. */
struct pabulib {
    enum pabulib_kind kind;
    const char *description, *rule, *currency;             /* NULL when absent */
    int64_t budget, least_score;                           /* least_score: min_project_score_threshold, else 0 */
    int64_t scale;
    uint32_t projects, voters;
    const char **id, **name;                               /* name may be NULL */
    int64_t *cost; int8_t *selected;                       /* selected: the official outcome, −1 when it is not said */
    const char **voter;                                    /* voter_id, "" when the file gives none */
    size_t *start, choices; uint32_t *project; int64_t *points;
    size_t problem_count;                                  /* lines left out; the first 100 are told: */
    struct pabulib_problem { int64_t line; const char *what; } problems[100];     /* English ids */
    const char *trouble; int64_t trouble_line;             /* why there is no election at all, else NULL; 0: nowhere */
};

/* CRLF or LF, quoted cells, BOM. A ballot that cannot be read whole, or of somebody who has voted, is left out; of one
 * that names a project twice, or one that does not exist, only that. False with trouble set when there is no usable
 * election. Limits: 100,000 projects, 10 million voters, 100,000 choices a ballot. */
bool pabulib_read(struct pabulib *election, struct arena *arena, const char *bytes, size_t length);
