/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Suggestions: for a need, structures and resources in order with their reasons; for a structure, the needs it could
 * serve;
 * and the refusal, with a motive that is remembered. */
#include "features/directory/directory.h"
#include "features/matching/handlers.h"
#include "features/needs/needs.h"
#include "features/territory/territory.h"
#include "work/journal.h"

enum { LOOKED_AT = 50, SHOWN = 12, RESOURCES_SHOWN = 5, NEEDS_SHOWN = 20 };

const struct label refusal_motives[] = {
    {"not_its_trade", N_("It is not its trade")}, {"too_far", N_("Too far in practice")}, {"no_capacity",
        N_("No capacity at the moment")},
    {"closed", N_("It has closed")}, {"already_asked", N_("It was asked already")}, {"other", N_("Another reason")}, {0}
};

static struct question question_of(const struct need_asked *need)
{
    return (struct question){.text = need->title, .details = need->description, .cpv = need->cpv, .sector =
        need->sector,
                             .commune = need->commune, .lon = need->lon, .lat = need->lat};
}

static void exclude_refused(struct request *rq, const struct refusals_of *refusals, struct question *question)
{
    int64_t *ids = arena_array(rq->arena, refusals->count, sizeof *ids);
    for (size_t i = 0; i < refusals->count; i++)
        ids[i] = refusals->rows[i].actor_id;
    question->excluded = ids;
    question->excluded_count = refusals->count;
}

static struct offer_shown suggested(struct request *rq, const struct question *question, int64_t need_id)
{
    struct answer answers[LOOKED_AT];
    size_t count = match_answers(rq->db, rq->arena, rq->now, question, LOOKED_AT, answers);
    struct offer_shown shown = {.rows = arena_array(rq->arena, SHOWN, sizeof *shown.rows)};
    for (size_t i = 0; i < count && shown.count < SHOWN; i++) {
        if (!answers[i].topical)                           /* near, but about something else: not worth a call */
            continue;
        struct offer_shown one = offer_shown(rq->db, (struct offer_shown_args){.id = answers[i].actor_id,
            .score = answers[i].score, .reasons = answers[i].reasons, .rank = (int64_t)shown.count + 1,
                .proposed = need_id});
        if (one.count)
            shown.rows[shown.count++] = one.rows[0];
    }
    return shown;
}

static struct resource_shown suggested_resources(struct request *rq, const struct question *question)
{
    struct served served[RESOURCES_SHOWN];
    size_t count = match_resources(rq, question, RESOURCES_SHOWN, served);
    struct resource_shown shown = {.rows = arena_array(rq->arena, RESOURCES_SHOWN, sizeof *shown.rows)};
    for (size_t i = 0; i < count; i++) {
        struct resource_shown one = resource_shown(rq->db, (struct resource_shown_args){
            .id = served[i].id, .score = served[i].score, .reasons = served[i].reasons});
        if (one.count)
            shown.rows[shown.count++] = one.rows[0];
    }
    return shown;
}

static bool find_need(struct request *rq, struct need_asked *need)
{
    bool known = need_asked(rq->db, (struct need_asked_args){.id = route_id(rq)}, need);
    bool hidden = known && (text_is(need->state, "captured") || text_is(need->state, "refused"));
    if (known && (!hidden || may_at(rq, &moderate_needs, need->commune)))
        return true;
    reply_error(rq, NOT_FOUND);
    return false;
}

static struct map answers_map(struct request *rq, const struct need_asked *need, const struct offer_shown *offers)
{
    struct map_point *points = arena_array(rq->arena, offers->count + 1, sizeof *points);
    size_t count = 0;
    if (need->lon && need->lat)
        points[count++] = (struct map_point){.name = need->title, .kind = translate(rq, N_("The need")), .lon =
            *need->lon, .lat = *need->lat};
    for (size_t i = 0; i < offers->count; i++)
        if (offers->rows[i].lon && offers->rows[i].lat)
            points[count++] = (struct map_point){.name = offers->rows[i].name, .kind = translate(rq, N_("Structure")),
                .href = arena_format(rq->arena, "/annuaire/%lld", (long long)offers->rows[i].id),
                .lon = *offers->rows[i].lon, .lat = *offers->rows[i].lat};
    if (count < 2)
        return (struct map){0};
    return territory_points(rq, NULL, translate(rq, N_("The need and who could answer it")), points, count);
}

