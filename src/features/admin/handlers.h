/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The handlers of administration, for its one table of routes. */
#pragma once
#include "web/web.h"

/* imports.c */
extern const struct form import_form;
void list_imports(struct request *rq);
void send_import(struct request *rq);
void show_import(struct request *rq);

/* What a file to import may be, and the kinds that a person may import; shared with sources.c. */
extern const char *const import_accepted[];
const struct label *import_kinds(struct request *rq);
const char *import_kind_text(struct request *rq, const char *kind);

/* sources.c: files looked for by themselves */
extern const struct form source_form;
extern const struct setting fetch_inside;
void list_sources(struct request *rq);
void add_source(struct request *rq);
void look_at_source(struct request *rq);
void remove_source(struct request *rq);
struct job;
bool fetch_sources(struct job *job);
int source_command(struct command_line *line);

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
