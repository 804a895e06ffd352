/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ballots that rank: "Salle > Jardin = Préau > Hall". */
#pragma once
#include "base/text.h"

enum { RANKED_MOST = 500 };
struct ranked_name { const char *name; uint32_t rank; };   /* rank: 1 is best; equal ones share theirs */

/* The names of a ballot, trimmed, in the arena. Returns how many; 0 with *trouble (an English id) when it is none: an
 * empty name, a name twice, more than RANKED_MOST. A blank ballot has no name and no trouble. */
size_t ranked_read(struct arena *arena, const char *text, struct ranked_name **names, const char **trouble);
