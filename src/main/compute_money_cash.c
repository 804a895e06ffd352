/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, kind cash: the curve month by month, why a month is red, and its entries. */
#include "main/compute_money_plan.h"

enum { SAID_CAUSES = 5 };
static const char *const cause_kinds[] = {"late", "not_counted", "spent", "repaid", "opening"};
static const char *const entry_kinds[] = {"spent", "earned", "given", "borrowed", "capital", "interest"};

static void write_states(struct money_question *question, const char *key, const int64_t *cents)
{
    json_key(&question->json, key);
    json_object(&question->json);
    for (int state = 0; state < PLAN_STATES; state++)
        money_key_int(question, money_states[state], cents[state]);
    json_end(&question->json);
}

static void write_month(struct money_question *question, const struct cash_ledger *ledger, uint32_t month)
{
    int64_t balance[PLAN_STATES];
    for (int state = 0; state < PLAN_STATES; state++)
        balance[state] = ledger->curve[state].balance[month];
    json_object(&question->json);
    money_key_int(question, "month", month);
    write_states(question, "in", ledger->month[month].in);
    write_states(question, "out", ledger->month[month].out);
    write_states(question, "balance", balance);
    json_end(&question->json);
    money_line(question, "%5u %s %s %s %s", month, money_column(question, balance[PLAN_PAID]),
               money_column(question, balance[PLAN_FIRM]), money_column(question, balance[PLAN_PROMISED]),
               money_column(question, balance[PLAN_FORECAST]));
}

static void write_entries(struct money_question *question, const struct cash_ledger *ledger)
{
    json_key(&question->json, "entries");
    json_array(&question->json);
    for (size_t i = 0; i < ledger->count; i++) {
        const struct cash_entry *entry = &ledger->entries[i];
        const struct plan_line *line = &ledger->plan->lines[entry->line];
        json_object(&question->json);
        money_key_int(question, "month", entry->month);
        money_key_int(question, "due", entry->due);
        money_key_text(question, "line", line->name);
        money_key_text(question, "state", money_states[line->state]);
        money_key_text(question, "what", entry_kinds[entry->what]);
        money_key_int(question, "cents", entry->cents);
        json_end(&question->json);
        money_line(question, "%5u %s %s  %s", entry->month, money_padded(question, money_state_text(line->state), 15),
                   money_column(question, entry->cents), line->name);
    }
    json_end(&question->json);
}

static void write_cause(struct money_question *question, const struct cash_ledger *ledger,
                        const struct cash_cause *cause)
{
    json_object(&question->json);
    money_key_text(question, "cause", cause_kinds[cause->kind]);
    money_key_text(question, "line", cause->kind == CAUSE_OPENING ? NULL : ledger->plan->lines[cause->line].name);
    money_key_int(question, "cents", cause->cents);
    if (cause->kind == CAUSE_LATE)
        money_key_int(question, "until", cause->until);
    money_key_bool(question, "alone", cause->alone);
    json_end(&question->json);
}

static void write_why(struct money_question *question, const struct cash_ledger *ledger, enum plan_state state,
                      uint32_t month)
{
    struct buffer sentence = {.arena = question->line->arena};
    struct cash_why why = cash_why(question->line->arena, ledger, state, month);
    cash_why_sentence(&sentence, ledger, state, month, &why, SAID_CAUSES);
    json_key(&question->json, "why");
    json_object(&question->json);
    money_key_int(question, "month", month);
    money_key_text(question, "state", money_states[state]);
    money_key_int(question, "balance", why.balance);
    json_key(&question->json, "causes");
    json_array(&question->json);
    for (size_t i = 0; i < why.count; i++)
        write_cause(question, ledger, &why.causes[i]);
    json_end(&question->json);
    money_key_text(question, "sentence", buffer_string(&sentence));
    json_end(&question->json);
    money_line(question, "%s", buffer_string(&sentence));
}

/* The month to explain: that of "why", otherwise the first red one of that state; 0: none. */
static bool read_why(struct money_question *question, const struct plan *plan, enum plan_state *state, int64_t *month)
{
    static const char *const members[] = {"month", "state", NULL};
    const struct json_value *why = money_object(question, question->value, "", "why");
    int chosen = PLAN_FIRM;
    *month = 0;
    if (why) {
        money_knows(question, why, "why", members);
        money_whole(question, why, "why", "month", 1, plan->months, 0, month);
        if (json_get(why, "state"))
            money_choice(question, why, "why", "state", money_states, &chosen);
    }
    *state = (enum plan_state)chosen;
    return !money_refused(question);
}

int money_cash(struct money_question *question)
{
    static const char *const more[] = {"why", "risk", NULL};
    struct plan plan;
    struct risk_model model;
    struct risk_settings settings;
    enum plan_state state;
    int64_t month;
    if (!money_read_plan(question, more, &plan) || !read_why(question, &plan, &state, &month)
        || !money_read_risk(question, &plan, &model, &settings))
        return EXIT_FAILED;
    struct cash_ledger *ledger = cash_ledger(question->line->arena, &plan);
    money_line(question, N_("month, balance with what is paid, then firm, then promised, then forecast"));
    json_key(&question->json, "months");
    json_array(&question->json);
    for (uint32_t m = 1; m <= plan.months; m++)
        write_month(question, ledger, m);
    json_end(&question->json);
    money_write_curves(question, ledger);
    month = month ? month : ledger->curve[state].first_red;
    if (month)
        write_why(question, ledger, state, (uint32_t)month);
    if (question->explain)
        write_entries(question, ledger);
    if (json_get(question->value, "risk"))
        money_write_risk(question, &plan, &model, &settings);
    return money_end(question);
}
