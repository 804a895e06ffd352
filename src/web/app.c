/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finds the route of a request, keeps the gate, and holds writes and reply together. */
#include "base/time.h"
#include "db/db.h"
#include "web/asset.h"
#include "web/feature.h"
#include "web/limits.h"
#include "web/reply.h"
#include "web/route.h"
#include "web/seal.h"
#include <stdio.h>
#include <string.h>

enum { PAGE_MILLISECONDS = 2000, EXPORT_MILLISECONDS = 60000 };

static bool is_table(enum shape shape)
{
    return shape == AS_CSV || shape == AS_XLSX || shape == AS_GEOJSON;
}

static void undo(struct request *rq)
{
    db_rollback(rq->db);
    db_use_arena(rq->db, rq->arena);
}

/* The log gets why; the person gets a page that says nothing of the inside. */
static void answer_failure(struct request *rq, bool conflict)
{
    fprintf(stderr, "%s: %s\n", rq->path, db_failed(rq->db));
    undo(rq);
    rq->reply.body.length = 0;
    reply_error(rq, conflict ? CONFLICT : BROKEN);
}

/* A write and its reply are one: either both happen, or the database is as before and the reply is an error. */
static void handle_in_transaction(const struct route *route, struct request *rq)
{
    db_deadline(rq->db, is_table(rq->shape) ? EXPORT_MILLISECONDS : PAGE_MILLISECONDS);
    if (rq->method == POST)
        db_begin_write(rq->db);
    else
        db_begin(rq->db);
    route->handle(rq);
    bool refused = rq->reply.status >= BAD_REQUEST && !rq->reply.keep;
    if (!rq->reply.status) {
        fprintf(stderr, "%s: the handler made no reply\n", rq->path);
        undo(rq);
        reply_error(rq, BROKEN);
        return;
    }
    if (!db_failed(rq->db) && !refused)
        db_commit(rq->db);
    if (db_failed(rq->db))
        answer_failure(rq, db_conflict(rq->db));
    else if (refused)
        undo(rq);
}

static bool same_origin(const struct request *rq)
{
    return rq->same_origin || tokens_agree(param_text(rq, "csrf"), rq->csrf);
}

static bool limited(const struct route *route, struct request *rq)
{
    int kind = route->limit;
    if (is_table(rq->shape) && kind == LIMIT_PAGE)
        kind = LIMIT_EXPORT;
    rq->reply.retry_after = limit_wait(rq->address, kind, rq->now);
    if (rq->reply.retry_after)
        reply_error(rq, TOO_MANY);
    return rq->reply.retry_after;
}

/* A visitor who opens what asks to be signed in is led there, and back. */
static void refuse_visitor(struct request *rq)
{
    if (rq->shape != AS_HTML || rq->method != GET) {
        reply_error(rq, UNAUTHORISED);
        return;
    }
    reply_see(rq, arena_format(rq->arena, "/connexion?retour=%s", rq->path));
}

static void identify(struct request *rq)
{
    if (rq->app->identify && (rq->session_token || rq->bearer)) {
        db_begin(rq->db);
        rq->app->identify(rq);
        db_commit(rq->db);
    }
    if (!rq->csrf)
        rq->csrf = visitor_token(rq->app, rq->arena, rq->address, rq->now);
}

static bool serve_asset(struct request *rq)
{
    const struct asset *asset = rq->method == GET && text_starts(rq->path, "/assets/") ? asset_at(rq->path) : NULL;
    if (!asset)
        return false;
    rq->reply.status = OK;
    rq->reply.type = asset->type;
    rq->reply.immutable = true;
    buffer_add(&rq->reply.body, (const char *)asset->bytes, asset->length);
    return true;
}

static void answer(const struct app *app, struct request *rq)
{
    bool other;
    const struct route *route = find_route(app, rq, &other);
    if (!route)
        reply_error(rq, other ? NOT_ALLOWED : NOT_FOUND);
    else if (!may(rq, route->allow) && !rq->user)
        refuse_visitor(rq);
    else if (!may(rq, route->allow))
        reply_error(rq, FORBIDDEN);
    else if (rq->method == POST && !same_origin(rq))
        reply_refused(rq, FORBIDDEN, translate(rq, N_("This form was opened too long ago, or elsewhere: go back, reload "
                                                      "the page and send it again.")));
    else if (!limited(route, rq))
        handle_in_transaction(route, rq);
}

void app_handle(const struct app *app, struct request *rq)
{
    rq->app = app;
    rq->reply.body.arena = rq->arena;
    db_use_arena(rq->db, rq->arena);
    if (serve_asset(rq))
        return;
    identify(rq);
    if (db_failed(rq->db))
        answer_failure(rq, false);
    else
        answer(app, rq);
    if (db_failed(rq->db))
        undo(rq);
}

static bool check_route(const struct app *app, const struct feature *feature, const struct route *route)
{
    if (!route->allow) {
        fprintf(stderr, "%s: route %s says not who may use it\n", feature->name, route->path);
        return false;
    }
    size_t alike = 0;
    for (const struct feature *const *other = app->features; *other; other++)
        for (const struct route *one = (*other)->routes; one && one->path; one++)
            alike += one->method == route->method && strcmp(one->path, route->path) == 0;
    if (alike > 1)
        fprintf(stderr, "%s: route %s exists twice\n", feature->name, route->path);
    return alike == 1;
}

bool app_check(const struct app *app)
{
    bool sound = true;
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++)
            sound = check_route(app, *feature, route) && sound;
    return sound;
}
