/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calendars (RFC 5545), written by libical. */
#pragma once
#include "base/text.h"

/* whole_day: the day (days since 1970); else it begins at the instant at and lasts minutes. uid must stay the same
 * when the event is written again, so that calendars move it in place of doubling it. Texts may be NULL but uid and
 * title. */
struct ics_event { const char *uid, *title, *text, *place, *url; bool whole_day; int64_t day, at; int minutes; };
/* The calendar's text in the arena; made_at: seconds UTC, the stamp of each event. NULL when it could not be made. */
const char *ics_write(struct arena *arena, const char *name, const struct ics_event *events, size_t count,
                      int64_t made_at);
