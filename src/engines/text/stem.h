/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The stem of a word for the engines: fold_stem, where "vélos" and "vélo" are one (Snowball keeps the s after o). */
#pragma once
#include "base/fold.h"

const char *word_stem(struct arena *arena, const char *folded);
/* Whether a folded word of a name says its legal form, or nothing (sarl, association, groupe…), whatever the trade. */
bool word_is_legal_form(const char *folded);
