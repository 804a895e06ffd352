/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The cells of a sheet, given in their order and with holes, as CSV text. Inside this room only. */
#pragma once
#include "formats/csv.h"

struct sheet {
    struct csv_writer writer;
    int64_t row, column;                   /* what was written last, from 0 */
    int64_t cells;
    bool row_open;
    const char *trouble;
};
void sheet_begin(struct sheet *sheet, struct buffer *out);
/* Rows and columns from 0; those that go backwards count as the next ones. Empty text writes nothing. False with
 * trouble set beyond 2,000 columns, 1,048,576 rows, 5 million cells or 64 MB of text (one long text may stand in many
 * cells). */
bool sheet_cell(struct sheet *sheet, int64_t row, int64_t column, const char *text);
void sheet_finish(struct sheet *sheet);

/* A number as a person would type it: at most 15 digits, whole ones without exponent. */
char *sheet_number(struct arena *arena, double number);

/* What the number format of a cell makes of its number. */
enum number_look { LOOK_NUMBER, LOOK_DATE, LOOK_TIME, LOOK_INSTANT };
enum number_look look_of_builtin(int64_t id);              /* ECMA-376 part 1, 18.8.30 */
enum number_look look_of_code(const char *code);           /* "dd/mm/yyyy", "[h]:mm", "#,##0.00 \"de\"" … */
/* ISO text of a serial number of days (1900 system, or 1904), or the number itself when no date has it. */
char *look_text(struct arena *arena, double number, enum number_look look, bool since_1904);
