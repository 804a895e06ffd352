/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the directory to the engine: candidates are those whom matching finds able, those fixed, and those who have
 * what is required; past contracts won together are their ties. */
#include "features/groupements/builder.h"
#include "base/earth.h"
#include "base/number.h"
#include "features/matching/matching.h"
#include "groupements.bake.h"
#include <math.h>
#include <string.h>

enum { LOOKED_AT = 300, MOST_REQUIRED = 60, MOST_CANDIDATES = 4000 };

struct gathering {
    struct db *db; struct arena *arena; int64_t now;
    const struct build *build;
    struct build_candidate *candidates; size_t count, room;
    const char **siren, **capacity; size_t siren_room, capacity_room;
    struct build_able *able; size_t able_count, able_room;
    struct build_reserve *reserves; size_t reserve_count, reserve_room;
    bool placed; double lon, lat;                          /* of the whole */
};

/* Kilometres from the place of the whole; NAN when one of them is unknown. */
static double km_to(const struct gathering *gathering, const double *lon, const double *lat)
{
    return gathering->placed && lon && lat ? earth_km(gathering->lon, gathering->lat, *lon, *lat) : NAN;
}

/* The candidate of this actor, made when there is none; UINT32_MAX for one that is not published. */
static uint32_t candidate_of(struct gathering *gathering, int64_t id, const double *km)
{
    struct builder_actor actor;
    for (uint32_t j = 0; j < gathering->count; j++)
        if (gathering->candidates[j].id == id) {
            if (km && !(gathering->candidates[j].km <= *km))
                gathering->candidates[j].km = *km;
            return j;
        }
    if (gathering->count >= MOST_CANDIDATES
        || !builder_actor(gathering->db, (struct builder_actor_args){.id = id}, &actor))
        return UINT32_MAX;
    gathering->candidates = arena_grow(gathering->arena, gathering->candidates, gathering->count, &gathering->room,
                                       sizeof *gathering->candidates);
    gathering->siren = arena_grow(gathering->arena, gathering->siren, gathering->count, &gathering->siren_room,
                                  sizeof *gathering->siren);
    gathering->capacity = arena_grow(gathering->arena, gathering->capacity, gathering->count, &gathering->capacity_room,
                                     sizeof *gathering->capacity);
    gathering->siren[gathering->count] = actor.siren;
    gathering->capacity[gathering->count] = actor.capacity;
    gathering->candidates[gathering->count] = (struct build_candidate){id, actor.name, actor.siret,
        km ? *km : km_to(gathering, actor.lon, actor.lat)};
    return (uint32_t)gathering->count++;
}

/* "2 000 repas par jour" for a unit of "repas/jour": 2000. 0 when it says nothing of this unit. */
static double capacity_said(struct arena *arena, const char *said, const char *unit)
{
    double number = 0;
    bool any = false;
    size_t words;
    char **parts = unit ? text_split(arena, unit, " /’'.", &words) : NULL;
    if (!said || !parts || !words || !strcasestr(said, parts[0]))
        return 0;
    for (const char *at = said; *at; at++) {
        if (*at >= '0' && *at <= '9') {
            number = number * 10 + (*at - '0');
            any = true;
        } else if (any && *at != ' ' && (unsigned char)*at < 0x80) {
            break;
        }
    }
    return number;
}

/* How much of a wish a candidate can do: what is declared, what its page says, else no limit that we know. */
static double capacity_of(const struct gathering *gathering, uint32_t candidate, size_t wish, bool *said)
{
    const struct build *build = gathering->build;
    *said = true;
    for (size_t i = 0; i < build->declared_count; i++)
        if (build->declared[i].wish == wish && build->declared[i].actor_id == gathering->candidates[candidate].id)
            return build->declared[i].capacity;
    if (!(build->wishes[wish].volume > 0))
        return 1;
    double written = capacity_said(gathering->arena, gathering->capacity[candidate], build->wishes[wish].unit);
    *said = written > 0;
    return written > 0 ? written : build->known_only ? 0 : INFINITY;
}

static void keep_aside(struct gathering *gathering, const struct build_reserve *reserve)
{
    gathering->reserves = arena_grow(gathering->arena, gathering->reserves, gathering->reserve_count,
                                     &gathering->reserve_room, sizeof *gathering->reserves);
    gathering->reserves[gathering->reserve_count++] = *reserve;
}

static void add_able(struct gathering *gathering, uint32_t candidate, size_t wish, const struct answer *answer)
{
    bool said;
    const double *km = answer ? answer->km : NULL;
    for (size_t i = 0; i < gathering->able_count; i++)
        if (gathering->able[i].candidate == candidate && gathering->able[i].wish == wish) {
            if (!gathering->able[i].reasons && answer)
                gathering->able[i].reasons = answer->own, gathering->able[i].km = km;
            return;
        }
    double capacity = capacity_of(gathering, candidate, wish, &said);
    const struct build_candidate *one = &gathering->candidates[candidate];
    if (!said && gathering->build->known_only)
        keep_aside(gathering, &(struct build_reserve){wish, one->id, one->name, one->siret, km, RESERVE_UNSAID});
    if (!(capacity > 0))
        return;
    gathering->able = arena_grow(gathering->arena, gathering->able, gathering->able_count, &gathering->able_room,
                                 sizeof *gathering->able);
    gathering->able[gathering->able_count++] = (struct build_able){candidate, (uint32_t)wish, capacity, said,
        answer ? answer->own : NULL, km};
}

