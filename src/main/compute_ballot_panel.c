/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute ballot --rule panel: people and quotas in, one panel and everybody's chances out. */
#include <math.h>
#include <string.h>
#include "engines/draw.h"
#include "i18n/i18n.h"
#include "main/compute_ballot.h"

struct panel_file {
    struct text_map features, values;
    struct panel_quota *quotas; uint32_t quota_count;
    const char **ids; uint32_t *value, people;
};

static bool read_quotas(struct ballot_table *table, struct panel_file *file)
{
    static const char *const features[] = {"feature", "critère", "category", NULL};
    static const char *const values[] = {"value", "valeur", NULL};
    static const char *const leasts[] = {"min", "minimum", NULL}, *const mosts[] = {"max", "maximum", NULL};
    int feature = ballot_column(table, true, features), value = ballot_column(table, true, values);
    int least = ballot_column(table, true, leasts), most = ballot_column(table, true, mosts);
    if (feature < 0 || value < 0 || least < 0 || most < 0)
        return false;
    file->quotas = arena_array(table->line->arena, table->count, sizeof *file->quotas);
    for (size_t row = 0; row < table->count; row++) {
        int64_t from, to;
        if (!ballot_count(table, row, least, 0, &from) || !ballot_count(table, row, most, 1000000, &to))
            continue;
        if (from > to) {
            ballot_bad(table, row, N_("min is above max"));
            continue;
        }
        file->quotas[file->quota_count++] = (struct panel_quota){
            ballot_name(&file->features, ballot_cell(table, row, feature)),
            ballot_name(&file->values, ballot_cell(table, row, value)), from < UINT32_MAX ? (uint32_t)from : UINT32_MAX,
            to < UINT32_MAX ? (uint32_t)to : UINT32_MAX};
    }
    return true;
}

static bool read_people(struct ballot_table *table, struct panel_file *file)
{
    static const char *const ids[] = {"id", "identifiant", "who", "qui", NULL};
    struct arena *arena = table->line->arena;
    struct text_map known = {.arena = arena};
    int id = ballot_column(table, true, ids), *columns = arena_array(arena, file->features.count, sizeof *columns);
    for (uint32_t i = 0; i < file->features.count; i++) {
        const char *const names[] = {file->features.texts[i], NULL};
        if ((columns[i] = ballot_column(table, true, names)) < 0)
            return false;
    }
    file->ids = arena_array(arena, table->count, sizeof *file->ids);
    file->value = arena_array(arena, table->count * file->features.count, sizeof *file->value);
    for (size_t row = 0; id >= 0 && row < table->count; row++) {
        const char *name = ballot_cell(table, row, id);
        bool is_new;
        text_map_add(&known, name, strlen(name), &is_new);
        if (!is_new || text_blank(name)) {
            ballot_bad(table, row, N_("this identifier is empty, or not the only one"));
            continue;
        }
        for (uint32_t i = 0; i < file->features.count; i++)
            file->value[file->people * file->features.count + i] =
                ballot_name(&file->values, ballot_cell(table, row, columns[i]));
        file->ids[file->people++] = name;
    }
    return id >= 0;
}

/* The first quota that cannot be kept whatever the others are. */
static void tell_impossible(const struct ballot_table *table, const struct panel_file *file, uint32_t seats)
{
    if (seats > file->people)
        complain(N_("There are %u seats for %u people.\n"), seats, file->people);
    for (uint32_t q = 0; q < file->quota_count; q++) {
        const struct panel_quota *quota = &file->quotas[q];
        uint32_t carriers = 0;
        for (uint32_t i = 0; i < file->people; i++)
            carriers += file->value[i * file->features.count + quota->feature] == quota->value;
        if (carriers < quota->least)
            complain(N_("%s: at least %u are asked of “%s: %s”, and %u have it.\n"), table->path, quota->least,
                     file->features.texts[quota->feature], file->values.texts[quota->value], carriers);
    }
}

static void write_panel(struct ballot_answer *answer, const struct panel_file *file, const struct panel *panel,
                        uint32_t seats)
{
    struct json *json = &answer->json;
    ballot_int(answer, "ticket", panel->ticket), ballot_int(answer, "lots", panel->lots);
    json_key(json, "least_chance"), json_real(json, panel->least_chance);
    json_key(json, "drawn"), json_array(json);
    for (uint32_t i = 0; i < seats; i++) {
        json_text(json, file->ids[panel->drawn[i]]);
        buffer_format(&answer->lines, "%s ", compute_padded(answer->line->arena, file->ids[panel->drawn[i]], 24));
        write_number(&answer->lines, terminal_language(), round(10000 * panel->chance[panel->drawn[i]]) / 100);
        buffer_text(&answer->lines, "\u00A0%\n");
    }
    json_end(json);
    json_key(json, "people"), json_array(json);
    for (uint32_t i = 0; i < file->people; i++) {
        json_object(json);
        ballot_text(answer, "id", file->ids[i]), ballot_int(answer, "profile", panel->profile[i]);
        json_key(json, "chance"), json_real(json, panel->chance[i]);
        json_end(json);
    }
    json_end(json);
    json_key(json, "lottery"), json_array(json);
    for (uint32_t lot = 0; lot < panel->lots; lot++) {
        json_object(json);
        ballot_int(answer, "tickets", panel->tickets[lot]);
        json_key(json, "places"), json_array(json);
        for (uint32_t profile = 0; profile < panel->profiles; profile++)
            json_int(json, panel->places[(size_t)lot * panel->profiles + profile]);
        json_end(json), json_end(json);
    }
    json_end(json);
}

int ballot_panel(struct ballot_table *table)
{
    struct command_line *line = table->line;
    const char *seed = line_option(line, "--seed"), *path = line_option(line, "--quotas");
    struct panel_file file = {.features = {.arena = line->arena}, .values = {.arena = line->arena}};
    struct ballot_table quotas = {.line = line};
    struct ballot_answer answer;
    int64_t seats = 1;
    if (text_blank(seed))
        return complain(N_("A draw needs a public text: --seed TEXT.\n")), EXIT_USAGE;
    if (!path)
        return complain(N_("A panel needs its quotas: --quotas FILE.csv, with feature, value, min and max.\n")),
               EXIT_USAGE;
    if (!compute_whole(line, "--seats", 1, 1000000, &seats))
        return EXIT_USAGE;
    if (!ballot_read(&quotas, path) || !read_quotas(&quotas, &file) || !read_people(table, &file))
        return EXIT_FAILED;
    struct panel_input input = {file.people, file.features.count, file.value, file.quotas, file.quota_count,
                                (uint32_t)seats};
    struct panel *panel = draw_panel(line->arena, &input, file.ids, seed);
    table->bad += quotas.bad;
    ballot_begin(&answer, table, "panel");
    ballot_bool(&answer, "possible", panel->trouble == PANEL_DRAWN);
    ballot_text(&answer, "seed", seed);
    if (panel->trouble == PANEL_DRAWN)
        write_panel(&answer, &file, panel, (uint32_t)seats);
    draw_panel_sentence(&answer.sentence, panel, (uint32_t)seats, file.people, seed);
    int code = ballot_end(&answer);
    if (panel->trouble == PANEL_IMPOSSIBLE)
        tell_impossible(table, &file, (uint32_t)seats);
    return panel->trouble == PANEL_DRAWN ? code : EXIT_FAILED;
}
