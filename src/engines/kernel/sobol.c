/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sobol points, scrambled. */
#include "engines/kernel/sobol.h"

/* The polynomial with its first and last bits, then the first direction numbers, one for each degree; the dimension
 * before them is van der Corput's. */
static const struct { uint16_t polynomial, first[9]; } table[SOBOL_DIMENSIONS - 1] = {
    {3, {1}}, {7, {1, 3}}, {11, {1, 3, 1}}, {13, {1, 1, 1}}, {19, {1, 1, 3, 3}}, {25, {1, 3, 5, 13}},
    {37, {1, 1, 5, 5, 17}}, {41, {1, 1, 5, 5, 5}}, {47, {1, 1, 7, 11, 19}}, {55, {1, 1, 5, 1, 1}},
    {59, {1, 1, 1, 3, 11}}, {61, {1, 3, 5, 5, 31}}, {67, {1, 3, 3, 9, 7, 49}}, {91, {1, 1, 1, 15, 21, 21}},
    {97, {1, 3, 1, 13, 27, 49}}, {103, {1, 1, 1, 15, 7, 5}}, {109, {1, 3, 1, 15, 13, 25}},
    {115, {1, 1, 5, 5, 19, 61}}, {131, {1, 3, 7, 11, 23, 15, 103}}, {137, {1, 3, 7, 13, 13, 15, 69}},
    {143, {1, 1, 3, 13, 7, 35, 63}}, {145, {1, 3, 5, 9, 1, 25, 53}}, {157, {1, 3, 1, 13, 9, 35, 107}},
    {167, {1, 3, 1, 5, 27, 61, 31}}, {171, {1, 1, 5, 11, 19, 41, 61}}, {185, {1, 3, 5, 3, 3, 13, 69}},
    {191, {1, 1, 7, 13, 1, 19, 1}}, {193, {1, 3, 7, 5, 13, 19, 59}}, {203, {1, 1, 3, 9, 25, 29, 41}},
    {211, {1, 3, 5, 13, 23, 1, 55}}, {213, {1, 3, 7, 3, 13, 59, 17}}, {229, {1, 3, 1, 3, 5, 53, 69}},
    {239, {1, 1, 5, 5, 23, 33, 13}}, {241, {1, 1, 7, 7, 1, 61, 123}}, {247, {1, 1, 7, 9, 13, 61, 49}},
    {253, {1, 3, 3, 5, 3, 55, 33}}, {285, {1, 3, 1, 15, 31, 13, 49, 245}}, {299, {1, 3, 5, 15, 31, 59, 63, 97}},
    {301, {1, 3, 1, 11, 11, 11, 77, 249}}, {333, {1, 3, 1, 11, 27, 43, 71, 9}},
    {351, {1, 1, 7, 15, 21, 11, 81, 45}}, {355, {1, 3, 7, 3, 25, 31, 65, 79}}, {357, {1, 3, 1, 1, 19, 11, 3, 205}},
    {361, {1, 1, 5, 9, 19, 21, 29, 157}}, {369, {1, 3, 7, 11, 1, 33, 89, 185}}, {391, {1, 3, 3, 3, 15, 9, 79, 71}},
    {397, {1, 3, 7, 11, 15, 39, 119, 27}}, {425, {1, 1, 3, 1, 11, 31, 97, 225}},
    {451, {1, 1, 1, 3, 23, 43, 57, 177}}, {463, {1, 3, 7, 7, 17, 17, 37, 71}},
    {487, {1, 3, 1, 5, 27, 63, 123, 213}}, {501, {1, 1, 3, 5, 11, 43, 53, 133}},
    {529, {1, 3, 5, 5, 29, 17, 47, 173, 479}}, {539, {1, 3, 3, 11, 3, 1, 109, 9, 69}},
    {545, {1, 1, 1, 5, 17, 39, 23, 5, 343}}, {557, {1, 3, 1, 5, 25, 15, 31, 103, 499}},
    {563, {1, 1, 1, 11, 11, 17, 63, 105, 183}}, {601, {1, 1, 5, 11, 9, 29, 97, 231, 363}},
    {607, {1, 1, 5, 15, 19, 45, 41, 7, 383}}, {617, {1, 3, 7, 7, 31, 19, 83, 137, 221}},
    {623, {1, 1, 1, 3, 23, 15, 111, 223, 83}}, {631, {1, 1, 5, 13, 31, 15, 55, 25, 161}},
    {637, {1, 1, 3, 13, 25, 47, 39, 87, 257}}};

static uint32_t degree_of(uint32_t polynomial)
{
    uint32_t degree = 0;
    while (polynomial >> (degree + 1))
        degree++;
    return degree;
}

/* m(k) = 2 a1 m(k−1) ⊕ 4 a2 m(k−2) ⊕ … ⊕ 2^s m(k−s) ⊕ m(k−s), held as bits after the point. */
static void directions(uint32_t *direction, uint32_t polynomial, const uint16_t *first)
{
    uint32_t degree = degree_of(polynomial);
    for (uint32_t k = 0; k < SOBOL_BITS; k++) {
        if (k < degree) {
            direction[k] = (uint32_t)first[k] << (SOBOL_BITS - 1 - k);
            continue;
        }
        direction[k] = direction[k - degree] ^ (direction[k - degree] >> degree);
        for (uint32_t j = 1; j < degree; j++)
            if (polynomial >> (degree - j) & 1)
                direction[k] ^= direction[k - j];
    }
}

void sobol_start(struct sobol *sobol, uint32_t dimensions)
{
    sobol->dimensions = dimensions;
    for (uint32_t k = 0; k < SOBOL_BITS && dimensions; k++)
        sobol->direction[0][k] = 0x80000000u >> k;
    for (uint32_t d = 1; d < dimensions; d++)
        directions(sobol->direction[d], table[d - 1].polynomial, table[d - 1].first);
}

uint32_t sobol_coordinate(const struct sobol *sobol, uint32_t dimension, uint32_t i)
{
    uint32_t bits = 0;
    for (uint32_t k = 0; i; k++, i >>= 1)
        bits ^= i & 1 ? sobol->direction[dimension][k] : 0;
    return bits;
}

static uint32_t reversed(uint32_t x)
{
    x = x >> 16 | x << 16;
    x = (x & 0xFF00FF00u) >> 8 | (x & 0x00FF00FFu) << 8;
    x = (x & 0xF0F0F0F0u) >> 4 | (x & 0x0F0F0F0Fu) << 4;
    x = (x & 0xCCCCCCCCu) >> 2 | (x & 0x33333333u) << 2;
    return (x & 0xAAAAAAAAu) >> 1 | (x & 0x55555555u) << 1;
}

/* In the reversed number every step carries from low bits to high ones alone. */
uint32_t sobol_scramble(uint32_t bits, uint32_t seed)
{
    uint32_t x = reversed(bits);
    x ^= x * 0x3d20adeau;
    x += seed;
    x *= (seed >> 16) | 1;
    x ^= x * 0x05526c56u;
    x ^= x * 0x53a22864u;
    return reversed(x);
}

double sobol_unit(uint32_t bits)
{
    return (bits + 0.5) * 0x1p-32;
}
