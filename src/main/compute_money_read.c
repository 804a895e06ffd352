/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading the questions of maillage compute money: each member with its limits, each refusal with its place. */
#include <stdio.h>
#include <string.h>
#include "base/money.h"
#include "i18n/i18n.h"
#include "main/compute_money.h"

enum { SHOWN_PLACES = 20 };

void money_bad(struct money_question *question, const char *where, const char *english)
{
    if (++question->bad <= SHOWN_PLACES)
        fprintf(stderr, "%s: %s%s%s\n", question->path, where, *where ? ": " : "",
                text_in(terminal_language(), english));
}

const char *money_place(struct money_question *question, const char *where, const char *key)
{
    return *where ? arena_format(question->line->arena, "%s.%s", where, key) : key;
}

const char *money_item(struct money_question *question, const char *list, size_t number)
{
    return arena_format(question->line->arena, "%s[%zu]", list, number);
}

bool money_refused(struct money_question *question)
{
    if (question->bad > SHOWN_PLACES)
        complain(N_("Places refused: %lld.\n"), (long long)question->bad);
    return question->bad > 0;
}

static bool refuse(struct money_question *question, const char *where, const char *key, const char *english)
{
    money_bad(question, money_place(question, where, key), english);
    return false;
}

/* Absent and null are one; *answer is what to return for it. */
static bool is_absent(struct money_question *question, const struct json_value *value, const char *where,
                      const char *key, bool needed, bool *answer)
{
    if (value && value->kind != JSON_NULL)
        return false;
    *answer = !needed || refuse(question, where, key, N_("this is needed"));
    return true;
}

bool money_cents(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                 int64_t otherwise, int64_t *cents)
{
    const struct json_value *value = json_get(object, key);
    bool answer;
    *cents = otherwise == MONEY_NEEDED ? 0 : otherwise;
    if (is_absent(question, value, where, key, otherwise == MONEY_NEEDED, &answer))
        return answer;
    int64_t read = 0;
    bool good = value->kind == JSON_TEXT ? parse_money(value->text, &read) : value->kind == JSON_NUMBER;
    if (value->kind == JSON_NUMBER && !value->is_whole)
        return refuse(question, where, key, N_("a number is whole cents here: write euros as a text: “12,50 €”"));
    read = value->kind == JSON_NUMBER ? value->whole : read;
    if (!good)
        return refuse(question, where, key, N_("this is no amount"));
    if (read < 0)
        return refuse(question, where, key, N_("an amount is not negative here"));
    if (read > MONEY_MOST)
        return refuse(question, where, key, N_("an amount is at most a million million euros"));
    *cents = read;
    return true;
}

bool money_whole(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                 int64_t least, int64_t most, int64_t otherwise, int64_t *number)
{
    const struct json_value *value = json_get(object, key);
    bool answer;
    *number = otherwise == MONEY_NEEDED ? least : otherwise;
    if (is_absent(question, value, where, key, otherwise == MONEY_NEEDED, &answer))
        return answer;
    if (value->kind != JSON_NUMBER || !value->is_whole || value->whole < least || value->whole > most)
        return refuse(question, where, key, arena_format(question->line->arena,
            "%s %lld…%lld", text_in(terminal_language(), N_("a whole number is awaited:")), (long long)least,
            (long long)most));
    *number = value->whole;
    return true;
}

/* The shortest decimal that reads back as the number is what was written. */
static const char *written(struct money_question *question, const struct json_value *value)
{
    struct buffer text = {.arena = question->line->arena};
    if (value->kind == JSON_TEXT)
        return value->text;
    if (value->kind != JSON_NUMBER)
        return "";
    if (value->is_whole)
        buffer_int(&text, value->whole);
    else
        buffer_real(&text, value->number);
    return buffer_string(&text);
}

bool money_fraction(struct money_question *question, const struct json_value *object, const char *where,
                    const char *key, const char *otherwise, struct rational *number)
{
    struct arena *arena = question->line->arena;
    const struct json_value *value = json_get(object, key);
    bool answer;
    if (!rational_read(arena, otherwise, number))
        *number = rational_of(arena, 0, 1);
    if (is_absent(question, value, where, key, !*otherwise, &answer))
        return answer;
    if (!rational_read(arena, written(question, value), number))
        return refuse(question, where, key, N_("a number or a fraction is awaited: 3, 0.25, “2/3”, “75 %”"));
    return true;
}

bool money_bool(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                bool otherwise, bool *flag)
{
    const struct json_value *value = json_get(object, key);
    bool answer;
    *flag = otherwise;
    if (is_absent(question, value, where, key, false, &answer))
        return answer;
    if (value->kind != JSON_TRUE && value->kind != JSON_FALSE)
        return refuse(question, where, key, N_("true or false is awaited"));
    *flag = value->kind == JSON_TRUE;
    return true;
}

bool money_name(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                bool needed, const char **text)
{
    const struct json_value *value = json_get(object, key);
    bool answer;
    *text = NULL;
    if (is_absent(question, value, where, key, needed, &answer))
        return answer;
    if (value->kind != JSON_TEXT || text_blank(value->text))
        return refuse(question, where, key, N_("a text that is not empty is awaited"));
    *text = value->text;
    return true;
}

bool money_choice(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                  const char *const *words, int *choice)
{
    const struct json_value *value = json_get(object, key);
    struct buffer list = {.arena = question->line->arena};
    bool answer;
    *choice = 0;
    if (is_absent(question, value, where, key, false, &answer))
        return answer;
    for (int i = 0; words[i]; i++) {
        buffer_format(&list, "%s%s", i ? ", " : " ", words[i]);
        if (value->kind == JSON_TEXT && text_is(value->text, words[i])) {
            *choice = i;
            return true;
        }
    }
    return refuse(question, where, key, arena_format(question->line->arena, "%s%s",
        text_in(terminal_language(), N_("one of these is awaited:")), buffer_string(&list)));
}

static bool are_objects(struct money_question *question, const struct json_value *list, const char *place)
{
    bool good = true;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind != JSON_OBJECT) {
            money_bad(question, money_item(question, place, i), N_("an object is awaited"));
            good = false;
        }
    return good;
}

const struct json_value *money_list(struct money_question *question, const struct json_value *object,
                                    const char *where, const char *key, bool needed, size_t most)
{
    const struct json_value *value = json_get(object, key);
    bool answer;
    if (is_absent(question, value, where, key, needed, &answer))
        return NULL;
    if (value->kind != JSON_ARRAY || (needed && !value->count))
        return refuse(question, where, key, N_("a list of objects is awaited")), NULL;
    if (value->count > most)
        return refuse(question, where, key, arena_format(question->line->arena, "%s %zu",
            text_in(terminal_language(), N_("this list is too long; at most:")), most)), NULL;
    return are_objects(question, value, money_place(question, where, key)) ? value : NULL;
}

void money_knows(struct money_question *question, const struct json_value *object, const char *where,
                 const char *const *keys)
{
    for (size_t i = 0; object && object->kind == JSON_OBJECT && i < object->count; i++) {
        const char *const *one = keys;
        while (*one && strcmp(*one, object->keys[i]) != 0)
            one++;
        if (!*one)
            refuse(question, where, object->keys[i], N_("this member is not known here"));
    }
}
