/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Contracts that other features write (the demonstration). */
#include "base/fold.h"
#include "base/time.h"
#include "features/opportunities/handlers.h"
#include "features/opportunities/opportunities.h"
#include "work/journal.h"

static void add_lots(struct db *db, int64_t id, const struct opportunity_entry *entry)
{
    struct opportunity_lot_type added;
    const struct opportunity_lot_entry *lot = entry->lots;
    for (; lot < entry->lots + MOST_LOT_ENTRIES && lot->number; lot++)
        opportunity_lot_type(db, (struct opportunity_lot_type_args){.opportunity_id = id, .number = lot->number,
            .title = lot->title, .cpv = lot->cpv, .quantity = lot->unit ? &lot->quantity : NULL, .unit = lot->unit,
            .amount = &lot->amount}, &added);
}

int64_t opportunities_add(struct db *db, struct arena *arena, const struct opportunity_entry *entry, int64_t now)
{
    struct opportunity_add added = {0};
    int64_t deadline = paris_day(now) + entry->days_left, amount = 0;
    for (int i = 0; i < MOST_LOT_ENTRIES; i++)
        amount += entry->lots[i].amount;
    opportunity_add(db, (struct opportunity_add_args){.state = "published", .source = "typed", .title = entry->title,
        .description = entry->description, .buyer = entry->buyer, .cpv = entry->cpv, .commune = entry->commune,
        .amount = amount ? &amount : NULL, .currency = "EUR", .deadline_day = &deadline, .reserved = entry->reserved,
        .social = entry->social, .folded = fold_for_search(arena, arena_format(arena, "%s %s %s", entry->title,
        entry->buyer, entry->description ? entry->description : "")), .now = now}, &added);
    add_lots(db, added.id, entry);
    journal_add(db, &(struct journal_entry){.subject = "opportunity", .subject_id = added.id, .action = "written",
                                            .to = "published", .at = now});
    return added.id;
}
