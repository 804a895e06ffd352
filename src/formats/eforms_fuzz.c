/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invented notices: read within bounds, never with half a lot. */
#include <stdlib.h>
#include "formats/eforms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct eforms_notice notice;
    bool good = eforms_read(&notice, &arena, (const char *)data, size);
    if (good == (notice.trouble != NULL) || (good && !notice.id))
        abort();
    arena_free(&arena);
    return 0;
}
