/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names of perimeters, folded again; those of communes come folded with each geography. */
#include "base/fold.h"
#include "features/territory/handlers.h"
#include "features/territory/territory.h"
#include "territory.bake.h"

static int64_t perimeters_again(struct db *db, struct arena *arena, int64_t after)
{
    struct perimeters_unfolded rows = perimeters_unfolded(db, (struct perimeters_unfolded_args){.after = after});
    for (size_t i = 0; i < rows.count; i++)
        perimeter_fold(db, (struct perimeter_fold_args){.id = rows.rows[i].id,
            .folded = territory_fold(arena, rows.rows[i].name)});
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

const struct folding territory_foldings[] = {{"perimeter", perimeters_again}, {0}};
