/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Between a field's text and its place in a struct, both ways. */
#include "web/form_value.h"
#include "base/money.h"
#include "base/number.h"
#include "base/time.h"

/* --- what was typed ----------------------------------------------------------------------------------------------- */

/* Bytes of the space that starts here: ASCII, U+00A0, U+202F; 0 when there is none. */
static size_t space_here(const char *at)
{
    if (*at == ' ' || *at == '\t')
        return 1;
    return text_starts(at, "\xC2\xA0") ? 2 : text_starts(at, "\xE2\x80\xAF") ? 3 : 0;
}

static const char *without_spaces(struct arena *arena, const char *text)
{
    struct buffer out = {.arena = arena};
    for (size_t space; *text; text += space ? space : 1) {
        space = space_here(text);
        if (!space)
            buffer_char(&out, *text);
    }
    return out.text;
}

/* Browsers send CR LF for one line break that the person sees, and counts, as one. */
static const char *with_plain_lines(struct arena *arena, const char *text)
{
    struct buffer out = {.arena = arena};
    for (; *text; text++) {
        if (*text == '\r' && text[1] == '\n')
            continue;
        buffer_char(&out, *text == '\r' ? '\n' : *text);
    }
    return out.text;
}

static bool means_no(const char *text)
{
    return text_is(text, "0") || text_is(text, "false") || text_is(text, "non");
}

/* NULL when nothing is left. */
static const char *clean(struct arena *arena, const struct field *field, const char *text)
{
    const char *trimmed = text_trim(arena, text);
    if (field->kind == PASSWORD)
        return text && *text ? text : NULL;
    if (!trimmed)
        return NULL;
    switch (field->kind) {
    case LONG_TEXT:
        return with_plain_lines(arena, trimmed);
    case TICK:
        return means_no(trimmed) ? NULL : "1";
    case WHOLE: case DIGITS: case MONEY: case DECIMAL:
        return without_spaces(arena, trimmed);
    default:
        return trimmed;
    }
}

static bool is_there(const char *const *values, size_t count, const char *value)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(values[i], value))
            return true;
    return false;
}

struct typed form_typed(struct request *rq, const struct field *field)
{
    const char **values = arena_array(rq->arena, rq->param_count + 1, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i < rq->param_count; i++) {
        bool here = text_is(rq->params[i].name, field->name);
        const char *value = here ? clean(rq->arena, field, rq->params[i].value) : NULL;
        bool again = value && (field->kind == CHOICES || field->kind == TICK) && is_there(values, count, value);
        if (value && !again)
            values[count++] = value;
    }
    count = field->suggest && count > 1 ? 1 : count;         /* the choice stands before what was written */
    return (struct typed){count, values};
}

bool form_whole(const struct field *field, const char *text, int64_t *value)
{
    switch (field->kind) {
    case MONEY: return parse_money(text, value);
    case DATE:  return parse_date(text, value);
    case TICK:  *value = text != NULL; return true;
    default:    return parse_int(text, value);
    }
}

/* --- storing ------------------------------------------------------------------------------------------------------ */

static const char *join(struct arena *arena, struct typed typed)
{
    struct buffer joined = {.arena = arena};
    for (size_t i = 0; i < typed.count; i++) {
        buffer_text(&joined, i ? " " : "");
        buffer_text(&joined, typed.values[i]);
    }
    return joined.text;
}

static void store_int(struct request *rq, const struct field *field, const char *text, void *at)
{
    int64_t value = 0;
    bool known = (text || field->kind == TICK) && form_whole(field, text, &value);
    if (field->into.slot == SLOT_INT) {
        *(int64_t *)at = value;
        return;
    }
    int64_t *kept = arena_alloc(rq->arena, sizeof *kept);
    *kept = value;
    *(const int64_t **)at = known ? kept : NULL;
}

static void store_real(struct request *rq, const struct field *field, const char *text, void *at)
{
    double value = 0;
    bool known = text && parse_french_real(text, &value);
    if (field->into.slot == SLOT_REAL) {
        *(double *)at = value;
        return;
    }
    double *kept = arena_alloc(rq->arena, sizeof *kept);
    *kept = value;
    *(const double **)at = known ? kept : NULL;
}

