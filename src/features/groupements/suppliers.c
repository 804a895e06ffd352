/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The suppliers of a joint offer: asked, agreeing, leaving. Who wrote the offer answers only for a structure for which
 * nobody has an account here. */
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "work/mail.h"

enum { MOST_SUPPLIERS = 60 };

struct supplier_input { const char *structure, *brings; };
static const struct field supplier_fields[] = {
    {TEXT, "structure", N_("Structure"), TEXT_IN(supplier_input, structure), .required = true, .most = 160,
     .hint = N_("Its name in the directory, or its SIRET."), .suggest = actor_suggest},
    {TEXT, "apport", N_("What it brings to the offer"), TEXT_IN(supplier_input, brings), .most = 300},
    {0}
};
const struct form supplier_form = {N_("Add a supplier"), "/offres-communes/:id/fournisseurs", N_("Add this supplier"),
    supplier_fields, N_("A structure for which somebody has an account here agrees by itself.")};

bool asked_in(struct request *rq, int64_t offer_id, struct acts *answers)
{
    if (!rq->user)
        return false;
    struct suppliers_spoken mine = suppliers_spoken(rq->db, (struct suppliers_spoken_args){.offer_id = offer_id,
        .person_id = rq->user->id, .today = paris_day(rq->now)});
    struct act *acts = arena_array(rq->arena, 2 * mine.count, sizeof *acts);
    size_t count = 0;
    for (size_t i = 0; i < mine.count; i++) {
        const char *number = arena_format(rq->arena, "%lld", (long long)mine.rows[i].actor_id);
        if (!mine.rows[i].agreed)
            acts[count++] = (struct act){.path = arena_format(rq->arena, "%s/accord", offer_path(rq, offer_id)),
                .label = say(rq, N_("%s takes part in this offer"), mine.rows[i].name), .name = "structure",
                .value = number};
        acts[count++] = (struct act){.path = arena_format(rq->arena, "%s/fournisseurs/retirer",
                offer_path(rq, offer_id)), .danger = true,
            .label = say(rq, N_("%s takes no part in it"), mine.rows[i].name), .name = "structure", .value = number};
    }
    *answers = (struct acts){acts, count};
    return mine.count > 0;
}

/* Who speaks for it writes the offer, or nobody could answer for it. */
static bool agrees_at_once(struct request *rq, int64_t actor_id)
{
    int64_t today = paris_day(rq->now);
    struct speakers_count speakers = {0};
    speakers_count(rq->db, (struct speakers_count_args){.actor_id = actor_id, .today = today}, &speakers);
    return !speakers.total || speaks_for(rq->db, (struct speaks_for_args){.actor_id = actor_id,
        .person_id = rq->user->id, .today = today}, NULL);
}

static void tell_supplier(struct request *rq, const struct offer_by_id *offer, int64_t actor_id)
{
    struct actor_named actor;
    if (actor_named(rq->db, (struct actor_named_args){.id = &actor_id}, &actor) && actor.email)
        mail_send(rq, &(struct mail){.to = actor.email,
            .subject = say(rq, N_("%s is named in a joint offer"), actor.name),
            .text = arena_format(rq->arena, "%s\n%s\n", say(rq, N_("Hello,\n\n%s names %s as a supplier of the joint "
                "offer “%s”. Say there whether you take part:"), rq->user->name ? rq->user->name : rq->user->email,
                actor.name, offer->title), mail_link(rq, offer_path(rq, offer->id)))});
}

void add_supplier(struct request *rq)
{
    struct offer_by_id offer;
    struct supplier_input input = {0};
    struct form_view view;
    const char *why = NULL;
    if (!own_offer(rq, &offer))
        return;
    bool sound = form_read(rq, &supplier_form, &input, &view);
    int64_t id = sound ? actor_typed(rq, input.structure, &why) : 0, today = paris_day(rq->now);
    if (sound && id && suppliers_of(rq->db, (struct suppliers_of_args){.offer_id = offer.id, .asked = 1}).count
        >= MOST_SUPPLIERS) {
        why = translate(rq, N_("A joint offer has at most 60 suppliers."));
        id = 0;
    }
    if (sound && !id)
        form_refuse(rq, &view, "structure", why);
    if (!id) {
        show_offer_with(rq, INVALID, &view);
        return;
    }
    bool at_once = agrees_at_once(rq, id);
    supplier_add(rq->db, (struct supplier_add_args){.offer_id = offer.id, .actor_id = id, .brings = input.brings,
        .agreed_day = at_once ? &today : NULL});
    tell_supplier(rq, &offer, id);
    reply_done(rq, offer_path(rq, offer.id), translate(rq, at_once ? N_("The supplier is added.")
        : N_("The supplier is asked: it is shown to buyers once it agrees.")));
}

void agree_to_offer(struct request *rq)
{
    int64_t id = route_id(rq), actor = param_int(rq, "structure", 0, 0, INT64_MAX), today = paris_day(rq->now);
    struct acts answers;
    if (!asked_in(rq, id, &answers)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (!speaks_for(rq->db, (struct speaks_for_args){.actor_id = actor, .person_id = rq->user->id, .today = today},
                    NULL)) {
        reply_refused(rq, FORBIDDEN, translate(rq, N_("Only who speaks for a structure answers for it.")));
        return;
    }
    supplier_agree(rq->db, (struct supplier_agree_args){.offer_id = id, .actor_id = actor, .day = today});
    reply_done(rq, offer_path(rq, id), translate(rq, N_("The supplier is added.")));
}

/* A published offer that one supplier alone carries is withdrawn: it is no joint offer any more. */
void remove_supplier(struct request *rq)
{
    struct offer_by_id offer;
    int64_t actor = param_int(rq, "structure", 0, 0, INT64_MAX);
    bool known = offer_by_id(rq->db, (struct offer_by_id_args){.id = route_id(rq)}, &offer);
    bool own = known && rq->user && speaks_for(rq->db, (struct speaks_for_args){.actor_id = actor,
        .person_id = rq->user->id, .today = paris_day(rq->now)}, NULL);
    if (!own && !own_offer(rq, &offer))
        return;
    supplier_remove(rq->db, (struct supplier_remove_args){.offer_id = offer.id, .actor_id = actor});
    if (text_is(offer.state, "published")
        && suppliers_of(rq->db, (struct suppliers_of_args){.offer_id = offer.id}).count < 2)
        offer_set_state(rq->db, (struct offer_set_state_args){.id = offer.id, .state = "withdrawn", .now = rq->now});
    reply_done(rq, own ? "/offres-communes" : offer_path(rq, offer.id),
               translate(rq, N_("The supplier is taken away.")));
}
