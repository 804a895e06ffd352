/* SPDX-License-Identifier: AGPL-3.0-or-later
 * multipart/form-data (RFC 7578), as browsers write it: no preamble, CRLF lines, one Content-Disposition a part. */
#include <string.h>
#include <strings.h>
#include "http/form.h"
#include "http/head.h"

struct part_head { const char *name, *file_name, *type; };

struct cursor { const char *at, *end; };

static bool boundary_may_hold(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c && strchr("'()+_,-./:=?", c));
}

/* The boundary of a Content-Type, quoted or not: 1 to 70 characters of RFC 2046 §5.1.1. NULL when there is none. */
static const char *find_boundary(struct arena *arena, const char *type)
{
    const char *at = strcasestr(type, "boundary=");
    if (!at || (at > type && !strchr("; \t", at[-1])))
        return NULL;
    at += strlen("boundary=");
    bool quoted = *at == '"';
    at += quoted;
    size_t length = quoted ? strcspn(at, "\"") : strcspn(at, "; \t");
    if (!length || length > MOST_BOUNDARY || (quoted && at[length] != '"'))
        return NULL;
    for (size_t i = 0; i < length; i++)
        if (!boundary_may_hold((unsigned char)at[i]))
            return NULL;
    return arena_format(arena, "\r\n--%.*s", (int)length, at);
}

/* Browsers write %22 for a quote, others \" and \\. Their %0D and %0A stay as they are: no name of ours holds a line
 * break. */
static char *unquote(struct arena *arena, const char *text, size_t length)
{
    char *plain = arena_copy(arena, text, length);
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == '\\' && i + 1 < length && (text[i + 1] == '"' || text[i + 1] == '\\'))
            c = text[++i];
        else if (length - i >= 3 && memcmp(text + i, "%22", 3) == 0) {
            c = '"';
            i += 2;
        }
        plain[written++] = c;
    }
    plain[written] = '\0';
    return written == strlen(plain) && utf8_valid(plain, written) ? plain : NULL;
}

/* One ; name="value" of a Content-Disposition. False when malformed. */
static bool read_parameter(struct arena *arena, struct cursor *line, const char **name, char **value)
{
    while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
        line->at++;
    const char *equals = memchr(line->at, '=', (size_t)(line->end - line->at));
    if (!equals || equals == line->at)
        return false;
    *name = arena_copy(arena, line->at, (size_t)(equals - line->at));
    const char *start = equals + 1, *stop = start;
    bool quoted = start < line->end && *start == '"';
    if (quoted)
        for (stop = ++start; stop < line->end && *stop != '"'; stop++)
            stop += *stop == '\\' && stop + 1 < line->end && (stop[1] == '"' || stop[1] == '\\');
    else
        while (stop < line->end && !strchr("; \t\"", *stop))
            stop++;
    if (stop > line->end || (quoted && stop == line->end))
        return false;
    *value = unquote(arena, start, (size_t)(stop - start));
    line->at = stop + quoted;
    return *value != NULL;
}

/* A name without the folders an old browser may have put before it. */
static const char *base_name(const char *name)
{
    for (const char *at = name; *at; at++)
        if (*at == '/' || *at == '\\')
            name = at + 1;
    return name;
}

static bool read_disposition(struct arena *arena, struct cursor line, struct part_head *head)
{
    static const char form_data[] = "form-data";
    size_t length = sizeof form_data - 1;
    if (head->name || (size_t)(line.end - line.at) < length || strncasecmp(line.at, form_data, length) != 0)
        return false;
    for (line.at += length; line.at < line.end;) {
        const char *name;
        char *value;
        if (*line.at++ != ';' || !read_parameter(arena, &line, &name, &value))
            return false;
        if (strcasecmp(name, "name") == 0 && !head->name)
            head->name = value;
        else if (strcasecmp(name, "filename") == 0 && !head->file_name)
            head->file_name = base_name(value);
        else if (strcasecmp(name, "filename*") != 0)       /* RFC 7578 §4.2 forbids it; the plain one is always there */
            return false;
    }
    return head->name != NULL;
}

static bool read_part_line(struct arena *arena, const char *text, size_t length, struct part_head *head)
{
    struct head_field field;
    if (!head_field_parse(text, (struct head_span){0, (uint16_t)length}, &field))
        return false;
    const char *value = text + field.value.at;
    if (span_is(text, field.name, "Content-Disposition"))
        return read_disposition(arena, (struct cursor){value, value + field.value.length}, head);
    if (span_is(text, field.name, "Content-Type"))
        head->type = arena_copy(arena, value, field.value.length);
    return !head->type || utf8_valid(head->type, strlen(head->type));
}

/* The lines of a part up to the empty one. */
static bool read_part_head(struct arena *arena, struct cursor *body, struct part_head *head)
{
    const char *start = body->at;
    for (;;) {
        const char *end = memmem(body->at, (size_t)(body->end - body->at), "\r\n", 2);
        if (!end || end - start > MOST_PART_HEAD)
            return false;
        size_t length = (size_t)(end - body->at);
        const char *line = body->at;
        body->at = end + 2;
        if (!length)
            return head->name != NULL;
        if (!read_part_line(arena, line, length, head))
            return false;
    }
}

static int keep_text(struct form_parts *parts, const char *name, const char *value, size_t length)
{
    if (memchr(value, '\0', length) || !utf8_valid(value, length))
        return 400;
    if (parts->pair_count == MOST_PAIRS || length > parts->most_text)
        return 413;
    parts->most_text -= length;
    parts->pairs = arena_grow(parts->arena, parts->pairs, parts->pair_count, &parts->pair_room, sizeof *parts->pairs);
    parts->pairs[parts->pair_count++] = (struct http_pair){name, arena_copy(parts->arena, value, length)};
    return 0;
}

static int keep_part(struct form_parts *parts, const struct part_head *head, const char *data, size_t length)
{
    if (!head->file_name)
        return keep_text(parts, head->name, data, length);
    if (!*head->file_name && !length)
        return 0;
    if (parts->file_count == MOST_FILES)
        return 413;
    parts->files = arena_grow(parts->arena, parts->files, parts->file_count, &parts->file_room, sizeof *parts->files);
    parts->files[parts->file_count++] = (struct http_file){head->name, head->file_name,
        head->type ? head->type : "application/octet-stream", data, length};
    return 0;
}

static bool starts(const struct cursor *body, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(body->end - body->at) >= length && memcmp(body->at, text, length) == 0;
}

int form_read_multipart(struct form_parts *parts, const char *type, const char *data, size_t length)
{
    const char *boundary = find_boundary(parts->arena, type);
    struct cursor body = {data, data + length};
    if (!boundary || !starts(&body, boundary + 2))
        return 400;
    body.at += strlen(boundary + 2);
    for (int count = 0; starts(&body, "\r\n"); count++) {
        struct part_head head = {0};
        if (count > MOST_PAIRS)
            return 413;
        body.at += 2;
        if (!read_part_head(parts->arena, &body, &head))
            return 400;
        const char *end = memmem(body.at, (size_t)(body.end - body.at), boundary, strlen(boundary));
        if (!end)
            return 400;
        int status = keep_part(parts, &head, body.at, (size_t)(end - body.at));
        if (status)
            return status;
        body.at = end + strlen(boundary);
    }
    if (!starts(&body, "--"))
        return 400;
    body.at += 2;
    return body.at == body.end || (starts(&body, "\r\n") && body.end - body.at == 2) ? 0 : 400;
}
