/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Contracts that end in 6 to 18 months, from the awarded ones: the time to get ready together. */
#include "base/fold.h"
#include "base/time.h"
#include "features/opportunities/handlers.h"
#include "features/territory/territory.h"
#include "work/journal.h"
#include <string.h>

enum { LOOKED_AT = 20000, SHOWN = 200, SOONEST = 6, LATEST = 18, LONGEST_YEARS = 10, YEAR = 366,
       SIREN_DIGITS = 9 };

int64_t contract_end(int64_t notified_day, int64_t months)
{
    return add_months(notified_day, (int)months);
}

/* Rows of the same shape as the query's, those whose end falls in the window, by end. */
static void list_window(struct request *rq, struct ending_list *page, struct contracts_ending_args args,
                        int64_t soonest, int64_t latest)
{
    int64_t today = paris_day(rq->now), from = add_months(today, (int)soonest), until = add_months(today, (int)latest);
    args.least_day = today - LONGEST_YEARS * YEAR;
    args.page_size = LOOKED_AT;
    struct contracts_ending all = contracts_ending(rq->db, args);
    struct contracts_ending_row *rows = arena_array(rq->arena, SHOWN, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        int64_t day = contract_end(*all.rows[i].notified_day, *all.rows[i].months);
        if (day < from || day >= until)
            continue;
        page->pages.total++;
        int64_t *ends = arena_alloc(rq->arena, sizeof *ends);
        *ends = day;
        size_t at = count < SHOWN ? count++ : SHOWN;
        for (; at > 0 && *rows[at - 1].notified_day > day; at--)
            if (at < SHOWN)
                rows[at] = rows[at - 1];
        if (at < SHOWN) {
            rows[at] = all.rows[i];
            rows[at].notified_day = ends;                  /* what the page shows: the day it ends */
        }
    }
    page->contracts = (struct contracts_ending){count, rows};
}

/* A buyer by the beginning of its number, or by a part of its name. */
static void ask_buyer(struct request *rq, const char *typed, struct contracts_ending_args *args)
{
    if (!typed)
        return;
    char *clean = arena_text(rq->arena, typed);
    bool number = strlen(clean) >= SIREN_DIGITS && strspn(clean, "0123456789") == strlen(clean);
    for (char *at = clean; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    if (number)
        args->siren = arena_format(rq->arena, "%s%%", clean);
    else
        args->buyer = like_pattern(rq->arena, clean);
}

/* Who asks for nothing in particular sees what ends here: the département of the site's own territory, NULL when it is
 * wider. An empty field, "?departement=", asks for all of them. */
static const char *department_here(struct request *rq)
{
    struct place *place = arena_alloc(rq->arena, sizeof *place);
    const char *own = *rq->query ? NULL : territory_own(rq->db);
    if (!own || !territory_place(rq->db, own, place))
        return NULL;
    return text_is(place->kind, "department") ? place->code : place->department;
}

static struct empty none_ends(struct request *rq, bool only_here)
{
    if (only_here)
        return (struct empty){translate(rq, N_("No contract that we know ends here in this time.")),
            "/marches/echeances?departement=", translate(rq, N_("See those of all départements"))};
    return (struct empty){translate(rq, N_("No contract that we know ends in this time. Awarded contracts "
        "are imported from the public data (DECP).")), "/marches", translate(rq, N_("See all the contracts"))};
}

void list_ending(struct request *rq)
{
    struct ending_list page = {.others.formats = "csv xlsx json"};
    const char *cpv = param_text(rq, "cpv"), *here = department_here(rq);
    const char *department = here ? here : param_text(rq, "departement");
    const char *buyer = param_words(rq, "acheteur");
    struct contracts_ending_args args = {.department = department};
    int64_t soonest = param_int(rq, "de", SOONEST, 0, 120), latest = param_int(rq, "a", LATEST, 0, 120);
    cpv_branch(rq->arena, cpv, &args.cpv_start, &args.cpv_end);
    ask_buyer(rq, buyer, &args);
    list_window(rq, &page, args, soonest, latest);
    market_searched(rq->db, (struct market_searched_args){.cpv = cpv, .department = department, .buyer = buyer,
        .total = page.pages.total}, &page.search);
    if (!page.contracts.count)
        page.nothing = none_ends(rq, here != NULL);
    reply(rq, &ending_list, &page);
}

/* A contract that ends becomes an opportunity one follows. */
void sense_ending(struct request *rq)
{
    struct contract_ending_by_id contract;
    struct opportunity_by_key known;
    struct opportunity_add added;
    if (!contract_ending_by_id(rq->db, (struct contract_ending_by_id_args){.id = route_id(rq)}, &contract)
        || !contract.months || !contract.notified_day) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    if (opportunity_by_key(rq->db, (struct opportunity_by_key_args){.source = "contract",
            .source_id = contract.source_id}, &known)) {
        reply_see(rq, arena_format(rq->arena, "/marches/%lld", (long long)known.id));
        return;
    }
    if (!may_at(rq, &keep_opportunities, contract.commune)) {
        reply_error(rq, FORBIDDEN);
        return;
    }
    int64_t end = contract_end(*contract.notified_day, *contract.months);
    opportunity_add(rq->db, (struct opportunity_add_args){.state = "sensed", .source = "contract",
        .source_id = contract.source_id, .title = contract.title, .buyer = contract.buyer_name,
        .buyer_id = contract.buyer_siret, .cpv = contract.cpv, .commune = contract.commune,
        .place = contract.department, .amount = contract.amount, .currency = "EUR", .months = contract.months,
        .deadline_day = &end, .folded = fold_for_search(rq->arena, arena_format(rq->arena, "%s %s", contract.title,
            contract.buyer_name)), .added_by = &rq->user->id, .now = rq->now}, &added);
    journal_add(rq->db, &(struct journal_entry){.subject = "opportunity", .subject_id = added.id, .action = "sensed",
        .to = "sensed", .actor_id = rq->user->id, .at = rq->now});
    reply_done(rq, arena_format(rq->arena, "/marches/%lld", (long long)added.id),
               translate(rq, N_("This contract is followed from now on.")));
}
