/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The directory: organisations, persons and informal groups; what they can do, for whom, where they sit and where
 * they act. */
#pragma once
#include "features/directory/sectors.h"
#include "web/web.h"

extern const struct feature directory_feature;
extern const struct permission edit_directory, edit_own_actor, see_contacts;
extern const struct label sector_labels[], colleges[], actor_kinds[], structures[], trait_kinds[], claim_states[],
    actor_sources[];

/* Says that the directory changed: who keeps something made from it makes it again. actor_index() calls it. */
void directory_changed(struct db *db);

/* Writes again the words and facets of one actor: after any change of it. Nothing stays of one that is not published.
 * */
void actor_index(struct db *db, struct arena *arena, int64_t id);
/* The same for many at once, several times as fast for each; ids are sorted in place, and may be there twice. */
void actors_index(struct db *db, struct arena *arena, int64_t *ids, size_t count);

/* How the index counts the actors of a territory (any code but a perimeter's): the word of search_word.total. */
const char *directory_word_here(struct arena *arena, const char *territory);

/* What people type in a form as a place: a code, a postal code, a name. The code of the commune in force; NULL when
 * none or
 * several fit, with *why (translated, naming those that fit). */
const char *commune_typed(struct request *rq, const char *typed, const char **why);

/* The published actor that people mean by a name, a SIRET or the number of its page: its id; 0 when none or several
 * fit, with *why (translated, naming those that fit). */
int64_t actor_typed(struct request *rq, const char *typed, const char **why);
/* For the .suggest of a field where an actor is typed: those that may be meant, by the number of their page. */
const struct label *actor_suggest(struct request *rq, const char *typed);
/* The name of this actor, and its page; NULL when there is none. */
const char *actor_scope_named(struct request *rq, int64_t id, const char **path);

/* An actor that another feature makes (the demonstration): published at once, indexed, found again by its name and
 * source; confirmed by nobody. commune is a COG code; kind NULL: an organisation; sector, naf and structure may be
 * NULL; zone_km 0: not said. Its number. In the current transaction. */
struct directory_entry {
    const char *name, *college, *structure, *sector, *naf, *commune, *description, *source, *kind;
    int64_t zone_km;
};
int64_t directory_add(struct db *db, struct arena *arena, const struct directory_entry *entry, int64_t now);
