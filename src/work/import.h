/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Imports: what every importer shares. Each bad line is reported and the rest kept; a second import of the same file
 * duplicates nothing; the report is a page, a CSV, and the JSON of --json. */
#pragma once
#include "web/web.h"

struct import;                             /* one run */

/* kind "organisations", source the file's name; total 0 when unknown. */
struct import *import_open(struct db *db, struct arena *arena, const char *kind, const char *source, int64_t person_id,
                           int64_t now);
/* What follows is said of this file of a folder. */
void import_in_file(struct import *import, const char *name);
/* Progress is shown in this job's page instead of on the terminal. */
struct job;
void import_show_in(struct import *import, struct job *job);
void import_reject(struct import *import, int64_t line, const char *column, const char *reason, const char *value);
/* Kept, with a remark (a SIRET that fails its key): reported as a warning. */
void import_warn(struct import *import, int64_t line, const char *column, const char *reason, const char *value);
enum import_outcome { IMPORT_ADDED, IMPORT_CHANGED, IMPORT_SAME };
void import_keep(struct import *import, enum import_outcome outcome);
enum { IMPORT_AT_ONCE = 2000 };
/* To be called for each line: commits every IMPORT_AT_ONCE lines and begins again, shows progress
 * (terminal line or job). */
void import_progress(struct import *import, int64_t line, int64_t total);
/* Called before each of those commits: what an importer gathers for many lines goes with the lines it is about. At the
 * end of the file the importer calls it itself. */
void import_before_commit(struct import *import, void (*finish)(void *context), void *context);
struct import_result { int64_t id, read, added, changed, same, rejected, warned; };
struct import_result import_close(struct import *import);
/* {"read":n,"kept":n,"rejected":[{"file","line","reason"}…]} on standard output, or the readable summary. Exit status.
 */
int import_print(struct command_line *line, const struct import_result *result);

/* An importer of one kind of file, found by `maillage import DB KIND FILE` and by the page /imports. */
struct importer {
    const char *kind, *label;              /* "organisations", N_("Organisations (CSV)") */
    bool (*run)(struct import *import, struct db *db, struct arena *arena, const char *name,
                const char *bytes, size_t length);                                  /* false: not such a file at all */
    const struct permission *allow;
    const char *columns;                   /* N_(…): how such a file is written, for who makes one; NULL: see label */
};

/* The importer of this kind among all features; NULL when there is none. */
const struct importer *importer_find(const struct app *app, const char *kind);
/* maillage import DB KIND FILE: a workbook is read as its first sheet; a folder, file by file. */
int import_command(struct command_line *line);
/* The job "import" that a page queues: argument "KIND FILE_ID". */
bool import_job(struct job *job);
