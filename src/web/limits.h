/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often one address may do what: token buckets in memory. Private to web/. */
#pragma once
#include <stdint.h>

/* 0 when it may; else the seconds to wait. address NULL (the program itself) is never limited. Thread-safe. */
int64_t limit_wait(const char *address, int kind, int64_t now);
