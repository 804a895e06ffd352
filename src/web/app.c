/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finds the route of a request, keeps the gate, and holds writes and reply together. */
#include "db/db.h"
#include "web/asset.h"
#include "web/feature.h"
#include "web/limits.h"
#include "web/reply_page.h"
#include "web/route.h"
#include "web/seal.h"
#include <stdio.h>
#include <string.h>

enum { PAGE_MILLISECONDS = 2000, EXPORT_MILLISECONDS = 60000, BUSY_SECONDS = 5, LONGEST_LOGGED = 300 };

static bool is_table(enum shape shape)
{
    return shape == AS_CSV || shape == AS_XLSX || shape == AS_GEOJSON;
}

/* One line of the log. What a request chose cannot make a second one of it. */
static void complain(const struct request *rq, const char *why)
{
    char path[LONGEST_LOGGED + 1];
    size_t length = 0;
    for (const char *at = rq->path; at[length] && length < LONGEST_LOGGED; length++)
        path[length] = (unsigned char)at[length] < ' ' || at[length] == 0x7F ? '?' : at[length];
    path[length] = '\0';
    fprintf(stderr, "%s %s: %s\n", rq->method == POST ? "POST" : "GET", path, why);
}

static void undo(struct request *rq)
{
    db_rollback(rq->db);
    db_use_arena(rq->db, rq->arena);
}

/* What was typed comes back in a form that will pass, for the person to send once more. False when there is no form. */
static bool give_form_back(struct request *rq, int status, const char *why)
{
    if (rq->method != POST || rq->shape != AS_HTML || !rq->route || !rq->route->form)
        return false;
    struct form_view view = form_empty(rq, rq->route->form);
    form_refuse(rq, &view, NULL, translate(rq, why));
    form_reply_with(rq, status, &view);
    return true;
}

/* Nothing of what the handler prepared leaves: no cookie of a session that was rolled back, no half page. The log
 * gets why; the person gets a page that says nothing of the inside. */
static void answer_failure(struct request *rq, int status, const char *why)
{
    if (why)
        complain(rq, why);
    undo(rq);
    rq->reply = (struct reply){.body = {.arena = rq->arena}, .retry_after = status == UNAVAILABLE ? BUSY_SECONDS : 0};
    const char *sentence = status == CONFLICT
        ? N_("Somebody else changed this meanwhile. Look at it once more, then send it again.")
        : N_("Something broke on our side, and nothing was kept. Send it again; if it persists, tell the administrator "
             "of the site.");
    if (!give_form_back(rq, status, sentence))
        reply_error(rq, status);
}

static void begin(struct request *rq)
{
    if (rq->method == POST)
        db_begin_write(rq->db);
    else
        db_begin(rq->db);
}

/* The button of a long form that keeps it for later. */
static bool wants_draft(const struct request *rq)
{
    return rq->method == POST && rq->shape == AS_HTML && rq->user && rq->route->form && rq->app->keep_draft
        && param_text(rq, "brouillon");
}

/* A write and its reply are one: either both happen, or the database is as before and the reply is an error. */
static void handle_in_transaction(const struct route *route, struct request *rq)
{
    db_deadline(rq->db, is_table(rq->shape) || route->limit == LIMIT_EXPORT ? EXPORT_MILLISECONDS : PAGE_MILLISECONDS);
    begin(rq);
    if (db_failed(rq->db)) {
        answer_failure(rq, UNAVAILABLE, db_failed(rq->db));
        return;
    }
    if (wants_draft(rq))
        rq->app->keep_draft(rq);
    else
        route->handle(rq);
    bool refused = rq->reply.status >= BAD_REQUEST && !rq->reply.keep;
    if (rq->user && rq->method == POST && route->form && rq->app->drop_draft && !refused && !wants_draft(rq))
        rq->app->drop_draft(rq);
    if (!db_failed(rq->db) && !refused && rq->reply.status)
        db_commit(rq->db);
    if (db_failed(rq->db))
        answer_failure(rq, db_conflict(rq->db) ? CONFLICT : BROKEN, db_failed(rq->db));
    else if (!rq->reply.status)
        answer_failure(rq, BROKEN, "the handler made no reply");
    else if (refused)
        undo(rq);
}

