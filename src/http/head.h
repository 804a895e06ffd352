/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The head of a request, from bytes: request line and fields, read as strictly as RFC 9112 allows. Pure: no I/O, no
 * memory. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Any line; all fields together; how many. */
enum { MOST_LINE = 8 * 1024, MOST_FIELD_BYTES = 32 * 1024, MOST_FIELDS = 100 };

/* Fields that may stand once only. */
enum single { HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONTENT_TYPE, EXPECT, AUTHORIZATION, COOKIE, ORIGIN, REFERER,
              USER_AGENT, RANGE, IF_RANGE, IF_MATCH, IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE, UPGRADE,
              SEC_FETCH_SITE, FORWARDED_PROTO, SINGLES };

struct head_span { uint16_t at, length; };                 /* of the head's bytes */
struct head_field { struct head_span name, value; };

struct head {
    struct head_span method, path, query;  /* the byte after each is a separator, never content */
    struct head_field fields[MOST_FIELDS];
    size_t field_count;
    int8_t single[SINGLES];                /* index in fields, -1 when absent */
    int minor;                             /* HTTP/1.0 or 1.1 */
    bool body_follows, chunked;
    int64_t content_length;                /* 0 when chunked */
    bool expects_continue;
    bool last;                             /* the connection ends after this request */
};

/* Looks for the end of a head in what has arrived so far. *scanned is 0 at first and remembers how far it looked.
 * Returns 0 when more must come, 1 when the head is complete (*end: its length with the empty line), else the status
 * to refuse with. */
int head_find_end(const char *bytes, size_t length, size_t *scanned, size_t *end);

/* Reads a complete head. 0, or the status to refuse with (400, 405, 413, 414, 417, 431, 501, 505); head is then not
 * used. */
int head_parse(const char *bytes, size_t length, struct head *head);

/* Whether a raw path stays within the site: starts with /, decodes once to valid UTF-8 without control characters,
 * encoded slashes, backslashes, "." and ".." segments. */
bool path_is_plain(const char *path, size_t length);
/* One field line without its line end. False when malformed; a tab around the value is too: servers disagree on it. */
bool head_field_parse(const char *bytes, struct head_span line, struct head_field *field);
/* Whether the span of bytes is this word, case forgiven. */
bool span_is(const char *bytes, struct head_span span, const char *word);
int hex_digit(unsigned char c);                            /* -1 when it is none */
