/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Revised simplex with bounded variables and an explicit inverse. Dantzig's choice of the column, and Bland's after
 * many steps that gain nothing, so that it ends. */
#include "engines/kernel/linear.h"
#include <math.h>
#include <string.h>

enum { ANEW = 300, PATIENCE = 60 };
#define SMALL 1e-9
#define TINY 1e-13                                         /* a pivot below is the rounding of 0 */

struct linear *linear_begin(struct arena *arena, uint32_t rows, const double *right)
{
    struct linear *linear = arena_alloc(arena, sizeof *linear);
    *linear = (struct linear){.arena = arena, .rows = rows,
        .basis = arena_array(arena, rows, sizeof *linear->basis), .value = arena_array(arena, rows, sizeof(double)),
        .inverse = arena_array(arena, (size_t)rows * rows, sizeof(double)),
        .price = arena_array(arena, rows, sizeof(double)), .right = arena_array(arena, rows, sizeof(double)),
        .step = arena_array(arena, rows, sizeof(double)), .work = arena_array(arena, rows, sizeof(double))};
    double *unit = arena_array(arena, rows, sizeof *unit);
    for (uint32_t row = 0; row < rows; row++) {
        double sign = right[row] < 0 ? -1 : 1;
        linear->right[row] = right[row];
        unit[row] = sign;
        uint32_t column = linear_add(linear, unit, 0, INFINITY, 0);
        unit[row] = 0;
        linear->columns[column].place = LINEAR_BASIC;
        linear->columns[column].row = linear->basis[row] = row;
        linear->value[row] = fabs(right[row]);
        linear->inverse[(size_t)row * rows + row] = sign;
    }
    return linear;
}

uint32_t linear_add_sparse(struct linear *linear, uint32_t count, uint32_t *at, double *entries, double lower,
                           double upper, double gain)
{
    linear->columns = arena_grow(linear->arena, linear->columns, linear->count, &linear->room, sizeof *linear->columns);
    linear->columns[linear->count] = (struct linear_column){count, at, entries, lower, upper, gain, LINEAR_LOWER, 0};
    return linear->count++;
}

uint32_t linear_add(struct linear *linear, const double *entries, double lower, double upper, double gain)
{
    uint32_t count = 0, at = 0;
    for (uint32_t row = 0; row < linear->rows; row++)
        count += entries[row] != 0;
    uint32_t *rows = arena_array(linear->arena, count, sizeof *rows);
    double *kept = arena_array(linear->arena, count, sizeof *kept);
    for (uint32_t row = 0; row < linear->rows; row++)
        if (entries[row] != 0) {
            rows[at] = row;
            kept[at++] = entries[row];
        }
    return linear_add_sparse(linear, count, rows, kept, lower, upper, gain);
}

double linear_value(const struct linear *linear, uint32_t column)
{
    const struct linear_column *one = &linear->columns[column];
    if (one->place == LINEAR_BASIC)
        return linear->value[one->row];
    return one->place == LINEAR_LOWER ? one->lower : one->upper;
}

double linear_gain(const struct linear *linear)
{
    double sum = 0;
    for (uint32_t column = 0; column < linear->count; column++)
        if (linear->columns[column].gain != 0)
            sum += linear->columns[column].gain * linear_value(linear, column);
    return sum;
}

/* value = inverse × (right − Σ nonbasic columns at their bounds). */
static void compute_values(struct linear *linear)
{
    uint32_t rows = linear->rows;
    double *rest = linear->work;
    memcpy(rest, linear->right, rows * sizeof *rest);
    for (uint32_t column = 0; column < linear->count; column++) {
        const struct linear_column *one = &linear->columns[column];
        double value = one->place == LINEAR_BASIC ? 0 : linear_value(linear, column);
        for (uint32_t i = 0; value != 0 && i < one->count; i++)
            rest[one->at[i]] -= value * one->entries[i];
    }
    for (uint32_t place = 0; place < rows; place++) {
        double sum = 0;
        for (uint32_t row = 0; row < rows; row++)
            sum += linear->inverse[(size_t)place * rows + row] * rest[row];
        linear->value[place] = sum;
    }
}

/* One step of Gauss and Jordan on both halves of a row pair. */
static void sweep(double *row, const double *by, double factor, size_t length)
{
    for (size_t i = 0; factor != 0 && i < length; i++)
        row[i] -= factor * by[i];
}

static void swap_rows(double *matrix, size_t length, size_t one, size_t other)
{
    for (size_t i = 0; one != other && i < length; i++) {
        double kept = matrix[one * length + i];
        matrix[one * length + i] = matrix[other * length + i];
        matrix[other * length + i] = kept;
    }
}

/* The inverse out of the columns, so that errors do not add up. False when so many have that the basis has none. */
static bool compute_inverse(struct linear *linear)
{
    struct arena work = {0};
    size_t rows = linear->rows;
    bool regular = true;
    double *left = arena_array(&work, rows * rows, sizeof *left), *inverse = linear->inverse;
    memset(inverse, 0, rows * rows * sizeof *inverse);
    for (size_t row = 0; row < rows; row++) {
        inverse[row * rows + row] = 1;
        const struct linear_column *one = &linear->columns[linear->basis[row]];      /* its column of the basis */
        for (uint32_t i = 0; i < one->count; i++)
            left[one->at[i] * rows + row] = one->entries[i];
    }
    for (size_t at = 0; at < rows && regular; at++) {
        size_t best = at;
        for (size_t row = at + 1; row < rows; row++)
            if (fabs(left[row * rows + at]) > fabs(left[best * rows + at]))
                best = row;
        swap_rows(left, rows, at, best);
        swap_rows(inverse, rows, at, best);
        double pivot = left[at * rows + at];
        regular = fabs(pivot) > TINY;
        for (size_t i = 0; i < rows; i++) {
            left[at * rows + i] /= pivot;
            inverse[at * rows + i] /= pivot;
        }
        for (size_t row = 0; row < rows; row++) {
            double factor = row == at ? 0 : left[row * rows + at];
            sweep(left + row * rows, left + at * rows, factor, rows);
            sweep(inverse + row * rows, inverse + at * rows, factor, rows);
        }
    }
    arena_free(&work);
    if (regular) {
        linear->since = 0;
        compute_values(linear);
    }
    return regular;
}

