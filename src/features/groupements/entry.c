/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Joint offers that other features make. */
#include "base/fold.h"
#include "base/time.h"
#include "features/groupements/handlers.h"
#include "work/journal.h"

void joint_offers_add(struct db *db, struct arena *arena, const struct joint_offer_entry *entry, int64_t now)
{
    struct offer_add added = {0};
    int64_t today = paris_day(now);
    offer_add(db, (struct offer_add_args){
        .title = entry->title, .description = entry->description, .cpv = entry->cpv, .territory = entry->territory,
        .price_rule = entry->price_rule, .charter = entry->charter, .contact_name = entry->contact_name,
        .contact_email = entry->contact_email, .now = now,
        .folded = fold_text(arena, arena_format(arena, "%s %s", entry->title, entry->description))}, &added);
    for (size_t i = 0; i < entry->supplier_count; i++)
        supplier_add(db, (struct supplier_add_args){.offer_id = added.id, .actor_id = entry->suppliers[i],
            .agreed_day = &today});
    offer_set_state(db, (struct offer_set_state_args){.id = added.id, .state = "published", .now = now});
    journal_add(db, &(struct journal_entry){.subject = "joint_offer", .subject_id = added.id, .action = "publish",
                                            .from = "draft", .to = "published", .at = now});
}
