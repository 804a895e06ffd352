/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the C made by tools/bake from .html calls. Out of a feature's reach: tools/check-floors refuses it there. */
#pragma once
#include "db/baked.h"
#include "web/component.h"
#include "web/request.h"

/* A part of a page: the answer of a query (one row or many), or a component that writes its own JSON. */
struct part {
    const char *name;
    size_t offset;
    const struct db_query *query;          /* NULL for a component */
    bool many;                             /* struct { size_t count; struct …_row *rows; } */
    void (*json)(struct json *json, const void *component);
};

struct view {
    const char *name, *title;              /* title: an English id… */
    /* …or read from a row, e.g. titled need.title; else NULL */
    const char *(*title_of)(const void *page);
    void (*html)(struct request *rq, const void *page);
    const struct part *parts;              /* ended by {0} */
};

/* Only markup that stands in a template, or that web/ itself writes. */
void html_markup(struct request *rq, const char *markup, size_t length);

/* The hidden field with the form's token. */
void html_csrf(struct request *rq);

/* Escapes for text and for quoted attributes. NULL writes nothing. */
void html_text(struct request *rq, const char *text);
void html_int(struct request *rq, int64_t number);
void html_maybe_int(struct request *rq, const int64_t *number);
/* as data: "46.2", never a comma; {{number x}} is for people */
void html_real(struct request *rq, double number);
void html_maybe_real(struct request *rq, const double *number);
/* The start of href, src or action: only http, https, mailto, tel or a path of ours; else "#". */
void html_link(struct request *rq, const char *url);
/* Inside a link: percent-encodes all but unreserved characters. */
void html_link_text(struct request *rq, const char *text);
void html_link_int(struct request *rq, int64_t number);
void html_link_maybe_int(struct request *rq, const int64_t *number);
void html_trusted(struct request *rq, struct html html);     /* made by markdown_html() only */

#define html_put(rq, value) _Generic((value), \
    const char *: html_text, char *: html_text, int64_t: html_int, const int64_t *: html_maybe_int, \
    double: html_real, const double *: html_maybe_real, struct html: html_trusted)(rq, value)
#define html_link_part(rq, value) _Generic((value), const char *: html_link_text, char *: html_link_text, \
    int64_t: html_link_int, const int64_t *: html_link_maybe_int)(rq, value)

/* {{if x}}: a text that is not empty, a number that is known and not 0. */
bool shown_text(const char *text);
bool shown_int(int64_t number);
bool shown_maybe_int(const int64_t *number);
bool shown_real(double number);
bool shown_maybe_real(const double *number);
#define html_shown(value) _Generic((value), const char *: shown_text, char *: shown_text, int64_t: shown_int, \
    const int64_t *: shown_maybe_int, double: shown_real, const double *: shown_maybe_real)(value)

/* French writing of values: {{date x}} {{day x}} {{ago x}} {{money x}} {{number x}} {{km x}}. NULL writes nothing. */
void html_date(struct request *rq, const int64_t *instant);          /* "23 novembre 2026 à 10 h 05" in <time> */
void html_day(struct request *rq, const int64_t *days);              /* "23 novembre 2026" in <time> */
void html_ago(struct request *rq, const int64_t *instant);           /* "il y a 3 jours" in <time title> */
void html_money(struct request *rq, const int64_t *cents);
void html_number(struct request *rq, const double *number);          /* U+202F between thousands, decimal comma */
void html_km(struct request *rq, const double *kilometres);          /* "à 12 km", "à moins d'1 km" */
/* Each takes a pointer: bake knows which columns may be NULL and writes &row->x or row->x. */
