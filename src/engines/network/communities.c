/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Circles: Leiden from level to level, several starts, and what is checked at the end. */
#include "engines/network/inside.h"
#include "engines/network/leiden.h"
#include <math.h>

enum { SMALL = 2000, SMALL_STARTS = 100, SMALL_ROUNDS = 50, MIDDLE_ROUNDS = 10, LARGE = 50000, LARGE_ROUNDS = 4 };

double network_quality_of(struct arena *arena, const struct sparse *network, const uint32_t *of,
                          enum network_quality quality, double gamma)
{
    uint32_t n = network->rows;
    double *mass = arena_array(arena, n, sizeof *mass), inside = 0, all = 0, expected = 0;
    for (uint32_t i = 0; i < n; i++)
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
            inside += of[i] == of[network->column[k]] ? network->value[k] : 0;
            all += network->value[k];
            mass[of[i]] += quality == NETWORK_MODULARITY ? network->value[k] : 0;
        }
    for (uint32_t i = 0; quality == NETWORK_CPM && i < n; i++)
        mass[of[i]]++;
    for (uint32_t c = 0; c < n; c++)
        expected += quality == NETWORK_CPM ? mass[c] * (mass[c] - 1) / 2 : mass[c] * mass[c];
    if (quality == NETWORK_CPM)
        return inside / 2 - gamma * expected;
    return all > 0 ? inside / all - gamma * expected / (all * all) : 0;
}

static struct level first_level(struct arena *arena, const struct sparse *network, enum network_quality quality,
                                double gamma)
{
    struct level level = {*network, arena_array(arena, network->rows, sizeof(double)), gamma};
    double all = 0;
    for (uint32_t i = 0; i < network->rows; i++) {
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++)
            level.mass[i] += network->value[k];
        all += level.mass[i];
        level.mass[i] = quality == NETWORK_CPM ? 1 : level.mass[i];
    }
    if (quality == NETWORK_MODULARITY)
        level.rate = all > 0 ? gamma / all : 0;
    return level;
}

/* The members of each piece: member[first[p]] … member[first[p + 1] − 1], ascending. */
static uint32_t *members_of(struct arena *work, const struct grouping *pieces, uint32_t n, size_t *first)
{
    uint32_t *member = arena_array(work, n, sizeof *member);
    size_t *next = arena_array(work, pieces->count, sizeof *next);
    for (uint32_t i = 0; i < n; i++)
        first[pieces->of[i] + 1]++;
    for (uint32_t p = 0; p < pieces->count; p++)
        first[p + 1] += first[p], next[p] = first[p];
    for (uint32_t i = 0; i < n; i++)
        member[next[pieces->of[i]]++] = i;
    return member;
}

/* The ties of a piece to others, added at *filled of the level. weight is left at 0. */
static void add_row(struct level *level, size_t *filled, const struct level *below, const struct grouping *pieces,
                    const uint32_t *members, size_t count, double *weight)
{
    const struct sparse *graph = &below->graph;
    uint32_t own = pieces->of[members[0]];
    size_t start = *filled;
    for (size_t m = 0; m < count; m++)
        for (size_t k = graph->start[members[m]]; k < graph->start[members[m] + 1]; k++) {
            uint32_t other = pieces->of[graph->column[k]];
            if (other == own)
                continue;
            if (weight[other] == 0)
                level->graph.column[(*filled)++] = other;
            weight[other] += graph->value[k];
        }
    for (size_t k = start; k < *filled; k++) {
        level->graph.value[k] = weight[level->graph.column[k]];
        weight[level->graph.column[k]] = 0;
    }
    level->graph.start[own + 1] = *filled;
}

