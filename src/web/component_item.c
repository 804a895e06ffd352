/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Components of the page of one thing: where it stands, how it came there, what one may do, what is known; and cards,
 * figures. */
#include "web/draw.h"

static const char *const tone_names[] = {"plain", "waiting", "going", "good", "stopped"};

void html_badge(struct request *rq, const struct badge *badge)
{
    if (badge->text)
        draw(rq, "<span class=\"badge %s\">%s</span>", tone_names[badge->tone], badge->text);
}

void json_badge(struct json *json, const void *component)
{
    const struct badge *badge = component;
    json_object(json);
    json_key(json, "text"), json_text(json, badge->text);
    json_key(json, "tone"), json_text(json, tone_names[badge->tone]);
    json_end(json);
}

static void draw_card(struct request *rq, const struct card *card)
{
    draw(rq, "<li>\n<h3>");
    draw_link(rq, card->href, card->title);
    draw(rq, "</h3>\n");
    if (card->meta || card->badge.text) {
        draw(rq, "<p class=\"meta\">");
        html_badge(rq, &card->badge);
        draw(rq, " %s</p>\n", card->meta);
    }
    if (card->text)
        draw(rq, "<p>%s</p>\n", card->text);
    draw(rq, "</li>\n");
}

void html_cards(struct request *rq, const struct cards *cards)
{
    if (!cards->count)
        return;
    draw(rq, "<ul class=\"cards\">\n");
    for (size_t i = 0; i < cards->count; i++)
        draw_card(rq, &cards->cards[i]);
    draw(rq, "</ul>\n");
}

void json_cards(struct json *json, const void *component)
{
    const struct cards *cards = component;
    json_array(json);
    for (size_t i = 0; i < cards->count; i++) {
        const struct card *card = &cards->cards[i];
        json_object(json);
        json_key(json, "title"), json_text(json, card->title);
        json_key(json, "href"), json_text(json, card->href);
        json_key(json, "meta"), json_text(json, card->meta);
        json_key(json, "text"), json_text(json, card->text);
        json_key(json, "state"), json_text(json, card->badge.text);
        json_end(json);
    }
    json_end(json);
}

static void draw_step(struct request *rq, const struct timeline_step *step)
{
    if (step->now)
        draw(rq, "<li aria-current=\"step\">\n");
    else
        draw(rq, "<li>\n");
    draw(rq, "<p class=\"step\"><strong>%s</strong>", step->title);
    if (step->at) {
        draw(rq, " <span class=\"meta\">");
        html_date(rq, &step->at);
        draw(rq, "</span>");
    }
    draw(rq, "</p>\n");
    if (step->actor)
        draw(rq, "<p class=\"meta\">%s</p>\n", step->actor);
    if (step->text)
        draw(rq, "<p>%s</p>\n", step->text);
    draw(rq, "</li>\n");
}

void html_timeline(struct request *rq, const struct timeline *timeline)
{
    if (!timeline->count)
        return;
    draw(rq, "<ol class=\"timeline\">\n");
    for (size_t i = 0; i < timeline->count; i++)
        draw_step(rq, &timeline->steps[i]);
    draw(rq, "</ol>\n");
}

void json_timeline(struct json *json, const void *component)
{
    const struct timeline *timeline = component;
    json_array(json);
    for (size_t i = 0; i < timeline->count; i++) {
        const struct timeline_step *step = &timeline->steps[i];
        json_object(json);
        json_key(json, "title"), json_text(json, step->title);
        json_key(json, "text"), json_text(json, step->text);
        json_key(json, "actor"), json_text(json, step->actor);
        json_key(json, "at"), json_int(json, step->at);
        json_key(json, "now"), json_bool(json, step->now);
        json_end(json);
    }
    json_end(json);
}

static void draw_act_form(struct request *rq, const struct act *act, size_t number)
{
    draw(rq, "<form method=\"post\"");
    html_markup(rq, " action=\"", 9);
    html_link(rq, act->path);
    draw(rq, "\">");
    html_csrf(rq);
    if (act->asks_reason)
        draw(
            rq,
            "<p class=\"field\"><label for=\"motif-%zu\">%s</label><span class=\"hint\" id=\"motif-%zu-hint\">%s</span>"
            "<textarea id=\"motif-%zu\" name=\"motif\" rows=\"3\" required "
            "aria-describedby=\"motif-%zu-hint\"></textarea></p>\n",
            number, translate(rq, N_("Reason")), number,
            translate(rq, N_("It is told to the people concerned, and kept.")), number, number);
    draw(rq, "<button");
    if (act->name)
        draw(rq, " name=\"%s\" value=\"%s\"", act->name, act->value);
    draw(rq, " class=\"button %s\">%s</button></form>\n",
         act->danger                         ? "danger"
         : act->asks_reason || act->primary ? "primary"
                                            : "quiet",
         act->label);
}

