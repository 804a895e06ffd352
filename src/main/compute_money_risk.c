/* SPDX-License-Identifier: AGPL-3.0-or-later
 * maillage compute money, member "risk" of kind cash: what is uncertain in, figures with their errors out. */
#include "main/compute_money_plan.h"

static const char *const families[] = {"revenue", "success", "delay", "cost"};

static void read_delay(struct money_question *question, const struct json_value *risk, const char *key,
                       struct risk_delay *delay)
{
    static const char *const members[] = {"mean", "spread", NULL};
    const struct json_value *value = money_object(question, risk, "risk", key);
    if (!value)
        return;
    const char *where = money_place(question, "risk", key);
    money_knows(question, value, where, members);
    money_real(question, value, where, "mean", "", &delay->mean);
    money_real(question, value, where, "spread", "0", &delay->spread);
}

static void read_common(struct money_question *question, const struct json_value *risk, struct risk_model *model)
{
    static const char *const members[] = {"revenue", "success", "delay", "cost", NULL};
    const struct json_value *value = money_object(question, risk, "risk", "common");
    if (!value)
        return;
    money_knows(question, value, "risk.common", members);
    for (int f = 0; f < RISK_FAMILIES; f++)
        money_real(question, value, "risk.common", families[f], "0", &model->common[f]);
}

/* "revenue_delay": −0.2 */
static void read_correlations(struct money_question *question, const struct json_value *risk,
                              struct risk_model *model)
{
    const struct json_value *value = money_object(question, risk, "risk", "correlation");
    const char *members[RISK_FAMILIES * (RISK_FAMILIES - 1) / 2 + 1] = {0};
    size_t count = 0;
    for (int i = 0; value && i < RISK_FAMILIES; i++)
        for (int j = i + 1; j < RISK_FAMILIES; j++) {
            const char *key = arena_format(question->line->arena, "%s_%s", families[i], families[j]);
            members[count++] = key;
            money_real(question, value, "risk.correlation", key, "0", &model->correlation[i][j]);
        }
    if (value)
        money_knows(question, value, "risk.correlation", members);
}

static void read_settings(struct money_question *question, const struct json_value *risk,
                          struct risk_settings *settings)
{
    int64_t seed, replicates, points, threads;
    money_whole(question, risk, "risk", "seed", 0, INT64_MAX, 1, &seed);
    money_whole(question, risk, "risk", "replicates", 4, 1000, 25, &replicates);
    money_whole(question, risk, "risk", "points", 64, 16384, 4096, &points);
    money_whole(question, risk, "risk", "threads", 1, 64, 1, &threads);
    *settings = (struct risk_settings){.seed = (uint64_t)seed, .replicates = (uint32_t)replicates,
                                       .points = (uint32_t)points, .threads = (uint32_t)threads};
    money_bool(question, risk, "risk", "without", false, &settings->without);
    money_bool(question, risk, "risk", "plain", false, &settings->plain);
}

bool money_read_risk(struct money_question *question, const struct plan *plan, struct risk_model *model,
                     struct risk_settings *settings)
{
    static const char *const members[] = {"revenue_spread", "cost_excess", "cost_spread", "grant_delay", "sales_delay",
        "common", "correlation", "seed", "replicates", "points", "threads", "without", "plain", NULL};
    const struct json_value *risk = money_object(question, question->value, "", "risk");
    size_t at;
    *model = (struct risk_model){0};
    if (!risk)
        return !money_refused(question);
    money_knows(question, risk, "risk", members);
    money_real(question, risk, "risk", "revenue_spread", "0", &model->revenue_spread);
    money_real(question, risk, "risk", "cost_excess", "0", &model->cost_excess);
    money_real(question, risk, "risk", "cost_spread", "0", &model->cost_spread);
    read_delay(question, risk, "grant_delay", &model->grant_delay);
    read_delay(question, risk, "sales_delay", &model->sales_delay);
    read_common(question, risk, model);
    read_correlations(question, risk, model);
    read_settings(question, risk, settings);
    const char *trouble = question->bad ? NULL : risk_trouble(plan, model, settings, &at);
    if (trouble)
        money_bad(question, at == SIZE_MAX ? "risk" : money_item(question, "lines", at), trouble);
    return !money_refused(question);
}

static void write_figure(struct money_question *question, const char *key, struct risk_figure figure)
{
    if (key)
        json_key(&question->json, key);
    json_object(&question->json);
    json_key(&question->json, "value"), json_real(&question->json, figure.value);
    json_key(&question->json, "error"), json_real(&question->json, figure.error);
    json_end(&question->json);
}

static void write_quantiles(struct money_question *question, const char *key, const struct risk_figure *figures)
{
    static const char *const names[RISK_QUANTILES] = {"5", "25", "50", "75", "95"};
    json_key(&question->json, key);
    json_object(&question->json);
    for (int q = 0; q < RISK_QUANTILES; q++)
        write_figure(question, names[q], figures[q]);
    json_end(&question->json);
}

static void write_months(struct money_question *question, const struct cash_risk *risk, uint32_t months)
{
    json_key(&question->json, "months");
    json_array(&question->json);
    for (uint32_t m = 1; m <= months; m++) {
        json_object(&question->json);
        money_key_int(question, "month", m);
        write_figure(question, "red", risk->red[m]);
        write_figure(question, "low", risk->low[m]);
        write_figure(question, "middle", risk->middle[m]);
        write_figure(question, "high", risk->high[m]);
        json_end(&question->json);
    }
    json_end(&question->json);
}

static void sum_up(struct money_question *question, const struct cash_risk *risk)
{
    money_line(question, N_("%u scenarios of the assumptions (no forecast): ever in the red %s%% (± %s)"),
               risk->paths, money_number(question, risk->ever_red.value * 100),
               money_number(question, risk->ever_red.error * 100));
    money_line(question, N_("patient capital needed (95 in 100): %s (± %s)"),
               money_amount(question, (int64_t)(risk->patient.value + 0.5)),
               money_amount(question, (int64_t)(risk->patient.error + 0.5)));
}

void money_write_risk(struct money_question *question, const struct plan *plan, const struct risk_model *model,
                      const struct risk_settings *settings)
{
    struct cash_risk risk = cash_risk(question->line->arena, plan, model, settings);
    json_key(&question->json, "risk");
    json_object(&question->json);
    money_key_int(question, "scenarios", risk.paths);
    write_figure(question, "ever_red", risk.ever_red);
    write_figure(question, "patient_capital", risk.patient);
    write_figure(question, "worst", risk.worst);
    write_figure(question, "mean_closing", risk.mean_closing);
    write_quantiles(question, "trough", risk.trough);
    write_quantiles(question, "closing", risk.closing);
    for (int f = 0; f < RISK_FAMILIES && settings->without; f++)
        write_figure(question, arena_format(question->line->arena, "patient_capital_without_%s", families[f]),
                     risk.without[f]);
    write_months(question, &risk, plan->months);
    json_end(&question->json);
    sum_up(question, &risk);
}
