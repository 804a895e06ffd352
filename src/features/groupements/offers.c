/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Joint offers: several suppliers, one leaflet, one price rule, one contact; a public catalogue for buyers. */
#include "base/fold.h"
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "features/territory/territory.h"
#include "formats/document.h"
#include "formats/identifiers.h"
#include "work/journal.h"

enum { PAGE_SIZE = 20 };

const struct label offer_states[] = {
    {"draft", N_("Being written")}, {"published", N_("Published")}, {"withdrawn", N_("Withdrawn")}, {0}
};

static const char *two_suppliers(struct request *rq, int64_t id)
{
    struct suppliers_of suppliers = suppliers_of(rq->db, (struct suppliers_of_args){.offer_id = id});
    return suppliers.count >= 2 ? NULL
        : translate(rq, N_("A joint offer has at least two suppliers who agreed: add them first."));
}

static const struct transition transitions[] = {
    {"draft", "published", "publish", N_("Publish in the catalogue"), &signed_in, .gate = two_suppliers},
    {"published", "withdrawn", "withdraw", N_("Withdraw from the catalogue"), &signed_in, .asks_reason = true,
     .danger = true},
    {"withdrawn", "published", "restore", N_("Publish again"), &signed_in, .gate = two_suppliers},
    {0}
};

static const char *state_of(struct request *rq, int64_t id)
{
    struct offer_by_id offer;
    return offer_by_id(rq->db, (struct offer_by_id_args){.id = id}, &offer) ? offer.state : NULL;
}

static void set_state(struct request *rq, int64_t id, const char *state)
{
    offer_set_state(rq->db, (struct offer_set_state_args){.id = id, .state = state, .now = rq->now});
}

bool may_keep_offer(struct request *rq, const struct offer_by_id *offer)
{
    return rq->user && offer->created_by == rq->user->id;
}

static bool may_act(struct request *rq, const struct transition *transition, int64_t id)
{
    struct offer_by_id offer;
    return offer_by_id(rq->db, (struct offer_by_id_args){.id = id}, &offer)
        && (may_keep_offer(rq, &offer) || (transition->danger && may_in(rq, &edit_directory, SCOPE_SITE, 0)));
}

const char *offer_path(struct request *rq, int64_t id)
{
    return arena_format(rq->arena, "/offres-communes/%lld", (long long)id);
}

static const char *offer_title(struct request *rq, int64_t id)
{
    struct offer_by_id offer;
    return offer_by_id(rq->db, (struct offer_by_id_args){.id = id}, &offer) ? offer.title : "";
}

const struct machine offer_machine = {
    .subject = "joint_offer", .first = "draft", .states = offer_states, .transitions = transitions,
    .state_of = state_of, .set_state = set_state, .may_act = may_act, .path_of = offer_path, .title_of = offer_title
};

static const char *check_territory(struct request *rq, const char *value)
{
    struct place place;
    return territory_place(rq->db, value, &place) ? NULL
        : N_("Write a code: a commune, an EPCI, a département (59), a région (R32).");
}

static const struct field offer_fields[] = {
    {TEXT, "titre", N_("What we offer together"), TEXT_IN(offer_add_args, title), .required = true, .least = 5,
     .most = 160, .example = N_("Meals and reception for up to 2,000 people")},
    {LONG_TEXT, "presentation", N_("For buyers, in a few sentences"), TEXT_IN(offer_add_args, description),
     .required = true, .least = 20, .most = 4000},
    {TEXT, "cpv", N_("CPV code, for a purchase"), TEXT_IN(offer_add_args, cpv), .most = 10, .check = cpv_trouble},
    {TEXT, "territoire", N_("Where it is delivered"), TEXT_IN(offer_add_args, territory), .most = 20,
     .check = check_territory, .hint = N_("The code of a territory: 59 for the Nord.")},
    {LONG_TEXT, "prix", N_("How the price is made"), TEXT_IN(offer_add_args, price_rule), .required = true, .least = 5,
     .most = 2000, .example = N_("One price a meal, the same whoever cooks; delivery by distance.")},
    {LONG_TEXT, "charte", N_("What every supplier promises"), TEXT_IN(offer_add_args, charter), .most = 2000},
    {TEXT, "contact", N_("Who answers buyers"), TEXT_IN(offer_add_args, contact_name), .required = true, .most = 120,
     .autocomplete = "name"},
    {EMAIL, "adresse", N_("E-mail for buyers, public"), TEXT_IN(offer_add_args, contact_email), .required = true,
     .most = 200, .autocomplete = "email"},
    {0}
};
const struct form offer_form = {N_("Write a joint offer"), "/offres-communes/nouvelle", N_("Keep this offer"),
    offer_fields, N_("It is seen by you alone until you publish it.")};
