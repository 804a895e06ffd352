/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute coalition, "connected": the cheapest team that past cooperation ties together, and the one around
 * the best leader. A lot is for one member who can do all of it. */
#include <math.h>
#include <stdio.h>
#include "engines/connected.h"
#include "i18n/i18n.h"
#include "main/compute_coalition.h"

#define UNKNOWN_KM 300.0                                   /* as in teams that are not connected */

/* What is asked as skills: each demand, then each fixed candidate, whom he alone has. */
struct skills { uint32_t count, demands; size_t *start; uint32_t *holders; };

static struct skills skills_of(const struct coalition_file *file)
{
    struct arena *arena = file->line->arena;
    uint32_t most = file->demands.count + file->candidates.count, n = file->demands.count;
    struct skills skills = {n, n, arena_array(arena, (size_t)most + 1, sizeof *skills.start),
                            arena_array(arena, file->cells + file->candidates.count, sizeof *skills.holders)};
    size_t *at = arena_array(arena, (size_t)n + 1, sizeof *at);
    for (size_t i = 0; i < file->cells; i++)
        skills.start[file->demand[i] + 1] += file->capacity[i] >= file->wanted[file->demand[i]];
    for (uint32_t s = 0; s < n; s++)
        at[s + 1] = skills.start[s + 1] += skills.start[s];
    for (uint32_t j = 0; j < file->candidates.count; j++)
        for (size_t i = file->start[j]; i < file->start[j + 1]; i++)
            if (file->capacity[i] >= file->wanted[file->demand[i]])
                skills.holders[at[file->demand[i]]++] = j;
    for (uint32_t j = 0; j < file->candidates.count; j++)
        if (file->fixed[j]) {
            skills.start[skills.count + 1] = skills.start[skills.count] + 1;
            skills.holders[skills.start[skills.count++]] = j;
        }
    return skills;
}

static bool has_holder(const struct coalition_file *file, const struct skills *skills, uint32_t skill)
{
    for (size_t i = skills->start[skill]; i < skills->start[skill + 1]; i++)
        if (!file->excluded[skills->holders[i]])
            return true;
    return false;
}

static struct sparse network_of(const struct coalition_file *file)
{
    struct triple *ties = arena_array(file->line->arena, file->tie_count, sizeof *ties);
    size_t count = 0;
    for (size_t i = 0; i < file->tie_count; i++)
        if (file->ties[i].strength > 0)
            ties[count++] = (struct triple){file->ties[i].a, file->ties[i].b, file->ties[i].strength};
    return sparse_graph(file->line->arena, file->candidates.count, ties, count);
}

static double *costs_of(const struct coalition_file *file)
{
    double *cost = file->km > 0 ? arena_array(file->line->arena, file->candidates.count, sizeof *cost) : NULL;
    for (uint32_t j = 0; cost && j < file->candidates.count; j++)
        cost[j] = (isnan(file->distance[j]) ? UNKNOWN_KM : file->distance[j]) / file->km;
    return cost;
}

/* ---- in JSON ---- */

static void write_members(struct json *json, const struct coalition_file *file, const struct skills *skills,
                          const struct connected_team *team)
{
    json_key(json, "members"), json_array(json);
    for (uint32_t i = 0; i < team->count; i++) {
        json_object(json);
        json_key(json, "id"), json_text(json, file->candidates.texts[team->members[i]]);
        json_key(json, "covers"), json_array(json);
        for (uint32_t s = 0; s < skills->demands; s++)
            if (team->holder[s] == team->members[i]) {
                json_object(json);
                json_key(json, "lot"), json_text(json, file->demands.texts[s]);
                json_key(json, "quantity"), json_real(json, file->wanted[s]);
                json_end(json);
            }
        json_end(json);
        json_key(json, "link"), json_bool(json, team->link[i]);
        json_end(json);
    }
    json_end(json);
}

static void write_team(struct json *json, const struct coalition_file *file, const struct skills *skills,
                       const struct connected_team *team, const struct connected *led)
{
    json_object(json);
    write_members(json, file, skills, team);
    json_key(json, "ties"), json_array(json);
    for (uint32_t t = 0; t < team->tie_count; t++) {
        json_object(json);
        json_key(json, "a"), json_text(json, file->candidates.texts[team->ties[t].a]);
        json_key(json, "b"), json_text(json, file->candidates.texts[team->ties[t].b]);
        json_key(json, "length"), json_real(json, team->ties[t].length);
        json_end(json);
    }
    json_end(json);
    json_key(json, "cost"), json_real(json, team->cost);
    if (led) {
        json_key(json, "leader"), json_text(json, file->candidates.texts[led->leader]);
        json_key(json, "distance"), json_real(json, led->leader_distance);
    }
    json_end(json);
}

