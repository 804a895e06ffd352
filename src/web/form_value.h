/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Between a field's text and its place in a struct. Private to web/. */
#pragma once
#include "web/form.h"

/* What was typed in this field: trimmed (a password is not), spaces taken out of numbers and codes, line breaks made
 * one character, blanks and repeated choices left out. */
struct typed { size_t count; const char *const *values; };
struct typed form_typed(struct request *rq, const struct field *field);

/* Reads one clean value of a kind that is a number; false when it is none. MONEY is cents, DATE days. */
bool form_whole(const struct field *field, const char *text, int64_t *value);

/* The smallest and the largest number that fit the field: its own, else what the kind allows. Cents for MONEY. */
struct bounds { int64_t least, most; bool own; };
struct bounds form_bounds(const struct field *field);
int64_t most_characters(const struct field *field);

/* NULL when what was typed may be stored; else why not, translated. (form_check.c) */
const char *form_trouble(struct request *rq, const struct field *field, struct typed typed);
/* Writes a checked field into the struct of values. */
void form_store(struct request *rq, const struct field *field, struct typed typed, void *values);
/* The choices of a field, known at build time or made for this request. */
const struct label *field_choices(struct request *rq, const struct field *field);
