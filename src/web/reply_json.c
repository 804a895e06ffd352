/* SPDX-License-Identifier: AGPL-3.0-or-later
 * JSON made from rows, with no code per feature. */
#include "formats/json.h"
#include "web/reply_page.h"

struct rows { size_t count; const char *first; };

static void write_column(struct json *json, const struct db_field *column, const char *row)
{
    const void *at = row + column->offset;
    if (column->type != DB_BLOB)           /* bytes have an address of their own */
        json_key(json, column->name);
    switch (column->type) {
    case DB_INT: {
        const int64_t *number = column->optional ? *(const int64_t *const *)at : at;
        number ? json_int(json, *number) : json_null(json);
        break;
    }
    case DB_REAL: {
        const double *number = column->optional ? *(const double *const *)at : at;
        number ? json_real(json, *number) : json_null(json);
        break;
    }
    case DB_TEXT:
        json_text(json, *(const char *const *)at);
        break;
    case DB_BLOB:
        break;
    }
}

static void write_row(struct json *json, const struct db_query *query, const char *row)
{
    json_object(json);
    for (size_t i = 0; i < query->column_count; i++)
        write_column(json, &query->columns[i], row);
    json_end(json);
}

static void write_part(struct json *json, const struct part *part, const char *at)
{
    json_key(json, part->name);
    if (part->json) {
        part->json(json, at);
    } else if (!part->many) {
        write_row(json, part->query, at);
    } else {
        const struct rows *rows = (const void *)at;
        json_array(json);
        for (size_t i = 0; i < rows->count; i++)
            write_row(json, part->query, rows->first + i * part->query->row_size);
        json_end(json);
    }
}

/* One "why" for each field: the first. */
static bool is_first(const struct form_view *view, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (text_is(view->troubles[k].field, view->troubles[i].field))
            return false;
    return true;
}

static void write_troubles(struct json *json, const struct form_view *view)
{
    for (size_t i = 0; i < view->trouble_count; i++)
        if (is_first(view, i)) {
            json_key(json, view->troubles[i].field ? view->troubles[i].field : "");
            json_text(json, view->troubles[i].why);
        }
}

void write_errors(struct request *rq, const struct form_view *view)
{
    struct json json;
    json_begin(&json, &rq->reply.body);
    json_object(&json);
    json_key(&json, "errors"), json_object(&json);
    write_troubles(&json, view);
    json_end(&json);
    json_end(&json);
}

/* The form of a page that was refused; NULL when none was. */
static const struct form_view *refused_form(const struct view *view, const void *page)
{
    for (const struct part *part = view->parts; part->name; part++) {
        const struct form_view *form = (const void *)((const char *)page + part->offset);
        if (part->json == json_form_view && form->trouble_count)
            return form;
    }
    return NULL;
}

void write_json(struct request *rq, const struct view *view, const void *page)
{
    const struct form_view *refused = refused_form(view, page);
    if (refused && rq->reply.status >= BAD_REQUEST) {
        write_errors(rq, refused);
        return;
    }
    struct json json;
    json_begin(&json, &rq->reply.body);
    json_object(&json);
    for (const struct part *part = view->parts; part->name; part++)
        write_part(&json, part, (const char *)page + part->offset);
    json_end(&json);
}
