/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The cheapest connected team: people who together have every skill asked and whom past cooperation ties to one
 * another, through others when it must (group Steiner tree). Exact: no other such team costs less. */
#pragma once
#include "engines/kernel/sparse.h"

enum { CONNECTED_MOST_SKILLS = 12, CONNECTED_MOST_NODES = 1000000 };
#define CONNECTED_MOST_LENGTH 1e100                        /* of a tie or a cost; 1e-100 is the least of a tie */
/* A state is a person who may serve and a set of all skills but one: 12 bytes. */
#define CONNECTED_MOST_STATES 32000000                     /* 384 MB */

struct connected_problem {
    const struct sparse *network;          /* symmetric, without loops, values > 0: see sparse_graph */
    bool lengths;                          /* values are lengths; else strengths: a tie of strength w is 1/w long */
    uint32_t skills;                       /* 1 … CONNECTED_MOST_SKILLS */
    const size_t *start; const uint32_t *holders;          /* who has skill s: holders[start[s]] … [start[s + 1] − 1] */
    const double *cost;                    /* of each person taken in, ≥ 0, in the unit of lengths; NULL: 0 */
    const bool *excluded;                  /* by person: not even as a link; NULL: nobody */
};

enum connected_outcome {
    CONNECTED_FOUND,
    CONNECTED_UNSOUND,                     /* the problem is not as it should be */
    CONNECTED_NOBODY,                      /* nobody left has skill `skill` */
    CONNECTED_APART,                       /* every skill is there, in parts that no tie joins */
    CONNECTED_TOO_LARGE                    /* beyond CONNECTED_MOST_STATES: only `led` is filled */
};
struct connected_tie { uint32_t a, b; double length; };    /* a < b */
struct connected_team {
    uint32_t count, *members;              /* ascending */
    bool *link;                            /* by place in members: answers for no skill, only ties the others */
    uint32_t *holder;                      /* by skill: who answers for it */
    uint32_t tie_count; struct connected_tie *ties;        /* count − 1 of them, a tree; by a, then b */
    double cost;                           /* lengths of the ties and costs of the members */
};
struct connected {
    enum connected_outcome outcome;
    uint32_t skill;                        /* CONNECTED_NOBODY */
    struct connected_team cheapest;        /* no connected team costs less */
    /* Beside it, the team around one leader (Kargar and An 2011): whoever makes the sum over skills of the way to the
     * nearest who has it least. A way costs its ties and whom it meets; the leader counts once. */
    struct connected_team led;
    uint32_t leader; double leader_distance;               /* that sum: no leader has a smaller one */
    uint64_t states;                       /* how many the search held */
};
/* The same on every machine: of equal teams, one is always chosen. Dynamic programming over sets of skills (Dreyfus and
 * Wagner 1971; Erickson, Monma and Veinott 1987), sets of all skills but the commonest; states that cannot be part of
 * a team as cheap as the led one are dropped. Time at most 3^(skills − 1) · n + 2^(skills − 1) · ties · log n. Results
 * live in the arena. */
struct connected connected_find(struct arena *arena, const struct connected_problem *problem);