static bool is_among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* Near enough to what is asked, or known to act there; who must be in the team is not measured. */
static bool near_enough(struct gathering *gathering, const struct answer *answer, const char *at)
{
    const struct build *build = gathering->build;
    return !at || !(build->most_km > 0) || (answer->km && *answer->km <= build->most_km)
        || is_among(build->fixed, build->fixed_count, answer->actor_id)
        || actor_serves(gathering->db, (struct actor_serves_args){.id = answer->actor_id, .territory = at}, NULL);
}

static void keep_far(struct gathering *gathering, const struct answer *answer, size_t wish)
{
    struct builder_actor actor;
    if (builder_actor(gathering->db, (struct builder_actor_args){.id = answer->actor_id}, &actor))
        keep_aside(gathering, &(struct build_reserve){wish, answer->actor_id, actor.name, actor.siret, answer->km,
            RESERVE_FAR});
}

/* Whom matching finds about what is asked, not only near. */
static void ask_matching(struct gathering *gathering, size_t wish)
{
    const struct wish *asked = &gathering->build->wishes[wish];
    const char *at = asked->at ? asked->at : gathering->build->at;
    struct builder_place place = {0};
    if (at)
        builder_place(gathering->db, (struct builder_place_args){.code = at}, &place);
    const char *text = asked->text && place.name ? text_without_place(gathering->arena, asked->text, place.name)
        : asked->text;
    struct question question = {.text = text, .cpv = asked->cpv, .commune = at, .lon = place.lon,
                                .lat = place.lat};
    struct answer *answers = arena_array(gathering->arena, LOOKED_AT, sizeof *answers);
    size_t count = match_answers(gathering->db, gathering->arena, gathering->now, &question, LOOKED_AT, answers);
    for (size_t i = 0; i < count; i++) {
        bool near = answers[i].able && near_enough(gathering, &answers[i], at);
        if (answers[i].able && !near)
            keep_far(gathering, &answers[i], wish);
        uint32_t candidate = near ? candidate_of(gathering, answers[i].actor_id, answers[i].km) : UINT32_MAX;
        if (candidate != UINT32_MAX)
            add_able(gathering, candidate, wish, &answers[i]);
    }
}

/* Who has what is required joins the candidates, the nearest first, then each of them is asked. */
static void ask_required(struct gathering *gathering, size_t wish)
{
    const struct wish *asked = &gathering->build->wishes[wish];
    const char *at = gathering->build->at ? gathering->build->at : "";
    struct builder_place place = {0};
    builder_place(gathering->db, (struct builder_place_args){.code = at}, &place);
    struct actors_required near = actors_required(gathering->db, (struct actors_required_args){.value = asked->name,
        .lon = place.lon ? *place.lon : 2.35, .lat = place.lat ? *place.lat : 46.6, .most = MOST_REQUIRED});
    for (size_t i = 0; i < near.count; i++)
        candidate_of(gathering, near.rows[i].id, NULL);
    for (uint32_t j = 0; j < gathering->count; j++)
        if (actor_has(gathering->db, (struct actor_has_args){.id = gathering->candidates[j].id, .value = asked->name},
                      NULL))
            add_able(gathering, j, wish, NULL);
}

static void ask_zone(struct gathering *gathering, size_t wish)
{
    for (uint32_t j = 0; j < gathering->count; j++)
        if (actor_serves(gathering->db, (struct actor_serves_args){.id = gathering->candidates[j].id,
                .territory = gathering->build->wishes[wish].name}, NULL))
            add_able(gathering, j, wish, NULL);
}

