/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether what was typed in one field may be stored, and the sentence that says why not. */
#include "base/money.h"
#include "base/number.h"
#include "base/time.h"
#include "i18n/i18n.h"
#include "web/form_value.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { SHORT_MOST = 200, LONG_MOST = 4000, EMAIL_MOST = 254, LOCAL_PART_MOST = 64, LEAST_PHONE_DIGITS = 6,
      MOST_PHONE_DIGITS = 15 };

/* Sums of a million such values still fit in int64_t. */
static const int64_t MOST_NUMBER = 1000000000000, MOST_CENTS = 100000000000000;

static const char *label_of(struct request *rq, const struct field *field)
{
    return translate(rq, field->label);
}

/* --- texts -------------------------------------------------------------------------------------------------------- */

int64_t most_characters(const struct field *field)
{
    return field->most ? field->most : field->kind == LONG_TEXT ? LONG_MOST : SHORT_MOST;
}

/* Control characters of C0 and C1, and those that make a text read from right to left as if it said something else. */
static bool is_control(uint32_t point, bool lines)
{
    if (point == '\n' || point == '\t')
        return !lines;
    return point < ' ' || (point >= 0x7F && point <= 0x9F) || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2066 && point <= 0x2069);
}

static bool has_control(const char *text, bool lines)
{
    for (const char *at = text, *end = text + strlen(text); at < end;)
        if (is_control(utf8_next(&at, end), lines))
            return true;
    return false;
}

/* What a mail server would take as a domain: letters, digits, hyphens and dots, or any letter beyond ASCII. */
static bool is_domain(const char *text)
{
    size_t length = strlen(text);
    if (!length || text[0] == '.' || text[0] == '-' || text[length - 1] == '.' || text[length - 1] == '-'
        || strstr(text, ".."))
        return false;
    for (; *text; text++)
        if ((unsigned char)*text < 0x80 && !isalnum((unsigned char)*text) && *text != '.' && *text != '-')
            return false;
    return true;
}

static bool looks_like_email(const char *text)
{
    const char *at = strchr(text, '@');
    if (!at || at == text || at - text > LOCAL_PART_MOST || strlen(text) > EMAIL_MOST || *text == '.' || at[-1] == '.')
        return false;
    return is_domain(at + 1) && !strpbrk(text, " \t,;:<>()[]\"\\") && !memmem(text, (size_t)(at - text), "..", 2);
}

/* http or https, with a host and without a name before it: https://bank.example@elsewhere shows one and opens the
 * other. */
static bool looks_like_url(struct arena *arena, const char *text)
{
    size_t scheme = strncasecmp(text, "https://", 8) == 0 ? 8 : strncasecmp(text, "http://", 7) == 0 ? 7 : 0;
    const char *host = text + scheme;
    size_t length = strcspn(host, "/?#:");
    return scheme && !strpbrk(text, " <>\"\\") && is_domain(arena_copy(arena, host, length))
        && !memchr(host, '@', strcspn(host, "/?#"));
}

static bool looks_like_telephone(const char *text)
{
    size_t digits = 0;
    for (const char *at = text; *at; at++)
        digits += *at >= '0' && *at <= '9';
    return digits >= LEAST_PHONE_DIGITS && digits <= MOST_PHONE_DIGITS
        && !text[strspn(text, "0123456789+-./() \xC2\xA0")];
}

static const char *trouble_of_shape(struct request *rq, const struct field *field, const char *value)
{
    switch (field->kind) {
    case EMAIL:
        return looks_like_email(value) ? NULL
             : say(rq, N_("“%s”: write it like name@example.org."), label_of(rq, field));
    case URL:
        return looks_like_url(rq->arena, value) ? NULL
             : say(rq, N_("“%s”: write the whole address, starting with https://."), label_of(rq, field));
    case TELEPHONE:
        return looks_like_telephone(value) ? NULL
             : say(rq, N_("“%s”: write the number with its digits, such as 03 84 00 00 00."), label_of(rq, field));
    case DIGITS:
        return !value[strspn(value, "0123456789")] ? NULL
             : say(rq, N_("“%s”: only digits are expected."), label_of(rq, field));
    default:
        return NULL;
    }
}

