/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of loans share: amounts on 128-bit integers, so that every machine finds the same cent. */
#pragma once
#include "engines/loans.h"

#define N_(english) english                                /* for the collector of texts; i18n stands higher */

__extension__ typedef __int128 loan_wide;                  /* beyond 64 bits: cents × millionths, parts of a cent */
enum { LOAN_YEAR = 12 * MILLIONTHS };                      /* rate × months ÷ LOAN_YEAR is the rate of so many months */
#define LOAN_MOST_OWED 100000000000000

uint32_t loan_every(const struct loan *loan);
/* The capital after so many periods without payment, P (1 + i)^k, in 2⁻⁴⁰ cents; −1 beyond LOAN_MOST_OWED. */
loan_wide loan_grown(const struct loan *loan, uint32_t periods);
int64_t loan_cents(loan_wide grown);                       /* rounded half up */
