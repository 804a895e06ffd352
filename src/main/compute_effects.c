/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute effects: a panel of territories through time, what an action changed, and whether one may say so. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/number.h"
#include "engines/effects.h"
#include "engines/kernel/hash.h"
#include "i18n/i18n.h"
#include "main/compute.h"

static const char *const with_value[] = {"--outcome", NULL};
static const char *const known[] = {"--outcome", "--table", "--explain", NULL};
static const char *const methods[] = {"difference", "synthetic", "synthetic-difference"};

struct panel {
    struct command_line *line;
    const char *path;
    struct text_map units, times;
    double *outcome;                                       /* unit × MOST_TIMES + time; NAN: not said */
    bool *treated;                                         /* by unit and time, in the same places */
    int64_t bad;
};

static bool is_yes(const char *text)
{
    static const char *const yes[] = {"1", "oui", "yes", "true", "vrai", "TRUE", "x"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (text_is(text, yes[i]))
            return true;
    return false;
}

static bool find_columns(struct panel *panel, struct csv *csv, int columns[4])
{
    const char *named = line_option(panel->line, "--outcome");
    columns[0] = csv_column(csv, (const char *const[]){"unit", "unité", "territoire", "commune", "epci", "state",
                                                       "code", NULL});
    columns[1] = csv_column(csv, (const char *const[]){"time", "année", "year", "période", "date", "mois", NULL});
    columns[2] = named ? csv_column(csv, (const char *const[]){named, NULL})
        : csv_column(csv, (const char *const[]){"outcome", "valeur", "indicateur", "value", "y", NULL});
    columns[3] = csv_column(csv, (const char *const[]){"treated", "traité", "action", "treatment", NULL});
    static const char *const names[] = {"unit", "time", "outcome", "treated"};
    for (int i = 0; i < 4; i++)
        if (columns[i] < 0) {
            complain(N_("%s has no column %s.\n"), panel->path, i == 2 && named ? named : names[i]);
            return false;
        }
    return true;
}

static void read_row(struct panel *panel, const struct csv *csv, char **row, const int columns[4])
{
    double value;
    bool is_new;
    uint32_t unit = text_map_add(&panel->units, row[columns[0]], strlen(row[columns[0]]), &is_new);
    uint32_t time = text_map_add(&panel->times, row[columns[1]], strlen(row[columns[1]]), &is_new);
    if (unit >= EFFECT_MOST_UNITS || time >= EFFECT_MOST_TIMES)
        return;
    size_t place = (size_t)unit * EFFECT_MOST_TIMES + time;
    if (!parse_french_real(row[columns[2]], &value))
        compute_bad_line(panel->path, csv->line, N_("the outcome is not a number"), &panel->bad);
    else if (!isnan(panel->outcome[place]))
        compute_bad_line(panel->path, csv->line, N_("this unit has an outcome at this time already"), &panel->bad);
    else {
        panel->outcome[place] = value;
        panel->treated[place] = is_yes(row[columns[3]]);
    }
}

static bool read_panel(struct panel *panel)
{
    struct csv csv;
    int columns[4];
    size_t cells = (size_t)EFFECT_MOST_UNITS * EFFECT_MOST_TIMES;
    panel->units.arena = panel->times.arena = panel->line->arena;
    panel->outcome = arena_array(panel->line->arena, cells, sizeof *panel->outcome);
    panel->treated = arena_array(panel->line->arena, cells, sizeof *panel->treated);
    for (size_t i = 0; i < cells; i++)
        panel->outcome[i] = NAN;
    if (!compute_table(panel->line, panel->path, &csv) || !find_columns(panel, &csv, columns))
        return false;
    for (char **row; (row = csv_next(&csv, NULL));)
        read_row(panel, &csv, row, columns);
    if (panel->bad)
        complain(N_("Lines left out: %lld.\n"), (long long)panel->bad);
    return true;
}

/* The times in the order of their names: numbers as numbers, dates as texts. */
static uint32_t *order_of_times(const struct panel *panel)
{
    uint32_t *order = arena_array(panel->line->arena, panel->times.count, sizeof *order);
    for (uint32_t i = 0; i < panel->times.count; i++) {
        double here = 0, there = 0;
        uint32_t at = i;
        for (; at > 0; at--) {
            const char *a = panel->times.texts[order[at - 1]], *b = panel->times.texts[i];
            bool numbers = parse_real(a, &there) && parse_real(b, &here);
            if (numbers ? there <= here : strcmp(a, b) <= 0)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    return order;
}

/* One start for all who are treated; false, said, when there are several or none. */
static bool arrange(const struct panel *panel, const uint32_t *order, struct effect_panel *out)
{
    struct arena *arena = panel->line->arena;
    uint32_t times = panel->times.count, start = times;
    double *outcome = arena_array(arena, (size_t)panel->units.count * times, sizeof *outcome);
    bool *treated = arena_array(arena, panel->units.count, sizeof *treated), several = false;
    for (uint32_t u = 0; u < panel->units.count; u++) {
        uint32_t first = times;
        for (uint32_t t = 0; t < times; t++) {
            size_t place = (size_t)u * EFFECT_MOST_TIMES + order[t];
            outcome[(size_t)u * times + t] = panel->outcome[place];
            if (panel->treated[place] && first == times)
                first = t;
        }
        treated[u] = first < times;
        several = several || (treated[u] && start < times && first != start);
        start = treated[u] && start == times ? first : start;
    }
    *out = (struct effect_panel){panel->units.count, times, start, outcome, treated};
    if (several)
        complain(N_("All who are treated must start at the same time.\n"));
    return !several;
}

static void write_weights(struct json *json, const struct panel *panel, const struct effect *effect)
{
    json_key(json, "donors"), json_array(json);
    for (uint32_t u = 0; u < panel->units.count; u++)
        if (effect->donor[u] > 1e-6) {
            json_object(json);
            json_key(json, "unit"), json_text(json, panel->units.texts[u]);
            json_key(json, "weight"), json_real(json, effect->donor[u]);
            json_end(json);
        }
    json_end(json);
}

static void write_method(struct json *json, const struct panel *panel, const struct effect_panel *problem,
                         const uint32_t *order, enum effect_method method)
{
    struct arena *arena = panel->line->arena;
    struct effect effect = effect_estimate(arena, problem, method);
    const double *path = effect_path(arena, problem, &effect, method);
    struct buffer sentence = {.arena = arena};
    effect_sentence(&sentence, &effect, method);
    json_object(json);
    json_key(json, "method"), json_text(json, methods[method]);
    json_key(json, "effect"), json_real(json, effect.effect);
    json_key(json, "error"), json_real(json, effect.error);
    json_key(json, "placebos"), json_int(json, effect.placebos);
    json_key(json, "as_large"), json_int(json, effect.as_large);
    json_key(json, "chance"), json_real(json, effect.chance);
    json_key(json, "distance"), json_real(json, effect.distance);
    json_key(json, "spread"), json_real(json, effect.spread);
    json_key(json, "causal"), json_bool(json, effect.follows);
    json_key(json, "without_a_donor"), json_array(json);
    json_real(json, effect.least), json_real(json, effect.most);
    json_end(json);
    write_weights(json, panel, &effect);
    json_key(json, "comparison"), json_array(json);
    for (uint32_t t = 0; t < problem->times; t++) {
        json_object(json);
        json_key(json, "time"), json_text(json, panel->times.texts[order[t]]);
        json_key(json, "value"), json_real(json, path[t]);
        json_end(json);
    }
    json_end(json);
    json_key(json, "assumptions"), json_array(json);
    for (const char *const *one = effect_assumptions(method); *one; one++)
        json_text(json, *one);
    json_end(json);
    json_key(json, "sentence"), json_text(json, buffer_string(&sentence));
    json_end(json);
}

static void print_table(const struct panel *panel, const struct effect_panel *problem)
{
    struct buffer out = {.arena = panel->line->arena};
    for (int method = 0; method < EFFECT_METHODS; method++) {
        struct effect effect = effect_estimate(panel->line->arena, problem, (enum effect_method)method);
        buffer_text(&out, method ? "\n\n" : "");
        effect_sentence(&out, &effect, (enum effect_method)method);
        for (uint32_t u = 0; u < panel->units.count; u++)
            if (effect.donor[u] >= 0.01 && method != EFFECT_DIFFERENCE)
                buffer_format(&out, "\n  %3.0f %% %s", 100 * effect.donor[u], panel->units.texts[u]);
        for (const char *const *one = effect_assumptions((enum effect_method)method); *one; one++)
            buffer_format(&out, "\n  - %s", *one);
    }
    compute_print(&out);
}

int compute_effects(struct command_line *line)
{
    struct panel panel = {.line = line, .path = compute_word(line, 0, with_value)};
    struct effect_panel problem;
    if (!line_knows(line, known))
        return EXIT_USAGE;
    if (!panel.path) {
        complain(N_("usage: maillage %s %s\n"), "compute effects", "PANEL.csv [--outcome COLUMN]");
        return EXIT_USAGE;
    }
    if (!read_panel(&panel))
        return EXIT_FAILED;
    const uint32_t *order = order_of_times(&panel);
    bool fits = panel.units.count <= EFFECT_MOST_UNITS && panel.times.count <= EFFECT_MOST_TIMES;
    if (!fits || !arrange(&panel, order, &problem)) {
        if (!fits)
            complain(N_("At most 2000 units and 1000 times.\n"));
        return EXIT_FAILED;
    }
    const char *trouble = effect_trouble(&problem);
    if (trouble) {
        fprintf(stderr, "%s\n", text_in(terminal_language(), trouble));
        return EXIT_FAILED;
    }
    if (!compute_as_json(line)) {
        print_table(&panel, &problem);
        return 0;
    }
    struct buffer out = {.arena = line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "start"), json_text(&json, panel.times.texts[order[problem.start]]);
    json_key(&json, "methods"), json_array(&json);
    for (int method = 0; method < EFFECT_METHODS; method++)
        write_method(&json, &panel, &problem, order, (enum effect_method)method);
    json_end(&json);
    json_end(&json);
    compute_print(&out);
    return 0;
}
