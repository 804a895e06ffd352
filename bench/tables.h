/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables of the folder of data, row after row; the program ends when one is missing. */
#pragma once
#include "formats/csv.h"

struct table { struct arena *arena; struct csv csv; char **row; };
struct table open_table(struct arena *arena, const char *folder, const char *name);
bool next_row(struct table *table);
const char *cell(const struct table *table, const char *column);     /* "" when there is no such column */
