/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Learning the weights of an additive score from choices that were made: a conditional logit (McFadden 1974) with
 * weights ≥ 0. */
#pragma once
#include "base/memory.h"

/* One choice among options, each told by so many features; right: those that were chosen. */
struct choice { const double *features; size_t options; const uint32_t *right; size_t right_count; double weight; };
/* weights in: where to start; out: those that make the right ones likeliest, a little held towards 0 (ridge > 0, of a
 * mean choice). Deterministic. */
void logit_fit(const struct choice *choices, size_t count, size_t features, double ridge, double *weights);
/* The same choice with its right options and `most` others drawn by lot, with a seed: enough to learn from, and without
 * bias (McFadden 1978, sampling of alternatives). */
struct choice logit_sample(struct arena *arena, const struct choice *choice, size_t features, size_t most,
                           uint64_t seed);
