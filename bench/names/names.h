/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the measurement of names and its yardsticks share. */
#pragma once
#include "base/memory.h"

enum { FIVE = 5 };

/* Another engine with the same folded names, numbered from 0: asked what was typed, it gives its first five. */
struct peer;
struct peer *fts5_open(struct arena *arena, const char *const *names, size_t count);
struct peer *postgres_open(struct arena *arena, const char *const *names, size_t count, const char *url);
size_t peer_find(struct peer *peer, const char *typed, uint32_t *first);
void peer_close(struct peer *peer);
