/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answering the questions of maillage compute money: one JSON object, or lines to read. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/money.h"
#include "i18n/i18n.h"
#include "main/compute_money.h"

enum { COLUMN_WIDTH = 14 };

void money_key_int(struct money_question *question, const char *key, int64_t number)
{
    json_key(&question->json, key);
    json_int(&question->json, number);
}

void money_key_text(struct money_question *question, const char *key, const char *text)
{
    json_key(&question->json, key);
    json_text(&question->json, text);
}

void money_key_bool(struct money_question *question, const char *key, bool value)
{
    json_key(&question->json, key);
    json_bool(&question->json, value);
}

void money_key_fraction(struct money_question *question, const char *key, struct rational number)
{
    money_key_text(question, key, rational_text(question->line->arena, number));
}

/* The formats come from a catalogue whose directives the build compares. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void money_line(struct money_question *question, const char *english, ...)
{
    const char *format = text_in(terminal_language(), english);
    va_list values, again;
    va_start(values, english);
    va_copy(again, values);
    size_t room = (size_t)vsnprintf(NULL, 0, format, values) + 1;
    char *line = arena_alloc(question->line->arena, room);
    vsnprintf(line, room, format, again);
    va_end(again);
    va_end(values);
    if (question->lines.length)
        buffer_char(&question->lines, '\n');
    buffer_text(&question->lines, line);
}
#pragma GCC diagnostic pop

const char *money_amount(struct money_question *question, int64_t cents)
{
    struct buffer text = {.arena = question->line->arena};
    format_money(&text, cents);
    return buffer_string(&text);
}

const char *money_column(struct money_question *question, int64_t cents)
{
    struct buffer text = {.arena = question->line->arena};
    const char *amount = money_amount(question, cents);
    for (size_t length = utf8_length(amount, strlen(amount)); length < COLUMN_WIDTH; length++)
        buffer_char(&text, ' ');
    buffer_text(&text, amount);
    return buffer_string(&text);
}

const char *money_padded(struct money_question *question, const char *name, size_t width)
{
    return compute_padded(question->line->arena, name, width);
}

int money_end(struct money_question *question)
{
    json_end(&question->json);
    compute_print(compute_as_json(question->line) ? &question->out : &question->lines);
    return 0;
}
