/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Passwords, by libsodium. */
#include "features/accounts/password.h"
#include "base/text.h"
#include "web/request.h"
#include <sodium.h>
#include <string.h>
#include <strings.h>

enum { PASSES = 2, MEMORY = 19456 * 1024, SHORTEST = 10 };

bool password_opens(const char *hash, const char *password)
{
    /* The hash of a password nobody has: an unknown address costs as much time as a known one. */
    static const char nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
                                 "2XvB3nLx0zv5rGc3vKT3uC4YyVZ1kXr0n2Zq3o1h1bM";
    int outcome = crypto_pwhash_str_verify(hash ? hash : nobody, password, strlen(password));
    return hash && outcome == 0;
}

const char *password_hash(struct arena *arena, const char *password)
{
    char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str_alg(hash, password, strlen(password), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return NULL;
    return hash;
}

const char *password_trouble(const char *password)
{
    static const char *const first_tried[] = {"1234567890", "0123456789", "azertyuiop", "qwertyuiop", "motdepasse",
        "motdepasse1", "motdepasse123", "azerty123456", "password123", "password1234", "bonjour123", "jetaime123",
        "123456789a", "administrateur", NULL};
    if (utf8_length(password, strlen(password)) < SHORTEST)
        return N_("Use at least 10 characters: several words make a good password.");
    for (const char *const *one = first_tried; *one; one++)
        if (strcasecmp(*one, password) == 0)
            return N_("Everybody tries this password first: choose another one.");
    for (const char *at = password + 1; *at == password[0]; at++)
        if (!at[1])
            return N_("Everybody tries this password first: choose another one.");
    return NULL;
}
