/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Branch and bound: fix what the bound decides, then try the columns of the row that leaves least choice. */
#include "engines/cover/inside.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <string.h>

enum { ROOT_ROUNDS = 1200, NODE_ROUNDS = 40, ASKED_EVERY = 16, ASKED_AFTER = 5000000 };
/* In entries gone through: how long columns are exchanged in vain at first, for each entry and at most; how long a
 * proof may take before as much is spent on exchanging as on proving. */
enum { FRUITLESS = 300, MOST_FRUITLESS = 10000000, EASY = 300000000 };
#define MOST_KEPT ((size_t)1 << 30)                        /* bytes of open nodes: then the search stops */

void take(struct cover *cover, uint32_t column)
{
    cover->state[column] = TAKEN;
    cover->trail[cover->trail_count++] = column;
    cover->cost += cover->problem->cost[column];
    for (size_t i = cover->column_start[column]; i < cover->column_start[column + 1]; i++)
        cover->times[cover->column_row[i]]++;
}

void leave_out(struct cover *cover, uint32_t column)
{
    cover->state[column] = LEFT_OUT;
    cover->trail[cover->trail_count++] = column;
}

void undo_to(struct cover *cover, size_t trail)
{
    while (cover->trail_count > trail) {
        uint32_t column = cover->trail[--cover->trail_count];
        bool taken = cover->state[column] == TAKEN;
        cover->state[column] = FREE;
        for (size_t i = cover->column_start[column]; taken && i < cover->column_start[column + 1]; i++)
            cover->times[cover->column_row[i]]--;
        cover->cost -= taken ? cover->problem->cost[column] : 0;
    }
}

bool enough(struct cover *cover)
{
    if (!cover->stopped && cover->patience && cover->patience->enough && cover->nodes % ASKED_EVERY == 0)
        cover->stopped = cover->patience->enough(cover->patience->context);
    return cover->stopped;
}

bool tire(struct cover *cover, uint64_t work)
{
    cover->work += work;
    cover->spent += work;
    if (!cover->stopped && cover->work > ASKED_AFTER && cover->patience && cover->patience->enough) {
        cover->stopped = cover->patience->enough(cover->patience->context);
        cover->work = 0;
    }
    return cover->stopped;
}

static bool is_beaten(const struct cover *cover, double bound)
{
    return cover->found && at_least(bound) >= cover->best;
}

/* What no better cover can hold, or must hold. Returns how many columns were decided. */
static uint32_t fix_columns(struct cover *cover, const struct rest *rest)
{
    uint32_t decided = 0;
    for (uint32_t j = 0; j < rest->columns; j++) {
        double reduced = cover->state[rest->column[j]] == FREE ? rest->reduced[j] : 0;
        if (reduced > 0 && is_beaten(cover, rest->bound + reduced))
            leave_out(cover, rest->column[j]), decided++;
        else if (reduced < 0 && is_beaten(cover, rest->bound - reduced))
            take(cover, rest->column[j]), decided++;
    }
    return decided;
}

/* The free columns of the uncovered row that has the fewest. */
static size_t choose_row(struct cover *cover, const struct rest *rest, uint32_t *list)
{
    const struct cover_problem *problem = cover->problem;
    size_t fewest = SIZE_MAX, count = 0;
    uint32_t chosen = 0;
    for (uint32_t i = 0; i < rest->rows; i++) {
        uint32_t row = rest->row[i];
        size_t free = 0;
        for (size_t k = problem->row_start[row]; k < problem->row_start[row + 1]; k++)
            free += cover->state[problem->row_column[k]] == FREE;
        if (!cover->times[row] && free < fewest) {
            fewest = free;
            chosen = row;
        }
    }
    for (size_t k = problem->row_start[chosen]; k < problem->row_start[chosen + 1]; k++)
        if (cover->state[problem->row_column[k]] == FREE)
            list[count++] = problem->row_column[k];
    return count;
}

static bool is_covered(const struct cover *cover)
{
    for (uint32_t i = 0; i < cover->problem->rows; i++)
        if (!cover->times[i])
            return false;
    return true;
}

static void keep_cover(struct cover *cover)
{
    if (cover->found && cover->cost >= cover->best)
        return;
    cover->found = true;
    cover->best = cover->cost;
    for (uint32_t j = 0; j < cover->problem->columns; j++)
        cover->best_taken[j] = cover->state[j] == TAKEN;
}

/* By reduced cost at the prices of the node; of equal ones, the first. */
static uint32_t *sort_columns(const struct cover *cover, const double *prices, const uint32_t *list, size_t count)
{
    double *key = arena_array(cover->arena, count, sizeof *key);
    uint32_t *sorted = arena_array(cover->kept, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        key[i] = (double)cover->problem->cost[list[i]];
        for (size_t k = cover->column_start[list[i]]; k < cover->column_start[list[i] + 1]; k++)
            key[i] -= cover->times[cover->column_row[k]] ? 0 : prices[cover->column_row[k]];
    }
    const uint32_t *order = order_of_reals(cover->arena, key, count, false);
    for (size_t i = 0; i < count; i++)
        sorted[i] = list[order[i]];
    return sorted;
}

