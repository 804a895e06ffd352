/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading the OR-Library's set-covering problems: whole numbers, spaces between them. */
#include "formats/orlibrary.h"
#include "base/text.h"

#define N_(english) english
enum { MOST_ROWS = 1000000, MOST_COLUMNS = 10000000, HIGHEST_COST = 1000000000, LONGEST_NUMBER = 12 };

struct reading { const char *at, *end; int64_t line; struct or_cover *cover; };

static bool refuse(struct reading *reading, const char *why)
{
    if (!reading->cover->trouble) {
        reading->cover->trouble = why;
        reading->cover->trouble_line = reading->line;
    }
    return false;
}

static void pass_spaces(struct reading *reading)
{
    for (; reading->at < reading->end && (*reading->at == ' ' || *reading->at == '\t' || *reading->at == '\r'
                                          || *reading->at == '\n'); reading->at++)
        reading->line += *reading->at == '\n';
}

static bool number(struct reading *reading, int64_t least, int64_t most, const char *why, int64_t *value)
{
    int digits = 0;
    pass_spaces(reading);
    *value = 0;
    for (; digits < LONGEST_NUMBER && reading->at < reading->end && *reading->at >= '0' && *reading->at <= '9';
         digits++)
        *value = *value * 10 + (*reading->at++ - '0');
    bool ended = reading->at == reading->end || *reading->at == ' ' || *reading->at == '\t' || *reading->at == '\r'
        || *reading->at == '\n';
    return digits > 0 && ended && *value >= least && *value <= most ? true : refuse(reading, why);
}

static bool read_row(struct reading *reading, struct arena *arena, uint32_t row, uint32_t *last_row, size_t *room)
{
    struct or_cover *cover = reading->cover;
    size_t begun = cover->row_start[row];
    int64_t count, column;
    if (!number(reading, 0, cover->columns, N_("How many columns cover this row is missing or too large."), &count))
        return false;
    for (int64_t k = 0; k < count; k++) {
        if (!number(reading, 1, cover->columns, N_("A column is missing, or is not one of those declared."), &column))
            return false;
        if (last_row[column - 1] == row + 1)
            return refuse(reading, N_("A column stands twice in one row."));
        last_row[column - 1] = row + 1;
        cover->row_column = arena_grow(arena, cover->row_column, begun + (size_t)k, room, sizeof *cover->row_column);
        cover->row_column[begun + (size_t)k] = (uint32_t)(column - 1);
    }
    cover->row_start[row + 1] = begun + (size_t)count;
    return true;
}

bool or_cover_read(struct or_cover *cover, struct arena *arena, const char *bytes, size_t length)
{
    *cover = (struct or_cover){0};
    struct reading reading = {bytes, bytes + length, 1, cover};
    int64_t rows, columns;
    size_t room = 0;
    if (!number(&reading, 1, MOST_ROWS, N_("The file begins with the number of rows and of columns."), &rows)
        || !number(&reading, 1, MOST_COLUMNS, N_("The file begins with the number of rows and of columns."), &columns))
        return false;
    if ((size_t)columns > length || (size_t)rows > length)
        return refuse(&reading, N_("The file is shorter than it says."));
    cover->rows = (uint32_t)rows;
    cover->columns = (uint32_t)columns;
    cover->cost = arena_array(arena, cover->columns, sizeof *cover->cost);
    cover->row_start = arena_array(arena, (size_t)rows + 1, sizeof *cover->row_start);
    uint32_t *last_row = arena_array(arena, cover->columns, sizeof *last_row);
    for (uint32_t j = 0; j < cover->columns; j++)
        if (!number(&reading, 1, HIGHEST_COST, N_("A cost is missing, or is no whole number from 1 to 1,000,000,000."),
                    &cover->cost[j]))
            return false;
    for (uint32_t i = 0; i < cover->rows; i++)
        if (!read_row(&reading, arena, i, last_row, &room))
            return false;
    pass_spaces(&reading);
    return reading.at == reading.end ? true : refuse(&reading, N_("Something stands after the last row."));
}
