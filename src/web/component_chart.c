/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Charts that are tables: each row holds its label, its bar and its number. Funnel, shares of money, curve through
 * time. */
#include "web/draw.h"
#include <math.h>

/* A bar as wide as its share of the widest: an SVG, because a style attribute is forbidden. */
static void draw_bar(struct request *rq, double share, const char *kind)
{
    double width = share > 0 ? round(share * 1000) / 10 : 0;
    draw(rq, "<svg class=\"bar\" width=\"100%%\" height=\"14\" aria-hidden=\"true\" focusable=\"false\">"
             "<rect class=\"%s\" width=\"%g%%\" height=\"14\"/></svg>", kind, width);
}

static double widest(const struct bar *bars, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++)
        most = fmax(most, bars[i].value);
    return most;
}

static void draw_bars_head(struct request *rq, const char *title, const char *first, const char *unit)
{
    draw(rq, "<table class=\"bars\">\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>", title, first);
    draw(rq, "<th scope=\"col\">%s</th>", unit ? unit : translate(rq, N_("Number")));
}

void html_bars(struct request *rq, const struct bars *bars)
{
    double most = widest(bars->bars, bars->count);
    if (!bars->count)
        return;
    draw_bars_head(rq, bars->title, translate(rq, N_("Item")), bars->unit);
    draw(rq, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < bars->count; i++) {
        const struct bar *bar = &bars->bars[i];
        draw(rq, "<tr><th scope=\"row\">");
        draw_link(rq, bar->href, bar->label);
        draw(rq, "</th><td>");
        draw_bar(rq, most > 0 ? bar->value / most : 0, "fill");
        draw(rq, "<span>");
        draw_number(rq, bar->value);
        draw(rq, "</span></td></tr>\n");
    }
    draw(rq, "</tbody>\n</table>\n");
}

