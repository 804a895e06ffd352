/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A better cover out of a good one: columns go and come, rows that stay bare weigh more and more (Gao, Weise and Li
 * 2015, "An efficient local search heuristic with row weighting for the unicost set covering problem", on costs).
 * A score is what a column covers alone when it is in, what it would cover when it is out, by weight of row. */
#include "engines/cover/inside.h"
#include "engines/kernel/seeded.h"
#include <math.h>
#include <string.h>

enum { SEED = 1990 };
#define NONE UINT32_MAX

struct exchange {
    struct cover *cover;
    uint32_t columns, rows;
    uint32_t *column;                                      /* their numbers in the problem */
    size_t *row_start; uint32_t *row_column;               /* columns of each row, by place in column */
    size_t *start; uint32_t *at;                           /* rows of each column */
    int64_t *price;                                        /* by column: its cost */
    int64_t *score; uint64_t *moved; bool *in;             /* by column; moved: at which step it last came or went */
    uint64_t *changed;                                     /* by row: at which step a column of it last came or went */
    int64_t *weight; uint32_t *times, *sole;               /* by row; sole: exclusive or of the columns in */
    uint32_t *taken, *taken_place, taken_count;
    uint32_t *bare, *bare_place, bare_count;
    int64_t cost;
    uint64_t step, since, work;                            /* since: the step at which bare rows were last covered */
    struct seeded chance;
};

static void list_add(uint32_t *list, uint32_t *place, uint32_t *count, uint32_t value)
{
    place[value] = *count;
    list[(*count)++] = value;
}

static void list_drop(uint32_t *list, uint32_t *place, uint32_t *count, uint32_t value)
{
    uint32_t last = list[--*count];
    list[place[value]] = last;
    place[last] = place[value];
}

/* The score of every column of this row but one. */
static void weigh(struct exchange *exchange, uint32_t row, uint32_t but, int64_t by)
{
    for (size_t k = exchange->row_start[row]; k < exchange->row_start[row + 1]; k++)
        if (exchange->row_column[k] != but)
            exchange->score[exchange->row_column[k]] += by;
    exchange->work += exchange->row_start[row + 1] - exchange->row_start[row];
}

static void bring(struct exchange *exchange, uint32_t column)
{
    exchange->in[column] = true;
    exchange->moved[column] = ++exchange->step;
    exchange->cost += exchange->price[column];
    list_add(exchange->taken, exchange->taken_place, &exchange->taken_count, column);
    for (size_t i = exchange->start[column]; i < exchange->start[column + 1]; i++) {
        uint32_t row = exchange->at[i];
        if (exchange->times[row] == 0) {
            list_drop(exchange->bare, exchange->bare_place, &exchange->bare_count, row);
            weigh(exchange, row, column, -exchange->weight[row]);
        } else if (exchange->times[row] == 1) {
            exchange->score[exchange->sole[row]] -= exchange->weight[row];
        }
        exchange->times[row]++;
        exchange->sole[row] ^= column;
        exchange->changed[row] = exchange->step;
    }
}

static void send_away(struct exchange *exchange, uint32_t column)
{
    exchange->in[column] = false;
    exchange->moved[column] = ++exchange->step;
    exchange->cost -= exchange->price[column];
    list_drop(exchange->taken, exchange->taken_place, &exchange->taken_count, column);
    for (size_t i = exchange->start[column]; i < exchange->start[column + 1]; i++) {
        uint32_t row = exchange->at[i];
        exchange->times[row]--;
        exchange->sole[row] ^= column;
        exchange->changed[row] = exchange->step;
        if (exchange->times[row] == 0) {
            list_add(exchange->bare, exchange->bare_place, &exchange->bare_count, row);
            weigh(exchange, row, column, exchange->weight[row]);
        } else if (exchange->times[row] == 1) {
            exchange->score[exchange->sole[row]] += exchange->weight[row];
        }
    }
}

