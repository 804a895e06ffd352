/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What db.c, migrate.c and the two drivers share. Nobody outside this room includes it. */
#pragma once
#include "db/baked.h"
#include "db/script.h"

enum { FAILURE_ROOM = 600, MOST_ARGUMENTS = 250, PATIENCE = 5000, MIGRATION_PATIENCE = 600000 };

enum transaction { NO_TRANSACTION, READING, WRITING };

/* A query prepared on this connection. */
struct statement { const struct db_query *query; void *prepared; };

struct db {
    const struct db_driver *driver;
    void *connection;                                      /* sqlite3 * or PGconn *; NULL when it could not be opened */
    struct arena *arena;
    char failure[FAILURE_ROOM];                            /* empty while all is well */
    bool conflict;
    enum transaction transaction;
    int64_t deadline;                                      /* milliseconds for each query, 0: no limit */
    int64_t deadline_set;                                  /* PostgreSQL: what the server was told, -1: not known */
    /* SQLite: when the query under way has had its time, 0: never */
    int64_t ends_at;
    int64_t patience;                                      /* milliseconds to wait for the turn to write */
    size_t query_count;
    uint32_t own_writes;                                   /* SQLite: tried here, which its data_version leaves out */
    int64_t changed;
    struct statement *statements;                          /* open addressing by the address of the query */
    size_t statement_count, statement_room;
};

struct db_driver {
    void (*close)(struct db *db);
    size_t (*fetch)(struct db *db, const struct db_query *query, const void *args, void **rows);
    bool (*prepares)(struct db *db, const struct db_query *query);
    void (*script)(struct db *db, const char *where, const char *sql);
    void (*begin)(struct db *db, enum transaction kind);
    void (*commit)(struct db *db);
    void (*rollback)(struct db *db);
    /* path does not exist; the file need not be on the disk yet */
    void (*backup)(struct db *db, const char *path);
    int64_t (*file_size)(struct db *db);
    uint64_t (*stamp)(struct db *db);
    void (*suits)(struct db *db);                          /* fails when the database was created in an unfit way */
};

extern const struct db_driver sqlite_driver, postgres_driver;
void sqlite_open(struct db *db, const char *path);
void postgres_open(struct db *db, const char *url);

/* Keeps the first failure; later ones are its consequences. */
void db_fail(struct db *db, const char *where, const char *why);
void db_fail_field(struct db *db, const struct db_query *query, const char *kind, const char *field, const char *why);
void db_fail_late(struct db *db, const char *where);       /* the deadline has passed */

/* The statement kept for this query, made empty (prepared NULL) when there is none yet. */
struct statement *statement_of(struct db *db, const struct db_query *query);
void forget_statements(struct db *db);                     /* without freeing what prepared points to */

/* Arguments: whether one is SQL NULL, and its value when it is not. */
bool argument_is_null(const struct db_field *field, const void *args);
int64_t argument_int(const struct db_field *field, const void *args);
double argument_real(const struct db_field *field, const void *args);
const char *argument_text(const struct db_field *field, const void *args);
struct bytes argument_blob(const struct db_field *field, const void *args);

/* Columns: each puts one value into a row; text and bytes are copied into the arena. */
void *row_at(const struct db_query *query, void *rows, size_t row);
void put_int(struct db *db, const struct db_field *column, void *row, int64_t value);
void put_real(struct db *db, const struct db_field *column, void *row, double value);
void put_text(struct db *db, const struct db_field *column, void *row, const char *text, size_t length);
void put_blob(const struct db_field *column, void *row, struct bytes bytes);
/* SQL NULL: false, with a failure, when the column says that it never is. */
bool put_null(struct db *db, const struct db_query *query, const struct db_field *column);
