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
    const struct team_found *known;                        /* a team to do better than; NULL: none */
    uint64_t *looks;                                       /* how many are left for all searches; this takes ≤ half */
};
struct team_found { bool found; size_t count; uint32_t *members; int64_t cost; double gap, farther; bool stopped; };
struct team_found team_solve(struct arena *arena, const struct team_search *search);

/* A search under way. */
static const double team_tiny = 1e-9;
enum team_state { FREE, TAKEN, LEFT_OUT };
struct solving {
    const struct team_search *search;
    const struct team_problem *problem;
    struct arena *arena;
    uint8_t *state;
    double *rest;                                          /* by demand: what is left to cover */
    uint32_t *trail; size_t trail_count;
    size_t *clash_start; uint32_t *clash_with;
    uint32_t taken;
    int64_t cost, best;
    uint8_t *best_state; bool found, stopped;
    uint64_t nodes, looks, most_looks;
    double root_bound;
};
static inline double team_least(double a, double b)        /* fmin, without a call: this is the inmost loop */
{
    return a < b ? a : b;
}
/* What a candidate can do of a demand, and what it would do now. */
static inline double team_able(const struct solving *solving, size_t at)
{
    return team_least(solving->problem->capacity[at], solving->search->wanted[solving->problem->demand[at]]);
}
static inline double team_gives(const struct solving *solving, size_t at)
{
    double rest = solving->rest[solving->problem->demand[at]];
    return rest <= team_tiny ? 0 : team_least(solving->problem->capacity[at], rest);
}
/* UINT32_MAX: no limit. */
static inline uint32_t team_seats(const struct solving *solving)
{
    uint32_t most = solving->search->most_members;
    return most ? most - solving->taken : UINT32_MAX;
}

/* list: the free candidates that still give: amount[start[c]] … of demand[start[c]] …; reduced: what each costs more
 * than it brings; share: how much of it the relaxation takes; price of a unit of each demand, and of a seat when they
 * are counted. */
struct pricing {
    uint32_t *list, count;
    size_t *start; uint32_t *demand; double *amount;
    double *price, seat, *reduced, *share;
    uint32_t *core, core_count;                            /* who came into the relaxation: the likely ones */
};
/* Whether all that costs at least so much is no better than the best team found. */
bool team_is_beaten(const struct solving *solving, double bound);
/* Room for what is left of the branch above, and its prices to begin with. */
struct pricing begin_pricing(const struct solving *solving, const struct pricing *above);
/* At least what any team out of the list costs in all, with the members taken. Fills price, seat, reduced, share. */
double team_bound(struct solving *solving, struct pricing *pricing);
