/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Projected gradient with the step of Barzilai and Borwein (1988), keeping the best weights met. */
#include "logit.h"
#include "engines/kernel/seeded.h"
#include <math.h>
#include <string.h>

enum { ROUNDS = 150, MOST_FEATURES = 32 };

static double dot(const double *a, const double *b, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Adds the loss of one choice, −ln of the likelihood of the right ones, and its gradient. */
static double add_choice(const struct choice *choice, size_t features, const double *weights, double *gradient,
                         double *score)
{
    double highest = -INFINITY, all = 0, right = 0;
    for (size_t i = 0; i < choice->options; i++) {
        score[i] = dot(choice->features + i * features, weights, features);
        highest = fmax(highest, score[i]);
    }
    for (size_t i = 0; i < choice->options; i++)
        all += score[i] = exp(score[i] - highest);
    for (size_t i = 0; i < choice->right_count; i++)
        right += score[choice->right[i]];
    for (size_t i = 0; i < choice->options; i++)
        for (size_t f = 0; f < features; f++)
            gradient[f] += choice->weight * score[i] / all * choice->features[i * features + f];
    for (size_t i = 0; i < choice->right_count; i++)
        for (size_t f = 0; f < features && right > 0; f++)
            gradient[f] -= choice->weight * score[choice->right[i]] / right
                           * choice->features[choice->right[i] * features + f];
    return choice->weight * (log(all) - log(right > 0 ? right : 1e-300));
}

static double loss_at(const struct choice *choices, size_t count, size_t features, double ridge,
                      const double *weights, double *gradient, double *score)
{
    double loss = 0, total = 0;
    memset(gradient, 0, features * sizeof *gradient);
    for (size_t i = 0; i < count; i++) {
        loss += add_choice(&choices[i], features, weights, gradient, score);
        total += choices[i].weight;
    }
    for (size_t f = 0; f < features; f++)
        gradient[f] += ridge * total * weights[f];
    return loss + ridge * total / 2 * dot(weights, weights, features);
}

static void step(size_t features, const double *gradient, double length, double *weights, double *moved)
{
    for (size_t f = 0; f < features; f++) {
        double to = fmax(0, weights[f] - length * gradient[f]);
        moved[f] = to - weights[f];
        weights[f] = to;
    }
}

void logit_fit(const struct choice *choices, size_t count, size_t features, double ridge, double *weights)
{
    struct arena work = {0};
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = choices[i].options > most ? choices[i].options : most;
    double *score = arena_array(&work, most, sizeof *score), gradient[MOST_FEATURES], next[MOST_FEATURES];
    double moved[MOST_FEATURES], turned[MOST_FEATURES], best[MOST_FEATURES], length = 0.01;
    double least = loss_at(choices, count, features, ridge, weights, gradient, score);
    memcpy(best, weights, features * sizeof *best);
    for (int round = 0; round < ROUNDS; round++) {
        step(features, gradient, length, weights, moved);
        double loss = loss_at(choices, count, features, ridge, weights, next, score);
        for (size_t f = 0; f < features; f++)
            turned[f] = next[f] - gradient[f];
        double curved = dot(moved, turned, features);
        length = curved > 1e-12 ? fmin(1, fmax(1e-5, dot(moved, moved, features) / curved)) : length;
        memcpy(gradient, next, features * sizeof *gradient);
        if (loss < least) {
            least = loss;
            memcpy(best, weights, features * sizeof *best);
        }
    }
    memcpy(weights, best, features * sizeof *best);
    arena_free(&work);
}

static bool is_right(const struct choice *choice, uint32_t option)
{
    for (size_t i = 0; i < choice->right_count; i++)
        if (choice->right[i] == option)
            return true;
    return false;
}

struct choice logit_sample(struct arena *arena, const struct choice *choice, size_t features, size_t most,
                           uint64_t seed)
{
    struct seeded seeded = seeded_start(seed);
    uint32_t *order = arena_array(arena, choice->options, sizeof *order), others = 0;
    for (uint32_t i = 0; i < choice->options; i++)
        if (!is_right(choice, i))
            order[others++] = i;
    seeded_shuffle(&seeded, order, others);
    size_t count = choice->right_count + (others < most ? others : most);
    double *kept = arena_array(arena, count * features, sizeof *kept);
    uint32_t *right = arena_array(arena, choice->right_count, sizeof *right);
    for (size_t i = 0; i < count; i++) {
        uint32_t from = i < choice->right_count ? choice->right[i] : order[i - choice->right_count];
        memcpy(kept + i * features, choice->features + from * features, features * sizeof *kept);
        if (i < choice->right_count)
            right[i] = (uint32_t)i;
    }
    return (struct choice){kept, count, right, choice->right_count, choice->weight};
}
