/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who works with whom, drawn, and the same as a table of ties. */
#include <math.h>
#include "web/draw.h"
#include "web/pin.h"

enum { WIDE = 400, EDGE = 48, LEAST_HIGH = 200, MOST_HIGH = 480 };

struct fit { double x, y, scale, x_margin, y_margin; int high; };

static struct fit fit_of(const struct network *network)
{
    double west = INFINITY, east = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (size_t i = 0; i < network->node_count; i++) {
        west = fmin(west, network->nodes[i].x);
        east = fmax(east, network->nodes[i].x);
        top = fmin(top, network->nodes[i].y);
        bottom = fmax(bottom, network->nodes[i].y);
    }
    double wide = fmax(east - west, 1e-9), high = fmax(bottom - top, 1e-9);
    double scale = fmin((WIDE - 2 * EDGE) / wide, (MOST_HIGH - 2 * EDGE) / high);
    int tall = (int)fmax(LEAST_HIGH, high * scale + 2 * EDGE);
    return (struct fit){west, top, scale, (WIDE - wide * scale) / 2, (tall - high * scale) / 2, tall};
}

static double at_x(const struct fit *fit, const struct node *node)
{
    return round((node->x - fit->x) * fit->scale + fit->x_margin);
}

static double at_y(const struct fit *fit, const struct node *node)
{
    return round((node->y - fit->y) * fit->scale + fit->y_margin);
}

static bool is_sound(const struct network *network, const struct tie *tie)
{
    return tie->from < network->node_count && tie->to < network->node_count;
}

static void draw_ties(struct request *rq, const struct network *network, const struct fit *fit)
{
    double most = 0;
    for (size_t i = 0; i < network->tie_count; i++)
        most = fmax(most, network->ties[i].weight);
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];
        if (!is_sound(network, tie))
            continue;
        const struct node *from = &network->nodes[tie->from], *to = &network->nodes[tie->to];
        draw(rq, "<path class=\"tie w%d\" d=\"M%g %gL%g %g\"/>\n",
             most > 0 ? 1 + (int)(3 * fmax(tie->weight, 0) / most) : 1, at_x(fit, from), at_y(fit, from), at_x(fit, to),
             at_y(fit, to));
    }
}

static void draw_node(struct request *rq, const struct node *node, const struct fit *fit, const struct kinds *kinds,
                      bool named)
{
    double x = at_x(fit, node);
    if (node->href) {
        draw(rq, "<a tabindex=\"-1\"");
        draw_href(rq, node->href);
        draw(rq, ">");
    }
    draw(rq, "<g transform=\"translate(%g %g)\"><g class=\"pin\"><title>%s</title>", x, at_y(fit, node), node->name);
    draw_pin(rq, kinds_index(kinds, node->kind), node->kind);
    if (named)
        draw(rq, "<text class=\"name\" y=\"29\" text-anchor=\"%s\">%s</text>",
             x < WIDE / 4.0       ? "start"
             : x > WIDE * 3 / 4.0 ? "end"
                                  : "middle",
             node->name);
    draw(rq, "</g></g>");
    draw(rq, node->href ? "</a>\n" : "\n");
}

/* Names would cover each other beyond a few: the heaviest nodes keep theirs. */
static bool is_named(const struct network *network, size_t node)
{
    enum { MOST_NAMED = 8 };
    size_t heavier = 0;
    for (size_t i = 0; i < network->node_count; i++)
        heavier += network->nodes[i].size > network->nodes[node].size
                   || (network->nodes[i].size >= network->nodes[node].size && i < node);
    return heavier < MOST_NAMED;
}

static void draw_drawing(struct request *rq, const struct network *network, const struct kinds *kinds)
{
    struct fit fit = fit_of(network);
    draw(rq,
         "<svg class=\"map\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" aria-hidden=\"true\" "
         "focusable=\"false\">\n",
         (int)WIDE, fit.high, (int)WIDE, fit.high);
    draw_ties(rq, network, &fit);
    for (size_t i = 0; i < network->node_count; i++)
        draw_node(rq, &network->nodes[i], &fit, kinds, is_named(network, i));
    draw(rq, "</svg>\n");
}

static void draw_tie_table(struct request *rq, const struct network *network)
{
    draw(rq,
         "<table>\n<caption class=\"visually-hidden\">%s</caption>\n<thead><tr><th scope=\"col\">%s</th><th "
         "scope=\"col\">%s</th><th "
         "scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
         network->title, translate(rq, N_("Who")), translate(rq, N_("With whom")), translate(rq, N_("On what")));
    for (size_t i = 0; i < network->tie_count; i++) {
        const struct tie *tie = &network->ties[i];
        if (!is_sound(network, tie))
            continue;
        draw(rq, "<tr><th scope=\"row\">");
        draw_link(rq, network->nodes[tie->from].href, network->nodes[tie->from].name);
        draw(rq, "</th><td>");
        draw_link(rq, network->nodes[tie->to].href, network->nodes[tie->to].name);
        draw(rq, "</td><td>%s</td></tr>\n", tie->label);
    }
    draw(rq, "</tbody>\n</table>\n");
}

void html_network(struct request *rq, const struct network *network)
{
    struct kinds kinds = {.count = 0};
    if (!network->node_count)
        return;
    for (size_t i = 0; i < network->node_count; i++)
        kinds_add(&kinds, network->nodes[i].kind);
    draw(rq, "<figure class=\"chart\">\n<figcaption>%s</figcaption>\n", network->title);
    draw_drawing(rq, network, &kinds);
    draw(rq, "<ul class=\"legend\">\n");
    for (size_t i = 0; i < kinds.count; i++)
        draw_kind_key(rq, &kinds, i);
    draw(rq, "</ul>\n<details>\n<summary>%s</summary>\n", translate(rq, N_("The same as a table")));
    draw_tie_table(rq, network);
    draw(rq, "</details>\n</figure>\n");
}

static void json_nodes(struct json *json, const struct network *network)
{
    json_key(json, "nodes"), json_array(json);
    for (size_t i = 0; i < network->node_count; i++) {
        json_object(json);
        json_key(json, "name"), json_text(json, network->nodes[i].name);
        json_key(json, "kind"), json_text(json, network->nodes[i].kind);
        json_key(json, "size"), json_real(json, network->nodes[i].size);
        json_key(json, "x"), json_real(json, network->nodes[i].x);
        json_key(json, "y"), json_real(json, network->nodes[i].y);
        json_end(json);
    }
    json_end(json);
}

void json_network(struct json *json, const void *component)
{
    const struct network *network = component;
    json_object(json);
    json_key(json, "title"), json_text(json, network->title);
    json_nodes(json, network);
    json_key(json, "ties"), json_array(json);
    for (size_t i = 0; i < network->tie_count; i++) {
        json_object(json);
        json_key(json, "from"), json_int(json, (int64_t)network->ties[i].from);
        json_key(json, "to"), json_int(json, (int64_t)network->ties[i].to);
        json_key(json, "weight"), json_real(json, network->ties[i].weight);
        json_key(json, "label"), json_text(json, network->ties[i].label);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}
