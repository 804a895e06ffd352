/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The lots of the contract and the split: who does which task of which lot, for how much. */
#include "base/money.h"
#include "base/number.h"
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include <math.h>

struct lot_input { const char *number, *title, *cpv, *place, *unit; const double *quantity; const int64_t *offer; };
static const struct field lot_fields[] = {
    {TEXT, "numero", N_("Number of the lot"), TEXT_IN(lot_input, number), .required = true, .most = 20,
     .hint = N_("The number of a lot that exists corrects it.")},
    {TEXT, "objet", N_("What it is for"), TEXT_IN(lot_input, title), .required = true, .least = 3, .most = 160},
    {TEXT, "code", N_("CPV code, for a purchase"), TEXT_IN(lot_input, cpv), .most = 10, .check = cpv_trouble},
    {TEXT, "ou", N_("Where?"), TEXT_IN(lot_input, place), .most = 120, .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {DECIMAL, "volume", N_("How much"), MAYBE_REAL_IN(lot_input, quantity), .most = 1000000000},
    {TEXT, "unite", N_("Unit"), TEXT_IN(lot_input, unit), .most = 40, .example = N_("meals a day")},
    {MONEY, "offre", N_("Amount of the offer, before VAT"), MAYBE_INT_IN(lot_input, offer), .least = 0,
     .most = 100000000000},
    {0}
};
const struct form lot_form = {N_("Write a lot"), "/groupements/:id/lots", N_("Keep this lot"), lot_fields, NULL};

struct share_input { const char *lot, *member, *task, *unit, *vat; const double *quantity; int64_t cents; };
static const struct field share_fields[] = {
    {CHOICE, "lot", N_("Lot"), TEXT_IN(share_input, lot), .required = true, .options = lot_choices},
    {CHOICE, "membre", N_("Member"), TEXT_IN(share_input, member), .required = true, .options = member_choices,
     .none = NO_MEMBER},
    {TEXT, "tache", N_("Task"), TEXT_IN(share_input, task), .required = true, .least = 2, .most = 160},
    {DECIMAL, "quantite", N_("How much"), MAYBE_REAL_IN(share_input, quantity), .most = 1000000000},
    {TEXT, "mesure", N_("Unit"), TEXT_IN(share_input, unit), .most = 40, .example = N_("days")},
    {MONEY, "montant", N_("Amount before VAT"), INT_IN(share_input, cents), .required = true, .least = 0,
     .most = 100000000000},
    {CHOICE, "tva", N_("VAT"), TEXT_IN(share_input, vat), .required = true, .choices = vat_rates},
    {0}
};
const struct form share_form = {N_("Give a part to a member"), "/groupements/:id/parts", N_("Keep this part"),
    share_fields, NULL};

const struct label *lot_choices(struct request *rq)
{
    struct lots_of lots = lots_of(rq->db, (struct lots_of_args){.groupement_id = route_id(rq)});
    struct label *labels = arena_array(rq->arena, lots.count + 1, sizeof *labels);
    for (size_t i = 0; i < lots.count; i++)
        labels[i] = (struct label){arena_format(rq->arena, "%lld", (long long)lots.rows[i].id),
            arena_format(rq->arena, "%s — %s", lots.rows[i].number, lots.rows[i].title)};
    return labels;
}

/* Whole group: before VAT, VAT, with VAT, and whether it is the sum of the lots. */
static struct figures sums_of(struct request *rq, const struct shares_of *shares, const struct lots_of *lots)
{
    enum { FIGURES = 3 };
    struct figure *figures = arena_array(rq->arena, FIGURES, sizeof *figures);
    int64_t before = 0, with = 0, offer = 0;
    for (size_t i = 0; i < shares->count; i++) {
        before += shares->rows[i].cents;
        with += with_vat(shares->rows[i].cents, shares->rows[i].vat);
    }
    for (size_t i = 0; i < lots->count; i++)
        offer += lots->rows[i].offer_cents ? *lots->rows[i].offer_cents : 0;
    figures[0] = (struct figure){.text = translate(rq, N_("shares, before VAT")), .shown = money_text(rq, before)};
    figures[1] = (struct figure){.text = translate(rq, N_("shares, with VAT")), .shown = money_text(rq, with)};
    figures[2] = (struct figure){.text = translate(rq, N_("amount of the offer, before VAT")),
                                 .shown = money_text(rq, offer)};
    return (struct figures){figures, lots->count ? FIGURES : 0};
}

/* The lot one asks to correct, as it is. */
static struct form_view lot_asked(struct request *rq, const struct lots_of *lots)
{
    int64_t asked = param_int(rq, "ecrire", 0, 0, INT64_MAX);
    for (size_t i = 0; i < lots->count; i++) {
        const struct lots_of_row *lot = &lots->rows[i];
        double quantity = lot->quantity ? (double)*lot->quantity / 1000 : 0;
        struct lot_input input = {.number = lot->number, .title = lot->title, .cpv = lot->cpv,
            .place = place_written(rq->db, lot->commune),
            .unit = lot->unit, .quantity = lot->quantity ? &quantity : NULL, .offer = lot->offer_cents};
        if (lot->id == asked)
            return form_fill(rq, &lot_form, &input);
    }
    return form_empty(rq, &lot_form);
}

static void show_with(struct request *rq, int status, const struct form_view *refused)
{
    struct groupement_split page = {.others.formats = "csv xlsx json"};
    if (!enter(rq, MEMBER, &page.group))
        return;
    page.tabs = group_tabs(rq, &page.group, "repartition");
    page.shares = shares_of(rq->db, (struct shares_of_args){.groupement_id = page.group.id});
    page.lots = lots_of(rq->db, (struct lots_of_args){.groupement_id = page.group.id});
    page.sums = sums_of(rq, &page.shares, &page.lots);
    page.lot = refused && refused->form == &lot_form ? *refused : lot_asked(rq, &page.lots);
    page.share = refused && refused->form == &share_form ? *refused : form_empty(rq, &share_form);
    reply_with(rq, status, &groupement_split, &page);
}

void show_split(struct request *rq)
{
    show_with(rq, OK, NULL);
}

static const int64_t *thousandths(struct request *rq, const double *quantity)
{
    int64_t *whole = arena_alloc(rq->arena, sizeof *whole);
    if (!quantity)
        return NULL;
    *whole = llround(*quantity * 1000);
    return whole;
}

/* What was deposited is what the buyer has: it changes no more. */
static bool may_change(struct request *rq, struct groupement_by_id *group)
{
    if (!enter_to_change(rq, MEMBER, group))
        return false;
    if (!group->deposited_at)
        return true;
    reply_refused(rq, CONFLICT, translate(rq, N_("The offer is deposited: its lots and its split change no more.")));
    return false;
}

void keep_lot(struct request *rq)
{
    struct groupement_by_id group;
    struct lot_input input = {0};
    struct form_view view;
    struct lot_add added;
    const char *why = NULL, *commune = NULL;
    if (!may_change(rq, &group) || !has_room(rq, group.id, PART_LOTS))
        return;
    bool sound = form_read(rq, &lot_form, &input, &view);
    if (sound && input.place && !(commune = commune_typed(rq, input.place, &why)))
        form_refuse(rq, &view, "ou", why);
    if (!sound || why) {
        show_with(rq, INVALID, &view);
        return;
    }
    lot_add(rq->db, (struct lot_add_args){.groupement_id = group.id, .number = input.number, .title = input.title,
        .cpv = input.cpv, .commune = commune, .quantity = thousandths(rq, input.quantity), .unit = input.unit,
        .offer_cents = input.offer}, &added);
    group_note(rq, group.id, N_("A lot was written"), NULL);
    reply_done(rq, group_path(rq, group.id, "repartition"), translate(rq, N_("The lot is kept.")));
}

void add_share(struct request *rq)
{
    struct groupement_by_id group;
    struct share_input input = {0};
    struct form_view view;
    struct share_add added;
    int64_t lot = 0, member = 0, vat = 0;
    if (!may_change(rq, &group) || !has_room(rq, group.id, PART_SHARES))
        return;
    if (!form_read(rq, &share_form, &input, &view)) {
        show_with(rq, INVALID, &view);
        return;
    }
    parse_int(input.lot, &lot);
    parse_int(input.member, &member);
    parse_int(input.vat, &vat);
    share_add(rq->db, (struct share_add_args){.groupement_id = group.id, .lot_id = lot, .member_id = member,
        .task = input.task, .quantity = thousandths(rq, input.quantity), .unit = input.unit, .cents = input.cents,
        .vat = vat}, &added);
    group_note(rq, group.id, N_("A part was given"), NULL);
    reply_done(rq, group_path(rq, group.id, "repartition"), translate(rq, N_("The part is kept.")));
}

void remove_share(struct request *rq)
{
    struct groupement_by_id group;
    if (!may_change(rq, &group))
        return;
    share_remove(rq->db, (struct share_remove_args){.id = param_int(rq, "part", 0, 0, INT64_MAX),
        .groupement_id = group.id});
    group_note(rq, group.id, N_("A part was taken away"), NULL);
    reply_done(rq, group_path(rq, group.id, "repartition"), translate(rq, N_("The part is taken away.")));
}
