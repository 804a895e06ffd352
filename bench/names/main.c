/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures the search of names, with 0, 1 and 2 typing errors:
 * bench-names NAMES.csv… [--make COUNT] [--seeds FIRST COUNT] [--fts5] [--postgres URL]
 * A name counts as found when it is the very one drawn: no two fold alike. What was typed may by its errors be another
 * name, or as near to one: that counts as a miss, for everyone. Peers answer the questions of the first seed. */
#include "names.h"
#include "base/fold.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/sort.h"
#include "engines/names.h"
#include "engines/text/misspell.h"
#include "formats/csv.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TARGETS = 1500, LEVELS = 3, MOST_SEEDS = 20 };

struct names { struct arena arena; struct text_map folded; const char **names; size_t room; };

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
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

/* --- questions ---------------------------------------------------------------------------------------------------- */

struct question { const char *typed; uint32_t target; };

static struct question *draw(struct names *list, uint64_t seed, int errors)
{
    struct seeded seeded = seeded_start(seed * 10 + (uint64_t)errors);
    struct question *questions = arena_array(&list->arena, TARGETS, sizeof *questions);
    for (size_t i = 0; i < TARGETS; i++) {
        uint32_t target = (uint32_t)seeded_below(&seeded, list->folded.count);
        questions[i] = (struct question){misspell(&list->arena, &seeded, list->folded.texts[target], errors), target};
    }
    return questions;
}

/* --- one engine at one number of errors --------------------------------------------------------------------------- */

/* Ours, or a peer. waited, worked (processor of this thread, the server of PostgreSQL not counted): seconds. */
struct engine { const char *name; struct name_search *search; struct peer *peer; };
struct measure { size_t count, first, five; double *waited, *worked; };
struct quantiles { double p50, p99; };

static size_t ask(const struct engine *engine, const char *typed, uint32_t *first)
{
    struct name_hit hits[FIVE];
    if (engine->peer)
        return peer_find(engine->peer, typed, first);
    size_t found = names_find(engine->search, typed, false, hits, FIVE);
    for (size_t i = 0; i < found; i++)
        first[i] = hits[i].name;
    return found;
}

static void measure(struct measure *measure, const struct engine *engine, const struct question *questions)
{
    for (size_t i = 0; i < TARGETS; i++) {
        uint32_t first[FIVE];
        double worked = seconds(CLOCK_THREAD_CPUTIME_ID), start = seconds(CLOCK_MONOTONIC);
        size_t found = ask(engine, questions[i].typed, first);
        measure->waited[measure->count] = seconds(CLOCK_MONOTONIC) - start;
        measure->worked[measure->count++] = seconds(CLOCK_THREAD_CPUTIME_ID) - worked;
        measure->first += found && first[0] == questions[i].target;
        for (size_t j = 0; j < found; j++)
            measure->five += first[j] == questions[i].target;
    }
}

static struct measure start_measure(struct arena *arena, size_t count)
{
    return (struct measure){.waited = arena_array(arena, count, sizeof(double)),
                            .worked = arena_array(arena, count, sizeof(double))};
}

static struct quantiles quantiles(struct arena *arena, const double *times, size_t count)
{
    uint32_t *order = order_of_reals(arena, times, count, false);
    return (struct quantiles){times[order[count / 2]] * 1e6, times[order[count * 99 / 100]] * 1e6};
}

