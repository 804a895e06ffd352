/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading the lots and candidates of maillage compute coalition. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/number.h"
#include "i18n/i18n.h"
#include "main/compute_coalition.h"

enum { MOST_DEMANDS = 300, MOST_CANDIDATES = 20000, MOST_CELLS = 2000000, MOST_PAIRS = 200000, USUAL_TEAMS = 5,
       MOST_TEAMS = 50, MOST_MEMBERS = 100 };
#define LEAST 1e-9                                         /* of a number that is not 0: no quotient overflows */
#define MOST 1e12

bool coalition_refuse(struct coalition_file *file, const char *where, const char *english)
{
    if (!file->refused)
        fprintf(stderr, "%s: %s: %s\n", file->path, where, text_in(terminal_language(), english));
    file->refused = true;
    return false;
}

static const char *item_of(struct coalition_file *file, const char *key, size_t place)
{
    return arena_format(file->line->arena, "%s[%zu]", key, place);
}

static const char *field_of(struct coalition_file *file, const char *where, const char *key)
{
    return *where ? arena_format(file->line->arena, "%s.%s", where, key) : key;
}

/* A text, or a whole number as people write codes; NULL when it is neither. */
static const char *name_of(struct coalition_file *file, const struct json_value *value)
{
    if (value && value->kind == JSON_TEXT && !text_blank(value->text))
        return value->text;
    return value && value->kind == JSON_NUMBER && value->is_whole
        ? arena_format(file->line->arena, "%lld", (long long)value->whole) : NULL;
}

static double number_at(struct coalition_file *file, const char *where, const struct json_value *value,
                        double otherwise)
{
    if (!value || value->kind == JSON_NULL)
        return otherwise;
    if (value->kind == JSON_NUMBER && (value->number == 0 || (value->number >= LEAST && value->number <= MOST)))
        return value->number;
    coalition_refuse(file, where, N_("0, or a number from 10⁻⁹ to 10¹², is awaited"));
    return otherwise;
}

/* A number of at least 0, `otherwise` when it is absent. */
static double number_of(struct coalition_file *file, const char *where, const struct json_value *object,
                        const char *key, double otherwise)
{
    return number_at(file, field_of(file, where, key), json_get(object, key), otherwise);
}

/* From 1 to most; absent or null: `otherwise`. */
static uint32_t count_of(struct coalition_file *file, const struct json_value *root, const char *key, uint32_t most,
                         uint32_t otherwise)
{
    const struct json_value *value = json_get(root, key);
    if (!value || value->kind == JSON_NULL)
        return otherwise;
    if (value->kind == JSON_NUMBER && value->is_whole && value->whole >= 1 && value->whole <= most)
        return (uint32_t)value->whole;
    coalition_refuse(file, key, most == MOST_TEAMS ? N_("a whole number from 1 to 50 is awaited")
                                                   : N_("a whole number from 1 to 100 is awaited"));
    return otherwise;
}

static bool bool_of(struct coalition_file *file, const char *where, const struct json_value *object, const char *key)
{
    const struct json_value *value = json_get(object, key);
    if (value && value->kind != JSON_TRUE && value->kind != JSON_FALSE && value->kind != JSON_NULL)
        coalition_refuse(file, field_of(file, where, key), N_("true or false is awaited"));
    return value && value->kind == JSON_TRUE;
}

static const struct json_value *list_of(struct coalition_file *file, const char *where, const struct json_value *object,
                                        const char *key)
{
    const struct json_value *list = json_get(object, key);
    if (list && list->kind != JSON_ARRAY && list->kind != JSON_NULL)
        coalition_refuse(file, field_of(file, where, key), N_("a list is awaited"));
    return list && list->kind == JSON_ARRAY ? list : NULL;
}

/* ---- what is wanted ---- */

