/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the C made by tools/bake calls. Out of a feature's reach: tools/check-floors refuses it there. */
#pragma once
#include "db/db.h"

/* In a struct of arguments or of a row:   not null                   may be NULL (SQL NULL is the NULL pointer)
 *   DB_INT                                int64_t                    const int64_t *
 *   DB_REAL                               double                     const double *
 *   DB_TEXT                               const char *               const char *
 *   DB_BLOB                               struct bytes               struct bytes with data NULL               */
enum db_type { DB_INT, DB_REAL, DB_TEXT, DB_BLOB };

struct bytes { const void *data; size_t length; };

struct db_field {
    const char *name;
    enum db_type type;
    size_t offset;
    bool optional;                                         /* may be NULL: an int or a real is then a pointer */
};

struct db_query {
    const char *name, *sqlite, *postgres;                  /* the same query in both ways of writing a parameter */
    const struct db_field *args;    size_t arg_count;
    const struct db_field *columns; size_t column_count, row_size;
};

/* Runs a query, prepared once per connection; *rows (row_size apart) and what they point to live in the arena.
 * Returns the number of rows, 0 after a failure. A text argument of NULL for a field that is not optional is a
 * failure. */
size_t db_fetch(struct db *db, const struct db_query *query, const void *args, void **rows);

/* Prepares without running; false with db_failed() set when the database refuses it. Every query of the program
 * passes here on both databases in make check. */
bool db_prepares(struct db *db, const struct db_query *query);
