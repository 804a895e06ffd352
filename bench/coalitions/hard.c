/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Set covers that nobody proves in time, invented. */
#include "hard.h"
#include "base/memory.h"
#include "engines/kernel/seeded.h"
#include <stdio.h>

enum { TRIPS = 507, TOURS = 63009, LONGEST_TOUR = 12, MOST_PAUSE = TRIPS / 40, SHORT_TOUR = 6 };

static FILE *create_in(struct arena *arena, const char *folder, const char *name)
{
    return fopen(arena_format(arena, "%s/hard-%s.txt", folder, name), "w");
}

/* Each row has so many columns in a thousand, and one at least. */
static void write_random(FILE *out, struct arena *arena, struct seeded *chance, uint32_t rows, uint32_t columns,
                         uint32_t thousandths)
{
    uint32_t *row = arena_array(arena, columns, sizeof *row);
    fprintf(out, "%u %u\n", rows, columns);
    for (uint32_t j = 0; j < columns; j++)
        fprintf(out, "%d ", 1 + (int)seeded_below(chance, 100));
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t count = 0;
        for (uint32_t j = 0; j < columns; j++)
            if (j == i || seeded_below(chance, 1000) < thousandths)
                row[count++] = j + 1;
        fprintf(out, "\n%u\n", count);
        for (uint32_t k = 0; k < count; k++)
            fprintf(out, "%u ", row[k]);
    }
}

/* A tour starts at some trip and goes on to later ones, none far from the one before; tour i of the first ones starts
 * at trip i, so that each trip has one. */
static void write_tours(FILE *out, struct seeded *chance)
{
    fprintf(out, "%d %d\n", TRIPS, TOURS);
    for (int j = 0; j < TOURS; j++) {
        int trips[LONGEST_TOUR], count = 1, wanted = 1 + (int)seeded_below(chance, LONGEST_TOUR);
        trips[0] = j < TRIPS ? j : (int)seeded_below(chance, TRIPS);
        for (; count < wanted; count++) {
            trips[count] = trips[count - 1] + 1 + (int)seeded_below(chance, MOST_PAUSE);
            if (trips[count] >= TRIPS)
                break;
        }
        int cost = count <= SHORT_TOUR && seeded_below(chance, 2) ? 1 : 2;
        fprintf(out, "%d %d", cost, count);
        for (int k = 0; k < count; k++)
            fprintf(out, " %d", trips[k] + 1);
        fprintf(out, "\n");
    }
}

int write_hard(const char *folder)
{
    static const struct { const char *name; uint32_t rows, columns, thousandths; } kinds[] = {
        {"e", 500, 5000, 100}, {"f", 500, 5000, 200}, {"g", 1000, 10000, 20}, {"h", 1000, 10000, 50}};
    struct arena arena = {0};
    struct seeded chance = seeded_start(1990);
    bool good = true;
    for (size_t i = 0; good && i < sizeof kinds / sizeof *kinds; i++) {
        FILE *out = create_in(&arena, folder, kinds[i].name);
        if (out)
            write_random(out, &arena, &chance, kinds[i].rows, kinds[i].columns, kinds[i].thousandths);
        good = out && fclose(out) == 0;
    }
    FILE *out = good ? create_in(&arena, folder, "crews") : NULL;
    if (out)
        write_tours(out, &chance);
    good = out && fclose(out) == 0;
    arena_free(&arena);
    return good ? 0 : 2;
}
