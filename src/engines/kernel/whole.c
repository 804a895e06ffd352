/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Schoolbook arithmetic on limbs, division by Knuth's algorithm D, greatest common divisor by halving (Stein). */
#include "engines/kernel/whole.h"
#include <math.h>
#include <string.h>

enum { LIMB = 32, MOST_DIGITS = 10000, DIGITS_AT_ONCE = 9, TEN_TO_NINE = 1000000000 };

static struct whole trimmed(bool negative, const uint32_t *limbs, uint32_t count)
{
    while (count > 0 && limbs[count - 1] == 0)
        count--;
    return (struct whole){negative && count > 0, count, limbs};
}

struct whole whole_from(struct arena *arena, __int128 number)
{
    unsigned __int128 left = number < 0 ? -(unsigned __int128)number : (unsigned __int128)number;
    uint32_t *limbs = arena_array(arena, 4, sizeof *limbs);
    for (int i = 0; i < 4; i++, left >>= LIMB)
        limbs[i] = (uint32_t)left;
    return trimmed(number < 0, limbs, 4);
}

uint32_t whole_bits(struct whole number)
{
    return number.count ? number.count * LIMB - (uint32_t)__builtin_clz(number.limbs[number.count - 1]) : 0;
}

bool whole_fits(struct whole number, int64_t *small)
{
    if (number.count > 2)
        return false;
    uint64_t size = number.count > 0 ? number.limbs[0] : 0;
    size |= number.count > 1 ? (uint64_t)number.limbs[1] << LIMB : 0;
    if (size > (uint64_t)INT64_MAX + number.negative)
        return false;
    *small = number.negative ? (int64_t)-size : (int64_t)size;
    return true;
}

int whole_sign(struct whole number)
{
    return number.count == 0 ? 0 : number.negative ? -1 : 1;
}

struct whole whole_negate(struct whole number)
{
    number.negative = number.count > 0 && !number.negative;
    return number;
}

static int compare_sizes(struct whole a, struct whole b)
{
    if (a.count != b.count)
        return a.count < b.count ? -1 : 1;
    for (uint32_t i = a.count; i-- > 0;)
        if (a.limbs[i] != b.limbs[i])
            return a.limbs[i] < b.limbs[i] ? -1 : 1;
    return 0;
}

