/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Exact fractions. Fast while both parts fit 64 bits, then of any size: never rounded, never overflowing. */
#pragma once
#include "engines/kernel/whole.h"

/* In lowest terms, bottom > 0. When parts is not NULL it holds the value (it did not fit) and top, bottom mean nothing.
 * A zeroed struct is no number: start from rational_of(arena, 0, 1). Compare with rational_compare only. */
struct rational { int64_t top, bottom; const struct rational_parts *parts; };
struct rational_parts { struct whole top, bottom; };

/* bottom must not be 0. */
struct rational rational_of(struct arena *arena, int64_t top, int64_t bottom);
struct rational rational_from(struct arena *arena, struct whole top, struct whole bottom);
/* "3", "-0.125", "12,5", "2/3", "75 %": exactly. False otherwise; at most 100 characters. */
bool rational_read(struct arena *arena, const char *text, struct rational *number);

struct rational rational_add(struct arena *arena, struct rational a, struct rational b);
struct rational rational_subtract(struct arena *arena, struct rational a, struct rational b);
struct rational rational_multiply(struct arena *arena, struct rational a, struct rational b);
struct rational rational_divide(struct arena *arena, struct rational a, struct rational b);      /* b must not be 0 */
int rational_compare(struct arena *arena, struct rational a, struct rational b);                 /* −1, 0, 1 */
int rational_sign(struct rational number);
/* The largest whole number not above it; false when it is beyond int64. */
bool rational_floor(struct arena *arena, struct rational number, int64_t *whole);
double rational_real(struct arena *arena, struct rational number);   /* within 1 ulp; for showing, never for deciding */
char *rational_text(struct arena *arena, struct rational number);    /* "407/600" in lowest terms, "3" when whole */
struct whole rational_top(struct arena *arena, struct rational number);
struct whole rational_bottom(struct arena *arena, struct rational number);
/* A copy whose memory is all in this arena: to carry a value past an arena_release. */
struct rational rational_keep(struct arena *arena, struct rational number);
