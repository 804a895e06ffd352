/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Numbers out of text, and arithmetic that says when it overflows. No locale is ever consulted. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each sets *sum (…) and returns true, or leaves it alone and returns false on overflow. */
bool add_checked(int64_t a, int64_t b, int64_t *sum);
bool subtract_checked(int64_t a, int64_t b, int64_t *difference);
bool multiply_checked(int64_t a, int64_t b, int64_t *product);

/* a × b / divisor rounded half away from zero, without intermediate overflow; divisor must not be 0. */
bool multiply_divide(int64_t a, int64_t b, int64_t divisor, int64_t *result);

/* The whole text must be the number: an optional sign and digits, nothing else. False otherwise or on overflow. */
bool parse_int(const char *text, int64_t *number);
/* A decimal number: sign, digits, at most one point, optional exponent; no comma, no hexadecimal, no infinity. */
bool parse_real(const char *text, double *number);
/* The same as French spreadsheets write it: decimal comma or point, spaces (also NBSP, U+202F) between thousands. */
bool parse_french_real(const char *text, double *number);
