/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Set-covering problems as the OR-Library files them (Beasley 1990): rows and columns, the cost of each column, then
 * for each row how many columns cover it and which, counted from 1; or, as its railway crews are filed, for each column
 * its cost, how many rows it covers and which. */
#pragma once
#include "base/memory.h"

struct or_cover {
    uint32_t rows, columns;
    int64_t *cost;
    size_t *row_start; uint32_t *row_column;               /* counted from 0 */
    int64_t trouble_line; const char *trouble;             /* why it cannot be read (an English id), and where */
};
/* In the arena. Limits: 1 million rows, 10 million columns, costs from 1 to 10⁹; what is listed twice is an error. A
 * file that reads neither way is told of by the way that went further. */
bool or_cover_read(struct or_cover *cover, struct arena *arena, const char *bytes, size_t length);
