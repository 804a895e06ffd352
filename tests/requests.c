/* SPDX-License-Identifier: AGPL-3.0-or-later
 * requests [COUNT [SEED]]: invented requests go through the whole application in this process, over all its routes,
 * as every role: no status of 500 or more, no markup out of what was typed, no half reply, the database always
 * usable, whatever was asked. The same seed invents the same requests. Ends with "N passed, N failed". */
#include "requests.h"
#include "base/number.h"
#include "db/db.h"
#include "formats/json.h"
#include "features/accounts/accounts.h"
#include "main/start.h"
#include "work/job.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOW = 1795000000, COUNT = 5000, SEED = 20261123, NEW_SESSIONS_EVERY = 400, JOBS_EVERY = 100, LEARN_EVERY = 7,
      MOST_SHOWN = 20,
       TEACHABLE = 16 * 1024 * 1024 };


static void sign_in_all(struct trial *trial)
{
    static const enum role roles[MOST_SESSIONS] = {0, ROLE_ADMIN, ROLE_AGENT, ROLE_FACILITATOR, ROLE_ELECTED,
                                                   ROLE_FUNDER, ROLE_MEMBER,
                                                   ROLE_ADMIN};
    static const char *const names[MOST_SESSIONS] = {"a visitor", "an admin", "an agent", "a facilitator",
                                                     "an elected person",
                                                     "a funder", "a member", "an admin"};
    struct arena arena = {0};
    db_use_arena(trial->db, &arena);
    for (size_t i = 0; i < MOST_SESSIONS; i++) {
        struct request rq = {.method = POST, .path = "/", .query = "", .language = "fr", .now = trial->now,
                             .db = trial->db,
                             .app = &trial->serving.app, .arena = &arena};
        char token[44];
        trial->inventor.names[i] = names[i];
        if (!roles[i])
            continue;
        db_begin_write(trial->db);
        int64_t person = accounts_person(trial->db, names[i], arena_format(&arena, "role%zu.%lld@example.org", i,
                                         (long long)trial->inventor.number), trial->now);
        accounts_grant(trial->db, person, roles[i], SCOPE_SITE, 0, 0, trial->now);
        accounts_open_session(&rq, person, token);
        db_commit(trial->db);
        trial->inventor.sessions[i] = arena_text(&trial->inventor.memory.arena, token);
    }
    arena_free(&arena);
}

static const char *trouble_of_page(const struct request *rq)
{
    const char *text = buffer_string(&rq->reply.body);
    if (!utf8_valid(text, rq->reply.body.length) || strlen(text) != rq->reply.body.length)
        return "the page is not UTF-8";
    if (strstr(text, "<x9y") || strstr(text, "href=\"javascript:"))
        return "what was typed became markup";
    if (!text_starts(text, "<!doctype html>") || !text_ends(text, "</html>\n"))
        return "the page is not whole";
    const char *heading = strstr(text, "<h1");
    return heading && !strstr(heading + 1, "<h1") ? NULL : "the page has not exactly one h1";
}

static const char *trouble_of_json(const struct request *rq)
{
    const char *trouble = NULL;
    int line;
    return json_read(rq->arena, rq->reply.body.text, rq->reply.body.length, &trouble, &line) ? NULL
        : "the JSON does not read back";
}

const char *trouble_of_reply(struct trial *trial, const struct request *rq)
{
    const struct reply *reply = &rq->reply;
    if (db_failed(trial->db))
        return db_failed(trial->db);
    if (reply->status >= BROKEN || reply->status < OK)
        return "that status must not be";
    if (reply->location ? !text_is(own_path(reply->location), reply->location) : reply->status == SEE_OTHER)
        return "it leads nowhere, or elsewhere";
    for (size_t i = 0; i < reply->cookie_count; i++)
        if (strpbrk(reply->cookies[i], "\r\n<"))
            return "a cookie breaks its header";
    if (reply->type || reply->status == SEE_OTHER)
        return NULL;
    return rq->shape == AS_HTML ? trouble_of_page(rq) : rq->shape == AS_JSON && reply->body.length ? trouble_of_json(rq)
        : NULL;
}

