/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs and resources that other features make. */
#include "base/fold.h"
#include "base/time.h"
#include "features/needs/needs.h"
#include "needs.bake.h"
#include "work/journal.h"

enum { DAY = 86400, REPLY_WITHIN = 15, URGENT = 3, SLEEPS = 60 };

/* How one comes to each state, as the machines would have it. */
struct step { const char *action, *to; };
struct way { const char *state; struct step steps[4]; };
static const struct way need_ways[] = {
    {"captured", {{0}}},
    {"published", {{"publish", "published"}}},
    {"qualified", {{"publish", "published"}, {"qualify", "qualified"}}},
    {"in_progress", {{"publish", "published"}, {"qualify", "qualified"}, {"begin", "in_progress"}}},
    {"answered", {{"publish", "published"}, {"begin", "in_progress"}, {"answer", "answered"}}},
    {"parked", {{"publish", "published"}, {"park", "parked"}}},
    {0}
};
static const struct way resource_ways[] = {
    {"captured", {{0}}},
    {"published", {{"publish", "published"}}},
    {"lent", {{"publish", "published"}, {"lend", "lent"}}},
    {0}
};

static const struct way *way_to(const struct way *ways, const char *state)
{
    while (ways->state && !text_is(ways->state, state))
        ways++;
    return ways;
}

typedef void set_state(struct db *db, int64_t id, const char *state, int64_t at);

static void set_need(struct db *db, int64_t id, const char *state, int64_t at)
{
    need_set_state(db, (struct need_set_state_args){.id = id, .state = state, .now = at});
}

static void set_resource(struct db *db, int64_t id, const char *state, int64_t at)
{
    resource_set_state(db, (struct resource_set_state_args){.id = id, .state = state, .now = at});
}

/* The steps are spread between the day it was said and today. */
static void walk(struct db *db, const char *subject, int64_t id, const struct way *way, set_state *set, int64_t began,
                 int64_t now)
{
    const char *from = "captured";
    int64_t steps = 0;
    while (way->state && way->steps[steps].to)
        steps++;
    for (int64_t i = 0; i < steps; i++) {
        int64_t at = began + (now - began) * i / steps;
        set(db, id, way->steps[i].to, at);
        journal_add(db, &(struct journal_entry){.subject = subject, .subject_id = id, .action = way->steps[i].action,
                                                .from = from, .to = way->steps[i].to, .at = at});
        from = way->steps[i].to;
    }
}

static void add_voices(struct db *db, struct arena *arena, int64_t id, int64_t voices, int64_t at)
{
    need_voice_add(db, (struct need_voice_add_args){.need_id = id, .kind = "workshop", .mark = "typed", .now = at});
    for (int64_t i = 0; i < voices; i++)
        need_voice_add(db, (struct need_voice_add_args){.need_id = id, .kind = "me_too",
            .mark = arena_format(arena, "example %lld", (long long)i), .now = at});
}

int64_t needs_add(struct db *db, struct arena *arena, const struct need_entry *entry, int64_t now)
{
    struct commune_point point = {0};
    struct need_add added = {0};
    int64_t began = now - entry->days_ago * DAY;
    bool known = commune_point(db, (struct commune_point_args){.code = entry->commune}, &point);
    const char *words = arena_format(arena, "%s %s", entry->title, entry->details ? entry->details : "");
    need_add(db, (struct need_add_args){
        .state = need_machine.first, .title = entry->title, .description = entry->details, .theme = entry->theme,
        .felt_by = entry->felt_by, .source = "workshop", .strength = URGENT, .commune = known ? entry->commune : NULL,
        .place = point.name, .lon = point.lon, .lat = point.lat, .cpv = entry->cpv, .language = "fr",
        .reply_due = paris_day(began) + REPLY_WITHIN, .folded = fold_for_search(arena, words), .now = began}, &added);
    need_is_example(db, (struct need_is_example_args){.id = added.id});
    const char *state = entry->state ? entry->state : "published";
    if (entry->answer)
        need_answer(db, (struct need_answer_args){.id = added.id, .answer = entry->answer});
    if (text_is(state, "parked"))
        need_park(db, (struct need_park_args){.id = added.id, .wake_day = paris_day(now) + SLEEPS});
    add_voices(db, arena, added.id, entry->voices, began);
    walk(db, "need", added.id, way_to(need_ways, state), set_need, began, now);
    return added.id;
}

int64_t resources_add(struct db *db, struct arena *arena, const struct resource_entry *entry, int64_t now)
{
    struct commune_point point = {0};
    struct resource_add added = {0};
    int64_t began = now - entry->days_ago * DAY;
    bool known = commune_point(db, (struct commune_point_args){.code = entry->commune}, &point);
    const char *words = arena_format(arena, "%s %s", entry->title, entry->details ? entry->details : "");
    resource_add(db, (struct resource_add_args){
        .state = resource_machine.first, .title = entry->title, .description = entry->details, .kind = entry->kind,
        .terms = entry->terms, .commune = known ? entry->commune : NULL, .place = point.name, .lon = point.lon,
        .lat = point.lat, .language = "fr", .folded = fold_for_search(arena, words), .now = began}, &added);
    resource_is_example(db, (struct resource_is_example_args){.id = added.id});
    walk(db, "resource", added.id, way_to(resource_ways, entry->state ? entry->state : "published"), set_resource,
         began, now);
    return added.id;
}

int64_t needs_from_data(struct request *rq, const struct need_from_data *data)
{
    struct commune_point point = {0};
    struct need_add added = {0};
    bool known = data->commune && commune_point(rq->db, (struct commune_point_args){.code = data->commune}, &point);
    const char *words = arena_format(rq->arena, "%s %s", data->title, data->details ? data->details : "");
    const int64_t *person = rq->user ? &rq->user->id : NULL;
    need_add(rq->db, (struct need_add_args){
        .state = need_machine.first, .title = data->title, .description = data->details, .theme = data->theme,
        .source = "data", .strength = URGENT, .commune = known ? data->commune : NULL, .place = data->place,
        .lon = point.lon, .lat = point.lat, .quantity = data->quantity, .language = rq->language, .typed_by = person,
        .reply_due = paris_day(rq->now) + REPLY_WITHIN, .folded = fold_for_search(rq->arena, words), .now = rq->now},
        &added);
    need_voice_add(rq->db, (struct need_voice_add_args){.need_id = added.id, .kind = "data", .note = data->details,
        .mark = "data", .now = rq->now});
    journal_add(rq->db, &(struct journal_entry){.subject = "need", .subject_id = added.id, .action = "captured",
        .to = "captured", .actor_id = person ? *person : 0, .at = rq->now});
    return added.id;
}
