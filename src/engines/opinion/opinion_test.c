/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pieces of opinion against the vectors of Polis' own tests, and what must hold whatever the votes are. */
#include "engines/opinion/inside.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"
#include <math.h>
#include <pthread.h>

/* Two camps and some noise: statements below `shared` are agreed on by all. */
static struct opinion_input camps(struct arena *arena, uint32_t participants, uint32_t statements, uint32_t shared,
                                  uint64_t seed)
{
    struct seeded seeded = seeded_start(seed);
    struct opinion_vote *votes = arena_array(arena, (size_t)participants * statements, sizeof *votes);
    size_t count = 0;
    for (uint32_t p = 0; p < participants; p++)
        for (uint32_t s = 0; s < statements; s++) {
            int side = s < shared ? 1 : (p % 2 == s % 2 ? 1 : -1);
            uint64_t luck = seeded_below(&seeded, 20);
            int value = luck == 0 ? -side : luck == 1 ? 0 : side;
            if (luck < 14)
                votes[count++] = (struct opinion_vote){p, s, (int8_t)value};
        }
    return (struct opinion_input){.participants = participants, .statements = statements, .votes = votes,
                                  .vote_count = count};
}

static struct opinion *compute(struct arena *arena, const struct opinion_input *input)
{
    struct opinion_rules rules = opinion_usual_rules;
    rules.replicates = 5;
    return opinion_compute(arena, input, &rules, NULL);
}

static void the_tests_of_proportions_are_those_of_polis(void **state)
{
    assert_near(difference_test(15, 56, 24, 71), -1.518, 0.01);
    assert_near(difference_test(9, 9, 9, 9), 0, 0);                  /* all successes: the pooled share is 1 */
    assert_near(proportion_test(14, 15), 3.5, 1e-12);
    assert_near(proportion_test(0, 0), 1, 1e-12);
}

static void priorities_are_those_of_polis(void **state)
{
    assert_near(importance(0, 0, 0, 0), 0.25, 1e-15);
    assert_near(importance(10000, 0, 10000, 4), 5, 0.002);
    assert_near(priority(0, 0, 0, 0, false), 81 / 16.0, 1e-12);
    for (int n = 1; n < 6; n++)
        assert_near(priority(0, 0, 0, pow(2, n) - 1, false), 81 / 16.0 * pow(4, n), 1e-9);
    assert_near(priority(3, 1, 5, 2, true), 49, 0);
    for (int step = 1; step < 40; step++)                            /* what divides more is shown sooner */
        assert_true(priority(7, 2, 12, step / 4.0, false) > priority(7, 2, 12, (step - 1) / 4.0, false));
    assert_near(priority(0, 0, 0, 0, false), 2.25 * 2.25, 1e-12);    /* one who agrees makes it surer, then less new */
    assert_near(priority(1, 0, 1, 0, false), 3.54 * 3.54, 0.05);
    assert_true(priority(20, 0, 20, 0, false) < priority(1, 0, 1, 0, false));
    for (int seen = 0; seen < 60; seen++)                            /* 2^(−n/5) without pow is pow's */
        assert_near(priority(0, 0, seen, 0, false),
                    pow((1 - 1.0 / (seen + 2)) / (seen + 2) * (1 + 8 * pow(2, -seen / 5.0)), 2), 1e-13);
}

static void silhouettes_are_those_of_polis(void **state)
{
    const double distance[16] = {0, 1, 3, 4, 1, 0, 3, 4, 3, 3, 0, 2, 4, 4, 2, 0};
    const int two[4] = {0, 0, 1, 1}, alone[4] = {0, 1, 1, 1};
    assert_near(silhouette_one(distance, 4, two, 2, 0), 0.71428, 1e-5);
    assert_near(silhouette_mean(distance, 4, two, 2), 0.5654, 1e-4);
    assert_near(silhouette_one(distance, 4, alone, 2, 0), 0, 0);
}

