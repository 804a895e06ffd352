/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Three initiatives of four actors: what is lost when one leaves, and how much rests on several. */
#include <engines/resilience.h>
#include <stdio.h>

int main(void)
{
    static const struct triple members[] = {{0, 0, 1}, {1, 0, 1}, {1, 1, 1}, {2, 1, 1}, {2, 2, 1}, {3, 2, 1}, {1, 2, 1}};
    static const struct triple can[] = {{1, 0, 1}, {2, 1, 1}, {3, 1, 1}};
    struct cooperation cooperation = {.actors = 4, .initiatives = 3, .functions = 2, .memberships = members,
                                      .membership_count = 7, .can = can, .can_count = 3};
    struct arena arena = {0};
    bool fits;
    struct sparse network = network_project(&arena, 4, 3, members, 7, 0, NULL, &fits);
    struct departures *departures = departures_prepare(&arena, &cooperation, &network);
    struct departure gone = departure_of(&arena, departures, 1);
    struct profile profile = profile_measure(&arena, &cooperation, 200, 1);
    printf("without 1: %u together instead of %u, %u functions lost, %u initiatives left with one\n",
           gone.largest_after, gone.largest_before, gone.lost_count, gone.orphaned_count);
    printf("functions that two can do: %.0f %%\n", 100 * profile.of[PROFILE_REDUNDANCY].value);
    int good = gone.largest_after == 2 && gone.lost_count == 1 && gone.orphaned_count == 2;
    arena_free(&arena);
    return good ? 0 : 1;
}
