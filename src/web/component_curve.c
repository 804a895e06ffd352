/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A value through time, drawn as columns above and under zero, with its table. */
#include "web/draw.h"
#include <math.h>

enum { COLUMN = 24, TALL = 200, PAD = 6 };

struct scale { double most, least; };

static struct scale scale_of(const struct curve *curve)
{
    struct scale scale = {0, 0};
    for (size_t i = 0; i < curve->count; i++) {
        scale.most = fmax(scale.most, (double)curve->points[i].cents);
        scale.least = fmin(scale.least, (double)curve->points[i].cents);
    }
    if (scale.most <= scale.least)
        scale.most = scale.least + 1;
    return scale;
}

static double height_at(struct scale scale, double cents)
{
    return round(((scale.most - cents) / (scale.most - scale.least) * (TALL - 2 * PAD) + PAD) * 10) / 10;
}

static void draw_column(struct request *rq, const struct curve_point *point, size_t i, struct scale scale)
{
    double zero = height_at(scale, 0), top = height_at(scale, (double)point->cents);
    const char *kind = point->cents < 0  ? (point->forecast ? "under forecast" : "under")
                       : point->forecast ? "forecast"
                                         : "fill";
    draw(rq, "<rect class=\"%s\" x=\"%zu\" y=\"%g\" width=\"%d\" height=\"%g\"><title>%s</title></rect>\n", kind,
         i * COLUMN + 3, fmin(zero, top), COLUMN - 6, fmax(fabs(zero - top), 1), point->label);
}

static void draw_columns(struct request *rq, const struct curve *curve)
{
    struct scale scale = scale_of(curve);
    size_t wide = curve->count * COLUMN;
    draw(rq, "<svg class=\"curve\" viewBox=\"0 0 %zu %d\" preserveAspectRatio=\"none\" width=\"100%%\" height=\"%d\" "
             "aria-hidden=\"true\" focusable=\"false\">\n", wide, (int)TALL, (int)TALL);
    for (size_t i = 0; i < curve->count; i++)
        draw_column(rq, &curve->points[i], i, scale);
    draw(rq, "<path class=\"axis\" d=\"M0 %gH%zu\"/></svg>\n", height_at(scale, 0), wide);
}

static void draw_key(struct request *rq, const char *kind, const char *text)
{
    draw(rq, "<li><span class=\"key %s\" aria-hidden=\"true\"></span> %s</li>\n", kind, text);
}

/* The highest and the lowest, in words: the drawing has no graduation. */
static void draw_extremes(struct request *rq, const struct curve *curve)
{
    const struct curve_point *high = &curve->points[0], *low = high;
    for (size_t i = 0; i < curve->count; i++) {
        high = curve->points[i].cents > high->cents ? &curve->points[i] : high;
        low = curve->points[i].cents < low->cents ? &curve->points[i] : low;
    }
    draw(rq, "<ul class=\"legend\">\n<li>%s ", translate(rq, N_("Highest:")));
    html_money(rq, &high->cents);
    draw(rq, " (%s)</li>\n<li>%s ", high->label, translate(rq, N_("Lowest:")));
    html_money(rq, &low->cents);
    draw(rq, " (%s)</li>\n", low->label);
    draw_key(rq, "fill", translate(rq, N_("observed")));
    draw_key(rq, "forecast", translate(rq, N_("forecast")));
    if (low->cents < 0)
        draw_key(rq, "under", translate(rq, N_("below zero")));
    draw(rq, "</ul>\n");
}

void html_curve(struct request *rq, const struct curve *curve)
{
    if (!curve->count)
        return;
    draw(rq, "<figure class=\"chart\">\n<figcaption>%s</figcaption>\n", curve->title);
    draw_columns(rq, curve);
    draw(rq, "<p class=\"ends\"><span>%s</span> <span>%s</span></p>\n", curve->points[0].label,
         curve->points[curve->count - 1].label);
    draw_extremes(rq, curve);
    draw(rq,
         "<details>\n<summary>%s</summary>\n<table>\n<caption class=\"visually-hidden\">%s</caption>\n<thead><tr><th "
         "scope=\"col\">%s"
         "</th><th scope=\"col\">%s</th><th scope=\"col\" class=\"number\">%s</th></tr></thead>\n<tbody>\n",
         translate(rq, N_("The same as a table")), curve->title, translate(rq, N_("When")), translate(rq, N_("State")),
         translate(rq, N_("Amount")));
    for (size_t i = 0; i < curve->count; i++) {
        draw(rq, "<tr><th scope=\"row\">%s</th><td>%s</td><td class=\"number\">", curve->points[i].label,
             translate(rq, curve->points[i].forecast ? N_("forecast") : N_("observed")));
        html_money(rq, &curve->points[i].cents);
        draw(rq, "</td></tr>\n");
    }
    draw(rq, "</tbody>\n</table>\n</details>\n</figure>\n");
}

void json_curve(struct json *json, const void *component)
{
    const struct curve *curve = component;
    json_object(json);
    json_key(json, "title"), json_text(json, curve->title);
    json_key(json, "points"), json_array(json);
    for (size_t i = 0; i < curve->count; i++) {
        json_object(json);
        json_key(json, "label"), json_text(json, curve->points[i].label);
        json_key(json, "cents"), json_int(json, curve->points[i].cents);
        json_key(json, "forecast"), json_bool(json, curve->points[i].forecast);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}
