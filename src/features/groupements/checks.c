/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What must be true before an offer leaves. The rules are those of the code de la commande publique on groups of
 * economic operators (articles R. 2142-19 to R. 2142-27) and of any sum: parts add up to the whole. */
#include "base/money.h"
#include "base/time.h"
#include "features/groupements/handlers.h"

#define RULE N_("Code de la commande publique, art. R. 2142-19 to R. 2142-27 (groups of economic operators).")

struct list { struct request *rq; const struct groupement_by_id *group;
              struct requirement *items; size_t count, room; };

static void add(struct list *list, const char *what, const char *rule, const char *page, bool hard, bool met)
{
    list->items = arena_grow(list->rq->arena, list->items, list->count, &list->room, sizeof *list->items);
    list->items[list->count++] = (struct requirement){what, rule, group_path(list->rq, list->group->id, page), hard,
                                                      met};
}

int64_t with_vat(int64_t cents, int64_t vat)
{
    return cents + (cents * vat + 5000) / 10000;
}

static void check_lead(struct list *list, const struct members_of *members)
{
    struct request *rq = list->rq;
    int leads = 0, inside = 0;
    for (size_t i = 0; i < members->count; i++) {
        bool accepted = text_is(members->rows[i].state, "accepted");
        inside += accepted && !text_is(members->rows[i].role, "subcontractor");
        leads += accepted && text_is(members->rows[i].role, "lead");
    }
    add(list, leads == 1 ? translate(rq, N_("Exactly one lead (mandataire)."))
            : leads ? translate(rq, N_("Two structures are lead: a group has exactly one."))
            : translate(rq, N_("No structure is lead: a group has exactly one, who accepted.")),
        translate(rq, RULE), "equipe", true, leads == 1);
    add(list, inside >= 2 ? translate(rq, N_("At least two co-contractors."))
            : translate(rq, N_("A group has at least two co-contractors who accepted.")),
        translate(rq, RULE), "equipe", true, inside >= 2);
}

static void check_members(struct list *list, const struct members_of *members)
{
    struct request *rq = list->rq;
    for (size_t i = 0; i < members->count; i++) {
        const struct members_of_row *member = &members->rows[i];
        if (!text_is(member->state, "accepted") && member->cents)
            add(list, say(rq, N_("%s has shares and has not accepted: it is not in the offer."), member->name),
                translate(rq, N_("Who has not accepted is not in the offer.")), "equipe", true, false);
        else if (text_is(member->state, "invited"))
            add(list, say(rq, N_("%s has not answered the invitation."), member->name),
                translate(rq, N_("Who has not accepted is not in the offer.")), "equipe", false, false);
        else if (text_is(member->state, "accepted") && !member->secret_day)
            add(list, say(rq, N_("%s has not signed the confidentiality agreement yet."), member->name),
                translate(rq, N_("What competitors may not know is only shared under an agreement.")), "equipe", true,
                false);
    }
}

static void check_split(struct list *list, const struct lots_of *lots)
{
    struct request *rq = list->rq;
    add(list, lots->count ? translate(rq, N_("The lots of the contract are listed."))
            : translate(rq, N_("No lot yet: write at least one, with the amount asked for it.")),
        translate(rq, N_("The offer is the sum of its lots.")), "repartition", true, lots->count > 0);
    for (size_t i = 0; i < lots->count; i++) {
        const struct lots_of_row *lot = &lots->rows[i];
        bool equal = lot->offer_cents && *lot->offer_cents == lot->split_cents;
        const char *what = !lot->offer_cents ? say(rq, N_("Lot %s: the amount asked is not written."), lot->number)
            : equal ? say(rq, N_("Lot %s: the shares add up to %s."), lot->number, money_text(rq, lot->split_cents))
            : say(rq, N_("Lot %s: the shares add up to %s, the offer is %s: %s too %s."), lot->number,
                  money_text(rq, lot->split_cents), money_text(rq, *lot->offer_cents),
                  money_text(rq, lot->split_cents > *lot->offer_cents ? lot->split_cents - *lot->offer_cents
                                                                      : *lot->offer_cents - lot->split_cents),
                  translate(rq, lot->split_cents > *lot->offer_cents ? N_("much") : N_("little")));
        add(list, what, translate(rq, N_("For each lot, the sum of the shares is the amount of the offer.")),
            "repartition", true, equal);
    }
}

