/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sorting whose result is one: equal items keep the order they had. */
#pragma once
#include "base/memory.h"

/* Merge sort. compare is < 0, 0 or > 0 as for qsort. Takes count × size bytes of the arena while it runs. */
typedef int sort_compare(const void *a, const void *b, const void *context);
void stable_sort(struct arena *arena, void *items, size_t count, size_t size, sort_compare *compare,
                 const void *context);

/* Radix sort by ascending key, stable, in time proportional to count. */
struct keyed { uint64_t key; uint64_t value; };
void sort_keyed(struct arena *arena, struct keyed *items, size_t count);

/* Keys that sort as their numbers do. −0 and 0 are one; NaN sorts last. */
uint64_t key_of_real(double number);
uint64_t key_of_int(int64_t number);
/* 0 … count − 1 in ascending (or descending) order of numbers; equal ones by ascending place. */
uint32_t *order_of_reals(struct arena *arena, const double *numbers, size_t count, bool descending);
