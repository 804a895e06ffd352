/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sequential Phragmén (Brill, Freeman, Janson, Lackner 2017): voters earn at one pace; a project is bought as soon as
 * its supporters have its cost together, which empties their pockets. In loads: t = (cost + Σ loads)/supporters, the
 * least t first. A load is the t of a project bought before, kept exactly. */
#include "engines/budget/inside.h"
#include <math.h>

/* How many of a project's supporters had paid last for another one (project + 1; 0: for none yet). */
struct payers { uint32_t last; uint64_t voters; };
struct made { struct payers *payers; size_t count; bool exact; };

struct state {
    struct arena *arena;
    const struct prepared *prepared;
    struct rational *time;                                 /* by project: when it is bought, exactly, once asked */
    double *near;                                          /* the same, or an earlier bound, as a double */
    bool *fresh;                                           /* near is of now */
    struct made *made;                                     /* by project: what the time is made of */
    uint32_t *bought; size_t bought_count, exact_count;    /* in order; how many of them have an exact time */
    uint32_t *last;                                        /* by group: the last project that took its money, + 1 */
    uint64_t *behind;                                      /* by project, + 1: for the count of payers; 0 between */
};

/* Loads are summed by the project they come from: few different numbers. */
static void count_payers(struct state *state, uint32_t project)
{
    const struct prepared *prepared = state->prepared;
    struct made *made = &state->made[project];
    size_t first = prepared->project_start[project], end = prepared->project_start[project + 1];
    for (size_t i = first; i < end; i++)
        state->behind[state->last[prepared->backing[i].group]] += prepared->weight[prepared->backing[i].group];
    *made = (struct made){.payers = arena_array(state->arena, state->bought_count + 1, sizeof *made->payers)};
    for (size_t i = first; i < end; i++) {
        uint32_t last = state->last[prepared->backing[i].group];
        if (last > 0 && state->behind[last] > 0)
            made->payers[made->count++] = (struct payers){last, state->behind[last]};
        state->behind[last] = 0;
    }
}

static void compute_exactly(struct state *state, uint32_t project)
{
    struct arena *arena = state->arena;
    struct made *made = &state->made[project];
    struct rational sum = rational_of(arena, state->prepared->cost[project], 1);
    for (size_t i = 0; i < made->count; i++) {
        struct rational count = rational_of(arena, (int64_t)made->payers[i].voters, 1);
        sum = rational_add(arena, sum, rational_multiply(arena, count, state->time[made->payers[i].last - 1]));
    }
    state->time[project] = rational_divide(arena, sum, rational_of(arena, state->prepared->supporters[project], 1));
    made->exact = true;
}

/* Those it is made of come first, in the order they were bought. */
static struct rational exact_time(struct state *state, uint32_t project)
{
    for (; state->exact_count < state->bought_count; state->exact_count++)
        if (!state->made[state->bought[state->exact_count]].exact)
            compute_exactly(state, state->bought[state->exact_count]);
    if (!state->made[project].exact) {
        count_payers(state, project);
        compute_exactly(state, project);
    }
    return state->time[project];
}

static void refresh(struct state *state, uint32_t project)
{
    const struct prepared *prepared = state->prepared;
    double sum = (double)prepared->cost[project];
    if (state->fresh[project])
        return;
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        uint32_t group = prepared->backing[i].group, last = state->last[group];
        sum += last ? prepared->weight[group] * state->near[last - 1] : 0;
    }
    state->near[project] = sum / prepared->supporters[project];
    state->fresh[project] = true;
    state->made[project].exact = false;
}

/* Doubles where they are far enough from each other, else fractions. */
static int compare_times(struct state *state, uint32_t project, uint32_t other)
{
    double one = state->near[project], two = state->near[other];
    if (fabs(one - two) > DOUBT * fmax(one, two))
        return one < two ? -1 : 1;
    struct rational exact = exact_time(state, project);
    return rational_compare(state->arena, exact, exact_time(state, other));
}

/* The next project: an old time is a bound, so only those that might be first are computed again. */
static bool choose(struct state *state, const struct outcome *outcome, uint32_t *chosen, bool *tied)
{
    const struct prepared *prepared = state->prepared;
    bool found = false;
    *tied = false;
    for (uint32_t project = 0; project < prepared->projects; project++) {
        if (is_out(prepared, project) || outcome->won[project])
            continue;
        if (found && state->near[project] > state->near[*chosen] * (1 + DOUBT))
            continue;
        refresh(state, project);
        int order = found ? compare_times(state, project, *chosen) : -1;
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
    if (!state->made[project].exact)
        count_payers(state, project);
    state->bought[state->bought_count++] = project;
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
                          .near = arena_array(&work, prepared->projects, sizeof *state.near),
                          .fresh = arena_array(&work, prepared->projects, sizeof *state.fresh),
                          .made = arena_array(&work, prepared->projects, sizeof *state.made),
                          .bought = arena_array(&work, prepared->projects, sizeof *state.bought),
                          .last = arena_array(&work, prepared->groups, sizeof *state.last),
                          .behind = arena_array(&work, (size_t)prepared->projects + 1, sizeof *state.behind)};
    uint32_t chosen = 0;
    bool tied;
    while (choose(&state, outcome, &chosen, &tied)) {
        if (prepared->cost[chosen] > prepared->input->budget - outcome->cost)
            break;
        outcome_add(outcome, prepared, (struct budget_win){.project = chosen, .price = state.near[chosen], .tied = tied,
                                                           .payers = prepared->supporters[chosen]});
        take(&state, chosen);
    }
    arena_free(&work);
}
