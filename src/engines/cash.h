/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A plan of several years, month by month: what is paid, firm, promised and forecast, never mixed; the curve of cash,
 * its trough, and why it is red; gifts of time and things, kept apart; and the capital that uncertainty asks for. All
 * amounts are whole cents, conserved to the last one; months are 1 … months, month 1 the first of the plan. */
#pragma once
#include "base/text.h"
#include "engines/loans.h"

enum { PLAN_MOST_MONTHS = 240, PLAN_MOST_LINES = 400, PLAN_MOST_PARTS = 60 };

/* From the surest to the least sure. */
enum plan_state { PLAN_PAID, PLAN_FIRM, PLAN_PROMISED, PLAN_FORECAST, PLAN_STATES };
enum plan_kind {
    PLAN_INVESTMENT, PLAN_ANIMATION, PLAN_ENGINEERING, PLAN_RUNNING,               /* needs */
    PLAN_SALES, PLAN_GRANT, PLAN_GIFT, PLAN_SHARES, PLAN_LOAN,                     /* resources */
    PLAN_IN_KIND,                          /* worth something, never cash: stands in the shares alone */
    PLAN_KINDS
};

/* A part of a grant comes so many months after the line's month: 50 % at once, 30 % after 12 months… */
struct plan_part { uint32_t after; int64_t share; };       /* millionths; all parts sum to MILLIONTHS */

/* A zeroed member is the usual choice. */
struct plan_line {
    const char *name, *funder;             /* funder: who brings it; NULL: the name */
    enum plan_kind kind;
    enum plan_state state;                 /* of the whole line: what is partly paid is two lines */
    int64_t cents;                         /* of each time, 0 … LOAN_MOST_CENTS; a loan: its own cents count */
    uint32_t month;                        /* due, the first time */
    uint32_t times, every;                 /* 0: once; every so many months, 0: 1 */
    int64_t growth;                        /* after each 12 months, millionths of the amount before: −MILLIONTHS … */
    uint32_t delay;                        /* known months between due and paid */
    const struct plan_part *parts; uint32_t part_count;    /* grants; none: all at once */
    const struct loan *loan;               /* PLAN_LOAN: given at month + delay, its rows count from there */
    bool for_animation;                    /* this resource pays for animation */
    int64_t chance;                        /* that it comes, millionths: promised and forecast resources but sales */
};
struct plan {
    uint32_t months;                       /* 1 … PLAN_MOST_MONTHS */
    int64_t start;                         /* first day of month 1, days since 1970 */
    int64_t opening;                       /* in the bank before month 1 */
    const struct plan_line *lines; size_t count;
};
/* What is wrong with a plan, in English; *line: which line, SIZE_MAX when it is the plan itself. NULL: sound. */
const char *plan_trouble(const struct plan *plan, size_t *line);

/* ---- The ledger -------------------------------------------------------------------------------------------------- */

enum cash_what { CASH_SPENT, CASH_EARNED, CASH_GIVEN, CASH_BORROWED, CASH_CAPITAL, CASH_INTEREST };
struct cash_entry {
    uint32_t month, due;                   /* paid; due (before the delay) */
    uint32_t line;
    enum cash_what what;                   /* interest: variable pay, insurance and fee too */
    int64_t cents;                         /* negative: goes out */
};
/* One curve for each state, the least sure that its resources may have. PLAN_PAID counts what is paid, on both sides:
 * the bank account. The others count every expense whatever its state, and resources up to their state: needs come
 * whether or not money does. A loan is a resource, its payments with it. */
