/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Workbooks: written by libxlsxwriter, read with libzip and libxml2 behind limits (reliability.md §2.9). */
#pragma once
#include "base/text.h"

/* The first row is the heading (bold, and it stays when one scrolls). Cells beyond 32,767 characters are cut there, as
 * spreadsheets do; more than 1,048,576 rows or 16,384 columns make the file fail. The same rows give the same bytes.
 * xlsx_finish must follow xlsx_begin. */
struct xlsx_writer;
struct xlsx_writer *xlsx_begin(struct arena *arena, const char *sheet);
void xlsx_cell(struct xlsx_writer *writer, const char *text);        /* never a formula */
void xlsx_number(struct xlsx_writer *writer, double number);
void xlsx_end_row(struct xlsx_writer *writer);
/* The file's bytes in the arena; NULL when it could not be made. */
const void *xlsx_finish(struct xlsx_writer *writer, size_t *length);

/* The first visible sheet of an XLSX or ODS workbook (not the list of contents that Numbers adds) as CSV text (";"), so
 * that every importer of CSV reads workbooks too: dates as 2026-11-23 or 2026-11-23T10:05, hours as 10:05, booleans as
 * "oui" and "non", numbers with a point and at most 15 digits, a formula as its last value. NULL with *trouble (an
 * English id). Limits: 100 MB unpacked, 64 MB of CSV, 2,000 columns, 5 million cells. */
char *xlsx_as_csv(struct arena *arena, const void *bytes, size_t length, size_t *csv_length, const char **trouble);
