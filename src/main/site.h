/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A whole site in one process, for feature tests: a browser is a function call away. The database is fresh for each
 * test: SQLite in memory, or PostgreSQL when MAILLAGE_TEST_DB=postgresql://… is set. */
#pragma once
#include "main/testing.h"
#include "web/web.h"

/* const struct CMUnitTest needs_tests[] = {ON_A_SITE("a visitor reads the needs", a_visitor_reads_the_needs), {0}}; */
#define ON_A_SITE(sentence, function) {sentence, function, site_open, site_close, NULL}
int site_open(void **state);
int site_close(void **state);

/* *state of each such test. The arena lives as long as the test: pass it to anything. */
struct site { struct db *db; struct arena arena; struct app app; struct request last; int64_t now; };

/* Who asks from now on: a person made for it with this role, held there (0 for SCOPE_SITE). Returns the person's id. */
int64_t sign_in(struct site *site, enum role role, enum scope scope, int64_t scope_id);
void sign_out(struct site *site);
/* The person that sign_in() made asks again. */
void come_back(struct site *site, int64_t person_id);
/* A program asks from now on, with this token and no cookie; NULL: the browser again. */
void as_program(struct site *site, const char *token);
void as_json(struct site *site);           /* from now on replies are asked as JSON */

void visit(struct site *site, const char *address);                  /* GET, with its query string */
void submit(struct site *site, const char *path, const char *body);  /* POST of a form body, with the CSRF token */
void submit_file(struct site *site, const char *path, const char *body, const struct upload *file);  /* with one file */
void follow(struct site *site);                                      /* visits reply.location */
void pass_time(struct site *site, int64_t seconds);
/* Runs every queued job, as the worker would. */
void run_jobs(struct site *site);
/* The text of the last mail to this address, NULL when none was written. */
const char *last_mail(struct site *site, const char *to);
/* A request inside a transaction, for calling feature functions directly; site->last.arena is the test's. */
struct request *site_request(struct site *site);
/* Ends that transaction, before a function that opens its own (an import); visit, submit and sign_in do it by
 * themselves. */
void site_commit(struct site *site);

const char *body(const struct site *site);                           /* of the last reply */
#define expect_status(site, wanted) site_expect_status((site), (wanted), __FILE__, __LINE__)
void site_expect_status(const struct site *site, int wanted, const char *file, int line);
#define expect_text(site, text) assert_contains(body(site), text)
#define expect_no_text(site, text) assert_lacks(body(site), text)
