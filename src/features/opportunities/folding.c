/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words of opportunities and of kept searches, folded again. */
#include "base/fold.h"
#include "features/opportunities/handlers.h"

static int64_t opportunities_again(struct db *db, struct arena *arena, int64_t after)
{
    struct opportunities_unfolded_args from = {.after = after};
    struct opportunities_unfolded rows = opportunities_unfolded(db, from);
    for (size_t i = 0; i < rows.count; i++) {
        const struct opportunities_unfolded_row *row = &rows.rows[i];
        const char *words = arena_format(arena, "%s %s %s", row->title, row->buyer,
                                         row->description ? row->description : "");
        opportunity_fold(db, (struct opportunity_fold_args){.id = row->id, .folded = fold_for_search(arena, words)});
    }
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

static int64_t alerts_again(struct db *db, struct arena *arena, int64_t after)
{
    struct alerts_unfolded rows = alerts_unfolded(db, (struct alerts_unfolded_args){.after = after});
    for (size_t i = 0; i < rows.count; i++)
        alert_fold(db, (struct alert_fold_args){.id = rows.rows[i].id,
                                                .pattern = alert_pattern(arena, rows.rows[i].words)});
    return rows.count ? rows.rows[rows.count - 1].id : 0;
}

const struct folding opportunities_foldings[] = {
    {"opportunity", opportunities_again}, {"market_alert", alerts_again}, {0}
};
