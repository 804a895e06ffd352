/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One normal summed over exactly: the scenario's balance falls below x when the pivot's factor is above a limit. */
#include "engines/kernel/seeded.h"
#include "engines/money/risk_inside.h"
#include <math.h>
#include <string.h>

enum { MOST_STEPS = 60, MANTISSA = 52, FARTHEST = 8, BY_UNIT = 512, LOG_BITS = 11, LOG_CELLS = 1 << LOG_BITS };
#define UNLIMITED 1e300
#define LOG_TWO 0.6931471805599453

void risk_tables(struct arena *arena, struct risk_run *run)
{
    double *logs = arena_array(arena, LOG_CELLS + 1, sizeof *logs);
    double *shares = arena_array(arena, 2 * FARTHEST * BY_UNIT + 2, sizeof *shares);
    for (int i = 0; i <= LOG_CELLS; i++)
        logs[i] = steady_log(1 + (double)i / LOG_CELLS);
    for (int i = 0; i <= 2 * FARTHEST * BY_UNIT + 1; i++)
        shares[i] = normal_share((double)i / BY_UNIT - FARTHEST);
    run->logs = logs, run->shares = shares;
}

/* x > 0, not subnormal. */
static double quick_log(const double *logs, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t cell = bits >> (MANTISSA - LOG_BITS) & (LOG_CELLS - 1);
    double rest = (double)(bits & ((UINT64_C(1) << (MANTISSA - LOG_BITS)) - 1)) * 0x1p-41;
    int exponent = (int)(bits >> MANTISSA & 0x7FF) - 1023;
    return exponent * LOG_TWO + logs[cell] + rest * (logs[cell + 1] - logs[cell]);
}

static double quick_share(const double *shares, double z)
{
    double at = (z + FARTHEST) * BY_UNIT;
    if (!(at > 0))
        return 0;
    if (at >= 2 * FARTHEST * BY_UNIT)
        return 1;
    uint32_t cell = (uint32_t)at;
    return shares[cell] + (at - cell) * (shares[cell + 1] - shares[cell]);
}

/* The slope of the shares: the density, within a thousandth. */
static double quick_density(const double *shares, double z)
{
    uint32_t cell = (uint32_t)((z + FARTHEST) * BY_UNIT);
    return (shares[cell + 1] - shares[cell]) * BY_UNIT;
}

/* The chance that κ exp(width ε) is above the limit. */
static double above(const struct risk_run *run, double limit, double inverse, double by_width)
{
    if (!(limit > 1e-300))
        return 1;
    return quick_share(run->shares, -quick_log(run->logs, limit * inverse) * by_width);
}

static void lower_limits(const struct risk_sheet *sheet, uint32_t month, double x)
{
    const double *row = sheet->rest + (size_t)(month - 1) * sheet->points;
    double sum = sheet->run->pivot_sum[month], inverse = 1 / (sum > 0 ? sum : 1);
    for (uint32_t i = 0; i < sheet->points && sum > 0; i++) {
        double limit = (row[i] - x) * inverse;
        sheet->limits[i] = limit < sheet->limits[i] ? limit : sheet->limits[i];
    }
    for (uint32_t i = 0; i < sheet->points && !(sum > 0); i++)
        sheet->limits[i] = row[i] < x ? -1 : sheet->limits[i];
}

double risk_below(const struct risk_sheet *sheet, uint32_t from, uint32_t to, double x)
{
    double chance = 0, by_width = 1 / sheet->run->pivot_width;
    for (uint32_t i = 0; i < sheet->points; i++)
        sheet->limits[i] = UNLIMITED;
    for (uint32_t month = from; month <= to; month++)
        lower_limits(sheet, month, x);
    for (uint32_t i = 0; i < sheet->points; i++)
        chance += above(sheet->run, sheet->limits[i], sheet->inverse[i], by_width);
    return chance / sheet->points;
}

/* The chance that a month's balance is below x, and its slope in x: with z the normal at the limit, φ(z) ÷ (width ×
 * (balance without the pivot − x)). */
static double month_chance(const struct risk_sheet *sheet, uint32_t month, double x, double *slope)
{
    const struct risk_run *run = sheet->run;
    const double *row = sheet->rest + (size_t)(month - 1) * sheet->points;
    double inverse = 1 / run->pivot_sum[month], by_width = 1 / run->pivot_width, chance = 0;
    *slope = 0;
    for (uint32_t i = 0; i < sheet->points; i++) {
        double left = row[i] - x;
        if (!(left * inverse > 1e-300)) {
            chance += 1;
            continue;
        }
        double z = -quick_log(run->logs, left * inverse * sheet->inverse[i]) * by_width;
        chance += quick_share(run->shares, z);
        *slope += fabs(z) < FARTHEST ? quick_density(run->shares, z) / left : 0;
    }
    *slope /= sheet->points * run->pivot_width;
    return chance / sheet->points;
}

/* Newton's two steps from the empirical quantile, which stays when they do not come nearer. */
double risk_month_quantile(const struct risk_sheet *sheet, uint32_t month, double share, double guess)
{
    double slope, first = 0, x = guess;
    for (int step = 0; step < 2; step++) {
        double off = month_chance(sheet, month, x, &slope) - share, move = off / slope;
        if (!(slope > 0) || (step > 0 && !(fabs(off) < fabs(first) / 2)))
            return guess;
        first = off;
        x -= move;
    }
    return x;
}

struct search { const struct risk_sheet *sheet; uint32_t from, to; double share; };

static double off(const struct search *search, double x)
{
    return risk_below(search->sheet, search->from, search->to, x) - search->share;
}

/* The line between the two ends, the one that stays counted for half (Illinois). off(low) ≤ 0 < off(high). */
static double between(const struct search *search, double low, double high, double at_low, double at_high)
{
    int side = 0;
    for (int step = 0; step < MOST_STEPS && high - low > 1; step++) {
        double x = low + (high - low) * (at_low / (at_low - at_high));
        x = x > low && x < high ? x : low + (high - low) / 2;
        double at = off(search, x);
        if (at <= 0) {
            low = x, at_low = at;
            at_high /= side < 0 ? 2 : 1, side = -1;
        } else {
            high = x, at_high = at;
            at_low /= side > 0 ? 2 : 1, side = 1;
        }
        if (fabs(at) < 1e-9)
            return x;
    }
    return low + (high - low) / 2;
}

static double guess_at(const double *guesses, uint32_t points, double share)
{
    double at = share * points;
    return guesses[at < 0 ? 0 : at >= points ? points - 1 : (uint32_t)at];
}

double risk_quantile(const struct risk_sheet *sheet, uint32_t from, uint32_t to, double share, const double *guesses)
{
    struct search search = {sheet, from, to, share};
    uint32_t points = sheet->points;
    double low = guess_at(guesses, points, share - .01), high = guess_at(guesses, points, share + .01) + 1;
    double range = guesses[points - 1] - guesses[0] + 100;
    double at_low = off(&search, low), at_high = off(&search, high);
    for (int i = 0; i < MOST_STEPS && at_low > 0; i++)
        low -= range, at_low = off(&search, low);
    for (int i = 0; i < MOST_STEPS && at_high <= 0; i++)
        high += range, at_high = off(&search, high);
    return at_low <= 0 && at_high > 0 ? between(&search, low, high, at_low, at_high) : guess_at(guesses, points, share);
}
