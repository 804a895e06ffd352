/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures the groups of opinion on invented votes:
 * bench-opinion PARTICIPANTS STATEMENTS VOTES [--camps N] [--write FILE]
 * Camps 0: votes without any structure, the worst case for finding axes. */
#include "base/number.h"
#include "engines/kernel/seeded.h"
#include "engines/opinion.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { RUNS = 5 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int64_t option(int count, char **words, const char *name, int64_t usual)
{
    for (int i = 1; i + 1 < count; i++)
        if (strcmp(words[i], name) == 0)
            parse_int(words[i + 1], &usual);
    return usual;
}

/* Each camp agrees with its own statements, one vote in five going elsewhere. */
static struct opinion_input invent(struct arena *arena, uint32_t participants, uint32_t statements, size_t count,
                                   uint64_t camps)
{
    struct seeded seeded = seeded_start(2026);
    struct opinion_vote *votes = arena_array(arena, count, sizeof *votes);
    for (size_t i = 0; i < count; i++) {
        uint32_t p = (uint32_t)(i % participants), s = (uint32_t)seeded_below(&seeded, statements);
        int side = camps && p % camps == s % camps ? 1 : -1;
        uint64_t luck = seeded_below(&seeded, 10);
        int value = !camps ? (int)(luck % 3) - 1 : luck == 0 ? 0 : luck == 1 ? -side : side;
        votes[i] = (struct opinion_vote){p, s, (int8_t)value};
    }
    return (struct opinion_input){.participants = participants, .statements = statements, .votes = votes,
                                  .vote_count = count};
}

static void write_votes(const struct opinion_input *input, const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out)
        exit(2);
    fputs("comment-id,voter-id,vote\n", out);
    for (size_t i = 0; i < input->vote_count; i++)
        fprintf(out, "%u,%u,%d\n", input->votes[i].statement, input->votes[i].participant, input->votes[i].value);
    fclose(out);
}

static int by_value(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

static void measure(const struct opinion_input *input, const struct opinion_rules *rules, const char *name)
{
    double times[RUNS];
    size_t groups = 0;
    for (int run = 0; run < RUNS; run++) {
        struct arena arena = {0};
        double start = seconds();
        groups = opinion_compute(&arena, input, rules, NULL)->group_count;
        times[run] = seconds() - start;
        arena_free(&arena);
    }
    qsort(times, RUNS, sizeof *times, by_value);
    printf("%-46s %8.3f s  (%.3f to %.3f)  %zu groups\n", name, times[RUNS / 2], times[0], times[RUNS - 1], groups);
    fflush(stdout);
}

int main(int count, char **words)
{
    struct arena arena = {0};
    int64_t participants = 100000, statements = 2000, votes = 4000000;
    if (count < 4 || !parse_int(words[1], &participants) || !parse_int(words[2], &statements)
        || !parse_int(words[3], &votes))
        return 2;
    struct opinion_input input = invent(&arena, (uint32_t)participants, (uint32_t)statements, (size_t)votes,
                                        (uint64_t)option(count, words, "--camps", 3));
    for (int i = 4; i + 1 < count; i++)
        if (strcmp(words[i], "--write") == 0)
            write_votes(&input, words[i + 1]);
    struct opinion_rules rules = opinion_usual_rules;
    rules.replicates = 0;
    rules.bridging = false;
    measure(&input, &rules, "maillage, axes converged");
    measure(&input, &opinion_original_rules, "maillage, 101 power iterations as the original");
    rules.bridging = true;
    measure(&input, &rules, "maillage, with bridging scores");
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("memory at most: %ld MB\n", usage.ru_maxrss / 1024);
    arena_free(&arena);
    return 0;
}
