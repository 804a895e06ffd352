/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A sparse matrix by rows, or a graph by its neighbours: built once from triples, then only read. */
#pragma once
#include "base/memory.h"

struct triple { uint32_t row, column; double value; };

/* The entries of row r stand at start[r] … start[r + 1] − 1, by ascending column, each column once. */
struct sparse {
    uint32_t rows, columns;
    size_t *start;                         /* rows + 1 of them */
    uint32_t *column;
    double *value;
};
/* Triples in any order; those of one place are added up in the order given. All must be inside rows × columns. */
struct sparse sparse_build(struct arena *arena, uint32_t rows, uint32_t columns, const struct triple *triples,
                           size_t count);
/* An undirected graph: each edge is entered both ways (a loop once), repeated edges are added up. */
struct sparse sparse_graph(struct arena *arena, uint32_t nodes, const struct triple *edges, size_t count);
struct sparse sparse_transpose(struct arena *arena, const struct sparse *matrix);
double sparse_at(const struct sparse *matrix, uint32_t row, uint32_t column);    /* 0 where nothing stands */
/* out = matrix × vector (columns long in, rows long out), sums taken by ascending column. */
void sparse_multiply(const struct sparse *matrix, const double *vector, double *out);
