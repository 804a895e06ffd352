/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Queries: their signatures, their parameters, the types of their columns, all checked against the real schema. */
#include "bake.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* --- the signature ----------------------------------------------------------------------------------------------- */

static void skip_spaces(const char **at)
{
    while (**at == ' ' || **at == '\t')
        (*at)++;
}

/* A name of lower-case letters, digits and _; false when there is none. */
static bool read_name(const char **at, char name[NAME])
{
    skip_spaces(at);
    size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz_0123456789");
    if (!length || length >= NAME)
        return false;
    memcpy(name, *at, length);
    name[length] = '\0';
    *at += length;
    return true;
}

static enum type read_type(const char *name)
{
    static const char *const types[] = {"int", "real", "text", "blob"};
    for (int i = 0; i < 4; i++)
        if (strcmp(types[i], name) == 0)
            return (enum type)i;
    stop("%s is neither int, real, text nor blob", name);
}

/* "theme text?, page_size int" up to what is neither. */
static size_t read_fields(const char **at, struct field *fields)
{
    size_t count = 0;
    char type[NAME];
    while (count < MOST_FIELDS && read_name(at, fields[count].name)) {
        if (!read_name(at, type))
            stop("%s has no type", fields[count].name);
        for (size_t i = 0; i < count; i++)
            if (strcmp(fields[i].name, fields[count].name) == 0)
                stop("%s stands twice in the signature", fields[count].name);
        fields[count].type = read_type(type);
        fields[count].optional = **at == '?';
        *at += fields[count].optional;
        count++;
        skip_spaces(at);
        if (**at != ',')
            break;
        (*at)++;
    }
    return count;
}

static enum mode read_mode(const char *name)
{
    if (strcmp(name, "one") == 0)
        return ONE;
    if (strcmp(name, "many") == 0)
        return MANY;
    if (strcmp(name, "none") != 0)
        stop("a query gives one, many or none, not %s", name);
    return NONE;
}

struct told { struct field fields[MOST_FIELDS]; size_t count; bool whole; };

/* "-- name(" with ") one", ") many" or ") none" behind it. */
static bool looks_like_signature(const char *at, size_t length)
{
    char name[NAME];
    const char *end = at + length, *close = memchr(at, ')', length);
    at += 2;
    if (!read_name(&at, name) || *at != '(' || !close || ++close >= end || !read_name(&close, name))
        return false;
    return strcmp(name, "one") == 0 || strcmp(name, "many") == 0 || strcmp(name, "none") == 0;
}

/* "-- name(arguments) mode : told types"; false when the comment is no signature. */
static bool read_signature(const char *at, struct query *query, struct told *told)
{
    char mode[NAME];
    at += 2;
    if (!read_name(&at, query->name) || *at != '(')
        return false;
    at++;
    query->arg_count = read_fields(&at, query->args);
    skip_spaces(&at);
    if (*at++ != ')' || !read_name(&at, mode))
        stop("a query starts with its signature: -- name(arg int, other text?) one|many|none");
    query->mode = read_mode(mode);
    skip_spaces(&at);
    if (*at == ':') {
        at++;
        told->count = read_fields(&at, told->fields);
        skip_spaces(&at);
    }
    if (*at && *at != '\n')
        stop("%s: this is no part of a signature: %.20s", query->name, at);
    return true;
}

/* --- parameters -------------------------------------------------------------------------------------------------- */

static const char *postgres_type(enum type type)
{
    static const char *const names[] = {"bigint", "double precision", "text", "bytea"};
    return names[type];
}

static int arg_position(const struct query *query, const char *name, size_t length)
{
    for (size_t i = 0; i < query->arg_count; i++)
        if (strlen(query->args[i].name) == length && strncmp(query->args[i].name, name, length) == 0)
            return (int)i;
    return -1;
}

/* The query with :name as ?1, or as $1::type. A comment becomes a blank. */
static char *number_parameters(struct arena *arena, const struct query *query, const char *sql, const char *end,
                               bool postgres)
{
    struct buffer out = {.arena = arena};
    bool used[MOST_FIELDS] = {0};
    size_t length;
    for (enum token kind; (kind = sql_token(sql, end, &length)) != TOKEN_END; sql += length) {
        if (kind == TOKEN_COMMENT)
            buffer_char(&out, ' ');
        else if (kind == TOKEN_OTHER && *sql == '$' && postgres)
            stop("%s: a $ has no place in a query", query->name);
        else if (kind != TOKEN_PARAMETER)
            buffer_add(&out, sql, length);
        if (kind != TOKEN_PARAMETER)
            continue;
        int position = arg_position(query, sql + 1, length - 1);
        if (position < 0)
            stop("%s uses :%.*s, which its signature lacks", query->name, (int)length - 1, sql + 1);
        used[position] = true;
        if (postgres)
            buffer_format(&out, "$%d::%s", position + 1, postgres_type(query->args[position].type));
        else
            buffer_format(&out, "?%d", position + 1);
    }
    for (size_t i = 0; i < query->arg_count; i++)
        if (!used[i])
            stop("%s never uses its argument %s", query->name, query->args[i].name);
    return out.text;
}

