/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fuzz target: folding any bytes gives well-formed text that folding leaves alone. */
#include "base/fold.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    char *text = arena_copy(&arena, (const char *)data, size), *once = fold_text(&arena, text);
    if (!utf8_valid(once, strlen(once)) || strcmp(once, fold_text(&arena, once)) != 0)
        abort();
    fold_for_search(&arena, text);
    arena_free(&arena);
    return 0;
}
