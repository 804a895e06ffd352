/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Texts in a language, from catalogues that tools/bake makes of the po files. English ids; fr is the first language. */
#pragma once
#include "base/text.h"

struct catalogue_entry { const char *id, *plural_id, *texts[2]; };   /* sorted by id */
struct catalogue { const char *language; const struct catalogue_entry *entries; size_t count; };
extern const struct catalogue *const catalogues[];                   /* made by bake; ended by NULL */

/* The text of this id; the id itself when the catalogue lacks it. language NULL: "fr". */
const char *text_in(const char *language, const char *id);
/* French and English rule: fr singular for 0 and 1, en singular for 1. */
const char *text_in_count(const char *language, const char *one, const char *many, int64_t count);

void write_date(struct buffer *out, const char *language, int64_t instant);          /* "23 novembre 2026 à 10 h 05" */
void write_day(struct buffer *out, const char *language, int64_t days);              /* "1er mars 2026" */
void write_ago(struct buffer *out, const char *language, int64_t instant, int64_t now);
void write_number(struct buffer *out, const char *language, double number);          /* at most 2 decimals, comma */
/* Why a file or a folder could not be opened, out of errno; the system's own words for what is rare. */
const char *why_unread(const char *language, int error);
