/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sequential Phragmén (Brill, Freeman, Janson, Lackner 2017): voters earn at one pace; a project is bought as soon as
 * its supporters have its cost together, which empties their pockets. In loads: t = (cost + Σ loads)/supporters, the
 * least t first. A load is the t of a project bought before, kept exactly. */
#include "engines/budget/inside.h"

struct state {
    struct arena *arena;
    const struct prepared *prepared;
    struct rational *time;                                 /* by project: when it is bought, or could be first */
    bool *fresh;
    uint32_t *last; size_t wins;                           /* by group: the last project that took its money, + 1 */
};

/* Loads are summed by the project they come from: few different numbers. */
static struct rational earliest(struct state *state, uint32_t project, uint64_t *behind)
{
    const struct prepared *prepared = state->prepared;
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        uint32_t group = prepared->backing[i].group;
        behind[state->last[group]] += prepared->weight[group];
    }
    struct rational sum = rational_of(state->arena, prepared->cost[project], 1);
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        uint32_t last = state->last[prepared->backing[i].group];
        if (last > 0 && behind[last] > 0) {
            struct rational count = rational_of(state->arena, (int64_t)behind[last], 1);
            sum = rational_add(state->arena, sum, rational_multiply(state->arena, count, state->time[last - 1]));
        }
        behind[last] = 0;
    }
    return rational_divide(state->arena, sum, rational_of(state->arena, prepared->supporters[project], 1));
}

static void refresh(struct state *state, uint32_t project, uint64_t *behind)
{
    if (state->fresh[project])
        return;
    state->time[project] = earliest(state, project, behind);
    state->fresh[project] = true;
}

/* The next project: an old time is a bound, so only those that might be first are computed again. */
static bool choose(struct state *state, const struct outcome *outcome, uint64_t *behind, uint32_t *chosen, bool *tied)
{
    const struct prepared *prepared = state->prepared;
    bool found = false;
    *tied = false;
    for (uint32_t project = 0; project < prepared->projects; project++) {
        if (is_out(prepared, project) || outcome->won[project])
            continue;
        if (found && rational_compare(state->arena, state->time[project], state->time[*chosen]) > 0)
            continue;
        refresh(state, project, behind);
        int order = found ? rational_compare(state->arena, state->time[project], state->time[*chosen]) : -1;
        *tied = order == 0 || (*tied && order > 0);
        if (order < 0 || (order == 0 && goes_first(prepared, project, *chosen)))
            *chosen = project;
        found = true;
    }
    return found;
}

static void take(struct state *state, uint32_t project)
{
    const struct prepared *prepared = state->prepared;
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        uint32_t group = prepared->backing[i].group;
        state->last[group] = project + 1;
        for (size_t j = prepared->group_start[group]; j < prepared->group_start[group + 1]; j++)
            state->fresh[prepared->choice[j].project] = false;
    }
    state->fresh[project] = true;
}

void phragmen_run(const struct prepared *prepared, struct outcome *outcome)
{
    struct arena work = {0};
    struct state state = {.arena = &work, .prepared = prepared,
                          .time = arena_array(&work, prepared->projects, sizeof *state.time),
                          .fresh = arena_array(&work, prepared->projects, sizeof *state.fresh),
                          .last = arena_array(&work, prepared->groups, sizeof *state.last)};
    uint64_t *behind = arena_array(&work, (size_t)prepared->projects + 1, sizeof *behind);
    uint32_t chosen = 0;
    bool tied;
    for (uint32_t project = 0; project < prepared->projects; project++)
        state.time[project] = rational_of(&work, 0, 1);
    while (choose(&state, outcome, behind, &chosen, &tied)) {
        if (prepared->cost[chosen] > prepared->input->budget - outcome->cost)
            break;
        double time = rational_real(&work, state.time[chosen]);
        outcome_add(outcome, prepared, (struct budget_win){.project = chosen, .price = time, .tied = tied,
                                                           .payers = prepared->supporters[chosen]});
        take(&state, chosen);
    }
    arena_free(&work);
}
