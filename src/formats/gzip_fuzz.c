/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as gzip: never more than the limit. */
#include "formats/gzip.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    size_t length = 0;
    const char *text = gzip_read(&arena, data, size, 1 << 20, &length);
    if (text && (length > 1 << 20 || text[length]))
        abort();
    arena_free(&arena);
    return 0;
}
