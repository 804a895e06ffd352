/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Invented questions of money: refused or answered, never anything else. */
#include <stdio.h>
#include "main/compute_money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FILE *out = stdout, *err = stderr, *nowhere = fopen("/dev/null", "w");
    struct arena arena = {0};
    struct command_line line = {.arena = &arena, .json = true};
    if (!nowhere)
        return 0;
    stdout = stderr = nowhere;
    money_answer(&line, "x", arena_copy(&arena, (const char *)data, size), size);
    stdout = out;
    stderr = err;
    fclose(nowhere);
    arena_free(&arena);
    return 0;
}
