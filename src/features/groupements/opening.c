/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of one's groups, opening one (from a contract that the site follows, or from nothing), correcting it. */
#include "base/fold.h"
#include "base/number.h"
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "features/opportunities/opportunities.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include "work/journal.h"
#include "work/notice.h"
#include <string.h>

enum { PAGE_SIZE = 20, MOST_TITLE = 160, MOST_REFERENCE = 80 };

void list_groupements(struct request *rq)
{
    struct groupement_list page = {.pages = pager_here(rq, PAGE_SIZE), .others.formats = "csv xlsx json"};
    struct groupements_mine_count count = {0};
    int64_t today = paris_day(rq->now);
    groupements_mine_count(rq->db, (struct groupements_mine_count_args){.person_id = rq->user->id, .today = today},
                           &count);
    page.pages.total = count.total;
    page.groups = groupements_mine(rq->db, (struct groupements_mine_args){.person_id = rq->user->id, .today = today,
        .page_size = page.pages.size, .offset = pager_offset(&page.pages)});
    if (!count.total)
        page.nothing = (struct empty){translate(rq, N_("You are in no group yet. A contract too big for one "
            "structure is "
            "within reach of several.")), "/groupements/nouveau", translate(rq, N_("Open a group"))};
    reply(rq, &groupement_list, &page);
}

static const char *check_hour(struct request *rq, const char *value)
{
    int64_t hour, minute;
    bool formed = strlen(value) == 5 && value[2] == ':' && parse_int(arena_copy(rq->arena, value, 2), &hour)
        && parse_int(value + 3, &minute);
    return formed && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 ? NULL
        : N_("Write the hour as 12:00.");
}

