/* SPDX-License-Identifier: AGPL-3.0-or-later
 * gzip, for what the program carries in itself. */
#pragma once
#include "base/text.h"

/* The bytes of a gzip stream, ended by a NUL that is not counted; NULL when it is damaged or gives more than most
 * bytes. */
char *gzip_read(struct arena *arena, const void *bytes, size_t length, size_t most, size_t *read_length);
