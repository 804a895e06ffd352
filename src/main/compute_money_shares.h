/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the two halves of kind shares have in common: keys, and cost sharing. */
#pragma once
#include "main/compute_money.h"

/* Their identifiers; a wrong or doubled one is said. */
const char **shares_people(struct money_question *question, const struct json_value *people);
