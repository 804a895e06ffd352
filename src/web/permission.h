/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may do what. A permission is compared by address: a typo does not compile. */
#pragma once
#include "base/memory.h"

struct request;

/* What a person can be, somewhere and for a time (design: roles are scoped and dated). Bits, so that a permission
 * lists them. */
enum role {
    ROLE_ADMIN       = 1 << 0,             /* administrateur·rice de l'instance: holds every permission */
    ROLE_AGENT       = 1 << 1,             /* chargé·e de mission of the authority */
    ROLE_FACILITATOR = 1 << 2,             /* animateur·rice d'une coopération */
    ROLE_ELECTED     = 1 << 3,             /* élu·e référent·e */
    ROLE_FUNDER      = 1 << 4,             /* financeur */
    ROLE_MEMBER      = 1 << 5,             /* acts for an organisation */
    ROLE_READER      = 1 << 6              /* sees what is not public, changes nothing */
};

/* Where a role holds. */
enum scope { SCOPE_SITE, SCOPE_TERRITORY, SCOPE_ORGANISATION, SCOPE_COOPERATION };

struct permission {
    const char *name;                      /* "publish_needs": stable, in the matrix and the JSON */
    const char *label;                     /* N_("Publish the needs of one's organisation") */
    unsigned roles;                        /* which roles hold it, ROLE_ADMIN always does */
    bool whole_site;                       /* only where they hold for the whole site: settings, people, imports */
};

extern const struct permission anyone;     /* visitors too */
extern const struct permission signed_in;  /* every signed-in person */
extern const struct permission administer; /* ROLE_ADMIN only */

/* One role held by the person who asks, already filtered on its dates. scope_id is 0 for SCOPE_SITE. */
struct held_role { enum role role; enum scope scope; int64_t scope_id; };

struct user {
    int64_t id;
    const char *name, *email;
    int64_t session_id;
    const struct held_role *roles;
    size_t role_count;
};

/* The gate: the permission is held in at least one scope. */
bool may(const struct request *rq, const struct permission *permission);
/* The row: it is held for the site, or in exactly this scope. Handlers of writes on something owned ask this. */
bool may_in(const struct request *rq, const struct permission *permission, enum scope scope, int64_t scope_id);
