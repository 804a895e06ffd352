/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bridging scores by alternating least squares: each round solves for participants, then for statements, exactly. The
 * ridge counts once for each participant and each statement, so that few votes give a score near 0. */
#include "engines/opinion/inside.h"
#include <math.h>
#include <string.h>

enum { ROUNDS = 60 };
#define HOLD_INTERCEPT 0.15
#define HOLD_FACTOR 0.03
#define REST 1e-5                                          /* of scores that are read to a hundredth */

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

/* What participant p leaves of its votes, in its own sums or in those of the statements. */
static struct sums sums_of(const struct votes *votes, const struct model *model, uint32_t p)
{
    struct sums sums = {0, 0, 0, 0, 0};
    for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++) {
        uint32_t s = votes->statement[i];
        add(&sums, rating(votes->value[i]) - model->mean - model->statement[s], model->factor[s]);
    }
    return sums;
}

static void spread_over(const struct votes *votes, const struct model *model, uint32_t p, struct sums *of_statement)
{
    double rest = model->mean + model->participant[p], factor = model->own_factor[p];
    for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++)
        add(&of_statement[votes->statement[i]], rating(votes->value[i]) - rest, factor);
}

/* Each participant, then each statement, then the mean, which is what they leave: Σ (rating − participant − statement −
 * factors) by statement is left + mean × count − statement × count − factor × factors. Returns the largest change of a
 * score. */
static double solve_round(struct arena *arena, const struct votes *votes, struct model *model)
{
    struct arena_mark mark = arena_mark(arena);
    struct sums *sums = arena_array(arena, votes->statements, sizeof *sums);
    double change = 0, left = 0, count = 0;
    for (uint32_t p = 0; p < votes->participants; p++) {
        struct sums own = sums_of(votes, model, p);
        solve(&own, &model->participant[p], &model->own_factor[p]);
        spread_over(votes, model, p, sums);
    }
    for (uint32_t s = 0; s < votes->statements; s++) {
        double before = model->statement[s];
        solve(&sums[s], &model->statement[s], &model->factor[s]);
        change = fmax(change, fabs(model->statement[s] - before));
        left += sums[s].left + (model->mean - model->statement[s]) * sums[s].count - model->factor[s] * sums[s].factor;
        count += sums[s].count;
    }
    model->mean = left / (count + HOLD_INTERCEPT);
    arena_release(arena, mark);
    return change;
}

/* The mean rating, before there is anything else. */
static double mean_of(const struct votes *votes)
{
    size_t count = votes->start[votes->participants];
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += rating(votes->value[i]);
    return sum / ((double)count + HOLD_INTERCEPT);
}

/* Only the product of the factors of a participant and of a statement fits votes: of all ways to share it the ridge
 * wants the one with equal squares on both sides, to which rounds alone would crawl. */
static void balance(const struct votes *votes, struct model *model)
{
    double own = 0, of_statements = 0;
    for (uint32_t p = 0; p < votes->participants; p++)
        own += model->own_factor[p] * model->own_factor[p];
    for (uint32_t s = 0; s < votes->statements; s++)
        of_statements += model->factor[s] * model->factor[s];
    double by = own > 0 && of_statements > 0 ? sqrt(sqrt(own / of_statements)) : 1;
    for (uint32_t s = 0; s < votes->statements; s++)
        model->factor[s] *= by;
}

double *bridging_scores(struct arena *arena, const struct votes *votes, const struct plane *plane)
{
    struct arena work = {0};
    struct model model = {.participant = arena_array(&work, votes->participants, sizeof(double)),
                          .own_factor = arena_array(&work, votes->participants, sizeof(double)),
                          .statement = arena_array(arena, votes->statements, sizeof(double)),
                          .factor = arena_array(&work, votes->statements, sizeof(double))};
    plane = plane ? plane : plane_find(&work, votes, NULL, &opinion_usual_rules, NULL, NULL);
    memcpy(model.factor, plane->axis[0], votes->statements * sizeof *model.factor);   /* where opinions are opposite */
    model.mean = mean_of(votes);
    for (int round = 0; round < ROUNDS && solve_round(&work, votes, &model) >= REST; round++)
        balance(votes, &model);
    for (uint32_t s = 0; s < votes->statements; s++)
        if (votes->flags[s])
            model.statement[s] = NAN;
    arena_free(&work);
    return model.statement;
}
