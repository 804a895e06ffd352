/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One's own account: name, messages, password, sessions, tokens for programs, leaving. */
#include "features/accounts/accounts.h"
#include "features/accounts/handlers.h"
#include "features/accounts/roles.h"
#include "features/accounts/password.h"
#include "accounts.bake.h"
#include "work/journal.h"
#include "work/token.h"
#include <string.h>

enum { MOST_TOKENS = 20 };

static const struct field account_fields[] = {
    {TEXT, "nom", N_("Your name, as others will read it"), TEXT_IN(person_set_args, name), .required = true, .least = 2,
        .most = 80, .autocomplete = "name"},
    {CHOICE, "langue", N_("Language"), TEXT_IN(person_set_args, language), .required = true, .choices = languages},
    {CHOICE, "resume", N_("Messages by mail"), TEXT_IN(person_set_args, digest), .required = true,
        .choices = digest_choices,
        .hint = N_("Each change on what you follow makes a message. They are gathered so as not to flood you.")},
    {HIDDEN, "retour", N_("Where to go next"), NOWHERE, .most = 500},
    {0}};
const struct form account_form = {N_("My account"), "/compte", N_("Save"), account_fields, NULL};

struct password_change { const char *present, *wanted; };
static const struct field new_password_fields[] = {
    {PASSWORD, "actuel", N_("Present password"), TEXT_IN(password_change, present), .most = 200,
        .autocomplete = "current-password", .hint = N_("Leave empty if you have none.")},
    {PASSWORD, "nouveau", N_("New password"), TEXT_IN(password_change, wanted), .required = true, .least = 10,
        .most = 200, .autocomplete = "new-password",
        .hint = N_("At least 10 characters. Several words make a good password.")},
    {0}};
const struct form new_password_form = {N_("Choose a password"), "/compte/mot-de-passe", N_("Keep this password"),
    new_password_fields,
    N_("A password is not needed: the link sent by mail is enough. It is for those who prefer one.")};

struct token_input { const char *name; };
static const struct field token_fields[] = {
    {TEXT, "usage", N_("What it will be used for"), TEXT_IN(token_input, name), .required = true, .most = 80,
     .example = N_("the town's web site")},
    {0}
};
const struct form token_form = {N_("A token for a program"), "/compte/jetons", N_("Make a token"), token_fields, NULL};

static void show(struct request *rq, int status, struct form_view form, struct form_view token)
{
    struct account_page page = {.form = form, .token = token,
        .sessions = sessions_of(rq->db, (struct sessions_of_args){.person_id = rq->user->id, .now = rq->now}),
        .tokens = tokens_of(rq->db, (struct tokens_of_args){.person_id = rq->user->id}),
        .drafts = drafts_of(rq->db, (struct drafts_of_args){.person_id = rq->user->id}),
        .roles = named_grants(rq, rq->user->id)};
    person_by_id(rq->db, (struct person_by_id_args){.id = rq->user->id}, &page.person);
    page.person.password = NULL;
    reply_with(rq, status, &account_page, &page);
}

static struct form_view filled_account(struct request *rq)
{
    struct person_by_id person = {0};
    person_by_id(rq->db, (struct person_by_id_args){.id = rq->user->id}, &person);
    struct person_set_args values = {.name = person.name, .language = person.language, .digest = person.digest};
    return form_fill(rq, &account_form, &values);
}

/* Who came for another page and had no name yet is led there once the name is given. */
static void keep_way_on(struct request *rq, struct form_view *form)
{
    const char *next = param_text(rq, "retour");
    struct param *values = arena_array(rq->arena, form->value_count + 1, sizeof *values);
    if (!next)
        return;
    memcpy(values, form->values, form->value_count * sizeof *values);
    values[form->value_count] = (struct param){.name = "retour", .value = next};
    form->values = values;
    form->value_count++;
}

void show_account(struct request *rq)
{
    struct form_view form = filled_account(rq);
    keep_way_on(rq, &form);
    show(rq, OK, form, form_empty(rq, &token_form));
}

void change_account(struct request *rq)
{
    struct person_set_args values = {.id = rq->user->id};
    struct form_view form;
    if (!form_read(rq, &account_form, &values, &form)) {
        show(rq, INVALID, form, form_empty(rq, &token_form));
        return;
    }
    person_set(rq->db, values);
    const char *next = param_text(rq, "retour");
    reply_done(rq, next ? own_path(next) : "/compte", translate(rq, N_("Your account is up to date.")));
}

