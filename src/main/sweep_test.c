/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sweeps that grow by themselves: every route as every role, every query on this database. */
#include "db/baked.h"
#include "main/site.h"

extern const struct db_query *const *const all_queries[];

static void every_query_is_prepared(void **state)
{
    struct site *site = *state;
    for (const struct db_query *const *const *room = all_queries; *room; room++)
        for (const struct db_query *const *query = *room; *query; query++)
            if (!db_prepares(site->db, *query))
                fail_msg("%s: %s", (*query)->name, db_failed(site->db));
}

/* A path with 1 for each hole. */
static const char *concrete(struct site *site, const char *pattern)
{
    struct buffer path = {.arena = &site->arena};
    for (; *pattern; pattern++) {
        buffer_char(&path, *pattern == ':' ? '1' : *pattern);
        if (*pattern == ':')
            pattern += strcspn(pattern, "/") - 1;
    }
    return path.text;
}

static bool holds(enum role role, const struct permission *permission)
{
    return permission == &anyone || (permission == &signed_in && role) || role == ROLE_ADMIN
        || (permission->roles & role);
}

static void try_route(struct site *site, const struct route *route, enum role role, bool known)
{
    const char *path = concrete(site, route->path);
    if (route->method == GET)
        visit(site, path);
    else
        submit(site, path, "");
    int status = site->last.reply.status;
    bool refused = status == FORBIDDEN || status == UNAUTHORISED
                || (status == SEE_OTHER && text_starts(site->last.reply.location, "/connexion?retour="));
    if (status >= BROKEN || status < OK)
        fail_msg("%s as role %d: status %d\n%s", path, role, status, body(site));
    if (!holds(role, route->allow) && !refused)
        fail_msg("%s as role %d is open: status %d", path, role, status);
    if (holds(role, route->allow) && refused && known)
        fail_msg("%s as role %d is closed: status %d", path, role, status);
}

static void every_route_keeps_its_gate(void **state)
{
    struct site *site = *state;
    const enum role roles[] = {0, ROLE_READER, ROLE_MEMBER, ROLE_FUNDER, ROLE_ELECTED, ROLE_FACILITATOR, ROLE_AGENT,
                               ROLE_ADMIN};
    for (const struct feature *const *feature = site->app.features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++)
            for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
                sign_out(site);
                if (roles[i])
                    sign_in(site, roles[i], SCOPE_SITE, 0);
                try_route(site, route, roles[i], true);
            }
}

/* What a page of another site makes an administrator's old browser send: no header says where it comes from. */
static int status_from_elsewhere(struct site *site, const struct route *route)
{
    struct arena arena = {0};
    struct request rq = {.method = POST, .path = concrete(site, route->path), .query = "", .language = "en",
                         .now = site->now,
                         .session_token = site->last.session_token, .db = site->db, .arena = &arena,
                         .address = "192.0.2.1"};
    app_handle(&site->app, &rq);
    arena_free(&arena);
    db_use_arena(site->db, &site->arena);
    return rq.reply.status;
}

static void no_write_comes_from_elsewhere(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/");
    assert_non_null(site->last.session_token);
    for (const struct feature *const *feature = site->app.features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++)
            if (route->method == POST && status_from_elsewhere(site, route) != FORBIDDEN)
                fail_msg("%s takes what another site sends", route->path);
}

static bool has_route(const struct site *site, enum method method, const char *path)
{
    for (const struct feature *const *feature = site->app.features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++)
            if (route->method == method && text_is(route->path, path))
                return true;
    return false;
}

static void no_entry_and_no_form_leads_nowhere(void **state)
{
    struct site *site = *state;
    for (const struct feature *const *feature = site->app.features; *feature; feature++) {
        for (const struct entry *entry = (*feature)->entries; entry && entry->path; entry++)
            if (!has_route(site, GET, entry->path))
                fail_msg("the navigation leads to %s, where nothing is", entry->path);
        for (const struct route *route = (*feature)->routes; route && route->path; route++)
            if (route->form && route->form->action && !has_route(site, POST, route->form->action))
                fail_msg("the form of %s posts to %s, where nothing is", route->path, route->form->action);
    }
}

static void every_page_has_a_frame(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    for (const struct feature *const *feature = site->app.features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++) {
            if (route->method != GET)
                continue;
            visit(site, concrete(site, route->path));
            if (site->last.reply.status != OK || site->last.reply.type)
                continue;
            expect_text(site, "<html lang=\"");
            expect_text(site, "<title>");
            expect_text(site, "<main");
            const char *first = strstr(body(site), "<h1");
            if (!first || strstr(first + 1, "<h1"))
                fail_msg("%s has not exactly one h1", route->path);
        }
}

const struct CMUnitTest sweep_tests[] = {
    ON_A_SITE("every query is prepared by this database", every_query_is_prepared),
    ON_A_SITE("every route keeps its gate for every role", every_route_keeps_its_gate),
    ON_A_SITE("no write comes from a page of another site", no_write_comes_from_elsewhere),
    ON_A_SITE("no entry and no form leads nowhere", no_entry_and_no_form_leads_nowhere),
    ON_A_SITE("every page has a title, a language, a main part and one heading", every_page_has_a_frame),
    {0}
};
