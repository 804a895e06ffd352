/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of coverage: who could do what of a contract, lots typed by hand, gaps that come back and become needs. */
#include "base/number.h"
#include "features/directory/directory.h"
#include "features/needs/needs.h"
#include "features/opportunities/coverage.h"
#include "features/opportunities/handlers.h"
#include "features/territory/territory.h"
#include "formats/identifiers.h"
#include "work/journal.h"

enum { LOTS_SHOWN = 10, RECURS = 2 };

const struct label gap_kinds[] = {
    {"trade", N_("nobody who does it")}, {"place", N_("nobody who acts there")},
    {"volume", N_("not enough capacity")}, {0}
};

static const struct field lot_fields[] = {
    {TEXT, "numero", N_("Number of the lot"), TEXT_IN(opportunity_lot_type_args, number), .required = true, .most = 20},
    {TEXT, "titre", N_("What it is for"), TEXT_IN(opportunity_lot_type_args, title), .required = true, .least = 3,
     .most = 160},
    {TEXT, "cpv", N_("CPV code, for a purchase"), TEXT_IN(opportunity_lot_type_args, cpv), .most = 10,
     .check = cpv_trouble},
    {TEXT, "lieu", N_("Where?"), TEXT_IN(opportunity_lot_type_args, place), .most = 120,
     .hint = N_("A commune or a postal code."),
     .check = territory_check_typed, .suggest = territory_suggest},
    {WHOLE, "quantite", N_("How much"), MAYBE_INT_IN(opportunity_lot_type_args, quantity), .least = 1,
     .most = 1000000000},
    {TEXT, "unite", N_("Of what, and in what time"), TEXT_IN(opportunity_lot_type_args, unit), .most = 60,
     .example = N_("meals a day")},
    {MONEY, "montant", N_("Amount before VAT"), MAYBE_INT_IN(opportunity_lot_type_args, amount), .least = 1,
     .most = 100000000000000},
    {0}
};
const struct form market_lot_form = {N_("Add a lot"), "/marches/:id/lots", N_("Add this lot"), lot_fields, NULL};

static const char *gap_sentence(struct request *rq, const struct lot_coverage *lot, const struct lot_gap *gap)
{
    struct buffer number = {.arena = rq->arena};
    buffer_int(&number, gap->missing);
    switch (gap->kind) {
    case GAP_TRADE: return translate(rq, N_("missing: somebody who does it."));
    case GAP_PLACE: return say(rq, N_("missing: somebody who says to act there (%s)."),
                               lot->place ? lot->place : lot->commune);
    case GAP_VOLUME: return say(rq, N_("missing: %s %s."), buffer_string(&number), lot->unit);
    }
    return "";
}

/* Those who do it but are not known to act there, or whose capacity is not said. */
static const char *who_could_fill(struct request *rq, const struct lot_coverage *lot, const struct lot_gap *gap)
{
    struct buffer out = {.arena = rq->arena};
    for (size_t i = 0, named = 0; i < lot->count && named < 3; i++) {
        const struct covering *one = &lot->who[i];
        if (gap->kind == GAP_VOLUME ? one->covers && one->counted : one->covers)
            continue;
        buffer_format(&out, "%s%s", named++ ? ", " : "", one->name);
    }
    return out.length ? out.text : NULL;
}

static void fill_lines(struct request *rq, struct coverage_page *page, const struct lot_coverage *lots, size_t count)
{
    size_t lines = 0, gaps = 0;
    for (size_t i = 0; i < count; i++)
        lines += lots[i].count, gaps += lots[i].gap_count;
    page->lines.rows = arena_array(rq->arena, lines, sizeof *page->lines.rows);
    page->gaps.rows = arena_array(rq->arena, gaps, sizeof *page->gaps.rows);
    for (size_t i = 0; i < count; i++) {
        const struct lot_coverage *lot = &lots[i];
        for (size_t j = 0; j < lot->count; j++)
            page->lines.rows[page->lines.count++] = (struct coverage_lines_row){.lot = lot->number,
                .actor_id = lot->who[j].actor_id, .name = lot->who[j].name, .km = lot->who[j].km,
                .capacity = lot->who[j].capacity, .covers = lot->who[j].covers,
                .reasons = lot->who[j].reasons ? lot->who[j].reasons : ""};
        for (size_t j = 0; j < lot->gap_count; j++)
            page->gaps.rows[page->gaps.count++] = (struct coverage_gaps_row){.lot = lot->number,
                .missing = gap_sentence(rq, lot, &lot->gaps[j]), .could = who_could_fill(rq, lot, &lot->gaps[j])};
    }
}