struct group_input {
    const char *title, *buyer, *reference, *cpv, *place, *hour;
    const int64_t *day;
    const char *opportunity;
    int64_t several_allowed;
};
static const struct field group_fields[] = {
    {HIDDEN, "marche", N_("Contract that the site follows"), TEXT_IN(group_input, opportunity), .most = 18},
    {TEXT, "titre", N_("What the contract is for"), TEXT_IN(group_input, title), .required = true, .least = 5,
     .most = MOST_TITLE, .example = N_("Linen of the school canteens")},
    {TEXT, "acheteur", N_("Buyer"), TEXT_IN(group_input, buyer), .required = true, .least = 2, .most = MOST_TITLE},
    {TEXT, "reference", N_("Reference of the contract"), TEXT_IN(group_input, reference), .most = MOST_REFERENCE,
     .hint = N_("The buyer’s own number. It lets us warn a structure that stands in two rival groups.")},
    {TEXT, "cpv", N_("CPV code, for a purchase"), TEXT_IN(group_input, cpv), .most = 10, .check = cpv_trouble},
    {TEXT, "lieu", N_("Where it is carried out"), TEXT_IN(group_input, place), .most = 120,
     .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {DATE, "limite", N_("Deadline of the offers"), MAYBE_INT_IN(group_input, day)},
    {TEXT, "heure", N_("At what time"), TEXT_IN(group_input, hour), .most = 5, .check = check_hour,
     .example = N_("12:00")},
    {TICK, "plusieurs", N_("The rules of the contract let one structure stand in several groups"),
     INT_IN(group_input, several_allowed)},
    {0}
};
const struct form group_form = {N_("Open a group"), "/groupements/nouveau", N_("Open this group"), group_fields,
    N_("Only those who are invited and sign the confidentiality agreement see what is inside.")};
static const struct form change_form = {N_("Correct the group"), "/groupements/:id/modifier", N_("Save"), group_fields,
    NULL};

const char *contract_key(struct arena *arena, const char *buyer, const char *reference)
{
    return reference ? arena_format(arena, "%s|%s", fold_text(arena, buyer), fold_text(arena, reference)) : NULL;
}

static const int64_t *deadline_of(struct request *rq, const struct group_input *input)
{
    if (!input->day)
        return NULL;
    struct civil wall = civil_from_days(*input->day);
    int64_t hour = 23, minute = 59, *deadline = arena_alloc(rq->arena, sizeof *deadline);
    if (input->hour) {
        parse_int(arena_copy(rq->arena, input->hour, 2), &hour);
        parse_int(input->hour + 3, &minute);
    }
    wall.hour = (int)hour;
    wall.minute = (int)minute;
    wall.second = input->hour ? 0 : 59;
    *deadline = instant_from_paris(wall);
    return deadline;
}

static bool read_group(struct request *rq, const struct form *form, struct group_input *input, const char **commune)
{
    struct form_view view;
    const char *why = NULL;
    if (form_read(rq, form, input, &view)) {
        *commune = input->place ? commune_typed(rq, input->place, &why) : NULL;
        if (!why || *commune)
            return true;
        form_refuse(rq, &view, "lieu", why);
    }
    form_reply(rq, &view);
    return false;
}

/* The contract that a group is opened for; false when there is none. */
static bool answered(struct request *rq, const char *number, struct opportunity_answered *contract)
{
    int64_t id;
    return number && parse_int(number, &id)
        && opportunity_answered(rq->db, (struct opportunity_answered_args){.id = id}, contract);
}

static const char *over(struct request *rq, const struct opportunity_answered *contract)
{
    bool late = contract_is_late(contract->deadline, contract->deadline_day, rq->now);
    return contract_is_over(contract->state) ? translate(rq, N_("This contract is over: nobody answers it any more."))
        : late ? translate(rq, N_("The deadline of this contract has passed: an offer would not be opened.")) : NULL;
}

static const char *hour_of(struct request *rq, const int64_t *deadline)
{
    if (!deadline)
        return NULL;
    struct civil wall = paris_time(*deadline);
    return arena_format(rq->arena, "%02d:%02d", wall.hour, wall.minute);
}

const char *cut_text(struct request *rq, const char *text, size_t most)
{
    const char *end = text;
    for (size_t count = 0; text && *end && count < most; count++)
        for (end++; ((unsigned char)*end & 0xC0) == 0x80;)
            end++;
    return text ? arena_copy(rq->arena, text, (size_t)(end - text)) : NULL;
}

static struct group_input copied(struct request *rq, const struct opportunity_answered *contract)
{
    int64_t *day = arena_alloc(rq->arena, sizeof *day);
    *day = contract->deadline ? paris_day(*contract->deadline) : 0;
    const int64_t *known = contract->deadline ? day : contract->deadline_day;
    return (struct group_input){.title = cut_text(rq, contract->title, MOST_TITLE),
        .buyer = cut_text(rq, contract->buyer, MOST_TITLE),
        .reference = cut_text(rq, contract->source_id, MOST_REFERENCE),
        .cpv = contract->cpv, .place = place_written(rq->db, contract->commune), .day = known,
        .hour = hour_of(rq, contract->deadline), .opportunity = arena_format(rq->arena, "%lld",
        (long long)contract->id)};
}

void new_groupement(struct request *rq)
{
    struct opportunity_answered contract;
    const char *number = param_text(rq, "marche"), *why;
    struct form_view form = form_empty(rq, &group_form);
    if (number && !answered(rq, number, &contract)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (number && (why = over(rq, &contract))) {
        reply_refused(rq, CONFLICT, why);
        return;
    }
    if (number) {
        struct group_input input = copied(rq, &contract);
        form = form_fill(rq, &group_form, &input);
    }
    form_reply(rq, &form);
}

/* The lots of the contract, or the whole of it as one lot. */
static void copy_lots(struct request *rq, int64_t id, const struct opportunity_answered *contract)
{
    struct lots_count lots = {0};
    lots_copy(rq->db, (struct lots_copy_args){.groupement_id = id, .opportunity_id = contract->id});
    lots_count(rq->db, (struct lots_count_args){.groupement_id = id}, &lots);
    if (!lots.total)
        lot_copy_whole(rq->db, (struct lot_copy_whole_args){.groupement_id = id, .opportunity_id = contract->id});
}

void open_groupement(struct request *rq)
{
    struct group_input input = {0};
    struct groupement_add added;
    struct opportunity_answered contract;
    const char *commune = NULL, *why;
    if (!read_group(rq, &group_form, &input, &commune))
        return;
    bool known = answered(rq, input.opportunity, &contract);
    why = input.opportunity && !known ? translate(rq, N_("This contract is not on the site any more."))
        : known ? over(rq, &contract) : NULL;
    if (why) {
        reply_refused(rq, CONFLICT, why);
        return;
    }
    groupement_add(rq->db, (struct groupement_add_args){.title = input.title, .buyer = input.buyer,
        .reference = input.reference, .contract_key = contract_key(rq->arena, input.buyer, input.reference),
        .opportunity_id = known ? &contract.id : NULL, .cpv = input.cpv, .commune = commune,
        .deadline = deadline_of(rq, &input), .deadline_day = input.day, .several_allowed = input.several_allowed,
        .person_id = rq->user->id, .now = rq->now}, &added);
    if (known)
        copy_lots(rq, added.id, &contract);
    journal_add(rq->db, &(struct journal_entry){.subject = "groupement", .subject_id = added.id, .action = "opened",
        .to = "exploration", .actor_id = rq->user->id, .at = rq->now});
    notice_follow(rq, "groupement", added.id, rq->user->id, NULL, NULL);
    const char *own = bring_own_structure(rq, added.id);
    if (rq->shape == AS_JSON)
        reply_created(rq, "/groupements", added.id);
    else
        reply_done(rq, group_path(rq, added.id, known ? "construire" : "equipe"), own
            ? say(rq, N_("The group is open, and %s is invited: accept for it under “Team”, then invite the others."),
                  own)
            : translate(rq, N_("The group is open. Invite the structures that could be in it, yours among them.")));
}

void edit_groupement(struct request *rq)
{
    struct groupement_by_id group;
    if (!enter(rq, PILOT, &group))
        return;
    struct group_input input = {.title = group.title, .buyer = group.buyer, .reference = group.reference,
        .cpv = group.cpv,
        .place = place_written(rq->db, group.commune), .day = group.deadline_day,
        .several_allowed = group.several_allowed, .hour = hour_of(rq, group.deadline)};
    struct form_view form = form_fill(rq, &change_form, &input);
    form_reply(rq, &form);
}

void change_groupement(struct request *rq)
{
    struct group_input input = {0};
    struct groupement_by_id group;
    const char *commune = NULL;
    if (!enter_to_change(rq, PILOT, &group))
        return;
    if (group.deposited_at) {
        reply_refused(rq, CONFLICT, translate(rq, N_("The offer is deposited: what it answers, and until when, changes "
                                                     "no more.")));
        return;
    }
    if (!read_group(rq, &change_form, &input, &commune))
        return;
    groupement_change(rq->db, (struct groupement_change_args){.id = group.id, .title = input.title,
        .buyer = input.buyer, .reference = input.reference, .cpv = input.cpv,
        .contract_key = contract_key(rq->arena, input.buyer, input.reference),
        .commune = commune, .deadline = deadline_of(rq, &input), .deadline_day = input.day,
        .several_allowed = input.several_allowed, .now = rq->now});
    group_note(rq, group.id, N_("The group was corrected"), NULL);
    reply_done(rq, group_path(rq, group.id, NULL), translate(rq, N_("The group is corrected.")));
}
