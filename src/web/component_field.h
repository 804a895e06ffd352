/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One field of a form, between component_form.c and component_field.c. */
#pragma once
#include "web/draw.h"

/* The field with its label, hint, example and error; ids begin with prefix. */
void draw_field(struct request *rq, const struct form_view *view, const struct field *field, const char *prefix);
/* What may be meant by what was refused in this field, NULL when nothing may. */
const struct label *suggestions(struct request *rq, const struct form_view *view, const struct field *field);
/* Why it is refused, in a few words where choices follow. */
const char *why_shown(struct request *rq, const struct form_view *view, const struct field *field, const char *why);
/* What was typed or filled in; NULL when nothing was. */
const char *typed_value(const struct form_view *view, const struct field *field);
