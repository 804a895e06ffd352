/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a question of the terminal names: a place, a code. */
#include "features/matching/handlers.h"
#include "features/matching/prepared.h"
#include "formats/identifiers.h"
#include <stdio.h>
#include <string.h>

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

bool cpv_asked(const char *cpv, char clean[9])
{
    char mended[9] = "0";
    bool short_of_one = strlen(cpv) == 7 && strspn(cpv, "0123456789") == 7;
    if (short_of_one)
        memcpy(mended + 1, cpv, 8);
    if (check_cpv(short_of_one ? mended : cpv, clean) == ID_SOUND)
        return true;
    fprintf(stderr, "--cpv %s : un code CPV a huit chiffres, par exemple 77311000.\n", cpv);
    return false;
}
