/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What both databases have in common: failures, transactions, the statements kept, values in and out of structs. */
#include "db/driver.h"
#include "base/text.h"
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_STATEMENTS = 64, PATH_ROOM = 4096 };

static bool is_postgres(const char *url)
{
    return text_starts(url, "postgresql://") || text_starts(url, "postgres://");
}

struct db *db_open(const char *url)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db)
        abort();
    db->patience = PATIENCE;
    db->deadline_set = -1;
    db->driver = is_postgres(url) ? &postgres_driver : &sqlite_driver;
    if (is_postgres(url))
        postgres_open(db, url);
    else
        sqlite_open(db, text_starts(url, "sqlite:") ? url + strlen("sqlite:") : url);
    return db;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db->driver->close(db);
    free(db->statements);
    free(db);
}

bool db_is_sqlite(const struct db *db)
{
    return db->driver == &sqlite_driver;
}

void db_use_arena(struct db *db, struct arena *arena)
{
    db->arena = arena;
}

struct arena *db_arena(const struct db *db)
{
    return db->arena;
}

void db_fail(struct db *db, const char *where, const char *why)
{
    if (db->failure[0])
        return;
    int length = snprintf(db->failure, sizeof db->failure, "%s: %s", where, why && *why ? why
        : "failed without a reason");
    if (length >= FAILURE_ROOM)
        length = FAILURE_ROOM - 1;
    while (length > 0 && db->failure[length - 1] == '\n')
        db->failure[--length] = '\0';
}

void db_fail_field(struct db *db, const struct db_query *query, const char *kind, const char *field, const char *why)
{
    char text[FAILURE_ROOM];
    snprintf(text, sizeof text, "%s %s %s", kind, field, why);
    db_fail(db, query->name, text);
}

void db_fail_late(struct db *db, const char *where)
{
    char text[FAILURE_ROOM];
    snprintf(text, sizeof text, "took longer than %lld ms", (long long)db->deadline);
    db_fail(db, where, text);
}

const char *db_failed(const struct db *db)
{
    return db->failure[0] ? db->failure : NULL;
}

bool db_conflict(const struct db *db)
{
    return db->conflict;
}

static void begin(struct db *db, enum transaction kind)
{
    if (db_failed(db))
        return;
    if (db->transaction != NO_TRANSACTION) {
        db_fail(db, "begin", "a transaction is open already");
        return;
    }
    db->driver->begin(db, kind);
    if (!db_failed(db))
        db->transaction = kind;
}

void db_begin(struct db *db)
{
    begin(db, READING);
}

void db_begin_write(struct db *db)
{
    begin(db, WRITING);
}

void db_commit(struct db *db)
{
    if (db_failed(db))
        return;
    if (db->transaction == NO_TRANSACTION) {
        db_fail(db, "commit", "no transaction is open");
        return;
    }
    db->driver->commit(db);
    if (!db_failed(db))
        db->transaction = NO_TRANSACTION;
}

uint64_t db_stamp(struct db *db)
{
    return db_failed(db) || !db->connection || db->transaction != NO_TRANSACTION ? 0 : db->driver->stamp(db);
}

void db_rollback(struct db *db)
{
    db->driver->rollback(db);
    db->transaction = NO_TRANSACTION;
    db->failure[0] = '\0';
    db->conflict = false;
}

void db_deadline(struct db *db, int64_t milliseconds)
{
    db->deadline = milliseconds > 0 ? milliseconds : 0;
}

size_t db_query_count(const struct db *db)
{
    return db->query_count;
}

int64_t db_changed(const struct db *db)
{
    return db->changed;
}

void db_script(struct db *db, const char *sql)
{
    if (!db_failed(db))
        db->driver->script(db, "script", sql);
}

/* What PostgreSQL would refuse and SQLite would take is refused for both. */
static const char *argument_trouble(const struct db_field *field, const void *args)
{
    if (argument_is_null(field, args))
        return field->optional ? NULL : "is NULL";
    if (field->type == DB_REAL && !isfinite(argument_real(field, args)))
        return "is not a finite number";
    if (field->type != DB_TEXT)
        return NULL;
    const char *text = argument_text(field, args);
    return utf8_valid(text, strlen(text)) ? NULL : "is not UTF-8";
}

static bool arguments_fit(struct db *db, const struct db_query *query, const void *args)
{
    if (query->arg_count > MOST_ARGUMENTS)
        db_fail(db, query->name, "too many arguments");
    for (size_t i = 0; i < query->arg_count && !db_failed(db); i++) {
        const char *trouble = argument_trouble(&query->args[i], args);
        if (trouble)
            db_fail_field(db, query, "argument", query->args[i].name, trouble);
    }
    if (query->column_count && !db->arena)
        db_fail(db, query->name, "no arena to put rows in: db_use_arena comes first");
    return !db_failed(db);
}

size_t db_fetch(struct db *db, const struct db_query *query, const void *args, void **rows)
{
    void *unused;
    rows = rows ? rows : &unused;
    *rows = NULL;
    db->changed = 0;
    if (db_failed(db) || !arguments_fit(db, query, args))
        return 0;
    db->query_count++;
    size_t count = db->driver->fetch(db, query, args, rows);
    if (!db_failed(db))
        return count;
    *rows = NULL;
    return 0;
}

