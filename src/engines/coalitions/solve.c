/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The cheapest team that covers every demand: min Σ cost where Σ capacity ≥ wanted for each demand. Prices on demands
 * give a bound (Lagrange); candidates that no better team can hold go; then branch and bound on the demand with least
 * choice. */
#include "engines/coalitions/inside.h"
#include <math.h>
#include <string.h>

enum { ROOT_ROUNDS = 250, NODE_ROUNDS = 25, MOST_NODES = 20000, MOST_DEPTH = 64 };
static const double tiny = 1e-9;
enum state { FREE, TAKEN, LEFT_OUT };

struct solving {
    const struct team_search *search;
    const struct team_problem *problem;
    struct arena *arena;
    uint8_t *state;
    double *rest;                                          /* by demand: what is left to cover */
    uint32_t *trail; size_t trail_count;
    size_t *clash_start; uint32_t *clash_with;
    uint32_t taken;
    int64_t cost, best;
    uint8_t *best_state; bool found, stopped;
    uint64_t nodes, most_nodes;
    double root_bound;
};

/* What one more of this candidate gives to a demand now. */
static double gives(const struct solving *solving, size_t at)
{
    double rest = solving->rest[solving->problem->demand[at]];
    return rest <= tiny ? 0 : fmin(solving->problem->capacity[at], rest);
}

static void set_state(struct solving *solving, uint32_t candidate, uint8_t state)
{
    solving->state[candidate] = state;
    solving->trail[solving->trail_count++] = candidate;
}

static void take(struct solving *solving, uint32_t candidate)
{
    const struct team_problem *problem = solving->problem;
    set_state(solving, candidate, TAKEN);
    solving->taken++;
    solving->cost += solving->search->cost[candidate];
    for (size_t k = problem->start[candidate]; k < problem->start[candidate + 1]; k++)
        solving->rest[problem->demand[k]] -= fmin(problem->capacity[k], 1e15);
    for (size_t k = solving->clash_start[candidate]; k < solving->clash_start[candidate + 1]; k++)
        if (solving->state[solving->clash_with[k]] == FREE)
            set_state(solving, solving->clash_with[k], LEFT_OUT);
}

static void undo_to(struct solving *solving, size_t trail)
{
    const struct team_problem *problem = solving->problem;
    while (solving->trail_count > trail) {
        uint32_t candidate = solving->trail[--solving->trail_count];
        bool taken = solving->state[candidate] == TAKEN;
        solving->state[candidate] = FREE;
        if (!taken)
            continue;
        solving->taken--;
        solving->cost -= solving->search->cost[candidate];
        for (size_t k = problem->start[candidate]; k < problem->start[candidate + 1]; k++)
            solving->rest[problem->demand[k]] += fmin(problem->capacity[k], 1e15);
    }
}

static bool is_done(const struct solving *solving)
{
    for (uint32_t i = 0; i < solving->problem->demands; i++)
        if (solving->rest[i] > tiny)
            return false;
    return true;
}

static void keep(struct solving *solving)
{
    if (solving->found && solving->cost >= solving->best)
        return;
    solving->found = true;
    solving->best = solving->cost;
    memcpy(solving->best_state, solving->state, solving->problem->candidates);
}

static bool is_beaten(const struct solving *solving, double bound)
{
    return solving->found && ceil(bound - 1e-6) >= (double)solving->best;
}

/* Those of a list that are free and still give something. */
static uint32_t list_free(const struct solving *solving, const uint32_t *from, uint32_t from_count, uint32_t *list)
{
    const struct team_problem *problem = solving->problem;
    uint32_t count = 0;
    for (uint32_t i = 0; i < from_count; i++) {
        uint32_t j = from[i];
        double given = 0;
        for (size_t k = problem->start[j]; solving->state[j] == FREE && k < problem->start[j + 1]; k++)
            given += gives(solving, k);
        if (given > 0)
            list[count++] = j;
    }
    return count;
}

/* seat: the price of a seat, when they are counted. */
struct pricing { uint32_t *list; uint32_t count; double *price, *reduced, *slope; double worth, seat, seat_slope; };

