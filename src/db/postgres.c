/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The PostgreSQL driver. Values travel as text, bytes go out in binary; each query is prepared once per connection. */
#include "db/driver.h"
#include "base/number.h"
#include "base/text.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_ROOM = 32, NAME_ROOM = 32, SCRIPT_ROOM = 300, SQLSTATE_CLASS = 2 };
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_FLOAT4 = 700,
       OID_FLOAT8 = 701, OID_UNKNOWN = 705, OID_BPCHAR = 1042, OID_VARCHAR = 1043, OID_NUMERIC = 1700, OID_NAME = 19 };
enum { WRITE_LOCK = 720401 };                              /* the advisory lock of whoever writes */

/* What the program counts on, whatever the server's own settings are. */
static const char settings[] =
    "SET TIME ZONE 'UTC'; SET standard_conforming_strings = on; SET bytea_output = hex; SET extra_float_digits = 1;"
    "SET idle_in_transaction_session_timeout = '10min';"
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

static void clear(PGresult **result)
{
    PQclear(*result);
}
#define CLEARED __attribute__((unused, cleanup(clear))) PGresult *

static bool is_lost(const struct db *db)
{
    return PQstatus(db->connection) != CONNECTION_OK;
}

/* A broken NOT NULL (23502) is a defect of ours; the rest of class 23 are conflicts between people. */
static bool went_well(struct db *db, const char *where, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)
        return true;
    if (db_failed(db))
        return false;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    db->conflict = state && strncmp(state, "23", SQLSTATE_CLASS) == 0 && strcmp(state, "23502") != 0;
    const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state && strcmp(state, "57014") == 0 && db->deadline)
        db_fail_late(db, where);
    else
        db_fail(db, where, primary ? primary : PQerrorMessage(db->connection));
    return false;
}

static bool run(struct db *db, const char *where, const char *sql)
{
    CLEARED result = PQexec(db->connection, sql);
    return went_well(db, where, result);
}

/* ---- opening, losing and finding the connection again ---- */

static void say_nothing(void *context, const char *message)
{
}

static void greet(struct db *db)
{
    forget_statements(db);
    db->deadline_set = -1;
    if (is_lost(db))
        db_fail(db, "connect", PQerrorMessage(db->connection));
    else
        run(db, "connect", settings);
}

/* What stands before dbname can be said otherwise in the URL; several hosts are tried in turn. */
void postgres_open(struct db *db, const char *url)
{
    static const char *const names[] = {"connect_timeout", "target_session_attrs", "tcp_user_timeout",
                                        "fallback_application_name", "dbname", "client_encoding", NULL};
    const char *values[] = {"5", "read-write", "20000", "maillage", url, "UTF8", NULL};
    db->connection = PQconnectdbParams(names, values, 1);
    if (!db->connection)
        abort();
    PQsetNoticeProcessor(db->connection, say_nothing, NULL);
    greet(db);
}

static void postgres_close(struct db *db)
{
    PQfinish(db->connection);
}

/* Between transactions only: what was under way on a lost connection is not known, and never repeated. */
static void connect_again(struct db *db)
{
    PQreset(db->connection);
    greet(db);
}

/* ---- transactions ---- */

static void limit_time(struct db *db)
{
    char sql[SCRIPT_ROOM];
    if (db->deadline_set == db->deadline)
        return;
    snprintf(sql, sizeof sql, "SET %s statement_timeout = %lld", db->transaction == NO_TRANSACTION ? "SESSION"
        : "LOCAL",
             (long long)db->deadline);
    if (run(db, "deadline", sql))
        db->deadline_set = db->deadline;
}

static void write_begin(char *sql, const struct db *db, enum transaction kind)
{
    long long deadline = db->deadline;
    if (kind == READING)
        snprintf(sql, SCRIPT_ROOM,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = %lld",
                 deadline);
    else
        snprintf(sql, SCRIPT_ROOM, "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = %lld;"
                 "SELECT pg_advisory_xact_lock(%d); SET LOCAL statement_timeout = %lld", (long long)db->patience,
                 WRITE_LOCK,
                 deadline);
}

/* Sends BEGIN; true unless the connection turned out to be lost, when nothing has begun and it can be sent again. */
static bool try_begin(struct db *db, const char *sql)
{
    CLEARED result = PQexec(db->connection, sql);
    if (is_lost(db))
        return false;
    went_well(db, "begin", result);
    return true;
}

static void postgres_begin(struct db *db, enum transaction kind)
{
    char sql[SCRIPT_ROOM];
    write_begin(sql, db, kind);
    if (is_lost(db) || !try_begin(db, sql)) {
        connect_again(db);
        if (!db_failed(db) && !try_begin(db, sql))
            db_fail(db, "begin", PQerrorMessage(db->connection));
    }
    db->deadline_set = db->deadline;
}

/* No time limit on the commit itself: cut short while it waits for a standby, it would say yes without being safe
 * there. */
