/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures the search of names: bench-names NAMES.csv…|--make COUNT [--seed N] [--write FOLDER] */
#include "base/fold.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/sort.h"
#include "engines/names.h"
#include "engines/text/misspell.h"
#include "formats/csv.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { TARGETS = 1500, LEVELS = 3, FIVE = 5 };

struct names { struct arena arena; struct text_map folded; const char **names; size_t room; };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void add_name(struct names *list, const char *name)
{
    bool is_new;
    char *folded = fold_text(&list->arena, name);
    size_t length = strlen(folded);
    if (length < 3)
        return;
    uint32_t number = text_map_add(&list->folded, folded, length, &is_new);
    if (!is_new)
        return;
    list->names = arena_grow(&list->arena, list->names, number, &list->room, sizeof *list->names);
    list->names[number] = arena_text(&list->arena, name);
}

static void read_names(struct names *list, const char *path)
{
    static const char *const columns[] = {"nom", "name", NULL};
    FILE *in = fopen(path, "rb");
    if (!in) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fseek(in, 0, SEEK_END);
    long size = ftell(in);
    rewind(in);
    char *bytes = arena_alloc(&list->arena, (size_t)size + 1);
    size = (long)fread(bytes, 1, (size_t)size, in);
    fclose(in);
    struct csv csv;
    if (!csv_open(&csv, &list->arena, bytes, (size_t)size))
        exit(2);
    int column = csv_column(&csv, columns);
    for (char **row; column >= 0 && (row = csv_next(&csv, NULL));)
        add_name(list, row[column]);
}

/* More names than the files have, out of their own words. */
static void make_names(struct names *list, size_t count)
{
    struct seeded seeded = seeded_start(3);
    size_t real = list->folded.count;
    struct arena work = {0};
    for (size_t tries = 0; list->folded.count < count && tries < 3 * count; tries++) {
        struct buffer name = {.arena = &work};
        struct word_list a = fold_words(&work, list->names[seeded_below(&seeded, real)]);
        struct word_list b = fold_words(&work, list->names[seeded_below(&seeded, real)]);
        for (size_t i = 0; i < a.count && i < 3; i++)
            buffer_format(&name, "%s ", a.words[i]);
        for (size_t i = b.count > 2 ? b.count - 2 : 0; i < b.count; i++)
            buffer_format(&name, "%s ", b.words[i]);
        if (seeded_below(&seeded, 5) == 0)
            for (int i = 0; i < 5; i++)
                buffer_char(&name, (char)('a' + seeded_below(&seeded, 26)));
        add_name(list, buffer_string(&name));
        arena_free(&work);
    }
}

static void measure(struct names *list, struct name_search *search, uint64_t seed, int errors, FILE *out)
{
    struct seeded seeded = seeded_start(seed * 10 + (uint64_t)errors);
    double times[TARGETS];
    size_t first = 0, five = 0;
    for (size_t i = 0; i < TARGETS; i++) {
        uint32_t target = (uint32_t)seeded_below(&seeded, list->folded.count);
        char *typed = misspell(&list->arena, &seeded, list->folded.texts[target], errors);
        struct name_hit hits[FIVE];
        double start = seconds();
        size_t found = names_find(search, typed, false, hits, FIVE);
        times[i] = seconds() - start;
        bool hit = false;
        for (size_t j = 0; j < found; j++)
            hit |= hits[j].name == target;
        first += found && hits[0].name == target;
        five += hit;
        if (out)
            fprintf(out, "%d\t%u\t%s\n", errors, target, typed);
    }
    uint32_t *order = order_of_reals(&list->arena, times, TARGETS, false);
    printf("maillage names        %d   %.3f   %.3f   %7.1f   %7.1f\n", errors, (double)first / TARGETS,
           (double)five / TARGETS, times[order[TARGETS / 2]] * 1e6, times[order[TARGETS * 99 / 100]] * 1e6);
}

int main(int count, char **words)
{
    struct names list = {.folded.arena = &list.arena};
    size_t make = 0;
    uint64_t seed = 12;
    FILE *out = NULL;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--make") == 0 && i + 1 < count)
            make = strtoull(words[++i], NULL, 10);
        else if (strcmp(words[i], "--seed") == 0 && i + 1 < count)
            seed = strtoull(words[++i], NULL, 10);
        else if (strcmp(words[i], "--write") == 0 && i + 1 < count)
            out = fopen(words[++i], "wb");
        else
            read_names(&list, words[i]);
    }
    make_names(&list, make);
    struct arena building = {0}, arena = {0};
    double start = seconds();
    struct name_builder *builder = names_begin(&building);
    for (uint32_t i = 0; i < list.folded.count; i++)
        names_add(builder, list.names[i], NULL, 0);
    struct name_index *index = names_build(&arena, builder);
    size_t at_building = building.taken;
    arena_free(&building);
    struct name_search *search = names_search_begin(&arena, index);
    printf("%u names, built in %.2f s, %.1f MB to build, %.1f MB kept\n", list.folded.count, seconds() - start,
           (double)(at_building + arena.taken) / 1e6, (double)arena.taken / 1e6);
    printf("                 errors   at 1   at 5   p50 µs    p99 µs\n");
    for (int errors = 0; errors < LEVELS; errors++)
        measure(&list, search, seed, errors, out);
    return 0;
}
