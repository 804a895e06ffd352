/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The SQLite driver. One connection per thread, write-ahead logging, every commit on the disk before it returns. */
#include "db/driver.h"
#include "base/number.h"
#include "base/text.h"
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OPERATIONS_BETWEEN_LOOKS = 1000, WAL_TRIES = 500, WAL_PAUSE_NS = 10 * 1000 * 1000, FIRST_ROWS = 8 };
/* of the whole process: a query that eats memory fails alone */
static const int64_t HEAP_LIMIT = 512 * 1024 * 1024;

static const char settings[] =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA secure_delete = FAST;"                         /* what was erased does not stay readable in used pages */
    "PRAGMA mmap_size = 2147418112;"                       /* the most it takes: pages are read where they lie */
    "PRAGMA cache_size = -8000;"
    "PRAGMA journal_size_limit = 67108864;";

/* Our own SQL is constant and far below these; what an intruder would try is above. Blobs are kept in pieces. */
static const struct { int what, most; } limits[] = {
    {SQLITE_LIMIT_LENGTH, 4000000},      {SQLITE_LIMIT_SQL_LENGTH, 100000}, {SQLITE_LIMIT_COLUMN, 200},
    {SQLITE_LIMIT_EXPR_DEPTH, 100},      {SQLITE_LIMIT_COMPOUND_SELECT, 50}, {SQLITE_LIMIT_VDBE_OP, 25000},
    {SQLITE_LIMIT_FUNCTION_ARG, 64},     {SQLITE_LIMIT_ATTACHED, 0},        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 999}, {SQLITE_LIMIT_TRIGGER_DEPTH, 20},  {SQLITE_LIMIT_WORKER_THREADS, 0},
};

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int has_had_its_time(void *context)
{
    const struct db *db = context;
    return db->ends_at && milliseconds_now() > db->ends_at;
}

/* Says why the last call on the connection failed. A broken NOT NULL is a defect of ours, not a conflict of people. */
static void fail(struct db *db, const char *where)
{
    int code = sqlite3_extended_errcode(db->connection);
    if (db_failed(db))
        return;
    db->conflict = (code & 0xFF) == SQLITE_CONSTRAINT && code != SQLITE_CONSTRAINT_NOTNULL;
    if ((code & 0xFF) == SQLITE_INTERRUPT)
        db_fail_late(db, where);
    else
        db_fail(db, where, sqlite3_errmsg(db->connection));
}