static const struct form change_form = {N_("Correct the offer"), "/offres-communes/:id/modifier", N_("Save"),
    offer_fields, NULL};

void list_offers(struct request *rq)
{
    struct offer_list page = {.pages = pager_here(rq, PAGE_SIZE), .others.formats = "csv xlsx json"};
    struct offers_public_count count = {0};
    const char *typed = param_words(rq, "q"),
        *words = typed ? arena_format(rq->arena, "%%%s%%", fold_text(rq->arena, typed)) : NULL;
    int64_t me = rq->user ? rq->user->id : 0;
    page.search = (struct search){"/offres-communes", translate(rq, N_("Search in the joint offers")), typed};
    offers_public_count(rq->db, (struct offers_public_count_args){.words = words, .person_id = me}, &count);
    page.pages.total = count.total;
    page.offers = offers_public(rq->db, (struct offers_public_args){.words = words, .person_id = me,
        .page_size = page.pages.size, .offset = pager_offset(&page.pages)});
    if (!count.total)
        page.nothing = (struct empty){translate(rq, typed ? N_("No joint offer has these words.")
            : N_("No joint offer yet. Structures that answered together can show buyers what they do together.")),
            typed ? "/offres-communes" : "/offres-communes/nouvelle",
            translate(rq, typed ? N_("See all the joint offers") : N_("Write a joint offer"))};
    reply(rq, &offer_list, &page);
}

void new_offer(struct request *rq)
{
    struct form_view form = form_empty(rq, &offer_form);
    form_reply(rq, &form);
}

static const char *folded(struct request *rq, const struct offer_add_args *offer)
{
    return fold_text(rq->arena, arena_format(rq->arena, "%s %s", offer->title, offer->description));
}

void open_offer(struct request *rq)
{
    struct offer_add_args input = {0};
    struct offer_add added;
    if (!read_form(rq, &offer_form, &input))
        return;
    input.folded = folded(rq, &input);
    input.person_id = rq->user->id;
    input.now = rq->now;
    offer_add(rq->db, input, &added);
    journal_add(rq->db, &(struct journal_entry){.subject = "joint_offer", .subject_id = added.id, .action = "opened",
        .to = "draft", .actor_id = rq->user->id, .at = rq->now});
    reply_created(rq, "/offres-communes", added.id);
}

