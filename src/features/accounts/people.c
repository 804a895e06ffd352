/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who may do what here: an administrator gives roles, somewhere, from a day and until a day. */
#include "base/time.h"
#include "features/accounts/accounts.h"
#include "features/accounts/handlers.h"
#include "features/accounts/roles.h"
#include "accounts.bake.h"
#include "work/journal.h"
#include "work/mail.h"
#include "work/token.h"
#include "work/work.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { PAGE_SIZE = 50 };

struct grant_input { const char *role, *scope, *which; const int64_t *until_day; };
static const struct field grant_fields[] = {
    {CHOICE, "role", N_("Role"), TEXT_IN(grant_input, role), .required = true, .choices = role_names},
    {CHOICE, "portee", N_("Where"), TEXT_IN(grant_input, scope), .required = true, .options = scopes_here},
    {TEXT, "lequel", N_("Which territory, or which organisation"), TEXT_IN(grant_input, which), .most = 120,
     .hint = N_("Its name or its code. Leave empty for the whole site.")},
    {DATE, "jusqu_au", N_("Until"), MAYBE_INT_IN(grant_input, until_day), .hint = N_("Leave empty for no end.")},
    {0}
};
const struct form grant_form = {N_("Give a role"), "/personnes/:id/roles", N_("Give this role"), grant_fields, NULL};

struct person_input { const char *email, *name; };
static const struct field person_fields[] = {
    {EMAIL, "adresse", N_("E-mail address"), TEXT_IN(person_input, email), .required = true, .most = 200,
     .autocomplete = "off"},
    {TEXT, "nom", N_("Name"), TEXT_IN(person_input, name), .least = 2, .most = 80, .autocomplete = "off"},
    {0}
};
const struct form person_form = {N_("Add a person"), "/personnes", N_("Add this person"), person_fields,
    N_("This person signs in with this address, and needs no password. You then say what they may do.")};

/* What is typed becomes a pattern; its own % and _ are letters like others, so they are left out. */
static const char *pattern(struct arena *arena, const char *words)
{
    if (!words)
        return NULL;
    char *clean = arena_format(arena, "%%%s%%", words);
    for (char *at = clean + 1; at[1]; at++)
        *at = *at == '%' || *at == '_' ? ' ' : (char)tolower((unsigned char)*at);
    return clean;
}

static void note(struct request *rq, int64_t person_id, const char *action, const char *role)
{
    journal_add(rq->db, &(struct journal_entry){.subject = "person", .subject_id = person_id, .action = action,
                                                .actor_id = rq->user->id, .to = role, .at = rq->now});
}

static void show_list(struct request *rq, int status, struct form_view form)
{
    const char *words = pattern(rq->arena, param_words(rq, "q"));
    struct people_list page = {.pages = pager_here(rq, PAGE_SIZE), .form = form,
        .search = {"/personnes", translate(rq, N_("Name or address")), param_words(rq, "q")}};
    struct persons_count count = {0};
    persons_count(rq->db, (struct persons_count_args){.words = words}, &count);
    page.pages.total = count.total;
    page.people = persons_page(rq->db, (struct persons_page_args){
        .words = words, .page_size = page.pages.size, .offset = pager_offset(&page.pages)});
    reply_with(rq, status, &people_list, &page);
}

void list_people(struct request *rq)
{
    show_list(rq, OK, form_empty(rq, &person_form));
}

static void tell_added(struct request *rq, const char *email)
{
    mail_send(rq, &(struct mail){.to = email, .subject = translate(rq, N_("You have an account")),
        .text = say(rq, N_("Hello,\n\n%s gave you an account on this site. To come in, ask for a code with this "
                           "address; no password is needed:\n%s"), rq->user->name ? rq->user->name : rq->user->email,
                    mail_link(rq, "/connexion"))});
}

/* Colleagues need not come first and be found afterwards: they are written here, and told. */
void add_person(struct request *rq)
{
    struct person_input input = {0};
    struct form_view form;
    struct person_by_email known;
    if (!form_read(rq, &person_form, &input, &form)) {
        show_list(rq, INVALID, form);
        return;
    }
    const char *email = fold_email(rq->arena, input.email);
    bool was_there = person_by_email(rq->db, (struct person_by_email_args){.email = email}, &known);
    int64_t id = was_there ? known.id : accounts_person(rq->db, input.name, email, rq->now);
    const char *path = arena_format(rq->arena, "/personnes/%lld", (long long)id);
    if (!was_there) {
        tell_added(rq, email);
        note(rq, id, "added", NULL);
    }
    if (rq->shape == AS_JSON && !was_there)
        reply_created(rq, "/personnes", id);
    else
        reply_done(rq, path, was_there ? translate(rq, N_("This person was here already."))
            : mail_reaches_nobody(rq->db) ? say(rq, N_("This person is added. Give a role below. No mail leaves this "
                "site yet: tell them yourself to sign in here: %s"), mail_link(rq, "/connexion"))
            : translate(rq, N_("This person is added, and told by e-mail. Give a role below.")));
}

static bool show(struct request *rq, int status, int64_t id, struct form_view form)
{
    struct person_page page = {.form = form};
    if (!person_by_id(rq->db, (struct person_by_id_args){.id = id}, &page.person) || page.person.erased_at) {
        reply_error(rq, NOT_FOUND);
        return false;
    }
    page.person.password = NULL;
    page.roles = named_grants(rq, id);
    reply_with(rq, status, &person_page, &page);
    return true;
}