static void add_demand(struct coalition_file *file, const char *where, const char *name, double wanted)
{
    bool is_new;
    if (file->demands.count == MOST_DEMANDS) {
        coalition_refuse(file, where, N_("at most 300 lots, colleges and labels"));
        return;
    }
    uint32_t number = text_map_add(&file->demands, name, strlen(name), &is_new);
    if (is_new)
        file->wanted[number] = wanted;
    else
        coalition_refuse(file, where, N_("this name stands here twice"));
}

/* {"id":"repas","volume":2000,"threshold":0.9}, or a name alone: somebody who can. */
static void read_lot(struct coalition_file *file, const struct json_value *lot, const char *where)
{
    bool named = lot->kind != JSON_OBJECT;
    const struct json_value *id = named ? lot : json_get(lot, "id") ? json_get(lot, "id") : json_get(lot, "number");
    const char *name = name_of(file, id);
    double volume = number_of(file, where, lot, "volume", 1), threshold = number_of(file, where, lot, "threshold", 1);
    if (!name)
        coalition_refuse(file, where, N_("a lot has an “id”"));
    else if (volume <= 0 || threshold <= 0 || threshold > 1)
        coalition_refuse(file, where, N_("a volume is above 0, and a threshold is a share above 0 and at most 1"));
    else
        add_demand(file, where, name, volume * threshold);
}

/* {"college":"ess"} or {"label":"bio"}: somebody of the team is or has it. */
static const char *seat_name(struct coalition_file *file, const char *kind, const char *value)
{
    return value ? arena_format(file->line->arena, "%s:%s", kind, value) : NULL;
}

static void read_seat(struct coalition_file *file, const struct json_value *seat, const char *where)
{
    const char *college = seat_name(file, "college", name_of(file, json_get(seat, "college")));
    const char *name = college ? college : seat_name(file, "label", name_of(file, json_get(seat, "label")));
    if (name)
        add_demand(file, where, name, 1);
    else
        coalition_refuse(file, where, N_("an object with “college” or “label” is awaited"));
}

/* ---- who can ---- */

/* Of the candidate under way: said twice, a lot counts once. */
static void add_cell(struct coalition_file *file, const char *where, uint32_t demand, double capacity)
{
    struct arena *arena = file->line->arena;
    if (!(capacity > 0) || file->last[demand] == file->candidates.count)
        return;
    if (file->cells == MOST_CELLS) {
        coalition_refuse(file, where, N_("at most 2,000,000 capacities of candidates"));
        return;
    }
    file->last[demand] = file->candidates.count;
    file->demand = arena_grow(arena, file->demand, file->cells, &file->cell_room, sizeof *file->demand);
    file->capacity = arena_grow(arena, file->capacity, file->cells, &file->capacity_room, sizeof *file->capacity);
    file->demand[file->cells] = demand;
    file->capacity[file->cells++] = capacity;
}

/* "can": ["lavage"] or {"repas": 800, "lavage": true}; true: without limit. */
static void read_can(struct coalition_file *file, const struct json_value *can, const char *where)
{
    if (can && can->kind != JSON_OBJECT && can->kind != JSON_ARRAY && can->kind != JSON_NULL)
        coalition_refuse(file, where, N_("“can” is a list of lots, or an object of lots and capacities"));
    for (size_t i = 0; can && i < can->count && !file->refused; i++) {
        const char *name = can->kind == JSON_OBJECT ? can->keys[i] : name_of(file, &can->items[i]);
        uint32_t demand = name ? text_map_find(&file->demands, name, strlen(name)) : HASH_NONE;
        bool unlimited = can->kind == JSON_ARRAY || can->items[i].kind == JSON_TRUE;
        if (demand == HASH_NONE)
            coalition_refuse(file, where, N_("what a candidate can do is a lot of the list"));
        else if (unlimited)
            add_cell(file, where, demand, INFINITY);
        else if (can->items[i].kind != JSON_FALSE)
            add_cell(file, where, demand, number_at(file, field_of(file, where, name), &can->items[i], 0));
    }
}

