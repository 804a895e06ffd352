/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The demonstration territory: examples that say they are, on true communes of the Nord. */
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/home/home.h"
#include "features/needs/needs.h"
#include "home.bake.h"
#include "work/work.h"
#include <stdio.h>

static const struct directory_entry actors[] = {
    {"(exemple) Atelier vert de Roubaix", "sse", "ACI", "green", "8130Z", "59512",
        "Entretien d’espaces verts, tonte, taille de haies, débroussaillage."},
    {"(exemple) Jardins partagés de la Lys", "sse", "association", "farming", "0113Z", "59017",
        "Maraîchage biologique et paniers de légumes."},
    {"(exemple) Cuisine commune de Lille", "sse", "scic", "food", "5621Z", "59350",
        "Repas pour cantines, portage de repas, 800 repas par jour."},
    {"(exemple) Propreté solidaire", "sse", "EI", "cleaning", "8121Z", "59599",
        "Nettoyage de bureaux, d’écoles et de vitres."},
    {"(exemple) Ressourcerie du canal", "sse", "ACI", "waste", "3832Z", "59512",
        "Collecte d’encombrants, réemploi de meubles et d’électroménager."},
    {"(exemple) Navette des villages", "sse", "association", "transport", "4939A", "59183",
        "Transport à la demande, minibus accessible."},
    {"(exemple) Vélos du port", "sse", "association", "crafts", "9529Z", "59183",
        "Réparation de vélos, apprentissage, location longue durée."},
    {"(exemple) Toits et travaux", "sse", "ACI", "building", "4399C", "59392",
        "Rénovation, peinture, isolation de logements."},
    {"(exemple) Aide à domicile de Flandre", "sse", "association", "care", "8810A", "59295",
        "Aide à domicile, accompagnement de personnes âgées."},
    {"(exemple) Crèche des Bois blancs", "sse", "association", "childhood", "8891A", "59350",
        "Accueil de jeunes enfants, horaires atypiques."},
    {"(exemple) Numérique pour tous", "sse", "association", "digital", "6202A", "59009",
        "Médiation numérique, ateliers, reconditionnement d’ordinateurs."},
    {"(exemple) Laverie du Douaisis", "sse", "EA", "textile", "9601A", "59178", "Blanchisserie, couture, retouches."},
    {"(exemple) Menuiserie de l’Avesnois", "sse", "EI", "wood", "1623Z", "59036",
        "Menuiserie bois, mobilier sur mesure, palettes."},
    {"(exemple) Chauffage au bois local", "sse", "scic", "energy", "3530Z", "59036",
        "Bois-énergie, conseil en rénovation énergétique."},
    {"(exemple) Imprimerie de la Deûle", "companies", "company", "print", "1812Z", "59350",
        "Impression, routage, communication."},
    {"(exemple) Formation et emploi Valenciennes", "sse", "association", "training", "8559A", "59606",
        "Insertion, formation linguistique, chantiers."},
    {"(exemple) Tiers-lieu des Weppes", "sse", "association", "events", "9004Z", "59051",
        "Salles, ateliers partagés, événements culturels."},
    {"(exemple) Messagerie à vélo", "sse", "cooperative", "moving", "5320Z", "59350",
        "Livraison à vélo, collecte de biodéchets."},
    {"(exemple) Fonds citoyen du Nord", "funders", "foundation", "advice", "6499Z", "59350",
        "Financement de projets collectifs."},
    {"(exemple) Service emploi de l’agglomération", "authorities", "authority", "training", "8411Z", "59606",
        "Accompagnement vers l’emploi."},
    {0}
};

static const struct need_entry needs[] = {
    {"Entretenir le parc de l’école et ses haies", "nature", "59512", "77311000",
        "Deux passages par mois, sans produits chimiques."},
    {"Des repas chauds le midi pour la cantine de l’école", "food", "59350", "55523100",
        "120 repas par jour, produits locaux."},
    {"Un transport le soir depuis la gare", "mobility", "59183", NULL, "Le dernier car part à 19 h."},
    {"Faire réparer les vélos des collégiens", "mobility", "59183", NULL, "Atelier une fois par semaine."},
    {"Nettoyer la salle des fêtes après les événements", "places", "59599", "90910000", NULL},
    {"Reprendre les meubles abandonnés dans les immeubles", "waste", "59512", NULL, "Une collecte par mois."},
    {"Garder les enfants tôt le matin", "childhood", "59350", NULL, "À partir de 5 h 30, pour les équipes de nuit."},
    {"Aider les personnes âgées avec les démarches en ligne", "digital", "59009", NULL,
        "Deux demi-journées par semaine."},
    {"Isoler quatre logements communaux", "energy", "59392", "45320000", NULL},
    {0}
};

static const struct resource_entry resources[] = {
    {"Un minibus de neuf places libre le jeudi", "equipment", "at_cost", "59183"},
    {"Une salle de quarante personnes le soir", "place", "free", "59051"},
    {"Un terrain de 2 000 m² à cultiver", "land", "exchange", "59017"},
    {"Une demi-journée de comptabilité par mois", "skill", "free", "59350"},
    {0}
};

static void fill(struct command_line *line, int64_t now)
{
    const char *why;
    db_begin_write(line->db);
    setting_set(line->db, &site_title, "Démonstration de Maillage", &why);
    for (const struct directory_entry *one = actors; one->name; one++) {
        struct directory_entry entry = *one;
        entry.source = "demo";
        directory_add(line->db, line->arena, &entry, now);
    }
    for (const struct need_entry *one = needs; one->title; one++)
        needs_add(line->db, line->arena, one, now);
    for (const struct resource_entry *one = resources; one->title; one++)
        resources_add(line->db, line->arena, one, now);
    db_commit(line->db);
}

static void show_matches(struct command_line *line, int64_t now)
{
    enum { SHOWN = 3 };
    struct demo_needs first = demo_needs(line->db);
    for (size_t i = 0; i < first.count; i++) {
        const struct demo_needs_row *row = &first.rows[i];
        struct answer answers[SHOWN];
        struct question question = {.text = row->title, .details = row->description, .cpv = row->cpv,
                                    .commune = row->commune, .lon = row->lon, .lat = row->lat};
        printf("\nBesoin : %s\n", row->title);
        size_t count = match_answers(line->db, line->arena, now, &question, SHOWN, answers);
        for (size_t k = 0; k < count; k++) {
            struct demo_named named;
            if (demo_named(line->db, (struct demo_named_args){.id = answers[k].actor_id}, &named))
                printf("  %zu. %s%s%s\n     %s\n", k + 1, named.name, named.commune_name ? ", " : "",
                       named.commune_name ? named.commune_name : "", answers[k].reasons);
        }
    }
}

int demo_command(struct command_line *line)
{
    struct demo_known known = {0};
    int64_t now = clock_now();
    demo_known(line->db, &known);
    if (!known.total)
        fill(line, now);
    if (!db_failed(line->db))
        show_matches(line, now);
    if (!db_failed(line->db))
        return 0;
    fprintf(stderr, "%s\n", db_failed(line->db));
    return 1;
}
