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
static const char *const method_names[] = {N_("Difference in differences"), N_("Synthetic control"),
                                           N_("Synthetic difference in differences")};
static const double SHOWN = 1e-6, LARGEST = 1e15;

struct panel {
    struct command_line *line;
    const char *path;
    struct text_map units, times;
    double *outcome;                                       /* unit × MOST_TIMES + time; NAN: not said */
    bool *treated;                                         /* by unit and time, in the same places */
    int64_t bad;
};

/* Whether a cell says that the action is under way; false when it says neither yes nor no. */
static bool read_yes(const char *text, bool *yes)
{
    static const char *const words[][2] = {{"1", "0"}, {"oui", "non"}, {"yes", "no"}, {"true", "false"},
                                           {"vrai", "faux"}, {"TRUE", "FALSE"}, {"True", "False"}, {"x", ""}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (int said = 0; said < 2; said++)
            if (text_is(text, words[i][said])) {
                *yes = said == 0;
                return true;
            }
    return false;
}

static bool find_columns(struct panel *panel, struct csv *csv, int columns[4])
{
    static const char *const units[] = {"unit", "unité", "territoire", "commune", "epci", "state", "code", NULL};
    static const char *const times[] = {"time", "année", "year", "période", "date", "mois", NULL};
    static const char *const outcomes[] = {"outcome", "valeur", "indicateur", "value", "y", NULL};
    static const char *const treated[] = {"treated", "traité", "action", "treatment", NULL};
    const char *named = line_option(panel->line, "--outcome"), *const asked[] = {named, NULL};
    const char *const *const names[] = {units, times, named ? asked : outcomes, treated};
    for (int i = 0; i < 4; i++)
        if ((columns[i] = csv_column(csv, names[i])) < 0) {
            compute_no_column(panel->path, names[i]);
            return false;
        }
    return true;
}

static void read_row(struct panel *panel, const struct csv *csv, char **row, const int columns[4])
{
    double value;
    bool treated;
    const char *name = compute_bare(row[columns[0]]), *when = compute_bare(row[columns[1]]);
    if (!*name || !*when) {
        compute_bad_line(panel->path, csv->line, N_("which unit, or which time, is missing"), &panel->bad);
        return;
    }
    uint32_t unit = text_map_add(&panel->units, name, strlen(name), NULL);
    uint32_t time = text_map_add(&panel->times, when, strlen(when), NULL);
    if (unit >= EFFECTS_MOST_UNITS || time >= EFFECTS_MOST_TIMES)
        return;
    size_t place = (size_t)unit * EFFECTS_MOST_TIMES + time;
    if (!parse_french_real(compute_bare(row[columns[2]]), &value))
        compute_bad_line(panel->path, csv->line, N_("the outcome is not a number"), &panel->bad);
    else if (!isnan(panel->outcome[place]))
        compute_bad_line(panel->path, csv->line, N_("this unit has an outcome at this time already"), &panel->bad);
    else if (!read_yes(compute_bare(row[columns[3]]), &treated))
        compute_bad_line(panel->path, csv->line, N_("treated is 1 (the action is under way) or 0"), &panel->bad);
    else {
        panel->outcome[place] = value;
        panel->treated[place] = treated;
    }
}

static bool read_panel(struct panel *panel)
{
    struct csv csv;
    int columns[4];
    size_t cells = (size_t)EFFECTS_MOST_UNITS * EFFECTS_MOST_TIMES;
    panel->units.arena = panel->times.arena = panel->line->arena;
    panel->outcome = arena_array(panel->line->arena, cells, sizeof *panel->outcome);
    panel->treated = arena_array(panel->line->arena, cells, sizeof *panel->treated);
    for (size_t i = 0; i < cells; i++)
        panel->outcome[i] = NAN;
    if (!compute_table(panel->line, panel->path, &csv) || !find_columns(panel, &csv, columns))
        return false;
    for (char **row; (row = csv_next(&csv, NULL));)
        read_row(panel, &csv, row, columns);
    compute_table_end(panel->path, &csv);
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
static bool arrange(const struct panel *panel, const uint32_t *order, struct effects_panel *out)
{
    struct arena *arena = panel->line->arena;
    uint32_t times = panel->times.count, start = times;
    double *outcome = arena_array(arena, (size_t)panel->units.count * times, sizeof *outcome);
    bool *treated = arena_array(arena, panel->units.count, sizeof *treated), several = false;
    for (uint32_t u = 0; u < panel->units.count; u++) {
        uint32_t first = times;
        for (uint32_t t = 0; t < times; t++) {
            size_t place = (size_t)u * EFFECTS_MOST_TIMES + order[t];
            outcome[(size_t)u * times + t] = panel->outcome[place];
            if (panel->treated[place] && first == times)
                first = t;
        }
        treated[u] = first < times;
        several = several || (treated[u] && start < times && first != start);
        start = treated[u] && start == times ? first : start;
    }
    *out = (struct effects_panel){panel->units.count, times, start, outcome, treated};
    if (several)
        complain(N_("All who are treated must start at the same time.\n"));
    return !several;
}

/* What keeps a panel from being measured; NULL when nothing does. */
static const char *trouble_of(const struct effects_panel *panel)
{
    uint32_t treated = 0;
    for (uint32_t i = 0; i < panel->units; i++)
        treated += panel->treated[i];
    if (!treated)
        return N_("Nobody is treated.");
    if (panel->units - treated < 2)
        return N_("At least two units that are not treated are needed.");
    if (panel->first_after < 2)
        return N_("At least two times before the start and one after it are needed.");
    return NULL;
}

/* Every unit has an outcome at every time; the first that has none is said. */
static bool is_whole(const struct panel *panel, const uint32_t *order, const struct effects_panel *problem)
{
    for (uint32_t unit = 0; unit < problem->units; unit++)
        for (uint32_t time = 0; time < problem->times; time++) {
            double outcome = problem->outcome[(size_t)unit * problem->times + time];
            if (isfinite(outcome) && fabs(outcome) <= LARGEST)
                continue;
            complain(isfinite(outcome) ? N_("%s, %s: this outcome is too large.\n")
                     : N_("%s, %s: there is no outcome; each unit has one at each time.\n"),
                     panel->units.texts[unit], panel->times.texts[order[time]]);
            return false;
        }
    return true;
}

static bool may_be_causal(const struct effect *effect)
{
    return !(effect->doubts & EFFECTS_REFUSALS);
}

static const struct { unsigned doubt; const char *code, *text; } doubts[] = {
    {EFFECTS_FEW_BEFORE, "few_before", N_("fewer than five times before the start")},
    {EFFECTS_FEW_DONORS, "few_donors", N_("fewer than ten territories to compare with")},
    {EFFECTS_POOR_FIT, "poor_fit", N_("the comparison follows the past poorly")},
    {EFFECTS_TREND, "trend", N_("the distance moved already before the start")},
    {EFFECTS_ONE_DONOR, "one_donor", N_("without one of the territories, the sign turns")},
    {EFFECTS_CHANCE, "chance", N_("so large a difference often comes without any action")},
};
enum { DOUBTS = sizeof doubts / sizeof *doubts };

static void say_number(struct buffer *out, double value)
{
    write_number(out, terminal_language(), value);
}

/* What was found, how rare it is, and whether one may speak of an effect. */
static const char *sentence_of(struct arena *arena, const struct effect *effect)
{
    struct buffer out = {.arena = arena}, number = {.arena = arena};
    const char *language = terminal_language();
    say_number(&number, effect->estimate);
    buffer_text(&out, text_in(language, N_("Difference after the start:")));
    buffer_format(&out, " %s. ", number.text);
    if (effect->placebo_count) {
        buffer_text(&out, text_in(language, N_("Rank among the comparisons without the action:")));
        buffer_format(&out, " %u/%u.", effect->rank, effect->placebo_count + 1);
        buffer_char(&out, ' ');
    }
    buffer_text(&out, text_in(language, may_be_causal(effect)
        ? N_("One may speak of an effect, if the assumptions are held true.")
        : N_("One may not speak of a cause, only of a difference:")));
    for (size_t i = 0, said = 0; i < DOUBTS; i++)
        if (effect->doubts & doubts[i].doubt && (!may_be_causal(effect) || doubts[i].doubt == EFFECTS_CHANCE))
            buffer_format(&out, "%s%s", said++ ? ", " : " ", text_in(language, doubts[i].text));
    buffer_text(&out, may_be_causal(effect) && !effect->doubts ? "" : ".");
    return buffer_string(&out);
}

static const char *const *assumptions_of(enum effects_method method)
{
    static const char *const difference[] = {
        N_("Without the action, the territories would have moved alike."),
        N_("Nothing else changed at the same time where the action was taken."),
        N_("The action did not spill over to the territories it is compared with."), NULL};
    static const char *const mixture[] = {
        N_("The mixture of territories that follows the past would have followed what came after."),
        N_("Nothing else changed at the same time where the action was taken."),
        N_("The action did not spill over to the territories it is compared with."), NULL};
    return method == EFFECTS_DID ? difference : mixture;
}

static void write_donors(struct json *json, const struct panel *panel, const struct effect *effect)
{
    json_key(json, "donors"), json_array(json);
    for (uint32_t u = 0; u < panel->units.count; u++)
        if (effect->unit_weight[u] > SHOWN) {
            json_object(json);
            json_key(json, "unit"), json_text(json, panel->units.texts[u]);
            json_key(json, "weight"), json_real(json, effect->unit_weight[u]);
            json_key(json, "without"), json_real(json, effect->without[u]);
            json_end(json);
        }
    json_end(json);
}

static void write_path(struct json *json, const struct panel *panel, const struct effects_panel *problem,
                       const uint32_t *order, const struct effect *effect)
{
    json_key(json, "path"), json_array(json);
    for (uint32_t t = 0; t < problem->times; t++) {
        json_object(json);
        json_key(json, "time"), json_text(json, panel->times.texts[order[t]]);
        json_key(json, "witness"), json_real(json, effect->witness[t]);
        json_key(json, "gap"), json_real(json, effect->gap[t]);
        json_end(json);
    }
    json_end(json);
}

static void write_texts(struct json *json, const struct effect *effect, enum effects_method method,
                        struct arena *arena)
{
    json_key(json, "doubts"), json_array(json);
    for (size_t i = 0; i < DOUBTS; i++)
        if (effect->doubts & doubts[i].doubt)
            json_text(json, doubts[i].code);
    json_end(json);
    json_key(json, "assumptions"), json_array(json);
    for (const char *const *one = assumptions_of(method); *one; one++)
        json_text(json, text_in(terminal_language(), *one));
    json_end(json);
    json_key(json, "sentence"), json_text(json, sentence_of(arena, effect));
}

static void write_method(struct json *json, const struct panel *panel, const struct effects_panel *problem,
                         const uint32_t *order, const struct effect *effect, enum effects_method method)
{
    json_object(json);
    json_key(json, "method"), json_text(json, methods[method]);
    json_key(json, "effect"), json_real(json, effect->estimate);
    json_key(json, "error"), json_real(json, effect->error);
    json_key(json, "low"), json_real(json, effect->low);
    json_key(json, "high"), json_real(json, effect->high);
    json_key(json, "rank"), json_int(json, effect->rank);
    json_key(json, "placebos"), json_int(json, effect->placebo_count);
    json_key(json, "chance"), json_real(json, effect->p_value);
    json_key(json, "distance_before"), json_real(json, effect->pre_error);
    json_key(json, "causal"), json_bool(json, may_be_causal(effect));
    json_key(json, "without_a_donor"), json_array(json);
    json_real(json, effect->least_without), json_real(json, effect->most_without);
    json_end(json);
    write_donors(json, panel, effect);
    write_path(json, panel, problem, order, effect);
    write_texts(json, effect, method, panel->line->arena);
    json_end(json);
}

static void print_table(const struct panel *panel, const struct effects_result *result)
{
    struct buffer out = {.arena = panel->line->arena};
    for (int method = 0; method < EFFECTS_METHODS; method++) {
        const struct effect *effect = &result->by[method];
        buffer_format(&out, "%s%s\n  %s", method ? "\n\n" : "",
                      text_in(terminal_language(), method_names[method]), sentence_of(panel->line->arena, effect));
        for (uint32_t u = 0; u < panel->units.count; u++)
            if (effect->unit_weight[u] >= 0.01 && method != EFFECTS_DID)
                buffer_format(&out, "\n  %3.0f %% %s", 100 * effect->unit_weight[u], panel->units.texts[u]);
        for (const char *const *one = assumptions_of((enum effects_method)method); *one; one++)
            buffer_format(&out, "\n  - %s", text_in(terminal_language(), *one));
    }
    compute_print(&out);
}

int compute_effects(struct command_line *line)
{
    struct panel panel = {.line = line, .path = compute_word(line, 0, with_value)};
    struct effects_panel problem;
    if (!compute_understands(line, known, with_value, 1))
        return EXIT_USAGE;
    if (!panel.path) {
        complain(N_("usage: maillage %s %s\n"), "compute effects", "PANEL.csv [--outcome COLUMN]");
        return EXIT_USAGE;
    }
    if (!read_panel(&panel))
        return EXIT_FAILED;
    const uint32_t *order = order_of_times(&panel);
    bool fits = panel.units.count <= EFFECTS_MOST_UNITS && panel.times.count <= EFFECTS_MOST_TIMES;
    if (!fits || !arrange(&panel, order, &problem)) {
        if (!fits)
            complain(N_("At most 400 units and 500 times.\n"));
        return EXIT_FAILED;
    }
    const char *trouble = trouble_of(&problem);
    if (trouble) {
        fprintf(stderr, "%s\n", text_in(terminal_language(), trouble));
        return EXIT_FAILED;
    }
    if (!is_whole(&panel, order, &problem))
        return EXIT_FAILED;
    struct effects_result result = effects_measure(line->arena, &problem);
    if (!compute_as_json(line)) {
        print_table(&panel, &result);
        return 0;
    }
    struct buffer out = {.arena = line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "start"), json_text(&json, panel.times.texts[order[problem.first_after]]);
    json_key(&json, "methods"), json_array(&json);
    for (int method = 0; method < EFFECTS_METHODS; method++)
        write_method(&json, &panel, &problem, order, &result.by[method], (enum effects_method)method);
    json_end(&json);
    json_end(&json);
    compute_print(&out);
    return 0;
}