struct cash_curve {
    int64_t *balance;                      /* 0 … months; 0: the opening */
    int64_t trough; uint32_t trough_month; /* the lowest, months 1 …; the first of equals */
    uint32_t first_red, red;               /* 0: never; how many months are below 0 */
    /* From this month on activity never eats what it brought since: everything but investment, loans given and shares,
     * debt service counted. At least 12 months of the plan follow it, itself counted; 0: no such month. */
    uint32_t break_even;
};
struct cash_month { int64_t in[PLAN_STATES], out[PLAN_STATES]; };      /* out ≥ 0 */
/* By year of the plan, what is due in it; service: what loans ask for. gap: resources up to a state, less their
 * service, less all needs (PLAN_PAID: those that are paid): covered when it is not negative. */
struct plan_year { int64_t resources[PLAN_STATES], needs[PLAN_STATES], service[PLAN_STATES], gap[PLAN_STATES]; };
struct plan_shares {                       /* of the resources of the whole plan, up to a state; millionths */
    int64_t resources, in_kind;            /* cents */
    int64_t largest_funder; const char *funder;            /* share; NULL when there are none. Sales count as one's when
                                            * they name a funder */
    int64_t concentration;                 /* Σ share² of funders (Herfindahl-Hirschman) */
    int64_t patient;                       /* shares, titles, contributions, loans of 5 years deferred by 1 */
    int64_t in_kind_share;                 /* of resources and in kind together */
    int64_t animation_needs, animation_resources;          /* cents */
};
struct cash_ledger {
    const struct plan *plan;
    struct cash_entry *entries; size_t count;              /* by month, then line */
    int64_t *after;                        /* by line: what falls after the last month */
    struct cash_month *month;              /* 1 … months */
    struct cash_curve curve[PLAN_STATES];
    struct plan_year *year; uint32_t years;                /* 0 …; the last may be shorter */
    struct plan_shares shares[PLAN_STATES];
};
/* The plan is sound, and stays readable as long as the ledger. */
struct cash_ledger *cash_ledger(struct arena *arena, const struct plan *plan);

/* ---- Why red ----------------------------------------------------------------------------------------------------- */

enum cause_kind {
    CAUSE_LATE,                            /* due by then, paid after: `until` is when the last of it comes */
    CAUSE_NOT_COUNTED,                     /* due and paid by then, less sure than the state of the curve */
    CAUSE_SPENT, CAUSE_REPAID,             /* went out since the last month that was not red */
    CAUSE_OPENING                          /* red from the start */
};
struct cash_cause {
    enum cause_kind kind;
    uint32_t line, until;
    int64_t cents;                         /* > 0 */
    bool alone;                            /* without this cause alone the month would not be red */
};
struct cash_why {
    bool red;                              /* false: there is nothing to explain */
    int64_t balance;
    uint32_t since;                        /* the last month that was not red; 0: the opening */
    int64_t before, in;                    /* its balance; what came in after it. before + in − Σ (spent, repaid,
                                            * all lines) = balance */
    struct cash_cause *causes; size_t count;               /* the largest first, then by kind and line */
};
struct cash_why cash_why(struct arena *arena, const struct cash_ledger *ledger, enum plan_state state, uint32_t month);
/* French: "Mois 14 : −3 200 €. …" with the first causes, at most `most`. */
void cash_why_sentence(struct buffer *out, const struct cash_ledger *ledger, enum plan_state state, uint32_t month,
                       const struct cash_why *why, size_t most);

/* ---- Contributions in kind --------------------------------------------------------------------------------------- */

/* "Contributions volontaires en nature" (ANC 2018-06), accounts 86 and 87, beside the result and never cash. */
enum in_kind { IN_KIND_WORK, IN_KIND_LENT, IN_KIND_SERVICE, IN_KIND_GOODS, IN_KINDS };
struct in_kind_rate { const char *name; int64_t from; int64_t cents; };        /* of one unit, from a day on */
struct in_kind_gift {
    enum in_kind kind;
    const char *rate;                      /* the name of a rate; its version is the last one from the day or before */
    int64_t day;
    int64_t thousandths;                   /* of units: 14 people × 2 h is 28,000 */
};
struct in_kind_value {
    int64_t cents;                         /* rounded half up */
    uint32_t rate;                         /* which version was used */
    uint16_t debit, credit;                /* 864 and 875 for work… */
};
/* What is wrong, in English: an unknown rate, a day before its first version, a quantity that is none; else NULL and
 * *value. */
