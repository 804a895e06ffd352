/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who is in a group: inviting, accepting under a confidentiality agreement, roles, leaving. */
#include "base/number.h"
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "work/journal.h"
#include "work/mail.h"
#include "work/notice.h"

enum { DAY = 86400, INVITATION_DAYS = 30 };

struct invite_input { const char *structure, *role, *brings; };
static const struct label invited_roles[] = {
    {"partner", N_("Co-contractor (cotraitant)")}, {"lead", N_("Lead (mandataire)")},
    {"subcontractor", N_("Subcontractor (sous-traitant)")}, {0}
};
static const struct field invite_fields[] = {
    {TEXT, "structure", N_("Structure"), TEXT_IN(invite_input, structure), .required = true, .most = 160,
     .hint = N_("Its name in the directory, or its SIRET."), .suggest = actor_suggest},
    {CHOICE, "role", N_("Role"), TEXT_IN(invite_input, role), .required = true, .choices = invited_roles},
    {TEXT, "apport", N_("What it would do in the group"), TEXT_IN(invite_input, brings), .most = 300},
    {0}
};
const struct form invite_form = {N_("Invite a structure"), "/groupements/:id/inviter", N_("Invite this structure"),
    invite_fields, N_("It is told by e-mail when its address is known. It sees what is inside once it has signed.")};

struct sign_input { int64_t agreed; };
static const struct field sign_fields[] = {
    {TICK, "accord", N_("We accept, and we keep secret what we learn here"), INT_IN(sign_input, agreed)}, {0}
};
const struct form sign_form = {N_("Answer the invitation"), "/groupements/:id/reponse", N_("Accept and sign"),
    sign_fields, NULL};

struct role_input { const char *member, *role, *brings; };
static const struct field role_fields[] = {
    {CHOICE, "membre", N_("Member"), TEXT_IN(role_input, member), .required = true, .options = member_choices},
    {CHOICE, "role", N_("Role"), TEXT_IN(role_input, role), .required = true, .choices = invited_roles},
    {TEXT, "apport", N_("What it would do in the group"), TEXT_IN(role_input, brings), .most = 300},
    {0}
};
const struct form role_form = {N_("Change a role"), "/groupements/:id/role", N_("Change this role"), role_fields, NULL};

const struct label *member_choices(struct request *rq)
{
    struct members_of members = members_of(rq->db, (struct members_of_args){.groupement_id = route_id(rq)});
    struct label *labels = arena_array(rq->arena, members.count + 1, sizeof *labels);
    size_t count = 0;
    for (size_t i = 0; i < members.count; i++)
        if (text_is(members.rows[i].state, "accepted") || text_is(members.rows[i].state, "invited"))
            labels[count++] = (struct label){arena_format(rq->arena, "%lld", (long long)members.rows[i].id),
                                             members.rows[i].name};
    return labels;
}

/* A second lead is refused when it is asked for, not on the eve of the deposit. */
static const char *second_lead(struct request *rq, const struct groupement_by_id *group, int64_t but, const char *role)
{
    struct members_of members = members_of(rq->db, (struct members_of_args){.groupement_id = group->id});
    for (size_t i = 0; i < members.count && text_is(role, "lead"); i++)
        if (members.rows[i].actor_id != but && text_is(members.rows[i].role, "lead")
            && (text_is(members.rows[i].state, "accepted") || text_is(members.rows[i].state, "invited")))
            return say(rq, N_("%s is lead already, and a group has exactly one: change its role first."),
                       members.rows[i].name);
    return NULL;
}

bool composition_is_free(struct request *rq, const struct groupement_by_id *group)
{
    if (!group->deposited_at)
        return true;
    reply_refused(rq, CONFLICT, translate(rq, N_("The composition of a group does not change between the deposit and "
        "the signature of the contract (code de la commande publique, art. R. 2142-26).")));
    return false;
}

/* Who has no account that speaks for the structure would find nothing at the group's address: the way there is said. */
static const char *invitation_letter(struct request *rq, const struct groupement_by_id *group, int64_t actor_id,
                                     const char *name)
{
    const char *page = arena_format(rq->arena, "/annuaire/%lld", (long long)actor_id);
    const char *who = rq->user->name ? rq->user->name : rq->user->email;
    return arena_format(rq->arena, "%s\n\n%s\n%s\n\n%s\n%s\n",
        say(rq, N_("Hello,\n\n%s invites %s to answer together: “%s” (%s)."), who, name, group->title, group->buyer),
        translate(rq, N_("Sign in with an account that speaks for your structure to read more and to answer:")),
        mail_link(rq, group_path(rq, group->id, NULL)),
        translate(rq, N_("No such account yet? Sign in, then ask to speak for your structure at the bottom of its "
                         "page; the invitation waits for you in “My groups”:")),
        mail_link(rq, page));
}

