/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The covariance of statements (times participants). A missing vote is the mean, so its centred value is exactly 0 and
 * only the votes that were cast are ever touched. */
#include "engines/opinion/inside.h"
#include <string.h>

enum { USUAL_PRODUCTS = 150, BLOCK = 64 };                 /* products that finding an axis takes; rows kept in cache */

/* Whether writing the matrix down and multiplying it costs less than going through the votes each time. */
static bool is_dense(const struct votes *votes)
{
    double pairs = 0, cast = (double)votes->start[votes->participants], size = votes->statements;
    for (uint32_t p = 0; p < votes->participants; p++) {
        double own = (double)(votes->start[p + 1] - votes->start[p]);
        pairs += own * own / 2;
    }
    return size <= 4000 && pairs + USUAL_PRODUCTS * size * size / 2 < USUAL_PRODUCTS * 2 * cast;
}

/* Adds one participant's products whose first statement is in the block; at moves past it. */
static void add_row(const struct spread *spread, uint32_t p, size_t *at, uint32_t block_end, double *centred)
{
    const struct votes *votes = spread->votes;
    const uint32_t *statement = votes->statement;
    size_t first = *at, end = votes->start[p + 1];
    double weight = spread->weight ? spread->weight[p] : 1;
    if (first == end || statement[first] >= block_end)
        return;
    for (size_t i = first; i < end; i++)
        centred[i - first] = votes->value[i] - spread->mean[statement[i]];
    for (; *at < end && statement[*at] < block_end; ++*at) {
        double *row = spread->gram + (size_t)statement[*at] * spread->size, own = weight * centred[*at - first];
        for (size_t i = *at; i < end; i++)
            row[statement[i]] += own * centred[i - first];
    }
}

/* The upper half of the matrix, a block of rows at a time so that they stay in the processor's cache. */
static double *write_down(struct arena *arena, const struct spread *plain)
{
    struct arena work = {0};
    struct spread spread = *plain;
    spread.gram = arena_array(arena, (size_t)spread.size * spread.size, sizeof *spread.gram);
    double *centred = arena_array(&work, spread.size, sizeof *centred);
    size_t *at = arena_array(&work, spread.votes->participants, sizeof *at);
    memcpy(at, spread.votes->start, spread.votes->participants * sizeof *at);
    for (uint32_t block = 0; block < spread.size; block += BLOCK)
        for (uint32_t p = 0; p < spread.votes->participants; p++)
            add_row(&spread, p, &at[p], block + BLOCK, centred);
    arena_free(&work);
    return spread.gram;
}

struct spread spread_begin(struct arena *arena, const struct votes *votes, const double *mean, const double *weight)
{
    struct spread spread = {votes, mean, weight, votes->statements, NULL};
    if (is_dense(votes))
        spread.gram = write_down(arena, &spread);
    return spread;
}

/* Four sums at a time: one alone would wait for each addition. */
static void multiply_dense(const struct spread *spread, const double *v, double *u)
{
    uint32_t size = spread->size;
    for (uint32_t i = 0; i < size; i++) {
        const double *row = spread->gram + (size_t)i * size;
        double own = v[i], sum[4] = {row[i] * own, 0, 0, 0};
        uint32_t j = i + 1;
        for (; j + 4 <= size; j += 4)
            for (uint32_t lane = 0; lane < 4; lane++) {
                sum[lane] += row[j + lane] * v[j + lane];
                u[j + lane] += row[j + lane] * own;
            }
        for (; j < size; j++) {
            sum[0] += row[j] * v[j];
            u[j] += row[j] * own;
        }
        u[i] += (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }
}

static void multiply_sparse(const struct spread *spread, const double *v, double *u)
{
    const struct votes *votes = spread->votes;
    const double *mean = spread->mean;
    for (uint32_t p = 0; p < votes->participants; p++) {
        double along = 0;
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++)
            along += (votes->value[i] - mean[votes->statement[i]]) * v[votes->statement[i]];
        along *= spread->weight ? spread->weight[p] : 1;
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++)
            u[votes->statement[i]] += along * (votes->value[i] - mean[votes->statement[i]]);
    }
}

void spread_multiply(const struct spread *spread, const double *v, double *u)
{
    memset(u, 0, spread->size * sizeof *u);
    if (spread->gram)
        multiply_dense(spread, v, u);
    else
        multiply_sparse(spread, v, u);
}

static void take_apart(const double *apart, double *v, uint32_t size)
{
    double along = 0;
    for (uint32_t i = 0; apart && i < size; i++)
        along += apart[i] * v[i];
    for (uint32_t i = 0; apart && i < size; i++)
        v[i] -= along * apart[i];
}

void spread_multiply_apart(const struct spread *spread, const double *apart, double *v, double *u)
{
    take_apart(apart, v, spread->size);
    spread_multiply(spread, v, u);
    take_apart(apart, u, spread->size);
}

double spread_trace(const struct spread *spread)
{
    const struct votes *votes = spread->votes;
    double sum = 0;
    for (uint32_t p = 0; p < votes->participants; p++)
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++) {
            double centred = votes->value[i] - spread->mean[votes->statement[i]];
            sum += (spread->weight ? spread->weight[p] : 1) * centred * centred;
        }
    return sum;
}
