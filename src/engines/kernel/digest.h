/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SHA-256 (FIPS 180-4): for certificates and public draws that anyone can check with sha256sum. */
#pragma once
#include "base/memory.h"

enum { DIGEST_BYTES = 32, DIGEST_TEXT = 65 };

struct digest { uint32_t state[8]; uint64_t length; uint8_t block[64]; };
struct digest digest_begin(void);
void digest_add(struct digest *digest, const void *bytes, size_t length);
void digest_text(struct digest *digest, const char *text);           /* NULL adds nothing */
void digest_end(struct digest *digest, uint8_t out[DIGEST_BYTES]);
/* The same as 64 hexadecimal digits and a NUL. */
void digest_end_text(struct digest *digest, char out[DIGEST_TEXT]);
