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
