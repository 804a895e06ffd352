/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The geography that is compiled into the program: made by tools/make-geography.mjs. Empty when npm was out of
 * reach. */
#pragma once
#include <stddef.h>

extern const char geography_gzip[];
extern const size_t geography_length;
