/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One field of a form: a control of its kind, tied to its label, hint, example and error. */
#include "web/component_field.h"
#include <string.h>
#include "base/time.h"
#include "i18n/i18n.h"

/* What the drawing of one field needs at each step. */
struct drawn {
    const struct form_view *view;
    const struct field *field;
    const char *id, *trouble, *value;
    const struct label *choices;
    size_t choice_count;
    bool hinted;
};

enum { MOST_RADIOS = 5, SHORT_TEXT = 40, LONG_LINES = 6 };

const char *typed_value(const struct form_view *view, const struct field *field)
{
    for (size_t i = 0; i < view->value_count; i++)
        if (text_is(view->values[i].name, field->name))
            return view->values[i].value;
    return NULL;
}

static const char *trouble_of(const struct form_view *view, const struct field *field)
{
    for (size_t i = 0; i < view->trouble_count; i++)
        if (text_is(view->troubles[i].field, field->name))
            return view->troubles[i].why;
    return NULL;
}

const struct label *suggestions(struct request *rq, const struct form_view *view, const struct field *field)
{
    const char *typed = typed_value(view, field);
    return field->suggest && typed && trouble_of(view, field) ? field->suggest(rq, typed) : NULL;
}

const char *why_shown(struct request *rq, const struct form_view *view, const struct field *field, const char *why)
{
    return suggestions(rq, view, field) ? translate(rq, N_("Which one? Choose it here, or write it otherwise.")) : why;
}

/* Several values may come as "a b" (form_fill) or one pair each (as posted). */
static bool is_chosen(const struct drawn *drawn, const char *code)
{
    size_t length = strlen(code);
    for (size_t i = 0; i < drawn->view->value_count; i++) {
        const char *at = drawn->view->values[i].value;
        if (!text_is(drawn->view->values[i].name, drawn->field->name))
            continue;
        while ((at = at ? strstr(at, code) : NULL)) {
            if ((at == drawn->view->values[i].value || at[-1] == ' ') && (!at[length] || at[length] == ' '))
                return true;
            at += length ? length : 1;
            if (!length)
                break;
        }
    }
    return false;
}

static bool is_group(const struct drawn *drawn)
{
    return drawn->field->kind == CHOICES || (drawn->field->kind == CHOICE && drawn->choice_count <= MOST_RADIOS);
}

static const char *number_text(struct request *rq, double number)
{
    struct buffer out = {.arena = rq->arena};
    write_number(&out, rq->language, number);
    return out.text;
}

/* The limit is said before one types, not after. */
static const char *limit_hint(struct request *rq, const struct field *field)
{
    switch (field->kind) {
    case LONG_TEXT:
        return say(rq, N_("%s characters at most."), number_text(rq, field->most ? (double)field->most : 4000));
    case DATE: return translate(rq, N_("Day, month, year: 23/11/2026."));
    case FILE_UPLOAD: return say(rq, N_("%s MB at most."), number_text(rq, field->most ? (double)field->most : 20));
    default: return NULL;
    }
}

static void draw_hint(struct request *rq, struct drawn *drawn)
{
    const struct field *field = drawn->field;
    const char *limit = limit_hint(rq, field), *separator = "";
    drawn->hinted = field->hint || field->example || limit;
    if (!drawn->hinted)
        return;
    draw(rq, "<span class=\"hint\" id=\"%s-hint\">", drawn->id);
    if (field->hint) {
        draw(rq, "%s", translate(rq, field->hint));
        separator = " ";
    }
    if (limit) {
        draw(rq, "%s%s", separator, limit);
        separator = " ";
    }
    if (field->example)
        draw(rq, "%s%s", separator, say(rq, N_("Example: %s"), translate(rq, field->example)));
    draw(rq, "</span>\n");
}

static void draw_error(struct request *rq, const struct drawn *drawn)
{
    if (drawn->trouble)
        draw(rq, "<span class=\"error\" id=\"%s-error\"><span class=\"visually-hidden\">%s </span>%s</span>\n",
             drawn->id, translate(rq, N_("Error:")), why_shown(rq, drawn->view, drawn->field, drawn->trouble));
}

/* Before the input, so that what is chosen is read first; nothing is chosen beforehand. */
static void draw_suggestions(struct request *rq, const struct drawn *drawn)
{
    const struct label *all = suggestions(rq, drawn->view, drawn->field);
    if (!all)
        return;
    draw(rq, "<div role=\"group\" aria-label=\"%s\">\n<ul class=\"choices\">\n", translate(rq, drawn->field->label));
    for (size_t i = 0; all[i].code; i++)
        draw(rq, "<li><input type=\"radio\" id=\"%s-near-%zu\" name=\"%s\" value=\"%s\"><label for=\"%s-near-%zu\">"
                 "%s</label></li>\n", drawn->id, i + 1, drawn->field->name, all[i].code, drawn->id, i + 1,
             all[i].text);
    draw(rq, "</ul>\n</div>\n");
}

