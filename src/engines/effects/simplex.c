/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The nearest point of a polytope (Wolfe 1976). On the simplex A w − b = Σ w (a − b): the points are p_i = a_i − b and,
 * for the ridge, one axis of their own. Only their products are needed. */
#include <string.h>
#include "engines/effects/inside.h"

/* The corral: points that are affinely independent, and the factor L of (G + 1) on them, G + 1 = L Lᵀ. Adding 1, a
 * scaled constant, makes it regular though the points may be linearly dependent. */
struct corral {
    uint32_t columns, count, *member;
    double *product, scale, *factor, *weight, *target;
    bool *inside;
};

static double *factor_row(const struct corral *corral, uint32_t row)
{
    return corral->factor + (size_t)row * corral->columns;
}

/* Adds the row of the last member to the factor; false when it is dependent on the others. */
static bool factor_last(struct corral *corral)
{
    uint32_t last = corral->count - 1, point = corral->member[last];
    double *row = factor_row(corral, last), rest = corral->product[(size_t)point * corral->columns + point]
        + corral->scale, whole = rest;
    for (uint32_t i = 0; i < last; i++) {
        const double *other = factor_row(corral, i);
        double sum = corral->product[(size_t)point * corral->columns + corral->member[i]] + corral->scale;
        for (uint32_t k = 0; k < i; k++)
            sum -= row[k] * other[k];
        row[i] = sum / other[i];
        rest -= row[i] * row[i];
    }
    row[last] = rest > 0 ? sqrt(rest) : 0;
    return rest > 1e-13 * whole;
}

static bool add(struct corral *corral, uint32_t point)
{
    corral->member[corral->count++] = point;
    if (!factor_last(corral)) {
        corral->count--;
        return false;
    }
    corral->weight[corral->count - 1] = 0;
    corral->inside[point] = true;
    return true;
}

/* Takes out those without weight, and factors what is left. */
static void drop_empty(struct corral *corral)
{
    uint32_t kept = 0, count = corral->count;
    for (uint32_t i = 0; i < count; i++) {
        corral->inside[corral->member[i]] = corral->weight[i] > 0;
        corral->member[kept] = corral->member[i];
        corral->weight[kept] = corral->weight[i];
        kept += corral->weight[i] > 0;
    }
    for (corral->count = 1; corral->count <= kept; corral->count++)
        factor_last(corral);
    corral->count = kept;
}

/* The affine combination of least norm: (G + 1) u = 1, made to sum to 1. */
static void solve(struct corral *corral)
{
    uint32_t count = corral->count;
    double *u = corral->target, sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        const double *row = factor_row(corral, i);
        u[i] = 1;
        for (uint32_t k = 0; k < i; k++)
            u[i] -= row[k] * u[k];
        u[i] /= row[i];
    }
    for (uint32_t i = count; i-- > 0;) {
        for (uint32_t k = i + 1; k < count; k++)
            u[i] -= factor_row(corral, k)[i] * u[k];
        u[i] /= factor_row(corral, i)[i];
        sum += u[i];
    }
    for (uint32_t i = 0; i < count; i++)
        u[i] /= sum;
}

/* Walks from weight to target, up to the first that would become negative. True when the target is reached. */
static bool step(struct corral *corral)
{
    double share = 1;
    uint32_t first = corral->count;
    for (uint32_t i = 0; i < corral->count; i++)
        if (corral->target[i] <= 0) {
            double most = corral->weight[i] / (corral->weight[i] - corral->target[i]);
            if (!(most >= share))
                share = most > 0 ? most : 0, first = i;
        }
    for (uint32_t i = 0; i < corral->count; i++) {
        double moved = corral->weight[i] + share * (corral->target[i] - corral->weight[i]);
        corral->weight[i] = i == first || moved < 0 ? 0 : moved;
    }
    return first == corral->count;
}

/* The product of each point with the present one; the point of least product; *norm the square of the present one. */
static uint32_t most_useful(const struct corral *corral, double *norm, double *least)
{
    uint32_t best = 0;
    *norm = 0, *least = INFINITY;
    for (uint32_t j = 0; j < corral->columns; j++) {
        const double *row = corral->product + (size_t)j * corral->columns;
        double sum = 0;
        for (uint32_t i = 0; i < corral->count; i++)
            sum += row[corral->member[i]] * corral->weight[i];
        if (sum < *least)
            *least = sum, best = j;
    }
    for (uint32_t i = 0; i < corral->count; i++)
        for (uint32_t k = 0; k < corral->count; k++)
            *norm += corral->weight[i] * corral->weight[k]
                     * corral->product[(size_t)corral->member[i] * corral->columns + corral->member[k]];
    return best;
}

static void products(struct corral *corral, struct arena *arena, const double *a, const double *b, uint32_t rows,
                     double ridge)
{
    uint32_t columns = corral->columns;
    double *point = arena_array(arena, (size_t)rows * columns, sizeof *point);
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t j = 0; j < columns; j++)
            point[(size_t)j * rows + r] = a[(size_t)r * columns + j] - b[r];
    for (uint32_t i = 0; i < columns; i++)
        for (uint32_t j = 0; j <= i; j++) {
            double sum = i == j ? ridge : 0;
            for (uint32_t r = 0; r < rows; r++)
                sum += point[(size_t)i * rows + r] * point[(size_t)j * rows + r];
            corral->product[(size_t)i * columns + j] = corral->product[(size_t)j * columns + i] = sum;
        }
    for (uint32_t i = 0; i < columns; i++)
        corral->scale = fmax(corral->scale, corral->product[(size_t)i * columns + i]);
    if (corral->scale == 0)
        corral->scale = 1;
}

static struct corral begin(struct arena *arena, uint32_t columns)
{
    return (struct corral){
        .columns = columns, .member = arena_array(arena, columns + 1, sizeof(uint32_t)),
        .product = arena_array(arena, (size_t)columns * columns, sizeof(double)),
        .factor = arena_array(arena, (size_t)columns * (columns + 1), sizeof(double)),
        .weight = arena_array(arena, columns + 1, sizeof(double)),
        .target = arena_array(arena, columns + 1, sizeof(double)), .inside = arena_array(arena, columns, sizeof(bool))};
}

double effects_simplex(struct arena *arena, const double *a, const double *b, uint32_t rows, uint32_t columns,
                       double ridge, double *weights)
{
    struct arena_mark mark = arena_mark(arena);
    struct corral corral = begin(arena, columns);
    double norm, least;
    products(&corral, arena, a, b, rows, ridge);
    uint32_t nearest = 0;
    for (uint32_t i = 1; i < columns; i++)
        if (corral.product[(size_t)i * columns + i] < corral.product[(size_t)nearest * columns + nearest])
            nearest = i;
    add(&corral, nearest);
    corral.weight[0] = 1;
    for (uint32_t rounds = 0; rounds < 20 * columns + 100; rounds++) {
        uint32_t next = most_useful(&corral, &norm, &least);
        if (norm - least <= 1e-12 * corral.scale || corral.inside[next] || !add(&corral, next))
            break;
        for (solve(&corral); !step(&corral); solve(&corral))
            drop_empty(&corral);
    }
    most_useful(&corral, &norm, &least);
    memset(weights, 0, columns * sizeof *weights);
    for (uint32_t i = 0; i < corral.count; i++)
        weights[corral.member[i]] = corral.weight[i];
    arena_release(arena, mark);
    return norm;
}
