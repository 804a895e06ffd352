/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Commitments that wait for others ("10 000 € if the Region votes"): what unlocks what, who waits for whom in a circle,
 * who could break it and by how much; and co-funding ceilings ("public money: at most 80 % of the total"). */
#pragma once
#include "base/memory.h"

/* One condition. About money, what counts is what the others bring once the ceilings have cut it. */
enum condition_kind {
    CONDITION_WHO,                 /* that number commits */
    CONDITION_TOTAL,               /* the others bring together at least these cents */
    CONDITION_GROUP,               /* those others of that group bring at least these cents */
    CONDITION_COUNT                /* at least that number of others commit */
};
struct condition {
    enum condition_kind kind;
    uint32_t which;                /* a commitment, a group, a count */
    int64_t cents;
    uint32_t any;                  /* 0: needed. Conditions with the same number above 0: one of them is enough */
};
/* A ceiling: at most top/bottom of `cost`, or, where cost is 0, of all that is brought. {0}: none. */
struct commitment_ceiling { int64_t top, bottom, cost; };
struct commitment {
    int64_t cents;
    uint32_t group;
    size_t condition_count; const struct condition *conditions;        /* none: firm */
    struct commitment_ceiling ceiling;                                 /* its own */
};

enum { COMMITMENTS_MOST = 100, CONDITIONS_MOST = 50, CEILING_FINEST = 10000 };
#define COMMITMENTS_MOST_CENTS INT64_C(10000000000000)                 /* 10¹³ each */
enum commitments_refusal {
    COMMITMENTS_GOOD,
    COMMITMENTS_COUNT,             /* more than COMMITMENTS_MOST, or CONDITIONS_MOST of one; where */
    COMMITMENTS_AMOUNT,            /* below 0 or above the most; where: whose */
    COMMITMENTS_CONDITION,         /* names itself, or nobody, or cents below 0; where: whose */
    COMMITMENTS_CEILING,           /* not above 0 and at most 1, or finer than 1/CEILING_FINEST; where: whose, or the
                                    * count + the group */
    COMMITMENTS_UNSTEADY           /* ceilings on the total that sum to about 1: no total was found that respects all */
};
struct commitments_question {
    size_t count; const struct commitment *commitments;
    uint32_t groups;                                                   /* above every number of a group */
    const struct commitment_ceiling *ceilings;                         /* by group; NULL: none */
};

enum commitment_state {
    COMMITMENT_FREE,               /* firm, or its conditions are met: it is brought */
    COMMITMENT_CIRCLE,             /* all would be met if those who wait moved together: nobody dares first */
    COMMITMENT_LACKING             /* even if all who could moved, a condition would not be met */
};
struct commitment_result {
    enum commitment_state state;
    uint32_t round;                /* free: after so many rounds, 0 for the firm ones */
    int64_t cents;                 /* brought, once cut by the ceilings; 0 when not free */
    /* When not free: */
    uint32_t waits_for;            /* the first condition not met */
    int64_t lacks;                 /* about money: cents that are missing for it today; else 0 */
    int64_t outside;               /* the least cents of firm money from elsewhere that would free it; −1: none would */
    int64_t frees;                 /* did it commit without waiting: the cents brought in all that this adds */
    uint32_t frees_count;          /* and how many others that frees */
};
struct commitment_circle { size_t count; uint32_t *members; };         /* each waits for the next, the last for the
                                                                        * first */
struct commitments {
    enum commitments_refusal refusal; size_t where;
    struct commitment_result *results;
    int64_t total;                                                     /* brought, once cut */
    int64_t promised;                                                  /* all amounts, conditions and ceilings aside */
    int64_t together;                                                  /* were the circles broken */
    int64_t *group_cents;                                              /* by group, of the total */
    size_t circle_count; struct commitment_circle *circles;            /* no member in two */
};
/* The least fixed point: the firm ones first, then, round after round, those whose conditions are met by what is
 * brought; nothing is assumed. Ceilings cut what is brought to the largest total where each is respected to the cent;
 * a group above its own is cut in proportion (largest remainder, equal ones in the order given). More money or fewer
 * conditions never lock what was free. All in the arena. */
struct commitments commitments_resolve(struct arena *arena, const struct commitments_question *question);