/* aria-describedby, aria-invalid, required: what a screen reader adds to the label. */
static void draw_ties(struct request *rq, const struct drawn *drawn)
{
    if (drawn->hinted && drawn->trouble)
        draw(rq, " aria-describedby=\"%s-error %s-hint\"", drawn->id, drawn->id);
    else if (drawn->hinted || drawn->trouble)
        draw(rq, drawn->trouble ? " aria-describedby=\"%s-error\"" : " aria-describedby=\"%s-hint\"", drawn->id);
    if (drawn->trouble)
        draw(rq, " aria-invalid=\"true\"");
}

static void draw_required(struct request *rq, const struct drawn *drawn)
{
    if (drawn->field->required)
        draw(rq, " required");
    if (drawn->field->autocomplete)
        draw(rq, " autocomplete=\"%s\"", drawn->field->autocomplete);
}

static void draw_label_text(struct request *rq, const struct field *field)
{
    draw(rq, "%s", translate(rq, field->label));
    if (!field->required && field->kind != TICK && field->kind != CHOICES)
        draw(rq, " <span class=\"optional\">%s</span>", translate(rq, N_("(optional)")));
}

static const char *autocomplete_of(const struct field *field)
{
    if (field->autocomplete)
        return NULL;                       /* draw_required says it */
    return field->kind == DIGITS      ? "one-time-code"
           : field->kind == EMAIL     ? "email"
           : field->kind == TELEPHONE ? "tel"
                                      : NULL;
}

/* The type and the keyboard of each kind. Numbers are text: a browser would drop what it cannot read, and the sentence
 * that explains it with it. */
static const struct { const char *type, *mode, *size;
} inputs[] = {
    [TEXT] = {"text", NULL, "long"},         [EMAIL] = {"email", "email", "long"},
    [TELEPHONE] = {"tel", "tel", "short"},   [URL] = {"url", "url", "long"},
    [PASSWORD] = {"password", NULL, "long"}, [DIGITS] = {"text", "numeric", "short"},
    [WHOLE] = {"text", "numeric", "short"},  [DECIMAL] = {"text", "decimal", "short"},
    [MONEY] = {"text", "decimal", "short"},  [DATE] = {"text", "numeric", "short"},
    [FILE_UPLOAD] = {"file", NULL, "long"},
};

/* A day filled by the program reads as the hint asks for it; what was typed stays as it was typed. */
static const char *shown_value(struct request *rq, const struct drawn *drawn)
{
    const char *value = drawn->value;
    int64_t day;
    if (drawn->field->kind != DATE || !value || strlen(value) != strlen("2026-11-23") || value[4] != '-'
        || !parse_date(value, &day))
        return value;
    return arena_format(rq->arena, "%.2s/%.2s/%.4s", value + 8, value + 5, value);
}

static void draw_input(struct request *rq, const struct drawn *drawn)
{
    const struct field *field = drawn->field;
    bool is_short = field->kind == TEXT && field->most && field->most <= SHORT_TEXT;
    draw(rq, "<input class=\"%s\" type=\"%s\" id=\"%s\" name=\"%s\"", is_short ? "short" : inputs[field->kind].size,
         inputs[field->kind].type, drawn->id, field->name);
    if (inputs[field->kind].mode)
        draw(rq, " inputmode=\"%s\"", inputs[field->kind].mode);
    if (autocomplete_of(field))
        draw(rq, " autocomplete=\"%s\"", autocomplete_of(field));
    if (drawn->value && field->kind != PASSWORD && field->kind != FILE_UPLOAD)
        draw(rq, " value=\"%s\"", shown_value(rq, drawn));
    draw_required(rq, drawn);
    draw_ties(rq, drawn);
    draw(rq, ">\n");
}

/* The line break after <textarea> is eaten by the browser: without it, one that was typed first would be. */
static void draw_area(struct request *rq, const struct drawn *drawn)
{
    const struct field *field = drawn->field;
    draw(rq, "<textarea id=\"%s\" name=\"%s\" rows=\"%d\" data-most=\"%ld\"", drawn->id, field->name, (int)LONG_LINES,
         field->most ? (long)field->most : 4000L);
    draw_required(rq, drawn);
    draw_ties(rq, drawn);
    draw(rq, ">\n%s</textarea>\n", drawn->value);
}

