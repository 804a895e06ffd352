/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the kinds loan, rate, plan, cash, in_kind and insertion of maillage compute money share. */
#pragma once
#include "engines/cash.h"
#include "main/compute_money.h"

/* A share, a rate: "2 %", 0.02, "1/50", in whole millionths; what is finer is refused. otherwise "": needed. */
bool money_millionths(struct money_question *question, const struct json_value *object, const char *where,
                      const char *key, const char *otherwise, int64_t *millionths);
bool money_real(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                const char *otherwise, double *number);
/* "2026-01-31"; absent and not needed: 0. */
bool money_date(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                bool needed, int64_t *day);
/* An object that is not needed; NULL when absent, or wrong, which is said. */
const struct json_value *money_object(struct money_question *question, const struct json_value *object,
                                      const char *where, const char *key);
/* The members of a loan; `more` are others that the object may have (ended by NULL). What is wrong is said. */
void money_read_loan(struct money_question *question, const struct json_value *object, const char *where,
                     const char *const *more, struct loan *loan);

/* The plan of a question, checked; `more`: the other members of the question. False, said, when something is wrong. */
bool money_read_plan(struct money_question *question, const char *const *more, struct plan *plan);
/* "paid", "firm", "promised", "forecast", NULL. */
extern const char *const money_states[];
/* "12,5" in the language of the terminal. */
const char *money_number(struct money_question *question, double number);
/* "paid money" and so on, in the language of the terminal. */
const char *money_state_text(int state);
/* The four curves: trough, red months, break-even. */
void money_write_curves(struct money_question *question, const struct cash_ledger *ledger);
/* "risk" of a question, played and written; nothing when it is absent. False, said, when it is wrong. */
bool money_read_risk(struct money_question *question, const struct plan *plan, struct risk_model *model,
                     struct risk_settings *settings);
void money_write_risk(struct money_question *question, const struct plan *plan, const struct risk_model *model,
                      const struct risk_settings *settings);

int money_loan(struct money_question *question);
int money_rate(struct money_question *question);
int money_plan(struct money_question *question);
int money_cash(struct money_question *question);
int money_in_kind(struct money_question *question);
int money_insertion(struct money_question *question);
