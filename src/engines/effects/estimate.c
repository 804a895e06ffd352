/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One estimate by each method: weights of donors, weights of the times before, the gap that is left. With a block of
 * treated units that adopt at one date, the weighted regression with unit and time effects is the difference of the
 * weighted differences (Arkhangelsky and others 2021, §2). */
#include "engines/effects/inside.h"

static double outcome(const struct trial *trial, uint32_t unit, uint32_t time)
{
    return trial->panel->outcome[(size_t)unit * trial->panel->times + time];
}

static double mean_treated(const struct trial *trial, uint32_t time)
{
    double sum = 0;
    for (uint32_t i = 0; i < trial->treated_count; i++)
        sum += outcome(trial, trial->treated[i], time);
    return sum / trial->treated_count;
}

static double mean_after(const struct trial *trial, uint32_t unit)
{
    double sum = 0;
    for (uint32_t t = trial->panel->first_after; t < trial->panel->times; t++)
        sum += outcome(trial, unit, t);
    return sum / (trial->panel->times - trial->panel->first_after);
}

double effects_noise(const struct trial *trial)
{
    uint64_t count = 0;
    double mean = 0, squares = 0;                          /* Welford */
    for (uint32_t i = 0; i < trial->donor_count; i++)
        for (uint32_t t = 1; t < trial->panel->first_after; t++) {
            double step = outcome(trial, trial->donors[i], t) - outcome(trial, trial->donors[i], t - 1);
            double off = step - mean;
            mean += off / (double)++count;
            squares += off * (step - mean);
        }
    return count > 1 ? sqrt(squares / (double)(count - 1)) : 0;
}

/* Takes its mean off each column of a and off b: what an intercept would do. */
static void centre(double *a, double *b, uint32_t rows, uint32_t columns)
{
    for (uint32_t j = 0; j <= columns; j++) {
        double *first = j < columns ? a + j : b, mean = 0;
        size_t stride = j < columns ? columns : 1;
        for (uint32_t r = 0; r < rows; r++)
            mean += first[r * stride];
        for (uint32_t r = 0; r < rows; r++)
            first[r * stride] -= mean / rows;
    }
}

static void weigh_units(struct arena *arena, const struct trial *trial, bool intercept, double *weight)
{
    uint32_t rows = trial->panel->first_after, columns = trial->donor_count;
    double after = trial->panel->times - rows;
    double zeta = (intercept ? sqrt(sqrt(trial->treated_count * after)) : 1e-6) * trial->noise;
    double *a = arena_array(arena, (size_t)rows * columns, sizeof *a), *b = arena_array(arena, rows, sizeof *b);
    for (uint32_t t = 0; t < rows; t++) {
        b[t] = mean_treated(trial, t);
        for (uint32_t i = 0; i < columns; i++)
            a[(size_t)t * columns + i] = outcome(trial, trial->donors[i], t);
    }
    if (intercept)
        centre(a, b, rows, columns);
    effects_simplex(arena, a, b, rows, columns, zeta * zeta * rows, weight);
}

static void weigh_times(struct arena *arena, const struct trial *trial, double *weight)
{
    uint32_t rows = trial->donor_count, columns = trial->panel->first_after;
    double zeta = 1e-6 * trial->noise;
    double *a = arena_array(arena, (size_t)rows * columns, sizeof *a), *b = arena_array(arena, rows, sizeof *b);
    for (uint32_t i = 0; i < rows; i++) {
        b[i] = mean_after(trial, trial->donors[i]);
        for (uint32_t t = 0; t < columns; t++)
            a[(size_t)i * columns + t] = outcome(trial, trial->donors[i], t);
    }
    centre(a, b, rows, columns);
    effects_simplex(arena, a, b, rows, columns, zeta * zeta * rows, weight);
}

static void weigh(struct arena *arena, const struct trial *trial, enum effects_method method, double *unit_weight,
                  double *time_weight)
{
    uint32_t before = trial->panel->first_after;
    for (uint32_t i = 0; i < trial->donor_count; i++)
        unit_weight[i] = 1.0 / trial->donor_count;
    for (uint32_t t = 0; t < before; t++)
        time_weight[t] = method == EFFECTS_DID ? 1.0 / before : 0;
    if (method != EFFECTS_DID)
        weigh_units(arena, trial, method == EFFECTS_SYNTHETIC_DID, unit_weight);
    if (method == EFFECTS_SYNTHETIC_DID)
        weigh_times(arena, trial, time_weight);
}

double effects_estimate(struct arena *arena, const struct trial *trial, enum effects_method method,
                        double *unit_weight, double *time_weight, double *gap)
{
    struct arena_mark mark = arena_mark(arena);
    uint32_t before = trial->panel->first_after, times = trial->panel->times;
    double level = 0, sum = 0;
    weigh(arena, trial, method, unit_weight, time_weight);
    for (uint32_t t = 0; t < times; t++) {
        gap[t] = mean_treated(trial, t);
        for (uint32_t i = 0; i < trial->donor_count; i++)
            gap[t] -= unit_weight[i] * outcome(trial, trial->donors[i], t);
        level += t < before ? time_weight[t] * gap[t] : 0;
    }
    for (uint32_t t = 0; t < times; t++) {
        gap[t] -= level;
        sum += t < before ? 0 : gap[t];
    }
    arena_release(arena, mark);
    return sum / (times - before);
}

double effects_pre_error(const double *gap, uint32_t before)
{
    double squares = 0;
    for (uint32_t t = 0; t < before; t++)
        squares += gap[t] * gap[t];
    return sqrt(squares / before);
}
