/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two actors who share two partners and have never worked together. */
#include <engines/ties.h>
#include <stdio.h>

int main(void)
{
    static const struct triple known[] = {{0, 1, 1}, {0, 2, 1}, {3, 1, 1}, {3, 2, 1}, {3, 4, 1}};
    static const struct triple can[] = {{0, 0, 1}, {3, 1, 1}};
    static const char *const names[] = {"Anne", "Béa", "Cléo", "Dan", "Eva"};
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, 5, known, 5), functions = sparse_build(&arena, 5, 2, can, 2);
    struct ties_source source = {.network = &network, .can = &functions};
    struct tie best[3];
    struct buffer out = {.arena = &arena};
    size_t count = ties_missing(&arena, &source, &ties_usual, best, 3);
    tie_sentence(&out, &best[0], names);
    printf("%s and %s: %s\n", names[best[0].a], names[best[0].b], buffer_string(&out));
    int good = count == 3 && best[0].a == 0 && best[0].b == 3 && best[0].common == 2;
    arena_free(&arena);
    return good ? 0 : 1;
}
