/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables of the folder of data, row after row. */
#include "tables.h"
#include <stdio.h>
#include <stdlib.h>

struct table open_table(struct arena *arena, const char *folder, const char *name)
{
    struct table table = {.arena = arena};
    char *path = arena_format(arena, "%s/%s", folder, name);
    FILE *in = fopen(path, "rb");
    if (!in) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fseek(in, 0, SEEK_END);
    long size = ftell(in);
    rewind(in);
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    size = (long)fread(bytes, 1, (size_t)size, in);
    fclose(in);
    if (!csv_open(&table.csv, arena, bytes, (size_t)size))
        exit(2);
    return table;
}

bool next_row(struct table *table)
{
    return (table->row = csv_next(&table->csv, NULL)) != NULL;
}

const char *cell(const struct table *table, const char *column)
{
    const char *const names[] = {column, NULL};
    int at = csv_column(&table->csv, names);
    return at < 0 ? "" : table->row[at];
}
