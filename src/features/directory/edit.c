/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Adding, correcting, confirming, claiming: by anybody under moderation, by those who speak for it, by an agent. */
#include "features/accounts/accounts.h"
#include "features/directory/handlers.h"
#include "features/directory/sectors.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include "work/journal.h"
#include "work/notice.h"

enum { MOST_SKILLS = 30 };
static const char ZONE_SEPARATORS[] = "\r\n ,;";

struct actor_input {
    const char *kind, *name, *brand, *college, *siret, *rna, *naf, *structure, *description, *website, *email, *phone,
        *address,
               *place, *capacity, *sectors, *skills, *labels, *zones;
    int64_t email_public;
    const int64_t *zone_km, *headcount;
};

static const char *check_identifier(struct request *rq, const char *value)
{
    char clean[15];
    return check_siret(value, clean) == ID_WRONG_FORM ? N_("A SIRET has fourteen digits.") : NULL;
}

static const char *check_activity(struct request *rq, const char *value)
{
    char clean[6];
    return check_naf(value, clean) == ID_SOUND ? NULL : N_("An activity code looks like 8130Z.");
}

static const char *check_association(struct request *rq, const char *value)
{
    char clean[11];
    return check_rna(value, clean) == ID_SOUND ? NULL : N_("An RNA number looks like W593001234.");
}

