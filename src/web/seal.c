/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Seals, by libsodium: keyed BLAKE2b of what is said, and what for. */
#include "web/seal.h"
#include "base/number.h"
#include <sodium.h>
#include <string.h>

enum { HASH = 16, HEX = HASH * 2, DAY = 86400, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

/* The zero byte after the purpose keeps "a" + "bc" and "ab" + "c" apart. */
static void hash_text(const struct app *app, const char *purpose, const char *text, char hex[HEX + 1])
{
    unsigned char hash[HASH];
    crypto_generichash_state state;
    crypto_generichash_init(&state, app->secret, sizeof app->secret, sizeof hash);
    crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
    crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(hex, HEX + 1, hash, sizeof hash);
}

const char *seal(const struct app *app, struct arena *arena, const char *purpose, const char *text, int64_t until)
{
    char hex[HEX + 1];
    const char *whole = arena_format(arena, "%lld %s", (long long)until, text);
    size_t length = strlen(whole), room = sodium_base64_encoded_len(length, VARIANT);
    char *encoded = arena_alloc(arena, room);
    hash_text(app, purpose, whole, hex);
    sodium_bin2base64(encoded, room, (const unsigned char *)whole, length, VARIANT);
    return arena_format(arena, "%s.%s", hex, encoded);
}

/* What stands after the instant, when it has not passed. */
static const char *still_good(struct arena *arena, const char *whole, int64_t now)
{
    const char *space = strchr(whole, ' ');
    int64_t until;
    bool good = space && parse_int(arena_copy(arena, whole, (size_t)(space - whole)), &until) && until >= now;
    return good ? space + 1 : NULL;
}

const char *unseal(const struct app *app, struct arena *arena, const char *purpose, const char *sealed, int64_t now)
{
    const char *dot = sealed ? strchr(sealed, '.') : NULL;
    if (!dot || dot - sealed != HEX)
        return NULL;
    size_t length, room = strlen(dot + 1);
    char *text = arena_alloc(arena, room + 1), hex[HEX + 1];
    if (sodium_base642bin((unsigned char *)text, room, dot + 1, room, NULL, &length, NULL, VARIANT) != 0)
        return NULL;
    text[length] = '\0';
    hash_text(app, purpose, text, hex);
    return sodium_memcmp(hex, sealed, HEX) == 0 ? still_good(arena, text, now) : NULL;
}

static const char *token_of_day(const struct app *app, struct arena *arena, const char *address, int64_t day)
{
    char hex[HEX + 1];
    hash_text(app, "visitor", arena_format(arena, "%s %lld", address ? address : "", (long long)day), hex);
    return arena_text(arena, hex);
}

const char *visitor_token(const struct app *app, struct arena *arena, const char *address, int64_t now)
{
    return token_of_day(app, arena, address, now / DAY);
}

bool visitor_token_fits(const struct app *app, struct arena *arena, const char *token, const char *address, int64_t now)
{
    return tokens_agree(token, token_of_day(app, arena, address, now / DAY))
        || tokens_agree(token, token_of_day(app, arena, address, now / DAY - 1));
}

bool tokens_agree(const char *a, const char *b)
{
    return a && b && *b && strlen(a) == strlen(b) && sodium_memcmp(a, b, strlen(a)) == 0;
}
