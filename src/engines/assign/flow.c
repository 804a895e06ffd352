/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A flow of least cost, by one length of shortest paths after the other: all paths of that length at once, as Dinic
 * (1970) does without costs. Wishes have few different costs, so there are few lengths. */
#include "engines/assign/inside.h"
#include "engines/kernel/heap.h"
#include <string.h>

enum { NO_ARC = 0xFFFFFFFFu, NO_LEVEL = 0xFFFFFFFFu };
static const int64_t unreached = INT64_MAX / 4;

struct flow flow_begin(struct arena *arena, uint32_t nodes)
{
    struct flow flow = {.arena = arena, .nodes = nodes, .first = arena_array(arena, nodes, sizeof(uint32_t)),
        .potential = arena_array(arena, nodes, sizeof(int64_t)), .far = arena_array(arena, nodes, sizeof(int64_t)),
        .level = arena_array(arena, nodes, sizeof(uint32_t)), .current = arena_array(arena, nodes, sizeof(uint32_t)),
        .queue = arena_array(arena, nodes, sizeof(uint32_t))};
    memset(flow.first, 0xFF, nodes * sizeof *flow.first);
    return flow;
}

static void add_half(struct flow *flow, uint32_t from, uint32_t to, uint32_t room, int64_t cost)
{
    flow->arcs = arena_grow(flow->arena, flow->arcs, flow->count, &flow->room, sizeof *flow->arcs);
    flow->arcs[flow->count] = (struct flow_arc){to, (int32_t)room, cost, flow->first[from]};
    flow->first[from] = (uint32_t)flow->count++;
}

uint32_t flow_arc(struct flow *flow, uint32_t from, uint32_t to, uint32_t room, int64_t cost)
{
    add_half(flow, from, to, room, cost);
    add_half(flow, to, from, 0, -cost);
    return (uint32_t)flow->count - 2;
}

/* Bellman and Ford, once: costs may be negative before potentials are known. */
static void find_potentials(struct flow *flow)
{
    bool changed = true;
    for (uint32_t v = 0; v < flow->nodes; v++)
        flow->potential[v] = v == 0 ? 0 : unreached;
    for (uint32_t round = 0; changed && round < flow->nodes; round++) {
        changed = false;
        for (uint32_t v = 0; v < flow->nodes; v++)
            for (uint32_t a = flow->first[v]; flow->potential[v] < unreached && a != NO_ARC; a = flow->arcs[a].next) {
                int64_t far = flow->potential[v] + flow->arcs[a].cost;
                if (flow->arcs[a].room > 0 && far < flow->potential[flow->arcs[a].to]) {
                    flow->potential[flow->arcs[a].to] = far;
                    changed = true;
                }
            }
    }
}

static void reach_from(struct flow *flow, struct heap *heap, uint32_t from)
{
    for (uint32_t a = flow->first[from]; a != NO_ARC; a = flow->arcs[a].next) {
        uint32_t to = flow->arcs[a].to;
        if (flow->arcs[a].room <= 0)
            continue;
        int64_t far = flow->far[from] + flow->arcs[a].cost + flow->potential[from] - flow->potential[to];
        if (far >= flow->far[to])
            continue;
        flow->far[to] = far;
        heap_push(heap, key_of_int(far), to);
    }
}

/* Dijkstra on the costs that potentials keep above zero; they stay so afterwards, no farther than the end. */
static bool find_length(struct flow *flow, struct heap *heap)
{
    for (uint32_t v = 0; v < flow->nodes; v++)
        flow->far[v] = unreached;
    flow->far[0] = 0;
    heap->count = 0;
    heap_push(heap, key_of_int(0), 0);
    while (heap->count) {
        struct keyed nearest = heap_pop(heap);
        if (nearest.value == 1)
            break;
        if (nearest.key == key_of_int(flow->far[nearest.value]))     /* not out of date */
            reach_from(flow, heap, (uint32_t)nearest.value);
    }
    if (flow->far[1] == unreached)
        return false;
    for (uint32_t v = 0; v < flow->nodes; v++)
        flow->potential[v] += flow->far[v] < flow->far[1] ? flow->far[v] : flow->far[1];
    return true;
}

static bool is_free(const struct flow *flow, uint32_t from, uint32_t arc)
{
    const struct flow_arc *one = &flow->arcs[arc];
    return one->room > 0 && one->cost + flow->potential[from] == flow->potential[one->to];
}

/* How many arcs without cost left lead to each node; whether the end is reached. */
static bool find_levels(struct flow *flow)
{
    size_t count = 0;
    memset(flow->level, 0xFF, flow->nodes * sizeof *flow->level);
    memcpy(flow->current, flow->first, flow->nodes * sizeof *flow->current);
    flow->level[0] = 0;
    flow->queue[count++] = 0;
    for (size_t i = 0; i < count && flow->level[1] == NO_LEVEL; i++) {
        uint32_t from = flow->queue[i];
        for (uint32_t a = flow->first[from]; a != NO_ARC; a = flow->arcs[a].next) {
            uint32_t to = flow->arcs[a].to;
            if (flow->level[to] == NO_LEVEL && is_free(flow, from, a)) {
                flow->level[to] = flow->level[from] + 1;
                flow->queue[count++] = to;
            }
        }
    }
    return flow->level[1] != NO_LEVEL;
}

/* One step down from a node, by an arc that was not given up yet; NO_ARC: there is none. */
static uint32_t next_arc(struct flow *flow, uint32_t from)
{
    uint32_t *a = &flow->current[from];
    while (*a != NO_ARC && !(flow->level[flow->arcs[*a].to] == flow->level[from] + 1 && is_free(flow, from, *a)))
        *a = flow->arcs[*a].next;
    return *a;
}

/* Sends what the arcs of a path can all take; queue holds its arcs. */
static uint32_t send(struct flow *flow, size_t length)
{
    int32_t room = flow->arcs[flow->queue[0]].room;
    for (size_t i = 1; i < length; i++)
        room = flow->arcs[flow->queue[i]].room < room ? flow->arcs[flow->queue[i]].room : room;
    for (size_t i = 0; i < length; i++) {
        flow->arcs[flow->queue[i]].room -= room;
        flow->arcs[flow->queue[i] ^ 1].room += room;
    }
    return (uint32_t)room;
}

/* Paths down the levels until none is left; a node without a way on is given up for all. */
static uint32_t send_all(struct flow *flow)
{
    uint32_t sent = 0, at = 0;
    for (size_t length = 0;;) {
        uint32_t arc = next_arc(flow, at);
        if (arc != NO_ARC) {
            flow->queue[length++] = arc;
            at = flow->arcs[arc].to;
        } else if (length) {
            at = flow->arcs[flow->queue[--length] ^ 1].to;
            flow->current[at] = flow->arcs[flow->current[at]].next;
        } else {
            return sent;
        }
        if (at == 1) {
            sent += send(flow, length);
            at = 0, length = 0;
        }
    }
}

uint32_t flow_run(struct flow *flow, int64_t *cost)
{
    struct heap heap = {.arena = flow->arena};
    uint32_t sent = 0;
    *cost = 0;
    find_potentials(flow);
    while (find_length(flow, &heap))
        while (find_levels(flow)) {
            uint32_t more = send_all(flow);
            sent += more;
            *cost += more * flow->potential[1];
        }
    return sent;
}
