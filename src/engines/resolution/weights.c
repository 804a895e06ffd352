/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fellegi-Sunter weights learned by EM (Winkler 1988) over the patterns of outcomes, with the usual model as a prior:
 * each outcome is counted as if PRIOR of the pairs had turned out as usual. An outcome "unknown" weighs nothing. */
#include "engines/kernel/seeded.h"
#include "engines/resolution/inside.h"
#include <math.h>
#include <string.h>

enum { MOST_ROUNDS = 200 };
/* Pairs of two towns are looked at because their names agree: they say nothing true about how often one organisation
 * has two towns, nor about names. They are left out of the learning and weigh this much, in bits. */
static const double DEPARTMENT_WEIGHT = -7, ELSEWHERE_WEIGHT = -9;
/* A commune and its CCAS are two legal persons, whatever they share. */
static const double OTHER_BODY_WEIGHT = -8;
static const double PRIOR = 0.2, LEAST_PRIOR = 50, STILL = 1e-9, LEAST = 1e-6;
static const int level_count[RESOLVE_FIELDS] = {RESOLVE_NAME_LEVELS, RESOLVE_WHERE_LEVELS, RESOLVE_CONTACT_LEVELS,
                                                RESOLVE_CONTACT_LEVELS};

const struct resolve_model resolve_usual_model = {
    .share = 0.1,
    .match = {
        {0, 0.03, 0.02, 0.03, 0.04, 0.06, 0.05, 0.12, 0.02, 0.12, 0.43, 0.075, 0.005},
        {0, 0.60, 0.12, 0.08, 0.10, 0.07, 0.02, 0.01},
        {0, 0.7, 0.3}, {0, 0.7, 0.3},
    },
    .other = {
        {0, 0.32, 0.27, 0.08, 0.14, 0.03, 0.04, 0.01, 0.005, 0.02, 0.005, 0.01, 0.07},
        {0, 0.06, 0.08, 0.06, 0.30, 0.10, 0.25, 0.15},
        {0, 0.02, 0.98}, {0, 0.02, 0.98},
    },
};

uint32_t pattern_of(const struct comparison *comparison)
{
    uint32_t pattern = 0;
    for (int field = 0; field < RESOLVE_FIELDS; field++)
        pattern = pattern * (uint32_t)level_count[field] + comparison->level[field];
    return pattern;
}

struct comparison comparison_of(uint32_t pattern)
{
    struct comparison comparison = {0};
    for (int field = RESOLVE_FIELDS; field-- > 0; pattern /= (uint32_t)level_count[field])
        comparison.level[field] = (uint8_t)(pattern % (uint32_t)level_count[field]);
    return comparison;
}

static double learned_weight(const struct resolve_model *model, int field, int level)
{
    return (steady_log(model->match[field][level]) - steady_log(model->other[field][level])) / steady_log(2);
}

/* Names that have more in common never weigh less: what was learned is raised to the most that less was worth. */
static double name_weight(const struct resolve_model *model, int level)
{
    static const uint8_t likeness[RESOLVE_NAME_LEVELS] = {0, 1, 2, 3, 3, 4, 4, 6, 6, 6, 7, 5, 0};
    if (level == NAME_OTHER_BODY)
        return OTHER_BODY_WEIGHT;
    double weight = learned_weight(model, RESOLVE_NAME, level);
    for (int less = 1; less < RESOLVE_NAME_LEVELS; less++)
        if (likeness[less] && likeness[less] < likeness[level])
            weight = fmax(weight, learned_weight(model, RESOLVE_NAME, less));
    return weight;
}

double field_weight(const struct resolve_model *model, int field, int level)
{
    if (level == 0)
        return 0;
    if (field == RESOLVE_WHERE && level >= WHERE_SAME_DEPARTMENT)
        return level == WHERE_ELSEWHERE ? ELSEWHERE_WEIGHT : DEPARTMENT_WEIGHT;
    return field == RESOLVE_NAME ? name_weight(model, level) : learned_weight(model, field, level);
}

double weight_of(const struct resolve_model *model, const struct comparison *comparison)
{
    double weight = (steady_log(model->share) - steady_log(1 - model->share)) / steady_log(2);
    for (int field = 0; field < RESOLVE_FIELDS; field++)
        weight += field_weight(model, field, comparison->level[field]);
    return weight;
}

double probability_of(double weight)
{
    return 1 / (1 + exp2(-weight));
}

static bool is_left_out(uint32_t pattern)
{
    struct comparison comparison = comparison_of(pattern);
    return comparison.level[RESOLVE_WHERE] >= WHERE_SAME_DEPARTMENT || comparison.level[RESOLVE_NAME] ==
        NAME_OTHER_BODY;
}

/* The likelihood of a pattern under each hypothesis. */
static void likelihoods(const struct resolve_model *model, uint32_t pattern, double *match, double *other)
{
    struct comparison comparison = comparison_of(pattern);
    *match = model->share;
    *other = 1 - model->share;
    for (int field = 0; field < RESOLVE_FIELDS; field++)
        if (comparison.level[field]) {
            *match *= model->match[field][comparison.level[field]];
            *other *= model->other[field][comparison.level[field]];
        }
}

