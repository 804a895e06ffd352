/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Coming in: a link and a code by mail, or a password for who set one. Known and unknown addresses are answered alike.
 */
#include "features/accounts/accounts.h"
#include "features/accounts/handlers.h"
#include "features/accounts/password.h"
#include "features/accounts/roles.h"
#include "accounts.bake.h"
#include "web/draw.h"
#include "work/mail.h"
#include "work/token.h"
#include <string.h>

enum { MINUTE = 60, DAY = 86400, VALID_FOR = 15 * MINUTE, MOST_TRIES = 5, MAILS_AN_HOUR = 3, SESSION_DAYS = 90,
       ADMIN_DAYS = 1, IDLE_DAYS = 14, NOTICED_AFTER = 60 * MINUTE };

struct email_input { const char *email, *back; };
static const struct field email_fields[] = {
    {EMAIL, "adresse", N_("Your e-mail address"), TEXT_IN(email_input, email), .required = true, .most = 200,
     .autocomplete = "email", .hint = N_("We send you a link and a code. No password is needed.")},
    {HIDDEN, "retour", N_("Where to go next"), TEXT_IN(email_input, back), .most = 500},
    {0}
};
const struct form email_form = {N_("Sign in"), "/connexion", N_("Receive my code"), email_fields, NULL};

struct code_input { const char *handle, *code; };
static const struct field code_fields[] = {
    {HIDDEN, "demande", N_("Sign-in request"), TEXT_IN(code_input, handle), .required = true, .most = 60},
    {DIGITS, "code", N_("The six-digit code of the message"), TEXT_IN(code_input, code), .required = true, .least = 6,
        .most = 6, .autocomplete = "one-time-code"},
    {0}};
const struct form code_form = {N_("Enter your code"), "/connexion/code", N_("Sign in"), code_fields,
    N_("A message was sent to your address if it can receive one. It holds a link and a code, valid for 15 minutes.")};

struct password_input { const char *email, *password, *back; };
static const struct field password_fields[] = {
    {EMAIL, "adresse", N_("Your e-mail address"), TEXT_IN(password_input, email), .required = true, .most = 200,
     .autocomplete = "email"},
    {PASSWORD, "mot_de_passe", N_("Your password"), TEXT_IN(password_input, password), .required = true, .most = 200,
     .autocomplete = "current-password"},
    {HIDDEN, "retour", N_("Where to go next"), TEXT_IN(password_input, back), .most = 500},
    {0}
};
const struct form password_form = {
    N_("Sign in with a password"), "/connexion/mot-de-passe", N_("Sign in"), password_fields, NULL};

const char *make_sign_in(struct request *rq, const char *email, const char *back, char handle[TOKEN_ROOM],
                         char code[CODE_ROOM])
{
    char link[TOKEN_ROOM], link_hash[TOKEN_HASH_ROOM], code_hash[TOKEN_HASH_ROOM];
    token_make(handle);
    token_make(link);
    token_hash(link, link_hash);
    code_make(code);
    token_hash(arena_format(rq->arena, "%s/%s", handle, code), code_hash);
    sign_in_add(rq->db, (struct sign_in_add_args){
        .email = email, .handle = handle, .link_hash = link_hash, .code_hash = code_hash, .back = back, .now = rq->now,
        .expires_at = rq->now + VALID_FOR});
    return arena_format(rq->arena, "/connexion/lien/%s", link);
}

static void mail_sign_in(struct request *rq, const char *email, const char *path, const char *code)
{
    const char *text = say(rq, N_("Hello,\n\nTo sign in, open this link:\n%s\n\nor enter this code: %s\n\n"
        "Both are valid for 15 minutes and only once. If you asked for nothing, ignore this message."),
        mail_link(rq, path), code);
    mail_send(rq, &(struct mail){.to = email, .subject = translate(rq, N_("Your sign-in link")), .text = text,
                                 .urgent = true});
}

void ask_email(struct request *rq)
{
    if (rq->user) {
        reply_see(rq, own_path(param_text(rq, "retour")));
        return;
    }
    struct sign_in_page page = {.form = form_empty(rq, &email_form)};
    sign_in_wanted(rq->db, (struct sign_in_wanted_args){.page = param_text(rq, "retour")}, &page.wanted);
    reply(rq, &sign_in_page, &page);
}

