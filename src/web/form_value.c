/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Between a field's text and its place in a struct, both ways. */
#include "web/form_value.h"
#include "base/money.h"
#include "base/number.h"
#include "base/time.h"

static bool whole_of(const struct field *field, const char *text, int64_t *value)
{
    switch (field->kind) {
    case MONEY: return parse_money(text, value);
    case DATE:  return parse_date(text, value);
    case TICK:  *value = text != NULL; return true;
    default:    return parse_int(text, value);
    }
}

static const char *join(struct request *rq, const struct field *field)
{
    size_t count;
    const char *const *values = param_texts(rq, field->name, &count);
    struct buffer joined = {.arena = rq->arena};
    for (size_t i = 0; i < count; i++) {
        buffer_text(&joined, i ? " " : "");
        buffer_text(&joined, values[i]);
    }
    return joined.text;
}

static void store_int(struct request *rq, const struct field *field, const char *text, void *at)
{
    int64_t value = 0;
    bool known = (text || field->kind == TICK) && whole_of(field, text, &value);
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

void form_store(struct request *rq, const struct field *field, void *values)
{
    void *at = (char *)values + field->into.offset;
    const char *text = field->kind == CHOICES ? join(rq, field) : param_text(rq, field->name);
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

static const char *write_int(struct arena *arena, const struct field *field, int64_t value)
{
    struct buffer text = {.arena = arena};
    if (field->kind == DATE)
        format_iso_date(&text, value);
    else if (field->kind == MONEY)
        buffer_format(&text, "%s%lld,%02d", value < 0 ? "-" : "", (long long)(value < 0 ? -value : value) / 100,
                      (int)((value < 0 ? -value : value) % 100));
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

static size_t add_values(struct arena *arena, const struct field *field, const void *values, struct param *params)
{
    const char *text = value_text(arena, field, values);
    size_t count = 0;
    if (!text || field->kind == PASSWORD)
        return 0;
    if (field->kind != CHOICES) {
        params[count++] = (struct param){field->name, text};
        return count;
    }
    size_t words;
    char **word = text_split(arena, text, " ", &words);
    for (size_t i = 0; i < words && i < 64; i++)
        params[count++] = (struct param){field->name, word[i]};
    return count;
}

struct form_view form_fill(struct request *rq, const struct form *form, const void *values)
{
    size_t fields = 0, count = 0;
    while (form->fields[fields].kind)
        fields++;
    struct param *params = arena_array(rq->arena, fields * 64 + 1, sizeof *params);
    for (size_t i = 0; i < fields; i++)
        count += add_values(rq->arena, &form->fields[i], values, params + count);
    return (struct form_view){.form = form, .values = params, .value_count = count};
}

struct form_view form_empty(struct request *rq, const struct form *form)
{
    return (struct form_view){.form = form, .values = rq->params, .value_count = rq->param_count};
}
