/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The handlers of administration, for its one table of routes. */
#pragma once
#include "web/web.h"

/* imports.c */
extern const struct form import_form;
void list_imports(struct request *rq);
void send_import(struct request *rq);
void show_import(struct request *rq);

/* jobs.c */
void list_jobs(struct request *rq);
void show_job(struct request *rq);

/* records.c: what the site did and wrote */
void list_journal(struct request *rq);
void list_outbox(struct request *rq);

/* settings.c */
extern const struct form parameter_form;
void show_settings(struct request *rq);
void change_settings(struct request *rq);
void list_parameters(struct request *rq);
void add_parameter(struct request *rq);