static void evaluate(const struct solving *solving, struct pricing *pricing)
{
    const struct team_problem *problem = solving->problem;
    uint32_t most = solving->search->most_members;
    pricing->worth = (double)solving->cost - (most ? pricing->seat * (most - solving->taken) : 0);
    pricing->seat_slope = most ? -(double)(most - solving->taken) : 0;
    for (uint32_t i = 0; i < problem->demands; i++) {
        double rest = fmax(solving->rest[i], 0);
        pricing->worth += pricing->price[i] * rest;
        pricing->slope[i] = rest;
    }
    for (uint32_t c = 0; c < pricing->count; c++) {
        uint32_t j = pricing->list[c];
        double left = (double)solving->search->cost[j] + pricing->seat;
        for (size_t k = problem->start[j]; k < problem->start[j + 1]; k++)
            left -= pricing->price[problem->demand[k]] * gives(solving, k);
        pricing->reduced[c] = left;
        if (left >= 0)
            continue;
        pricing->worth += left;
        pricing->seat_slope += most ? 1 : 0;
        for (size_t k = problem->start[j]; k < problem->start[j + 1]; k++)
            pricing->slope[problem->demand[k]] -= gives(solving, k);
    }
}

/* Best bargains first until all is covered; what becomes useless is not looked for: branching does it. */
static void greedy(struct solving *solving, const struct pricing *pricing)
{
    const struct team_problem *problem = solving->problem;
    size_t trail = solving->trail_count;
    uint32_t most = solving->search->most_members ? solving->search->most_members : UINT32_MAX;
    while (!is_done(solving) && solving->taken < most) {
        double best = INFINITY;
        uint32_t chosen = problem->candidates;
        for (uint32_t c = 0; c < pricing->count; c++) {
            uint32_t j = pricing->list[c];
            double given = 0;
            for (size_t k = problem->start[j]; solving->state[j] == FREE && k < problem->start[j + 1]; k++)
                given += gives(solving, k) / solving->search->wanted[problem->demand[k]];
            if (given > 0 && (double)solving->search->cost[j] / given < best) {
                best = (double)solving->search->cost[j] / given;
                chosen = j;
            }
        }
        if (chosen == problem->candidates)
            break;
        take(solving, chosen);
    }
    if (is_done(solving))
        keep(solving);
    undo_to(solving, trail);
}

static double raise_bound(struct solving *solving, struct pricing *pricing, int rounds)
{
    const struct team_problem *problem = solving->problem;
    double *best_price = arena_array(solving->arena, problem->demands, sizeof *best_price), best = -INFINITY;
    double stride = 1, best_seat = 0;
    int since = 0;
    for (int round = 0; round < rounds; round++) {
        evaluate(solving, pricing);
        since++;
        if (pricing->worth > best) {
            best = pricing->worth, best_seat = pricing->seat, since = 0;
            memcpy(best_price, pricing->price, problem->demands * sizeof *best_price);
        }
        if (is_beaten(solving, best))
            break;
        if (since > 8)
            stride *= 0.7, since = 0;
        double square = pricing->seat_slope * pricing->seat_slope;
        double target = solving->found ? (double)solving->best : fabs(best) * 1.2 + 1;
        for (uint32_t i = 0; i < problem->demands; i++) {
            double scale = solving->search->wanted[i];
            square += pricing->slope[i] / scale * (pricing->slope[i] / scale);
        }
        double by = square > 0 ? stride * fmax(target - pricing->worth, 0.5) / square : 0;
        for (uint32_t i = 0; i < problem->demands; i++) {
            double scale = solving->search->wanted[i];
            pricing->price[i] = fmax(0, pricing->price[i] + by * pricing->slope[i] / (scale * scale));
        }
        pricing->seat = fmax(0, pricing->seat + by * pricing->seat_slope);
    }
    memcpy(pricing->price, best_price, problem->demands * sizeof *best_price);
    pricing->seat = best_seat;
    evaluate(solving, pricing);
    return best;
}

