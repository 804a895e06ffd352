/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as CSV: read, written, and read again to the same cells. */
#include "formats/csv.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_row(struct csv_writer *writer, char **row, size_t count)
{
    for (size_t i = 0; i < count; i++)
        csv_cell(writer, row[i]);
    csv_end_row(writer);
}

/* A row of white space is passed over by the reader: it is not written either. The reader keeps one whose only words
 * stand beyond the header's columns, which are not written. */
static bool holds_something(char **row, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!text_blank(row[i]))
            return true;
    return false;
}

static void compare(struct arena *arena, const char *bytes, size_t length)
{
    struct csv first, again;
    struct buffer out = {.arena = arena};
    struct csv_writer writer;
    if (!csv_open(&first, arena, bytes, length))
        return;
    size_t rows = 0, count = first.column_count;
    csv_begin(&writer, &out, ';', true);
    for (size_t i = 0; i < count; i++)
        csv_cell(&writer, "x");
    csv_end_row(&writer);
    for (char **row; (row = csv_next(&first, NULL)); rows++)
        if (holds_something(row, count))
            write_row(&writer, row, count);
    if (!csv_open(&again, arena, out.text, out.length) || again.column_count != count)
        abort();
    struct buffer twice = {.arena = arena};
    csv_begin(&writer, &twice, ';', true);
    write_row(&writer, again.header, count);
    size_t read = 0;
    for (char **row; (row = csv_next(&again, NULL)); read++)
        if (holds_something(row, count))
            write_row(&writer, row, count);
    if (out.length != twice.length || memcmp(out.text, twice.text, out.length) != 0 || read > rows)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    compare(&arena, (const char *)data, size);
    arena_free(&arena);
    return 0;
}
