/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as a list of contracts: refused with a reason, or rows within their limits. */
#include "formats/announces.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct announces list;
    struct announce row;
    const char *bytes = arena_copy(&arena, (const char *)data, size);
    if (!announces_open(&list, &arena, bytes, size)) {
        if (!list.trouble)
            abort();
    } else
        while (announces_next(&list, &row))
            if (row.amount < row.amount_least || row.months < 0 || row.months > 600 || row.amount < 0)
                abort();
    arena_free(&arena);
    return 0;
}
