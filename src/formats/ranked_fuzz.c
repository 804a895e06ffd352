/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any lines as ballots that rank: both rankings give an answer that holds together. */
#include "engines/kernel/hash.h"
#include "engines/preferences.h"
#include "formats/ranked.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_BALLOTS = 40, MOST_OPTIONS = 40 };
struct ballot { struct ranked_name *names; size_t count; };

static void check(struct arena *arena, const struct rankings *rankings)
{
    struct schulze *schulze = preference_schulze(arena, rankings);
    uint32_t seats = rankings->options > 2 ? 2 : 1;
    struct stv *stv = preference_stv(arena, rankings, seats, "seed");
    if (schulze->winners == 0 || stv->elected_count != seats)
        abort();
    for (uint32_t i = 0; i < rankings->options; i++)
        if (schulze->place[i] < 1 || schulze->place[i] > rankings->options)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct text_map options = {.arena = &arena};
    struct ballot ballots[MOST_BALLOTS];
    size_t count = 0, lines;
    char **line = text_split(&arena, arena_copy(&arena, (const char *)data, size), "\n", &lines);
    for (size_t i = 0; i < lines && count < MOST_BALLOTS; i++) {
        const char *trouble;
        struct ballot *ballot = &ballots[count];
        ballot->count = ranked_read(&arena, line[i], &ballot->names, &trouble);
        if (trouble && ballot->count)
            abort();
        for (size_t j = 0; j < ballot->count; j++)
            text_map_add(&options, ballot->names[j].name, strlen(ballot->names[j].name), NULL);
        count += ballot->count > 0;
    }
    if (options.count > 0 && options.count <= MOST_OPTIONS) {
        uint32_t *rank = arena_array(&arena, count * options.count, sizeof *rank);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < ballots[i].count; j++) {
                const struct ranked_name *name = &ballots[i].names[j];
                rank[i * options.count + text_map_find(&options, name->name, strlen(name->name))] = name->rank;
            }
        check(&arena, &(struct rankings){options.count, count, rank, NULL});
    }
    arena_free(&arena);
    return 0;
}
