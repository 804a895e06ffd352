/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The whole of it: rows made ready, weights learned from a sample of pairs, all pairs weighed, groups and doubts. */
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "engines/kernel/threads.h"
#include "engines/resolution/inside.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { SAMPLE = 40000, CHUNK = 4096 };
static const double SHOWN = 0.05, DOUBT_FROM = 0.1, DOUBT_TO = 0.9, IDENTIFIED_WEIGHT = 40, RARE = 0.75;

static float tokens_weight(const struct resolver *resolver, const struct tokens *tokens)
{
    double weight = 0;
    for (uint32_t i = 0; i < tokens->count; i++)
        weight += token_weight(resolver, tokens, i);
    return (float)weight;
}

static void count_holders(struct resolver *resolver)
{
    resolver->holders = arena_array(resolver->arena, resolver->vocabulary.count, sizeof *resolver->holders);
    resolver->rarity = arena_array(resolver->arena, resolver->vocabulary.count, sizeof *resolver->rarity);
    for (size_t i = 0; i < resolver->token_count; i++)
        resolver->holders[resolver->tokens[i]]++;
    for (uint32_t token = 0; token < resolver->vocabulary.count; token++)
        resolver->rarity[token] = (float)steady_log(1 + (double)resolver->count / resolver->holders[token]);
    resolver->rare_from = (float)(RARE * steady_log(1 + (double)resolver->count));
}

struct resolver *resolve_begin(struct arena *arena, const struct resolve_record *records, uint32_t count)
{
    struct resolver *resolver = arena_alloc(arena, sizeof *resolver);
    struct arena work = {0};
    *resolver = (struct resolver){.arena = arena, .records = records, .count = count, .vocabulary.arena = arena};
    resolver->compiled = arena_array(arena, count, sizeof *resolver->compiled);
    arena_alloc(&work, 1);
    struct arena_mark mark = arena_mark(&work);
    for (uint32_t row = 0; row < count; row++) {
        compile_record(resolver, &work, row);
        arena_release(&work, mark);
    }
    arena_free(&work);
    count_holders(resolver);
    for (uint32_t row = 0; row < count; row++) {
        struct compiled *compiled = &resolver->compiled[row];
        compiled->name.weight = tokens_weight(resolver, &compiled->name);
        compiled->other_name.weight = tokens_weight(resolver, &compiled->other_name);
        compiled->street.weight = tokens_weight(resolver, &compiled->street);
    }
    build_blocks(resolver);
    return resolver;
}

static struct candidates candidates_begin(struct arena *arena, const struct resolver *resolver)
{
    return (struct candidates){.seen = arena_array(arena, resolver->count, sizeof(uint32_t)),
                               .rows = arena_array(arena, resolver->count, sizeof(uint32_t))};
}

/* The outcomes of the pairs of some rows, evenly taken. */
static struct counts *sample_pairs(struct arena *work, const struct resolver *resolver,
                                   const struct resolve_options *options)
{
    struct counts *counts = arena_alloc(work, sizeof *counts);
    struct candidates candidates = candidates_begin(work, resolver);
    uint32_t step = resolver->count / SAMPLE + 1;
    for (uint32_t row = 0; row < resolver->count; row += step) {
        find_candidates(resolver, row, options, &candidates);
        for (uint32_t i = 0; i < candidates.count; i++) {
            struct comparison comparison = compare_rows(resolver, row, candidates.rows[i]);
            uint32_t pattern = pattern_of(&comparison);
            counts->unknown[pattern] += !comparison.identified && !comparison.vetoed;
            counts->match[pattern] += comparison.identified;
            counts->other[pattern] += comparison.vetoed;
        }
    }
    return counts;
}

/* Rows are taken in chunks by whoever is free; what each chunk finds is kept apart, and put together in order. */
struct chunk { struct arena arena; struct resolve_pair *pairs; size_t count, room, candidates; };
struct crew {
    const struct resolver *resolver; const struct resolve_options *options;
    double *weights;                                       /* by pattern */
    struct chunk *chunks; size_t chunk_count;
    atomic_size_t next;
};

static void weigh_pair(const struct crew *crew, struct chunk *chunk, uint32_t a, uint32_t b)
{
    struct comparison comparison = compare_rows(crew->resolver, a, b);
    double weight = comparison.identified ? IDENTIFIED_WEIGHT : crew->weights[pattern_of(&comparison)];
    double probability = comparison.identified ? 1 : probability_of(weight);
    chunk->candidates++;
    if (comparison.vetoed || probability < SHOWN)
        return;
    chunk->pairs = arena_grow(&chunk->arena, chunk->pairs, chunk->count, &chunk->room, sizeof *chunk->pairs);
    chunk->pairs[chunk->count++] = (struct resolve_pair){a, b, probability, weight, false};
}

static void *weigh_chunks(void *given)
{
    struct crew *crew = given;
    struct arena arena = {0};
    struct candidates candidates = candidates_begin(&arena, crew->resolver);
    for (size_t at; (at = atomic_fetch_add(&crew->next, 1)) < crew->chunk_count;) {
        uint32_t end = (uint32_t)(at + 1) * CHUNK;
        end = end < crew->resolver->count ? end : crew->resolver->count;
        for (uint32_t row = (uint32_t)at * CHUNK; row < end; row++) {
            find_candidates(crew->resolver, row, crew->options, &candidates);
            for (uint32_t i = 0; i < candidates.count; i++)
                weigh_pair(crew, &crew->chunks[at], row, candidates.rows[i]);
        }
    }
    arena_free(&arena);
    return NULL;
}

