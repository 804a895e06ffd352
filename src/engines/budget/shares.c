/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Method of Equal Shares for given shares. A price only ever rises, so an old one is a bound: projects wait in a
 * heap and are priced again when they come to its top. */
#include "engines/budget/inside.h"
#include <math.h>
#include <string.h>

static void sink(struct run *run, uint32_t at)
{
    uint32_t moved = run->heap[at];
    for (uint32_t child; (child = 2 * at + 1) < run->heap_count; at = child) {
        if (child + 1 < run->heap_count && run->key[run->heap[child + 1]] < run->key[run->heap[child]])
            child++;
        if (run->key[run->heap[child]] >= run->key[moved])
            break;
        run->heap[at] = run->heap[child];
    }
    run->heap[at] = moved;
}

void order_heap(struct run *run)
{
    for (uint32_t at = run->heap_count / 2; at-- > 0;)
        sink(run, at);
}

static void push(struct run *run, uint32_t project)
{
    uint32_t at = run->heap_count++;
    for (; at > 0 && run->key[run->heap[(at - 1) / 2]] > run->key[project]; at = (at - 1) / 2)
        run->heap[at] = run->heap[(at - 1) / 2];
    run->heap[at] = project;
}

static uint32_t pop(struct run *run)
{
    uint32_t top = run->heap[0];
    run->heap[0] = run->heap[--run->heap_count];
    if (run->heap_count > 0)
        sink(run, 0);
    return top;
}

/* The next project with a price of now whose key is at most this; false when there is none. */
static bool pop_fresh(struct run *run, double most, uint32_t *project)
{
    while (run->heap_count > 0 && run->key[run->heap[0]] <= most) {
        *project = pop(run);
        if (run->fresh[*project])
            return true;
        if (price_project(run, *project))
            push(run, *project);
    }
    return false;
}

/* The project that costs its supporters least for what it gives; false at the end. */
static bool choose(struct run *run, uint32_t *chosen, bool *tied)
{
    uint32_t other, *waiting = run->heap + run->prepared->projects, count = 0;
    if (!pop_fresh(run, INFINITY, chosen))
        return false;
    *tied = false;
    while (pop_fresh(run, run->key[*chosen] * (1 + DOUBT), &other)) {
        int order = compare_prices(run, *chosen, other);
        bool better = order > 0 || (order == 0 && goes_first(run->prepared, other, *chosen));
        *tied = order == 0 || (*tied && !better);
        waiting[count++] = better ? *chosen : other;
        *chosen = better ? other : *chosen;
    }
    while (count > 0)
        push(run, waiting[--count]);
    return true;
}

static void buy(struct run *run, uint32_t project, bool tied)
{
    const struct prepared *prepared = run->prepared;
    double price = run->price[project];
    outcome_add(&run->result->outcome, prepared, (struct budget_win){.project = project, .price = price, .tied = tied,
        .effective = (double)prepared->cost[project] / price, .emptied = run->poor[project],
        .payers = prepared->supporters[project] - run->poor[project]});
    pay_project(run, project);
}

static void run_rounds(struct run *run)
{
    uint32_t chosen;
    bool tied;
    while (!run->doubtful && choose(run, &chosen, &tied) && !run->doubtful) {
        if (run->reach)
            reach_round(run, chosen);
        buy(run, chosen, tied);
    }
    if (run->reach && !run->doubtful)
        reach_round(run, run->prepared->projects);
}

static void begin(struct arena *arena, struct run *run, double share)
{
    const struct prepared *prepared = run->prepared;
    run->result->outcome = outcome_begin(arena, prepared);
    run->heap_count = 0;
    run->doubtful = false;
    for (uint32_t group = 0; group < prepared->groups; group++)
        run->money[group] = share;
    for (uint32_t group = 0; run->gain && group < prepared->groups; group++)
        run->gain[group] = 1;
    memset(run->fresh, 0, prepared->projects * sizeof *run->fresh);
    memset(run->unsure, 0, prepared->groups * sizeof *run->unsure);
    for (uint32_t project = 0; project < prepared->projects; project++) {
        if (is_out(prepared, project))
            continue;
        run->key[project] = (double)(prepared->rules->utility == BUDGET_COST ? 1 : prepared->cost[project])
                            / (double)prepared->score[project] * (1 - DOUBT);
        push(run, project);
    }
}

/* Once with doubles; should they not be able to decide something, again with whole numbers. */
struct shares_run *shares_run(struct arena *arena, const struct prepared *prepared, struct share share, double *reach)
{
    struct arena work = {0};
    struct shares_run *result = arena_alloc(arena, sizeof *result);
    struct run run = {.prepared = prepared, .result = result, .reach = reach};
    uint32_t projects = prepared->projects;
    result->money = run.money = arena_array(arena, prepared->groups, sizeof *run.money);
    run.heap = arena_array(&work, 2 * (size_t)projects, sizeof *run.heap);
    run.key = arena_array(&work, projects, sizeof *run.key);
    run.price = arena_array(&work, projects, sizeof *run.price);
    run.poor = arena_array(&work, projects, sizeof *run.poor);
    run.fresh = arena_array(&work, projects, sizeof *run.fresh);
    run.plain = arena_array(&work, projects, sizeof *run.plain);
    run.rich = arena_array(&work, projects, sizeof *run.rich);
    run.unsure = arena_array(&work, prepared->groups, sizeof *run.unsure);
    if (reach) {
        run.gain = arena_array(&work, prepared->groups, sizeof *run.gain);
        *reach = INFINITY;
    }
    begin(arena, &run, (double)share.top / (double)share.bottom);
    run_rounds(&run);
    if (run.doubtful) {
        result->exact = true;
        run.reach = NULL;
        if (reach)
            *reach = 0;
        run.exact = exact_begin(&work, prepared, share);
        begin(arena, &run, (double)share.top / (double)share.bottom);
        run_rounds(&run);
        exact_end(run.exact);
    }
    arena_free(&work);
    return result;
}