static const char *trouble_of_text(struct request *rq, const struct field *field, const char *value)
{
    size_t length = utf8_length(value, strlen(value));
    if (length == SIZE_MAX || has_control(value, field->kind == LONG_TEXT))
        return say(rq, N_("“%s”: some characters cannot be read here. Type it again, without pasting."),
                   label_of(rq, field));
    if (length > (size_t)most_characters(field))
        return say(rq, N_("“%s” is too long: %ld characters, at most %ld."), label_of(rq, field), (long)length,
                   (long)most_characters(field));
    if (field->least > 0 && length < (size_t)field->least)
        return say(rq, N_("“%s” is too short: %ld characters at least."), label_of(rq, field), (long)field->least);
    return trouble_of_shape(rq, field, value);
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

struct bounds form_bounds(const struct field *field)
{
    struct bounds all = {-MOST_NUMBER, MOST_NUMBER, false};
    if (field->kind == MONEY)
        all = (struct bounds){-MOST_CENTS, MOST_CENTS, false};
    if (field->kind == DATE)
        all = (struct bounds){days_from_civil(1000, 1, 1), days_from_civil(9999, 12, 31), false};
    if (!field->least && !field->most)
        return all;
    return (struct bounds){field->least, field->most >= field->least && field->most ? field->most : all.most, true};
}

/* A bound, as the person would type it. */
static const char *bound_text(struct request *rq, const struct field *field, int64_t bound)
{
    struct buffer text = {.arena = rq->arena};
    if (field->kind == MONEY)
        format_money(&text, bound);
    else if (field->kind == DATE)
        write_day(&text, rq->language, bound);
    else
        write_number(&text, rq->language, (double)bound);
    return buffer_string(&text);
}

static const char *out_of_bounds(struct request *rq, const struct field *field, double value)
{
    struct bounds bounds = form_bounds(field);
    if (value >= (double)bounds.least && value <= (double)bounds.most)
        return NULL;
    return say(rq, N_("“%s”: it must be between %s and %s."), label_of(rq, field), bound_text(rq, field, bounds.least),
               bound_text(rq, field, bounds.most));
}

static const char *trouble_of_number(struct request *rq, const struct field *field, const char *value)
{
    int64_t whole;
    double real;
    if (field->kind == DECIMAL)
        return parse_french_real(value, &real) ? out_of_bounds(rq, field, real)
             : say(rq, N_("“%s”: a number is expected, such as 12,5."), label_of(rq, field));
    if (form_whole(field, value, &whole))
        return out_of_bounds(rq, field, (double)whole);
    switch (field->kind) {
    case MONEY:
        return say(rq, N_("“%s”: an amount is expected, such as 1250,50."), label_of(rq, field));
    case DATE:
        return say(rq, N_("“%s”: a date that exists is expected, such as 31/12/2026."), label_of(rq, field));
    default:
        return say(rq, N_("“%s”: a whole number is expected."), label_of(rq, field));
    }
}

/* --- choices ------------------------------------------------------------------------------------------------------ */

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

static const char *trouble_of_choices(struct request *rq, const struct field *field, struct typed typed)
{
    const struct label *choices = field_choices(rq, field);
    for (size_t i = 0; i < typed.count; i++)
        if (!is_choice(choices, typed.values[i]))
            return say(rq, N_("“%s”: choose among what is proposed."), label_of(rq, field));
    return NULL;
}

/* --- a field ------------------------------------------------------------------------------------------------------ */

static const char *trouble_of_absence(struct request *rq, const struct field *field)
{
    switch (field->required ? field->kind : 0) {
    case 0:
        return NULL;
    case CHOICE: case CHOICES:
        return say(rq, N_("To choose: “%s”."), label_of(rq, field));
    case TICK:
        return say(rq, N_("To tick: “%s”."), label_of(rq, field));
    case FILE_UPLOAD:
        return say(rq, N_("A file is needed: “%s”."), label_of(rq, field));
    default:
        return say(rq, N_("To fill in: “%s”."), label_of(rq, field));
    }
}

static bool is_int_slot(const struct field *field)
{
    return field->into.slot == SLOT_INT || field->into.slot == SLOT_MAYBE_INT;
}

static const char *trouble_of_values(struct request *rq, const struct field *field, struct typed typed)
{
    int64_t whole;
    switch (field->kind) {
    case WHOLE: case DECIMAL: case MONEY: case DATE:
        return trouble_of_number(rq, field, typed.values[0]);
    case CHOICES:
        return trouble_of_choices(rq, field, typed);
    case TICK: case FILE_UPLOAD:
        return NULL;
    case CHOICE: {
        const char *why = trouble_of_choices(rq, field, typed);
        if (why)
            return why;
        break;
    }
    default: {
        const char *why = trouble_of_text(rq, field, typed.values[0]);
        if (why)
            return why;
    }
    }
    bool unread = is_int_slot(field) && !parse_int(typed.values[0], &whole);
    return unread ? say(rq, N_("“%s”: a whole number is expected."), label_of(rq, field)) : NULL;
}

const char *form_trouble(struct request *rq, const struct field *field, struct typed typed)
{
    bool here = field->kind == FILE_UPLOAD ? param_upload(rq, field->name) != NULL : typed.count > 0;
    if (!here)
        return trouble_of_absence(rq, field);
    if (typed.count > 1 && field->kind != CHOICES)
        return say(rq, N_("“%s” came several times: only one value is expected."), label_of(rq, field));
    const char *why = trouble_of_values(rq, field, typed);
    if (!why && field->check && typed.count)
        why = translate(rq, field->check(rq, typed.values[0]));
    return why;
}
