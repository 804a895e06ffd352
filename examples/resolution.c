/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same organisation written twice. */
#include <engines/resolution.h>
#include <stdio.h>

int main(void)
{
    static const struct resolve_record rows[] = {
        {.name = "Association Les Jardins du Nord", .address = "4 rue de Lille", .post_code = "59100",
         .town = "Roubaix"},
        {.name = "ASSO. JARDINS DU NORD", .address = "4, r. de Lille", .post_code = "59100", .town = "ROUBAIX"},
        {.name = "Régie de quartier de l’Épeule", .address = "12 rue du Bois", .post_code = "59100",
         .town = "Roubaix"}};
    struct arena arena = {0};
    struct resolver *resolver = resolve_begin(&arena, rows, 3);
    struct resolve_options options = {.second_list = RESOLVE_EVERYWHERE, .threads = 1};
    struct resolution *found = resolve(&arena, resolver, &options);
    for (size_t i = 0; i < found->count; i++)
        printf("rows %u and %u: %.3f\n", found->pairs[i].a, found->pairs[i].b, found->pairs[i].probability);
    int good = found->count > 0 && found->pairs[0].a == 0 && found->pairs[0].b == 1;
    arena_free(&arena);
    return good ? 0 : 1;
}
