/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The drawing of a form: its frame, what is wrong at the top, its JSON. The fields themselves: component_field.c. */
#include "web/component_field.h"
#include "web/feature.h"
#include <string.h>

/* "/besoins/:id/refuser" → "refuser". */
static const char *form_prefix(struct request *rq, const struct form *form)
{
    const char *last = "form";
    size_t count;
    char **words = text_split(rq->arena, form->action ? form->action : "", "/", &count);
    for (size_t i = 0; i < count; i++)
        if (words[i][0] != ':')
            last = words[i];
    return last;
}

/* The action with this route's id in place of :id. */
static const char *form_action(struct request *rq, const struct form *form)
{
    const char *action = form->action ? form->action : rq->path, *hole = strstr(action, ":id");
    if (!hole || !rq->ids[0])
        return action;
    return arena_format(rq->arena, "%.*s%s%s", (int)(hole - action), action, rq->ids[0], hole + 3);
}

static bool has_upload(const struct form *form)
{
    for (const struct field *field = form->fields; field->kind; field++)
        if (field->kind == FILE_UPLOAD)
            return true;
    return false;
}

/* Where the link of an error leads: the field's first control; nowhere for an error of the whole form. */
static void draw_trouble(struct request *rq, const struct form_view *view, const struct form_trouble *trouble,
                         const char *prefix)
{
    for (const struct field *field = view->form->fields; field->kind; field++)
        if (text_is(field->name, trouble->field) && field->kind != HIDDEN) {
            bool near = suggestions(rq, view, field);
            draw(rq, near ? "<li><a href=\"#%s-%s-near-1\">%s</a></li>\n" : "<li><a href=\"#%s-%s\">%s</a></li>\n",
                 prefix, field->name, why_shown(rq, view, field, trouble->why));
            return;
        }
    draw(rq, "<li>%s</li>\n", trouble->why);
}

/* The focus comes here first: it says what is wrong before anything else. */
static void draw_troubles(struct request *rq, const struct form_view *view, const char *prefix)
{
    if (!view->trouble_count)
        return;
    draw(rq, "<div class=\"troubles\" role=\"alert\" tabindex=\"-1\" autofocus aria-labelledby=\"%s-troubles\">\n"
             "<h2 id=\"%s-troubles\">%s</h2>\n<ul>\n", prefix, prefix,
         translate_count(rq, N_("There is a problem"), N_("There are %d problems"), (int64_t)view->trouble_count));
    for (size_t i = 0; i < view->trouble_count; i++)
        draw_trouble(rq, view, &view->troubles[i], prefix);
    draw(rq, "</ul>\n</div>\n");
}

/* Where every field may be left empty, each says so and no sentence is needed. */
static bool is_mixed(const struct form *form)
{
    bool optional = false, required = false;
    for (const struct field *field = form->fields; field->kind; field++) {
        required = required || field->required;
        optional = optional || (field->kind != HIDDEN && field->kind != TICK && field->kind != CHOICES
                                && !field->required);
    }
    return optional && required;
}

/* A form that takes long may be kept for later, where the program knows how: it is the form of a route. */
static bool keeps_drafts(struct request *rq, const struct form *form)
{
    bool is_long = false;
    for (const struct field *field = form->fields; field->kind; field++) {
        is_long = is_long || field->kind == LONG_TEXT;
        if (field->kind == PASSWORD)
            return false;
    }
    if (!is_long || !rq->user || !rq->app || !rq->app->keep_draft)
        return false;
    const struct route *route = route_at(rq, POST, form_action(rq, form), NULL);
    return route && route->form;
}

static bool is_touched(const struct form_view *view, const struct field *field)
{
    for (size_t i = 0; i < view->trouble_count; i++)
        if (text_is(view->troubles[i].field, field->name))
            return true;
    return !text_blank(typed_value(view, field));
}

/* A fold of the fields from this one on; open when one of them is filled or refused. */
static void open_fold(struct request *rq, const struct form_view *view, const struct field *first)
{
    bool open = false;
    for (const struct field *field = first; field->kind && field->more; field++)
        open = open || is_touched(view, field);
    draw(rq, open ? "<details class=\"more\" open>\n" : "<details class=\"more\">\n");
    draw(rq, "<summary>%s</summary>\n", translate(rq, N_("More details (optional)")));
}

static void draw_fields(struct request *rq, const struct form_view *view, const char *prefix)
{
    bool folded = false;
    for (const struct field *field = view->form->fields; field->kind; field++) {
        if (folded && !field->more)
            draw(rq, "</details>\n");
        else if (!folded && field->more)
            open_fold(rq, view, field);
        folded = field->more;
        draw_field(rq, view, field, prefix);
    }
    if (folded)
        draw(rq, "</details>\n");
}

/* What stands in place of a form that nobody can fill yet; NULL when it can be. */
static const char *nothing_to_choose(struct request *rq, const struct form *form)
{
    for (const struct field *field = form->fields; field->kind; field++) {
        const struct label *options = field->none && field->required && field->options ? field->options(rq) : NULL;
        if (options && !options->code)
            return translate(rq, field->none);
    }
    return NULL;
}

void html_form_view(struct request *rq, const struct form_view *view)
{
    const char *none = view->form ? nothing_to_choose(rq, view->form) : NULL;
    if (none)
        draw(rq, "<p class=\"note\">%s</p>\n", none);
    if (!view->form || none)
        return;
    const struct form *form = view->form;
    const char *prefix = form_prefix(rq, form);
    draw_troubles(rq, view, prefix);
    draw(rq, "<form class=\"form\" method=\"post\" novalidate action=\"");
    html_link(rq, form_action(rq, form));
    draw(rq, has_upload(form) ? "\" enctype=\"multipart/form-data\">\n" : "\">\n");
    html_csrf(rq);
    if (form->intro)
        draw(rq, "<p class=\"lead\">%s</p>\n", translate(rq, form->intro));
    if (is_mixed(form))
        draw(rq, "<p class=\"meta\">%s</p>\n", translate(rq, N_("Every field is required unless it says otherwise.")));
    draw_fields(rq, view, prefix);
    draw(rq, "<p class=\"actions\"><button class=\"button\">%s</button>", translate(rq, form->submit));
    if (keeps_drafts(rq, form))
        draw(rq, " <button name=\"brouillon\" value=\"1\">%s</button>", translate(rq, N_("Keep it for later")));
    draw(rq, "</p>\n</form>\n");
}

static void json_field(struct json *json, const struct form_view *view, const struct field *field)
{
    json_object(json);
    json_key(json, "name"), json_text(json, field->name);
    json_key(json, "label"), json_text(json, field->label);
    json_key(json, "required"), json_bool(json, field->required);
    if (field->kind != PASSWORD) {
        json_key(json, "value");
        json_text(json, typed_value(view, field));
    }
    if (field->choices) {
        json_key(json, "choices"), json_array(json);
        for (const struct label *one = field->choices; one->code; one++)
            json_text(json, one->code);
        json_end(json);
    }
    json_end(json);
}

void json_form_view(struct json *json, const void *component)
{
    const struct form_view *view = component;
    json_object(json);
    if (view->form) {
        json_key(json, "action"), json_text(json, view->form->action);
        json_key(json, "fields"), json_array(json);
        for (const struct field *field = view->form->fields; field->kind; field++)
            json_field(json, view, field);
        json_end(json);
    }
    json_key(json, "errors"), json_object(json);
    for (size_t i = 0; i < view->trouble_count; i++) {
        json_key(json, view->troubles[i].field ? view->troubles[i].field : "");
        json_text(json, view->troubles[i].why);
    }
    json_end(json);
    json_end(json);
}
