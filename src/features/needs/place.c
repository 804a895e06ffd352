/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The place of a need or a resource, from what was typed. */
#include "features/directory/directory.h"
#include "features/needs/handlers.h"
#include "needs.bake.h"

bool read_place(struct request *rq, struct form_view *view, const char *field, const char *typed, struct place *place)
{
    const char *why;
    struct commune_point point;
    *place = (struct place){.words = typed};
    place->commune = commune_typed(rq, typed, &why);
    if (!place->commune) {
        form_refuse(rq, view, field, why);
        return false;
    }
    if (commune_point(rq->db, (struct commune_point_args){.code = place->commune}, &point)) {
        place->lon = point.lon;
        place->lat = point.lat;
    }
    return true;
}
