/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rooms of accounts share: codes of roles and scopes, and the loading of who asks. */
#pragma once
#include "web/web.h"
#include "accounts.bake.h"

enum role role_of(const char *code);                       /* 0 for an unknown code */
const char *role_code(enum role role);
enum scope scope_of(const char *code);
/* What knows the things of this scope; NULL for the whole site, and for what no feature holds. */
const struct scope_kind *scope_kind_of(const struct request *rq, enum scope scope);
/* The scopes a role may be given on here, for a form. */
const struct label *scopes_here(struct request *rq);
/* The roles of a person, past ones too, each with the name of what it stands on. */
struct grants_of named_grants(struct request *rq, int64_t person_id);
struct user *load_user(struct request *rq, int64_t person_id, const char *name, const char *email);
char *fold_email(struct arena *arena, const char *email);  /* trimmed, lower case; NULL when blank */

struct job;
extern const struct permission manage_people;

bool send_digests(struct job *job);
bool forget_old(struct job *job);
int person_command(struct command_line *line);
/* The address that opens a session once, for the terminal and for mail. code may be NULL. */
const char *make_sign_in(struct request *rq, const char *email, const char *back, char handle[44], char code[7]);
