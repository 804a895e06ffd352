/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The private space of a group: who enters, where it stands, its terms. */
#include "base/money.h"
#include "base/time.h"
#include "features/groupements/handlers.h"
#include "i18n/i18n.h"
#include "work/journal.h"
#include "work/notice.h"
#include <math.h>

enum inside inside_of(struct request *rq, const struct groupement_by_id *group)
{
    enum inside inside = OUTSIDE;
    if (!rq->user)
        return OUTSIDE;
    if (group->created_by == rq->user->id)
        return PILOT;
    struct members_held held = members_held(rq->db, (struct members_held_args){.id = group->id,
        .person_id = rq->user->id, .today = paris_day(rq->now)});
    for (size_t i = 0; i < held.count; i++) {
        bool accepted = text_is(held.rows[i].state, "accepted") && held.rows[i].secret_day;
        enum inside so_far = !held.rows[i].secret_day ? INVITED       /* asked to take another role: still inside */
            : accepted && text_is(held.rows[i].role, "lead") ? PILOT : MEMBER;
        inside = so_far > inside ? so_far : inside;
    }
    return inside;
}

bool enter(struct request *rq, enum inside least, struct groupement_by_id *group)
{
    enum inside inside = OUTSIDE;
    if (groupement_by_id(rq->db, (struct groupement_by_id_args){.id = route_id(rq)}, group))
        inside = inside_of(rq, group);
    if (inside == OUTSIDE) {
        reply_error(rq, NOT_FOUND);
        return false;
    }
    if (inside >= least)
        return true;
    reply_refused(rq, FORBIDDEN, translate(rq, inside == INVITED
        ? N_("Accept the invitation and sign the confidentiality agreement first: what is in here is not public.")
        : N_("Only the lead of the group, or who opened it, may do this.")));
    return false;
}

bool enter_to_change(struct request *rq, enum inside least, struct groupement_by_id *group)
{
    if (!enter(rq, least, group))
        return false;
    forget_strangers(rq, group->id);
    if (!text_is(group->state, "closed") && !text_is(group->state, "dropped"))
        return true;
    reply_refused(rq, CONFLICT, translate(rq, N_("This group is over: nothing of it changes any more.")));
    return false;
}

void forget_strangers(struct request *rq, int64_t id)
{
    struct group_strangers strangers = group_strangers(rq->db, (struct group_strangers_args){.id = id,
        .today = paris_day(rq->now)});
    for (size_t i = 0; i < strangers.count; i++)
        notice_unfollow(rq, "groupement", id, strangers.rows[i].person_id);
}

bool has_room(struct request *rq, int64_t id, enum group_part part)
{
    static const int64_t most[] = {[PART_LOTS] = 300, [PART_MEMBERS] = 60, [PART_SHARES] = 3000, [PART_SECTIONS] = 100,
                                   [PART_TASKS] = 300, [PART_DECISIONS] = 1000};
    struct group_sizes sizes = {0};
    group_sizes(rq->db, (struct group_sizes_args){.id = id}, &sizes);
    const int64_t counts[] = {[PART_LOTS] = sizes.lots, [PART_MEMBERS] = sizes.members, [PART_SHARES] = sizes.shares,
        [PART_SECTIONS] = sizes.sections, [PART_TASKS] = sizes.tasks, [PART_DECISIONS] = sizes.decisions};
    if (counts[part] < most[part])
        return true;
    reply_refused(rq, CONFLICT, say(rq, N_("A group holds at most %lld of these: take one away first."),
                                    (long long)most[part]));
    return false;
}

const char *group_path(struct request *rq, int64_t id, const char *page)
{
    return arena_format(rq->arena, page ? "/groupements/%lld/%s" : "/groupements/%lld", (long long)id, page);
}

void group_note(struct request *rq, int64_t id, const char *action, const char *reason)
{
    journal_add(rq->db, &(struct journal_entry){.subject = "groupement", .subject_id = id, .action = action,
        .actor_id = rq->user->id, .reason = reason, .at = rq->now});
}

