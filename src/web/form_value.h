/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Between a field's text and its place in a struct. Private to web/. */
#pragma once
#include "web/form.h"

/* Writes a checked field into the struct of values. */
void form_store(struct request *rq, const struct field *field, void *values);
/* The choices of a field, known at build time or made for this request. */
const struct label *field_choices(struct request *rq, const struct field *field);
