/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind plan: lines of needs and resources, year by year and state by state. */
#include "base/money.h"
#include "i18n/i18n.h"
#include "main/compute_money_plan.h"

enum { MOST_KEYS = 32, NAME_WIDTH = 15 };
const char *const money_states[] = {"paid", "firm", "promised", "forecast", NULL};
static const char *const line_kinds[] = {"investment", "animation", "engineering", "running", "sales", "grant", "gift",
                                         "shares", "loan", "in_kind", NULL};

const char *money_state_text(int state)
{
    static const char *const names[] = {N_("paid money"), N_("firm money"), N_("promised money"), N_("forecast money")};
    return text_in(terminal_language(), names[state]);
}

const char *money_number(struct money_question *question, double number)
{
    struct buffer text = {.arena = question->line->arena};
    write_number(&text, terminal_language(), number);
    return buffer_string(&text);
}

static void read_parts(struct money_question *question, const struct json_value *object, const char *where,
                       struct plan_line *line)
{
    static const char *const members[] = {"after", "share", NULL};
    const struct json_value *list = money_list(question, object, where, "parts", false, PLAN_MOST_PARTS);
    struct plan_part *parts = arena_array(question->line->arena, list ? list->count : 0, sizeof *parts);
    for (size_t i = 0; list && i < list->count; i++) {
        const char *place = money_item(question, money_place(question, where, "parts"), i);
        int64_t after;
        money_knows(question, &list->items[i], place, members);
        money_whole(question, &list->items[i], place, "after", 0, PLAN_MOST_MONTHS, 0, &after);
        money_millionths(question, &list->items[i], place, "share", "", &parts[i].share);
        parts[i].after = (uint32_t)after;
    }
    line->parts = parts;
    line->part_count = list ? (uint32_t)list->count : 0;
}

static void read_times(struct money_question *question, const struct json_value *object, const char *where,
                       struct plan_line *line)
{
    int64_t month, times, every, delay;
    money_whole(question, object, where, "month", 1, PLAN_MOST_MONTHS, MONEY_NEEDED, &month);
    money_whole(question, object, where, "times", 0, 1200, 0, &times);
    money_whole(question, object, where, "every", 0, 120, 0, &every);
    money_whole(question, object, where, "delay", 0, 60, 0, &delay);
    money_millionths(question, object, where, "growth", "0", &line->growth);
    line->month = (uint32_t)month, line->times = (uint32_t)times, line->every = (uint32_t)every;
    line->delay = (uint32_t)delay;
}

static void read_line(struct money_question *question, const struct json_value *object, const char *where,
                      struct plan_line *line)
{
    static const char *const members[] = {"name", "funder", "type", "state", "amount", "month", "times", "every",
        "growth", "delay", "parts", "loan", "for_animation", "chance", NULL};
    static const char *const none[] = {NULL};
    int kind, state;
    money_knows(question, object, where, members);
    money_name(question, object, where, "name", true, &line->name);
    money_name(question, object, where, "funder", false, &line->funder);
    if (!json_get(object, "type") || !json_get(object, "state"))
        money_bad(question, where, N_("a line has a “type” and a “state”"));
    money_choice(question, object, where, "type", line_kinds, &kind);
    money_choice(question, object, where, "state", money_states, &state);
    line->kind = (enum plan_kind)kind, line->state = (enum plan_state)state;
    const struct json_value *terms = money_object(question, object, where, "loan");
    money_cents(question, object, where, "amount", terms ? 0 : MONEY_NEEDED, &line->cents);
    read_times(question, object, where, line);
    read_parts(question, object, where, line);
    money_bool(question, object, where, "for_animation", false, &line->for_animation);
    money_millionths(question, object, where, "chance", "0", &line->chance);
    if (terms) {
        struct loan *loan = arena_alloc(question->line->arena, sizeof *loan);
        money_read_loan(question, terms, money_place(question, where, "loan"), none, loan);
        line->loan = loan;
    }
}

/* What was in the bank before month 1: the one amount that may be negative. */
static void read_opening(struct money_question *question, int64_t *cents)
{
    const struct json_value *value = json_get(question->value, "opening");
    *cents = 0;
    if (!value || (value->kind == JSON_TEXT && parse_money(value->text, cents)))
        return;
    if (value->kind == JSON_NUMBER && value->is_whole)
        *cents = value->whole;
    else
        money_bad(question, "opening", N_("this is no amount"));
}

static void know_members(struct money_question *question, const char *const *more)
{
    const char *all[MOST_KEYS] = {"kind", "months", "start", "opening", "lines"};
    size_t count = 5;
    while (*more)
        all[count++] = *more++;
    money_knows(question, question->value, "", all);
}