struct sums { double match[RESOLVE_FIELDS][RESOLVE_MOST_LEVELS], other[RESOLVE_FIELDS][RESOLVE_MOST_LEVELS];
              double matches, all, likelihood; };

static void add_pattern(struct sums *sums, uint32_t pattern, double match, double other)
{
    struct comparison comparison = comparison_of(pattern);
    sums->matches += match;
    sums->all += match + other;
    for (int field = 0; field < RESOLVE_FIELDS; field++) {
        sums->match[field][comparison.level[field]] += match;
        sums->other[field][comparison.level[field]] += other;
    }
}

/* Expectation: how each pair counts for each hypothesis. */
static void expect(const struct resolve_model *model, const struct counts *counts, struct sums *sums)
{
    *sums = (struct sums){0};
    for (uint32_t pattern = 0; pattern < PATTERNS; pattern++) {
        double match, other, pairs = counts->unknown[pattern];
        if (pairs + counts->match[pattern] + counts->other[pattern] == 0 || is_left_out(pattern))
            continue;
        likelihoods(model, pattern, &match, &other);
        sums->likelihood += pairs * steady_log(match + other) + counts->match[pattern] * steady_log(match)
                            + counts->other[pattern] * steady_log(other);
        double share = match / (match + other);
        add_pattern(sums, pattern, pairs * share + counts->match[pattern],
                    pairs * (1 - share) + counts->other[pattern]);
    }
}

static void normalise(double *levels, const double *sums, const double *usual, int count, double prior)
{
    double total = 0;
    for (int level = 1; level < count; level++)
        total += levels[level] = sums[level] + prior * usual[level] + LEAST;
    for (int level = 1; level < count; level++)
        levels[level] /= total;
}

/* Maximisation, with the prior's pairs counted in. */
static void maximise(struct resolve_model *model, const struct sums *sums)
{
    const struct resolve_model *usual = &resolve_usual_model;
    double prior = fmax(LEAST_PRIOR, PRIOR * sums->all);
    model->share = (sums->matches + prior * usual->share) / (sums->all + prior);
    for (int field = 0; field < RESOLVE_FIELDS; field++) {
        int count = level_count[field];
        normalise(model->match[field], sums->match[field], usual->match[field], count, prior * usual->share);
        normalise(model->other[field], sums->other[field], usual->other[field], count, prior * (1 - usual->share));
    }
}

/* What EM climbs: the likelihood of the pairs and of the prior's own pairs. */
static double objective(const struct resolve_model *model, double likelihood, double prior)
{
    const struct resolve_model *usual = &resolve_usual_model;
    double sum = likelihood + prior * (usual->share * steady_log(model->share)
                                       + (1 - usual->share) * steady_log(1 - model->share));
    for (int field = 0; field < RESOLVE_FIELDS; field++)
        for (int level = 1; level < level_count[field]; level++)
            sum += prior * usual->share * usual->match[field][level] * steady_log(model->match[field][level])
                   + prior * (1 - usual->share) * usual->other[field][level] * steady_log(model->other[field][level]);
    return sum;
}

struct cut { double probability, pairs; };

/* Where expected F1 is best: 2 · Σ p of the chosen / (chosen + Σ p of all). */
static void choose_threshold(struct resolve_model *model, const struct counts *counts)
{
    struct cut cuts[PATTERNS];
    size_t count = 0;
    double expected = 0, chosen = 0, right = 0, best = -1;
    for (uint32_t pattern = 0; pattern < PATTERNS; pattern++) {
        struct comparison comparison = comparison_of(pattern);
        struct cut cut = {probability_of(weight_of(model, &comparison)), counts->unknown[pattern]};
        size_t at = count;
        if (cut.pairs == 0)
            continue;
        for (count++; at > 0 && cuts[at - 1].probability < cut.probability; at--)
            cuts[at] = cuts[at - 1];
        cuts[at] = cut;
        expected += cut.probability * cut.pairs;
    }
    model->threshold = 0.5;
    for (size_t i = 0; i < count; i++) {
        chosen += cuts[i].pairs;
        right += cuts[i].pairs * cuts[i].probability;
        double f1 = 2 * right / (chosen + expected);
        if (f1 <= best)
            continue;
        best = f1;
        model->threshold = cuts[i].probability;
        model->expected_precision = right / chosen;
        model->expected_recall = right / expected;
    }
}

struct resolve_model learn_model(const struct counts *counts)
{
    struct resolve_model model = resolve_usual_model;
    struct sums sums;
    double last = -INFINITY;
    for (model.rounds = 0; model.rounds < MOST_ROUNDS; model.rounds++) {
        expect(&model, counts, &sums);
        model.likelihood = objective(&model, sums.likelihood, fmax(LEAST_PRIOR, PRIOR * sums.all));
        if (model.likelihood - last <= STILL * fabs(model.likelihood))
            break;
        last = model.likelihood;
        maximise(&model, &sums);
    }
    choose_threshold(&model, counts);
    return model;
}