static void draw_select(struct request *rq, const struct drawn *drawn)
{
    draw(rq, "<select id=\"%s\" name=\"%s\"", drawn->id, drawn->field->name);
    draw_required(rq, drawn);
    draw_ties(rq, drawn);
    draw(rq, ">\n<option value=\"\">%s</option>\n", translate(rq, N_("Choose")));
    for (size_t i = 0; i < drawn->choice_count; i++)
        draw(rq, is_chosen(drawn, drawn->choices[i].code) ? "<option value=\"%s\" selected>%s</option>\n"
                                                          : "<option value=\"%s\">%s</option>\n",
             drawn->choices[i].code, translate(rq, drawn->choices[i].text));
    draw(rq, "</select>\n");
}

/* The first box bears the field's own id: the link of an error leads there. */
static void draw_choice(struct request *rq, const struct drawn *drawn, size_t i)
{
    const struct field *field = drawn->field;
    const char *id = i == 0 ? drawn->id : arena_format(rq->arena, "%s-%zu", drawn->id, i + 1);
    draw(rq, "<li><input type=\"%s\" id=\"%s\" name=\"%s\" value=\"%s\"", field->kind == CHOICE ? "radio" : "checkbox",
         id, field->name, drawn->choices[i].code);
    if (is_chosen(drawn, drawn->choices[i].code))
        draw(rq, " checked");
    if (field->required && field->kind == CHOICE)
        draw(rq, " required");
    draw(rq, "><label for=\"%s\">%s</label></li>\n", id, translate(rq, drawn->choices[i].text));
}

static void draw_group(struct request *rq, struct drawn *drawn)
{
    drawn->hinted = drawn->field->hint || drawn->field->example;     /* tied to what is written below */
    draw(rq, "<fieldset class=\"field%s\"", drawn->trouble ? " wrong" : "");
    draw_ties(rq, drawn);
    draw(rq, ">\n<legend>");
    draw_label_text(rq, drawn->field);
    draw(rq, "</legend>\n");
    draw_hint(rq, drawn);
    draw_error(rq, drawn);
    draw(rq, "<ul class=\"choices\">\n");
    for (size_t i = 0; i < drawn->choice_count; i++)
        draw_choice(rq, drawn, i);
    draw(rq, "</ul>\n</fieldset>\n");
}

static void draw_tick(struct request *rq, struct drawn *drawn)
{
    bool ticked = drawn->value && !text_is(drawn->value, "0") && *drawn->value;
    draw(rq, "<div class=\"field tick%s\">\n", drawn->trouble ? " wrong" : "");
    draw_error(rq, drawn);
    drawn->hinted = drawn->field->hint || drawn->field->example;
    draw(rq, "<input type=\"checkbox\" id=\"%s\" name=\"%s\" value=\"1\"", drawn->id, drawn->field->name);
    if (ticked)
        draw(rq, " checked");
    draw_required(rq, drawn);
    draw_ties(rq, drawn);
    draw(rq, "><label for=\"%s\">", drawn->id);
    draw_label_text(rq, drawn->field);
    draw(rq, "</label>\n");
    draw_hint(rq, drawn);
    draw(rq, "</div>\n");
}

static void draw_control(struct request *rq, const struct drawn *drawn)
{
    if (drawn->field->kind == LONG_TEXT)
        draw_area(rq, drawn);
    else if (drawn->field->kind == CHOICE)
        draw_select(rq, drawn);
    else
        draw_input(rq, drawn);
}

static void draw_labelled(struct request *rq, struct drawn *drawn)
{
    draw(rq, "<div class=\"field%s\">\n<label for=\"%s\">", drawn->trouble ? " wrong" : "", drawn->id);
    draw_label_text(rq, drawn->field);
    draw(rq, "</label>\n");
    draw_hint(rq, drawn);
    draw_error(rq, drawn);
    draw_suggestions(rq, drawn);
    if (drawn->field->kind == MONEY)
        draw(rq, "<span class=\"unit\">");
    draw_control(rq, drawn);
    if (drawn->field->kind == MONEY)
        draw(rq, "<span aria-hidden=\"true\">€</span></span>\n");
    draw(rq, "</div>\n");
}

void draw_field(struct request *rq, const struct form_view *view, const struct field *field, const char *prefix)
{
    struct drawn drawn = {.view = view,
                          .field = field,
                          .trouble = trouble_of(view, field),
                          .value = typed_value(view, field),
                          .id = arena_format(rq->arena, "%s-%s", prefix, field->name),
                          .choices = field->options ? field->options(rq) : field->choices};
    while (drawn.choices && drawn.choices[drawn.choice_count].code)
        drawn.choice_count++;
    if (field->kind == HIDDEN)
        draw(rq, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n", field->name, drawn.value);
    else if (field->kind == TICK)
        draw_tick(rq, &drawn);
    else if (is_group(&drawn) && !drawn.choice_count && !field->required)
        return;                            /* a question without any answer is not asked */
    else if (is_group(&drawn))
        draw_group(rq, &drawn);
    else
        draw_labelled(rq, &drawn);
}
