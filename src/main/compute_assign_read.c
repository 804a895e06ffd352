/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading the participants and tables of maillage compute assign. */
#include <string.h>
#include "base/number.h"
#include "i18n/i18n.h"
#include "main/compute_assign.h"

struct seats *seats_begin(struct command_line *line)
{
    struct seats *seats = arena_alloc(line->arena, sizeof *seats);
    seats->line = line;
    seats->tables.arena = seats->colleges.arena = seats->people.arena = line->arena;
    return seats;
}

bool seats_read_places(const char *text, int64_t *places)
{
    return parse_int(text, places) && *places >= 0 && *places <= SEATS_MOST_PLACES;
}

/* False: the file ends here, and that is said. */
static bool read_table(struct seats *seats, const char *path, int64_t line, const char *name, const char *places)
{
    int64_t count = seats->by_default;
    bool is_new;
    if (text_blank(name)) {
        compute_bad_line(path, line, N_("a name is missing"), &seats->bad);
        return true;
    }
    if (text_blank(places) && !count) {
        compute_bad_line(path, line, N_("this table has no places"), &seats->bad);
        return true;
    }
    if (!text_blank(places) && !seats_read_places(places, &count)) {
        compute_bad_line(path, line, N_("places are a whole number from 0 to 5000"), &seats->bad);
        return true;
    }
    if (seats->tables.count == ASSIGN_MOST_TABLES) {
        complain(N_("At most %d tables.\n"), ASSIGN_MOST_TABLES);
        return false;
    }
    uint32_t table = text_map_add(&seats->tables, name, strlen(name), &is_new);
    if (!is_new)
        compute_bad_line(path, line, N_("this table stands here twice"), &seats->bad);
    else
        seats->places[table] = (uint32_t)count;
    return true;
}

bool seats_read_tables(struct seats *seats, const char *path, struct csv *csv)
{
    int name = csv_column(csv, (const char *const[]){"table", "atelier", "id", "name", "nom", NULL});
    int room = csv_column(csv, (const char *const[]){"places", "capacity", "capacite", "seats", NULL});
    if (name < 0 || (room < 0 && !seats->by_default)) {
        complain(N_("%s has no column %s.\n"), path, name < 0 ? "table" : "places");
        return false;
    }
    for (char **row; (row = csv_next(csv, NULL));)
        if (!read_table(seats, path, csv->line, compute_bare(row[name]), room < 0 ? "" : compute_bare(row[room])))
            return false;
    compute_table_end(path, csv);
    seats->listed = true;
    return true;
}

/* The columns that hold wishes: "wish1, wish2…", "vœu 1…", or one column of several wishes between |. */
static size_t find_wishes(const struct csv *csv, int at[ASSIGN_MOST_WISHES])
{
    struct arena *arena = csv->arena;
    size_t count = 0;
    int all = csv_column(csv, (const char *const[]){"wishes", "voeux", "vœux", "choix", NULL});
    if (all >= 0)
        at[count++] = all;
    for (int i = 1; all < 0 && i <= ASSIGN_MOST_WISHES; i++) {
        const char *const names[] = {
            arena_format(arena, "wish%d", i), arena_format(arena, "wish %d", i), arena_format(arena, "wish_%d", i),
            arena_format(arena, "voeu%d", i), arena_format(arena, "voeu %d", i), arena_format(arena, "voeu_%d", i),
            arena_format(arena, "vœu %d", i), arena_format(arena, "vœu%d", i), arena_format(arena, "choix%d", i),
            arena_format(arena, "choix %d", i), NULL};
        int column = csv_column(csv, names);
        if (column >= 0)
            at[count++] = column;
    }
    return count;
}

