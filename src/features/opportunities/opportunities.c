/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opportunities: the tables of the feature, and the life of an opportunity. */
#include "features/opportunities/handlers.h"

enum { DAY = 86400 };

const struct permission keep_opportunities = {"keep_opportunities", N_("Write and follow public contracts"),
    ROLE_AGENT | ROLE_FACILITATOR};

const struct label opportunity_states[] = {
    {"sensed", N_("Sensed")}, {"planned", N_("Planned by the buyer")}, {"sourcing", N_("The buyer is sourcing")},
    {"published", N_("Open to answers")}, {"answering", N_("An answer is being prepared")},
    {"deposited", N_("An answer was deposited")}, {"awarded", N_("Contract awarded")}, {"lost", N_("Contract lost")},
    {"dropped", N_("Without result")}, {0}
};

static const struct transition transitions[] = {
    {"sensed", "planned", "plan", N_("The buyer announced it"), &keep_opportunities},
    {"sensed", "sourcing", "source", N_("The buyer is sourcing"), &keep_opportunities},
    {"planned", "sourcing", "source", N_("The buyer is sourcing"), &keep_opportunities},
    {"sensed", "published", "publish", N_("It is published"), &keep_opportunities},
    {"planned", "published", "publish", N_("It is published"), &keep_opportunities},
    {"sourcing", "published", "publish", N_("It is published"), &keep_opportunities},
    {"published", "answering", "answer", N_("An answer is being prepared"), &keep_opportunities},
    {"answering", "deposited", "deposit", N_("The answer was deposited"), &keep_opportunities},
    {"deposited", "awarded", "win", N_("The contract is awarded to us"), &keep_opportunities},
    {"deposited", "lost", "lose", N_("Another offer was retained"), &keep_opportunities, .asks_reason = true},
    {"awarded", "deposited", "unwin", N_("The award was undone"), &keep_opportunities, .asks_reason = true},
    {"lost", "deposited", "unlose", N_("The loss was undone"), &keep_opportunities, .asks_reason = true},
    {"dropped", "sensed", "reopen", N_("Take it up again"), &keep_opportunities, .asks_reason = true},
    {"*", "dropped", "drop", N_("Without result"), &keep_opportunities, .asks_reason = true, .danger = true},
    {0}
};

static const char *state_of(struct request *rq, int64_t id)
{
    struct opportunity_by_id row;
    return opportunity_by_id(rq->db, (struct opportunity_by_id_args){.id = id}, &row) ? row.state : NULL;
}

static void set_state(struct request *rq, int64_t id, const char *state)
{
    opportunity_set_state(rq->db, (struct opportunity_set_state_args){.id = id, .state = state, .now = rq->now});
}

static const char *path_of(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/marches/%lld", (long long)id);
}

static const char *title_of(struct request *rq, int64_t id)
{
    struct opportunity_by_id row;
    return opportunity_by_id(rq->db, (struct opportunity_by_id_args){.id = id}, &row) ? row.title : "";
}

const struct machine opportunity_machine = {
    .subject = "opportunity", .first = "sensed", .states = opportunity_states, .transitions = transitions,
    .state_of = state_of, .set_state = set_state, .path_of = path_of, .title_of = title_of
};

static const struct permission *const permissions[] = {&keep_opportunities, NULL};
static const struct route routes[] = {
    {GET,  "/marches",                list_opportunities, &anyone, LIMIT_SEARCH},
    {GET,  "/marches/nouveau",        new_opportunity,    &keep_opportunities},
    {POST, "/marches/nouveau",        keep_opportunity,   &keep_opportunities, LIMIT_WRITE, &opportunity_form},
    {GET,  "/marches/echeances",      list_ending,        &anyone, LIMIT_SEARCH},
    {POST, "/marches/echeances/:id",  sense_ending,       &keep_opportunities, LIMIT_WRITE},
    {GET,  "/marches/filieres",       list_gaps,          &anyone},
    {POST, "/marches/filieres",       make_need_of_gap,   &keep_opportunities, LIMIT_WRITE},
    {GET,  "/marches/achats-responsables", show_purchases, &anyone, LIMIT_SEARCH},
    {GET,  "/marches/alertes",        list_alerts,        &signed_in},
    {POST, "/marches/alertes",        keep_alert,         &signed_in, LIMIT_WRITE, &alert_form},
    {GET,  "/marches/alertes/:code",  show_alert,         &anyone},
    {POST, "/marches/alertes/:code/arreter", stop_alert,  &anyone, LIMIT_WRITE},
    {GET,  "/marches/heures",         show_hours,         &anyone},
    {POST, "/marches/heures",         count_hours,        &anyone, LIMIT_SEARCH, &hours_form},
    {GET,  "/marches/:id/couverture", show_coverage,      &anyone, LIMIT_SEARCH},
    {GET,  "/marches/:id/sourcing",   show_sourcing,      &anyone},
    {POST, "/marches/:id/sourcing",   add_sourcing,       &keep_opportunities, LIMIT_WRITE, &sourcing_form},
    {GET,  "/marches/:id/insertion",  show_insertion,     &keep_opportunities},
    {POST, "/marches/:id/insertion/dues", add_insertion_due, &keep_opportunities, LIMIT_WRITE, &insertion_due_form},
    {POST, "/marches/:id/insertion/heures", add_insertion_hours, &keep_opportunities, LIMIT_WRITE,
     &insertion_hour_form},
    {POST, "/marches/:id/insertion/reprendre", drop_insertion_hours, &keep_opportunities, LIMIT_WRITE},
    {POST, "/marches/:id/lots",       add_lot,            &keep_opportunities, LIMIT_WRITE, &market_lot_form},
    {GET,  "/marches/:id",            show_opportunity,   &anyone},
    {POST, "/marches/:id/geste",      move_opportunity,   &keep_opportunities, LIMIT_WRITE},
    {0}
};
static const struct entry entries[] = {{"/marches", N_("Contracts and calls"), &anyone}, {0}};
static const struct machine *const machines[] = {&opportunity_machine, NULL};
static const struct job_kind jobs[] = {
    {"note_gaps", note_gaps, .every = DAY, .label = N_("Looking for what contracts lack")},
    {"tell_alerts", tell_alerts, .every = DAY, .label = N_("Telling new contracts to who looks for them")}, {0}
};
static const struct importer *const importers[] = {&notices_importer, NULL};

const struct feature opportunities_feature = {
    .name = "opportunities", .migrations = opportunities_migrations, .permissions = permissions, .routes = routes,
    .entries = entries, .machines = machines, .importers = importers, .jobs = jobs,
    .foldings = opportunities_foldings
};
