/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a request carries, and the words it is answered in. */
#include "web/request.h"
#include "base/number.h"
#include "i18n/i18n.h"
#include "web/feature.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_SEARCHED = 100 };

const char *param_text(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->param_count; i++)
        if (text_is(rq->params[i].name, name))
            return text_trim(rq->arena, rq->params[i].value);
    return NULL;
}

const char *param_words(const struct request *rq, const char *name)
{
    const char *words = param_text(rq, name);
    size_t length = words ? strlen(words) : 0;
    if (length <= MOST_SEARCHED)
        return words;
    length = MOST_SEARCHED;
    while (((unsigned char)words[length] & 0xC0) == 0x80)
        length--;
    return text_trim(rq->arena, arena_copy(rq->arena, words, length));
}

const char *const *param_texts(const struct request *rq, const char *name, size_t *count)
{
    const char **texts = arena_array(rq->arena, rq->param_count + 1, sizeof *texts);
    size_t found = 0;
    for (size_t i = 0; i < rq->param_count; i++)
        if (text_is(rq->params[i].name, name) && !text_blank(rq->params[i].value))
            texts[found++] = text_trim(rq->arena, rq->params[i].value);
    if (count)
        *count = found;
    return texts;
}

int64_t param_int(const struct request *rq, const char *name, int64_t fallback, int64_t least, int64_t most)
{
    int64_t number = fallback;
    const char *text = param_text(rq, name);
    if (text && !parse_int(text, &number))
        number = fallback;
    return number < least ? least : number > most ? most : number;
}

const struct upload *param_upload(const struct request *rq, const char *name)
{
    for (size_t i = 0; i < rq->upload_count; i++)
        if (text_is(rq->uploads[i].field, name) && !text_blank(rq->uploads[i].name))
            return &rq->uploads[i];
    return NULL;
}

/* What stood at the first hole of this kind; without a route, at the first hole. */
static const char *hole_text(const struct request *rq, const char *hole)
{
    size_t place = 0;
    for (const char *at = rq->route ? strchr(rq->route->path, ':') : hole; at; at = strchr(at + 1, ':'), place++)
        if (text_starts(at, hole))
            return place < sizeof rq->ids / sizeof *rq->ids ? rq->ids[place] : NULL;
    return NULL;
}

int64_t route_id(const struct request *rq)
{
    int64_t id = 0;
    const char *digits = hole_text(rq, ":id");
    return digits && parse_int(digits, &id) ? id : 0;
}

const char *route_code(const struct request *rq)
{
    return hole_text(rq, ":code");
}

/* Browsers read "\\" as "/" and drop tabs and line breaks: "//elsewhere" has many spellings. */
const char *own_path(const char *path)
{
    if (!path || path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return "/";
    for (const unsigned char *at = (const unsigned char *)path; *at; at++)
        if (*at < ' ' || *at == 0x7F)
            return "/";
    return path;
}

const char *request_cookie(const struct request *rq, const char *name)
{
    size_t count;
    char **pairs = text_split(rq->arena, rq->cookie_header, ";", &count);
    const char *wanted = arena_format(rq->arena, rq->secure ? "__Host-%s=" : "%s=", name);
    for (size_t i = 0; i < count; i++) {
        const char *pair = pairs[i] + strspn(pairs[i], " ");
        if (text_starts(pair, wanted))
            return pair + strlen(wanted);
    }
    return NULL;
}

const char *translate(const struct request *rq, const char *english)
{
    return english ? text_in(rq->language, english) : NULL;
}

/* The one place where a format is not a literal: it comes from a catalogue whose directives the build compares. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
const char *translate_count(const struct request *rq, const char *one, const char *many, int64_t count)
{
    const char *format = text_in_count(rq->language, one, many, count), *place = strstr(format, "%d");
    struct buffer out = {.arena = rq->arena};
    if (!place)
        return format;
    buffer_add(&out, format, (size_t)(place - format));
    write_number(&out, rq->language, (double)count);
    buffer_text(&out, place + 2);
    return buffer_string(&out);
}

const char *say(const struct request *rq, const char *english, ...)
{
    const char *format = text_in(rq->language, english);
    va_list values, again;
    va_start(values, english);
    va_copy(again, values);
    int length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    char *text = arena_alloc(rq->arena, (size_t)(length > 0 ? length : 0) + 1);
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
#pragma GCC diagnostic pop