static void tell_invited(struct request *rq, const struct groupement_by_id *group, const struct actor_named *actor)
{
    if (actor->email)
        mail_send(rq, &(struct mail){.to = actor->email,
            .subject = say(rq, N_("%s is invited to answer a contract with others"), actor->name),
            .text = invitation_letter(rq, group, actor->id, actor->name)});
}

/* Whom no mail reaches is told by those who invite: the letter is ready to copy. */
static struct members_untold untold_of(struct request *rq, const struct groupement_by_id *group)
{
    struct members_untold untold = members_untold(rq->db, (struct members_untold_args){.groupement_id = group->id,
        .today = paris_day(rq->now)});
    for (size_t i = 0; i < untold.count; i++)
        untold.rows[i].letter = invitation_letter(rq, group, untold.rows[i].id, untold.rows[i].name);
    return untold;
}

static void show_with(struct request *rq, int status, const struct form_view *refused)
{
    struct groupement_team page = {0};
    if (!enter(rq, MEMBER, &page.group))
        return;
    page.tabs = group_tabs(rq, &page.group, "equipe");
    page.members = members_of(rq->db, (struct members_of_args){.groupement_id = page.group.id});
    page.untold = untold_of(rq, &page.group);
    page.before = answered_together(rq->db, (struct answered_together_args){.id = page.group.id});
    page.invite = refused && refused->form == &invite_form ? *refused : form_empty(rq, &invite_form);
    page.role = refused && refused->form == &role_form ? *refused : form_empty(rq, &role_form);
    reply_with(rq, status, &groupement_team, &page);
}

void show_team(struct request *rq)
{
    show_with(rq, OK, NULL);
}

static bool invite(struct request *rq, const struct groupement_by_id *group, int64_t actor_id,
                   const struct invite_input *input)
{
    struct member_add added;
    struct member_of_actor was;
    if (member_add(rq->db, (struct member_add_args){.groupement_id = group->id, .actor_id = actor_id,
            .role = input->role, .brings = input->brings, .now = rq->now}, &added))
        return true;
    member_of_actor(rq->db, (struct member_of_actor_args){.groupement_id = group->id, .actor_id = actor_id}, &was);
    bool ended = text_is(was.state, "invited") && rq->now > was.added_at + INVITATION_DAYS * DAY;
    if ((text_is(was.state, "invited") && !ended) || text_is(was.state, "accepted"))
        return false;
    member_invite_again(rq->db, (struct member_invite_again_args){.id = was.id, .role = input->role,
        .brings = input->brings, .now = rq->now});
    return true;
}

const char *bring_own_structure(struct request *rq, int64_t groupement_id)
{
    struct member_add added;
    struct structures_spoken own = structures_spoken(rq->db, (struct structures_spoken_args){
        .person_id = rq->user->id, .today = paris_day(rq->now)});
    if (own.count != 1 || !member_add(rq->db, (struct member_add_args){.groupement_id = groupement_id,
            .actor_id = own.rows[0].id, .role = "partner", .now = rq->now}, &added))
        return NULL;
    group_note(rq, groupement_id, N_("A structure was invited"), NULL);
    return own.rows[0].name;
}

bool invite_actor(struct request *rq, const struct groupement_by_id *group, int64_t actor_id, const char *role,
                  const char *brings)
{
    struct actor_named actor;
    if (!actor_named(rq->db, (struct actor_named_args){.id = &actor_id}, &actor)
        || !invite(rq, group, actor_id, &(struct invite_input){.role = role, .brings = brings}))
        return false;
    group_note(rq, group->id, N_("A structure was invited"), NULL);
    tell_invited(rq, group, &actor);
    return true;
}

void invite_member(struct request *rq)
{
    struct groupement_by_id group;
    struct invite_input input = {0};
    struct form_view view;
    struct actor_named actor;
    const char *why = NULL;
    if (!enter_to_change(rq, MEMBER, &group) || !composition_is_free(rq, &group)
        || !has_room(rq, group.id, PART_MEMBERS))
        return;
    bool sound = form_read(rq, &invite_form, &input, &view);
    int64_t id = sound ? actor_typed(rq, input.structure, &why) : 0;
    if (sound && !id)
        form_refuse(rq, &view, "structure", why);
    else if (sound && text_is(input.role, "lead") && inside_of(rq, &group) != PILOT)
        form_refuse(rq, &view, "role", translate(rq, N_("Only the lead of the group, or who opened it, may do this.")));
    else if (sound && (why = second_lead(rq, &group, id, input.role)))
        form_refuse(rq, &view, "role", why);
    else if (sound && !invite_actor(rq, &group, id, input.role, input.brings))
        form_refuse(rq, &view, "structure", translate(rq, N_("This structure is in the group already.")));
    if (view.trouble_count) {
        show_with(rq, INVALID, &view);
        return;
    }
    actor_named(rq->db, (struct actor_named_args){.id = &id}, &actor);
    reply_done(rq, group_path(rq, group.id, "equipe"), say(rq, N_("%s is invited."), actor.name));
}

