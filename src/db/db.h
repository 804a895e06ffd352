/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One connection to SQLite or PostgreSQL. Features never write SQL in C: they call the functions that tools/bake
 * makes from their .sql files (see db/baked.h, which features may not include). */
#pragma once
#include "base/memory.h"

struct db;                                                 /* opaque; used by one thread at a time */

/* "nord.db" or "sqlite:nord.db", "sqlite::memory:", "postgresql://…". Always returns a connection; ask db_failed(). */
struct db *db_open(const char *url);
void db_close(struct db *db);                              /* NULL is fine */
bool db_is_sqlite(const struct db *db);

/* Rows live in this arena until the next call of it. */
void db_use_arena(struct db *db, struct arena *arena);
struct arena *db_arena(const struct db *db);               /* that arena */

/* After a failure every later call does nothing and gives no rows, until db_rollback(): a handler need not check
 * each call, for the dispatcher asks once. The text says which query and why; NULL while all is well. */
const char *db_failed(const struct db *db);
/* The failure is a broken UNIQUE, FOREIGN KEY or CHECK (a conflict between people, not a defect). */
bool db_conflict(const struct db *db);

/* for reading: a consistent view; a write in it is a failure */
void db_begin(struct db *db);
/* One writer at a time on both databases (BEGIN IMMEDIATE; an advisory lock), each waiting its turn 5 seconds at
 * most: what a handler read cannot have changed when it writes. */
void db_begin_write(struct db *db);
void db_commit(struct db *db);                             /* durable when it returns without failure */
void db_rollback(struct db *db);                           /* also forgets the failure */

/* A number for what is committed: as long as this connection gives the same one, nobody has written, not even another
 * process. 0: not known. Outside a transaction only; costs microseconds on SQLite, a round trip on PostgreSQL. */
uint64_t db_stamp(struct db *db);

/* Queries slower than this end with a failure; 0: no limit. Pages use 2,000, exports and imports more. */
void db_deadline(struct db *db, int64_t milliseconds);
/* How many queries ran since db_open: what the test for N+1 reads counts. */
size_t db_query_count(const struct db *db);
/* Rows inserted, changed or deleted by the last query. */
int64_t db_changed(const struct db *db);

/* Writes a copy of the whole database, taken at one instant, while others work. The path must not exist; the file is
 * on the disk when this returns true, and absent when it returns false with db_failed() saying why. PostgreSQL:
 * always a failure, which says to use pg_dump. Outside a transaction only. */
bool db_backup(struct db *db, const char *path);
/* Each reads the whole database: the first thing wrong, or why it could not be read; NULL when all is sound. */
const char *db_check_pages(struct db *db);
const char *db_check_references(struct db *db);
int64_t db_file_size(struct db *db);                       /* bytes of the database on the disk */
