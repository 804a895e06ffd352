/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kit: what pages are made of. Each component is a struct that a handler fills, a function that draws it (in tokens
 * of the one style sheet, without JavaScript) and one that writes it as JSON. The living page /composants shows each in
 * all its states. In a template: "pages: component pager" in the first line, {{put pages}} where it stands. Texts in
 * these structs are already translated (labels of const tables such as struct form are not). One that holds nothing (no
 * item, a NULL text) draws nothing. */
#pragma once
#include "formats/json.h"
#include "web/form.h"
#include "web/request.h"

/* Markup that is safe because our Markdown renderer made it. */
struct html { const char *trusted; };
/* CommonMark subset by md4c: no raw HTML, only http, https, mailto links; headings start at h3. */
struct html markdown_html(struct request *rq, const char *markdown);

/* "1–20 of 340", previous and next, keeping the filters of the address. */
struct pager { int64_t page, size, total; };
/* Reads ?page=; total is filled after the query. An export asks for the whole list: use pages.size in the query. */
struct pager pager_here(struct request *rq, int64_t size);
int64_t pager_offset(const struct pager *pager);
void html_pager(struct request *rq, const struct pager *pager);
void json_pager(struct json *json, const void *pager);

/* The search field of a list, with what was searched still in it: asks action?q=… */
struct search { const char *action, *label, *words; };
void html_search(struct request *rq, const struct search *search);
void json_search(struct json *json, const void *search);

/* Facets of a list: each value a link that adds or removes it, with its count; active ones again as removable chips. */
struct facet_value { const char *code, *text; int64_t count; bool active; };
struct facet { const char *name, *label; const struct facet_value *values; size_t count; };
struct facets { const struct facet *facets; size_t count; };
void html_facets(struct request *rq, const struct facets *facets);
void json_facets(struct json *json, const void *facets);

/* Shapes and points without JavaScript. Coordinates are WGS84 degrees; the drawing projects (local equirectangular). */
struct map_shape {
    const char *name, *href, *path_lonlat;
    double value;
    bool strong;
}; /* "lon lat,lon lat;…" rings */
struct map_point {
    const char *name, *href, *kind;
    double lon, lat;
}; /* kind: letter on the marker */
struct map { const char *title; const struct map_shape *shapes; size_t shape_count;
             const struct map_point *points; size_t point_count;
             const char *unit;                 /* what value counts ("organisations"); NULL: values are not shown */
             const char *note;                 /* a sentence under the drawing: what it leaves out; NULL: none */
             /* Places that only give the country a look where shapes are missing: longitude, latitude by turns. */
             const double *ground; size_t ground_count;
             /* A page that lists the same points: a link to it stands in the place of their table. NULL: none. */
             const char *list;
             bool unfolded; };                 /* its table is open: it is read as much as the drawing */
/* An <svg>, its legend, and its table in <details>. Kinds are told apart by the shape and the first letter of the
 * marker; close points gather into one marker with their number; contours are thinned until the drawing is small
 * enough. */
void html_map(struct request *rq, const struct map *map);
/* Leaves out the points that fall further from the shapes and the ground than a tenth of their size, so that one
 * overseas does not shrink a country to a dot; how many were left out. Without shapes or ground nothing changes. The
 * points kept go into points, which has room for all (it may be the map's own array). */
size_t map_clip(struct map *map, struct map_point *points);
void json_map(struct json *json, const void *map);

/* Dated states, oldest first; the last one is where things stand. */
struct timeline_step { const char *title, *text, *actor; int64_t at; bool now; };
struct timeline { const struct timeline_step *steps; size_t count; };
void html_timeline(struct request *rq, const struct timeline *timeline);
void json_timeline(struct json *json, const void *timeline);

/* Horizontal bars with their table: a funnel, counts by theme. */
struct bar { const char *label, *href; double value; };
struct bars { const char *title, *unit; const struct bar *bars; size_t count; };
void html_bars(struct request *rq, const struct bars *bars);
void json_bars(struct json *json, const void *bars);

/* The rows of this page in other formats, as searched here: formats "csv xlsx geojson json"; NULL: none. pages: of the
 * list, when it may be longer than one file (40,000 rows): it then goes out in several, "?partie=2". */
struct exports { const char *formats; const struct pager *pages; };
void html_exports(struct request *rq, const struct exports *exports);
void json_exports(struct json *json, const void *exports);

/* What must be true before a next step: what is lacking first, each with its rule and the page where one mends it; what
 * is already right under a fold. hard: the step is refused without it; else it is only to be watched. */
struct requirement { const char *what, *rule, *href; bool hard, met; };
struct requirements { const struct requirement *items; size_t count; };
void html_requirements(struct request *rq, const struct requirements *requirements);
void json_requirements(struct json *json, const void *requirements);

/* Nothing to show yet: why, and the one act proposed. */
struct empty { const char *why, *act_path, *act; };
void html_empty(struct request *rq, const struct empty *empty);      /* draws nothing while why is NULL */
void json_empty(struct json *json, const void *empty);

