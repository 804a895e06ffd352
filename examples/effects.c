/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Twelve communes through twelve years; the first adopted something in the ninth, worth 5. */
#include <engines/effects.h>
#include <stdio.h>

int main(void)
{
    double outcome[12 * 12];
    bool treated[12] = {true};
    for (int unit = 0; unit < 12; unit++)
        for (int year = 0; year < 12; year++)
            outcome[unit * 12 + year] = 10 + unit + year + (unit * 7 + year * 5) % 3 * .1
                                        + (unit == 0 && year >= 8 ? 5 : 0);
    struct effects_panel panel = {.units = 12, .times = 12, .first_after = 8, .outcome = outcome, .treated = treated};
    struct arena arena = {0};
    struct effects_result result = effects_measure(&arena, &panel);
    const struct effect *effect = &result.by[EFFECTS_SYNTHETIC_DID];
    printf("effect %.2f, between %.2f and %.2f, rank %u of %u\n", effect->estimate, effect->low, effect->high,
           effect->rank, effect->placebo_count + 1);
    int good = effect->estimate > 4.8 && effect->estimate < 5.2 && effect->rank == 1;
    arena_free(&arena);
    return good ? 0 : 1;
}
