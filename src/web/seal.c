/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Seals, by libsodium. */
#include "web/seal.h"
#include <sodium.h>
#include <string.h>

enum { HASH = 16, HEX = HASH * 2, DAY = 86400 };

static void hash_text(const struct app *app, const char *text, char hex[HEX + 1])
{
    unsigned char hash[HASH];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), app->secret, sizeof app->secret);
    sodium_bin2hex(hex, HEX + 1, hash, sizeof hash);
}

const char *seal(const struct app *app, struct arena *arena, const char *text)
{
    char hex[HEX + 1];
    size_t length = strlen(text), room = sodium_base64_encoded_len(length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *encoded = arena_alloc(arena, room);
    hash_text(app, text, hex);
    sodium_bin2base64(encoded, room, (const unsigned char *)text, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return arena_format(arena, "%s.%s", hex, encoded);
}

const char *unseal(const struct app *app, struct arena *arena, const char *sealed)
{
    const char *dot = sealed ? strchr(sealed, '.') : NULL;
    if (!dot || dot - sealed != HEX)
        return NULL;
    size_t length, room = strlen(dot + 1);
    char *text = arena_alloc(arena, room + 1), hex[HEX + 1];
    if (sodium_base642bin((unsigned char *)text, room, dot + 1, room, NULL, &length, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return NULL;
    text[length] = '\0';
    hash_text(app, text, hex);
    return sodium_memcmp(hex, sealed, HEX) == 0 ? text : NULL;
}

const char *visitor_token(const struct app *app, struct arena *arena, const char *address, int64_t now)
{
    char hex[HEX + 1];
    hash_text(app, arena_format(arena, "visitor %s %lld", address ? address : "", (long long)(now / DAY)), hex);
    return arena_text(arena, hex);
}

bool tokens_agree(const char *a, const char *b)
{
    return a && b && strlen(a) == strlen(b) && sodium_memcmp(a, b, strlen(a)) == 0;
}