int whole_compare(struct whole a, struct whole b)
{
    if (a.negative != b.negative)
        return a.negative ? -1 : 1;
    return a.negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

static struct whole add_sizes(struct arena *arena, struct whole a, struct whole b, bool negative)
{
    uint32_t count = (a.count > b.count ? a.count : b.count) + 1;
    uint32_t *sum = arena_array(arena, count, sizeof *sum);
    uint64_t carry = 0;
    for (uint32_t i = 0; i < count; i++, carry >>= LIMB) {
        carry += (i < a.count ? a.limbs[i] : 0) + (uint64_t)(i < b.count ? b.limbs[i] : 0);
        sum[i] = (uint32_t)carry;
    }
    return trimmed(negative, sum, count);
}

/* a −= b on limbs, a ≥ b. */
static void take_away(uint32_t *a, uint32_t a_count, const uint32_t *b, uint32_t b_count)
{
    int64_t borrow = 0;
    for (uint32_t i = 0; i < a_count && (i < b_count || borrow); i++) {
        int64_t limb = (int64_t)a[i] - (i < b_count ? b[i] : 0) + borrow;
        a[i] = (uint32_t)limb;
        borrow = limb < 0 ? -1 : 0;
    }
}

static uint32_t *copy_limbs(struct arena *arena, struct whole number, uint32_t room)
{
    uint32_t *limbs = arena_array(arena, room, sizeof *limbs);
    if (number.count)
        memcpy(limbs, number.limbs, number.count * sizeof *limbs);
    return limbs;
}

struct whole whole_copy(struct arena *arena, struct whole number)
{
    return (struct whole){number.negative, number.count, copy_limbs(arena, number, number.count)};
}

struct whole whole_add(struct arena *arena, struct whole a, struct whole b)
{
    if (a.negative == b.negative)
        return add_sizes(arena, a, b, a.negative);
    if (compare_sizes(a, b) < 0) {
        struct whole held = a;
        a = b;
        b = held;
    }
    uint32_t *limbs = copy_limbs(arena, a, a.count);
    take_away(limbs, a.count, b.limbs, b.count);
    return trimmed(a.negative, limbs, a.count);
}

struct whole whole_subtract(struct arena *arena, struct whole a, struct whole b)
{
    return whole_add(arena, a, whole_negate(b));
}

struct whole whole_multiply(struct arena *arena, struct whole a, struct whole b)
{
    uint32_t *product = arena_array(arena, (size_t)a.count + b.count, sizeof *product);
    for (uint32_t i = 0; i < a.count; i++) {
        uint64_t carry = 0;
        for (uint32_t j = 0; j < b.count; j++, carry >>= LIMB) {
            carry += (uint64_t)a.limbs[i] * b.limbs[j] + product[i + j];
            product[i + j] = (uint32_t)carry;
        }
        product[i + b.count] = (uint32_t)carry;
    }
    return trimmed(a.negative != b.negative, product, a.count + b.count);
}

struct whole whole_shift(struct arena *arena, struct whole number, uint32_t bits)
{
    uint32_t limbs = bits / LIMB, rest = bits % LIMB;
    uint32_t *out = arena_array(arena, (size_t)number.count + limbs + 1, sizeof *out);
    for (uint32_t i = 0; i < number.count; i++) {
        uint64_t wide = (uint64_t)number.limbs[i] << rest;
        out[i + limbs] |= (uint32_t)wide;
        out[i + limbs + 1] = (uint32_t)(wide >> LIMB);
    }
    return trimmed(number.negative, out, number.count + limbs + 1);
}

/* limbs /= divisor in place; returns the remainder. */
static uint32_t divide_short(uint32_t *limbs, uint32_t count, uint32_t divisor)
{
    uint64_t rest = 0;
    for (uint32_t i = count; i-- > 0; rest %= divisor) {
        rest = rest << LIMB | limbs[i];
        limbs[i] = (uint32_t)(rest / divisor);
    }
    return (uint32_t)rest;
}

/* Knuth D3: the next digit of the quotient, at most one too large after the loop. */
static uint64_t guess_digit(const uint32_t *u, const uint32_t *v, uint32_t n)
{
    uint64_t top = (uint64_t)u[n] << LIMB | u[n - 1], digit = top / v[n - 1], rest = top % v[n - 1];
    while (digit >> LIMB || digit * v[n - 2] > (rest << LIMB | u[n - 2])) {
        digit--;
        rest += v[n - 1];
        if (rest >> LIMB)
            break;
    }
    return digit;
}

/* Knuth D4–D6: u −= digit × v, put right when digit was one too large. Returns the digit. */
static uint32_t take_multiple(uint32_t *u, const uint32_t *v, uint32_t n, uint64_t digit)
{
    uint64_t carry = 0;
    int64_t borrow = 0;
    for (uint32_t i = 0; i <= n; i++, carry >>= LIMB) {
        carry += i < n ? digit * v[i] : 0;
        int64_t limb = (int64_t)u[i] - (uint32_t)carry + borrow;
        u[i] = (uint32_t)limb;
        borrow = limb < 0 ? -1 : 0;
    }
    if (borrow == 0)
        return (uint32_t)digit;
    for (uint32_t i = 0; i <= n; i++, carry >>= LIMB) {
        carry += (uint64_t)u[i] + (i < n ? v[i] : 0);
        u[i] = (uint32_t)carry;
    }
    return (uint32_t)digit - 1;
}

static void shift_down(uint32_t *limbs, uint32_t count, uint32_t bits)
{
    for (uint32_t i = 0; bits && i < count; i++)
        limbs[i] = limbs[i] >> bits | (i + 1 < count ? limbs[i + 1] << (LIMB - bits) : 0);
}

/* The sizes only; both results keep the arena's memory. */
static struct whole divide_sizes(struct arena *arena, struct whole a, struct whole b, struct whole *rest)
{
    uint32_t n = b.count, shift = (uint32_t)__builtin_clz(b.limbs[n - 1]);
    struct whole v = whole_shift(arena, b, shift);
    uint32_t *u = copy_limbs(arena, whole_shift(arena, a, shift), a.count + 1);
    uint32_t *quotient = arena_array(arena, a.count - n + 1, sizeof *quotient);
    for (uint32_t at = a.count - n + 1; at-- > 0;)
        quotient[at] = take_multiple(u + at, v.limbs, n, guess_digit(u + at, v.limbs, n));
    shift_down(u, n, shift);
    *rest = trimmed(false, u, n);
    return trimmed(false, quotient, a.count - n + 1);
}

struct whole whole_divide(struct arena *arena, struct whole a, struct whole b, struct whole *remainder)
{
    struct whole quotient = {0}, rest = a;
    if (compare_sizes(a, b) >= 0 && b.count == 1) {
        uint32_t *limbs = copy_limbs(arena, a, a.count), *left = arena_array(arena, 1, sizeof *left);
        *left = divide_short(limbs, a.count, b.limbs[0]);
        quotient = trimmed(false, limbs, a.count);
        rest = trimmed(false, left, 1);
    } else if (compare_sizes(a, b) >= 0) {
        quotient = divide_sizes(arena, a, b, &rest);
    }
    quotient.negative = quotient.count > 0 && a.negative != b.negative;
    rest.negative = rest.count > 0 && a.negative;
    if (remainder)
        *remainder = rest;
    return quotient;
}

static uint32_t zeros_below(struct whole number)
{
    uint32_t limb = 0;
    while (number.limbs[limb] == 0)
        limb++;
    return limb * LIMB + (uint32_t)__builtin_ctz(number.limbs[limb]);
}

/* number without its trailing zero bits, in place; returns it trimmed. */
static struct whole make_odd(uint32_t *limbs, struct whole number)
{
    uint32_t zeros = zeros_below(number), skip = zeros / LIMB;
    memmove(limbs, limbs + skip, (number.count - skip) * sizeof *limbs);
    shift_down(limbs, number.count - skip, zeros % LIMB);
    return trimmed(false, limbs, number.count - skip);
}

struct whole whole_gcd(struct arena *arena, struct whole a, struct whole b)
{
    a.negative = b.negative = false;
    if (a.count == 0 || b.count == 0)
        return a.count ? a : b;
    uint32_t zeros_a = zeros_below(a), zeros_b = zeros_below(b), zeros = zeros_a < zeros_b ? zeros_a : zeros_b;
    uint32_t *x = copy_limbs(arena, a, a.count), *y = copy_limbs(arena, b, b.count);
    a = make_odd(x, (struct whole){false, a.count, x});
    b = make_odd(y, (struct whole){false, b.count, y});
    for (int order; (order = compare_sizes(a, b)) != 0;) {
        if (order > 0) {
            take_away(x, a.count, b.limbs, b.count);
            a = make_odd(x, trimmed(false, x, a.count));
        } else {
            take_away(y, b.count, a.limbs, a.count);
            b = make_odd(y, trimmed(false, y, b.count));
        }
    }
    return zeros ? whole_shift(arena, a, zeros) : a;
}

bool whole_read(struct arena *arena, const char *text, struct whole *number)
{
    bool negative = *text == '-';
    text += *text == '-' || *text == '+';
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || text[digits] || digits > MOST_DIGITS)
        return false;
    uint32_t *limbs = arena_array(arena, digits / DIGITS_AT_ONCE + 1, sizeof *limbs), count = 0;
    for (; *text; text++) {
        uint64_t carry = (uint64_t)(*text - '0');
        for (uint32_t i = 0; i < count; i++, carry >>= LIMB) {
            carry += (uint64_t)limbs[i] * 10;
            limbs[i] = (uint32_t)carry;
        }
        if (carry)
            limbs[count++] = (uint32_t)carry;
    }
    *number = trimmed(negative, limbs, count);
    return true;
}

