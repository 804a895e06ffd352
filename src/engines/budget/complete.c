/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A rule from beginning to end: equal shares leave money over, completions spend it. */
#include "engines/budget/inside.h"
#include <math.h>
#include <string.h>

/* Steps of BUDGET_ADD_NEXT in a cent; how many raises at most, that a hostile file may not run for ever. */
enum { FINE = 1000, MOST_RAISES = 10000000 };

/* Nothing more fits: raising shares could only replace projects. */
static bool is_exhausted(const struct prepared *prepared, const struct outcome *outcome)
{
    for (uint32_t project = 0; project < prepared->projects; project++)
        if (!outcome->won[project] && !is_out(prepared, project)
            && prepared->cost[project] <= prepared->input->budget - outcome->cost)
            return false;
    return true;
}

struct raising {
    struct prepared *prepared;
    int64_t step;                                          /* in the unit of shares */
    struct share share;                                    /* of now */
    struct shares_run *run;
    struct arena now, next;
};

/* Shares one or more steps higher: as many as cannot change anything. False when a share would be the whole budget. */
static bool raise(struct raising *raising, double reach, struct share *share)
{
    int64_t budget = raising->prepared->input->budget, steps = 1, top;
    double skipped = reach * (1 - 1e-6) * (double)share->bottom / (double)raising->step;
    if (skipped > 1)
        steps = skipped < 1e15 ? (int64_t)ceil(skipped) : (int64_t)1e15;
    if (__builtin_mul_overflow(steps, raising->step, &top) || __builtin_add_overflow(top, share->top, &top))
        return false;
    share->top = top;
    return top <= (__int128)budget * share->bottom;
}

static void keep_next(struct raising *raising, struct share share, struct shares_run *run)
{
    raising->share = share;
    raising->run = run;
    arena_free(&raising->now);
    raising->now = raising->next;
    raising->next = (struct arena){0};
}

/* Runs again and again with more until the next would cost more than there is. */
static void raise_shares(struct raising *raising, struct budget_result *result, bool skips)
{
    const struct prepared *prepared = raising->prepared;
    double reach = 0;
    if (skips)
        keep_next(raising, raising->share, shares_run(&raising->next, prepared, raising->share, &reach));
    while (!is_exhausted(prepared, &raising->run->outcome) && result->raises < MOST_RAISES) {
        struct share share = raising->share;
        if (!raise(raising, reach, &share))
            break;
        struct shares_run *run = shares_run(&raising->next, prepared, share, skips ? &reach : NULL);
        result->exact_runs += run->exact;
        if (run->outcome.cost > prepared->input->budget) {
            arena_free(&raising->next);
            break;
        }
        keep_next(raising, share, run);
        result->raises++;
    }
}

static void share_budget(struct arena *arena, struct prepared *prepared, struct budget_result *result,
                         struct outcome *outcome, struct share *share)
{
    const struct budget_rules *rules = prepared->rules;
    bool fine = rules->completion == BUDGET_ADD_NEXT;
    int64_t voters = prepared->input->voters, unit = fine ? FINE : 1;
    if (voters == 0)
        return;
    struct raising raising = {.prepared = prepared, .share = {prepared->input->budget * unit, voters * unit},
                              .step = voters};
    if (!fine && __builtin_mul_overflow(rules->step > 0 ? rules->step : 1, voters, &raising.step))
        raising.step = INT64_MAX;                          /* beyond the whole budget, as it stands */
    raising.run = shares_run(&raising.now, prepared, raising.share, NULL);
    result->exact_runs += raising.run->exact;
    if (rules->completion != BUDGET_ALONE)
        raise_shares(&raising, result, fine);
    for (size_t i = 0; i < raising.run->outcome.count; i++)
        outcome_add(outcome, prepared, raising.run->outcome.wins[i]);
    *share = raising.share;
    result->share = rational_of(arena, share->top, share->bottom);
    arena_free(&raising.now);
    arena_free(&raising.next);
}

static void count_satisfied(const struct prepared *prepared, const struct outcome *outcome,
                            struct budget_result *result)
{
    for (uint32_t group = 0; group < prepared->groups; group++) {
        bool has = false;
        for (size_t i = prepared->group_start[group]; i < prepared->group_start[group + 1]; i++)
            has = has || outcome->won[prepared->choice[i].project];
        result->voters += prepared->weight[group];
        result->satisfied += has ? prepared->weight[group] : 0;
    }
}

static void apply_rule(struct arena *arena, struct prepared *prepared, struct budget_result *result,
                       struct outcome *outcome, struct share *share)
{
    switch (prepared->rules->rule) {
    case BUDGET_GREEDY:
        greedy_run(prepared, outcome, false, false);
        return;
    case BUDGET_GREEDY_STOP:
        greedy_run(prepared, outcome, true, false);
        return;
    case BUDGET_GREEDY_COST:
        greedy_run(prepared, outcome, false, true);
        return;
    case BUDGET_SHARES:
        share_budget(arena, prepared, result, outcome, share);
        return;
    case BUDGET_PHRAGMEN:
        phragmen_run(prepared, outcome);
        return;
    }
}

struct budget_result *budget_compute(struct arena *arena, const struct budget_input *input,
                                     const struct budget_rules *rules)
{
    struct arena work = {0};
    struct budget_result *result = arena_alloc(arena, sizeof *result);
    struct prepared *prepared = prepare(&work, input, rules);
    struct outcome outcome = outcome_begin(arena, prepared);
    struct share share = {0, 1};
    result->share = rational_of(arena, 0, 1);
    apply_rule(arena, prepared, result, &outcome, &share);
    if (rules->fill)
        fill_run(prepared, &outcome);
    count_satisfied(prepared, &outcome, result);
    result->scores = arena_array(arena, prepared->projects, sizeof *result->scores);
    memcpy(result->scores, prepared->score, prepared->projects * sizeof *result->scores);
    result->wins = outcome.wins;
    result->count = outcome.count;
    result->cost = outcome.cost;
    if (rules->explain)
        explain_losses(arena, prepared, &outcome, share, result);
    arena_free(&work);
    return result;
}
