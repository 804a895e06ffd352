/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kit: what pages are made of. Each component is a struct that a handler fills, a function that draws it (in tokens of
 * the one style sheet, without JavaScript) and one that writes it as JSON. The living page /composants shows each in all its
 * states. In a template: "pages: component pager" in the first line, {{put pages}} where it stands. */
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
struct pager pager_here(struct request *rq, int64_t size);           /* reads ?page=; total is filled after the query */
int64_t pager_offset(const struct pager *pager);
void html_pager(struct request *rq, const struct pager *pager);
void json_pager(struct json *json, const void *pager);

/* Facets of a list: each value a link that adds or removes it, with its count; active ones again as removable chips. */
struct facet_value { const char *code, *text; int64_t count; bool active; };
struct facet { const char *name, *label; const struct facet_value *values; size_t count; };
struct facets { const struct facet *facets; size_t count; };
void html_facets(struct request *rq, const struct facets *facets);
void json_facets(struct json *json, const void *facets);

/* Shapes and points without JavaScript. Coordinates are WGS84 degrees; the drawing projects (local equirectangular). */
struct map_shape { const char *name, *href, *path_lonlat; double value; bool strong; };   /* "lon lat,lon lat;…" rings */
struct map_point { const char *name, *href, *kind; double lon, lat; };                      /* kind: letter on the marker */
struct map { const char *title; const struct map_shape *shapes; size_t shape_count;
             const struct map_point *points; size_t point_count; };
void html_map(struct request *rq, const struct map *map);            /* <svg role=img>, and its table in <details> */
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

/* Nothing to show yet: why, and the one act proposed. */
struct empty { const char *why, *act_path, *act; };
void html_empty(struct request *rq, const struct empty *empty);      /* draws nothing while why is NULL */
void json_empty(struct json *json, const void *empty);

/* Buttons that each post: a state's possible transitions, moderation, a refusal. */
struct act { const char *path, *label, *name, *value; bool danger, asks_reason; };
struct acts { const struct act *acts; size_t count; };
void html_acts(struct request *rq, const struct acts *acts);
void json_acts(struct json *json, const void *acts);

void html_form_view(struct request *rq, const struct form_view *view);
void json_form_view(struct json *json, const void *view);
