/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reasons in words that people understand. Private to the feature. */
#pragma once
#include "engines/matching.h"
#include "features/matching/matching.h"

/* The words of a need as its author wrote them, for the engine compares folded ones. */
struct spelling { const char *folded, *written; };
struct spellings { struct spelling *all; size_t count, room; };
struct spellings spellings_of(struct arena *arena, const struct match_item *need);

/* The sentences of one result, ended by NULL: their number goes into the answer, and whether one of them is about
 * what is
 * asked. What the engine learned of bare words or codes is told in general terms: "assoc (11 times)" helps nobody. */
const char *const *write_sentences(struct arena *arena, const struct spellings *known,
    const struct match_result *result,
                                   struct answer *answer);
const char *join_sentences(struct arena *arena, const char *const *sentences, size_t count);
