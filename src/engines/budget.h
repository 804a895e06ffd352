/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Participatory budgets: which projects a vote funds, under which rule, and why not the others. Every decision is
 * exact: doubles only where their error cannot change it, else whole numbers of any size. */
#pragma once
#include "base/text.h"
#include "engines/kernel/rational.h"

enum budget_rule {
    BUDGET_GREEDY,                 /* by score, each project that still fits */
    BUDGET_GREEDY_STOP,            /* by score, until the first that does not fit */
    BUDGET_GREEDY_COST,            /* by score for each euro, each project that still fits */
    BUDGET_SHARES,                 /* Method of Equal Shares (Peters, Pierczyński, Skowron 2021) */
    BUDGET_PHRAGMEN                /* sequential Phragmén, until the first that does not fit */
};
/* What a voter gets out of a project they support with so many points (1 for an approval). */
enum budget_utility { BUDGET_COST, BUDGET_COUNT };                   /* its cost × points; or points alone */
enum budget_completion {
    BUDGET_ALONE,
    BUDGET_ADD_ONE,                /* shares raised by one step at a time until the next would overspend */
    BUDGET_ADD_NEXT                /* the same with steps of a thousandth of a cent, those without effect skipped */
};

struct budget_rules {
    enum budget_rule rule;
    enum budget_utility utility;
    enum budget_completion completion;
    bool fill;                     /* what is left goes to the best scores that fit */
    int64_t step;                  /* cents of BUDGET_ADD_ONE */
    int64_t least_score;           /* projects below are out */
    bool explain;                  /* say what each losing project lacked */
};

#define BUDGET_MOST INT64_C(100000000000000)               /* 10¹⁴ cents */
/* Amounts in cents, > 0, at most BUDGET_MOST. Ballots one after the other: voter v's are start[v] … start[v + 1] − 1;
 * a project stands once in a ballot, points > 0 (NULL: 1 each). At most 2³⁰ points on a project. */
struct budget_input {
    int64_t budget;
    uint32_t projects; const int64_t *cost;
    uint32_t voters; const size_t *start; const uint32_t *project; const int64_t *points;
};

/* A project funded. By shares: price is what one point costs (cents), payers those who paid it in full, emptied those
 * who gave all they had left; effective is the votes that would have to stand behind it if all paid alike. */
struct budget_win {
    uint32_t project;
    double price, effective;
    uint32_t payers, emptied;
    bool tied;                     /* equal to another: less cost won, then the higher score, then the smaller number */
    bool filled;                   /* by what was left */
};

/* A project not funded, all else being equal (and, by shares, at the final share of each voter): */
struct budget_loss {
    uint32_t project;
    int64_t cheaper;               /* it is funded when it costs so many cents less; −1: never */
    int64_t more_votes;            /* or when so many more support it alone, a point each; −1: not with twice as many */
    int64_t money_left;            /* by shares: cents its supporters still had together at the end */
    uint32_t rival[3]; size_t rival_count;                 /* what its supporters' money went to, most first */
};

struct budget_result {
    size_t count; struct budget_win *wins;                 /* in the order of the choice */
    int64_t cost;                                          /* cents, never above the budget */
    size_t loss_count; struct budget_loss *losses;         /* by number of project */
    struct rational share;                                 /* by shares: the final cents of each voter */
    uint64_t raises;                                       /* steps that were taken */
    uint64_t exact_runs;                                   /* runs that doubles could not decide */
    uint32_t voters, satisfied;                            /* who voted; who has a winner on their ballot */
    int64_t *scores;                                       /* by project */
};

/* Everything in the arena. */
struct budget_result *budget_compute(struct arena *arena, const struct budget_input *input,
                                     const struct budget_rules *rules);

/* What one voter's share went to, by shares: amounts in cents (real, for showing). Returns how many. */
struct budget_payment { uint32_t project; double amount; };
size_t budget_payments(struct arena *arena, const struct budget_input *input, const struct budget_rules *rules,
                       const struct budget_result *result, uint32_t voter, struct budget_payment *payments,
                       size_t most);

/* The rule, and why a project lost, in French. name may be NULL. */
void budget_rule_sentence(struct buffer *out, const struct budget_rules *rules);
void budget_loss_sentence(struct buffer *out, const struct budget_rules *rules, const struct budget_result *result,
                          const struct budget_loss *loss, const char *const *names);
