/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A geography into the tables: the first time, and each year again. */
#include "base/number.h"
#include "features/territory/territory.h"
#include "formats/csv.h"
#include "territory.bake.h"
#include <string.h>

enum column { KIND, CODE, NAME, SIREN, POPULATION, LON, LAT, LOCATED, EPCI, DEPARTMENT, REGION, NATURE, POSTAL, SUCCESSOR, COLUMNS };
static const char *const column_names[COLUMNS] = {"kind", "code", "name", "siren", "population", "lon", "lat", "located", "epci",
    "department", "region", "nature", "postal", "successor"};

struct load {
    struct db *db;
    struct csv csv;
    int at[COLUMNS];
    char **row;
    int64_t vintage;
    struct geography_counts *counts;
};

/* The text of a column of the row, NULL when it is empty. */
static const char *cell(const struct load *load, enum column column)
{
    const char *text = load->row[load->at[column]];
    return *text ? text : NULL;
}

static const int64_t *whole_cell(const struct load *load, enum column column, int64_t *room)
{
    return parse_int(cell(load, column), room) ? room : NULL;
}

static const double *real_cell(const struct load *load, enum column column, double *room)
{
    return parse_real(cell(load, column), room) ? room : NULL;
}

static const char *region_code(const struct load *load, const char *cog)
{
    return cog ? arena_format(load->csv.arena, "R%s", cog) : NULL;
}

static void add_postals(const struct load *load, const char *commune)
{
    size_t count;
    char **postals = text_split(load->csv.arena, cell(load, POSTAL), " ", &count);
    for (size_t i = 0; i < count; i++)
        postal_add(load->db, (struct postal_add_args){.postal = postals[i], .commune = commune});
}

static void put_territory(const struct load *load, const char *kind, const char *code)
{
    int64_t population;
    double lon, lat;
    const char *name = cell(load, NAME), *located = cell(load, LOCATED);
    territory_put(load->db, (struct territory_put_args){.code = code, .kind = kind, .name = name ? name : code,
        .folded = territory_fold(load->csv.arena, name), .vintage = load->vintage, .siren = cell(load, SIREN),
        .population = whole_cell(load, POPULATION, &population), .lon = real_cell(load, LON, &lon), .lat = real_cell(load, LAT, &lat),
        .located = located ? located : "none", .nature = cell(load, NATURE), .epci = cell(load, EPCI),
        .department = cell(load, DEPARTMENT), .region = region_code(load, cell(load, REGION))});
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
    int64_t population;
    const char *name = cell(load, NAME), *nature = cell(load, NATURE), *successor = cell(load, SUCCESSOR);
    if (!nature || !successor)
        return;
    past_put(load->db, (struct past_put_args){.code = cell(load, CODE), .nature = nature, .name = name,
        .folded = name ? territory_fold(load->csv.arena, name) : NULL, .vintage = load->vintage,
        .population = whole_cell(load, POPULATION, &population), .successor = successor});
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
            return;
        load_row(load);
        arena_release(load->csv.arena, mark);
    }
}

/* Communes that the new year no longer has: their code leads to their successor, in the perimeters drawn here too. One without
 * a successor stays as it is, and is counted. */
static void end_communes(struct load *load)
{
    struct communes_ended ended = communes_ended(load->db, (struct communes_ended_args){.vintage = load->vintage});
    for (size_t i = 0; i < ended.count; i++) {
        const struct communes_ended_row *row = &ended.rows[i];
        if (!row->successor) {
            load->counts->orphans++;
            continue;
        }
        past_put(load->db, (struct past_put_args){.code = row->code, .nature = "former", .name = row->name, .folded = row->folded,
            .vintage = load->vintage, .population = row->population, .successor = row->successor});
        struct parts_of_perimeters in = parts_of_perimeters(load->db, (struct parts_of_perimeters_args){.commune = row->code});
        for (size_t j = 0; j < in.count; j++) {
            part_add(load->db, (struct part_add_args){.territory = in.rows[j].territory, .commune = row->successor});
            part_remove(load->db, (struct part_remove_args){.territory = in.rows[j].territory, .commune = row->code});
        }
        territory_remove(load->db, (struct territory_remove_args){.code = row->code});
        load->counts->ended++;
    }
    territories_ended_remove(load->db, (struct territories_ended_remove_args){.vintage = load->vintage});
}

static void load_country(struct load *load)
{
    territory_put(load->db, (struct territory_put_args){.code = "FR", .kind = "country", .name = "France", .folded = "france",
        .vintage = load->vintage, .located = "none"});
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
        load_country(&load);
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
