/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Dates and hours. An instant is int64_t seconds UTC since 1970; a date is days since 1970-01-01; people see
 * Europe/Paris. */
#pragma once
#include "base/text.h"

struct civil { int year, month, day, hour, minute, second; };       /* month and day start at 1 */

/* Proleptic Gregorian calendar, any year from -9999 to 9999 (algorithm of Howard Hinnant's chrono paper). */
int64_t days_from_civil(int year, int month, int day);
struct civil civil_from_days(int64_t days);
bool date_exists(int year, int month, int day);

/* Paris wall clock of an instant, and back. The EU rule since 1996: summer time from the last Sunday of March 01:00
 * UTC to the last Sunday of October 01:00 UTC; for an hour that exists twice the first is meant, for one that is
 * skipped the next. */
struct civil paris_time(int64_t instant);
int64_t instant_from_paris(struct civil wall);
int64_t paris_day(int64_t instant);                                  /* days since 1970 of the Paris date */

/* "2026-11-23" or "23/11/2026", alone or before "T…" or a space: days since 1970. False when it is no existing date. */
bool parse_date(const char *text, int64_t *days);
/* "2026-11-23T10:00:00Z", with Z or an offset, seconds and perhaps a fraction: the instant. Without a zone it is
 * none. */
bool parse_instant(const char *text, int64_t *instant);

void format_iso_date(struct buffer *out, int64_t days);              /* 2026-11-23 */
void format_iso_instant(struct buffer *out, int64_t instant);        /* 2026-11-23T10:00:00Z */
/* days moved by months; the day is clamped to the month's last one (31 January + 1 = 28 or 29 February). */
int64_t add_months(int64_t days, int months);
int64_t clock_now(void);                                             /* the only reader of the system clock */
