/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs and resources that other features make. */
#include "base/fold.h"
#include "base/time.h"
#include "features/needs/needs.h"
#include "needs.bake.h"
#include "work/journal.h"

enum { REPLY_WITHIN = 15, URGENT = 3 };

static void note(struct db *db, const char *subject, int64_t id, int64_t now)
{
    journal_add(db, &(struct journal_entry){.subject = subject, .subject_id = id, .action = "publish", .to =
        "published",
                                            .at = now});
}

void needs_add(struct db *db, struct arena *arena, const struct need_entry *entry, int64_t now)
{
    struct commune_point point = {0};
    struct need_add added = {0};
    commune_point(db, (struct commune_point_args){.code = entry->commune}, &point);
    const char *words = arena_format(arena, "%s %s", entry->title, entry->details ? entry->details : "");
    need_add(db, (struct need_add_args){
        .state = need_machine.first, .title = entry->title, .description = entry->details, .theme = entry->theme,
        .source = "workshop", .strength = URGENT, .commune = entry->commune, .place = point.name, .lon = point.lon,
        .lat = point.lat, .cpv = entry->cpv, .language = "fr", .reply_due = paris_day(now) + REPLY_WITHIN,
        .folded = fold_for_search(arena, words), .now = now}, &added);
    need_set_state(db, (struct need_set_state_args){.id = added.id, .state = "published", .now = now});
    need_voice_add(db, (struct need_voice_add_args){.need_id = added.id, .kind = "workshop", .mark = "typed", .now =
        now});
    note(db, "need", added.id, now);
}

void resources_add(struct db *db, struct arena *arena, const struct resource_entry *entry, int64_t now)
{
    struct commune_point point = {0};
    struct resource_add added = {0};
    commune_point(db, (struct commune_point_args){.code = entry->commune}, &point);
    resource_add(db, (struct resource_add_args){
        .state = resource_machine.first, .title = entry->title, .kind = entry->kind, .terms = entry->terms,
        .commune = entry->commune, .place = point.name, .lon = point.lon, .lat = point.lat, .language = "fr",
        .folded = fold_for_search(arena, entry->title), .now = now}, &added);
    resource_set_state(db, (struct resource_set_state_args){.id = added.id, .state = "published", .now = now});
    note(db, "resource", added.id, now);
}
