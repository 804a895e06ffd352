/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Two circles of three joined by one tie: who holds them together. */
#include <engines/network.h>
#include <stdio.h>

int main(void)
{
    static const struct triple ties[] = {{0, 1, 1}, {1, 2, 1}, {0, 2, 1}, {3, 4, 1}, {4, 5, 1}, {3, 5, 1}, {2, 3, 1}};
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, 6, ties, sizeof ties / sizeof *ties);
    struct network_circles circles = network_communities(&arena, &network, &(struct network_circles_rule){.seed = 1});
    struct network_between between = network_betweenness(&arena, &network, &(struct network_between_rule){0});
    struct network_cuts cuts = network_cuts(&arena, &network);
    for (uint32_t i = 0; i < network.rows; i++)
        printf("actor %u: circle %u, betweenness %g%s\n", i, circles.parts.of[i], between.score[i],
               cuts.articulation[i] ? ", the network falls apart without" : "");
    int good = circles.parts.count == 2 && between.score[2] == 6 && cuts.articulation[3] && cuts.bridge_count == 1;
    arena_free(&arena);
    return good ? 0 : 1;
}
