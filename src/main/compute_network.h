/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What maillage compute network reads, for the file that reads it and the one that answers. */
#pragma once
#include "engines/kernel/hash.h"
#include "engines/network.h"
#include "main/compute.h"

enum { NETWORK_MOST_WORDS = 4096 };                        /* colleges; functions */

/* A tie given as such is an initiative of two: one model for both kinds of files. */
struct network_file {
    struct command_line *line;
    const char *path;
    struct text_map actors, initiatives, colleges, functions;
    uint32_t initiative_count;                             /* those of ties have no name */
    struct triple *memberships; size_t count, room;
    int64_t *day; size_t day_room;                         /* by membership; INT64_MIN: unknown */
    struct triple *amounts; size_t amount_count, amount_room;        /* actor, initiative, euros */
    struct triple *seats; size_t seat_count, seat_room;              /* 1: has a seat, 0: has none */
    struct triple *can; size_t can_count, can_room;                  /* actor, function, 1 */
    const char **name;                                     /* by actor; NULL: its id */
    uint32_t *college; double *longitude, *latitude;       /* by actor; NAN: unknown */
    bool are_ties, dated;
    int64_t bad;
};
/* False, said on stderr: the command ends. */
bool network_read(struct network_file *file, const char *path);
/* --actors: what is known of them. After network_read; actors of no tie come in too. path NULL: nothing is. */
bool network_read_actors(struct network_file *file, const char *path);
/* Memberships weigh exp(−age/years), age from the last date of the file. */
void network_age(struct network_file *file, double years);
