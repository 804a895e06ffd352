/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A geography into the tables: the first time, and each year again. */
#include "base/number.h"
#include "features/territory/territory.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "territory.bake.h"
#include <string.h>

enum { ENOUGH = 1000 };
enum column { KIND, CODE, NAME, SIREN, POPULATION, LON, LAT, LOCATED, EPCI, DEPARTMENT, REGION, NATURE, POSTAL,
    SUCCESSOR, COLUMNS };
static const char *const column_names[COLUMNS] = {"kind", "code", "name", "siren", "population", "lon", "lat",
    "located", "epci", "department", "region", "nature", "postal", "successor"};

/* Rows on their way to the database, a thousand at a time: one by one they would take half a minute on a server. */
struct batch { struct arena arena; struct buffer text; struct json json; int rows; };

struct load {
    struct db *db;
    struct csv csv;
    int at[COLUMNS];
    char **row;
    int64_t vintage;
    struct batch territories, postals, pasts;
    struct geography_counts *counts;
};

static struct json *next_row(struct batch *batch)
{
    if (!batch->rows++) {
        batch->text = (struct buffer){.arena = &batch->arena};
        json_begin(&batch->json, &batch->text);
        json_array(&batch->json);
    }
    json_array(&batch->json);
    return &batch->json;
}

static const char *take_rows(struct batch *batch)
{
    json_end(&batch->json);
    return batch->text.text;
}

static void empty(struct batch *batch)
{
    arena_free(&batch->arena);
    batch->rows = 0;
}

/* Writes what waits, once there is enough of it. */
static void flush(struct load *load, int enough)
{
    if (load->territories.rows >= enough) {
        territories_put(load->db, (struct territories_put_args){.rows = take_rows(&load->territories)});
        empty(&load->territories);
    }
    if (load->postals.rows >= enough) {
        postals_put(load->db, (struct postals_put_args){.rows = take_rows(&load->postals)});
        empty(&load->postals);
    }
    if (load->pasts.rows >= enough) {
        pasts_put(load->db, (struct pasts_put_args){.rows = take_rows(&load->pasts)});
        empty(&load->pasts);
    }
}

/* The text of a column of the row, NULL when it is empty. */
static const char *cell(const struct load *load, enum column column)
{
    const char *text = load->row[load->at[column]];
    return *text ? text : NULL;
}

static void add_whole(struct json *json, const char *text)
{
    int64_t number;
    if (parse_int(text, &number))
        json_int(json, number);
    else
        json_null(json);
}

static void add_real(struct json *json, const char *text)
{
    double number;
    if (parse_real(text, &number))
        json_real(json, number);
    else
        json_null(json);
}

static const char *region_code(const struct load *load, const char *cog)
{
    return cog ? arena_format(load->csv.arena, "R%s", cog) : NULL;
}

static void add_postals(struct load *load, const char *commune)
{
    size_t count;
    char **postals = text_split(load->csv.arena, cell(load, POSTAL), " ", &count);
    for (size_t i = 0; i < count; i++) {
        struct json *json = next_row(&load->postals);
        json_text(json, postals[i]);
        json_text(json, commune);
        json_end(json);
    }
}

static void put_territory(struct load *load, const char *kind, const char *code)
{
    struct json *json = next_row(&load->territories);
    const char *name = cell(load, NAME), *located = cell(load, LOCATED);
    json_text(json, code);
    json_text(json, kind);
    json_text(json, name ? name : code);
    json_text(json, territory_fold(load->csv.arena, name ? name : code));
    json_int(json, load->vintage);
    json_text(json, cell(load, SIREN));
    add_whole(json, cell(load, POPULATION));
    add_real(json, cell(load, LON));
    add_real(json, cell(load, LAT));
    json_text(json, located ? located : "none");
    json_text(json, cell(load, NATURE));
    json_text(json, cell(load, EPCI));
    json_text(json, cell(load, DEPARTMENT));
    json_text(json, region_code(load, cell(load, REGION)));
    json_end(json);
}

static void load_commune(struct load *load)
{
    put_territory(load, "commune", cell(load, CODE));
    add_postals(load, cell(load, CODE));
    load->counts->communes++;
}

/* The communes of an établissement public territorial are those of its own list: their EPCI is the Métropole. */
static void load_parts(const struct load *load)
{
    size_t count;
    char **communes = text_split(load->csv.arena, cell(load, POSTAL), " ", &count);
    for (size_t i = 0; i < count; i++)
        part_add(load->db, (struct part_add_args){.territory = cell(load, CODE), .commune = communes[i]});
}

