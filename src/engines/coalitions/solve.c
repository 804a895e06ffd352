/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The cheapest team that covers every demand: min Σ cost where Σ capacity ≥ wanted for each demand. Branch and bound on
 * the linear relaxation (bound.c): candidates that no better team can hold go, then the one that the relaxation
 * believes in most is taken, then left out. */
#include "engines/coalitions/inside.h"
#include <math.h>
#include <string.h>

enum { MOST_DEPTH = 64, MOST_EXCHANGES = 50, PATIENCE = 20 };

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
        solving->rest[problem->demand[k]] -= team_able(solving, k);
    for (size_t k = solving->clash_start[candidate]; k < solving->clash_start[candidate + 1]; k++)
        if (solving->state[solving->clash_with[k]] == FREE)
            set_state(solving, solving->clash_with[k], LEFT_OUT);
}

static void give_back(struct solving *solving, uint32_t candidate)
{
    const struct team_problem *problem = solving->problem;
    if (solving->state[candidate] == TAKEN) {
        solving->taken--;
        solving->cost -= solving->search->cost[candidate];
        for (size_t k = problem->start[candidate]; k < problem->start[candidate + 1]; k++)
            solving->rest[problem->demand[k]] += team_able(solving, k);
    }
    solving->state[candidate] = FREE;
}

static void undo_to(struct solving *solving, size_t trail)
{
    while (solving->trail_count > trail)
        give_back(solving, solving->trail[--solving->trail_count]);
}

