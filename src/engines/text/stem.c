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

bool word_is_legal_form(const char *folded)
{
    static const char *const forms[] = {"asso", "assoc", "association", "ass", "sarl", "eurl", "sas", "sasu", "sa",
        "scop", "scic", "scp", "snc", "sci", "gie", "gip", "earl", "ei", "eirl", "ste", "societe", "ets",
        "etablissement", "etablissements", "entreprise", "entreprises", "groupe", "groupement", "france", "cie",
        "compagnie", "fils", "freres", NULL};
    for (const char *const *form = forms; *form; form++)
        if (text_is(folded, *form))
            return true;
    return false;
}
