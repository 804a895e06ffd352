/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute coalition: lots and candidates in JSON, the teams that cover them. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/number.h"
#include "engines/coalitions.h"
#include "engines/kernel/hash.h"
#include "i18n/i18n.h"
#include "main/compute.h"

enum { MOST_DEMANDS = 2000, MOST_CANDIDATES = 20000, MOST_PAIRS = 200000, USUAL_TEAMS = 5, MOST_TEAMS = 50,
       MOST_MEMBERS = 100 };

static const char *const known[] = {"--table", "--explain", NULL};
static const char *const without_value[] = {NULL};

/* The problem while it is read: the first thing that is wrong ends the reading, with where it stands. */
struct gathering {
    struct command_line *line;
    const char *path;
    struct text_map demands, candidates;
    double *wanted;                                        /* by demand */
    bool *fixed, *excluded;                                /* by candidate */
    double *distance;
    size_t *start;
    uint32_t *demand; double *capacity; size_t cells, cell_room, capacity_room;
    struct team_tie *ties; size_t tie_count, tie_room;
    struct team_clash *clashes; size_t clash_count, clash_room;
    uint32_t most_members; size_t most_teams;
    bool refused;
};

static bool refuse(struct gathering *all, const char *where, const char *english)
{
    if (!all->refused)
        fprintf(stderr, "%s: %s: %s\n", all->path, where, text_in(terminal_language(), english));
    all->refused = true;
    return false;
}

static const char *place_in(struct gathering *all, const char *key, size_t place)
{
    return arena_format(all->line->arena, "%s[%zu]", key, place);
}

/* A text, or a whole number as people write codes; NULL when it is neither. */
static const char *name_of(struct gathering *all, const struct json_value *value)
{
    if (value && value->kind == JSON_TEXT && !text_blank(value->text))
        return value->text;
    return value && value->kind == JSON_NUMBER && value->is_whole
        ? arena_format(all->line->arena, "%lld", (long long)value->whole) : NULL;
}

/* A number of at least 0, `otherwise` when it is absent. */
static double number_of(struct gathering *all, const char *where, const struct json_value *value, double otherwise)
{
    if (!value || value->kind == JSON_NULL)
        return otherwise;
    if (value->kind == JSON_NUMBER && value->number >= 0 && value->number <= 1e12)
        return value->number;
    refuse(all, where, N_("a number from 0 to 10¹² is awaited"));
    return otherwise;
}

static const struct json_value *list_of(struct gathering *all, const struct json_value *root, const char *key)
{
    const struct json_value *list = json_get(root, key);
    if (list && list->kind != JSON_ARRAY && list->kind != JSON_NULL)
        refuse(all, key, N_("a list is awaited"));
    return list && list->kind == JSON_ARRAY ? list : NULL;
}

/* ---- what is wanted ---- */

static uint32_t add_demand(struct gathering *all, const char *where, const char *name, double wanted)
{
    bool is_new;
    if (all->demands.count == MOST_DEMANDS)
        return refuse(all, where, N_("at most 2000 lots, colleges and labels")), 0;
    uint32_t number = text_map_add(&all->demands, name, strlen(name), &is_new);
    if (is_new)
        all->wanted[number] = wanted;
    else
        refuse(all, where, N_("this name stands here twice"));
    return number;
}

/* {"id":"repas","volume":2000,"threshold":0.9}, or a name alone: somebody who can. */
static void read_lot(struct gathering *all, const struct json_value *lot, const char *where)
{
    bool named = lot->kind != JSON_OBJECT;
    const struct json_value *id = named ? lot : json_get(lot, "id") ? json_get(lot, "id") : json_get(lot, "number");
    const char *name = name_of(all, id);
    double volume = named ? 1 : number_of(all, where, json_get(lot, "volume"), 1);
    double threshold = named ? 1 : number_of(all, where, json_get(lot, "threshold"), 1);
    if (!name)
        refuse(all, where, N_("a lot has an “id”"));
    else if (volume <= 0 || threshold <= 0 || threshold > 1)
        refuse(all, where, N_("a volume is above 0, and a threshold is a share above 0 and at most 1"));
    else
        add_demand(all, where, name, volume * threshold);
}

/* {"college":"ess"} or {"label":"bio"}: somebody of the team is or has it. */
static const char *seat_name(struct gathering *all, const char *kind, const char *value)
{
    return value ? arena_format(all->line->arena, "%s:%s", kind, value) : NULL;
}

