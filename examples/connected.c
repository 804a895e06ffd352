/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The cheapest team that knows two trades and is tied together: through Béa, who has worked with both. */
#include <engines/connected.h>
#include <stdio.h>

int main(void)
{
    static const char *const names[] = {"Anne", "Béa", "Cléo", "Dan"};
    static const struct triple worked[] = {{0, 1, 4}, {1, 2, 4}, {0, 3, 1}, {3, 2, 1}};     /* how often, together */
    static const size_t start[] = {0, 1, 2};
    static const uint32_t who[] = {0, 2};                            /* Anne has the first, Cléo the second */
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, 4, worked, 4);
    struct connected_problem problem = {.network = &network, .skills = 2, .start = start, .holders = who};
    struct connected found = connected_find(&arena, &problem);
    for (uint32_t i = 0; i < found.cheapest.count; i++)
        printf("%s%s\n", names[found.cheapest.members[i]], found.cheapest.link[i] ? ", who ties the others" : "");
    printf("costs %g\n", found.cheapest.cost);
    int good = found.outcome == CONNECTED_FOUND && found.cheapest.count == 3 && found.cheapest.cost == 0.5;
    arena_free(&arena);
    return good ? 0 : 1;
}
