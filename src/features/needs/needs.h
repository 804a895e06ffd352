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
