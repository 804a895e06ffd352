/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is wrong in the tables of the program is said when it starts, not when somebody opens the page. */
#include "web/feature.h"
#include "web/route.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_HOLES = 2 };

/* Says what is wrong; always false. */
__attribute__((format(printf, 1, 2))) static bool wrong(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vfprintf(stderr, format, values);
    va_end(values);
    fputc('\n', stderr);
    return false;
}

static bool slot_fits(const struct field *field)
{
    enum slot slot = field->into.slot;
    bool whole = slot == SLOT_INT || slot == SLOT_MAYBE_INT, real = slot == SLOT_REAL || slot == SLOT_MAYBE_REAL;
    switch (slot == SLOT_NONE ? FILE_UPLOAD : field->kind) {
    case WHOLE: case MONEY: case DATE: case TICK:
        return whole;
    case DECIMAL:
        return real;
    case CHOICE: case HIDDEN: case DIGITS:
        return slot == SLOT_TEXT || whole;
    case FILE_UPLOAD:
        return slot == SLOT_NONE;
    default:
        return slot == SLOT_TEXT;
    }
}

static bool check_field(const struct route *route, const struct form *form, const struct field *field)
{
    if (!field->name || !field->label)
        return wrong("%s: a field has no name or no label", route->path);
    if (!slot_fits(field))
        return wrong("%s: field %s cannot be stored where it says", route->path, field->name);
    if ((field->kind == CHOICE || field->kind == CHOICES) && !field->choices && !field->options)
        return wrong("%s: field %s offers no choices", route->path, field->name);
    if (text_is(field->name, "csrf"))
        return wrong("%s: a field is named csrf", route->path);
    for (const struct field *other = form->fields; other != field; other++)
        if (text_is(other->name, field->name))
            return wrong("%s: two fields are named %s", route->path, field->name);
    return true;
}

static bool check_form(const struct route *route)
{
    bool sound = true;
    if (!route->form)
        return true;
    if (!route->form->title || !route->form->submit)
        sound = wrong("%s: its form has no title, or no text on its button", route->path);
    for (const struct field *field = route->form->fields; field->kind; field++)
        sound = check_field(route, route->form, field) && sound;
    return sound;
}

static size_t holes_of(const char *path)
{
    size_t holes = 0;
    for (const char *at = path; (at = strchr(at, ':')); at++)
        holes++;
    return holes;
}

static bool is_alone(const struct app *app, const struct route *route)
{
    size_t alike = 0;
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct route *one = (*feature)->routes; one && one->path; one++)
            alike += one->method == route->method && strcmp(one->path, route->path) == 0;
    return alike == 1;
}

static bool check_route(const struct app *app, const struct route *route)
{
    bool sound = check_form(route);
    if (!route->allow)
        sound = wrong("%s: says not who may use it", route->path);
    if (!route->handle || route->path[0] != '/' || (route->method != GET && route->method != POST))
        sound = wrong("%s: lacks a method, a handler, or a / at its start", route->path);
    if (holes_of(route->path) > MOST_HOLES)
        sound = wrong("%s: more than two holes", route->path);
    if (!is_alone(app, route))
        sound = wrong("%s: exists twice", route->path);
    return sound;
}

bool app_check(const struct app *app)
{
    bool sound = true;
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct route *route = (*feature)->routes; route && route->path; route++)
            sound = check_route(app, route) && sound;
    return sound;
}