void show_offer_with(struct request *rq, int status, const struct form_view *refused)
{
    struct offer_page page = {0};
    bool known = offer_by_id(rq->db, (struct offer_by_id_args){.id = route_id(rq)}, &page.offer);
    bool mine = known && may_keep_offer(rq, &page.offer), asked = known && asked_in(rq, page.offer.id, &page.answers);
    if (!known || (!text_is(page.offer.state, "published") && !mine && !asked)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    page.suppliers = suppliers_of(rq->db, (struct suppliers_of_args){.offer_id = page.offer.id,
        .asked = mine || asked});
    page.acts = machine_acts(rq, &offer_machine, page.offer.id, arena_format(rq->arena, "%s/geste",
                                                                             offer_path(rq, page.offer.id)));
    if (mine)
        page.supplier = refused ? *refused : form_empty(rq, &supplier_form);
    joint_offer_shown(rq->db, (struct joint_offer_shown_args){.mine = mine}, &page.shown);
    reply_with(rq, status, &offer_page, &page);
}

void show_offer(struct request *rq)
{
    show_offer_with(rq, OK, NULL);
}

static void write_leaflet(struct document *document, struct request *rq, const struct offer_by_id *offer)
{
    struct suppliers_of suppliers = suppliers_of(rq->db, (struct suppliers_of_args){.offer_id = offer->id});
    document_text(document, offer->description);
    if (offer->territory_name)
        document_text(document, arena_format(rq->arena, "Territoire : %s", offer->territory_name));
    document_heading(document, "Qui la porte");
    for (size_t i = 0; i < suppliers.count; i++)
        document_item(document, arena_format(rq->arena, "%s%s%s%s%s", suppliers.rows[i].name,
            suppliers.rows[i].commune_name ? ", " : "", suppliers.rows[i].commune_name ? suppliers.rows[i].commune_name
            : "", suppliers.rows[i].brings ? " : " : "", suppliers.rows[i].brings ? suppliers.rows[i].brings : ""));
    document_heading(document, "Comment le prix se fait");
    document_text(document, offer->price_rule);
    if (offer->charter)
        document_heading(document, "Ce que chacun promet");
    document_text(document, offer->charter);
    document_heading(document, "Contact");
    document_text(document, arena_format(rq->arena, "%s, %s", offer->contact_name, offer->contact_email));
}

/* plaquette.pdf or plaquette.odt, for who may see the offer. */
void send_leaflet(struct request *rq)
{
    struct offer_by_id offer;
    bool pdf = text_is(route_code(rq), "plaquette.pdf"), odt = text_is(route_code(rq), "plaquette.odt");
    bool known = offer_by_id(rq->db, (struct offer_by_id_args){.id = route_id(rq)}, &offer)
        && (text_is(offer.state, "published") || may_keep_offer(rq, &offer));
    if (!known || !(pdf || odt)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    struct document document = document_begin(rq->arena, offer.title, "Offre commune", offer.updated_at);
    size_t length = 0;
    write_leaflet(&document, rq, &offer);
    const void *bytes = pdf ? pdf_write(&document, &length) : odt_write(&document, &length);
    reply_bytes(rq, pdf ? "application/pdf" : "application/vnd.oasis.opendocument.text", route_code(rq), bytes, length);
}

bool own_offer(struct request *rq, struct offer_by_id *offer)
{
    if (offer_by_id(rq->db, (struct offer_by_id_args){.id = route_id(rq)}, offer) && may_keep_offer(rq, offer))
        return true;
    reply_error(rq, NOT_FOUND);
    return false;
}

void edit_offer(struct request *rq)
{
    struct offer_by_id offer;
    if (!own_offer(rq, &offer))
        return;
    struct offer_add_args values = {.title = offer.title, .description = offer.description, .cpv = offer.cpv,
        .territory = offer.territory, .price_rule = offer.price_rule, .charter = offer.charter,
        .contact_name = offer.contact_name, .contact_email = offer.contact_email};
    struct form_view form = form_fill(rq, &change_form, &values);
    form_reply(rq, &form);
}

void change_offer(struct request *rq)
{
    struct offer_by_id offer;
    struct offer_add_args input = {0};
    if (!own_offer(rq, &offer) || !read_form(rq, &change_form, &input))
        return;
    offer_change(rq->db, (struct offer_change_args){.id = offer.id, .title = input.title,
        .description = input.description, .cpv = input.cpv, .territory = input.territory,
        .price_rule = input.price_rule, .charter = input.charter, .contact_name = input.contact_name,
        .contact_email = input.contact_email, .folded = folded(rq, &input), .now = rq->now});
    reply_done(rq, offer_path(rq, offer.id), translate(rq, N_("The offer is corrected.")));
}

void move_offer(struct request *rq)
{
    int64_t id = route_id(rq);
    if (machine_post(rq, &offer_machine, id))
        reply_done(rq, text_is(state_of(rq, id), "published") ? offer_path(rq, id) : "/offres-communes",
                   translate(rq, N_("Done.")));
}
