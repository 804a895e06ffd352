/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Schedules that balance, and effective rates: published examples, closed forms, invented loans. */
#include <math.h>
#include "base/time.h"
#include "engines/kernel/seeded.h"
#include "engines/loans.h"
#include "main/testing.h"

static void an_interest_only_year_then_equal_payments(void **state)
{
    struct arena arena = {0};
    struct loan loan = {.cents = 5000000, .rate = 20000, .months = 60, .deferred = 12};
    struct loan_schedule schedule = loan_schedule(&arena, &loan);
    assert_int_equal(schedule.count, 72);
    assert_int_equal(schedule.rows[0].paid, 8333);
    assert_int_equal(schedule.rows[11].balance, 5000000);
    assert_int_equal(schedule.payment, 87639);
    assert_int_equal(schedule.rows[12].paid, 87639);
    loan = (struct loan){.cents = 10000000, .rate = 20000, .months = 60, .deferred = 24};
    schedule = loan_schedule(&arena, &loan);
    assert_int_equal(schedule.rows[23].paid, 16667);
    assert_int_equal(schedule.payment, 175278);
    arena_free(&arena);
}

static void a_total_deferral_adds_its_interest_to_the_capital(void **state)
{
    struct arena arena = {0};
    struct loan loan = {.cents = 10000000, .rate = 20000, .months = 60, .deferred = 24, .deferral = DEFERRAL_TOTAL};
    struct loan_schedule schedule = loan_schedule(&arena, &loan);
    assert_int_equal(schedule.rows[23].paid, 0);
    assert_int_equal(schedule.deferred_capital, 10407761);
    assert_int_equal(schedule.capitalised, 407761);
    assert_int_equal(schedule.payment, 182425);
    assert_int_equal(schedule.capital, 10407761);
    arena_free(&arena);
}

static void a_linear_loan_and_a_bullet_pay_as_they_say(void **state)
{
    struct arena arena = {0};
    struct loan loan = {.kind = LOAN_LINEAR, .cents = 100000, .rate = 120000, .months = 3};
    struct loan_schedule schedule = loan_schedule(&arena, &loan);
    int64_t capital[] = {33333, 33334, 33333}, interest[] = {1000, 667, 333};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(schedule.rows[i].capital, capital[i]);
        assert_int_equal(schedule.rows[i].interest, interest[i]);
    }
    loan = (struct loan){.kind = LOAN_BULLET, .cents = 100000, .rate = 40000, .months = 24, .every = 3};
    schedule = loan_schedule(&arena, &loan);
    assert_int_equal(schedule.count, 8);
    assert_int_equal(schedule.rows[6].paid, 1000);
    assert_int_equal(schedule.rows[7].paid, 101000);
    arena_free(&arena);
}

/* The SCIC of the reference: 6 % fixed and up to 1.5 % of variable pay; here 10,000 €, 40 % of them variable. */
static void a_title_pays_a_fixed_and_a_variable_part_and_comes_back_after_seven_years(void **state)
{
    struct arena arena = {0};
    static const int64_t index[] = {500000, 1000000, 2000000};
    struct loan title = {.kind = LOAN_TITLE, .cents = 1000000, .rate = 60000, .months = 84, .variable_share = 400000,
                         .variable_rate = 30000, .variable_most = 15000, .index = index, .index_count = 3};
    assert_null(loan_trouble(&title));
    struct loan_schedule schedule = loan_schedule(&arena, &title);
    assert_int_equal(schedule.count, 7);
    assert_int_equal(schedule.rows[0].interest, 60000);
    assert_int_equal(schedule.rows[0].variable, 6000);
    assert_int_equal(schedule.rows[1].variable, 12000);
    assert_int_equal(schedule.rows[2].variable, 15000);
    assert_int_equal(schedule.rows[6].capital, 1000000);
    title.months = 60;
    assert_contains(loan_trouble(&title), "seven years");
    title.months = 84, title.variable_share = 400001;
    assert_contains(loan_trouble(&title), "two fifths");
    arena_free(&arena);
}

