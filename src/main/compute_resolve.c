/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute resolve: the rows of one table, or of two, that are the same organisation. */
#include <string.h>
#include "base/number.h"
#include "engines/kernel/hash.h"
#include "engines/resolution.h"
#include "i18n/i18n.h"
#include "main/compute.h"

enum { THREADS = 2, COLUMNS = 12, LARGEST_GROUP = 50 };

struct names {
    struct command_line *line;
    struct resolve_record *records; const char **ids; uint32_t count, second;
    size_t record_room, id_room;
    bool by_id[2];                                         /* of each file: every row has an identifier of its own */
    int64_t bad;                                           /* lines that no other can be compared with */
};

static const char *const with_value[] = {"--threshold", NULL};
static const char *const known[] = {"--threshold", "--one-to-one", "--table", "--explain", NULL};
enum { ID, NAME, OTHER_NAME, ADDRESS, POST_CODE, TOWN, SIRET, RNA, PHONE, MAIL, LON_LAT };
static const char *const columns[COLUMNS][12] = {
    [ID] = {"id", "identifiant", "identifier", NULL},
    [NAME] = {"name", "nom", "raison_sociale", "raison sociale", "denomination", "structure", "organisation",
              "nom_structure", "titre", NULL},
    [OTHER_NAME] = {"other_name", "brand", "enseigne", "sigle", "nom_usuel", "nom_usage", NULL},
    [ADDRESS] = {"address", "adresse", "rue", "voie", "street", NULL},
    [POST_CODE] = {"post_code", "code_postal", "code postal", "postcode", "cp", "zip", NULL},
    [TOWN] = {"town", "commune", "ville", "city", "localite", NULL},
    [SIRET] = {"siret", "siren", NULL},
    [RNA] = {"rna", "numero_rna", NULL},
    [PHONE] = {"phone", "telephone", "tel", NULL},
    [MAIL] = {"mail", "email", "courriel", "e-mail", NULL},
    [LON_LAT] = {"lon", "longitude", "lng", NULL},
    [LON_LAT + 1] = {"lat", "latitude", NULL},
};

static struct resolve_record record_of(char **row, const int *at)
{
    const char *cells[COLUMNS];
    for (int i = 0; i < COLUMNS; i++)
        cells[i] = at[i] < 0 || text_blank(row[at[i]]) ? NULL : row[at[i]];
    struct resolve_record record = {
        .name = cells[NAME], .other_name = cells[OTHER_NAME], .address = cells[ADDRESS], .post_code = cells[POST_CODE],
        .town = cells[TOWN], .siret = cells[SIRET], .rna = cells[RNA], .phone = cells[PHONE], .mail = cells[MAIL]};
    record.placed = cells[LON_LAT] && cells[LON_LAT + 1] && parse_french_real(cells[LON_LAT], &record.longitude)
                    && parse_french_real(cells[LON_LAT + 1], &record.latitude);
    return record;
}

/* Adds the rows of a file. Its identifiers are used when each row has its own; row numbers from 0 are, otherwise. */
static bool read_file(struct names *names, const char *path, bool *by_id)
{
    struct arena *arena = names->line->arena;
    struct csv csv;
    struct text_map seen = {.arena = arena};
    int at[COLUMNS];
    if (!compute_table(names->line, path, &csv))
        return false;
    for (int i = 0; i < COLUMNS; i++)
        at[i] = csv_column(&csv, columns[i]);
    if (at[NAME] < 0) {
        compute_no_column(path, columns[NAME]);
        return false;
    }
    *by_id = at[ID] >= 0;
    for (char **row; (row = csv_next(&csv, NULL)); names->count++) {
        const char *id = at[ID] < 0 ? "" : row[at[ID]];
        bool is_new = false;
        if (!text_blank(id))
            text_map_add(&seen, id, strlen(id), &is_new);
        *by_id = *by_id && is_new;
        names->records = arena_grow(arena, names->records, names->count, &names->record_room, sizeof *names->records);
        names->ids = arena_grow(arena, names->ids, names->count, &names->id_room, sizeof *names->ids);
        names->ids[names->count] = id;
        names->records[names->count] = record_of(row, at);
        if (!names->records[names->count].name && !names->records[names->count].other_name)
            compute_bad_line(path, csv.line, N_("this row has no name: nothing is compared with it"), &names->bad);
    }
    compute_table_end(path, &csv);
    return true;
}

