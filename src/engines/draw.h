/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Draws by lot that anyone can do again with sha256sum: out of a public seed, and of identifiers alone. */
#pragma once
#include "base/text.h"

/* The digest that orders a draw, as 64 hexadecimal digits: SHA-256 of the seed, a line feed, the identifier. */
void draw_digest(const char *seed, const char *id, char out[65]);

/* Everybody in the order of the draw: ascending digests. The first ones are drawn, the next ones replace them. Nothing
 * but the seed and the identifiers matters: not the order of the list. Identifiers are different from one another. */
uint32_t *draw_order(struct arena *arena, const char *const *ids, uint32_t count, const char *seed);

/* The same stratum by stratum. stratum: by person, 0 … strata − 1. seats: to hand out; each stratum gets its part of
 * them by largest remainder over its people (equal remainders: the smaller number), never more than it has. */
struct strata_draw {
    uint32_t *seats;                       /* by stratum */
    uint32_t *people;                      /* by stratum */
    uint32_t *drawn; uint32_t count;       /* people, stratum by stratum, in the order of the draw */
    uint32_t *order;                       /* everybody, stratum by stratum: those after the drawn replace them */
};
struct strata_draw draw_strata(struct arena *arena, const char *const *ids, const uint32_t *stratum, uint32_t count,
                               uint32_t strata, uint32_t seats, const char *seed);

/* French: what was done and how to check it. */
void draw_sentence(struct buffer *out, const char *seed, uint32_t seats, uint32_t people, bool by_strata);
