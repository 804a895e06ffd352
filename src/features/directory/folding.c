/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is searched of actors, and what an import finds them again by, folded again. */
#include "base/fold.h"
#include "features/directory/handlers.h"
#include "features/directory/search.h"
#include "directory.bake.h"
#include <string.h>

/* An identifier of our making (name, address, postal code, folded: import_actors.c) holds words; one that came with a
 * file is left as it came. */
static void fold_source(struct db *db, struct arena *arena, const struct actors_unfolded_row *actor)
{
    const char *id = actor->source_id, *folded;
    if (actor->siret || !id || !strchr(id, ' ') || id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789 ")])
        return;
    folded = fold_text(arena, id);
    if (!text_is(folded, id))
        actor_source_fold(db, (struct actor_source_fold_args){.id = actor->id, .source = actor->source,
                                                              .source_id = folded});
}

static int64_t actors_again(struct db *db, struct arena *arena, int64_t after)
{
    struct actors_unfolded rows = actors_unfolded(db, (struct actors_unfolded_args){.after = after});
    int64_t *ids = arena_array(arena, rows.count, sizeof *ids);
    for (size_t i = 0; i < rows.count; i++) {
        ids[i] = rows.rows[i].id;
        fold_source(db, arena, &rows.rows[i]);
    }
    actors_index(db, arena, ids, rows.count);
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

const struct folding directory_foldings[] = {{"actor", actors_again}, {0}};
