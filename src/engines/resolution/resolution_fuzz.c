/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any bytes as a table (a row a line, cells apart by tabs): pairs in order, probabilities in range, no two SIREN in a
 * pair, the same answer twice. */
#include "engines/resolution/inside.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_ROWS = 200, CELLS = 9 };

/* The next cell; *at moves past its end. true in *last when it ends its line. */
static const char *next_cell(char **at, bool *last)
{
    char *cell = *at;
    size_t length = strcspn(cell, "\t\n");
    *last = cell[length] != '\t';
    *at = cell + length + (cell[length] != '\0');
    cell[length] = '\0';
    return cell;
}

static struct resolve_record next_record(char **at)
{
    const char *cells[CELLS] = {0};
    bool last = false;
    for (size_t i = 0; !last; i++) {
        const char *cell = next_cell(at, &last);
        if (i < CELLS)
            cells[i] = cell;
    }
    return (struct resolve_record){.name = cells[0], .other_name = cells[1], .address = cells[2], .post_code = cells[3],
                                   .town = cells[4], .siret = cells[5], .rna = cells[6], .phone = cells[7],
                                   .mail = cells[8]};
}

static void check(const struct resolver *resolver, const struct resolution *result)
{
    for (size_t i = 0; i < result->count; i++) {
        const struct resolve_pair *pair = &result->pairs[i];
        const struct compiled *a = &resolver->compiled[pair->a], *b = &resolver->compiled[pair->b];
        bool shared = a->rna && a->rna == b->rna;
        if (pair->a >= pair->b || !(pair->probability >= 0 && pair->probability <= 1))
            abort();
        if (a->siren && b->siren && a->siren != b->siren && !shared)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct resolve_record rows[MOST_ROWS];
    struct resolve_options options = {.second_list = RESOLVE_EVERYWHERE, .threads = 1};
    uint32_t count = 0;
    for (char *at = arena_copy(&arena, (const char *)data, size); *at && count < MOST_ROWS;)
        rows[count++] = next_record(&at);
    struct resolver *resolver = resolve_begin(&arena, rows, count);
    struct resolution *first = resolve(&arena, resolver, &options), *again = resolve(&arena, resolver, &options);
    check(resolver, first);
    if (first->count != again->count
        || (first->count && memcmp(first->pairs, again->pairs, first->count * sizeof *first->pairs) != 0))
        abort();
    arena_free(&arena);
    return 0;
}
