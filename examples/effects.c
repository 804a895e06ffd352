/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One territory that did something, two that did not: by how much it differs after. */
#include <engines/effects.h>
#include <stdio.h>

int main(void)
{
    static const double outcome[] = {10, 10, 20, 5, 5, 8, 7, 7, 9};
    static const bool treated[] = {true, false, false};
    struct effect_panel panel = {.units = 3, .times = 3, .start = 2, .outcome = outcome, .treated = treated};
    struct arena arena = {0};
    struct effect effect = effect_estimate(&arena, &panel, EFFECT_DIFFERENCE);
    printf("difference in differences: %g\n", effect.effect);
    int good = effect_trouble(&panel) == NULL && effect.effect == 7.5;
    arena_free(&arena);
    return good ? 0 : 1;
}
