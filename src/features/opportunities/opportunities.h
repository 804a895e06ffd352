/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opportunities: public contracts one may answer, from notices, from contracts that end, or written by hand. */
#pragma once
#include "web/web.h"
#include "work/machine.h"

extern const struct feature opportunities_feature;

/* A published contract that another feature writes (the demonstration), with its lots; offers are due in so many days;
 * amounts in cents, the whole is their sum; quantity counts when there is a unit. Its number. In the current
 * transaction. */
enum { MOST_LOT_ENTRIES = 4 };
struct opportunity_lot_entry { const char *number, *title, *cpv; int64_t amount, quantity; const char *unit; };
struct opportunity_entry {
    const char *title, *buyer, *description, *cpv, *commune;
    int64_t days_left, reserved, social;
    struct opportunity_lot_entry lots[MOST_LOT_ENTRIES];
};
int64_t opportunities_add(struct db *db, struct arena *arena, const struct opportunity_entry *entry, int64_t now);

/* Whether nobody answers it any more: its state is the last; or its deadline (of a second, or of a day, Paris time;
 * NULL: unknown) has passed. */
bool contract_is_over(const char *state);
bool contract_is_late(const int64_t *deadline, const int64_t *deadline_day, int64_t now);
extern const struct machine opportunity_machine;
extern const struct permission keep_opportunities;
extern const struct label opportunity_states[], gap_kinds[], purchase_kinds[], sourcing_ways[],
    insertion_modes[];
