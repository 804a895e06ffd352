/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What chance alone gives: those that adopted nothing, measured as if they had. */
#include "engines/effects/inside.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"

/* Room for one placebo: who plays the treated, who is left as donor. */
struct stage { struct trial trial; double *unit_weight, *time_weight, *gap; };

static struct stage stage_for(struct arena *arena, const struct trial *trial)
{
    struct stage stage = {.trial = {.panel = trial->panel}};
    stage.trial.treated = arena_array(arena, trial->donor_count, sizeof(uint32_t));
    stage.trial.donors = arena_array(arena, trial->donor_count, sizeof(uint32_t));
    stage.unit_weight = arena_array(arena, trial->donor_count, sizeof(double));
    stage.time_weight = arena_array(arena, trial->panel->first_after, sizeof(double));
    stage.gap = arena_array(arena, trial->panel->times, sizeof(double));
    return stage;
}

/* The first count of order play the treated. */
static void play(struct arena *arena, struct stage *stage, const uint32_t *order, uint32_t all, uint32_t count,
                 enum effects_method method, struct effect *effect)
{
    struct trial *trial = &stage->trial;
    trial->treated_count = count, trial->donor_count = all - count;
    for (uint32_t i = 0; i < all; i++)
        *(i < count ? &trial->treated[i] : &trial->donors[i - count]) = order[i];
    trial->noise = effects_noise(trial);
    uint32_t at = effect->placebo_count++;
    effect->placebo[at] = effects_estimate(arena, trial, method, stage->unit_weight, stage->time_weight, stage->gap);
    effect->placebo_error[at] = effects_pre_error(stage->gap, trial->panel->first_after);
}

static void play_all(struct arena *arena, const struct trial *trial, enum effects_method method,
                     struct effect *effect)
{
    struct stage stage = stage_for(arena, trial);
    uint32_t all = trial->donor_count, *order = arena_array(arena, all, sizeof *order);
    struct seeded chance = seeded_start(1);
    for (uint32_t i = 0; i < all; i++)
        order[i] = trial->donors[i];
    for (uint32_t k = 0; trial->treated_count == 1 && k < all; k++) {
        for (uint32_t i = 0; i < all; i++)
            order[i] = trial->donors[i == 0 ? k : i <= k ? i - 1 : i];
        play(arena, &stage, order, all, 1, method, effect);
    }
    for (uint32_t k = 0; trial->treated_count > 1 && trial->treated_count < all && k < EFFECTS_DRAWS; k++) {
        seeded_shuffle(&chance, order, all);
        play(arena, &stage, order, all, trial->treated_count, method, effect);
    }
}

static double median(struct arena *arena, const double *numbers, uint32_t count)
{
    uint32_t *order = order_of_reals(arena, numbers, count, false);
    return count ? (numbers[order[(count - 1) / 2]] + numbers[order[count / 2]]) / 2 : 0;
}

void effects_placebos(struct arena *arena, const struct trial *trial, enum effects_method method,
                      struct effect *effect)
{
    uint32_t most = trial->treated_count == 1 ? trial->donor_count : EFFECTS_DRAWS;
    double squares = 0;
    effect->placebo = arena_array(arena, most, sizeof(double));
    effect->placebo_error = arena_array(arena, most, sizeof(double));
    play_all(arena, trial, method, effect);
    effect->rank = 1;
    for (uint32_t i = 0; i < effect->placebo_count; i++) {
        squares += effect->placebo[i] * effect->placebo[i];
        effect->rank += fabs(effect->placebo[i]) >= fabs(effect->estimate);
    }
    bool known = effect->placebo_count > 1;
    effect->error = known ? sqrt(squares / effect->placebo_count) : NAN;
    effect->low = effect->estimate - 1.96 * effect->error;
    effect->high = effect->estimate + 1.96 * effect->error;
    effect->p_value = effect->rank / (effect->placebo_count + 1.0);
    effect->median_error = median(arena, effect->placebo_error, effect->placebo_count);
}
