/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of coalitions share; nobody else includes it. */
#pragma once
#include "engines/coalitions.h"

/* The cheapest team under given costs ≥ 1 for each candidate. */
struct team_search {
    const struct team_problem *problem;
    const double *wanted;                                  /* what can be reached of it */
    const int64_t *cost;
    const bool *barred;                                    /* beside problem->excluded; NULL: nobody */
    uint32_t most_members;                                 /* 0: no limit */
};
struct team_found { bool found; size_t count; uint32_t *members; int64_t cost; double gap; };
struct team_found team_solve(struct arena *arena, const struct team_search *search);
