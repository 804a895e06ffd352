/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Power iteration as the original engine does it: it stops after a number of steps, converged or not. */
#include "engines/opinion/inside.h"
#include <math.h>
#include <string.h>

static double length_of(const double *v, uint32_t size)
{
    double sum = 0;
    for (uint32_t i = 0; i < size; i++)
        sum += v[i] * v[i];
    return sqrt(sum);
}

void power_iterate(struct arena *arena, const struct spread *spread, const double *apart, double *axis, int steps)
{
    double *u = arena_array(arena, spread->size, sizeof *u), last = 0;
    for (int step = 0; step <= steps; step++) {
        spread_multiply_apart(spread, apart, axis, u);
        double length = length_of(u, spread->size);
        for (uint32_t i = 0; i < spread->size; i++)
            axis[i] = length > 0 ? u[i] / length : 0;
        if (length == last || length == 0)
            return;
        last = length;
    }
}
