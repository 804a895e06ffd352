/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Random secrets, by libsodium. */
#include "work/token.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>

void token_make(char token[TOKEN_ROOM])
{
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(token, TOKEN_ROOM, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

void token_hash(const char *token, char hash[TOKEN_HASH_ROOM])
{
    unsigned char bytes[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(bytes, (const unsigned char *)token, strlen(token));
    sodium_bin2hex(hash, TOKEN_HASH_ROOM, bytes, sizeof bytes);
}

void code_make(char code[CODE_ROOM])
{
    snprintf(code, CODE_ROOM, "%06u", (unsigned)randombytes_uniform(1000000));
}

bool token_same(const char *a, const char *b)
{
    if (!a || !b || strlen(a) != strlen(b))
        return false;
    return sodium_memcmp(a, b, strlen(a)) == 0;
}
