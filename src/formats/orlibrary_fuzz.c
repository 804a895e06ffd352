/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invented set-covering files: read within bounds, and what is read is covered at its bound. */
#include <stdlib.h>
#include "engines/setcover.h"
#include "formats/orlibrary.h"

static bool at_once(void *context)
{
    int *asked = context;
    return ++*asked > 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct or_cover read;
    int asked = 0;
    if (or_cover_read(&read, &arena, (const char *)data, size) && read.rows <= 200 && read.columns <= 200) {
        struct cover_problem problem = {read.rows, read.columns, read.cost, read.row_start, read.row_column};
        struct cover_patience patience = {at_once, &asked};
        struct cover_result result = cover_solve(&arena, &problem, &patience);
        if (result.covered && result.bound > result.cost)
            abort();
    }
    arena_free(&arena);
    return 0;
}
