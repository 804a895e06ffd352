/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the two halves of kind commitments have in common: the question read, and its answer. */
#pragma once
#include "engines/commitments.h"
#include "engines/kernel/hash.h"
#include "main/compute_money.h"

struct commitments_file {
    struct text_map ids, groups;           /* of funders, of groups: by number */
    int64_t cost;                          /* of the project; 0: not said */
    struct commitment *list;
    struct condition **conditions;
    struct commitment_ceiling *ceilings;
    struct commitments_question question;
};
int commitments_answer(struct money_question *question, const struct commitments_file *file,
                       const struct commitments *result);
