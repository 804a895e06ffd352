/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opportunities: public contracts one may answer, from notices, from contracts that end, or written by hand. */
#pragma once
#include "web/web.h"
#include "work/machine.h"

extern const struct feature opportunities_feature;

/* Whether nobody answers it any more: its state is the last; or its deadline (of a second, or of a day, Paris time;
 * NULL: unknown) has passed. */
bool contract_is_over(const char *state);
bool contract_is_late(const int64_t *deadline, const int64_t *deadline_day, int64_t now);
extern const struct machine opportunity_machine;
extern const struct permission keep_opportunities;
extern const struct label opportunity_states[], gap_kinds[], purchase_kinds[], sourcing_ways[],
    insertion_modes[];
