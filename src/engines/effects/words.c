/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An effect in words: what was found, and what has to be believed for it. French, as the other engines speak. */
#include "engines/effects.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CENT = 100 };

static void number(struct buffer *out, double value)
{
    char text[40];
    snprintf(text, sizeof text, "%.4g", fabs(value));
    char *point = strchr(text, '.');
    if (point)
        *point = ',';
    buffer_format(out, "%s%s", value < 0 ? "−" : "", text);
}

void effect_sentence(struct buffer *out, const struct effect *effect, enum effect_method method)
{
    static const char *const names[] = {"Différence de différences", "Contrôle synthétique",
                                        "Différence de différences synthétique"};
    buffer_format(out, "%s\u00A0: ", names[method]);
    number(out, effect->effect);
    buffer_format(out, " d’écart après le début. Sur %u comparaisons sans rien de tel, %u en montrent autant\u00A0: ",
                  effect->placebos, effect->as_large);
    buffer_format(out, "un tel écart arrive dans %.0f\u00A0%% des cas sans que rien n’ait été fait. ",
                  CENT * effect->chance);
    if (effect->follows)
        buffer_text(out, "La comparaison suit bien le passé\u00A0: on peut parler d’un effet, si les hypothèses sont "
                         "tenues pour vraies.");
    else
        buffer_text(out, "La comparaison suit mal le passé\u00A0: on ne peut pas parler de cause, seulement d’un "
                         "écart.");
}

const char *const *effect_assumptions(enum effect_method method)
{
    static const char *const difference[] = {
        "Sans l’action, les territoires auraient évolué de la même façon.",
        "Rien d’autre n’a changé au même moment là où l’action a eu lieu.",
        "L’action n’a pas débordé sur les territoires de comparaison.", NULL};
    static const char *const synthetic[] = {
        "Le mélange des territoires de comparaison qui suit le passé aurait suivi la suite.",
        "Rien d’autre n’a changé au même moment là où l’action a eu lieu.",
        "L’action n’a pas débordé sur les territoires de comparaison.", NULL};
    return method == EFFECT_DIFFERENCE ? difference : synthetic;
}