static void postgres_commit(struct db *db)
{
    CLEARED result = PQexec(db->connection, db->deadline_set ? "SET LOCAL statement_timeout = 0; COMMIT" : "COMMIT");
    db->deadline_set = -1;
    if (went_well(db, "commit", result) && !text_is(PQcmdStatus(result), "COMMIT"))
        db_fail(db, "commit", "the database rolled the transaction back");
}

static void postgres_rollback(struct db *db)
{
    db->deadline_set = -1;
    if (is_lost(db) || PQtransactionStatus(db->connection) == PQTRANS_IDLE)
        return;
    CLEARED result = PQexec(db->connection, "ROLLBACK");
}

/* ---- preparing ---- */

static void name_of(const struct statement *statement, char name[NAME_ROOM])
{
    snprintf(name, NAME_ROOM, "q%llx", (unsigned long long)(uintptr_t)statement->query);
}

static Oid oid_of(enum db_type type)
{
    static const Oid oids[] = {[DB_INT] = OID_INT8, [DB_REAL] = OID_FLOAT8, [DB_TEXT] = OID_TEXT,
        [DB_BLOB] = OID_BYTEA};
    return oids[type];
}

/* The server's name for the statement is the address of the query, which no other query of this process has. */
static bool prepare(struct db *db, const struct db_query *query, char name[NAME_ROOM])
{
    struct statement *kept = statement_of(db, query);
    name_of(kept, name);
    if (kept->prepared)
        return true;
    Oid types[MOST_ARGUMENTS];
    for (size_t i = 0; i < query->arg_count; i++)
        types[i] = oid_of(query->args[i].type);
    CLEARED result = PQprepare(db->connection, name, query->postgres, (int)query->arg_count, types);
    if (!went_well(db, query->name, result))
        return false;
    kept->prepared = kept;
    return true;
}

static bool type_fits(enum db_type type, Oid oid)
{
    switch (type) {
    case DB_INT:  return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2 || oid == OID_BOOL || oid == OID_NUMERIC;
    case DB_REAL: return oid == OID_FLOAT8 || oid == OID_FLOAT4 || oid == OID_NUMERIC || type_fits(DB_INT, oid);
    case DB_TEXT: return oid == OID_TEXT || oid == OID_VARCHAR || oid == OID_BPCHAR || oid == OID_UNKNOWN ||
        oid == OID_NAME;
    case DB_BLOB: break;
    }
    return oid == OID_BYTEA;
}

static bool columns_fit(struct db *db, const struct db_query *query, const PGresult *result)
{
    if (query->column_count && (size_t)PQnfields(result) != query->column_count)
        db_fail(db, query->name, "gives another number of columns than its signature says");
    for (size_t i = 0; i < query->column_count && !db_failed(db); i++)
        if (!type_fits(query->columns[i].type, PQftype(result, (int)i)))
            db_fail_field(db, query, "column", query->columns[i].name,
                "is not of the type that its signature says (CAST it)");
    return !db_failed(db);
}

static bool postgres_prepares(struct db *db, const struct db_query *query)
{
    char name[NAME_ROOM];
    if (db->transaction == NO_TRANSACTION && is_lost(db))
        connect_again(db);
    if (db_failed(db) || !prepare(db, query, name))
        return false;
    CLEARED result = PQdescribePrepared(db->connection, name);
    return went_well(db, query->name, result) && columns_fit(db, query, result);
}

/* ---- running ---- */

struct parameters {
    const char *values[MOST_ARGUMENTS];
    int lengths[MOST_ARGUMENTS], formats[MOST_ARGUMENTS];
    char numbers[MOST_ARGUMENTS][NUMBER_ROOM];
};

static void write_number(char number[NUMBER_ROOM], const struct db_field *field, const void *args)
{
    if (field->type == DB_INT)
        snprintf(number, NUMBER_ROOM, "%lld", (long long)argument_int(field, args));
    else
        snprintf(number, NUMBER_ROOM, "%.17g", argument_real(field, args));
}

static void give(struct parameters *parameters, size_t i, const struct db_field *field, const void *args)
{
    parameters->values[i] = NULL;
    parameters->formats[i] = field->type == DB_BLOB;
    parameters->lengths[i] = 0;
    if (argument_is_null(field, args))
        return;
    if (field->type == DB_TEXT) {
        parameters->values[i] = argument_text(field, args);
    } else if (field->type == DB_BLOB) {
        struct bytes bytes = argument_blob(field, args);
        parameters->values[i] = bytes.data;
        parameters->lengths[i] = (int)bytes.length;
    } else {
        write_number(parameters->numbers[i], field, args);
        parameters->values[i] = parameters->numbers[i];
    }
}

