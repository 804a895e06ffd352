/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Workbooks: written by libxlsxwriter, read with libzip and libxml2 behind limits (reliability.md §2.9). */
#pragma once
#include "base/text.h"

struct xlsx_writer;
struct xlsx_writer *xlsx_begin(struct arena *arena, const char *sheet);
void xlsx_cell(struct xlsx_writer *writer, const char *text);        /* never a formula */
void xlsx_number(struct xlsx_writer *writer, double number);
void xlsx_end_row(struct xlsx_writer *writer);
/* The file's bytes in the arena; NULL when it could not be made. */
const void *xlsx_finish(struct xlsx_writer *writer, size_t *length);

/* The first sheet as CSV text (";"), so that every importer of CSV reads workbooks too. NULL with *trouble. */
char *xlsx_as_csv(struct arena *arena, const void *bytes, size_t length, size_t *csv_length, const char **trouble);
