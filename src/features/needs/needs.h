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

/* Needs and resources that another feature makes (the demonstration): published at once, with their journal. commune
 * is a
 * COG code in force. In the current transaction. */
struct need_entry { const char *title, *theme, *commune, *cpv, *details; };
void needs_add(struct db *db, struct arena *arena, const struct need_entry *entry, int64_t now);
struct resource_entry { const char *title, *kind, *terms, *commune; };
void resources_add(struct db *db, struct arena *arena, const struct resource_entry *entry, int64_t now);
