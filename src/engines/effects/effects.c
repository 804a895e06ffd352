/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Three ways of asking what would have been without, and their placebos. */
#include "engines/effects.h"
#include "engines/effects/simplex.h"
#include <math.h>
#include <string.h>

static const double follows_within = 0.25, negligible = 1e-6;

const char *effect_trouble(const struct effect_panel *panel)
{
    uint32_t treated = 0;
    if (panel->units > EFFECT_MOST_UNITS || panel->times > EFFECT_MOST_TIMES)
        return "There are too many units or times.";
    for (uint32_t i = 0; i < panel->units; i++)
        treated += panel->treated[i];
    if (!treated)
        return "Nobody is treated.";
    if (panel->units - treated < 2)
        return "At least two units that are not treated are needed.";
    if (panel->start < 2 || panel->start >= panel->times)
        return "At least two times before the start and one after it are needed.";
    for (size_t i = 0; i < (size_t)panel->units * panel->times; i++)
        if (!isfinite(panel->outcome[i]))
            return "An outcome is missing.";
    return NULL;
}

/* Donors in the order of their units, and the mean of the treated at each time. */
struct frame { const struct effect_panel *panel; uint32_t *donors; uint32_t count, treated; double *mean; };

static double at(const struct frame *frame, uint32_t donor, uint32_t time)
{
    return frame->panel->outcome[(size_t)frame->donors[donor] * frame->panel->times + time];
}

/* without: a unit that is left out as a donor, panel->units for none. */
static struct frame frame_of(struct arena *arena, const struct effect_panel *panel, const bool *left_out)
{
    struct frame frame = {.panel = panel, .donors = arena_array(arena, panel->units, sizeof *frame.donors),
                          .mean = arena_array(arena, panel->times, sizeof *frame.mean)};
    for (uint32_t i = 0; i < panel->units; i++) {
        if (!panel->treated[i] && !(left_out && left_out[i]))
            frame.donors[frame.count++] = i;
        frame.treated += panel->treated[i];
        for (uint32_t t = 0; panel->treated[i] && t < panel->times; t++)
            frame.mean[t] += panel->outcome[(size_t)i * panel->times + t];
    }
    for (uint32_t t = 0; t < panel->times; t++)
        frame.mean[t] /= frame.treated;
    return frame;
}

/* The noise of the donors: standard deviation of their steps from one time to the next, before the start. */
static double noise_of(const struct frame *frame)
{
    double sum = 0, squares = 0, count = 0;
    for (uint32_t i = 0; i < frame->count; i++)
        for (uint32_t t = 1; t < frame->panel->start; t++) {
            double step = at(frame, i, t) - at(frame, i, t - 1);
            sum += step, squares += step * step, count++;
        }
    double mean = count > 0 ? sum / count : 0;
    return count > 1 ? sqrt(fmax(squares - count * mean * mean, 0) / (count - 1)) : 0;
}

static void centre(double *values, size_t rows, size_t columns)
{
    for (size_t j = 0; j < columns; j++) {
        double mean = 0;
        for (size_t i = 0; i < rows; i++)
            mean += values[i * columns + j] / (double)rows;
        for (size_t i = 0; i < rows; i++)
            values[i * columns + j] -= mean;
    }
}

/* Weights of donors that follow the treated before the start; with a constant when levels may differ. */
static double *donor_weights(struct arena *arena, const struct frame *frame, bool constant, double ridge)
{
    uint32_t rows = frame->panel->start, columns = frame->count;
    double *a = arena_array(arena, (size_t)rows * columns, sizeof *a), *b = arena_array(arena, rows, sizeof *b);
    for (uint32_t t = 0; t < rows; t++) {
        b[t] = frame->mean[t];
        for (uint32_t i = 0; i < columns; i++)
            a[(size_t)t * columns + i] = at(frame, i, t);
    }
    if (constant) {
        centre(a, rows, columns);
        centre(b, rows, 1);
    }
    return simplex_weights(arena, a, b, rows, columns, ridge);
}

/* Weights of times before the start that resemble, among the donors, what comes after. */
static double *time_weights(struct arena *arena, const struct frame *frame, double ridge)
{
    uint32_t rows = frame->count, columns = frame->panel->start, after = frame->panel->times - columns;
    double *a = arena_array(arena, (size_t)rows * columns, sizeof *a), *b = arena_array(arena, rows, sizeof *b);
    for (uint32_t i = 0; i < rows; i++) {
        for (uint32_t t = 0; t < columns; t++)
            a[(size_t)i * columns + t] = at(frame, i, t);
        for (uint32_t t = columns; t < frame->panel->times; t++)
            b[i] += at(frame, i, t) / after;
    }
    centre(a, rows, columns);
    centre(b, rows, 1);
    return simplex_weights(arena, a, b, rows, columns, ridge);
}

static double *alike(struct arena *arena, uint32_t count)
{
    double *weights = arena_array(arena, count, sizeof *weights);
    for (uint32_t i = 0; i < count; i++)
        weights[i] = 1.0 / count;
    return weights;
}

/* What each method weighs. donor: by place among the donors; past: by time. */
struct weights { double *donor, *past; };

static struct weights weigh(struct arena *arena, const struct frame *frame, enum effect_method method)
{
    const struct effect_panel *panel = frame->panel;
    double noise = noise_of(frame), small = negligible * noise;
    if (method == EFFECT_DIFFERENCE)
        return (struct weights){alike(arena, frame->count), alike(arena, panel->start)};
    if (method == EFFECT_SYNTHETIC)
        return (struct weights){donor_weights(arena, frame, false, panel->start * small * small),
                                arena_array(arena, panel->start, sizeof(double))};
    double regular = pow((double)frame->treated * (panel->times - panel->start), 0.25) * noise;
    return (struct weights){donor_weights(arena, frame, true, panel->start * regular * regular),
                            time_weights(arena, frame, frame->count * small * small)};
}

