/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute names, duplicates and terms: what the engine of texts finds in a table of names or contributions. */
#include <string.h>
#include "base/number.h"
#include "engines/duplicates.h"
#include "engines/kernel/hash.h"
#include "engines/names.h"
#include "engines/terms.h"
#include "i18n/i18n.h"
#include "main/compute.h"

enum { MOST = 10, MOST_ASKED = 1000, MOST_TERMS = 10, LONGEST_TEXT = 100000 };
static const double LEAST = 0.6;

/* A table of names or of texts. ids: its own, or the number of the row from 0. */
struct texts {
    struct command_line *line;
    const char **ids, **texts, **also; uint32_t count;
    size_t id_room, text_room, also_room, group_room;
    struct text_map groups; uint32_t *group;               /* NULL without a column that says it */
    int64_t bad;
};

static const char *const id_names[] = {"id", "identifiant", "identifier", NULL};
static const char *const name_names[] = {"name", "nom", "raison_sociale", "denomination", "structure", "libelle", NULL};
static const char *const also_names[] = {"also", "sigle", "ville", "commune", "town", "city", "code_postal", NULL};
static const char *const text_names[] = {"text", "texte", "contribution", "description", "titre", "title", NULL};
static const char *const group_names[] = {"group", "groupe", "college", "collège", "theme", "thème", NULL};
static const char *const query_names[] = {"query", "requete", "requête", "recherche", NULL};

static void add_text(struct texts *texts, const char *id, const char *text, const char *also, const char *group)
{
    struct arena *arena = texts->line->arena;
    texts->ids = arena_grow(arena, texts->ids, texts->count, &texts->id_room, sizeof *texts->ids);
    texts->texts = arena_grow(arena, texts->texts, texts->count, &texts->text_room, sizeof *texts->texts);
    texts->also = arena_grow(arena, texts->also, texts->count, &texts->also_room, sizeof *texts->also);
    texts->group = arena_grow(arena, texts->group, texts->count, &texts->group_room, sizeof *texts->group);
    texts->ids[texts->count] = text_blank(id) ? arena_format(arena, "%u", texts->count) : id;
    texts->texts[texts->count] = text;
    texts->also[texts->count] = also;
    texts->group[texts->count++] = text_blank(group) ? HASH_NONE : text_map_add(&texts->groups, group, strlen(group),
                                                                                 NULL);
}

static const char *cell(char **row, int column)
{
    return column < 0 ? NULL : compute_bare(row[column]);
}

/* The rows of a table that has one of these columns; false, said on stderr, when it cannot be used. */
static bool read_texts(struct texts *texts, const char *path, const char *const *columns)
{
    struct csv csv;
    if (!compute_table(texts->line, path, &csv))
        return false;
    int text = csv_column(&csv, columns), id = csv_column(&csv, id_names), also = csv_column(&csv, also_names);
    int group = csv_column(&csv, group_names);
    texts->groups.arena = texts->line->arena;
    if (text < 0) {
        compute_no_column(path, columns);
        return false;
    }
    for (char **row; (row = csv_next(&csv, NULL));) {
        const char *own = cell(row, text);
        if (text_blank(own))
            compute_bad_line(path, csv.line, N_("the text is missing"), &texts->bad);
        else if (strlen(own) > LONGEST_TEXT)
            compute_bad_line(path, csv.line, N_("the text is longer than 100,000 bytes"), &texts->bad);
        else
            add_text(texts, cell(row, id), own, cell(row, also), cell(row, group));
    }
    if (csv.trouble)
        compute_bad_line(path, csv.line, csv.trouble, &texts->bad);
    if (texts->bad)
        complain(N_("Lines left out: %lld.\n"), (long long)texts->bad);
    return texts->count || !texts->bad;
}

/* --- names -------------------------------------------------------------------------------------------------------- */

