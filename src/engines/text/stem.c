/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Plurals in -os. */
#include "engines/text/stem.h"
#include <string.h>

enum { SHORTEST_PLURAL = 5 };                              /* "vélos", not "gros" */

const char *word_stem(struct arena *arena, const char *folded)
{
    size_t length = strlen(folded);
    if (length < SHORTEST_PLURAL || !text_ends(folded, "os"))
        return fold_stem(arena, folded);
    return fold_stem(arena, arena_copy(arena, folded, length - 1));
}
