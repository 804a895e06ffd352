/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of budget share; nobody else includes it. */
#pragma once
#include "base/text.h"
#include "engines/budget.h"

/* Voters with the same ballot pay alike: they are one group of so many. */
struct backing { uint32_t group, points; };                /* no padding: compared as bytes */
struct choice { uint32_t project, points; };
struct prepared {
    const struct budget_input *input;
    const struct budget_rules *rules;
    uint32_t projects, groups;
    uint32_t *weight;                                      /* by group */
    uint32_t *group_of;                                    /* by voter; NO_GROUP for an empty ballot */
    size_t *group_start; struct choice *choice;            /* ballots of groups */
    size_t *project_start; struct backing *backing;        /* supporters of projects */
    int64_t *score;                                        /* by project: all points */
    uint32_t *points_most;                                 /* the most of one voter */
    uint32_t *supporters;                                  /* by project: voters */
    int64_t *cost;                                         /* by project; explanations change one */
    uint32_t *twin;                                        /* the first project with the same supporters */
};
enum { NO_GROUP = 0xFFFFFFFFu };
struct prepared *prepare(struct arena *arena, const struct budget_input *input, const struct budget_rules *rules);
bool is_out(const struct prepared *prepared, uint32_t project);      /* no supporter, or below the least score */
/* Between equals: less cost, then the higher score, then the smaller number. */
bool goes_first(const struct prepared *prepared, uint32_t project, uint32_t other);

/* A choice being made. */
struct outcome { size_t count; struct budget_win *wins; int64_t cost; bool *won; };
struct outcome outcome_begin(struct arena *arena, const struct prepared *prepared);
void outcome_add(struct outcome *outcome, const struct prepared *prepared, struct budget_win win);

/* greedy.c */
void greedy_run(const struct prepared *prepared, struct outcome *outcome, bool stops, bool per_cost);
void fill_run(const struct prepared *prepared, struct outcome *outcome);

/* phragmen.c */
void phragmen_run(const struct prepared *prepared, struct outcome *outcome);

/* shares.c: shares of top/bottom cents. reach, when not NULL, gets how many cents every share may be raised before
 * anything may change (INFINITY: nothing ever does). */
struct share { int64_t top, bottom; };
struct shares_run {
    struct outcome outcome;
    double *money;                                         /* left to each voter of a group, at the end */
    bool exact;                                            /* doubles could not decide: whole numbers did */
};
struct shares_run *shares_run(struct arena *arena, const struct prepared *prepared, struct share share, double *reach);

/* What shares.c, price.c and reach.c work on: a run of equal shares. */
struct run {
    const struct prepared *prepared;
    double *money, *gain;                                  /* by group: left; more of it for each cent more a share */
    uint32_t *heap; uint32_t heap_count;                   /* projects by key, the least first */
    double *key, *price;                                   /* by project: what is compared; what a point costs */
    uint32_t *poor;                                        /* voters who would give all they have */
    int64_t *rich;                                         /* points of those who pay the full price, when plain */
    bool *fresh, *plain;                                   /* priced since supporters paid; who is poor has nothing */
    bool *unsure;                                          /* by group: too near to nothing to say that it is nothing */
    struct exact *exact;                                   /* whole numbers decide, NULL: doubles */
    bool doubtful;                                         /* doubles could not */
    double *reach;
    struct shares_run *result;
};
#define DOUBT 1e-9

/* price.c: false when the supporters of a project cannot pay for it. */
bool price_project(struct run *run, uint32_t project);
/* −1, 0, 1: which of two priced projects costs less for what it gives; sets doubtful when doubles cannot tell. */
int compare_prices(struct run *run, uint32_t project, uint32_t other);
void pay_project(struct run *run, uint32_t project);
double money_behind(const struct run *run, uint32_t project);        /* what its supporters have left together */

/* reach.c: before a project is paid: how far shares may rise without another choice here. */
void reach_round(struct run *run, uint32_t chosen);
void order_heap(struct run *run);                          /* shares.c: after keys have changed */

/* exact.c: the same questions with money in whole numbers over one denominator. */
struct exact *exact_begin(struct arena *arena, const struct prepared *prepared, struct share share);
void exact_end(struct exact *exact);
bool exact_price(struct exact *exact, uint32_t project, double *price, uint32_t *poor);
int exact_compare(struct exact *exact, uint32_t project, uint32_t other);
void exact_pay(struct exact *exact, uint32_t project);
double exact_money(struct exact *exact, uint32_t group);

/* explain.c */
void explain_losses(struct arena *arena, struct prepared *prepared, const struct outcome *outcome,
                    struct share share, struct budget_result *result);
