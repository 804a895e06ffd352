/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rules of maillage compute ballot share. */
#pragma once
#include "engines/ballots.h"
#include "engines/kernel/hash.h"
#include "main/compute.h"

/* A CSV, or a JSON array of objects: one list of rows under named columns. */
struct ballot_table {
    struct command_line *line;
    const char *path;
    struct csv columns;                    /* header and column_count only */
    size_t count; char ***rows; int64_t *lines;
    int64_t bad;
};
/* The column with one of these names; −1, and said when needed, when there is none. */
int ballot_column(struct ballot_table *table, bool needed, const char *const *names);
/* "" when the column is absent; without blanks around. */
const char *ballot_cell(const struct ballot_table *table, size_t row, int column);
/* The same for a name, told when it is missing: NULL. */
const char *ballot_named(struct ballot_table *table, size_t row, int column);
void ballot_bad(struct ballot_table *table, size_t row, const char *english);
/* 10¹⁰, more people than there are: no sum of counts over a table that memory can hold leaves int64. */
#define BALLOT_MOST_COUNT INT64_C(10000000000)
/* A count of at most so many, `otherwise` for an empty cell; false, said, when it is something else. */
bool ballot_count(struct ballot_table *table, size_t row, int column, int64_t otherwise, int64_t *count);
/* A name that nobody had yet; false, said, when it is missing or stands on an earlier line: the first line counts. */
bool ballot_first(struct ballot_table *table, size_t row, int column, struct text_map *names, uint32_t *number);
/* The number of a name, given to it when it is new. */
uint32_t ballot_name(struct text_map *names, const char *name);

/* What is answered, in both forms: an open JSON object and lines; ended with the sentence of the rule. */
struct ballot_answer { struct command_line *line; bool empty; struct buffer out, lines, sentence; struct json json; };
/* Says what was left out, and when nothing is left: the answer then ends with EXIT_FAILED, unless the file is empty. */
void ballot_begin(struct ballot_answer *answer, struct ballot_table *table, const char *rule);
/* In JSON: key: {"exact":"407/600","value":0.678…}. */
void ballot_share(struct ballot_answer *answer, const char *key, struct rational share);
void ballot_text(struct ballot_answer *answer, const char *key, const char *text);
void ballot_int(struct ballot_answer *answer, const char *key, int64_t number);
void ballot_bool(struct ballot_answer *answer, const char *key, bool value);
int ballot_end(struct ballot_answer *answer);

int ballot_majority(struct ballot_table *table);
int ballot_by_colleges(struct ballot_table *table);
int ballot_by_proxies(struct ballot_table *table);
int ballot_by_consent(struct ballot_table *table);
int ballot_without_candidate(struct ballot_table *table);
int ballot_schulze(struct ballot_table *table);
int ballot_stv(struct ballot_table *table);
int ballot_judgment(struct ballot_table *table);
int ballot_pairs(struct ballot_table *table);
int ballot_lot(struct ballot_table *table);
int ballot_panel(struct ballot_table *table);

/* The answer to the bytes of a file of this name, under the --rule of the line. */
int ballot_count_bytes(struct command_line *line, const char *path, const char *bytes, size_t length);
/* Another table of the same kind; false, said, when it cannot be read. */
bool ballot_read(struct ballot_table *table, const char *path);
