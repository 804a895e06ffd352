/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Bytes that arrive and leave piece by piece, outside any arena: a connection outlives its requests. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct bytes { char *data; size_t length, room; };

bool bytes_add(struct bytes *bytes, const void *data, size_t length);      /* false: no memory, nothing added */
void bytes_drop(struct bytes *bytes, size_t length);       /* forgets the first ones; holds no memory once empty */
void bytes_free(struct bytes *bytes);
