/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing JSON. json_read.c reads it. */
#include "formats/json.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 64 };

void json_begin(struct json *json, struct buffer *out)
{
    *json = (struct json){.out = out, .first = {true}};
}

/* Before each value: the comma that separates it from the one before. */
static void separate(struct json *json)
{
    if (!json->after_key && json->depth && !json->first[json->depth])
        buffer_char(json->out, ',');
    json->after_key = false;
    json->first[json->depth] = false;
}

static void open_level(struct json *json, bool is_object)
{
    separate(json);
    if (json->depth + 1 >= MOST_LEVELS)
        abort();
    json->depth++;
    json->first[json->depth] = true;
    json->is_object[json->depth] = is_object;
    buffer_char(json->out, is_object ? '{' : '[');
}

void json_object(struct json *json)
{
    open_level(json, true);
}

void json_array(struct json *json)
{
    open_level(json, false);
}

void json_end(struct json *json)
{
    if (!json->depth)
        abort();
    buffer_char(json->out, json->is_object[json->depth--] ? '}' : ']');
}

static void add_character(struct buffer *out, uint32_t point)
{
    static const char *const named[] = {['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r",
        ['"'] = "\\\"", ['\\'] = "\\\\"};
    if (point < sizeof named / sizeof *named && named[point])
        buffer_text(out, named[point]);
    else if (point < 0x20 || point == 0x7F || point == 0x2028 || point == 0x2029)
        buffer_format(out, "\\u%04x", point);
    else
        utf8_put(out, point);
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

static void add_quoted(struct buffer *out, const char *text)
{
    const char *end = text + strlen(text);
    buffer_char(out, '"');
    while (text < end) {
        const char *start = text;
        while (text < end && is_plain((unsigned char)*text))
            text++;
        buffer_add(out, start, (size_t)(text - start));
        if (text < end)
            add_character(out, utf8_next(&text, end));
    }
    buffer_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
    separate(json);
    add_quoted(json->out, key);
    buffer_char(json->out, ':');
    json->after_key = true;
}

void json_text(struct json *json, const char *text)
{
    if (!text) {
        json_null(json);
        return;
    }
    separate(json);
    add_quoted(json->out, text);
}

void json_int(struct json *json, int64_t number)
{
    separate(json);
    buffer_int(json->out, number);
}

void json_real(struct json *json, double number)
{
    separate(json);
    buffer_real(json->out, number);
}

void json_bool(struct json *json, bool value)
{
    separate(json);
    buffer_text(json->out, value ? "true" : "false");
}

void json_null(struct json *json)
{
    separate(json);
    buffer_text(json->out, "null");
}

void json_raw(struct json *json, const char *json_text, size_t length)
{
    separate(json);
    buffer_add(json->out, json_text, length);
}
