/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a losing project lacked (after Boehmer, Faliszewski, Janeczko, Peters, Pierczyński, Schierreich, Skowron and
 * Szufa 2024): the cost at which it would have been funded, the voters who would have changed the outcome, and where
 * its supporters' money went. All else is left as it is, the share of each voter too. */
#include "engines/budget/inside.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <string.h>

/* What each voter of a group paid, beside each choice of its ballot. */
static double *list_payments(struct arena *arena, const struct prepared *prepared, const struct budget_win *wins,
                             size_t count, double share, double *money)
{
    double *paid = arena_array(arena, prepared->group_start[prepared->groups], sizeof *paid);
    for (uint32_t group = 0; group < prepared->groups; group++)
        money[group] = share;
    for (size_t win = 0; win < count; win++)
        for (size_t i = prepared->project_start[wins[win].project];
             i < prepared->project_start[wins[win].project + 1] && !wins[win].filled; i++) {
            const struct backing *backing = &prepared->backing[i];
            double due = fmin(money[backing->group], wins[win].price * backing->points);
            money[backing->group] -= due;
            size_t at = prepared->group_start[backing->group];
            while (prepared->choice[at].project != wins[win].project)
                at++;
            paid[at] = due;
        }
    return paid;
}

/* The same voters and `more` others who support this project alone. */
static struct prepared *with_voters(struct arena *arena, const struct prepared *prepared, uint32_t project,
                                    uint32_t more)
{
    struct prepared *changed = arena_alloc(arena, sizeof *changed);
    size_t choices = prepared->group_start[prepared->groups], end = prepared->project_start[project + 1];
    *changed = *prepared;
    changed->groups++;
    changed->weight = arena_array(arena, changed->groups, sizeof *changed->weight);
    memcpy(changed->weight, prepared->weight, prepared->groups * sizeof *changed->weight);
    changed->weight[prepared->groups] = more;
    changed->group_start = arena_array(arena, (size_t)changed->groups + 1, sizeof *changed->group_start);
    memcpy(changed->group_start, prepared->group_start, changed->groups * sizeof *changed->group_start);
    changed->group_start[changed->groups] = choices + 1;
    changed->choice = arena_array(arena, choices + 1, sizeof *changed->choice);
    memcpy(changed->choice, prepared->choice, choices * sizeof *changed->choice);
    changed->choice[choices] = (struct choice){project, 1};
    changed->backing = arena_array(arena, choices + 1, sizeof *changed->backing);
    memcpy(changed->backing, prepared->backing, end * sizeof *changed->backing);
    changed->backing[end] = (struct backing){prepared->groups, 1};
    memcpy(changed->backing + end + 1, prepared->backing + end, (choices - end) * sizeof *changed->backing);
    changed->project_start = arena_array(arena, (size_t)prepared->projects + 1, sizeof *changed->project_start);
    for (uint32_t one = 0; one <= prepared->projects; one++)
        changed->project_start[one] = prepared->project_start[one] + (one > project);
    changed->score = arena_array(arena, prepared->projects, sizeof *changed->score);
    memcpy(changed->score, prepared->score, prepared->projects * sizeof *changed->score);
    changed->score[project] += more;
    changed->supporters = arena_array(arena, prepared->projects, sizeof *changed->supporters);
    memcpy(changed->supporters, prepared->supporters, prepared->projects * sizeof *changed->supporters);
    changed->supporters[project] += more;
    changed->twin = arena_array(arena, prepared->projects, sizeof *changed->twin);
    for (uint32_t one = 0; one < prepared->projects; one++)
        changed->twin[one] = one == project ? one : prepared->twin[one];
    for (uint32_t one = 0; one < prepared->projects; one++)          /* who followed it follows the next of its kind */
        if (one != project && changed->twin[one] == project)
            changed->twin[one] = one;
    return changed;
}

static bool would_win(const struct prepared *prepared, struct share share, uint32_t project)
{
    struct arena work = {0};
    struct outcome outcome = outcome_begin(&work, prepared);
    if (prepared->rules->rule == BUDGET_SHARES) {
        struct shares_run *run = shares_run(&work, prepared, share, NULL);
        outcome = run->outcome;
    } else if (prepared->rules->rule == BUDGET_PHRAGMEN) {
        phragmen_run(prepared, &outcome);
    } else {
        greedy_run(prepared, &outcome, prepared->rules->rule == BUDGET_GREEDY_STOP,
                   prepared->rules->rule == BUDGET_GREEDY_COST);
    }
    if (prepared->rules->fill)
        fill_run(prepared, &outcome);
    bool wins = outcome.won[project] && outcome.cost <= prepared->input->budget;
    arena_free(&work);
    return wins;
}

