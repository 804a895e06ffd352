/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The life of a group: its states, and what must be true before each step. */
#include "features/groupements/handlers.h"

static const char *all_signed(struct request *rq, int64_t id)
{
    struct members_of members = members_of(rq->db, (struct members_of_args){.groupement_id = id});
    size_t inside = 0;
    for (size_t i = 0; i < members.count; i++) {
        const struct members_of_row *member = &members.rows[i];
        inside += text_is(member->state, "accepted");
        if (text_is(member->state, "accepted") && !member->secret_day)
            return say(rq, N_("%s has not signed the confidentiality agreement yet."), member->name);
    }
    return inside >= 2 ? NULL : translate(rq, N_("A group begins with two members who accepted."));
}

static const char *well_formed(struct request *rq, int64_t id)
{
    struct groupement_by_id group;
    if (!groupement_by_id(rq->db, (struct groupement_by_id_args){.id = id}, &group))
        return NULL;
    struct requirements checks = checks_of(rq, &group);
    for (size_t i = 0; i < checks.count; i++)
        if (checks.items[i].hard && !checks.items[i].met && text_ends(checks.items[i].href, "/equipe"))
            return checks.items[i].what;
    return group.form ? NULL
        : translate(rq, N_("Choose first the form of the group: it decides who answers for what."));
}

static const char *is_deposited(struct request *rq, int64_t id)
{
    struct groupement_by_id group;
    return groupement_by_id(rq->db, (struct groupement_by_id_args){.id = id}, &group) && group.deposited_at ? NULL
        : translate(rq, N_("Say first that the offer was deposited: the buyer answers to what it received."));
}

static const char *is_reviewed(struct request *rq, int64_t id)
{
    struct reviews_of reviews = reviews_of(rq->db, (struct reviews_of_args){.groupement_id = id});
    return reviews.count ? NULL : translate(rq, N_("Write the review first: it is what makes the next answer faster."));
}

static const struct transition transitions[] = {
    {"exploration", "formation", "form", N_("Form the group"), &signed_in, .gate = all_signed,
     .notice = N_("The group is being formed.")},
    {"formation", "candidacy", "apply", N_("Prepare the candidacy"), &signed_in, .gate = well_formed,
     .notice = N_("The group prepares its candidacy.")},
    {"candidacy", "offer", "offer", N_("Prepare the offer"), &signed_in, .gate = well_formed,
     .notice = N_("The group prepares its offer.")},
    {"offer", "awarded", "win", N_("The contract is awarded to us"), &signed_in, .gate = is_deposited,
     .notice = N_("The contract is awarded to the group.")},
    {"offer", "lost", "lose", N_("Another offer was retained"), &signed_in, .asks_reason = true, .gate = is_deposited,
     .notice = N_("The offer of the group was not retained.")},
    {"awarded", "execution", "start", N_("The work begins"), &signed_in, .notice = N_("The work of the group begins.")},
    {"execution", "closed", "close", N_("Close, the review is written"), &signed_in, .gate = is_reviewed,
     .notice = N_("The group is closed; its review is written.")},
    {"lost", "closed", "close", N_("Close, the review is written"), &signed_in, .gate = is_reviewed,
     .notice = N_("The group is closed; its review is written.")},
    {"exploration", "dropped", "drop", N_("Give up"), &signed_in, .asks_reason = true, .danger = true,
     .notice = N_("The group is given up.")},
    {"formation", "dropped", "drop", N_("Give up"), &signed_in, .asks_reason = true, .danger = true,
     .notice = N_("The group is given up.")},
    {"candidacy", "dropped", "drop", N_("Give up"), &signed_in, .asks_reason = true, .danger = true,
     .notice = N_("The group is given up.")},
    {"offer", "dropped", "drop", N_("Give up"), &signed_in, .asks_reason = true, .danger = true,
     .notice = N_("The group is given up.")},
    {0}
};

static const char *state_of(struct request *rq, int64_t id)
{
    struct groupement_by_id group;
    return groupement_by_id(rq->db, (struct groupement_by_id_args){.id = id}, &group) ? group.state : NULL;
}

static void set_state(struct request *rq, int64_t id, const char *state)
{
    groupement_set_state(rq->db, (struct groupement_set_state_args){.id = id, .state = state, .now = rq->now});
}

static bool may_act(struct request *rq, const struct transition *transition, int64_t id)
{
    struct groupement_by_id group;
    return groupement_by_id(rq->db, (struct groupement_by_id_args){.id = id}, &group)
        && inside_of(rq, &group) == PILOT;
}

static const char *path_of(struct request *rq, int64_t id)
{
    return group_path(rq, id, NULL);
}

static const char *title_of(struct request *rq, int64_t id)
{
    struct groupement_by_id group;
    return groupement_by_id(rq->db, (struct groupement_by_id_args){.id = id}, &group) ? group.title : "";
}

const struct machine groupement_machine = {
    .subject = "groupement", .first = "exploration", .states = groupement_states, .transitions = transitions,
    .state_of = state_of, .set_state = set_state, .may_act = may_act, .path_of = path_of, .title_of = title_of
};
