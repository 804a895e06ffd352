/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kinds loan (terms in, schedule and effective rate out) and rate (of any flows). */
#include "base/time.h"
#include "main/compute_money_plan.h"

enum { MOST_WORDS = 40, MOST_FLOWS = 5000 };
static const char *const loan_kinds[] = {"constant", "linear", "bullet", "title", "contribution", "advance", "bridge",
                                         NULL};
static const char *const deferrals[] = {"partial", "total", NULL};

bool money_millionths(struct money_question *question, const struct json_value *object, const char *where,
                      const char *key, const char *otherwise, int64_t *millionths)
{
    struct arena *arena = question->line->arena;
    struct rational number;
    *millionths = 0;
    if (!money_fraction(question, object, where, key, otherwise, &number))
        return false;
    struct rational many = rational_multiply(arena, number, rational_of(arena, MILLIONTHS, 1));
    if (rational_floor(arena, many, millionths)
        && rational_compare(arena, many, rational_of(arena, *millionths, 1)) == 0)
        return true;
    money_bad(question, money_place(question, where, key), N_("this is finer than a millionth, or too large"));
    return false;
}

bool money_real(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                const char *otherwise, double *number)
{
    struct rational exact;
    bool good = money_fraction(question, object, where, key, otherwise, &exact);
    *number = good ? rational_real(question->line->arena, exact) : 0;
    return good;
}

bool money_date(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                bool needed, int64_t *day)
{
    const char *text;
    *day = 0;
    if (!money_name(question, object, where, key, needed, &text))
        return false;
    if (!text || parse_date(text, day))
        return true;
    money_bad(question, money_place(question, where, key), N_("a date is awaited: 2026-01-31"));
    return false;
}

const struct json_value *money_object(struct money_question *question, const struct json_value *object,
                                      const char *where, const char *key)
{
    const struct json_value *value = json_get(object, key);
    if (!value || value->kind == JSON_OBJECT)
        return value;
    money_bad(question, money_place(question, where, key), N_("an object is awaited"));
    return NULL;
}

static void read_indexes(struct money_question *question, const struct json_value *object, const char *where,
                         struct loan *loan)
{
    const struct json_value *list = money_list(question, object, where, "index", false, LOAN_MOST_INDEXES);
    int64_t *index = arena_array(question->line->arena, list ? list->count : 0, sizeof *index);
    static const char *const members[] = {"of_reference", NULL};
    for (size_t i = 0; list && i < list->count; i++) {
        const char *place = money_item(question, money_place(question, where, "index"), i);
        money_knows(question, &list->items[i], place, members);
        money_millionths(question, &list->items[i], place, "of_reference", "", &index[i]);
    }
    loan->index = index;
    loan->index_count = list ? (uint32_t)list->count : 0;
}

static void read_title(struct money_question *question, const struct json_value *object, const char *where,
                       struct loan *loan)
{
    money_millionths(question, object, where, "fixed_share", "0", &loan->fixed_share);
    money_millionths(question, object, where, "variable_share", "0", &loan->variable_share);
    money_millionths(question, object, where, "variable_rate", "0", &loan->variable_rate);
    money_millionths(question, object, where, "variable_most", "0", &loan->variable_most);
    read_indexes(question, object, where, loan);
}

static void know_members(struct money_question *question, const struct json_value *object, const char *where,
                         const char *const *more)
{
    static const char *const own[] = {"type", "amount", "rate", "months", "every", "deferred", "deferral", "fee",
        "insurance", "waived", "interest_first", "fixed_share", "variable_share", "variable_rate", "variable_most",
        "index", "date"};
    const char *all[MOST_WORDS] = {0};
    size_t count = 0;
    while (count < sizeof own / sizeof *own)
        all[count] = own[count], count++;
    while (*more)
        all[count++] = *more++;
    money_knows(question, object, where, all);
}

void money_read_loan(struct money_question *question, const struct json_value *object, const char *where,
                     const char *const *more, struct loan *loan)
{
    int kind, deferral;
    int64_t months, every, deferred;
    int64_t bad = question->bad;
    know_members(question, object, where, more);
    money_choice(question, object, where, "type", loan_kinds, &kind);
    money_choice(question, object, where, "deferral", deferrals, &deferral);
    *loan = (struct loan){.kind = (enum loan_kind)kind, .deferral = (enum loan_deferral)deferral};
    money_cents(question, object, where, "amount", MONEY_NEEDED, &loan->cents);
    money_millionths(question, object, where, "rate", "0", &loan->rate);
    money_whole(question, object, where, "months", 1, LOAN_MOST_MONTHS, MONEY_NEEDED, &months);
    money_whole(question, object, where, "every", 0, 12, 0, &every);
    money_whole(question, object, where, "deferred", 0, LOAN_MOST_MONTHS, 0, &deferred);
    money_cents(question, object, where, "fee", 0, &loan->fee_cents);
    money_millionths(question, object, where, "insurance", "0", &loan->insurance_rate);
    money_millionths(question, object, where, "waived", "0", &loan->waived);
    money_bool(question, object, where, "interest_first", false, &loan->interest_first);
    money_date(question, object, where, "date", false, &loan->day);
    read_title(question, object, where, loan);
    loan->months = (uint32_t)months, loan->every = (uint32_t)every, loan->deferred = (uint32_t)deferred;
    const char *trouble = question->bad == bad ? loan_trouble(loan) : NULL;
    if (trouble)
        money_bad(question, where, trouble);
}