/* The member this person speaks for, an invited one first; who opened the group may act for anyone, from paper.
 * *own: the person speaks for it. */
static bool find_answering(struct request *rq, const struct groupement_by_id *group, struct member_by_id *member,
                           bool *own)
{
    int64_t wanted = param_int(rq, "membre", 0, 0, INT64_MAX), found = 0;
    struct members_held held = members_held(rq->db, (struct members_held_args){.id = group->id,
        .person_id = rq->user->id, .today = paris_day(rq->now)});
    for (size_t i = 0; i < held.count; i++)
        if (held.rows[i].id == wanted || (!wanted && (!found || text_is(held.rows[i].state, "invited"))))
            found = held.rows[i].id;
    *own = found;
    bool known = member_by_id(rq->db, (struct member_by_id_args){.id = found ? found : wanted}, member)
        && member->groupement_id == group->id;
    if (*own && known)
        return true;
    if (!known || group->created_by != rq->user->id) {
        reply_refused(rq, FORBIDDEN, translate(rq, N_("Only who speaks for a structure answers for it.")));
        return false;
    }
    return true;
}

/* The group may record a signature on paper only of a structure for which nobody has an account here: who has one
 * answers by itself, and alone learns why it may not. */
static bool answers_by_itself(struct request *rq, const struct member_by_id *member)
{
    struct speakers_count speakers = {0};
    speakers_count(rq->db, (struct speakers_count_args){.actor_id = member->actor_id, .today = paris_day(rq->now)},
                   &speakers);
    return speakers.total > 0;
}

/* Signed on paper into two groups for one contract: the structure is told, and nobody else. */
static void warn_of_rival(struct request *rq, const struct groupement_by_id *group, const struct member_by_id *member)
{
    if (member->email && rival_refusal(rq, group, member->actor_id, member->role))
        mail_send(rq, &(struct mail){.to = member->email,
            .subject = say(rq, N_("%s is recorded in two groups for one contract"), member->name),
            .text = say(rq, N_("Hello,\n\nTwo groups recorded that %s signed with them, for the same contract: “%s” "
                               "(%s). The rules of the contract may not allow it. Only you are told: say to one of "
                               "them that you leave it."), member->name, group->title, group->buyer)});
}

static void decline(struct request *rq, const struct groupement_by_id *group, const struct member_by_id *member)
{
    member_set_state(rq->db, (struct member_set_state_args){.id = member->id, .state = "declined", .now = rq->now});
    shares_remove_of_member(rq->db, (struct shares_remove_of_member_args){.member_id = member->id});
    forget_strangers(rq, group->id);
    group_note(rq, group->id, N_("A structure declined"), NULL);
    notice_tell(rq, "groupement", group->id, group->title, say(rq, N_("%s declines the invitation."), member->name),
                group_path(rq, group->id, "equipe"));
    reply_done(rq, inside_of(rq, group) ? group_path(rq, group->id, "equipe") : "/groupements",
               translate(rq, N_("Your answer is kept. The group is told.")));
}

/* NULL when this invitation may still be answered. */
static const char *too_late(struct request *rq, const struct groupement_by_id *group, const struct member_by_id *member)
{
    if (!text_is(member->state, "invited"))
        return translate(rq, N_("This invitation was answered already."));
    if (group->deadline && rq->now > *group->deadline)
        return translate(rq, N_("The deadline of the contract has passed: this invitation has ended."));
    return rq->now > member->added_at + INVITATION_DAYS * DAY
        ? translate(rq, N_("This invitation is older than 30 days: it has ended. Ask the group for another one."))
        : NULL;
}

static void accept(struct request *rq, const struct groupement_by_id *group, const struct member_by_id *member,
                   bool own)
{
    member_set_state(rq->db, (struct member_set_state_args){.id = member->id, .state = "accepted", .now = rq->now});
    member_sign(rq->db, (struct member_sign_args){.id = member->id, .day = paris_day(rq->now),
        .person_id = rq->user->id});
    if (own)
        notice_follow(rq, "groupement", group->id, rq->user->id, NULL, NULL);
    else
        warn_of_rival(rq, group, member);
    group_note(rq, group->id, N_("A structure joined"), NULL);
    notice_tell(rq, "groupement", group->id, group->title, say(rq, N_("%s is in the group."), member->name),
                group_path(rq, group->id, "equipe"));
    reply_done(rq, group_path(rq, group->id, NULL), say(rq, N_("%s is in the group."), member->name));
}

