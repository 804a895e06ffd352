/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Organisations that do not exist, in the columns `maillage import organisations` reads: common words with the weight
 * they have in French lists, rare ones made of syllables, each at a commune of the database. The same seed gives the
 * same file. */
#include "search.h"
#include "engines/kernel/seeded.h"
#include <stdio.h>
#include <string.h>

enum { RARE_WORDS = 60000, SENTENCE = 12 };

static const char *const heads[] = {
    "Association", "Atelier", "Régie de quartier", "Les Jardins", "Le Relais", "Coopérative",
    "Compagnie", "Entreprise", "Collectif", "Fédération", "Maison", "Centre social", "Ressourcerie",
    "Café associatif", "Groupement", "Ferme", "Chantier", "Espace", "Comité", "Union"};
static const char *const acts[] = {
    "insertion", "emploi", "services", "solidarité", "travail", "environnement", "jeunesse",
    "entraide", "cuisine", "menuiserie", "recyclage", "formation", "logement", "mobilité",
    "culture", "espaces verts", "nettoyage", "bâtiment", "restauration", "réemploi", "textile",
    "vélo", "numérique", "santé", "petite enfance", "maraîchage", "transport", "blanchisserie",
    "rénovation", "énergie", "sport", "musique", "théâtre", "accueil", "accompagnement",
    "médiation", "alimentation", "épicerie", "compostage", "peinture", "couture", "imprimerie"};
static const char *const joints[] = {"de", "et", "pour", "du pays de", "des", "avec", "sans", "en"};
static const char *const starts[] = {"b", "br", "c", "ch", "d", "f", "g", "gr", "j", "l", "m", "n", "p", "pl", "r", "s",
    "t", "tr", "v", "vr"};
static const char *const middles[] = {"a", "e", "i", "o", "u", "ou", "an", "on", "ai", "eu", "in", "oi"};
static const char *const ends[] = {"l", "r", "n", "t", "s", "x", "ge", "ne", "lle", "tte", "rd", "c"};
static const char *const kinds[] = {"ACI", "EI", "AI", "ETTI", "GEIQ", "EA", "ESAT", "association", "company", "scic",
    "ccas"};
static const char *const nafs[] = {
    "8130Z", "5621Z", "8899B", "4120A", "3811Z", "8121Z", "1623Z", "8559A", "9499Z", "7820Z",
    "4941A", "9601A", "0113Z", "5629B", "6201Z"};

#define PICK(seeded, list) (list)[seeded_below((seeded), sizeof(list) / sizeof *(list))]

/* Rank with a weight that falls as its inverse, roughly: half of all draws come from the first 250 of 60,000. */
static uint64_t ranked(struct seeded *seeded, uint64_t count)
{
    double share = seeded_unit(seeded), rank = 1;
    for (double rest = share * 16; rest >= 1; rest -= 1)
        rank *= 2;
    uint64_t at = (uint64_t)(rank * (1 + seeded_unit(seeded))) - 1;
    return at < count ? at : seeded_below(seeded, count);
}

static void put_rare(struct buffer *out, uint64_t rank)
{
    struct seeded own = seeded_start(rank + 1);
    size_t syllables = 2 + seeded_below(&own, 2);
    for (size_t i = 0; i < syllables; i++)
        buffer_format(out, "%s%s", PICK(&own, starts), PICK(&own, middles));
    buffer_text(out, PICK(&own, ends));
}

static void put_name(struct buffer *out, struct seeded *seeded, const struct commune *commune)
{
    buffer_format(out, "%s %s ", PICK(seeded, heads), PICK(seeded, joints));
    if (seeded_below(seeded, 3))
        buffer_format(out, "%s ", PICK(seeded, acts));
    put_rare(out, ranked(seeded, RARE_WORDS));
    if (seeded_below(seeded, 3) == 0)
        buffer_format(out, " %s", commune->name);
}

static void put_sentence(struct buffer *out, struct seeded *seeded)
{
    for (size_t i = 0, count = seeded_below(seeded, SENTENCE); i < count; i++) {
        buffer_text(out, i ? " " : "");
        if (seeded_below(seeded, 2))
            buffer_text(out, PICK(seeded, acts));
        else
            put_rare(out, ranked(seeded, RARE_WORDS));
    }
}

static char luhn_key(const char *digits, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        int twice = (digits[i] - '0') * ((count - i) % 2 ? 2 : 1);
        sum += twice > 9 ? twice - 9 : twice;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

/* A SIRET whose two keys are right: that of the enterprise (9 digits) and that of the whole. */
static void put_siret(struct buffer *out, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%08llu", (unsigned long long)(30000000 + number * 37 % 60000000));
    digits[8] = luhn_key(digits, 8);
    memcpy(digits + 9, "0001", 4);
    digits[13] = luhn_key(digits, 13);
    digits[14] = '\0';
    buffer_text(out, digits);
}

void generate(const struct communes *communes, size_t count, uint64_t seed)
{
    struct seeded seeded = seeded_start(seed);
    printf("id,siret,naf,kind,name,address,post_code,code_insee,city,lon,lat,description\n");
    for (size_t i = 0; i < count; i++) {
        struct arena arena = {0};
        struct buffer line = {.arena = &arena};
        const struct commune *commune = &communes->all[seeded_below(&seeded, communes->count)];
        double lon = commune->lon + seeded_normal(&seeded) * 0.01, lat = commune->lat + seeded_normal(&seeded) * 0.01;
        buffer_format(&line, "g%zu,", i + 1);
        put_siret(&line, i);
        buffer_format(&line, ",%s,%s,\"", PICK(&seeded, nafs), PICK(&seeded, kinds));
        put_name(&line, &seeded, commune);
        buffer_format(&line, "\",%d rue ", 1 + (int)seeded_below(&seeded, 200));
        put_rare(&line, seeded_below(&seeded, RARE_WORDS));
        buffer_format(&line, ",%s,%s,\"%s\",%.5f,%.5f,\"", commune->postal, commune->code, commune->name, lon, lat);
        put_sentence(&line, &seeded);
        printf("%s\"\n", buffer_string(&line));
        arena_free(&arena);
    }
}
