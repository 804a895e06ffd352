/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The handlers of accounts, for its one table of routes. */
#pragma once
#include "web/web.h"

/* sign_in.c */
extern const struct form email_form, code_form, password_form;
void ask_email(struct request *rq);
void send_sign_in(struct request *rq);
void ask_code(struct request *rq);
void check_code(struct request *rq);
void show_link(struct request *rq);
void use_link(struct request *rq);
void ask_password(struct request *rq);
void check_password(struct request *rq);
void sign_out_here(struct request *rq);

/* account.c */
extern const struct form account_form, new_password_form, token_form;
void show_account(struct request *rq);
void change_account(struct request *rq);
void ask_new_password(struct request *rq);
void change_password(struct request *rq);
void end_session(struct request *rq);
void end_other_sessions(struct request *rq);
void make_token(struct request *rq);
void revoke_token(struct request *rq);
void ask_erase(struct request *rq);
void list_drafts(struct request *rq);
void resume_draft(struct request *rq);
void remove_draft(struct request *rq);
void erase_account(struct request *rq);

/* messages.c */
void show_messages(struct request *rq);
void mark_read(struct request *rq);
void ask_stop(struct request *rq);
void stop_following(struct request *rq);

/* people.c */
extern const struct form grant_form, person_form;
void list_people(struct request *rq);
void add_person(struct request *rq);
void show_person(struct request *rq);
void grant_role(struct request *rq);
void end_role(struct request *rq);