void form_store(struct request *rq, const struct field *field, struct typed typed, void *values)
{
    void *at = (char *)values + field->into.offset;
    const char *text = field->kind == CHOICES ? join(rq->arena, typed) : typed.values[0];
    switch (field->into.slot) {
    case SLOT_NONE: break;
    case SLOT_TEXT: *(const char **)at = text; break;
    case SLOT_INT:
    case SLOT_MAYBE_INT: store_int(rq, field, text, at); break;
    case SLOT_REAL:
    case SLOT_MAYBE_REAL: store_real(rq, field, text, at); break;
    }
}

/* --- filling ------------------------------------------------------------------------------------------------------ */

/* As a person would type it: "1250,50". */
static void write_cents(struct buffer *out, int64_t cents)
{
    uint64_t size = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
    buffer_format(out, "%s%llu,%02d", cents < 0 ? "-" : "", (unsigned long long)size / 100, (int)(size % 100));
}

static const char *write_int(struct arena *arena, const struct field *field, int64_t value)
{
    struct buffer text = {.arena = arena};
    if (field->kind == DATE)
        format_iso_date(&text, value);
    else if (field->kind == MONEY)
        write_cents(&text, value);
    else if (field->kind == TICK)
        buffer_text(&text, value ? "1" : "");
    else
        buffer_int(&text, value);
    return buffer_string(&text);
}

static const char *write_real(struct arena *arena, double value)
{
    struct buffer text = {.arena = arena};
    buffer_real(&text, value);
    for (char *at = text.text; *at; at++)
        *at = *at == '.' ? ',' : *at;
    return text.text;
}

static const char *value_text(struct arena *arena, const struct field *field, const void *values)
{
    const void *at = (const char *)values + field->into.offset;
    switch (field->into.slot) {
    case SLOT_NONE:
        return NULL;
    case SLOT_TEXT:
        return *(const char *const *)at;
    case SLOT_INT:
        return write_int(arena, field, *(const int64_t *)at);
    case SLOT_MAYBE_INT:
        return *(const int64_t *const *)at ? write_int(arena, field, **(const int64_t *const *)at) : NULL;
    case SLOT_REAL:
        return write_real(arena, *(const double *)at);
    case SLOT_MAYBE_REAL:
        return *(const double *const *)at ? write_real(arena, **(const double *const *)at) : NULL;
    }
    return NULL;
}

struct filling { struct arena *arena; struct param *params; size_t count, room; };

static void add_value(struct filling *filling, const char *name, const char *value)
{
    filling->params = arena_grow(filling->arena, filling->params, filling->count, &filling->room,
                                 sizeof *filling->params);
    filling->params[filling->count++] = (struct param){name, value};
}

static void add_values(struct filling *filling, const struct field *field, const void *values)
{
    const char *text = value_text(filling->arena, field, values);
    if (!text || field->kind == PASSWORD)
        return;
    if (field->kind != CHOICES) {
        add_value(filling, field->name, text);
        return;
    }
    char **words = text_split(filling->arena, text, " ", NULL);
    for (; *words; words++)
        add_value(filling, field->name, *words);
}

struct form_view form_fill(struct request *rq, const struct form *form, const void *values)
{
    struct filling filling = {.arena = rq->arena};
    for (const struct field *field = form->fields; field->kind; field++)
        add_values(&filling, field, values);
    return (struct form_view){.form = form, .values = filling.params, .value_count = filling.count};
}

/* The kind of the field of this name; 0 when the form has none. */
static enum field_kind kind_of(const struct form *form, const char *name)
{
    const struct field *field = form->fields;
    while (field->kind && !text_is(field->name, name))
        field++;
    return field->kind;
}

struct form_view form_empty(struct request *rq, const struct form *form)
{
    struct filling filling = {.arena = rq->arena};
    for (size_t i = 0; i < rq->param_count; i++) {
        enum field_kind kind = kind_of(form, rq->params[i].name);
        if (kind && kind != PASSWORD && kind != FILE_UPLOAD)
            add_value(&filling, rq->params[i].name, rq->params[i].value);
    }
    return (struct form_view){.form = form, .values = filling.params, .value_count = filling.count};
}
