/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures resolution: bench-resolution FOLDER [--million]   (the folder of data). */
#include "base/fold.h"
#include "base/number.h"
#include "engines/kernel/hash.h"
#include "engines/resolution.h"
#include "engines/resolution/corrupt.h"
#include "formats/csv.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { KNOWN = 3000, UNKNOWN = 1000, MILLION = 1000000, THREADS = 2 };

struct rows { struct resolve_record *records; const char **siret; uint32_t count; size_t record_room, siret_room; };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Of processor, all threads together. */
static double busy_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static struct csv open_table(struct arena *arena, const char *folder, const char *name)
{
    struct csv csv;
    char *path = arena_format(arena, "%s/%s", folder, name);
    FILE *in = fopen(path, "rb");
    if (!in) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fseek(in, 0, SEEK_END);
    long size = ftell(in);
    rewind(in);
    char *bytes = arena_alloc(arena, (size_t)size + 1);
    size = (long)fread(bytes, 1, (size_t)size, in);
    fclose(in);
    if (!csv_open(&csv, arena, bytes, (size_t)size))
        exit(2);
    return csv;
}

static const char *cell(const struct csv *csv, char **row, const char *column)
{
    const char *const names[] = {column, NULL};
    int at = csv_column(csv, names);
    return at < 0 ? "" : row[at];
}

static struct rows read_places(struct arena *arena, const char *folder)
{
    struct csv csv = open_table(arena, folder, "directory/lieux_inclusion.csv");
    struct rows rows = {0};
    for (char **row; (row = csv_next(&csv, NULL)); rows.count++) {
        rows.records = arena_grow(arena, rows.records, rows.count, &rows.record_room, sizeof *rows.records);
        rows.siret = arena_grow(arena, rows.siret, rows.count, &rows.siret_room, sizeof *rows.siret);
        struct resolve_record record = {.name = cell(&csv, row, "nom"), .address = cell(&csv, row, "adresse"),
                                        .post_code = cell(&csv, row, "code_postal"), .town = cell(&csv, row,
                                            "commune")};
        record.placed = parse_real(cell(&csv, row, "lon"), &record.longitude)
                        && parse_real(cell(&csv, row, "lat"), &record.latitude);
        const char *siret = cell(&csv, row, "siret");
        rows.siret[rows.count] = siret[strspn(siret, "0")] ? siret : NULL;
        rows.records[rows.count] = record;
    }
    return rows;
}

