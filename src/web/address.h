/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The address of this page with one thing changed: for views, filters, pages. */
#pragma once
#include "web/request.h"

/* With name=value in place of any name=…, and back on the first page; value NULL: without it. */
const char *address_with(const struct request *rq, const char *name, const char *value);
/* The same rows in another form: "/annuaire.csv?q=…" for format "csv". */
const char *address_as(const struct request *rq, const char *format);
