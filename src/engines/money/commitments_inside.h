/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of commitments share. */
#pragma once
#include "engines/commitments.h"

/* Money from elsewhere, counted in the total and in no group. */
#define OUTSIDE_MOST INT64_C(100000000000000000)

/* Who commits, as flags, and what that brings: room for all of it. */
struct brought {
    bool *free;
    int64_t total;
    int64_t *single;               /* by commitment: its amount, cut by its own ceiling */
    int64_t *group;                /* by group: cut by its ceiling too */
    bool steady;                   /* false: no total was found that respects all ceilings */
};
struct brought brought_begin(struct arena *arena, const struct commitments_question *question);
/* The largest total at which each ceiling is respected, of those who are free. */
void bring(const struct commitments_question *question, int64_t outside, struct brought *brought);
/* What each brings: a group above its ceiling is cut in proportion. */
void bring_each(struct arena *work, const struct commitments_question *question, const struct brought *brought,
                struct commitment_result *results);

/* The first condition not met by what is brought without `who`; SIZE_MAX when all are. */
size_t unmet(const struct commitments_question *question, const struct brought *brought, uint32_t who);
bool condition_holds(const struct commitments_question *question, const struct brought *brought,
                     const struct condition *condition);
/* Those free from the firm ones on, `first` (UINT32_MAX: nobody) committing without waiting. rounds may be NULL. */
void least_point(const struct commitments_question *question, int64_t outside, uint32_t first,
                 struct brought *brought, uint32_t *rounds);
/* Those who could all commit together. */
void greatest_point(const struct commitments_question *question, struct brought *brought);