/* Whether free candidates can still cover all, within the seats left. */
static bool can_cover(struct solving *solving, const struct pricing *pricing)
{
    const struct team_problem *problem = solving->problem;
    uint32_t seats = solving->search->most_members ? solving->search->most_members - solving->taken : UINT32_MAX;
    double *sum = arena_array(solving->arena, problem->demands, sizeof *sum);
    double *most = arena_array(solving->arena, problem->demands, sizeof *most);
    for (uint32_t c = 0; c < pricing->count; c++)
        for (size_t k = problem->start[pricing->list[c]]; k < problem->start[pricing->list[c] + 1]; k++) {
            sum[problem->demand[k]] += gives(solving, k);
            most[problem->demand[k]] = fmax(most[problem->demand[k]], gives(solving, k));
        }
    for (uint32_t i = 0; i < problem->demands; i++)
        if (solving->rest[i] > tiny && (sum[i] < solving->rest[i] - tiny || seats == 0
                                        || most[i] * seats < solving->rest[i] - tiny))
            return false;
    return true;
}

static void fix(struct solving *solving, const struct pricing *pricing, double bound)
{
    for (uint32_t c = 0; c < pricing->count; c++)
        if (pricing->reduced[c] > 0 && is_beaten(solving, bound + pricing->reduced[c]))
            set_state(solving, pricing->list[c], LEFT_OUT);
}

/* The demand with the fewest candidates left; they come in the order of their reduced cost. */
static uint32_t choose_demand(struct solving *solving, const struct pricing *pricing, uint32_t *list, double *key)
{
    const struct team_problem *problem = solving->problem;
    uint32_t *able = arena_array(solving->arena, problem->demands, sizeof *able), chosen = problem->demands, count = 0;
    for (uint32_t c = 0; c < pricing->count; c++)
        for (size_t k = problem->start[pricing->list[c]]; k < problem->start[pricing->list[c] + 1]; k++)
            able[problem->demand[k]] += solving->state[pricing->list[c]] == FREE;
    for (uint32_t i = 0; i < problem->demands; i++)
        if (solving->rest[i] > tiny && (chosen == problem->demands || able[i] < able[chosen]))
            chosen = i;
    for (uint32_t c = 0; c < pricing->count; c++)
        for (size_t k = problem->start[pricing->list[c]]; k < problem->start[pricing->list[c] + 1]; k++)
            if (problem->demand[k] == chosen && solving->state[pricing->list[c]] == FREE) {
                uint32_t at = count++;
                for (; at > 0 && key[at - 1] > pricing->reduced[c]; at--)
                    key[at] = key[at - 1], list[at] = list[at - 1];
                key[at] = pricing->reduced[c], list[at] = pricing->list[c];
            }
    return count;
}

/* from: who was free in the branch above, so that a branch costs what is left of the problem, not the whole. */
static void explore(struct solving *solving, const uint32_t *from, uint32_t from_count, const double *prices,
                    int depth)
{
    struct arena_mark mark = arena_mark(solving->arena);
    size_t trail = solving->trail_count;
    const struct team_problem *problem = solving->problem;
    solving->stopped = solving->stopped || ++solving->nodes > solving->most_nodes || depth > MOST_DEPTH;
    if (is_done(solving))
        keep(solving);
    else if (!solving->stopped) {
        uint32_t n = from_count, m = problem->demands;
        struct pricing pricing = {arena_array(solving->arena, n, sizeof(uint32_t)), 0,
            arena_array(solving->arena, m, sizeof(double)), arena_array(solving->arena, n, sizeof(double)),
            arena_array(solving->arena, m, sizeof(double)), 0};
        pricing.count = list_free(solving, from, from_count, pricing.list);
        if (prices)
            memcpy(pricing.price, prices, m * sizeof *prices);
        if (can_cover(solving, &pricing)) {
            if (depth == 0 || !solving->found)
                greedy(solving, &pricing);
            double bound = raise_bound(solving, &pricing, depth == 0 ? ROOT_ROUNDS : NODE_ROUNDS);
            solving->root_bound = depth == 0 ? bound : solving->root_bound;
            fix(solving, &pricing, bound);
            uint32_t *list = arena_array(solving->arena, n, sizeof *list);
            double *key = arena_array(solving->arena, n, sizeof *key);
            uint32_t count = is_beaten(solving, bound) ? 0 : choose_demand(solving, &pricing, list, key);
            for (uint32_t i = 0; i < count && !solving->stopped; i++) {
                size_t before = solving->trail_count;
                if (solving->state[list[i]] != FREE)
                    continue;
                take(solving, list[i]);
                explore(solving, pricing.list, pricing.count, pricing.price, depth + 1);
                undo_to(solving, before);
                set_state(solving, list[i], LEFT_OUT);
            }
        }
    }
    undo_to(solving, trail);
    arena_release(solving->arena, mark);
}

