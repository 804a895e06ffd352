/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Amounts as French files write them, and as French pages show them. */
#include "base/money.h"
#include "base/number.h"
#include <stdlib.h>
#include <string.h>

/* What may stand around the digits: bytes to pass over, 0 when this is none of them. */
static size_t decoration(const char *at)
{
    static const char *const ignored[] = {" ", "\t", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x82\xAC", "EUR", NULL};
    for (const char *const *one = ignored; *one; one++)
        if (text_starts(at, *one))
            return strlen(*one);
    return 0;
}

/* "-" or U+2212, as format_money writes it. */
static size_t minus_sign(const char *at)
{
    return *at == '-' ? 1 : text_starts(at, "\xE2\x88\x92") ? 3 : 0;
}

struct amount { int64_t cents; int decimals; bool point, round_up; };

static bool take_digit(struct amount *amount, int digit)
{
    if (amount->point && ++amount->decimals > 2) {
        amount->round_up = amount->decimals == 3 ? digit >= 5 : amount->round_up;
        return true;
    }
    return multiply_checked(amount->cents, 10, &amount->cents) && add_checked(amount->cents, digit, &amount->cents);
}

bool parse_money(const char *text, int64_t *cents)
{
    struct amount amount = {0};
    bool negative = false, digits = false;
    for (const char *at = text ? text : ""; *at;) {
        size_t skip = decoration(at), minus = minus_sign(at);
        if (minus && !digits && !negative && !amount.point)
            negative = true;
        else if (minus)
            return false;
        if (skip || minus) {
            at += skip + minus;
            continue;
        }
        if (*at >= '0' && *at <= '9') {
            digits = true;
            if (!take_digit(&amount, *at - '0'))
                return false;
        } else if ((*at == ',' || *at == '.') && !amount.point) {
            amount.point = true;
        } else {
            return false;
        }
        at++;
    }
    for (int decimals = amount.decimals; digits && decimals < 2; decimals++)
        if (!multiply_checked(amount.cents, 10, &amount.cents))
            return false;
    if (!digits || !add_checked(amount.cents, amount.round_up, &amount.cents))
        return false;
    *cents = negative ? -amount.cents : amount.cents;
    return true;
}

void format_money(struct buffer *out, int64_t cents)
{
    uint64_t size = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
    if (cents < 0)
        buffer_text(out, "\xE2\x88\x92");
    buffer_grouped(out, size / 100, "\xE2\x80\xAF");
    if (size % 100)
        buffer_format(out, ",%02d", (int)(size % 100));
    buffer_text(out, "\xC2\xA0\xE2\x82\xAC");
}
