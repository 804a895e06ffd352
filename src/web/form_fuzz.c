/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as the body of a form with a field of every kind: it never crashes, never yields a value outside its
 * limits, what it stores fills the form again to the same values, and what it refuses comes back as a whole page and
 * as JSON. */
#include "base/time.h"
#include "formats/json.h"
#include "web/baked.h"
#include "web/web_testing.h"
#include <math.h>
#include <stdlib.h>
#include <strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool true_always)
{
    if (!true_always)
        abort();
}

static size_t characters(const char *text)
{
    return text ? utf8_length(text, strlen(text)) : 0;
}

static bool is_one_of(const struct label *labels, const char *code)
{
    for (; labels->code; labels++)
        if (text_is(labels->code, code))
            return true;
    return false;
}

static void check_texts(const struct every_value *values)
{
    insist(values->title && characters(values->title) >= 3 && characters(values->title) <= 20);
    insist(!strpbrk(values->title, "\n\r\t\x01\x7F") && !strstr(values->title, "!!!"));
    insist(characters(values->story) <= 50 && !(values->story && strchr(values->story, '\r')));
    insist(!values->email || (strchr(values->email, '@') && !strpbrk(values->email, " <>\r\n")));
    insist(!values->site || strncasecmp(values->site, "http://", 7) == 0
           || strncasecmp(values->site, "https://", 8) == 0);
    insist(!values->code || (strlen(values->code) == 6 && !values->code[strspn(values->code, "0123456789")]));
    insist(!values->colour || is_one_of(colours, values->colour));
    insist(characters(values->note) <= 10);
}

static void check_numbers(struct arena *arena, const struct every_value *values)
{
    insist(values->number >= 0 && values->number <= 100);
    insist(!values->maybe_number || llabs(*values->maybe_number) <= 1000000000000);
    insist(values->cents >= 0 && values->cents <= 5000000);
    insist(!values->day || (*values->day >= SOME_DAY && *values->day <= SOME_DAY + 365));
    insist(fabs(values->weight) <= 10 && (!values->maybe_weight || fabs(*values->maybe_weight) <= 1e12));
    insist(values->agreed == 0 || values->agreed == 1);
    char **words = text_split(arena, values->uses, " ", NULL);
    for (; *words; words++)
        insist(is_one_of(uses, *words));
}

/* The values as their pairs show them, for two structs that live in different places. */
static const char *said(struct arena *arena, const struct form_view *view)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; i < view->value_count; i++)
        buffer_format(&out, "%s=%s\n", view->values[i].name, view->values[i].value);
    return buffer_string(&out);
}

static void check_filling(struct arena *arena, const struct every_value *values)
{
    struct request rq = posted(arena, "");
    struct form_view filled = form_fill(&rq, &every_form, values), view;
    struct every_value again = {0};
    rq.params = filled.values;
    rq.param_count = filled.value_count;
    if (values->number && values->cents)                   /* 0 stands for "left empty": less than the least number */
        insist(form_read(&rq, &every_form, &again, &view) && text_is(said(arena, &filled), said(arena, &view)));
}

static void check_refusal(struct request *rq, struct form_view *view)
{
    const char *trouble;
    int line;
    insist(view->trouble_count > 0);
    form_reply(rq, view);
    insist(rq->reply.status == INVALID && utf8_valid(rq->reply.body.text, rq->reply.body.length));
    insist(text_ends(rq->reply.body.text, "</html>\n"));
    rq->shape = AS_JSON;
    form_reply(rq, view);
    const struct json_value *json = json_read(rq->arena, rq->reply.body.text, rq->reply.body.length, &trouble, &line);
    insist(json && json_get(json, "errors")->count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct request rq = posted(&arena, arena_copy(&arena, (const char *)data, size));
    struct every_value values = {0};
    struct form_view view;
    if (form_read(&rq, &every_form, &values, &view)) {
        check_texts(&values);
        check_numbers(&arena, &values);
        check_filling(&arena, &values);
    } else {
        check_refusal(&rq, &view);
    }
    arena_free(&arena);
    return 0;
}
