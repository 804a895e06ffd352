/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute coalition: lots and candidates in JSON, the teams that cover them. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "i18n/i18n.h"
#include "main/compute_coalition.h"

static const char *const known[] = {"--table", "--explain", NULL};
static const char *const without_value[] = {NULL};
#define MOST_VALUED 1e8                                    /* steps for the values of one team */

static const char *why_of(enum team_why why)
{
    static const char *const names[] = {[TEAM_SMALLEST] = "smallest", [TEAM_NEAREST] = "nearest",
                                        [TEAM_COHESIVE] = "cohesive", [TEAM_WITHOUT] = "without"};
    return names[why];
}

/* What a set of members can do of what is wanted: 1 for each demand that is wholly covered. */
struct worth { const struct team_problem *problem; const struct team *team; double *done; };

static double worth_of(void *context, uint32_t set)
{
    const struct worth *worth = context;
    const struct team_problem *problem = worth->problem;
    double sum = 0;
    memset(worth->done, 0, problem->demands * sizeof *worth->done);
    for (size_t m = 0; m < worth->team->count; m++)
        for (size_t i = problem->start[worth->team->members[m]]; set >> m & 1
             && i < problem->start[worth->team->members[m] + 1]; i++)
            worth->done[problem->demand[i]] += problem->capacity[i];
    for (uint32_t d = 0; d < problem->demands; d++)
        sum += fmin(worth->done[d] / problem->wanted[d], 1);
    return sum;
}

/* Shapley's share of each member in what the team covers; NULL for a team too large to be counted. */
static double *values_of(struct arena *arena, const struct team_problem *problem, const struct team *team)
{
    struct worth worth = {problem, team, arena_array(arena, problem->demands, sizeof *worth.done)};
    double *values = arena_array(arena, team->count + 1, sizeof *values), steps = problem->demands;
    for (size_t m = 0; m < team->count; m++)
        steps += (double)(problem->start[team->members[m] + 1] - problem->start[team->members[m]]);
    if (team->count > VALUE_MOST_PLAYERS || ldexp(steps, (int)team->count) > MOST_VALUED)
        return NULL;
    return shapley_values(arena, (uint32_t)team->count, worth_of, &worth, values) ? values : NULL;
}

static void write_member(struct json *json, const struct coalition_file *file, const struct team_problem *problem,
                         const double *shares, uint32_t member, const double *value)
{
    json_object(json);
    json_key(json, "id"), json_text(json, file->candidates.texts[member]);
    json_key(json, "covers"), json_array(json);
    for (uint32_t d = 0; d < problem->demands; d++)
        if (shares[d] > 0) {
            json_object(json);
            json_key(json, "lot"), json_text(json, file->demands.texts[d]);
            json_key(json, "quantity"), json_real(json, shares[d]);
            json_end(json);
        }
    json_end(json);
    json_key(json, "value");
    value ? json_real(json, *value) : json_null(json);
    json_end(json);
}

static void write_team(struct json *json, const struct coalition_file *file, const struct team_problem *problem,
                       const struct team *team)
{
    struct arena *arena = file->line->arena;
    const double *shares = team_shares(arena, problem, team), *values = values_of(arena, problem, team);
    json_object(json);
    json_key(json, "members"), json_array(json);
    for (size_t m = 0; m < team->count; m++)
        write_member(json, file, problem, shares + m * problem->demands, team->members[m], values ? values + m : NULL);
    json_end(json);
    json_key(json, "why"), json_text(json, why_of(team->why));
    json_key(json, "without");
    json_text(json, team->why == TEAM_WITHOUT ? file->candidates.texts[team->without] : NULL);
    json_key(json, "distance"), json_real(json, team->distance);
    json_key(json, "cohesion"), json_real(json, team->cohesion);
    json_key(json, "gap"), json_real(json, team->gap);
    json_key(json, "farther"), json_real(json, team->farther);
    json_key(json, "on_front"), json_bool(json, team->on_front);
    json_end(json);
}

static void write_json(const struct coalition_file *file, const struct team_problem *problem, const struct teams *teams)
{
    struct buffer out = {.arena = file->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "teams"), json_array(&json);
    for (size_t i = 0; i < teams->count; i++)
        write_team(&json, file, problem, &teams->teams[i]);
    json_end(&json);
    json_key(&json, "missing"), json_array(&json);
    for (size_t i = 0; i < teams->missing_count; i++) {
        json_object(&json);
        json_key(&json, "lot"), json_text(&json, file->demands.texts[teams->missing[i].demand]);
        json_key(&json, "wanted"), json_real(&json, teams->missing[i].wanted);
        json_key(&json, "reachable"), json_real(&json, teams->missing[i].reachable);
        json_end(&json);
    }
    json_end(&json);
    json_key(&json, "impossible"), json_bool(&json, teams->impossible);
    json_key(&json, "unfinished"), json_bool(&json, teams->unfinished);
    json_end(&json);
    compute_print(&out);
}

static __attribute__((format_arg(1))) const char *said(const char *english)
{
    return text_in(terminal_language(), english);
}