/* Bounds a node and decides what the bound decides. True: it is open, here are its prices and the columns to try. */
static bool bound_node(struct cover *cover, const double *prices, bool root, double *root_bound, double *here,
                       uint32_t **list, size_t *count)
{
    for (int pass = 0; !enough(cover); pass++) {
        if (is_covered(cover)) {
            keep_cover(cover);
            return false;
        }
        struct rest rest = rest_of(cover->arena, cover, prices);
        if (rest.hopeless)
            return false;
        raise_bound(cover->arena, cover, &rest, root && pass == 0 ? ROOT_ROUNDS : NODE_ROUNDS, root && pass == 0);
        memset(here, 0, cover->problem->rows * sizeof *here);
        for (uint32_t i = 0; i < rest.rows; i++)
            here[rest.row[i]] = rest.price[i];
        prices = here;
        if (root)
            *root_bound = fmax(*root_bound, rest.bound);
        if (is_beaten(cover, rest.bound))
            return false;
        uint32_t decided = fix_columns(cover, &rest);
        if (root && pass == 0) {
            cover->exchange = exchange_begin(cover->apart, cover);
            uint64_t patient = FRUITLESS * (uint64_t)rest.start[rest.columns];
            exchange_columns(cover->exchange, patient < MOST_FRUITLESS ? patient : MOST_FRUITLESS);
            if (is_beaten(cover, rest.bound))
                return false;
            decided += fix_columns(cover, &rest);
        }
        if ((decided * 20 > rest.columns && pass < 8) || is_covered(cover))
            continue;
        uint32_t *free = arena_array(cover->arena, cover->problem->columns, sizeof *free);
        *count = choose_row(cover, &rest, free);
        *list = sort_columns(cover, here, free, *count);
        return true;
    }
    return false;
}

/* When the proof drags on, a better cover is sought as long as it is proven: the gap closes from both ends. */
static void exchange_by_turns(struct cover *cover)
{
    uint64_t due = cover->spent > EASY ? (cover->spent - EASY) / 2 : 0;
    if (due > cover->exchanged)
        exchange_columns(cover->exchange, due - cover->exchanged);
}

static void explore(struct cover *cover, const double *prices, bool root, double *root_bound)
{
    struct arena_mark kept = arena_mark(cover->kept), mark = arena_mark(cover->arena);
    size_t trail = cover->trail_count, count = 0;
    uint32_t *list = NULL;
    double *here = arena_array(cover->kept, cover->problem->rows, sizeof *here);
    cover->nodes++;
    cover->stopped = cover->stopped || cover->kept->taken > MOST_KEPT;
    bool open = bound_node(cover, prices, root, root_bound, here, &list, &count);
    arena_release(cover->arena, mark);
    for (size_t i = 0; open && i < count && !cover->stopped; i++) {
        exchange_by_turns(cover);
        size_t before = cover->trail_count;
        take(cover, list[i]);
        explore(cover, here, false, root_bound);
        undo_to(cover, before);
        leave_out(cover, list[i]);
    }
    undo_to(cover, trail);
    arena_release(cover->kept, kept);
}

static bool turn_around(struct arena *arena, struct cover *cover, struct cover_result *result)
{
    const struct cover_problem *problem = cover->problem;
    size_t *fill = arena_array(arena, problem->columns, sizeof *fill), all = problem->row_start[problem->rows];
    cover->column_start = arena_array(arena, problem->columns + 1, sizeof *cover->column_start);
    cover->column_row = arena_array(arena, all, sizeof *cover->column_row);
    for (uint32_t i = 0; i < problem->rows; i++)
        if (problem->row_start[i] == problem->row_start[i + 1]) {
            result->bare = i;
            return false;
        }
    for (size_t k = 0; k < all; k++)
        cover->column_start[problem->row_column[k] + 1]++;
    for (uint32_t j = 0; j < problem->columns; j++)
        cover->column_start[j + 1] += cover->column_start[j];
    for (uint32_t i = 0; i < problem->rows; i++)
        for (size_t k = problem->row_start[i]; k < problem->row_start[i + 1]; k++) {
            uint32_t j = problem->row_column[k];
            cover->column_row[cover->column_start[j] + fill[j]++] = i;
        }
    return true;
}

struct cover_result cover_solve(struct arena *arena, const struct cover_problem *problem,
                                const struct cover_patience *patience)
{
    struct arena work = {0}, kept = {0}, apart = {0};
    struct cover_result result = {0};
    struct cover cover = {.problem = problem, .patience = patience, .arena = &work, .kept = &kept, .apart = &apart};
    double root_bound = 0;
    result.covered = turn_around(&work, &cover, &result);
    if (result.covered) {
        cover.state = arena_array(&work, problem->columns, sizeof *cover.state);
        cover.times = arena_array(&work, problem->rows, sizeof *cover.times);
        cover.trail = arena_array(&work, problem->columns, sizeof *cover.trail);
        cover.best_taken = arena_array(&work, problem->columns, sizeof *cover.best_taken);
        explore(&cover, NULL, true, &root_bound);
        result.columns = arena_array(arena, problem->columns, sizeof *result.columns);
        for (uint32_t j = 0; j < problem->columns; j++)
            if (cover.best_taken[j])
                result.columns[result.count++] = j;
        result.cost = cover.best;
        int64_t least = at_least(root_bound);
        result.bound = cover.stopped && least < cover.best ? least : cover.best;
        result.nodes = cover.nodes;
    }
    arena_free(&apart);
    arena_free(&kept);
    arena_free(&work);
    return result;
}
