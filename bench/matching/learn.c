/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A conditional logit over the parts of scores (see ../logit.h). */
#include "learn.h"
#include "../logit.h"
#include "engines/matching/inside.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WORDS, CODES, STRUCTURE, LEARNED, DISTANCE, SEAT, CASES, FEATURES, DRAWN = 1000 };
static const double RIDGE = 0.004;                         /* chosen before any measure */

uint32_t part_of_group(uint32_t group)
{
    return (uint32_t)(hash_mix(group) % PARTS);
}

static bool among(const uint32_t *groups, size_t count, uint32_t group)
{
    for (size_t i = 0; i < count; i++)
        if (groups[i] == group)
            return true;
    return false;
}

struct match_source source_without(struct arena *arena, const struct questions *questions, const uint32_t *groups,
                                   size_t count)
{
    struct match_source source = questions->source;
    struct match_case *cases = arena_array(arena, questions->case_count, sizeof *cases);
    source.case_count = 0;
    for (size_t i = 0; i < questions->case_count; i++)
        if (!among(groups, count, questions->cases[i].group))
            cases[source.case_count++] = questions->cases[i];
    source.cases = cases;
    return source;
}

static bool *asking(struct arena *arena, const struct questions *questions)
{
    bool *asked = arena_array(arena, questions->groups + 2, sizeof *asked);
    for (size_t i = 0; i < questions->count; i++)
        asked[questions->items[i].group] = true;
    return asked;
}

uint32_t count_groups(const struct questions *questions)
{
    struct arena work = {0};
    bool *asked = asking(&work, questions);
    uint32_t count = 0;
    for (uint32_t group = 0; group <= questions->groups; group++)
        count += asked[group];
    arena_free(&work);
    return count;
}

/* An index without the groups of two parts (that asked something). */
static struct match_session *begin_without(struct arena *arena, const struct questions *questions, uint32_t a,
                                           uint32_t b)
{
    bool *asked = asking(arena, questions);
    uint32_t *groups = arena_array(arena, questions->groups + 1, sizeof *groups);
    size_t count = 0;
    for (uint32_t group = 1; group <= questions->groups; group++)
        if (asked[group] && (part_of_group(group) == a || part_of_group(group) == b))
            groups[count++] = group;
    struct match_source *source = arena_alloc(arena, sizeof *source);
    *source = source_without(arena, questions, groups, count);
    return match_begin(arena, match_build(arena, source, &match_usual_rules));
}

static void read_parts(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
                       double *features)
{
    static const int kinds[MATCH_EXCLUDED + 1] = {
        [MATCH_WORDS] = 1 + WORDS, [MATCH_CODE] = 1 + CODES, [MATCH_STRUCTURE] = 1 + STRUCTURE,
        [MATCH_LEARNED] = 1 + LEARNED, [MATCH_DISTANCE] = 1 + DISTANCE, [MATCH_SEAT] = 1 + SEAT,
        [MATCH_CASES] = 1 + CASES};
    struct part list[MATCH_EXCLUDED];
    size_t count = list_parts(session, prepared, offer, list);
    for (size_t i = 0; i < count; i++)
        if (kinds[list[i].kind])
            features[kinds[list[i].kind] - 1] = list[i].value;
}

static struct choice choice_of(struct arena *arena, struct match_session *session, const struct question *question,
                               double weight, uint64_t seed)
{
    struct arena work = {0};
    struct prepared prepared;
    struct match_query query = {.most = 1};
    size_t offers = session->index->source.offer_count;
    double *features = arena_array(&work, offers * FEATURES, sizeof *features);
    prepare_need(session, &question->need, &query, &prepared);
    for (uint32_t offer = 0; offer < offers; offer++)
        read_parts(session, &prepared, offer, features + offer * FEATURES);
    struct choice whole = {features, offers, question->right, question->right_count, weight};
    struct choice sample = logit_sample(arena, &whole, FEATURES, DRAWN, seed);
    arena_free(&work);
    return sample;
}

struct lesson { struct choice *choices; size_t count; };

/* A buyer of many contracts is not the whole truth: its rows weigh by the square root of their number. */
static double weight_of(const struct questions *questions, uint32_t group)
{
    double count = 0;
    for (size_t i = 0; i < questions->count; i++)
        count += questions->items[i].group == group;
    return 1 / sqrt(count);
}

static void add_part(struct arena *arena, const struct questions *questions, struct match_session *session,
                     uint32_t part, struct lesson *lesson)
{
    for (size_t i = 0; i < questions->count; i++)
        if (part_of_group(questions->items[i].group) == part)
            lesson->choices[lesson->count++] = choice_of(arena, session, &questions->items[i],
                                                         weight_of(questions, questions->items[i].group), i + 1);
}

/* The shares that forms fill (capacity, dates, freshness) and zones served, which contracts say nothing of, stay. */
static struct match_rules rules_of(const struct lesson *lesson)
{
    struct match_rules rules = match_usual_rules;
    double weights[FEATURES], sum = 0;
    for (int i = 0; i < FEATURES; i++)
        weights[i] = 1;
    logit_fit(lesson->choices, lesson->count, FEATURES, RIDGE, weights);
    for (int i = 0; i < FEATURES; i++)
        sum += weights[i];
    double left = (1 - rules.capacity - rules.calendar - rules.fresh - rules.zone) / sum;
    rules.words = weights[WORDS] * left;
    rules.codes = weights[CODES] * left;
    rules.structure = weights[STRUCTURE] * left;
    rules.learned = weights[LEARNED] * left;
    rules.distance = weights[DISTANCE] * left;
    rules.seat = weights[SEAT] * left;
    rules.cases = weights[CASES] * left;
    return rules;
}

void learn_rules(const struct questions *questions, struct match_rules rules[PARTS])
{
    struct arena arena = {0};
    struct lesson lessons[PARTS];
    for (uint32_t part = 0; part < PARTS; part++)
        lessons[part] = (struct lesson){arena_array(&arena, questions->count, sizeof(struct choice)), 0};
    for (uint32_t a = 0; a < PARTS; a++)
        for (uint32_t b = 0; b < a; b++) {                 /* an index that knows neither serves both */
            struct arena work = {0};
            struct match_session *session = begin_without(&work, questions, a, b);
            add_part(&arena, questions, session, a, &lessons[b]);
            add_part(&arena, questions, session, b, &lessons[a]);
            match_end(session);
            arena_free(&work);
        }
    for (uint32_t part = 0; part < PARTS; part++)
        rules[part] = rules_of(&lessons[part]);
    arena_free(&arena);
}

void print_learned(const struct questions *questions)
{
    struct arena arena = {0};
    struct lesson lesson = {arena_array(&arena, questions->count, sizeof(struct choice)), 0};
    for (uint32_t part = 0; part < PARTS; part++) {
        struct arena work = {0};
        struct match_session *session = begin_without(&work, questions, part, part);
        add_part(&arena, questions, session, part, &lesson);
        match_end(session);
        arena_free(&work);
    }
    struct match_rules rules = rules_of(&lesson);
    printf("\nweights learned from all of them: words %.3f codes %.3f structure %.3f learned %.3f distance %.3f seat "
           "%.3f cases %.3f\n", rules.words, rules.codes, rules.structure, rules.learned, rules.distance, rules.seat,
           rules.cases);
    arena_free(&arena);
}