/* A cross-site page can send our forms, but it knows neither the session's token nor the visitor's. */
static bool is_ours(const struct request *rq)
{
    const char *token = rq->same_origin ? NULL : param_text(rq, "csrf");
    if (rq->same_origin || (rq->user && tokens_agree(token, rq->csrf)))
        return true;
    return !rq->user && visitor_token_fits(rq->app, rq->arena, token, rq->address, rq->now);
}

static void refuse_foreign(struct request *rq)
{
    if (!give_form_back(rq, FORBIDDEN, N_("This form was opened too long ago, or on another site. Look at it once "
                                          "more, then send it again.")))
        reply_refused(rq, FORBIDDEN, translate(rq, rq->shape == AS_JSON
            ? N_("A program says for whom it acts: make it a token under “My account”, and send it in the header "
                 "Authorization, after the word Bearer.")
            : N_("This came from a page opened too long ago, or from another site. Go back, reload the page, and try "
                 "again.")));
}

static bool is_limited(const struct route *route, struct request *rq)
{
    int kind = is_table(rq->shape) && route->limit == LIMIT_PAGE ? LIMIT_EXPORT : (int)route->limit;
    int64_t wait = limit_wait(rq->app->limits, rq->address, kind, rq->now);
    if (!wait)
        return false;
    rq->reply.retry_after = wait;
    if (!give_form_back(rq, TOO_MANY, N_("Too many were sent from here at once. Wait a minute, then send this again.")))
        reply_error(rq, TOO_MANY);
    return true;
}

/* A visitor who opens what asks to be signed in is led there, and back. One who sends a form has perhaps lost a session
 * while typing: it comes back filled. */
static void refuse_visitor(struct request *rq)
{
    if (give_form_back(rq, UNAUTHORISED, N_("You are not signed in any more, and nothing you typed is lost: sign in in "
                                            "another tab, come back to this one, and send it again.")))
        return;
    if (rq->shape != AS_HTML || rq->method != GET) {
        reply_error(rq, UNAUTHORISED);
        return;
    }
    const char *back = *rq->query ? arena_format(rq->arena, "%s?%s", rq->path, rq->query) : rq->path;
    struct buffer address = {.arena = rq->arena};
    buffer_text(&address, "/connexion?retour=");
    add_encoded(&address, back);
    reply_see(rq, address.text);
}

/* A visit that cannot be written is still answered. */
static void notice_visit(struct request *rq)
{
    if (!rq->unnoticed || !rq->app->notice_visit || db_failed(rq->db))
        return;
    db_begin_write(rq->db);
    rq->app->notice_visit(rq);
    db_commit(rq->db);
    if (db_failed(rq->db))
        db_rollback(rq->db);
}

static void identify(struct request *rq)
{
    db_deadline(rq->db, PAGE_MILLISECONDS);
    if (rq->app->identify && (rq->session_token || rq->bearer)) {
        begin(rq);
        rq->app->identify(rq);
        db_commit(rq->db);
        notice_visit(rq);
    }
    if (!rq->user || !rq->csrf)
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

/* "/besoins/" is "/besoins" typed by hand. */
static void answer_no_route(struct request *rq, bool other)
{
    size_t length = strlen(rq->path);
    rq->reply.allow = !other ? NULL : rq->method == GET ? "POST" : "GET, HEAD";
    if (!other && rq->method == GET && length > 1 && rq->path[length - 1] == '/' && rq->shape == AS_HTML)
        reply_see(rq, arena_copy(rq->arena, rq->path, length - 1));
    else
        reply_error(rq, other ? NOT_ALLOWED : NOT_FOUND);
}

static void answer(struct request *rq)
{
    bool other;
    const struct route *route = rq->route = find_route(rq->app, rq, &other);
    if (!route)
        answer_no_route(rq, other);
    else if (!may(rq, route->allow) && !rq->user)
        refuse_visitor(rq);
    else if (!may(rq, route->allow))
        reply_error(rq, FORBIDDEN);
    else if (rq->method == POST && !is_ours(rq))
        refuse_foreign(rq);
    else if (!is_limited(route, rq))
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
        answer_failure(rq, UNAVAILABLE, db_failed(rq->db));
    else
        answer(rq);
    if (db_failed(rq->db))
        undo(rq);
}
