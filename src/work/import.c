/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What every importer shares: the report, the counts, short transactions. */
#include "work/import.h"
#include "base/time.h"
#include "formats/json.h"
#include "work/job.h"
#include "work.bake.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_VALUE = 200, MOST_REPORTED = 20000, REJECTS_PRINTED = 20000 };

struct import {
    struct db *db;
    struct arena *arena;
    struct job *job;                       /* shows progress; NULL on the command line */
    struct import_result result;
    int64_t total, reported, in_transaction, shown_at;
    void (*finish)(void *context);
    void *context;
    const char *file;                      /* of a folder: the one being read; NULL: there is only one */
};

struct import *import_open(struct db *db, struct arena *arena, const char *kind, const char *source, int64_t person_id,
                           int64_t now)
{
    struct import *import = arena_alloc(arena, sizeof *import);
    struct import_start row = {0};
    db_begin_write(db);
    import_start(
        db, (struct import_start_args){.kind = kind, .source = source, .person_id = person_id, .now = now}, &row);
    *import = (struct import){.db = db, .arena = arena, .result.id = row.id};
    return import;
}

void import_in_file(struct import *import, const char *name)
{
    import->file = name;
}

void import_show_in(struct import *import, struct job *job)
{
    import->job = job;
}

void import_before_commit(struct import *import, void (*finish)(void *context), void *context)
{
    import->finish = finish;
    import->context = context;
}

/* A cell that is too long is cut between two characters. */
static const char *shorten(struct arena *arena, const char *value)
{
    if (!value || strlen(value) <= LONGEST_VALUE)
        return value;
    size_t length = LONGEST_VALUE;
    while (length && ((unsigned char)value[length] & 0xC0) == 0x80)
        length--;
    return arena_format(arena, "%.*s…", (int)length, value);
}

static void report(struct import *import, const char *level, int64_t line, const char *column, const char *reason,
                   const char *value)
{
    if (import->reported++ >= MOST_REPORTED)
        return;
    import_line_add(import->db, (struct import_line_add_args){
        .run_id = import->result.id, .line = line, .level = level, .column_name = column, .reason = reason,
        .value = shorten(import->arena, value), .file = import->file});
}

void import_reject(struct import *import, int64_t line, const char *column, const char *reason, const char *value)
{
    import->result.rejected++;
    import->result.read++;
    report(import, "rejected", line, column, reason, value);
}

void import_warn(struct import *import, int64_t line, const char *column, const char *reason, const char *value)
{
    import->result.warned++;
    report(import, "warned", line, column, reason, value);
}

void import_keep(struct import *import, enum import_outcome outcome)
{
    import->result.read++;
    switch (outcome) {
    case IMPORT_ADDED:   import->result.added++; break;
    case IMPORT_CHANGED: import->result.changed++; break;
    case IMPORT_SAME:    import->result.same++; break;
    }
}

static void write_counts(struct import *import, int64_t line)
{
    const struct import_result *result = &import->result;
    import_counts(import->db, (struct import_counts_args){
        .id = result->id, .line_count = result->read, .added = result->added, .changed = result->changed,
        .same = result->same, .rejected = result->rejected, .warned = result->warned, .current = line,
        .expected = import->total});
}

static void show(struct import *import, int64_t line)
{
    int64_t now = clock_now();
    if (now == import->shown_at)
        return;
    import->shown_at = now;
    if (import->job)
        job_progress(import->job, line, import->total);
    else if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%lld / %lld ", (long long)line, (long long)import->total);
}

void import_progress(struct import *import, int64_t line, int64_t total)
{
    import->total = total;
    show(import, line);
    if (++import->in_transaction < IMPORT_AT_ONCE)
        return;
    import->in_transaction = 0;
    if (import->finish)
        import->finish(import->context);
    write_counts(import, line);
    db_commit(import->db);
    db_begin_write(import->db);
}

struct import_result import_close(struct import *import)
{
    if (!import->job && isatty(STDERR_FILENO) && import->shown_at)
        fprintf(stderr, "\r                              \r");
    write_counts(import, import->total);
    import_end(import->db, (struct import_end_args){.id = import->result.id, .now = clock_now()});
    db_commit(import->db);
    return import->result;
}

static void print_json(struct command_line *line, const struct import_result *result, const char *file)
{
    struct buffer out = {.arena = line->arena};
    struct json json;
    struct import_rejects rejects = import_rejects(line->db, (struct import_rejects_args){
        .run_id = result->id, .page_size = REJECTS_PRINTED});
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "import"), json_int(&json, result->id);
    json_key(&json, "read"), json_int(&json, result->read);
    json_key(&json, "kept"), json_int(&json, result->added + result->changed + result->same);
    json_key(&json, "added"), json_int(&json, result->added);
    json_key(&json, "changed"), json_int(&json, result->changed);
    json_key(&json, "same"), json_int(&json, result->same);
    json_key(&json, "warned"), json_int(&json, result->warned);
    json_key(&json, "rejected");
    json_array(&json);
    for (size_t i = 0; i < rejects.count; i++) {
        json_object(&json);
        json_key(&json, "file"), json_text(&json, rejects.rows[i].file ? rejects.rows[i].file : file);
        json_key(&json, "line"), json_int(&json, rejects.rows[i].line);
        json_key(&json, "reason"), json_text(&json, rejects.rows[i].reason);
        json_key(&json, "column"), json_text(&json, rejects.rows[i].column_name);
        json_key(&json, "value"), json_text(&json, rejects.rows[i].value);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    printf("%s\n", buffer_string(&out));
}

static void print_words(struct command_line *line, const struct import_result *result)
{
    printf("%lld lignes lues : %lld ajoutées, %lld modifiées, %lld déjà connues, %lld à vérifier, %lld refusées.\n",
           (long long)result->read, (long long)result->added, (long long)result->changed, (long long)result->same,
           (long long)result->warned, (long long)result->rejected);
    enum { SHOWN = 10 };
    struct import_rejects rejects = import_rejects(line->db, (struct import_rejects_args){
        .run_id = result->id, .page_size = SHOWN});
    for (size_t i = 0; i < rejects.count; i++)
        printf("  %s%sligne %lld : %s%s%s\n", rejects.rows[i].file ? rejects.rows[i].file : "",
               rejects.rows[i].file ? ", " : "", (long long)rejects.rows[i].line, rejects.rows[i].reason,
               rejects.rows[i].value ? " — " : "", rejects.rows[i].value ? rejects.rows[i].value : "");
    if (result->rejected > SHOWN)
        printf("  … et %lld autres : voir la page /imports/%lld\n", (long long)result->rejected - SHOWN,
            (long long)result->id);
}

int import_print(struct command_line *line, const struct import_result *result)
{
    struct import_by_id run = {0};
    import_by_id(line->db, (struct import_by_id_args){.id = result->id}, &run);
    if (line->json)
        print_json(line, result, run.source);
    else
        print_words(line, result);
    if (db_failed(line->db)) {
        fprintf(stderr, "%s\n", db_failed(line->db));
        return 1;
    }
    return 0;
}
