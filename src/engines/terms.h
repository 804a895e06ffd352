/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words that say what some texts are about, beside all the others. */
#pragma once
#include "base/memory.h"

/* strength: Dunning's log-likelihood ratio G² of the word's texts inside and outside (above 10.8: 1 chance in 1,000),
 * only of words met more often inside than outside. word: as it is most often written (folded). inside: how many of the
 * chosen texts have it; outside: how many of the others. */
struct key_term { const char *word; double strength; uint32_t inside, outside; };
struct key_terms { size_t count; struct key_term *items; };
/* The words of the chosen texts (those whose chosen[i] is true) against the rest, strongest first (equal ones in
 * alphabetical order), at most `most`. Words of one stem count as one; stop words and numbers are passed over. */
struct key_terms key_terms(struct arena *arena, const char *const *texts, const bool *chosen, uint32_t count,
                           size_t most);
/* The same for one text alone by TF-IDF against all: strength = times · ln(texts / those that have it). */
struct key_terms key_terms_of(struct arena *arena, const char *const *texts, uint32_t count, uint32_t text,
                              size_t most);