const char *money_text(struct request *rq, int64_t cents)
{
    struct buffer out = {.arena = rq->arena};
    format_money(&out, cents);
    return out.text;
}

const char *day_text(struct request *rq, int64_t day)
{
    struct buffer out = {.arena = rq->arena};
    write_day(&out, rq->language, day);
    return out.text;
}

const char *quantity_text(struct request *rq, const int64_t *thousandths, const char *unit)
{
    struct buffer out = {.arena = rq->arena};
    if (!thousandths)
        return "";
    write_number(&out, rq->language, (double)*thousandths / 1000);
    buffer_format(&out, " %s", unit ? unit : "");
    return text_trim(rq->arena, out.text);
}

struct tabs group_tabs(struct request *rq, const struct groupement_by_id *group, const char *here)
{
    static const struct { const char *page, *label; } pages[] = {
        {NULL, N_("Where it stands")}, {"construire", N_("Compose")}, {"equipe", N_("Team")},
        {"repartition", N_("Lots and split")},
        {"pieces", N_("Papers")}, {"memoire", N_("Plan and memo")}, {"bilan", N_("Review")}};
    enum { PAGES = sizeof pages / sizeof *pages };
    struct tab *tabs = arena_array(rq->arena, PAGES, sizeof *tabs);
    for (size_t i = 0; i < PAGES; i++)
        tabs[i] = (struct tab){translate(rq, pages[i].label), group_path(rq, group->id, pages[i].page),
                               text_is(pages[i].page, here)};
    return (struct tabs){translate(rq, N_("Pages of the group")), tabs, PAGES};
}

/* On the page of a contract: the groups for it of who asks, never those of others. */
struct cards groups_beside(struct request *rq, const char *subject, int64_t id)
{
    if (!rq->user || !text_is(subject, "opportunity"))
        return (struct cards){0};
    struct groupements_answering groups = groupements_answering(rq->db, (struct groupements_answering_args){
        .opportunity_id = id, .person_id = rq->user->id, .today = paris_day(rq->now)});
    struct card *cards = arena_array(rq->arena, groups.count, sizeof *cards);
    for (size_t i = 0; i < groups.count; i++)
        cards[i] = (struct card){.title = groups.rows[i].title, .href = group_path(rq, groups.rows[i].id, NULL),
            .meta = translate(rq, N_("Your group answers this contract. Only its members see this.")),
            .badge = {label_text(rq, groupement_states, groups.rows[i].state), TONE_GOING}};
    return (struct cards){cards, groups.count};
}

/* --- one group ---------------------------------------------------------------------------------------------------- */