char *whole_text(struct arena *arena, struct whole number)
{
    size_t room = (size_t)number.count * 10 + 2, at = room;
    char *digits = arena_alloc(arena, room + 1);
    uint32_t *limbs = copy_limbs(arena, number, number.count), count = number.count;
    do {
        uint32_t piece = divide_short(limbs, count, TEN_TO_NINE);
        count = trimmed(false, limbs, count).count;
        for (int i = 0; i < DIGITS_AT_ONCE && (piece || count); i++, piece /= 10)
            digits[--at] = (char)('0' + piece % 10);
    } while (count);
    if (at == room)
        digits[--at] = '0';
    if (number.negative)
        digits[--at] = '-';
    return digits + at;
}

double whole_real(struct arena *arena, struct whole number)
{
    uint32_t bits = whole_bits(number), drop = bits > 64 ? bits - 64 : 0, first = drop / LIMB;
    if (number.count == 0)
        return 0;
    uint32_t *limbs = copy_limbs(arena, number, number.count + 1);
    uint32_t zeros = zeros_below(number);
    shift_down(limbs + first, number.count - first, drop % LIMB);
    uint64_t top = limbs[first] | (number.count - first > 1 ? (uint64_t)limbs[first + 1] << LIMB : 0);
    top |= zeros < drop;                                             /* what was dropped still counts when it ties */
    return ldexp((double)top, (int)drop) * (number.negative ? -1 : 1);
}
