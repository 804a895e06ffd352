/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Contributions that say nearly the same. */
#include <engines/duplicates.h>
#include <stdio.h>

int main(void)
{
    static const char *const texts[] = {"Plus de bancs à l’ombre sur la place du marché",
        "Un atelier de réparation de vélos", "Plus de bancs à l’ombre sur la place du marche !"};
    struct arena arena = {0};
    struct near_pairs pairs = near_duplicates(&arena, texts, 3, 0.7);
    for (size_t i = 0; i < pairs.count; i++)
        printf("%u and %u: %.2f\n", pairs.items[i].a, pairs.items[i].b, pairs.items[i].likeness);
    int found = pairs.count == 1;
    arena_free(&arena);
    return found ? 0 : 1;
}
