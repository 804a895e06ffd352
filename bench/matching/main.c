/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures matching: bench-matching FOLDER   (the folder of data). Each question is asked of an index that never saw
 * what its group answered. */
#include "data.h"
#include "engines/kernel/inverted.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST = 1000 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

struct tally { double at5, at10, reciprocal, gain; size_t asked; };

static bool is_right(const struct question *question, uint32_t offer)
{
    for (size_t i = 0; i < question->right_count; i++)
        if (question->right[i] == offer)
            return true;
    return false;
}

/* nDCG@10 with gains of 1, the ideal being as many right ones first as there are. */
static double discounted_gain(const struct question *question, const uint32_t *ranked, size_t count)
{
    double gain = 0, ideal = 0;
    for (size_t i = 0; i < 10; i++) {
        if (i < count && is_right(question, ranked[i]))
            gain += 1 / log2((double)i + 2);
        if (i < question->right_count)
            ideal += 1 / log2((double)i + 2);
    }
    return ideal > 0 ? gain / ideal : 0;
}

static void count_in(struct tally *tally, const struct question *question, const uint32_t *ranked, size_t count)
{
    size_t rank = 0;
    while (rank < count && !is_right(question, ranked[rank]))
        rank++;
    tally->asked++;
    tally->gain += discounted_gain(question, ranked, count);
    if (rank == count)
        return;
    tally->at5 += rank < 5;
    tally->at10 += rank < 10;
    tally->reciprocal += 1 / ((double)rank + 1);
}

static void print_tally(const char *name, const struct tally *tally)
{
    double n = (double)tally->asked;
    printf("%-34s %4zu  %.3f  %.3f  %.3f  %.3f\n", name, tally->asked, tally->at5 / n, tally->at10 / n,
           tally->reciprocal / n, tally->gain / n);
}

/* The source without the cases of a group. */
static struct match_source without(struct arena *arena, const struct questions *questions, uint32_t group)
{
    struct match_source source = questions->source;
    struct match_case *cases = arena_array(arena, questions->case_count, sizeof *cases);
    for (size_t i = 0; i < questions->case_count; i++)
        if (questions->cases[i].group != group)
            cases[source.case_count++] = questions->cases[i];
    source.cases = cases;
    return source;
}

static void ask_group(const struct questions *questions, const struct match_rules *rules, uint32_t group,
                      struct tally *all, struct tally *located)
{
    struct arena arena = {0};
    struct match_source source = without(&arena, questions, group);
    struct match_session *session = match_begin(&arena, match_build(&arena, &source, rules));
    struct match_query query = {.most = MOST};
    struct match_result *results = arena_array(&arena, MOST, sizeof *results);
    for (size_t i = 0; i < questions->count; i++) {
        const struct question *question = &questions->items[i];
        uint32_t ranked[MOST];
        if (question->group != group)
            continue;
        size_t count = match_find(&arena, session, &question->need, &query, results, NULL);
        for (size_t j = 0; j < count; j++)
            ranked[j] = results[j].offer;
        count_in(all, question, ranked, count);
        if (question->located)
            count_in(located, question, ranked, count);
        if (getenv("SHOW")) {
            size_t rank = 0;
            while (rank < count && !is_right(question, ranked[rank]))
                rank++;
            if (rank >= 10)
                printf("  %4zu %.50s %s -> %.30s\n", rank + 1, question->need.title,
                       question->need.code_count ? question->need.codes[0] : "",
                       question->right_count && question->right[0] < source.offer_count
                           ? source.offers[question->right[0]].title : "?");
        }
    }
    match_end(session);
    arena_free(&arena);
}

static void measure(const struct questions *questions, const char *name, const struct match_rules *rules)
{
    struct tally all = {0}, located = {0};
    bool *asked = calloc(questions->groups + 2, sizeof *asked);
    for (size_t i = 0; i < questions->count; i++) {
        uint32_t group = questions->items[i].group;
        if (!asked[group])
            ask_group(questions, rules, group, &all, &located);
        asked[group] = true;
    }
    free(asked);
    print_tally(name, &all);
    if (located.asked < all.asked)
        print_tally("  those with a place in the data", &located);
}

