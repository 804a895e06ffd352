/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding towns as people type them. */
#include <engines/names.h>
#include <stdio.h>

int main(void)
{
    static const char *const towns[] = {"Saint-Étienne", "Villeneuve-d’Ascq", "Roubaix", "Tourcoing"};
    struct arena arena = {0};
    struct name_builder *builder = names_begin(&arena);
    for (int i = 0; i < 4; i++)
        names_add(builder, towns[i], NULL, 0);
    struct name_index *index = names_build(&arena, builder);
    struct name_search *search = names_search_begin(&arena, index);
    struct name_hit hits[3];
    size_t count = names_find(search, "ascq vilneuve", false, hits, 3);
    for (size_t i = 0; i < count; i++)
        printf("%s\n", towns[hits[i].name]);
    names_search_end(search);
    arena_free(&arena);
    return count == 1 ? 0 : 1;
}