static uint32_t row_in_file(const struct names *names, uint32_t row)
{
    return names->second != RESOLVE_EVERYWHERE && row >= names->second ? row - names->second : row;
}

static const char *id_of(struct arena *arena, const struct names *names, uint32_t row)
{
    bool in_second = names->second != RESOLVE_EVERYWHERE && row >= names->second;
    if (names->by_id[in_second])
        return names->ids[row];
    return arena_format(arena, "%u", row_in_file(names, row));
}

static void write_pair(struct names *names, struct json *json, struct resolver *resolver,
                       const struct resolution *result, const struct resolve_pair *pair)
{
    struct arena work = {0};
    struct resolve_why why = resolve_explain(resolver, &result->model, pair->a, pair->b);
    json_object(json);
    json_key(json, "a");
    json_text(json, id_of(&work, names, pair->a));
    json_key(json, "b");
    json_text(json, id_of(&work, names, pair->b));
    json_key(json, "row_a");
    json_int(json, row_in_file(names, pair->a));
    json_key(json, "row_b");
    json_int(json, row_in_file(names, pair->b));
    json_key(json, "probability");
    json_real(json, pair->probability);
    json_key(json, "reasons");
    json_array(json);
    for (size_t i = 0; i < why.count; i++)
        json_text(json, why.reasons[i].sentence);
    json_end(json);
    json_key(json, "bits");                                /* for (+) or against (-), in the order of the reasons */
    json_array(json);
    for (size_t i = 0; i < why.count; i++)
        json_real(json, why.reasons[i].weight);
    json_end(json);
    json_end(json);
    arena_free(&work);
}

/* Two rows that are both the same as a third are the same, though the two alone would not be sure. */
static void write_implied(struct names *names, struct json *json, struct resolver *resolver,
                          const struct resolution *result)
{
    struct arena work = {0};
    struct int_map sure = {.arena = &work};
    uint32_t *last = arena_array(&work, names->count, sizeof *last), *before = arena_array(&work, names->count,
        sizeof *before);
    for (size_t i = 0; i < result->count; i++)
        if (result->pairs[i].sure)
            *int_map_at(&sure, (uint64_t)result->pairs[i].a << 32 | result->pairs[i].b) = 1;
    for (uint32_t row = 0; row < names->count; row++) {
        uint32_t first = result->cluster[row], steps = 0;
        before[row] = row == first ? RESOLVE_EVERYWHERE : last[first];
        last[first] = row;
        for (uint32_t at = before[row]; at != RESOLVE_EVERYWHERE && steps < LARGEST_GROUP; at = before[at], steps++) {
            struct resolve_pair pair = {at, row, 0, 0, false};
            bool across = names->second == RESOLVE_EVERYWHERE || (at < names->second && row >= names->second);
            if (across && !int_map_get(&sure, (uint64_t)at << 32 | row, NULL)
                && resolve_follows(resolver, result, &pair))
                write_pair(names, json, resolver, result, &pair);
        }
    }
    arena_free(&work);
}

static void write_groups(struct names *names, struct json *json, const struct resolution *result)
{
    struct arena *arena = names->line->arena;
    uint32_t *next = arena_array(arena, names->count, sizeof *next);
    uint32_t *last = arena_array(arena, names->count, sizeof *last);
    for (uint32_t row = 0; row < names->count; row++) {
        uint32_t first = result->cluster[row];
        if (row != first)                                            /* the first row of a group is its smallest */
            next[last[first]] = row;
        last[first] = row;
        next[row] = RESOLVE_EVERYWHERE;
    }
    json_array(json);
    for (uint32_t row = 0; row < names->count; row++) {
        if (result->cluster[row] != row || next[row] == RESOLVE_EVERYWHERE)
            continue;
        json_array(json);
        for (uint32_t at = row; at != RESOLVE_EVERYWHERE; at = next[at])
            json_text(json, id_of(arena, names, at));
        json_end(json);
    }
    json_end(json);
}

