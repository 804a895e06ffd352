/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a point of a project costs its supporters: the least price at which they pay it all, each within what they have.
 * Sums of up to a million doubles are off by less than 1e-10 of the cost: closer than DOUBT nothing is decided here. */
#include "engines/budget/inside.h"
#include <float.h>
#include <math.h>

/* Who is poor at a price, and what the others have to pay for each point. */
struct split { double poor_money, rich_points; uint32_t poor; bool near; };

static struct split split_at(const struct run *run, uint32_t project, double price)
{
    const struct prepared *prepared = run->prepared;
    struct split split = {0, 0, 0, false};
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        const struct backing *backing = &prepared->backing[i];
        double weight = prepared->weight[backing->group], money = run->money[backing->group];
        double due = price * backing->points;
        if (money < due) {
            split.poor_money += weight * money;
            split.poor += prepared->weight[backing->group];
        } else {
            split.rich_points += weight * backing->points;
        }
        split.near = split.near || fabs(money - due) <= DOUBT * due || run->unsure[backing->group];
    }
    return split;
}

double money_behind(const struct run *run, uint32_t project)
{
    const struct prepared *prepared = run->prepared;
    double sum = 0;
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++)
        sum += prepared->weight[prepared->backing[i].group] * run->money[prepared->backing[i].group];
    return sum;
}

static void set_price(struct run *run, uint32_t project, double price, struct split split, bool plain)
{
    run->price[project] = price;
    run->key[project] = price;
    if (run->prepared->rules->utility == BUDGET_COST)
        run->key[project] /= (double)run->prepared->cost[project];
    run->poor[project] = split.poor;
    run->plain[project] = plain;
    run->rich[project] = plain ? (int64_t)split.rich_points : 0;
    run->fresh[project] = true;
}

static bool price_exactly(struct run *run, uint32_t project)
{
    struct split split = {0};
    double price;
    if (!exact_price(run->exact, project, &price, &split.poor))
        return false;
    set_price(run, project, price, split, false);
    return true;
}

bool price_project(struct run *run, uint32_t project)
{
    if (run->exact)
        return price_exactly(run, project);
    double cost = (double)run->prepared->cost[project], price = cost / (double)run->prepared->score[project];
    struct split split = split_at(run, project, price);
    if (split.poor > 0) {
        double behind = money_behind(run, project);
        run->doubtful = run->doubtful || fabs(behind - cost) <= DOUBT * cost;
        if (behind < cost)
            return false;
    }
    for (uint32_t poor = 0; split.poor != poor && split.rich_points > 0;) {
        poor = split.poor;
        price = (cost - split.poor_money) / split.rich_points;
        split = split_at(run, project, price);
    }
    /* what the rich pay is a difference of sums: too small a one has lost its digits */
    double terms = (double)(run->prepared->project_start[project + 1] - run->prepared->project_start[project]) + 8;
    run->doubtful = run->doubtful || (cost - split.poor_money) * DOUBT < 4 * DBL_EPSILON * terms * cost;
    set_price(run, project, price, split, split.poor_money == 0 && !split.near);
    return true;
}

static int sign(__int128 number)
{
    return (number > 0) - (number < 0);
}

/* For both, who gives all they have has nothing: price = cost/points of the others, exactly. */
static int compare_plain(const struct run *run, uint32_t project, uint32_t other)
{
    const struct prepared *prepared = run->prepared;
    if (prepared->rules->utility == BUDGET_COST)
        return sign((__int128)run->rich[other] - run->rich[project]);
    return sign((__int128)prepared->cost[project] * run->rich[other]
                - (__int128)prepared->cost[other] * run->rich[project]);
}

int compare_prices(struct run *run, uint32_t project, uint32_t other)
{
    double one = run->key[project], two = run->key[other];
    if (run->exact)
        return exact_compare(run->exact, project, other);
    if (run->plain[project] && run->plain[other])
        return compare_plain(run, project, other);
    if (fabs(one - two) > DOUBT * fmax(one, two))
        return one < two ? -1 : 1;
    const struct prepared *prepared = run->prepared;
    if (prepared->twin[project] != prepared->twin[other] || prepared->cost[project] != prepared->cost[other])
        run->doubtful = true;
    return 0;
}

static void pay_group(struct run *run, const struct backing *backing, double price)
{
    double due = price * backing->points, *money = &run->money[backing->group];
    run->unsure[backing->group] = run->unsure[backing->group] || fabs(*money - due) <= DOUBT * due;
    if (run->exact)
        *money = exact_money(run->exact, backing->group);
    else
        *money = *money > due ? *money - due : 0;
}

/* Supporters pay; what else they support has to be priced again. */
void pay_project(struct run *run, uint32_t project)
{
    const struct prepared *prepared = run->prepared;
    if (run->exact)
        exact_pay(run->exact, project);
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        uint32_t group = prepared->backing[i].group;
        pay_group(run, &prepared->backing[i], run->price[project]);
        for (size_t j = prepared->group_start[group]; j < prepared->group_start[group + 1]; j++)
            run->fresh[prepared->choice[j].project] = false;
    }
}