static void show(const struct trial *trial, const struct invented *invented, const struct request *rq, const char *why)
{
    const struct http_request *from = &invented->from;
    printf("%s %s by %s (route %s): status %d: %s\n", from->method, from->target, invented->who, invented->route->path,
           rq->reply.status, why);
    for (size_t i = 0; i < from->pair_count && i < 40; i++)
        printf("    %s=%.200s\n", from->pairs[i].name, from->pairs[i].value);
    if (from->body_length)
        printf("    %.*s\n", (int)(from->body_length < 1000 ? from->body_length : 1000), (const char *)from->body);
    if (trial->failed == MOST_SHOWN)
        printf("…and more, not shown\n");
}

/* A server would have decoded the path already, and refused what does not decode. */
static bool try_one(struct trial *trial)
{
    struct arena arena = {0};
    struct invented invented;
    invent(&trial->inventor, &arena, &invented);
    bool sendable = http_decode(&arena, invented.from.target, strlen(invented.from.target), false) != NULL;
    struct request rq = {.db = trial->db};
    db_use_arena(trial->db, &arena);
    if (sendable) {
        bool read = bridge_request(&trial->serving, &invented.from, &rq);
        rq.now = trial->now;
        if (read)
            app_handle(&trial->serving.app, &rq);
        const char *why = trouble_of_reply(trial, &rq);
        trial->passed += !why;
        trial->failed += why != NULL;
        trial->statuses[rq.reply.status < 600 ? rq.reply.status : 599]++;
        if (why && trial->failed <= MOST_SHOWN)
            show(trial, &invented, &rq, why);
        if (db_failed(trial->db))
            db_rollback(trial->db);
        if (rq.reply.status == OK && rq.shape == AS_HTML && !rq.reply.type && trial->inventor.number % LEARN_EVERY == 0
            && trial->inventor.memory.arena.taken < TEACHABLE)
            memory_learn(&trial->inventor.memory, &trial->inventor.dice, buffer_string(&rq.reply.body));
    }
    arena_free(&arena);
    return sendable;
}

static void run_jobs(struct trial *trial)
{
    for (int i = 0; i < 20 && job_run_one(trial->db, &trial->serving.app, trial->now); i++)
        ;
    if (!db_failed(trial->db))
        return;
    trial->failed++;
    printf("a job left the database unusable: %s\n", db_failed(trial->db));
    db_rollback(trial->db);
}

static void run(struct trial *trial, int64_t count)
{
    for (int64_t i = 0; i < count; trial->now++) {
        if (i % NEW_SESSIONS_EVERY == 0)
            sign_in_all(trial);
        if (i % JOBS_EVERY == 0)
            run_jobs(trial);
        i += try_one(trial);
    }
}

/* Most should get past the gate: a run where everything is 404 proves nothing. */
static void tell(const struct trial *trial)
{
    printf("%zu routes, %zu fields and %zu addresses learnt; statuses", trial->inventor.route_count,
           trial->inventor.memory.field_count, trial->inventor.memory.path_count);
    for (int status = 0; status < 600; status++)
        if (trial->statuses[status])
            printf(" %d: %lld", status, (long long)trial->statuses[status]);
    printf("\n%lld passed, %lld failed\n", (long long)trial->passed, (long long)trial->failed);
}

int main(int argument_count, char **arguments)
{
    int64_t count = COUNT, seed = SEED;
    const char *url = getenv("MAILLAGE_TEST_DB");
    struct trial *trial = calloc(1, sizeof *trial);
    struct arena arena = {0};
    if (!trial || sodium_init() < 0 || (argument_count > 1 && !parse_int(arguments[1], &count))
        || (argument_count > 2 && !parse_int(arguments[2], &seed))) {
        fprintf(stderr, "usage: requests [COUNT [SEED]]\n");
        return 2;
    }
    trial->now = NOW;
    trial->db = db_open(url ? url : "sqlite::memory:");
    db_use_arena(trial->db, &arena);
    start_migrate(trial->db, NOW);
    trial->serving.app = start_app(trial->db);
    if (db_failed(trial->db) || !app_check(&trial->serving.app)) {
        fprintf(stderr, "%s\n", db_failed(trial->db));
        return 2;
    }
    inventor_start(&trial->inventor, &trial->serving.app, (uint64_t)seed);
    run(trial, count);
    sign_in_all(trial);
    crawl(trial);
    tell(trial);
    int status = trial->failed > 0;
    db_close(trial->db);
    arena_free(&trial->inventor.memory.arena);
    arena_free(&arena);
    free(trial);
    return status;
}
