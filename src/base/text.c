/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The growing buffer, UTF-8, and small helpers. */
#include "base/text.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_ROOM = 40, REPLACEMENT = 0xFFFD };

static char *make_room(struct buffer *buffer, size_t length)
{
    if (buffer->length + length + 1 > buffer->room) {
        size_t room = (buffer->length + length + 1) * 2;
        char *grown = arena_alloc(buffer->arena, room);
        if (buffer->length)
            memcpy(grown, buffer->text, buffer->length);
        buffer->text = grown;
        buffer->room = room;
    }
    return buffer->text + buffer->length;
}

void buffer_add(struct buffer *buffer, const char *text, size_t length)
{
    char *to = make_room(buffer, length);
    if (length)
        memcpy(to, text, length);
    to[length] = '\0';
    buffer->length += length;
}

void buffer_char(struct buffer *buffer, char c)
{
    buffer_add(buffer, &c, 1);
}

void buffer_text(struct buffer *buffer, const char *text)
{
    if (text)
        buffer_add(buffer, text, strlen(text));
}

void buffer_int(struct buffer *buffer, int64_t number)
{
    char digits[NUMBER_ROOM];
    buffer_add(buffer, digits, (size_t)snprintf(digits, sizeof digits, "%lld", (long long)number));
}

void buffer_grouped(struct buffer *buffer, uint64_t number, const char *separator)
{
    char digits[NUMBER_ROOM];
    int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < count; i++) {
        if (i && (count - i) % 3 == 0)
            buffer_text(buffer, separator);
        buffer_char(buffer, digits[i]);
    }
}

void buffer_real(struct buffer *buffer, double number)
{
    char digits[NUMBER_ROOM];
    if (!isfinite(number)) {
        buffer_text(buffer, "null");
        return;
    }
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, number);
        if (strtod(digits, NULL) == number)
            break;
    }
    buffer_text(buffer, digits);
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list values, again;
    va_start(values, format);
    va_copy(again, values);
    int length = vsnprintf(NULL, 0, format, values);
    va_end(values);
    if (length > 0) {
        vsnprintf(make_room(buffer, (size_t)length), (size_t)length + 1, format, again);
        buffer->length += (size_t)length;
    }
    va_end(again);
}

const char *buffer_string(const struct buffer *buffer)
{
    return buffer->text ? buffer->text : "";
}

bool text_is(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool text_ends(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Bytes of the white space that starts here, 0 when there is none: ASCII, U+00A0, U+202F, U+FEFF. */
static size_t space_here(const char *at)
{
    if (*at == ' ' || (*at >= '\t' && *at <= '\r'))
        return 1;
    if (text_starts(at, "\xC2\xA0"))
        return 2;
    return text_starts(at, "\xE2\x80\xAF") || text_starts(at, "\xEF\xBB\xBF") ? 3 : 0;
}

bool text_blank(const char *text)
{
    for (size_t space; text && *text; text += space)
        if (!(space = space_here(text)))
            return false;
    return true;
}

char *text_trim(struct arena *arena, const char *text)
{
    if (text_blank(text))
        return NULL;
    for (size_t space; (space = space_here(text)); text += space)
        ;
    const char *end = text;
    for (const char *at = text; *at;) {
        size_t space = space_here(at);
        at += space ? space : 1;
        if (!space)
            end = at;
    }
    return arena_copy(arena, text, (size_t)(end - text));
}

char **text_split(struct arena *arena, const char *text, const char *separators, size_t *count)
{
    char **pieces = NULL;
    size_t room = 0, found = 0;
    for (text = text ? text : ""; *text;) {
        text += strspn(text, separators);
        size_t length = strcspn(text, separators);
        if (!length)
            continue;
        pieces = arena_grow(arena, pieces, found, &room, sizeof *pieces);
        pieces[found++] = arena_copy(arena, text, length);
        text += length;
    }
    pieces = arena_grow(arena, pieces, found, &room, sizeof *pieces);
    pieces[found] = NULL;
    if (count)
        *count = found;
    return pieces;
}

uint64_t checksum_bytes(const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    uint64_t sum = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ at[i]) * 0x100000001B3u;
    return sum;
}

/* How many bytes the sequence takes that starts with this byte; 0: it starts none. */
static int sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if ((lead & 0xF0) == 0xE0)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static bool well_formed(uint32_t point, int length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    return point >= least[length] && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
}

/* The code point at text, or -1; *length is what to pass over. */
static int64_t decode(const char *text, const char *end, int *length)
{
    unsigned char lead = (unsigned char)*text;
    int want = sequence_length(lead);
    *length = 1;
    if (want == 1)
        return lead;
    if (!want || end - text < want)
        return -1;
    uint32_t point = lead & (0xFFu >> (want + 1));
    for (int i = 1; i < want; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return -1;
        point = point << 6 | ((unsigned char)text[i] & 0x3F);
    }
    if (!well_formed(point, want))
        return -1;
    *length = want;
    return point;
}

uint32_t utf8_next(const char **at, const char *end)
{
    if (*at >= end)
        return 0;
    int length;
    int64_t point = decode(*at, end, &length);
    *at += length;
    return point < 0 ? REPLACEMENT : (uint32_t)point;
}

size_t utf8_length(const char *text, size_t bytes)
{
    size_t count = 0;
    int length;
    for (const char *at = text, *end = text + bytes; at < end; at += length, count++) {
        uint64_t eight = UINT64_MAX;
        for (; end - at >= 8; at += 8, count += 8) {       /* plain ASCII, eight letters at a time */
            memcpy(&eight, at, sizeof eight);
            if (eight & 0x8080808080808080u)
                break;
        }
        if (at == end)
            break;
        if (decode(at, end, &length) < 0)
            return SIZE_MAX;
    }
    return count;
}

bool utf8_valid(const char *text, size_t bytes)
{
    return utf8_length(text, bytes) != SIZE_MAX;
}

void utf8_put(struct buffer *buffer, uint32_t point)
{
    char bytes[4];
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i > 1; i--, point >>= 6)
        bytes[i - 1] = (char)(0x80 | (point & 0x3F));
    bytes[0] = (char)(lead[length] | point);
    buffer_add(buffer, bytes, length);
}

char *utf8_from_cp1252(struct arena *arena, const char *bytes, size_t length)
{
    static const uint16_t high[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178};
    struct buffer out = {.arena = arena};
    make_room(&out, length * 2);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        utf8_put(&out, c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c);
    }
    buffer_add(&out, "", 0);
    return out.text;
}
