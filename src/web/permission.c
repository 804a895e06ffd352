/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may do what, and where. */
#include "web/permission.h"
#include "web/request.h"

const struct permission anyone = {"anyone", N_("Everybody"), 0};
const struct permission signed_in = {"signed_in", N_("Every signed-in person"), 0};
const struct permission administer = {"administer", N_("Administer the site"), 0, true};

static bool grants(const struct held_role *held, const struct permission *permission)
{
    if (permission->whole_site && held->scope != SCOPE_SITE)
        return false;
    return held->role == ROLE_ADMIN || (permission->roles & held->role);
}

bool may(const struct request *rq, const struct permission *permission)
{
    if (permission == &anyone)
        return true;
    if (!rq->user)
        return false;
    if (permission == &signed_in)
        return true;
    for (size_t i = 0; i < rq->user->role_count; i++)
        if (grants(&rq->user->roles[i], permission))
            return true;
    return false;
}

bool may_in(const struct request *rq, const struct permission *permission, enum scope scope, int64_t scope_id)
{
    for (size_t i = 0; rq->user && i < rq->user->role_count; i++) {
        const struct held_role *held = &rq->user->roles[i];
        bool here = held->scope == SCOPE_SITE || (held->scope == scope && held->scope_id == scope_id);
        if (here && grants(held, permission))
            return true;
    }
    return permission == &anyone || (permission == &signed_in && rq->user);
}
