/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writes the living page and a few pages as the site would make them, without a database: render FOLDER. shots.mjs
 * looks at them. */
#include <stdio.h>
#include <string.h>
#include "web/asset.h"
#include "web/draw.h"
#include "web/layout.h"
#include "web/living.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct entry entries[] = {
    {"/annuaire", N_("Map and directory"), NULL},
    {"/besoins", N_("Needs and resources"), NULL},
    {"/cooperations", N_("Cooperations"), NULL},
    {"/marches", N_("Markets and calls"), NULL},
    {"/financements", N_("Funding"), NULL},
    {"/instances", N_("Bodies"), NULL},
    {"/agenda", N_("Agenda"), NULL},
    {"/ressources", N_("Resources"), NULL},
    {NULL, NULL, NULL},
};
static const struct route routes[] = {
    {GET, "/connexion"},        {GET, "/compte"},        {GET, "/accessibilite"}, {GET, "/donnees-personnelles"},
    {GET, "/mentions-legales"}, {GET, "/ecoconception"}, {GET, "/api"},           {0},
};
static const struct feature feature = {.name = "sample", .entries = entries, .routes = routes};
static const struct feature *const features[] = {&feature, NULL};

static const char *name_of_site(struct request *rq)
{
    return "Val d’Exemple en commun";
}
static const struct app app = {.features = features, .version = "0.1.0", .site_name = name_of_site};

static void home(struct request *rq)
{
    static const struct figure figures[] = {{24, "besoins ouverts", "/besoins", NULL},
                                            {312, "organisations", "/annuaire", NULL},
                                            {7, "coopérations en cours", "/cooperations", NULL},
                                            {41, "besoins pourvus cette année", "/besoins", NULL}};
    static const struct card needs[] = {
        {"Une cuisine pour trois cantines",
         "/besoins/1",
         "Alimentation · Exemple-sur-Loue · il y a 3 jours",
         "Trois écoles cuisinent chacune pour trente enfants ; un seul four suffirait.",
         {"en cours", TONE_GOING}},
        {"Rouler jusqu’à la gare sans voiture",
         "/besoins/2",
         "Mobilité · Bourg-d’Essai · il y a 5 jours",
         NULL,
         {"à relier", TONE_WAITING}},
        {"Un atelier pour réparer l’électroménager",
         "/besoins/3",
         "Réemploi · tout le territoire · il y a 9 jours",
         NULL,
         {"pourvu", TONE_GOOD}},
    };
    draw(rq, "<div class=\"hero\">\n<h1>Un besoin, une ressource, une envie&nbsp;: dites-le ici.</h1>\n<p "
             "class=\"lead\">Trente secondes, sans "
             "compte. On vous dit ce qu’il en advient.</p>\n<p class=\"actions\"><a class=\"button\" "
             "href=\"/besoins/nouveau\">Dire un besoin</a>"
             "<a class=\"button quiet\" href=\"/ressources/nouvelle\">Proposer une ressource</a></p>\n</div>\n");
    html_figures(rq, &(struct figures){figures, COUNT(figures)});
    draw(rq, "<h2>Derniers besoins</h2>\n");
    html_cards(rq, &(struct cards){needs, COUNT(needs)});
    draw(rq, "<p><a href=\"/besoins\">Tous les besoins</a></p>\n");
}

static void list(struct request *rq)
{
    static const struct facet_value themes[] = {{"alimentation", "Alimentation", 34, true},
                                                {"mobilite", "Mobilité", 21, false},
                                                {"habitat", "Habitat", 8, false},
                                                {"reemploi", "Réemploi", 5, false}};
    static const struct facet_value states[] = {{"ouvert", "Ouvert", 40, false}, {"pourvu", "Pourvu", 28, false}};
    static const struct facet facets[] = {{"theme", "Thème", themes, COUNT(themes)},
                                          {"etat", "État", states, COUNT(states)}};
    static const struct tab tabs[] = {{"Liste", "/besoins", true}, {"Carte", "/besoins?vue=carte", false}};
    struct card cards[8];
    for (size_t i = 0; i < COUNT(cards); i++)
        cards[i] = (struct card){arena_format(rq->arena, "Besoin d’exemple numéro %zu", i + 1),
                                 arena_format(rq->arena, "/besoins/%zu", i + 1),
                                 "Alimentation · à 12 km",
                                 "Un petit texte qui dit de quoi il s’agit, en deux lignes.",
                                 {i % 2 ? "en cours" : "à relier", i % 2 ? TONE_GOING : TONE_WAITING}};
    draw(rq, "<h1>Besoins</h1>\n<form class=\"search\" role=\"search\" method=\"get\" action=\"/besoins\"><label "
             "for=\"q\">Chercher un besoin</label>"
             "<input id=\"q\" name=\"q\" type=\"search\"><button class=\"button\">Chercher</button></form>\n<div "
             "class=\"columns filtered\">\n");
    html_facets(rq, &(struct facets){facets, COUNT(facets)});
    draw(rq, "<div>\n<h2 class=\"visually-hidden\">Résultats</h2>\n");
    html_tabs(rq, &(struct tabs){"Vues", tabs, COUNT(tabs)});
    html_cards(rq, &(struct cards){cards, COUNT(cards)});
    html_pager(rq, &(struct pager){2, 8, 34});
    draw(rq, "</div>\n</div>\n");
}

