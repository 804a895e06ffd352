/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The command line: commands of the program itself, beside those of the features. */
#pragma once
#include "web/feature.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

enum need { NEEDS_NOTHING, NEEDS_DATABASE, NEEDS_ITS_TABLES };       /* the last: up to date, with the app */
struct built_in { struct command command; enum need need; };
extern const struct built_in built_ins[];                  /* ended by {0} */

/* The language of the terminal: English when LANG says so, else French. */
const char *terminal_language(void);
/* printf on the terminal with a translated format. */
void tell(const char *english, ...) __attribute__((format(printf, 1, 2)));
void complain(const char *english, ...) __attribute__((format(printf, 1, 2)));       /* the same on stderr */
/* The word that follows --name; NULL when absent. */
const char *line_option(const struct command_line *line, const char *name);
bool line_flag(const struct command_line *line, const char *name);
/* False, said on stderr, when a word starting with -- is not among these (a list ended by NULL). */
bool line_knows(const struct command_line *line, const char *const *known);

int help_command(struct command_line *line);
int version_command(struct command_line *line);
int routes_command(struct command_line *line);
int migrate_command(struct command_line *line);
int backup_command(struct command_line *line);
int check_command(struct command_line *line);
int setting_command(struct command_line *line);
int serve_command(struct command_line *line);
