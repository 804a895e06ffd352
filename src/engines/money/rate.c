/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The rate at which what is received equals what is paid. */
#include "base/time.h"
#include "engines/kernel/seeded.h"
#include "engines/money/loan_inside.h"
#include <float.h>
#include <math.h>

#define LOWEST (-4.60517018598809)                         /* ln(1 − 99 %) */
#define HIGHEST 9.21044036697651                           /* ln(1 + 1,000,000 %) */
enum { STEPS = 192, MOST_ROUNDS = 100, POLISH = 8 };

struct flows { const struct rate_flow *flow; size_t count; };
/* A root lies between `best` and `other`; f is smaller at best. */
struct bracket { double best, other, before, at_best, at_other, at_before, step, last; };

/* f(y) = Σ C e^(−y t) with y = ln(1 + X); its slope too. */
static double worth(const struct flows *flows, double y, double *slope)
{
    double sum = 0, fall = 0;
    for (size_t i = 0; i < flows->count; i++) {
        double part = (double)flows->flow[i].cents * steady_exp(-y * flows->flow[i].years);
        sum += part;
        fall -= part * flows->flow[i].years;
    }
    if (slope)
        *slope = fall;
    return sum;
}

static bool differ(double a, double b)
{
    return (a < 0) != (b < 0);
}

static double mark(int i)
{
    return LOWEST + (HIGHEST - LOWEST) * i / STEPS;
}

/* Inverse quadratic interpolation, or the secant of two points. */
static void guess(struct bracket *b, double half, double tolerance)
{
    double ratio = b->at_best / b->at_before, top, bottom;
    if (b->before == b->other) {
        top = 2 * half * ratio;
        bottom = 1 - ratio;
    } else {
        double q = b->at_before / b->at_other, r = b->at_best / b->at_other;
        top = ratio * (2 * half * q * (q - r) - (b->best - b->before) * (r - 1));
        bottom = (q - 1) * (r - 1) * (ratio - 1);
    }
    bottom = top > 0 ? -bottom : bottom;
    top = fabs(top);
    bool inside = 2 * top < 3 * half * bottom - fabs(tolerance * bottom) && 2 * top < fabs(b->last * bottom);
    b->last = inside ? b->step : half;
    b->step = inside ? top / bottom : half;
}

static void order(struct bracket *b)
{
    if (!differ(b->at_best, b->at_other)) {
        b->other = b->before, b->at_other = b->at_before;
        b->step = b->last = b->best - b->before;
    }
    if (fabs(b->at_other) < fabs(b->at_best)) {
        b->before = b->best, b->at_before = b->at_best;
        b->best = b->other, b->at_best = b->at_other;
        b->other = b->before, b->at_other = b->at_before;
    }
}

/* Brent, Algorithms for Minimization without Derivatives, chapter 4. */
static double brent(const struct flows *flows, double from, double to)
{
    struct bracket b = {to, from, from, worth(flows, to, NULL), worth(flows, from, NULL), 0, to - from, to - from};
    b.at_before = b.at_other;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        order(&b);
        double tolerance = 2 * DBL_EPSILON * fabs(b.best) + 1e-15, half = (b.other - b.best) / 2;
        if (fabs(half) <= tolerance || b.at_best == 0)
            break;
        if (fabs(b.last) >= tolerance && fabs(b.at_before) > fabs(b.at_best))
            guess(&b, half, tolerance);
        else
            b.step = b.last = half;
        b.before = b.best, b.at_before = b.at_best;
        b.best += fabs(b.step) > tolerance ? b.step : half > 0 ? tolerance : -tolerance;
        b.at_best = worth(flows, b.best, NULL);
    }
    return b.best;
}

/* Newton's steps, as long as they make f smaller. */
static double polish(const struct flows *flows, double y)
{
    double slope, value = worth(flows, y, &slope);
    for (int i = 0; i < POLISH && value != 0 && slope != 0; i++) {
        double next = y - value / slope, next_slope, at_next = worth(flows, next, &next_slope);
        if (!(fabs(at_next) < fabs(value)))
            break;
        y = next, value = at_next, slope = next_slope;
    }
    return y;
}

struct rate_found rate_of_flows(const struct rate_flow *flow, size_t count)
{
    struct flows flows = {flow, count};
    struct rate_found found = {0};
    double before = worth(&flows, LOWEST, NULL), nearest = INFINITY;
    for (int i = 1; i <= STEPS; i++) {
        double here = worth(&flows, mark(i), NULL);
        if (differ(before, here)) {
            double y = polish(&flows, brent(&flows, mark(i - 1), mark(i)));
            nearest = fabs(y) < fabs(nearest) ? y : nearest;
            found.roots++;
        }
        before = here;
    }
    found.found = found.roots > 0;
    found.rate = found.found ? steady_exp(nearest) - 1 : 0;
    return found;
}

double rate_years(int64_t from, int64_t to, enum rate_basis basis)
{
    if (basis == RATE_BY_DAYS)
        return (double)(to - from) / 365;
    struct civil first = civil_from_days(from), last = civil_from_days(to);
    int months = (last.year - first.year) * 12 + last.month - first.month;
    while (months > 0 && add_months(to, -months) < from)
        months--;
    int64_t until = add_months(to, -months);
    return months / 12.0 + (double)(until - from) / (double)(until - add_months(until, -12));
}

struct rate_found loan_rate(struct arena *arena, const struct loan *loan, enum rate_basis basis)
{
    struct loan_schedule schedule = loan_schedule(arena, loan);
    struct rate_flow *flows = arena_array(arena, schedule.count + 1, sizeof *flows);
    flows[0].cents = schedule.received;
    for (size_t i = 0; i < schedule.count; i++) {
        const struct loan_row *row = &schedule.rows[i];
        flows[i + 1].cents = -row->paid;
        flows[i + 1].years = basis == RATE_BY_MONTHS ? row->month / 12.0 : rate_years(loan->day, row->day, basis);
    }
    return rate_of_flows(flows, schedule.count + 1);
}
