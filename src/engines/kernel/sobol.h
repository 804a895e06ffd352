/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sobol points and Owen's scrambling: numbers that fill a cube more evenly than chance does, and yet are chance. */
#pragma once
#include <stdint.h>

enum { SOBOL_DIMENSIONS = 64, SOBOL_BITS = 32 };

/* direction[d][b]: what bit b (from the last) of a point's number adds to its coordinate d. */
struct sobol { uint32_t dimensions, direction[SOBOL_DIMENSIONS][SOBOL_BITS]; };
/* Direction numbers of Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J.
 * Sci. Comput. 30 (2008), new-joe-kuo-6. dimensions ≤ SOBOL_DIMENSIONS. */
void sobol_start(struct sobol *sobol, uint32_t dimensions);
/* Coordinate d of point i, from 0, as 32 bits after the point. */
uint32_t sobol_coordinate(const struct sobol *sobol, uint32_t dimension, uint32_t i);

/* A nested uniform scrambling chosen by seed: each bit is turned over or not by the bits before it alone, so that the
 * evenness of the points stays (Laine and Karras 2011, constants of Vegdahl). A fresh seed by dimension. */
uint32_t sobol_scramble(uint32_t bits, uint32_t seed);
/* The middle of the interval of 2⁻³² that bits name: in ]0, 1[. */
double sobol_unit(uint32_t bits);
