/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a plan and what is uncertain in it to what a scenario computes. */
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "engines/money/risk_inside.h"
#include <math.h>

#define LEAST_WIDTH 0.01                                   /* below, its chance is a step all the same */
#define HALF_LOG_TWO_PI 0.91893853320467274178

struct building { struct arena *arena; const struct plan *plan; const struct risk_model *model; enum risk_family absent;
                  struct risk_run *run; const double *marks[2]; uint32_t mark_counts[2]; };

bool risk_factor(const struct risk_model *model, double factor[RISK_FAMILIES][RISK_FAMILIES])
{
    for (int i = 0; i < RISK_FAMILIES; i++)
        for (int j = 0; j <= i; j++) {
            double sum = i == j ? 1 : model->correlation[j][i];
            for (int k = 0; k < j; k++)
                sum -= factor[i][k] * factor[j][k];
            if (i == j && sum < -1e-12)
                return false;
            if (i == j)
                factor[i][i] = sum > 1e-12 ? sqrt(sum) : 0;
            else if (factor[j][j] == 0 && fabs(sum) > 1e-9)
                return false;
            else
                factor[i][j] = factor[j][j] > 0 ? sum / factor[j][j] : 0;
        }
    return true;
}

/* ln Γ by Stirling's series, above 12 after Γ(x + 1) = x Γ(x). */
static double log_gamma(double x)
{
    double below = 0;
    for (; x < 12; x++)
        below += steady_log(x);
    double r = 1 / (x * x);
    double series = (1 / 12.0 - r * (1 / 360.0 - r * (1 / 1260.0 - r * (1 / 1680.0 - r / 1188.0)))) / x;
    return (x - 0.5) * steady_log(x) - x + HALF_LOG_TWO_PI + series - below;
}

double gamma_share(double shape, double x)
{
    if (x <= 0)
        return 0;
    double front = steady_exp(shape * steady_log(x) - x - log_gamma(shape + 1));
    if (x < shape + 1) {
        double term = 1, sum = 1;
        for (int n = 1; n < 10000 && term > 1e-17 * sum; n++)
            sum += term *= x / (shape + n);
        return front * sum;
    }
    double b = x + 1 - shape, c = 1e300, d = 1 / b, fraction = d;
    for (int n = 1; n < 10000; n++) {                      /* Lentz */
        double a = -n * (n - shape);
        b += 2;
        d = a * d + b, d = 1 / (fabs(d) < 1e-300 ? 1e-300 : d);
        c = b + a / c, c = fabs(c) < 1e-300 ? 1e-300 : c;
        fraction *= d * c;
        if (fabs(d * c - 1) < 1e-16)
            break;
    }
    return 1 - front * shape * fraction;
}

/* Late by k months: between k − ½ and k + ½. */
static void mark_delays(struct building *building, int which, struct risk_delay delay)
{
    if (!(delay.mean > 0) || building->absent == RISK_DELAY)
        return;
    double *marks = arena_array(building->arena, RISK_MOST_DELAY, sizeof *marks);
    uint32_t count = 0;
    for (; count < RISK_MOST_DELAY; count++) {
        double x = count + 0.5, scale = delay.spread * delay.spread / delay.mean;
        double share = delay.spread > 0 ? gamma_share(delay.mean / scale, x / scale) : x > delay.mean;
        if (share >= 1 - 1e-12)
            break;
        marks[count] = share > 0 ? normal_quantile(share) : -INFINITY;
    }
    building->marks[which] = marks;
    building->mark_counts[which] = count;
}

static bool is_resource(const struct plan_line *line)
{
    return !plan_is_need(line) && line->kind != PLAN_SALES && line->kind != PLAN_IN_KIND;
}

static struct risk_item describe(const struct building *building, const struct plan_line *line)
{
    const struct risk_model *model = building->model;
    struct risk_item item = {.scale = 1};
    int which = line->kind == PLAN_SALES ? 1 : 0;
    bool late = line->kind == PLAN_SALES || line->kind == PLAN_GRANT || line->kind == PLAN_GIFT;
    if (line->state == PLAN_PAID)
        return item;
    if (late && building->mark_counts[which]) {
        item.has_delay = true;
        item.marks = building->marks[which], item.mark_count = building->mark_counts[which];
    }
    if (line->kind == PLAN_SALES && building->absent != RISK_REVENUE) {
        item.spread = model->revenue_spread, item.by_year = true;
        item.main.family = RISK_REVENUE;
    } else if (plan_is_need(line) && line->state > PLAN_FIRM && building->absent != RISK_COST) {
        item.spread = model->cost_spread, item.scale = 1 + model->cost_excess;
        item.main.family = RISK_COST;
    } else if (is_resource(line) && line->state > PLAN_FIRM && building->absent != RISK_SUCCESS) {
        item.may_fail = line->chance < MILLIONTHS;
        item.threshold = item.may_fail ? -normal_quantile((double)line->chance / MILLIONTHS) : 0;
        item.main.family = RISK_SUCCESS;
    }
    item.delay.family = RISK_DELAY;
    item.has_level = item.spread > 0 || item.scale != 1;
    return item;
}

