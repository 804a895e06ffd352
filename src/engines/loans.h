/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money that is paid back: loans, titles, advances, contributions that may be taken back, bridges. Schedules in whole
 * cents that balance to the last one, and the effective yearly rate (TAEG) of the European directives. The same cents
 * on every machine: amounts are computed on integers alone. */
#pragma once
#include "base/memory.h"

/* Rates and shares are whole millionths: 2 % is 20,000. */
enum { MILLIONTHS = 1000000, LOAN_MOST_MONTHS = 600, LOAN_MOST_INDEXES = 50 };
#define LOAN_MOST_CENTS 10000000000000                     /* a hundred thousand million euros */

enum loan_kind {
    LOAN_CONSTANT,                         /* equal payments: A = P i / (1 − (1 + i)^−n), rounded to the cent */
    LOAN_LINEAR,                           /* equal parts of the capital, and the interest of what is left */
    LOAN_BULLET,                           /* "in fine": the capital at the end, its interest before */
    LOAN_TITLE,                            /* "titre participatif": yearly pay, fixed and variable; then the capital */
    LOAN_CONTRIBUTION,                     /* "apport avec droit de reprise": taken back in equal parts */
    LOAN_ADVANCE,                          /* "avance remboursable": the same; what does not succeed is waived */
    LOAN_BRIDGE                            /* "relais", "cession Dailly": capital and interest at the end */
};
enum loan_deferral {
    DEFERRAL_PARTIAL,                      /* the interest alone is paid */
    DEFERRAL_TOTAL                         /* nothing is paid: the interest joins the capital, P (1 + i)^d */
};
enum rate_basis {
    RATE_BY_MONTHS,                        /* the rule of the directives 2011/90/EU and 2014/17/EU: rate_years() */
    RATE_BY_DAYS                           /* days ÷ 365, the other rule of the directive 98/7/EC */
};

/* A zeroed member is the usual choice. */
struct loan {
    enum loan_kind kind;
    int64_t cents;                         /* the capital, 1 … LOAN_MOST_CENTS */
    int64_t rate;                          /* a year, 0 … MILLIONTHS; of a period: rate × every ÷ 12 */
    uint32_t months;                       /* of paying back, after the deferral; a multiple of every */
    uint32_t every;                        /* months between payments: 1, 2, 3, 4, 6, 12; 0: 1 (a title: 12) */
    uint32_t deferred; enum loan_deferral deferral;        /* months before them; a multiple of every */
    int64_t fee_cents;                     /* kept back when the money is given */
    int64_t insurance_rate;                /* a year, of the first capital, paid at each date */
    int64_t waived;                        /* contribution, advance: share of the capital that is never paid back */
    bool interest_first;                   /* bridge: its interest is kept back when the money is given */
    /* Titles: rate bears on fixed_share of the nominal (0: on all of it), variable_rate × index on variable_share, at
     * most 40 % (code de commerce, R. 228-49). index: by year, MILLIONTHS when the results are those of reference; the
     * last one goes on; none: MILLIONTHS. variable_most: no more than that a year, of the nominal; 0: no limit. */
    int64_t fixed_share, variable_share, variable_rate, variable_most;
    const int64_t *index; uint32_t index_count;
    int64_t day;                           /* the money is given, days since 1970; dates of rows count from it */
};

/* What is wrong with a loan, in English: which member, and its bounds. NULL when it is sound. */
const char *loan_trouble(const struct loan *loan);

struct loan_row {
    uint32_t month;                        /* from the day the money is given: 1 … */
    int64_t day;                           /* add_months(loan.day, month) */
    int64_t due;                           /* the interest of the period… */
    int64_t capitalised;                   /* …of which this joins the capital */
    int64_t interest, variable, insurance, capital;        /* what is paid; variable: a title's, beside interest */
    int64_t paid;                          /* their sum */
    int64_t waived;                        /* given up by the lender, last row only */
    int64_t balance;                       /* capital still owed, after this row */
};
/* Always: Σ capital + Σ waived = cents + Σ capitalised, and the last balance is 0. */
struct loan_schedule {
    struct loan_row *rows; size_t count;
    int64_t received;                      /* capital less fee, less the interest kept back */
    int64_t deferred_capital;              /* owed when the deferral ends */
    int64_t payment;                       /* the usual payment: constant loans, without insurance; else 0. The last one
                                            * differs by what rounding left */
    int64_t interest, variable, insurance, capital, paid, waived, capitalised;      /* sums of the rows */
    int64_t cost;                          /* paid − received; negative when what is waived is more than the cost */
};
/* Interest of a period is rounded half up to the cent; capitalised interest so that the capital is the rounded
 * P (1 + i)^k at every k. The loan is sound (loan_trouble). */
struct loan_schedule loan_schedule(struct arena *arena, const struct loan *loan);

/* ---- Effective rates -------------------------------------------------------------------------------------------- */

/* Money received (positive) and paid (negative), so many years after the first. */
struct rate_flow { int64_t cents; double years; };
struct rate_found {
    bool found;                            /* false: no rate between −99 % and 1,000,000 % makes the two sides equal */
    double rate;                           /* a year: 0.1296 is 12.96 %; within 1e-10. The nearest to 0 of several */
    uint32_t roots;                        /* more than one: no single rate describes these flows */
};
/* The X of Σ C (1 + X)^−t = 0: bracketed, then Brent (1973), then Newton's steps. Deterministic. */
struct rate_found rate_of_flows(const struct rate_flow *flows, size_t count);

/* Years between two days as the directive 2014/17/EU counts them (annex I, remarks): whole months, of a twelfth each,
 * counted back from `to`; then the days that are left, over the 365 or 366 of the year that ends with them.
 * RATE_BY_DAYS: days ÷ 365. to ≥ from. */
double rate_years(int64_t from, int64_t to, enum rate_basis basis);

/* The effective rate of a loan, fee and insurance counted (TAEG). */
struct rate_found loan_rate(struct arena *arena, const struct loan *loan, enum rate_basis basis);