static double worth(const struct exchange *exchange, uint32_t column)
{
    return (double)exchange->score[column] / (double)exchange->price[column];
}

/* The column in that is missed least, of those that did not move since that step; of equal ones, the one that moved
 * longest ago. NONE when there is none. */
static uint32_t least_missed(struct exchange *exchange, uint64_t since)
{
    uint32_t least = NONE;
    double lowest = INFINITY;
    for (uint32_t t = 0; t < exchange->taken_count; t++) {
        uint32_t column = exchange->taken[t];
        double here = worth(exchange, column);
        if (exchange->moved[column] > since || here > lowest
            || (here == lowest && exchange->moved[column] >= exchange->moved[least]))
            continue;
        least = column;
        lowest = here;
    }
    exchange->work += exchange->taken_count;
    return least;
}

/* One that went comes back only when something changed around it: it would else go round in circles. */
static bool may_come(struct exchange *exchange, uint32_t column)
{
    for (size_t i = exchange->start[column]; exchange->moved[column] && i < exchange->start[column + 1]; i++)
        if (exchange->changed[exchange->at[i]] > exchange->moved[column])
            return true;
    return !exchange->moved[column];
}

static uint32_t best_for(struct exchange *exchange, uint32_t row)
{
    uint32_t best = NONE;
    double highest = -INFINITY;
    for (size_t k = exchange->row_start[row]; k < exchange->row_start[row + 1]; k++) {
        uint32_t column = exchange->row_column[k];
        double here = worth(exchange, column);
        if (here < highest || (here == highest && exchange->moved[column] >= exchange->moved[best])
            || !may_come(exchange, column))
            continue;
        best = column;
        highest = here;
    }
    exchange->work += exchange->row_start[row + 1] - exchange->row_start[row];
    return best;
}

static void keep(struct exchange *exchange)
{
    struct cover *cover = exchange->cover;
    if (exchange->cost >= cover->best)
        return;
    cover->best = exchange->cost;
    memset(cover->best_taken, 0, cover->problem->columns * sizeof *cover->best_taken);
    for (uint32_t t = 0; t < exchange->taken_count; t++)
        cover->best_taken[exchange->column[exchange->taken[t]]] = true;
}

/* Covers bare rows as long as that is cheaper than the best cover known. */
static void mend(struct exchange *exchange)
{
    while (exchange->bare_count > 0) {
        uint32_t row = exchange->bare[seeded_below(&exchange->chance, exchange->bare_count)];
        uint32_t column = best_for(exchange, row);
        if (column == NONE || exchange->cost + exchange->price[column] >= exchange->cover->best)
            break;
        bring(exchange, column);
        for (uint32_t b = 0; b < exchange->bare_count; b++) {
            exchange->weight[exchange->bare[b]]++;
            weigh(exchange, exchange->bare[b], NONE, 1);
        }
    }
}

/* The columns that a better cover may hold and those of the best one; returns how many entries they have. */
static size_t choose_columns(struct exchange *exchange, struct arena *arena)
{
    const struct cover *cover = exchange->cover;
    size_t all = 0;
    exchange->column = arena_array(arena, cover->problem->columns, sizeof *exchange->column);
    for (uint32_t j = 0; j < cover->problem->columns; j++) {
        if (cover->state[j] == LEFT_OUT && !cover->best_taken[j])
            continue;
        exchange->column[exchange->columns++] = j;
        all += cover->column_start[j + 1] - cover->column_start[j];
    }
    return all;
}

