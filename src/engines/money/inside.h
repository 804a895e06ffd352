/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of this room share. */
#pragma once
#include "engines/matched.h"
#include "engines/shares.h"

/* What each weighs in the mixture, as fractions that sum to 1. */
enum shares_refusal key_weights(struct arena *arena, const struct shares_question *question, struct rational *weight,
                                size_t *where);

enum matched_refusal check_gifts(const struct gift *gifts, size_t count, size_t *where);

/* What each person gave each project, by project then person, the persons rising. */
struct given { uint32_t project, person; int64_t cents; };
/* Those of project p: start[p] … start[p + 1] − 1. */
struct givens { size_t count; const struct given *list; const size_t *start; };

uint64_t whole_root(unsigned __int128 number);             /* the largest whole number whose square is not above it */
/* What each project calls for by pairs of people, in 2⁻¹⁶ of a cent. */
void call_by_pairs(struct arena *work, const struct quadratic_question *question, const struct givens *givens,
                   unsigned __int128 *called);
