/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Compressed rows by two counting passes: by column, then by row, both stable. */
#include "engines/kernel/sparse.h"
#include <string.h>

/* Scatters triples by row (or column) keeping their order; starts gets the first place of each. */
static void scatter(const struct triple *from, struct triple *to, size_t count, size_t *starts, uint32_t kinds,
                    bool by_row)
{
    memset(starts, 0, ((size_t)kinds + 1) * sizeof *starts);
    for (size_t i = 0; i < count; i++)
        starts[(by_row ? from[i].row : from[i].column) + 1]++;
    for (uint32_t kind = 0; kind < kinds; kind++)
        starts[kind + 1] += starts[kind];
    for (size_t i = 0; i < count; i++)
        to[starts[by_row ? from[i].row : from[i].column]++] = from[i];
}

static size_t count_places(const struct triple *sorted, size_t count)
{
    size_t places = 0;
    for (size_t i = 0; i < count; i++)
        places += i == 0 || sorted[i].row != sorted[i - 1].row || sorted[i].column != sorted[i - 1].column;
    return places;
}

static void compress(struct sparse *matrix, const struct triple *sorted, size_t count)
{
    size_t places = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && sorted[i].row == sorted[i - 1].row && sorted[i].column == sorted[i - 1].column) {
            matrix->value[places - 1] += sorted[i].value;
            continue;
        }
        matrix->column[places] = sorted[i].column;
        matrix->value[places++] = sorted[i].value;
        matrix->start[sorted[i].row + 1] = places;
    }
    for (uint32_t row = 0; row < matrix->rows; row++)
        if (matrix->start[row + 1] < matrix->start[row])
            matrix->start[row + 1] = matrix->start[row];
}

struct sparse sparse_build(struct arena *arena, uint32_t rows, uint32_t columns, const struct triple *triples,
                           size_t count)
{
    struct arena work = {0};
    struct triple *by_column = arena_array(&work, count, sizeof *by_column);
    struct triple *sorted = arena_array(&work, count, sizeof *sorted);
    size_t *starts = arena_array(&work, (size_t)(rows > columns ? rows : columns) + 2, sizeof *starts);
    scatter(triples, by_column, count, starts, columns, false);
    scatter(by_column, sorted, count, starts, rows, true);
    size_t places = count_places(sorted, count);
    struct sparse matrix = {rows, columns, arena_array(arena, (size_t)rows + 1, sizeof(size_t)),
                            arena_array(arena, places, sizeof(uint32_t)), arena_array(arena, places, sizeof(double))};
    compress(&matrix, sorted, count);
    arena_free(&work);
    return matrix;
}

struct sparse sparse_graph(struct arena *arena, uint32_t nodes, const struct triple *edges, size_t count)
{
    struct arena work = {0};
    struct triple *both = arena_array(&work, 2 * count, sizeof *both);
    size_t entries = 0;
    for (size_t i = 0; i < count; i++) {
        both[entries++] = edges[i];
        if (edges[i].row != edges[i].column)
            both[entries++] = (struct triple){edges[i].column, edges[i].row, edges[i].value};
    }
    struct sparse graph = sparse_build(arena, nodes, nodes, both, entries);
    arena_free(&work);
    return graph;
}

struct sparse sparse_transpose(struct arena *arena, const struct sparse *matrix)
{
    size_t places = matrix->start[matrix->rows];
    struct sparse turned = {matrix->columns, matrix->rows,
                            arena_array(arena, (size_t)matrix->columns + 2, sizeof(size_t)),
                            arena_array(arena, places, sizeof(uint32_t)), arena_array(arena, places, sizeof(double))};
    size_t *next = turned.start + 1;                                 /* one ahead: filling leaves the starts in place */
    for (size_t i = 0; i < places; i++)
        if (matrix->column[i] + 1 < turned.rows)
            next[matrix->column[i] + 1]++;
    for (uint32_t row = 1; row < turned.rows; row++)
        next[row] += next[row - 1];
    for (uint32_t row = 0; row < matrix->rows; row++)
        for (size_t i = matrix->start[row]; i < matrix->start[row + 1]; i++) {
            size_t to = next[matrix->column[i]]++;
            turned.column[to] = row;
            turned.value[to] = matrix->value[i];
        }
    return turned;
}

double sparse_at(const struct sparse *matrix, uint32_t row, uint32_t column)
{
    size_t low = matrix->start[row], high = matrix->start[row + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (matrix->column[middle] < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low < matrix->start[row + 1] && matrix->column[low] == column ? matrix->value[low] : 0;
}

void sparse_multiply(const struct sparse *matrix, const double *vector, double *out)
{
    for (uint32_t row = 0; row < matrix->rows; row++) {
        double sum = 0;
        for (size_t i = matrix->start[row]; i < matrix->start[row + 1]; i++)
            sum += matrix->value[i] * vector[matrix->column[i]];
        out[row] = sum;
    }
}
