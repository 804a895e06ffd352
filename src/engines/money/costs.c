/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One cost among those who share it: alike, by what each would pay alone, by what each adds, by orders of arrival. */
#include "engines/shares.h"

struct costs { uint32_t people; const int64_t *of; };              /* of[set] */

static bool read_costs(struct arena *work, const struct cost_game *game, struct costs *costs)
{
    if (game->people == 0 || game->people > COST_MOST_PEOPLE)
        return false;
    int64_t *of = arena_array(work, (size_t)1 << game->people, sizeof *of);
    *costs = (struct costs){game->people, of};
    for (uint32_t set = 1; set < 1u << game->people; set++) {
        of[set] = game->cost(game->context, set);
        if (of[set] < 0 || of[set] > COST_MOST)
            return false;
    }
    return true;
}

static uint32_t everybody(const struct costs *costs)
{
    return (1u << costs->people) - 1;
}

static int64_t total_of(const struct costs *costs)
{
    return costs->of[everybody(costs)];
}

/* base + amount × part/parts of each; all alike when all parts are 0. */
static void add_in_parts(struct arena *arena, uint32_t people, struct rational *exact, int64_t amount,
                         const int64_t *part)
{
    int64_t parts = 0;
    for (uint32_t i = 0; i < people; i++)
        parts += part ? part[i] : 0;
    for (uint32_t i = 0; i < people; i++) {
        struct rational share = parts ? rational_of(arena, part[i], parts) : rational_of(arena, 1, people);
        share = rational_multiply(arena, share, rational_of(arena, amount, 1));
        exact[i] = rational_add(arena, exact[i], share);
    }
}

static void by_cost_alone(struct arena *arena, const struct costs *costs, struct rational *exact)
{
    int64_t alone[COST_MOST_PEOPLE];
    for (uint32_t i = 0; i < costs->people; i++)
        alone[i] = costs->of[1u << i];
    add_in_parts(arena, costs->people, exact, total_of(costs), alone);
}

static void by_what_each_adds(struct arena *arena, const struct costs *costs, struct rational *exact)
{
    int64_t saves[COST_MOST_PEOPLE], rest = total_of(costs);
    for (uint32_t i = 0; i < costs->people; i++) {
        int64_t adds = total_of(costs) - costs->of[everybody(costs) & ~(1u << i)];
        int64_t saved = costs->of[1u << i] - adds;
        saves[i] = saved > 0 ? saved : 0;
        exact[i] = rational_of(arena, adds, 1);
        rest -= adds;
    }
    add_in_parts(arena, costs->people, exact, rest, saves);
}

/* The unions of Owen's value: each alone is Shapley's. */
struct unions { uint32_t count, of[COST_MOST_PEOPLE], members[COST_MOST_PEOPLE]; };

static bool read_unions(const uint32_t *of, uint32_t people, struct unions *unions)
{
    *unions = (struct unions){0};
    for (uint32_t i = 0; i < people; i++) {
        uint32_t one = of ? of[i] : i;
        if (one >= people)
            return false;
        unions->of[i] = one;
        unions->members[one] |= 1u << i;
        unions->count = one + 1 > unions->count ? one + 1 : unions->count;
    }
    for (uint32_t u = 0; u < unions->count; u++)
        if (!unions->members[u])
            return false;
    return true;
}

/* 1/(n × C(n − 1, k)): the chance that exactly these k of n − 1 others come before. */
static struct rational chance(struct arena *arena, uint32_t n, uint32_t k)
{
    int64_t choices = 1;
    for (uint32_t i = 0; i < k; i++)
        choices = choices * (n - 1 - i) / (i + 1);
    return rational_of(arena, 1, n * choices);
}

/* The sums of what a player adds, by how many unions and how many of its own union came before. */
static void add_what_it_adds(const struct costs *costs, const struct unions *unions, uint32_t player,
                             __int128 sums[][COST_MOST_PEOPLE])
{
    uint32_t own = unions->of[player], mates = unions->members[own] & ~(1u << player);
    for (uint32_t groups = 0; groups < 1u << unions->count; groups++) {
        uint32_t before = 0;
        if (groups >> own & 1)
            continue;
        for (uint32_t u = 0; u < unions->count; u++)
            before |= groups >> u & 1 ? unions->members[u] : 0;
        for (uint32_t set = mates;; set = (set - 1) & mates) {
            sums[__builtin_popcount(groups)][__builtin_popcount(set)] +=
                costs->of[before | set | 1u << player] - costs->of[before | set];
            if (!set)
                break;
        }
    }
}

