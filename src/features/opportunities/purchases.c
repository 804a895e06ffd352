/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Responsible purchases: the indicators of a SPASER from the awarded contracts; the hours of an insertion clause. */
#include "base/number.h"
#include "base/time.h"
#include "features/opportunities/handlers.h"
#include "features/opportunities/hours.h"
#include "formats/identifiers.h"
#include "i18n/i18n.h"

enum { MOST_YEARS = 10, KINDS = 7, SIREN = 9 };

const struct label purchase_kinds[] = {
    {"clause", N_("with a social clause")}, {"criterion", N_("with a social criterion")},
    {"reserved", N_("reserved contracts")}, {"social", N_("with any social consideration")},
    {"green", N_("with an environmental consideration")}, {"sse", N_("won by the social and solidarity economy")},
    {"insertion", N_("won by insertion or sheltered structures")}, {0}
};

static const double *percent(struct request *rq, int64_t part, int64_t whole)
{
    double *share = arena_alloc(rq->arena, sizeof *share);
    if (whole <= 0)
        return NULL;
    *share = (double)(int64_t)(1000 * (double)part / (double)whole + 0.5) / 10;
    return share;
}

struct counted { const char *what; int64_t contracts, amount, of, of_amount; };

static void add_year(struct request *rq, struct purchase_lines *lines, int64_t year,
                     const struct purchases_of_year *all)
{
    const struct counted counted[KINDS] = {
        {"clause", all->clause, all->clause_amount, all->told, all->told_amount},
        {"criterion", all->criterion, all->criterion_amount, all->told, all->told_amount},
        {"reserved", all->reserved, all->reserved_amount, all->told, all->told_amount},
        {"social", all->any_social, all->any_social_amount, all->told, all->told_amount},
        {"green", all->green, all->green_amount, all->told, all->told_amount},
        {"sse", all->sse, all->sse_amount, all->contracts, all->amount},
        {"insertion", all->insertion, all->insertion_amount, all->contracts, all->amount},
    };
    for (size_t i = 0; i < KINDS; i++)
        lines->rows[lines->count++] = (struct purchase_lines_row){.year = year, .what = counted[i].what,
            .contracts = counted[i].contracts, .of_contracts = counted[i].of, .amount = counted[i].amount,
            .share = percent(rq, counted[i].contracts, counted[i].of),
            .amount_share = percent(rq, counted[i].amount, counted[i].of_amount)};
}

static void count_years(struct request *rq, struct purchases_page *page, const char *buyer, const char *department)
{
    struct contract_years years;
    page->lines.rows = arena_array(rq->arena, (size_t)MOST_YEARS * KINDS, sizeof *page->lines.rows);
    if (!contract_years(rq->db, (struct contract_years_args){0}, &years) || !years.last_day)
        return;
    int last = civil_from_days(*years.last_day).year, first = civil_from_days(*years.first_day).year;
    for (int year = last; year >= first && year > last - MOST_YEARS; year--) {
        struct purchases_of_year all = {0};
        purchases_of_year(rq->db, (struct purchases_of_year_args){.buyer = buyer, .department = department,
            .from_day = days_from_civil(year, 1, 1), .until_day = days_from_civil(year + 1, 1, 1)}, &all);
        if (all.contracts)
            add_year(rq, &page->lines, year, &all);
    }
}

/* A SIREN, or the one of a SIRET; NULL when it is neither. */
static const char *siren_of(struct request *rq, const char *typed)
{
    char siren[10], siret[15];
    if (check_siren(typed, siren) == ID_SOUND)
        return arena_text(rq->arena, siren);
    return check_siret(typed, siret) == ID_SOUND ? arena_copy(rq->arena, siret, SIREN) : NULL;
}

void show_purchases(struct request *rq)
{
    struct purchases_page page = {.others.formats = "csv xlsx json"};
    struct buyer_named named = {0};
    const char *typed = param_text(rq, "acheteur"), *department = param_text(rq, "departement");
    const char *buyer = typed ? siren_of(rq, typed) : NULL;
    bool wrong = typed && !buyer;
    if (wrong)
        page.trouble = (struct empty){translate(rq, N_("This is neither a SIREN nor a SIRET: nine or fourteen digits, "
            "with a right key.")), NULL, NULL};
    if (buyer)
        buyer_named(rq->db, (struct buyer_named_args){.siren = buyer}, &named);
    purchases_shown(rq->db, (struct purchases_shown_args){.buyer = typed, .name = named.buyer_name,
        .department = department}, &page.shown);
    if (!wrong)
        count_years(rq, &page, buyer, department);
    if (!wrong && !page.lines.count)
        page.nothing = (struct empty){translate(rq, N_("No awarded contract is known here. They are imported from the "
            "public data (DECP).")), "/marches", translate(rq, N_("See all the contracts"))};
    reply_with(rq, wrong ? INVALID : OK, &purchases_page, &page);
}

/* --- the hours of an insertion clause ---------------------------------------------------------------------------- */

static const struct field hours_fields[] = {
    {MONEY, "montant", N_("Amount before VAT"), INT_IN(insertion_clause, cents), .required = true, .least = 1,
     .most = 100000000000000},
    {WHOLE, "main_d_oeuvre", N_("Share of labour, in %"), INT_IN(insertion_clause, labour_percent), .required = true,
     .least = 1, .most = 100, .hint = N_("It depends on the trade: painting 70, masonry 50, steel frame 20.")},
    {DECIMAL, "taux", N_("Rate of insertion, in %"), REAL_IN(insertion_form, rate), .required = true, .least = 0,
     .most = 100, .example = N_("5")},
    {MONEY, "heure", N_("Cost of one hour of work"), INT_IN(insertion_clause, hour_cents), .required = true,
     .least = 100, .most = 100000, .example = N_("30")},
    {0}
};
const struct form hours_form = {N_("Hours of insertion"), "/marches/heures", N_("Count the hours"), hours_fields,
    N_("Hours = amount × share of labour × rate of insertion ÷ cost of an hour.")};

void show_hours(struct request *rq)
{
    struct hours_page page = {.form = form_empty(rq, &hours_form)};
    reply(rq, &hours_page, &page);
}

void count_hours(struct request *rq)
{
    struct insertion_form typed = {0};
    struct hours_page page = {0};
    int64_t hours = 0;
    bool sound = form_read(rq, &hours_form, &typed, &page.form);
    typed.clause.insertion_tenths = (int64_t)(typed.rate * 10 + 0.5);
    if (sound && !insertion_hours(&typed.clause, &hours)) {
        form_refuse(rq, &page.form, "montant", translate(rq, N_("This amount is too large.")));
        sound = false;
    }
    if (sound) {
        struct figure *figure = arena_alloc(rq->arena, sizeof *figure);
        *figure = (struct figure){.value = (double)hours, .text = translate(rq, N_("hours of insertion"))};
        page.result = (struct figures){figure, 1};
        page.form = form_fill(rq, &hours_form, &typed);
    }
    reply_with(rq, sound ? OK : INVALID, &hours_page, &page);
}
