/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The stem of a word for the engines: fold_stem, where "vélos" and "vélo" are one (Snowball keeps the s after o). */
#pragma once
#include "base/fold.h"

const char *word_stem(struct arena *arena, const char *folded);
