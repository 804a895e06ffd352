/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What maillage compute network reads, for the file that reads it and the one that answers. */
#pragma once
#include "engines/kernel/hash.h"
#include "engines/network.h"
#include "engines/resilience.h"
#include "engines/ties.h"
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

/* Missing ties, departures and the profile. replicates −1: 200 up to 20,000 ties, 20 up to 100,000, then none. */
struct network_more_rule { uint32_t missing, most_members; int64_t replicates; uint64_t seed; };
struct network_more {
    struct departures *departures;
    struct profile profile;
    struct tie *ties; size_t tie_count;
};
void network_more(struct network_file *file, const struct sparse *network, const struct network_more_rule *rule,
                  struct network_more *more);
void network_write_departure(struct json *json, struct network_file *file, const struct network_more *more,
                             uint32_t actor);
/* explain: what each figure means is said. */
void network_write_more(struct json *json, struct network_file *file, const struct network_more *more, bool explain);
void network_print_more(struct network_file *file, const struct network_more *more, bool explain);