void show_answers(struct request *rq)
{
    struct answers_page page = {0};
    if (!find_need(rq, &page.need))
        return;
    page.refusals = refusals_of(rq->db, (struct refusals_of_args){.need_id = page.need.id});
    struct question question = question_of(&page.need);
    exclude_refused(rq, &page.refusals, &question);
    page.offers = suggested(rq, &question, page.need.id);
    page.resources = suggested_resources(rq, &question);
    page.map = answers_map(rq, &page.need, &page.offers);
    if (!page.offers.count)
        page.nothing = (struct empty){translate(rq, N_("Nobody in the directory seems able to answer this need "
            "yet. Complete the "
            "need (theme, place, CPV code), or the directory.")), "/annuaire/ajouter", translate(rq,
                N_("Add an organisation"))};
    answers_desk(rq->db, (struct answers_desk_args){.keeps = may_at(rq, &introduce, page.need.commune)}, &page.desk);
    if (!page.desk.keeps)
        page.refusals.count = 0;
    reply(rq, &answers_page, &page);
}

struct refusal_input { int64_t actor_id; const char *motive, *note; };
static const struct field refusal_fields[] = {
    {WHOLE, "structure", N_("Structure"), INT_IN(refusal_input, actor_id), .required = true, .least = 1, .most =
        1000000000000},
    {CHOICE, "motif", N_("Why it does not suit"), TEXT_IN(refusal_input, motive), .required = true, .choices =
        refusal_motives},
    {TEXT, "precision", N_("In a few words"), TEXT_IN(refusal_input, note), .most = 300},
    {0}
};
static const struct form refusal_form = {N_("This suggestion does not suit"), "/besoins/:id/reponses/ecarter",
    N_("Set it aside"),
    refusal_fields, NULL};

static bool may_introduce(struct request *rq, const struct need_asked *need)
{
    if (may_at(rq, &introduce, need->commune))
        return true;
    reply_error(rq, FORBIDDEN);
    return false;
}

void refuse_answer(struct request *rq)
{
    struct need_asked need;
    struct refusal_input input = {0};
    struct actor_asked actor;
    if (!find_need(rq, &need) || !may_introduce(rq, &need) || !read_form(rq, &refusal_form, &input))
        return;
    if (!actor_asked(rq->db, (struct actor_asked_args){.id = input.actor_id}, &actor)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    refusal_add(rq->db, (struct refusal_add_args){.need_id = need.id, .actor_id = actor.id, .motive = input.motive,
        .note = input.note, .person_id = rq->user->id, .now = rq->now});
    journal_add(rq->db, &(struct journal_entry){.subject = "suggestion", .subject_id = need.id, .action =
        "set_aside",
        .reason = input.motive, .actor_id = rq->user->id, .at = rq->now});
    reply_done(rq, arena_format(rq->arena, "/besoins/%lld/reponses", (long long)need.id),
               say(rq, N_("%s is set aside for this need; the reason is remembered."), actor.name));
}

void take_back_refusal(struct request *rq)
{
    struct need_asked need;
    if (!find_need(rq, &need) || !may_introduce(rq, &need))
        return;
    int64_t actor_id = param_int(rq, "structure", 0, 0, INT64_MAX);
    refusal_remove(rq->db, (struct refusal_remove_args){.need_id = need.id, .actor_id = actor_id});
    reply_done(rq, arena_format(rq->arena, "/besoins/%lld/reponses", (long long)need.id),
               translate(rq, N_("It is proposed again.")));
}

void show_served(struct request *rq)
{
    struct served_page page = {0};
    struct served served[NEEDS_SHOWN];
    if (!actor_asked(rq->db, (struct actor_asked_args){.id = route_id(rq)}, &page.actor)
        || !text_is(page.actor.state, "published")) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    size_t count = match_needs(rq, page.actor.id, NEEDS_SHOWN, served);
    page.needs.rows = arena_array(rq->arena, NEEDS_SHOWN, sizeof *page.needs.rows);
    for (size_t i = 0; i < count; i++) {
        struct need_served one = need_served(rq->db, (struct need_served_args){
            .id = served[i].id, .score = served[i].score, .reasons = served[i].reasons});
        if (one.count)
            page.needs.rows[page.needs.count++] = one.rows[0];
    }
    page.actor.email = NULL;
    if (!page.needs.count)
        page.nothing = (struct empty){translate(rq, N_("No open need is close to what this structure does. "
            "Completing its page "
            "(sectors, know-how, zone) helps.")), "/besoins", translate(rq, N_("See all the needs"))};
    reply(rq, &served_page, &page);
}