/* An act that asks for a reason unfolds it first. */
static void draw_act(struct request *rq, const struct act *act, size_t number)
{
    if (!act->asks_reason) {
        draw_act_form(rq, act, number);
        return;
    }
    draw(rq, "<details class=\"act\">\n<summary class=\"button %s\">%s</summary>\n", act->danger ? "danger" : "quiet",
         act->label);
    draw_act_form(rq, act, number);
    draw(rq, "</details>\n");
}

static void draw_blocked(struct request *rq, const struct act *act)
{
    draw(rq, "<li>");
    draw_link(rq, act->mend, act->label);
    draw(rq, " <span class=\"hint\">%s</span></li>\n", act->blocked);
}

void html_acts(struct request *rq, const struct acts *acts)
{
    size_t blocked = 0;
    for (size_t i = 0; i < acts->count; i++)
        blocked += acts->acts[i].blocked != NULL;
    if (acts->count > blocked) {
        draw(rq, "<div class=\"acts\">\n");
        for (size_t i = 0; i < acts->count; i++)
            if (!acts->acts[i].blocked)
                draw_act(rq, &acts->acts[i], i + 1);
        draw(rq, "</div>\n");
    }
    if (!blocked)
        return;
    draw(rq, "<ul class=\"blocked\">\n");
    for (size_t i = 0; i < acts->count; i++)
        if (acts->acts[i].blocked)
            draw_blocked(rq, &acts->acts[i]);
    draw(rq, "</ul>\n");
}

void json_acts(struct json *json, const void *component)
{
    const struct acts *acts = component;
    json_array(json);
    for (size_t i = 0; i < acts->count; i++) {
        const struct act *act = &acts->acts[i];
        json_object(json);
        json_key(json, "path"), json_text(json, act->path);
        json_key(json, "label"), json_text(json, act->label);
        json_key(json, "name"), json_text(json, act->name);
        json_key(json, "value"), json_text(json, act->value);
        json_key(json, "asks_reason"), json_bool(json, act->asks_reason);
        json_key(json, "blocked"), json_text(json, act->blocked);
        json_key(json, "mend"), json_text(json, act->mend);
        json_end(json);
    }
    json_end(json);
}

void html_facts(struct request *rq, const struct facts *facts)
{
    if (!facts->count)
        return;
    draw(rq, "<dl class=\"facts\">\n");
    for (size_t i = 0; i < facts->count; i++)
        if (!text_blank(facts->facts[i].text)) {
            draw(rq, "<div><dt>%s</dt><dd>", facts->facts[i].label);
            draw_link(rq, facts->facts[i].href, facts->facts[i].text);
            draw(rq, "</dd></div>\n");
        }
    draw(rq, "</dl>\n");
}

void json_facts(struct json *json, const void *component)
{
    const struct facts *facts = component;
    json_array(json);
    for (size_t i = 0; i < facts->count; i++) {
        json_object(json);
        json_key(json, "label"), json_text(json, facts->facts[i].label);
        json_key(json, "text"), json_text(json, facts->facts[i].text);
        json_key(json, "href"), json_text(json, facts->facts[i].href);
        json_end(json);
    }
    json_end(json);
}

static void draw_figure(struct request *rq, const struct figure *figure)
{
    draw(rq, "<li>");
    if (figure->href) {
        draw(rq, "<a");
        draw_href(rq, figure->href);
        draw(rq, ">");
    }
    draw(rq, "<strong>");
    if (figure->shown)
        draw(rq, "%s", figure->shown);
    else
        draw_number(rq, figure->value);
    draw(rq, "</strong> <span>%s</span>", figure->text);
    if (figure->href)
        draw(rq, "</a>");
    draw(rq, "</li>\n");
}

void html_figures(struct request *rq, const struct figures *figures)
{
    if (!figures->count)
        return;
    draw(rq, "<ul class=\"figures\">\n");
    for (size_t i = 0; i < figures->count; i++)
        draw_figure(rq, &figures->figures[i]);
    draw(rq, "</ul>\n");
}

void json_figures(struct json *json, const void *component)
{
    const struct figures *figures = component;
    json_array(json);
    for (size_t i = 0; i < figures->count; i++) {
        json_object(json);
        json_key(json, "text"), json_text(json, figures->figures[i].text);
        json_key(json, "value"), json_real(json, figures->figures[i].value);
        json_key(json, "href"), json_text(json, figures->figures[i].href);
        json_end(json);
    }
    json_end(json);
}
