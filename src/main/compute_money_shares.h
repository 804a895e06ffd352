/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the two halves of kind shares have in common: keys, and cost sharing. */
#pragma once
#include "main/compute_money.h"

enum shares_method { SHARES_BY_KEY, SHARES_EQUAL, SHARES_PROPORTIONAL, SHARES_MARGINAL, SHARES_SERIAL, SHARES_SHAPLEY,
                     SHARES_OWEN, SHARES_RUNWAY };

/* Their identifiers; a wrong or doubled one is said. */
const char **shares_people(struct money_question *question, const struct json_value *people);
/* "A + C" for the bits of a set. */
const char *shares_set(const struct money_question *question, const char *const *ids, uint32_t set);
int shares_of_cost(struct money_question *question, enum shares_method method);