static double made_at(const struct frame *frame, const struct weights *weights, uint32_t time)
{
    double sum = 0;
    for (uint32_t i = 0; i < frame->count; i++)
        sum += weights->donor[i] * at(frame, i, time);
    return sum;
}

/* After the start less before it; a synthetic control has no before: its levels are those of the treated. */
static double effect_of(const struct frame *frame, const struct weights *weights)
{
    const struct effect_panel *panel = frame->panel;
    double sum = 0;
    for (uint32_t t = 0; t < panel->times; t++) {
        double part = t < panel->start ? -weights->past[t] : 1.0 / (panel->times - panel->start);
        sum += part * (frame->mean[t] - made_at(frame, weights, t));
    }
    return sum;
}

static double constant_of(const struct frame *frame, const struct weights *weights, enum effect_method method)
{
    double sum = 0;
    for (uint32_t t = 0; t < frame->panel->start; t++)
        sum += weights->past[t] * (frame->mean[t] - made_at(frame, weights, t));
    return method == EFFECT_SYNTHETIC ? 0 : sum;
}

static void judge(struct effect *effect, const struct frame *frame, const struct weights *weights,
                  enum effect_method method)
{
    uint32_t start = frame->panel->start;
    double constant = 0, mean = 0, squares = 0, spread = 0;
    for (uint32_t t = 0; t < start; t++) {
        constant += (frame->mean[t] - made_at(frame, weights, t)) / start;
        mean += frame->mean[t] / start;
    }
    constant = method == EFFECT_SYNTHETIC ? 0 : constant;
    for (uint32_t t = 0; t < start; t++) {
        double distance = frame->mean[t] - made_at(frame, weights, t) - constant;
        squares += distance * distance / start;
        spread += (frame->mean[t] - mean) * (frame->mean[t] - mean) / start;
    }
    effect->distance = sqrt(squares);
    effect->spread = sqrt(spread);
    effect->follows = effect->distance <= follows_within * effect->spread;
}

static double quick(const struct effect_panel *panel, enum effect_method method, const bool *left_out)
{
    struct arena scratch = {0};
    struct frame frame = frame_of(&scratch, panel, left_out);
    struct weights weights = weigh(&scratch, &frame, method);
    double effect = effect_of(&frame, &weights);
    arena_free(&scratch);
    return effect;
}

/* Each donor in turn as if it were treated, those who are treated left out. */
static void try_placebos(struct arena *arena, const struct effect_panel *panel, enum effect_method method,
                         struct effect *effect)
{
    bool *treated = arena_array(arena, panel->units, sizeof *treated);
    struct effect_panel placebo = *panel;
    double sum = 0, squares = 0;
    placebo.treated = treated;
    for (uint32_t i = 0; i < panel->units; i++) {
        if (panel->treated[i])
            continue;
        memset(treated, 0, panel->units * sizeof *treated);
        treated[i] = true;
        double found = quick(&placebo, method, panel->treated);
        effect->placebos++;
        effect->as_large += fabs(found) >= fabs(effect->effect);
        sum += found, squares += found * found;
    }
    double count = effect->placebos, mean = sum / count;
    effect->error = count > 1 ? sqrt(fmax(squares - count * mean * mean, 0) / (count - 1)) : NAN;
    effect->chance = (1.0 + effect->as_large) / (1.0 + count);
}

static void leave_each_out(struct arena *arena, const struct effect_panel *panel, enum effect_method method,
                           const struct frame *frame, struct effect *effect)
{
    bool *left_out = arena_array(arena, panel->units, sizeof *left_out);
    effect->least = effect->most = effect->effect;
    for (uint32_t i = 0; i < frame->count && frame->count > 2; i++) {
        if (effect->donor[frame->donors[i]] < 1e-3)
            continue;
        left_out[frame->donors[i]] = true;
        double found = quick(panel, method, left_out);
        left_out[frame->donors[i]] = false;
        effect->least = fmin(effect->least, found);
        effect->most = fmax(effect->most, found);
    }
}

struct effect effect_estimate(struct arena *arena, const struct effect_panel *panel, enum effect_method method)
{
    struct effect effect = {.donor = arena_array(arena, panel->units, sizeof *effect.donor)};
    struct frame frame = frame_of(arena, panel, NULL);
    struct weights weights = weigh(arena, &frame, method);
    for (uint32_t i = 0; i < frame.count; i++)
        effect.donor[frame.donors[i]] = weights.donor[i];
    effect.past = weights.past;
    effect.effect = effect_of(&frame, &weights);
    judge(&effect, &frame, &weights, method);
    try_placebos(arena, panel, method, &effect);
    leave_each_out(arena, panel, method, &frame, &effect);
    return effect;
}

double *effect_path(struct arena *arena, const struct effect_panel *panel, const struct effect *effect,
                    enum effect_method method)
{
    struct frame frame = frame_of(arena, panel, NULL);
    struct weights weights = {arena_array(arena, frame.count, sizeof(double)), effect->past};
    double *path = arena_array(arena, panel->times, sizeof *path);
    for (uint32_t i = 0; i < frame.count; i++)
        weights.donor[i] = effect->donor[frame.donors[i]];
    double constant = constant_of(&frame, &weights, method);
    for (uint32_t t = 0; t < panel->times; t++)
        path[t] = made_at(&frame, &weights, t) + constant;
    return path;
}
