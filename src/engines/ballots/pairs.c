/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bradley and Terry's model of preferences two by two. */
#include "engines/preferences.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <string.h>

enum { MOST_ROUNDS = 100000 };
#define HELP 0.5                           /* wins and losses given against a mean option, when needed */
#define CLOSE 1e-13
#define SURE 1.96                          /* standard errors of a 95 % interval */

struct model {
    uint32_t options;
    const int64_t *wins;
    double *power, help;                   /* exp(strength) */
};

static double wins_of(const struct model *model, uint32_t a, uint32_t b)
{
    int64_t wins = model->wins[(size_t)a * model->options + b];
    return a != b && wins > 0 ? (double)wins : 0;
}

/* Everyone who is reached from the first option by having beaten (or been beaten). */
static bool reaches_all(struct arena *arena, const struct model *model, bool beaten)
{
    struct arena_mark mark = arena_mark(arena);
    bool *seen = arena_array(arena, model->options, sizeof *seen);
    uint32_t *queue = arena_array(arena, model->options, sizeof *queue), count = 1;
    seen[0] = true;
    for (uint32_t at = 0; at < count; at++)
        for (uint32_t next = 0; next < model->options; next++) {
            double wins = beaten ? wins_of(model, next, queue[at]) : wins_of(model, queue[at], next);
            if (!seen[next] && wins > 0) {
                seen[next] = true;
                queue[count++] = next;
            }
        }
    bool all = count == model->options;
    arena_release(arena, mark);
    return all;
}

/* One round of Hunter's MM; the largest relative change. */
static double improve(const struct model *model, double *next)
{
    double change = 0;
    for (uint32_t a = 0; a < model->options; a++) {
        double wins = model->help, bottom = model->help > 0 ? 2 * model->help / (model->power[a] + 1) : 0;
        for (uint32_t b = 0; b < model->options; b++) {
            double met = wins_of(model, a, b) + wins_of(model, b, a);
            wins += wins_of(model, a, b);
            if (met > 0)
                bottom += met / (model->power[a] + model->power[b]);
        }
        next[a] = bottom > 0 ? wins / bottom : 1;
        double moved = fabs(next[a] / model->power[a] - 1);
        change = moved > change ? moved : change;
    }
    return change;
}

/* Logarithms of mean 0. */
static void centre(const struct model *model, struct paired *options)
{
    double mean = 0;
    for (uint32_t a = 0; a < model->options; a++)
        mean += options[a].strength = steady_log(model->power[a]);
    mean /= model->options;
    for (uint32_t a = 0; a < model->options; a++)
        options[a].strength -= mean;
}

/* The information of the strengths plus a matrix of ones, which keeps their mean at 0. */
static double *information(struct arena *arena, const struct model *model)
{
    size_t n = model->options;
    double *matrix = arena_array(arena, n * n, sizeof *matrix);
    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b < n; b++) {
            double sum = model->power[a] + model->power[b];
            double met = wins_of(model, (uint32_t)a, (uint32_t)b) + wins_of(model, (uint32_t)b, (uint32_t)a);
            double known = met * (model->power[a] / sum) * (model->power[b] / sum);
            matrix[a * n + b] += 1 - known;
            matrix[a * n + a] += known;
        }
        double sum = model->power[a] + 1;
        matrix[a * n + a] += 2 * model->help * (model->power[a] / sum) / sum;
    }
    return matrix;
}

/* Cholesky in place: the lower triangle. */
static void factor(double *matrix, size_t n)
{
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b <= a; b++) {
            double sum = matrix[a * n + b];
            for (size_t k = 0; k < b; k++)
                sum -= matrix[a * n + k] * matrix[b * n + k];
            double over = matrix[b * n + b] > 0 ? matrix[b * n + b] : 1;
            matrix[a * n + b] = a == b ? sqrt(sum > 0 ? sum : 0) : sum / over;
        }
}

/* The a-th number of the diagonal of the inverse. */
static double inverse_at(const double *lower, size_t n, size_t a, double *column)
{
    double sum = 0;
    for (size_t i = a; i < n; i++) {
        double value = i == a ? 1 : 0;
        for (size_t k = a; k < i; k++)
            value -= lower[i * n + k] * column[k];
        column[i] = value / (lower[i * n + i] > 0 ? lower[i * n + i] : 1);
        sum += column[i] * column[i];
    }
    return sum;
}

static void find_errors(struct arena *arena, const struct model *model, struct paired *options)
{
    struct arena_mark mark = arena_mark(arena);
    size_t n = model->options;
    double *lower = information(arena, model), *column = arena_array(arena, n, sizeof *column);
    factor(lower, n);
    for (size_t a = 0; a < n; a++) {
        /* the matrix of ones adds 1/n² to each number of the inverse when nothing else fixes the mean */
        double variance = inverse_at(lower, n, a, column) - (model->help > 0 ? 0 : 1 / ((double)n * (double)n));
        options[a].error = sqrt(variance > 0 ? variance : 0);
    }
    arena_release(arena, mark);
}

/* Mean chance against the others, its own power being `power`. */
static double mean_chance(const struct model *model, uint32_t option, double power)
{
    double sum = 0;
    for (uint32_t b = 0; b < model->options; b++)
        sum += b == option ? 0 : power / (power + model->power[b]);
    return model->options > 1 ? sum / (model->options - 1) : 0.5;
}

static void place_options(struct arena *arena, const struct model *model, struct ranking_by_pairs *ranking)
{
    double *scores = arena_array(arena, model->options, sizeof *scores);
    for (uint32_t a = 0; a < model->options; a++) {
        struct paired *option = &ranking->options[a];
        double spread = steady_exp(SURE * (option->error < 100 ? option->error : 100));
        option->score = scores[a] = mean_chance(model, a, model->power[a]);
        option->low = mean_chance(model, a, model->power[a] / spread);
        option->high = mean_chance(model, a, model->power[a] * spread);
        for (uint32_t b = 0; b < model->options; b++)
            option->shown += (int64_t)(wins_of(model, a, b) + wins_of(model, b, a));
    }
    ranking->order = order_of_reals(arena, scores, model->options, true);
    for (uint32_t i = 0; i < model->options; i++) {
        bool same = i > 0 && scores[ranking->order[i]] == scores[ranking->order[i - 1]];
        ranking->options[ranking->order[i]].place = same ? ranking->options[ranking->order[i - 1]].place : i + 1;
    }
}

struct ranking_by_pairs *preference_pairs(struct arena *arena, const struct pairs *pairs)
{
    struct ranking_by_pairs *ranking = arena_alloc(arena, sizeof *ranking);
    struct model model = {pairs->options, pairs->wins, arena_array(arena, pairs->options, sizeof(double)), 0};
    double *next = arena_array(arena, pairs->options, sizeof *next);
    ranking->options = arena_array(arena, pairs->options, sizeof *ranking->options);
    if (pairs->options == 0)
        return ranking;
    ranking->helped = !reaches_all(arena, &model, false) || !reaches_all(arena, &model, true);
    model.help = ranking->helped ? HELP : 0;
    for (uint32_t a = 0; a < model.options; a++)
        model.power[a] = 1;
    for (double change = 1; change > CLOSE && ranking->rounds < MOST_ROUNDS; ranking->rounds++) {
        change = improve(&model, next);
        memcpy(model.power, next, model.options * sizeof *next);
    }
    centre(&model, ranking->options);
    find_errors(arena, &model, ranking->options);
    place_options(arena, &model, ranking);
    return ranking;
}