static uint64_t pair_key(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

/* Pairs of rows said to be one: right when both have one SIRET, wrong when both have different ones. */
struct verdict { size_t right, wrong, found, known; const bool *listed; };      /* listed: only these rows */

static double print_verdict(const char *name, const struct verdict *verdict)
{
    double precision = (double)verdict->right / (double)(verdict->right + verdict->wrong);
    double recall = (double)verdict->found / (double)verdict->known;
    double f1 = 2 * precision * recall / (precision + recall);
    printf("%-44s P %.3f  R %.3f  F1 %.3f\n", name, precision, recall, f1);
    return f1;
}

static void judge(struct verdict *verdict, const struct rows *rows, struct int_map *known, uint32_t a, uint32_t b)
{
    if (!rows->siret[a] || !rows->siret[b])
        return;
    bool same = strcmp(rows->siret[a], rows->siret[b]) == 0;
    if (verdict->listed && !(verdict->listed[a] && verdict->listed[b]))
        return;
    verdict->right += same;
    verdict->wrong += !same;
    verdict->found += int_map_get(known, pair_key(a, b), NULL);
}

static struct int_map read_known_pairs(struct arena *arena, const char *folder)
{
    struct csv csv = open_table(arena, folder, "dedup/same_siret_pairs_dev.csv");
    struct int_map known = {.arena = arena};
    for (char **row; (row = csv_next(&csv, NULL));) {
        int64_t a = 0, b = 0;
        if (parse_int(cell(&csv, row, "row_a"), &a) && parse_int(cell(&csv, row, "row_b"), &b))
            *int_map_at(&known, pair_key((uint32_t)a, (uint32_t)b)) = 1;
    }
    return known;
}

static double floor_same_name(struct arena *arena, const struct rows *rows, struct int_map *known)
{
    struct text_map keys = {.arena = arena};
    struct verdict verdict = {.known = known->count};
    uint32_t *key = arena_array(arena, rows->count, sizeof *key);
    for (uint32_t i = 0; i < rows->count; i++) {
        char *text = arena_format(arena, "%s %s", fold_text(arena, rows->records[i].name), rows->records[i].post_code);
        key[i] = text_map_add(&keys, text, strlen(text), NULL);
        for (uint32_t j = 0; j < i; j++)
            if (key[j] == key[i])
                judge(&verdict, rows, known, i, j);
    }
    return print_verdict("same name and postal code", &verdict);
}

/* Letters in common and in order, of 100: 200 · common / (both lengths). */
static double ratio(const char *a, const char *b)
{
    enum { LONGEST = 160 };
    size_t row[LONGEST + 1] = {0}, n = strnlen(a, LONGEST), m = strnlen(b, LONGEST);
    for (size_t i = 0; i < n; i++) {
        size_t before = 0;
        for (size_t j = 0; j < m; j++) {
            size_t above = row[j + 1];
            row[j + 1] = a[i] == b[j] ? before + 1 : above > row[j] ? above : row[j];
            before = above;
        }
    }
    return n + m ? 200 * (double)row[m] / (double)(n + m) : 0;
}

static double kilometres(const struct resolve_record *a, const struct resolve_record *b)
{
    double radians = 0.017453292519943295, x = cos((a->latitude + b->latitude) / 2 * radians);
    return 111.195 * hypot(a->latitude - b->latitude, (a->longitude - b->longitude) * x);
}

/* The rule of a national directory: in one commune (post code here), the mean of how names, addresses and places are
 * alike, each of 100, is 83 or more. A place is left out of the mean when one side has none. */
static double floor_mean_of_ratios(struct arena *arena, const struct rows *rows, struct int_map *known,
                                   const bool *in_list)
{
    struct verdict all = {.known = known->count}, listed = {.known = known->count, .listed = in_list};
    char **name = arena_array(arena, rows->count, sizeof *name), **address = arena_array(arena, rows->count,
                                                                                       sizeof *address);
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct resolve_record *a = &rows->records[i];
        name[i] = fold_text(arena, a->name);
        address[i] = fold_text(arena, a->address);
        for (uint32_t j = 0; j < i; j++) {
            const struct resolve_record *b = &rows->records[j];
            bool placed = a->placed && b->placed;
            if (strcmp(a->post_code, b->post_code) != 0)
                continue;
            double sum = ratio(name[i], name[j]) + ratio(address[i], address[j]);
            sum += placed ? 100 / (kilometres(a, b) + 1) : 0;
            if (sum >= 83 * (2 + placed)) {
                judge(&all, rows, known, j, i);
                judge(&listed, rows, known, j, i);
            }
        }
    }
    print_verdict("mean of ratios >= 83, all rows with a SIRET", &all);
    return print_verdict("mean of ratios >= 83, rows of the list", &listed);
}