static void take_seat(struct coalition_file *file, const char *where, const char *kind, const struct json_value *value)
{
    const char *name = seat_name(file, kind, name_of(file, value));
    uint32_t demand = name ? text_map_find(&file->demands, name, strlen(name)) : HASH_NONE;
    if (!name && value && value->kind != JSON_NULL)
        coalition_refuse(file, where, N_("a name is awaited"));
    if (demand != HASH_NONE)
        add_cell(file, where, demand, INFINITY);
}

static void read_candidate(struct coalition_file *file, const struct json_value *one, const char *where)
{
    const char *name = name_of(file, one->kind == JSON_OBJECT
        ? json_get(one, "id") ? json_get(one, "id") : json_get(one, "siret") : one);
    bool is_new;
    if (!name || file->candidates.count == MOST_CANDIDATES) {
        coalition_refuse(file, where, name ? N_("at most 20,000 candidates") : N_("a candidate has an “id”"));
        return;
    }
    uint32_t number = text_map_add(&file->candidates, name, strlen(name), &is_new);
    if (!is_new) {
        coalition_refuse(file, where, N_("this name stands here twice"));
        return;
    }
    file->fixed[number] = bool_of(file, where, one, "fixed");
    file->excluded[number] = bool_of(file, where, one, "excluded");
    file->distance[number] = number_of(file, where, one, "distance", NAN);
    file->start[number] = file->cells;
    read_can(file, json_get(one, "can"), field_of(file, where, "can"));
    take_seat(file, field_of(file, where, "college"), "college", json_get(one, "college"));
    const struct json_value *labels = list_of(file, where, one, "labels");
    for (size_t i = 0; labels && i < labels->count && !file->refused; i++)
        take_seat(file, field_of(file, where, "labels"), "label", &labels->items[i]);
}

static uint32_t candidate_of(struct coalition_file *file, const char *where, const struct json_value *value)
{
    const char *name = name_of(file, value);
    uint32_t number = name ? text_map_find(&file->candidates, name, strlen(name)) : HASH_NONE;
    if (number == HASH_NONE)
        coalition_refuse(file, where, N_("this candidate is not in the list"));
    return number;
}

static void read_named(struct coalition_file *file, const struct json_value *root, const char *key, bool *named)
{
    const struct json_value *list = list_of(file, "", root, key);
    for (size_t i = 0; list && i < list->count && !file->refused; i++) {
        uint32_t number = candidate_of(file, item_of(file, key, i), &list->items[i]);
        if (number != HASH_NONE)
            named[number] = true;
    }
    for (uint32_t j = 0; !file->refused && j < file->candidates.count; j++)
        if (file->fixed[j] && file->excluded[j])
            coalition_refuse(file, item_of(file, "candidates", j), N_("this candidate is both fixed and excluded"));
}

/* True: there is a pair to be added. */
static bool read_pair(struct coalition_file *file, const char *where, const struct json_value *one,
                      const struct json_value *other, size_t count, uint32_t *a, uint32_t *b)
{
    *a = candidate_of(file, where, one);
    *b = candidate_of(file, where, other);
    if (file->refused)
        return false;
    if (*a == *b)
        return coalition_refuse(file, where, N_("a pair is of two candidates"));
    return count < MOST_PAIRS ? true : coalition_refuse(file, where, N_("at most 200,000 pairs"));
}

static void read_tie(struct coalition_file *file, const struct json_value *one, const char *where)
{
    uint32_t a, b;
    double strength = number_of(file, where, one, "strength", 1);
    if (!read_pair(file, where, json_get(one, "a"), json_get(one, "b"), file->tie_count, &a, &b))
        return;
    file->ties = arena_grow(file->line->arena, file->ties, file->tie_count, &file->tie_room, sizeof *file->ties);
    file->ties[file->tie_count++] = (struct team_tie){a, b, strength};
}

