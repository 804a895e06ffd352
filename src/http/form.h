/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms out of bytes: urlencoded pairs and multipart/form-data. Pure, bounded. Private to http/. */
#pragma once
#include "http/http.h"

enum { MOST_PAIRS = 2000, MOST_FILES = 50, MOST_PART_HEAD = 4096, MOST_BOUNDARY = 70 };

struct form_parts {
    struct arena *arena;
    struct http_pair *pairs; size_t pair_count, pair_room;
    struct http_file *files; size_t file_count, file_room;
    size_t most_text;                      /* bytes of all multipart values that are not files */
};

/* a=1&b=2, as queries and application/x-www-form-urlencoded bodies write it; appends to parts. 0, 400 or 413. */
int form_read_pairs(struct form_parts *parts, const char *text, size_t length);

/* A whole multipart/form-data body (RFC 7578), appended to parts; type is the Content-Type with its boundary. File
 * data point into body, without a copy. A file field where none was chosen is left out. 0, 400 or 413. */
int form_read_multipart(struct form_parts *parts, const char *type, const char *body, size_t length);

/* Whether the type before its parameters is this one, case forgiven. */
bool type_is(const char *type, const char *wanted);
