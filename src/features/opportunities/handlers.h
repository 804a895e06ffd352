/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the rooms of opportunities share. */
#pragma once
#include "features/opportunities/opportunities.h"
#include "opportunities.bake.h"
#include "work/import.h"
#include "work/job.h"

extern const struct importer notices_importer;
extern const struct form opportunity_form;

/* "773" stands for 77300000 up to, not including, 77400000: the bounds of a branch of the CPV; false when it is none.
 * */
bool cpv_branch(struct arena *arena, const char *typed, const char **start, const char **end);
/* The day a contract ends: its notification moved by its months, the day clamped to the month's last. */
int64_t contract_end(int64_t notified_day, int64_t months);

/* pages.c */
enum { MARKET_WORDS = 3 };
/* A text as a pattern of LIKE that holds it anywhere; what would be a wildcard is a blank. */
const char *like_pattern(struct arena *arena, const char *word);
/* The first words of what was typed, folded, each a pattern: all of them are wanted, in any order. */
void market_words(struct arena *arena, const char *typed, const char *words[MARKET_WORDS]);
void list_opportunities(struct request *rq);
void show_opportunity(struct request *rq);
void move_opportunity(struct request *rq);
void new_opportunity(struct request *rq);
void keep_opportunity(struct request *rq);

/* Whether this person may write on this contract, where it is carried out; when not, or when there is none, the reply
 * is made. */
bool find_opportunity_for(struct request *rq, int64_t id);

/* coverage_pages.c */
extern const struct form market_lot_form;
void show_coverage(struct request *rq);
void add_lot(struct request *rq);
void list_gaps(struct request *rq);
void make_need_of_gap(struct request *rq);

/* coverage.c: the gaps of open contracts, each night */
bool note_gaps(struct job *job);

/* purchases.c */
extern const struct form hours_form;
void show_purchases(struct request *rq);
void show_hours(struct request *rq);
void count_hours(struct request *rq);

/* alerts.c */
extern const struct form alert_form;
void list_alerts(struct request *rq);
void keep_alert(struct request *rq);
void show_alert(struct request *rq);
void stop_alert(struct request *rq);
bool tell_alerts(struct job *job);
/* The words of a kept search as a pattern of LIKE on folded words; NULL when they say nothing. */
const char *alert_pattern(struct arena *arena, const char *words);

/* import_keep.c. NULL when it is not known, else a copy. */
const int64_t *known_or_null(struct arena *arena, int64_t value, bool known);
/* The CPV without its check digit; what is no CPV is kept as it stands, with a word about its line. */
const char *cpv_as_written(struct import *import, struct arena *arena, int64_t line, const char *cpv);
/* What a source says now of a contract that it has already told; its state is not touched. */
void refresh_contract(struct db *db, int64_t id, const struct opportunity_add_args *add);

/* import_lists.c: a list of contracts, one a row: the BOAMP, a buyer's programme */
bool import_rows(struct import *import, struct db *db, struct arena *arena, const char *bytes, size_t length);

/* sourcing.c */
extern const struct form sourcing_form;
void show_sourcing(struct request *rq);
void add_sourcing(struct request *rq);

/* insertion_follow.c */
extern const struct form insertion_due_form, insertion_hour_form;
void show_insertion(struct request *rq);
void add_insertion_due(struct request *rq);
void add_insertion_hours(struct request *rq);
void drop_insertion_hours(struct request *rq);

/* ending.c */
void list_ending(struct request *rq);
void sense_ending(struct request *rq);

/* folding.c */
extern const struct folding opportunities_foldings[];