static void read_clash(struct coalition_file *file, const struct json_value *pair, const char *where)
{
    uint32_t a, b;
    if (pair->kind != JSON_ARRAY || pair->count != 2) {
        coalition_refuse(file, where, N_("a pair is of two candidates"));
        return;
    }
    if (!read_pair(file, where, &pair->items[0], &pair->items[1], file->clash_count, &a, &b))
        return;
    file->clashes = arena_grow(file->line->arena, file->clashes, file->clash_count, &file->clash_room,
                               sizeof *file->clashes);
    file->clashes[file->clash_count++] = (struct team_clash){a, b};
}

/* ---- the whole ---- */

static void read_each(struct coalition_file *file, const struct json_value *root, const char *key,
                      void (*read)(struct coalition_file *file, const struct json_value *one, const char *where))
{
    const struct json_value *list = list_of(file, "", root, key);
    for (size_t i = 0; list && i < list->count && !file->refused; i++)
        read(file, &list->items[i], item_of(file, key, i));
}

/* "connected": true, or {"km": 50}: so many kilometres of a member weigh as a tie of strength 1. */
static void read_connected(struct coalition_file *file, const struct json_value *root)
{
    const struct json_value *connected = json_get(root, "connected");
    file->connected = connected && connected->kind != JSON_FALSE && connected->kind != JSON_NULL;
    if (!file->connected)
        return;
    if (connected->kind != JSON_TRUE && connected->kind != JSON_OBJECT)
        coalition_refuse(file, "connected", N_("true, or an object with “km”, is awaited"));
    file->km = number_of(file, "connected", connected, "km", 0);
    if (file->clash_count)
        coalition_refuse(file, "incompatible", N_("a connected team does not take this into account: leave it out"));
    if (file->most_members)
        coalition_refuse(file, "max_members", N_("a connected team does not take this into account: leave it out"));
}

static void knows(struct coalition_file *file, const struct json_value *root)
{
    static const char *const keys[] = {"lots", "required", "candidates", "ties", "incompatible", "fixed", "excluded",
                                       "max_members", "most", "connected"};
    for (size_t i = 0; i < root->count; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            known = known || strcmp(keys[k], root->keys[i]) == 0;
        if (!known)
            coalition_refuse(file, root->keys[i], N_("this member is not known here"));
    }
}

static void begin(struct coalition_file *file)
{
    struct arena *arena = file->line->arena;
    file->demands.arena = file->candidates.arena = arena;
    file->wanted = arena_array(arena, MOST_DEMANDS, sizeof *file->wanted);
    file->last = arena_array(arena, MOST_DEMANDS, sizeof *file->last);
    file->fixed = arena_array(arena, MOST_CANDIDATES, sizeof *file->fixed);
    file->excluded = arena_array(arena, MOST_CANDIDATES, sizeof *file->excluded);
    file->distance = arena_array(arena, MOST_CANDIDATES, sizeof *file->distance);
    file->start = arena_array(arena, MOST_CANDIDATES + 1, sizeof *file->start);
}

bool coalition_read(struct coalition_file *file, const struct json_value *root)
{
    begin(file);
    if (root->kind != JSON_OBJECT)
        return coalition_refuse(file, "1", N_("an object with “lots” and “candidates” is awaited"));
    knows(file, root);
    read_each(file, root, "lots", read_lot);
    read_each(file, root, "required", read_seat);
    if (!file->refused && !file->demands.count)
        coalition_refuse(file, "lots", N_("nothing is asked: give at least one lot"));
    read_each(file, root, "candidates", read_candidate);
    if (!file->refused && !file->candidates.count)
        coalition_refuse(file, "candidates", N_("there is no candidate"));
    file->start[file->candidates.count] = file->cells;
    read_each(file, root, "ties", read_tie);
    read_each(file, root, "incompatible", read_clash);
    read_named(file, root, "fixed", file->fixed);
    read_named(file, root, "excluded", file->excluded);
    file->most_members = count_of(file, root, "max_members", MOST_MEMBERS, 0);
    file->most_teams = count_of(file, root, "most", MOST_TEAMS, USUAL_TEAMS);
    read_connected(file, root);
    return !file->refused;
}
