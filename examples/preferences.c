/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Nine people rank three places to meet. */
#include <engines/preferences.h>
#include <stdio.h>

int main(void)
{
    static const char *const names[] = {"hall", "library", "garden"};
    static const uint32_t rank[] = {1, 2, 3, 3, 1, 2, 2, 3, 1};      /* ballot by ballot, 1 is best */
    static const int64_t weight[] = {4, 3, 2};
    struct arena arena = {0};
    struct rankings rankings = {.options = 3, .ballots = 3, .rank = rank, .weight = weight};
    struct schulze *schulze = preference_schulze(&arena, &rankings);
    struct stv *stv = preference_stv(&arena, &rankings, 1, "2026-11-23");
    printf("Schulze: %s; transferable vote: %s\n", names[schulze->order[0]], names[stv->elected[0]]);
    bool good = schulze->voters == 9;
    arena_free(&arena);
    return good ? 0 : 1;
}
