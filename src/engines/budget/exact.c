/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money as whole numbers over one denominator, which grows with each payment. Slow, and never wrong. */
#include "engines/budget/inside.h"

/* The price of a point as top/(bottom × points). */
struct exact_price { struct whole top, bottom; int64_t points; };

struct exact {
    const struct prepared *prepared;
    struct arena now, next;                                /* the numbers of now; those after a payment */
    struct arena prices;
    struct whole denominator, *money;                      /* by group */
    struct exact_price *price;                             /* by project */
};

struct exact *exact_begin(struct arena *arena, const struct prepared *prepared, struct share share)
{
    struct exact *exact = arena_alloc(arena, sizeof *exact);
    exact->prepared = prepared;
    exact->money = arena_array(arena, prepared->groups, sizeof *exact->money);
    exact->price = arena_array(arena, prepared->projects, sizeof *exact->price);
    exact->denominator = whole_from(&exact->now, share.bottom);
    struct whole full = whole_from(&exact->now, share.top);
    for (uint32_t group = 0; group < prepared->groups; group++)
        exact->money[group] = full;
    return exact;
}

void exact_end(struct exact *exact)
{
    arena_free(&exact->now);
    arena_free(&exact->next);
    arena_free(&exact->prices);
}

/* Whether a group has less than points × top/points_all (over the denominator). */
static bool is_poor(struct arena *work, const struct exact *exact, const struct backing *backing, struct whole top,
                    int64_t points_all)
{
    struct whole has = whole_multiply(work, exact->money[backing->group], whole_from(work, points_all));
    return whole_compare(has, whole_multiply(work, top, whole_from(work, backing->points))) < 0;
}

/* One look at all supporters under the price top/points: how much of the cost is left to those who are not poor. */
static struct whole rest_at(struct arena *work, const struct exact *exact, uint32_t project, struct whole top,
                            int64_t points, int64_t *rich_points, uint32_t *poor)
{
    const struct prepared *prepared = exact->prepared;
    struct whole rest = whole_multiply(work, whole_from(work, prepared->cost[project]), exact->denominator);
    *rich_points = 0;
    *poor = 0;
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        const struct backing *backing = &prepared->backing[i];
        uint32_t weight = prepared->weight[backing->group];
        struct arena_mark mark = arena_mark(work);
        if (!is_poor(work, exact, backing, top, points)) {
            arena_release(work, mark);
            *rich_points += (int64_t)weight * backing->points;
            continue;
        }
        *poor += weight;
        rest = whole_subtract(work, rest, whole_multiply(work, exact->money[backing->group], whole_from(work, weight)));
    }
    return rest;
}

static bool can_pay(struct arena *work, const struct exact *exact, uint32_t project)
{
    const struct prepared *prepared = exact->prepared;
    struct whole sum = whole_from(work, 0);
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        uint32_t group = prepared->backing[i].group;
        struct whole voters = whole_from(work, prepared->weight[group]);
        sum = whole_add(work, sum, whole_multiply(work, exact->money[group], voters));
    }
    return whole_compare(sum, whole_multiply(work, whole_from(work, prepared->cost[project]), exact->denominator)) >= 0;
}

bool exact_price(struct exact *exact, uint32_t project, double *price, uint32_t *poor)
{
    struct arena work = {0};
    int64_t points = exact->prepared->score[project], rich_points;
    uint32_t seen = 0;
    bool can = can_pay(&work, exact, project);
    if (can) {
        struct whole top = whole_multiply(&work, whole_from(&work, exact->prepared->cost[project]), exact->denominator);
        struct whole rest = rest_at(&work, exact, project, top, points, &rich_points, poor);
        while (*poor != seen) {
            seen = *poor;
            top = rest;
            points = rich_points;
            rest = rest_at(&work, exact, project, top, points, &rich_points, poor);
        }
        exact->price[project] = (struct exact_price){whole_copy(&exact->prices, top),
                                                     whole_copy(&exact->prices, exact->denominator), points};
        struct rational shown = rational_from(&work, top, whole_multiply(&work, exact->denominator,
                                                                         whole_from(&work, points)));
        *price = rational_real(&work, shown);
    }
    arena_free(&work);
    return can;
}

int exact_compare(struct exact *exact, uint32_t project, uint32_t other)
{
    struct arena work = {0};
    const struct exact_price *one = &exact->price[project], *two = &exact->price[other];
    bool by_cost = exact->prepared->rules->utility == BUDGET_COST;
    struct whole under_one = whole_multiply(&work, one->bottom, whole_from(&work, one->points));
    struct whole under_two = whole_multiply(&work, two->bottom, whole_from(&work, two->points));
    struct whole left = whole_multiply(&work, one->top, under_two);
    struct whole right = whole_multiply(&work, two->top, under_one);
    if (by_cost) {
        left = whole_multiply(&work, left, whole_from(&work, exact->prepared->cost[other]));
        right = whole_multiply(&work, right, whole_from(&work, exact->prepared->cost[project]));
    }
    int order = whole_compare(left, right);
    arena_free(&work);
    return order;
}

/* Everybody's money over the new denominator: denominator × points, both divided by what they share with the price. */
void exact_pay(struct exact *exact, uint32_t project)
{
    const struct prepared *prepared = exact->prepared;
    const struct exact_price *price = &exact->price[project];
    struct arena *next = &exact->next;
    /* the price may be older than the last payments: over the denominator of now, which is a multiple of its own */
    struct whole grown = whole_divide(next, exact->denominator, price->bottom, NULL);
    struct whole top = whole_multiply(next, price->top, grown), points = whole_from(next, price->points);
    struct whole shared = whole_gcd(next, top, points);
    struct whole scale = whole_divide(next, points, shared, NULL), point = whole_divide(next, top, shared, NULL);
    for (uint32_t group = 0; group < prepared->groups; group++)
        exact->money[group] = whole_multiply(next, exact->money[group], scale);
    for (size_t i = prepared->project_start[project]; i < prepared->project_start[project + 1]; i++) {
        const struct backing *backing = &prepared->backing[i];
        struct whole due = whole_multiply(next, point, whole_from(next, backing->points));
        struct whole left = whole_subtract(next, exact->money[backing->group], due);
        exact->money[backing->group] = whole_sign(left) > 0 ? left : whole_from(next, 0);
    }
    exact->denominator = whole_multiply(next, exact->denominator, scale);
    arena_free(&exact->now);
    exact->now = exact->next;
    exact->next = (struct arena){0};
}

double exact_money(struct exact *exact, uint32_t group)
{
    struct arena work = {0};
    struct rational money = rational_from(&work, exact->money[group], exact->denominator);
    double real = rational_real(&work, money);
    arena_free(&work);
    return real;
}
