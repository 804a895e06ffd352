/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures matching: bench-matching FOLDER [--bulk | --tables TO | --judge FROM]   (the folder of data). Each question
 * is asked of an index that never saw what its group (a buyer, a type of project) answered; weights are learned without
 * it too. */
#include "data.h"
#include "floors.h"
#include "learn.h"
#include "program.h"
#include "tally.h"
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
    struct match_index *real = match_build(arena, &contracts->source, &match_usual_rules);
    printf("exposure of %zu enterprises in as many lists of ten: Gini %.3f\n", contracts->source.offer_count,
           match_exposure(match_all(arena, real, needs, need_count, &query, 2), need_count,
                          contracts->source.offer_count));
}

static void contracts(struct arena *arena, const char *folder)
{
    struct questions questions = read_contracts(arena, folder);
    struct match_rules text = only(1, 0, 0), near = only(0, 1, 0), learned[PARTS];
    printf("contracts won by social enterprises: %zu questions of %u buyers, %zu enterprises\n\n", questions.count,
           count_groups(&questions), questions.source.offer_count);
    print_header();
    measure_floors(arena, &questions);
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
    print_header();
    measure_floors(arena, &questions);
    measure(&questions, "words only (BM25F)", &text, false);
    measure(&questions, "similar cases only", &past, false);
    measure(&questions, "words and similar cases", &both, false);
    measure(&questions, "all parts, weights as they ship", &match_usual_rules, false);
}

static struct questions read_set(struct arena *arena, const char *folder, bool of_aids)
{
    return of_aids ? read_aids(arena, folder) : read_contracts(arena, folder);
}

static const char *const sets[] = {"contracts", "aids"};

static void tables(struct arena *arena, const char *folder, const char *to)
{
    for (int set = 0; set < 2; set++) {
        struct questions questions = read_set(arena, folder, set == 1);
        write_tables(&questions, to, sets[set]);
    }
}

static void judge(struct arena *arena, const char *folder, const char *from)
{
    printf("\nthe same through maillage compute rank: one text, codes, longitude and latitude\n\n");
    print_header();
    for (int set = 0; set < 2; set++) {
        struct questions questions = read_set(arena, folder, set == 1);
        judge_answers(&questions, arena_format(arena, "%s/%s-alone.json", from, sets[set]), sets[set]);
        judge_answers(&questions, arena_format(arena, "%s/%s-cases.json", from, sets[set]),
                      arena_format(arena, "%s, knowing the answers to all others", sets[set]));
    }
}

int main(int count, char **words)
{
    struct arena arena = {0};
    const char *what = count > 2 ? words[2] : "";
    if (count < 2)
        return fprintf(stderr, "bench-matching FOLDER [--bulk | --tables TO | --judge FROM]\n"), 2;
    if (text_is(what, "--bulk")) {
        struct questions questions = read_contracts(&arena, words[1]);
        measure_bulk(&arena, &questions, 10000, 20000);
    } else if (text_is(what, "--tables") && count > 3)
        tables(&arena, words[1], words[3]);
    else if (text_is(what, "--judge") && count > 3)
        judge(&arena, words[1], words[3]);
    else {
        contracts(&arena, words[1]);
        aids(&arena, words[1]);
    }
    arena_free(&arena);
    return 0;
}