static __attribute__((format_arg(1))) const char *counted(const char *one, const char *many, size_t count)
{
    return text_in_count(terminal_language(), one, many, (int64_t)count);
}

static void print_kind(struct buffer *out, const struct coalition_file *file, const struct team *team)
{
    static const char *const kinds[] = {[TEAM_SMALLEST] = N_("the smallest"), [TEAM_NEAREST] = N_("the nearest"),
                                        [TEAM_COHESIVE] = N_("has worked together")};
    if (team->why == TEAM_WITHOUT)
        buffer_format(out, said(N_("without %s")), file->candidates.texts[team->without]);
    else
        buffer_text(out, said(kinds[team->why]));
}

/* Who does what: "  A: repas 800, livraison"; with --explain, what its coming is worth. */
static void print_members(struct buffer *out, const struct coalition_file *file, const struct team_problem *problem,
                          const struct team *team)
{
    const double *shares = team_shares(out->arena, problem, team), *values = NULL;
    if (line_flag(file->line, "--explain"))
        values = values_of(out->arena, problem, team);
    for (size_t m = 0; m < team->count; m++) {
        bool first = true;
        buffer_format(out, "\n   %s\u00a0:", file->candidates.texts[team->members[m]]);
        for (uint32_t d = 0; d < problem->demands; d++, shares++) {
            if (!(*shares > 0))
                continue;
            buffer_format(out, "%s %s", first ? "" : ",", file->demands.texts[d]);
            first = false;
            if (problem->wanted[d] != 1)
                buffer_format(out, " %.12g", *shares);
        }
        if (values) {
            buffer_text(out, first ? " " : " — ");
            buffer_format(out, said(N_("worth %.2f of the lots covered")), values[m]);
        }
    }
}

static void print_team(struct buffer *out, const struct coalition_file *file, const struct team_problem *problem,
                       const struct team *team)
{
    print_kind(out, file, team);
    buffer_format(out, counted(N_(": %d member"), N_(": %d members"), team->count), (int)team->count);
    buffer_format(out, said(N_(", %.0f km in all")), team->distance);
    if (team->cohesion > 0)
        buffer_format(out, said(N_(", ties %.6g")), team->cohesion);
    if (team->gap == 0)
        buffer_text(out, said(N_(" — proven")));
    else if (team->gap > 0)
        buffer_format(out, said(N_(" — not proven: there may be %.0f%% better")), 100 * team->gap);
    print_members(out, file, problem, team);
    buffer_char(out, '\n');
}

static void print_table(const struct coalition_file *file, const struct team_problem *problem,
                        const struct teams *teams)
{
    struct buffer out = {.arena = file->line->arena};
    for (size_t i = 0; i < teams->count; i++) {
        buffer_format(&out, "%s%zu. ", i ? "\n" : "", i + 1);
        print_team(&out, file, problem, &teams->teams[i]);
    }
    for (size_t i = 0; i < teams->missing_count; i++) {
        buffer_text(&out, i || teams->count ? "\n" : "");
        buffer_format(&out, said(N_("Lacking — %s: all together can do %.12g of %.12g.")),
                      file->demands.texts[teams->missing[i].demand], teams->missing[i].reachable,
                      teams->missing[i].wanted);
    }
    if (!out.length)
        buffer_text(&out, said(teams->unfinished
                               ? N_("No team was found in the time of an answer; there may be one.")
                               : N_("No team: who excludes whom, or the limit of size, leaves none.")));
    compute_print(&out);
}

int coalition_answer(struct command_line *line, const char *path, const char *bytes, size_t length)
{
    struct coalition_file file = {.line = line, .path = path};
    const char *trouble = NULL;
    int at = 0;
    const struct json_value *root = json_read(line->arena, bytes, length, &trouble, &at);
    if (!root)
        compute_bad_line(path, at, trouble, &(int64_t){0});
    if (!root || !coalition_read(&file, root))
        return EXIT_FAILED;
    if (file.connected)
        return coalition_connect(&file);
    struct team_problem problem = {.demands = file.demands.count, .wanted = file.wanted,
        .candidates = file.candidates.count, .start = file.start, .demand = file.demand, .capacity = file.capacity,
        .distance = file.distance, .fixed = file.fixed, .excluded = file.excluded, .ties = file.ties,
        .tie_count = file.tie_count, .clashes = file.clashes, .clash_count = file.clash_count,
        .most_members = file.most_members};
    struct teams teams = teams_find(line->arena, &problem, file.most_teams);
    compute_as_json(line) ? write_json(&file, &problem, &teams) : print_table(&file, &problem, &teams);
    return 0;
}

int compute_coalition(struct command_line *line)
{
    const char *path = compute_word(line, 0, without_value);
    size_t length;
    if (!compute_understands(line, known, without_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute coalition", "FILE.json");
        return EXIT_USAGE;
    }
    char *bytes = compute_file(line, path, &length);
    return bytes ? coalition_answer(line, path, bytes, length) : EXIT_FAILED;
}
