/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A place in two years: wages, sales that start late, a firm grant and one that may not come. */
#include <engines/cash.h>
#include <stdio.h>

int main(void)
{
    static const struct plan_line lines[] = {
        {.name = "Salaires", .kind = PLAN_RUNNING, .state = PLAN_FORECAST, .cents = 300000, .month = 1, .times = 24},
        {.name = "Ateliers", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 220000, .month = 6, .times = 19},
        {.name = "Région", .kind = PLAN_GRANT, .state = PLAN_FIRM, .cents = 2500000, .month = 2, .delay = 4},
        {.name = "Ville", .kind = PLAN_GRANT, .state = PLAN_PROMISED, .cents = 1500000, .month = 9, .chance = 600000}};
    struct plan plan = {.months = 24, .start = 20820, .opening = 1000000, .lines = lines, .count = 4};
    struct risk_model model = {.revenue_spread = 0.2, .cost_spread = 0.05, .grant_delay = {3, 2}};
    struct risk_settings settings = {.seed = 2027, .points = 1024};
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    size_t line;
    if (plan_trouble(&plan, &line) || risk_trouble(&plan, &model, &settings, &line))
        return 1;
    struct cash_ledger *ledger = cash_ledger(&arena, &plan);
    const struct cash_curve *firm = &ledger->curve[PLAN_FIRM];
    printf("firm resources: lowest %lld cents, month %u\n", (long long)firm->trough, firm->trough_month);
    struct cash_why why = cash_why(&arena, ledger, PLAN_FIRM, firm->trough_month);
    cash_why_sentence(&out, ledger, PLAN_FIRM, firm->trough_month, &why, 3);
    puts(buffer_string(&out));
    struct cash_risk risk = cash_risk(&arena, &plan, &model, &settings);
    printf("patient capital needed: %.0f € (standard error %.0f €), out of %u scenarios\n", risk.patient.value / 100,
           risk.patient.error / 100, risk.paths);
    int good = why.red && risk.patient.value > 0 && risk.patient.error > 0;
    arena_free(&arena);
    return good ? 0 : 1;
}
