/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Jobs: claimed by one UPDATE, run outside any transaction, tried again when they fail. */
#include "work/job.h"
#include "base/time.h"
#include "work.bake.h"

enum { CLAIMED_FOR = 600, MOST_TRIES = 5, RETRY_AFTER = 60 };

/* The part of a running job that its own functions need and features need not see. */
struct running { struct job job; int64_t said_at; const char *message; };

int64_t job_add(struct request *rq, const char *kind, const char *argument)
{
    struct job_insert row = {0};
    job_insert(rq->db,
        (struct job_insert_args){.kind = kind,
            .argument = argument,
            .person_id = rq->user ? rq->user->id : 0,
            .now = rq->now,
            .due_at = rq->now},
        &row);
    return row.id;
}

void job_progress(struct job *job, int64_t done, int64_t total)
{
    struct running *running = (struct running *)job;
    int64_t now = clock_now();
    if (now == running->said_at && done < total)
        return;
    running->said_at = now;
    job_step(job->db, (struct job_step_args){.id = job->id, .done = done, .total = total, .until = now + CLAIMED_FOR});
}

void job_say(struct job *job, const char *message)
{
    ((struct running *)job)->message = message;
}

struct request *job_request(struct job *job)
{
    struct request *rq = arena_alloc(job->arena, sizeof *rq);
    *rq = (struct request){.method = POST, .path = "/", .query = "", .language = "fr", .now = job->now, .app = job->app,
                           .db = job->db, .arena = job->arena};
    rq->reply.body.arena = job->arena;
    return rq;
}

static const struct job_kind *find_kind(const struct app *app, const char *name)
{
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct job_kind *kind = (*feature)->jobs; kind && kind->name; kind++)
            if (text_is(kind->name, name))
                return kind;
    return NULL;
}

void job_queue_periodic(struct db *db, const struct app *app, int64_t now)
{
    db_begin_write(db);
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct job_kind *kind = (*feature)->jobs; kind && kind->name; kind++)
            if (kind->every)
                job_insert_periodic(db, (struct job_insert_periodic_args){
                    .kind = kind->name, .now = now, .since = now - kind->every});
    db_commit(db);
    if (db_failed(db))
        db_rollback(db);
}

static void end_job(struct running *running, bool done, int64_t tries, const char *failure)
{
    struct job *job = &running->job;
    const char *message = failure ? failure : running->message;
    db_begin_write(job->db);
    if (message)
        job_note(job->db, (struct job_note_args){.id = job->id, .message = message});
    if (done)
        job_end(job->db, (struct job_end_args){.id = job->id, .state = "done", .now = job->now});
    else if (tries >= MOST_TRIES)
        job_end(job->db, (struct job_end_args){.id = job->id, .state = "failed", .now = job->now});
    else
        job_again(job->db, (struct job_again_args){.id = job->id, .due_at = job->now + RETRY_AFTER * tries * tries});
    db_commit(job->db);
}

static bool claim(struct db *db, int64_t now, struct job_claim *row)
{
    db_begin_write(db);
    bool found = job_claim(db, (struct job_claim_args){.now = now, .until = now + CLAIMED_FOR}, row);
    db_commit(db);
    if (!db_failed(db))
        return found;
    db_rollback(db);
    return false;
}

bool job_run_one(struct db *db, const struct app *app, int64_t now)
{
    struct arena arena = {0};
    struct job_claim row = {0};
    db_use_arena(db, &arena);
    bool found = claim(db, now, &row);
    if (found) {
        struct running running = {.job = {.id = row.id, .kind = row.kind, .argument = row.argument, .db = db,
                                          .arena = &arena, .app = app, .now = now, .person_id = row.person_id}};
        const struct job_kind *kind = find_kind(app, row.kind);
        bool done = kind && kind->run(&running.job);
        const char *failure = db_failed(db) ? arena_text(&arena, db_failed(db)) : kind ? NULL : "unknown kind of job";
        if (db_failed(db))
            db_rollback(db);
        end_job(&running, done && !failure, row.tries, failure);
    }
    if (db_failed(db))
        db_rollback(db);
    arena_free(&arena);
    return found;
}