static void same_siret(const char *folder)
{
    struct arena arena = {0};
    struct rows rows = read_places(&arena, folder);
    struct int_map known = read_known_pairs(&arena, folder);
    struct resolve_options options = {.second_list = RESOLVE_EVERYWHERE, .threads = THREADS};
    printf("%u places, %zu pairs of one SIRET (hidden)\n", rows.count, known.count);
    double floor = floor_same_name(&arena, &rows, &known);
    double start = seconds();
    struct resolver *resolver = resolve_begin(&arena, rows.records, rows.count);
    struct resolution *result = resolve(&arena, resolver, &options);
    double spent = seconds() - start;
    struct verdict verdict = {.known = known.count}, groups = verdict, reach = verdict;
    bool *in_list = arena_array(&arena, rows.count, sizeof *in_list);
    for (size_t i = 0; i < known.count; i++)
        in_list[known.keys[i] >> 32] = in_list[(uint32_t)known.keys[i]] = true;
    double mean = floor_mean_of_ratios(&arena, &rows, &known, in_list);
    struct verdict listed = {.known = known.count, .listed = in_list};
    for (size_t i = 0; i < result->count; i++) {
        judge(&reach, &rows, &known, result->pairs[i].a, result->pairs[i].b);
        if (result->pairs[i].sure)
            judge(&verdict, &rows, &known, result->pairs[i].a, result->pairs[i].b);
        if (result->pairs[i].sure)
            judge(&listed, &rows, &known, result->pairs[i].a, result->pairs[i].b);
    }
    struct verdict listed_groups = listed;
    listed_groups.right = listed_groups.wrong = listed_groups.found = 0;
    for (uint32_t i = 0; i < rows.count; i++)
        for (uint32_t j = result->cluster[i] == i ? rows.count : result->cluster[i]; j < i; j++)
            if (resolve_follows(resolver, result, &(struct resolve_pair){.a = j, .b = i})) {
                judge(&groups, &rows, &known, i, j);
                judge(&listed_groups, &rows, &known, i, j);
            }
    print_verdict("maillage, all rows with a SIRET", &verdict);
    print_verdict("maillage, rows of the list of pairs", &listed);
    printf("  threshold %.3f, expected P %.3f R %.3f, share %.3f, %d rounds, %zu candidates, %zu to review, %.2f s\n",
           result->model.threshold, result->model.expected_precision, result->model.expected_recall,
               result->model.share,
           result->model.rounds, result->candidates, result->review_count, spent);
    print_verdict("maillage, groups, all rows with a SIRET", &groups);
    double ours = print_verdict("maillage, groups, rows of the list", &listed_groups);
    printf("  F1 is %.2f times the one of same names, %.2f times the one of mean ratios\n", ours / floor, ours / mean);
    printf("  pairs with p >= .05 hold %.3f of them\n", (double)reach.found / (double)known.count);
    arena_free(&arena);
}

static bool is_new_text(struct text_map *map, const char *text)
{
    bool is_new = false;
    if (*text)
        text_map_add(map, text, strlen(text), &is_new);
    return is_new;
}

/* Organisations told apart by their SIRET: one row of each. */
static struct rows read_organisations(struct arena *arena, const char *folder)
{
    struct rows places = read_places(arena, folder), rows = {0};
    struct text_map seen = {.arena = arena};
    for (uint32_t i = 0; i < places.count; i++)
        if (places.siret[i] && is_new_text(&seen, places.siret[i])) {
            rows.records = arena_grow(arena, rows.records, rows.count, &rows.record_room, sizeof *rows.records);
            rows.records[rows.count++] = places.records[i];
        }
    struct csv csv = open_table(arena, folder, "directory/siae_3853.csv");
    for (char **row; (row = csv_next(&csv, NULL));)
        if (is_new_text(&seen, cell(&csv, row, "siret"))) {
            rows.records = arena_grow(arena, rows.records, rows.count, &rows.record_room, sizeof *rows.records);
            rows.records[rows.count++] = (struct resolve_record){
                .name = cell(&csv, row, "name"), .other_name = cell(&csv, row, "brand"),
                .address = cell(&csv, row, "address"), .post_code = cell(&csv, row, "post_code"),
                .town = cell(&csv, row, "city")};
        }
    return rows;
}

