/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far every share may rise before a choice may change. As long as the same projects are chosen and the same voters
 * give all they have, everything is linear in the raise: money gains so much for each cent, prices fall so much.
 * Another project's price falls ever more slowly (the poor become rich), so its present slope gives a safe bound. */
#include "engines/budget/inside.h"
#include <math.h>

struct slope { double price, money; };                     /* of a point's price; of all the supporters' money */

static struct slope slope_of(const struct run *run, uint32_t project, double price)
{
    const struct prepared *prepared = run->prepared;
    double poor_gain = 0, rich_points = 0, gain = 0;
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        const struct backing *backing = &prepared->backing[i];
        double weight = prepared->weight[backing->group], own = weight * run->gain[backing->group];
        gain += own;
        if (run->money[backing->group] < price * backing->points)
            poor_gain += own;
        else
            rich_points += weight * backing->points;
    }
    return (struct slope){rich_points > 0 ? -poor_gain / rich_points : -INFINITY, gain};
}

static void limit(struct run *run, double raise)
{
    *run->reach = fmin(*run->reach, fmax(raise, 0));
}

/* When one of those who give all they have could give the full price. */
static void limit_by_poor(struct run *run, uint32_t project, double slope)
{
    const struct prepared *prepared = run->prepared;
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        const struct backing *backing = &prepared->backing[i];
        double due = run->price[project] * backing->points, money = run->money[backing->group];
        double *gain = &run->gain[backing->group], falls = slope * backing->points;
        if (money < due)
            limit(run, (due - money) / (*gain - falls));
        *gain = money < due ? 0 : *gain - falls;
    }
}

/* A project that cannot be paid: until its supporters have enough. */
static void limit_by_money(struct run *run, uint32_t project)
{
    double lacks = (double)run->prepared->cost[project] - money_behind(run, project);
    limit(run, lacks / slope_of(run, project, INFINITY).money);
}

void reach_round(struct run *run, uint32_t chosen)
{
    const struct prepared *prepared = run->prepared;
    bool by_cost = prepared->rules->utility == BUDGET_COST, ends = chosen == prepared->projects;
    double own = ends ? 0 : slope_of(run, chosen, run->price[chosen]).price;
    for (uint32_t project = 0; project < prepared->projects; project++) {
        if (project == chosen || is_out(prepared, project) || run->result->outcome.won[project])
            continue;
        if (!run->fresh[project] && !price_project(run, project)) {
            limit_by_money(run, project);
            continue;
        }
        double slope = slope_of(run, project, run->price[project]).price;
        slope /= by_cost ? (double)prepared->cost[project] : 1;
        double closes = ends ? 0 : own / (by_cost ? (double)prepared->cost[chosen] : 1) - slope;
        if (closes > 0)
            limit(run, (run->key[project] - run->key[chosen]) / closes);
    }
    if (!ends)
        limit_by_poor(run, chosen, own);
    order_heap(run);
}
