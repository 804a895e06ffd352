/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The waterfall of a pair, in French. */
#include "engines/kernel/seeded.h"
#include "engines/resolution/inside.h"

static const double LEAST_FOLLOWING = 0.05;

static const char *const name_sentences[RESOLVE_NAME_LEVELS] = {
    NULL, "noms sans rapport", "noms peu ressemblants", "un mot rare en commun", "noms à moitié semblables",
    "noms à moitié semblables, avec des mots rares", "noms proches", "noms proches, avec des mots rares",
    "l’un est le sigle de l’autre", "nom identique mais courant", "nom identique et rare",
    "un nom est contenu dans l’autre", "deux personnes publiques différentes",
};
static const char *const where_sentences[RESOLVE_WHERE_LEVELS] = {
    NULL, "même adresse", "à moins de 120\xC2\xA0m", "même rue", "même commune, autre adresse",
    "même commune, adresse inconnue", "même département ou voisins", "ailleurs",
};
static const char *const phone_sentences[RESOLVE_CONTACT_LEVELS] = {NULL, "même téléphone", "autre téléphone"};
static const char *const mail_sentences[RESOLVE_CONTACT_LEVELS] = {NULL, "même adresse électronique",
                                                                   "autre adresse électronique"};
static const char *const *const sentences[RESOLVE_FIELDS] = {name_sentences, where_sentences, phone_sentences,
                                                             mail_sentences};

struct resolve_why resolve_explain(const struct resolver *resolver, const struct resolve_model *model, uint32_t a,
                                   uint32_t b)
{
    struct comparison comparison = compare_rows(resolver, a, b);
    struct resolve_why why = {.vetoed = comparison.vetoed, .identified = comparison.identified};
    if (comparison.vetoed || comparison.identified) {
        why.probability = comparison.identified;
        why.reasons[why.count++].sentence = comparison.identified ? "même identifiant" : "deux SIREN différents";
        return why;
    }
    why.weight = weight_of(model, &comparison);
    why.probability = probability_of(why.weight);
    why.reasons[why.count++] = (struct resolve_reason){"deux fiches prises au hasard parmi celles qui se ressemblent",
        (steady_log(model->share) - steady_log(1 - model->share)) / steady_log(2)};
    for (int field = 0; field < RESOLVE_FIELDS; field++)
        if (comparison.level[field])
            why.reasons[why.count++] = (struct resolve_reason){sentences[field][comparison.level[field]],
                                                               field_weight(model, field, comparison.level[field])};
    return why;
}

bool resolve_follows(const struct resolver *resolver, const struct resolution *result, struct resolve_pair *pair)
{
    if (result->cluster[pair->a] != result->cluster[pair->b])
        return false;
    struct resolve_why why = resolve_explain(resolver, &result->model, pair->a, pair->b);
    pair->probability = why.probability;
    pair->weight = why.weight;
    return !why.vetoed && why.probability >= LEAST_FOLLOWING;
}