static void item(struct request *rq)
{
    const struct timeline_step steps[] = {
        {"Besoin déposé", NULL, "Par une habitante", 1790000000, false},
        {"Publié", "Relu le jour même.", NULL, 1790050000, false},
        {"Trois structures contactées", "Même secteur · à 12 km.", "Chargée de mission (exemple)", 1791000000, true}};
    const struct fact facts[] = {{"Thème", "Alimentation", "/besoins?theme=alimentation"},
                                 {"Territoire", "Val d’Exemple", NULL},
                                 {"Réponse attendue avant le", "12 décembre 2026", NULL}};
    static const struct map_point points[] = {{"Le Fournil (exemple)", "/annuaire/1", "Association", 6.08, 46.84},
                                              {"Recyclerie (exemple)", "/annuaire/2", "Insertion", 6.21, 46.77}};
    const struct act acts[] = {{"/besoins/1/geste", "Marquer pourvu", "geste", "answer", false, false},
                               {"/besoins/1/geste", "Retirer", "geste", "withdraw", true, true}};
    struct badge badge = {"en cours", TONE_GOING};
    draw(rq, "<h1>Une cuisine pour trois cantines</h1>\n<p class=\"meta\">");
    html_badge(rq, &badge);
    draw(rq, " Exemple-sur-Loue</p>\n<div class=\"columns\">\n<div>\n");
    html_trusted(rq, markdown_html(rq, "Trois écoles cuisinent **chacune** pour trente enfants. Un seul four "
                                       "suffirait.\n\n- un four\n- un véhicule\n\n"
                                       "Voir le [schéma](https://example.org/schema)."));
    draw(rq, "<h2>Qui pourrait répondre</h2>\n");
    html_map(rq, &(struct map){"Deux structures à moins de 15 km", NULL, 0, points, COUNT(points), NULL});
    html_acts(rq, &(struct acts){acts, COUNT(acts)});
    draw(rq, "</div>\n<aside aria-label=\"Suivi\">\n<div class=\"panel\">\n<h2>Suivi</h2>\n");
    html_timeline(rq, &(struct timeline){steps, COUNT(steps)});
    draw(rq, "</div>\n");
    html_facts(rq, &(struct facts){facts, COUNT(facts)});
    draw(rq, "</aside>\n</div>\n");
}

static void nothing(struct request *rq)
{
    draw(rq, "<h1>Coopérations</h1>\n");
    html_empty(rq, &(struct empty){
                       "Aucune coopération pour l’instant. Elle naît quand un besoin trouve au moins deux partenaires.",
                       "/besoins", "Voir les besoins"});
}

static const struct {
    const char *file, *path, *query, *title;
    void (*draw)(struct request *rq);
    int status;
    const char *flash;
    bool signed_in;
} pages[] = {
    {"accueil", "/", "", "Accueil", home, OK, NULL, false},
    {"liste", "/besoins", "theme=alimentation", "Besoins", list, OK, NULL, false},
    {"fiche", "/besoins/1", "", "Une cuisine pour trois cantines", item, OK, "Votre réponse est enregistrée.", true},
    {"vide", "/cooperations", "", "Coopérations", nothing, OK, NULL, false},
    {"composants", "/composants", "theme=alimentation&theme=habitat", "Composants", living_draw, INVALID, NULL, true},
};

static bool write_file(const char *folder, const char *name, const void *bytes, size_t length)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    bool written = file && fwrite(bytes, 1, length, file) == length;
    return file && fclose(file) == 0 && written;
}

static bool render(const char *folder, size_t i)
{
    struct arena arena = {0};
    struct user user = {.id = 1, .name = "Camille Exemple", .email = "camille@example.org"};
    struct request rq = {.method = GET,
                         .path = pages[i].path,
                         .query = pages[i].query,
                         .language = "fr",
                         .csrf = "jeton",
                         .now = 1795000000,
                         .app = &app,
                         .arena = &arena,
                         .user = pages[i].signed_in ? &user : NULL,
                         .reply.body.arena = &arena};
    layout_open(&rq, &(struct frame){pages[i].title, pages[i].flash, pages[i].status});
    pages[i].draw(&rq);
    layout_close(&rq);
    bool written =
        write_file(folder, arena_format(&arena, "%s.html", pages[i].file), rq.reply.body.text, rq.reply.body.length);
    arena_free(&arena);
    return written;
}

int main(int count, char **words)
{
    bool written = count == 2;
    for (size_t i = 0; written && i < COUNT(pages); i++)
        written = render(words[1], i);
    for (const struct named_asset *one = named_assets; written && one->name; one++)
        written = write_file(words[1], strrchr(one->asset.path, '/') + 1, one->asset.bytes, one->asset.length);
    if (!written)
        fprintf(stderr, "usage: render FOLDER (that exists)\n");
    return written ? 0 : 1;
}
