/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures matching: bench-matching FOLDER [--bulk]   (the folder of data). Each question is asked of an index that
 * never saw what its group (a buyer, a type of project) answered, with weights learned without it. */
#include "data.h"
#include "learn.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MOST = 1000 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double processor(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
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
    printf("%-46s %4zu  %.3f  %.3f  %.3f  %.3f\n", name, tally->asked, tally->at5 / n, tally->at10 / n,
           tally->reciprocal / n, tally->gain / n);
}

/* The questions of one group, asked of an index without its cases. */
static void ask_group(const struct questions *questions, const struct match_rules *rules, uint32_t group,
                      struct tally *all, struct tally *located)
{
    struct arena arena = {0};
    struct match_source source = source_without(&arena, questions, &group, 1);
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
    }
    match_end(session);
    arena_free(&arena);
}

/* rules: one for all, or one for each part of groups. */
static void measure(const struct questions *questions, const char *name, const struct match_rules *rules, bool by_part)
{
    struct tally all = {0}, located = {0};
    struct arena arena = {0};
    bool *asked = arena_array(&arena, questions->groups + 2, sizeof *asked);
    for (size_t i = 0; i < questions->count; i++) {
        uint32_t group = questions->items[i].group;
        if (!asked[group])
            ask_group(questions, by_part ? &rules[part_of_group(group)] : rules, group, &all, &located);
        asked[group] = true;
    }
    arena_free(&arena);
    print_tally(name, &all);
    if (located.asked < all.asked)
        print_tally("  of which with a place in the data", &located);
}

static struct match_rules only(double words, double distance, double cases)
{
    struct match_rules rules = match_usual_rules;
    rules.words = words, rules.distance = distance, rules.cases = cases;
    rules.codes = rules.learned = rules.zone = rules.capacity = rules.calendar = rules.fresh = 0;
    rules.structure = rules.seat = 0;
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
        double start = seconds(), used = processor();
        struct match_index *index = match_build(arena, &source, &match_usual_rules);
        double built = seconds();
        struct match_answers *answers = match_all(arena, index, needs, need_count, &query, threads);
        for (size_t i = 0; i < need_count; i++)
            kept += answers[i].count;
        printf("%zu needs x %zu offers, %d thread(s): %.1f s, of which index %.1f s; %.1f s of processor\n", need_count,
               offer_count, threads, seconds() - start, built - start, processor() - used);
    }
    printf("answers: %zu\n", kept);
}

static void contracts(struct arena *arena, const char *folder)
{
    struct questions questions = read_contracts(arena, folder);
    struct match_rules text = only(1, 0, 0), near = only(0, 1, 0), learned[PARTS];
    printf("contracts won by social enterprises: %zu questions of %u buyers, %zu enterprises\n\n", questions.count,
           count_groups(&questions), questions.source.offer_count);
    printf("%-46s %4s  %5s  %5s  %5s  %s\n", "", "n", "R@5", "R@10", "MRR", "nDCG@10");
    measure(&questions, "distance only", &near, false);
    measure(&questions, "words only (BM25F)", &text, false);
    learn_rules(&questions, learned);
    measure(&questions, "all parts, weights learned on other buyers", learned, true);
    measure(&questions, "all parts, weights as they ship (seen them)", &match_usual_rules, false);
    print_learned(&questions);
}

static void aids(struct arena *arena, const char *folder)
{
    struct questions questions = read_aids(arena, folder);
    struct match_rules text = only(1, 0, 0), past = only(0, 0, 1), both = only(4.0 / 7, 0, 3.0 / 7);
    printf("\naids for types of projects: %zu projects, %zu aids, each project new to the rest\n\n", questions.count,
           questions.source.offer_count);
    measure(&questions, "words only (BM25F)", &text, false);
    measure(&questions, "similar cases only", &past, false);
    measure(&questions, "words and similar cases", &both, false);
    measure(&questions, "all parts, weights as they ship", &match_usual_rules, false);
}

int main(int count, char **words)
{
    struct arena arena = {0};
    if (count < 2)
        return fprintf(stderr, "bench-matching FOLDER [--bulk]\n"), 2;
    if (count > 2 && strcmp(words[2], "--bulk") == 0) {
        struct questions questions = read_contracts(&arena, words[1]);
        measure_bulk(&arena, &questions, 10000, 20000);
    } else {
        contracts(&arena, words[1]);
        aids(&arena, words[1]);
    }
    arena_free(&arena);
    return 0;
}
