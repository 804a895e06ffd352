/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What happens after the reply: jobs, with visible progress. Queued in the request's transaction. */
#pragma once
#include "web/web.h"

struct job {
    int64_t id;
    const char *kind, *argument;           /* argument: text the feature chose (an id, a JSON object) */
    struct db *db; struct arena *arena; const struct app *app;
    int64_t now;
    int64_t person_id;                     /* who asked; 0: the program */
};

struct job_kind {
    const char *name;                      /* "import_organisations" */
    /* True: done. False: tried again later, up to 5 times; job_say() tells why. Runs outside any transaction: takes its
     * own, short ones (db_begin_write … db_commit). */
    bool (*run)(struct job *job);
    int64_t every;                         /* seconds between runs of a job nobody queues; 0: only when queued */
    const char *label;                     /* N_("Importing organisations") for the page that shows progress */
};

int64_t job_add(struct request *rq, const char *kind, const char *argument); /* returns its id: /taches/ID shows it */
void job_progress(struct job *job, int64_t done, int64_t total); /* at most once a second is written */
void job_say(struct job *job, const char *message);
/* A request of the program itself, for the functions that take one (mail_send, notice_tell, machine_move). */
struct request *job_request(struct job *job);
/* Queues the jobs that nobody queues, when their time has come. */
void job_queue_periodic(struct db *db, const struct app *app, int64_t now);
/* Claims and runs one job that is due; false when none is. Threads and processes may call it at once. */
bool job_run_one(struct db *db, const struct app *app, int64_t now);
