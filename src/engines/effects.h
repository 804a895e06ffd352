/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Did it change anything? A territory that did something is set against others that did not: difference in differences,
 * synthetic control (Abadie, Diamond, Hainmueller 2010), synthetic difference in differences (Arkhangelsky, Athey,
 * Hirshberg, Imbens, Wager 2021), each with placebos. None proves a cause: where the past is poorly reproduced, the
 * word is refused. */
#pragma once
#include "base/text.h"

enum { EFFECT_MOST_UNITS = 2000, EFFECT_MOST_TIMES = 1000 };

/* One outcome of each unit at each time, in order: outcome[unit × times + time], finite. Those that are treated all
 * start at time `start`: what is before is the past. */
struct effect_panel {
    uint32_t units, times, start;
    const double *outcome;
    const bool *treated;                                   /* by unit */
};
/* What keeps a panel from being estimated, in English; NULL when nothing does: somebody treated, at least two donors,
 * two times before and one from the start on, all outcomes finite. */
const char *effect_trouble(const struct effect_panel *panel);

enum effect_method { EFFECT_DIFFERENCE, EFFECT_SYNTHETIC, EFFECT_SYNTHETIC_DIFFERENCE, EFFECT_METHODS };

struct effect {
    double effect;                         /* after the start, what the treated are less what they would have been */
    double *donor;                         /* by unit: its part in the comparison, together 1; 0 for the treated */
    double *past;                          /* by time before the start: its part, together 1 */
    /* How the comparison follows the treated before the start: root of the mean squared distance, after the constant
     * that the method allows (none for the synthetic control), and the spread of the treated then. */
    double distance, spread;
    bool follows;                          /* distance ≤ a quarter of the spread: else no word of a cause */
    /* Placebos: each donor in turn as if it were treated, without those who were. */
    uint32_t placebos, as_large;           /* so many; so many with an effect as large, in absolute value */
    double chance;                         /* (1 + as_large) ÷ (1 + placebos): the rank of the true one */
    double error;                          /* standard deviation of the effects of the placebos; NAN below two */
    double least, most;                    /* without each donor that counts, in turn: between which the effect stays */
};
/* By one method, in the arena. A panel without trouble. Deterministic: convex problems from fixed starts, to 1e-9 of
 * their scale. Work: donors × donors × times for the placebos of the synthetic ones. */
struct effect effect_estimate(struct arena *arena, const struct effect_panel *panel, enum effect_method method);

/* The comparison through time, with the constant that the method allows: made[time]. */
double *effect_path(struct arena *arena, const struct effect_panel *panel, const struct effect *effect,
                    enum effect_method method);

/* French: what was found, how rare it is, and whether one may speak of an effect: only when the past is followed. */
void effect_sentence(struct buffer *out, const struct effect *effect, enum effect_method method);
/* What has to be believed, a sentence each, French; ended by NULL. */
const char *const *effect_assumptions(enum effect_method method);
