/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The hours of an insertion clause. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct insertion_clause { int64_t cents, labour_percent, insertion_tenths, hour_cents; };   /* tenths of a percent */
struct insertion_form { struct insertion_clause clause; double rate; };   /* the clause first: fields point into it */

/* Hours = amount × share of labour × rate of insertion ÷ cost of an hour (mefsud77.fr, "clauses sociales"), rounded
 * half up: 1,000,000 € × 50 % × 5 % ÷ 30 € = 833. False when there is no cost or it overflows. */
bool insertion_hours(const struct insertion_clause *clause, int64_t *hours);
