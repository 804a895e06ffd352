/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute ENGINE FILE…: the engines on files, without a database. One file compute_X.c for each engine. */
#pragma once
#include "base/text.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "main/command.h"

struct computation {
    const char *name, *arguments, *help;   /* "opinion", "VOTES.csv [--statements FILE.csv]", N_("…") */
    int (*run)(struct command_line *line);
    const char *reads, *answers, *options; /* N_("…"), after the command's own line; options: NULL when it has none */
};
extern const struct computation computations[];            /* ended by {0} */
int compute_command(struct command_line *line);

/* The bytes of a file; NULL, said on stderr, when it cannot be read or is larger than 1 GB. */
char *compute_file(struct command_line *line, const char *path, size_t *length);
/* Opens a table; false, said on stderr, when it is none. Its bytes and rows live in the line's arena. */
bool compute_table(struct command_line *line, const char *path, struct csv *csv);
/* After the last row: what ended the table early is said on stderr; what was read stays. */
void compute_table_end(const char *path, const struct csv *csv);
/* The word at this place that is no option, nor the value of one; NULL when there are not so many. options: those that
 * take a value, ended by NULL. */
const char *compute_word(const struct command_line *line, int place, const char *const *options);
/* Whether the words of the line are understood: options among known (ended by NULL), those of with_value followed by
 * their value, and no more than `most` words beside; else false, said on stderr. */
bool compute_understands(const struct command_line *line, const char *const *known, const char *const *with_value,
                         int most);
/* The whole number after an option, from least to most: *value stays when it is not asked. False, said on stderr, when
 * it is none. */
bool compute_whole(const struct command_line *line, const char *option, int64_t least, int64_t most, int64_t *value);
/* A cell without the blanks around it, in place: " 12" and "12" are one. */
char *compute_bare(char *cell);
/* JSON is asked for, or nobody reads: the output is no terminal. --table asks for a table anywhere. */
bool compute_as_json(const struct command_line *line);
void compute_print(const struct buffer *out);              /* on stdout, with an end of line */
/* "votes.csv has no column of one of these names: vote, voix." on stderr; names ends with NULL. */
void compute_no_column(const char *path, const char *const *names);
/* A word padded with blanks to so many characters, not bytes. */
const char *compute_padded(struct arena *arena, const char *text, size_t width);
/* "votes.csv:12: …" on stderr, for the first 20 bad lines of a file; *count counts them all. */
void compute_bad_line(const char *path, int64_t line, const char *english, int64_t *count);

int compute_opinion(struct command_line *line);
int compute_rank(struct command_line *line);
int compute_resolve(struct command_line *line);
int compute_budget(struct command_line *line);
int compute_ballot(struct command_line *line);
int compute_setcover(struct command_line *line);
int compute_assign(struct command_line *line);
int compute_effects(struct command_line *line);
int compute_coalition(struct command_line *line);
int compute_money(struct command_line *line);
int compute_network(struct command_line *line);
int compute_names(struct command_line *line);
int compute_duplicates(struct command_line *line);
int compute_terms(struct command_line *line);
