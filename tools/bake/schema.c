/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The migrations of a room: run here in memory so that queries can be prepared, and written out for both databases. */
#include "bake.h"
#include <ctype.h>
#include <string.h>

enum { MOST_TABLES = 512 };
struct owner { char table[NAME], room[NAME]; };
static struct owner owners[MOST_TABLES];
static size_t owner_count;
static const struct room *present;
static const char *preparing;

static void refuse_others_table(const char *who, const char *table)
{
    for (size_t i = 0; i < owner_count; i++)
        if (strcmp(owners[i].table, table) == 0 && strcmp(owners[i].room, present->name) != 0)
            stop("%s writes the table %s, which belongs to %s", who, table, owners[i].room);
}

/* A step makes tables, and changes only those of its room. */
static int watch_step(void *unused, int action, const char *a, const char *b, const char *c, const char *d)
{
    (void)unused, (void)c, (void)d;
    if ((action == SQLITE_CREATE_TABLE || action == SQLITE_CREATE_VTABLE) && owner_count < MOST_TABLES) {
        snprintf(owners[owner_count].table, NAME, "%s", a);
        snprintf(owners[owner_count++].room, NAME, "%s", present->name);
    } else if (action == SQLITE_ALTER_TABLE || action == SQLITE_CREATE_INDEX || action == SQLITE_CREATE_TRIGGER) {
        refuse_others_table("a step", b);
    } else if (action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE
               || action == SQLITE_DROP_TABLE) {
        refuse_others_table("a step", a);
    }
    return SQLITE_OK;
}

/* A query reads what it wants, and writes rows of its own room. */
static int watch_query(void *unused, int action, const char *table, const char *b, const char *c, const char *trigger)
{
    (void)unused, (void)b, (void)c;
    switch (action) {
    case SQLITE_SELECT: case SQLITE_READ: case SQLITE_FUNCTION: case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_INSERT: case SQLITE_UPDATE: case SQLITE_DELETE:
        if (!trigger)
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

static void run_step(sqlite3 *db, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        stop("%s", why ? why : "does not run");
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

/* A step in two dialects is two files; the SQLite one leads. */
static void bake_step(sqlite3 *db, struct arena *arena, const struct room *room, const char *file, FILE *c)
{
    if (text_ends(file, ".postgres.sql"))
        return;
    char *path = arena_format(arena, "%s/%s", room->folder, file), *name = arena_text(arena, file);
    const char *sqlite = read_file(arena, path, NULL), *postgres = NULL;
    run_step(db, sqlite);
    if (text_ends(file, ".sqlite.sql")) {
        name[strlen(name) - strlen(".sqlite.sql")] = '\0';
        postgres = read_file(arena, arena_format(arena, "%s/%s.postgres.sql", room->folder, name), NULL);
    } else {
        name[strlen(name) - strlen(".sql")] = '\0';
    }
    write_step(arena, c, room, name, sqlite, postgres);
}

void bake_schema(sqlite3 *db, struct arena *arena, const struct room *room, FILE *c)
{
    size_t count;
    char **files = list_folder(arena, room->folder, ".sql", &count), last[4] = "";
    present = room;
    sqlite3_set_authorizer(db, watch_step, NULL);
    fprintf(c, "const struct migration %s_migrations[] = {\n", room->name);
    for (size_t i = 0; i < count; i++) {
        if (!is_step(files[i]))
            continue;
        here = (struct place){arena_format(arena, "%s/%s", room->folder, files[i]), 1};
        if (strncmp(files[i], last, 3) == 0 && !text_ends(files[i], ".sqlite.sql"))
            stop("another step has the number %.3s", last);
        if (!text_ends(files[i], ".postgres.sql"))
            bake_step(db, arena, room, files[i], c);
        else
            continue;
        memcpy(last, files[i], 3);
    }
    fputs("    {0}\n};\n\n", c);
}