static int hex_value(char digit)
{
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

/* "\x48616c6c6f" */
static struct bytes read_bytes(struct arena *arena, const char *text, size_t length)
{
    size_t count = length < 2 ? 0 : (length - 2) / 2;
    char *bytes = arena_alloc(arena, count + 1);
    for (size_t i = 0; i < count; i++)
        bytes[i] = (char)(hex_value(text[2 + 2 * i]) << 4 | hex_value(text[3 + 2 * i]));
    return (struct bytes){bytes, count};
}

/* A boolean is 0 or 1, as SQLite has it. */
static bool read_int(const char *text, Oid oid, int64_t *value)
{
    if (oid != OID_BOOL)
        return parse_int(text, value);
    *value = *text == 't';
    return true;
}

static void read_column(struct db *db, const struct db_query *query, const PGresult *result, int at, int i, void *row)
{
    const struct db_field *column = &query->columns[i];
    const char *text = PQgetvalue(result, at, i);
    size_t length = (size_t)PQgetlength(result, at, i);
    int64_t whole;
    double real;
    if (PQgetisnull(result, at, i))
        put_null(db, query, column);
    else if (column->type == DB_TEXT)
        put_text(db, column, row, text, length);
    else if (column->type == DB_BLOB)
        put_blob(column, row, read_bytes(db->arena, text, length));
    else if (column->type == DB_INT && read_int(text, PQftype(result, i), &whole))
        put_int(db, column, row, whole);
    else if (column->type == DB_REAL && parse_real(text, &real))
        put_real(db, column, row, real);
    else
        db_fail_field(db, query, "column", column->name,
                      column->type == DB_INT ? "is not an integer (CAST it)" : "is not a number (CAST it)");
}

static size_t read_rows(struct db *db, const struct db_query *query, const PGresult *result, void **rows)
{
    size_t count = (size_t)PQntuples(result);
    if (!query->column_count || !columns_fit(db, query, result))
        return 0;
    *rows = arena_array(db->arena, count, query->row_size);
    for (size_t at = 0; at < count && !db_failed(db); at++)
        for (size_t i = 0; i < query->column_count; i++)
            read_column(db, query, result, (int)at, (int)i, row_at(query, *rows, at));
    return count;
}

static int64_t rows_changed(PGresult *result)
{
    int64_t changed = 0;
    if (!text_starts(PQcmdStatus(result), "SELECT"))
        parse_int(PQcmdTuples(result), &changed);
    return changed;
}

static size_t postgres_fetch(struct db *db, const struct db_query *query, const void *args, void **rows)
{
    struct parameters parameters;
    char name[NAME_ROOM];
    if (db->transaction == NO_TRANSACTION && is_lost(db))
        connect_again(db);
    if (!db_failed(db))
        limit_time(db);
    if (db_failed(db) || !prepare(db, query, name))
        return 0;
    for (size_t i = 0; i < query->arg_count; i++)
        give(&parameters, i, &query->args[i], args);
    CLEARED result = PQexecPrepared(db->connection, name, (int)query->arg_count, parameters.values, parameters.lengths,
                                    parameters.formats, 0);
    if (!went_well(db, query->name, result))
        return 0;
    db->changed = rows_changed(result);
    return read_rows(db, query, result, rows);
}

/* ---- the rest ---- */

static void postgres_script(struct db *db, const char *where, const char *sql)
{
    run(db, where, sql);
}

static void postgres_backup(struct db *db, const char *path)
{
    db_fail(db, "backup", "PostgreSQL has its own tool for this: pg_dump --format=custom --file=FILE URL");
}

static int64_t postgres_file_size(struct db *db)
{
    CLEARED result = PQexec(db->connection, "SELECT pg_database_size(current_database())");
    int64_t bytes = 0;
    if (went_well(db, "file size", result))
        parse_int(PQgetvalue(result, 0, 0), &bytes);
    return bytes;
}

/* Another order of letters would sort lists and find prefixes in another way than SQLite does. */
static void postgres_suits(struct db *db)
{
    static const char fit[] =
        "SELECT pg_encoding_to_char(encoding) = 'UTF8' AND datcollate IN ('C', 'POSIX', 'C.UTF-8', 'C.utf8') "
        "FROM pg_database WHERE datname = current_database()";
    CLEARED result = PQexec(db->connection, fit);
    if (went_well(db, "migrate", result) && !text_is(PQgetvalue(result, 0, 0), "t"))
        db_fail(db, "migrate",
            "create the database with: createdb --template=template0 --encoding=UTF8 --locale=C NAME");
}

/* The snapshot says which writers have ended. Others of the same server move it too, which only costs. */
static uint64_t postgres_stamp(struct db *db)
{
    CLEARED result = PQexec(db->connection, "SELECT pg_current_snapshot()");
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        return 0;
    const char *snapshot = PQgetvalue(result, 0, 0);
    uint64_t stamp = checksum_bytes(snapshot, strlen(snapshot));
    return stamp ? stamp : 1;
}

const struct db_driver postgres_driver = {
    postgres_close, postgres_fetch, postgres_prepares, postgres_script, postgres_begin, postgres_commit,
        postgres_rollback,
    postgres_backup, postgres_file_size, postgres_stamp, postgres_suits,
};
