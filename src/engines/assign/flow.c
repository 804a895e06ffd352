/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Shortest paths one after the other: each adds one to the flow at the least cost there is. */
#include "engines/assign/inside.h"
#include <string.h>

enum { NO_ARC = 0xFFFFFFFFu };
static const int64_t unreached = INT64_MAX / 4;

struct flow flow_begin(struct arena *arena, uint32_t nodes)
{
    struct flow flow = {.arena = arena, .nodes = nodes, .first = arena_array(arena, nodes, sizeof(uint32_t)),
        .potential = arena_array(arena, nodes, sizeof(int64_t)), .far = arena_array(arena, nodes, sizeof(int64_t)),
        .came_by = arena_array(arena, nodes, sizeof(uint32_t))};
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

/* A binary heap of what was reached, nearest first, then the smaller node. */
struct reached { int64_t far; uint32_t node; };
struct heap { struct arena *arena; struct reached *items; size_t count, room; };

static bool is_nearer(struct reached a, struct reached b)
{
    return a.far != b.far ? a.far < b.far : a.node < b.node;
}

static void push(struct heap *heap, struct reached one)
{
    heap->items = arena_grow(heap->arena, heap->items, heap->count, &heap->room, sizeof *heap->items);
    size_t at = heap->count++;
    for (; at > 0 && is_nearer(one, heap->items[(at - 1) / 2]); at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = one;
}

static struct reached pop(struct heap *heap)
{
    struct reached top = heap->items[0], last = heap->items[--heap->count];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < heap->count; at = child) {
        if (child + 1 < heap->count && is_nearer(heap->items[child + 1], heap->items[child]))
            child++;
        if (!is_nearer(heap->items[child], last))
            break;
        heap->items[at] = heap->items[child];
    }
    heap->items[at] = last;
    return top;
}

static void reach_from(struct flow *flow, struct heap *heap, struct reached from)
{
    for (uint32_t a = flow->first[from.node]; a != NO_ARC; a = flow->arcs[a].next) {
        uint32_t to = flow->arcs[a].to;
        if (flow->arcs[a].room <= 0)
            continue;
        int64_t far = from.far + flow->arcs[a].cost + flow->potential[from.node] - flow->potential[to];
        if (far >= flow->far[to])
            continue;
        flow->far[to] = far;
        flow->came_by[to] = a;
        push(heap, (struct reached){far, to});
    }
}

/* Dijkstra on the costs that potentials keep above zero; they stay so afterwards, no farther than the end. */
static bool find_path(struct flow *flow, struct heap *heap)
{
    for (uint32_t v = 0; v < flow->nodes; v++)
        flow->far[v] = unreached;
    flow->far[0] = 0;
    heap->count = 0;
    push(heap, (struct reached){0, 0});
    while (heap->count) {
        struct reached top = pop(heap);
        if (top.node == 1)
            break;
        if (top.far == flow->far[top.node])
            reach_from(flow, heap, top);
    }
    if (flow->far[1] == unreached)
        return false;
    for (uint32_t v = 0; v < flow->nodes; v++)
        flow->potential[v] += flow->far[v] < flow->far[1] ? flow->far[v] : flow->far[1];
    return true;
}

uint32_t flow_run(struct flow *flow, int64_t *cost)
{
    struct heap heap = {.arena = flow->arena};
    uint32_t sent = 0;
    *cost = 0;
    find_potentials(flow);
    while (find_path(flow, &heap)) {
        for (uint32_t v = 1; v != 0; v = flow->arcs[flow->came_by[v] ^ 1].to) {
            flow->arcs[flow->came_by[v]].room--;
            flow->arcs[flow->came_by[v] ^ 1].room++;
            *cost += flow->arcs[flow->came_by[v]].cost;
        }
        sent++;
    }
    return sent;
}
