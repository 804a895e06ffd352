/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as DECP: refused with a reason, or rows whose cells are all there. */
#include "formats/decp.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct decp decp;
    const char *bytes = arena_copy(&arena, (const char *)data, size);
    if (!decp_open(&decp, &arena, bytes, size)) {
        if (!decp.trouble)
            abort();
    } else
        for (char **row; (row = decp_next(&decp, &arena));)
            for (size_t i = 0; i < DECP_COLUMNS; i++)
                if (!row[i])
                    abort();
    arena_free(&arena);
    return 0;
}
