/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Typing errors on an AZERTY keyboard. */
#include "engines/text/misspell.h"
#include "engines/text/distance.h"
#include <string.h>

enum { TRIES = 100 };

static bool is_key(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static char near_key(struct seeded *seeded, char key)
{
    static const char keys[] = "1234567890azertyuiopqsdfghjklmwxcvbn";
    for (int i = 0; i < TRIES; i++) {
        char other = keys[seeded_below(seeded, sizeof keys - 1)];
        if (keys_touch(key, other))
            return other;
    }
    return key == 'e' ? 'r' : 'e';
}

static void one_error(struct seeded *seeded, char *text, size_t at)
{
    size_t rest = strlen(text + at);
    uint64_t kind = seeded_below(seeded, 4);
    if (kind == 3 && (!is_key(text[at + 1]) || text[at + 1] == text[at]))
        kind = 0;                                                    /* nothing to swap with: another error */
    if (kind == 0) {
        text[at] = near_key(seeded, text[at]);
    } else if (kind == 1) {
        memmove(text + at, text + at + 1, rest);
    } else if (kind == 2) {
        memmove(text + at + 1, text + at, rest + 1);
        text[at + 1] = near_key(seeded, text[at]);
    } else {
        char held = text[at];
        text[at] = text[at + 1];
        text[at + 1] = held;
    }
}

char *misspell(struct arena *arena, struct seeded *seeded, const char *text, int errors)
{
    size_t length = strlen(text);
    char *out = arena_alloc(arena, length + (size_t)errors + 1);
    memcpy(out, text, length);
    for (int made = 0, tries = 0; made < errors && tries < TRIES; tries++) {
        size_t now = strlen(out), at = now ? seeded_below(seeded, now) : 0;
        if (!is_key(out[at]))
            continue;
        one_error(seeded, out, at);
        made++;
    }
    return out;
}
