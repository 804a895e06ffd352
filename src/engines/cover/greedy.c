/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A cover out of prices: column after column the best bargain, then without those that became useless. */
#include "engines/cover/inside.h"
#include "engines/kernel/heap.h"
#include <math.h>
#include <string.h>

struct greed {
    const struct rest *rest;
    double *left;                                          /* by column: its cost beyond the prices of what it covers */
    uint32_t *useful;                                      /* by column: rows that only it would cover so far */
    uint32_t *times;                                       /* by row: columns chosen that cover it */
    bool *in;
    struct heap heap;                                      /* columns, the best bargain first */
};

/* Caprara, Fischetti and Toth: what a column costs beyond the prices of the rows it would cover, for each of them. */
static double bargain(const struct greed *greed, uint32_t column)
{
    double left = greed->left[column], useful = greed->useful[column];
    return left > 0 ? left / useful : left * useful;
}

static void fill_heap(struct greed *greed)
{
    for (uint32_t j = 0; j < greed->rest->columns; j++)
        heap_push(&greed->heap, key_of_real(bargain(greed, j)), j);
}

/* Bargains only get worse as rows are covered: what is on top is made anew, and is the best when it stays there. There
 * is one as long as a row is not covered. */
static uint32_t choose(struct greed *greed)
{
    for (;;) {
        struct keyed *top = greed->heap.items;
        uint32_t column = (uint32_t)top->value;
        if (greed->in[column] || !greed->useful[column]) {
            heap_pop(&greed->heap);
            continue;
        }
        uint64_t key = key_of_real(bargain(greed, column));
        if (key == top->key)
            return column;
        top->key = key;
        heap_settle(&greed->heap);
    }
}

static void cover_rows(struct greed *greed, const struct cover *cover, const double *price, const size_t *row_start,
                       const uint32_t *row_column, uint32_t chosen)
{
    const struct rest *rest = greed->rest;
    greed->in[chosen] = true;
    for (size_t i = rest->start[chosen]; i < rest->start[chosen + 1]; i++) {
        uint32_t row = rest->at[i];
        if (greed->times[row]++ > 0)
            continue;
        for (size_t k = row_start[row]; k < row_start[row + 1]; k++) {
            greed->left[row_column[k]] += price[row];
            greed->useful[row_column[k]]--;
        }
    }
}

/* Dearest first, a column whose rows are all covered twice goes: one that is needed stays so when others go. */
static void drop_useless(struct arena *arena, struct greed *greed, const struct cover *cover)
{
    const struct rest *rest = greed->rest;
    struct keyed *taken = arena_array(arena, rest->columns, sizeof *taken);
    size_t count = 0;
    for (uint32_t j = 0; j < rest->columns; j++)
        if (greed->in[j])
            taken[count++] = (struct keyed){key_of_int(-cover->problem->cost[rest->column[j]]), j};
    sort_keyed(arena, taken, count);
    for (size_t c = 0; c < count; c++) {
        uint32_t j = (uint32_t)taken[c].value;
        bool useless = true;
        for (size_t i = rest->start[j]; useless && i < rest->start[j + 1]; i++)
            useless = greed->times[rest->at[i]] > 1;
        greed->in[j] = !useless;
        for (size_t i = rest->start[j]; useless && i < rest->start[j + 1]; i++)
            greed->times[rest->at[i]]--;
    }
}

static void keep_if_better(struct cover *cover, const struct greed *greed)
{
    const struct rest *rest = greed->rest;
    int64_t cost = cover->cost;
    for (uint32_t j = 0; j < rest->columns; j++)
        cost += greed->in[j] ? cover->problem->cost[rest->column[j]] : 0;
    if (cover->found && cost >= cover->best)
        return;
    cover->found = true;
    cover->best = cost;
    for (uint32_t j = 0; j < cover->problem->columns; j++)
        cover->best_taken[j] = cover->state[j] == TAKEN;
    for (uint32_t j = 0; j < rest->columns; j++)
        if (greed->in[j])
            cover->best_taken[rest->column[j]] = true;
}

void greedy_cover(struct arena *arena, struct cover *cover, const struct rest *rest, const double *price)
{
    struct arena_mark mark = arena_mark(arena);
    uint32_t n = rest->columns, m = rest->rows;
    struct greed greed = {rest, arena_array(arena, n, sizeof(double)), arena_array(arena, n, sizeof(uint32_t)),
                          arena_array(arena, m, sizeof(uint32_t)), arena_array(arena, n, sizeof(bool)),
                          {arena, arena_array(arena, n, sizeof(struct keyed)), 0, n}};
    size_t *row_start = arena_array(arena, m + 1, sizeof *row_start), *fill = arena_array(arena, m, sizeof *fill);
    uint32_t *row_column = arena_array(arena, rest->start[n] + 1, sizeof *row_column), uncovered = m;
    for (size_t i = 0; i < rest->start[n]; i++)
        row_start[rest->at[i] + 1]++;
    for (uint32_t i = 0; i < m; i++)
        row_start[i + 1] += row_start[i];
    for (uint32_t j = 0; j < n; j++) {
        greed.left[j] = (double)cover->problem->cost[rest->column[j]];
        greed.useful[j] = (uint32_t)(rest->start[j + 1] - rest->start[j]);
        for (size_t i = rest->start[j]; i < rest->start[j + 1]; i++) {
            uint32_t row = rest->at[i];
            greed.left[j] -= price[row];
            row_column[row_start[row] + fill[row]++] = j;
        }
    }
    fill_heap(&greed);
    while (uncovered > 0) {
        uint32_t chosen = choose(&greed);
        uncovered -= greed.useful[chosen];
        cover_rows(&greed, cover, price, row_start, row_column, chosen);
    }
    drop_useless(arena, &greed, cover);
    keep_if_better(cover, &greed);
    arena_release(arena, mark);
}
