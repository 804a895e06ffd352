/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The cheapest set of columns that covers every row: the smallest team that knows everything, the fewest depots that
 * reach every town. Lagrangian bound (Held and Karp 1971; Camerini, Fratta and Maffioli 1975; Beasley 1990), greedy on
 * its prices (Caprara, Fischetti and Toth 1999), fixing by reduced costs, columns exchanged under row weights (Gao,
 * Weise and Li 2015), then branch and bound: the optimum and its proof, or the best found and the gap that is left. */
#pragma once
#include "base/memory.h"

/* The columns that cover row i are row_column[row_start[i]] … row_column[row_start[i + 1] − 1], each once. cost > 0,
 * below 2⁴⁰ each. */
struct cover_problem {
    uint32_t rows, columns;
    const int64_t *cost;
    const size_t *row_start;
    const uint32_t *row_column;
};

/* Asked now and then: true ends the search where it stands. NULL: never. The result only depends on it when it says
 * so. */
struct cover_patience { bool (*enough)(void *context); void *context; };

struct cover_result {
    bool covered;                          /* false: no column covers row `bare`, then nothing else is filled */
    uint32_t bare;
    size_t count; uint32_t *columns;       /* ascending */
    int64_t cost;
    int64_t bound;                         /* nothing costs less; equal to cost when that is proven */
    uint64_t nodes;
};
struct cover_result cover_solve(struct arena *arena, const struct cover_problem *problem,
                                const struct cover_patience *patience);