const char *in_kind_value(const struct in_kind_rate *rates, size_t count, const struct in_kind_gift *gift,
                          struct in_kind_value *value);

/* ---- Risk -------------------------------------------------------------------------------------------------------- */

/* What is uncertain: how sales turn out, which grants, gifts, shares and loans come, how late money is, what costs
 * cost. */
enum risk_family { RISK_REVENUE, RISK_SUCCESS, RISK_DELAY, RISK_COST, RISK_FAMILIES };
struct risk_delay { double mean, spread; };                /* months, Gamma; 0: none */
/* A Gaussian copula: each line has its normal, √common × that of its family + √(1 − common) × its own; the four
 * families are correlated. Sales of year y are multiplied by exp(σ √y z − σ² y / 2), 1 on average. Costs neither paid
 * nor firm are multiplied by (1 + cost_excess) exp(s z − s² / 2). A resource that is promised or forecast comes when
 * its normal is above the quantile of 1 − chance (given its family, that chance is Vasicek's). Money not yet paid
 * comes later by whole months. */
struct risk_model {
    double revenue_spread, cost_excess, cost_spread;       /* σ, mean overrun, s: 0.2 is 20 % */
    struct risk_delay grant_delay, sales_delay;
    double common[RISK_FAMILIES];          /* 0 … 1 */
    double correlation[RISK_FAMILIES][RISK_FAMILIES];      /* what is above the diagonal is read, −1 … 1 */
};
struct risk_settings {
    uint64_t seed;
    uint32_t replicates, points;           /* independent scramblings of so many points; 0: 25 and 4,096. At least 4;
                                            * points a power of two, 64 … 16,384 */
    uint32_t threads;                      /* 0: 1. They change no result */
    bool plain;                            /* plain Monte Carlo, neither Sobol points nor a cost summed over exactly:
                                            * to compare */
    bool without;                          /* fill cash_risk.without: five times the work */
};
/* Mean of the replicates, and its standard error, from their spread. Cents, or a share. */
struct risk_figure { double value, error; };
enum { RISK_QUANTILES = 5 };               /* 5, 25, 50, 75, 95 % */
struct cash_risk {
    uint32_t paths;
    struct risk_figure *red;               /* 1 … months: P(cash < 0) at the end of the month */
    struct risk_figure *low, *middle, *high;               /* 1 … months: 5, 50 and 95 % of the balance */
    struct risk_figure ever_red;
    struct risk_figure trough[RISK_QUANTILES], closing[RISK_QUANTILES];
    struct risk_figure worst;              /* mean of the lowest 5 % of the troughs */
    struct risk_figure patient;            /* patient capital needed: 95 % quantile of −trough, never below 0 */
    struct risk_figure without[RISK_FAMILIES];             /* the same were this family certain: nothing fails, is late,
                                                            * differs from the plan */
    struct risk_figure mean_closing;       /* mean balance at the end */
};
/* What is wrong with the model for this sound plan, in English; *line as plan_trouble. NULL: sound. */
const char *risk_trouble(const struct plan *plan, const struct risk_model *model, const struct risk_settings *settings,
                         size_t *line);
/* Quasi-Monte Carlo: Sobol points (Joe and Kuo 2008) under Owen's nested scrambling; what needs more than 64 dimensions
 * takes plain numbers for the smallest lines. The own normal of the cost that spreads most is summed over exactly for
 * chances and quantiles. The same result on every machine and number of threads. It says
 * what the assumptions imply; it is no forecast. All is sound (plan_trouble, risk_trouble). */
struct cash_risk cash_risk(struct arena *arena, const struct plan *plan, const struct risk_model *model,
                           const struct risk_settings *settings);
