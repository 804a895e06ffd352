/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an operator may set, and what the law sets. Settings have one value; dated parameters (thresholds, rates) have
 * one from each date on, with its source: never a constant in code. */
#pragma once
#include "base/text.h"
#include "db/db.h"

struct setting {
    const char *name;                      /* "smtp_url" */
    enum { SETTING_TEXT, SETTING_INT, SETTING_TICK, SETTING_SECRET } kind;
    const char *preset;                    /* the value while nobody set it; NULL: none */
    const char *unit, *label;              /* N_(…) */
    int64_t least, most;                   /* for SETTING_INT */
    /* A text with a rule of its own: what to store for what was typed, in the connection's arena; NULL with *why, an
     * N_(…), when it is refused. NULL: any text. */
    const char *(*read)(struct db *db, const char *typed, const char **why);
};

/* Rules of texts: an address of the web without its last "/"; one of electronic mail. */
const char *read_web_address(struct db *db, const char *typed, const char **why);
const char *read_mail_address(struct db *db, const char *typed, const char **why);

const char *setting_text(struct db *db, const struct setting *setting); /* in the connection's arena, or NULL */
int64_t setting_int(struct db *db, const struct setting *setting);
/* False with *why when the value does not fit the declaration. */
bool setting_set(struct db *db, const struct setting *setting, const char *value, const char **why);

/* The value in force on this day (days since 1970). False when none is known for it. */
bool parameter_on(struct db *db, const char *name, int64_t day, double *value);
void parameter_add(struct db *db, const char *name, int64_t from_day, double value, const char *source);

/* A value that a feature comes with: written when the database is brought up to date, unless that day has one already.
 * What an operator adds for a later day is in force from that day on. */
struct parameter_preset { const char *name, *from; double value; const char *source; };  /* from: "2026-01-01" */
/* Ended by a NULL name. In a transaction of its own, when something is missing. */
void parameter_presets(struct db *db, const struct parameter_preset *presets);
