/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Groupements: structures that answer a public contract together, from the first talk to the review; and the joint
 * offers that come out of it. */
#pragma once
#include "web/web.h"
#include "work/machine.h"

extern const struct feature groupements_feature;
extern const struct machine groupement_machine, offer_machine;
extern const struct label groupement_states[], member_roles[], member_states[], group_forms[], paper_kinds[],
    offer_states[];