static void load_grouping(struct load *load)
{
    const char *kind = cell(load, KIND), *code = cell(load, CODE);
    bool listed = text_is(kind, "ept");
    put_territory(load, listed ? "epci" : kind, text_is(kind, "region") ? region_code(load, code) : code);
    if (listed)
        load_parts(load);
    load->counts->groupings++;
}

static void load_past(struct load *load)
{
    const char *name = cell(load, NAME), *nature = cell(load, NATURE), *successor = cell(load, SUCCESSOR);
    if (!nature || !successor)
        return;
    struct json *json = next_row(&load->pasts);
    json_text(json, cell(load, CODE));
    json_text(json, nature);
    json_text(json, name);
    json_text(json, name ? territory_fold(load->csv.arena, name) : NULL);
    json_int(json, load->vintage);
    add_whole(json, cell(load, POPULATION));
    json_text(json, successor);
    json_end(json);
    load->counts->past++;
}

static void load_row(struct load *load)
{
    const char *kind = cell(load, KIND);
    if (!kind || !cell(load, CODE))
        return;
    if (text_is(kind, "commune"))
        load_commune(load);
    else if (text_is(kind, "past"))
        load_past(load);
    else
        load_grouping(load);
}

static bool open_file(struct load *load, struct arena *arena, const char *text, size_t length)
{
    if (!csv_open(&load->csv, arena, text, length))
        return false;
    for (int i = 0; i < COLUMNS; i++)
        if ((load->at[i] = csv_column(&load->csv, (const char *const[]){column_names[i], NULL})) < 0)
            return false;
    load->row = csv_next(&load->csv, NULL);
    return load->row && text_is(cell(load, KIND), "vintage") && parse_int(cell(load, CODE), &load->vintage);
}

static void load_rows(struct load *load)
{
    for (;;) {
        struct arena_mark mark = arena_mark(load->csv.arena);
        load->row = csv_next(&load->csv, NULL);
        if (!load->row)
            break;
        load_row(load);
        flush(load, ENOUGH);
        arena_release(load->csv.arena, mark);
    }
    flush(load, 1);
}

/* Communes that the new year no longer has: their code leads to their successor, in the perimeters drawn here too. One
 * without a successor stays as it is, and is counted. */
static void end_communes(struct load *load)
{
    struct communes_ended ended = communes_ended(load->db, (struct communes_ended_args){.vintage = load->vintage});
    for (size_t i = 0; i < ended.count; i++) {
        const struct communes_ended_row *row = &ended.rows[i];
        if (!row->successor) {
            load->counts->orphans++;
            continue;
        }
        past_put(load->db, (struct past_put_args){.code = row->code, .nature = "former", .name = row->name,
            .folded = row->folded,
            .vintage = load->vintage, .population = row->population, .successor = row->successor});
        struct parts_of_perimeters in = parts_of_perimeters(load->db,
            (struct parts_of_perimeters_args){.commune = row->code});
        for (size_t j = 0; j < in.count; j++) {
            part_add(load->db, (struct part_add_args){.territory = in.rows[j].territory, .commune = row->successor});
            part_remove(load->db, (struct part_remove_args){.territory = in.rows[j].territory, .commune = row->code});
        }
        territory_remove(load->db, (struct territory_remove_args){.code = row->code});
        load->counts->ended++;
    }
    territories_ended_remove(load->db, (struct territories_ended_remove_args){.vintage = load->vintage});
}

static void fill_parts(struct db *db)
{
    parts_fill_communes(db);
    parts_fill_epci(db);
    parts_fill_departments(db);
    parts_fill_regions(db);
    parts_fill_country(db);
}

bool territory_load(struct db *db, const char *text, size_t length, struct geography_counts *counts)
{
    struct arena arena = {0};
    struct load load = {.db = db, .counts = counts};
    *counts = (struct geography_counts){0};
    bool sound = open_file(&load, &arena, text, length);
    if (sound) {
        counts->vintage = load.vintage;
        postals_clear(db);
        parts_clear_official(db);
        load_rows(&load);
        end_communes(&load);
        fill_parts(db);
        epci_homes_fill(db);
        sums_fill(db);
        middles_fill(db);
    }
    arena_free(&arena);
    return sound && !db_failed(db);
}