static void write_hit(struct json *json, struct buffer *table, const struct texts *names,
                      const struct name_index *index, const char *query, bool typing, const struct name_hit *hit)
{
    struct arena *arena = names->line->arena;
    struct name_reasons why = names_explain(arena, index, query, typing, hit->name);
    buffer_format(table, "   %.3f  %s  %s\n", hit->score, names->ids[hit->name], names->texts[hit->name]);
    json_object(json);
    json_key(json, "id"), json_text(json, names->ids[hit->name]);
    json_key(json, "name"), json_text(json, names->texts[hit->name]);
    json_key(json, "score"), json_real(json, hit->score);
    json_key(json, "words"), json_array(json);
    for (size_t i = 0; i < why.count; i++) {
        json_object(json);
        json_key(json, "typed"), json_text(json, why.items[i].typed);
        json_key(json, "found"), json_text(json, why.items[i].name_word);
        json_key(json, "edits"), json_real(json, why.items[i].cost / 10.0);
        json_key(json, "unfinished"), json_bool(json, why.items[i].unfinished);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void search_names(const struct texts *names, const struct texts *queries, size_t most)
{
    struct arena *arena = names->line->arena;
    struct buffer out = {.arena = arena}, table = {.arena = arena};
    struct json json;
    struct name_builder *builder = names_begin(arena);
    bool typing = line_flag(names->line, "--typing");
    for (uint32_t i = 0; i < names->count; i++)
        names_add(builder, names->texts[i], names->also[i], 0);
    struct name_index *index = names_build(arena, builder);
    struct name_search *search = names_search_begin(arena, index);
    struct name_hit *hits = arena_array(arena, most, sizeof *hits);
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "queries"), json_array(&json);
    for (uint32_t q = 0; q < queries->count; q++) {
        size_t count = names_find(search, queries->texts[q], typing, hits, most);
        buffer_format(&table, "%s%s\n", q ? "\n" : "", queries->texts[q]);
        json_object(&json);
        json_key(&json, "query"), json_text(&json, queries->texts[q]);
        json_key(&json, "names"), json_array(&json);
        for (size_t i = 0; i < count; i++)
            write_hit(&json, &table, names, index, queries->texts[q], typing, &hits[i]);
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    json_end(&json);
    names_search_end(search);
    compute_print(compute_as_json(names->line) ? &out : &table);
}

int compute_names(struct command_line *line)
{
    static const char *const with_value[] = {"--query", "--queries", "--most", NULL};
    static const char *const known[] = {"--query", "--queries", "--most", "--typing", "--table", NULL};
    struct texts names = {.line = line}, queries = {.line = line};
    const char *path = compute_word(line, 0, with_value), *query = line_option(line, "--query");
    const char *file = line_option(line, "--queries");
    int64_t most = MOST;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path || !query == !file) {
        complain(N_("usage: maillage %s %s\n"), "compute names", "NAMES.csv --query TEXT|--queries FILE.csv");
        return EXIT_USAGE;
    }
    if (!compute_whole(line, "--most", 1, MOST_ASKED, &most))
        return EXIT_USAGE;
    if (query && !text_blank(query))
        add_text(&queries, NULL, query, NULL, NULL);
    if (!read_texts(&names, path, name_names) || (file && !read_texts(&queries, file, query_names)))
        return EXIT_FAILED;
    search_names(&names, &queries, (size_t)most);
    return 0;
}

/* --- duplicates --------------------------------------------------------------------------------------------------- */

static void write_groups(struct json *json, const struct texts *texts, const uint32_t *first)
{
    uint32_t *size = arena_array(texts->line->arena, texts->count, sizeof *size);
    for (uint32_t i = 0; i < texts->count; i++)
        size[first[i]]++;
    json_array(json);
    for (uint32_t i = 0; i < texts->count; i++) {
        if (size[i] < 2)
            continue;
        json_array(json);
        for (uint32_t j = i; j < texts->count && size[i]; j++)
            if (first[j] == i) {
                json_text(json, texts->ids[j]);
                size[i]--;
            }
        json_end(json);
    }
    json_end(json);
}

int compute_duplicates(struct command_line *line)
{
    static const char *const with_value[] = {"--least", NULL}, *const known[] = {"--least", "--table", NULL};
    struct texts texts = {.line = line};
    struct buffer out = {.arena = line->arena}, table = {.arena = line->arena};
    struct json json;
    const char *path = compute_word(line, 0, with_value), *asked = line_option(line, "--least");
    double least = LEAST;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute duplicates", "TEXTS.csv [--least LIKENESS]");
        return EXIT_USAGE;
    }
    if (asked && (!parse_french_real(asked, &least) || !(least >= 0.3 && least <= 1))) {
        complain(N_("--least is a likeness from 0.3 to 1.\n"));
        return EXIT_USAGE;
    }
    if (!read_texts(&texts, path, text_names))
        return EXIT_FAILED;
    struct near_pairs pairs = near_duplicates(line->arena, texts.texts, texts.count, least);
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "pairs"), json_array(&json);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct near_pair *pair = &pairs.items[i];
        buffer_format(&table, "%s%.3f  %s  %s\n       %s  %s\n", i ? "\n" : "", pair->likeness, texts.ids[pair->a],
                      texts.texts[pair->a], texts.ids[pair->b], texts.texts[pair->b]);
        json_object(&json);
        json_key(&json, "a"), json_text(&json, texts.ids[pair->a]);
        json_key(&json, "b"), json_text(&json, texts.ids[pair->b]);
        json_key(&json, "likeness"), json_real(&json, pair->likeness);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, "groups");
    write_groups(&json, &texts, near_groups(line->arena, texts.texts, texts.count, least));
    json_end(&json);
    if (!pairs.count)
        buffer_text(&table, text_in(terminal_language(), N_("No two texts are so alike.")));
    compute_print(compute_as_json(line) ? &out : &table);
    return 0;
}