/* Beyond three mails an hour the page is the same and nothing is sent: nobody can flood another's mailbox. */
void send_sign_in(struct request *rq)
{
    struct email_input input = {0};
    struct sign_in_page page = {0};
    if (!form_read(rq, &email_form, &input, &page.form)) {
        reply_with(rq, INVALID, &sign_in_page, &page);
        return;
    }
    char handle[TOKEN_ROOM], code[CODE_ROOM];
    const char *email = fold_email(rq->arena, input.email);
    struct sign_ins_since recent = {0};
    sign_ins_since(rq->db, (struct sign_ins_since_args){.email = email, .since = rq->now - 60 * MINUTE}, &recent);
    const char *path = make_sign_in(rq, email, own_path(input.back), handle, code);
    if (recent.total < MAILS_AN_HOUR)
        mail_sign_in(rq, email, path, code);
    reply_see(rq, arena_format(rq->arena, "/connexion/code?demande=%s", handle));
}

void ask_code(struct request *rq)
{
    struct form_view form = form_empty(rq, &code_form);
    form_reply(rq, &form);
}

void accounts_open_session(struct request *rq, int64_t person_id, char token[TOKEN_ROOM])
{
    char hash[TOKEN_HASH_ROOM], csrf[TOKEN_ROOM];
    token_make(token);
    token_make(csrf);
    token_hash(token, hash);
    struct user *user = load_user(rq, person_id, NULL, NULL);
    bool admin = false;
    for (size_t i = 0; i < user->role_count; i++)
        admin = admin || user->roles[i].role == ROLE_ADMIN;
    struct session_add row;
    session_add(rq->db, (struct session_add_args){
        .person_id = person_id, .token_hash = hash, .csrf = csrf, .agent = rq->agent, .now = rq->now,
        .expires_at = rq->now + (admin ? ADMIN_DAYS : SESSION_DAYS) * (int64_t)DAY}, &row);
    person_seen(rq->db, (struct person_seen_args){.id = person_id, .now = rq->now});
}

static void enter(struct request *rq, int64_t person_id, const char *back)
{
    char token[TOKEN_ROOM];
    accounts_open_session(rq, person_id, token);
    reply_cookie(rq, "maillage", arena_text(rq->arena, token), SESSION_DAYS * (int64_t)DAY);
    struct person_by_id person = {0};
    person_by_id(rq->db, (struct person_by_id_args){.id = person_id}, &person);
    if (person.name) {
        reply_see(rq, own_path(back));
        return;
    }
    struct buffer address = {.arena = rq->arena};
    buffer_text(&address, "/compte");
    if (!text_is(own_path(back), "/")) {
        buffer_text(&address, "?retour=");
        add_encoded(&address, own_path(back));
    }
    reply_done(rq, address.text, translate(rq, N_("Welcome. Tell us what to call you.")));
}

static bool code_opens(struct request *rq, const struct sign_in_by_handle *request, const struct code_input *input)
{
    char hash[TOKEN_HASH_ROOM];
    token_hash(arena_format(rq->arena, "%s/%s", input->handle, input->code), hash);
    return token_same(hash, request->code_hash);
}

/* A wrong code is counted even though the form comes back: the count is what makes a million guesses impossible. */
void check_code(struct request *rq)
{
    struct code_input input = {0};
    struct form_view form;
    if (!form_read(rq, &code_form, &input, &form)) {
        form_reply(rq, &form);
        return;
    }
    struct sign_in_by_handle request = {0};
    struct sign_in_try tried;
    bool open = sign_in_by_handle(rq->db, (struct sign_in_by_handle_args){.handle = input.handle}, &request)
             && request.expires_at > rq->now
             && sign_in_try(rq->db, (struct sign_in_try_args){.id = request.id, .most = MOST_TRIES}, &tried);
    if (open && code_opens(rq, &request, &input)) {
        struct sign_in_use used;
        sign_in_use(rq->db, (struct sign_in_use_args){.id = request.id, .now = rq->now}, &used);
        enter(rq, accounts_person(rq->db, NULL, request.email, rq->now), request.back);
        return;
    }
    form_refuse(rq, &form, "code", translate(rq, open ? N_("This is not the code of the message.")
        : N_("This code is no longer valid: ask for another one.")));
    rq->reply.keep = true;
    form_reply(rq, &form);
}

