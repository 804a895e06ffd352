/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who pays, or gets, how much of one amount: keys of repartition, floors and ceilings, cost sharing, and the test that
 * no subset would pay less alone. Whole cents in, whole cents out, and their sum is the amount: always. */
#pragma once
#include "engines/kernel/rational.h"

/* A key says what each of the people weighs: by NULL, all alike; by alone, its figure; by and times, the product of
 * both ("population × rural share"). Figures are ≥ 0, one for each of the people. part is what the key counts for in a
 * mixture: 1 alone; the parts of a mixture sum to 1, exactly. */
struct shares_key { struct rational part; const struct rational *by, *times; };

enum shares_refusal {
    SHARES_GOOD,
    SHARES_NOBODY,                 /* no people, or no key */
    SHARES_NEGATIVE_AMOUNT,
    SHARES_NEGATIVE_WEIGHT,        /* where: whose */
    SHARES_NO_WEIGHT,              /* all weights of a key are 0; where: the key */
    SHARES_PARTS,                  /* the parts of the keys do not sum to 1, or one is negative */
    SHARES_BOUNDS,                 /* a floor negative, or above its ceiling; where: whose */
    SHARES_FLOORS,                 /* the floors sum to more than the amount */
    SHARES_CEILINGS,               /* the ceilings, and the zero weights, leave a part of the amount to nobody */
    SHARES_TOO_FINE,               /* the common denominator of the weights is above 2²⁰⁴⁸ */
    SHARES_TOO_LARGE               /* an amount above SHARES_MOST */
};
#define SHARES_MOST INT64_C(1000000000000000000)           /* 10¹⁸ cents: sums of two stay within int64 */

struct shares_question {
    int64_t amount;                                        /* cents, 0 … SHARES_MOST */
    size_t people;
    const char *const *ids;        /* equal remainders: the smaller id first, so that the order of the list changes
                                    * nothing; NULL: the earlier in the list */
    const struct shares_key *keys; size_t key_count;
    const int64_t *least, *most;                           /* cents, by person; NULL: none */
};
enum shares_hold { SHARES_FREE, SHARES_AT_LEAST, SHARES_AT_MOST };
struct shares {
    enum shares_refusal refusal; size_t where;             /* when not SHARES_GOOD, nothing below means anything */
    int64_t *cents;                                        /* sum to the amount */
    struct rational *weight;                               /* of the mixture: sum to 1 */
    struct rational *exact;                                /* cents before they were made whole: sum to the amount */
    enum shares_hold *held;                                /* its floor or its ceiling stopped it */
    bool *rounded_up;                                      /* got one of the cents that the others' fractions left */
};
/* Largest remainder (Hamilton): the whole cents of each exact share, then one more to the largest fractions. With
 * floors and ceilings, the shares are min(max(floor, λ × weight), ceiling) for the one λ that spends the amount: who is
 * stopped is stopped, and the rest is shared by the same key. All in the arena. */
struct shares shares_split(struct arena *arena, const struct shares_question *question);

/* Whole cents of exact shares whose sum is `total`, by the same rule; shares may be negative. False, nothing written,
 * when the sum is another or a share is beyond int64. rounded_up may be NULL. */
bool shares_whole(struct arena *arena, size_t people, const char *const *ids, const struct rational *exact,
                  int64_t total, int64_t *cents, bool *rounded_up);
