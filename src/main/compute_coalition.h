/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What maillage compute coalition reads, for the file that reads it and those that answer. */
#pragma once
#include "engines/coalitions.h"
#include "engines/kernel/hash.h"
#include "main/compute.h"

/* The problem as it was read: lots, colleges and labels are demands, in the order of the file. */
struct coalition_file {
    struct command_line *line;
    const char *path;
    struct text_map demands, candidates;
    double *wanted;                                        /* by demand */
    bool *fixed, *excluded;                                /* by candidate */
    double *distance;                                      /* NAN: unknown */
    size_t *start;
    uint32_t *demand; double *capacity; size_t cells, cell_room, capacity_room;
    uint32_t *last;                                        /* by demand: the last candidate who can, from 1 */
    struct team_tie *ties; size_t tie_count, tie_room;
    struct team_clash *clashes; size_t clash_count, clash_room;
    uint32_t most_members; size_t most_teams;
    bool connected; double km;                             /* tied together; kilometres that weigh 1, 0: none do */
    bool refused;
};
/* The first thing that is wrong ends the reading: false, with its place on stderr, "file.json: candidates[3]: …". */
bool coalition_read(struct coalition_file *file, const struct json_value *root);
/* "file.json: lots: …" on stderr; false. */
bool coalition_refuse(struct coalition_file *file, const char *where, const char *english);

/* A whole question out of its bytes; path is what complaints call it. The exit code. */
int coalition_answer(struct command_line *line, const char *path, const char *bytes, size_t length);
int coalition_connect(struct coalition_file *file);
