/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute assign: participants and their ranked wishes, who sits at which table out. */
#include <math.h>
#include <string.h>
#include "base/number.h"
#include "engines/assign.h"
#include "engines/kernel/hash.h"
#include "i18n/i18n.h"
#include "main/compute.h"

static const char *const with_value[] = {"--tables", "--places", "--most-share", NULL};
static const char *const known[] = {"--tables", "--places", "--most-share", "--mixed", "--only-wishes", "--table",
                                    NULL};
enum { MOST_PLACES = 5000 };

struct seats {
    struct command_line *line;
    struct text_map tables, colleges, people;
    uint32_t places[ASSIGN_MOST_TABLES];
    const char *id[ASSIGN_MOST_PARTICIPANTS];
    uint32_t college[ASSIGN_MOST_PARTICIPANTS], wish[ASSIGN_MOST_PARTICIPANTS * ASSIGN_MOST_WISHES];
    size_t start[ASSIGN_MOST_PARTICIPANTS + 1];
    uint32_t count;
    int64_t bad, by_default;                               /* places of a table nobody gave places to; 0: unknown */
    bool listed;                                           /* the tables are those of --tables, no others */
};

static bool read_places(const char *text, int64_t *places)
{
    return parse_int(text, places) && *places >= 0 && *places <= MOST_PLACES;
}

