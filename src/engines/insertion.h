/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Insertion clauses of public contracts: how many hours are due, how many were done, in which way, and whether they
 * are late. */
#pragma once
#include "base/text.h"

struct insertion_clause { int64_t cents, labour_percent, insertion_tenths, hour_cents; };   /* tenths of a percent */

/* Hours = amount × share of labour × rate of insertion ÷ cost of an hour (mefsud77.fr, "clauses sociales"), rounded
 * half up: 1,000,000 € × 50 % × 5 % ÷ 30 € = 833. False when there is no cost or it overflows. */
bool insertion_hours(const struct insertion_clause *clause, int64_t *hours);

/* What is wrong with a clause, in English; NULL when it is sound: amount > 0, shares within 100 %, cost > 0. */
const char *insertion_trouble(const struct insertion_clause *clause);

/* ---- Follow-up -------------------------------------------------------------------------------------------------- */

enum insertion_mode {
    INSERTION_HIRED,                       /* the company hires */
    INSERTION_LENT,                        /* people are lent to it: association intermédiaire, ETTI, GEIQ */
    INSERTION_SUBCONTRACTED,               /* a structure of insertion does a part of the work */
    INSERTION_TRAINED,                     /* hours of training, where the contract counts them */
    INSERTION_MODES
};
/* Hours are whole hundredths: 7.5 h is 750. Days are days since 1970. */
struct insertion_done { uint32_t lot; enum insertion_mode mode; int64_t day, hundredths; };
struct insertion_lot {
    int64_t due;                           /* hundredths; > 0 */
    int64_t start, end;                    /* the work, both days included; end ≥ start */
    uint32_t most_trained;                 /* percent of due that training may make; 0: no hour of training counts */
};
/* done[lot × INSERTION_MODES + mode] and so on, hundredths. What one lot does beyond its due helps no other lot. */
struct insertion_state {
    int64_t done[INSERTION_MODES];         /* all that was written down until `today` */
    int64_t training_left_out;             /* beyond most_trained: done, not counted */
    int64_t counted;                       /* all modes, less what is left out */
    int64_t remaining;                     /* due − counted, never below 0 */
    int64_t expected;                      /* due × days gone ÷ days of the work: where an even course would stand */
    int64_t late;                          /* expected − counted, never below 0 */
    int64_t a_week;                        /* to do in each week that is left, rounded up; 0 when none is left */
    bool over;                             /* the work has ended */
};
/* The state of a lot at a day. Hours of days after `today`, or outside start … end, are left out and counted in
 * *outside (may be NULL). */
struct insertion_state insertion_follow(const struct insertion_lot *lot, uint32_t which,
                                        const struct insertion_done *done, size_t count, int64_t today,
                                        int64_t *outside);
/* What is wrong with an hour that was written down, in English; NULL when it can be counted. */
const char *insertion_done_trouble(const struct insertion_done *done, uint32_t lots);
const char *insertion_lot_trouble(const struct insertion_lot *lot);

/* French: hours due and done, by which way, whether late. */
void insertion_sentence(struct buffer *out, const struct insertion_lot *lot, const struct insertion_state *state);
