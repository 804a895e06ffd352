/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who pays what when: the schedule of a loan, balanced to the last cent. */
#include "base/time.h"
#include "engines/money/loan_inside.h"

enum { CENT_BITS = 40, FACTOR_BITS = 90, SUM_BITS = 78 };

struct course { const struct loan *loan; struct loan_schedule *schedule; uint32_t every; int64_t balance; };

uint32_t loan_every(const struct loan *loan)
{
    return loan->every ? loan->every : loan->kind == LOAN_TITLE ? 12 : 1;
}

static int64_t rounded(loan_wide top, loan_wide bottom)
{
    return (int64_t)((top + bottom / 2) / bottom);
}

loan_wide loan_grown(const struct loan *loan, uint32_t periods)
{
    loan_wide grown = (loan_wide)loan->cents << CENT_BITS;
    loan_wide more = LOAN_YEAR + (loan_wide)loan->rate * loan_every(loan);
    for (uint32_t k = 0; k < periods && grown >= 0; k++) {
        grown = (grown * more + LOAN_YEAR / 2) / LOAN_YEAR;
        if (grown > (loan_wide)LOAN_MOST_OWED << CENT_BITS)
            grown = -1;
    }
    return grown;
}

int64_t loan_cents(loan_wide grown)
{
    return rounded(grown, (loan_wide)1 << CENT_BITS);
}

static int64_t of_months(int64_t cents, int64_t rate, uint32_t months)
{
    return rounded((loan_wide)cents * rate * months, LOAN_YEAR);
}

/* A = P i ÷ (1 − (1 + i)^−n) = P ÷ Σ (1 + i)^−k, which needs no case for i = 0. */
static int64_t equal_payment(const struct loan *loan, int64_t capital, uint32_t periods)
{
    loan_wide factor = (loan_wide)1 << FACTOR_BITS, sum = 0;
    loan_wide more = LOAN_YEAR + (loan_wide)loan->rate * loan_every(loan);
    for (uint32_t k = 0; k < periods; k++) {
        factor = factor * LOAN_YEAR / more;
        sum += factor;
    }
    return rounded((loan_wide)capital << SUM_BITS, sum >> (FACTOR_BITS - SUM_BITS));
}

static struct loan_row *next_row(struct course *course)
{
    struct loan_schedule *schedule = course->schedule;
    struct loan_row *row = &schedule->rows[schedule->count++];
    row->month = (uint32_t)schedule->count * course->every;
    row->due = of_months(course->balance, course->loan->rate, course->every);
    row->insurance = of_months(course->loan->cents, course->loan->insurance_rate, course->every);
    return row;
}

static void close_row(struct course *course, struct loan_row *row)
{
    struct loan_schedule *schedule = course->schedule;
    row->day = add_months(course->loan->day, (int)row->month);
    row->paid = row->interest + row->variable + row->insurance + row->capital;
    course->balance += row->capitalised - row->capital - row->waived;
    row->balance = course->balance;
    schedule->interest += row->interest, schedule->variable += row->variable, schedule->insurance += row->insurance;
    schedule->capital += row->capital, schedule->capitalised += row->capitalised, schedule->waived += row->waived;
    schedule->paid += row->paid;
}

