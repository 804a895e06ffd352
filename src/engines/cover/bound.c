/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How little a cover can cost: a price for each row, raised and lowered by subgradient steps, each of which keeps part
 * of the one before (Camerini, Fratta and Maffioli 1975). Whatever the prices p ≥ 0,
 * Σ p + Σ_columns min(0, cost − Σ p of its rows) is a bound. */
#include "engines/cover/inside.h"
#include <math.h>
#include <string.h>

enum { WINDOW = 20, GREEDY_EVERY = 15 };
#define KEPT_HEADING 0.7                                   /* of the step before: slopes alone go to and fro */

/* The least cost for each row among the columns that cover it: a first price. */
static double first_price(const struct cover *cover, uint32_t row)
{
    const struct cover_problem *problem = cover->problem;
    double least = INFINITY;
    for (size_t k = problem->row_start[row]; k < problem->row_start[row + 1]; k++) {
        uint32_t j = problem->row_column[k];
        if (cover->state[j] == FREE)
            least = fmin(least, (double)problem->cost[j]
                                    / (double)(cover->column_start[j + 1] - cover->column_start[j]));
    }
    return least < INFINITY ? least : 0;
}

/* What sums of so many numbers may lose is far below this share of them. */
int64_t at_least(double bound)
{
    return (int64_t)ceil(bound - fmax(1e-6, fabs(bound) * 1e-10));
}

struct rest rest_of(struct arena *arena, const struct cover *cover, const double *prices)
{
    const struct cover_problem *problem = cover->problem;
    struct rest rest = {.bound = (double)cover->cost};
    uint32_t *place = arena_array(arena, problem->rows, sizeof *place);
    rest.row = arena_array(arena, problem->rows, sizeof *rest.row);
    for (uint32_t i = 0; i < problem->rows; i++)
        if (!cover->times[i]) {
            place[i] = rest.rows;
            rest.row[rest.rows++] = i;
        }
    rest.price = arena_array(arena, rest.rows, sizeof *rest.price);
    for (uint32_t i = 0; i < rest.rows; i++)
        rest.price[i] = prices ? prices[rest.row[i]] : first_price(cover, rest.row[i]);
    size_t most = 0;
    uint32_t *reached = arena_array(arena, rest.rows, sizeof *reached);
    for (uint32_t j = 0; j < problem->columns; j++)
        most += cover->state[j] == FREE ? cover->column_start[j + 1] - cover->column_start[j] : 0;
    rest.column = arena_array(arena, problem->columns, sizeof *rest.column);
    rest.start = arena_array(arena, problem->columns + 1, sizeof *rest.start);
    rest.at = arena_array(arena, most, sizeof *rest.at);
    size_t end = 0;
    for (uint32_t j = 0; j < problem->columns; j++) {
        if (cover->state[j] != FREE)
            continue;
        size_t begun = end;
        for (size_t k = cover->column_start[j]; k < cover->column_start[j + 1]; k++)
            if (!cover->times[cover->column_row[k]]) {
                rest.at[end] = place[cover->column_row[k]];
                reached[rest.at[end++]]++;
            }
        if (end == begun)
            continue;
        rest.column[rest.columns++] = j;
        rest.start[rest.columns] = end;
    }
    rest.reduced = arena_array(arena, rest.columns, sizeof *rest.reduced);
    for (uint32_t i = 0; i < rest.rows; i++)
        rest.hopeless = rest.hopeless || !reached[i];
    return rest;
}

struct steps { double *price, *reduced, *slope, *heading; double worth; };   /* heading: where the last step led */

/* The bound at these prices, and the slope of it. */
static void evaluate(const struct cover *cover, const struct rest *rest, struct steps *steps)
{
    steps->worth = (double)cover->cost;
    for (uint32_t i = 0; i < rest->rows; i++) {
        steps->worth += steps->price[i];
        steps->slope[i] = 1;
    }
    for (uint32_t j = 0; j < rest->columns; j++) {
        double left = (double)cover->problem->cost[rest->column[j]];
        for (size_t i = rest->start[j]; i < rest->start[j + 1]; i++)
            left -= steps->price[rest->at[i]];
        steps->reduced[j] = left;
        if (left >= 0)
            continue;
        steps->worth += left;
        for (size_t i = rest->start[j]; i < rest->start[j + 1]; i++)
            steps->slope[rest->at[i]] -= 1;
    }
}

static void step(const struct rest *rest, struct steps *steps, double target, double stride)
{
    double square = 0;
    for (uint32_t i = 0; i < rest->rows; i++) {
        steps->heading[i] = steps->slope[i] + KEPT_HEADING * steps->heading[i];
        if (steps->price[i] > 0 || steps->heading[i] > 0)
            square += steps->heading[i] * steps->heading[i];
    }
    double by = square > 0 ? stride * fmax(target - steps->worth, 0.5) / square : 0;
    for (uint32_t i = 0; i < rest->rows; i++)
        steps->price[i] = fmax(0, steps->price[i] + by * steps->heading[i]);
}

void raise_bound(struct arena *arena, struct cover *cover, struct rest *rest, int rounds, bool greedily)
{
    struct steps steps = {arena_array(arena, rest->rows, sizeof(double)), rest->reduced,
                          arena_array(arena, rest->rows, sizeof(double)),
                          arena_array(arena, rest->rows, sizeof(double)), 0};
    double *best_price = arena_array(arena, rest->rows, sizeof *best_price), stride = greedily ? 0.5 : 0.3;
    double lowest = INFINITY, highest = -INFINITY, best = -INFINITY;
    memcpy(steps.price, rest->price, rest->rows * sizeof *steps.price);
    for (int round = 0; round < rounds && !cover->stopped; round++) {
        evaluate(cover, rest, &steps);
        if (steps.worth > best) {
            best = steps.worth;
            memcpy(best_price, steps.price, rest->rows * sizeof *best_price);
        }
        if ((greedily && round % GREEDY_EVERY == 0) || !cover->found)
            greedy_cover(arena, cover, rest, steps.price);
        if (at_least(best) >= cover->best || tire(cover, rest->start[rest->columns] + rest->rows))
            break;
        lowest = fmin(lowest, steps.worth);
        highest = fmax(highest, steps.worth);
        if (round % WINDOW == WINDOW - 1) {
            double spread = highest - lowest;
            stride *= spread > 0.01 * fabs(highest) ? 0.6 : spread < 0.001 * fabs(highest) ? 1.2 : 1;
            stride = fmin(stride, 2);
            lowest = INFINITY, highest = -INFINITY;
        }
        step(rest, &steps, (double)cover->best, stride);
    }
    memcpy(steps.price, best_price, rest->rows * sizeof *best_price);
    evaluate(cover, rest, &steps);
    memcpy(rest->price, best_price, rest->rows * sizeof *best_price);
    rest->bound = best;
}
