/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which statements to show next to whom, and what was found, in French. */
#include "engines/opinion/inside.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include <math.h>

#define NBSP "\xC2\xA0"

static bool *already_voted(struct arena *arena, const struct opinion_input *input, uint32_t participant)
{
    bool *voted = arena_array(arena, input->statements, sizeof *voted);
    for (size_t i = 0; i < input->vote_count; i++)
        if (input->votes[i].participant == participant && input->votes[i].statement < input->statements)
            voted[input->votes[i].statement] = true;
    return voted;
}

/* Efraimidis and Spirakis 2006: the smallest −ln(u)/weight are a draw without replacement. */
size_t opinion_next(struct arena *arena, const struct opinion_input *input, const struct opinion *opinion,
                    uint32_t participant, uint64_t draw, uint32_t *statements, size_t most)
{
    struct arena work = {0};
    struct seeded seeded = seeded_start(draw);
    bool *voted = already_voted(&work, input, participant);
    double *key = arena_array(&work, input->statements, sizeof *key);
    size_t count = 0;
    for (uint32_t s = 0; s < input->statements; s++) {
        double weight = s < opinion->statements ? opinion->statement[s].priority : 1;
        bool out = input->flags && (input->flags[s] & OPINION_OUT);
        key[s] = voted[s] || out || !(weight > 0) ? INFINITY : -steady_log(1 - seeded_unit(&seeded)) / weight;
    }
    uint32_t *order = order_of_reals(&work, key, input->statements, false);
    for (uint32_t i = 0; i < input->statements && count < most && !isinf(key[order[i]]); i++)
        statements[count++] = order[i];
    arena_free(&work);
    return count;
}

/* The words of Kaufman and Rousseeuw 1990 for a mean silhouette. */
static const char *separation(double silhouette)
{
    if (silhouette > 0.7)
        return "très nette";
    if (silhouette > 0.5)
        return "nette";
    return silhouette > 0.25 ? "faible" : "très faible";
}

void opinion_sentence(struct buffer *out, const struct opinion *opinion, const struct opinion_rules *rules)
{
    switch (opinion->refusal) {
    case OPINION_FEW_PARTICIPANTS:
        buffer_format(out, "%u personne%s assez voté, il en faut %u pour former des groupes" NBSP
                      ": seuls les comptes sont montrés.", opinion->inside, opinion->inside > 1 ? "s ont" : " a",
                      rules->fewest_participants);
        return;
    case OPINION_FEW_STATEMENTS:
        buffer_format(out, "Il faut au moins %u affirmations pour former des groupes" NBSP
                      ": seuls les comptes sont montrés.", rules->fewest_statements);
        return;
    case OPINION_ALL_ALIKE:
        buffer_text(out, "Les votes ne séparent personne" NBSP ": il n’y a pas de groupes.");
        return;
    case OPINION_SHOWN:
        break;
    }
    double silhouette = opinion->silhouette[opinion->group_count];
    buffer_format(out, "%zu groupes parmi %u personnes, séparation %s", opinion->group_count, opinion->inside,
                  separation(silhouette));
    if (!isnan(opinion->k_share[opinion->group_count]))
        buffer_format(out, "" NBSP "; sur des tirages de quatre personnes sur cinq, ce nombre de groupes revient "
                      "%.0f" NBSP "fois sur cent", 100 * opinion->k_share[opinion->group_count]);
    buffer_text(out, ".");
}

void opinion_typical_sentence(struct buffer *out, const struct opinion *opinion, size_t group,
                              const struct opinion_typical *typical)
{
    const struct opinion_statement *statement = &opinion->statement[typical->statement];
    bool agrees = typical->side == OPINION_AGREE;
    uint32_t success = 0, trials = 0;
    for (size_t other = 0; other < opinion->group_count; other++) {
        const struct opinion_count *count = &statement->by_group[other];
        if (other == group)
            continue;
        success += agrees ? count->agree : count->disagree;
        trials += count->agree + count->disagree + count->pass;
    }
    buffer_format(out, "Le groupe %c %s (%u sur %u)", (char)('A' + group), agrees ? "approuve" : "désapprouve",
                  typical->success, typical->trials);
    if (trials > 0)
        buffer_format(out, ", contre %u sur %u ailleurs", success, trials);
    buffer_text(out, ".");
}