/* Buttons that each post: a state's possible transitions, moderation, a refusal. primary: the one that is next. An act
 * that cannot be done yet says why (blocked); it is then a link to the page where one mends that (mend). */
struct act { const char *path, *label, *name, *value; bool danger, asks_reason, primary; const char *blocked, *mend; };
struct acts { const struct act *acts; size_t count; };
void html_acts(struct request *rq, const struct acts *acts);
void json_acts(struct json *json, const void *acts);

/* The few figures that say where things stand: {24, "open needs", "/besoins"}. shown, when given, is written instead of
 * value. */
struct figure { double value; const char *text, *href, *shown; };
struct figures { const struct figure *figures; size_t count; };
void html_figures(struct request *rq, const struct figures *figures);
void json_figures(struct json *json, const void *figures);

/* A state: shape and text, never colour only. In a template, where a component cannot stand in a loop:
 * <span class="badge going">…</span>, with one of these five words as class. */
enum tone { TONE_PLAIN, TONE_WAITING, TONE_GOING, TONE_GOOD, TONE_STOPPED };
struct badge { const char *text; enum tone tone; };
void html_badge(struct request *rq, const struct badge *badge);
void json_badge(struct json *json, const void *badge);

/* Things one may open: a title, a line of facts, a sentence or two. */
struct card { const char *title, *href, *meta, *text; struct badge badge; };
struct cards { const struct card *cards; size_t count; };
void html_cards(struct request *rq, const struct cards *cards);
void json_cards(struct json *json, const void *cards);

/* Views of one query: list, map, calendar. name says what they are views of. */
struct tab { const char *label, *href; bool here; };
struct tabs { const char *name; const struct tab *tabs; size_t count; };
void html_tabs(struct request *rq, const struct tabs *tabs);
void json_tabs(struct json *json, const void *tabs);

/* Who does what: a table of rows (members) by columns (lots), each row with what one may do about it. A cell without
 * text is empty; sum: the last row is what all do together. */
struct matrix_cell { const char *text; bool weak; };                 /* weak: not certain */
struct matrix_row { const char *label, *href, *note; const struct matrix_cell *cells;
                    const struct tab *acts; size_t act_count; bool sum; };
struct matrix { const char *caption, *corner, *act_head; const char *const *columns; size_t column_count;
                const struct matrix_row *rows; size_t row_count; };
void html_matrix(struct request *rq, const struct matrix *matrix);
void json_matrix(struct json *json, const void *matrix);

/* Several answers to one question, which one compares: why each, who does what in it, and the act that takes it. */
struct proposal { const char *title; struct badge badge; const char *const *reasons; size_t reason_count;
                  struct matrix matrix; struct acts acts; };
struct proposals { const struct proposal *proposals; size_t count; };
void html_proposals(struct request *rq, const struct proposals *proposals);
void json_proposals(struct json *json, const void *proposals);

/* What is known of one thing, a label and a value a line. A fact without text is left out. */
struct fact { const char *label, *text, *href; };
struct facts { const struct fact *facts; size_t count; };
void html_facts(struct request *rq, const struct facts *facts);
void json_facts(struct json *json, const void *facts);

/* Steps that each keep a part of the one before: how many, and which share of the first and of the one before. */
struct funnel { const char *title, *unit; const struct bar *steps; size_t count; };
void html_funnel(struct request *rq, const struct funnel *funnel);
void json_funnel(struct json *json, const void *funnel);

/* Money side by side in one bar: paid, firm, forecast, promised are never mixed. target 0: none; what is missing is
 * drawn. */
enum share_kind { SHARE_PAID, SHARE_FIRM, SHARE_FORECAST, SHARE_PROMISED };
struct share { const char *label, *href; enum share_kind kind; int64_t cents; };
struct shares { const char *title; const struct share *shares; size_t count; int64_t target; };
void html_shares(struct request *rq, const struct shares *shares);
void json_shares(struct json *json, const void *shares);

/* Who works with whom. x and y (any unit, y downwards) come from a layout that is always the same for the same network;
 * size is the weight of a node; kind as on the map. A link joins two nodes by their index; its weight is its width. */
struct node { const char *name, *href, *kind; double x, y, size; };
struct tie { size_t from, to; double weight; const char *label; };
struct network {
    const char *title;
    const struct node *nodes;
    size_t node_count;
    const struct tie *ties;
    size_t tie_count;
};
void html_network(struct request *rq, const struct network *network);
void json_network(struct json *json, const void *network);

/* A value through time (a cash balance, in cents): what was, then what is forecast; under zero is shown as such. */
struct curve_point { const char *label; int64_t cents; bool forecast; };
struct curve { const char *title; const struct curve_point *points; size_t count; };
void html_curve(struct request *rq, const struct curve *curve);
void json_curve(struct json *json, const void *curve);

/* The whole <form>: what is wrong at its top with links to the fields, then each field with its label, hint, example
 * and error. It draws no title: the page that holds it does (form_reply writes the form's as <h1>). The fields' ids are
 * the last word of the action, then the name: "nouveau-titre". */
void html_form_view(struct request *rq, const struct form_view *view);
void json_form_view(struct json *json, const void *view);
