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

/* A joint offer that another feature makes (the demonstration): published at once, with its suppliers, who need not be
 * asked. territory is a code or NULL. In the current transaction. */
struct joint_offer_entry {
    const char *title, *description, *cpv, *territory, *price_rule, *charter, *contact_name, *contact_email;
    const int64_t *suppliers; size_t supplier_count;       /* numbers of actors */
};
void joint_offers_add(struct db *db, struct arena *arena, const struct joint_offer_entry *entry, int64_t now);
