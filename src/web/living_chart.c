/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The living page: bars, funnel, shares of money, curve, map, network. */
#include "web/living_part.h"
#include <math.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void show_bars(struct request *rq)
{
    static const struct bar themes[] = {
        {"Alimentation", "/besoins?theme=food", 34},
        {"Mobilité", "/besoins?theme=mobility", 21},
        {"Habitat", NULL, 8},
        {"Réemploi, réparation et ressourceries intercommunales", NULL, 1},
        {"Numérique", NULL, 0},
    };
    living_title(rq, N_("Bars"), N_("with a long label and a zero"));
    html_bars(rq, &(struct bars){"Besoins ouverts par thème", "Besoins", themes, COUNT(themes)});
    static const struct bar steps[] = {
        {"Mis en relation", NULL, 120},
        {"Contact vu", NULL, 96},
        {"Intéressés", NULL, 31},
        {"Coopération née", NULL, 12},
    };
    living_title(rq, N_("Funnel"), NULL);
    html_funnel(rq, &(struct funnel){"Des mises en relation aux coopérations", "Relations", steps, COUNT(steps)});
}

static void show_money(struct request *rq)
{
    static const struct share shares[] = {
        {"Région", NULL, SHARE_PAID, 1500000}, {"Communauté de communes", "/", SHARE_FIRM, 800000},
        {"Fondation (demande déposée)", NULL, SHARE_FORECAST, 600000}, {"Habitants", NULL, SHARE_PROMISED, 124050},
    };
    living_title(rq, N_("Shares of money"), N_("with a target that is not reached"));
    html_shares(rq, &(struct shares){"Plan de financement de la légumerie", shares, COUNT(shares), 4000000});
    living_title(rq, N_("Shares of money"), N_("without anything yet"));
    html_shares(rq, &(struct shares){"Plan de financement", NULL, 0, 1000000});
    struct curve_point points[12];
    for (int i = 0; i < 12; i++)
        points[i] = (struct curve_point){arena_format(rq->arena, "%02d/2027", i + 1),
                                         (int64_t)(900000 * cos(i * 0.5)) - 150000, i > 6};
    living_title(rq, N_("Curve"), N_("going under zero"));
    html_curve(rq, &(struct curve){"Trésorerie, en fin de mois", points, 12});
}

/* A territory that does not exist: a patchwork of cells whose corners are moved a little, the same on both sides of an
 * edge. */
static double corner(int column, int row, int axis)
{
    return (axis ? 46.9 - row * 0.05 : 6.0 + column * 0.07)
           + 0.012 * sin(column * 12.9898 + row * 78.233 + axis * 37.7);
}

static const char *cell(struct request *rq, int column, int row)
{
    static const int steps[5][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    struct buffer path = {.arena = rq->arena};
    for (int i = 0; i < 5; i++)
        buffer_format(&path, "%s%.4f %.4f", i ? "," : "", corner(column + steps[i][0], row + steps[i][1], 0),
                      corner(column + steps[i][0], row + steps[i][1], 1));
    return path.text;
}

static void show_map(struct request *rq)
{
    enum { WIDE = 7, HIGH = 5 };
    struct map_shape shapes[WIDE * HIGH];
    for (int i = 0; i < WIDE * HIGH; i++)
        shapes[i] = (struct map_shape){arena_format(rq->arena, "Commune %d", i + 1), "/composants",
                                       cell(rq, i % WIDE, i / WIDE), i * 7 % 11, i == 17};
    static const struct map_point points[] = {
        {"Le Fournil (exemple)", "/composants", "Association", 6.08, 46.84},
        {"Recyclerie (exemple)", "/composants", "Insertion", 6.21, 46.77},
        {"Maison commune (exemple)", NULL, "Collectivité", 6.35, 46.80},
        {"Atelier A (exemple)", NULL, "Association", 6.301, 46.701},
        {"Atelier B (exemple)", NULL, "Association", 6.302, 46.702},
        {"Atelier C (exemple)", NULL, "Insertion", 6.303, 46.70},
    };
    living_title(rq, N_("Map"), N_("with shapes, values and points"));
    html_map(rq, &(struct map){"Un territoire inventé", shapes, COUNT(shapes), points, COUNT(points), "organisations"});
    living_title(rq, N_("Map"), N_("with points only"));
    html_map(rq, &(struct map){"Trois lieux inventés", NULL, 0, points, 3, NULL});
}

static void show_network(struct request *rq)
{
    static const struct node nodes[] = {
        {"Le Fournil (exemple)", "/composants", "Association", 0, 0, 5},
        {"Recyclerie (exemple)", NULL, "Insertion", 3, 1, 3},
        {"Maison commune (exemple)", NULL, "Collectivité", 1.4, 2.2, 8},
        {"Lycée agricole (exemple)", NULL, "Formation", -1, 2.5, 2},
        {"Banque coopérative (exemple)", NULL, "Financeur", 3.4, 3, 2},
    };
    static const struct tie ties[] = {
        {0, 2, 4, "Légumerie"}, {1, 2, 2, "Tri"}, {2, 3, 1, "Formation"}, {2, 4, 1, "Prêt"}, {0, 1, 1, "Pain"}};
    living_title(rq, N_("Network"), NULL);
    html_network(rq, &(struct network){"Qui coopère avec qui", nodes, COUNT(nodes), ties, COUNT(ties)});
}

void living_charts(struct request *rq)
{
    show_bars(rq);
    show_money(rq);
    show_map(rq);
    show_network(rq);
}
