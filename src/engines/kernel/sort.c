/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bottom-up merge sort and byte-wise radix sort. */
#include "engines/kernel/sort.h"
#include <string.h>

struct merge { size_t size; sort_compare *compare; const void *context; };

static void merge_runs(const struct merge *merge, const char *left, const char *middle, const char *end, char *out)
{
    const char *right = middle;
    for (; left < middle && right < end; out += merge->size) {
        const char **from = merge->compare(left, right, merge->context) <= 0 ? &left : &right;
        memcpy(out, *from, merge->size);
        *from += merge->size;
    }
    memcpy(out, left, (size_t)(middle - left));
    memcpy(out + (middle - left), right, (size_t)(end - right));
}

void stable_sort(struct arena *arena, void *items, size_t count, size_t size, sort_compare *compare,
                 const void *context)
{
    if (count < 2)
        return;
    struct arena_mark mark = arena_mark(arena);
    struct merge merge = {size, compare, context};
    char *from = items, *to = arena_array(arena, count, size);
    for (size_t run = 1; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t middle = at + run < count ? at + run : count, end = middle + run < count ? middle + run : count;
            merge_runs(&merge, from + at * size, from + middle * size, from + end * size, to + at * size);
        }
        char *held = from;
        from = to;
        to = held;
    }
    if (from != (char *)items)
        memcpy(items, from, count * size);
    arena_release(arena, mark);
}

/* One pass over a byte of the key; false when all keys have the same byte there, and nothing was moved. */
static bool radix_pass(const struct keyed *from, struct keyed *to, size_t count, int shift)
{
    size_t starts[257] = {0};
    for (size_t i = 0; i < count; i++)
        starts[((from[i].key >> shift) & 255) + 1]++;
    if (starts[((from[0].key >> shift) & 255) + 1] == count)
        return false;
    for (int byte = 0; byte < 256; byte++)
        starts[byte + 1] += starts[byte];
    for (size_t i = 0; i < count; i++)
        to[starts[(from[i].key >> shift) & 255]++] = from[i];
    return true;
}

void sort_keyed(struct arena *arena, struct keyed *items, size_t count)
{
    if (count < 2)
        return;
    struct arena_mark mark = arena_mark(arena);
    struct keyed *from = items, *to = arena_array(arena, count, sizeof *to);
    for (int shift = 0; shift < 64; shift += 8) {
        if (!radix_pass(from, to, count, shift))
            continue;
        struct keyed *held = from;
        from = to;
        to = held;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
    arena_release(arena, mark);
}

uint64_t key_of_real(double number)
{
    if (number != number)
        return UINT64_MAX;
    uint64_t bits;
    number += 0.0;                                                   /* −0 becomes 0 */
    memcpy(&bits, &number, sizeof bits);
    return bits >> 63 ? ~bits : bits | 1ull << 63;
}

uint64_t key_of_int(int64_t number)
{
    return (uint64_t)number ^ 1ull << 63;
}

uint32_t *order_of_reals(struct arena *arena, const double *numbers, size_t count, bool descending)
{
    uint32_t *order = arena_array(arena, count, sizeof *order);
    struct arena_mark mark = arena_mark(arena);
    struct keyed *items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct keyed){descending ? key_of_real(-numbers[i]) : key_of_real(numbers[i]), i};
    sort_keyed(arena, items, count);
    for (size_t i = 0; i < count; i++)
        order[i] = (uint32_t)items[i].value;
    arena_release(arena, mark);
    return order;
}
