/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of assign share; nobody else includes it. */
#pragma once
#include "engines/assign.h"

/* A flow of least cost from node 0 to node 1, as large as can be. Arc 2i goes, arc 2i + 1 is its way back. */
struct flow_arc { uint32_t to; int32_t room; int64_t cost; uint32_t next; };
struct flow {
    struct arena *arena;
    uint32_t nodes; uint32_t *first;
    struct flow_arc *arcs; size_t count, room;
    int64_t *potential, *far;
    uint32_t *level, *current, *queue;                     /* paths without cost left: breadth first, arcs tried */
};
struct flow flow_begin(struct arena *arena, uint32_t nodes);
uint32_t flow_arc(struct flow *flow, uint32_t from, uint32_t to, uint32_t room, int64_t cost);
/* Costs may be negative, cycles of negative cost may not be. Returns how much flows; *cost is what it costs. */
uint32_t flow_run(struct flow *flow, int64_t *cost);

static const int64_t must = 1000000000000;                 /* worth more than all wishes together */

/* What one branch demands of (table, college). */
enum demand { FREE, NOBODY, SOMEBODY };
struct seating {
    const struct assign_problem *problem;
    struct arena *work;
    uint8_t *demand;                                       /* by table × colleges + college */
    uint8_t *alone;                                        /* by table: one participant at most */
    uint32_t *people;                                      /* of each college */
    struct assign_result *best;
    uint32_t *table; uint32_t placed; int64_t cost;        /* the flow of the current branch */
    uint32_t nodes, most_nodes;
    bool stopped;
    int64_t scale;                                         /* costs of wishes times this */
    const int64_t *price; const uint32_t *home;            /* by table, scaled: see assign_price_mixing; NULL: none */
};
/* The best seating of a branch; false when what it demands cannot be. */
bool assign_seat(struct seating *seating);
uint32_t assign_college_of(const struct assign_problem *problem, uint32_t participant);
int64_t assign_rank_cost(uint32_t rank);
/* How many sit at a table that holds one college; 0: it holds several, or nobody. */
uint32_t assign_count_at(const struct seating *seating, const uint32_t *table, uint32_t t, uint32_t *college);
/* Tables where several sit, all of one college; *which is the fullest of them. */
uint32_t assign_count_single(const struct seating *seating, const uint32_t *table, uint32_t *which, uint32_t *college);
/* As many placed as can be, then fewer single tables, then the wishes. */
bool assign_is_better(const struct seating *seating, uint32_t single);
void assign_keep(struct seating *seating, uint32_t single);

/* A better bound, and often a better seating, when the search was cut. */
void assign_price_mixing(struct seating *seating);