static void read_seat(struct gathering *all, const struct json_value *seat, const char *where)
{
    const char *college = seat_name(all, "college", json_get_text(seat, "college"));
    const char *name = college ? college : seat_name(all, "label", json_get_text(seat, "label"));
    if (name)
        add_demand(all, where, name, 1);
    else
        refuse(all, where, N_("an object with “college” or “label” is awaited"));
}

/* ---- who can ---- */

/* Of the candidate under way: said twice, a lot counts once. */
static void add_cell(struct gathering *all, uint32_t demand, double capacity)
{
    struct arena *arena = all->line->arena;
    if (!(capacity > 0))
        return;
    for (size_t i = all->start[all->candidates.count - 1]; i < all->cells; i++)
        if (all->demand[i] == demand)
            return;
    all->demand = arena_grow(arena, all->demand, all->cells, &all->cell_room, sizeof *all->demand);
    all->capacity = arena_grow(arena, all->capacity, all->cells, &all->capacity_room, sizeof *all->capacity);
    all->demand[all->cells] = demand;
    all->capacity[all->cells++] = capacity;
}

/* "can": ["lavage"] or {"repas": 800, "lavage": true}; true: without limit. */
static void read_can(struct gathering *all, const struct json_value *can, const char *where)
{
    for (size_t i = 0; can && i < can->count && !all->refused; i++) {
        const char *name = can->kind == JSON_OBJECT ? can->keys[i] : name_of(all, &can->items[i]);
        uint32_t demand = name ? text_map_find(&all->demands, name, strlen(name)) : HASH_NONE;
        bool unlimited = can->kind == JSON_ARRAY || can->items[i].kind == JSON_TRUE;
        if (demand == HASH_NONE)
            refuse(all, where, N_("what a candidate can do is a lot of the list"));
        else if (unlimited)
            add_cell(all, demand, INFINITY);
        else if (can->items[i].kind != JSON_FALSE)
            add_cell(all, demand, number_of(all, where, &can->items[i], 0));
    }
}

static void take_seat(struct gathering *all, const char *kind, const char *value)
{
    const char *name = seat_name(all, kind, value);
    uint32_t demand = name ? text_map_find(&all->demands, name, strlen(name)) : HASH_NONE;
    if (demand != HASH_NONE)
        add_cell(all, demand, INFINITY);
}

static bool is_true(const struct json_value *value)
{
    return value && value->kind == JSON_TRUE;
}

static void read_candidate(struct gathering *all, const struct json_value *one, const char *where)
{
    const char *name = name_of(all, one->kind == JSON_OBJECT
        ? json_get(one, "id") ? json_get(one, "id") : json_get(one, "siret") : one);
    const struct json_value *can = json_get(one, "can"), *labels = json_get(one, "labels");
    bool is_new;
    if (!name || all->candidates.count == MOST_CANDIDATES) {
        refuse(all, where, name ? N_("at most 20,000 candidates") : N_("a candidate has an “id”"));
        return;
    }
    uint32_t number = text_map_add(&all->candidates, name, strlen(name), &is_new);
    if (!is_new || (can && can->kind != JSON_OBJECT && can->kind != JSON_ARRAY)) {
        refuse(all, where, is_new ? N_("“can” is a list of lots, or an object of lots and capacities")
                                  : N_("this name stands here twice"));
        return;
    }
    all->fixed[number] = is_true(json_get(one, "fixed"));
    all->excluded[number] = is_true(json_get(one, "excluded"));
    all->distance[number] = number_of(all, where, json_get(one, "distance"), NAN);
    all->start[number] = all->cells;
    read_can(all, can, where);
    take_seat(all, "college", json_get_text(one, "college"));
    for (size_t i = 0; labels && labels->kind == JSON_ARRAY && i < labels->count; i++)
        take_seat(all, "label", name_of(all, &labels->items[i]));
}

static uint32_t candidate_of(struct gathering *all, const char *where, const struct json_value *value)
{
    const char *name = name_of(all, value);
    uint32_t number = name ? text_map_find(&all->candidates, name, strlen(name)) : HASH_NONE;
    if (number == HASH_NONE)
        refuse(all, where, N_("this candidate is not in the list"));
    return number;
}

