/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sourcing of a contract: who was met, when and how. What was told is told to everybody. */
#include "base/time.h"
#include "features/opportunities/handlers.h"
#include "features/territory/territory.h"
#include "work/journal.h"

enum { MOST = 1000, DAY_SECONDS = 86400 };

const struct label sourcing_ways[] = {
    {"meeting", N_("Meeting")}, {"call", N_("Call")}, {"mail", N_("Message")}, {"visit", N_("Visit")},
    {"fair", N_("Fair or professional day")}, {"survey", N_("Questionnaire")}, {0}
};

/* What is told after the day it is written for was not told yet. */
static const char *not_to_come(struct request *rq, const char *value)
{
    int64_t day;
    return parse_date(value, &day) && day > rq->now / DAY_SECONDS + 1 ? N_("This day is still to come.") : NULL;
}

static const struct field fields[] = {
    {DATE, "jour", N_("On"), INT_IN(sourcing_add_args, day), .required = true, .check = not_to_come},
    {CHOICE, "maniere", N_("How"), TEXT_IN(sourcing_add_args, way), .required = true, .choices = sourcing_ways},
    {TEXT, "qui", N_("Who was met"), TEXT_IN(sourcing_add_args, who), .required = true, .least = 2, .most = 200,
     .hint = N_("The organisation, and the role of the person. Seen only by those who keep this contract.")},
    {LONG_TEXT, "dit", N_("What the buyer told"), TEXT_IN(sourcing_add_args, told), .required = true, .least = 5,
     .most = 4000, .hint = N_("Published on this page: all who may answer must have the same information.")},
    {LONG_TEXT, "retenu", N_("What was learnt"), TEXT_IN(sourcing_add_args, noted), .most = 4000,
     .hint = N_("Seen only by those who keep this contract. No business secret of one is told to another.")},
    {0}
};
const struct form sourcing_form = {N_("Write an exchange in the register"), "/marches/:id/sourcing",
    N_("Keep this exchange"), fields, NULL};

static bool keeps(struct request *rq, const struct opportunity_by_id *one)
{
    return may_at(rq, &keep_opportunities, one->commune);
}

static void show_with(struct request *rq, int status, const struct form_view *refused)
{
    struct sourcing_page page = {.others = {"csv xlsx json", NULL}};
    struct opportunity_by_id one;
    int64_t id = route_id(rq);
    if (!opportunity_by_id(rq->db, (struct opportunity_by_id_args){.id = id}, &one)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    sourcing_shown(rq->db, (struct sourcing_shown_args){id, one.title, keeps(rq, &one)}, &page.market);
    page.exchanges = sourcing_of(rq->db, (struct sourcing_of_args){.opportunity_id = id, .whole = page.market.keeps});
    if (!page.exchanges.count)
        page.nothing = (struct empty){translate(rq, N_("No exchange was written yet. When the buyer meets structures "
            "before writing its contract, what it tells them stands here, for all.")),
            arena_format(rq->arena, "/marches/%lld", (long long)id), translate(rq, N_("See the contract"))};
    if (page.market.keeps)
        page.form = refused ? *refused : form_empty(rq, &sourcing_form);
    reply_with(rq, status, &sourcing_page, &page);
}

void show_sourcing(struct request *rq)
{
    show_with(rq, OK, NULL);
}

void add_sourcing(struct request *rq)
{
    struct sourcing_add_args args = {.opportunity_id = route_id(rq), .now = rq->now};
    struct sourcing_total known = {0};
    struct sourcing_add added;
    struct form_view view;
    if (!find_opportunity_for(rq, args.opportunity_id))
        return;
    bool sound = form_read(rq, &sourcing_form, &args, &view);
    sourcing_total(rq->db, (struct sourcing_total_args){args.opportunity_id}, &known);
    if (sound && known.total >= MOST)
        form_refuse(rq, &view, NULL, translate(rq, N_("This register is full: 1,000 exchanges.")));
    if (view.trouble_count) {
        show_with(rq, INVALID, &view);
        return;
    }
    args.added_by = &rq->user->id;
    sourcing_add(rq->db, args, &added);
    journal_add(rq->db, &(struct journal_entry){.subject = "opportunity", .subject_id = args.opportunity_id,
        .action = N_("An exchange was written in the register"), .actor_id = rq->user->id, .at = rq->now});
    reply_done(rq, arena_format(rq->arena, "/marches/%lld/sourcing", (long long)args.opportunity_id),
               translate(rq, N_("This exchange is in the register.")));
}
