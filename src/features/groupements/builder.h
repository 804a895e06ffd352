/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who, in the directory, could answer a contract together: what is wanted, one by one, and the teams that cover it. */
#pragma once
#include "db/db.h"
#include "engines/coalitions.h"

/* A lot (words, CPV, place; volume 0: somebody who can), a skill, a zone that somebody serves, a college or a label
 * that somebody has. name is what people read: "1", "repassage", "59". threshold: the share of the volume that is
 * enough. */
enum wish_kind { WISH_LOT, WISH_SKILL, WISH_ZONE, WISH_COLLEGE, WISH_LABEL };
struct wish { enum wish_kind kind; const char *name, *text, *cpv, *at, *unit; double volume, threshold; };

struct declared { int64_t actor_id; size_t wish; double capacity; };
struct build {
    const struct wish *wishes; size_t wish_count;
    const char *at;                                        /* code of the commune of the whole, or NULL */
    const int64_t *fixed; size_t fixed_count;              /* ids of actors */
    const int64_t *excluded; size_t excluded_count;
    const int64_t (*clashes)[2]; size_t clash_count;
    const struct declared *declared; size_t declared_count;          /* capacities known beside the directory's */
    uint32_t most_members; size_t most_teams;
};

struct build_candidate { int64_t id; const char *name, *siret; double km; };
struct built {
    struct build_candidate *candidates; size_t count;
    struct team_problem problem;                           /* its demands are the wishes, in their order */
    struct teams teams;
};
/* In the arena. */
struct built build_teams(struct db *db, struct arena *arena, int64_t now, const struct build *build);
