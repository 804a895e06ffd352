/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Serial cost sharing and the runway: slice by slice, alike among those who need the slice. */
#include "engines/shares.h"
#include "base/number.h"
#include "engines/kernel/sort.h"

bool cost_tariff_good(const struct cost_tariff *tariff)
{
    if (tariff->count == 0 || tariff->quantity[0] != 0 || tariff->cost[0] < 0)
        return false;
    for (size_t i = 1; i < tariff->count; i++)
        if (tariff->quantity[i] <= tariff->quantity[i - 1] || tariff->cost[i] < tariff->cost[i - 1])
            return false;
    return tariff->cost[tariff->count - 1] <= COST_MOST;
}

bool cost_of_quantity(const struct cost_tariff *tariff, int64_t quantity, int64_t *cents)
{
    size_t after = 0;
    int64_t more;
    while (after < tariff->count && tariff->quantity[after] < quantity)
        after++;
    if (after == tariff->count || quantity < 0)
        return false;
    *cents = tariff->cost[after];
    if (tariff->quantity[after] == quantity)
        return true;
    int64_t from = tariff->quantity[after - 1], base = tariff->cost[after - 1];
    if (!multiply_divide(*cents - base, quantity - from, tariff->quantity[after] - from, &more))
        return false;
    *cents = base + more;
    return true;
}

/* The people by what they ask for, the least first; each level[k] is the cost when those above ask for as little. */
struct ladder { size_t people; struct keyed *order; int64_t *level; };

static bool begin(struct arena *work, size_t people, const int64_t *asked, struct ladder *ladder)
{
    *ladder = (struct ladder){people, arena_array(work, people, sizeof *ladder->order),
                              arena_array(work, people, sizeof *ladder->level)};
    for (size_t i = 0; i < people; i++) {
        if (asked[i] < 0)
            return false;
        ladder->order[i] = (struct keyed){(uint64_t)asked[i], i};
    }
    sort_keyed(work, ladder->order, people);
    return people > 0;
}

static struct cost_shares climb(struct arena *arena, const struct ladder *ladder, const char *const *ids)
{
    struct cost_shares shares = {.total = ladder->level[ladder->people - 1]};
    struct rational share = rational_of(arena, 0, 1);
    int64_t paid = 0;
    shares.exact = arena_array(arena, ladder->people, sizeof *shares.exact);
    shares.cents = arena_array(arena, ladder->people, sizeof *shares.cents);
    for (size_t k = 0; k < ladder->people; k++) {
        struct rational slice = rational_of(arena, ladder->level[k] - paid, (int64_t)(ladder->people - k));
        share = rational_add(arena, share, slice);
        paid = ladder->level[k];
        shares.exact[ladder->order[k].value] = share;
    }
    shares.good = shares_whole(arena, ladder->people, ids, shares.exact, shares.total, shares.cents, NULL);
    return shares;
}

static bool sum_fits(size_t people, const int64_t *demand)
{
    int64_t sum = 0;
    for (size_t i = 0; i < people; i++)
        if (!add_checked(sum, demand[i], &sum))
            return false;
    return true;
}

struct cost_shares cost_serial(struct arena *arena, size_t people, const int64_t *demand,
                               const struct cost_tariff *tariff, const char *const *ids)
{
    struct arena work = {0};
    struct ladder ladder;
    struct cost_shares shares = {0};
    int64_t below = 0;
    bool good = cost_tariff_good(tariff) && begin(&work, people, demand, &ladder) && sum_fits(people, demand);
    for (size_t k = 0; good && k < people; k++) {
        int64_t asked = (int64_t)ladder.order[k].key;
        good = cost_of_quantity(tariff, below + asked * (int64_t)(people - k), &ladder.level[k]);
        below += asked;
    }
    if (good)
        shares = climb(arena, &ladder, ids);
    arena_free(&work);
    return shares;
}

struct cost_shares cost_runway(struct arena *arena, size_t people, const int64_t *need, const char *const *ids)
{
    struct arena work = {0};
    struct ladder ladder;
    struct cost_shares shares = {0};
    bool good = begin(&work, people, need, &ladder);
    for (size_t k = 0; good && k < people; k++) {
        ladder.level[k] = (int64_t)ladder.order[k].key;
        good = ladder.level[k] <= COST_MOST;
    }
    if (good)
        shares = climb(arena, &ladder, ids);
    arena_free(&work);
    return shares;
}
