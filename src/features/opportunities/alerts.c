/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Searches that people keep: what is new is told by digest and Atom, with why, and stops in one click. */
#include "base/fold.h"
#include "features/opportunities/handlers.h"
#include "features/territory/territory.h"
#include "formats/atom.h"
#include "work/mail.h"
#include "work/notice.h"
#include "work/token.h"

enum { MOST_ALERTS = 50, FOUND = 50, LISTED = 20, MOST_TOLD = 1000 };

struct alert_input { const char *words, *cpv, *place; const int64_t *least; };
static const struct field alert_fields[] = {
    {TEXT, "q", N_("Words"), TEXT_IN(alert_input, words), .most = 80},
    {TEXT, "cpv", N_("CPV code or its beginning"), TEXT_IN(alert_input, cpv), .most = 10},
    {TEXT, "territoire", N_("Code of a territory"), TEXT_IN(alert_input, place), .most = 20,
     .hint = N_("A commune (59350), an EPCI, a département (59)…")},
    {MONEY, "montant", N_("At least, before VAT"), MAYBE_INT_IN(alert_input, least), .least = 1,
     .most = 100000000000000},
    {0}
};
const struct form alert_form = {N_("Keep a search"), "/marches/alertes", N_("Tell me what is new"), alert_fields,
    N_("What is new comes with your messages, by mail as you chose, and by Atom.")};

static void alerts_with(struct request *rq, int status, const struct form_view *refused)
{
    struct alert_list page = {.form = refused ? *refused : form_empty(rq, &alert_form)};
    page.alerts = alerts_of(rq->db, (struct alerts_of_args){.person_id = rq->user->id});
    reply_with(rq, status, &alert_list, &page);
}

void list_alerts(struct request *rq)
{
    alerts_with(rq, OK, NULL);
}

const char *alert_pattern(struct arena *arena, const char *words)
{
    const char *folded = words ? fold_for_search(arena, words) : NULL;
    return text_blank(folded) ? NULL : arena_format(arena, "%%%s%%", folded);
}

static bool check_alert(struct request *rq, struct form_view *view, const struct alert_input *input,
                        struct alert_add_args *add)
{
    struct place place;
    add->pattern = alert_pattern(rq->arena, input->words);
    if (input->cpv && !cpv_branch(rq->arena, input->cpv, &add->cpv_start, &add->cpv_end))
        form_refuse(rq, view, "cpv", translate(rq, N_("Two to eight digits, such as 773.")));
    if (input->place && !territory_place(rq->db, input->place, &place))
        form_refuse(rq, view, "territoire", translate(rq, N_("No territory has this code.")));
    else if (input->place)
        add->territory = place.code;
    if (!add->pattern && !input->cpv && !input->place && !input->least)
        form_refuse(rq, view, "q", translate(rq, N_("Say at least one thing you look for.")));
    return !view->trouble_count;
}

void keep_alert(struct request *rq)
{
    struct alert_input input = {0};
    struct alert_add_args add = {.person_id = rq->user->id, .now = rq->now};
    struct alert_add added;
    struct form_view view;
    char token[TOKEN_ROOM];
    if (!form_read(rq, &alert_form, &input, &view) || !check_alert(rq, &view, &input, &add)) {
        alerts_with(rq, INVALID, &view);
        return;
    }
    if (alerts_of(rq->db, (struct alerts_of_args){.person_id = rq->user->id}).count >= MOST_ALERTS) {
        form_refuse(rq, &view, "q", translate(rq, N_("Fifty alerts at most: stop one first.")));
        alerts_with(rq, INVALID, &view);
        return;
    }
    token_make(token);
    add.token = arena_text(rq->arena, token);
    add.words = input.words, add.cpv = input.cpv, add.least = input.least;
    alert_add(rq->db, add, &added);
    notice_follow(rq, "market_alert", added.id, rq->user->id, NULL, NULL);
    reply_done(rq, "/marches/alertes", translate(rq, N_("You will be told of new contracts.")));
}

