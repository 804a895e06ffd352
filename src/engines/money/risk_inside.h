/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What preparing, drawing and counting scenarios share. */
#pragma once
#include "engines/money/cash_inside.h"

enum { RISK_MOST_DELAY = 60, RISK_NO_DIMENSION = 0xFFFFFFFFu };

/* One amount of an uncertain line, whole cents held in a double: exact below 2⁵³. */
struct risk_amount { uint32_t month, year; double cents; };
/* A normal of a family: √common × the family's + own × that of `dimension` (RISK_NO_DIMENSION: none). */
struct risk_normal { enum risk_family family; double own; uint32_t dimension; };
struct risk_item {
    const struct risk_amount *amounts; size_t count;
    bool has_level, may_fail, has_delay;
    struct risk_normal main, delay;
    double scale, spread;                  /* amount × scale × exp(spread √y z − spread² y ÷ 2) */
    bool by_year;                          /* sales: y is the year; costs: 1 */
    double threshold;                      /* comes above it */
    const double *marks; uint32_t mark_count;              /* as many months late as marks below the normal */
};
struct risk_run {
    uint32_t months, dimensions;           /* the first four dimensions are the families' */
    double opening;
    double *certain;                       /* 1 … months: what no chance changes */
    struct risk_item *items; size_t count;
    double mix[RISK_FAMILIES][RISK_FAMILIES];              /* Cholesky's factor, rows × √common */
    /* The uncertain cost whose own normal is summed over exactly, NULL when there is none worth it: at month m it takes
     * pivot_sum[m] × κ × exp(pivot_width × its own normal), κ that of the scenario. */
    const struct risk_item *pivot;
    double *pivot_sum, pivot_width;
    const double *logs, *shares;           /* risk_tables: asked too often to be computed each time */
};
/* absent: the family that is made certain; RISK_FAMILIES: none. */
struct risk_run *risk_prepare(struct arena *arena, const struct plan *plan, const struct risk_model *model,
                              enum risk_family absent);
/* False: not that of any correlations. */
bool risk_factor(const struct risk_model *model, double factor[RISK_FAMILIES][RISK_FAMILIES]);

/* Scenarios with their pivot left out: chances and quantiles of what they make with it (preintegration: Griewank, Kuo,
 * Leövey and Sloan 2018). A chance is then smooth in what remains, where even points err far less. */
struct risk_sheet {
    const struct risk_run *run; uint32_t points;
    const double *rest;                    /* (month − 1) × points + scenario: balances without the pivot */
    const double *inverse;                 /* by scenario: 1 ÷ κ */
    double *limits;                        /* work, by scenario */
};
/* Logarithms and shares of a normal, within 1e-7 by linear interpolation. */
void risk_tables(struct arena *arena, struct risk_run *run);
/* The mean chance that the lowest balance of months from … to is below x. The run has a pivot. */
double risk_below(const struct risk_sheet *sheet, uint32_t from, uint32_t to, double x);
/* The x that this chance is `share` at, within a cent; guesses: an ascending sample of such balances. */
double risk_quantile(const struct risk_sheet *sheet, uint32_t from, uint32_t to, double share, const double *guesses);

/* The same for one month that the pivot reaches (pivot_sum > 0), near an empirical quantile. */
double risk_month_quantile(const struct risk_sheet *sheet, uint32_t month, double share, double guess);

/* The scenarios of one replicate. */
struct risk_drawn {
    const struct risk_run *run; uint32_t points;
    double *rest, *inverse;                /* as in risk_sheet; without a pivot, the balances themselves */
    double *factor;                        /* by scenario: κ exp(width ε); 0 without a pivot */
    double *troughs, *sorted, *limits;     /* work, by scenario */
};
struct risk_drawn risk_room(struct arena *arena, const struct risk_run *run, uint32_t points);
void risk_count(struct risk_drawn *drawn, double *stats);

/* All the replicates of a run: stats[replicate × width + …] in the order of enum risk_stat; months stand at the end. */
enum risk_stat { STAT_EVER_RED, STAT_WORST, STAT_PATIENT, STAT_MEAN, STAT_TROUGH,
                 STAT_CLOSING = STAT_TROUGH + RISK_QUANTILES,
                 STAT_MONTHS = STAT_CLOSING + RISK_QUANTILES };
enum { STATS_BY_MONTH = 4 };               /* red, low, middle, high */
double *risk_simulate(struct arena *arena, const struct risk_run *run, const struct risk_settings *settings);
size_t risk_width(const struct risk_run *run);

/* The share of a Gamma distribution below x, within 1e-12: regularised incomplete gamma function P(shape, x). */
double gamma_share(double shape, double x);
