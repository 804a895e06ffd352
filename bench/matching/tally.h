/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How good rankings are: R@5, R@10 (a right one is there), MRR, nDCG@10. */
#pragma once
#include "data.h"

struct tally { double at5, at10, reciprocal, gain; size_t asked; };
void count_in(struct tally *tally, const struct question *question, const uint32_t *ranked, size_t count);
void print_header(void);
void print_tally(const char *name, const struct tally *tally);