static const struct papers_of_row *paper_of(const struct papers_of *papers, int64_t member_id, const char *kind)
{
    for (size_t i = 0; i < papers->count; i++)
        if (papers->rows[i].member_id == member_id && text_is(papers->rows[i].kind, kind))
            return &papers->rows[i];
    return NULL;
}

static void check_papers(struct list *list, const struct groupement_by_id *group, const struct members_of *members,
                         const struct papers_of *papers)
{
    struct request *rq = list->rq;
    int64_t day = group->deadline_day ? *group->deadline_day : paris_day(rq->now);
    for (size_t i = 0; i < members->count; i++)
        for (const struct label *kind = paper_kinds; kind->code && text_is(members->rows[i].state, "accepted");
            kind++) {
            const struct papers_of_row *paper = paper_of(papers, members->rows[i].id, kind->code);
            bool valid = paper && paper->valid_until >= day;
            const char *name = members->rows[i].name, *text = translate(rq, kind->text);
            if (text_is(kind->code, "rib") && !paper)
                continue;                                            /* asked after the award */
            add(list, valid ? say(rq, N_("%s: %s, valid at the deadline."), name, text)
                    : paper ? say(rq, N_("%s: %s, ended on %s, before the deadline."), name, text,
                                  day_text(rq, paper->valid_until))
                    : say(rq, N_("%s: %s is missing."), name, text),
                translate(rq, N_("Each member proves its situation at the deadline (DC1, DC2, attestations).")),
                "pieces", true, valid);
        }
}

static void check_time(struct list *list, const struct groupement_by_id *group)
{
    struct request *rq = list->rq;
    bool known = group->deadline, open = known && rq->now <= *group->deadline;
    add(list, !known ? translate(rq, N_("The deadline is not written."))
            : open ? say(rq, N_("The deadline is on %s."), day_text(rq, *group->deadline_day))
            : say(rq, N_("The deadline passed on %s."), day_text(rq, *group->deadline_day)),
        translate(rq, N_("An offer that arrives after the deadline is not opened.")), "modifier", true,
        open || group->deadline_day == NULL ? open : group->deposited_at != NULL);
}

struct requirements checks_of(struct request *rq, const struct groupement_by_id *group)
{
    struct list list = {.rq = rq, .group = group};
    struct members_of members = members_of(rq->db, (struct members_of_args){.groupement_id = group->id});
    struct lots_of lots = lots_of(rq->db, (struct lots_of_args){.groupement_id = group->id});
    struct papers_of papers = papers_of(rq->db, (struct papers_of_args){.groupement_id = group->id});
    check_time(&list, group);
    check_lead(&list, &members);
    check_members(&list, &members);
    add(&list, group->form ? label_text(rq, group_forms, group->form)
            : translate(rq, N_("The form of the group is not chosen.")), translate(rq, RULE), "conditions", true,
        group->form != NULL);
    check_split(&list, &lots);
    check_papers(&list, group, &members, &papers);
    return (struct requirements){list.items, list.count};
}

const char *first_refusal(struct request *rq, const struct groupement_by_id *group)
{
    struct requirements checks = checks_of(rq, group);
    for (size_t i = 0; i < checks.count; i++)
        if (checks.items[i].hard && !checks.items[i].met)
            return arena_format(rq->arena, "%s %s", checks.items[i].what, checks.items[i].rule);
    return NULL;
}

const char *rival_refusal(struct request *rq, const struct groupement_by_id *group, int64_t actor_id, const char *role)
{
    if ((!group->contract_key && !group->opportunity_id) || text_is(role, "subcontractor"))
        return NULL;
    struct rival_groups rivals = rival_groups(rq->db, (struct rival_groups_args){.id = group->id,
        .contract_key = group->contract_key, .opportunity_id = group->opportunity_id, .actor_id = actor_id});
    for (size_t i = 0; i < rivals.count; i++)
        if (text_is(role, "lead") && text_is(rivals.rows[i].role, "lead"))
            return say(rq, N_("You already lead another group for this contract: one structure leads only one. %s"),
                       translate(rq, RULE));
    if (!rivals.count || group->several_allowed)
        return NULL;
    return say(rq, N_("You already stand in another group for this contract, and its rules do not allow two. Leave the "
                      "other one first. %s"), translate(rq, RULE));
}
