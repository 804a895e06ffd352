/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Markup written from literal formats, everything else escaped; addresses that keep the filters of the page. */
#include "web/draw.h"
#include "web/address.h"
#include "web/component.h"
#include <assert.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>
#include "i18n/i18n.h"
#include "web/feature.h"

/* Writes the argument that the directive at *at asks for, and moves past it. */
static void draw_argument(struct request *rq, const char **at, va_list *arguments)
{
    const char *start = *at;
    char last = start[0] == 'l' || start[0] == 'z' ? start[1] : start[0];
    *at += last == start[0] ? 1 : 2;
    switch (last) {
    case 's': html_text(rq, va_arg(*arguments, const char *)); return;
    case 'g': buffer_real(&rq->reply.body, va_arg(*arguments, double)); return;
    case 'd': html_int(rq, start[0] == 'l' ? va_arg(*arguments, long) : va_arg(*arguments, int)); return;
    case 'u': html_int(rq, (int64_t)va_arg(*arguments, size_t)); return;
    default: assert(last == '%'); html_markup(rq, "%", 1);
    }
}

void draw(struct request *rq, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    for (const char *at = format; *at;) {
        size_t plain = strcspn(at, "%");
        html_markup(rq, at, plain);
        at += plain;
        if (*at == '%') {
            at++;
            draw_argument(rq, &at, &arguments);
        }
    }
    va_end(arguments);
}

void draw_href(struct request *rq, const char *url)
{
    if (!url)
        return;
    draw(rq, " href=\"");
    html_link(rq, url);
    draw(rq, "\"");
}

void draw_link(struct request *rq, const char *url, const char *text)
{
    if (!url) {
        html_text(rq, text);
        return;
    }
    draw(rq, "<a");
    draw_href(rq, url);
    draw(rq, ">%s</a>", text);
}

void draw_mark(struct request *rq, int size)
{
    draw(
        rq,
        "<svg class=\"mark\" width=\"%d\" height=\"%d\" viewBox=\"0 0 40 40\" aria-hidden=\"true\" focusable=\"false\">"
        "<path class=\"warp\" d=\"M9 2v36M20 2v36M31 2v36\"/><path class=\"weft\" d=\"M2 9h36M2 20h36M2 31h36\"/>"
        "<path class=\"warp\" d=\"M9 4v10M31 4v10M20 15v10M9 26v10M31 26v10\"/></svg>",
        size, size);
}

void draw_number(struct request *rq, double number)
{
    html_number(rq, &number);
}

void add_encoded(struct buffer *out, const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9')
            || strchr("-._~", *at))
            buffer_char(out, (char)*at);
        else
            buffer_format(out, "%%%02X", *at);
}

static const char *encoded(struct arena *arena, const char *text)
{
    struct buffer out = {.arena = arena};
    add_encoded(&out, text);
    return buffer_string(&out);
}

/* "theme" is the name of "theme", "theme=x". */
static bool pair_named(const char *pair, const char *name)
{
    size_t length = strlen(name);
    return strncmp(pair, name, length) == 0 && (pair[length] == '=' || !pair[length]);
}

/* A pair of the query, as a browser or a person wrote it, says name=value. */
static bool pair_is(const char *pair, const char *name, const char *value_encoded)
{
    return pair_named(pair, name) && pair[strlen(name)] && strcasecmp(pair + strlen(name) + 1, value_encoded) == 0;
}

/* Copies the query without the pages and without the pairs of this name (all, or the one with this value). */
static struct buffer query_without(const struct request *rq, const char *name, const char *value)
{
    struct buffer out = {.arena = rq->arena};
    const char *wanted = value ? encoded(rq->arena, value) : NULL;
    size_t count;
    char **pairs = text_split(rq->arena, rq->query ? rq->query : "", "&", &count);
    for (size_t i = 0; i < count; i++) {
        if (pair_named(pairs[i], "page") || (wanted ? pair_is(pairs[i], name, wanted) : pair_named(pairs[i], name)))
            continue;
        buffer_char(&out, out.length ? '&' : '?');
        buffer_text(&out, pairs[i]);
    }
    return out;
}

static const char *address_of(const struct request *rq, struct buffer *query, const char *name, const char *value)
{
    if (value) {
        buffer_char(query, query->length ? '&' : '?');
        add_encoded(query, name);
        buffer_char(query, '=');
        add_encoded(query, value);
    }
    return arena_format(rq->arena, "%s%s", rq->path, buffer_string(query));
}

const char *address_with(const struct request *rq, const char *name, const char *value)
{
    struct buffer query = query_without(rq, name, NULL);
    return address_of(rq, &query, name, value);
}

const char *address_as(const struct request *rq, const char *format)
{
    struct buffer query = query_without(rq, "vue", NULL);
    return arena_format(rq->arena, "%s.%s%s", rq->path, format, buffer_string(&query));
}

const char *address_adding(const struct request *rq, const char *name, const char *value)
{
    struct buffer query = query_without(rq, name, value);
    return address_of(rq, &query, name, value);
}

const char *address_without(const struct request *rq, const char *name, const char *value)
{
    struct buffer query = query_without(rq, name, value);
    return address_of(rq, &query, name, NULL);
}

bool page_exists(const struct request *rq, const char *path)
{
    if (!rq->app)
        return false;
    for (const struct feature *const *feature = rq->app->features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++)
            if (route->method == GET && text_is(route->path, path))
                return true;
    return false;
}

struct cards cards_beside(struct request *rq, const char *subject, int64_t id)
{
    struct card *all = NULL;
    size_t count = 0;
    for (const struct feature *const *feature = rq->app->features; *feature; feature++) {
        struct cards more = (*feature)->beside ? (*feature)->beside(rq, subject, id) : (struct cards){0};
        if (!more.count)
            continue;
        struct card *both = arena_array(rq->arena, count + more.count, sizeof *both);
        if (count)
            memcpy(both, all, count * sizeof *both);
        memcpy(both + count, more.cards, more.count * sizeof *both);
        all = both;
        count += more.count;
    }
    return (struct cards){all, count};
}
