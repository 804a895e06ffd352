/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whole cents out of exact shares: the largest remainder. */
#include "engines/shares.h"
#include "base/number.h"
#include "engines/kernel/sort.h"
#include <string.h>

struct fraction { struct rational left; size_t who; const char *id; };

/* The largest fraction first, then the smaller id, then the earlier. */
static int by_fraction(const void *a, const void *b, const void *context)
{
    const struct fraction *first = a, *second = b;
    struct arena work = {0};
    int order = rational_compare(&work, second->left, first->left);
    arena_free(&work);
    if (order == 0 && first->id)
        order = strcmp(first->id, second->id);
    return order;
}

static bool add_up(struct arena *work, size_t people, const struct rational *exact, int64_t total)
{
    struct rational sum = rational_of(work, 0, 1);
    for (size_t i = 0; i < people; i++)
        sum = rational_add(work, sum, exact[i]);
    return rational_compare(work, sum, rational_of(work, total, 1)) == 0;
}

/* The whole cents of each, what each leaves, and how many cents are left together. */
static bool take_floors(struct arena *work, size_t people, const char *const *ids, const struct rational *exact,
                        int64_t *cents, struct fraction *fractions, int64_t *left)
{
    for (size_t i = 0; i < people; i++) {
        if (!rational_floor(work, exact[i], &cents[i]) || !subtract_checked(*left, cents[i], left))
            return false;
        fractions[i] = (struct fraction){rational_subtract(work, exact[i], rational_of(work, cents[i], 1)), i,
                                         ids ? ids[i] : NULL};
    }
    return true;
}

bool shares_whole(struct arena *arena, size_t people, const char *const *ids, const struct rational *exact,
                  int64_t total, int64_t *cents, bool *rounded_up)
{
    struct arena work = {0};
    struct fraction *fractions = arena_array(&work, people, sizeof *fractions);
    int64_t *whole = arena_array(&work, people, sizeof *whole), left = total;
    bool good = add_up(&work, people, exact, total)
        && take_floors(&work, people, ids, exact, whole, fractions, &left);
    if (good) {
        stable_sort(&work, fractions, people, sizeof *fractions, by_fraction, NULL);
        for (size_t i = 0; i < people; i++) {
            whole[fractions[i].who] += (int64_t)i < left;
            if (rounded_up)
                rounded_up[fractions[i].who] = (int64_t)i < left;
        }
        if (people)
            memcpy(cents, whole, people * sizeof *cents);
    }
    arena_free(&work);
    return good;
}
