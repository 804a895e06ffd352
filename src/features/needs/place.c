/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The place of a need or a resource, from what was typed. */
#include "features/directory/directory.h"
#include "features/needs/handlers.h"
#include "features/territory/territory.h"
#include "needs.bake.h"

bool read_place(struct request *rq, struct form_view *view, const char *field, const char *typed,
                struct felt_place *place)
{
    const char *why;
    struct commune_point point;
    *place = (struct felt_place){.words = typed};
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

void needs_follow(struct db *db)
{
    struct needs_adrift needs = needs_adrift(db);
    struct resources_adrift resources = resources_adrift(db);
    struct place place;
    for (size_t i = 0; i < needs.count; i++)
        if (territory_place(db, needs.rows[i].commune, &place))
            need_relocate(db, (struct need_relocate_args){.id = needs.rows[i].id, .commune = place.code});
    for (size_t i = 0; i < resources.count; i++)
        if (territory_place(db, resources.rows[i].commune, &place))
            resource_relocate(db, (struct resource_relocate_args){.id = resources.rows[i].id, .commune = place.code});
}

bool may_on_need(struct request *rq, const struct permission *permission, int64_t id)
{
    struct need_state need;
    return need_state(rq->db, (struct need_state_args){.id = id}, &need) && may_at(rq, permission, need.commune);
}

bool find_need_for(struct request *rq, const struct permission *permission, int64_t id)
{
    struct need_state need;
    bool known = need_state(rq->db, (struct need_state_args){.id = id}, &need);
    if (known && may_at(rq, permission, need.commune))
        return true;
    reply_error(rq, known ? FORBIDDEN : NOT_FOUND);
    return false;
}

const int64_t *queue_of(struct request *rq, const struct permission *permission)
{
    return may_in(rq, permission, SCOPE_SITE, 0) ? NULL : &rq->user->id;
}
