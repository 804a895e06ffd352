/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Passwords: argon2id, for who wants one. */
#pragma once
#include "base/memory.h"

/* Whether this password is the one of this hash. A NULL hash takes as long and is false. */
bool password_opens(const char *hash, const char *password);
/* The hash to keep (PHC string, argon2id, 19 MiB, 2 passes: the minimum OWASP names). */
const char *password_hash(struct arena *arena, const char *password);
/* NULL, or an N_() sentence: too short, or among the ones everybody tries first. */
const char *password_trouble(const char *password);
