/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words of joint offers, and what tells that two groups answer one contract, folded again. */
#include "base/fold.h"
#include "features/groupements/handlers.h"
#include "groupements.bake.h"

static int64_t offers_again(struct db *db, struct arena *arena, int64_t after)
{
    struct offers_unfolded rows = offers_unfolded(db, (struct offers_unfolded_args){.after = after});
    for (size_t i = 0; i < rows.count; i++)
        offer_fold(db, (struct offer_fold_args){.id = rows.rows[i].id,
            .folded = fold_text(arena, arena_format(arena, "%s %s", rows.rows[i].title, rows.rows[i].description))});
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

static int64_t groups_again(struct db *db, struct arena *arena, int64_t after)
{
    struct groups_unfolded rows = groups_unfolded(db, (struct groups_unfolded_args){.after = after});
    for (size_t i = 0; i < rows.count; i++)
        group_fold(db, (struct group_fold_args){.id = rows.rows[i].id,
            .contract_key = contract_key(arena, rows.rows[i].buyer, rows.rows[i].reference)});
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

const struct folding groupements_foldings[] = {{"joint_offer", offers_again}, {"groupement", groups_again}, {0}};