/* The engine wants what each candidate can do side by side. */
static void lay_out(struct gathering *gathering, struct team_problem *problem)
{
    struct arena *arena = gathering->arena;
    const struct build *build = gathering->build;
    size_t n = gathering->count, m = build->wish_count, *start = arena_array(arena, n + 1, sizeof *start),
        *fill = arena_array(arena, n, sizeof *fill);
    uint32_t *demand = arena_array(arena, gathering->able_count, sizeof *demand);
    double *capacity = arena_array(arena, gathering->able_count, sizeof *capacity);
    double *wanted = arena_array(arena, m, sizeof *wanted), *km = arena_array(arena, n, sizeof *km);
    bool *fixed = arena_array(arena, n, 1), *excluded = arena_array(arena, n, 1);
    for (size_t i = 0; i < gathering->able_count; i++)
        start[gathering->able[i].candidate + 1]++;
    for (size_t j = 0; j < n; j++) {
        start[j + 1] += start[j];
        km[j] = gathering->candidates[j].km;
        fixed[j] = is_among(build->fixed, build->fixed_count, gathering->candidates[j].id);
        excluded[j] = is_among(build->excluded, build->excluded_count, gathering->candidates[j].id);
    }
    for (size_t i = 0; i < gathering->able_count; i++) {
        size_t at = start[gathering->able[i].candidate] + fill[gathering->able[i].candidate]++;
        demand[at] = gathering->able[i].wish;
        capacity[at] = gathering->able[i].capacity;
    }
    for (size_t i = 0; i < m; i++)
        wanted[i] = build->wishes[i].volume > 0 ? build->wishes[i].volume * build->wishes[i].threshold : 1;
    *problem = (struct team_problem){.demands = (uint32_t)m, .wanted = wanted, .candidates = (uint32_t)n,
        .start = start, .demand = demand, .capacity = capacity, .distance = km, .fixed = fixed, .excluded = excluded,
        .most_members = build->most_members};
}

static void find_clashes(struct gathering *gathering, struct team_problem *problem)
{
    const struct build *build = gathering->build;
    struct team_clash *clashes = arena_array(gathering->arena, build->clash_count, sizeof *clashes);
    size_t count = 0;
    for (size_t c = 0; c < build->clash_count; c++) {
        uint32_t pair[2] = {UINT32_MAX, UINT32_MAX};
        for (uint32_t j = 0; j < gathering->count; j++)
            for (int side = 0; side < 2; side++)
                if (gathering->candidates[j].id == build->clashes[c][side])
                    pair[side] = j;
        if (pair[0] != UINT32_MAX && pair[1] != UINT32_MAX && pair[0] != pair[1])
            clashes[count++] = (struct team_clash){pair[0], pair[1]};
    }
    problem->clashes = clashes;
    problem->clash_count = count;
}

/* Contracts won together, by legal unit. */
static void find_ties(struct gathering *gathering, struct team_problem *problem)
{
    struct team_tie *ties = NULL;
    size_t count = 0, room = 0;
    for (uint32_t j = 0; j < gathering->count; j++) {
        if (!gathering->siren[j])
            continue;
        struct won_together others = won_together(gathering->db, (struct won_together_args){.siren =
            gathering->siren[j]});
        for (size_t i = 0; i < others.count; i++)
            for (uint32_t k = j + 1; k < gathering->count; k++)
                if (text_is(gathering->siren[k], others.rows[i].siren)) {
                    ties = arena_grow(gathering->arena, ties, count, &room, sizeof *ties);
                    ties[count++] = (struct team_tie){j, k, (double)others.rows[i].times};
                }
    }
    problem->ties = ties;
    problem->tie_count = count;
}

struct built build_teams(struct db *db, struct arena *arena, int64_t now, const struct build *build)
{
    struct gathering gathering = {.db = db, .arena = arena, .now = now, .build = build};
    struct built built = {0};
    struct builder_place place = {0};
    bool known = build->at && builder_place(db, (struct builder_place_args){.code = build->at}, &place);
    if (known && place.lon && place.lat) {
        gathering.placed = true;
        gathering.lon = *place.lon;
        gathering.lat = *place.lat;
    }
    for (size_t i = 0; i < build->fixed_count; i++)
        candidate_of(&gathering, build->fixed[i], NULL);
    for (size_t i = 0; i < build->declared_count; i++) {
        uint32_t candidate = candidate_of(&gathering, build->declared[i].actor_id, NULL);
        if (candidate != UINT32_MAX)
            add_able(&gathering, candidate, build->declared[i].wish, NULL);
    }
    for (size_t i = 0; i < build->wish_count; i++)
        if (build->wishes[i].kind == WISH_LOT || build->wishes[i].kind == WISH_SKILL)
            ask_matching(&gathering, i);
    for (size_t i = 0; i < build->wish_count; i++)
        if (build->wishes[i].kind == WISH_COLLEGE || build->wishes[i].kind == WISH_LABEL)
            ask_required(&gathering, i);
    for (size_t i = 0; i < build->wish_count; i++)
        if (build->wishes[i].kind == WISH_ZONE)
            ask_zone(&gathering, i);
    lay_out(&gathering, &built.problem);
    find_clashes(&gathering, &built.problem);
    find_ties(&gathering, &built.problem);
    built.able = gathering.able;
    built.able_count = gathering.able_count;
    built.reserves = gathering.reserves;
    built.reserve_count = gathering.reserve_count;
    built.candidates = gathering.candidates;
    built.count = gathering.count;
    built.teams = teams_find(arena, &built.problem, build->most_teams ? build->most_teams : 5);
    return built;
}

const struct build_able *build_able_of(const struct built *built, uint32_t candidate, size_t wish)
{
    for (size_t i = 0; i < built->able_count; i++)
        if (built->able[i].candidate == candidate && built->able[i].wish == wish)
            return &built->able[i];
    return NULL;
}
