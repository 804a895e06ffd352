/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fractions: 128-bit intermediates on the fast path, whole numbers of any size beyond. */
#include "engines/kernel/rational.h"
#include <math.h>
#include <string.h>

enum { LONGEST_TEXT = 100, QUOTIENT_BITS = 66 };

static unsigned __int128 gcd(unsigned __int128 a, unsigned __int128 b)
{
    while (b >> 64) {
        unsigned __int128 rest = a % b;
        a = b;
        b = rest;
    }
    if (b == 0)
        return a;
    uint64_t x = (uint64_t)(a % b), y = (uint64_t)b;
    while (x) {
        uint64_t rest = y % x;
        y = x;
        x = rest;
    }
    return y;
}

/* top / bottom in lowest terms; bottom > 0. */
static struct rational reduced(struct arena *arena, __int128 top, __int128 bottom)
{
    __int128 common = (__int128)gcd((unsigned __int128)(top < 0 ? -top : top), (unsigned __int128)bottom);
    top /= common;
    bottom /= common;
    if (top >= -INT64_MAX && top <= INT64_MAX && bottom <= INT64_MAX)
        return (struct rational){(int64_t)top, (int64_t)bottom, NULL};
    struct rational_parts *parts = arena_alloc(arena, sizeof *parts);
    *parts = (struct rational_parts){whole_from(arena, top), whole_from(arena, bottom)};
    return (struct rational){0, 0, parts};
}

struct rational rational_of(struct arena *arena, int64_t top, int64_t bottom)
{
    return bottom < 0 ? reduced(arena, -(__int128)top, -(__int128)bottom) : reduced(arena, top, bottom);
}

struct whole rational_top(struct arena *arena, struct rational number)
{
    return number.parts ? number.parts->top : whole_from(arena, number.top);
}

struct whole rational_bottom(struct arena *arena, struct rational number)
{
    return number.parts ? number.parts->bottom : whole_from(arena, number.bottom);
}

struct rational rational_keep(struct arena *arena, struct rational number)
{
    if (!number.parts)
        return number;
    struct rational_parts *parts = arena_alloc(arena, sizeof *parts);
    *parts = (struct rational_parts){whole_copy(arena, number.parts->top), whole_copy(arena, number.parts->bottom)};
    return (struct rational){0, 0, parts};
}

struct rational rational_from(struct arena *arena, struct whole top, struct whole bottom)
{
    struct rational small = {0};
    struct arena work = {0};
    struct whole common = whole_gcd(&work, top, bottom);
    struct rational_parts parts = {whole_divide(&work, top, common, NULL), whole_divide(&work, bottom, common, NULL)};
    if (parts.bottom.negative)
        parts = (struct rational_parts){whole_negate(parts.top), whole_negate(parts.bottom)};
    bool fits = whole_fits(parts.top, &small.top) && whole_fits(parts.bottom, &small.bottom) && small.top != INT64_MIN;
    struct rational result = fits ? small : rational_keep(arena, (struct rational){0, 0, &parts});
    arena_free(&work);
    return result;
}

/* a × b + sign × c × d over e × f, the slow way. */
static struct rational combine(struct arena *arena, struct rational a, struct rational b, bool add)
{
    struct arena work = {0};
    struct whole left = whole_multiply(&work, rational_top(&work, a), rational_bottom(&work, b));
    struct whole right = whole_multiply(&work, rational_top(&work, b), rational_bottom(&work, a));
    struct whole top = add ? whole_add(&work, left, right) : whole_subtract(&work, left, right);
    struct whole bottom = whole_multiply(&work, rational_bottom(&work, a), rational_bottom(&work, b));
    struct rational result = rational_from(arena, top, bottom);
    arena_free(&work);
    return result;
}

struct rational rational_add(struct arena *arena, struct rational a, struct rational b)
{
    __int128 top;
    if (!a.parts && !b.parts && !__builtin_add_overflow((__int128)a.top * b.bottom, (__int128)b.top * a.bottom, &top))
        return reduced(arena, top, (__int128)a.bottom * b.bottom);
    return combine(arena, a, b, true);
}

struct rational rational_subtract(struct arena *arena, struct rational a, struct rational b)
{
    __int128 top;
    if (!a.parts && !b.parts && !__builtin_sub_overflow((__int128)a.top * b.bottom, (__int128)b.top * a.bottom, &top))
        return reduced(arena, top, (__int128)a.bottom * b.bottom);
    return combine(arena, a, b, false);
}

struct rational rational_multiply(struct arena *arena, struct rational a, struct rational b)
{
    if (!a.parts && !b.parts)
        return reduced(arena, (__int128)a.top * b.top, (__int128)a.bottom * b.bottom);
    struct arena work = {0};
    struct whole top = whole_multiply(&work, rational_top(&work, a), rational_top(&work, b));
    struct whole bottom = whole_multiply(&work, rational_bottom(&work, a), rational_bottom(&work, b));
    struct rational result = rational_from(arena, top, bottom);
    arena_free(&work);
    return result;
}

