/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bridging scores by alternating least squares: each round solves for participants, then for statements, exactly. The
 * ridge counts once for each participant and each statement, so that few votes give a score near 0. */
#include "engines/opinion/inside.h"
#include <math.h>

enum { ROUNDS = 60 };
#define HOLD_INTERCEPT 0.15
#define HOLD_FACTOR 0.03
#define REST 1e-6

struct model { double mean, *participant, *own_factor, *statement, *factor; };

/* Sums of one side's ridge regression of what is left on (1, other side's factor). */
struct sums { double count, factor, square, left, left_factor; };

static void add(struct sums *sums, double left, double factor)
{
    sums->count++;
    sums->factor += factor;
    sums->square += factor * factor;
    sums->left += left;
    sums->left_factor += left * factor;
}

static void solve(const struct sums *sums, double *intercept, double *factor)
{
    double a = sums->count + HOLD_INTERCEPT, b = sums->factor, d = sums->square + HOLD_FACTOR;
    double determinant = a * d - b * b;
    *intercept = (sums->left * d - sums->left_factor * b) / determinant;
    *factor = (sums->left_factor * a - sums->left * b) / determinant;
}

static double rating(int value)
{
    return (value + 1) / 2.0;
}

static void solve_participants(const struct votes *votes, struct model *model)
{
    for (uint32_t p = 0; p < votes->participants; p++) {
        struct sums sums = {0, 0, 0, 0, 0};
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++) {
            uint32_t s = votes->statement[i];
            add(&sums, rating(votes->value[i]) - model->mean - model->statement[s], model->factor[s]);
        }
        solve(&sums, &model->participant[p], &model->own_factor[p]);
    }
}

/* Returns the largest change of a score. */
static double solve_statements(struct arena *arena, const struct votes *votes, struct model *model)
{
    struct arena_mark mark = arena_mark(arena);
    struct sums *sums = arena_array(arena, votes->statements, sizeof *sums);
    double change = 0;
    for (uint32_t p = 0; p < votes->participants; p++)
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++)
            add(&sums[votes->statement[i]], rating(votes->value[i]) - model->mean - model->participant[p],
                model->own_factor[p]);
    for (uint32_t s = 0; s < votes->statements; s++) {
        double before = model->statement[s];
        solve(&sums[s], &model->statement[s], &model->factor[s]);
        change = fmax(change, fabs(model->statement[s] - before));
    }
    arena_release(arena, mark);
    return change;
}

static void solve_mean(const struct votes *votes, struct model *model)
{
    double left = 0, count = (double)votes->start[votes->participants];
    for (uint32_t p = 0; p < votes->participants; p++)
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++) {
            uint32_t s = votes->statement[i];
            left += rating(votes->value[i]) - model->participant[p] - model->statement[s]
                    - model->own_factor[p] * model->factor[s];
        }
    model->mean = left / (count + HOLD_INTERCEPT);
}

double *bridging_scores(struct arena *arena, const struct votes *votes)
{
    struct arena work = {0};
    struct model model = {.participant = arena_array(&work, votes->participants, sizeof(double)),
                          .own_factor = arena_array(&work, votes->participants, sizeof(double)),
                          .statement = arena_array(arena, votes->statements, sizeof(double)),
                          .factor = arena_array(&work, votes->statements, sizeof(double))};
    const double *mean = plane_means(&work, votes, NULL);
    struct spread spread = spread_begin(&work, votes, mean, NULL);
    lanczos_lead(&work, &spread, NULL, model.factor);                 /* where opposite opinions are, to start with */
    solve_mean(votes, &model);
    for (int round = 0; round < ROUNDS; round++) {
        solve_participants(votes, &model);
        if (solve_statements(&work, votes, &model) < REST)
            break;
        solve_mean(votes, &model);
    }
    for (uint32_t s = 0; s < votes->statements; s++)
        if (votes->flags[s])
            model.statement[s] = NAN;
    arena_free(&work);
    return model.statement;
}
