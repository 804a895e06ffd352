/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is left to cover costs at least so much: the linear relaxation, where a candidate may come in part. Its prices
 * give the bound by weak duality, summed anew: a rounding of the simplex can make the bound lower, never wrong. */
#include "engines/coalitions/inside.h"
#include "engines/kernel/linear.h"
#include <math.h>
#include <string.h>

enum { PIVOTS = 2000, ROUNDS = 40, BATCH = 24 };

struct pricing begin_pricing(const struct solving *solving, const struct pricing *above)
{
    struct arena *arena = solving->arena;
    uint32_t most = above->count, demands = solving->problem->demands;
    size_t amounts = above->start[most];
    struct pricing pricing = {.list = arena_alloc(arena, most * sizeof(uint32_t)),
        .start = arena_alloc(arena, ((size_t)most + 1) * sizeof(size_t)),
        .demand = arena_alloc(arena, amounts * sizeof(uint32_t)),
        .amount = arena_alloc(arena, amounts * sizeof(double)),
        .price = arena_alloc(arena, demands * sizeof(double)), .seat = above->seat,
        .reduced = arena_alloc(arena, most * sizeof(double)), .share = arena_alloc(arena, most * sizeof(double)),
        .core = arena_alloc(arena, most * sizeof(uint32_t))};
    memcpy(pricing.price, above->price, demands * sizeof(double));
    return pricing;
}

/* Lagrange: Σ price × rest − seat × seats left + Σ what candidates cost less than they bring. */
static double worth_of(const struct solving *solving, const struct pricing *pricing)
{
    const struct team_problem *problem = solving->problem;
    double worth = (double)solving->cost;
    if (solving->search->most_members)
        worth -= pricing->seat * team_seats(solving);
    for (uint32_t i = 0; i < problem->demands; i++)
        worth += pricing->price[i] * fmax(solving->rest[i], 0);
    for (uint32_t c = 0; c < pricing->count; c++) {
        double left = (double)solving->search->cost[pricing->list[c]] + pricing->seat;
        for (size_t k = pricing->start[c]; k < pricing->start[c + 1]; k++)
            left -= pricing->price[pricing->demand[k]] * pricing->amount[k];
        pricing->reduced[c] = left;
        worth += team_least(left, 0);
    }
    return worth;
}

/* Beyond any price that covering can need, nearly always: where it is not, the bound is lower, and still one. */
static double price_of_lacking(const struct solving *solving, const struct pricing *pricing)
{
    double all = 0, dearest = 0;
    for (uint32_t c = 0; c < pricing->count; c++) {
        double cost = (double)solving->search->cost[pricing->list[c]];
        all += cost;
        dearest = fmax(dearest, cost);
    }
    return fmax(all, 1000 * dearest);
}

struct relaxation { struct linear *linear; uint32_t *row, *column, asked, added; };

/* A row for each demand not yet covered, as a share of what is left of it: what comes, what lacks, less what is too
 * much, is 1; and one for the seats. row: by demand. */
static struct relaxation begin_relaxation(const struct solving *solving, const struct pricing *pricing)
{
    const struct team_problem *problem = solving->problem;
    struct arena *arena = solving->arena;
    bool seats = solving->search->most_members > 0;
    struct relaxation all = {.row = arena_alloc(arena, problem->demands * sizeof *all.row),
                             .column = arena_array(arena, pricing->count, sizeof *all.column)};
    double *right = arena_array(arena, (size_t)problem->demands + 1, sizeof *right);
    for (uint32_t i = 0; i < problem->demands; i++) {
        all.row[i] = all.asked;
        if (solving->rest[i] > team_tiny)
            right[all.asked++] = 1;
    }
    right[all.asked] = seats ? team_seats(solving) : 0;
    all.linear = linear_begin(arena, all.asked + seats, right);
    double lacking = price_of_lacking(solving, pricing);
    for (uint32_t lacks = 0; lacks < all.asked; lacks++) {
        uint32_t *at = arena_alloc(arena, sizeof *at);
        double *entry = arena_alloc(arena, sizeof *entry);
        *at = lacks, *entry = -1;
        all.linear->columns[lacks].gain = -lacking;
        linear_add_sparse(all.linear, 1, at, entry, 0, INFINITY, 0);
    }
    return all;
}

static void add_column(const struct solving *solving, struct pricing *pricing, struct relaxation *all, uint32_t c)
{
    size_t count = pricing->start[c + 1] - pricing->start[c];
    uint32_t *at = arena_alloc(solving->arena, (count + 1) * sizeof *at), filled = 0;
    double *entries = arena_alloc(solving->arena, (count + 1) * sizeof *entries);
    for (size_t k = pricing->start[c]; k < pricing->start[c + 1]; k++) {
        at[filled] = all->row[pricing->demand[k]];
        entries[filled++] = pricing->amount[k] / solving->rest[pricing->demand[k]];
    }
    if (solving->search->most_members)
        at[filled] = all->asked, entries[filled++] = 1;
    all->column[c] = linear_add_sparse(all->linear, filled, at, entries, 0, 1,
                                       -(double)solving->search->cost[pricing->list[c]]);
    pricing->core[pricing->core_count++] = pricing->list[c];
    all->added++;
}

/* The best bargains outside the relaxation come in, a few at a time: nearly all never do. all: also those that cost
 * more than they bring. */
static bool add_bargains(const struct solving *solving, struct pricing *pricing, struct relaxation *all, bool any)
{
    uint32_t best[BATCH], count = 0;
    for (uint32_t c = 0; c < pricing->count; c++) {
        double left = pricing->reduced[c];
        if ((!any && left > -1e-7) || all->column[c] || (count == BATCH && left >= pricing->reduced[best[BATCH - 1]]))
            continue;
        uint32_t at = count < BATCH ? count++ : BATCH - 1;
        for (; at > 0 && pricing->reduced[best[at - 1]] > left; at--)
            best[at] = best[at - 1];
        best[at] = c;
    }
    for (uint32_t i = 0; i < count; i++)
        add_column(solving, pricing, all, best[i]);
    return count > 0;
}

static void read_prices(const struct solving *solving, const struct relaxation *all, struct pricing *pricing)
{
    for (uint32_t i = 0; i < solving->problem->demands; i++)
        pricing->price[i] = solving->rest[i] > team_tiny ? fmax(-all->linear->price[all->row[i]], 0) / solving->rest[i]
                                                         : 0;
    pricing->seat = solving->search->most_members ? fmax(all->linear->price[all->asked], 0) : 0;
}

double team_bound(struct solving *solving, struct pricing *pricing)
{
    double bound = worth_of(solving, pricing);             /* the prices of the branch above are often enough */
    pricing->core_count = 0;
    if (team_is_beaten(solving, bound))
        return bound;
    struct relaxation all = begin_relaxation(solving, pricing);
    add_bargains(solving, pricing, &all, true);
    for (int round = 0; round < ROUNDS; round++) {
        linear_solve(all.linear, PIVOTS);                  /* unfinished or not: any prices bound, good ones better */
        read_prices(solving, &all, pricing);
        bound = worth_of(solving, pricing);
        if (team_is_beaten(solving, bound) || !add_bargains(solving, pricing, &all, false))
            break;
    }
    solving->looks += all.linear->pivots * all.linear->rows;
    for (uint32_t c = 0; c < pricing->count; c++)
        pricing->share[c] = all.column[c] ? linear_value(all.linear, all.column[c]) : 0;
    return bound;
}