static void read_named(struct gathering *all, const struct json_value *root, const char *key, bool *named)
{
    const struct json_value *list = list_of(all, root, key);
    for (size_t i = 0; list && i < list->count && !all->refused; i++) {
        uint32_t number = candidate_of(all, place_in(all, key, i), &list->items[i]);
        if (number != HASH_NONE)
            named[number] = true;
    }
}

static void read_tie(struct gathering *all, const struct json_value *one, const char *where)
{
    uint32_t a = candidate_of(all, where, json_get(one, "a")), b = candidate_of(all, where, json_get(one, "b"));
    double strength = number_of(all, where, json_get(one, "strength"), 1);
    if (all->refused)
        return;
    if (a == b || all->tie_count == MOST_PAIRS) {
        refuse(all, where, a == b ? N_("a pair is of two candidates") : N_("at most 200,000 pairs"));
        return;
    }
    all->ties = arena_grow(all->line->arena, all->ties, all->tie_count, &all->tie_room, sizeof *all->ties);
    all->ties[all->tie_count++] = (struct team_tie){a, b, strength};
}

static void read_clash(struct gathering *all, const struct json_value *pair, const char *where)
{
    if (pair->kind != JSON_ARRAY || pair->count != 2 || all->clash_count == MOST_PAIRS) {
        refuse(all, where, N_("a pair is of two candidates"));
        return;
    }
    uint32_t a = candidate_of(all, where, &pair->items[0]), b = candidate_of(all, where, &pair->items[1]);
    if (all->refused)
        return;
    if (a == b) {
        refuse(all, where, N_("a pair is of two candidates"));
        return;
    }
    all->clashes = arena_grow(all->line->arena, all->clashes, all->clash_count, &all->clash_room,
                              sizeof *all->clashes);
    all->clashes[all->clash_count++] = (struct team_clash){a, b};
}

/* ---- the whole ---- */

static void read_each(struct gathering *all, const struct json_value *root, const char *key,
                      void (*read)(struct gathering *all, const struct json_value *one, const char *where))
{
    const struct json_value *list = list_of(all, root, key);
    for (size_t i = 0; list && i < list->count && !all->refused; i++)
        read(all, &list->items[i], place_in(all, key, i));
}

static bool gather(struct gathering *all, const struct json_value *root)
{
    struct arena *arena = all->line->arena;
    all->demands.arena = all->candidates.arena = arena;
    all->wanted = arena_array(arena, MOST_DEMANDS, sizeof *all->wanted);
    all->fixed = arena_array(arena, MOST_CANDIDATES, sizeof *all->fixed);
    all->excluded = arena_array(arena, MOST_CANDIDATES, sizeof *all->excluded);
    all->distance = arena_array(arena, MOST_CANDIDATES, sizeof *all->distance);
    all->start = arena_array(arena, MOST_CANDIDATES + 1, sizeof *all->start);
    if (root->kind != JSON_OBJECT)
        return refuse(all, "1", N_("an object with “lots” and “candidates” is awaited"));
    read_each(all, root, "lots", read_lot);
    read_each(all, root, "required", read_seat);
    if (!all->refused && !all->demands.count)
        refuse(all, "lots", N_("nothing is asked: give at least one lot"));
    read_each(all, root, "candidates", read_candidate);
    if (!all->refused && !all->candidates.count)
        refuse(all, "candidates", N_("there is no candidate"));
    read_each(all, root, "ties", read_tie);
    read_each(all, root, "incompatible", read_clash);
    read_named(all, root, "fixed", all->fixed);
    read_named(all, root, "excluded", all->excluded);
    all->most_members = (uint32_t)fmin(number_of(all, "max_members", json_get(root, "max_members"), 0), MOST_MEMBERS);
    all->most_teams = (size_t)fmin(number_of(all, "most", json_get(root, "most"), USUAL_TEAMS), MOST_TEAMS);
    all->start[all->candidates.count] = all->cells;
    return !all->refused;
}

/* ---- the answer ---- */

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
    double *values = arena_array(arena, team->count + 1, sizeof *values);
    return team->count <= VALUE_MOST_PLAYERS && shapley_values(arena, (uint32_t)team->count, worth_of, &worth, values)
        ? values : NULL;
}

static void write_member(struct json *json, const struct gathering *all, const struct team_problem *problem,
                         const double *shares, uint32_t member, const double *value)
{
    json_object(json);
    json_key(json, "id"), json_text(json, all->candidates.texts[member]);
    json_key(json, "covers"), json_array(json);
    for (uint32_t d = 0; d < problem->demands; d++)
        if (shares[d] > 0) {
            json_object(json);
            json_key(json, "lot"), json_text(json, all->demands.texts[d]);
            json_key(json, "quantity"), json_real(json, shares[d]);
            json_end(json);
        }
    json_end(json);
    json_key(json, "value");
    value ? json_real(json, *value) : json_null(json);
    json_end(json);
}

