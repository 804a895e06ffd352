/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Chance that can be replayed: the same seed gives the same numbers on every machine, compiler and thread count. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* xoshiro256** 1.0 of Blackman and Vigna, its state filled by splitmix64 from one number. Copying the struct forks the
 * sequence. Only + - * / and sqrt are used on doubles, which IEEE 754 fixes to the last bit. */
struct seeded { uint64_t state[4]; };
struct seeded seeded_start(uint64_t seed);
/* A seed out of a public text ("tirage du 23/11/2026, 07 12 23 31 45"): its hash_bytes, see kernel/hash.h. */
struct seeded seeded_from_text(const char *text);

uint64_t seeded_next(struct seeded *seeded);
/* 0 … bound − 1, each as likely (Lemire's method with rejection); 0 when bound is 0. */
uint64_t seeded_below(struct seeded *seeded, uint64_t bound);
double seeded_unit(struct seeded *seeded);                 /* [0, 1), multiples of 2⁻⁵³ */
double seeded_normal(struct seeded *seeded);               /* mean 0, standard deviation 1: one draw, one number */
/* Fisher-Yates from the last item down. */
void seeded_shuffle(struct seeded *seeded, uint32_t *items, size_t count);

/* The z below which a share p of a standard normal lies, about 16 digits (Wichura 1988, AS 241). p is held in ]0, 1[.
 * Serves quasi-Monte Carlo too. */
double normal_quantile(double p);
/* ln(x) for x > 0 by sums alone, within 2 ulp: libm's may differ in the last bit from one machine to another. */
double steady_log(double x);
/* e to the x, within 2 ulp, by + − × ÷ alone: 0 below −745, infinite above 709.8. */
double steady_exp(double x);
/* The share of a standard normal below z, within 1e-15 (series, then continued fraction): the inverse of
 * normal_quantile. */
double normal_share(double z);
