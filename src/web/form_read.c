/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading a form: every listed field checked, nothing else read, nothing typed lost. */
#include "web/baked.h"
#include "web/form.h"
#include "web/form_value.h"
#include "web/layout.h"
#include "web/reply_page.h"
#include <string.h>

void form_refuse(struct request *rq, struct form_view *view, const char *field, const char *why)
{
    struct form_trouble *all = arena_array(rq->arena, view->trouble_count + 1, sizeof *all);
    if (view->trouble_count)
        memcpy(all, view->troubles, view->trouble_count * sizeof *all);
    all[view->trouble_count] = (struct form_trouble){field, why};
    view->troubles = all;
    view->trouble_count++;
}

bool form_read(struct request *rq, const struct form *form, void *values, struct form_view *view)
{
    *view = form_empty(rq, form);
    for (const struct field *field = form->fields; field->kind; field++) {
        const char *why = form_trouble(rq, field, form_typed(rq, field));
        if (why)
            form_refuse(rq, view, field->name, why);
    }
    for (const struct field *field = form->fields; !view->trouble_count && field->kind; field++)
        form_store(rq, field, form_typed(rq, field), values);
    return !view->trouble_count;
}

static void write_form(struct request *rq, const struct form_view *view)
{
    const char *title = translate(rq, view->form->title);
    open_page(rq, title);
    draw_way_back(rq);
    draw(rq, "<h1>%s</h1>\n", title);
    html_form_view(rq, view);
    close_page(rq);
}

void form_reply_with(struct request *rq, int status, const struct form_view *view)
{
    rq->reply.status = status;
    rq->reply.body.length = 0;
    if (rq->shape == AS_HTML) {
        write_form(rq, view);
        return;
    }
    if (rq->shape != AS_JSON && !view->trouble_count) {
        reply_error(rq, NOT_FOUND);        /* a form is no table */
        return;
    }
    rq->shape = AS_JSON;
    if (view->trouble_count) {
        write_errors(rq, view);
        return;
    }
    struct json json;
    json_begin(&json, &rq->reply.body);
    json_form_view(&json, view);
}

void form_reply(struct request *rq, const struct form_view *view)
{
    form_reply_with(rq, view->trouble_count ? INVALID : OK, view);
}

bool read_form(struct request *rq, const struct form *form, void *values)
{
    struct form_view view;
    if (form_read(rq, form, values, &view))
        return true;
    form_reply(rq, &view);
    return false;
}

const char *label_text(const struct request *rq, const struct label *labels, const char *code)
{
    for (; code && labels->code; labels++)
        if (text_is(labels->code, code))
            return translate(rq, labels->text);
    return code ? code : "";
}
