/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute network: who might meet, what a departure takes away, the profile. */
#include <math.h>
#include <stdio.h>
#include "engines/resilience.h"
#include "engines/ties.h"
#include "i18n/i18n.h"
#include "main/compute_network.h"

enum { MOST_ACTORS = 20000, THOROUGH = 20000, QUICK = 100000, USUAL_REPLICATES = 200, FEW_REPLICATES = 20, SHOWN = 10 };
#define MOST_STEPS 2e7

static const struct { const char *key, *name, *meaning; } indicators[PROFILE_INDICATORS] = {
    {"college_mix", N_("Mix of colleges"),
     N_("mean over initiatives of the entropy of their colleges, 1 when all colleges weigh the same")},
    {"multi_college", N_("Initiatives of several colleges"), N_("share of initiatives of two colleges or more")},
    {"density", N_("Density"), N_("share of pairs of actors who work together")},
    {"centralisation", N_("Centralisation"), N_("1 when all go through one actor, 0 when all have as many partners")},
    {"redundancy", N_("Redundancy"), N_("share of functions that two actors or more can do")},
    {"robustness", N_("Robustness"),
     N_("what stays together as the most tied leave one after the other, one half at most")},
    {"multiplexity", N_("Ties that rest on several initiatives"),
     N_("share of pairs tied who share two initiatives or more")},
    {"funding_concentration", N_("Concentration of funding"),
     N_("sum of the squared shares of the money each brings, 1 when one brings all")},
    {"duration", N_("Duration"), N_("mean years from the first date to the last of an initiative")},
    {"governance_openness", N_("Open governance"), N_("share of members who have a seat, mean over initiatives")}};

static struct cooperation cooperation_of(const struct network_file *file, uint32_t most_members)
{
    return (struct cooperation){
        .actors = file->actors.count, .initiatives = file->initiative_count, .functions = file->functions.count,
        .colleges = file->colleges.count, .memberships = file->memberships, .membership_count = file->count,
        .day = file->dated ? file->day : NULL, .amounts = file->amounts, .amount_count = file->amount_count,
        .seats = file->seats, .seat_count = file->seat_count, .can = file->can, .can_count = file->can_count,
        .college = file->colleges.count ? file->college : NULL, .most_members = most_members};
}

static bool is_too_large(const struct sparse *network)
{
    double steps = 0;
    for (uint32_t i = 0; i < network->rows; i++) {
        double ties = (double)(network->start[i + 1] - network->start[i]);
        steps += ties * ties;
    }
    return network->rows > MOST_ACTORS || steps > MOST_STEPS;
}

void network_more(struct network_file *file, const struct sparse *network, const struct network_more_rule *rule,
                  struct network_more *more)
{
    struct arena *arena = file->line->arena;
    struct cooperation cooperation = cooperation_of(file, rule->most_members);
    size_t ties = network->start[network->rows] / 2;
    int64_t replicates = rule->replicates >= 0 ? rule->replicates
        : ties <= THOROUGH ? USUAL_REPLICATES : ties <= QUICK ? FEW_REPLICATES : 0;
    more->departures = departures_prepare(arena, &cooperation, network);
    more->profile = profile_measure(arena, &cooperation, (uint32_t)replicates, rule->seed);
    if (!rule->missing)
        return;
    if (is_too_large(network)) {
        complain(N_("The network is large: missing ties are left out.\n"));
        return;
    }
    struct sparse *can = arena_alloc(arena, sizeof *can);
    *can = sparse_build(arena, file->actors.count, file->functions.count, file->can, file->can_count);
    struct ties_source source = {network, can, file->longitude, file->latitude};
    more->ties = arena_array(arena, rule->missing, sizeof *more->ties);
    more->tie_count = ties_missing(arena, &source, &ties_usual, more->ties, rule->missing);
}

static void write_names(struct json *json, const char *key, const struct text_map *names, const uint32_t *list,
                        uint32_t count)
{
    json_key(json, key), json_array(json);
    for (uint32_t i = 0; i < count; i++)
        json_text(json, names->texts[list[i]]);
    json_end(json);
}