static bool is_done(const struct solving *solving)
{
    for (uint32_t i = 0; i < solving->problem->demands; i++)
        if (solving->rest[i] > team_tiny)
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

/* Those of a list that are free and still give something, and what. */
static void list_free(const struct solving *solving, const uint32_t *from, uint32_t from_count,
                      struct pricing *pricing)
{
    const struct team_problem *problem = solving->problem;
    size_t at = 0;
    pricing->count = 0;
    for (uint32_t i = 0; i < from_count; i++) {
        uint32_t j = from[i];
        pricing->start[pricing->count] = at;
        if (solving->state[j] != FREE)
            continue;
        for (size_t k = problem->start[j]; k < problem->start[j + 1]; k++) {
            double gives = team_gives(solving, k);
            if (gives > 0) {
                pricing->demand[at] = problem->demand[k];
                pricing->amount[at++] = gives;
            }
        }
        pricing->list[pricing->count] = j;
        pricing->count += at > pricing->start[pricing->count];
    }
    pricing->start[pricing->count] = at;
}

/* Whether free candidates can still cover all, within the seats left. */
static bool can_cover(struct solving *solving, const struct pricing *pricing)
{
    const struct team_problem *problem = solving->problem;
    uint32_t seats = team_seats(solving);
    double *sum = arena_array(solving->arena, problem->demands, sizeof *sum);
    double *most = arena_array(solving->arena, problem->demands, sizeof *most);
    for (size_t k = 0; k < pricing->start[pricing->count]; k++) {
        double *highest = &most[pricing->demand[k]], amount = pricing->amount[k];
        sum[pricing->demand[k]] += amount;
        *highest = amount > *highest ? amount : *highest;
    }
    for (uint32_t i = 0; i < problem->demands; i++)
        if (solving->rest[i] > team_tiny && (sum[i] < solving->rest[i] - team_tiny || seats == 0
                                             || most[i] * seats < solving->rest[i] - team_tiny))
            return false;
    return true;
}

/* Members that the others make useless go, the dearest first. from: where in the trail those who may go begin. */
static void drop_useless(struct solving *solving, size_t from)
{
    const struct team_problem *problem = solving->problem;
    for (;;) {
        uint32_t dearest = problem->candidates;
        for (size_t t = from; t < solving->trail_count; t++) {
            uint32_t j = solving->trail[t];
            bool useless = solving->state[j] == TAKEN;
            for (size_t k = problem->start[j]; useless && k < problem->start[j + 1]; k++)
                useless = solving->rest[problem->demand[k]] + team_able(solving, k) <= team_tiny;
            if (useless && (dearest == problem->candidates
                            || solving->search->cost[j] > solving->search->cost[dearest]))
                dearest = j;
        }
        if (dearest == problem->candidates)
            return;
        give_back(solving, dearest);
    }
}

/* What would be lacking without this member. */
static void find_lacking(const struct solving *solving, uint32_t member, double *lacking)
{
    const struct team_problem *problem = solving->problem;
    memset(lacking, 0, problem->demands * sizeof *lacking);
    for (size_t k = problem->start[member]; k < problem->start[member + 1]; k++)
        lacking[problem->demand[k]] = fmax(solving->rest[problem->demand[k]] + team_able(solving, k), 0);
}

static bool fills(const struct solving *solving, uint32_t candidate, const double *lacking)
{
    const struct team_problem *problem = solving->problem;
    size_t k = problem->start[candidate], end = problem->start[candidate + 1];
    uint32_t filled = 0, asked = 0;
    for (; k < end; k++)
        filled += lacking[problem->demand[k]] > team_tiny
            && team_able(solving, k) >= lacking[problem->demand[k]] - team_tiny;
    for (uint32_t i = 0; filled && i < problem->demands; i++)
        asked += lacking[i] > team_tiny;
    return filled && filled == asked;
}

/* One member for a cheaper one who can stand in; false when there is none. */
static bool exchange(struct solving *solving, const struct pricing *pricing, size_t from, double *lacking)
{
    uint32_t goes = 0, comes = UINT32_MAX;
    int64_t saved = 0;
    for (size_t t = from; t < solving->trail_count; t++) {
        uint32_t member = solving->trail[t];
        if (solving->state[member] != TAKEN)
            continue;
        find_lacking(solving, member, lacking);
        int64_t cost = solving->search->cost[member];
        for (uint32_t c = 0; c < pricing->count; c++) {
            uint32_t j = pricing->list[c];
            if (cost - solving->search->cost[j] > saved && solving->state[j] == FREE && fills(solving, j, lacking))
                saved = cost - solving->search->cost[j], goes = member, comes = j;
        }
    }
    if (comes == UINT32_MAX)
        return false;
    give_back(solving, goes);
    take(solving, comes);
    return true;
}

/* A team that covers all gets better by leaving out and by exchanging, then is kept. */
static void polish(struct solving *solving, const struct pricing *pricing, size_t from)
{
    double *lacking = arena_array(solving->arena, solving->problem->demands, sizeof *lacking);
    drop_useless(solving, from);
    for (int i = 0; i < MOST_EXCHANGES && exchange(solving, pricing, from, lacking); i++)
        drop_useless(solving, from);
    keep(solving);
}

/* Best bargains at these prices first, until all is covered. weights: the price of a unit of each demand. */
static void greedy(struct solving *solving, const struct pricing *pricing, const double *weights)
{
    const struct team_problem *problem = solving->problem;
    size_t trail = solving->trail_count;
    while (!is_done(solving) && team_seats(solving) > 0) {
        double best = 0;
        uint32_t chosen = problem->candidates;
        for (uint32_t c = 0; c < pricing->count; c++) {
            uint32_t j = pricing->list[c];
            double given = 0, cost = (double)solving->search->cost[j] + pricing->seat;
            for (size_t k = problem->start[j]; solving->state[j] == FREE && k < problem->start[j + 1]; k++)
                given += team_gives(solving, k) * weights[problem->demand[k]];
            if (given > best * cost) {
                best = given / cost;
                chosen = j;
            }
        }
        if (chosen == problem->candidates)
            break;
        take(solving, chosen);
    }
    if (is_done(solving))
        polish(solving, pricing, trail);
    undo_to(solving, trail);
}

/* At the root by what is asked, and where seats are counted at several prices of a seat: the relaxation, which may seat
 * parts of members, finds them too cheap. */
static void try_at_root(struct solving *solving, const struct pricing *pricing, double *weights)
{
    struct pricing tried = *pricing;
    for (uint32_t i = 0; i < solving->problem->demands; i++)
        weights[i] = 1 / fmax(solving->search->wanted[i], team_tiny);
    greedy(solving, &tried, weights);
    for (tried.seat = 10; solving->search->most_members && tried.seat < 1e6; tried.seat *= 3)
        greedy(solving, &tried, weights);
}

static void try_teams(struct solving *solving, const struct pricing *pricing)
{
    uint32_t m = solving->problem->demands;
    double *weights = arena_array(solving->arena, m, sizeof *weights);
    for (uint32_t i = 0; i < m; i++)                       /* what has no price is worth a little, not nothing */
        weights[i] = pricing->price[i] + 1e-9 / fmax(solving->rest[i], team_tiny);
    struct pricing core = {.list = pricing->core, .count = pricing->core_count, .seat = pricing->seat};
    greedy(solving, &core, weights);
    if (solving->nodes == 1)
        try_at_root(solving, pricing, weights);
}

bool team_is_beaten(const struct solving *solving, double bound)
{
    return solving->found && ceil(bound - 1e-6) >= (double)solving->best;
}

static void fix(struct solving *solving, const struct pricing *pricing, double bound)
{
    for (uint32_t c = 0; c < pricing->count; c++)
        if (pricing->reduced[c] > 0 && team_is_beaten(solving, bound + pricing->reduced[c]))
            set_state(solving, pricing->list[c], LEFT_OUT);
}

/* The free candidate that the relaxation takes most of, not wholly if there is one. */
static uint32_t most_believed(const struct solving *solving, const struct pricing *pricing)
{
    uint32_t chosen = UINT32_MAX;
    double best = -1;
    for (uint32_t c = 0; c < pricing->count; c++) {
        double share = pricing->share[c] > 1 - 1e-6 ? 0 : pricing->share[c];
        if (solving->state[pricing->list[c]] == FREE && share > best)
            best = share, chosen = pricing->list[c];
    }
    return chosen;
}

/* One look at what is left: false when no better team is to be found in it, else the candidate to branch on. */
static bool look(struct solving *solving, struct pricing *pricing, const struct pricing *above, uint32_t *branch)
{
    list_free(solving, above->list, above->count, pricing);
    solving->looks += pricing->count;
    if (!can_cover(solving, pricing))
        return false;
    double bound = team_bound(solving, pricing);
    if (solving->nodes == 1)
        solving->root_bound = bound;
    if (team_is_beaten(solving, bound))
        return false;
    try_teams(solving, pricing);
    fix(solving, pricing, bound);
    *branch = team_is_beaten(solving, bound) ? UINT32_MAX : most_believed(solving, pricing);
    return *branch != UINT32_MAX;
}

/* No team at all is worth a longer wait than a better one. */
static bool is_over(const struct solving *solving)
{
    return solving->looks > solving->most_looks * (solving->found ? 1 : PATIENCE);
}

/* above: who was free in the branch above, so that a branch costs what is left of the problem, not the whole. */
static void explore(struct solving *solving, const struct pricing *above, int depth)
{
    size_t trail = solving->trail_count;
    struct arena_mark mark = arena_mark(solving->arena);
    struct pricing pricing = begin_pricing(solving, above);
    for (;; above = &pricing) {
        struct arena_mark inner = arena_mark(solving->arena);
        uint32_t branch;
        solving->nodes++;
        solving->stopped = solving->stopped || is_over(solving) || depth > MOST_DEPTH;
        if (is_done(solving))
            keep(solving);
        if (is_done(solving) || solving->stopped || !look(solving, &pricing, above, &branch))
            break;
        size_t before = solving->trail_count;
        arena_release(solving->arena, inner);
        take(solving, branch);
        explore(solving, &pricing, depth + 1);
        undo_to(solving, before);
        set_state(solving, branch, LEFT_OUT);
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

static void know(struct solving *solving, const struct team_found *team)
{
    solving->found = true;
    for (size_t i = 0; i < team->count; i++) {
        solving->best_state[team->members[i]] = TAKEN;
        solving->best += solving->search->cost[team->members[i]];
    }
}

struct team_found team_solve(struct arena *arena, const struct team_search *search)
{
    struct arena work = {0};
    const struct team_problem *problem = search->problem;
    uint32_t n = problem->candidates;
    struct solving solving = {.search = search, .problem = problem, .arena = &work,
        .state = arena_array(&work, n, 1), .best_state = arena_array(&work, n, 1),
        .rest = arena_array(&work, problem->demands, sizeof(double)),
        /* a polished team may take and give back the same members, and who clashes with them, a few times */
        .trail = arena_array(&work, 3 * (size_t)n + 2 * MOST_EXCHANGES * (problem->clash_count + 1), sizeof(uint32_t)),
        .most_looks = *search->looks / 2};
    struct team_found found = {0};
    memcpy(solving.rest, search->wanted, problem->demands * sizeof *solving.rest);
    read_clashes(&solving);
    struct pricing whole = {.list = arena_array(&work, n, sizeof *whole.list), .count = n,
        .start = (size_t *)(uintptr_t)problem->start,
        .price = arena_array(&work, problem->demands, sizeof *whole.price)};
    for (uint32_t j = 0; j < n; j++)
        whole.list[j] = j;
    if (search->known)
        know(&solving, search->known);
    if (begin(&solving))
        explore(&solving, &whole, 0);
    found.found = solving.found;
    found.stopped = solving.stopped;
    found.cost = solving.best;
    found.members = arena_array(arena, n, sizeof *found.members);
    for (uint32_t j = 0; solving.found && j < n; j++)
        if (solving.best_state[j] == TAKEN)
            found.members[found.count++] = j;
    if (solving.stopped && solving.found && solving.best > 0)
        found.gap = fmax(0, ((double)solving.best - ceil(solving.root_bound - 1e-6)) / (double)solving.best);
    *search->looks -= solving.looks < *search->looks ? solving.looks : *search->looks;
    arena_free(&work);
    return found;
}