/* The rows of Polis' own power iteration test, as deviations that votes cannot give: the matrix is written down. */
static void power_iteration_is_that_of_polis(void **state)
{
    struct arena arena = {0};
    const double rows[4][3] = {{1, 0, 0}, {-1, 1, .1}, {0, 1, .1}, {0, 1, -.1}};
    double gram[9] = {0}, axis[3] = {1, 1, 1};
    for (int r = 0; r < 4; r++)
        for (int i = 0; i < 3; i++)
            for (int j = i; j < 3; j++)
                gram[3 * i + j] += rows[r][i] * rows[r][j];
    struct spread spread = {.size = 3, .gram = gram};
    power_iterate(&arena, &spread, NULL, axis, 2);
    assert_near(axis[0], -0.34217, 1e-5);
    assert_near(axis[1], 0.93906, 1e-5);
    assert_near(axis[2], 0.032633, 1e-6);
    arena_free(&arena);
}

static void a_tridiagonal_matrix_gives_its_largest_eigenvalue(void **state)
{
    struct arena arena = {0};
    enum { SIZE = 30 };
    double diagonal[SIZE], off[SIZE], vector[SIZE];
    for (int i = 0; i < SIZE; i++) {                                 /* eigenvalues 2 + 2 cos(kπ/(n + 1)) are known */
        diagonal[i] = 2;
        off[i] = -1;
    }
    double value = tridiagonal_lead(&arena, diagonal, off, SIZE, vector);
    assert_near(value, 2 + 2 * cos(M_PI / (SIZE + 1)), 1e-14);
    for (int i = 0; i < SIZE; i++)
        assert_near(fabs(vector[i]), sqrt(2.0 / (SIZE + 1)) * fabs(sin((i + 1) * SIZE * M_PI / (SIZE + 1))), 1e-12);
    arena_free(&arena);
}

static void axes_are_eigenvectors_found_either_way(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 300, 40, 5, 3);
    struct votes *votes = votes_read(&arena, &input, &opinion_usual_rules);
    struct opinion_rules original = opinion_original_rules;
    struct plane *exact = plane_find(&arena, votes, NULL, &opinion_usual_rules, NULL, NULL);
    struct plane *power = plane_find(&arena, votes, NULL, &original, NULL, NULL);
    struct spread spread = {votes, exact->mean, NULL, 40, NULL};
    double product[40], along = 0, apart = 0;
    spread_multiply(&spread, exact->axis[0], product);
    for (int i = 0; i < 40; i++) {
        along += exact->axis[0][i] * power->axis[0][i];
        apart += exact->axis[0][i] * exact->axis[1][i];
    }
    for (int i = 0; i < 40; i++)
        assert_near(product[i], exact->variance[0] * spread_trace(&spread) * exact->axis[0][i], 1e-8);
    assert_near(fabs(along), 1, 1e-9);
    assert_near(apart, 0, 1e-12);
    arena_free(&arena);
}

static void two_camps_are_found_with_what_divides_and_joins_them(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 200, 24, 4, 1);
    struct opinion *opinion = compute(&arena, &input);
    assert_int_equal(opinion->group_count, 2);
    for (uint32_t p = 0; p < 200; p++)
        assert_int_equal(opinion->participant[p].group == opinion->participant[p % 2].group, 1);
    assert_true(opinion->group[0].size == 100 && opinion->group[1].size == 100);
    assert_true(opinion->group[0].stability > 0.99);
    for (uint32_t s = 0; s < 24; s++) {                              /* shared statements lead all the scores */
        assert_true((opinion->statement[s].consensus > 0.5) == (s < 4));
        assert_true((opinion->statement[s].bridging > 0.2) == (s < 4));
    }
    for (size_t i = 0; i < opinion->group[0].typical_count; i++)
        assert_true(opinion->group[0].typical[i].statement >= 4);
    assert_int_equal(opinion->agreed_count, 4);
    arena_free(&arena);
}

static void too_few_people_get_counts_and_no_groups(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    struct opinion_input input = camps(&arena, 11, 24, 4, 1);
    struct opinion *opinion = compute(&arena, &input);
    assert_int_equal(opinion->refusal, OPINION_FEW_PARTICIPANTS);
    assert_int_equal(opinion->group_count, 0);
    assert_int_equal(opinion->participant[3].group, OPINION_NOBODY);
    assert_true(opinion->statement[0].all.agree > 4 && opinion->statement[0].priority > 0);
    opinion_sentence(&out, opinion, &opinion_usual_rules);
    assert_contains(out.text, "11 personnes ont assez voté, il en faut 12");
    input = camps(&arena, 50, 6, 1, 1);
    assert_int_equal(compute(&arena, &input)->refusal, OPINION_FEW_STATEMENTS);
    arena_free(&arena);
}

