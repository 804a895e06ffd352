/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The shapes of a reply. Private to web/. */
#pragma once
#include "web/baked.h"
#include "web/draw.h"
#include "web/form.h"
#include "web/reply.h"

/* JSON of all parts of a page; {"errors":{field:why}} alone when a form of it was refused. */
void write_json(struct request *rq, const struct view *view, const void *page);
void write_errors(struct request *rq, const struct form_view *view);
/* The first part with many rows as CSV, XLSX or GeoJSON; false when there is none. */
bool write_table(struct request *rq, const struct view *view, const void *page);
/* The message reply_done() left for this request, once; NULL when none. */
const char *take_flash(struct request *rq);
/* A page that is only this form, with this status. */
void form_reply_with(struct request *rq, int status, const struct form_view *view);
/* The frame around what `draw` writes. title is already translated. */
void open_page(struct request *rq, const char *title);
void close_page(struct request *rq);