/* --- columns ----------------------------------------------------------------------------------------------------- */

/* check_types() of schema.c lets no other type in. */
static enum type declared_type(const char *declared)
{
    return toupper((unsigned char)*declared) == 'I'   ? TYPE_INT
           : toupper((unsigned char)*declared) == 'R' ? TYPE_REAL
           : toupper((unsigned char)*declared) == 'B' ? TYPE_BLOB
                                                      : TYPE_TEXT;
}

static void read_column(sqlite3 *db, struct arena *arena, sqlite3_stmt *statement, int i, const struct told *told,
                        struct query *query)
{
    struct field *column = &query->columns[i];
    const char *name = sqlite3_column_name(statement, i), *declared = sqlite3_column_decltype(statement, i);
    snprintf(column->name, NAME, "%s", name);
    for (const char *c = name; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_')
            stop("%s: name the column %s with AS", query->name, name);
    for (size_t k = 0; k < told->count; k++)
        if (strcmp(told->fields[k].name, name) == 0) {
            *column = told->fields[k];
            if (declared && declared_type(declared) != column->type)
                stop("%s: the column %s is %s in its table", query->name, name, declared);
            return;
        }
    if (!declared)
        stop("%s: the type of column %s is unknown: say it after the signature, as \": %s int\"", query->name, name,
            name);
    column->type = declared_type(declared);
    column->optional = may_be_null(db, arena, statement, i, query);
}

static void read_columns(sqlite3 *db, struct arena *arena, sqlite3_stmt *statement, const struct told *told,
                         struct query *query)
{
    query->column_count = (size_t)sqlite3_column_count(statement);
    if (query->column_count > MOST_FIELDS)
        stop("%s has more than %d columns", query->name, MOST_FIELDS);
    if ((query->mode == NONE) != (query->column_count == 0))
        stop(query->mode == NONE ? "%s gives rows: say one or many" : "%s gives no row: say none", query->name);
    for (size_t i = 0; i < query->column_count; i++) {
        read_column(db, arena, statement, (int)i, told, query);
        for (size_t k = 0; k < i; k++)
            if (strcmp(query->columns[k].name, query->columns[i].name) == 0)
                stop("%s has two columns named %s", query->name, query->columns[i].name);
    }
    for (size_t k = 0; k < told->count; k++) {
        bool found = false;
        for (size_t i = 0; i < query->column_count; i++)
            found = found || strcmp(query->columns[i].name, told->fields[k].name) == 0;
        if (!found)
            stop("%s has no column %s", query->name, told->fields[k].name);
    }
}

/* Says, without failing, when a query reads or sorts a whole table: an index is missing, or "-- whole: why". */
static void note_slow_plan(sqlite3 *db, const struct query *query)
{
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", query->sqlite);
    sqlite3_stmt *plan;
    if (sqlite3_prepare_v2(db, explain, -1, &plan, NULL) == SQLITE_OK)
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            bool scan = strncmp(step, "SCAN", 4) == 0 && !strstr(step, "USING") && !strstr(step, "CONSTANT ROW")
                     && !strstr(step, "VIRTUAL");
            if (strstr(step, "TEMP B-TREE") || (scan && !strstr(query->sqlite, "LIMIT")))
                note("slow: %s: %s", query->name, step);
        }
    sqlite3_finalize(plan);
    sqlite3_free(explain);
}

/* --- a file of queries ------------------------------------------------------------------------------------------- */

static struct query *add_query(struct arena *arena, struct room *room)
{
    room->queries = arena_grow(arena, room->queries, room->query_count, &room->query_room, sizeof *room->queries);
    struct query *query = &room->queries[room->query_count++];
    *query = (struct query){.file = here.file};
    return query;
}

/* Each query is a function of C: its name is alone in the whole program. */
static void refuse_same_name(const struct room *room, const struct query *query)
{
    for (; room; room = room->before)
        for (size_t i = 0; i < room->query_count; i++)
            if (&room->queries[i] != query && strcmp(room->queries[i].name, query->name) == 0)
                stop("another query of %s has the name %s", room->name, query->name);
}

static void bake_query(sqlite3 *db, struct arena *arena, struct room *room, struct query *query,
    const struct told *told, const char *sql, const char *end)
{
    refuse_same_name(room, query);
    query->sqlite = number_parameters(arena, query, sql, end, false);
    query->postgres = number_parameters(arena, query, sql, end, true);
    forbid_others_tables(db, room, query->name);
    sqlite3_stmt *statement;
    const char *rest;
    if (sqlite3_prepare_v2(db, query->sqlite, -1, &statement, &rest) != SQLITE_OK)
        stop("%s: %s", query->name, sqlite3_errmsg(db));
    if (!statement || !text_blank(rest))
        stop("%s: one statement and nothing after it", query->name);
    if ((size_t)sqlite3_bind_parameter_count(statement) != query->arg_count)
        stop("%s: a parameter is written :name, in lower case", query->name);
    read_columns(db, arena, statement, told, query);
    sqlite3_finalize(statement);
    sqlite3_set_authorizer(db, NULL, NULL);
    if (!told->whole)
        note_slow_plan(db, query);
}