static double take(const struct building *building, struct risk_item *item, uint32_t line)
{
    struct cash_entries all = {0};
    double size = 0;
    line_entries(building->arena, building->plan, line, &all);
    struct risk_amount *amounts = arena_array(building->arena, all.count, sizeof *amounts);
    bool certain = !item->has_level && !item->may_fail && !item->has_delay;
    for (size_t k = 0; k < all.count; k++) {
        const struct cash_entry *entry = &all.items[k];
        if (entry->month > building->plan->months)
            continue;
        if (certain)
            building->run->certain[entry->month] += (double)entry->cents;
        else
            amounts[item->count++] =
                (struct risk_amount){entry->month, 1 + (entry->due - 1) / 12, (double)entry->cents};
        size += fabs((double)entry->cents);
    }
    item->amounts = amounts;
    return size;
}

static void give_dimension(struct building *building, struct risk_normal *normal)
{
    double common = building->model->common[normal->family];
    normal->own = sqrt(1 - common);
    normal->dimension = normal->own > 0 ? building->run->dimensions++ : RISK_NO_DIMENSION;
}

/* The first dimensions, the most even ones, go to the largest lines. */
static void give_dimensions(struct building *building, const double *sizes)
{
    struct risk_run *run = building->run;
    uint32_t *order = order_of_reals(building->arena, sizes, run->count, true);
    run->dimensions = RISK_FAMILIES;
    for (size_t k = 0; k < run->count; k++) {
        struct risk_item *item = &run->items[order[k]];
        if (item->may_fail || item->spread > 0)
            give_dimension(building, &item->main);
        if (item->has_delay)
            give_dimension(building, &item->delay);
    }
}

/* The cost that spreads most by its own normal. */
static void choose_pivot(struct risk_run *run, struct arena *arena)
{
    double most = 0;
    run->pivot_sum = arena_array(arena, run->months + 1, sizeof *run->pivot_sum);
    for (size_t i = 0; i < run->count; i++) {
        const struct risk_item *item = &run->items[i];
        double width = item->spread * item->main.own, sum = 0;
        for (size_t k = 0; k < item->count; k++)
            sum -= item->amounts[k].cents;
        if (item->main.family == RISK_COST && width >= LEAST_WIDTH && sum * width > most)
            most = sum * width, run->pivot = item, run->pivot_width = width;
    }
    for (size_t k = 0; run->pivot && k < run->pivot->count; k++)
        run->pivot_sum[run->pivot->amounts[k].month] -= run->pivot->amounts[k].cents;
    for (uint32_t m = 1; m <= run->months; m++)
        run->pivot_sum[m] += run->pivot_sum[m - 1];
    if (run->pivot)
        risk_tables(arena, run);
}

struct risk_run *risk_prepare(struct arena *arena, const struct plan *plan, const struct risk_model *model,
                              enum risk_family absent)
{
    struct risk_run *run = arena_alloc(arena, sizeof *run);
    struct building building = {.arena = arena, .plan = plan, .model = model, .absent = absent, .run = run};
    double *sizes = arena_array(arena, plan->count, sizeof *sizes);
    *run = (struct risk_run){.months = plan->months, .opening = (double)plan->opening,
        .certain = arena_array(arena, plan->months + 1, sizeof(double)),
        .items = arena_array(arena, plan->count, sizeof *run->items)};
    mark_delays(&building, 0, model->grant_delay);
    mark_delays(&building, 1, model->sales_delay);
    for (uint32_t i = 0; i < plan->count; i++) {
        struct risk_item item = describe(&building, &plan->lines[i]);
        double size = take(&building, &item, i);
        if (item.count)
            sizes[run->count] = size, run->items[run->count++] = item;
    }
    give_dimensions(&building, sizes);
    choose_pivot(run, arena);
    risk_factor(model, run->mix);
    for (int i = 0; i < RISK_FAMILIES; i++)
        for (int j = 0; j <= i; j++)
            run->mix[i][j] *= sqrt(model->common[i]);
    return run;
}
