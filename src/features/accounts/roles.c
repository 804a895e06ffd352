/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Roles and scopes: their codes in the database, their words on screen. */
#include "features/accounts/roles.h"
#include "base/time.h"
#include "features/accounts/accounts.h"
#include "accounts.bake.h"
#include <ctype.h>

const struct label role_names[] = {{"admin", N_("Administrator")}, {"agent", N_("Project officer of the authority")},
    {"facilitator", N_("Facilitator")}, {"elected", N_("Elected representative")}, {"funder", N_("Funder")},
    {"member", N_("Acts for an organisation")}, {"reader", N_("Reader")}, {0}};
const struct label scope_names[] = {
    {"site", N_("The whole site")}, {"territory", N_("A territory")}, {"organisation", N_("An organisation")},
    {"cooperation", N_("A cooperation")}, {0}
};

/* In the order of the bits of enum role. */
enum role role_of(const char *code)
{
    for (int i = 0; role_names[i].code; i++)
        if (text_is(role_names[i].code, code))
            return (enum role)(1 << i);
    return 0;
}

const char *role_code(enum role role)
{
    int i = 0;
    while (role_names[i + 1].code && !(role & (1 << i)))
        i++;
    return role_names[i].code;
}

enum scope scope_of(const char *code)
{
    for (int i = 0; scope_names[i].code; i++)
        if (text_is(scope_names[i].code, code))
            return (enum scope)i;
    return SCOPE_SITE;
}

const struct scope_kind *scope_kind_of(const struct request *rq, enum scope scope)
{
    for (const struct feature *const *feature = rq->app ? rq->app->features : NULL; feature && *feature; feature++)
        if ((*feature)->scope && (*feature)->scope->scope == scope)
            return (*feature)->scope;
    return NULL;
}

const struct label *scopes_here(struct request *rq)
{
    enum { COUNT = sizeof scope_names / sizeof *scope_names };
    struct label *here = arena_array(rq->arena, COUNT, sizeof *here);
    size_t count = 0;
    for (int i = 0; scope_names[i].code; i++)
        if (i == SCOPE_SITE || scope_kind_of(rq, (enum scope)i))
            here[count++] = scope_names[i];
    here[count] = (struct label){0};
    return here;
}

struct grants_of named_grants(struct request *rq, int64_t person_id)
{
    struct grants_of grants = grants_of(rq->db, (struct grants_of_args){.person_id = person_id});
    for (size_t i = 0; i < grants.count; i++) {
        const struct scope_kind *kind = scope_kind_of(rq, scope_of(grants.rows[i].scope));
        if (kind)
            grants.rows[i].scope_name = kind->named(rq, grants.rows[i].scope_id, &grants.rows[i].scope_path);
    }
    return grants;
}

struct user *load_user(struct request *rq, int64_t person_id, const char *name, const char *email)
{
    struct grants_now grants =
        grants_now(rq->db, (struct grants_now_args){.person_id = person_id, .day = paris_day(rq->now)});
    struct held_role *roles = arena_array(rq->arena, grants.count, sizeof *roles);
    for (size_t i = 0; i < grants.count; i++)
        roles[i] =
            (struct held_role){role_of(grants.rows[i].role), scope_of(grants.rows[i].scope), grants.rows[i].scope_id};
    struct user *user = arena_alloc(rq->arena, sizeof *user);
    *user = (struct user){.id = person_id, .name = name ? name : email, .email = email, .roles = roles,
                          .role_count = grants.count};
    return user;
}

char *fold_email(struct arena *arena, const char *email)
{
    char *folded = text_trim(arena, email);
    for (char *at = folded; at && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return folded;
}

int64_t accounts_person(struct db *db, const char *name, const char *email, int64_t now)
{
    const char *folded = fold_email(db_arena(db), email);
    struct person_by_email found;
    if (person_by_email(db, (struct person_by_email_args){.email = folded}, &found))
        return found.id;
    struct person_add added = {0};
    person_add(
        db, (struct person_add_args){.name = name, .email = folded, .language = "fr", .created_at = now}, &added);
    return added.id;
}

void accounts_grant(struct db *db, int64_t person_id, enum role role, enum scope scope, int64_t scope_id,
                    int64_t granted_by, int64_t now)
{
    struct grant_add row;
    grant_add(db, (struct grant_add_args){
        .person_id = person_id, .role = role_code(role), .scope = scope_names[scope].code, .scope_id = scope_id,
        .from_day = paris_day(now), .granted_by = granted_by, .now = now}, &row);
}
