/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of connected teams share; nobody else includes it. */
#pragma once
#include "engines/connected.h"
#include "engines/kernel/heap.h"

#define CONNECTING_NONE 0xFFFFFFFFu

/* The network as the search walks it: ties by node with their lengths, what entering a node costs. */
struct field {
    uint32_t nodes;
    const size_t *start; const uint32_t *to; const double *length;
    const double *cost;                                    /* by node */
};

/* Shortest ways from many nodes at once. reach[v]: where it starts from, INFINITY for none; then the least over u of
 * reach[u] + cost[u] + length(u, v). from[v] is set to u where that is less than what stood there. A node whose reach
 * passes allowed[v] goes no further, and ends at INFINITY; NULL: all do. */
struct ways { struct heap heap; bool *settled; };          /* nodes by reach; by node */
struct ways ways_begin(struct arena *arena, const struct field *field);
void ways_spread(struct ways *ways, const struct field *field, double *reach, uint32_t *from, const double *allowed);

/* A team out of the ties that were used: the shortest tree within them that keeps those who answer for a skill, and
 * `root`. */
struct tie_list { struct connected_tie *ties; size_t count, room; };
void tie_add(struct arena *arena, struct tie_list *list, uint32_t a, uint32_t b, double length);
struct connected_team team_of_ties(struct arena *arena, struct tie_list *list, uint32_t nodes, const double *cost,
                                   const uint32_t *holder, uint32_t skills, uint32_t root);

/* The exact search on a field. reach[s][v] is what going from v to skill s costs, v apart; the last skill is the one
 * the tree hangs from: has_last[v]. limit: a cost that can be had. Ties are those of the field; holder is filled. */
struct hanging { uint32_t skills; double *const *reach; const bool *has_last; double limit; };
uint32_t tree_search(struct arena *arena, const struct field *field, const struct hanging *hanging,
                     struct tie_list *ties, uint32_t *holder);
