/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The lives of a need and of a resource: who may move them, at what gate, and what the author is told. */
#include "features/needs/handlers.h"
#include "features/needs/needs.h"
#include "features/territory/territory.h"
#include "needs.bake.h"

enum { SOURCES_NEEDED = 2 };

static const char *place_and_theme_known(struct request *rq, int64_t id)
{
    struct need_state need;
    if (!need_state(rq->db, (struct need_state_args){.id = id}, &need) || (!need.commune && !need.place))
        return translate(rq, N_("Say first where this need is felt: a need without a place cannot be answered."));
    return need.theme ? NULL : translate(rq, N_("Choose a theme first."));
}

static const char *heard_twice(struct request *rq, int64_t id)
{
    struct need_voices_count voices = {0};
    need_voices_count(rq->db, (struct need_voices_count_args){.need_id = id}, &voices);
    if (voices.total >= SOURCES_NEEDED || voices.data > 0)
        return NULL;
    return translate(rq, N_("One voice is not enough: add a second independent source, or one figure that shows "
        "the need."));
}

static const char *answer_written(struct request *rq, int64_t id)
{
    struct need_state need;
    bool known = need_state(rq->db, (struct need_state_args){.id = id}, &need);
    return known && need.answer ? NULL : translate(rq, N_("Write first what answers this need: its author will "
        "read it."));
}

static const char *wake_day_set(struct request *rq, int64_t id)
{
    struct need_state need;
    bool known = need_state(rq->db, (struct need_state_args){.id = id}, &need);
    return known && need.wake_day ? NULL : translate(rq, N_("Say first on which day it must come back."));
}

static const char *merge_chosen(struct request *rq, int64_t id)
{
    struct need_state need;
    bool known = need_state(rq->db, (struct need_state_args){.id = id}, &need);
    return known && need.merged_into ? NULL : translate(rq, N_("Choose first the need it joins."));
}

/* Forms of the need's own pages, by the anchor of their first field. */
#define CORRECT "/modifier"
#define SOURCES "/dossier#sources-nature"
#define ANSWER  "/dossier#reponse-reponse"
#define COMES_BACK "/dossier#retour-jour"
#define JOINS   "/dossier#rejoindre-avec"

static const struct transition need_transitions[] = {
    {"captured", "published", "publish", N_("Publish"), &moderate_needs, .gate = place_and_theme_known,
     .notice = N_("Your need is published."), .mend = CORRECT},
    {"captured", "refused", "refuse", N_("Do not keep"), &moderate_needs, .asks_reason = true, .danger = true,
     .notice = N_("Your need was not kept.")},
    {"published", "answered", "answer", N_("It is answered"), &answer_needs, .gate = answer_written,
     .notice = N_("Your need has an answer."), .mend = ANSWER},
    {"qualified", "answered", "answer", N_("It is answered"), &answer_needs, .gate = answer_written,
     .notice = N_("Your need has an answer."), .mend = ANSWER},
    {"in_progress", "answered", "answer", N_("It is answered"), &answer_needs, .gate = answer_written,
     .notice = N_("Your need has an answer."), .mend = ANSWER},
    {"published", "in_progress", "begin", N_("An answer is being built"), &answer_needs,
     .notice = N_("An answer to your need is being built.")},
    {"qualified", "in_progress", "begin", N_("An answer is being built"), &answer_needs,
     .notice = N_("An answer to your need is being built.")},
    {"published", "qualified", "qualify", N_("Confirm: several sources"), &answer_needs, .gate = heard_twice,
     .notice = N_("Your need is confirmed by several sources."), .mend = SOURCES},
    {"in_progress", "qualified", "stop", N_("The answer failed"), &answer_needs, .asks_reason = true,
     .notice = N_("The answer that was being built to your need did not succeed; the search goes on.")},
    {"published", "parked", "park", N_("Set aside until a day"), &answer_needs, .asks_reason = true,
     .gate = wake_day_set, .notice = N_("Your need is set aside for now."), .mend = COMES_BACK},
    {"qualified", "parked", "park", N_("Set aside until a day"), &answer_needs, .asks_reason = true,
     .gate = wake_day_set, .notice = N_("Your need is set aside for now."), .mend = COMES_BACK},
    {"parked", "published", "wake", N_("Take it up again"), &answer_needs, .notice =
        N_("Your need is taken up again.")},
    {"published", "merged", "merge", N_("Join to another need"), &moderate_needs, .gate = merge_chosen,
     .notice = N_("Your need joined another one that says the same."), .mend = JOINS},
    {"captured", "merged", "merge", N_("Join to another need"), &moderate_needs, .gate = merge_chosen,
     .notice = N_("Your need joined another one that says the same."), .mend = JOINS},
    {"answered", "published", "reopen", N_("Open it again"), &answer_needs, .asks_reason = true,
     .notice = N_("Your need is open again.")},
    {"refused", "captured", "reconsider", N_("Read it again"), &moderate_needs, .asks_reason = true},
    {0}
};

