/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Values into HTML: one function for each place where a value may stand. */
#include "base/money.h"
#include "base/time.h"
#include "i18n/i18n.h"
#include "web/baked.h"
#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

void html_markup(struct request *rq, const char *markup, size_t length)
{
    buffer_add(&rq->reply.body, markup, length);
}

static const char *entity(char c)
{
    switch (c) {
    case '&':  return "&amp;";
    case '<':  return "&lt;";
    case '>':  return "&gt;";
    case '"':  return "&quot;";
    case '\'': return "&#39;";
    default:   return NULL;
    }
}

void html_text(struct request *rq, const char *text)
{
    for (const char *at = text; at && *at;) {
        size_t plain = strcspn(at, "&<>\"'");
        buffer_add(&rq->reply.body, at, plain);
        at += plain;
        if (*at)
            buffer_text(&rq->reply.body, entity(*at++));
    }
}

void html_int(struct request *rq, int64_t number)
{
    buffer_int(&rq->reply.body, number);
}

void html_maybe_int(struct request *rq, const int64_t *number)
{
    if (number)
        html_int(rq, *number);
}

/* As data, like html_int: a coordinate, the value of a field. {{number x}} is for people. */
void html_real(struct request *rq, double number)
{
    if (isfinite(number))
        buffer_real(&rq->reply.body, number);
}

void html_maybe_real(struct request *rq, const double *number)
{
    if (number)
        html_real(rq, *number);
}

/* Browsers drop tabs and line breaks from an address: "java\nscript:" and "/\t/elsewhere" would come alive. */
static bool has_control(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7F)
            return true;
    return false;
}

static bool safe_link(const char *url)
{
    if (has_control(url))
        return false;
    static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:", NULL};
    for (const char *const *scheme = schemes; *scheme; scheme++)
        if (strncasecmp(url, *scheme, strlen(*scheme)) == 0)
            return true;
    return url[0] == '/' && url[1] != '/' && url[1] != '\\';
}

void html_link(struct request *rq, const char *url)
{
    html_text(rq, url && safe_link(url) ? url : "#");
}

void html_link_text(struct request *rq, const char *text)
{
    for (; text && *text; text++) {
        if (isalnum((unsigned char)*text) || strchr("-._~", *text))
            buffer_char(&rq->reply.body, *text);
        else
            buffer_format(&rq->reply.body, "%%%02X", (unsigned char)*text);
    }
}

void html_link_int(struct request *rq, int64_t number)
{
    buffer_int(&rq->reply.body, number);
}

void html_link_maybe_int(struct request *rq, const int64_t *number)
{
    if (number)
        buffer_int(&rq->reply.body, *number);
}

void html_trusted(struct request *rq, struct html html)
{
    buffer_text(&rq->reply.body, html.trusted);
}

void html_csrf(struct request *rq)
{
    buffer_text(&rq->reply.body, "<input type=\"hidden\" name=\"csrf\" value=\"");
    html_text(rq, rq->csrf);
    buffer_text(&rq->reply.body, "\">");
}

bool shown_text(const char *text)
{
    return text && *text;
}

bool shown_int(int64_t number)
{
    return number != 0;
}

bool shown_maybe_int(const int64_t *number)
{
    return number && *number;
}

bool shown_real(double number)
{
    return fabs(number) > 0;
}

bool shown_maybe_real(const double *number)
{
    return number && fabs(*number) > 0;
}

/* --- values in the language --------------------------------------------------------------------------------------- */

static void open_time(struct request *rq)
{
    buffer_text(&rq->reply.body, "<time datetime=\"");
}

void html_date(struct request *rq, const int64_t *instant)
{
    if (!instant)
        return;
    open_time(rq);
    format_iso_instant(&rq->reply.body, *instant);
    buffer_text(&rq->reply.body, "\">");
    write_date(&rq->reply.body, rq->language, *instant);
    buffer_text(&rq->reply.body, "</time>");
}

void html_day(struct request *rq, const int64_t *days)
{
    if (!days)
        return;
    open_time(rq);
    format_iso_date(&rq->reply.body, *days);
    buffer_text(&rq->reply.body, "\">");
    write_day(&rq->reply.body, rq->language, *days);
    buffer_text(&rq->reply.body, "</time>");
}

void html_ago(struct request *rq, const int64_t *instant)
{
    if (!instant)
        return;
    open_time(rq);
    format_iso_instant(&rq->reply.body, *instant);
    buffer_text(&rq->reply.body, "\" title=\"");
    write_date(&rq->reply.body, rq->language, *instant);
    buffer_text(&rq->reply.body, "\">");
    write_ago(&rq->reply.body, rq->language, *instant, rq->now);
    buffer_text(&rq->reply.body, "</time>");
}

void html_money(struct request *rq, const int64_t *cents)
{
    if (cents)
        format_money(&rq->reply.body, *cents);
}

void html_number(struct request *rq, const double *number)
{
    if (number)
        write_number(&rq->reply.body, rq->language, *number);
}

void html_km(struct request *rq, const double *kilometres)
{
    if (!kilometres)
        return;
    if (*kilometres < 1) {
        buffer_text(&rq->reply.body, translate(rq, N_("less than 1 km away")));
        return;
    }
    struct buffer number = {.arena = rq->arena};
    write_number(&number, rq->language, round(*kilometres));
    html_text(rq, say(rq, N_("%s km away"), number.text));
}