static void coverage_with(struct request *rq, int status, const struct form_view *refused)
{
    struct coverage_page page = {.pages = pager_here(rq, LOTS_SHOWN), .others.formats = "csv xlsx json"};
    int64_t id = route_id(rq);
    size_t count;
    if (!opportunity_by_id(rq->db, (struct opportunity_by_id_args){.id = id}, &page.opportunity)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    const struct lot_coverage *lots = cover_lots(rq->db, rq->arena, id, rq->now, page.pages.size,
                                                 pager_offset(&page.pages), &count, &page.pages.total);
    fill_lines(rq, &page, lots, count);
    page.lot = refused ? *refused : form_empty(rq, &market_lot_form);
    reply_with(rq, status, &coverage_page, &page);
}

void show_coverage(struct request *rq)
{
    coverage_with(rq, OK, NULL);
}

void add_lot(struct request *rq)
{
    struct opportunity_lot_type_args lot = {.opportunity_id = route_id(rq)};
    struct opportunity_lot_type added;
    struct form_view view;
    const char *why = NULL;
    if (!find_opportunity_for(rq, lot.opportunity_id))
        return;
    bool sound = form_read(rq, &market_lot_form, &lot, &view);
    if (sound && lot.place && !(lot.commune = commune_typed(rq, lot.place, &why)))
        form_refuse(rq, &view, "lieu", why);
    if (sound && lot.quantity && !lot.unit) {
        why = translate(rq, N_("Say of what: meals a day, hours a week…"));
        form_refuse(rq, &view, "unite", why);
    }
    if (!sound || why) {
        coverage_with(rq, INVALID, &view);
        return;
    }
    opportunity_lot_type(rq->db, lot, &added);
    journal_add(rq->db, &(struct journal_entry){.subject = "opportunity", .subject_id = lot.opportunity_id,
        .action = N_("A lot was added"), .reason = lot.number, .actor_id = rq->user->id, .at = rq->now});
    reply_see(rq, arena_format(rq->arena, "/marches/%lld/couverture", (long long)lot.opportunity_id));
}

void list_gaps(struct request *rq)
{
    struct gap_list page = {.others.formats = "csv xlsx json"};
    page.gaps = gaps_recurring(rq->db, (struct gaps_recurring_args){.least = RECURS});
    if (!page.gaps.count)
        page.nothing = (struct empty){translate(rq, N_("Nothing lacks twice: gaps are looked for each night, in the "
            "contracts that are not over.")), "/marches", translate(rq, N_("See all the contracts"))};
    reply(rq, &gap_list, &page);
}

static int64_t need_of_gap(struct request *rq, char **key, const struct gap_recurring *gap)
{
    struct place place = {0};
    territory_place(rq->db, key[2], &place);
    const char *where = place.name ? place.name : key[2];
    const struct sector *sector = sector_of_cpv(key[1]);
    const char *trade = sector ? label_text(rq, sector_labels, sector->code) : key[1];
    const char *title = say(rq, N_("%s, %s: %s"), trade, where, label_text(rq, gap_kinds, key[0]));
    const char *details = say(rq, N_("Seen in %lld contracts that are open or to come (CPV %s)."),
                              (long long)gap->contracts, key[1]);
    const char *quantity = gap->missing ? arena_format(rq->arena, "%lld %s", (long long)*gap->missing,
                                                       gap->unit ? gap->unit : "") : NULL;
    return needs_from_data(rq, &(struct need_from_data){.title = title, .details = details, .theme = "work",
        .commune = gap->commune, .place = where, .quantity = quantity});
}

void make_need_of_gap(struct request *rq)
{
    size_t count;
    const char *typed = param_text(rq, "manque");
    char **key = text_split(rq->arena, typed ? typed : "", " ", &count);
    struct gap_recurring gap = {0};
    struct gap_need_of known;
    if (count != 3 || !gap_recurring(rq->db, (struct gap_recurring_args){.kind = key[0], .division = key[1],
            .department = key[2]}, &gap) || gap.contracts < RECURS) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (!may_at(rq, &keep_opportunities, gap.commune)) {
        reply_error(rq, FORBIDDEN);
        return;
    }
    if (gap_need_of(rq->db, (struct gap_need_of_args){.kind = key[0], .division = key[1], .department = key[2]},
            &known)) {
        reply_refused(rq, CONFLICT, translate(rq, N_("This gap is already a need.")));
        return;
    }
    int64_t id = need_of_gap(rq, key, &gap);
    gap_need_add(rq->db, (struct gap_need_add_args){.kind = key[0], .division = key[1], .department = key[2],
        .need_id = id, .now = rq->now});
    reply_done(rq, arena_format(rq->arena, "/besoins/%lld", (long long)id),
               translate(rq, N_("This gap is a need from now on: it waits to be read and published.")));
}
