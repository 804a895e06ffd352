/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often one address may do what: token buckets in memory, worth nothing after a restart. */
#pragma once
#include "base/memory.h"

/* The buckets of a process, living as long as the arena; app->limits. Shared by its threads. */
struct limits;
struct limits *limits_make(struct arena *arena);
/* 0 when it may; else the seconds to wait. limits or address NULL (tests, the program itself): never limited. */
int64_t limit_wait(struct limits *limits, const char *address, int kind, int64_t now);
