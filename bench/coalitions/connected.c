/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Connected teams on an invented network of 11,700 people and 46,000 ties, as many as the network of co-authors that is
 * usual for this: who has worked much draws more work. */
#include "engines/connected.h"
#include "connected.h"
#include "engines/kernel/seeded.h"
#include <stdio.h>
#include <time.h>

enum { PEOPLE = 11700, TIES = 46000, MOST_HOLDERS = 120 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Everybody is tied to somebody before them, so that all are reached; then half of the ends of a tie are those of a
 * tie that is there, which is to draw by the number of ties. Lengths from .2 to 1. */
static struct sparse invent_network(struct arena *arena, struct seeded *chance)
{
    struct triple *ties = arena_array(arena, TIES, sizeof *ties);
    for (uint32_t i = 0; i < TIES; i++) {
        uint32_t a = i + 1, b = 0;
        if (i < PEOPLE - 1) {
            b = (uint32_t)seeded_below(chance, i + 1);
        } else {
            const struct triple *there = &ties[seeded_below(chance, i)];
            a = seeded_below(chance, 2) ? there->row : there->column;
            do
                b = (uint32_t)seeded_below(chance, PEOPLE);
            while (b == a);
        }
        ties[i] = (struct triple){a, b, 0.2 + 0.8 * seeded_unit(chance)};
    }
    return sparse_graph(arena, PEOPLE, ties, TIES);
}

static void ask(const struct sparse *network, struct seeded *chance, uint32_t skills, uint32_t holders)
{
    struct arena arena = {0};
    size_t start[CONNECTED_MOST_SKILLS + 1] = {0};
    uint32_t who[CONNECTED_MOST_SKILLS * MOST_HOLDERS];
    for (uint32_t s = 0; s < skills; s++) {
        start[s + 1] = start[s] + holders;
        for (uint32_t i = 0; i < holders; i++)
            who[start[s] + i] = (uint32_t)seeded_below(chance, PEOPLE);
    }
    struct connected_problem problem = {.network = network, .lengths = true, .skills = skills, .start = start,
                                        .holders = who};
    double begun = seconds();
    struct connected found = connected_find(&arena, &problem);
    printf("connected %u %u %.4f %.4f %u %.3f\n", skills, holders, found.cheapest.cost, found.led.cost,
           found.cheapest.count, seconds() - begun);
    arena_free(&arena);
}

void measure_connected(void)
{
    struct arena arena = {0};
    struct seeded chance = seeded_start(20261123);
    struct sparse network = invent_network(&arena, &chance);
    for (uint32_t skills = 4; skills <= 12; skills += 2)
        for (uint32_t holders = 5; holders <= MOST_HOLDERS; holders *= 24)
            ask(&network, &chance, skills, holders);
    arena_free(&arena);
}