static void write_team(struct json *json, const struct gathering *all, const struct team_problem *problem,
                       const struct team *team)
{
    struct arena *arena = all->line->arena;
    const double *shares = team_shares(arena, problem, team), *values = values_of(arena, problem, team);
    json_object(json);
    json_key(json, "members"), json_array(json);
    for (size_t m = 0; m < team->count; m++)
        write_member(json, all, problem, shares + m * problem->demands, team->members[m], values ? values + m : NULL);
    json_end(json);
    json_key(json, "why"), json_text(json, why_of(team->why));
    json_key(json, "without");
    json_text(json, team->why == TEAM_WITHOUT ? all->candidates.texts[team->without] : NULL);
    json_key(json, "distance"), json_real(json, team->distance);
    json_key(json, "cohesion"), json_real(json, team->cohesion);
    json_key(json, "gap"), json_real(json, team->gap);
    json_key(json, "farther"), json_real(json, team->farther);
    json_key(json, "on_front"), json_bool(json, team->on_front);
    json_end(json);
}

static void write_json(const struct gathering *all, const struct team_problem *problem, const struct teams *teams)
{
    struct buffer out = {.arena = all->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "teams"), json_array(&json);
    for (size_t i = 0; i < teams->count; i++)
        write_team(&json, all, problem, &teams->teams[i]);
    json_end(&json);
    json_key(&json, "missing"), json_array(&json);
    for (size_t i = 0; i < teams->missing_count; i++) {
        json_object(&json);
        json_key(&json, "lot"), json_text(&json, all->demands.texts[teams->missing[i].demand]);
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

static void print_table(const struct gathering *all, const struct teams *teams)
{
    struct buffer out = {.arena = all->line->arena};
    for (size_t i = 0; i < teams->count; i++) {
        const struct team *team = &teams->teams[i];
        buffer_format(&out, "%s%zu (%s) :", i ? "\n" : "", team->count, why_of(team->why));
        for (size_t m = 0; m < team->count; m++)
            buffer_format(&out, " %s", all->candidates.texts[team->members[m]]);
        buffer_format(&out, " — %.0f km", team->distance);
    }
    for (size_t i = 0; i < teams->missing_count; i++)
        buffer_format(&out, "%s%s : %.12g < %.12g", out.length ? "\n" : "",
                      all->demands.texts[teams->missing[i].demand], teams->missing[i].reachable,
                      teams->missing[i].wanted);
    if (!out.length)
        buffer_text(&out, text_in(terminal_language(), teams->unfinished
                                  ? N_("No team was found in the time of an answer; there may be one.")
                                  : N_("No team: who excludes whom, or the limit of size, leaves none.")));
    compute_print(&out);
}

int compute_coalition(struct command_line *line)
{
    const char *path = compute_word(line, 0, without_value), *trouble = NULL;
    struct gathering all = {.line = line, .path = path};
    size_t length;
    int at = 0;
    if (!compute_understands(line, known, without_value, 1))
        return EXIT_USAGE;
    if (!path) {
        complain(N_("usage: maillage %s %s\n"), "compute coalition", "FILE.json");
        return EXIT_USAGE;
    }
    char *bytes = compute_file(line, path, &length);
    const struct json_value *root = bytes ? json_read(line->arena, bytes, length, &trouble, &at) : NULL;
    if (bytes && !root)
        compute_bad_line(path, at, trouble, &(int64_t){0});
    if (!root || !gather(&all, root))
        return EXIT_FAILED;
    struct team_problem problem = {.demands = all.demands.count, .wanted = all.wanted,
        .candidates = all.candidates.count, .start = all.start, .demand = all.demand, .capacity = all.capacity,
        .distance = all.distance, .fixed = all.fixed, .excluded = all.excluded, .ties = all.ties,
        .tie_count = all.tie_count, .clashes = all.clashes, .clash_count = all.clash_count,
        .most_members = all.most_members};
    struct teams teams = teams_find(line->arena, &problem, all.most_teams);
    compute_as_json(line) ? write_json(&all, &problem, &teams) : print_table(&all, &teams);
    return 0;
}
