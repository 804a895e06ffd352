/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The migrations of a room: run here in memory so that queries can be prepared, and written out for both databases. */
#include "bake.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

struct owner { const char *table, *room; };
static struct owner *owners;
static size_t owner_count, owner_room;
static const struct room *present;
static const char *preparing;

static const struct owner *find_owner(const char *table)
{
    for (size_t i = 0; i < owner_count; i++)
        if (strcasecmp(owners[i].table, table) == 0)
            return &owners[i];
    return NULL;
}

static void refuse_others_table(const char *who, const char *table)
{
    const struct owner *owner = find_owner(table);
    if (owner && strcmp(owner->room, present->name) != 0)
        stop("%s writes the table %s, which belongs to %s", who, table, owner->room);
}

/* A step makes tables, and changes only those of its room. It runs in a transaction that is not its own. */
static int watch_step(void *unused, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)unused, (void)c, (void)d;
    switch (action) {
    case SQLITE_ALTER_TABLE:
    case SQLITE_CREATE_INDEX: case SQLITE_DROP_INDEX:
    case SQLITE_CREATE_TRIGGER: case SQLITE_DROP_TRIGGER:
        refuse_others_table("a step", b);
        break;
    case SQLITE_INSERT: case SQLITE_UPDATE: case SQLITE_DELETE:
    case SQLITE_DROP_TABLE: case SQLITE_DROP_VTABLE: case SQLITE_DROP_VIEW:
        refuse_others_table("a step", a);
        break;
    case SQLITE_PRAGMA:
        if (text_is(a, "data_version"))
            break;                                         /* a virtual table asks it when it is made */
        /* fall through */
    case SQLITE_TRANSACTION: case SQLITE_SAVEPOINT: case SQLITE_ATTACH: case SQLITE_DETACH:
        stop("a step makes and changes tables, nothing else");
    }
    return SQLITE_OK;
}

/* A query reads what it wants, and writes rows of its own room; so does what its triggers do. */
static int watch_query(void *unused, int action, const char *table, const char *b, const char *c, const char *trigger)
{
    (void)unused, (void)b, (void)c, (void)trigger;
    switch (action) {
    case SQLITE_SELECT: case SQLITE_READ: case SQLITE_FUNCTION: case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_INSERT: case SQLITE_UPDATE: case SQLITE_DELETE:
        refuse_others_table(preparing, table);
        return SQLITE_OK;
    default:
        stop("%s: a query reads and writes rows, nothing else", preparing);
    }
}

void forbid_others_tables(sqlite3 *db, const struct room *room, const char *query)
{
    present = room;
    preparing = query;
    sqlite3_set_authorizer(db, watch_query, NULL);
}

static bool is_step(const char *name)
{
    return isdigit((unsigned char)name[0]) && isdigit((unsigned char)name[1]) && isdigit((unsigned char)name[2])
        && name[3] == '_';
}

/* What a step made belongs to its room: tables, views, and the shadow tables of a virtual one. */
static void claim_tables(sqlite3 *db, struct arena *arena)
{
    sqlite3_stmt *names;
    sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') "
                           "AND name NOT LIKE 'sqlite~_%' ESCAPE '~'", -1, &names, NULL);
    while (sqlite3_step(names) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(names, 0);
        if (find_owner(name))
            continue;
        owners = arena_grow(arena, owners, owner_count, &owner_room, sizeof *owners);
        owners[owner_count++] = (struct owner){arena_text(arena, name), present->name};
    }
    sqlite3_finalize(names);
}

