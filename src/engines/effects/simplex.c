/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Accelerated projected gradient with restarts (Nesterov 1983; O'Donoghue, Candès 2015): no randomness, the same steps
 * on every machine. */
#include "engines/effects/simplex.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 20000, POWER_STEPS = 100, LOOK = 16 };
static const double enough = 1e-12;

static int descending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

void simplex_nearest(double *v, size_t columns, double *room)
{
    double sum = 0, level = 0;
    memcpy(room, v, columns * sizeof *v);
    qsort(room, columns, sizeof *room, descending);
    for (size_t i = 0; i < columns; i++) {
        sum += room[i];
        double next = (sum - 1) / (double)(i + 1);
        if (room[i] - next > 0)
            level = next;
    }
    for (size_t i = 0; i < columns; i++)
        v[i] = v[i] > level ? v[i] - level : 0;
}

struct problem { const double *a, *b; size_t rows, columns; double ridge; double *residue; };

/* gradient ÷ 2 at w; the value of the function. */
static double slope(const struct problem *problem, const double *w, double *gradient)
{
    double value = 0;
    for (size_t j = 0; j < problem->columns; j++) {
        gradient[j] = problem->ridge * w[j];
        value += problem->ridge * w[j] * w[j];
    }
    for (size_t i = 0; i < problem->rows; i++) {
        const double *row = problem->a + i * problem->columns;
        double residue = -problem->b[i];
        for (size_t j = 0; j < problem->columns; j++)
            residue += row[j] * w[j];
        value += residue * residue;
        for (size_t j = 0; j < problem->columns; j++)
            gradient[j] += row[j] * residue;
    }
    return value;
}

/* The largest eigenvalue of AᵀA + ridge, a little above. */
static double steepest(const struct problem *problem, double *v, double *next)
{
    struct problem plain = *problem;
    double *zeros = problem->residue, largest = 0;
    memset(zeros, 0, problem->rows * sizeof *zeros);
    plain.b = zeros;
    for (size_t j = 0; j < problem->columns; j++)
        v[j] = 1 + (double)(j % 7) / 10;
    for (int step = 0; step < POWER_STEPS; step++) {
        double norm = 0;
        for (size_t j = 0; j < problem->columns; j++)
            norm += v[j] * v[j];
        norm = sqrt(norm);
        if (!(norm > 0))
            break;
        for (size_t j = 0; j < problem->columns; j++)
            v[j] /= norm;
        slope(&plain, v, next);
        largest = 0;
        for (size_t j = 0; j < problem->columns; j++)
            largest += next[j] * v[j];
        memcpy(v, next, problem->columns * sizeof *v);
    }
    return largest * 1.01 + problem->ridge;
}

double *simplex_weights(struct arena *arena, const double *a, const double *b, size_t rows, size_t columns,
                        double ridge)
{
    struct problem problem = {a, b, rows, columns, ridge, arena_array(arena, rows, sizeof(double))};
    double *w = arena_array(arena, columns, sizeof *w), *ahead = arena_array(arena, columns, sizeof *ahead),
        *next = arena_array(arena, columns, sizeof *next), *gradient = arena_array(arena, columns, sizeof *gradient),
        *room = arena_array(arena, columns, sizeof *room), momentum = 1;
    double length = steepest(&problem, ahead, next);
    for (size_t j = 0; j < columns; j++)
        w[j] = ahead[j] = 1.0 / (double)columns;
    if (!(length > 0))
        return w;                                          /* all alike: nothing to choose by */
    for (int step = 0, still = 0; step < MOST_STEPS && still < LOOK; step++) {
        double turned = 0, moved = 0;
        slope(&problem, ahead, gradient);
        for (size_t j = 0; j < columns; j++)
            next[j] = ahead[j] - gradient[j] / length;
        simplex_nearest(next, columns, room);
        double later = (1 + sqrt(1 + 4 * momentum * momentum)) / 2;
        for (size_t j = 0; j < columns; j++) {
            turned += (ahead[j] - next[j]) * (next[j] - w[j]);
            moved = fmax(moved, fabs(next[j] - w[j]));
        }
        for (size_t j = 0; j < columns; j++) {
            ahead[j] = turned > 0 ? next[j] : next[j] + (momentum - 1) / later * (next[j] - w[j]);
            w[j] = next[j];
        }
        momentum = turned > 0 ? 1 : later;
        still = moved < enough ? still + 1 : 0;
    }
    return w;
}
