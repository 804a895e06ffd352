/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Shortest ways from many nodes at once (Dijkstra): a heap in which what is out of date is passed over. */
#include "engines/coalitions/connecting.h"
#include <math.h>
#include <string.h>

struct ways ways_begin(struct arena *arena, const struct field *field)
{
    size_t most = field->nodes + field->start[field->nodes];         /* each tie improves each end once at most */
    return (struct ways){arena_array(arena, most, sizeof(struct way)), 0,
                         arena_array(arena, field->nodes, sizeof(bool))};
}

static bool is_before(struct way a, struct way b)
{
    return a.reach < b.reach || (a.reach == b.reach && a.node < b.node);
}

static void sink(struct ways *ways, size_t at)
{
    struct way moved = ways->heap[at];
    for (size_t child = 2 * at + 1; child < ways->count; child = 2 * at + 1) {
        child += child + 1 < ways->count && is_before(ways->heap[child + 1], ways->heap[child]);
        if (!is_before(ways->heap[child], moved))
            break;
        ways->heap[at] = ways->heap[child];
        at = child;
    }
    ways->heap[at] = moved;
}

static void push(struct ways *ways, struct way way)
{
    size_t at = ways->count++;
    for (; at && is_before(way, ways->heap[(at - 1) / 2]); at = (at - 1) / 2)
        ways->heap[at] = ways->heap[(at - 1) / 2];
    ways->heap[at] = way;
}

static struct way pop(struct ways *ways)
{
    struct way first = ways->heap[0];
    ways->heap[0] = ways->heap[--ways->count];
    if (ways->count)
        sink(ways, 0);
    return first;
}

static void spread_from(struct ways *ways, const struct field *field, uint32_t node, double *reach, uint32_t *from)
{
    double base = reach[node] + field->cost[node];
    for (size_t k = field->start[node]; k < field->start[node + 1]; k++) {
        uint32_t other = field->to[k];
        double length = base + field->length[k];
        if (length < reach[other]) {
            reach[other] = length;
            from[other] = node;
            push(ways, (struct way){length, other});
        }
    }
}

void ways_spread(struct ways *ways, const struct field *field, double *reach, uint32_t *from, const double *allowed)
{
    ways->count = 0;
    memset(ways->settled, 0, field->nodes * sizeof *ways->settled);
    for (uint32_t v = 0; v < field->nodes; v++)
        if (reach[v] < INFINITY)
            ways->heap[ways->count++] = (struct way){reach[v], v};
    for (size_t at = ways->count / 2; at-- > 0;)
        sink(ways, at);
    while (ways->count) {
        struct way way = pop(ways);
        if (ways->settled[way.node])
            continue;
        ways->settled[way.node] = true;
        if (!allowed || way.reach <= allowed[way.node])
            spread_from(ways, field, way.node, reach, from);
    }
    for (uint32_t v = 0; allowed && v < field->nodes; v++)
        if (reach[v] > allowed[v])
            reach[v] = INFINITY;
}
