/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Percent-decoding, once, and the pairs of queries and urlencoded forms. */
#include <string.h>
#include <strings.h>
#include "http/form.h"
#include "http/head.h"

char *http_decode(struct arena *arena, const char *text, size_t length, bool plus_is_space)
{
    char *decoded = arena_copy(arena, text, length);
    size_t written = 0;
    for (size_t i = 0; i < length; i++) {
        char c = decoded[i];
        if (c == '+' && plus_is_space)
            c = ' ';
        if (c == '%') {
            int high = i + 2 < length ? hex_digit((unsigned char)decoded[i + 1]) : -1;
            int low = i + 2 < length ? hex_digit((unsigned char)decoded[i + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (!c)
            return NULL;
        decoded[written++] = c;
    }
    decoded[written] = '\0';
    return utf8_valid(decoded, written) ? decoded : NULL;
}

static int read_pair(struct form_parts *parts, const char *piece, size_t length)
{
    const char *equals = memchr(piece, '=', length);
    size_t name_length = equals ? (size_t)(equals - piece) : length;
    const char *value = equals ? equals + 1 : piece + length;
    struct http_pair pair = {http_decode(parts->arena, piece, name_length, true),
                             http_decode(parts->arena, value, (size_t)(piece + length - value), true)};
    if (!pair.name || !pair.value)
        return 400;
    if (parts->pair_count == MOST_PAIRS)
        return 413;
    parts->pairs = arena_grow(parts->arena, parts->pairs, parts->pair_count, &parts->pair_room, sizeof pair);
    parts->pairs[parts->pair_count++] = pair;
    return 0;
}

int form_read_pairs(struct form_parts *parts, const char *text, size_t length)
{
    int status = 0;
    for (const char *at = text, *end = text + length; at < end && !status;) {
        const char *amp = memchr(at, '&', (size_t)(end - at));
        size_t piece = amp ? (size_t)(amp - at) : (size_t)(end - at);
        if (piece)
            status = read_pair(parts, at, piece);
        at += piece + 1;
    }
    return status;
}

bool type_is(const char *type, const char *wanted)
{
    size_t length = strlen(wanted);
    if (!type || strncasecmp(type, wanted, length) != 0)
        return false;
    return type[length] == '\0' || type[length] == ';' || type[length] == ' ' || type[length] == '\t';
}
