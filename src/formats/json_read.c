/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading JSON (RFC 8259, strictly) into a tree in the arena. Our own, not jansson: its symbols (json_object,
 * json_null…) are also the names of our writer, and a shared library would call ours by mistake. */
#include "base/number.h"
#include "formats/json.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 64, LARGEST = 64 << 20, MOST_VALUES = 8000000, LONGEST_NUMBER = 320, FEW_KEYS = 12 };

/* What was read inside brackets that are still open waits in pending; it is moved to the tree, exactly sized, when they
 * close. scratch is dropped at the end. */
struct entry { const char *key; struct json_value value; };
struct reader {
    struct arena *arena, scratch;
    const char *at, *end;
    struct entry *pending; size_t waiting, room;
    size_t values;
    int depth;
    const char *trouble;
};

static bool refuse(struct reader *reader, const char *trouble)
{
    if (!reader->trouble)
        reader->trouble = trouble;
    return false;
}

static bool refuse_here(struct reader *reader)
{
    return refuse(reader, reader->at >= reader->end ? "The file stops in the middle: it is cut short."
        : "This is not JSON.");
}

static char peek(const struct reader *reader)
{
    return reader->at < reader->end ? *reader->at : '\0';
}

static void skip_space(struct reader *reader)
{
    while (reader->at < reader->end && (*reader->at == ' ' || (*reader->at && strchr("\t\n\r", *reader->at))))
        reader->at++;
}

static bool expect(struct reader *reader, char wanted)
{
    if (peek(reader) != wanted || reader->at >= reader->end)
        return refuse_here(reader);
    reader->at++;
    return true;
}

static bool hex4(struct reader *reader, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, reader->at++) {
        char c = peek(reader);
        if (!c || !strchr("0123456789abcdefABCDEF", c))
            return refuse_here(reader);
        *unit = *unit << 4 | (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return true;
}

/* After "\u". Half of a surrogate pair alone becomes U+FFFD. */
static bool escaped_point(struct reader *reader, uint32_t *point)
{
    uint32_t low;
    if (!hex4(reader, point))
        return false;
    if (!*point)
        return refuse(reader, "A text holds a NUL character.");
    if (*point < 0xD800 || *point > 0xDFFF)
        return true;
    const char *after = reader->at;
    if (*point < 0xDC00 && reader->end - after > 1 && after[0] == '\\' && after[1] == 'u') {
        reader->at += 2;
        if (!hex4(reader, &low))
            return false;
        if (low >= 0xDC00 && low <= 0xDFFF) {
            *point = 0x10000 + ((*point - 0xD800) << 10) + (low - 0xDC00);
            return true;
        }
        reader->at = after;
    }
    *point = 0xFFFD;
    return true;
}

static bool escape(struct reader *reader, struct buffer *out)
{
    static const char codes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char c = peek(reader);
    uint32_t point;
    reader->at++;
    if (c == 'u') {
        if (!escaped_point(reader, &point))
            return false;
        utf8_put(out, point);
        return true;
    }
    const char *code = c ? strchr(codes, c) : NULL;
    if (!code) {
        reader->at--;
        return refuse_here(reader);
    }
    buffer_char(out, meant[code - codes]);
    return true;
}

/* The run of bytes that stand for themselves. */
static size_t plain_run(const struct reader *reader)
{
    const char *at = reader->at;
    while (at < reader->end && *at != '"' && *at != '\\' && (unsigned char)*at >= 0x20)
        at++;
    return (size_t)(at - reader->at);
}

static const char *read_string(struct reader *reader)
{
    if (!expect(reader, '"'))
        return NULL;
    size_t run = plain_run(reader);
    if (reader->at + run < reader->end && reader->at[run] == '"') {            /* nearly always: nothing escaped */
        char *text = arena_copy(reader->arena, reader->at, run);
        reader->at += run + 1;
        return text;
    }
    struct buffer out = {.arena = &reader->scratch};
    for (; peek(reader) != '"' || reader->at >= reader->end; run = plain_run(reader)) {
        buffer_add(&out, reader->at, run);
        reader->at += run;
        if (peek(reader) == '"')
            break;
        if (!expect(reader, '\\') || !escape(reader, &out))
            return NULL;
    }
    reader->at++;
    return arena_copy(reader->arena, buffer_string(&out), out.length);
}

static size_t digits(struct reader *reader)
{
    const char *start = reader->at;
    while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
        reader->at++;
    return (size_t)(reader->at - start);
}

/* Moves past a number as RFC 8259 writes it; *whole when it has neither fraction nor exponent. */
static bool skip_number(struct reader *reader, bool *whole)
{
    *whole = true;
    reader->at += peek(reader) == '-';
    bool zero = peek(reader) == '0';
    size_t count = digits(reader);
    if (!count || (zero && count > 1))
        return refuse_here(reader);
    if (peek(reader) == '.') {
        *whole = false;
        reader->at++;
        if (!digits(reader))
            return refuse_here(reader);
    }
    if (peek(reader) == 'e' || peek(reader) == 'E') {
        *whole = false;
        reader->at++;
        reader->at += peek(reader) == '-' || peek(reader) == '+';
        if (!digits(reader))
            return refuse_here(reader);
    }
    return true;
}

/* Fifteen digits at most, without exponent: the quotient of two exact doubles is the nearest double, without strtod. */
static bool short_decimal(const char *at, const char *end, double *number)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool negative = *at == '-';
    int64_t value = 0;
    int scale = 0, count = 0;
    bool fraction = false;
    for (at += negative; at < end; at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        if (*at > '9' || ++count > 15)
            return false;
        value = value * 10 + (*at - '0');
        scale += fraction;
    }
    *number = (negative ? -(double)value : (double)value) / powers[scale];
    return true;
}

