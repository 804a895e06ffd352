/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of this room share. */
#pragma once
#include "engines/shares.h"

/* What each weighs in the mixture, as fractions that sum to 1. */
enum shares_refusal key_weights(struct arena *arena, const struct shares_question *question, struct rational *weight,
                                size_t *where);
