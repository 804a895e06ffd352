/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who sits at which table: participants with ranked wishes, tables with places, and a mix of colleges. A flow of least
 * cost (Busacker and Gowen 1961, with the potentials of Edmonds and Karp 1972), exact; the rule that no table holds a
 * single college is then reached by branch and bound and, when that is cut, by prices on mixing (a Lagrangian bound):
 * with its proof or the gap that is left. */
#pragma once
#include "base/memory.h"

enum { ASSIGN_NOWHERE = 0xFFFFFFFFu, ASSIGN_MOST_PARTICIPANTS = 5000, ASSIGN_MOST_TABLES = 500,
       ASSIGN_MOST_COLLEGES = 32, ASSIGN_MOST_WISHES = 20, ASSIGN_NO_WISH = 1000 };

/* The wishes of participant p are wish[wish_start[p]] … wish[wish_start[p + 1] − 1], tables, the dearest first, each
 * once, at most ASSIGN_MOST_WISHES. The r-th wish, from 0, costs r (r + 1)/2: two disappointments of one rank weigh
 * less than one of two ranks; a table that was not wished costs ASSIGN_NO_WISH. */
struct assign_problem {
    uint32_t participants, tables, colleges;               /* colleges ≥ 1, within the limits above */
    const uint32_t *places;                                /* by table */
    const uint32_t *college;                               /* by participant; NULL: all 0 */
    const size_t *wish_start; const uint32_t *wish;
    double most_share;                                     /* of the places of a table for one college: ]0, 1]; 0: 1 */
    bool mixed;                                            /* where two sit or more, two colleges do at least */
    bool only_wishes;                                      /* nobody is sent where he did not ask to go */
    uint32_t most_nodes;                                   /* of the search for mixed tables; 0: 500, and 100 above
                                                            * 200,000 participants × tables */
};
struct assign_result {
    uint32_t *table;                                       /* by participant; ASSIGN_NOWHERE: no place is left */
    uint32_t placed;                                       /* as many as can be, before any wish */
    int64_t cost, bound;                                   /* equal: no better one that mixes as many tables exists */
    uint32_t single;                                       /* tables that hold one college all the same */
};
struct assign_result assign_solve(struct arena *arena, const struct assign_problem *problem);