static void what_an_advance_waives_is_never_paid(void **state)
{
    struct arena arena = {0};
    struct loan advance = {.kind = LOAN_ADVANCE, .cents = 3000001, .months = 36, .every = 12, .deferred = 24,
                           .waived = 500000};
    assert_null(loan_trouble(&advance));
    struct loan_schedule schedule = loan_schedule(&arena, &advance);
    assert_int_equal(schedule.paid, 1500000);
    assert_int_equal(schedule.waived, 1500001);
    assert_int_equal(schedule.rows[1].paid, 0);
    assert_int_equal(schedule.rows[2].paid, 500000);
    assert_int_equal(schedule.cost, -1500001);
    assert_int_equal(schedule.rows[4].balance, 0);
    struct loan contribution = {.kind = LOAN_CONTRIBUTION, .cents = 2000000, .months = 24, .every = 12, .deferred = 36};
    schedule = loan_schedule(&arena, &contribution);
    assert_int_equal(schedule.rows[3].paid, 1000000);
    assert_int_equal(schedule.cost, 0);
    arena_free(&arena);
}

static void a_bridge_is_paid_at_once_with_its_interest_before_or_after(void **state)
{
    struct arena arena = {0};
    struct loan bridge = {.kind = LOAN_BRIDGE, .cents = 4000000, .rate = 45000, .months = 8, .fee_cents = 10000,
                          .day = days_from_civil(2026, 1, 31)};
    struct loan_schedule schedule = loan_schedule(&arena, &bridge);
    assert_int_equal(schedule.count, 1);
    assert_int_equal(schedule.rows[0].month, 8);
    assert_int_equal(schedule.rows[0].day, days_from_civil(2026, 9, 30));
    assert_int_equal(schedule.rows[0].paid, 4120000);
    assert_int_equal(schedule.received, 3990000);
    bridge.interest_first = true;
    schedule = loan_schedule(&arena, &bridge);
    assert_int_equal(schedule.rows[0].paid, 4000000);
    assert_int_equal(schedule.received, 3870000);
    assert_int_equal(schedule.cost, 130000);
    arena_free(&arena);
}

static void invent(struct seeded *chance, struct loan *loan)
{
    static const uint32_t every[] = {1, 2, 3, 4, 6, 12};
    *loan = (struct loan){.kind = (enum loan_kind)seeded_below(chance, LOAN_BRIDGE + 1),
        .cents = 1 + (int64_t)seeded_below(chance, seeded_below(chance, 2) ? 1000 : 500000000),
        .rate = (int64_t)seeded_below(chance, seeded_below(chance, 4) ? 90000 : 1),
        .every = every[seeded_below(chance, 6)],
        .deferral = (enum loan_deferral)seeded_below(chance, 2), .insurance_rate = (int64_t)seeded_below(chance, 5000)};
    loan->months = loan->every * (uint32_t)(1 + seeded_below(chance, 30));
    loan->deferred = loan->every * (uint32_t)seeded_below(chance, 10);
    if (loan->kind == LOAN_CONTRIBUTION || loan->kind == LOAN_ADVANCE)
        loan->waived = (int64_t)seeded_below(chance, MILLIONTHS + 1);
    if (loan->kind == LOAN_TITLE)
        loan->variable_share = 300000, loan->variable_rate = 20000;
}

static void expect_balance(const struct loan *loan, const struct loan_schedule *schedule)
{
    int64_t balance = loan->cents, paid = 0;
    for (size_t i = 0; i < schedule->count; i++) {
        const struct loan_row *row = &schedule->rows[i];
        balance += row->capitalised - row->capital - row->waived;
        paid += row->interest + row->variable + row->insurance + row->capital;
        assert_int_equal(row->balance, balance);
        assert_true(row->balance >= 0 && row->capital >= 0 && row->interest >= 0 && row->capitalised >= 0);
        assert_true(loan->interest_first || row->due == row->interest + row->capitalised);
    }
    assert_int_equal(balance, 0);
    assert_int_equal(schedule->capital + schedule->waived, loan->cents + schedule->capitalised);
    assert_int_equal(schedule->paid, paid);
}

static void every_schedule_sums_to_the_capital_and_costs_more_at_a_higher_rate(void **state)
{
    struct seeded chance = seeded_start(7);
    int sound = 0;
    for (int i = 0; i < 4000; i++) {
        struct arena arena = {0};
        struct loan loan;
        invent(&chance, &loan);
        if (!loan_trouble(&loan)) {
            struct loan_schedule schedule = loan_schedule(&arena, &loan);
            expect_balance(&loan, &schedule);
            loan.rate += 5000;
            struct loan_schedule dearer = loan_schedule(&arena, &loan);
            assert_true(dearer.cost >= schedule.cost - (int64_t)schedule.count);
            assert_true(loan.cents < 100000 || dearer.cost >= schedule.cost);
            sound++;
        }
        arena_free(&arena);
    }
    assert_true(sound > 3000);
}

