/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money that follows gifts: matched funds with caps, campaigns with a floor and a goal, quadratic funding. Whole cents;
 * never above a pool nor a cap; a gift more never lowers what is matched in all. */
#pragma once
#include "engines/kernel/rational.h"

/* A gift that is confirmed; gifts stand in the order they came. person and project are numbers from 0. */
struct gift { uint32_t person, project; int64_t cents; int64_t day; };
#define MATCHED_MOST INT64_C(100000000000000)              /* 10¹⁴ cents: all gifts together */
#define MATCHED_NO_LIMIT INT64_MAX

/* A partner who adds ratio cents for each cent, within caps (MATCHED_NO_LIMIT: none). Goteo's simple fund is ratio 1,
 * 100 € a gift, 500 € a project, the first gift of a person only. Caps of a person hold within one project: over all
 * projects, a larger gift to one could lower the sum. */
struct matched_fund {
    struct rational ratio;                                 /* ≥ 0; top and bottom at most 10⁶ */
    int64_t per_gift, per_person, per_project, pool;       /* cents this fund adds at most; ≥ 0 */
    int64_t gifts_per_person;                              /* of each project, the first so many; ≥ 1 */
    int64_t until;                                         /* gifts of this day still count */
};
enum matched_refusal {
    MATCHED_GOOD,
    MATCHED_NEGATIVE,              /* a gift or a cap below 0; where: its number */
    MATCHED_TOO_LARGE,             /* the gifts sum to more than MATCHED_MOST */
    MATCHED_RATIO                  /* a ratio below 0, or too fine; where: the fund */
};
struct matched_question {
    size_t gift_count; const struct gift *gifts;
    uint32_t people, projects;     /* above every number of the gifts */
    size_t fund_count; const struct matched_fund *funds;
};
enum matched_limit { LIMIT_NONE, LIMIT_GIFT, LIMIT_PERSON, LIMIT_PROJECT, LIMIT_POOL, LIMIT_TOO_MANY, LIMIT_LATE };
struct matched {
    enum matched_refusal refusal; size_t where;
    int64_t *given;                                        /* by project */
    int64_t *added;                                        /* by fund × projects + project */
    int64_t *of_gift;                                      /* by fund × gift_count + gift */
    enum matched_limit *limit;                             /* what held the fund back at this gift, the same way */
    int64_t *spent;                                        /* by fund, at most its pool */
    bool *open;                                            /* by fund × projects + project: could it add a cent more,
                                                            * were a new person to give? For the multiplier shown */
};
/* Each fund follows the gifts of a project as they come: the whole cents of ratio × what its caps let through, summed
 * before they are made whole, so that no cent is lost to the size of the gifts. While its pool lasts: what it spends in
 * all is min(pool, Σ by project of min(per_project, what the gifts call for)), whatever the order. */
struct matched matched_run(struct arena *arena, const struct matched_question *question);

/* A campaign that must reach a floor, else everything is given back (okoté, Goteo: floor and goal). */
enum matched_base { BASE_ALL, BASE_GIFTS };                /* gifts and what was added, or gifts */
struct matched_campaign {
    int64_t goal, floor;                                   /* cents; 0 < floor ≤ goal (matched_floor) */
    enum matched_base floor_base, commission_base;
    struct rational commission;                            /* 0 … 1, of what is raised when it is reached */
};
enum campaign_state { CAMPAIGN_FAILED, CAMPAIGN_REACHED, CAMPAIGN_COMPLETE };    /* below the floor; from it; goal */
struct campaign_result {
    bool good;                                             /* false: a number out of its limits */
    enum campaign_state state;
    int64_t given, added, total;                           /* total: given + added, also of one that failed */
    int64_t missing;                                       /* cents of its base below the floor; 0 when reached */
    int64_t commission;                                    /* rounded to the cent, half up; 0 when failed */
    int64_t of_gifts; int64_t *of_funds;                   /* the commission each part bears: whole cents down, and what
                                                            * is left on the last fund that added something */
    int64_t net;                                           /* total − commission; 0 when failed */
    int64_t refunded;                                      /* given when failed, else 0; the funds then owe nothing */
    struct rational multiplier;                            /* 1 + the ratios of the funds still open here: what the next
                                                            * euro is worth today */
};
/* The least whole cents that are at least this fraction of the goal. */
int64_t matched_floor(struct arena *arena, int64_t goal, struct rational fraction);
struct campaign_result matched_settle(struct arena *arena, const struct matched_question *question,
                                      const struct matched *matched, uint32_t project,
                                      const struct matched_campaign *campaign);

/* Quadratic funding (Buterin, Hitzig, Weyl 2019): a project calls for (Σ √gift of each person)² − Σ gifts. Pairwise
 * bounded (Buterin 2019): each pair of people adds 2 √(a b) to a project, times bound/(bound + Σ by project √(a b)),
 * so that two who always give together count less. */
enum quadratic_rule { QUADRATIC_PLAIN, QUADRATIC_PAIRWISE };
struct quadratic_question {
    size_t gift_count; const struct gift *gifts;           /* those of a person to a project count as one */
    uint32_t people, projects;
    const char *const *ids;                                /* of projects: equal fractions; NULL: the earlier */
    enum quadratic_rule rule;
    int64_t pool, per_project;                             /* per_project: MATCHED_NO_LIMIT, or a cap */
    int64_t bound;                                         /* cents, > 0; QUADRATIC_PAIRWISE */
};
struct quadratic {
    enum matched_refusal refusal; size_t where;
    int64_t *given; uint32_t *givers;                      /* by project */
    struct rational *called;                               /* cents it calls for; roots of unequal gifts, and pairs, are
                                                            * rounded down by a trifle */
    int64_t *added;                                        /* ≤ called, ≤ per_project, sum ≤ pool */
    bool scaled;                                           /* the pool was too small for what is called */
    int64_t spent;
};
enum { QUADRATIC_MOST_PAIRS_OF = 2000 };                   /* people of QUADRATIC_PAIRWISE */
/* What is called, in proportion when the pool is too small; whole cents by the largest remainder. */
struct quadratic quadratic_run(struct arena *arena, const struct quadratic_question *question);

/* The same had this person given by halves under two names: what it moves to the projects they gave to (cents, > 0:
 * worth cheating). */
int64_t quadratic_split(struct arena *arena, const struct quadratic_question *question,
                        const struct quadratic *honest, uint32_t person);