static void write_json(struct names *names, struct resolver *resolver, const struct resolution *result)
{
    struct buffer out = {.arena = names->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "pairs");
    json_array(&json);
    for (size_t i = 0; i < result->count; i++)
        if (result->pairs[i].sure)
            write_pair(names, &json, resolver, result, &result->pairs[i]);
    if (!line_flag(names->line, "--one-to-one"))
        write_implied(names, &json, resolver, result);
    json_end(&json);
    json_key(&json, "review");
    json_array(&json);
    for (size_t i = 0; i < result->review_count; i++)
        if (!result->pairs[result->review[i]].sure)
            write_pair(names, &json, resolver, result, &result->pairs[result->review[i]]);
    json_end(&json);
    json_key(&json, "groups");
    write_groups(names, &json, result);
    json_key(&json, "threshold");
    json_real(&json, result->model.threshold);
    json_key(&json, "expected_precision");
    json_real(&json, result->model.expected_precision);
    json_key(&json, "expected_recall");
    json_real(&json, result->model.expected_recall);
    json_key(&json, "candidates");
    json_int(&json, (int64_t)result->candidates);
    json_end(&json);
    compute_print(&out);
}

static const char *shown_name(const struct names *names, uint32_t row)
{
    const struct resolve_record *record = &names->records[row];
    return record->name ? record->name : record->other_name ? record->other_name : "";
}

static void print_pair(struct names *names, struct buffer *out, const struct resolver *resolver,
                       const struct resolution *result, const struct resolve_pair *pair)
{
    struct arena *arena = names->line->arena;
    buffer_format(out, "%s %.3f  %s  %s  =  %s  %s\n", pair->sure ? " " : "?", pair->probability,
                  id_of(arena, names, pair->a), shown_name(names, pair->a), id_of(arena, names, pair->b),
                  shown_name(names, pair->b));
    if (!line_flag(names->line, "--explain"))
        return;
    struct resolve_why why = resolve_explain(resolver, &result->model, pair->a, pair->b);
    for (size_t i = 0; i < why.count; i++)
        buffer_format(out, "         %+5.1f  %s\n", why.reasons[i].weight, why.reasons[i].sentence);
}

/* What is sure, surest first; then, with a question mark, what somebody should look at, most doubtful first. */
static void print_table(struct names *names, const struct resolver *resolver, const struct resolution *result)
{
    struct buffer out = {.arena = names->line->arena};
    for (size_t i = 0; i < result->count; i++)
        if (result->pairs[i].sure)
            print_pair(names, &out, resolver, result, &result->pairs[i]);
    for (size_t i = 0; i < result->review_count; i++)
        if (!result->pairs[result->review[i]].sure)
            print_pair(names, &out, resolver, result, &result->pairs[result->review[i]]);
    compute_print(&out);
}

static bool read_options(struct names *names, struct resolve_options *options)
{
    const char *threshold = line_option(names->line, "--threshold");
    *options = (struct resolve_options){.second_list = names->second, .threads = THREADS,
                                        .one_to_one = line_flag(names->line, "--one-to-one")};
    if (!threshold || (parse_real(threshold, &options->threshold) && options->threshold > 0 && options->threshold <= 1))
        return true;
    complain(N_("--threshold is a probability, more than 0 and at most 1.\n"));
    return false;
}

int compute_resolve(struct command_line *line)
{
    struct names names = {.line = line, .second = RESOLVE_EVERYWHERE};
    struct resolve_options options;
    const char *first = compute_word(line, 0, with_value), *second = compute_word(line, 1, with_value);
    if (!compute_understands(line, known, with_value, 2))
        return EXIT_USAGE;
    if (!first) {
        complain(N_("usage: maillage %s %s\n"), "compute resolve", "A.csv [B.csv]");
        return EXIT_USAGE;
    }
    if (!read_file(&names, first, &names.by_id[0]))
        return EXIT_FAILED;
    if (second) {
        names.second = names.count;
        if (!read_file(&names, second, &names.by_id[1]))
            return EXIT_FAILED;
    }
    if (!read_options(&names, &options))
        return EXIT_USAGE;
    struct resolver *resolver = resolve_begin(line->arena, names.records, names.count);
    struct resolution *result = resolve(line->arena, resolver, &options);
    compute_as_json(line) ? write_json(&names, resolver, result) : print_table(&names, resolver, result);
    return 0;
}
