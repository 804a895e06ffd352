/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What maillage compute assign reads, for the file that reads it and the one that answers. */
#pragma once
#include "engines/assign.h"
#include "engines/kernel/hash.h"
#include "main/compute.h"

struct seats {
    struct command_line *line;
    struct text_map tables, colleges, people;
    uint32_t places[ASSIGN_MOST_TABLES];
    const char *id[ASSIGN_MOST_PARTICIPANTS];
    uint32_t college[ASSIGN_MOST_PARTICIPANTS], wish[ASSIGN_MOST_PARTICIPANTS * ASSIGN_MOST_WISHES];
    size_t start[ASSIGN_MOST_PARTICIPANTS + 1];
    uint32_t count;
    int64_t bad, by_default;                               /* places of a table nobody gave places to; 0: unknown */
    bool listed;                                           /* the tables are those of --tables, no others */
};
enum { SEATS_MOST_PLACES = 5000 };

struct seats *seats_begin(struct command_line *line);
/* False, said on stderr: the command ends. Lines left out are named and counted in bad. path is what complaints call
 * the file. Tables come first: then wishes name no others. */
bool seats_read_tables(struct seats *seats, const char *path, struct csv *csv);
bool seats_read_participants(struct seats *seats, const char *path, struct csv *csv);
bool seats_read_places(const char *text, int64_t *places);           /* 0 … SEATS_MOST_PLACES */
/* The problem that was read, in the arena of the line but for what the seats hold. */
struct assign_problem seats_problem(const struct seats *seats);