static bool read_number(struct reader *reader, struct json_value *value)
{
    const char *start = reader->at;
    bool whole;
    if (!skip_number(reader, &whole))
        return false;
    char text[LONGEST_NUMBER];
    size_t length = (size_t)(reader->at - start);
    if (length >= sizeof text)
        return refuse(reader, "A number is too long.");
    memcpy(text, start, length);
    text[length] = '\0';
    value->kind = JSON_NUMBER;
    if (!short_decimal(start, reader->at, &value->number))
        value->number = strtod(text, NULL);
    if (!isfinite(value->number))
        return refuse(reader, "A number is too large.");
    if (whole)
        value->is_whole = parse_int(text, &value->whole);
    else if (value->number == trunc(value->number) && fabs(value->number) < 9007199254740992.0) {
        value->is_whole = true;
        value->whole = (int64_t)value->number;
    }
    return true;
}

static bool read_word(struct reader *reader, const char *word, enum json_kind kind, struct json_value *value)
{
    size_t length = strlen(word);
    for (size_t i = 0; i < length; i++, reader->at++)
        if (peek(reader) != word[i])
            return refuse_here(reader);
    value->kind = kind;
    return true;
}

static bool push(struct reader *reader, const char *key, struct json_value value)
{
    if (++reader->values > MOST_VALUES)
        return refuse(reader, "This file holds too many values.");
    reader->pending = arena_grow(&reader->scratch, reader->pending, reader->waiting, &reader->room,
        sizeof *reader->pending);
    reader->pending[reader->waiting++] = (struct entry){key, value};
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool keys_differ(struct reader *reader, const char **keys, size_t count)
{
    if (count <= FEW_KEYS) {
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < i; j++)
                if (strcmp(keys[i], keys[j]) == 0)
                    return false;
        return true;
    }
    const char **sorted = arena_array(&reader->scratch, count, sizeof *sorted);
    memcpy(sorted, keys, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_keys);
    for (size_t i = 1; i < count; i++)
        if (strcmp(sorted[i - 1], sorted[i]) == 0)
            return false;
    return true;
}