/* What one knows at once first; the rest, which completes the page, under a fold. */
static const struct field fields[] = {
    {CHOICE, "nature", N_("Who is it?"), TEXT_IN(actor_input, kind), .required = true, .choices = actor_kinds},
    {TEXT, "nom", N_("Name"), TEXT_IN(actor_input, name), .required = true, .least = 2, .most = 200, .autocomplete =
        "organization"},
    {CHOICE, "college", N_("College"), TEXT_IN(actor_input, college), .required = true, .choices = colleges},
    {TEXT, "lieu", N_("Commune of the seat"), TEXT_IN(actor_input, place), .required = true, .most = 120,
     .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {CHOICE, "structure", N_("Kind of structure"), TEXT_IN(actor_input, structure), .choices = structures},
    {LONG_TEXT, "presentation", N_("What it does, in a few sentences"), TEXT_IN(actor_input, description), .most =
        4000},
    {CHOICES, "secteurs", N_("Sectors"), TEXT_IN(actor_input, sectors), .choices = sector_labels},
    {TEXT, "siret", N_("SIRET"), TEXT_IN(actor_input, siret), .most = 20, .check = check_identifier},
    {EMAIL, "courriel", N_("E-mail"), TEXT_IN(actor_input, email), .most = 200, .autocomplete = "email"},
    {TICK, "courriel_public", N_("Show this e-mail to everybody"), INT_IN(actor_input, email_public)},
    {TEXT, "enseigne", N_("Short name or sigle"), TEXT_IN(actor_input, brand), .most = 80, .more = true},
    {LONG_TEXT, "savoir_faire", N_("Know-how"), TEXT_IN(actor_input, skills), .most = 1000, .hint = N_("One a line."),
     .more = true},
    {LONG_TEXT, "etiquettes", N_("Labels"), TEXT_IN(actor_input, labels), .most = 400, .hint = N_("One a line."),
     .more = true},
    {TEXT, "capacite", N_("Capacity"), TEXT_IN(actor_input, capacity), .most = 120, .example = N_("2,000 meals a day"),
     .more = true},
    {WHOLE, "effectif", N_("People who work there"), MAYBE_INT_IN(actor_input, headcount), .most = 1000000,
     .more = true},
    {TEXT, "adresse_postale", N_("Address"), TEXT_IN(actor_input, address), .most = 200, .autocomplete =
        "street-address", .more = true},
    {WHOLE, "rayon", N_("Acts as far as (km)"), MAYBE_INT_IN(actor_input, zone_km), .least = 1, .most = 1000,
     .more = true},
    {LONG_TEXT, "zones", N_("Or in these territories"), TEXT_IN(actor_input, zones), .most = 1000,
     .hint = N_("Codes, one a line: a commune, an EPCI, a département, a région. Where it acts, which is not "
         "always where it sits."), .more = true},
    {TEXT, "rna", N_("RNA number"), TEXT_IN(actor_input, rna), .most = 12, .check = check_association, .more = true},
    {TEXT, "naf", N_("Activity code (NAF)"), TEXT_IN(actor_input, naf), .most = 7, .check = check_activity,
     .more = true},
    {URL, "site", N_("Web site"), TEXT_IN(actor_input, website), .most = 300, .autocomplete = "url", .more = true},
    {TELEPHONE, "telephone", N_("Telephone, for the team only"), TEXT_IN(actor_input, phone), .most = 30,
        .autocomplete = "tel", .more = true},
    {0}
};
const struct form actor_form = {N_("Add an organisation"), "/annuaire", N_("Send this page"), fields,
    N_("You can send it now and complete it later. It is read before it is published.")};
static const struct form agent_form = {N_("Add an organisation"), "/annuaire", N_("Keep this page"), fields,
    N_("On your territory it is published at once, and can be completed later.")};
static const struct form change_form = {N_("Correct the page"), "/annuaire/:id/modifier", N_("Save"), fields, NULL};

bool may_edit(struct request *rq, int64_t id, const char *commune)
{
    return may_at(rq, &edit_directory, commune) || may_in(rq, &edit_own_actor, SCOPE_ORGANISATION, id);
}

/* Who may publish somewhere is not told that somebody will read it first. */
static const struct form *form_to_add(const struct request *rq)
{
    return may(rq, &edit_directory) ? &agent_form : &actor_form;
}

void new_actor(struct request *rq)
{
    struct form_view form = form_empty(rq, form_to_add(rq));
    form_reply(rq, &form);
}

/* The first zone that is no territory known here; NULL when all are. */
static const char *unknown_zone(struct request *rq, const char *typed)
{
    size_t count;
    char **zones = text_split(rq->arena, typed, ZONE_SEPARATORS, &count);
    for (size_t i = 0; i < count; i++)
        if (!home_of(rq->db, (struct home_of_args){.code = zones[i]}, NULL))
            return zones[i];
    return NULL;
}

static void check_places(struct request *rq, struct form_view *view, const struct actor_input *input,
                         const char **commune)
{
    const char *why = NULL, *unknown = unknown_zone(rq, input->zones);
    *commune = commune_typed(rq, input->place, &why);
    if (!*commune)
        form_refuse(rq, view, "lieu", why);
    if (unknown)
        form_refuse(rq, view, "zones", say(rq, N_("“%s” is no territory known here: give its code, such as 59350, "
            "59 or R32."), unknown));
}

/* The arguments of actor_add from what was typed; the traits apart. False when the form came back. */
static bool read_actor(struct request *rq, const struct form *form, struct actor_input *input,
    struct actor_add_args *actor)
{
    struct form_view view;
    const char *commune = NULL;
    if (form_read(rq, form, input, &view))
        check_places(rq, &view, input, &commune);
    if (view.trouble_count) {
        form_reply(rq, &view);
        return false;
    }
    struct identity identity = read_identity(rq->arena, input->siret);
    struct home_of home = {0};
    char naf[6] = "";
    home_of(rq->db, (struct home_of_args){.code = commune}, &home);
    check_naf(input->naf, naf);
    *actor = (struct actor_add_args){
        .kind = input->kind, .name = input->name, .brand = input->brand, .college = input->college, .siret =
            identity.siret,
        .siret_verdict = identity.verdict, .siren = identity.siren, .rna = input->rna, .naf = naf[0]
            ? arena_text(rq->arena, naf) : NULL,
        .structure = input->structure, .headcount = input->headcount, .description = input->description, .website =
            input->website,
        .email = input->email, .email_public = input->email_public, .phone = input->phone, .address = input->address,
        .city = home.name, .commune = commune, .lon = home.lon, .lat = home.lat, .located = home.lon ? "commune"
            : "none",
        .zone_km = input->zone_km, .capacity = input->capacity, .source = "typed", .now = rq->now, .confirmed_at =
            rq->now};
    return true;
}

static void keep_lines(struct request *rq, int64_t id, const char *trait, const char *lines, const char *separators)
{
    size_t count;
    char **values = text_split(rq->arena, lines, separators, &count);
    for (size_t i = 0; i < count && i < MOST_SKILLS; i++)
        if (!text_blank(values[i]))
            trait_add(rq->db, (struct trait_add_args){.actor_id = id, .trait = trait, .value = text_trim(rq->arena,
                values[i])});
}

static void keep_traits(struct request *rq, int64_t id, const struct actor_input *input)
{
    size_t count;
    traits_clear(rq->db, (struct traits_clear_args){.actor_id = id});
    zones_clear(rq->db, (struct zones_clear_args){.actor_id = id});
    keep_lines(rq, id, "sector", input->sectors, " ");
    keep_lines(rq, id, "skill", input->skills, "\r\n");
    keep_lines(rq, id, "label", input->labels, "\r\n");
    char **zones = text_split(rq->arena, input->zones, ZONE_SEPARATORS, &count);
    for (size_t i = 0; i < count; i++)
        zone_add(rq->db, (struct zone_add_args){.actor_id = id, .territory = zones[i]});
    actor_index(rq->db, rq->arena, id);
}

static void note(struct request *rq, int64_t id, const char *action, const char *to)
{
    journal_add(rq->db, &(struct journal_entry){.subject = "actor", .subject_id = id, .action = action, .to = to,
        .actor_id = rq->user ? rq->user->id : 0, .at = rq->now});
}

static const char *page_of(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/annuaire/%lld", (long long)id);
}

/* The same SIRET is the same organisation: one is led to its page instead of making a second one. */
static bool is_known(struct request *rq, const struct actor_add_args *actor)
{
    struct actor_by_siret known;
    if (!actor->siret || !actor_by_siret(rq->db, (struct actor_by_siret_args){.siret = actor->siret}, &known))
        return false;
    struct form_view view = form_empty(rq, form_to_add(rq));
    form_refuse(rq, &view, "siret", say(rq, N_("This SIRET is already in the directory: %s (page no. %d)."),
        known.name, (int)known.id));
    form_reply(rq, &view);
    return true;
}

void keep_actor(struct request *rq)
{
    struct actor_input input = {0};
    struct actor_add_args actor;
    struct actor_add added = {0};
    if (!read_actor(rq, form_to_add(rq), &input, &actor) || is_known(rq, &actor))
        return;
    bool agent = may_at(rq, &edit_directory, actor.commune);
    actor.state = agent ? "published" : "proposed";
    actor.added_by = rq->user->id;
    actor_add(rq->db, actor, &added);
    keep_traits(rq, added.id, &input);
    note(rq, added.id, "added", actor.state);
    notice_follow(rq, "actor", added.id, rq->user->id, NULL, NULL);
    if (!agent)
        accounts_grant(rq->db, rq->user->id, ROLE_MEMBER, SCOPE_ORGANISATION, added.id, 0, rq->now);
    if (rq->shape == AS_JSON)
        reply_created(rq, "/annuaire", added.id);
    else
        reply_done(rq, page_of(rq, added.id), translate(rq, agent ? N_("The page is published.")
            : N_("Thank you. The page is kept; somebody reads it before it is published.")));
}

static const char *join_traits(struct request *rq, const struct traits_of *traits, const char *trait,
    const char *between)
{
    struct buffer all = {.arena = rq->arena};
    for (size_t i = 0; i < traits->count; i++)
        if (text_is(traits->rows[i].trait, trait))
            buffer_format(&all, "%s%s", all.length ? between : "", traits->rows[i].value);
    return all.text;
}

static const char *join_zones(struct request *rq, int64_t id)
{
    struct zones_of zones = zones_of(rq->db, (struct zones_of_args){.actor_id = id});
    struct buffer all = {.arena = rq->arena};
    for (size_t i = 0; i < zones.count; i++)
        buffer_format(&all, "%s%s", i ? "\n" : "", zones.rows[i].territory);
    return all.text;
}

static bool find_editable(struct request *rq, struct actor_by_id *actor)
{
    if (!actor_by_id(rq->db, (struct actor_by_id_args){.id = route_id(rq)}, actor)) {
        reply_error(rq, NOT_FOUND);
        return false;
    }
    if (!may_edit(rq, actor->id, actor->commune)) {
        reply_error(rq, FORBIDDEN);
        return false;
    }
    return true;
}

void edit_actor(struct request *rq)
{
    struct actor_by_id actor;
    if (!find_editable(rq, &actor))
        return;
    struct traits_of traits = traits_of(rq->db, (struct traits_of_args){.actor_id = actor.id});
    struct actor_input input = {
        .kind = actor.kind, .name = actor.name, .brand = actor.brand, .college = actor.college, .siret = actor.siret,
            .rna = actor.rna,
        .naf = actor.naf, .structure = actor.structure, .description = actor.description, .website = actor.website,
        .email = actor.email, .phone = actor.phone, .address = actor.address,
        .place = actor.commune ? place_written(rq->db, actor.commune) : actor.city,
        .capacity = actor.capacity, .email_public = actor.email_public, .zone_km = actor.zone_km, .headcount =
            actor.headcount,
        .sectors = join_traits(rq, &traits, "sector", " "), .skills = join_traits(rq, &traits, "skill", "\n"),
        .labels = join_traits(rq, &traits, "label", "\n"), .zones = join_zones(rq, actor.id)};
    struct form_view form = form_fill(rq, &change_form, &input);
    form_reply(rq, &form);
}

/* The point of an address that did not move stays: the commune's middle never replaces a true one. */
void change_actor(struct request *rq)
{
    struct actor_by_id before;
    struct actor_input input = {0};
    struct actor_add_args actor;
    if (!find_editable(rq, &before) || !read_actor(rq, &change_form, &input, &actor))
        return;
    bool stays = text_is(before.commune, actor.commune) && text_is(before.located, "exact");
    actor_change(rq->db, (struct actor_change_args){
        .id = before.id, .kind = actor.kind, .name = actor.name, .brand = actor.brand, .college = actor.college,
        .siret = actor.siret, .siret_verdict = actor.siret_verdict, .siren = actor.siren, .rna = actor.rna,
        .legal_form = before.legal_form, .naf = actor.naf, .structure = actor.structure, .headcount = actor.headcount,
        .description = actor.description, .website = actor.website, .email = actor.email, .email_public =
            actor.email_public,
        .phone = actor.phone, .address = actor.address, .postal_code = before.postal_code, .city = actor.city,
        .commune = actor.commune, .lon = stays ? before.lon : actor.lon, .lat = stays ? before.lat : actor.lat,
        .located = stays ? before.located : actor.located, .zone_km = actor.zone_km, .capacity = actor.capacity,
            .now = rq->now,
        .confirmed_at = rq->now, .fingerprint = before.fingerprint});
    keep_traits(rq, before.id, &input);
    note(rq, before.id, "corrected", NULL);
    reply_done(rq, page_of(rq, before.id), translate(rq, N_("The page is corrected.")));
}

void confirm_actor(struct request *rq)
{
    struct actor_by_id actor;
    if (!find_editable(rq, &actor))
        return;
    actor_confirm(rq->db, (struct actor_confirm_args){.id = actor.id, .now = rq->now});
    directory_changed(rq->db);
    note(rq, actor.id, "confirmed", NULL);
    reply_done(rq, page_of(rq, actor.id), translate(rq, N_("Thank you: the page is confirmed as of today.")));
}

static void set_state(struct request *rq, const char *state, const char *notice, const char *done)
{
    struct actor_by_id actor;
    if (!find_editable(rq, &actor))
        return;
    if (!may_at(rq, &edit_directory, actor.commune)) {     /* one's own page is for an agent to publish */
        reply_error(rq, FORBIDDEN);
        return;
    }
    actor_set_state(rq->db, (struct actor_set_state_args){.id = actor.id, .state = state, .now = rq->now});
    actor_index(rq->db, rq->arena, actor.id);
    note(rq, actor.id, state, state);
    notice_tell(rq, "actor", actor.id, translate(rq, notice), actor.name, page_of(rq, actor.id));
    reply_done(rq, page_of(rq, actor.id), translate(rq, done));
}

void publish_actor(struct request *rq)
{
    set_state(rq, "published", N_("The page you sent is published."), N_("The page is published."));
}

void hide_actor(struct request *rq)
{
    set_state(rq, "hidden", N_("The page you follow is hidden from the public."),
        N_("The page is hidden from the public."));
}

struct claim_input { const char *message; };
static const struct field claim_fields[] = {
    {TEXT, "message", N_("I speak for it: who I am there"), TEXT_IN(claim_input, message), .required = true, .most =
        300}, {0}
};
const struct form claim_form = {N_("Speak for an organisation"), "/annuaire/:id/revendiquer",
    N_("Ask to speak for it"), claim_fields, NULL};

void claim_actor(struct request *rq)
{
    struct claim_input input = {0};
    struct actor_by_id actor;
    if (!actor_by_id(rq->db, (struct actor_by_id_args){.id = route_id(rq)}, &actor) || !text_is(actor.state,
        "published")) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (!read_form(rq, &claim_form, &input))
        return;
    claim_add(rq->db, (struct claim_add_args){.actor_id = actor.id, .person_id = rq->user->id, .message =
        input.message, .now = rq->now});
    note(rq, actor.id, "claimed", NULL);
    reply_done(rq, page_of(rq, actor.id), translate(rq, N_("Your request is kept: somebody of the team answers it.")));
}

static void decide_claim(struct request *rq, const char *state, const char *notice)
{
    struct claim_by_id claim;
    if (!claim_by_id(rq->db, (struct claim_by_id_args){.id = route_id(rq)}, &claim)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    struct actor_by_id actor;
    if (!actor_by_id(rq->db, (struct actor_by_id_args){.id = claim.actor_id}, &actor)
        || !may_at(rq, &edit_directory, actor.commune)) {
        reply_error(rq, FORBIDDEN);
        return;
    }
    if (!text_is(claim.state, "asked")) {
        reply_error(rq, CONFLICT);
        return;
    }
    claim_decide(rq->db, (struct claim_decide_args){.id = claim.id, .state = state, .decided_by = rq->user->id, .now =
        rq->now});
    if (text_is(state, "accepted")) {
        accounts_grant(rq->db, claim.person_id, ROLE_MEMBER, SCOPE_ORGANISATION, claim.actor_id, rq->user->id, rq->now);
        notice_follow(rq, "actor", claim.actor_id, claim.person_id, NULL, NULL);
    }
    notice_follow(rq, "claim", claim.id, claim.person_id, NULL, NULL);
    notice_tell(rq, "claim", claim.id, actor.name, translate(rq, notice), page_of(rq, claim.actor_id));
    note(rq, claim.actor_id, arena_format(rq->arena, "claim %s", state), NULL);
    reply_done(rq, "/annuaire/a-lire", translate(rq, N_("The answer is given, and told.")));
}

void accept_claim(struct request *rq)
{
    decide_claim(rq, "accepted", N_("You may now keep the page of this organisation."));
}

void refuse_claim(struct request *rq)
{
    decide_claim(rq, "refused", N_("Your request to speak for this organisation was refused."));
}
