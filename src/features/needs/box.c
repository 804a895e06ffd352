/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The public box: a need or a resource said in thirty seconds, without an account, and a private link to follow it. */
#include "base/fold.h"
#include "base/time.h"
#include "features/needs/handlers.h"
#include "features/territory/territory.h"
#include "features/needs/needs.h"
#include "needs.bake.h"
#include "work/journal.h"
#include "work/mail.h"
#include "work/notice.h"
#include "work/token.h"
#include <string.h>

enum { REPLY_WITHIN = 15, STRENGTH_UNSAID = 2 };

struct box_input { const char *title, *place, *email, *details, *name, *trap; };

static const struct field need_fields[] = {
    {LONG_TEXT, "besoin", N_("What is lacking?"), TEXT_IN(box_input, title), .required = true, .least = 8, .most = 300,
     .hint = N_("In your own words. One need at a time."),
     .example = N_("no bus comes back from the station after 7 p.m.")},
    {TEXT, "lieu", N_("Where?"), TEXT_IN(box_input, place), .required = true, .most = 120, .autocomplete =
        "address-level2",
     .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {EMAIL, "adresse", N_("Your e-mail address, to learn what becomes of it"), TEXT_IN(box_input, email), .most = 200,
     .autocomplete = "email", .hint = N_("It is never shown, and serves only for that.")},
    {HIDDEN, "site_web", N_("Leave this empty"), TEXT_IN(box_input, trap), .most = 200},
    {0}
};
const struct form need_box = {N_("Say a need"), "/besoins", N_("Send my need"), need_fields,
    N_("Thirty seconds, no account. Somebody reads it, publishes it, and you learn what becomes of it.")};

struct resource_input { const char *title, *kind, *place, *email, *trap; };
static const struct field resource_fields[] = {
    {LONG_TEXT, "ressource", N_("What can you bring?"), TEXT_IN(resource_input, title), .required = true, .least = 8,
        .most = 300,
     .hint = N_("A place, equipment, know-how, some time…"), .example = N_("a van free on Thursdays")},
    {CHOICE, "nature", N_("What is it?"), TEXT_IN(resource_input, kind), .required = true, .choices = resource_kinds},
    {TEXT, "lieu", N_("Where?"), TEXT_IN(resource_input, place), .required = true, .most = 120,
     .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {EMAIL, "adresse", N_("Your e-mail address, to be asked for it"), TEXT_IN(resource_input, email), .most = 200,
     .autocomplete = "email", .hint = N_("It is never shown.")},
    {HIDDEN, "site_web", N_("Leave this empty"), TEXT_IN(resource_input, trap), .most = 200},
    {0}
};
const struct form resource_box = {N_("Offer a resource"), "/ressources", N_("Send my resource"), resource_fields,
    N_("Thirty seconds, no account. Somebody reads it and publishes it.")};

/* A title of one line for lists, cut at a word; the whole text stays as description when it was longer. */
static const char *title_of(struct arena *arena, const char *text, const char **rest)
{
    enum { LONGEST_TITLE = 110 };
    char *title = arena_text(arena, text);
    for (char *at = title; *at; at++)
        *at = *at == '\n' || *at == '\r' ? ' ' : *at;
    *rest = NULL;
    if (utf8_length(title, strlen(title)) <= LONGEST_TITLE)
        return title;
    const char *at = title, *end = title + strlen(title), *space = NULL;
    for (int count = 0; count < LONGEST_TITLE; count++) {
        if (*at == ' ')
            space = at;
        utf8_next(&at, end);
    }
    *rest = text;
    const char *cut = space ? space : at;
    return arena_format(arena, "%.*s…", (int)(cut - title), title);
}

struct follow_up { char token[TOKEN_ROOM], hash[TOKEN_HASH_ROOM]; };

static struct follow_up new_follow_up(void)
{
    struct follow_up follow;
    token_make(follow.token);
    token_hash(follow.token, follow.hash);
    return follow;
}

static void tell_received(struct request *rq, const char *subject, int64_t id, const char *email, const char *path)
{
    if (rq->user)
        notice_follow(rq, subject, id, rq->user->id, NULL, NULL);
    if (!email)
        return;
    notice_follow(rq, subject, id, 0, email, path);
    const char *text = say(rq, N_("Thank you. Somebody will read what you sent and answer within %d days.\n\n"
        "At any time, see what becomes of it here (this link is yours, keep it):\n%s"), REPLY_WITHIN, mail_link(rq,
            path));
    mail_send(rq, &(struct mail){.to = email, .subject = translate(rq, N_("We received what you sent")), .text = text,
                                 .unsubscribe = NULL});
}

static void note_received(struct request *rq, const char *subject, int64_t id)
{
    journal_add(rq->db, &(struct journal_entry){.subject = subject, .subject_id = id, .action = "captured",
        .to = "captured", .actor_id = rq->user ? rq->user->id : 0, .at = rq->now});
}

void show_need_box(struct request *rq)
{
    struct form_view form = form_empty(rq, &need_box);
    form_reply(rq, &form);
}

static int64_t keep_need(struct request *rq, const struct box_input *input, const struct felt_place *place,
                         const struct follow_up *follow)
{
    const char *rest, *title = title_of(rq->arena, input->title, &rest);
    struct need_add added = {0};
    need_add(rq->db, (struct need_add_args){
        .state = need_machine.first, .title = title, .description = rest, .source = "box", .strength = STRENGTH_UNSAID,
        .commune = place->commune, .place = place->words, .lon = place->lon, .lat = place->lat,
        .author_id = rq->user ? &rq->user->id : NULL, .author_name = rq->user ? rq->user->name : NULL,
        .author_email = input->email, .token_hash = follow->hash, .language = rq->language,
        .reply_due = paris_day(rq->now) + REPLY_WITHIN, .folded = fold_for_search(rq->arena, input->title),
        .now = rq->now}, &added);
    need_voice_add(rq->db, (struct need_voice_add_args){.need_id = added.id, .kind = "box", .mark = follow->hash,
        .person_id = rq->user ? &rq->user->id : NULL, .now = rq->now});
    return added.id;
}

/* A robot fills what people do not see: it gets the same thanks, and nothing is kept. */
void send_need(struct request *rq)
{
    struct box_input input = {0};
    struct form_view form;
    struct felt_place place;
    bool sound = form_read(rq, &need_box, &input, &form);
    if (!sound || !read_place(rq, &form, "lieu", input.place, &place)) {
        form_reply(rq, &form);
        return;
    }
    struct follow_up follow = new_follow_up();
    const char *path = arena_format(rq->arena, "/besoins/suivi/%s", follow.token);
    if (!input.trap) {
        int64_t id = keep_need(rq, &input, &place, &follow);
        note_received(rq, "need", id);
        tell_received(rq, "need", id, input.email, path);
    }
    reply_see(rq, arena_format(rq->arena, "/merci?suivi=%s", path));
}

void show_resource_box(struct request *rq)
{
    struct form_view form = form_empty(rq, &resource_box);
    form_reply(rq, &form);
}

static int64_t keep_resource(struct request *rq, const struct resource_input *input, const struct felt_place *place,
                             const struct follow_up *follow)
{
    const char *rest, *title = title_of(rq->arena, input->title, &rest);
    struct resource_add added = {0};
    resource_add(rq->db, (struct resource_add_args){
        .state = resource_machine.first, .title = title, .description = rest, .kind = input->kind, .terms = "free",
        .commune = place->commune, .place = place->words, .lon = place->lon, .lat = place->lat,
        .author_id = rq->user ? &rq->user->id : NULL, .author_name = rq->user ? rq->user->name : NULL,
        .author_email = input->email, .token_hash = follow->hash, .language = rq->language,
        .folded = fold_for_search(rq->arena, input->title), .now = rq->now}, &added);
    return added.id;
}

void send_resource(struct request *rq)
{
    struct resource_input input = {0};
    struct form_view form;
    struct felt_place place;
    bool sound = form_read(rq, &resource_box, &input, &form);
    if (!sound || !read_place(rq, &form, "lieu", input.place, &place)) {
        form_reply(rq, &form);
        return;
    }
    struct follow_up follow = new_follow_up();
    const char *path = arena_format(rq->arena, "/ressources/suivi/%s", follow.token);
    if (!input.trap) {
        int64_t id = keep_resource(rq, &input, &place, &follow);
        note_received(rq, "resource", id);
        tell_received(rq, "resource", id, input.email, path);
    }
    reply_see(rq, arena_format(rq->arena, "/merci?suivi=%s", path));
}

/* What was sent, and whether an address was left with it, by its private link. */
static void look_up_sent(struct request *rq, const char *path, struct thanks_shown_args *shown)
{
    char hash[TOKEN_HASH_ROOM];
    struct need_by_token need;
    struct resource_by_token resource;
    token_hash(strrchr(path, '/') + 1, hash);
    if (need_by_token(rq->db, (struct need_by_token_args){.token_hash = hash}, &need)) {
        shown->title = need.title;
        shown->mailed = need.mailed;
    } else if (resource_by_token(rq->db, (struct resource_by_token_args){.token_hash = hash}, &resource)) {
        shown->title = resource.title;
        shown->mailed = resource.mailed;
    }
}

/* The private link is shown once more here for who left no address. */
void thank(struct request *rq)
{
    const char *path = param_text(rq, "suivi");
    bool ours = path && (text_starts(path, "/besoins/suivi/") || text_starts(path, "/ressources/suivi/"));
    struct thanks_shown_args shown = {.path = ours ? path : "/besoins", .days = REPLY_WITHIN};
    shown.address = mail_link(rq, shown.path);
    if (ours)
        look_up_sent(rq, path, &shown);
    struct thanks_page page = {0};
    thanks_shown(rq->db, shown, &page.thanks);
    reply(rq, &thanks_page, &page);
}

void follow_need(struct request *rq)
{
    char hash[TOKEN_HASH_ROOM];
    struct need_by_token found;
    struct follow_page page = {0};
    token_hash(route_code(rq), hash);
    if (!need_by_token(rq->db, (struct need_by_token_args){.token_hash = hash}, &found)
        || !need_by_id(rq->db, (struct need_by_id_args){.id = found.id}, &page.need)) {
        reply_refused(rq, NOT_FOUND, translate(rq, N_("This link leads nowhere: check that it is whole.")));
        return;
    }
    hide_unsaid_answer(&page.need);
    page.history = machine_timeline(rq, &need_machine, found.id);
    reply(rq, &follow_page, &page);
}

void follow_resource(struct request *rq)
{
    char hash[TOKEN_HASH_ROOM];
    struct resource_by_token found;
    struct follow_resource_page page = {0};
    token_hash(route_code(rq), hash);
    if (!resource_by_token(rq->db, (struct resource_by_token_args){.token_hash = hash}, &found)
        || !resource_by_id(rq->db, (struct resource_by_id_args){.id = found.id}, &page.resource)) {
        reply_refused(rq, NOT_FOUND, translate(rq, N_("This link leads nowhere: check that it is whole.")));
        return;
    }
    page.history = machine_timeline(rq, &resource_machine, found.id);
    reply(rq, &follow_resource_page, &page);
}
