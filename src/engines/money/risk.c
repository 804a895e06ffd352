/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How much cash uncertainty asks for: what is wrong with a model, means of the replicates and their standard errors. */
#include "engines/money/risk_inside.h"
#include <math.h>

enum { REPLICATES = 25, POINTS = 4096, LEAST_REPLICATES = 4, MOST_REPLICATES = 1000, LEAST_POINTS = 64,
       MOST_POINTS = 16384 };
#define MOST_MOVED 1e15

static struct risk_settings usual(const struct risk_settings *settings)
{
    struct risk_settings usual = *settings;
    usual.replicates = usual.replicates ? usual.replicates : REPLICATES;
    usual.points = usual.points ? usual.points : POINTS;
    return usual;
}

static bool within(double number, double least, double most)
{
    return number >= least && number <= most;              /* false for what is no number */
}

static bool sound_delay(struct risk_delay delay)
{
    return within(delay.mean, 0, 24) && within(delay.spread, 0, 24) && (delay.mean > 0 || delay.spread <= 0)
        && (delay.spread <= 0 || delay.spread >= delay.mean / 30) && delay.spread <= 10 * delay.mean;
}

static const char *wrong_model(const struct risk_model *model)
{
    double factor[RISK_FAMILIES][RISK_FAMILIES] = {{0}};
    if (!within(model->revenue_spread, 0, 2) || !within(model->cost_spread, 0, 2))
        return N_("A spread stands between 0 and 200 %.");
    if (!within(model->cost_excess, -0.9, 10))
        return N_("The mean overrun of costs is at least −90 %, at most 1,000 %.");
    if (!sound_delay(model->grant_delay) || !sound_delay(model->sales_delay))
        return N_("A delay has a mean of 24 months at most, and a spread between a thirtieth of it and ten times it.");
    for (int i = 0; i < RISK_FAMILIES; i++) {
        if (!within(model->common[i], 0, 1))
            return N_("What lines share is a share, between 0 and 1.");
        for (int j = i + 1; j < RISK_FAMILIES; j++)
            if (!within(model->correlation[i][j], -1, 1))
                return N_("A correlation stands between −1 and 1.");
    }
    return risk_factor(model, factor) ? NULL : N_("These correlations contradict one another.");
}

static const char *wrong_settings(const struct risk_settings *settings)
{
    struct risk_settings all = usual(settings);
    if (all.replicates < LEAST_REPLICATES || all.replicates > MOST_REPLICATES)
        return N_("Between 4 and 1,000 replicates are played.");
    if (all.points < LEAST_POINTS || all.points > MOST_POINTS || (all.points & (all.points - 1)))
        return N_("The points of a replicate are a power of two, between 64 and 16,384.");
    return NULL;
}

const char *risk_trouble(const struct plan *plan, const struct risk_model *model, const struct risk_settings *settings,
                         size_t *line)
{
    double moved = fabs((double)plan->opening);
    *line = SIZE_MAX;
    const char *wrong = wrong_model(model);
    wrong = wrong ? wrong : wrong_settings(settings);
    for (size_t i = 0; i < plan->count && !wrong; i++) {
        const struct plan_line *one = &plan->lines[i];
        bool resource = one->kind > PLAN_SALES && one->kind != PLAN_IN_KIND;
        if (resource && one->state > PLAN_FIRM && one->chance == 0) {
            *line = i;
            return N_("What is promised or forecast says its chance to come.");
        }
        moved += (double)(one->loan ? 2 * one->loan->cents : plan_amount(one, plan_times(one) - 1)) * plan_times(one);
    }
    return wrong || moved <= MOST_MOVED ? wrong : N_("These amounts are too large to play scenarios of them.");
}

static struct risk_figure figure(const double *stats, size_t width, uint32_t replicates, size_t which)
{
    double mean = 0, squares = 0;
    for (uint32_t r = 0; r < replicates; r++)
        mean += stats[r * width + which];
    mean /= replicates;
    for (uint32_t r = 0; r < replicates; r++) {
        double off = stats[r * width + which] - mean;
        squares += off * off;
    }
    return (struct risk_figure){mean, sqrt(squares / (replicates - 1) / replicates)};
}

static void fill_months(struct arena *arena, struct cash_risk *risk, const double *stats, size_t width,
                        uint32_t replicates, uint32_t months)
{
    struct risk_figure **by_month[STATS_BY_MONTH] = {&risk->red, &risk->low, &risk->middle, &risk->high};
    for (int s = 0; s < STATS_BY_MONTH; s++) {
        *by_month[s] = arena_array(arena, months + 1, sizeof **by_month[s]);
        for (uint32_t m = 1; m <= months; m++)
            (*by_month[s])[m] = figure(stats, width, replicates,
                                       STAT_MONTHS + (size_t)(m - 1) * STATS_BY_MONTH + (size_t)s);
    }
}

struct cash_risk cash_risk(struct arena *arena, const struct plan *plan, const struct risk_model *model,
                           const struct risk_settings *given)
{
    struct risk_settings settings = usual(given);
    struct risk_run *run = risk_prepare(arena, plan, model, RISK_FAMILIES);
    run->pivot = settings.plain ? NULL : run->pivot;
    const double *stats = risk_simulate(arena, run, &settings);
    size_t width = risk_width(run);
    struct cash_risk risk = {.paths = settings.replicates * settings.points};
    fill_months(arena, &risk, stats, width, settings.replicates, plan->months);
    risk.ever_red = figure(stats, width, settings.replicates, STAT_EVER_RED);
    risk.mean_closing = figure(stats, width, settings.replicates, STAT_MEAN);
    risk.worst = figure(stats, width, settings.replicates, STAT_WORST);
    risk.patient = figure(stats, width, settings.replicates, STAT_PATIENT);
    for (size_t q = 0; q < RISK_QUANTILES; q++) {
        risk.trough[q] = figure(stats, width, settings.replicates, STAT_TROUGH + q);
        risk.closing[q] = figure(stats, width, settings.replicates, STAT_CLOSING + q);
    }
    for (int f = 0; f < RISK_FAMILIES && settings.without; f++) {
        struct arena_mark mark = arena_mark(arena);
        struct risk_run *less = risk_prepare(arena, plan, model, (enum risk_family)f);
        less->pivot = settings.plain ? NULL : less->pivot;
        stats = risk_simulate(arena, less, &settings);
        risk.without[f] = figure(stats, risk_width(less), settings.replicates, STAT_PATIENT);
        arena_release(arena, mark);
    }
    return risk;
}