static struct rational arrival_value(struct arena *arena, const struct costs *costs, const struct unions *unions,
                                     uint32_t player)
{
    __int128 sums[COST_MOST_PEOPLE][COST_MOST_PEOPLE] = {0};
    uint32_t size = (uint32_t)__builtin_popcount(unions->members[unions->of[player]]);
    struct rational value = rational_of(arena, 0, 1);
    add_what_it_adds(costs, unions, player, sums);
    for (uint32_t g = 0; g < unions->count; g++)
        for (uint32_t s = 0; s < size; s++) {
            struct rational sum = rational_from(arena, whole_from(arena, sums[g][s]), whole_from(arena, 1));
            struct rational both = rational_multiply(arena, chance(arena, unions->count, g), chance(arena, size, s));
            value = rational_add(arena, value, rational_multiply(arena, sum, both));
        }
    return value;
}

static bool by_arrival(struct arena *arena, const struct costs *costs, const uint32_t *of, struct rational *exact)
{
    struct unions unions;
    if (!read_unions(of, costs->people, &unions))
        return false;
    for (uint32_t i = 0; i < costs->people; i++)
        exact[i] = arrival_value(arena, costs, &unions, i);
    return true;
}

static bool share_exactly(struct arena *arena, const struct costs *costs, enum cost_method method,
                          const uint32_t *unions, struct rational *exact)
{
    for (uint32_t i = 0; i < costs->people; i++)
        exact[i] = rational_of(arena, 0, 1);
    switch (method) {
    case COST_EQUAL:
        return add_in_parts(arena, costs->people, exact, total_of(costs), NULL), true;
    case COST_PROPORTIONAL:
        return by_cost_alone(arena, costs, exact), true;
    case COST_MARGINAL:
        return by_what_each_adds(arena, costs, exact), true;
    case COST_SHAPLEY:
        return by_arrival(arena, costs, NULL, exact);
    case COST_OWEN:
        return unions && by_arrival(arena, costs, unions, exact);
    }
    return false;
}

struct cost_shares cost_split(struct arena *arena, const struct cost_game *game, enum cost_method method,
                              const uint32_t *unions, const char *const *ids)
{
    struct arena work = {0};
    struct costs costs;
    struct cost_shares shares = {0};
    if (read_costs(&work, game, &costs)) {
        shares.total = total_of(&costs);
        shares.exact = arena_array(arena, game->people, sizeof *shares.exact);
        shares.cents = arena_array(arena, game->people, sizeof *shares.cents);
        shares.good = share_exactly(arena, &costs, method, unions, shares.exact)
            && shares_whole(arena, game->people, ids, shares.exact, shares.total, shares.cents, NULL);
    }
    arena_free(&work);
    return shares;
}

static int64_t saving(struct cost_objection objection)
{
    return objection.pays - objection.alone;
}

static bool goes_before(struct cost_objection a, struct cost_objection b)
{
    int size_a = __builtin_popcount(a.set), size_b = __builtin_popcount(b.set);
    if (saving(a) != saving(b))
        return saving(a) > saving(b);
    return size_a != size_b ? size_a < size_b : a.set < b.set;
}

static void keep(struct cost_core *core, struct cost_objection objection, size_t most)
{
    size_t at = core->count;
    core->total++;
    while (at > 0 && goes_before(objection, core->objections[at - 1]))
        at--;
    if (at >= most)
        return;
    core->count += core->count < most;
    for (size_t i = core->count - 1; i > at; i--)
        core->objections[i] = core->objections[i - 1];
    core->objections[at] = objection;
}

struct cost_core cost_core_test(struct arena *arena, const struct cost_game *game, const int64_t *cents, size_t most)
{
    struct arena work = {0};
    struct costs costs;
    struct cost_core core = {.objections = arena_array(arena, most, sizeof *core.objections)};
    core.tested = read_costs(&work, game, &costs);
    int64_t *pays = arena_array(&work, core.tested ? (size_t)1 << game->people : 1, sizeof *pays);
    for (uint32_t set = 1; core.tested && set < 1u << game->people; set++) {
        pays[set] = pays[set & (set - 1)] + cents[__builtin_ctz(set)];
        if (pays[set] > costs.of[set])
            keep(&core, (struct cost_objection){set, pays[set], costs.of[set]}, most);
    }
    arena_free(&work);
    return core;
}
