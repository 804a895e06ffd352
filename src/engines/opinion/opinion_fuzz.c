/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as votes, then as a memory: nobody in two groups, no score out of range, the same answer twice. */
#include "engines/opinion.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct opinion *opinion)
{
    for (uint32_t p = 0; p < opinion->participants; p++)
        if (opinion->participant[p].group >= (int)opinion->group_count
            || opinion->participant[p].x != opinion->participant[p].x)
            abort();
    for (uint32_t s = 0; s < opinion->statements; s++)
        if (!(opinion->statement[s].priority > 0) || !(opinion->statement[s].consensus > 0))
            abort();
}

static void compute(struct arena *arena, const uint8_t *data, size_t size, const struct opinion_memory *memory)
{
    uint8_t flags[16] = {0};
    struct opinion_vote *votes = arena_array(arena, size, sizeof *votes);
    struct opinion_input input = {.participants = 64, .statements = 16, .votes = votes, .flags = flags};
    struct opinion_rules rules = size && data[0] % 2 ? opinion_original_rules : opinion_usual_rules;
    rules.replicates = 2;
    if (size > 1)
        flags[data[1] % 16] = data[1] / 16 % 4;
    for (size_t i = 2; i + 1 < size; i += 2)
        votes[input.vote_count++] =
            (struct opinion_vote){data[i] % 66, data[i + 1] / 4 % 17, (int8_t)(data[i + 1] % 4 - 1)};
    struct opinion *first = opinion_compute(arena, &input, &rules, memory);
    struct opinion *again = opinion_compute(arena, &input, &rules, memory);
    check(first);
    if (strcmp(first->certificate.result, again->certificate.result) != 0)
        abort();
    struct opinion *next = opinion_compute(arena, &input, &rules, first->memory);
    check(next);
    if (!opinion_memory_read(arena, opinion_memory_text(arena, next->memory)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct opinion_memory *memory = opinion_memory_read(&arena, arena_copy(&arena, (const char *)data, size));
    compute(&arena, data, size < 4000 ? size : 4000, memory);
    arena_free(&arena);
    return 0;
}
