/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text that grows, and the few questions one asks of a text. All text is UTF-8. */
#pragma once
#include "base/memory.h"

/* Living in an arena. text is NUL-terminated once anything was added, NULL before. */
struct buffer { struct arena *arena; char *text; size_t length, room; };

void buffer_add(struct buffer *buffer, const char *text, size_t length);
void buffer_char(struct buffer *buffer, char c);
void buffer_text(struct buffer *buffer, const char *text);          /* NULL adds nothing */
void buffer_int(struct buffer *buffer, int64_t number);
/* With separator between its thousands. */
void buffer_grouped(struct buffer *buffer, uint64_t number, const char *separator);
/* The shortest decimal that reads back as the same double; "null" when it is not finite. Never a comma. */
void buffer_real(struct buffer *buffer, double number);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buffer_string(const struct buffer *buffer);             /* its text, "" while empty */

bool text_is(const char *a, const char *b);                         /* equal; NULL equals only NULL */
bool text_starts(const char *text, const char *start);
bool text_ends(const char *text, const char *end);
bool text_blank(const char *text);                                  /* NULL, empty, or only white space */
/* The text without white space (NBSP and U+202F too) at either end, as a copy in the arena; NULL when nothing is
 * left. */
char *text_trim(struct arena *arena, const char *text);
/* Splits at any character of separators; empty pieces are left out. Returns the pieces, ended by NULL. */
char **text_split(struct arena *arena, const char *text, const char *separators, size_t *count);

/* FNV-1a over 64 bits. Databases and addresses hold it: it never changes. It finds an edit made by mistake, not one
 * made to deceive. */
uint64_t checksum_bytes(const void *bytes, size_t length);

/* Characters (code points) of a UTF-8 text; SIZE_MAX when it is not well-formed UTF-8. */
size_t utf8_length(const char *text, size_t bytes);
bool utf8_valid(const char *text, size_t bytes);
/* The code point at *at, moved past it; 0xFFFD for a malformed byte (one byte is passed over); 0 at the end. */
uint32_t utf8_next(const char **at, const char *end);
void utf8_put(struct buffer *buffer, uint32_t code_point);
/* Windows-1252 to UTF-8, for files that are not UTF-8. */
char *utf8_from_cp1252(struct arena *arena, const char *bytes, size_t length);
