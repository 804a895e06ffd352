/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Least squares among weights that are not negative and make 1. Private to effects. */
#pragma once
#include "base/memory.h"

/* min ‖A·w − b‖² + ridge·‖w‖² for w ≥ 0, Σw = 1. a: rows × columns, row by row; the start is every weight alike. */
double *simplex_weights(struct arena *arena, const double *a, const double *b, size_t rows, size_t columns,
                        double ridge);
/* The nearest point of the simplex to v, into v (Held, Wolfe, Crowder 1974). room: columns doubles. */
void simplex_nearest(double *v, size_t columns, double *room);
