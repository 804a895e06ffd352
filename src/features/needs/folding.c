/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words of needs and resources, folded again. */
#include "base/fold.h"
#include "features/needs/handlers.h"
#include "features/needs/needs.h"
#include "needs.bake.h"

static const char *words_of(struct arena *arena, const char *title, const char *description)
{
    return fold_for_search(arena, arena_format(arena, "%s %s", title, description ? description : ""));
}

static int64_t needs_again(struct db *db, struct arena *arena, int64_t after)
{
    struct needs_unfolded rows = needs_unfolded(db, (struct needs_unfolded_args){.after = after});
    for (size_t i = 0; i < rows.count; i++)
        need_fold(db, (struct need_fold_args){.id = rows.rows[i].id,
            .folded = words_of(arena, rows.rows[i].title, rows.rows[i].description)});
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

static int64_t resources_again(struct db *db, struct arena *arena, int64_t after)
{
    struct resources_unfolded rows = resources_unfolded(db, (struct resources_unfolded_args){.after = after});
    for (size_t i = 0; i < rows.count; i++)
        resource_fold(db, (struct resource_fold_args){.id = rows.rows[i].id,
            .folded = words_of(arena, rows.rows[i].title, rows.rows[i].description)});
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

const struct folding needs_foldings[] = {{"need", needs_again}, {"resource", resources_again}, {0}};
