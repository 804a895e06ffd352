/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The plane of the map, and where participants and statements stand on it. */
#include "engines/opinion/inside.h"
#include <math.h>
#include <string.h>

enum { POWER_STEPS = 100 };

double *plane_means(struct arena *arena, const struct votes *votes, const double *weight)
{
    struct arena work = {0};
    double *mean = arena_array(arena, votes->statements, sizeof *mean);
    double *mass = arena_array(&work, votes->statements, sizeof *mass);
    for (uint32_t p = 0; p < votes->participants; p++)
        for (size_t i = votes->start[p]; i < votes->start[p + 1]; i++) {
            double one = weight ? weight[p] : 1;
            mean[votes->statement[i]] += one * votes->value[i];
            mass[votes->statement[i]] += one;
        }
    for (uint32_t statement = 0; statement < votes->statements; statement++)
        mean[statement] = mass[statement] > 0 ? mean[statement] / mass[statement] : 0;
    arena_free(&work);
    return mean;
}

/* The largest coefficient is positive, so that the map does not flip from one day to the next. */
static void fix_sign(double *axis, uint32_t size)
{
    uint32_t most = 0;
    for (uint32_t i = 1; i < size; i++)
        if (fabs(axis[i]) > fabs(axis[most]))
            most = i;
    bool flip = size && axis[most] < 0;
    for (uint32_t i = 0; flip && i < size; i++)
        axis[i] = -axis[i];
}

/* Where the original starts: its last axis, with 1 for new statements. */
static void start_as_before(double *axis, uint32_t size, const struct opinion_memory *previous, int which)
{
    const double *last = previous ? previous->component[which] : NULL;
    bool is_zero = true;
    for (uint32_t i = 0; i < size; i++) {
        axis[i] = last && i < previous->statements ? last[i] : 1;
        is_zero = is_zero && axis[i] == 0;
    }
    for (uint32_t i = 0; is_zero && i < size; i++)
        axis[i] = 1;
}

static double length_along(const struct spread *spread, const double *axis, double *work)
{
    double sum = 0;
    spread_multiply(spread, axis, work);
    for (uint32_t i = 0; i < spread->size; i++)
        sum += axis[i] * work[i];
    return sum;
}

struct plane *plane_find(struct arena *arena, const struct votes *votes, const double *weight,
                         const struct opinion_rules *rules, const struct opinion_memory *previous,
                         const struct plane *near)
{
    struct arena work = {0};
    struct plane *plane = arena_alloc(arena, sizeof *plane);
    uint32_t size = plane->statements = votes->statements;
    plane->mean = plane_means(arena, votes, weight);
    struct spread spread = spread_begin(&work, votes, plane->mean, weight);
    double trace = spread_trace(&spread), *product = arena_array(&work, size, sizeof *product);
    for (int which = 0; which < 2; which++) {
        double *axis = plane->axis[which] = arena_array(arena, size, sizeof *axis);
        const double *apart = which ? plane->axis[0] : NULL;
        if (rules->original) {
            start_as_before(axis, size, previous, which);
            power_iterate(&work, &spread, apart, axis, POWER_STEPS);
        } else {
            if (near)
                memcpy(axis, near->axis[which], size * sizeof *axis);
            lanczos_lead(&work, &spread, apart, axis);
            fix_sign(axis, size);
        }
        plane->variance[which] = trace > 0 ? length_along(&spread, axis, product) / trace : 0;
    }
    arena_free(&work);
    return plane;
}

/* Statements that are out count as voted by everybody: their deviation is 0. */
struct point plane_participant(const struct plane *plane, const struct votes *votes, uint32_t participant)
{
    struct point point = {0, 0};
    size_t first = votes->start[participant], end = votes->start[participant + 1];
    double voted = (double)(end - first) + votes->out_count;
    for (size_t i = first; i < end; i++) {
        uint32_t statement = votes->statement[i];
        double deviation = votes->value[i] - plane->mean[statement];
        point.x += deviation * plane->axis[0][statement];
        point.y += deviation * plane->axis[1][statement];
    }
    double scale = sqrt(plane->statements / fmax(voted, 1));
    return (struct point){point.x * scale, point.y * scale};
}

struct point plane_statement(const struct plane *plane, uint32_t statement, int sign)
{
    double deviation = sign * sqrt(plane->statements) * (1 - plane->mean[statement]);
    return (struct point){deviation * plane->axis[0][statement], deviation * plane->axis[1][statement]};
}
