/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Projects by score, as most cities count. */
#include "engines/budget/inside.h"
#include "engines/kernel/sort.h"

struct order { const struct prepared *prepared; bool per_cost; };

static int by_score(const void *a, const void *b, const void *context)
{
    const struct order *order = context;
    const struct prepared *prepared = order->prepared;
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    __int128 left = prepared->score[one], right = prepared->score[other];
    if (order->per_cost) {
        left *= prepared->cost[other];
        right *= prepared->cost[one];
    }
    if (left != right)
        return left > right ? -1 : 1;
    return goes_first(prepared, one, other) ? -1 : 1;
}

static bool is_tied(const struct order *order, uint32_t one, uint32_t other)
{
    __int128 left = order->prepared->score[one], right = order->prepared->score[other];
    return left * (order->per_cost ? order->prepared->cost[other] : 1)
           == right * (order->per_cost ? order->prepared->cost[one] : 1);
}

static uint32_t *order_projects(struct arena *arena, const struct order *order)
{
    uint32_t *projects = arena_array(arena, order->prepared->projects, sizeof *projects);
    for (uint32_t project = 0; project < order->prepared->projects; project++)
        projects[project] = project;
    stable_sort(arena, projects, order->prepared->projects, sizeof *projects, by_score, order);
    return projects;
}

void greedy_run(const struct prepared *prepared, struct outcome *outcome, bool stops, bool per_cost)
{
    struct arena work = {0};
    struct order order = {prepared, per_cost};
    const uint32_t *projects = order_projects(&work, &order);
    for (uint32_t i = 0; i < prepared->projects; i++) {
        uint32_t project = projects[i];
        if (is_out(prepared, project) || outcome->won[project])
            continue;
        if (prepared->cost[project] > prepared->input->budget - outcome->cost) {
            if (stops)
                break;
            continue;
        }
        bool tied = i + 1 < prepared->projects && is_tied(&order, project, projects[i + 1]);
        outcome_add(outcome, prepared, (struct budget_win){.project = project, .tied = tied,
                                                           .payers = prepared->supporters[project]});
    }
    arena_free(&work);
}

void fill_run(const struct prepared *prepared, struct outcome *outcome)
{
    size_t before = outcome->count;
    greedy_run(prepared, outcome, false, false);
    for (size_t i = before; i < outcome->count; i++)
        outcome->wins[i].filled = true;
}
