/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When a new geography is loaded: codes of communes that ended become those of their successors, and each actor is
 * indexed again, for its intercommunality may be another one. */
#include "features/directory/handlers.h"

enum { AT_ONCE = 500 };

static void move_actors(struct db *db)
{
    struct actors_adrift actors = actors_adrift(db);
    for (size_t i = 0; i < actors.count; i++) {
        const char *commune = commune_in_force(db, actors.rows[i].commune);
        if (commune)
            actor_move(db, (struct actor_move_args){.id = actors.rows[i].id, .commune = commune});
    }
    struct contracts_adrift contracts = contracts_adrift(db);
    for (size_t i = 0; i < contracts.count; i++) {
        const char *commune = commune_in_force(db, contracts.rows[i].commune);
        if (commune)
            contract_move(db, (struct contract_move_args){.id = contracts.rows[i].id, .commune = commune});
    }
}

static void move_zones(struct db *db)
{
    struct zones_adrift zones = zones_adrift(db);
    for (size_t i = 0; i < zones.count; i++) {
        const char *commune = commune_in_force(db, zones.rows[i].territory);
        if (!commune)
            continue;
        zone_add(db, (struct zone_add_args){.actor_id = zones.rows[i].actor_id, .territory = commune});
        zone_remove(db, (struct zone_remove_args){.id = zones.rows[i].id});
    }
}

static void index_all(struct db *db)
{
    for (int64_t last = 0;;) {
        struct arena scratch = {0};
        db_use_arena(db, &scratch);
        struct actors_after some = actors_after(db, (struct actors_after_args){.last = last, .most = AT_ONCE});
        size_t count = some.count;
        int64_t *ids = arena_array(&scratch, count, sizeof *ids);
        for (size_t i = 0; i < count; i++)
            ids[i] = some.rows[i].id;
        last = count ? ids[count - 1] : last;
        actors_index(db, &scratch, ids, count);
        arena_free(&scratch);
        if (count < AT_ONCE)
            break;
    }
}

void directory_follows(struct db *db)
{
    struct arena *before = db_arena(db);
    move_actors(db);
    move_zones(db);
    index_all(db);
    db_use_arena(db, before);
}