static void write_row(struct money_question *question, const struct loan_row *row, bool dated)
{
    struct buffer day = {.arena = question->line->arena};
    json_object(&question->json);
    money_key_int(question, "month", row->month);
    if (dated) {
        format_iso_date(&day, row->day);
        money_key_text(question, "date", buffer_string(&day));
    }
    money_key_int(question, "paid", row->paid);
    money_key_int(question, "interest", row->interest);
    money_key_int(question, "variable", row->variable);
    money_key_int(question, "insurance", row->insurance);
    money_key_int(question, "capital", row->capital);
    money_key_int(question, "capitalised", row->capitalised);
    money_key_int(question, "waived", row->waived);
    money_key_int(question, "balance", row->balance);
    json_end(&question->json);
    money_line(question, "%5u %s %s %s %s %s", row->month, dated ? buffer_string(&day) : "",
               money_column(question, row->interest + row->variable + row->insurance),
               money_column(question, row->capital), money_column(question, row->paid),
               money_column(question, row->balance));
}

static void write_rate(struct money_question *question, const char *key, struct rate_found found)
{
    json_key(&question->json, key);
    if (found.found && found.roots == 1)
        json_real(&question->json, found.rate);
    else
        json_null(&question->json);
}

static void write_totals(struct money_question *question, const struct loan *loan,
                         const struct loan_schedule *schedule)
{
    struct arena *arena = question->line->arena;
    struct rate_found months = loan_rate(arena, loan, RATE_BY_MONTHS);
    money_key_int(question, "received", schedule->received);
    money_key_int(question, "payment", schedule->payment);
    money_key_int(question, "deferred_capital", schedule->deferred_capital);
    money_key_int(question, "interest", schedule->interest);
    money_key_int(question, "variable", schedule->variable);
    money_key_int(question, "insurance", schedule->insurance);
    money_key_int(question, "paid", schedule->paid);
    money_key_int(question, "waived", schedule->waived);
    money_key_int(question, "cost", schedule->cost);
    write_rate(question, "effective_rate", months);
    write_rate(question, "effective_rate_by_days", loan_rate(arena, loan, RATE_BY_DAYS));
    money_line(question, N_("received %s, paid %s, cost %s"), money_amount(question, schedule->received),
               money_amount(question, schedule->paid), money_amount(question, schedule->cost));
    if (schedule->payment)
        money_line(question, N_("usual payment %s, without insurance"), money_amount(question, schedule->payment));
    if (months.found && months.roots == 1)
        money_line(question, N_("effective yearly rate (TAEG): %s%%"), money_number(question, months.rate * 100));
}

int money_loan(struct money_question *question)
{
    static const char *const more[] = {"kind", NULL};
    struct loan loan;
    money_read_loan(question, question->value, "", more, &loan);
    if (money_refused(question))
        return EXIT_FAILED;
    bool dated = json_get(question->value, "date") != NULL;
    struct loan_schedule schedule = loan_schedule(question->line->arena, &loan);
    money_line(question, N_("month, interest and insurance, capital, payment, still owed"));
    json_key(&question->json, "schedule");
    json_array(&question->json);
    for (size_t i = 0; i < schedule.count; i++)
        write_row(question, &schedule.rows[i], dated);
    json_end(&question->json);
    write_totals(question, &loan, &schedule);
    return money_end(question);
}

/* --- any flows --------------------------------------------------------------------------------------------------- */

static bool read_flow(struct money_question *question, const struct json_value *object, const char *where,
                      int64_t *day, int64_t *cents)
{
    static const char *const members[] = {"date", "received", "paid", NULL};
    int64_t paid, bad = question->bad;
    money_knows(question, object, where, members);
    money_date(question, object, where, "date", true, day);
    money_cents(question, object, where, "received", 0, cents);
    money_cents(question, object, where, "paid", 0, &paid);
    *cents -= paid;
    return question->bad == bad;
}

int money_rate(struct money_question *question)
{
    static const char *const members[] = {"kind", "flows", "basis", NULL};
    static const char *const bases[] = {"months", "days", NULL};
    int basis;
    int64_t first = INT64_MAX;
    money_knows(question, question->value, "", members);
    money_choice(question, question->value, "", "basis", bases, &basis);
    const struct json_value *list = money_list(question, question->value, "", "flows", true, MOST_FLOWS);
    size_t count = list ? list->count : 0;
    struct rate_flow *flows = arena_array(question->line->arena, count, sizeof *flows);
    int64_t *days = arena_array(question->line->arena, count, sizeof *days);
    for (size_t i = 0; i < count; i++)
        if (read_flow(question, &list->items[i], money_item(question, "flows", i), &days[i], &flows[i].cents))
            first = days[i] < first ? days[i] : first;
    if (money_refused(question))
        return EXIT_FAILED;
    for (size_t i = 0; i < count; i++)
        flows[i].years = rate_years(first, days[i], (enum rate_basis)basis);
    struct rate_found found = rate_of_flows(flows, count);
    write_rate(question, "effective_rate", found);
    money_key_int(question, "rates", found.roots);
    if (found.found && found.roots == 1)
        money_line(question, N_("effective yearly rate (TAEG): %s%%"), money_number(question, found.rate * 100));
    else
        money_line(question, N_("%u rates make both sides equal: none describes these flows"), found.roots);
    return money_end(question);
}
