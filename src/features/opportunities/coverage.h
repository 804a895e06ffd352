/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who could do what of a contract, lot by lot, and what is missing. */
#pragma once
#include "db/db.h"
#include "base/text.h"

/* A quantity in words, "2 000 repas par jour": its number, and its unit folded for search. False when there is none. */
bool read_capacity(struct arena *arena, const char *text, int64_t *number, const char **unit);

enum gap_kind { GAP_TRADE, GAP_PLACE, GAP_VOLUME };
extern const char *const gap_codes[];      /* "trade", "place", "volume" */

struct covering { int64_t actor_id; const char *name, *capacity, *reasons; const double *km; bool covers, counted;
                  int64_t volume; };
struct lot_gap { enum gap_kind kind; int64_t missing; };
struct lot_coverage {
    const char *number, *title, *cpv, *commune, *place, *department, *unit;
    int64_t asked;                         /* of the unit; 0: not said */
    struct covering *who; size_t count;
    struct lot_gap gaps[3]; size_t gap_count;
};
/* At most size lots from offset, in the arena; a contract without lots counts as one. Its total goes into *total. */
struct lot_coverage *cover_lots(struct db *db, struct arena *arena, int64_t opportunity_id, int64_t now, int64_t size,
                                int64_t offset, size_t *count, int64_t *total);