static void write_missing(struct json *json, const struct coalition_file *file, const struct skills *skills)
{
    double *most = arena_array(file->line->arena, file->demands.count, sizeof *most);
    for (uint32_t j = 0; j < file->candidates.count; j++)
        for (size_t i = file->start[j]; i < file->start[j + 1] && !file->excluded[j]; i++)
            most[file->demand[i]] = fmax(most[file->demand[i]], file->capacity[i]);
    json_key(json, "missing"), json_array(json);
    for (uint32_t s = 0; s < skills->demands; s++)
        if (!has_holder(file, skills, s)) {
            json_object(json);
            json_key(json, "lot"), json_text(json, file->demands.texts[s]);
            json_key(json, "wanted"), json_real(json, file->wanted[s]);
            json_key(json, "reachable"), json_real(json, most[s]);
            json_end(json);
        }
    json_end(json);
}

static void write_json(const struct coalition_file *file, const struct skills *skills, const struct connected *found)
{
    static const char *const outcomes[] = {[CONNECTED_FOUND] = "found", [CONNECTED_NOBODY] = "missing",
                                           [CONNECTED_APART] = "apart", [CONNECTED_TOO_LARGE] = "too_large",
                                           [CONNECTED_UNSOUND] = "unsound"};
    struct buffer out = {.arena = file->line->arena};
    struct json json;
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "outcome"), json_text(&json, outcomes[found->outcome]);
    json_key(&json, "connected");
    found->cheapest.count ? write_team(&json, file, skills, &found->cheapest, NULL) : json_null(&json);
    json_key(&json, "led");
    found->led.count ? write_team(&json, file, skills, &found->led, found) : json_null(&json);
    write_missing(&json, file, skills);
    json_end(&json);
    compute_print(&out);
}

/* ---- as a table ---- */

static void put(struct buffer *out, const char *english)
{
    buffer_text(out, text_in(terminal_language(), english));
}

static void print_team(struct buffer *out, const struct coalition_file *file, const struct skills *skills,
                       const struct connected_team *team)
{
    const char *const *names = file->candidates.texts;
    buffer_format(out, " %.6g", team->cost);
    for (uint32_t i = 0; i < team->count; i++) {
        bool any = false;
        buffer_format(out, "\n  %s :", names[team->members[i]]);
        for (uint32_t s = 0; s < skills->demands; s++)
            if (team->holder[s] == team->members[i]) {
                buffer_format(out, "%s %s", any ? "," : "", file->demands.texts[s]);
                any = true;
            }
        if (!any) {
            buffer_char(out, ' ');
            put(out, team->link[i] ? N_("ties the others together") : N_("asked for"));
        }
    }
    for (uint32_t t = 0; t < team->tie_count; t++)
        buffer_format(out, "\n  %s — %s : %.6g", names[team->ties[t].a], names[team->ties[t].b], team->ties[t].length);
}

static void print_table(const struct coalition_file *file, const struct skills *skills, const struct connected *found)
{
    static const char *const why[] = {[CONNECTED_NOBODY] = N_("No team: nobody can do all of this:"),
                                      [CONNECTED_APART] = N_("No team: no tie joins those who would be needed."),
                                      [CONNECTED_TOO_LARGE] = N_("Too many lots and candidates for the cheapest team."),
                                      [CONNECTED_UNSOUND] = N_("The ties cannot be compared.")};
    struct buffer out = {.arena = file->line->arena};
    if (found->outcome == CONNECTED_FOUND) {
        put(&out, N_("Cheapest connected team:"));
        print_team(&out, file, skills, &found->cheapest);
    } else {
        put(&out, why[found->outcome]);
    }
    for (uint32_t s = 0; s < skills->demands; s++)
        if (!has_holder(file, skills, s))
            buffer_format(&out, " %s", file->demands.texts[s]);
    if (found->led.count) {
        buffer_text(&out, "\n\n");
        put(&out, N_("Around one leader:"));
        buffer_format(&out, " %s (%.6g) —", file->candidates.texts[found->leader], found->leader_distance);
        print_team(&out, file, skills, &found->led);
    }
    compute_print(&out);
}

int coalition_connect(struct coalition_file *file)
{
    struct skills skills = skills_of(file);
    if (skills.count > CONNECTED_MOST_SKILLS) {
        coalition_refuse(file, "lots", N_("a connected team has at most 12 lots, colleges, labels and fixed members"));
        return EXIT_FAILED;
    }
    struct sparse network = network_of(file);
    struct connected_problem problem = {.network = &network, .skills = skills.count, .start = skills.start,
                                        .holders = skills.holders, .cost = costs_of(file), .excluded = file->excluded};
    struct connected found = connected_find(file->line->arena, &problem);
    if (compute_as_json(file->line))
        write_json(file, &skills, &found);
    else
        print_table(file, &skills, &found);
    return 0;
}
