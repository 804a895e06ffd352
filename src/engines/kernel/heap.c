/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A binary heap in an array: the children of the item at i stand at 2i + 1 and 2i + 2. */
#include "engines/kernel/heap.h"

static bool is_before(struct keyed a, struct keyed b)
{
    return a.key < b.key || (a.key == b.key && a.value < b.value);
}

static void sink(struct keyed *items, size_t count, size_t at)
{
    struct keyed moved = items[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        child += child + 1 < count && is_before(items[child + 1], items[child]);
        if (!is_before(items[child], moved))
            break;
        items[at] = items[child];
    }
    items[at] = moved;
}

void heap_push(struct heap *heap, uint64_t key, uint64_t value)
{
    struct keyed moved = {key, value};
    heap->items = arena_grow(heap->arena, heap->items, heap->count, &heap->room, sizeof *heap->items);
    size_t at = heap->count++;
    for (; at > 0 && is_before(moved, heap->items[(at - 1) / 2]); at = (at - 1) / 2)
        heap->items[at] = heap->items[(at - 1) / 2];
    heap->items[at] = moved;
}

struct keyed heap_pop(struct heap *heap)
{
    struct keyed first = heap->items[0];
    heap->items[0] = heap->items[--heap->count];
    if (heap->count)
        sink(heap->items, heap->count, 0);
    return first;
}

void heap_order(struct heap *heap)
{
    for (size_t at = heap->count / 2; at-- > 0;)
        sink(heap->items, heap->count, at);
}

void heap_settle(struct heap *heap)
{
    sink(heap->items, heap->count, 0);
}