void network_write_departure(struct json *json, struct network_file *file, const struct network_more *more,
                             uint32_t actor)
{
    struct departure gone = departure_of(file->line->arena, more->departures, actor);
    json_key(json, "without"), json_object(json);
    json_key(json, "largest"), json_int(json, gone.largest_after);
    json_key(json, "pieces"), json_int(json, gone.pieces);
    write_names(json, "functions_lost", &file->functions, gone.lost, gone.lost_count);
    write_names(json, "functions_fragile", &file->functions, gone.fragile, gone.fragile_count);
    if (file->are_ties)
        json_key(json, "orphaned"), json_int(json, gone.orphaned_count);
    else
        write_names(json, "orphaned", &file->initiatives, gone.orphaned, gone.orphaned_count);
    json_key(json, "funding"), isnan(gone.amount_share) ? json_null(json) : json_real(json, gone.amount);
    json_key(json, "funding_share"), json_real(json, gone.amount_share);
    json_end(json);
}

static void write_tie(struct json *json, struct network_file *file, const struct tie *tie, const char *const *names)
{
    struct buffer reason = {.arena = file->line->arena};
    tie_sentence(&reason, tie, names);
    json_object(json);
    json_key(json, "a"), json_text(json, file->actors.texts[tie->a]);
    json_key(json, "b"), json_text(json, file->actors.texts[tie->b]);
    json_key(json, "score"), json_real(json, tie->score);
    json_key(json, "common"), json_int(json, tie->common);
    json_key(json, "adamic_adar"), json_real(json, tie->adamic_adar);
    json_key(json, "resource_allocation"), json_real(json, tie->resource_allocation);
    json_key(json, "complementarity"), json_real(json, tie->complementarity);
    json_key(json, "km"), json_real(json, tie->km);
    json_key(json, "reason"), json_text(json, buffer_string(&reason));
    json_end(json);
}

static const char **names_of(const struct network_file *file)
{
    const char **names = arena_array(file->line->arena, file->actors.count, sizeof *names);
    for (uint32_t i = 0; i < file->actors.count; i++)
        names[i] = file->name[i] ? file->name[i] : file->actors.texts[i];
    return names;
}

void network_write_more(struct json *json, struct network_file *file, const struct network_more *more, bool explain)
{
    const char **names = names_of(file);
    json_key(json, "missing"), json_array(json);
    for (size_t i = 0; i < more->tie_count; i++)
        write_tie(json, file, &more->ties[i], names);
    json_end(json);
    json_key(json, "profile"), json_array(json);
    for (int k = 0; k < PROFILE_INDICATORS; k++) {
        const struct indicator *one = &more->profile.of[k];
        json_object(json);
        json_key(json, "indicator"), json_text(json, indicators[k].key);
        json_key(json, "value"), json_real(json, one->value);
        json_key(json, "low"), json_real(json, one->low);
        json_key(json, "high"), json_real(json, one->high);
        json_key(json, "known"), json_int(json, one->known);
        json_key(json, "of"), json_int(json, one->all);
        if (explain)
            json_key(json, "meaning"), json_text(json, text_in(terminal_language(), indicators[k].meaning));
        json_end(json);
    }
    json_end(json);
}

static void add_number(struct buffer *out, double number)
{
    if (isnan(number))
        buffer_text(out, "       -");
    else
        buffer_format(out, "%8.3f", number);
}

void network_print_more(struct network_file *file, const struct network_more *more, bool explain)
{
    const char **names = names_of(file);
    struct buffer out = {.arena = file->line->arena};
    tell(N_("Profile: value, where it lies nine times in ten, on how much of the data. No total.\n"));
    for (int k = 0; k < PROFILE_INDICATORS; k++) {
        const struct indicator *one = &more->profile.of[k];
        add_number(&out, one->value);
        add_number(&out, one->low);
        add_number(&out, one->high);
        buffer_format(&out, "  %u/%u  %s", one->known, one->all, text_in(terminal_language(), indicators[k].name));
        if (explain)
            buffer_format(&out, " (%s)", text_in(terminal_language(), indicators[k].meaning));
        buffer_char(&out, '\n');
    }
    compute_print(&out);
    if (!more->tie_count)
        return;
    tell(N_("Who has not worked together yet, and might\n"));
    out = (struct buffer){.arena = file->line->arena};
    for (size_t i = 0; i < more->tie_count && i < SHOWN; i++) {
        buffer_format(&out, "%s – %s : ", names[more->ties[i].a], names[more->ties[i].b]);
        tie_sentence(&out, &more->ties[i], names);
        buffer_char(&out, '\n');
    }
    compute_print(&out);
}
