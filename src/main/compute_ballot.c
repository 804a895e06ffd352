/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute ballot: a list of votes in, a result and the sentence of its rule out. */
#include <stdio.h>
#include <string.h>
#include "base/number.h"
#include "i18n/i18n.h"
#include "main/compute_ballot.h"

static const struct { const char *name; int (*run)(struct ballot_table *table); } rules[] = {
    {"majority", ballot_majority}, {"colleges", ballot_by_colleges}, {"proxies", ballot_by_proxies},
    {"consent", ballot_by_consent}, {"election", ballot_without_candidate}, {"schulze", ballot_schulze},
    {"stv", ballot_stv}, {"judgment", ballot_judgment}, {"pairs", ballot_pairs},
    {"lot", ballot_lot}, {"panel", ballot_panel}};

static const char *const with_value[] = {"--rule", "--majority", "--entitled", "--quorum", "--quorum-colleges",
    "--variant", "--cap", "--carrier", "--seats", "--seed", "--grades", "--voters", "--quotas", NULL};
static const char *const known[] = {"--rule", "--majority", "--entitled", "--quorum", "--quorum-colleges",
    "--variant", "--cap", "--carrier", "--seats", "--seed", "--grades", "--voters", "--quotas", "--lose",
    "--silence-consents", "--group-may-lift", "--table", "--explain", NULL};

int ballot_column(struct ballot_table *table, bool needed, const char *const *names)
{
    int column = csv_column(&table->columns, names);
    if (column < 0 && needed)
        compute_no_column(table->path, names);
    return column;
}

const char *ballot_cell(const struct ballot_table *table, size_t row, int column)
{
    return column >= 0 ? table->rows[row][column] : "";
}

const char *ballot_named(struct ballot_table *table, size_t row, int column)
{
    const char *name = ballot_cell(table, row, column);
    if (!text_blank(name))
        return name;
    ballot_bad(table, row, N_("a name is missing"));
    return NULL;
}

bool ballot_first(struct ballot_table *table, size_t row, int column, struct text_map *names, uint32_t *number)
{
    const char *name = ballot_named(table, row, column);
    bool is_new = true;
    if (name)
        *number = text_map_add(names, name, strlen(name), &is_new);
    if (!is_new)
        ballot_bad(table, row, N_("this name stands here twice: the first line counts"));
    return name && is_new;
}

void ballot_bad(struct ballot_table *table, size_t row, const char *english)
{
    compute_bad_line(table->path, table->lines[row], english, &table->bad);
}

bool ballot_count(struct ballot_table *table, size_t row, int column, int64_t otherwise, int64_t *count)
{
    const char *text = ballot_cell(table, row, column);
    *count = otherwise;
    if (text_blank(text) || (parse_int(text, count) && *count >= 0 && *count <= BALLOT_MOST_COUNT))
        return true;
    ballot_bad(table, row, N_("a count is no whole number between 0 and ten thousand million"));
    return false;
}

uint32_t ballot_name(struct text_map *names, const char *name)
{
    return text_map_add(names, name, strlen(name), NULL);
}

static void add_row(struct ballot_table *table, size_t *room, size_t *room_lines, char **row, int64_t line)
{
    struct arena *arena = table->line->arena;
    table->rows = arena_grow(arena, table->rows, table->count, room, sizeof *table->rows);
    table->lines = arena_grow(arena, table->lines, table->count, room_lines, sizeof *table->lines);
    table->rows[table->count] = row;
    table->lines[table->count++] = line;
}

static bool read_csv(struct ballot_table *table, const char *bytes, size_t length)
{
    size_t room = 0, room_lines = 0;
    struct csv csv;
    bool good = csv_open(&csv, table->line->arena, bytes, length);
    table->columns = csv;
    for (char **row; good && (row = csv_next(&csv, NULL));) {
        for (size_t c = 0; c < csv.column_count; c++)
            row[c] = compute_bare(row[c]);
        add_row(table, &room, &room_lines, row, csv.line);
    }
    if (csv.trouble)
        complain(N_("%s is no table: %s\n"), table->path, text_in(terminal_language(), csv.trouble));
    return good && !csv.trouble;
}

static int key_column(struct ballot_table *table, size_t *room, const char *key)
{
    struct csv *columns = &table->columns;
    for (size_t i = 0; i < columns->column_count; i++)
        if (strcmp(columns->header[i], key) == 0)
            return (int)i;
    columns->header = arena_grow(table->line->arena, columns->header, columns->column_count, room, sizeof(char *));
    columns->header[columns->column_count] = arena_text(table->line->arena, key);
    return (int)columns->column_count++;
}

static const char *text_of(struct arena *arena, const struct json_value *value)
{
    if (value->kind == JSON_NUMBER && value->is_whole)
        return arena_format(arena, "%lld", (long long)value->whole);
    struct buffer number = {.arena = arena};
    if (value->kind == JSON_NUMBER)
        return buffer_real(&number, value->number), buffer_string(&number);
    return value->kind == JSON_TEXT ? value->text : value->kind == JSON_TRUE ? "1" : "";
}

