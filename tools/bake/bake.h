/* SPDX-License-Identifier: AGPL-3.0-or-later
 * bake turns a room's .sql and .html files, the po files and the assets into C that the compiler checks. */
#pragma once
#include "base/text.h"
#include <sqlite3.h>
#include <stdio.h>

enum { NAME = 64, MOST_FIELDS = 64 };
enum type { TYPE_INT, TYPE_REAL, TYPE_TEXT, TYPE_BLOB };

struct field { char name[NAME]; enum type type; bool optional; };
enum mode { ONE, MANY, NONE };
struct query {
    char name[NAME];
    enum mode mode;
    struct field args[MOST_FIELDS], columns[MOST_FIELDS];
    size_t arg_count, column_count;
    const char *sqlite, *postgres;         /* with ?1 and with $1::bigint */
    const char *file; int line;
};
struct room {
    const char *name, *folder;
    struct query *queries; size_t query_count, query_room;
    const struct room *before;             /* the room baked before this one; NULL for the first */
};

/* Where we are, for messages: file:line. stop() never returns. */
struct place { const char *file; int line; };
extern struct place here;
_Noreturn void stop(const char *format, ...) __attribute__((format(printf, 1, 2)));
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

char *read_file(struct arena *arena, const char *path, size_t *length);   /* also noted for the depfile */
/* A file to make. finish() puts it in its place, unless what is there says the same: what depends on it stays built. */
FILE *create(const char *folder, const char *name, const char *ending);
void finish(FILE *out, const char *folder, const char *name, const char *ending);
void write_c_string(FILE *out, const char *text, size_t length);
/* Names in a folder that end so, sorted. */
char **list_folder(struct arena *arena, const char *folder, const char *ending, size_t *count);
bool among_names(char **names, size_t count, const char *name);

int count_lines(const char *from, const char *to);

/* tokens.c */
enum token {
    TOKEN_END,
    TOKEN_SPACE,
    TOKEN_COMMENT,
    TOKEN_STRING,
    TOKEN_QUOTED,
    TOKEN_WORD,
    TOKEN_PARAMETER,
    TOKEN_OTHER
};
/* The token at *at and its length; 0 long at the end. */
enum token sql_token(const char *at, const char *end, size_t *length);
/* A migration written for SQLite, as PostgreSQL wants it. */
char *sql_for_postgres(struct arena *arena, const char *sql);

/* schema.c */
void bake_schema(sqlite3 *db, struct arena *arena, const struct room *room, FILE *c);
/* Refuses, while a query of this room is prepared, a write to another's table. */
void forbid_others_tables(sqlite3 *db, const struct room *room, const char *query);

/* sql.c */
void bake_queries(sqlite3 *db, struct arena *arena, struct room *room, FILE *h, FILE *c);
/* nulls.c: whether this column of a prepared query may be NULL. Stops when that cannot be seen from the query. */
bool may_be_null(sqlite3 *db, struct arena *arena, sqlite3_stmt *statement, int column, const struct query *query);
/* write.c */
void write_query(FILE *h, FILE *c, const struct query *query);

/* html.c */
void bake_pages(struct arena *arena, const struct room *room, FILE *h, FILE *c);

/* follow.c: where in the HTML we are */
enum where_kind { IN_TEXT, IN_TAG, IN_VALUE, IN_COMMENT };
struct where {
    enum where_kind kind;
    char quote, tag[NAME], attribute[NAME];
    bool closing, link, at_start;
    char open[64][NAME]; int depth;        /* elements that are open */
};
/* Goes over literal markup; NULL, or why it refuses (*bad is where). */
const char *follow(struct where *where, const char *html, size_t length, size_t *bad);
bool same_place(const struct where *a, const struct where *b);

void bake_po(struct arena *arena, const char *out, const char *folder);
void bake_assets(struct arena *arena, const char *out, const char *folder);