static struct facts facts_of(struct request *rq, const struct groupement_by_id *group)
{
    enum { MOST = 9 };
    struct fact *facts = arena_array(rq->arena, MOST, sizeof *facts);
    size_t count = 0;
    struct buffer deadline = {.arena = rq->arena};
    if (group->deadline)
        write_date(&deadline, rq->language, *group->deadline);
    facts[count++] = (struct fact){translate(rq, N_("Buyer")), group->buyer};
    facts[count++] = (struct fact){translate(rq, N_("Reference of the contract")), group->reference};
    facts[count++] = (struct fact){translate(rq, N_("Deadline of the offers")), group->deadline ? deadline.text : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Where it is carried out")), group->commune_name};
    facts[count++] = (struct fact){translate(rq, N_("CPV code")), group->cpv};
    facts[count++] = (struct fact){translate(rq, N_("Contract")), group->answers, group->opportunity_id
        ? arena_format(rq->arena, "/marches/%lld", (long long)*group->opportunity_id) : NULL};
    facts[count++] = (struct fact){translate(rq, N_("Form of the group")), group->form ? label_text(rq, group_forms,
        group->form) : NULL, group_path(rq, group->id, "conditions")};
    facts[count++] = (struct fact){translate(rq, N_("What the buyer said")), group->outcome};
    return (struct facts){facts, count};
}

/* What each member does of the whole, drawn beside each other. */
static struct bars parts_of(struct request *rq, const struct members_of *members)
{
    struct bar *bars = arena_array(rq->arena, members->count, sizeof *bars);
    size_t count = 0;
    for (size_t i = 0; i < members->count; i++)
        if (members->rows[i].cents)
            bars[count++] = (struct bar){.label = members->rows[i].name,
                .value = (double)members->rows[i].cents / 100};
    return (struct bars){translate(rq, N_("Who does how much, before VAT")), "€", bars, count};
}

/* Fifteen papers added one after the other are one line of the history. */
static struct timeline gathered(struct request *rq, struct timeline history)
{
    struct timeline_step *steps = arena_array(rq->arena, history.count, sizeof *steps);
    size_t count = 0, times = 0;
    for (size_t i = 0; i < history.count; i++) {
        const struct timeline_step *step = &history.steps[i], *before = i ? &history.steps[i - 1] : NULL;
        bool again = before && text_is(step->title, before->title) && !step->text && !before->text;
        times = again ? times + 1 : 1;
        count -= again;
        steps[count] = *step;
        if (again)
            steps[count].title = say(rq, N_("%s, %d times"), step->title, (int)times);
        count++;
    }
    return (struct timeline){steps, count};
}

static void show_invitation(struct request *rq, const struct groupement_by_id *group)
{
    struct groupement_invitation page = {.group = *group, .facts = facts_of(rq, group),
                                         .sign = form_empty(rq, &sign_form)};
    page.facts.count = 6;                                  /* the terms are for those who signed */
    reply(rq, &groupement_invitation, &page);
}

void show_groupement(struct request *rq)
{
    struct groupement_page page = {0};
    if (!enter(rq, INVITED, &page.group))
        return;
    if (inside_of(rq, &page.group) == INVITED) {
        show_invitation(rq, &page.group);
        return;
    }
    page.tabs = group_tabs(rq, &page.group, NULL);
    page.facts = facts_of(rq, &page.group);
    page.checks = checks_of(rq, &page.group);
    page.members = members_of(rq->db, (struct members_of_args){.groupement_id = page.group.id});
    page.parts = parts_of(rq, &page.members);
    group_shown(rq->db, (struct group_shown_args){.pilot = inside_of(rq, &page.group) == PILOT,
        .depositing = text_is(page.group.state, "offer") && !page.group.deposited_at}, &page.shown);
    page.acts = machine_acts(rq, &groupement_machine, page.group.id, group_path(rq, page.group.id, "geste"));
    page.history = gathered(rq, machine_timeline(rq, &groupement_machine, page.group.id));
    reply(rq, &groupement_page, &page);
}

void move_groupement(struct request *rq)
{
    struct groupement_by_id group;
    if (!enter(rq, PILOT, &group))
        return;
    forget_strangers(rq, group.id);
    if (!machine_post(rq, &groupement_machine, group.id))
        return;
    reply_done(rq, group_path(rq, group.id, NULL), translate(rq, N_("Done. The members are told.")));
}

void deposit_offer(struct request *rq)
{
    struct groupement_by_id group;
    if (!enter_to_change(rq, PILOT, &group))
        return;
    const char *why = !text_is(group.state, "offer")
        ? translate(rq, N_("The group is not preparing its offer: it has nothing to deposit."))
        : group.deposited_at ? translate(rq, N_("This offer was deposited already.")) : first_refusal(rq, &group);
    if (why) {
        reply_refused(rq, CONFLICT, why);
        return;
    }
    groupement_deposit(rq->db, (struct groupement_deposit_args){.id = group.id, .now = rq->now});
    group_note(rq, group.id, N_("The offer was deposited"), NULL);
    notice_tell(rq, "groupement", group.id, group.title, translate(rq, N_("The offer of the group is deposited.")),
                group_path(rq, group.id, NULL));
    reply_done(rq, group_path(rq, group.id, NULL), translate(rq, N_("The deposit is recorded. The members are told.")));
}

/* --- the terms between the members -------------------------------------------------------------------------------- */

struct terms_input { struct groupement_terms_args terms; const double *fee; };
#define TERM(member) {SLOT_TEXT, offsetof(struct terms_input, terms) + offsetof(struct groupement_terms_args, member)}
#define TERM_INT(member) \
    {SLOT_INT, offsetof(struct terms_input, terms) + offsetof(struct groupement_terms_args, member)}
static const struct field terms_fields[] = {
    {CHOICE, "forme", N_("Form of the group"), TERM(form), .required = true, .choices = group_forms,
     .hint = N_("The buyer cannot impose it for the offer; it may ask to change it once the contract is awarded.")},
    {TICK, "habilitation", N_("The members let the lead sign for them"), TERM_INT(habilitation),
     .hint = N_("Otherwise each member signs the contract.")},
    {CHOICE, "remuneration", N_("What the lead is paid for leading"), TERM(fee_kind), .required = true,
     .choices = fee_kinds},
    {DECIMAL, "valeur", N_("How much (% or €)"), MAYBE_REAL_IN(terms_input, fee), .most = 1000000},
    {LONG_TEXT, "paiement", N_("Payment and advance"), TERM(payment), .most = 2000,
     .example = N_("Each member is paid on its own account; the advance is shared by amount.")},
    {LONG_TEXT, "assurances", N_("Insurance"), TERM(insurance), .most = 2000},
    {LONG_TEXT, "penalites", N_("Penalties: who bears them"), TERM(penalties), .most = 2000,
     .example = N_("Borne by whose delay caused them; shared by amount when nobody can say.")},
    {LONG_TEXT, "sortie", N_("How a member leaves, who replaces it"), TERM(exit_rule), .most = 2000},
    {LONG_TEXT, "propriete", N_("What is written and made belongs to"), TERM(property), .most = 2000},
    {0}
};
const struct form terms_form = {N_("Terms between the members"), "/groupements/:id/conditions", N_("Keep these terms"),
    terms_fields, N_("They become the articles of the agreement. Talk about them before you fill them in.")};

void edit_terms(struct request *rq)
{
    struct groupement_by_id group;
    if (!enter(rq, MEMBER, &group))
        return;
    double fee = (double)group.fee_value / 100;
    struct terms_input input = {.fee = group.fee_value ? &fee : NULL, .terms = {.form = group.form,
        .habilitation = group.habilitation, .fee_kind = group.fee_kind, .payment = group.payment,
        .insurance = group.insurance, .penalties = group.penalties, .exit_rule = group.exit_rule,
        .property = group.property}};
    struct form_view form = form_fill(rq, &terms_form, &input);
    form_reply(rq, &form);
}

void change_terms(struct request *rq)
{
    struct groupement_by_id group;
    struct terms_input input = {0};
    struct form_view view;
    if (!enter_to_change(rq, PILOT, &group))
        return;
    if (!form_read(rq, &terms_form, &input, &view)) {
        form_reply(rq, &view);
        return;
    }
    bool paid = !text_is(input.terms.fee_kind, "none"), percent = text_is(input.terms.fee_kind, "percent");
    if (paid && (!input.fee || *input.fee <= 0 || (percent && *input.fee > 50))) {
        form_refuse(rq, &view, "valeur", translate(rq, percent ? N_("Write a percentage over 0, at most 50.")
                                                               : N_("Write an amount over 0.")));
        form_reply(rq, &view);
        return;
    }
    input.terms.id = group.id;
    input.terms.now = rq->now;
    input.terms.fee_value = paid ? llround(*input.fee * 100) : 0;
    groupement_terms(rq->db, input.terms);
    group_note(rq, group.id, N_("The terms were written"), NULL);
    reply_done(rq, group_path(rq, group.id, NULL), translate(rq, N_("The terms are kept.")));
}