static void read_clashes(struct solving *solving)
{
    const struct team_problem *problem = solving->problem;
    size_t *fill = arena_array(solving->arena, problem->candidates, sizeof *fill);
    solving->clash_start = arena_array(solving->arena, (size_t)problem->candidates + 1, sizeof *solving->clash_start);
    solving->clash_with = arena_array(solving->arena, 2 * problem->clash_count, sizeof *solving->clash_with);
    for (size_t c = 0; c < problem->clash_count; c++) {
        solving->clash_start[problem->clashes[c].a + 1]++;
        solving->clash_start[problem->clashes[c].b + 1]++;
    }
    for (uint32_t j = 0; j < problem->candidates; j++)
        solving->clash_start[j + 1] += solving->clash_start[j];
    for (size_t c = 0; c < problem->clash_count; c++) {
        uint32_t a = problem->clashes[c].a, b = problem->clashes[c].b;
        solving->clash_with[solving->clash_start[a] + fill[a]++] = b;
        solving->clash_with[solving->clash_start[b] + fill[b]++] = a;
    }
}

/* Fixed members first, excluded ones out; false when two fixed ones clash. */
static bool begin(struct solving *solving)
{
    const struct team_problem *problem = solving->problem;
    for (uint32_t j = 0; j < problem->candidates; j++)
        if ((problem->excluded && problem->excluded[j]) || (solving->search->barred && solving->search->barred[j]))
            solving->state[j] = LEFT_OUT;
    for (uint32_t j = 0; j < problem->candidates; j++)
        if (problem->fixed && problem->fixed[j]) {
            if (solving->state[j] != FREE)
                return false;
            take(solving, j);
        }
    return !solving->search->most_members || solving->taken <= solving->search->most_members;
}

struct team_found team_solve(struct arena *arena, const struct team_search *search)
{
    struct arena work = {0};
    const struct team_problem *problem = search->problem;
    uint32_t n = problem->candidates;
    struct solving solving = {.search = search, .problem = problem, .arena = &work,
        .state = arena_array(&work, n, 1), .best_state = arena_array(&work, n, 1),
        .rest = arena_array(&work, problem->demands, sizeof(double)), .trail = arena_array(&work, n, sizeof(uint32_t)),
        .most_nodes = problem->most_nodes ? problem->most_nodes : MOST_NODES};
    struct team_found found = {0};
    memcpy(solving.rest, search->wanted, problem->demands * sizeof *solving.rest);
    read_clashes(&solving);
    uint32_t *all = arena_array(&work, n, sizeof *all);
    for (uint32_t j = 0; j < n; j++)
        all[j] = j;
    if (begin(&solving))
        explore(&solving, all, n, NULL, 0);
    found.found = solving.found;
    found.cost = solving.best;
    found.members = arena_array(arena, n, sizeof *found.members);
    for (uint32_t j = 0; solving.found && j < n; j++)
        if (solving.best_state[j] == TAKEN)
            found.members[found.count++] = j;
    if (solving.stopped && solving.found && solving.best > 0)
        found.gap = fmax(0, ((double)solving.best - ceil(solving.root_bound - 1e-6)) / (double)solving.best);
    arena_free(&work);
    return found;
}
