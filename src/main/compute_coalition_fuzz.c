/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invented lots and candidates: refused or answered, never anything else. */
#include <stdio.h>
#include "main/compute_coalition.h"

/* Larger files take seconds of search under the sanitizers, and read no other way. */
enum { LARGEST = 3000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *out = stdout, *err = stderr, *nowhere = size <= LARGEST ? fopen("/dev/null", "w") : NULL;
    struct arena arena = {0};
    struct command_line line = {.arena = &arena, .json = size % 2};
    if (!nowhere)
        return 0;
    char *words[] = {"--table"};
    line.count = !line.json, line.words = words;
    stdout = stderr = nowhere;
    coalition_answer(&line, "x", arena_copy(&arena, (const char *)data, size), size);
    stdout = out;
    stderr = err;
    fclose(nowhere);
    arena_free(&arena);
    return 0;
}
