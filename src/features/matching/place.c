/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a question of the terminal stands. */
#include "features/matching/handlers.h"
#include "features/matching/prepared.h"
#include <stdio.h>

bool place_asked(struct db *db, const char *at, struct territories_around *place)
{
    struct largest_of_postal postal;
    if (territories_around(db, (struct territories_around_args){.code = at}, place))
        return true;
    if (largest_of_postal(db, (struct largest_of_postal_args){.postal = at}, &postal)
        && territories_around(db, (struct territories_around_args){.code = postal.code}, place))
        return true;
    fprintf(stderr, "--at %s : ni code INSEE, ni code postal, ni autre territoire connu de cette base.\n", at);
    return false;
}