void show_person(struct request *rq)
{
    show(rq, OK, route_id(rq), form_empty(rq, &grant_form));
}

/* A role on one territory or one organisation: never on whatever bears the number that was typed. */
static int64_t read_scope(struct request *rq, const struct grant_input *input, struct form_view *form)
{
    const char *why = NULL;
    const struct scope_kind *kind = scope_kind_of(rq, scope_of(input->scope));
    if (!kind)
        return 0;
    if (!input->which) {
        form_refuse(rq, form, "lequel", translate(rq, N_("Say which one.")));
        return 0;
    }
    int64_t id = kind->typed(rq, input->which, &why);
    if (!id)
        form_refuse(rq, form, "lequel", why);
    return id;
}

void grant_role(struct request *rq)
{
    int64_t id = route_id(rq);
    struct grant_input input = {0};
    struct form_view form;
    bool sound = form_read(rq, &grant_form, &input, &form);
    struct grant_add_args grant = {.person_id = id, .role = input.role, .scope = input.scope,
        .from_day = paris_day(rq->now), .until_day = input.until_day, .granted_by = rq->user->id, .now = rq->now};
    if (sound)
        grant.scope_id = read_scope(rq, &input, &form);
    if (sound && grant.until_day && *grant.until_day < grant.from_day)
        form_refuse(rq, &form, "jusqu_au", translate(rq, N_("This day is past.")));
    struct person_by_id person;
    if (!sound || form.trouble_count || !person_by_id(rq->db, (struct person_by_id_args){.id = id}, &person)) {
        show(rq, INVALID, id, form);
        return;
    }
    struct grant_add added;
    grant_add(rq->db, grant, &added);
    note(rq, id, "role given", grant.role);
    reply_done(rq, arena_format(rq->arena, "/personnes/%lld", (long long)id), translate(rq, N_("The role is given.")));
}

/* The last administrator stays: a site without one could not be mended from the browser. */
void end_role(struct request *rq)
{
    struct grant_by_id grant;
    struct admins_now admins = {0};
    int64_t today = paris_day(rq->now);
    if (!grant_by_id(rq->db, (struct grant_by_id_args){.id = route_id(rq)}, &grant)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    admins_now(rq->db, (struct admins_now_args){.day = today}, &admins);
    if (text_is(grant.role, "admin") && text_is(grant.scope, "site") && admins.total <= 1) {
        reply_refused(
            rq, CONFLICT, translate(rq, N_("This is the last administrator: give the role to someone else first.")));
        return;
    }
    grant_end(rq->db, (struct grant_end_args){.id = grant.id, .day = today - 1});
    note(rq, grant.person_id, "role ended", grant.role);
    reply_done(rq, arena_format(rq->arena, "/personnes/%lld", (long long)grant.person_id),
               translate(rq, N_("The role has ended.")));
}

static const char *option(const struct command_line *line, const char *name)
{
    for (int i = 0; i + 1 < line->count; i++)
        if (strcmp(line->words[i], name) == 0)
            return line->words[i + 1];
    return NULL;
}

/* Said again, a role is not given twice. */
static bool holds_everywhere(struct db *db, int64_t person_id, const char *role, int64_t now)
{
    struct grants_now held = grants_now(db, (struct grants_now_args){.person_id = person_id, .day = paris_day(now)});
    for (size_t i = 0; i < held.count; i++)
        if (text_is(held.rows[i].role, role) && text_is(held.rows[i].scope, "site"))
            return true;
    return false;
}

int person_command(struct command_line *line)
{
    const char *email = option(line, "--email"), *name = option(line, "--name"), *role = option(line, "--role");
    if (!email || !strchr(email, '@') || (role && !role_of(role))) {
        if (email && !strchr(email, '@'))
            fprintf(stderr, "« %s » n’est pas une adresse électronique.\n", email);
        else if (email)
            fprintf(stderr, "Rôle inconnu : « %s ».\n", role);
        fprintf(stderr,
            "maillage person DB --email ADRESSE [--name NOM] [--role admin|agent|facilitator|elected|funder|reader]\n");
        return 2;
    }
    struct request rq = {.db = line->db, .arena = line->arena, .app = line->app, .now = clock_now(), .language = "fr"};
    char handle[TOKEN_ROOM], code[CODE_ROOM];
    db_begin_write(line->db);
    int64_t id = accounts_person(line->db, name, email, rq.now);
    if (role && !holds_everywhere(line->db, id, role, rq.now))
        accounts_grant(line->db, id, role_of(role), SCOPE_SITE, 0, 0, rq.now);
    const char *path = make_sign_in(&rq, fold_email(line->arena, email), "/", handle, code);
    db_commit(line->db);
    if (db_failed(line->db)) {
        fprintf(stderr, "%s\n", db_failed(line->db));
        return 1;
    }
    const char *base = setting_text(line->db, &base_url);
    printf("%s\n", path);
    fprintf(stderr, "À ouvrir dans les 15 minutes, une seule fois, à l’adresse du site : %s%s\n",
            base ? base : "http://127.0.0.1:8080", path);
    return 0;
}
