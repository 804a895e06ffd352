/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs and resources: said in thirty seconds without an account, moderated, followed by their author until the
 * answer. */
#pragma once
#include "web/web.h"
#include "work/machine.h"

extern const struct feature needs_feature;
extern const struct machine need_machine, resource_machine;
extern const struct permission moderate_needs, answer_needs;

/* Words for codes, shared with later features. */
extern const struct label themes[], need_states[], need_sources[], strengths[], publics[];
extern const struct label resource_states[], resource_kinds[], resource_terms[], voice_kinds[];

struct need_from_data { const char *title, *details, *theme, *commune, *place, *quantity; };
/* A need that data show rather than a person: it waits to be read and published, its one source is a figure. theme is a
 * code of themes; commune a COG code or NULL. Its number. In the request's transaction. */
int64_t needs_from_data(struct request *rq, const struct need_from_data *data);

/* Needs and resources that another feature makes (the demonstration): published at once, or brought to another state by
 * the steps people would have taken, dated since days_ago in the journal; each says that it is an example. commune is a
 * COG code in force; state NULL: published; felt_by a code of publics; voices: how many felt it too. The number of the
 * new one. In the current transaction. */
struct need_entry {
    const char *title, *theme, *commune, *cpv, *details, *state, *felt_by, *answer;
    int64_t days_ago, voices;
};
int64_t needs_add(struct db *db, struct arena *arena, const struct need_entry *entry, int64_t now);
struct resource_entry { const char *title, *kind, *terms, *commune, *details, *state; int64_t days_ago; };
int64_t resources_add(struct db *db, struct arena *arena, const struct resource_entry *entry, int64_t now);