void ask_new_password(struct request *rq)
{
    struct form_view form = form_empty(rq, &new_password_form);
    form_reply(rq, &form);
}

/* Other sessions end: whoever knew the old password is out. */
void change_password(struct request *rq)
{
    struct password_change input = {0};
    struct form_view form;
    if (!form_read(rq, &new_password_form, &input, &form)) {
        form_reply(rq, &form);
        return;
    }
    struct person_by_id person = {0};
    person_by_id(rq->db, (struct person_by_id_args){.id = rq->user->id}, &person);
    const char *weak = password_trouble(input.wanted);
    if (person.password && !password_opens(person.password, input.present ? input.present : ""))
        form_refuse(rq, &form, "actuel", translate(rq, N_("This is not your present password.")));
    else if (weak)
        form_refuse(rq, &form, "nouveau", translate(rq, weak));
    if (form.trouble_count) {
        form_reply(rq, &form);
        return;
    }
    person_set_password(rq->db, (struct person_set_password_args){
        .id = rq->user->id, .password = password_hash(rq->arena, input.wanted)});
    sessions_end_others(
        rq->db, (struct sessions_end_others_args){.id = rq->user->session_id, .person_id = rq->user->id});
    reply_done(rq, "/compte", translate(rq, N_("Your password is kept. Your other sessions were closed.")));
}

void end_session(struct request *rq)
{
    session_end(rq->db, (struct session_end_args){.id = route_id(rq), .person_id = rq->user->id});
    reply_done(rq, "/compte", translate(rq, N_("This session is closed.")));
}

void end_other_sessions(struct request *rq)
{
    sessions_end_others(
        rq->db, (struct sessions_end_others_args){.id = rq->user->session_id, .person_id = rq->user->id});
    reply_done(rq, "/compte", translate(rq, N_("All your other sessions are closed.")));
}

/* The token is shown once, here: the database keeps only its hash. */
void make_token(struct request *rq)
{
    struct token_input input = {0};
    struct form_view form;
    if (!form_read(rq, &token_form, &input, &form)) {
        show(rq, INVALID, filled_account(rq), form);
        return;
    }
    struct tokens_of held = tokens_of(rq->db, (struct tokens_of_args){.person_id = rq->user->id});
    if (held.count >= MOST_TOKENS) {
        form_refuse(rq, &form, "usage", translate(rq, N_("You have 20 tokens: revoke one first.")));
        show(rq, INVALID, filled_account(rq), form);
        return;
    }
    char token[TOKEN_ROOM], hash[TOKEN_HASH_ROOM];
    token_make(token);
    token_hash(token, hash);
    struct token_page page = {0};
    token_add(rq->db, (struct token_add_args){
        .person_id = rq->user->id, .name = input.name, .token_hash = hash, .now = rq->now}, &page.made);
    token_shown(rq->db, (struct token_shown_args){.token = token}, &page.secret);
    reply_with(rq, rq->shape == AS_JSON ? CREATED : OK, &token_page, &page);
}

void revoke_token(struct request *rq)
{
    token_revoke(rq->db, (struct token_revoke_args){.id = route_id(rq), .person_id = rq->user->id, .now = rq->now});
    reply_done(rq, "/compte", translate(rq, N_("This token opens nothing any more.")));
}

void ask_erase(struct request *rq)
{
    struct erase_page page = {0};
    reply(rq, &erase_page, &page);
}

/* What the person brought to others stays, without a name; what says who they are goes. */
void erase_account(struct request *rq)
{
    int64_t id = rq->user->id;
    person_erase(rq->db, (struct person_erase_args){
        .id = id, .email = arena_format(rq->arena, "efface-%lld", (long long)id), .now = rq->now});
    tokens_revoke_all(rq->db, (struct tokens_revoke_all_args){.person_id = id, .now = rq->now});
    sessions_end_all(rq->db, (struct sessions_end_all_args){.person_id = id});
    drafts_erase(rq->db, (struct drafts_erase_args){.person_id = id});
    journal_add(rq->db, &(struct journal_entry){
                            .subject = "person", .subject_id = id, .action = "erased", .actor_id = id, .at = rq->now});
    reply_cookie(rq, "maillage", NULL, 0);
    reply_done(rq, "/", translate(rq, N_("Your account is erased.")));
}
