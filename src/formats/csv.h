/* SPDX-License-Identifier: AGPL-3.0-or-later
 * CSV as people really send it: RFC 4180 plus what spreadsheets do. */
#pragma once
#include "base/text.h"

/* Reads bytes that live as long as the reader. Finds by itself: BOM, UTF-8, UTF-16 or Windows-1252, separator among ; ,
 * TAB | (the one that cuts the header and the first rows best), CRLF / LF / CR. Newlines inside quotes belong to the
 * cell. The apostrophe that csv_cell adds is taken off again: what was written is read back. trouble is an English
 * id. */
struct csv {
    struct arena *arena;
    const char *at, *end;
    char separator;
    int64_t line;                          /* of the file, where the current row starts: what reports name */
    char **header; size_t column_count;    /* trimmed */
    const char *trouble;                   /* why reading stopped early (an unclosed quote, a limit), else NULL */
    int64_t next_line;                     /* of the file, where the next row starts */
};
/* False with trouble set when there is no header. Limits: 2,000 columns, 1 MB a cell. */
bool csv_open(struct csv *csv, struct arena *arena, const char *bytes, size_t length);
/* The next row that is not empty: column_count cells ("" when the row is short), extra cells set *extra. NULL at the
 * end. The row lives in the arena: use a mark around each row. */
char **csv_next(struct csv *csv, size_t *extra);
/* The position of the first of these names present in the header (case and accents forgiven); -1 when none is. names
 * ends with NULL. */
int csv_column(const struct csv *csv, const char *const *names);

/* Writing: ";" or ",", always quoted where needed, cells starting with = + - @ TAB CR (also full-width) get a leading
 * apostrophe unless they are plain numbers, CRLF ends a row, BOM when asked. csv_number writes a decimal comma beside
 * ";" (French spreadsheets), a point beside ",". */
struct csv_writer { struct buffer *out; char separator; bool row_started; };
void csv_begin(struct csv_writer *writer, struct buffer *out, char separator, bool bom);
void csv_cell(struct csv_writer *writer, const char *text);          /* NULL is an empty cell */
void csv_number(struct csv_writer *writer, double number);
void csv_int(struct csv_writer *writer, int64_t number);
void csv_end_row(struct csv_writer *writer);