static int by_probability(const void *a, const void *b, const void *context)
{
    const struct resolve_pair *x = a, *y = b;
    if (x->probability != y->probability)
        return x->probability > y->probability ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->a != y->a ? (x->a < y->a ? -1 : 1) : (x->b > y->b) - (x->b < y->b);
}

static void gather(struct arena *arena, struct crew *crew, struct resolution *result)
{
    for (size_t i = 0; i < crew->chunk_count; i++) {
        result->count += crew->chunks[i].count;
        result->candidates += crew->chunks[i].candidates;
    }
    result->pairs = arena_array(arena, result->count, sizeof *result->pairs);
    size_t at = 0;
    for (size_t i = 0; i < crew->chunk_count; i++) {
        if (crew->chunks[i].count)
            memcpy(result->pairs + at, crew->chunks[i].pairs, crew->chunks[i].count * sizeof *result->pairs);
        at += crew->chunks[i].count;
        arena_free(&crew->chunks[i].arena);
    }
    stable_sort(arena, result->pairs, result->count, sizeof *result->pairs, by_probability, NULL);
}

static void weigh_all(struct arena *arena, const struct resolver *resolver, const struct resolve_options *options,
                      struct resolution *result)
{
    struct arena work = {0};
    struct crew crew = {.resolver = resolver, .options = options, .chunk_count = resolver->count / CHUNK + 1};
    crew.chunks = arena_array(&work, crew.chunk_count, sizeof *crew.chunks);
    crew.weights = arena_array(&work, PATTERNS, sizeof *crew.weights);
    for (uint32_t pattern = 0; pattern < PATTERNS; pattern++) {
        struct comparison comparison = comparison_of(pattern);
        crew.weights[pattern] = weight_of(&result->model, &comparison);
    }
    work_together(options->threads, weigh_chunks, &crew);
    gather(arena, &crew, result);
    arena_free(&work);
}

static void mark_sure(struct arena *work, const struct resolver *resolver, const struct resolve_options *options,
                      struct resolution *result)
{
    bool *taken = arena_array(work, resolver->count, sizeof *taken);
    for (size_t i = 0; i < result->count; i++) {
        struct resolve_pair *pair = &result->pairs[i];
        pair->sure = pair->probability >= result->model.threshold
                     && !(options->one_to_one && (taken[pair->a] || taken[pair->b]));
        if (pair->sure)
            taken[pair->a] = taken[pair->b] = true;
    }
}

static uint32_t root_of(uint32_t *parent, uint32_t row)
{
    while (parent[row] != row)
        row = parent[row] = parent[parent[row]];
    return row;
}

/* Sure pairs are joined, best first; never two groups whose SIREN differ. */
static void join_groups(struct arena *work, const struct resolver *resolver, struct resolution *result)
{
    uint64_t *siren = arena_array(work, resolver->count, sizeof *siren);
    for (uint32_t row = 0; row < resolver->count; row++) {
        result->cluster[row] = row;
        siren[row] = resolver->compiled[row].siren;
    }
    for (size_t i = 0; i < result->count; i++) {
        if (!result->pairs[i].sure)
            continue;
        uint32_t a = root_of(result->cluster, result->pairs[i].a), b = root_of(result->cluster, result->pairs[i].b);
        if (a == b || (siren[a] && siren[b] && siren[a] != siren[b]))
            continue;
        uint32_t first = a < b ? a : b, second = a < b ? b : a;
        result->cluster[second] = first;
        siren[first] = siren[first] ? siren[first] : siren[second];
    }
    for (uint32_t row = 0; row < resolver->count; row++)
        result->cluster[row] = root_of(result->cluster, row);
}

static int by_doubt(const void *a, const void *b, const void *context)
{
    const struct resolve_pair *pairs = context;
    double x = fabs(pairs[*(const uint32_t *)a].probability - 0.5);
    double y = fabs(pairs[*(const uint32_t *)b].probability - 0.5);
    return (x > y) - (x < y);
}

static void list_doubts(struct arena *arena, struct resolution *result)
{
    result->review = arena_array(arena, result->count, sizeof *result->review);
    for (uint32_t i = 0; i < result->count; i++)
        if (result->pairs[i].probability >= DOUBT_FROM && result->pairs[i].probability <= DOUBT_TO)
            result->review[result->review_count++] = i;
    stable_sort(arena, result->review, result->review_count, sizeof *result->review, by_doubt, result->pairs);
}

struct resolution *resolve(struct arena *arena, struct resolver *resolver, const struct resolve_options *options)
{
    struct resolution *result = arena_alloc(arena, sizeof *result);
    struct arena work = {0};
    result->model = learn_model(sample_pairs(&work, resolver, options));
    if (options->threshold > 0)
        result->model.threshold = options->threshold;
    weigh_all(arena, resolver, options, result);
    mark_sure(&work, resolver, options, result);
    result->cluster = arena_array(arena, resolver->count, sizeof *result->cluster);
    join_groups(&work, resolver, result);
    list_doubts(arena, result);
    arena_free(&work);
    return result;
}