static void people_who_all_think_alike_are_not_split(void **state)
{
    struct arena arena = {0};
    struct opinion_vote votes[20 * 10];
    for (uint32_t i = 0; i < 200; i++)
        votes[i] = (struct opinion_vote){i / 10, i % 10, 1};
    struct opinion_input input = {.participants = 20, .statements = 10, .votes = votes, .vote_count = 200};
    struct opinion *opinion = compute(&arena, &input);
    assert_int_equal(opinion->refusal, OPINION_ALL_ALIKE);
    assert_int_equal(opinion->group_count, 0);
    assert_int_equal(opinion->agreed_count, 5);
    arena_free(&arena);
}

static void the_order_of_the_votes_changes_nothing(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 60, 15, 3, 5);
    struct opinion *before = compute(&arena, &input);
    struct opinion_vote *votes = (struct opinion_vote *)input.votes;
    struct seeded seeded = seeded_start(9);
    for (size_t left = input.vote_count; left > 1; left--) {
        size_t other = seeded_below(&seeded, left);
        struct opinion_vote held = votes[left - 1];
        votes[left - 1] = votes[other];
        votes[other] = held;
    }
    struct opinion *after = compute(&arena, &input);
    assert_string_equal(before->certificate.input, after->certificate.input);
    assert_string_equal(before->certificate.result, after->certificate.result);
    assert_true(memcmp(before->component[0], after->component[0], 15 * sizeof(double)) == 0);
    assert_true(before->statement[7].bridging == after->statement[7].bridging);
    arena_free(&arena);
}

/* The same people under other numbers: only who has which number changes. */
static void the_numbers_of_people_change_no_score(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 60, 15, 3, 5);
    struct opinion *before = compute(&arena, &input);
    struct opinion_vote *votes = arena_array(&arena, input.vote_count, sizeof *votes);
    for (size_t i = 0; i < input.vote_count; i++)
        votes[i] = (struct opinion_vote){59 - input.votes[i].participant, input.votes[i].statement,
                                         input.votes[i].value};
    input.votes = votes;
    struct opinion *after = compute(&arena, &input);
    assert_int_equal(before->agreed_count, after->agreed_count);
    for (size_t i = 0; i < before->agreed_count; i++)
        assert_int_equal(before->agreed[i].statement, after->agreed[i].statement);
    for (uint32_t s = 0; s < 15; s++) {
        assert_near(before->mean[s], after->mean[s], 1e-12);
        for (int which = 0; which < 2; which++)
            assert_near(fabs(before->component[which][s]), fabs(after->component[which][s]), 1e-6);
        assert_near(before->statement[s].consensus, after->statement[s].consensus, 1e-12);
        assert_near(before->statement[s].priority, after->statement[s].priority, 1e-6);
        assert_memory_equal(&before->statement[s].all, &after->statement[s].all, sizeof(struct opinion_count));
    }
    arena_free(&arena);
}

struct task { struct opinion_input input; char result[65]; };

static void *work(void *context)
{
    struct task *task = context;
    struct arena arena = {0};
    struct opinion_rules rules = opinion_usual_rules;
    rules.replicates = 8;
    struct opinion *opinion = opinion_compute(&arena, &task->input, &rules, NULL);
    memcpy(task->result, opinion->certificate.result, sizeof task->result);
    arena_free(&arena);
    return NULL;
}

static void two_threads_find_what_one_finds(void **state)
{
    struct arena arena = {0};
    struct task alone = {.input = camps(&arena, 90, 25, 4, 6)}, tasks[2] = {alone, alone};
    pthread_t threads[2];
    work(&alone);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &tasks[i]), 0);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        assert_string_equal(tasks[i].result, alone.result);
    }
    arena_free(&arena);
}

