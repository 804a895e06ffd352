/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON (RFC 8259): our writer and our reader, behind limits. */
#pragma once
#include "base/text.h"

/* Commas are added by the writer. At most 63 levels: one more is a mistake of the program and ends it. json_key()
 * before each value inside an object. */
struct json { struct buffer *out; int depth; bool first[64]; bool after_key; bool is_object[64]; };
void json_begin(struct json *json, struct buffer *out);
void json_object(struct json *json);
void json_array(struct json *json);
void json_end(struct json *json);                                    /* closes the innermost object or array */
void json_key(struct json *json, const char *key);
void json_text(struct json *json, const char *text);                 /* NULL is null; malformed UTF-8 becomes U+FFFD */
void json_int(struct json *json, int64_t number);
void json_real(struct json *json, double number);                    /* not finite: null */
void json_bool(struct json *json, bool value);
void json_null(struct json *json);
void json_raw(struct json *json, const char *json_text, size_t length);   /* JSON made by this same writer */

/* Reading: a tree in the arena. Depth at most 64, size at most 64 MB; duplicate keys refused; numbers kept as double
 * and, when whole and within int64, as whole. NULL with *trouble (an English id; and its line) when it is no JSON. */
enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };
struct json_value {
    enum json_kind kind;
    bool is_whole;
    int64_t whole; double number;
    const char *text;
    size_t count;                          /* of an array or object */
    struct json_value *items;
    const char **keys;                     /* of an object, beside items */
};
struct json_value *json_read(struct arena *arena, const char *bytes, size_t length, const char **trouble, int *line);
/* NULL when absent or no object */
const struct json_value *json_get(const struct json_value *object, const char *key);
/* NULL when absent or no text */
const char *json_get_text(const struct json_value *object, const char *key);