/* The greatest cost found at which it is funded, by halving; −1 when not even at one cent. */
static int64_t find_cheaper(struct prepared *prepared, struct share share, uint32_t project)
{
    int64_t cost = prepared->cost[project], good = 0, bad = cost;
    while (bad - good > 1) {
        prepared->cost[project] = good + (bad - good) / 2;
        *(would_win(prepared, share, project) ? &good : &bad) = prepared->cost[project];
    }
    prepared->cost[project] = cost;
    return good > 0 ? cost - good : -1;
}

static int64_t find_votes(const struct prepared *prepared, struct share share, uint32_t project)
{
    int64_t bad = 0, good = prepared->input->voters;
    for (bool first = true; good - bad > 1 || first; first = false) {
        struct arena work = {0};
        int64_t tried = first ? good : bad + (good - bad) / 2;
        bool wins = would_win(with_voters(&work, prepared, project, (uint32_t)tried), share, project);
        arena_free(&work);
        if (first && !wins)
            return -1;
        *(wins ? &good : &bad) = tried;
    }
    return good;
}

static void find_rivals(struct arena *arena, const struct prepared *prepared, const double *paid,
                        struct budget_loss *loss)
{
    struct arena_mark mark = arena_mark(arena);
    double *spent = arena_array(arena, prepared->projects, sizeof *spent);
    for (size_t i = prepared->project_start[loss->project]; i < prepared->project_start[loss->project + 1]; i++) {
        uint32_t group = prepared->backing[i].group;
        for (size_t j = prepared->group_start[group]; j < prepared->group_start[group + 1]; j++)
            spent[prepared->choice[j].project] += prepared->weight[group] * paid[j];
    }
    const uint32_t *order = order_of_reals(arena, spent, prepared->projects, true);
    for (uint32_t i = 0; i < 3 && i < prepared->projects && spent[order[i]] > 0; i++)
        loss->rival[loss->rival_count++] = order[i];
    arena_release(arena, mark);
}

void explain_losses(struct arena *arena, struct prepared *prepared, const struct outcome *outcome, struct share share,
                    struct budget_result *result)
{
    struct arena work = {0};
    bool shares = prepared->rules->rule == BUDGET_SHARES;
    double *money = arena_array(&work, prepared->groups, sizeof *money);
    double *paid = list_payments(&work, prepared, outcome->wins, shares ? outcome->count : 0,
                                 (double)share.top / (double)share.bottom, money);
    result->losses = arena_array(arena, prepared->projects, sizeof *result->losses);
    for (uint32_t project = 0; project < prepared->projects; project++) {
        if (outcome->won[project])
            continue;
        struct budget_loss *loss = &result->losses[result->loss_count++];
        *loss = (struct budget_loss){.project = project, .cheaper = -1, .more_votes = -1};
        double left = 0;
        for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++)
            left += prepared->weight[prepared->backing[i].group] * money[prepared->backing[i].group];
        loss->money_left = shares ? (int64_t)floor(left + 1e-6) : 0;
        find_rivals(&work, prepared, paid, loss);
        if (prepared->cost[project] <= 0)
            continue;
        if (!is_out(prepared, project))
            loss->cheaper = find_cheaper(prepared, share, project);
        loss->more_votes = find_votes(prepared, share, project);
    }
    arena_free(&work);
}

size_t budget_payments(struct arena *arena, const struct budget_input *input, const struct budget_rules *rules,
                       const struct budget_result *result, uint32_t voter, struct budget_payment *payments,
                       size_t most)
{
    struct arena work = {0};
    struct prepared *prepared = prepare(&work, input, rules);
    double *money = arena_array(&work, prepared->groups, sizeof *money);
    double share = rational_real(arena, result->share);
    const double *paid = list_payments(&work, prepared, result->wins, rules->rule == BUDGET_SHARES ? result->count : 0,
                                       share, money);
    uint32_t group = voter < input->voters ? prepared->group_of[voter] : NO_GROUP;
    size_t count = 0;
    for (size_t i = group == NO_GROUP ? 0 : prepared->group_start[group];
         group != NO_GROUP && i < prepared->group_start[group + 1]; i++)
        if (paid[i] > 0 && count < most)
            payments[count++] = (struct budget_payment){prepared->choice[i].project, paid[i]};
    arena_free(&work);
    return count;
}