static void one_changed_vote_changes_the_certificate(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 60, 15, 3, 5);
    struct opinion *before = compute(&arena, &input);
    ((struct opinion_vote *)input.votes)[100].value ^= 1;
    assert_string_not_equal(before->certificate.input, compute(&arena, &input)->certificate.input);
    arena_free(&arena);
}

/* So many that they are digested by a thread of their own. */
static void many_votes_have_one_certificate_in_any_order(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 20000, 16, 3, 5);
    struct opinion_vote *votes = (struct opinion_vote *)input.votes;
    struct opinion_rules rules = opinion_original_rules;
    assert_true(input.vote_count > 200000);
    struct opinion *before = opinion_compute(&arena, &input, &rules, NULL);
    for (size_t i = 0; i < input.vote_count / 2; i++) {
        struct opinion_vote other = votes[i];
        votes[i] = votes[input.vote_count - 1 - i];
        votes[input.vote_count - 1 - i] = other;
    }
    struct opinion *after = opinion_compute(&arena, &input, &rules, NULL);
    assert_string_equal(before->certificate.input, after->certificate.input);
    votes[100].value ^= 1;
    after = opinion_compute(&arena, &input, &rules, NULL);
    assert_string_not_equal(before->certificate.input, after->certificate.input);
    arena_free(&arena);
}

static void the_last_vote_counts_and_nonsense_does_not(void **state)
{
    struct arena arena = {0};
    const struct opinion_vote votes[] = {{0, 0, 1}, {0, 0, -1}, {0, 1, 1}, {9, 0, 1}, {0, 9, 1}, {1, 0, 5}, {1, 0, 0}};
    struct opinion_input input = {.participants = 2, .statements = 2, .votes = votes, .vote_count = 7};
    struct opinion *opinion = compute(&arena, &input);
    assert_int_equal(opinion->statement[0].all.agree, 0);
    assert_int_equal(opinion->statement[0].all.disagree, 1);
    assert_int_equal(opinion->statement[0].all.pass, 1);
    assert_int_equal(opinion->statement[1].all.agree, 1);
    assert_int_equal(opinion->participant[0].votes, 2);
    arena_free(&arena);
}

static void who_passes_on_everything_changes_no_agreement(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 60, 15, 3, 5);
    struct opinion *before = compute(&arena, &input);
    struct opinion_vote *votes = arena_array(&arena, input.vote_count + 15, sizeof *votes);
    memcpy(votes, input.votes, input.vote_count * sizeof *votes);
    for (uint32_t s = 0; s < 15; s++)
        votes[input.vote_count++] = (struct opinion_vote){60, s, 0};
    input.votes = votes;
    input.participants = 61;
    struct opinion *after = compute(&arena, &input);
    for (uint32_t s = 0; s < 15; s++) {
        assert_int_equal(before->statement[s].all.agree, after->statement[s].all.agree);
        assert_int_equal(before->statement[s].all.disagree, after->statement[s].all.disagree);
        assert_int_equal(before->statement[s].all.pass + 1, after->statement[s].all.pass);
    }
    arena_free(&arena);
}

static void a_refused_statement_is_neither_typical_nor_shared(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 100, 20, 4, 2);
    uint8_t flags[20] = {OPINION_OUT, 0, 0, 0, OPINION_OUT, OPINION_META};
    input.flags = flags;
    struct opinion *opinion = compute(&arena, &input);
    for (size_t g = 0; g < opinion->group_count; g++)
        for (size_t i = 0; i < opinion->group[g].typical_count; i++)
            assert_int_equal(flags[opinion->group[g].typical[i].statement], 0);
    for (size_t i = 0; i < opinion->agreed_count; i++)
        assert_int_equal(flags[opinion->agreed[i].statement], 0);
    assert_true(opinion->statement[0].all.agree > 50);               /* but counted, and its votes remain */
    assert_true(opinion->component[0][0] == 0 && isnan(opinion->statement[0].bridging));
    assert_near(opinion->statement[5].priority, 49, 0);
    arena_free(&arena);
}

