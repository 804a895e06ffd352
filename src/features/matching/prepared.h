/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The prepared offers: the directory as the matching engine wants it, kept between requests. Private to the feature. */
#pragma once
#include "engines/matching.h"
#include "features/matching/matching.h"
#include "matching.bake.h"
#include "work/setting.h"

extern const struct parameter_preset matching_parameters[];          /* work/setting.h */

/* Made once and shared by the workers until the directory changes; who holds one must release it. */
struct prepared {
    struct arena arena;
    struct match_index *index;
    const int64_t *ids; size_t count;      /* actor of each offer */
    struct directory_stamp stamp;
    int64_t day;                           /* what was confirmed recently depends on it */
    unsigned holders;
};
/* From the cache when its stamp is still that of the database, and its day today, else made again. */
struct prepared *prepared_hold(struct db *db, int64_t now);
void prepared_release(struct prepared *prepared);
/* The offer of an actor; UINT32_MAX when it is none. */
uint32_t prepared_offer(const struct prepared *prepared, int64_t actor_id);

/* The place of --at: an INSEE code or that of any territory, else a postal code (its largest commune). False, said on
 * stderr, when it is none. */
bool place_asked(struct db *db, const char *at, struct territories_around *place);

/* The code of --cpv; seven digits have lost their first zero. False, said on stderr, when it is none. */
bool cpv_asked(const char *cpv, char clean[9]);

/* A need in the engine's terms. The texts live in the arena. */
struct match_item need_item(struct db *db, struct arena *arena, const struct question *question);
