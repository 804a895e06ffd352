/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who could answer together: the smallest teams that cover every lot with enough capacity, then the nearest, then who
 * has worked together. Exact by Lagrangian bound and branch and bound; when the search is cut, the gap is said. Never
 * one magic score: size, distance and cohesion are given apart, with teams that really differ. */
#pragma once
#include "base/memory.h"

/* A demand is a lot (so many meals a day), a skill (1: somebody has it) or a seat (1: somebody of this college). What
 * candidate j can do: demand[start[j]] … demand[start[j + 1] − 1], each once, with its capacity > 0 (INFINITY: no
 * limit). */
struct team_tie { uint32_t a, b; double strength; };       /* have worked together: so often, a ≠ b */
struct team_clash { uint32_t a, b; };                      /* never in one team */
struct team_problem {
    uint32_t demands; const double *wanted;                /* > 0 */
    uint32_t candidates;
    const size_t *start; const uint32_t *demand; const double *capacity;
    const double *distance;                                /* km by candidate; NAN: unknown, as 300; NULL: all 0 */
    const bool *fixed, *excluded;                          /* by candidate; NULL: nobody */
    const struct team_tie *ties; size_t tie_count;
    const struct team_clash *clashes; size_t clash_count;
    uint32_t most_members;                                 /* 0: no limit */
    /* How long to search: a look is one candidate once; about ten million a second. 0: 600,000, for who waits before
     * a page. A search takes at most half of what is left, so that the first teams have most of it. */
    uint64_t most_looks;
};

enum team_why { TEAM_SMALLEST, TEAM_NEAREST, TEAM_COHESIVE, TEAM_WITHOUT };
struct team {
    size_t count; uint32_t *members;                       /* ascending */
    double distance;                                       /* the sum of their kilometres */
    double cohesion;                                       /* the strength of the ties between them */
    /* 0: proven best for what it was searched for; else at most so far above, as a share; NAN: nothing is proven
     * (TEAM_COHESIVE, found by exchanging members). TEAM_SMALLEST and TEAM_WITHOUT are searched for their size first;
     * farther says as much of their kilometres among teams of that size. */
    double gap, farther;
    enum team_why why;
    uint32_t without;                                      /* TEAM_WITHOUT: the member it does without */
    bool on_front;                                         /* none here is as small, near and tied, and better in one */
};
struct team_missing { uint32_t demand; double wanted, reachable; };
struct teams {
    size_t count; struct team *teams;                      /* the smallest first */
    /* What all candidates together cannot do: the teams cover what they can of it, or, where who may not come together
     * would have to, what else is asked. */
    size_t missing_count; struct team_missing *missing;
    bool impossible;                                       /* clashes or the limit of size leave no team */
    bool unfinished;                                       /* none was found in so many looks: there may be one */
};
/* At most `most` teams, in the arena. */
struct teams teams_find(struct arena *arena, const struct team_problem *problem, size_t most);

/* How much of each demand a member does in a team: the nearest first, each up to its capacity; a demand of 1 is done by
 * whoever can. shares[member × demands + demand]. */
double *team_shares(struct arena *arena, const struct team_problem *problem, const struct team *team);

/* What each player brings to all orders of coming together (Shapley 1953), exactly, of at most 20 players. worth(set)
 * of a set as bits; worth of the empty set is taken as 0. */
enum { VALUE_MOST_PLAYERS = 20 };
bool shapley_values(struct arena *arena, uint32_t players, double (*worth)(void *context, uint32_t set), void *context,
                    double *values);
/* The same when players come in unions that stay together (Owen 1977): unions[player] is the number of its union,
 * from 0 without gaps. */
bool owen_values(struct arena *arena, uint32_t players, const uint32_t *unions,
                 double (*worth)(void *context, uint32_t set), void *context, double *values);
