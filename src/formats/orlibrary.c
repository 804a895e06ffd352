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

static bool read_cost(struct reading *reading, uint32_t column)
{
    return number(reading, 1, HIGHEST_COST, N_("A cost is missing, or is no whole number from 1 to 1,000,000,000."),
                  &reading->cover->cost[column]);
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

static bool read_end(struct reading *reading, const char *why)
{
    pass_spaces(reading);
    return reading->at == reading->end ? true : refuse(reading, why);
}

/* The costs, then each row and the columns that cover it. */
static bool read_by_rows(struct reading *reading, struct arena *arena)
{
    struct or_cover *cover = reading->cover;
    uint32_t *last_row = arena_array(arena, cover->columns, sizeof *last_row);
    size_t room = 0;
    for (uint32_t j = 0; j < cover->columns; j++)
        if (!read_cost(reading, j))
            return false;
    for (uint32_t i = 0; i < cover->rows; i++)
        if (!read_row(reading, arena, i, last_row, &room))
            return false;
    return read_end(reading, N_("Something stands after the last row."));
}

/* Columns as they are read, one after the other. */
struct by_column { size_t *start; uint32_t *row, *last_column; size_t room; };

static bool read_column(struct reading *reading, struct arena *arena, uint32_t column, struct by_column *read)
{
    uint32_t rows = reading->cover->rows;
    size_t begun = read->start[column];
    int64_t count, row;
    if (!read_cost(reading, column)
        || !number(reading, 1, rows, N_("How many rows this column covers is missing or too large."), &count))
        return false;
    for (int64_t k = 0; k < count; k++) {
        if (!number(reading, 1, rows, N_("A row is missing, or is not one of those declared."), &row))
            return false;
        if (read->last_column[row - 1] == column + 1)
            return refuse(reading, N_("A row stands twice in one column."));
        read->last_column[row - 1] = column + 1;
        read->row = arena_grow(arena, read->row, begun + (size_t)k, &read->room, sizeof *read->row);
        read->row[begun + (size_t)k] = (uint32_t)(row - 1);
    }
    read->start[column + 1] = begun + (size_t)count;
    return true;
}

/* The same ties, gathered by row: row_start holds where each row is filled to, then is moved back by one. */
static void turn(struct or_cover *cover, struct arena *arena, const struct by_column *read)
{
    size_t all = read->start[cover->columns];
    cover->row_column = arena_array(arena, all, sizeof *cover->row_column);
    for (size_t k = 0; k < all; k++)
        cover->row_start[read->row[k] + 1]++;
    for (uint32_t i = 0; i < cover->rows; i++)
        cover->row_start[i + 1] += cover->row_start[i];
    for (uint32_t j = 0; j < cover->columns; j++)
        for (size_t k = read->start[j]; k < read->start[j + 1]; k++)
            cover->row_column[cover->row_start[read->row[k]]++] = j;
    for (uint32_t i = cover->rows; i > 0; i--)
        cover->row_start[i] = cover->row_start[i - 1];
    cover->row_start[0] = 0;
}

/* Each column: its cost, then the rows that it covers, as the problems of railway crews are filed. */
static bool read_by_columns(struct reading *reading, struct arena *arena)
{
    struct or_cover *cover = reading->cover;
    struct by_column read = {arena_array(arena, (size_t)cover->columns + 1, sizeof *read.start), NULL,
                             arena_array(arena, cover->rows, sizeof *read.last_column), 0};
    for (uint32_t j = 0; j < cover->columns; j++)
        if (!read_column(reading, arena, j, &read))
            return false;
    if (!read_end(reading, N_("Something stands after the last column.")))
        return false;
    turn(cover, arena, &read);
    return true;
}

static void make_room(struct or_cover *cover, struct arena *arena)
{
    cover->cost = arena_array(arena, cover->columns, sizeof *cover->cost);
    cover->row_start = arena_array(arena, (size_t)cover->rows + 1, sizeof *cover->row_start);
    cover->row_column = NULL;
}

bool or_cover_read(struct or_cover *cover, struct arena *arena, const char *bytes, size_t length)
{
    *cover = (struct or_cover){0};
    struct reading reading = {bytes, bytes + length, 1, cover};
    int64_t rows, columns;
    if (!number(&reading, 1, MOST_ROWS, N_("The file begins with the number of rows and of columns."), &rows)
        || !number(&reading, 1, MOST_COLUMNS, N_("The file begins with the number of rows and of columns."), &columns))
        return false;
    if ((size_t)columns > length || (size_t)rows > length)
        return refuse(&reading, N_("The file is shorter than it says."));
    cover->rows = (uint32_t)rows;
    cover->columns = (uint32_t)columns;
    struct reading again = reading;
    make_room(cover, arena);
    if (read_by_rows(&reading, arena))
        return true;
    struct or_cover refused = *cover;
    cover->trouble = NULL;
    make_room(cover, arena);
    if (read_by_columns(&again, arena))
        return true;
    if (again.at <= reading.at)                            /* of a file that is neither, what made sense for longer */
        *cover = refused;
    return false;
}