static void everybody_inside_is_in_one_group_and_scores_stay_in_range(void **state)
{
    for (uint64_t seed = 0; seed < 30; seed++) {
        struct arena arena = {0};
        struct seeded seeded = seeded_start(seed);
        uint32_t participants = 15 + (uint32_t)seeded_below(&seeded, 150), total = 0;
        struct opinion_input input = camps(&arena, participants, 8 + (uint32_t)seeded_below(&seeded, 30), 3, seed);
        struct opinion *opinion = compute(&arena, &input);
        for (size_t g = 0; g < opinion->group_count; g++)
            total += opinion->group[g].size;
        assert_true(opinion->group_count == 0 || total == opinion->inside);
        for (uint32_t p = 0; p < participants; p++)
            assert_true((opinion->participant[p].group >= 0)
                        == (opinion->group_count && opinion->participant[p].inside));
        for (uint32_t s = 0; s < input.statements; s++)
            assert_true(opinion->statement[s].consensus > 0 && opinion->statement[s].consensus < 1
                        && opinion->statement[s].priority > 0);
        arena_free(&arena);
    }
}

static void one_sided_voters_can_be_left_out(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 40, 25, 4, 2);
    struct opinion_vote *votes = arena_array(&arena, input.vote_count + 25, sizeof *votes);
    struct opinion_rules rules = opinion_usual_rules;
    memcpy(votes, input.votes, input.vote_count * sizeof *votes);
    for (uint32_t s = 0; s < 25; s++)
        votes[input.vote_count++] = (struct opinion_vote){40, s, -1};
    input.votes = votes;
    input.participants = 41;
    rules.replicates = 0;
    assert_int_equal(opinion_compute(&arena, &input, &rules, NULL)->participant[40].votes, 25);
    rules.single_minded = 20;
    assert_int_equal(opinion_compute(&arena, &input, &rules, NULL)->participant[40].votes, 0);
    arena_free(&arena);
}

static void banned_people_count_nowhere(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 40, 15, 3, 5);
    bool excluded[40] = {false};
    excluded[3] = true;
    input.excluded = excluded;
    struct opinion *opinion = compute(&arena, &input);
    assert_int_equal(opinion->participant[3].votes, 0);
    assert_int_equal(opinion->participant[3].group, OPINION_NOBODY);
    arena_free(&arena);
}

static void groups_keep_their_letters_when_votes_are_added(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 120, 20, 3, 8);
    size_t all = input.vote_count;
    struct opinion_rules rules = opinion_usual_rules;
    rules.replicates = 0;
    input.vote_count = all / 2;                                      /* the first sixty people */
    struct opinion *first = opinion_compute(&arena, &input, &rules, NULL);
    for (uint32_t p = 0; p < 120; p++)                               /* remembered the other way round */
        if (first->memory->group[p] >= 0)
            first->memory->group[p] = 1 - first->memory->group[p];
    char *text = opinion_memory_text(&arena, first->memory);
    struct opinion_memory *memory = opinion_memory_read(&arena, text);
    assert_non_null(memory);
    input.vote_count = all;
    struct opinion *second = opinion_compute(&arena, &input, &rules, memory);
    assert_int_equal(second->group_count, 2);
    assert_int_equal(second->participant[0].group, memory->group[0]);
    assert_int_equal(second->participant[1].group, memory->group[1]);
    assert_string_equal(text, opinion_memory_text(&arena, memory));
    assert_null(opinion_memory_read(&arena, "opinion 1 3 2 2 1 2 0 AB"));
    assert_null(opinion_memory_read(&arena, "opinion 1 4000000000 2 2 1 2 0 AB"));
    arena_free(&arena);
}

static void another_number_of_groups_is_shown_once_it_was_best_four_times(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 120, 20, 3, 8);
    struct opinion_rules rules = opinion_usual_rules;
    rules.replicates = 0;
    struct opinion_memory *memory = opinion_compute(&arena, &input, &rules, NULL)->memory;
    assert_int_equal(memory->shown, 2);
    memory->shown = memory->last = 3;
    for (int time = 1; time <= 4; time++) {
        struct opinion *opinion = opinion_compute(&arena, &input, &rules, memory);
        assert_int_equal(opinion->group_count, time < 4 ? 3 : 2);
        memory = opinion->memory;
    }
    arena_free(&arena);
}