struct statement { struct query query; struct told told; const char *sql, *end; };

/* The next signature with its statement; false at the end of the file. */
static bool next_statement(const char **at, const char *end, const char *text, struct statement *found)
{
    size_t length;
    enum token kind;
    *found = (struct statement){0};
    for (; (kind = sql_token(*at, end, &length)) == TOKEN_SPACE || kind == TOKEN_COMMENT; *at += length) {
        here.line = 1 + count_lines(text, *at);
        if (kind != TOKEN_COMMENT)
            continue;
        if (found->query.name[0] && looks_like_signature(*at, length))
            stop("%s has no query: another signature follows its own", found->query.name);
        if (!found->query.name[0] && read_signature(*at, &found->query, &found->told))
            found->query.line = here.line;
        if (length > 10 && strncmp(*at, "-- whole: ", 10) == 0)
            found->told.whole = true;
    }
    if (kind == TOKEN_END)
        return false;
    if (!found->query.name[0])
        stop("a query starts with its signature: -- name(arg int, other text?) one|many|none");
    for (found->sql = *at; (kind = sql_token(*at, end, &length)) != TOKEN_END; *at += length)
        if (kind == TOKEN_OTHER && **at == ';') {
            found->end = (*at)++;
            return true;
        }
    stop("%s ends nowhere: a ; is missing", found->query.name);
}

static void bake_file(sqlite3 *db, struct arena *arena, struct room *room, const char *path, FILE *h, FILE *c)
{
    size_t length;
    const char *text = read_file(arena, path, &length), *at = text;
    struct statement found;
    while (next_statement(&at, text + length, text, &found)) {
        here.line = found.query.line;
        struct query *query = add_query(arena, room);
        *query = found.query;
        bake_query(db, arena, room, query, &found.told, found.sql, found.end);
        if (h)
            write_query(h, c, query);
    }
}

static bool same_fields(const struct field *a, const struct field *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(a[i].name, b[i].name) != 0 || a[i].type != b[i].type || a[i].optional != b[i].optional)
            return false;
    return true;
}

/* The twin of a query in PostgreSQL's own words: same name, same arguments. */
static void take_twin(struct arena *arena, struct room *room, size_t first, const struct statement *found)
{
    for (size_t i = first; i < room->query_count; i++) {
        struct query *query = &room->queries[i];
        if (strcmp(query->name, found->query.name) != 0)
            continue;
        if (query->arg_count != found->query.arg_count || query->mode != found->query.mode
            || !same_fields(query->args, found->query.args, query->arg_count))
            stop("%s differs from its twin for SQLite", query->name);
        query->postgres = number_parameters(arena, query, found->sql, found->end, true);
        return;
    }
    stop("%s has no twin for SQLite", found->query.name);
}

/* NAME.sqlite.sql and NAME.postgres.sql: the same queries, each database in its own words. */
static void bake_twins(sqlite3 *db, struct arena *arena, struct room *room, const char *name, FILE *h, FILE *c)
{
    size_t first = room->query_count, length, twins = 0;
    bake_file(db, arena, room, arena_format(arena, "%s/%s.sqlite.sql", room->folder, name), NULL, NULL);
    const char *text = read_file(arena, arena_format(arena, "%s/%s.postgres.sql", room->folder, name), &length);
    const char *at = text;
    for (struct statement found; next_statement(&at, text + length, text, &found); twins++)
        take_twin(arena, room, first, &found);
    if (twins != room->query_count - first)
        stop("%zu queries here, %zu for SQLite", twins, room->query_count - first);
    for (size_t i = first; i < room->query_count; i++)
        write_query(h, c, &room->queries[i]);
}

void bake_queries(sqlite3 *db, struct arena *arena, struct room *room, FILE *h, FILE *c)
{
    size_t count;
    char **files = list_folder(arena, room->folder, ".sql", &count);
    for (size_t i = 0; i < count; i++) {
        const char *file = files[i], *path = arena_format(arena, "%s/%s", room->folder, file);
        size_t length = strlen(file), dialect = strlen("postgres.sql");
        if (isdigit((unsigned char)file[0]))
            continue;                                      /* a step */
        here = (struct place){path, 1};
        if (text_ends(file, ".postgres.sql")
            && !among_names(files, count, arena_format(arena, "%.*ssqlite.sql", (int)(length - dialect), file)))
            stop("these queries have no twins for SQLite");
        if (text_ends(file, ".sqlite.sql"))
            bake_twins(db, arena, room, arena_copy(arena, file, length - strlen(".sqlite.sql")), h, c);
        else if (!text_ends(file, ".postgres.sql"))
            bake_file(db, arena, room, path, h, c);
    }
}