static void defer(struct course *course)
{
    uint32_t periods = course->loan->deferred / course->every;
    for (uint32_t k = 1; k <= periods; k++) {
        struct loan_row *row = next_row(course);
        if (course->loan->deferral == DEFERRAL_TOTAL)
            row->due = row->capitalised = loan_cents(loan_grown(course->loan, k)) - course->balance;
        else
            row->interest = row->due;
        close_row(course, row);
    }
    course->schedule->deferred_capital = course->balance;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static void pay_equal(struct course *course, uint32_t periods)
{
    int64_t payment = equal_payment(course->loan, course->balance, periods);
    course->schedule->payment = payment;
    for (uint32_t k = 1; k <= periods; k++) {
        struct loan_row *row = next_row(course);
        row->interest = row->due;
        row->capital = k == periods ? course->balance : least(course->balance, payment - row->due);
        close_row(course, row);
    }
}

/* Equal parts of what is not waived: the running total is rounded, so that the parts sum to it. */
static void pay_parts(struct course *course, uint32_t periods)
{
    int64_t waived = rounded((loan_wide)course->balance * course->loan->waived, MILLIONTHS);
    int64_t capital = course->balance - waived, before = 0;
    for (uint32_t k = 1; k <= periods; k++) {
        struct loan_row *row = next_row(course);
        int64_t until = rounded((loan_wide)capital * k, periods);
        row->interest = row->due;
        row->capital = until - before;
        row->waived = k == periods ? waived : 0;
        before = until;
        close_row(course, row);
    }
}

static void pay_at_the_end(struct course *course, uint32_t periods)
{
    for (uint32_t k = 1; k <= periods; k++) {
        struct loan_row *row = next_row(course);
        row->interest = row->due;
        row->capital = k == periods ? course->balance : 0;
        close_row(course, row);
    }
}

static int64_t variable_pay(const struct loan *loan, uint32_t month, uint32_t every)
{
    uint32_t year = (month - 1) / 12;
    int64_t index = !loan->index_count ? MILLIONTHS
        : loan->index[year < loan->index_count ? year : loan->index_count - 1];
    int64_t base = rounded((loan_wide)loan->cents * loan->variable_share, MILLIONTHS);
    int64_t pay = rounded((loan_wide)base * loan->variable_rate * every * index, (loan_wide)LOAN_YEAR * MILLIONTHS);
    return loan->variable_most ? least(pay, of_months(loan->cents, loan->variable_most, every)) : pay;
}

static void pay_title(struct course *course, uint32_t periods)
{
    const struct loan *loan = course->loan;
    int64_t fixed = loan->fixed_share ? rounded((loan_wide)loan->cents * loan->fixed_share, MILLIONTHS) : loan->cents;
    for (uint32_t k = 1; k <= periods; k++) {
        struct loan_row *row = next_row(course);
        row->interest = row->due = of_months(fixed, loan->rate, course->every);
        row->variable = variable_pay(loan, row->month, course->every);
        row->capital = k == periods ? course->balance : 0;
        close_row(course, row);
    }
}

/* One payment at the end, of simple interest. */
static void pay_bridge(struct course *course)
{
    const struct loan *loan = course->loan;
    struct loan_row *row = next_row(course);
    row->due = of_months(loan->cents, loan->rate, course->every);
    row->interest = loan->interest_first ? 0 : row->due;
    row->capital = course->balance;
    close_row(course, row);
    course->schedule->deferred_capital = loan->cents;
    course->schedule->received -= loan->interest_first ? row->due : 0;
}

struct loan_schedule loan_schedule(struct arena *arena, const struct loan *loan)
{
    struct loan_schedule schedule = {.received = loan->cents - loan->fee_cents};
    struct course course = {loan, &schedule, loan_every(loan), loan->cents};
    uint32_t months = loan->months + loan->deferred, periods = loan->months / course.every;
    schedule.rows = arena_array(arena, months / course.every, sizeof *schedule.rows);
    if (loan->kind == LOAN_BRIDGE)
        course.every = months;
    else if (loan->kind == LOAN_TITLE)
        schedule.deferred_capital = loan->cents, periods = months / course.every;
    else
        defer(&course);
    switch (loan->kind) {
    case LOAN_CONSTANT: pay_equal(&course, periods); break;
    case LOAN_BULLET: pay_at_the_end(&course, periods); break;
    case LOAN_TITLE: pay_title(&course, periods); break;
    case LOAN_BRIDGE: pay_bridge(&course); break;
    default: pay_parts(&course, periods);
    }
    schedule.cost = schedule.paid - schedule.received;
    return schedule;
}
