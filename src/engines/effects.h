/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Did it change anything? A panel of units (communes, EPCI) through time, some of which adopted something at one date:
 * difference in differences, synthetic control (Abadie, Diamond and Hainmueller 2010) and synthetic difference in
 * differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager 2021, algorithm 1), with placebos over the donors, one
 * donor left out after the other, and what is assumed. */
#pragma once
#include "base/memory.h"

enum { EFFECTS_MOST_UNITS = 400, EFFECTS_MOST_TIMES = 500, EFFECTS_DRAWS = 200,
       EFFECTS_FEWEST_BEFORE = 5, EFFECTS_FEWEST_DONORS = 10 };
enum effects_method { EFFECTS_DID, EFFECTS_CONTROL, EFFECTS_SYNTHETIC_DID, EFFECTS_METHODS };

/* outcome[unit × times + time], within ±1e15. All treated units adopt at time first_after, 1 … times − 1. At least
 * one unit is treated and two are not, within the limits above. */
struct effects_panel {
    uint32_t units, times, first_after;
    const double *outcome;
    const bool *treated;                                   /* by unit */
};

/* Why the word "causal" is refused, and what the reader should know besides. */
enum effects_doubt {
    EFFECTS_FEW_BEFORE = 1,                                /* fewer than EFFECTS_FEWEST_BEFORE times before */
    EFFECTS_FEW_DONORS = 2,                                /* fewer than EFFECTS_FEWEST_DONORS donors, or no placebo */
    EFFECTS_POOR_FIT = 4,                                  /* pre_error above twice the median of the placebos' */
    EFFECTS_TREND = 8,                                     /* a trend before, by itself more than ¼ of the estimate */
    EFFECTS_ONE_DONOR = 16,                                /* without one of the donors, the sign turns */
    EFFECTS_CHANCE = 32                                    /* no refusal: p_value above .10 */
};
enum { EFFECTS_REFUSALS = EFFECTS_CHANCE - 1 };

/* Gap: mean of the treated less its witness (the donors by their weights), at each time. EFFECTS_CONTROL keeps it as
 * it is; the two others take off its level before, weighted by time_weight.
 * pre_error: root mean square of the gap before. slope: of the gap before, a unit of time (least squares), and
 * slope_t its Student ratio (0 with fewer than 3 times).
 * EFFECTS_TREND: |slope_t| > 2 and |slope| × (the middle of after less the middle of before) > |estimate| / 4.
 * Placebos: each donor taken as if it had adopted (one treated unit), or EFFECTS_DRAWS seeded choices of as many donors
 * as there are treated (several; none when the donors are not more than the treated); the treated never serve as
 * donors. error: root mean square of the placebos; low and high: estimate ± 1.96 error, NaN below two placebos.
 * rank: the place of |estimate| among all, 1 the largest, ties at the worse place; p_value = rank / (placebos + 1). */
struct effect {
    double estimate, error, low, high, p_value;
    uint32_t rank, placebo_count;
    double *placebo, *placebo_error;                       /* estimates and pre_errors; in order of donors */
    double pre_error, median_error, slope, slope_t;
    double *unit_weight;                                   /* by unit, sum 1; 0 for the treated */
    double *time_weight;                                   /* by time before, sum 1; all 0 for EFFECTS_CONTROL */
    double *witness, *gap;                                 /* by time; witness not moved, gap as said above */
    double *without;                                       /* by unit: the estimate without this donor; else NaN */
    double least_without, most_without;                    /* of all donors of weight above 1e-6; NaN when none */
    uint32_t doubts;                                       /* effects_doubt; no refusal in it: "causal" may stand */
};
struct effects_result { uint32_t donors, treated; double noise; struct effect by[EFFECTS_METHODS]; };

/* noise: standard deviation of the first differences of the donors before. Unit weights of the synthetic DiD have the
 * ridge ζ = (treated × times after)^¼ × noise, all others 1e-6 × noise, both × √(rows) as in the article.
 * Deterministic; time: (donors + 1) problems of weights for each method. */
struct effects_result effects_measure(struct arena *arena, const struct effects_panel *panel);

/* min ‖A w − b‖² + ridge ‖w‖² over w ≥ 0, Σ w = 1: Wolfe's point of least norm in a polytope (1976), exact up to
 * rounding. a[row × columns + column]; weights: columns numbers, set. Returns the least value. */
double effects_simplex(struct arena *arena, const double *a, const double *b, uint32_t rows, uint32_t columns,
                       double ridge, double *weights);