/* Some organisations are taken out of the reference, so that their rows are unknown to it. */
static void imports(const char *folder, uint64_t seed)
{
    struct arena arena = {0};
    struct rows rows = read_organisations(&arena, folder);
    struct seeded seeded = seeded_start(seed);
    struct resolve_record *list = arena_array(&arena, rows.count + KNOWN + UNKNOWN, sizeof *list);
    uint32_t *order = arena_array(&arena, rows.count, sizeof *order), count = 0;
    for (uint32_t i = 0; i < rows.count; i++)
        order[i] = i;
    seeded_shuffle(&seeded, order, rows.count);
    for (uint32_t i = UNKNOWN; i < rows.count; i++)
        list[count++] = rows.records[order[i]];
    uint32_t second = count;
    for (uint32_t i = 0; i < KNOWN + UNKNOWN; i++)
        list[count++] = corrupt_record(&arena, &seeded, &rows.records[order[i < KNOWN ? UNKNOWN + i : i - KNOWN]]);
    struct resolve_options options = {.second_list = second, .one_to_one = true, .threads = THREADS};
    double start = seconds();
    struct resolver *resolver = resolve_begin(&arena, list, count);
    struct resolution *result = resolve(&arena, resolver, &options);
    double spent = seconds() - start;
    struct verdict verdict = {.known = KNOWN};
    for (size_t i = 0; i < result->count; i++) {
        const struct resolve_pair *pair = &result->pairs[i];
        bool right = pair->b - second == pair->a && pair->b - second < KNOWN;
        verdict.right += pair->sure && right;
        verdict.wrong += pair->sure && !right;
    }
    verdict.found = verdict.right;
    char *name = arena_format(&arena, "import of %d rows, seed %d", KNOWN + UNKNOWN, (int)seed);
    print_verdict(name, &verdict);
    printf("  threshold %.3f, expected P %.3f R %.3f, %.0f µs a row with the reference's %u\n", result->model.threshold,
           result->model.expected_precision, result->model.expected_recall, spent / (KNOWN + UNKNOWN) * 1e6, second);
    arena_free(&arena);
}

/* Real rows and spoilt copies of them, until there are a million; each copy stands in a département of its own, so that
 * blocks stay as full as they are in a real list of that size. */
static void million(const char *folder)
{
    struct arena arena = {0}, work = {0};
    struct rows rows = read_places(&arena, folder);
    struct seeded seeded = seeded_start(1);
    struct resolve_record *list = arena_array(&arena, MILLION, sizeof *list);
    for (uint32_t i = 0; i < MILLION; i++) {
        list[i] = corrupt_record(&arena, &seeded, &rows.records[i % rows.count]);
        uint32_t post = (uint32_t)strtoul(rows.records[i % rows.count].post_code, NULL, 10);
        if (list[i].post_code)
            list[i].post_code = arena_format(&arena, "%05u", (post + i / rows.count / 2 * 1373) % 96000);
        if (list[i].town)
            list[i].town = arena_format(&arena, "%s %c%c", list[i].town, 'a' + (int)(i / rows.count / 2 % 26), 'q');
    }
    struct resolve_options options = {.second_list = RESOLVE_EVERYWHERE, .threads = THREADS};
    double start = seconds(), busy = busy_seconds();
    struct resolver *resolver = resolve_begin(&arena, list, MILLION);
    double ready = seconds();
    struct resolution *result = resolve(&arena, resolver, &options);
    double waited = seconds() - start, worked = busy_seconds() - busy;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("1,000,000 rows: %.1f s waited, %.1f s of processor (%.1f s to prepare), %zu candidates, %zu pairs, "
           "%.0f MB at most\n", waited, worked, ready - start, result->candidates, result->count,
           (double)usage.ru_maxrss / 1024);
    arena_free(&arena);
    arena_free(&work);
}

int main(int count, char **words)
{
    if (count < 2)
        return fprintf(stderr, "bench-resolution FOLDER [--million]\n"), 2;
    same_siret(words[1]);
    for (uint64_t seed = 12; seed <= 16; seed++)
        imports(words[1], seed);
    if (count > 2 && strcmp(words[2], "--million") == 0)
        million(words[1]);
    return 0;
}
