/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invented wishes and tables, a line of # between them: read within bounds, seated where there is a place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "main/compute_assign.h"

enum { MOST_PEOPLE = 60, MOST_TABLES = 20 };               /* more take seconds under the sanitizers */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *arena, const struct seats *seats, size_t size)
{
    struct assign_problem problem = seats_problem(seats);
    uint32_t held[MOST_TABLES] = {0}, placed = 0;
    problem.mixed = size % 2, problem.only_wishes = size % 3 == 0, problem.most_share = size % 5 ? 0 : 0.5;
    struct assign_result result = assign_solve(arena, &problem);
    for (uint32_t p = 0; p < problem.participants; p++)
        if (result.table[p] != ASSIGN_NOWHERE) {
            if (result.table[p] >= problem.tables || held[result.table[p]]++ >= problem.places[result.table[p]])
                abort();
            placed++;
        }
    if (placed != result.placed || result.bound > result.cost)
        abort();
}

static bool read(struct seats *seats, const char *bytes, size_t size)
{
    const char *cut = memchr(bytes, '#', size);
    struct csv csv;
    size_t wishes = cut ? (size_t)(cut - bytes) : size;
    if (cut && (!csv_open(&csv, seats->line->arena, cut + 1, size - wishes - 1)
                || !seats_read_tables(seats, "y", &csv)))
        return false;
    return csv_open(&csv, seats->line->arena, bytes, wishes) && seats_read_participants(seats, "x", &csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *err = stderr, *nowhere = fopen("/dev/null", "w");
    struct arena arena = {0};
    struct command_line line = {.arena = &arena};
    if (!nowhere)
        return 0;
    stderr = nowhere;
    struct seats *seats = seats_begin(&line);
    seats->by_default = (int64_t)(size % 7);
    bool good = read(seats, arena_copy(&arena, (const char *)data, size), size);
    stderr = err;
    fclose(nowhere);
    if (good && seats->count <= MOST_PEOPLE && seats->tables.count <= MOST_TABLES)
        check(&arena, seats, size);
    arena_free(&arena);
    return 0;
}