bool money_read_plan(struct money_question *question, const char *const *more, struct plan *plan)
{
    int64_t months;
    size_t at;
    *plan = (struct plan){0};
    know_members(question, more);
    money_whole(question, question->value, "", "months", 1, PLAN_MOST_MONTHS, MONEY_NEEDED, &months);
    money_date(question, question->value, "", "start", true, &plan->start);
    read_opening(question, &plan->opening);
    const struct json_value *list = money_list(question, question->value, "", "lines", true, PLAN_MOST_LINES);
    struct plan_line *lines = arena_array(question->line->arena, list ? list->count : 0, sizeof *lines);
    for (size_t i = 0; list && i < list->count; i++)
        read_line(question, &list->items[i], money_item(question, "lines", i), &lines[i]);
    plan->months = (uint32_t)months, plan->lines = lines, plan->count = list ? list->count : 0;
    const char *trouble = question->bad ? NULL : plan_trouble(plan, &at);
    if (trouble)
        money_bad(question, at == SIZE_MAX ? "" : money_item(question, "lines", at), trouble);
    return !money_refused(question);
}

static void write_states(struct money_question *question, const char *key, const int64_t *cents)
{
    json_key(&question->json, key);
    json_object(&question->json);
    for (int state = 0; state < PLAN_STATES; state++)
        money_key_int(question, money_states[state], cents[state]);
    json_end(&question->json);
}

static void write_year(struct money_question *question, const struct plan_year *year, uint32_t number)
{
    json_object(&question->json);
    money_key_int(question, "year", number);
    write_states(question, "needs", year->needs);
    write_states(question, "resources", year->resources);
    write_states(question, "service", year->service);
    write_states(question, "gap", year->gap);
    json_end(&question->json);
    for (int state = 0; state < PLAN_STATES; state++)
        money_line(question, "%4u %s %s %s %s %s", number, money_padded(question, money_state_text(state), NAME_WIDTH),
                   money_column(question, year->needs[state]), money_column(question, year->resources[state]),
                   money_column(question, year->service[state]), money_column(question, year->gap[state]));
}

static void write_share(struct money_question *question, const char *key, int64_t millionths)
{
    json_key(&question->json, key);
    json_real(&question->json, (double)millionths / MILLIONTHS);
}

static void write_shares(struct money_question *question, const struct cash_ledger *ledger)
{
    json_key(&question->json, "shares");
    json_object(&question->json);
    for (int state = 0; state < PLAN_STATES; state++) {
        const struct plan_shares *shares = &ledger->shares[state];
        json_key(&question->json, money_states[state]);
        json_object(&question->json);
        money_key_int(question, "resources", shares->resources);
        money_key_text(question, "largest_funder", shares->funder);
        write_share(question, "largest_funder_share", shares->largest_funder);
        write_share(question, "concentration", shares->concentration);
        write_share(question, "patient", shares->patient);
        money_key_int(question, "in_kind", shares->in_kind);
        write_share(question, "in_kind_share", shares->in_kind_share);
        money_key_int(question, "animation_needs", shares->animation_needs);
        money_key_int(question, "animation_resources", shares->animation_resources);
        json_end(&question->json);
        if (shares->funder)
            money_line(question, N_("%s: %s brings the most, %s%%; patient %s%%; in kind %s%%"),
                       money_state_text(state), shares->funder,
                       money_number(question, (double)shares->largest_funder / 1e4),
                       money_number(question, (double)shares->patient / 1e4),
                       money_number(question, (double)shares->in_kind_share / 1e4));
    }
    json_end(&question->json);
}

void money_write_curves(struct money_question *question, const struct cash_ledger *ledger)
{
    json_key(&question->json, "curves");
    json_object(&question->json);
    for (int state = 0; state < PLAN_STATES; state++) {
        const struct cash_curve *curve = &ledger->curve[state];
        json_key(&question->json, money_states[state]);
        json_object(&question->json);
        money_key_int(question, "trough", curve->trough);
        money_key_int(question, "trough_month", curve->trough_month);
        money_key_int(question, "first_red", curve->first_red);
        money_key_int(question, "red", curve->red);
        money_key_int(question, "break_even", curve->break_even);
        money_key_int(question, "closing", curve->balance[ledger->plan->months]);
        json_end(&question->json);
        money_line(question, N_("%s: lowest %s (month %u), %u months in the red, at the end %s"),
                   money_state_text(state), money_amount(question, curve->trough), curve->trough_month,
                   curve->red, money_amount(question, curve->balance[ledger->plan->months]));
    }
    json_end(&question->json);
}

int money_plan(struct money_question *question)
{
    static const char *const none[] = {NULL};
    struct plan plan;
    if (!money_read_plan(question, none, &plan))
        return EXIT_FAILED;
    struct cash_ledger *ledger = cash_ledger(question->line->arena, &plan);
    money_line(question, N_("year, state, needs, resources, service of loans, gap"));
    json_key(&question->json, "years");
    json_array(&question->json);
    for (uint32_t y = 0; y < ledger->years; y++)
        write_year(question, &ledger->year[y], y + 1);
    json_end(&question->json);
    write_shares(question, ledger);
    money_write_curves(question, ledger);
    return money_end(question);
}
