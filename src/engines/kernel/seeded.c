/* SPDX-License-Identifier: AGPL-3.0-or-later
 * xoshiro256** and what is drawn with it. */
#include "engines/kernel/seeded.h"
#include "engines/kernel/hash.h"
#include <float.h>
#include <math.h>
#include <string.h>

struct seeded seeded_start(uint64_t seed)
{
    struct seeded seeded;
    for (int i = 0; i < 4; i++)
        seeded.state[i] = hash_mix(seed += 0x9E3779B97F4A7C15u);     /* splitmix64 */
    return seeded;
}

struct seeded seeded_from_text(const char *text)
{
    return seeded_start(hash_bytes(text, strlen(text)));
}

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

uint64_t seeded_next(struct seeded *seeded)
{
    uint64_t *s = seeded->state, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t seeded_below(struct seeded *seeded, uint64_t bound)
{
    if (bound == 0)
        return 0;
    unsigned __int128 product = (unsigned __int128)seeded_next(seeded) * bound;
    if ((uint64_t)product < bound)
        for (uint64_t least = -bound % bound; (uint64_t)product < least;)
            product = (unsigned __int128)seeded_next(seeded) * bound;
    return (uint64_t)(product >> 64);
}

double seeded_unit(struct seeded *seeded)
{
    return (double)(seeded_next(seeded) >> 11) * 0x1p-53;
}

double seeded_normal(struct seeded *seeded)
{
    return normal_quantile(((double)(seeded_next(seeded) >> 12) + 0.5) * 0x1p-52);
}

void seeded_shuffle(struct seeded *seeded, uint32_t *items, size_t count)
{
    for (size_t left = count; left > 1; left--) {
        size_t chosen = seeded_below(seeded, left);
        uint32_t held = items[left - 1];
        items[left - 1] = items[chosen];
        items[chosen] = held;
    }
}

double steady_log(double x)
{
    int exponent;
    double m = frexp(x, &exponent);
    if (m < 0.70710678118654752) {
        m *= 2;
        exponent--;
    }
    double y = (m - 1) / (m + 1), square = y * y, sum = 0;
    for (int k = 23; k >= 1; k -= 2)
        sum = sum * square + 1.0 / k;
    return exponent * 0.6931471805599453 + 2 * y * sum;
}

static double polynomial(const double *coefficients, double x)
{
    double sum = coefficients[7];
    for (int i = 6; i >= 0; i--)
        sum = sum * x + coefficients[i];
    return sum;
}

/* The six sets of coefficients of AS 241 (PPND16): above and below, for the middle, the tails, the far tails. */
static const double middle_top[8] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
    13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727};
static const double middle_bottom[8] = {1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
    21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610};
static const double tail_top[8] = {1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
    3.64784832476320460504, 1.27045825245236838258, .241780725177450611770, .0227238449892691845833,
    7.74545014278341407640e-4};
static const double tail_bottom[8] = {1, 2.05319162663775882187, 1.67638483018380384940, .689767334985100004550,
    .148103976427480074590, .0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
static const double far_top[8] = {6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
    .296560571828504891230, .0265321895265761230930, .00124266094738807843860, 2.71155556874348757815e-5,
    2.01033439929228813265e-7};
static const double far_bottom[8] = {1, .599832206555887937690, .136929880922735805310, .0148753612908506148525,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};

double normal_quantile(double p)
{
    p = p < DBL_MIN ? DBL_MIN : p > 1 - DBL_EPSILON / 2 ? 1 - DBL_EPSILON / 2 : p;
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q * polynomial(middle_top, r) / polynomial(middle_bottom, r);
    }
    double r = sqrt(-steady_log(q < 0 ? p : 1 - p));
    double z = r <= 5 ? polynomial(tail_top, r - 1.6) / polynomial(tail_bottom, r - 1.6)
                      : polynomial(far_top, r - 5) / polynomial(far_bottom, r - 5);
    return q < 0 ? -z : z;
}
