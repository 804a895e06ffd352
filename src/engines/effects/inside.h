/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rooms of the effects engine share. */
#pragma once
#include <math.h>
#include "engines/effects.h"

/* One question: which units adopted, which may be donors. noise is that of the donors. */
struct trial {
    const struct effects_panel *panel;
    uint32_t *treated, treated_count, *donors, donor_count;
    double noise;
};

/* Standard deviation of the first differences before of these donors; 0 with fewer than two differences. */
double effects_noise(const struct trial *trial);
/* The estimate; unit_weight by place in trial->donors, time_weight by time before, gap by time: all set. */
double effects_estimate(struct arena *arena, const struct trial *trial, enum effects_method method,
                        double *unit_weight, double *time_weight, double *gap);
/* Root mean square of the gap before. */
double effects_pre_error(const double *gap, uint32_t before);
/* Fills placebo, placebo_error, median_error, error, rank, p_value, low and high. */
void effects_placebos(struct arena *arena, const struct trial *trial, enum effects_method method,
                      struct effect *effect);