struct rational rational_divide(struct arena *arena, struct rational a, struct rational b)
{
    if (!b.parts)
        return rational_multiply(arena, a, b.top < 0 ? (struct rational){-b.bottom, -b.top, NULL}
                                                     : (struct rational){b.bottom, b.top, NULL});
    struct arena work = {0};
    struct whole top = whole_multiply(&work, rational_top(&work, a), b.parts->bottom);
    struct whole bottom = whole_multiply(&work, rational_bottom(&work, a), b.parts->top);
    struct rational result = rational_from(arena, top, bottom);
    arena_free(&work);
    return result;
}

int rational_sign(struct rational number)
{
    return number.parts ? whole_sign(number.parts->top) : (number.top > 0) - (number.top < 0);
}

int rational_compare(struct arena *arena, struct rational a, struct rational b)
{
    if (!a.parts && !b.parts) {
        __int128 left = (__int128)a.top * b.bottom, right = (__int128)b.top * a.bottom;
        return (left > right) - (left < right);
    }
    struct arena_mark mark = arena_mark(arena);
    struct whole left = whole_multiply(arena, rational_top(arena, a), rational_bottom(arena, b));
    struct whole right = whole_multiply(arena, rational_top(arena, b), rational_bottom(arena, a));
    int order = whole_compare(left, right);
    arena_release(arena, mark);
    return order;
}

bool rational_floor(struct arena *arena, struct rational number, int64_t *whole)
{
    if (!number.parts) {
        *whole = number.top / number.bottom - (number.top % number.bottom < 0);
        return true;
    }
    struct arena_mark mark = arena_mark(arena);
    struct whole rest, quotient = whole_divide(arena, number.parts->top, number.parts->bottom, &rest);
    if (rest.negative)
        quotient = whole_subtract(arena, quotient, whole_from(arena, 1));
    bool fits = whole_fits(quotient, whole);
    arena_release(arena, mark);
    return fits;
}

double rational_real(struct arena *arena, struct rational number)
{
    if (!number.parts && number.top > -(1ll << 53) && number.top < 1ll << 53 && number.bottom < 1ll << 53)
        return (double)number.top / (double)number.bottom;
    struct arena_mark mark = arena_mark(arena);
    struct whole top = rational_top(arena, number), bottom = rational_bottom(arena, number);
    int shift = QUOTIENT_BITS - (int)whole_bits(top) + (int)whole_bits(bottom);
    if (shift > 0)
        top = whole_shift(arena, top, (uint32_t)shift);
    else
        bottom = whole_shift(arena, bottom, (uint32_t)-shift);
    double real = ldexp(whole_real(arena, whole_divide(arena, top, bottom, NULL)), -shift);
    arena_release(arena, mark);
    return real;
}

char *rational_text(struct arena *arena, struct rational number)
{
    if (!number.parts && number.bottom == 1)
        return arena_format(arena, "%lld", (long long)number.top);
    if (!number.parts)
        return arena_format(arena, "%lld/%lld", (long long)number.top, (long long)number.bottom);
    int64_t one;
    char *top = whole_text(arena, number.parts->top);
    if (whole_fits(number.parts->bottom, &one) && one == 1)
        return top;
    return arena_format(arena, "%s/%s", top, whole_text(arena, number.parts->bottom));
}

/* "12,50" as 1250 over 100. */
static bool read_decimal(struct arena *arena, const char *text, struct rational *number)
{
    char digits[LONGEST_TEXT + 1], scale[LONGEST_TEXT + 2] = "1";
    size_t kept = 0, decimals = 0;
    bool seen_comma = false;
    for (; *text; text++) {
        if ((*text == '.' || *text == ',') && !seen_comma && kept > 0) {
            seen_comma = true;
            continue;
        }
        digits[kept++] = *text;
        decimals += seen_comma;
    }
    if (seen_comma && decimals == 0)
        return false;
    digits[kept] = '\0';
    memset(scale + 1, '0', decimals);
    scale[decimals + 1] = '\0';
    struct whole top, bottom;
    if (!whole_read(arena, digits, &top) || !whole_read(arena, scale, &bottom))
        return false;
    *number = rational_from(arena, top, bottom);
    return true;
}

bool rational_read(struct arena *arena, const char *text, struct rational *number)
{
    char part[LONGEST_TEXT + 1];
    size_t length = strlen(text);
    if (length > LONGEST_TEXT)
        return false;
    memcpy(part, text, length + 1);
    bool percent = length > 0 && part[length - 1] == '%';
    for (length -= percent; percent && length > 0 && part[length - 1] == ' ';)
        length--;
    part[length] = '\0';
    char *slash = strchr(part, '/');
    struct rational bottom = percent ? rational_of(arena, 100, 1) : rational_of(arena, 1, 1);
    if (slash)
        *slash = '\0';
    if (slash && (percent || !read_decimal(arena, slash + 1, &bottom) || rational_sign(bottom) == 0))
        return false;
    if (!read_decimal(arena, part, number))
        return false;
    *number = rational_divide(arena, *number, bottom);
    return true;
}