static void add_wish(struct seats *seats, const char *path, int64_t line, const char *text)
{
    size_t *end = &seats->start[seats->count + 1];
    uint32_t table = text_map_find(&seats->tables, text, strlen(text));
    if (table == HASH_NONE && (seats->listed || seats->tables.count == ASSIGN_MOST_TABLES)) {
        compute_bad_line(path, line, N_("a wish names a table that is not listed: this wish is left out"), &seats->bad);
        return;
    }
    if (table == HASH_NONE) {
        table = text_map_add(&seats->tables, text, strlen(text), NULL);
        seats->places[table] = (uint32_t)seats->by_default;
    }
    for (size_t k = seats->start[seats->count]; k < *end; k++)
        if (seats->wish[k] == table) {
            compute_bad_line(path, line, N_("a table is wished twice: the second is left out"), &seats->bad);
            return;
        }
    if (*end - seats->start[seats->count] < ASSIGN_MOST_WISHES)
        seats->wish[(*end)++] = table;
    else
        compute_bad_line(path, line, N_("at most 20 wishes: the others are left out"), &seats->bad);
}

static void read_wishes(struct seats *seats, const char *path, int64_t line, const char *cell)
{
    size_t count = 0;
    char **each = text_split(seats->line->arena, cell, "|", &count);
    for (size_t i = 0; i < count; i++) {
        const char *text = text_trim(seats->line->arena, each[i]);
        if (text)
            add_wish(seats, path, line, text);
    }
}

struct columns { int id, college, wish[ASSIGN_MOST_WISHES]; size_t wishes; };

/* False: the file ends here, and that is said. */
static bool read_participant(struct seats *seats, const char *path, int64_t line, char **row,
                             const struct columns *columns)
{
    const char *id = columns->id < 0 ? "" : compute_bare(row[columns->id]);
    const char *college = columns->college < 0 ? "" : compute_bare(row[columns->college]);
    bool is_new = true;
    if (seats->count == ASSIGN_MOST_PARTICIPANTS) {
        complain(N_("At most %d participants.\n"), ASSIGN_MOST_PARTICIPANTS);
        return false;
    }
    if (!text_blank(id))
        text_map_add(&seats->people, id, strlen(id), &is_new);
    if (!is_new) {
        compute_bad_line(path, line, N_("this person stands here twice: the first line counts"), &seats->bad);
        return true;
    }
    seats->college[seats->count] = text_map_add(&seats->colleges, college, strlen(college), NULL);
    if (seats->colleges.count > ASSIGN_MOST_COLLEGES) {
        complain(N_("At most %d colleges.\n"), ASSIGN_MOST_COLLEGES);
        return false;
    }
    seats->id[seats->count] = text_blank(id) ? arena_format(seats->line->arena, "%u", seats->count + 1) : id;
    seats->start[seats->count + 1] = seats->start[seats->count];
    for (size_t w = 0; w < columns->wishes; w++)
        read_wishes(seats, path, line, row[columns->wish[w]]);
    seats->count++;
    return true;
}

bool seats_read_participants(struct seats *seats, const char *path, struct csv *csv)
{
    struct columns columns = {csv_column(csv, (const char *const[]){"id", "participant", "name", "nom", NULL}),
                              csv_column(csv, (const char *const[]){"college", "collège", NULL}), {0}, 0};
    columns.wishes = find_wishes(csv, columns.wish);
    if (!columns.wishes) {
        complain(N_("%s has no column %s.\n"), path, "wish1");
        return false;
    }
    for (char **row; (row = csv_next(csv, NULL));)
        if (!read_participant(seats, path, csv->line, row, &columns))
            return false;
    compute_table_end(path, csv);
    if (!seats->count || !seats->tables.count)
        complain(N_("%s names no participant, or no table.\n"), path);
    return seats->count && seats->tables.count;
}

struct assign_problem seats_problem(const struct seats *seats)
{
    return (struct assign_problem){.participants = seats->count, .tables = seats->tables.count,
        .colleges = seats->colleges.count, .places = seats->places, .college = seats->college,
        .wish_start = seats->start, .wish = seats->wish};
}