static void json_bar_list(struct json *json, const char *title, const char *unit, const struct bar *bars, size_t count)
{
    json_object(json);
    json_key(json, "title"), json_text(json, title);
    json_key(json, "unit"), json_text(json, unit);
    json_key(json, "values"), json_array(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json);
        json_key(json, "label"), json_text(json, bars[i].label);
        json_key(json, "value"), json_real(json, bars[i].value);
        json_key(json, "href"), json_text(json, bars[i].href);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

void json_bars(struct json *json, const void *component)
{
    const struct bars *bars = component;
    json_bar_list(json, bars->title, bars->unit, bars->bars, bars->count);
}

static int percent(double part, double whole)
{
    return (int)round(part / whole * 100);
}

static void draw_funnel_step(struct request *rq, const struct funnel *funnel, size_t i, double most)
{
    const struct bar *step = &funnel->steps[i];
    draw(rq, "<tr><th scope=\"row\">");
    draw_link(rq, step->href, step->label);
    draw(rq, "</th><td>");
    draw_bar(rq, most > 0 ? step->value / most : 0, "fill");
    draw(rq, "<span>");
    draw_number(rq, step->value);
    draw(rq, "</span>");
    if (i && funnel->steps[i - 1].value > 0)
        draw(rq, " <span class=\"meta\">%s</span>",
             say(rq, N_("%d%% of the step before"), percent(step->value, funnel->steps[i - 1].value)));
    if (i > 1 && funnel->steps[0].value > 0)
        draw(rq, " <span class=\"meta\">%s</span>",
             say(rq, N_("%d%% of the first step"), percent(step->value, funnel->steps[0].value)));
    draw(rq, "</td></tr>\n");
}

void html_funnel(struct request *rq, const struct funnel *funnel)
{
    double most = widest(funnel->steps, funnel->count);
    if (!funnel->count)
        return;
    draw_bars_head(rq, funnel->title, translate(rq, N_("Step")), funnel->unit);
    draw(rq, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < funnel->count; i++)
        draw_funnel_step(rq, funnel, i, most);
    draw(rq, "</tbody>\n</table>\n");
}

void json_funnel(struct json *json, const void *component)
{
    const struct funnel *funnel = component;
    json_bar_list(json, funnel->title, funnel->unit, funnel->steps, funnel->count);
}

static const struct { const char *code, *text; } share_kinds[] = {
    [SHARE_PAID] = {"paid", N_("paid")}, [SHARE_FIRM] = {"firm", N_("firm")},
    [SHARE_FORECAST] = {"forecast", N_("forecast")}, [SHARE_PROMISED] = {"promised", N_("promised")},
};

static int64_t sum_shares(const struct shares *shares)
{
    int64_t sum = 0;
    for (size_t i = 0; i < shares->count; i++)
        sum += shares->shares[i].cents;
    return sum;
}

/* The segments follow each other; the target, when it lies beyond them, is the whole width. */
static void draw_segments(struct request *rq, const struct shares *shares, double whole)
{
    double at = 0;
    draw(rq, "<svg class=\"shares\" width=\"100%%\" height=\"36\" aria-hidden=\"true\" focusable=\"false\">");
    for (size_t i = 0; i < shares->count && whole > 0; i++) {
        double width = 100.0 * (double)shares->shares[i].cents / whole;
        if (width > 0)
            draw(rq, "<rect class=\"%s\" x=\"%g%%\" width=\"%g%%\" height=\"36\"/>",
                 share_kinds[shares->shares[i].kind].code, round(at * 100) / 100, round(width * 100) / 100);
        at += fmax(width, 0);
    }
    draw(rq, "</svg>\n");
}

static void draw_money_row(struct request *rq, const char *label, int64_t cents)
{
    draw(rq, "<tr class=\"sum\"><th scope=\"row\">%s</th><td class=\"number\">", label);
    html_money(rq, &cents);
    draw(rq, "</td></tr>\n");
}

static void draw_share(struct request *rq, const struct share *share)
{
    draw(rq, "<tr><th scope=\"row\">");
    draw_link(rq, share->href, share->label);
    draw(
        rq,
        " <span class=\"meta\"><span class=\"key %s\" aria-hidden=\"true\"></span> %s</span></th><td class=\"number\">",
        share_kinds[share->kind].code, translate(rq, share_kinds[share->kind].text));
    html_money(rq, &share->cents);
    draw(rq, "</td></tr>\n");
}

void html_shares(struct request *rq, const struct shares *shares)
{
    int64_t sum = sum_shares(shares);
    if (!shares->count && !shares->target)
        return;
    draw(rq, "<div class=\"chart\">\n");
    draw_segments(rq, shares, (double)(shares->target > sum ? shares->target : sum));
    draw(
        rq,
        "<table>\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th><th scope=\"col\" class=\"number\">%s</th>"
        "</tr></thead>\n<tbody>\n",
        shares->title, translate(rq, N_("From")), translate(rq, N_("Amount")));
    for (size_t i = 0; i < shares->count; i++)
        draw_share(rq, &shares->shares[i]);
    draw_money_row(rq, translate(rq, N_("Total")), sum);
    if (shares->target)
        draw_money_row(rq, translate(rq, N_("Target")), shares->target);
    if (shares->target > sum)
        draw_money_row(rq, translate(rq, N_("Still missing")), shares->target - sum);
    draw(rq, "</tbody>\n</table>\n</div>\n");
}

void json_shares(struct json *json, const void *component)
{
    const struct shares *shares = component;
    json_object(json);
    json_key(json, "title"), json_text(json, shares->title);
    json_key(json, "target_cents"), json_int(json, shares->target);
    json_key(json, "total_cents"), json_int(json, sum_shares(shares));
    json_key(json, "shares"), json_array(json);
    for (size_t i = 0; i < shares->count; i++) {
        json_object(json);
        json_key(json, "label"), json_text(json, shares->shares[i].label);
        json_key(json, "kind"), json_text(json, share_kinds[shares->shares[i].kind].code);
        json_key(json, "cents"), json_int(json, shares->shares[i].cents);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}
