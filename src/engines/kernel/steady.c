/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Exponential and normal distribution without libm, whose last bit depends on the machine. */
#include "engines/kernel/seeded.h"
#include <math.h>

/* x = k ln 2 + r with |r| ≤ 0.35; ln 2 in two parts, the first with 21 zero bits at its end: k times it is exact. */
double steady_exp(double x)
{
    if (x > 709.8 || x < -745.2)
        return x > 0 ? INFINITY : 0;
    double k = floor(x * 1.4426950408889634 + 0.5);
    double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33, sum = 1;
    for (int i = 16; i > 0; i--)
        sum = 1 + r * sum / i;
    return ldexp(sum, (int)k);
}

/* Below −3: φ(z) ÷ (z + 1/(z + 2/(z + 3/…))), from the inside out. */
static double tail(double z)
{
    double fraction = z;
    for (int i = 120; i > 0; i--)
        fraction = z + i / fraction;
    return 0.3989422804014327 * steady_exp(-z * z / 2) / fraction;
}

double normal_share(double z)
{
    if (fabs(z) > 3)
        return z < 0 ? tail(-z) : 1 - tail(z);
    double term = z, sum = z;
    for (int i = 3; fabs(term) > 1e-18; i += 2)
        sum += term *= z * z / i;
    return 0.5 + 0.3989422804014327 * steady_exp(-z * z / 2) * sum;
}
