/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of plans share. */
#pragma once
#include "engines/cash.h"

#define N_(english) english                                /* for the collector of texts; i18n stands higher */
__extension__ typedef __int128 cash_wide;

bool plan_is_need(const struct plan_line *line);
/* What a line is worth the time number `time`, from 0; −1 when it grew beyond LOAN_MOST_CENTS. */
int64_t plan_amount(const struct plan_line *line, uint32_t time);
uint32_t plan_times(const struct plan_line *line);
uint32_t plan_every(const struct plan_line *line);

/* The entries of one line, those after the last month too. PLAN_IN_KIND has none. */
struct cash_entries { struct cash_entry *items; size_t count, room; };
void line_entries(struct arena *arena, const struct plan *plan, uint32_t line, struct cash_entries *entries);
/* Counts on the curve of a state. */
bool line_counts(const struct plan_line *line, enum plan_state state);
void ledger_years(struct cash_ledger *ledger, struct arena *arena);
void ledger_shares(struct cash_ledger *ledger, struct arena *arena);