/* Other types would be read as text here and mean something else in PostgreSQL. */
static void check_types(sqlite3 *db)
{
    sqlite3_stmt *odd;
    sqlite3_prepare_v2(db, "SELECT one.name, field.name, field.type FROM pragma_table_list AS one "
                           "JOIN pragma_table_xinfo(one.name) AS field "
                           "WHERE one.schema = 'main' AND one.type = 'table' "
                           "AND one.name NOT LIKE 'sqlite~_%' ESCAPE '~' "
                           "AND upper(field.type) NOT IN ('INTEGER', 'REAL', 'TEXT', 'BLOB')", -1, &odd, NULL);
    if (sqlite3_step(odd) == SQLITE_ROW)
        stop("%s.%s is %s: a column is INTEGER, REAL, TEXT or BLOB", sqlite3_column_text(odd, 0),
            sqlite3_column_text(odd, 1), sqlite3_column_text(odd, 2));
    sqlite3_finalize(odd);
}

/* Statement by statement, so that a message gives the line. */
static void run_step(sqlite3 *db, struct arena *arena, const char *sql)
{
    sqlite3_set_authorizer(db, watch_step, NULL);
    for (const char *rest; *sql; sql = rest) {
        size_t blank;
        const char *end = sql + strlen(sql);
        for (enum token kind; (kind = sql_token(sql, end, &blank)) == TOKEN_SPACE || kind == TOKEN_COMMENT; sql +=
            blank)
            here.line += count_lines(sql, sql + blank);
        sqlite3_stmt *statement;
        bool sound = sqlite3_prepare_v2(db, sql, -1, &statement, &rest) == SQLITE_OK;
        while (sound && statement && sqlite3_step(statement) == SQLITE_ROW)
            ;
        if (!sound || sqlite3_finalize(statement) != SQLITE_OK)
            stop("%s", sqlite3_errmsg(db));
        here.line += count_lines(sql, rest);
    }
    sqlite3_set_authorizer(db, NULL, NULL);
    claim_tables(db, arena);
    check_types(db);
}

static void write_step(struct arena *arena, FILE *c, const struct room *room, const char *name, const char *sqlite,
                       const char *postgres)
{
    fprintf(c, "    {\"%s/%s\",\n    ", room->name, name);
    write_c_string(c, sqlite, strlen(sqlite));
    fputs(",\n    ", c);
    const char *theirs = postgres ? postgres : sql_for_postgres(arena, sqlite);
    write_c_string(c, theirs, strlen(theirs));
    fputs("},\n", c);
}

/* A step in two dialects is two files; the SQLite one leads, and its name is without the dialect. */
static void bake_step(sqlite3 *db, struct arena *arena, const struct room *room, const char *file, FILE *c)
{
    bool twins = text_ends(file, ".sqlite.sql");
    const char *name = arena_copy(arena, file, strlen(file) - strlen(twins ? ".sqlite.sql" : ".sql"));
    const char *sqlite = read_file(arena, arena_format(arena, "%s/%s", room->folder, file), NULL), *postgres = NULL;
    run_step(db, arena, sqlite);
    if (twins)
        postgres = read_file(arena, arena_format(arena, "%s/%s.postgres.sql", room->folder, name), NULL);
    write_step(arena, c, room, name, sqlite, postgres);
}

void bake_schema(sqlite3 *db, struct arena *arena, const struct room *room, FILE *c)
{
    size_t count;
    char **files = list_folder(arena, room->folder, ".sql", &count);
    const char *last = "";
    present = room;
    fprintf(c, "const struct migration %s_migrations[] = {\n", room->name);
    for (size_t i = 0; i < count; i++) {
        if (!isdigit((unsigned char)files[i][0]))
            continue;
        here = (struct place){arena_format(arena, "%s/%s", room->folder, files[i]), 1};
        if (!is_step(files[i]))
            stop("a step is named NNN_what.sql");
        size_t stem = strlen(files[i]) - strlen(".postgres.sql");
        if (text_ends(files[i], ".postgres.sql")) {
            if (!among_names(files, count, arena_format(arena, "%.*s.sqlite.sql", (int)stem, files[i])))
                stop("this step has no twin for SQLite");
            continue;
        }
        if (strncmp(files[i], last, 3) == 0)
            stop("another step has the number %.3s", last);
        bake_step(db, arena, room, files[i], c);
        last = files[i];
    }
    fputs("    {0}\n};\n\n", c);
}
