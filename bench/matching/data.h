/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The two sets on which matching is measured, read from a folder of data. */
#pragma once
#include "engines/matching.h"

/* A question: a need, who asks it (never to be learned from when it is asked), and the offers that are right. */
struct question { struct match_item need; uint32_t group; const uint32_t *right; size_t right_count; bool located; };
struct questions {
    struct match_source source;                            /* offers, names, links; cases of all groups */
    struct match_case *cases; size_t case_count;
    struct question *items; size_t count;
    uint32_t groups;                                       /* numbered from 1 */
};
/* Contracts won by social enterprises, and other contracts to learn from. */
struct questions read_contracts(struct arena *arena, const char *folder);
/* Types of projects and the aids shown under each. */
struct questions read_aids(struct arena *arena, const char *folder);
