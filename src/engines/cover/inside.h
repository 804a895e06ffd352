/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of set cover share; nobody else includes it. */
#pragma once
#include "engines/setcover.h"

enum column_state { FREE, TAKEN, LEFT_OUT };

struct cover {
    const struct cover_problem *problem;
    const struct cover_patience *patience;
    struct arena *arena, *kept;                            /* of a node at work; of those that are open above it */
    size_t *column_start; uint32_t *column_row;            /* the rows of each column */
    uint8_t *state;                                        /* by column: enum column_state */
    uint32_t *times;                                       /* by row: columns taken that cover it */
    uint32_t *trail; size_t trail_count;                   /* columns whose state changed, to be undone */
    int64_t cost;                                          /* of the columns taken */
    int64_t best; uint8_t *best_taken; bool found;         /* the best cover known */
    uint64_t nodes;
    uint64_t work;                                         /* since patience was last asked: entries gone through */
    uint64_t spent, exchanged;                             /* entries gone through, and by the exchange of columns */
    struct arena *apart; struct exchange *exchange;        /* the search for a better cover, once it began */
    bool stopped;
};

/* What is left to be covered, packed: columns that are free and still useful, rows not covered yet. */
struct rest {
    uint32_t columns, rows;
    uint32_t *column, *row;                                /* their numbers in the problem */
    size_t *start; uint32_t *at;                           /* rows of each column, by place in row */
    double *price;                                         /* by row: its multiplier */
    double *reduced;                                       /* by column, at the best prices */
    double bound;                                          /* the best found, what is taken included */
    bool hopeless;                                         /* a row has no free column */
};

void take(struct cover *cover, uint32_t column);
void leave_out(struct cover *cover, uint32_t column);
void undo_to(struct cover *cover, size_t trail);
bool enough(struct cover *cover);
/* Says that so many entries were gone through; after some millions, patience is asked. */
bool tire(struct cover *cover, uint64_t work);
/* The least whole cost that a bound in doubles leaves, whatever was lost in adding it up. */
int64_t at_least(double bound);

/* bound.c: prices (by row of the problem) are where it starts, and receive the best found. */
struct rest rest_of(struct arena *arena, const struct cover *cover, const double *prices);
void raise_bound(struct arena *arena, struct cover *cover, struct rest *rest, int rounds, bool greedily);
/* greedy.c: a cover out of these prices; keeps it when it is the best. */
void greedy_cover(struct arena *arena, struct cover *cover, const struct rest *rest, const double *price);

/* exchange.c: seeks a better cover than the best, among the columns not left out, until so many entries were gone
 * through without finding one. Every column of the best cover and none left out: begin it when the root is bounded. */
struct exchange *exchange_begin(struct arena *arena, struct cover *cover);
void exchange_columns(struct exchange *exchange, uint64_t fruitless);
