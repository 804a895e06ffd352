/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The directory: organisations, persons and informal groups; what they can do, for whom, where they sit and where
 * they act. */
#pragma once
#include "features/directory/sectors.h"
#include "web/web.h"

extern const struct feature directory_feature;
extern const struct permission edit_directory, edit_own_actor, see_contacts;
extern const struct label sector_labels[], colleges[], actor_kinds[], structures[], trait_kinds[], claim_states[];

/* Writes again the words and facets of one actor: after any change of it. Nothing stays of one that is not published.
 * */
void actor_index(struct db *db, struct arena *arena, int64_t id);

/* What people type in a form as a place: a code, a postal code, a name. The code of the commune in force; NULL when
 * none or
 * several fit, with *why (translated, naming those that fit). */
const char *commune_typed(struct request *rq, const char *typed, const char **why);

/* An organisation that another feature makes (the demonstration): published at once, indexed, found again by its name
 * and
 * source. commune is a COG code; sector and naf may be NULL. In the current transaction. */
struct directory_entry { const char *name, *college, *structure, *sector, *naf, *commune, *description, *source; };
void directory_add(struct db *db, struct arena *arena, const struct directory_entry *entry, int64_t now);