void show_link(struct request *rq)
{
    struct link_page page = {0};
    reply(rq, &link_page, &page);
}

void use_link(struct request *rq)
{
    char hash[TOKEN_HASH_ROOM];
    struct sign_in_by_link request;
    struct sign_in_use used;
    token_hash(route_code(rq), hash);
    if (!sign_in_by_link(rq->db, (struct sign_in_by_link_args){.link_hash = hash}, &request) || request.used_at
        || request.expires_at <= rq->now
        || !sign_in_use(rq->db, (struct sign_in_use_args){.id = request.id, .now = rq->now}, &used)) {
        reply_refused(rq, GONE, translate(rq, N_("This link was already used, or is too old. Ask for another one.")));
        return;
    }
    enter(rq, accounts_person(rq->db, NULL, request.email, rq->now), request.back);
}

void ask_password(struct request *rq)
{
    struct form_view form = form_empty(rq, &password_form);
    form_reply(rq, &form);
}

void check_password(struct request *rq)
{
    struct password_input input = {0};
    struct form_view form;
    if (!form_read(rq, &password_form, &input, &form)) {
        form_reply(rq, &form);
        return;
    }
    struct person_by_email person = {0};
    const char *email = fold_email(rq->arena, input.email);
    bool known = person_by_email(rq->db, (struct person_by_email_args){.email = email}, &person);
    if (!password_opens(known ? person.password : NULL, input.password)) {
        form_refuse(rq, &form, "mot_de_passe", translate(rq, N_("This address and this password do not go together.")));
        form_reply(rq, &form);
        return;
    }
    enter(rq, person.id, input.back);
}

void sign_out_here(struct request *rq)
{
    session_end(rq->db, (struct session_end_args){.id = rq->user->session_id, .person_id = rq->user->id});
    reply_cookie(rq, "maillage", NULL, 0);
    reply_done(rq, "/", translate(rq, N_("You are signed out.")));
}

/* --- who asks ---------------------------------------------------------------------------------------------------- */

static void by_token(struct request *rq)
{
    char hash[TOKEN_HASH_ROOM];
    struct token_find found;
    token_hash(rq->bearer, hash);
    if (token_find(rq->db, (struct token_find_args){.token_hash = hash}, &found))
        rq->user = load_user(rq, found.person_id, found.name, found.email);
    rq->unnoticed = rq->user && (!found.last_used_at || *found.last_used_at < rq->now - NOTICED_AFTER);
}

static void by_session(struct request *rq)
{
    char hash[TOKEN_HASH_ROOM];
    struct session_find found;
    token_hash(rq->session_token, hash);
    if (!session_find(rq->db, (struct session_find_args){
            .token_hash = hash, .now = rq->now, .idle_since = rq->now - IDLE_DAYS * (int64_t)DAY}, &found))
        return;
    rq->user = load_user(rq, found.person_id, found.name, found.email);
    rq->user->session_id = found.id;
    rq->csrf = found.csrf;
    rq->unnoticed = found.last_seen_at < rq->now - NOTICED_AFTER;
}

void accounts_identify(struct request *rq)
{
    if (rq->bearer)
        by_token(rq);
    else if (rq->session_token)
        by_session(rq);
}

void accounts_notice_visit(struct request *rq)
{
    char hash[TOKEN_HASH_ROOM];
    if (rq->bearer) {
        token_hash(rq->bearer, hash);
        token_used(rq->db, (struct token_used_args){.token_hash = hash, .now = rq->now});
        return;
    }
    session_touch(rq->db, (struct session_touch_args){.id = rq->user->session_id, .now = rq->now});
    person_seen(rq->db, (struct person_seen_args){.id = rq->user->id, .now = rq->now});
}
