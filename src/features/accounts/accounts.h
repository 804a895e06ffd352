/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Accounts: persons, how they sign in, which roles they hold where and from when to when. */
#pragma once
#include "web/web.h"

extern const struct feature accounts_feature;
extern const struct permission manage_people;              /* /personnes: roles are given and ended */
extern const struct label role_names[], scope_names[], digest_choices[], languages[];

/* Fills rq->user and rq->csrf from the session's cookie or the bearer token: app->identify. */
void accounts_identify(struct request *rq);
/* Writes that who asks was here (session, token, person): app->notice_visit. */
void accounts_notice_visit(struct request *rq);

/* app->keep_draft and app->drop_draft. */
void accounts_keep_draft(struct request *rq);
void accounts_drop_draft(struct request *rq);

/* The person of this address, made when there is none. name may be NULL. The address is folded to lower case. */
int64_t accounts_person(struct db *db, const char *name, const char *email, int64_t now);
/* A role from today on. */
void accounts_grant(struct db *db, int64_t person_id, enum role role, enum scope scope, int64_t scope_id,
                    int64_t granted_by, int64_t now);
/* Opens a session: token is what the cookie holds. */
void accounts_open_session(struct request *rq, int64_t person_id, char token[44]);
