/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The three methods on one panel, and what makes one doubt each of them. */
#include "engines/effects/inside.h"

static struct trial trial_of(struct arena *arena, const struct effects_panel *panel)
{
    struct trial trial = {.panel = panel, .treated = arena_array(arena, panel->units, sizeof(uint32_t)),
                          .donors = arena_array(arena, panel->units, sizeof(uint32_t))};
    for (uint32_t unit = 0; unit < panel->units; unit++)
        if (panel->treated[unit])
            trial.treated[trial.treated_count++] = unit;
        else
            trial.donors[trial.donor_count++] = unit;
    trial.noise = effects_noise(&trial);
    return trial;
}

/* The line through the gap before; its Student ratio is infinite when the line leaves nothing. */
static void fit_slope(struct effect *effect, uint32_t before)
{
    double mean = 0, middle = (before - 1) / 2.0, spread = 0, both = 0, left = 0;
    for (uint32_t t = 0; t < before; t++)
        mean += effect->gap[t] / before;
    for (uint32_t t = 0; t < before; t++) {
        spread += (t - middle) * (t - middle);
        both += (t - middle) * (effect->gap[t] - mean);
    }
    if (before < 3)
        return;
    effect->slope = both / spread;
    for (uint32_t t = 0; t < before; t++) {
        double off = effect->gap[t] - mean - effect->slope * (t - middle);
        left += off * off;
    }
    double error = sqrt(left / (before - 2) / spread);
    effect->slope_t = effect->slope == 0 ? 0 : error > 0 ? effect->slope / error : copysign(INFINITY, effect->slope);
}

static void leave_out(struct arena *arena, const struct trial *trial, enum effects_method method,
                      const double *weight, struct effect *effect)
{
    struct arena_mark mark = arena_mark(arena);
    struct trial fewer = *trial;
    uint32_t all = trial->donor_count;
    double *unit_weight = arena_array(arena, all, sizeof(double)), *gap = arena_array(arena, trial->panel->times,
        sizeof(double)), *time_weight = arena_array(arena, trial->panel->first_after, sizeof(double));
    fewer.donors = arena_array(arena, all, sizeof(uint32_t));
    fewer.donor_count = all - 1;
    effect->least_without = effect->most_without = NAN;
    for (uint32_t out = 0; out < all; out++) {
        if (weight[out] <= 1e-6)
            continue;
        for (uint32_t i = 0, kept = 0; i < all; i++)
            if (i != out)
                fewer.donors[kept++] = trial->donors[i];
        fewer.noise = effects_noise(&fewer);
        double without = effects_estimate(arena, &fewer, method, unit_weight, time_weight, gap);
        effect->without[trial->donors[out]] = without;
        effect->least_without = fmin(effect->least_without, without);
        effect->most_without = fmax(effect->most_without, without);
    }
    arena_release(arena, mark);
}

static uint32_t doubts_of(const struct trial *trial, const struct effect *effect)
{
    uint32_t before = trial->panel->first_after, doubts = 0;
    double reach = trial->panel->times / 2.0;              /* from the middle of before to the middle of after */
    doubts |= before < EFFECTS_FEWEST_BEFORE ? EFFECTS_FEW_BEFORE : 0;
    doubts |= trial->donor_count < EFFECTS_FEWEST_DONORS || !effect->placebo_count ? EFFECTS_FEW_DONORS : 0;
    doubts |= effect->placebo_count && effect->pre_error > 2 * effect->median_error ? EFFECTS_POOR_FIT : 0;
    doubts |= fabs(effect->slope_t) > 2 && fabs(effect->slope) * reach > fabs(effect->estimate) / 4 ? EFFECTS_TREND : 0;
    doubts |= effect->least_without * effect->estimate < 0 || effect->most_without * effect->estimate < 0
        ? EFFECTS_ONE_DONOR : 0;
    doubts |= effect->p_value > .10 ? EFFECTS_CHANCE : 0;
    return doubts;
}

static struct effect measure(struct arena *arena, const struct trial *trial, enum effects_method method)
{
    const struct effects_panel *panel = trial->panel;
    struct effect effect = {
        .unit_weight = arena_array(arena, panel->units, sizeof(double)),
        .time_weight = arena_array(arena, panel->first_after, sizeof(double)),
        .witness = arena_array(arena, panel->times, sizeof(double)),
        .gap = arena_array(arena, panel->times, sizeof(double)),
        .without = arena_array(arena, panel->units, sizeof(double))};
    double *weight = arena_array(arena, trial->donor_count, sizeof *weight);
    effect.estimate = effects_estimate(arena, trial, method, weight, effect.time_weight, effect.gap);
    effect.pre_error = effects_pre_error(effect.gap, panel->first_after);
    for (uint32_t unit = 0; unit < panel->units; unit++)
        effect.without[unit] = NAN;
    for (uint32_t i = 0; i < trial->donor_count; i++) {
        effect.unit_weight[trial->donors[i]] = weight[i];
        for (uint32_t t = 0; t < panel->times; t++)
            effect.witness[t] += weight[i] * panel->outcome[(size_t)trial->donors[i] * panel->times + t];
    }
    fit_slope(&effect, panel->first_after);
    effects_placebos(arena, trial, method, &effect);
    leave_out(arena, trial, method, weight, &effect);
    effect.doubts = doubts_of(trial, &effect);
    return effect;
}

struct effects_result effects_measure(struct arena *arena, const struct effects_panel *panel)
{
    struct trial trial = trial_of(arena, panel);
    struct effects_result result = {.donors = trial.donor_count, .treated = trial.treated_count, .noise = trial.noise};
    for (int method = 0; method < EFFECTS_METHODS; method++)
        result.by[method] = measure(arena, &trial, (enum effects_method)method);
    return result;
}
