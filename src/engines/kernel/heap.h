/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A queue by key, as a binary heap. */
#pragma once
#include "engines/kernel/sort.h"

/* The item of the least key comes first, of equal keys the one of the least value: what comes out does not depend on
 * the order in which it went in. A struct heap with only its arena set is an empty one; items, in no order but the
 * first, may be given room beforehand. */
struct heap { struct arena *arena; struct keyed *items; size_t count, room; };

void heap_push(struct heap *heap, uint64_t key, uint64_t value);
struct keyed heap_pop(struct heap *heap);                            /* the first; there must be one */
void heap_order(struct heap *heap);                                  /* after items were written without heap_push */
void heap_settle(struct heap *heap);                                 /* after the key of items[0] rose */
