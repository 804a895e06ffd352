/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Leiden's two moves on one level of the graph. */
#pragma once
#include "engines/kernel/seeded.h"
#include "engines/kernel/sparse.h"

/* One level: its nodes are groups of the level below. Gain of i in group c: w(i, c) − rate · mass_i · mass_c. */
struct level {
    struct sparse graph;                   /* no loops */
    double *mass;                          /* modularity: strength; CPM: how many nodes it stands for */
    double rate;                           /* modularity: γ/2m; CPM: γ */
};
/* Groups of the nodes of a level. */
struct grouping { uint32_t *of; uint32_t count; };

/* Moves nodes where they gain most until none gains, those whose neighbours moved looked at again. Groups are numbered
 * anew. True when one moved. */
bool leiden_move(struct arena *work, const struct level *level, struct grouping *groups, struct seeded *chance);
/* Cuts each group into well joined pieces: from one node each, merged at random among the merges that gain nothing
 * bad, with odds exp(gain/0.01). */
struct grouping leiden_refine(struct arena *arena, struct arena *work, const struct level *level,
                              const struct grouping *groups, struct seeded *chance);