/* --- key terms ---------------------------------------------------------------------------------------------------- */

static void write_terms(struct json *json, struct buffer *table, const char *kind, const char *of,
                        const struct key_terms *terms)
{
    buffer_format(table, "%s\u00a0:", of);
    json_object(json);
    json_key(json, kind), json_text(json, of);
    json_key(json, "terms"), json_array(json);
    for (size_t i = 0; i < terms->count; i++) {
        const struct key_term *term = &terms->items[i];
        buffer_format(table, "%s %s (%.1f)", i ? "," : "", term->word, term->strength);
        json_object(json);
        json_key(json, "word"), json_text(json, term->word);
        json_key(json, "strength"), json_real(json, term->strength);
        json_key(json, "inside"), json_int(json, term->inside);
        json_key(json, "outside"), json_int(json, term->outside);
        json_end(json);
    }
    buffer_char(table, '\n');
    json_end(json);
    json_end(json);
}

/* Of each group against all the others, or of each text when no column says groups. */
static void write_all_terms(struct json *json, struct buffer *table, const struct texts *texts, size_t most)
{
    struct arena *arena = texts->line->arena;
    bool *chosen = arena_array(arena, texts->count, sizeof *chosen);
    for (uint32_t g = 0; g < texts->groups.count; g++) {
        for (uint32_t i = 0; i < texts->count; i++)
            chosen[i] = texts->group[i] == g;
        struct key_terms terms = key_terms(arena, texts->texts, chosen, texts->count, most);
        write_terms(json, table, "group", texts->groups.texts[g], &terms);
    }
    for (uint32_t i = 0; i < texts->count && !texts->groups.count; i++) {
        struct key_terms terms = key_terms_of(arena, texts->texts, texts->count, i, most);
        write_terms(json, table, "id", texts->ids[i], &terms);
    }
}

int compute_terms(struct command_line *line)
{
    static const char *const with_value[] = {"--most", NULL}, *const known[] = {"--most", "--table", NULL};
    enum { MOST_GROUPS = 500, MOST_ALONE = 2000 };         /* each goes through all the texts */
    struct texts texts = {.line = line};
    struct buffer out = {.arena = line->arena}, table = {.arena = line->arena};
    struct json json;
    const char *path = compute_word(line, 0, with_value);
    int64_t most = MOST_TERMS;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute terms", "TEXTS.csv [--most N]");
        return EXIT_USAGE;
    }
    if (!compute_whole(line, "--most", 1, MOST_ASKED, &most))
        return EXIT_USAGE;
    if (!read_texts(&texts, path, text_names))
        return EXIT_FAILED;
    if (texts.groups.count > MOST_GROUPS || (!texts.groups.count && texts.count > MOST_ALONE)) {
        complain(N_("So many: at most %d groups, or %d texts without a column of groups.\n"), MOST_GROUPS, MOST_ALONE);
        return EXIT_FAILED;
    }
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, texts.groups.count ? "groups" : "texts"), json_array(&json);
    write_all_terms(&json, &table, &texts, (size_t)most);
    json_end(&json);
    json_end(&json);
    compute_print(compute_as_json(line) ? &out : &table);
    return 0;
}
