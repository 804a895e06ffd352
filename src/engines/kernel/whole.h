/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whole numbers of any size. Values are immutable and live in the arena; loops take an arena_mark around each round. */
#pragma once
#include "base/memory.h"

/* Magnitude in 32-bit limbs, least first, without leading zeros; zero has none and is not negative. */
struct whole { bool negative; uint32_t count; const uint32_t *limbs; };

struct whole whole_from(struct arena *arena, __int128 number);
struct whole whole_copy(struct arena *arena, struct whole number);   /* to carry a value past an arena_release */
/* Decimal digits with an optional sign, nothing else, at most 10,000; false otherwise. */
bool whole_read(struct arena *arena, const char *text, struct whole *number);
char *whole_text(struct arena *arena, struct whole number);
bool whole_fits(struct whole number, int64_t *small);                /* false, and small left alone, beyond int64 */
double whole_real(struct arena *arena, struct whole number);         /* the nearest double */

int whole_compare(struct whole a, struct whole b);                   /* −1, 0, 1 */
int whole_sign(struct whole number);
struct whole whole_negate(struct whole number);
struct whole whole_add(struct arena *arena, struct whole a, struct whole b);
struct whole whole_subtract(struct arena *arena, struct whole a, struct whole b);
struct whole whole_multiply(struct arena *arena, struct whole a, struct whole b);
/* Towards zero; the remainder has the sign of a. b must not be 0. remainder may be NULL. */
struct whole whole_divide(struct arena *arena, struct whole a, struct whole b, struct whole *remainder);
struct whole whole_gcd(struct arena *arena, struct whole a, struct whole b);               /* ≥ 0 */
uint32_t whole_bits(struct whole number);                            /* of its magnitude; 0 for 0 */
struct whole whole_shift(struct arena *arena, struct whole number, uint32_t bits);         /* × 2^bits */