static void colleges_are_counted_apart(void **state)
{
    struct arena arena = {0};
    struct opinion_input input = camps(&arena, 100, 20, 4, 2);
    uint32_t college[100];
    for (uint32_t p = 0; p < 100; p++)
        college[p] = p % 2;                                          /* each camp a college */
    input.college = college;
    input.colleges = 2;
    struct opinion *opinion = compute(&arena, &input);
    int first = opinion->participant[0].group;
    assert_int_equal(opinion->group[first].colleges[0], 50);
    assert_int_equal(opinion->group[first].colleges[1], 0);
    for (uint32_t s = 0; s < 20; s++) {
        const struct opinion_statement *statement = &opinion->statement[s];
        assert_int_equal(statement->by_college[0].agree + statement->by_college[1].agree, statement->all.agree);
        assert_near(statement->consensus_colleges, statement->consensus, 1e-12);
    }
    arena_free(&arena);
}

static void what_is_shown_next_was_neither_voted_nor_refused(void **state)
{
    struct arena arena = {0};
    uint8_t flags[20] = {[7] = OPINION_OUT};
    struct opinion_input input = camps(&arena, 100, 20, 4, 2);
    input.flags = flags;
    input.participants = 101;
    struct opinion_vote *votes = (struct opinion_vote *)input.votes;
    votes[0] = (struct opinion_vote){100, 3, 1};
    struct opinion *opinion = compute(&arena, &input);
    uint32_t next[20], again[20];
    assert_int_equal(opinion_next(&arena, &input, opinion, 100, 42, next, 20), 18);
    assert_int_equal(opinion_next(&arena, &input, opinion, 100, 42, again, 5), 5);
    assert_memory_equal(next, again, sizeof *next * 5);
    for (int i = 0; i < 18; i++)
        assert_true(next[i] != 3 && next[i] != 7);
    arena_free(&arena);
}

const struct CMUnitTest opinion_tests[] = {
    PLAIN("the tests of proportions are those of Polis", the_tests_of_proportions_are_those_of_polis),
    PLAIN("priorities are those of Polis", priorities_are_those_of_polis),
    PLAIN("silhouettes are those of Polis", silhouettes_are_those_of_polis),
    PLAIN("power iteration is that of Polis", power_iteration_is_that_of_polis),
    PLAIN("a tridiagonal matrix gives its largest eigenvalue", a_tridiagonal_matrix_gives_its_largest_eigenvalue),
    PLAIN("axes are eigenvectors, found either way", axes_are_eigenvectors_found_either_way),
    PLAIN("two camps are found, with what divides and joins them",
          two_camps_are_found_with_what_divides_and_joins_them),
    PLAIN("too few people get counts and no groups", too_few_people_get_counts_and_no_groups),
    PLAIN("people who all think alike are not split", people_who_all_think_alike_are_not_split),
    PLAIN("the order of the votes changes nothing", the_order_of_the_votes_changes_nothing),
    PLAIN("the numbers of people change no score", the_numbers_of_people_change_no_score),
    PLAIN("two threads find what one finds", two_threads_find_what_one_finds),
    PLAIN("one changed vote changes the certificate", one_changed_vote_changes_the_certificate),
    PLAIN("many votes have one certificate in any order", many_votes_have_one_certificate_in_any_order),
    PLAIN("the last vote counts and nonsense does not", the_last_vote_counts_and_nonsense_does_not),
    PLAIN("who passes on everything changes no agreement", who_passes_on_everything_changes_no_agreement),
    PLAIN("a refused statement is neither typical nor shared", a_refused_statement_is_neither_typical_nor_shared),
    PLAIN("everybody inside is in one group and scores stay in range",
          everybody_inside_is_in_one_group_and_scores_stay_in_range),
    PLAIN("one-sided voters can be left out", one_sided_voters_can_be_left_out),
    PLAIN("banned people count nowhere", banned_people_count_nowhere),
    PLAIN("groups keep their letters when votes are added", groups_keep_their_letters_when_votes_are_added),
    PLAIN("another number of groups is shown once it was best four times",
          another_number_of_groups_is_shown_once_it_was_best_four_times),
    PLAIN("colleges are counted apart", colleges_are_counted_apart),
    PLAIN("what is shown next was neither voted nor refused", what_is_shown_next_was_neither_voted_nor_refused),
    {0}};
