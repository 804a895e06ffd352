/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Organisations that other features make. */
#include "directory.bake.h"
#include "features/directory/directory.h"
#include "features/territory/territory.h"

int64_t directory_add(struct db *db, struct arena *arena, const struct directory_entry *entry, int64_t now)
{
    struct place place = {0};
    struct actor_add added = {0};
    bool known = territory_place(db, entry->commune, &place), located = known && place.located;
    actor_add(db, (struct actor_add_args){
        .kind = entry->kind ? entry->kind : "organisation", .state = "published", .name = entry->name,
            .college = entry->college,
        .siret_verdict = "absent", .naf = entry->naf, .structure = entry->structure, .description = entry->description,
        .city = known ? place.name : NULL, .commune = known ? place.code : NULL, .lon = located ? &place.lon : NULL,
        .lat = located ? &place.lat : NULL, .located = located ? "commune" : "none", .source = entry->source,
        .source_id = entry->name, .zone_km = entry->zone_km ? &entry->zone_km : NULL, .now = now, .confirmed_at = 0},
            &added);
    if (entry->sector)
        trait_add(db, (struct trait_add_args){.actor_id = added.id, .trait = "sector", .value = entry->sector});
    actor_index(db, arena, added.id);
    return added.id;
}
