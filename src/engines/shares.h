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

/* What a cost is for others: cost(set) of the people of a set as bits, cents from 0 to COST_MOST. Never asked of the
 * empty set, which costs nothing. */
enum { COST_MOST_PEOPLE = 20 };
#define COST_MOST INT64_C(10000000000000000)               /* 10¹⁶ cents */
struct cost_game { uint32_t people; int64_t (*cost)(void *context, uint32_t set); void *context; };

enum cost_method {
    COST_EQUAL,                    /* the whole cost, all alike */
    COST_PROPORTIONAL,             /* by what each would pay alone */
    COST_MARGINAL,                 /* what each adds to the others, then the rest by what each still saves (separable
                                    * costs, remaining benefits: Tennessee Valley Authority; Young 1985) */
    COST_SHAPLEY,                  /* what each adds, on the average of all orders of arrival (Shapley 1953) */
    COST_OWEN                      /* the same when people come in unions that stay together (Owen 1977) */
};
struct cost_shares {
    bool good;                     /* false: nobody, too many people, a cost out of limits, or unions with gaps */
    int64_t total;
    int64_t *cents;                /* sum to the total, whole as shares_whole makes them */
    struct rational *exact;        /* exact fractions, also of Shapley and Owen (engines/coalitions.h has doubles) */
};
/* unions (COST_OWEN only): the number of each one's union, from 0 without gaps. ids: as in shares_question. */
struct cost_shares cost_split(struct arena *arena, const struct cost_game *game, enum cost_method method,
                              const uint32_t *unions, const char *const *ids);

/* A subset that would pay less alone: its people as bits, what they pay here, what they would pay alone. */
struct cost_objection { uint32_t set; int64_t pays, alone; };
struct cost_core {
    bool tested;                   /* false: too many people */
    size_t total;                  /* subsets that object; 0: the shares stand in the core */
    size_t count; struct cost_objection *objections;
};
/* The core test: every subset of the game against these shares; at most `most` objections are kept, the largest saving
 * first (equal ones: fewer people, then smaller bits). */
struct cost_core cost_core_test(struct arena *arena, const struct cost_game *game, const int64_t *cents, size_t most);

/* What a quantity costs: straight lines between points, rounded to the cent, half up. */
struct cost_tariff { size_t count; const int64_t *quantity, *cost; };
/* Quantities rise from 0, costs never fall, and none is above COST_MOST. */
bool cost_tariff_good(const struct cost_tariff *tariff);
bool cost_of_quantity(const struct cost_tariff *tariff, int64_t quantity, int64_t *cents);   /* false: beyond it */

/* Serial (Moulin, Shenker 1992): who asks for little pays as if all asked for as little; for the next units, those who
 * ask for more pay alike. What is due for nothing at all is shared alike. Not good on a negative demand, or when the
 * tariff does not reach their sum. */
struct cost_shares cost_serial(struct arena *arena, size_t people, const int64_t *demand,
                               const struct cost_tariff *tariff, const char *const *ids);
/* The runway (Littlechild, Owen 1973): one thing, as large as the largest needs it. need: what each would pay alone,
 * 0 … COST_MOST; each slice of cost is shared alike by those who need it. This is their Shapley value, for any number
 * of people. */
struct cost_shares cost_runway(struct arena *arena, size_t people, const int64_t *need, const char *const *ids);
