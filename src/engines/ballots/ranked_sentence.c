/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Results of rankings, grades and pairs, in French. */
#include "engines/ballots.h"
#include "engines/preferences.h"

#define NBSP "\xC2\xA0"

static void quoted(struct buffer *out, const char *const *names, uint32_t option)
{
    buffer_format(out, "«" NBSP "%s" NBSP "»", names[option]);
}

static void list(struct buffer *out, const uint32_t *options, size_t count, const char *const *names)
{
    for (size_t i = 0; i < count; i++) {
        buffer_text(out, i == 0 ? "" : i + 1 == count ? " et " : ", ");
        quoted(out, names, options[i]);
    }
}

void preference_schulze_sentence(struct buffer *out, const struct schulze *schulze, const char *const *names)
{
    buffer_text(out, "Méthode de Schulze" NBSP ": les options sont comparées deux à deux sur tous les bulletins" NBSP
                "; une option passe devant une autre quand sa plus forte suite de duels gagnés jusqu’à elle vaut mieux "
                "que celle du retour. ");
    if (schulze->voters == 0) {
        buffer_text(out, "Personne n’a voté.");
        return;
    }
    list(out, schulze->order, schulze->winners, names);
    if (schulze->winners > 1)
        buffer_text(out, " sont à égalité" NBSP "; le vote ne les départage pas.");
    else
        buffer_text(out, schulze->condorcet ? " l’emporte, et gagne tous ses duels."
                                            : " l’emporte, sans gagner tous ses duels.");
}

void preference_stv_sentence(struct buffer *out, const struct stv *stv, uint32_t seats, const char *seed,
                             const char *const *names)
{
    bool by_lot = false;
    for (size_t i = 0; i < stv->count; i++)
        by_lot = by_lot || stv->rounds[i].by_lot;
    buffer_format(out, "Vote unique transférable pour %u siège%s" NBSP ": %lld bulletins, quota de %lld. Qui l’atteint "
                  "est élu et son excédent suit les préférences suivantes, en fractions exactes" NBSP "; sinon, qui a "
                  "le moins de voix est éliminé. ", seats, seats > 1 ? "s" : "", (long long)stv->voters,
                  (long long)stv->quota);
    buffer_text(out, stv->elected_count > 1 ? "Sont élus, dans l’ordre" NBSP ": " : "Est élu" NBSP ": ");
    list(out, stv->elected, stv->elected_count, names);
    buffer_char(out, '.');
    if (by_lot)
        buffer_format(out, " Une égalité a été tranchée par le sort, avec la graine «" NBSP "%s" NBSP "» et le numéro "
                      "de chaque option.", seed);
}

void preference_judgment_sentence(struct buffer *out, const struct judgment *judgment, const char *const *names,
                                  const char *const *grade_names)
{
    buffer_text(out, "Jugement majoritaire" NBSP ": chaque option reçoit sa mention médiane, celle qu’une majorité "
                "lui reconnaît au moins" NBSP "; à mention égale, on retire une à une les mentions médianes jusqu’à ce "
                "qu’elles diffèrent. Une option sans mention a reçu la plus basse. ");
    if (judgment->voters == 0) {
        buffer_text(out, "Personne n’a voté.");
        return;
    }
    const struct judged *first = &judgment->options[judgment->order[0]];
    quoted(out, names, judgment->order[0]);
    buffer_format(out, " vient en tête, «" NBSP "%s %s" NBSP "»" NBSP ": ", grade_names[first->grade],
                  first->plus ? "+" : "−");
    ballot_share_text(out, first->above);
    buffer_text(out, " de mentions meilleures, ");
    ballot_share_text(out, first->below);
    buffer_text(out, " de moins bonnes.");
}

void preference_pairs_sentence(struct buffer *out, const struct ranking_by_pairs *ranking, const char *const *names)
{
    buffer_text(out, "Modèle de Bradley et Terry" NBSP ": la note d’une option est la chance qu’on la préfère à une "
                "autre, prise au hasard, telle que les comparaisons deux à deux la font estimer. ");
    if (ranking->helped)
        buffer_text(out, "Les comparaisons ne relient pas encore toutes les options dans les deux sens" NBSP ": "
                    "chacune a reçu une demi-victoire et une demi-défaite de plus. ");
    const struct paired *first = &ranking->options[ranking->order[0]];
    quoted(out, names, ranking->order[0]);
    buffer_format(out, " vient en tête avec %.0f" NBSP "%% (entre %.0f et %.0f" NBSP "%%).", 100 * first->score,
                  100 * first->low, 100 * first->high);
}