static void the_largest_loan_and_the_longest_one_balance(void **state)
{
    struct arena arena = {0};
    struct loan loan = {.cents = LOAN_MOST_CENTS, .rate = MILLIONTHS, .months = 600};
    assert_null(loan_trouble(&loan));
    struct loan_schedule schedule = loan_schedule(&arena, &loan);
    expect_balance(&loan, &schedule);
    loan = (struct loan){.cents = LOAN_MOST_CENTS, .rate = 3000, .months = 600, .deferred = 600,
                         .deferral = DEFERRAL_TOTAL};
    assert_null(loan_trouble(&loan));
    schedule = loan_schedule(&arena, &loan);
    expect_balance(&loan, &schedule);
    loan.rate = 100000;
    assert_contains(loan_trouble(&loan), "too large");
    arena_free(&arena);
}

static void a_loan_that_makes_no_sense_is_refused_with_its_reason(void **state)
{
    struct loan sound = {.cents = 100000, .rate = 20000, .months = 12}, loan = sound;
    assert_null(loan_trouble(&loan));
    loan.cents = 0, assert_contains(loan_trouble(&loan), "capital");
    loan = sound, loan.rate = -1, assert_contains(loan_trouble(&loan), "rate");
    loan = sound, loan.months = 0, assert_contains(loan_trouble(&loan), "1 to 600 months");
    loan = sound, loan.every = 5, assert_contains(loan_trouble(&loan), "1, 2, 3, 4, 6 or 12");
    loan = sound, loan.every = 12, loan.deferred = 6, assert_contains(loan_trouble(&loan), "multiples");
    loan = sound, loan.fee_cents = 100000, assert_contains(loan_trouble(&loan), "fee");
    loan = sound, loan.waived = 1, assert_contains(loan_trouble(&loan), "waived");
    loan = sound, loan.interest_first = true, assert_contains(loan_trouble(&loan), "bridge");
    loan = sound, loan.variable_share = 1, assert_contains(loan_trouble(&loan), "title");
    loan = sound, loan.kind = (enum loan_kind)99, assert_contains(loan_trouble(&loan), "not known");
}

static double rate(const struct rate_flow *flows, size_t count)
{
    struct rate_found found = rate_of_flows(flows, count);
    assert_true(found.found);
    assert_int_equal(found.roots, 1);
    return found.rate;
}

static void the_rates_of_the_directives_examples(void **state)
{
    assert_near(rate((struct rate_flow[]){{100000, 0}, {-120000, 546 / 365.0}}, 2), pow(1.2, 365 / 546.0) - 1, 1e-12);
    assert_near(rate((struct rate_flow[]){{100000, 0}, {-120000, 546 / 365.0}}, 2), .1296, 5e-5);
    assert_near(rate((struct rate_flow[]){{100000, 0}, {-60000, 1}, {-60000, 2}}, 3), .1307, 5e-5);
    assert_near(rate((struct rate_flow[]){{100000, 0}, {-60000, 1}, {-60000, 2}}, 3), 1200 / (sqrt(2760000) - 600) - 1,
                1e-12);
    assert_near(rate((struct rate_flow[]){{100000, 0}, {-27200, .25}, {-27200, .5}, {-54400, 1}}, 4), .1319, 5e-5);
}

static void years_are_counted_as_the_directive_does(void **state)
{
    int64_t start = days_from_civil(1994, 1, 1), end = days_from_civil(1995, 7, 1);
    assert_int_equal(end - start, 546);
    assert_near(rate_years(start, end, RATE_BY_DAYS), 546 / 365.0, 1e-15);
    assert_near(rate_years(start, end, RATE_BY_MONTHS), 1.5, 1e-15);
    assert_near(rate_years(days_from_civil(2024, 1, 31), days_from_civil(2024, 2, 29), RATE_BY_MONTHS),
                29 / 366.0, 1e-15);
    /* 10 January to 15 March: two months back to 15 January, then 5 days over the year before 15 January */
    assert_near(rate_years(days_from_civil(2025, 1, 10), days_from_civil(2025, 3, 15), RATE_BY_MONTHS),
                2 / 12.0 + 5 / 366.0, 1e-15);
    assert_near(rate_years(start, start, RATE_BY_MONTHS), 0, 0);
    for (int64_t day = start; day < end; day++)
        assert_true(rate_years(start, day + 1, RATE_BY_MONTHS) > rate_years(start, day, RATE_BY_MONTHS) - 0.003);
}