void answer_invitation(struct request *rq)
{
    struct groupement_by_id group;
    struct member_by_id member;
    struct sign_input input = {0};
    struct form_view view;
    const char *why = NULL;
    bool own;
    if (!enter_to_change(rq, INVITED, &group) || !find_answering(rq, &group, &member, &own))
        return;
    if ((why = too_late(rq, &group, &member))) {
        reply_refused(rq, CONFLICT, why);
        return;
    }
    if (text_is(param_text(rq, "reponse"), "non")) {
        decline(rq, &group, &member);
        return;
    }
    if (!composition_is_free(rq, &group))
        return;
    if (!own && answers_by_itself(rq, &member)) {
        reply_refused(rq, CONFLICT, say(rq, N_("Somebody has an account for %s: it answers by itself."), member.name));
        return;
    }
    why = own ? rival_refusal(rq, &group, member.actor_id, member.role) : NULL;
    bool sound = form_read(rq, &sign_form, &input, &view);
    if (!sound || !input.agreed || why) {
        form_refuse(rq, &view, "accord", why ? why : translate(rq, N_("Tick the box: nobody enters without it.")));
        form_reply(rq, &view);
        return;
    }
    accept(rq, &group, &member, own);
}

/* To lead, or to answer for the contract after having been a subcontractor, is for the structure to accept: it is asked
 * again, and keeps its place meanwhile. */
static bool asks_again(const struct member_by_id *member, const char *role)
{
    return text_is(member->state, "accepted") && !text_is(member->role, role)
        && (text_is(role, "lead") || text_is(member->role, "subcontractor"));
}

void change_member(struct request *rq)
{
    struct groupement_by_id group;
    struct role_input input = {0};
    struct form_view view;
    struct member_by_id member = {0};
    const char *why = NULL;
    int64_t id = 0;
    if (!enter_to_change(rq, PILOT, &group) || !composition_is_free(rq, &group))
        return;
    bool sound = form_read(rq, &role_form, &input, &view);
    sound = sound && parse_int(input.member, &id)
        && member_by_id(rq->db, (struct member_by_id_args){.id = id}, &member) && member.groupement_id == group.id;
    if (sound && (why = second_lead(rq, &group, member.actor_id, input.role)))
        form_refuse(rq, &view, "role", why);
    if (!sound || why) {
        show_with(rq, INVALID, &view);
        return;
    }
    member_set_role(rq->db, (struct member_set_role_args){.id = id, .role = input.role,
        .brings = input.brings ? input.brings : member.brings});
    group_note(rq, group.id, N_("A role was changed"), NULL);
    if (asks_again(&member, input.role)) {
        struct actor_named actor = {.name = member.name, .email = member.email};
        member_ask_again(rq->db, (struct member_ask_again_args){.id = id, .now = rq->now});
        tell_invited(rq, &group, &actor);
        reply_done(rq, group_path(rq, group.id, "equipe"), say(rq, N_("The role is changed. %s must accept it."),
                                                               member.name));
        return;
    }
    reply_done(rq, group_path(rq, group.id, "equipe"), translate(rq, N_("The role is changed.")));
}

void leave_group(struct request *rq)
{
    struct groupement_by_id group;
    struct member_by_id member;
    bool own;
    if (!enter_to_change(rq, INVITED, &group) || !composition_is_free(rq, &group)
        || !find_answering(rq, &group, &member, &own))
        return;
    if (!text_is(member.state, "accepted") && !text_is(member.state, "invited")) {
        reply_refused(rq, CONFLICT, translate(rq, N_("This structure is not in the group any more.")));
        return;
    }
    member_set_state(rq->db, (struct member_set_state_args){.id = member.id, .state = "left", .now = rq->now});
    shares_remove_of_member(rq->db, (struct shares_remove_of_member_args){.member_id = member.id});
    forget_strangers(rq, group.id);
    group_note(rq, group.id, N_("A structure left"), NULL);
    notice_tell(rq, "groupement", group.id, group.title, say(rq, N_("%s left the group: its shares are free again."),
                member.name), group_path(rq, group.id, "repartition"));
    bool still = inside_of(rq, &group) != OUTSIDE;
    reply_done(rq, still ? group_path(rq, group.id, "equipe") : "/groupements",
               say(rq, N_("%s left the group: its shares are free again."), member.name));
}
