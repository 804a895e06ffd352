/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The answer of the builder as JSON, on the command line and on the web. */
#include "features/groupements/builder.h"
#include "i18n/i18n.h"

enum { COULD = 5 };

const char *build_missing_text(struct arena *arena, const struct wish *wish, const struct team_missing *missing)
{
    struct buffer out = {.arena = arena};
    if (wish->volume > 0) {
        buffer_text(&out, "manque : ");
        write_number(&out, "fr", missing->wanted - missing->reachable);
        buffer_format(&out, " %s", wish->unit ? wish->unit : "");
        return text_trim(arena, out.text);
    }
    return arena_format(arena, "manque : %s", wish->text ? wish->text : wish->name);
}

static void write_member(struct json *json, const struct built *built, const struct build *build,
                         uint32_t member, const double *shares)
{
    const struct build_candidate *candidate = &built->candidates[member];
    json_object(json);
    json_key(json, "siret"), json_text(json, candidate->siret);
    json_key(json, "covers"), json_array(json);
    for (size_t i = 0; i < build->wish_count; i++)
        if (shares[i] > 0)
            json_text(json, build->wishes[i].name);
    json_end(json);
    json_key(json, "name"), json_text(json, candidate->name);
    json_key(json, "id"), json_int(json, candidate->id);
    json_key(json, "distance_km"), json_real(json, candidate->km);
    json_key(json, "reasons"), json_object(json);
    for (size_t i = 0; i < build->wish_count; i++) {
        const struct build_able *able = shares[i] > 0 ? build_able_of(built, member, i) : NULL;
        if (able && able->reasons)
            json_key(json, build->wishes[i].name), json_text(json, able->reasons);
    }
    json_end(json);
    json_key(json, "shares"), json_object(json);
    for (size_t i = 0; i < build->wish_count; i++)
        if (shares[i] > 0 && build->wishes[i].volume > 0)
            json_key(json, build->wishes[i].name), json_real(json, shares[i]);
    json_end(json);
    json_end(json);
}

static void write_team(struct json *json, struct arena *arena, const struct built *built, const struct build *build,
                       const struct team *team)
{
    static const char *const why[] = {"smallest", "nearest", "worked together", "without"};
    double *shares = team_shares(arena, &built->problem, team);
    json_object(json);
    json_key(json, "members"), json_array(json);
    for (size_t i = 0; i < team->count; i++)
        write_member(json, built, build, team->members[i], shares + i * build->wish_count);
    json_end(json);
    json_key(json, "cost"), json_real(json, (double)team->count);
    json_key(json, "gap"), json_real(json, team->gap);
    json_key(json, "farther"), json_real(json, team->farther);
    json_key(json, "distance_km"), json_real(json, team->distance);
    json_key(json, "worked_together"), json_real(json, team->cohesion);
    json_key(json, "why"), json_text(json, why[team->why]);
    if (team->why == TEAM_WITHOUT)
        json_key(json, "without"), json_text(json, built->candidates[team->without].siret);
    json_key(json, "on_front"), json_bool(json, team->on_front);
    json_end(json);
}

/* Who does it and was not counted, the best first. */
static void write_could(struct json *json, const struct built *built, size_t wish)
{
    size_t shown = 0;
    json_array(json);
    for (size_t i = 0; i < built->reserve_count && shown < COULD; i++) {
        const struct build_reserve *one = &built->reserves[i];
        if (one->wish != wish)
            continue;
        shown++;
        json_object(json);
        json_key(json, "siret"), json_text(json, one->siret);
        json_key(json, "name"), json_text(json, one->name);
        json_key(json, "id"), json_int(json, one->id);
        json_key(json, "distance_km");
        if (one->km)
            json_real(json, *one->km);
        else
            json_null(json);
        json_key(json, "why"), json_text(json, one->why == RESERVE_FAR ? "too far" : "capacity not said");
        json_end(json);
    }
    json_end(json);
}

void build_json(struct json *json, struct arena *arena, const struct built *built, const struct build *build)
{
    json_object(json);
    json_key(json, "teams"), json_array(json);
    for (size_t t = 0; t < built->teams.count; t++)
        write_team(json, arena, built, build, &built->teams.teams[t]);
    json_end(json);
    json_key(json, "missing"), json_array(json);
    for (size_t i = 0; i < built->teams.missing_count; i++) {
        const struct team_missing *missing = &built->teams.missing[i];
        json_object(json);
        json_key(json, "demand"), json_text(json, build->wishes[missing->demand].name);
        json_key(json, "wanted"), json_real(json, missing->wanted);
        json_key(json, "reachable"), json_real(json, missing->reachable);
        json_key(json, "text"), json_text(json, build_missing_text(arena, &build->wishes[missing->demand], missing));
        json_key(json, "could"), write_could(json, built, missing->demand);
        json_end(json);
    }
    json_end(json);
    json_key(json, "candidates"), json_int(json, (int64_t)built->count);
    json_end(json);
}
