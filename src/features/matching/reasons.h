/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reasons in words that people understand. Private to the feature. */
#pragma once
#include "engines/matching.h"
#include "features/matching/matching.h"

/* The sentences of one result, ended by NULL: their number goes into the answer, and whether one of them is about what
 * is asked. */
const char *const *write_sentences(struct arena *arena, const struct match_result *result, struct answer *answer);
const char *join_sentences(struct arena *arena, const char *const *sentences, size_t count);