/* Prints a line; ours: NULL, or the waiting times to compare with. */
static struct quantiles tell(struct arena *arena, const char *name, int errors, const struct measure *measure,
                             const struct quantiles *ours)
{
    struct quantiles waited = quantiles(arena, measure->waited, measure->count);
    struct quantiles worked = quantiles(arena, measure->worked, measure->count);
    double count = (double)measure->count;
    printf("%-16s %d   %.4f  %.4f  %8.1f  %8.1f  %8.1f  %8.1f", name, errors, (double)measure->first / count,
           (double)measure->five / count, waited.p50, waited.p99, worked.p50, worked.p99);
    if (ours)
        printf("   ours waits %.4f and %.4f of that", ours->p50 / waited.p50, ours->p99 / waited.p99);
    printf("\n");
    return waited;
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

static void compare(struct names *list, const struct engine *peer, struct question *questions[LEVELS],
                    const struct quantiles *ours)
{
    for (int errors = 0; errors < LEVELS; errors++) {
        struct measure told = start_measure(&list->arena, TARGETS);
        measure(&told, peer, questions[errors]);
        tell(&list->arena, peer->name, errors, &told, &ours[errors]);
    }
}

/* One line a seed, then the times of all of them. */
static void measure_ours(struct names *list, const struct engine *engine, uint64_t seed, size_t seeds,
                         struct question *questions[LEVELS], struct quantiles *waited)
{
    struct measure all[LEVELS];
    for (int errors = 0; errors < LEVELS; errors++)
        all[errors] = start_measure(&list->arena, TARGETS * seeds);
    for (size_t i = 0; i < seeds; i++) {
        printf("seed %-4llu first with 0, 1, 2 errors:", (unsigned long long)(seed + i));
        for (int errors = 0; errors < LEVELS; errors++) {
            struct question *drawn = draw(list, seed + i, errors);
            size_t before = all[errors].first;
            measure(&all[errors], engine, drawn);
            printf("  %.4f", (double)(all[errors].first - before) / TARGETS);
            if (i == 0)
                questions[errors] = drawn;
        }
        printf("\n");
    }
    printf("                                      waited, µs          processor, µs\n");
    printf("            errors   at 1    at 5       p50       p99       p50       p99\n");
    for (int errors = 0; errors < LEVELS; errors++)
        waited[errors] = tell(&list->arena, engine->name, errors, &all[errors], NULL);
}

/* Megabytes of this process in memory. */
static double resident(void)
{
    char line[128] = "";
    FILE *in = fopen("/proc/self/statm", "r");
    if (in && !fgets(line, sizeof line, in))
        line[0] = '\0';
    if (in)
        fclose(in);
    const char *second = strchr(line, ' ');
    return second ? (double)strtoul(second, NULL, 10) * (double)sysconf(_SC_PAGESIZE) / 1e6 : 0;
}

static struct engine build(struct names *list, struct arena *arena)
{
    struct arena building = {0};
    double before = resident(), start = seconds(CLOCK_MONOTONIC), worked = seconds(CLOCK_THREAD_CPUTIME_ID);
    struct name_builder *builder = names_begin(&building);
    for (uint32_t i = 0; i < list->folded.count; i++)
        names_add(builder, list->names[i], NULL, 0);
    struct name_index *index = names_build(arena, builder);
    double most = resident() - before;
    arena_free(&building);
    struct engine engine = {"maillage names", names_search_begin(arena, index), NULL};
    printf("%u names, built in %.2f s (processor %.2f); resident: %.1f MB at the end of building, %.1f MB kept"
           " with one search (%.1f MB asked for)\n", list->folded.count, seconds(CLOCK_MONOTONIC) - start,
           seconds(CLOCK_THREAD_CPUTIME_ID) - worked, most, resident() - before, (double)arena->taken / 1e6);
    return engine;
}

struct options { size_t make, seeds; uint64_t seed; bool fts5; const char *postgres; };

static struct options read_options(struct names *list, int count, char **words)
{
    struct options options = {0, 1, 12, false, NULL};
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--make") == 0 && i + 1 < count) {
            options.make = strtoull(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--seeds") == 0 && i + 2 < count) {
            options.seed = strtoull(words[++i], NULL, 10);
            options.seeds = strtoull(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--postgres") == 0 && i + 1 < count) {
            options.postgres = words[++i];
        } else if (strcmp(words[i], "--fts5") == 0) {
            options.fts5 = true;
        } else {
            read_names(list, words[i]);
        }
    }
    if (options.seeds < 1 || options.seeds > MOST_SEEDS || list->folded.count == 0) {
        fprintf(stderr, "bench-names NAMES.csv… [--make COUNT] [--seeds FIRST COUNT] [--fts5] [--postgres URL]\n");
        exit(2);
    }
    return options;
}

int main(int count, char **words)
{
    struct names list = {.folded.arena = &list.arena};
    struct arena arena = {0};
    struct question *questions[LEVELS];
    struct quantiles ours[LEVELS];
    struct options options = read_options(&list, count, words);
    make_names(&list, options.make);
    struct engine engine = build(&list, &arena);
    measure_ours(&list, &engine, options.seed, options.seeds, questions, ours);
    if (options.fts5) {
        struct engine fts5 = {"FTS5 trigram", NULL, fts5_open(&arena, list.folded.texts, list.folded.count)};
        compare(&list, &fts5, questions, ours);
        peer_close(fts5.peer);
    }
    if (options.postgres) {
        struct engine postgres = {"pg_trgm GiST", NULL, postgres_open(&arena, list.folded.texts, list.folded.count,
                                                                       options.postgres)};
        compare(&list, &postgres, questions, ours);
        peer_close(postgres.peer);
    }
    names_search_end(engine.search);
    arena_free(&arena);
    arena_free(&list.arena);
    return 0;
}
