/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The living page /composants: each component in all its states, so that a change of look or markup is seen at once. */
#include "web/living.h"
#include "web/living_part.h"
#include "web/reply.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
static const char long_word[] = "Interministérialisationnellement-intercommunautaire-transfrontalièrement";

void living_title(struct request *rq, const char *component, const char *state)
{
    draw(rq, "<h2>%s", translate(rq, component));
    if (state)
        draw(rq, " <span class=\"optional\">%s</span>", translate(rq, state));
    draw(rq, "</h2>\n");
}

static void show_text(struct request *rq)
{
    living_title(rq, N_("Text"), N_("as written by people, in Markdown"));
    html_trusted(
        rq, markdown_html(rq, "# Un titre devient de niveau 3\n\nUn paragraphe avec du **gras**, de l’*italique* et un "
                              "[lien](https://example.org/).\n\n- une liste\n- de deux éléments\n\n> Une citation.\n\n"
                              "| Poste | Coût |\n|---|--:|\n| Four | 4 000 € |\n\n<script>alert(1)</script>"));
    draw(rq, "<p class=\"note\">%s</p>\n<p class=\"note good\">%s</p>\n<p class=\"note warning\">%s</p>\n",
         translate(rq, N_("A note.")), translate(rq, N_("A note that says that it went well.")),
         translate(rq, N_("A note that warns.")));
    draw(rq,
         "<p class=\"actions\"><a class=\"button\" href=\"#contenu\">%s</a><a class=\"button quiet\" "
         "href=\"#contenu\">%s</a>"
         "<button class=\"button danger\" type=\"button\">%s</button></p>\n",
         translate(rq, N_("The main act")), translate(rq, N_("Another act")),
         translate(rq, N_("An act that cannot be undone")));
}

static void show_states(struct request *rq)
{
    living_title(rq, N_("Badge"), NULL);
    static const struct badge badges[] = {{"brouillon", TONE_PLAIN},
                                          {"en attente", TONE_WAITING},
                                          {"en cours", TONE_GOING},
                                          {"pourvu", TONE_GOOD},
                                          {"retiré", TONE_STOPPED}};
    draw(rq, "<p>");
    for (size_t i = 0; i < COUNT(badges); i++) {
        html_badge(rq, &badges[i]);
        draw(rq, " ");
    }
    draw(rq, "</p>\n");
    living_title(rq, N_("Figures"), NULL);
    static const struct figure figures[] = {{24, "besoins ouverts", "/besoins", NULL},
                                            {1312, "organisations", "/annuaire", NULL},
                                            {7, "coopérations nées cette année", NULL, NULL},
                                            {0, "promis", NULL, "12 400 €"}};
    html_figures(rq, &(struct figures){figures, COUNT(figures)});
    living_title(rq, N_("Facts"), NULL);
    const struct fact facts[] = {{"Porteur", "Le Fournil (exemple)", "/annuaire"}, {"Secteur", "Alimentation", NULL},
                                 {"Sans valeur", NULL, NULL}, {"Mot long", long_word, NULL}};
    html_facts(rq, &(struct facts){facts, COUNT(facts)});
    living_title(rq, N_("Requirements"), NULL);
    const struct requirement requirements[] = {
        {"Lot 1 : les parts font 9 000 €, l’offre 9 500 €", "Pour chaque lot, la somme des parts est l’offre.",
         "#contenu", true, false},
        {"Une structure n’a pas répondu", NULL, NULL, false, false}, {"Un seul mandataire", NULL, NULL, true, true}};
    html_requirements(rq, &(struct requirements){requirements, COUNT(requirements)});
    html_requirements(rq, &(struct requirements){requirements + 2, 1});
}

static void show_matrix(struct request *rq)
{
    living_title(rq, N_("Proposals"), NULL);
    static const char *const columns[] = {"Lot 1 : repas", "Lot 2 : linge", "Repassage"};
    static const struct matrix_cell first[] = {{"800 sur 900 kg", false}, {NULL, false}, {"oui", true}},
        second[] = {{NULL, false}, {"oui", false}, {NULL, false}},
        sum[] = {{"800 sur 900 kg", false}, {"couvert", false}, {"couvert", false}};
    static const struct tab links[] = {{"Garder", "#contenu", false}, {"Sans elle", "#contenu", false}};
    const struct matrix_row rows[] = {{"La Lessive (exemple)", "#contenu", "à 12 km", first, links, 2, false},
        {long_word, NULL, NULL, second, links, 2, false}, {"Ensemble", NULL, NULL, sum, NULL, 0, true}};
    static const char *const reasons[] = {"Aucune équipe plus petite ne couvre tout.", "25 km en tout."};
    static const struct act acts[] = {{"#contenu", "Inviter cette équipe", "membres", "1 2", false, false}};
    const struct proposal proposals[] = {{"Équipe 1 : 2 membres", {"la plus petite", TONE_GOOD}, reasons,
        COUNT(reasons), {"Qui fait quoi", "Structure", "Essayer", columns, COUNT(columns), rows, COUNT(rows)},
        {acts, COUNT(acts)}}};
    html_proposals(rq, &(struct proposals){proposals, COUNT(proposals)});
}

