/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The leading eigenvector by Lanczos steps with full reorthogonalisation, restarted from the best vector so far (Golub
 * and Van Loan, §10.1 and §10.3): it converges where a hundred power iterations do not. */
#include "engines/opinion/inside.h"
#include "engines/kernel/seeded.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { BASIS = 128, RESTARTS = 6, LOOK_EVERY = 4 };
#define CLOSE_ENOUGH 1e-12

static double dot(const double *a, const double *b, uint32_t size)
{
    double sum = 0;
    for (uint32_t i = 0; i < size; i++)
        sum += a[i] * b[i];
    return sum;
}

/* The pivots of T − shift from the top; true when all are negative: the shift is above every eigenvalue. */
static bool is_above(const double *diagonal, const double *off, uint32_t size, double shift)
{
    double pivot = diagonal[0] - shift;
    for (uint32_t i = 1; i < size && pivot < 0; i++)
        pivot = diagonal[i] - shift - off[i - 1] * off[i - 1] / pivot;
    return pivot < 0;
}

static double largest(const double *diagonal, const double *off, uint32_t size)
{
    double low = diagonal[0], high = diagonal[0];
    for (uint32_t i = 0; i < size; i++) {
        double reach = (i > 0 ? fabs(off[i - 1]) : 0) + (i + 1 < size ? fabs(off[i]) : 0);
        low = fmax(low, diagonal[i]);
        high = fmax(high, diagonal[i] + reach);
    }
    high += fabs(high) * 4 * DBL_EPSILON + DBL_MIN;
    for (int step = 0; step < 200; step++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        *(is_above(diagonal, off, size, middle) ? &high : &low) = middle;
    }
    return high;
}

/* The eigenvector through the twisted factorisation of T − λ (Dhillon and Parlett 2004): λ is just above the largest
 * eigenvalue, so every pivot is negative and nothing cancels. */
double tridiagonal_lead(struct arena *arena, const double *diagonal, const double *off, uint32_t size, double *vector)
{
    struct arena_mark mark = arena_mark(arena);
    double value = largest(diagonal, off, size), least = INFINITY;
    double *down = arena_array(arena, size, sizeof *down), *up = arena_array(arena, size, sizeof *up);
    uint32_t twist = 0;
    for (uint32_t i = 0; i < size; i++)
        down[i] = diagonal[i] - value - (i > 0 ? off[i - 1] * off[i - 1] / down[i - 1] : 0);
    for (uint32_t i = size; i-- > 0;) {
        up[i] = diagonal[i] - value - (i + 1 < size ? off[i] * off[i] / up[i + 1] : 0);
        double gap = fabs(down[i] + up[i] - (diagonal[i] - value));
        if (gap < least) {
            least = gap;
            twist = i;
        }
    }
    vector[twist] = 1;
    for (uint32_t i = twist; i-- > 0;)
        vector[i] = -off[i] * vector[i + 1] / down[i];
    for (uint32_t i = twist + 1; i < size; i++)
        vector[i] = -off[i - 1] * vector[i - 1] / up[i];
    double length = sqrt(dot(vector, vector, size));
    for (uint32_t i = 0; i < size; i++)
        vector[i] /= length;
    arena_release(arena, mark);
    return value;
}

/* Twice is enough (Parlett). Returns what is left of its length. */
static double make_orthogonal(double *u, double *const *basis, uint32_t count, const double *apart, uint32_t size)
{
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < count + (apart != NULL); i++) {
            const double *other = i < count ? basis[i] : apart;
            double along = dot(other, u, size);
            for (uint32_t j = 0; j < size; j++)
                u[j] -= along * other[j];
        }
    return sqrt(dot(u, u, size));
}

struct run { double *basis[BASIS + 1], diagonal[BASIS], off[BASIS], small[BASIS], value, residual; uint32_t count; };

static void scale(double *v, double by, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        v[i] *= by;
}

/* One run from basis[0], until its best vector is close enough or the basis is full. */
static void run_lanczos(struct arena *arena, const struct spread *spread, const double *apart, struct run *run)
{
    uint32_t size = spread->size, most = size < BASIS ? size : BASIS;
    for (run->count = 0; run->count < most;) {
        uint32_t at = run->count++;
        double *next = run->basis[at + 1];
        spread_multiply_apart(spread, apart, run->basis[at], next);
        run->diagonal[at] = dot(run->basis[at], next, size);
        run->off[at] = make_orthogonal(next, run->basis, run->count, apart, size);
        bool ends = run->count == most || run->off[at] <= run->diagonal[0] * DBL_EPSILON;
        if (run->count % LOOK_EVERY == 0 || ends) {
            run->value = tridiagonal_lead(arena, run->diagonal, run->off, run->count, run->small);
            run->residual = run->off[at] * fabs(run->small[at]);
            if (ends || run->residual <= CLOSE_ENOUGH * run->value)
                return;
        }
        scale(next, 1 / run->off[at], size);
    }
}

static void put_together(struct run *run, double *axis, uint32_t size)
{
    memset(axis, 0, size * sizeof *axis);
    for (uint32_t i = 0; i < run->count; i++)
        for (uint32_t j = 0; j < size; j++)
            axis[j] += run->small[i] * run->basis[i][j];
    scale(axis, 1 / sqrt(dot(axis, axis, size)), size);
}

/* The guess, or numbers that no eigenvector is orthogonal to but by a miracle; multiplied once so that statements
 * without votes are out of it. False when nothing is left. */
static bool start_axis(const struct spread *spread, const double *apart, double *axis, double *work)
{
    struct seeded seeded = seeded_start(1);
    double guess = dot(axis, axis, spread->size);
    for (uint32_t i = 0; i < spread->size; i++)
        work[i] = guess > 0 ? axis[i] : seeded_normal(&seeded);
    spread_multiply_apart(spread, apart, work, axis);
    double length = sqrt(dot(axis, axis, spread->size)), before = sqrt(dot(work, work, spread->size));
    if (!(length > before * spread_trace(spread) * DBL_EPSILON * 4))
        return false;
    scale(axis, 1 / length, spread->size);
    return true;
}

double lanczos_lead(struct arena *arena, const struct spread *spread, const double *apart, double *axis)
{
    struct arena work = {0};
    struct run run = {.value = 0};
    uint32_t size = spread->size;
    for (uint32_t i = 0; i <= BASIS && i <= size; i++)
        run.basis[i] = arena_array(&work, size, sizeof(double));
    if (size == 0 || !start_axis(spread, apart, axis, run.basis[0])) {
        memset(axis, 0, size * sizeof *axis);
        arena_free(&work);
        return 0;
    }
    for (int restart = 0; restart < RESTARTS; restart++) {
        memcpy(run.basis[0], axis, size * sizeof *axis);
        run_lanczos(&work, spread, apart, &run);
        put_together(&run, axis, size);
        if (run.count < BASIS || run.residual <= CLOSE_ENOUGH * run.value)
            break;
    }
    arena_free(&work);
    return run.value;
}
