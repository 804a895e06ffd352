/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenarios beside closed forms: Vasicek's tail, log-normal sales, Gamma delays, correlated orthants; and the same
 * result on any number of threads. */
#include <math.h>
#include <stdlib.h>
#include "engines/kernel/hash.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sobol.h"
#include "engines/money/risk_inside.h"
#include "main/testing.h"

enum { SURE = 4 };                                         /* standard errors */

static void expect_figure(struct risk_figure figure, double truth, double slack)
{
    assert_true(figure.error >= 0);
    if (!(fabs(figure.value - truth) <= SURE * figure.error + slack))
        fail_msg("%g ± %g, expected %g", figure.value, figure.error, truth);
}

static struct cash_risk play(struct arena *arena, const struct plan *plan, const struct risk_model *model,
                             struct risk_settings settings)
{
    size_t line;
    assert_null(plan_trouble(plan, &line));
    assert_null(risk_trouble(plan, model, &settings, &line));
    return cash_risk(arena, plan, model, &settings);
}

static int ascending(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

/* Many small grants that fail with 3 % each, of one factor at 15 %: the share that fails is known in closed form. */
static void the_tail_of_vasicek_is_found_within_three_standard_errors(void **state)
{
    enum { REPLICATES = 32, POINTS = 4096 };
    static double loss[POINTS];
    double found[3][REPLICATES], truth[3] = {.17344, .03550, .22909};
    struct sobol sobol;
    sobol_start(&sobol, 1);
    for (uint32_t r = 0; r < REPLICATES; r++) {
        uint32_t above[2] = {0}, seed = (uint32_t)hash_mix(r + 1);
        for (uint32_t i = 0; i < POINTS; i++) {
            double z = normal_quantile(sobol_unit(sobol_scramble(sobol_coordinate(&sobol, 0, i), seed)));
            loss[i] = normal_share((normal_quantile(.03) + sqrt(.15) * z) / sqrt(.85));
            above[0] += loss[i] > .05, above[1] += loss[i] > .1;
        }
        qsort(loss, POINTS, sizeof *loss, ascending);
        found[0][r] = above[0] / (double)POINTS, found[1][r] = above[1] / (double)POINTS;
        double at = .999 * POINTS - .5;                    /* the point k stands in the middle of k … k + 1 */
        found[2][r] = loss[(int)at] + (at - floor(at)) * (loss[(int)at + 1] - loss[(int)at]);
    }
    for (int k = 0; k < 3; k++) {
        double mean = 0, squares = 0;
        for (int r = 0; r < REPLICATES; r++)
            mean += found[k][r] / REPLICATES;
        for (int r = 0; r < REPLICATES; r++)
            squares += (found[k][r] - mean) * (found[k][r] - mean);
        assert_true(fabs(mean - truth[k]) <= 3 * sqrt(squares / (REPLICATES - 1) / REPLICATES) + 5e-6);
    }
}

/* P(at most `most` of n come) given the factor, summed over it: the truth of a finite portfolio. */
static double mixed_binomial(uint32_t n, uint32_t most, double chance, double common)
{
    double all = 0;
    for (int i = -8000; i <= 8000; i++) {
        double z = i / 1000.0, p = normal_share((normal_quantile(chance) + sqrt(common) * z) / sqrt(1 - common));
        double term = n * log1p(-p), sum = exp(term);
        for (uint32_t k = 1; k <= most; k++) {
            term += log((n - k + 1.0) / k) + log(p) - log1p(-p);
            sum += exp(term);
        }
        all += sum * exp(-z * z / 2) / sqrt(2 * acos(-1)) / 1000;
    }
    return all;
}

static void grants_that_fail_together_are_counted_as_they_should(void **state)
{
    struct arena arena = {0};
    enum { GRANTS = 200, MOST = 185 };
    struct plan_line lines[GRANTS];
    for (int i = 0; i < GRANTS; i++)
        lines[i] = (struct plan_line){.name = "g", .kind = PLAN_GRANT, .state = PLAN_PROMISED, .cents = 2, .month = 1,
                                      .chance = 970000};
    struct plan plan = {.months = 1, .opening = -2 * MOST - 1, .lines = lines, .count = GRANTS};
    struct risk_model model = {.common = {[RISK_SUCCESS] = .15}};
    struct cash_risk risk = play(&arena, &plan, &model, (struct risk_settings){.seed = 4, .points = 2048});
    expect_figure(risk.red[1], mixed_binomial(GRANTS, MOST, .97, .15), 0);
    arena_free(&arena);
}

static void sales_spread_as_the_log_normal_does_year_after_year(void **state)
{
    struct arena arena = {0};
    struct plan_line line = {.name = "s", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 10000000, .month = 30};
    struct plan plan = {.months = 36, .lines = &line, .count = 1};
    struct risk_model model = {.revenue_spread = .2, .common = {.5, 0, 0, 0}};
    struct cash_risk risk = play(&arena, &plan, &model, (struct risk_settings){.seed = 1, .points = 4096});
    static const double shares[] = {.05, .25, .5, .75, .95};
    for (int q = 0; q < RISK_QUANTILES; q++) {
        double z = normal_quantile(shares[q]);
        expect_figure(risk.closing[q], 1e7 * exp(.2 * sqrt(3) * z - .02 * 3), 3000);
    }
    assert_near(risk.trough[0].value, 0, 0);
    assert_near(risk.red[36].value, 0, 0);
    arena_free(&arena);
}

/* The cost that is summed over exactly, and beside it one that is drawn. */
static void costs_spread_as_the_log_normal_does_summed_or_drawn(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[] = {
        {.name = "c", .kind = PLAN_RUNNING, .state = PLAN_FORECAST, .cents = 1000000, .month = 2, .times = 2},
        {.name = "d", .kind = PLAN_RUNNING, .state = PLAN_FORECAST, .cents = 1000, .month = 1}};
    struct plan plan = {.months = 3, .opening = 2300000, .lines = lines, .count = 1};
    struct risk_model model = {.cost_spread = .2, .cost_excess = .1, .common = {[RISK_COST] = .4}};
    static const double shares[] = {.95, .75, .5, .25, .05};
    for (int both = 0; both < 2; both++) {
        plan.count += (size_t)both;
        struct cash_risk risk = play(&arena, &plan, &model, (struct risk_settings){.seed = 12});
        double z = (log(2.3 / 2.2) + .02) / .2;
        expect_figure(risk.red[3], normal_share(-z), both ? 2e-3 : 1e-6);
        expect_figure(risk.ever_red, normal_share(-z), both ? 2e-3 : 1e-6);
        for (int q = 0; q < RISK_QUANTILES; q++) {
            double cost = 2200000 * exp(.2 * normal_quantile(shares[q]) - .02);
            expect_figure(risk.trough[q], 2300000 - cost, both ? 2000 : 20);
            expect_figure(risk.closing[q], 2300000 - cost, both ? 2000 : 20);
        }
        expect_figure(risk.red[2], normal_share(-(log(2.3 / 1.1) + .02) / .2), both ? 2e-5 : 1e-6);
        assert_true(risk.red[3].error < 5e-4);
        expect_figure(risk.low[3], risk.trough[0].value, 30);
        expect_figure(risk.middle[3], risk.trough[2].value, 30);
        expect_figure(risk.high[3], risk.closing[4].value, 30);
        expect_figure(risk.mean_closing, 100000 - 1100.0 * both, 5);
    }
    arena_free(&arena);
}

static void money_is_late_as_the_gamma_says(void **state)
{
    struct arena arena = {0};
    struct plan_line line = {.name = "g", .kind = PLAN_GRANT, .state = PLAN_FIRM, .cents = 200, .month = 2, .delay = 1};
    struct plan plan = {.months = 24, .opening = -100, .lines = &line, .count = 1};
    struct risk_model model = {.grant_delay = {4, 3}, .common = {[RISK_DELAY] = .3}};
    struct cash_risk risk = play(&arena, &plan, &model, (struct risk_settings){.seed = 2});
    double shape = 16 / 9.0, scale = 9 / 4.0;
    assert_near(risk.red[2].value, 1, 0);
    for (uint32_t m = 3; m <= 24; m++)
        expect_figure(risk.red[m], 1 - gamma_share(shape, (m - 3 + .5) / scale), 1e-9);
    arena_free(&arena);
}

static void families_go_together_as_their_correlation_says(void **state)
{
    struct arena arena = {0};
    double median = 1000000 * exp(-.3 * .3 / 2);
    struct plan_line lines[] = {
        {.name = "s", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 1000000, .month = 1},
        {.name = "g", .kind = PLAN_GRANT, .state = PLAN_PROMISED, .cents = 90000000, .month = 1, .chance = 500000}};
    struct plan plan = {.months = 1, .opening = -(int64_t)median, .lines = lines, .count = 2};
    for (int i = -1; i <= 1; i++) {
        struct risk_model model = {.revenue_spread = .3, .common = {1, 1, 1, 1}, .correlation = {{0, .6 * i}}};
        struct cash_risk risk = play(&arena, &plan, &model, (struct risk_settings){.seed = 3, .points = 8192});
        expect_figure(risk.red[1], .25 + asin(.6 * i) / (2 * acos(-1)), 2e-6);
    }
    arena_free(&arena);
}

static const struct loan bank = {.cents = 4000000, .rate = 20000, .months = 60, .deferred = 12};
static const struct plan_part halves[] = {{0, 500000}, {14, 500000}};

/* Twelve lines over seven years. */
static struct plan seven_years(struct plan_line *lines)
{
    const struct plan_line all[] = {
        {.name = "Salaires", .kind = PLAN_ANIMATION, .state = PLAN_FORECAST, .cents = 450000, .month = 1, .times = 84},
        {.name = "Loyer", .kind = PLAN_RUNNING, .state = PLAN_FIRM, .cents = 90000, .month = 1, .times = 84},
        {.name = "Travaux", .kind = PLAN_INVESTMENT, .state = PLAN_FORECAST, .cents = 9000000, .month = 6},
        {.name = "Études", .kind = PLAN_ENGINEERING, .state = PLAN_FORECAST, .cents = 150000, .month = 2, .times = 6},
        {.name = "Ateliers", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 150000, .month = 8, .times = 77,
         .growth = 60000},
        {.name = "Cantine", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 190000, .month = 10, .times = 75,
         .growth = 80000},
        {.name = "Région", .kind = PLAN_GRANT, .state = PLAN_FIRM, .cents = 6000000, .month = 3, .parts = halves,
         .part_count = 2},
        {.name = "État", .kind = PLAN_GRANT, .state = PLAN_PROMISED, .cents = 5000000, .month = 9, .chance = 700000},
        {.name = "Ville", .kind = PLAN_GRANT, .state = PLAN_FORECAST, .cents = 900000, .month = 12, .times = 7,
         .every = 12, .chance = 800000},
        {.name = "Parts", .kind = PLAN_SHARES, .state = PLAN_FIRM, .cents = 1500000, .month = 1},
        {.name = "Banque", .kind = PLAN_LOAN, .state = PLAN_FIRM, .month = 6, .loan = &bank},
        {.name = "Dons", .kind = PLAN_GIFT, .state = PLAN_PROMISED, .cents = 1200000, .month = 5, .chance = 600000}};
    memcpy(lines, all, sizeof all);
    return (struct plan){.months = 84, .opening = 500000, .lines = lines, .count = sizeof all / sizeof *all};
}

static const struct risk_model usual_model = {
    .revenue_spread = .15, .cost_excess = .05, .cost_spread = .1, .grant_delay = {4, 3}, .sales_delay = {1, 1},
    .common = {.5, .3, .4, .3}, .correlation = {{0, .3, -.2, -.1}, {0, 0, -.3, 0}, {0, 0, 0, .2}}};

static void threads_change_nothing_and_seeds_change_little(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[12];
    struct plan plan = seven_years(lines);
    struct risk_settings settings = {.seed = 9, .replicates = 8, .points = 512, .without = true};
    struct cash_risk one = play(&arena, &plan, &usual_model, settings);
    for (uint32_t threads = 2; threads <= 3; threads++) {
        settings.threads = threads;
        struct cash_risk more = play(&arena, &plan, &usual_model, settings);
        assert_memory_equal(one.red, more.red, 85 * sizeof *one.red);
        assert_memory_equal(one.middle, more.middle, 85 * sizeof *one.middle);
        assert_memory_equal(one.trough, more.trough, sizeof one.trough);
        assert_memory_equal(one.without, more.without, sizeof one.without);
        assert_memory_equal(&one.patient, &more.patient, sizeof one.patient);
    }
    settings.seed = 10;
    struct cash_risk other = play(&arena, &plan, &usual_model, settings);
    assert_true(one.patient.value != other.patient.value);
    expect_figure(one.patient, other.patient.value, SURE * other.patient.error);
    arena_free(&arena);
}

static void quantiles_are_in_order_and_what_is_made_certain_asks_for_less(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[12];
    struct plan plan = seven_years(lines);
    struct cash_risk risk = play(&arena, &plan, &usual_model,
                                 (struct risk_settings){.seed = 9, .points = 1024, .without = true, .threads = 2});
    for (int q = 1; q < RISK_QUANTILES; q++) {
        assert_true(risk.trough[q - 1].value <= risk.trough[q].value);
        assert_true(risk.closing[q - 1].value <= risk.closing[q].value);
    }
    for (uint32_t m = 1; m <= 84; m++)
        assert_true(risk.low[m].value <= risk.middle[m].value && risk.middle[m].value <= risk.high[m].value);
    assert_true(risk.worst.value <= risk.trough[0].value);
    assert_near(risk.patient.value, -risk.trough[0].value, 1e-6);
    for (int f = 0; f < RISK_FAMILIES; f++)
        assert_true(risk.without[f].value < risk.patient.value);
    struct risk_model wider = usual_model;
    wider.cost_spread = .3;
    struct cash_risk worse = play(&arena, &plan, &wider, (struct risk_settings){.seed = 9, .points = 1024});
    assert_true(worse.patient.value > risk.patient.value);
    arena_free(&arena);
}

static void even_points_err_less_than_plain_chance(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[12];
    struct plan plan = seven_years(lines);
    struct risk_settings settings = {.seed = 6, .replicates = 32, .points = 1024};
    struct cash_risk even = play(&arena, &plan, &usual_model, settings);
    settings.plain = true;
    struct cash_risk plain = play(&arena, &plan, &usual_model, settings);
    expect_figure(even.patient, plain.patient.value, SURE * plain.patient.error);
    expect_figure(even.ever_red, plain.ever_red.value, SURE * plain.ever_red.error);
    double better = 0;
    for (uint32_t m = 24; m <= 84; m++)
        better += (even.middle[m].error < plain.middle[m].error) / 61.0;
    assert_true(better > .9);
    arena_free(&arena);
}

static void a_plan_without_uncertainty_is_its_ledger(void **state)
{
    struct arena arena = {0};
    struct plan_line lines[12];
    struct plan plan = seven_years(lines);
    for (size_t i = 0; i < plan.count; i++)
        lines[i].chance = MILLIONTHS;
    struct cash_ledger *ledger = cash_ledger(&arena, &plan);
    struct risk_model none = {0};
    struct cash_risk risk = play(&arena, &plan, &none, (struct risk_settings){.replicates = 4, .points = 64});
    for (uint32_t m = 1; m <= 84; m++) {
        assert_near(risk.middle[m].value, (double)ledger->curve[PLAN_FORECAST].balance[m], 0);
        assert_near(risk.middle[m].error, 0, 0);
    }
    assert_near(risk.trough[2].value, (double)ledger->curve[PLAN_FORECAST].trough, 0);
    arena_free(&arena);
}

/* 130 lines take more than 64 dimensions. */
static void more_lines_than_dimensions_are_played_all_the_same(void **state)
{
    struct arena arena = {0};
    static struct plan_line lines[130];
    for (int i = 0; i < 130; i++)
        lines[i] = (struct plan_line){.name = "s", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 100000,
                                      .month = 1};
    struct plan plan = {.months = 1, .lines = lines, .count = 130};
    struct risk_model model = {.revenue_spread = .5};
    struct cash_risk risk = play(&arena, &plan, &model, (struct risk_settings){.seed = 1, .points = 1024});
    double spread = 100000 * sqrt(130 * (exp(.25) - 1));   /* near normal: the half of the middle is 0.6745 spreads */
    assert_near((risk.closing[3].value - risk.closing[1].value) / 2 / (.6745 * spread), 1, .03);
    arena_free(&arena);
}

static void the_gamma_share_is_that_of_closed_forms(void **state)
{
    for (double x = .05; x < 30; x *= 1.3) {
        assert_near(gamma_share(1, x), 1 - exp(-x), 1e-13);
        assert_near(gamma_share(.5, x), erf(sqrt(x)), 1e-13);
        assert_near(gamma_share(3, x), 1 - exp(-x) * (1 + x + x * x / 2), 1e-13);
        assert_near(gamma_share(40, x + 1) - gamma_share(41, x + 1), exp(40 * log(x + 1) - x - 1 - lgamma(41)), 1e-12);
    }
}

static void a_model_that_makes_no_sense_says_why(void **state)
{
    struct plan_line lines[12];
    struct plan plan = seven_years(lines);
    struct risk_model model = usual_model;
    struct risk_settings settings = {0};
    size_t line;
    assert_null(risk_trouble(&plan, &model, &settings, &line));
    model.revenue_spread = NAN, assert_contains(risk_trouble(&plan, &model, &settings, &line), "spread");
    model = usual_model, model.grant_delay.mean = 0;
    assert_contains(risk_trouble(&plan, &model, &settings, &line), "delay");
    model = usual_model, model.common[1] = 1.1;
    assert_contains(risk_trouble(&plan, &model, &settings, &line), "share");
    model = usual_model, model.correlation[0][1] = model.correlation[1][2] = .9, model.correlation[0][2] = -.9;
    assert_contains(risk_trouble(&plan, &model, &settings, &line), "contradict");
    model = usual_model, settings.points = 1000;
    assert_contains(risk_trouble(&plan, &model, &settings, &line), "power of two");
    settings = (struct risk_settings){.replicates = 2};
    assert_contains(risk_trouble(&plan, &model, &settings, &line), "replicates");
    settings = (struct risk_settings){0}, lines[11].chance = 0;
    assert_contains(risk_trouble(&plan, &model, &settings, &line), "chance");
    assert_int_equal(line, 11);
}

const struct CMUnitTest risk_tests[] = {
    PLAIN("the tail of Vasicek is found within three standard errors",
          the_tail_of_vasicek_is_found_within_three_standard_errors),
    PLAIN("grants that fail together are counted as they should",
          grants_that_fail_together_are_counted_as_they_should),
    PLAIN("sales spread as the log-normal does, year after year",
          sales_spread_as_the_log_normal_does_year_after_year),
    PLAIN("costs spread as the log-normal does, summed or drawn",
          costs_spread_as_the_log_normal_does_summed_or_drawn),
    PLAIN("money is late as the Gamma says", money_is_late_as_the_gamma_says),
    PLAIN("families go together as their correlation says", families_go_together_as_their_correlation_says),
    PLAIN("threads change nothing, and seeds change little", threads_change_nothing_and_seeds_change_little),
    PLAIN("quantiles are in order, and what is made certain asks for less",
          quantiles_are_in_order_and_what_is_made_certain_asks_for_less),
    PLAIN("even points err less than plain chance", even_points_err_less_than_plain_chance),
    PLAIN("a plan without uncertainty is its ledger", a_plan_without_uncertainty_is_its_ledger),
    PLAIN("more lines than dimensions are played all the same", more_lines_than_dimensions_are_played_all_the_same),
    PLAIN("the Gamma share is that of closed forms", the_gamma_share_is_that_of_closed_forms),
    PLAIN("a model that makes no sense says why", a_model_that_makes_no_sense_says_why),
    {0}};