static void a_loan_without_cost_has_no_rate_and_fees_raise_it(void **state)
{
    struct arena arena = {0};
    struct loan loan = {.cents = 1000000, .months = 40};
    assert_near(loan_rate(&arena, &loan, RATE_BY_MONTHS).rate, 0, 1e-12);
    loan.rate = 60000;
    double bare = loan_rate(&arena, &loan, RATE_BY_MONTHS).rate;
    assert_near(bare, pow(1.005, 12) - 1, 1e-6);
    loan.fee_cents = 10000;
    double with_fee = loan_rate(&arena, &loan, RATE_BY_MONTHS).rate;
    assert_true(with_fee > bare);
    loan.insurance_rate = 3000;
    assert_true(loan_rate(&arena, &loan, RATE_BY_MONTHS).rate > with_fee);
    arena_free(&arena);
}

/* The equation of the directive, checked at the rate that was found: the error on the rate is f ÷ f'. */
static void every_rate_found_solves_its_equation(void **state)
{
    struct seeded chance = seeded_start(11);
    for (int i = 0; i < 600; i++) {
        struct arena arena = {0};
        struct rate_flow flows[40] = {{100000 + (int64_t)seeded_below(&chance, 100000000), 0}};
        size_t count = 2 + seeded_below(&chance, 38);
        double cost = 1 + 0.5 * seeded_unit(&chance), years = 0.5;
        for (size_t k = 1; k < count; k++) {
            years += seeded_unit(&chance) * 0.7 + 0.01;
            flows[k] = (struct rate_flow){-(int64_t)((double)flows[0].cents * cost / (double)(count - 1)), years};
        }
        double x = rate(flows, count);
        long double sum = 0, slope = 0;
        for (size_t k = 0; k < count; k++) {
            long double part = (long double)flows[k].cents * powl(1 + (long double)x, -(long double)flows[k].years);
            sum += part;
            slope -= part * (long double)flows[k].years / (1 + (long double)x);
        }
        assert_true(fabsl(sum / slope) < 1e-12L * (1 + (long double)x));
        arena_free(&arena);
    }
}

static void flows_without_a_rate_or_with_several_say_so(void **state)
{
    assert_false(rate_of_flows((struct rate_flow[]){{100, 0}, {100, 1}}, 2).found);
    assert_false(rate_of_flows(NULL, 0).found);
    /* 1000 − 2500 v + 1540 v² = 0: 10 % and 40 % */
    struct rate_found found = rate_of_flows((struct rate_flow[]){{100000, 0}, {-250000, 1}, {154000, 2}}, 3);
    assert_int_equal(found.roots, 2);
    assert_near(found.rate, .1, 1e-11);
}

const struct CMUnitTest loans_tests[] = {
    PLAIN("an interest-only year, then equal payments", an_interest_only_year_then_equal_payments),
    PLAIN("a total deferral adds its interest to the capital", a_total_deferral_adds_its_interest_to_the_capital),
    PLAIN("a linear loan and a bullet pay as they say", a_linear_loan_and_a_bullet_pay_as_they_say),
    PLAIN("a title pays a fixed and a variable part, and comes back after seven years",
          a_title_pays_a_fixed_and_a_variable_part_and_comes_back_after_seven_years),
    PLAIN("what an advance waives is never paid", what_an_advance_waives_is_never_paid),
    PLAIN("a bridge is paid at once, with its interest before or after",
          a_bridge_is_paid_at_once_with_its_interest_before_or_after),
    PLAIN("every schedule sums to the capital, and costs more at a higher rate",
          every_schedule_sums_to_the_capital_and_costs_more_at_a_higher_rate),
    PLAIN("the largest loan and the longest one balance", the_largest_loan_and_the_longest_one_balance),
    PLAIN("a loan that makes no sense is refused with its reason",
          a_loan_that_makes_no_sense_is_refused_with_its_reason),
    PLAIN("the rates of the directives' examples", the_rates_of_the_directives_examples),
    PLAIN("years are counted as the directive does", years_are_counted_as_the_directive_does),
    PLAIN("a loan without cost has a rate of 0, and fees raise it", a_loan_without_cost_has_no_rate_and_fees_raise_it),
    PLAIN("every rate found solves its equation", every_rate_found_solves_its_equation),
    PLAIN("flows without a rate, or with several, say so", flows_without_a_rate_or_with_several_say_so),
    {0}};
