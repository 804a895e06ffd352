/* SPDX-License-Identifier: AGPL-3.0-or-later
 * After: what the buyer said, what worked together; and what three answers together are the sign of. */
#include "base/number.h"
#include "base/time.h"
#include "features/groupements/handlers.h"

enum { LASTING = 3 };

struct review_input { const char *member, *worked, *change, *fair; int64_t again; };
static const struct field review_fields[] = {
    {CHOICE, "membre", N_("Member"), TEXT_IN(review_input, member), .required = true, .options = member_choices,
     .none = NO_MEMBER},
    {LONG_TEXT, "reussi", N_("What worked well together"), TEXT_IN(review_input, worked), .required = true, .least = 5,
     .most = 2000},
    {LONG_TEXT, "changer", N_("What we would do differently"), TEXT_IN(review_input, change), .most = 2000},
    {CHOICE, "juste", N_("Was the split fair?"), TEXT_IN(review_input, fair), .required = true, .choices = fairness},
    {TICK, "encore", N_("We would answer together again"), INT_IN(review_input, again)},
    {0}
};
const struct form review_form = {N_("Write our review"), "/groupements/:id/bilan", N_("Keep this review"),
    review_fields, NULL};

struct outcome_input { const char *outcome; };
static const struct field outcome_fields[] = {
    {LONG_TEXT, "acheteur_a_dit", N_("What the buyer said"), TEXT_IN(outcome_input, outcome), .required = true,
     .least = 5, .most = 2000,
     .hint = N_("Marks, remarks, why another offer was retained: ask for it, the buyer owes you the reasons.")},
    {0}
};
const struct form outcome_form = {N_("Write what the buyer said"), "/groupements/:id/retour", N_("Keep it"),
    outcome_fields, NULL};

static void show_with(struct request *rq, int status, const struct form_view *refused)
{
    struct groupement_review_page page = {0};
    if (!enter(rq, MEMBER, &page.group))
        return;
    page.tabs = group_tabs(rq, &page.group, "bilan");
    page.reviews = reviews_of(rq->db, (struct reviews_of_args){.groupement_id = page.group.id});
    page.before = answered_together(rq->db, (struct answered_together_args){.id = page.group.id});
    if (page.before.count && page.before.rows[0].times >= LASTING)
        page.lasting = (struct empty){say(rq, N_("%s and %s have answered together %d times. It is time to make it "
            "last: a joint offer that buyers find, a shared filière, a SCIC."), page.before.rows[0].a,
            page.before.rows[0].b, (int)page.before.rows[0].times),
            arena_format(rq->arena, "/offres-communes/nouvelle?groupement=%lld", (long long)page.group.id),
            translate(rq, N_("Write a joint offer"))};
    page.review = refused && refused->form == &review_form ? *refused : form_empty(rq, &review_form);
    struct outcome_input kept = {page.group.outcome};
    page.outcome = refused && refused->form == &outcome_form ? *refused : form_fill(rq, &outcome_form, &kept);
    reply_with(rq, status, &groupement_review_page, &page);
}

void show_review(struct request *rq)
{
    show_with(rq, OK, NULL);
}

/* A member's review is written by who speaks for it, or by who opened the group, from a meeting. */
static bool may_write_for(struct request *rq, const struct groupement_by_id *group, int64_t member)
{
    struct members_held held = members_held(rq->db, (struct members_held_args){.id = group->id,
        .person_id = rq->user->id, .today = paris_day(rq->now)});
    for (size_t i = 0; i < held.count; i++)
        if (held.rows[i].id == member)
            return true;
    return group->created_by == rq->user->id;
}

void keep_review(struct request *rq)
{
    struct groupement_by_id group;
    struct review_input input = {0};
    struct form_view view;
    int64_t member = 0, fair = 0;
    if (!enter_to_change(rq, MEMBER, &group))
        return;
    bool sound = form_read(rq, &review_form, &input, &view);
    if (sound && parse_int(input.member, &member) && !may_write_for(rq, &group, member)) {
        form_refuse(rq, &view, "membre", translate(rq, N_("Only who speaks for a structure answers for it.")));
        sound = false;
    }
    if (!sound) {
        show_with(rq, INVALID, &view);
        return;
    }
    parse_int(input.fair, &fair);
    review_put(rq->db, (struct review_put_args){.groupement_id = group.id, .member_id = member,
        .worked = input.worked, .change = input.change, .fair = fair, .again = input.again, .now = rq->now});
    reply_done(rq, group_path(rq, group.id, "bilan"), translate(rq, N_("The review is kept.")));
}

void keep_outcome(struct request *rq)
{
    struct groupement_by_id group;
    struct outcome_input input = {0};
    struct form_view view;
    if (!enter_to_change(rq, PILOT, &group))
        return;
    if (!form_read(rq, &outcome_form, &input, &view)) {
        show_with(rq, INVALID, &view);
        return;
    }
    groupement_outcome(rq->db, (struct groupement_outcome_args){.id = group.id, .outcome = input.outcome,
        .now = rq->now});
    reply_done(rq, group_path(rq, group.id, "bilan"), translate(rq, N_("What the buyer said is kept.")));
}