static void compute_prices(struct linear *linear)
{
    uint32_t rows = linear->rows;
    memset(linear->price, 0, rows * sizeof *linear->price);
    for (uint32_t place = 0; place < rows; place++) {
        double gain = linear->columns[linear->basis[place]].gain;
        for (uint32_t row = 0; gain != 0 && row < rows; row++)
            linear->price[row] += gain * linear->inverse[(size_t)place * rows + row];
    }
}

/* The column whose move gains most (or the first that gains, when careful); UINT32_MAX at the optimum. */
static uint32_t choose_column(const struct linear *linear, bool careful)
{
    uint32_t best = UINT32_MAX;
    double most = SMALL;
    for (uint32_t column = 0; column < linear->count; column++) {
        const struct linear_column *one = &linear->columns[column];
        if (one->place == LINEAR_BASIC || one->lower == one->upper)
            continue;
        double gain = one->gain;
        for (uint32_t i = 0; i < one->count; i++)
            gain -= linear->price[one->at[i]] * one->entries[i];
        gain = one->place == LINEAR_UPPER ? -gain : gain;
        if (gain > most) {
            best = column;
            most = gain;
            if (careful)
                break;
        }
    }
    return best;
}

static void compute_step(struct linear *linear, uint32_t column)
{
    uint32_t rows = linear->rows;
    const struct linear_column *one = &linear->columns[column];
    for (uint32_t place = 0; place < rows; place++) {
        const double *inverse = linear->inverse + (size_t)place * rows;
        double sum = 0;
        for (uint32_t i = 0; i < one->count; i++)
            sum += inverse[one->at[i]] * one->entries[i];
        linear->step[place] = sum;
    }
}

/* How far the column may move, and which place of the basis stops it (UINT32_MAX: its own other bound). Among equals
 * the largest pivot, or the smallest column when careful. */
static double find_limit(const struct linear *linear, uint32_t column, double way, bool careful, uint32_t *stops)
{
    double limit = linear->columns[column].upper - linear->columns[column].lower;
    *stops = UINT32_MAX;
    for (uint32_t place = 0; place < linear->rows; place++) {
        double falls = way * linear->step[place];
        const struct linear_column *basic = &linear->columns[linear->basis[place]];
        if (fabs(falls) <= SMALL || (falls < 0 && isinf(basic->upper)))
            continue;
        double room = falls > 0 ? linear->value[place] - basic->lower : basic->upper - linear->value[place];
        double ratio = fmax(room, 0) / fabs(falls);
        bool equal = *stops != UINT32_MAX && ratio <= limit + SMALL;
        bool better = equal && (careful ? linear->basis[place] < linear->basis[*stops]
                                        : fabs(falls) > fabs(linear->step[*stops]));
        if (ratio < limit - SMALL || better || (*stops == UINT32_MAX && ratio <= limit)) {
            limit = fmin(ratio, limit);
            *stops = place;
        }
    }
    return limit;
}

static void change_basis(struct linear *linear, uint32_t column, uint32_t place, double value, double way)
{
    uint32_t rows = linear->rows, out = linear->basis[place];
    double pivot = linear->step[place], *own = linear->inverse + (size_t)place * rows;
    for (uint32_t row = 0; row < rows; row++)
        own[row] /= pivot;
    for (uint32_t other = 0; other < rows; other++)
        if (other != place)
            sweep(linear->inverse + (size_t)other * rows, own, linear->step[other], rows);
    linear->columns[out].place = way * pivot > 0 ? LINEAR_LOWER : LINEAR_UPPER;
    linear->columns[column].place = LINEAR_BASIC;
    linear->columns[column].row = place;
    linear->basis[place] = column;
    linear->value[place] = value;
}

static bool move(struct linear *linear, uint32_t column, bool careful, double *gained)
{
    struct linear_column *one = &linear->columns[column];
    uint32_t stops;
    double way = one->place == LINEAR_UPPER ? -1 : 1;
    compute_step(linear, column);
    double limit = find_limit(linear, column, way, careful, &stops);
    if (isinf(limit))
        return false;
    *gained = limit;
    double value = linear_value(linear, column) + way * limit;
    for (uint32_t place = 0; place < linear->rows; place++)
        linear->value[place] -= way * limit * linear->step[place];
    if (stops == UINT32_MAX)
        one->place = way > 0 ? LINEAR_UPPER : LINEAR_LOWER;
    else
        change_basis(linear, column, stops, value, way);
    return true;
}

bool linear_solve(struct linear *linear, uint64_t most_pivots)
{
    uint32_t idle = 0;
    for (uint64_t pivot = 0; pivot < most_pivots; pivot++) {
        double gained = 0;
        if (linear->since++ >= ANEW && !compute_inverse(linear))
            return false;
        compute_prices(linear);
        uint32_t column = choose_column(linear, idle > PATIENCE);
        if (column == UINT32_MAX)
            return true;
        if (!move(linear, column, idle > PATIENCE, &gained))
            return false;
        idle = gained > SMALL ? 0 : idle + 1;
        linear->pivots++;
    }
    return false;
}