static void show_lists(struct request *rq)
{
    living_title(rq, N_("Cards"), NULL);
    const struct card cards[] = {
        {"Une cuisine pour trois cantines",
         "/besoins",
         "Val d’Exemple · il y a 3 jours",
         "Trois écoles cuisinent chacune pour trente enfants.",
         {"en cours", TONE_GOING}},
        {long_word, "/besoins", NULL, NULL, {NULL, TONE_PLAIN}},
        {"Des vélos pour aller à la gare", "/besoins?etat=answered", "Exemple-sur-Loue", NULL, {"pourvu", TONE_GOOD}},
    };
    html_cards(rq, &(struct cards){cards, COUNT(cards)});
    living_title(rq, N_("Views"), NULL);
    static const struct tab tabs[] = {{"Liste", "/composants", true},
                                      {"Carte", "/composants?vue=carte", false},
                                      {"Agenda", "/composants?vue=agenda", false}};
    html_tabs(rq, &(struct tabs){translate(rq, N_("Views")), tabs, COUNT(tabs)});
    living_title(rq, N_("Pager"), N_("in the middle"));
    html_pager(rq, &(struct pager){3, 20, 340});
    living_title(rq, N_("Pager"), N_("beyond the end"));
    html_pager(rq, &(struct pager){99, 20, 340});
    living_title(rq, N_("Nothing yet"), NULL);
    html_empty(rq, &(struct empty){
                       translate(rq, N_("Nobody has said a need here yet. It takes thirty seconds and no account.")),
                       "/besoins/dire", translate(rq, N_("Say a need"))});
}

static void show_facets(struct request *rq)
{
    static const struct facet_value themes[] = {{"alimentation", "Alimentation", 34, true},
                                                {"mobilite", "Mobilité", 21, false},
                                                {"habitat", "Habitat et réhabilitation des centres-bourgs", 8, true}};
    struct facet_value many[30];
    for (int i = 0; i < 30; i++)
        many[i] = (struct facet_value){arena_format(rq->arena, "%05d", 39000 + i),
                                       arena_format(rq->arena, "Commune %d", i + 1), 30 - i, false};
    struct facet facets[] = {{"theme", translate(rq, N_("Theme")), themes, COUNT(themes)},
                             {"commune", "Commune", many, 30}};
    living_title(rq, N_("Facets"), N_("two of them active, one with many values"));
    html_facets(rq, &(struct facets){facets, COUNT(facets)});
}

static void show_course(struct request *rq)
{
    living_title(rq, N_("Timeline"), NULL);
    const struct timeline_step steps[] = {
        {"Besoin déposé", NULL, "Par une habitante", 1790000000, false},
        {"Publié", "Relu le jour même.", NULL, 1790050000, false},
        {"Mis en relation avec trois structures", "Même secteur · à 12 km · ont déjà coopéré.",
         "Chargée de mission (exemple)", 1791000000, true},
    };
    html_timeline(rq, &(struct timeline){steps, COUNT(steps)});
    living_title(rq, N_("Acts"), N_("one asks for a reason"));
    const struct act acts[] = {{"/composants", "Publier", "geste", "publish", false, false},
                               {"/composants", "Mettre de côté", "geste", "park", false, true},
                               {"/composants", "Refuser", "geste", "refuse", true, true}};
    html_acts(rq, &(struct acts){acts, COUNT(acts)});
}

void living_draw(struct request *rq)
{
    draw(rq, "<h1>%s</h1>\n<p class=\"lead\">%s</p>\n", translate(rq, N_("Components")),
         translate(rq, N_("Every page is made of these. What is shown here is demonstration data.")));
    show_text(rq);
    show_states(rq);
    show_matrix(rq);
    show_lists(rq);
    show_facets(rq);
    show_course(rq);
    living_charts(rq);
    living_forms(rq);
}

static void draw_living(struct request *rq, const void *page)
{
    living_draw(rq);
}

void living_page(struct request *rq)
{
    static const struct part none[] = {{0}};
    static const struct view view = {.name = "living", .title = N_("Components"), .html = draw_living, .parts = none};
    reply(rq, &view, NULL);
}
