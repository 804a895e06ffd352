/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Shortest ways from many nodes at once (Dijkstra): a heap in which what is out of date is passed over. */
#include "engines/coalitions/connecting.h"
#include <math.h>
#include <string.h>

struct ways ways_begin(struct arena *arena, const struct field *field)
{
    size_t most = field->nodes + field->start[field->nodes];         /* each tie improves each end once at most */
    return (struct ways){{arena, arena_array(arena, most, sizeof(struct keyed)), 0, most},
                         arena_array(arena, field->nodes, sizeof(bool))};
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
            heap_push(&ways->heap, key_of_real(length), other);
        }
    }
}

void ways_spread(struct ways *ways, const struct field *field, double *reach, uint32_t *from, const double *allowed)
{
    struct heap *heap = &ways->heap;
    heap->count = 0;
    memset(ways->settled, 0, field->nodes * sizeof *ways->settled);
    for (uint32_t v = 0; v < field->nodes; v++)
        if (reach[v] < INFINITY)
            heap->items[heap->count++] = (struct keyed){key_of_real(reach[v]), v};
    heap_order(heap);
    while (heap->count) {
        uint32_t node = (uint32_t)heap_pop(heap).value;
        if (ways->settled[node])
            continue;
        ways->settled[node] = true;
        if (!allowed || reach[node] <= allowed[node])
            spread_from(ways, field, node, reach, from);
    }
    for (uint32_t v = 0; allowed && v < field->nodes; v++)
        if (reach[v] > allowed[v])
            reach[v] = INFINITY;
}
