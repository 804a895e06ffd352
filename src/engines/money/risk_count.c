/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What one replicate says: chances, quantiles, the mean of the worst. */
#include "engines/money/risk_inside.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t percents[RISK_QUANTILES] = {5, 25, 50, 75, 95};

static void swap(double *a, double *b)
{
    double held = *a;
    *a = *b, *b = held;
}

/* Puts the k-th smallest at its place, smaller ones before it, larger ones after (Hoare's selection). */
static double select_at(double *numbers, size_t from, size_t to, size_t k)
{
    while (from < to) {
        size_t middle = from + (to - from) / 2, i = from, j = to;
        if (numbers[middle] < numbers[from])
            swap(&numbers[middle], &numbers[from]);
        if (numbers[to] < numbers[from])
            swap(&numbers[to], &numbers[from]);
        if (numbers[to] < numbers[middle])
            swap(&numbers[to], &numbers[middle]);
        double pivot = numbers[middle];
        while (i <= j) {
            while (numbers[i] < pivot)
                i++;
            while (pivot < numbers[j])
                j--;
            if (i <= j) {
                swap(&numbers[i], &numbers[j]);
                i++;
                if (j-- == 0)
                    break;
            }
        }
        if (k <= j && j != SIZE_MAX)
            to = j;
        else if (k >= i)
            from = i;
        else
            break;
    }
    return numbers[k];
}

/* The place of the share p of n sorted numbers: the smallest of which at least p are not above. */
static size_t place(size_t n, uint32_t percent)
{
    size_t at = (n * percent + 99) / 100;
    return at ? at - 1 : 0;
}

static double share_below_zero(const double *numbers, uint32_t count)
{
    uint32_t red = 0;
    for (uint32_t i = 0; i < count; i++)
        red += numbers[i] < 0;
    return (double)red / count;
}

struct risk_drawn risk_room(struct arena *arena, const struct risk_run *run, uint32_t points)
{
    return (struct risk_drawn){
        .run = run, .points = points, .rest = arena_array(arena, (size_t)run->months * points, sizeof(double)),
        .inverse = arena_array(arena, points, sizeof(double)), .factor = arena_array(arena, points, sizeof(double)),
        .troughs = arena_array(arena, points, sizeof(double)), .sorted = arena_array(arena, points, sizeof(double)),
        .limits = arena_array(arena, points, sizeof(double))};
}

static struct risk_sheet sheet_of(const struct risk_drawn *drawn)
{
    return (struct risk_sheet){drawn->run, drawn->points, drawn->rest, drawn->inverse, drawn->limits};
}

/* The balances of a month, in drawn->sorted. */
static void month_balances(struct risk_drawn *drawn, uint32_t month)
{
    const double *rest = drawn->rest + (size_t)(month - 1) * drawn->points;
    double sum = drawn->run->pivot_sum[month];
    for (uint32_t i = 0; i < drawn->points; i++)
        drawn->sorted[i] = rest[i] - drawn->factor[i] * sum;
}

static void count_month(struct risk_drawn *drawn, uint32_t month, double *stats)
{
    double *stat = stats + STAT_MONTHS + (size_t)(month - 1) * STATS_BY_MONTH;
    size_t n = drawn->points, middle = place(n, 50);
    month_balances(drawn, month);
    for (size_t i = 0; i < n; i++)
        drawn->troughs[i] = drawn->sorted[i] < drawn->troughs[i] ? drawn->sorted[i] : drawn->troughs[i];
    struct risk_sheet sheet = sheet_of(drawn);
    stat[0] = drawn->run->pivot ? risk_below(&sheet, month, month, 0) : share_below_zero(drawn->sorted, drawn->points);
    stat[2] = select_at(drawn->sorted, 0, n - 1, middle);
    stat[1] = select_at(drawn->sorted, 0, middle, place(n, 5));
    stat[3] = select_at(drawn->sorted, middle, n - 1, place(n, 95));
    static const double shares[] = {.05, .5, .95};
    for (int q = 0; drawn->run->pivot && drawn->run->pivot_sum[month] > 0 && q < 3; q++)
        stat[1 + q] = risk_month_quantile(&sheet, month, shares[q], stat[1 + q]);
}

static int ascending(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

/* The quantiles of the lowest balance; `sorted` holds those of the scenarios, ascending. */
static void trough_quantiles(const struct risk_drawn *drawn, double *quantiles)
{
    struct risk_sheet sheet = sheet_of(drawn);
    for (int q = 0; q < RISK_QUANTILES; q++)
        quantiles[q] = drawn->run->pivot
            ? risk_quantile(&sheet, 1, drawn->run->months, percents[q] / 100.0, drawn->sorted)
            : drawn->sorted[place(drawn->points, percents[q])];
}

/* Those of the last balance; `sorted` again. */
static void closing_quantiles(const struct risk_drawn *drawn, double *quantiles)
{
    struct risk_sheet sheet = sheet_of(drawn);
    uint32_t last = drawn->run->months;
    for (int q = 0; q < RISK_QUANTILES; q++) {
        quantiles[q] = drawn->sorted[place(drawn->points, percents[q])];
        if (drawn->run->pivot && drawn->run->pivot_sum[last] > 0)
            quantiles[q] = risk_month_quantile(&sheet, last, percents[q] / 100.0, quantiles[q]);
    }
}

static void count_troughs(struct risk_drawn *drawn, double *stats)
{
    uint32_t months = drawn->run->months;
    size_t lowest = place(drawn->points, 5);
    double sum = 0;
    struct risk_sheet sheet = sheet_of(drawn);
    memcpy(drawn->sorted, drawn->troughs, drawn->points * sizeof *drawn->sorted);
    qsort(drawn->sorted, drawn->points, sizeof *drawn->sorted, ascending);
    for (size_t i = 0; i <= lowest; i++)
        sum += drawn->sorted[i];
    stats[STAT_WORST] = sum / (double)(lowest + 1);
    stats[STAT_EVER_RED] = drawn->run->pivot ? risk_below(&sheet, 1, months, 0)
                                             : share_below_zero(drawn->sorted, drawn->points);
    trough_quantiles(drawn, stats + STAT_TROUGH);
    stats[STAT_PATIENT] = stats[STAT_TROUGH] < 0 ? -stats[STAT_TROUGH] : 0;
}

void risk_count(struct risk_drawn *drawn, double *stats)
{
    for (uint32_t i = 0; i < drawn->points; i++)
        drawn->troughs[i] = INFINITY;
    for (uint32_t month = 1; month <= drawn->run->months; month++)
        count_month(drawn, month, stats);
    count_troughs(drawn, stats);
    month_balances(drawn, drawn->run->months);
    stats[STAT_MEAN] = 0;
    for (uint32_t i = 0; i < drawn->points; i++)
        stats[STAT_MEAN] += drawn->sorted[i] / drawn->points;
    qsort(drawn->sorted, drawn->points, sizeof *drawn->sorted, ascending);
    closing_quantiles(drawn, stats + STAT_CLOSING);
}