static const char *need_state_of(struct request *rq, int64_t id)
{
    struct need_state need;
    return need_state(rq->db, (struct need_state_args){.id = id}, &need) ? need.state : NULL;
}

static void need_moves(struct request *rq, int64_t id, const char *state)
{
    need_set_state(rq->db, (struct need_set_state_args){.id = id, .state = state, .now = rq->now});
}

static const char *need_path(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/besoins/%lld", (long long)id);
}

static const char *need_title(struct request *rq, int64_t id)
{
    struct need_state need;
    return need_state(rq->db, (struct need_state_args){.id = id}, &need) ? need.title : "";
}

static bool may_move_need(struct request *rq, const struct transition *transition, int64_t id)
{
    return may_on_need(rq, transition->allow, id);
}

const struct machine need_machine = {
    .subject = "need", .first = "captured", .leads = true, .states = need_states, .transitions = need_transitions,
    .may_act = may_move_need, .state_of = need_state_of, .set_state = need_moves, .path_of = need_path,
        .title_of = need_title
};

static const char *resource_place_known(struct request *rq, int64_t id)
{
    struct resource_state resource;
    bool known = resource_state(rq->db, (struct resource_state_args){.id = id}, &resource);
    return known && (resource.commune || resource.place) ? NULL : translate(rq, N_("Say first where it is."));
}

static const struct transition resource_transitions[] = {
    {"captured", "published", "publish", N_("Publish"), &moderate_needs, .gate = resource_place_known,
     .notice = N_("Your resource is published.")},
    {"captured", "refused", "refuse", N_("Do not keep"), &moderate_needs, .asks_reason = true, .danger = true,
     .notice = N_("Your resource was not kept.")},
    {"published", "lent", "lend", N_("In use at the moment"), &answer_needs, .notice =
        N_("Your resource is marked as in use.")},
    {"lent", "published", "return", N_("Available again"), &answer_needs, .notice =
        N_("Your resource is available again.")},
    {"published", "withdrawn", "withdraw", N_("Withdraw"), &moderate_needs, .asks_reason = true,
     .notice = N_("Your resource is withdrawn.")},
    {"withdrawn", "published", "restore", N_("Publish again"), &moderate_needs, .notice =
        N_("Your resource is published again.")},
    {0}
};

static const char *resource_state_of(struct request *rq, int64_t id)
{
    struct resource_state resource;
    return resource_state(rq->db, (struct resource_state_args){.id = id}, &resource) ? resource.state : NULL;
}

static void resource_moves(struct request *rq, int64_t id, const char *state)
{
    resource_set_state(rq->db, (struct resource_set_state_args){.id = id, .state = state, .now = rq->now});
}

static const char *resource_path(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/ressources/%lld", (long long)id);
}

static const char *resource_title(struct request *rq, int64_t id)
{
    struct resource_state resource;
    return resource_state(rq->db, (struct resource_state_args){.id = id}, &resource) ? resource.title : "";
}

static bool may_move_resource(struct request *rq, const struct transition *transition, int64_t id)
{
    struct resource_state resource;
    return resource_state(rq->db, (struct resource_state_args){.id = id}, &resource)
        && may_at(rq, transition->allow, resource.commune);
}

const struct machine resource_machine = {
    .subject = "resource", .first = "captured", .leads = true, .states = resource_states,
    .transitions = resource_transitions,
    .may_act = may_move_resource, .state_of = resource_state_of, .set_state = resource_moves,
        .path_of = resource_path, .title_of = resource_title
};