static bool read_tables(struct seats *seats, const char *path)
{
    struct csv csv;
    if (!path)
        return true;
    if (!compute_table(seats->line, path, &csv))
        return false;
    int name = csv_column(&csv, (const char *const[]){"table", "atelier", "id", "name", "nom", NULL});
    int room = csv_column(&csv, (const char *const[]){"places", "capacity", "capacite", "seats", NULL});
    if (name < 0 || (room < 0 && !seats->by_default)) {
        complain(N_("%s has no column %s.\n"), path, name < 0 ? "table" : "places");
        return false;
    }
    for (char **row; (row = csv_next(&csv, NULL));) {
        int64_t places = seats->by_default;
        const char *table_name = compute_bare(row[name]);
        bool is_new;
        if (!*table_name) {
            compute_bad_line(path, csv.line, N_("a name is missing"), &seats->bad);
            continue;
        }
        if (room >= 0 && !text_blank(row[room]) && !read_places(compute_bare(row[room]), &places)) {
            compute_bad_line(path, csv.line, N_("places are a whole number from 0 to 5000"), &seats->bad);
            continue;
        }
        if (seats->tables.count == ASSIGN_MOST_TABLES) {
            complain(N_("At most %d tables.\n"), ASSIGN_MOST_TABLES);
            return false;
        }
        uint32_t table = text_map_add(&seats->tables, table_name, strlen(table_name), &is_new);
        if (!is_new)
            compute_bad_line(path, csv.line, N_("this table stands here twice"), &seats->bad);
        else
            seats->places[table] = (uint32_t)places;
    }
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

static bool read_participant(struct seats *seats, const char *path, const struct csv *csv, char **row, const int *at,
                             size_t wishes)
{
    int id = csv_column(csv, (const char *const[]){"id", "participant", "name", "nom", NULL});
    int college = csv_column(csv, (const char *const[]){"college", "collège", NULL});
    const char *group = college < 0 ? "" : compute_bare(row[college]), *own = id < 0 ? "" : compute_bare(row[id]);
    bool is_new = true;
    if (*own)
        text_map_add(&seats->people, own, strlen(own), &is_new);
    if (!is_new) {
        compute_bad_line(path, csv->line, N_("this person stands here twice: the first line counts"), &seats->bad);
        return true;
    }
    if (seats->count == ASSIGN_MOST_PARTICIPANTS) {
        complain(N_("At most %d participants.\n"), ASSIGN_MOST_PARTICIPANTS);
        return false;
    }
    seats->college[seats->count] = text_map_add(&seats->colleges, group, strlen(group), NULL);
    if (seats->colleges.count > ASSIGN_MOST_COLLEGES) {
        complain(N_("At most %d colleges.\n"), ASSIGN_MOST_COLLEGES);
        return false;
    }
    seats->id[seats->count] = *own ? own : arena_format(seats->line->arena, "%u", seats->count + 1);
    seats->start[seats->count + 1] = seats->start[seats->count];
    for (size_t w = 0; w < wishes; w++) {
        size_t count = 0;
        char **each = text_split(seats->line->arena, row[at[w]], "|", &count);
        for (size_t i = 0; i < count; i++) {
            const char *text = text_trim(seats->line->arena, each[i]);
            if (text)
                add_wish(seats, path, csv->line, text);
        }
    }
    seats->count++;
    return true;
}

static bool read_participants(struct seats *seats, const char *path)
{
    struct csv csv;
    int at[ASSIGN_MOST_WISHES];
    if (!compute_table(seats->line, path, &csv))
        return false;
    size_t wishes = find_wishes(&csv, at);
    if (!wishes) {
        complain(N_("%s has no column %s.\n"), path, "wish1");
        return false;
    }
    for (char **row; (row = csv_next(&csv, NULL));)
        if (!read_participant(seats, path, &csv, row, at, wishes))
            return false;
    if (csv.trouble)
        complain(N_("%s is read up to line %lld: %s\n"), path, (long long)csv.line,
                 text_in(terminal_language(), csv.trouble));
    if (!seats->count || !seats->tables.count)
        complain(N_("%s names no participant, or no table.\n"), path);
    return seats->count && seats->tables.count;
}

/* The rank of the wish that was met, from 1; 0: none of them. */
static int64_t rank_met(const struct seats *seats, const struct assign_result *result, uint32_t p)
{
    for (size_t k = seats->start[p]; k < seats->start[p + 1]; k++)
        if (seats->wish[k] == result->table[p])
            return (int64_t)(k - seats->start[p]) + 1;
    return 0;
}

static void write_table(struct json *json, const struct seats *seats, const struct assign_result *result, uint32_t t)
{
    int64_t colleges[ASSIGN_MOST_COLLEGES] = {0}, count = 0;
    for (uint32_t p = 0; p < seats->count; p++)
        if (result->table[p] == t)
            colleges[seats->college[p]]++, count++;
    json_object(json);
    json_key(json, "table"), json_text(json, seats->tables.texts[t]);
    json_key(json, "places"), json_int(json, seats->places[t]);
    json_key(json, "seated"), json_int(json, count);
    json_key(json, "colleges"), json_object(json);
    for (uint32_t c = 0; c < seats->colleges.count; c++)
        if (colleges[c])
            json_key(json, seats->colleges.texts[c]), json_int(json, colleges[c]);
    json_end(json);
    json_end(json);
}

static void write_json(struct seats *seats, const struct assign_result *result)
{
    struct buffer out = {.arena = seats->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "assigned"), json_array(&json);
    for (uint32_t p = 0; p < seats->count; p++) {
        int64_t rank = rank_met(seats, result, p);
        json_object(&json);
        json_key(&json, "id"), json_text(&json, seats->id[p]);
        json_key(&json, "table");
        json_text(&json, result->table[p] == ASSIGN_NOWHERE ? NULL : seats->tables.texts[result->table[p]]);
        json_key(&json, "wish");
        rank ? json_int(&json, rank) : json_null(&json);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, "tables"), json_array(&json);
    for (uint32_t t = 0; t < seats->tables.count; t++)
        write_table(&json, seats, result, t);
    json_end(&json);
    json_key(&json, "placed"), json_int(&json, result->placed);
    json_key(&json, "cost"), json_int(&json, result->cost);
    json_key(&json, "bound"), json_int(&json, result->bound);
    json_key(&json, "single_college_tables"), json_int(&json, result->single);
    json_key(&json, "optimal"), json_bool(&json, result->cost == result->bound);
    json_end(&json);
    compute_print(&out);
}

static void print_table(struct seats *seats, const struct assign_result *result)
{
    struct buffer out = {.arena = seats->line->arena};
    for (uint32_t t = 0; t <= seats->tables.count; t++) {
        uint32_t table = t < seats->tables.count ? t : ASSIGN_NOWHERE;
        if (table == ASSIGN_NOWHERE && result->placed == seats->count)
            break;
        buffer_format(&out, "%s\u00A0:", t < seats->tables.count ? seats->tables.texts[t] : "–");
        for (uint32_t p = 0; p < seats->count; p++)
            if (result->table[p] == table)
                buffer_format(&out, " %s (%lld)", seats->id[p], (long long)rank_met(seats, result, p));
        buffer_char(&out, '\n');
    }
    compute_print(&out);
    if (result->cost == result->bound)
        tell(N_("%u seated, cost %lld: no seating costs less.\n"), result->placed, (long long)result->cost);
    else
        tell(N_("%u seated, cost %lld; none costs less than %lld.\n"), result->placed, (long long)result->cost,
             (long long)result->bound);
    if (line_flag(seats->line, "--mixed") && result->single)
        tell(N_("Tables that hold one college all the same: %u.\n"), result->single);
}

static bool read_options(struct seats *seats, struct assign_problem *problem)
{
    const char *places = line_option(seats->line, "--places"), *share = line_option(seats->line, "--most-share");
    if (places && (!read_places(places, &seats->by_default) || !seats->by_default)) {
        complain(N_("--places is a whole number from 1 to 5000.\n"));
        return false;
    }
    if (share && (!parse_real(share, &problem->most_share) || !(problem->most_share > 0) || problem->most_share > 1)) {
        complain(N_("--most-share is a share, above 0 and at most 1.\n"));
        return false;
    }
    if (!places && !line_option(seats->line, "--tables")) {
        complain(N_("Say how many places there are: --places N, or --tables FILE.csv.\n"));
        return false;
    }
    problem->mixed = line_flag(seats->line, "--mixed");
    problem->only_wishes = line_flag(seats->line, "--only-wishes");
    return true;
}

int compute_assign(struct command_line *line)
{
    struct seats *seats = arena_alloc(line->arena, sizeof *seats);
    struct assign_problem problem = {0};
    const char *path = compute_word(line, 0, with_value);
    seats->line = line;
    seats->tables.arena = seats->colleges.arena = seats->people.arena = line->arena;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute assign", "WISHES.csv --places N");
        return EXIT_USAGE;
    }
    if (!read_options(seats, &problem))
        return EXIT_USAGE;
    if (!read_tables(seats, line_option(line, "--tables")) || !read_participants(seats, path))
        return EXIT_FAILED;
    if (seats->bad)
        complain(N_("Lines or wishes left out: %lld.\n"), (long long)seats->bad);
    problem.participants = seats->count, problem.tables = seats->tables.count;
    problem.colleges = seats->colleges.count, problem.places = seats->places, problem.college = seats->college;
    problem.wish_start = seats->start, problem.wish = seats->wish;
    struct assign_result result = assign_solve(line->arena, &problem);
    compute_as_json(line) ? write_json(seats, &result) : print_table(seats, &result);
    return 0;
}