static struct match_rules only(double words, double distance, double cases)
{
    struct match_rules rules = match_usual_rules;
    rules.words = words, rules.distance = distance, rules.cases = cases;
    rules.codes = rules.learned = rules.zone = rules.capacity = rules.calendar = rules.fresh = 0;
    return rules;
}

/* Every contract of a big list against every place of another, on so many threads. */
static void measure_bulk(struct arena *arena, const struct questions *contracts, size_t need_count, size_t offer_count)
{
    struct match_item *needs = arena_array(arena, need_count, sizeof *needs);
    struct match_item *offers = arena_array(arena, offer_count, sizeof *offers);
    size_t kept = 0;
    for (size_t i = 0; i < need_count; i++) {
        needs[i] = contracts->cases[i % contracts->case_count].need;
        needs[i].placed = true;                                      /* where the i-th enterprise is */
        needs[i].longitude = contracts->source.offers[i % contracts->source.offer_count].longitude;
        needs[i].latitude = contracts->source.offers[i % contracts->source.offer_count].latitude;
    }
    for (size_t i = 0; i < offer_count; i++)
        offers[i] = contracts->source.offers[i % contracts->source.offer_count];
    struct match_source source = contracts->source;
    source.offers = offers;
    source.offer_count = offer_count;
    source.cases = contracts->cases;
    source.case_count = contracts->case_count;
    struct match_query query = {.most = 10};
    for (int threads = 1; threads <= 2; threads++) {
        double start = seconds();
        struct match_index *index = match_build(arena, &source, &match_usual_rules);
        double built = seconds();
        struct match_answers *answers = match_all(arena, index, needs, need_count, &query, threads);
        for (size_t i = 0; i < need_count; i++)
            kept += answers[i].count;
        printf("%zu needs x %zu offers, %d thread(s): %.1f s, index %.1f s\n", need_count, offer_count, threads,
               seconds() - built, built - start);
    }
    printf("answers: %zu\n", kept);
}

static double setting(const char *name, double usual)
{
    const char *given = getenv(name);
    return given ? strtod(given, NULL) : usual;
}

int main(int count, char **words)
{
    struct arena arena = {0};
    if (count < 2)
        return fprintf(stderr, "bench-matching FOLDER\n"), 2;
    struct match_rules usual = match_usual_rules;
    usual.words = setting("W", usual.words), usual.codes = setting("C", usual.codes);
    usual.learned = setting("L", usual.learned), usual.distance = setting("D", usual.distance);
    usual.zone = setting("Z", usual.zone), usual.cases = setting("K", usual.cases);
    usual.decay_km = setting("KM", usual.decay_km);
    printf("                                      n    R@5   R@10    MRR  nDCG@10\n");
    struct match_rules text = only(1, 0, 0), near = only(0, 1, 0), past = only(0, 0, 1), both = only(.5, 0, .5);
    if (!getenv("AIDS")) {
    struct questions contracts = read_contracts(&arena, words[1]);
    printf("contracts won by social enterprises\n");
    if (!getenv("QUICK")) { measure(&contracts, "distance only", &near);
    measure(&contracts, "words only (BM25F)", &text);}
    if (getenv("BULK")) { measure_bulk(&arena, &contracts, 2000, 20000); return 0; }
    measure(&contracts, "all parts", &usual);
    }
    struct questions aids = read_aids(&arena, words[1]);
    printf("aids for types of projects\n");
    measure(&aids, "words only (BM25F)", &text);
    measure(&aids, "similar cases only", &past);
    measure(&aids, "words and similar cases", &both);
    measure(&aids, "all parts", &usual);
    arena_free(&arena);
    return 0;
}
