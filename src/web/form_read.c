/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading a form: every listed field checked, nothing else read, nothing typed lost. */
#include "base/money.h"
#include "base/number.h"
#include "base/time.h"
#include "web/baked.h"
#include "web/form.h"
#include "web/form_value.h"
#include "web/reply_page.h"
#include "formats/json.h"
#include <string.h>

enum { SHORT_MOST = 200, LONG_MOST = 4000 };

static bool is_text(enum field_kind kind)
{
    return kind <= DIGITS || kind == HIDDEN;
}

static int64_t most_characters(const struct field *field)
{
    return field->most ? field->most : field->kind == LONG_TEXT ? LONG_MOST : SHORT_MOST;
}

static const char *label_of(struct request *rq, const struct field *field)
{
    return translate(rq, field->label);
}

static bool has_control(const char *text, bool lines)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' && !(lines && (*text == '\n' || *text == '\r' || *text == '\t')))
            return true;
    return false;
}

static bool looks_like_email(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || strchr(at + 1, '@') || strpbrk(text, " \t,;<>()\"") || strlen(text) > 254)
        return false;
    const char *dot = strrchr(at, '.');
    return strlen(at) > 1 && at[1] != '.' && (!dot || dot[1]);
}

static bool looks_like_url(const char *text)
{
    return (text_starts(text, "https://") || text_starts(text, "http://")) && strlen(text) > 10 && !strpbrk(text, " <>\"\t");
}

static const char *trouble_of_text(struct request *rq, const struct field *field, const char *value)
{
    size_t length = utf8_length(value, strlen(value));
    if (length == SIZE_MAX || has_control(value, field->kind == LONG_TEXT))
        return say(rq, N_("%s: some characters cannot be read here."), label_of(rq, field));
    if (length > (size_t)most_characters(field))
        return say(rq, N_("%s: too long, %d characters for at most %d."), label_of(rq, field), (int)length,
                   (int)most_characters(field));
    if (length < (size_t)field->least)
        return say(rq, N_("%s: too short, write at least %d characters."), label_of(rq, field), (int)field->least);
    if (field->kind == EMAIL && !looks_like_email(value))
        return say(rq, N_("%s: write it like name@example.org."), label_of(rq, field));
    if (field->kind == URL && !looks_like_url(value))
        return say(rq, N_("%s: write it whole, starting with https://."), label_of(rq, field));
    if (field->kind == DIGITS && value[strspn(value, "0123456789")])
        return say(rq, N_("%s: digits only."), label_of(rq, field));
    return NULL;
}

static const char *out_of_bounds(struct request *rq, const struct field *field, double value)
{
    double unit = field->kind == MONEY ? 100 : 1;
    if ((!field->least && !field->most) || (value >= (double)field->least && value <= (double)field->most))
        return NULL;
    return say(rq, N_("%s: give a number from %g to %g."), label_of(rq, field), (double)field->least / unit,
               (double)field->most / unit);
}

static const char *trouble_of_number(struct request *rq, const struct field *field, const char *value)
{
    int64_t whole;
    double real;
    switch (field->kind) {
    case WHOLE:
        return !parse_int(value, &whole) ? say(rq, N_("%s: give a whole number."), label_of(rq, field))
                                         : out_of_bounds(rq, field, (double)whole);
    case DECIMAL:
        return !parse_french_real(value, &real) ? say(rq, N_("%s: give a number."), label_of(rq, field))
                                                : out_of_bounds(rq, field, real);
    case MONEY:
        return !parse_money(value, &whole) ? say(rq, N_("%s: give an amount, such as 1 250,50."), label_of(rq, field))
                                           : out_of_bounds(rq, field, (double)whole);
    default:
        return !parse_date(value, &whole) ? say(rq, N_("%s: give a date that exists, such as 31/12/2026."), label_of(rq, field))
                                          : NULL;
    }
}

const struct label *field_choices(struct request *rq, const struct field *field)
{
    return field->options ? field->options(rq) : field->choices;
}

static bool is_choice(const struct label *choices, const char *value)
{
    for (; choices && choices->code; choices++)
        if (text_is(choices->code, value))
            return true;
    return false;
}

static const char *trouble_of_choices(struct request *rq, const struct field *field)
{
    size_t count;
    const char *const *values = param_texts(rq, field->name, &count);
    const struct label *choices = field_choices(rq, field);
    for (size_t i = 0; i < count; i++)
        if (!is_choice(choices, values[i]))
            return say(rq, N_("%s: choose among what is proposed."), label_of(rq, field));
    return NULL;
}

static const char *trouble_of_value(struct request *rq, const struct field *field, const char *value)
{
    if (is_text(field->kind))
        return trouble_of_text(rq, field, value);
    switch (field->kind) {
    case WHOLE: case DECIMAL: case MONEY: case DATE:
        return trouble_of_number(rq, field, value);
    case CHOICE: case CHOICES:
        return trouble_of_choices(rq, field);
    default:
        return NULL;
    }
}

static const char *trouble(struct request *rq, const struct field *field)
{
    size_t count;
    param_texts(rq, field->name, &count);
    if (field->kind == FILE_UPLOAD)
        return field->required && !param_upload(rq, field->name) ? say(rq, N_("Choose a file: %s."), label_of(rq, field)) : NULL;
    if (!count && field->required)
        return say(rq, field->kind == CHOICE || field->kind == CHOICES || field->kind == TICK ? N_("Choose: %s.")
                                                                                          : N_("Fill in: %s."), label_of(rq, field));
    if (!count)
        return NULL;
    if (count > 1 && field->kind != CHOICES)
        return say(rq, N_("%s: only one value is expected."), label_of(rq, field));
    const char *value = param_text(rq, field->name), *why = trouble_of_value(rq, field, value);
    if (!why && field->check)
        why = translate(rq, field->check(rq, value));
    return why;
}

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
    *view = (struct form_view){.form = form, .values = rq->params, .value_count = rq->param_count};
    for (const struct field *field = form->fields; field->kind; field++) {
        const char *why = trouble(rq, field);
        if (why)
            form_refuse(rq, view, field->name, why);
    }
    for (const struct field *field = form->fields; !view->trouble_count && field->kind; field++)
        form_store(rq, field, values);
    return !view->trouble_count;
}

static void write_troubles(struct request *rq, const struct form_view *view)
{
    struct json json;
    json_begin(&json, &rq->reply.body);
    json_object(&json);
    json_key(&json, "errors"), json_object(&json);
    for (size_t i = 0; i < view->trouble_count; i++) {
        json_key(&json, view->troubles[i].field);
        json_text(&json, view->troubles[i].why);
    }
    json_end(&json);
    json_end(&json);
}

static void write_form(struct request *rq, const struct form_view *view)
{
    const char *title = translate(rq, view->form->title);
    open_page(rq, title);
    html_markup(rq, "<h1>", 4);
    html_text(rq, title);
    html_markup(rq, "</h1>\n", 6);
    html_form_view(rq, view);
    close_page(rq);
}

void form_reply(struct request *rq, const struct form_view *view)
{
    rq->reply.status = view->trouble_count ? INVALID : OK;
    if (rq->shape == AS_HTML) {
        write_form(rq, view);
    } else if (view->trouble_count) {
        write_troubles(rq, view);
    } else {
        struct json json;
        json_begin(&json, &rq->reply.body);
        json_form_view(&json, view);
    }
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