static void run(struct db *db, const char *where, const char *sql)
{
    if (!db->connection)
        db_fail(db, where, "the database is not open");
    else if (sqlite3_exec(db->connection, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(db, where);
}

/* ---- opening and closing ---- */

static int note_mode(void *context, int count, char **values, char **names)
{
    *(bool *)context = text_is(values[0], "wal") || text_is(values[0], "memory");
    return 0;
}

/* The change to write-ahead logging does not wait its turn by itself when several processes open a new file at once. */
static void use_write_ahead_log(struct db *db)
{
    bool good = false;
    for (int tries = 0; tries < WAL_TRIES; tries++) {
        int code = sqlite3_exec(db->connection, "PRAGMA journal_mode = WAL", note_mode, &good, NULL);
        if (good || (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY))
            break;
        nanosleep(&(struct timespec){.tv_nsec = WAL_PAUSE_NS}, NULL);
    }
    if (!good && sqlite3_errcode(db->connection) != SQLITE_OK)
        fail(db, "journal_mode");
    else if (!good)
        db_fail(db, "journal_mode", "this place does not allow write-ahead logging");
}

/* Only its owner reads a new file. An existing one is not touched: closing it would drop the locks of this process. */
static void make_private_file(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

static void harden(struct db *db)
{
    sqlite3_hard_heap_limit64(HEAP_LIMIT);
    sqlite3_db_config(db->connection, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(db->connection, limits[i].what, limits[i].most);
    sqlite3_progress_handler(db->connection, OPERATIONS_BETWEEN_LOOKS, has_had_its_time, db);
}

void sqlite_open(struct db *db, const char *path)
{
    sqlite3 *connection = NULL;
    if (!*path) {
        db_fail(db, "open", "no database file is named");
        return;
    }
    if (!text_is(path, ":memory:"))
        make_private_file(path);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE
              | SQLITE_OPEN_EXRESCODE;
    if (sqlite3_open_v2(path, &connection, flags, NULL) != SQLITE_OK) {
        db_fail(db, path, connection ? sqlite3_errmsg(connection) : "out of memory");
        sqlite3_close_v2(connection);
        return;
    }
    db->connection = connection;
    sqlite3_busy_timeout(connection, (int)db->patience);
    harden(db);
    run(db, path, settings);
    if (!db_failed(db))
        use_write_ahead_log(db);
}

static void sqlite_close(struct db *db)
{
    for (size_t i = 0; i < db->statement_room; i++)
        sqlite3_finalize(db->statements[i].prepared);
    sqlite3_close_v2(db->connection);
}

/* ---- queries ---- */

static bool fits_signature(struct db *db, const struct db_query *query, sqlite3_stmt *statement)
{
    if (sqlite3_bind_parameter_count(statement) > (int)query->arg_count)
        db_fail(db, query->name, "has a parameter that its signature lacks");
    else if (query->column_count && sqlite3_column_count(statement) != (int)query->column_count)
        db_fail(db, query->name, "gives another number of columns than its signature says");
    return !db_failed(db);
}

static sqlite3_stmt *prepare(struct db *db, const struct db_query *query)
{
    if (!db->connection) {
        db_fail(db, query->name, "the database is not open");
        return NULL;
    }
    struct statement *kept = statement_of(db, query);
    if (kept->prepared)
        return kept->prepared;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(db->connection, query->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &statement,
        NULL) != SQLITE_OK) {
        fail(db, query->name);
        return NULL;
    }
    if (!statement)
        db_fail(db, query->name, "is empty");
    else if (fits_signature(db, query, statement))
        return kept->prepared = statement;
    sqlite3_finalize(statement);
    return NULL;
}

static bool sqlite_prepares(struct db *db, const struct db_query *query)
{
    return prepare(db, query) != NULL;
}

/* Texts and bytes of the caller outlive the query: nothing is copied. */
static int bind(sqlite3_stmt *statement, int position, const struct db_field *field, const void *args)
{
    static const char nothing = 0;
    if (argument_is_null(field, args))
        return sqlite3_bind_null(statement, position);
    switch (field->type) {
    case DB_INT:  return sqlite3_bind_int64(statement, position, argument_int(field, args));
    case DB_REAL: return sqlite3_bind_double(statement, position, argument_real(field, args));
    case DB_TEXT: return sqlite3_bind_text(statement, position, argument_text(field, args), -1, SQLITE_STATIC);
    case DB_BLOB: break;
    }
    struct bytes bytes = argument_blob(field, args);
    return sqlite3_bind_blob64(statement, position, bytes.length ? bytes.data : &nothing, bytes.length, SQLITE_STATIC);
}

static bool bind_all(struct db *db, const struct db_query *query, sqlite3_stmt *statement, const void *args)
{
    int used = sqlite3_bind_parameter_count(statement);
    for (int i = 0; i < used; i++)
        if (bind(statement, i + 1, &query->args[i], args) != SQLITE_OK) {
            fail(db, query->name);
            return false;
        }
    return true;
}

static void read_blob(struct db *db, sqlite3_stmt *statement, int position, const struct db_field *column, void *row)
{
    const void *data = sqlite3_column_blob(statement, position);
    size_t length = (size_t)sqlite3_column_bytes(statement, position);
    put_blob(column, row, (struct bytes){arena_copy(db->arena, data ? data : "", length), length});
}

/* SQLite lets any value stand in any column; PostgreSQL does not. What would differ there is a failure here. */
static void read_column(struct db *db, const struct db_query *query, sqlite3_stmt *statement, int position, void *row)
{
    const struct db_field *column = &query->columns[position];
    int type = sqlite3_column_type(statement, position);
    if (type == SQLITE_NULL)
        put_null(db, query, column);
    else if (column->type == DB_TEXT)
        put_text(db, column, row, (const char *)sqlite3_column_text(statement, position),
                 (size_t)sqlite3_column_bytes(statement, position));
    else if (column->type == DB_BLOB)
        read_blob(db, statement, position, column, row);
    else if (column->type == DB_INT && type == SQLITE_INTEGER)
        put_int(db, column, row, sqlite3_column_int64(statement, position));
    else if (column->type == DB_REAL && (type == SQLITE_INTEGER || type == SQLITE_FLOAT))
        put_real(db, column, row, sqlite3_column_double(statement, position));
    else
        db_fail_field(db, query, "column", column->name,
                      column->type == DB_INT ? "is not an integer (CAST it)" : "is not a number (CAST it)");
}

static size_t read_rows(struct db *db, const struct db_query *query, sqlite3_stmt *statement, void **rows)
{
    size_t count = 0, room = 0;
    int step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW && !db_failed(db)) {
        if (!query->column_count)
            continue;
        *rows = arena_grow(db->arena, *rows, count, &room, query->row_size);
        for (size_t i = 0; i < query->column_count; i++)
            read_column(db, query, statement, (int)i, row_at(query, *rows, count));
        count++;
    }
    if (step != SQLITE_DONE && step != SQLITE_ROW)
        fail(db, query->name);
    return count;
}

static size_t sqlite_fetch(struct db *db, const struct db_query *query, const void *args, void **rows)
{
    sqlite3_stmt *statement = prepare(db, query);
    if (!statement)
        return 0;
    bool reads = sqlite3_stmt_readonly(statement);
    if (!reads && db->transaction == READING) {
        db_fail(db, query->name, "writes in a transaction for reading");
        return 0;
    }
    db->ends_at = db->deadline ? milliseconds_now() + db->deadline : 0;
    db->own_writes += !reads;
    size_t count = bind_all(db, query, statement, args) ? read_rows(db, query, statement, rows) : 0;
    db->changed = reads || db_failed(db) ? 0 : sqlite3_changes64(db->connection);
    db->ends_at = 0;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return count;
}

/* ---- the rest ---- */

static void sqlite_script(struct db *db, const char *where, const char *sql)
{
    db->own_writes++;
    run(db, where, sql);
}

static void sqlite_begin(struct db *db, enum transaction kind)
{
    if (db->connection)
        sqlite3_busy_timeout(db->connection, (int)db->patience);
    run(db, "begin", kind == WRITING ? "BEGIN IMMEDIATE" : "BEGIN");
}

static void sqlite_commit(struct db *db)
{
    run(db, "commit", "COMMIT");
}

/* A full disk or a failing one has rolled back already. */
static void sqlite_rollback(struct db *db)
{
    if (db->connection && !sqlite3_get_autocommit(db->connection))
        sqlite3_exec(db->connection, "ROLLBACK", NULL, NULL, NULL);
}

/* VACUUM INTO attaches the new file for its own use, which our limits forbid otherwise. */
static void sqlite_backup(struct db *db, const char *path)
{
    static const struct db_field args[] = {{"path", DB_TEXT, 0, false}};
    static const struct db_query into = {"backup", "VACUUM INTO ?1", NULL, args, 1, NULL, 0, 0};
    if (!db->connection) {
        db_fail(db, "backup", "the database is not open");
        return;
    }
    int64_t deadline = db->deadline;
    make_private_file(path);
    sqlite3_limit(db->connection, SQLITE_LIMIT_ATTACHED, 1);
    db->deadline = 0;
    sqlite_fetch(db, &into, &path, NULL);
    db->deadline = deadline;
    sqlite3_limit(db->connection, SQLITE_LIMIT_ATTACHED, 0);
}

static int note_size(void *context, int count, char **values, char **names)
{
    parse_int(values[0], context);
    return 0;
}

static int64_t sqlite_file_size(struct db *db)
{
    static const char size[] = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    int64_t bytes = 0;
    if (!db->connection || sqlite3_exec(db->connection, size, note_size, &bytes, NULL) != SQLITE_OK)
        db_fail(db, "file size", "cannot be read");
    return bytes;
}

/* data_version counts what others wrote. A query of the library's own, which no deadline concerns. */
static uint64_t sqlite_stamp(struct db *db)
{
    static const struct db_query version = {"data_version", "PRAGMA data_version", NULL, NULL, 0, NULL, 0, 0};
    sqlite3_stmt *statement = prepare(db, &version);
    uint64_t number = 0;
    if (statement && sqlite3_step(statement) == SQLITE_ROW)
        number = (uint64_t)sqlite3_column_int64(statement, 0) << 32 | db->own_writes;
    if (statement)
        sqlite3_reset(statement);
    return number;
}

static void sqlite_suits(struct db *db)
{
    if (sqlite3_db_readonly(db->connection, "main") == 1)
        db_fail(db, "migrate", "the database file cannot be written");
}

const struct db_driver sqlite_driver = {
    sqlite_close, sqlite_fetch, sqlite_prepares, sqlite_script, sqlite_begin, sqlite_commit, sqlite_rollback,
    sqlite_backup, sqlite_file_size, sqlite_stamp, sqlite_suits,
};