/* The level above: a node for each piece; ties inside a piece no longer count. In time proportional to the ties. */
static struct level next_level(struct arena *arena, struct arena *work, const struct level *below,
                               const struct grouping *pieces)
{
    uint32_t n = below->graph.rows, count = pieces->count;
    size_t ties = below->graph.start[n], *first = arena_array(work, count + 1ull, sizeof *first), filled = 0;
    uint32_t *member = members_of(work, pieces, n, first);
    double *weight = arena_array(work, count, sizeof *weight);
    struct level level = {{count, count, arena_array(arena, count + 1ull, sizeof(size_t)),
                           arena_array(arena, ties, sizeof(uint32_t)), arena_array(arena, ties, sizeof(double))},
                          arena_array(arena, count, sizeof(double)), below->rate};
    for (uint32_t i = 0; i < n; i++)
        level.mass[pieces->of[i]] += below->mass[i];
    for (uint32_t p = 0; p < count; p++)
        add_row(&level, &filled, below, pieces, member + first[p], first[p + 1] - first[p], weight);
    return level;
}

/* One pass from the nodes to where levels no longer shrink. of, the groups of the nodes, is bettered. */
static bool climb(struct level level, uint32_t *of, uint32_t groups, struct seeded *chance)
{
    struct arena arena = {0}, work = {0};
    uint32_t n = level.graph.rows, *up = arena_array(&arena, n, sizeof *up);  /* the node of the level that holds i */
    struct grouping now = {arena_array(&arena, n, sizeof(uint32_t)), groups};
    bool better = false;
    for (uint32_t i = 0; i < n; i++)
        now.of[i] = of[i], up[i] = i;
    for (;;) {
        better |= leiden_move(&work, &level, &now, chance);
        for (uint32_t i = 0; i < n; i++)
            of[i] = now.of[up[i]];
        if (now.count == level.graph.rows)
            break;
        struct grouping pieces = leiden_refine(&arena, &work, &level, &now, chance);
        if (pieces.count == level.graph.rows)
            break;
        uint32_t *above = arena_array(&arena, pieces.count, sizeof *above);
        for (uint32_t i = 0; i < level.graph.rows; i++)
            above[pieces.of[i]] = now.of[i];
        for (uint32_t i = 0; i < n; i++)
            up[i] = pieces.of[up[i]];
        level = next_level(&arena, &work, &level, &pieces);
        now.of = above;
        arena_free(&work);
    }
    arena_free(&arena);
    arena_free(&work);
    return better;
}

static uint32_t climb_again(const struct level *level, uint32_t *of, uint32_t most, struct seeded *chance)
{
    uint32_t n = level->graph.rows, rounds = 0;
    for (uint32_t i = 0; i < n; i++)
        of[i] = i;
    while (rounds < most) {
        rounds++;
        if (!climb(*level, of, n, chance))
            break;
    }
    return rounds;
}

/* What is not said of starts and rounds: a small network is searched thoroughly, a large one until it pays less. */
static struct network_circles_rule complete(struct network_circles_rule rule, size_t ties)
{
    if (!rule.starts)
        rule.starts = ties <= SMALL ? SMALL_STARTS : 1;
    if (!rule.rounds)
        rule.rounds = ties <= SMALL ? SMALL_ROUNDS : ties < LARGE ? MIDDLE_ROUNDS : LARGE_ROUNDS;
    rule.gamma = rule.gamma > 0 ? rule.gamma : 1;
    return rule;
}

struct network_circles network_communities(struct arena *arena, const struct sparse *network,
                                           const struct network_circles_rule *given)
{
    uint32_t n = network->rows;
    struct network_circles_rule rule = complete(*given, network->start[n] / 2);
    struct arena own = {0};
    struct level level = first_level(&own, network, rule.quality, rule.gamma);
    uint32_t *of = arena_array(&own, n, sizeof *of), *best = arena_array(&own, n, sizeof *best);
    struct network_circles circles = {.quality = -INFINITY};
    struct seeded chance = seeded_start(rule.seed);
    for (uint32_t start = 0; start < rule.starts; start++) {
        struct arena_mark mark = arena_mark(&own);
        uint32_t rounds = climb_again(&level, of, rule.rounds, &chance);
        double quality = network_quality_of(&own, network, of, rule.quality, rule.gamma);
        arena_release(&own, mark);
        if (quality <= circles.quality)
            continue;
        circles.quality = quality, circles.rounds = rounds;
        uint32_t *swap = best;
        best = of, of = swap;
    }
    circles.parts = pieces_within(arena, network, best);
    circles.quality = network_quality_of(&own, network, circles.parts.of, rule.quality, rule.gamma);
    arena_free(&own);
    return circles;
}