bool db_prepares(struct db *db, const struct db_query *query)
{
    return !db_failed(db) && db->driver->prepares(db, query) && !db_failed(db);
}

int64_t db_file_size(struct db *db)
{
    return db_failed(db) ? 0 : db->driver->file_size(db);
}

/* ---- backups ---- */

static bool put_on_disk(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC);
    bool good = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    return good;
}

static bool put_folder_on_disk(const char *path)
{
    char folder[PATH_ROOM];
    const char *slash = strrchr(path, '/');
    int length = slash ? (int)(slash - path) : 1;
    snprintf(folder, sizeof folder, "%.*s", length ? length : 1, slash ? path : ".");
    return put_on_disk(folder, O_RDONLY | O_DIRECTORY);
}

bool db_backup(struct db *db, const char *path)
{
    char part[PATH_ROOM];
    if (db_failed(db))
        return false;
    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part)
        db_fail(db, "backup", "the path is too long");
    else if (access(path, F_OK) == 0)
        db_fail(db, path, "exists already; a backup never replaces a file");
    else if (db->transaction != NO_TRANSACTION)
        db_fail(db, "backup", "a transaction is open");
    if (db_failed(db))
        return false;
    unlink(part);
    db->driver->backup(db, part);
    if (!db_failed(db) && (!put_on_disk(part, O_RDWR) || rename(part, path) != 0 || !put_folder_on_disk(path)))
        db_fail(db, path, "cannot be written");
    if (db_failed(db))
        unlink(part);
    return !db_failed(db);
}

/* ---- statements ---- */

static struct statement *slot_of(struct statement *statements, size_t room, const struct db_query *query)
{
    size_t at = (size_t)((uintptr_t)query * 0x9E3779B97F4A7C15u >> 20) & (room - 1);
    while (statements[at].query && statements[at].query != query)
        at = (at + 1) & (room - 1);
    return &statements[at];
}

static void grow_statements(struct db *db)
{
    size_t room = db->statement_room ? db->statement_room * 2 : FIRST_STATEMENTS;
    struct statement *more = calloc(room, sizeof *more);
    if (!more)
        abort();
    for (size_t i = 0; i < db->statement_room; i++)
        if (db->statements[i].query)
            *slot_of(more, room, db->statements[i].query) = db->statements[i];
    free(db->statements);
    db->statements = more;
    db->statement_room = room;
}

struct statement *statement_of(struct db *db, const struct db_query *query)
{
    if (db->statement_count * 2 >= db->statement_room)
        grow_statements(db);
    struct statement *found = slot_of(db->statements, db->statement_room, query);
    if (!found->query) {
        found->query = query;
        db->statement_count++;
    }
    return found;
}

void forget_statements(struct db *db)
{
    if (db->statements)
        memset(db->statements, 0, db->statement_room * sizeof *db->statements);
    db->statement_count = 0;
}

/* ---- values ---- */

static const void *value_at(const struct db_field *field, const void *args)
{
    const void *at = (const char *)args + field->offset;
    return field->optional && field->type <= DB_REAL ? *(const void *const *)at : at;
}

bool argument_is_null(const struct db_field *field, const void *args)
{
    const void *at = value_at(field, args);
    switch (field->type) {
    case DB_TEXT: return !*(const char *const *)at;
    case DB_BLOB: return !((const struct bytes *)at)->data;
    default:      return !at;
    }
}

int64_t argument_int(const struct db_field *field, const void *args)
{
    return *(const int64_t *)value_at(field, args);
}

double argument_real(const struct db_field *field, const void *args)
{
    return *(const double *)value_at(field, args);
}

const char *argument_text(const struct db_field *field, const void *args)
{
    return *(const char *const *)value_at(field, args);
}

struct bytes argument_blob(const struct db_field *field, const void *args)
{
    return *(const struct bytes *)value_at(field, args);
}

void *row_at(const struct db_query *query, void *rows, size_t row)
{
    return (char *)rows + row * query->row_size;
}

static void *place_of(struct db *db, const struct db_field *column, void *row)
{
    void *at = (char *)row + column->offset;
    if (!column->optional)
        return at;
    void *apart = arena_alloc(db->arena, sizeof(int64_t));
    *(void **)at = apart;
    return apart;
}

void put_int(struct db *db, const struct db_field *column, void *row, int64_t value)
{
    *(int64_t *)place_of(db, column, row) = value;
}

void put_real(struct db *db, const struct db_field *column, void *row, double value)
{
    *(double *)place_of(db, column, row) = value;
}

void put_text(struct db *db, const struct db_field *column, void *row, const char *text, size_t length)
{
    *(const char **)((char *)row + column->offset) = arena_copy(db->arena, text, length);
}

void put_blob(const struct db_field *column, void *row, struct bytes bytes)
{
    *(struct bytes *)((char *)row + column->offset) = bytes;
}

bool put_null(struct db *db, const struct db_query *query, const struct db_field *column)
{
    if (!column->optional)
        db_fail_field(db, query, "column", column->name, "is NULL, which its type does not allow");
    return column->optional;
}
