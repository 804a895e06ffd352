/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What kinds matched and quadratic share: gifts of people to projects. */
#pragma once
#include "engines/kernel/hash.h"
#include "engines/matched.h"
#include "main/compute_money.h"

struct read_gifts { size_t count; struct gift *gifts; struct text_map people, projects; };

/* "gifts": [{"who","project","amount","day","times"}]. Without "who", each gift is of somebody else; "times" repeats it
 * so often. Without "project" there is one project, "". False, said, when something is wrong. */
bool read_gifts(struct money_question *question, struct read_gifts *gifts);
/* The number of the project that an object names; −1, said, when nobody gave to it and `known` is asked for. */
int64_t gift_project(struct money_question *question, const struct json_value *object, const char *where,
                     struct read_gifts *gifts, bool known);
