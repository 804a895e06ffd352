/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Money is int64_t cents of euro. Nothing here rounds twice. */
#pragma once
#include "base/text.h"

/* "21 667,00 €", "1234.5", "-3,005": cents, rounded half away from zero at the third decimal. Spaces of any kind, a
 * currency sign and "EUR" are passed over. False when it is no amount or overflows. */
bool parse_money(const char *text, int64_t *cents);
/* French: "21 667,00 €" with U+202F between thousands and a NBSP before the sign; whole euros lose their ",00". */
void format_money(struct buffer *out, int64_t cents);