/* Their rows, then the columns of each row; row_start holds where a row is filled to, then is moved back by one. */
static void copy_entries(struct exchange *exchange, struct arena *arena, size_t all)
{
    const struct cover *cover = exchange->cover;
    exchange->rows = cover->problem->rows;
    exchange->start = arena_array(arena, (size_t)exchange->columns + 1, sizeof *exchange->start);
    exchange->at = arena_array(arena, all, sizeof *exchange->at);
    exchange->row_start = arena_array(arena, (size_t)exchange->rows + 1, sizeof *exchange->row_start);
    exchange->row_column = arena_array(arena, all, sizeof *exchange->row_column);
    size_t end = 0;
    for (uint32_t c = 0; c < exchange->columns; c++) {
        uint32_t j = exchange->column[c];
        for (size_t i = cover->column_start[j]; i < cover->column_start[j + 1]; i++) {
            exchange->at[end++] = cover->column_row[i];
            exchange->row_start[cover->column_row[i] + 1]++;
        }
        exchange->start[c + 1] = end;
    }
    for (uint32_t r = 0; r < exchange->rows; r++)
        exchange->row_start[r + 1] += exchange->row_start[r];
    for (uint32_t c = 0; c < exchange->columns; c++)
        for (size_t i = exchange->start[c]; i < exchange->start[c + 1]; i++)
            exchange->row_column[exchange->row_start[exchange->at[i]]++] = c;
    for (uint32_t r = exchange->rows; r > 0; r--)
        exchange->row_start[r] = exchange->row_start[r - 1];
    exchange->row_start[0] = 0;
}

/* Nothing in, every row bare and of weight one, then the best cover known. */
static void set_out(struct exchange *exchange, struct arena *arena)
{
    uint32_t columns = exchange->columns, rows = exchange->rows;
    exchange->price = arena_array(arena, columns, sizeof *exchange->price);
    exchange->score = arena_array(arena, columns, sizeof *exchange->score);
    exchange->moved = arena_array(arena, columns, sizeof *exchange->moved);
    exchange->in = arena_array(arena, columns, sizeof *exchange->in);
    exchange->taken = arena_array(arena, columns, sizeof *exchange->taken);
    exchange->taken_place = arena_array(arena, columns, sizeof *exchange->taken_place);
    exchange->changed = arena_array(arena, rows, sizeof *exchange->changed);
    exchange->weight = arena_array(arena, rows, sizeof *exchange->weight);
    exchange->times = arena_array(arena, rows, sizeof *exchange->times);
    exchange->sole = arena_array(arena, rows, sizeof *exchange->sole);
    exchange->bare = arena_array(arena, rows, sizeof *exchange->bare);
    exchange->bare_place = arena_array(arena, rows, sizeof *exchange->bare_place);
    for (uint32_t r = 0; r < rows; r++) {
        exchange->weight[r] = 1;
        list_add(exchange->bare, exchange->bare_place, &exchange->bare_count, r);
    }
    for (uint32_t c = 0; c < columns; c++) {
        exchange->price[c] = exchange->cover->problem->cost[exchange->column[c]];
        exchange->score[c] = (int64_t)(exchange->start[c + 1] - exchange->start[c]);
    }
    for (uint32_t c = 0; c < columns; c++)
        if (exchange->cover->best_taken[exchange->column[c]])
            bring(exchange, c);
}

struct exchange *exchange_begin(struct arena *arena, struct cover *cover)
{
    struct exchange *exchange = arena_alloc(arena, sizeof *exchange);
    *exchange = (struct exchange){.cover = cover, .chance = seeded_start(SEED)};
    copy_entries(exchange, arena, choose_columns(exchange, arena));
    set_out(exchange, arena);
    return exchange;
}

void exchange_columns(struct exchange *exchange, uint64_t fruitless)
{
    struct cover *cover = exchange->cover;
    uint64_t begun = exchange->work, asked = begun;
    for (; exchange->work - begun < fruitless && !tire(cover, exchange->work - asked); exchange->work++) {
        cover->exchanged += exchange->work - asked;
        asked = exchange->work;
        for (; !exchange->bare_count && exchange->taken_count; begun = exchange->work) {
            keep(exchange);
            send_away(exchange, least_missed(exchange, UINT64_MAX));
        }
        uint32_t column = least_missed(exchange, exchange->since);
        if (column != NONE)
            send_away(exchange, column);
        exchange->since = exchange->step;
        mend(exchange);
    }
}
