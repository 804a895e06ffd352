/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Linear programs with bounds on their variables, solved by the revised simplex; columns may be added and bounds
 * changed between two solutions, which then start from where the last one ended. Doubles, in one order: the same on
 * every machine. For hundreds of rows. */
#pragma once
#include "base/memory.h"

enum linear_place { LINEAR_BASIC, LINEAR_LOWER, LINEAR_UPPER };
struct linear_column {
    uint32_t count, *at; double *entries;  /* those that are not 0, and their rows */
    double lower, upper;                   /* upper may be INFINITY */
    double gain;                           /* what one unit brings */
    enum linear_place place;
    uint32_t row;                          /* while basic: its place in the basis */
};
struct linear {
    struct arena *arena;
    uint32_t rows, count; size_t room;
    struct linear_column *columns;
    uint32_t *basis;                       /* by place: a column */
    double *value;                         /* by place: of the basic column */
    double *inverse;                       /* of the basis, rows × rows */
    double *price;                         /* by row: what one unit more of its right side would bring (the dual) */
    double *right;                         /* by row */
    double *step, *work;                   /* room for one column of numbers each */
    uint64_t pivots, since;                /* in all; since the inverse was computed anew */
};

/* Rows are equalities: Σ entries × x = right. The first basis is one unit column for each row, of gain 0 and sign that
 * of its right side, held between 0 and INFINITY: they are columns 0 … rows − 1. */
struct linear *linear_begin(struct arena *arena, uint32_t rows, const double *right);
/* Its number. entries, one for each row, are copied; it starts at its lower bound, which must be 0
 * once linear_solve has run. */
uint32_t linear_add(struct linear *linear, const double *entries, double lower, double upper, double gain);
/* The same from the entries that are not 0 alone, which are kept, not copied. */
uint32_t linear_add_sparse(struct linear *linear, uint32_t count, uint32_t *at, double *entries, double lower,
                           double upper, double gain);
/* Most gain from where it stands, which must be within bounds. False when there is no end to the gain, after so many
 * pivots, or when rounding left a basis that is none: values and prices are then those of no optimum. */
bool linear_solve(struct linear *linear, uint64_t most_pivots);
double linear_value(const struct linear *linear, uint32_t column);
double linear_gain(const struct linear *linear);
