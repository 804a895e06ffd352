/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What happens after replies: jobs that are due, mail that waits. */
#include <stdio.h>
#include <time.h>
#include "base/time.h"
#include "main/serve.h"
#include "work/job.h"
#include "work/mail.h"

enum { QUEUE_EVERY = 10 };                 /* seconds between looks at the jobs that nobody queues */

struct background {
    const struct app *app;
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool ended;
};

static bool ended(struct background *background)
{
    pthread_mutex_lock(&background->lock);
    bool now = background->ended;
    pthread_mutex_unlock(&background->lock);
    return now;
}

/* One second, or until the end is told. */
static void rest(struct background *background)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    pthread_mutex_lock(&background->lock);
    if (!background->ended)
        pthread_cond_timedwait(&background->change, &background->lock, &until);
    pthread_mutex_unlock(&background->lock);
}

/* A database that fails says so once, not each second. */
static void complain_once(struct db *db, bool *said)
{
    if (db_failed(db) && !*said)
        fprintf(stderr, "background: %s\n", db_failed(db));
    *said = db_failed(db);
    if (db_failed(db))
        db_rollback(db);
}

static void *run(void *argument)
{
    struct background *background = argument;
    int64_t queued = 0;
    for (bool said = false; !ended(background); rest(background)) {
        struct arena arena = {0};
        int64_t now = clock_now();
        db_use_arena(background->db, &arena);
        if (now - queued >= QUEUE_EVERY || now < queued) {
            job_queue_periodic(background->db, background->app, now);
            queued = now;
        }
        while (!ended(background) && job_run_one(background->db, background->app, clock_now()))
            ;
        db_use_arena(background->db, &arena);
        mail_flush(background->db, &arena, clock_now());
        complain_once(background->db, &said);
        arena_free(&arena);
    }
    return NULL;
}

struct background *background_start(struct arena *arena, const struct app *app, const char *url)
{
    struct background *background = arena_alloc(arena, sizeof *background);
    background->app = app;
    background->db = db_open(url);
    pthread_mutex_init(&background->lock, NULL);
    pthread_cond_init(&background->change, NULL);
    if (!db_failed(background->db) && pthread_create(&background->thread, NULL, run, background) == 0)
        return background;
    db_close(background->db);
    return NULL;
}

void background_stop(struct background *background)
{
    if (!background)
        return;
    pthread_mutex_lock(&background->lock);
    background->ended = true;
    pthread_cond_signal(&background->change);
    pthread_mutex_unlock(&background->lock);
    pthread_join(background->thread, NULL);
    db_close(background->db);
}
