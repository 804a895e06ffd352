/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The network engine on large invented graphs, analysis by analysis: bench-network make KIND NODES TIES FILE writes one
 * ("a b" a line), bench-network run FILE [SOURCES] analyses it. Seconds waited, one thread but for betweenness. */
#include "base/number.h"
#include "base/text.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/seeded.h"
#include "engines/network.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { CIRCLE = 100, THREADS = 2 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Whom node a is tied to next: anyone; mostly its own circle of a hundred; who is much tied already. */
static uint32_t draw(const char *kind, struct seeded *chance, uint32_t a, uint32_t nodes, const uint32_t *ends,
                     size_t count)
{
    if (strcmp(kind, "circles") == 0 && seeded_unit(chance) < 0.7)
        return a - a % CIRCLE + (uint32_t)seeded_below(chance, CIRCLE);
    if (strcmp(kind, "hubs") == 0 && count && seeded_unit(chance) < 0.8)
        return ends[seeded_below(chance, count)];
    return (uint32_t)seeded_below(chance, nodes);
}

static int make(const char *kind, uint32_t nodes, size_t ties, const char *path)
{
    struct arena arena = {0};
    struct int_map known = {.arena = &arena};
    struct seeded chance = seeded_start(1);
    uint32_t *ends = arena_array(&arena, 2 * ties, sizeof *ends);
    FILE *out = fopen(path, "w");
    if (!out)
        return 2;
    for (size_t count = 0; count < ties;) {
        uint32_t a = (uint32_t)seeded_below(&chance, nodes), b = draw(kind, &chance, a, nodes, ends, 2 * count);
        if (a == b || b >= nodes)
            continue;
        uint64_t *seen = int_map_at(&known, a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a);
        if ((*seen)++)
            continue;
        ends[2 * count] = a, ends[2 * count + 1] = b;
        count++;
        fprintf(out, "%u %u\n", a, b);
    }
    fclose(out);
    arena_free(&arena);
    return 0;
}

static struct sparse read_ties(struct arena *arena, const char *path)
{
    FILE *in = fopen(path, "r");
    struct triple *ties = NULL;
    size_t count = 0, room = 0;
    uint32_t nodes = 0;
    char line[64];
    while (in && fgets(line, sizeof line, in)) {
        char *rest;
        uint32_t a = (uint32_t)strtoul(line, &rest, 10), b = (uint32_t)strtoul(rest, NULL, 10);
        ties = arena_grow(arena, ties, count, &room, sizeof *ties);
        ties[count++] = (struct triple){a, b, 1};
        nodes = a >= nodes ? a + 1 : nodes;
        nodes = b >= nodes ? b + 1 : nodes;
    }
    if (in)
        fclose(in);
    double begun = now();
    struct sparse network = sparse_graph(arena, nodes, ties, count);
    printf("graph %.3f\n", now() - begun);
    return network;
}

static double said(const char *what, double begun)
{
    printf("%s %.3f\n", what, now() - begun);
    return now();
}

static int run(const char *path, uint32_t sources)
{
    struct arena arena = {0};
    struct sparse network = read_ties(&arena, path);
    uint32_t *colleges = arena_array(&arena, network.rows, sizeof *colleges);
    for (uint32_t i = 0; i < network.rows; i++)
        colleges[i] = i % 5;
    double start = now(), begun = start;
    struct network_circles circles = network_communities(&arena, &network, &(struct network_circles_rule){.seed = 1});
    begun = said("communities", begun);
    network_components(&arena, &network);
    begun = said("components", begun);
    network_cores(&arena, &network);
    begun = said("core", begun);
    network_holes(&arena, &network);
    begun = said("constraint", begun);
    network_cuts(&arena, &network);
    begun = said("articulation", begun);
    said("five", start);
    network_roles(&arena, &network, colleges);
    begun = said("roles", begun);
    network_robustness(&arena, &network, NULL);
    begun = said("robustness", begun);
    struct network_between_rule rule = {.sources = sources, .seed = 1, .threads = THREADS};
    struct network_between between = network_betweenness(&arena, &network, &rule);
    said("betweenness", begun);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("error %.3f\nquality %.4f\ncircles %u\nmemory %ld\n", between.error, circles.quality, circles.parts.count,
           usage.ru_maxrss / 1024);
    arena_free(&arena);
    return 0;
}

int main(int count, char **words)
{
    int64_t nodes, ties, sources = 64;
    if (count == 6 && strcmp(words[1], "make") == 0 && parse_int(words[3], &nodes) && parse_int(words[4], &ties))
        return make(words[2], (uint32_t)nodes, (size_t)ties, words[5]);
    if (count < 3 || strcmp(words[1], "run") != 0 || (count > 3 && !parse_int(words[3], &sources))) {
        fprintf(stderr, "usage: bench-network make chance|circles|hubs NODES TIES FILE | run FILE [SOURCES]\n");
        return 2;
    }
    return run(words[2], (uint32_t)sources);
}
