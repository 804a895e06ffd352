/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as an encoded text and as a query: what comes out is UTF-8 without NUL, and encodes back to itself. */
#include <stdlib.h>
#include <string.h>
#include "http/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *text, size_t most)
{
    if (strlen(text) > most || !utf8_valid(text, strlen(text)))
        abort();
}

static void check_round_trip(struct arena *arena, const char *text)
{
    struct buffer encoded = {.arena = arena};
    for (const char *at = text; *at; at++)
        buffer_format(&encoded, "%%%02X", (unsigned char)*at);
    const char *back = http_decode(arena, buffer_string(&encoded), encoded.length, true);
    if (!back || strcmp(back, text) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct form_parts parts = {.arena = &arena};
    const char *bytes = (const char *)data;
    const char *decoded = size < 4096 ? http_decode(&arena, bytes, size, size % 2) : NULL;
    if (decoded) {
        check_text(decoded, size);
        check_round_trip(&arena, decoded);
    }
    if (form_read_pairs(&parts, bytes, size) == 0)
        for (size_t i = 0; i < parts.pair_count; i++) {
            check_text(parts.pairs[i].name, size);
            check_text(parts.pairs[i].value, size);
        }
    arena_free(&arena);
    return 0;
}
