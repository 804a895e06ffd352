/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What two contributions are about, beside the others. */
#include <engines/terms.h>
#include <stdio.h>

int main(void)
{
    static const char *const texts[] = {"Un car le soir depuis la gare", "Un bus de nuit à la gare",
        "Des jardins partagés", "Un atelier vélo", "Une cantine à la ferme", "La gare sans taxi"};
    static const bool chosen[] = {true, true, false, false, false, true};
    struct arena arena = {0};
    struct key_terms terms = key_terms(&arena, texts, chosen, 6, 3);
    for (size_t i = 0; i < terms.count; i++)
        printf("%s: %u of these, %u of the others\n", terms.items[i].word, terms.items[i].inside,
               terms.items[i].outside);
    int found = terms.count > 0;
    arena_free(&arena);
    return found ? 0 : 1;
}