/* What waits since first becomes the content of value. */
static bool collect(struct reader *reader, size_t first, bool is_object, struct json_value *value)
{
    struct entry *entries = reader->pending + first;
    size_t count = reader->waiting - first;
    value->kind = is_object ? JSON_OBJECT : JSON_ARRAY;
    value->count = count;
    value->items = arena_array(reader->arena, count, sizeof *value->items);
    if (is_object)
        value->keys = arena_array(reader->arena, count, sizeof *value->keys);
    for (size_t i = 0; i < count; i++) {
        value->items[i] = entries[i].value;
        if (is_object)
            value->keys[i] = entries[i].key;
    }
    reader->waiting = first;
    if (is_object && !keys_differ(reader, value->keys, count))
        return refuse(reader, "The same key stands twice in one object.");
    return true;
}

static bool read_value(struct reader *reader, struct json_value *value);

static bool read_entry(struct reader *reader, bool is_object)
{
    struct json_value value = {0};
    const char *key = NULL;
    skip_space(reader);
    if (is_object) {
        key = read_string(reader);
        skip_space(reader);
        if (!key || !expect(reader, ':'))
            return false;
    }
    return read_value(reader, &value) && push(reader, key, value);
}

/* Calls itself through read_entry, at most MOST_LEVELS deep. */
static bool read_brackets(struct reader *reader, struct json_value *value)
{
    bool is_object = peek(reader) == '{';
    char closing = is_object ? '}' : ']';
    size_t first = reader->waiting;
    if (++reader->depth > MOST_LEVELS)
        return refuse(reader, "Too many brackets stand inside one another.");
    reader->at++;
    skip_space(reader);
    bool more = peek(reader) != closing;
    while (more) {
        if (!read_entry(reader, is_object))
            return false;
        skip_space(reader);
        more = peek(reader) == ',';
        reader->at += more;
    }
    reader->depth--;
    return expect(reader, closing) && collect(reader, first, is_object, value);
}

static bool read_value(struct reader *reader, struct json_value *value)
{
    skip_space(reader);
    switch (peek(reader)) {
    case '{': case '[': return read_brackets(reader, value);
    case '"':
        value->kind = JSON_TEXT;
        value->text = read_string(reader);
        return value->text != NULL;
    case 't': return read_word(reader, "true", JSON_TRUE, value);
    case 'f': return read_word(reader, "false", JSON_FALSE, value);
    case 'n': return read_word(reader, "null", JSON_NULL, value);
    default: return read_number(reader, value);
    }
}

static bool check_text(struct reader *reader, size_t length)
{
    if (length > LARGEST)
        return refuse(reader, "This file is larger than 64 MB.");
    if (utf8_valid(reader->at, length))
        return true;
    for (const char *before = reader->at;; before = reader->at)
        if (utf8_next(&reader->at, reader->end) == 0xFFFD && reader->at - before == 1)
            return refuse(reader, "This is not UTF-8 text.");
}

static int line_of(const char *bytes, const char *at)
{
    int line = 1;
    for (; bytes < at; bytes++)
        line += *bytes == '\n';
    return line;
}

struct json_value *json_read(struct arena *arena, const char *bytes, size_t length, const char **trouble, int *line)
{
    struct reader reader = {.arena = arena, .at = bytes, .end = bytes + length};
    struct json_value *root = arena_alloc(arena, sizeof *root);
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        reader.at += 3;
    bool sound = check_text(&reader, (size_t)(reader.end - reader.at)) && read_value(&reader, root);
    skip_space(&reader);
    if (sound && reader.at < reader.end)
        sound = refuse_here(&reader);
    arena_free(&reader.scratch);
    if (sound)
        return root;
    if (trouble)
        *trouble = reader.trouble;
    if (line)
        *line = line_of(bytes, reader.at < reader.end ? reader.at : reader.end);
    return NULL;
}

const struct json_value *json_get(const struct json_value *object, const char *key)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (strcmp(object->keys[i], key) == 0)
            return &object->items[i];
    return NULL;
}

const char *json_get_text(const struct json_value *object, const char *key)
{
    const struct json_value *value = json_get(object, key);
    return value && value->kind == JSON_TEXT ? value->text : NULL;
}
