/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who, in the directory, could answer a contract together: what is wanted, one by one, and the teams that cover it. */
#pragma once
#include "db/db.h"
#include "engines/coalitions.h"
#include "formats/json.h"

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
    double most_km;                                        /* from the place of a lot; 0: no limit */
    bool known_only;                                       /* a capacity that nobody said counts for nothing */
};

struct build_candidate { int64_t id; const char *name, *siret; double km; };
/* A candidate can do a wish. said: its capacity is known, or none is asked. reasons: why it is thought able, NULL for
 * what needs no reason; km from the place of the wish, NULL when unknown. */
struct build_able { uint32_t candidate, wish; double capacity; bool said; const char *reasons; const double *km; };
/* Who does what is asked and was not counted: too far, or its capacity is not said. */
enum build_reserve_why { RESERVE_FAR, RESERVE_UNSAID };
struct build_reserve { size_t wish; int64_t id; const char *name, *siret; const double *km;
                       enum build_reserve_why why; };
struct built {
    struct build_candidate *candidates; size_t count;
    struct build_able *able; size_t able_count;
    struct build_reserve *reserves; size_t reserve_count;  /* the best matches of a wish first */
    struct team_problem problem;                           /* its demands are the wishes, in their order */
    struct teams teams;
};
/* In the arena. */
struct built build_teams(struct db *db, struct arena *arena, int64_t now, const struct build *build);
/* What is said of this pair; NULL when the candidate cannot do the wish. */
const struct build_able *build_able_of(const struct built *built, uint32_t candidate, size_t wish);
/* "manque : 2 000 repas/jour", "manque : repassage". */
const char *build_missing_text(struct arena *arena, const struct wish *wish, const struct team_missing *missing);
/* {"teams", "missing", "candidates"}: the answer of the command line and of the page, as JSON. */
void build_json(struct json *json, struct arena *arena, const struct built *built, const struct build *build);