static void reply_feed(struct request *rq, const struct alert_page *page)
{
    struct buffer out = {.arena = rq->arena};
    const char *self = mail_link(rq, arena_format(rq->arena, "/marches/alertes/%s", page->alert.token));
    int64_t updated = page->found.count ? page->found.rows[0].updated_at : page->alert.created_at;
    atom_begin(&out, &(struct atom_entry){self, translate(rq, N_("Contracts and calls")), self, NULL, updated});
    for (size_t i = 0; i < page->found.count; i++) {
        const struct alert_finds_row *row = &page->found.rows[i];
        const char *link = mail_link(rq, arena_format(rq->arena, "/marches/%lld", (long long)row->id));
        atom_add(&out, &(struct atom_entry){link, row->title, link, row->buyer, row->updated_at});
    }
    atom_end(&out);
    reply_bytes(rq, "application/atom+xml; charset=utf-8", NULL, out.text, out.length);
}

/* The address is private: who holds it reads the alert and may stop it, without signing in. */
void show_alert(struct request *rq)
{
    struct alert_page page = {0};
    if (!alert_by_token(rq->db, (struct alert_by_token_args){.token = route_code(rq)}, &page.alert)) {
        reply_refused(rq, NOT_FOUND, translate(rq, N_("This alert is stopped, or its link is not whole.")));
        return;
    }
    const char *words[MARKET_WORDS] = {0};
    market_words(rq->arena, page.alert.words, words);
    page.found = alert_finds(rq->db, (struct alert_finds_args){.words = words[0], .second = words[1], .third = words[2],
        .cpv_start = page.alert.cpv_start, .cpv_end = page.alert.cpv_end, .territory = page.alert.territory,
        .least = page.alert.least, .page_size = FOUND});
    if (rq->shape == AS_ATOM)
        reply_feed(rq, &page);
    else
        reply(rq, &alert_page, &page);
}

void stop_alert(struct request *rq)
{
    alert_remove(rq->db, (struct alert_remove_args){.token = route_code(rq)});
    reply_done(rq, "/marches", translate(rq, N_("This alert is stopped.")));
}

static void tell_alert(struct request *rq, const struct alerts_after_row *alert)
{
    const char *words[MARKET_WORDS] = {0};
    market_words(rq->arena, alert->words, words);
    struct alert_finds found = alert_finds(rq->db, (struct alert_finds_args){.words = words[0], .second = words[1],
        .third = words[2],
        .cpv_start = alert->cpv_start, .cpv_end = alert->cpv_end, .territory = alert->territory,
        .least = alert->least, .after = alert->last_id, .page_size = MOST_TOLD});
    if (!found.count)
        return;
    struct buffer text = {.arena = rq->arena};
    const char *path = arena_format(rq->arena, "/marches/alertes/%s", alert->token);
    for (size_t i = 0; i < found.count && i < LISTED; i++)
        buffer_format(&text, "– %s (%s)\n", found.rows[i].title, found.rows[i].buyer);
    if (found.count > LISTED)
        buffer_format(&text, "– %s\n", translate_count(rq, N_("and %d other"), N_("and %d others"),
                                                       (int64_t)found.count - LISTED));
    buffer_text(&text, translate(rq, N_("Why this message, and how to stop it:")));
    notice_tell(rq, "market_alert", alert->id, translate(rq, N_("New contracts for you")), text.text, path);
    alert_told(rq->db, (struct alert_told_args){.id = alert->id, .last_id = found.rows[0].id});
}

bool tell_alerts(struct job *job)
{
    enum { AT_ONCE = 50 };
    struct request *rq = job_request(job);
    for (int64_t last = 0;;) {
        struct alerts_after rows = alerts_after(job->db, (struct alerts_after_args){.last = last,
            .page_size = AT_ONCE});
        if (!rows.count)
            return !db_failed(job->db);
        db_begin_write(job->db);
        for (size_t i = 0; i < rows.count; i++)
            tell_alert(rq, &rows.rows[i]);
        db_commit(job->db);
        last = rows.rows[rows.count - 1].id;
    }
}
