/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How the components of web/ write markup: a literal format, whose every %s is escaped. Never a feature's business. */
#pragma once
#include "web/baked.h"
#include "web/feature.h"

/* Writes markup. The format is a literal; %s is escaped as text (NULL writes nothing), %d %ld %zu %g are numbers (%g
 * the shortest decimal), %% is a percent sign; nothing else is known. A %s may stand in text or in a quoted attribute
 * that is no address. */
void draw(struct request *rq, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* href="…", with a space before: only http, https, mailto, tel or a path of ours; else "#". NULL writes nothing. */
void draw_href(struct request *rq, const char *url);
/* A link, or the text alone while url is NULL. */
void draw_link(struct request *rq, const char *url, const char *text);
/* The number as the language writes it: "1 234,5". */
void draw_number(struct request *rq, double number);

/* The mark of the name: three threads over three, so many pixels wide. */
void draw_mark(struct request *rq, int size);

/* Percent-encodes all but unreserved characters: a value inside an address. */
void add_encoded(struct buffer *out, const char *text);
/* The address of this page with name=value in place of any name=…, and back on the first page; value NULL: without it.
 */
const char *address_with(const struct request *rq, const char *name, const char *value);
/* The same, adding the pair name=value to those there, or taking away that one pair. */
const char *address_adding(const struct request *rq, const char *name, const char *value);
const char *address_without(const struct request *rq, const char *name, const char *value);