static bool read_rows_of(struct ballot_table *table, const struct json_value *list)
{
    size_t room = 0, room_lines = 0, room_columns = 0;
    struct arena *arena = table->line->arena;
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = 0; list->items[i].kind == JSON_OBJECT && j < list->items[i].count; j++)
            key_column(table, &room_columns, list->items[i].keys[j]);
    for (size_t i = 0; i < list->count; i++) {
        char **row = arena_array(arena, table->columns.column_count + 1, sizeof *row);
        for (size_t c = 0; c < table->columns.column_count; c++)
            row[c] = arena_copy(arena, "", 0);
        for (size_t j = 0; list->items[i].kind == JSON_OBJECT && j < list->items[i].count; j++)
            row[key_column(table, &room_columns, list->items[i].keys[j])] =
                compute_bare(arena_text(arena, text_of(arena, &list->items[i].items[j])));
        add_row(table, &room, &room_lines, row, (int64_t)i + 1);
    }
    return true;
}

/* An array of objects; a bad object is told by its number. */
static bool read_json(struct ballot_table *table, const char *bytes, size_t length)
{
    const char *trouble = NULL;
    int line = 0;
    const struct json_value *list = json_read(table->line->arena, bytes, length, &trouble, &line);
    table->columns = (struct csv){.arena = table->line->arena};
    if (list && list->kind == JSON_ARRAY)
        return read_rows_of(table, list);
    complain(N_("%s is no table: %s\n"), table->path,
             text_in(terminal_language(), list ? N_("a list of objects is awaited") : trouble));
    return false;
}

void ballot_begin(struct ballot_answer *answer, struct ballot_table *table, const char *rule)
{
    struct arena *arena = table->line->arena;
    if (table->bad)
        complain(N_("Lines left out: %lld.\n"), (long long)table->bad);
    if (table->bad >= (int64_t)table->count)
        complain(N_("%s holds no line that can be used.\n"), table->path);
    *answer = (struct ballot_answer){.line = table->line, .empty = table->bad && table->bad >= (int64_t)table->count,
                                     .out = {.arena = arena}, .lines = {.arena = arena},
                                     .sentence = {.arena = arena}};
    json_begin(&answer->json, &answer->out);
    json_object(&answer->json);
    ballot_text(answer, "rule", rule);
}

void ballot_text(struct ballot_answer *answer, const char *key, const char *text)
{
    json_key(&answer->json, key), json_text(&answer->json, text);
}

void ballot_int(struct ballot_answer *answer, const char *key, int64_t number)
{
    json_key(&answer->json, key), json_int(&answer->json, number);
}

void ballot_bool(struct ballot_answer *answer, const char *key, bool value)
{
    json_key(&answer->json, key), json_bool(&answer->json, value);
}

void ballot_share(struct ballot_answer *answer, const char *key, struct rational share)
{
    struct arena *arena = answer->line->arena;
    json_key(&answer->json, key), json_object(&answer->json);
    json_key(&answer->json, "exact"), json_text(&answer->json, rational_text(arena, share));
    json_key(&answer->json, "value"), json_real(&answer->json, rational_real(arena, share));
    json_end(&answer->json);
}

int ballot_end(struct ballot_answer *answer)
{
    ballot_text(answer, "sentence", buffer_string(&answer->sentence));
    json_end(&answer->json);
    if (answer->lines.length)
        buffer_char(&answer->lines, '\n');
    buffer_text(&answer->lines, buffer_string(&answer->sentence));
    compute_print(compute_as_json(answer->line) ? &answer->out : &answer->lines);
    return answer->empty ? EXIT_FAILED : 0;
}

static bool read_bytes(struct ballot_table *table, const char *path, const char *bytes, size_t length)
{
    table->path = path;
    return text_ends(path, ".json") ? read_json(table, bytes, length) : read_csv(table, bytes, length);
}

bool ballot_read(struct ballot_table *table, const char *path)
{
    size_t length;
    char *bytes = compute_file(table->line, path, &length);
    return bytes && read_bytes(table, path, bytes, length);
}

int ballot_count_bytes(struct command_line *line, const char *path, const char *bytes, size_t length)
{
    struct ballot_table table = {.line = line};
    const char *rule = line_option(line, "--rule");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (text_is(rule, rules[i].name))
            return read_bytes(&table, path, bytes, length) ? rules[i].run(&table) : EXIT_FAILED;
    return EXIT_USAGE;
}

int compute_ballot(struct command_line *line)
{
    const char *path = compute_word(line, 0, with_value), *rule = line_option(line, "--rule");
    size_t which = 0, count = sizeof rules / sizeof *rules, length;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    while (which < count && !text_is(rule, rules[which].name))
        which++;
    if (!path || which == count) {
        complain(N_("usage: maillage %s %s\n"), "compute ballot", "FILE.csv|FILE.json --rule RULE");
        complain(N_("The rules are %s.\n"),
                 "majority, colleges, proxies, consent, election, schulze, stv, judgment, pairs, lot, panel");
        return EXIT_USAGE;
    }
    const char *bytes = compute_file(line, path, &length);
    return bytes ? ballot_count_bytes(line, path, bytes, length) : EXIT_FAILED;
}
