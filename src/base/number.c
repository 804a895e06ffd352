/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Numbers out of text, and checked arithmetic. */
#include "base/number.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NUMBER = 64 };

bool add_checked(int64_t a, int64_t b, int64_t *sum)
{
    int64_t result;
    if (__builtin_add_overflow(a, b, &result))
        return false;
    *sum = result;
    return true;
}

bool subtract_checked(int64_t a, int64_t b, int64_t *difference)
{
    int64_t result;
    if (__builtin_sub_overflow(a, b, &result))
        return false;
    *difference = result;
    return true;
}

bool multiply_checked(int64_t a, int64_t b, int64_t *product)
{
    int64_t result;
    if (__builtin_mul_overflow(a, b, &result))
        return false;
    *product = result;
    return true;
}

bool multiply_divide(int64_t a, int64_t b, int64_t divisor, int64_t *result)
{
    __int128 product = (__int128)a * b, by = divisor < 0 ? -(__int128)divisor : divisor;
    bool negative = (product < 0) != (divisor < 0);
    __int128 size = product < 0 ? -product : product;
    __int128 quotient = (size + by / 2) / by;
    if (negative)
        quotient = -quotient;
    if (quotient > INT64_MAX || quotient < INT64_MIN)
        return false;
    *result = (int64_t)quotient;
    return true;
}

bool parse_int(const char *text, int64_t *number)
{
    bool negative = text && *text == '-';
    const char *digit = text ? text + (negative || *text == '+') : "";
    int64_t value = 0;
    if (!*digit)
        return false;
    for (; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || !multiply_checked(value, 10, &value))
            return false;
        int64_t unit = *digit - '0';
        if (!add_checked(value, negative ? -unit : unit, &value))
            return false;
    }
    *number = value;
    return true;
}

/* Up to 15 digits are exact as they stand. */
static bool read_digits(const char *text, double *number)
{
    int64_t value = 0;
    int count = 0;
    for (; text[count] >= '0' && text[count] <= '9' && count < 16; count++)
        value = value * 10 + (text[count] - '0');
    *number = (double)value;
    return count && count < 16 && !text[count];
}

/* The C library reads only plain decimals here: what it would also take (hex, inf, nan) is refused first. */
bool parse_real(const char *text, double *number)
{
    double plain;
    if (text && read_digits(text, &plain)) {
        *number = plain;
        return true;
    }
    if (!text || !*text || strlen(text) >= LONGEST_NUMBER || text[strspn(text, "+-.0123456789eE")]
        || !strpbrk(text, "0123456789"))
        return false;
    char *end;
    double value = strtod(text, &end);
    if (*end || !isfinite(value))
        return false;
    *number = value;
    return true;
}

bool parse_french_real(const char *text, double *number)
{
    char plain[LONGEST_NUMBER];
    size_t length = 0;
    for (; text && *text; text++) {
        bool narrow = strncmp(text, "\xE2\x80\xAF", 3) == 0, wide = strncmp(text, "\xC2\xA0", 2) == 0;
        if (narrow || wide || *text == ' ') {
            text += narrow ? 2 : wide ? 1 : 0;
            continue;
        }
        if (length + 1 == sizeof plain)
            return false;
        plain[length++] = *text == ',' ? '.' : *text;
    }
    plain[length] = '\0';
    return parse_real(plain, number);
}
