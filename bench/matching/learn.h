/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Weights learned from contracts: for each part of the buyers, from the others alone. */
#pragma once
#include "data.h"

enum { PARTS = 6 };
uint32_t part_of_group(uint32_t group);
uint32_t count_groups(const struct questions *questions);  /* that asked something */
/* The source without the cases of some groups. */
struct match_source source_without(struct arena *arena, const struct questions *questions, const uint32_t *groups,
                                   size_t count);
/* rules[part]: learned from the questions of all other parts, each asked of an index that knows neither its own part
 * nor this one. */
void learn_rules(const struct questions *questions, struct match_rules rules[PARTS]);
/* Prints the weights learned from all of them. */
void print_learned(const struct questions *questions);
