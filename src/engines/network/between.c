/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Betweenness by Brandes. Sources are cut into as many blocks whatever the number of threads, each summed alone, then
 * added in one order: that is why threads change no digit. */
#include "engines/kernel/seeded.h"
#include "engines/kernel/threads.h"
#include "engines/network/inside.h"
#include <math.h>
#include <stdatomic.h>

enum { BLOCKS = 16 };
#define SAME_LENGTH 1e-10
#define RISK 0.05

struct job {
    const struct sparse *network;
    bool weighted, squares;
    const uint32_t *sources; uint32_t source_count;        /* sources NULL: all nodes */
    double *sum[BLOCKS], *square[BLOCKS];
    atomic_uint next;
};

/* One node during a walk by steps, together in memory. gives: what it gives to each path that reaches it. */
struct visit { double paths, gives; uint64_t depth; };
/* What one thread needs for one source after the other. */
struct walk {
    struct visit *visit;                                   /* by steps only; the rest but order: weighted only */
    uint32_t *order, *heap, *place;
    double *paths, *share, *length;
    uint32_t heaped;
    bool *settled;
};

static struct walk walk_begin(struct arena *arena, uint32_t n, bool weighted)
{
    uint32_t heavy = weighted ? n : 0;
    return (struct walk){arena_array(arena, n - heavy, sizeof(struct visit)), arena_array(arena, n, sizeof(uint32_t)),
        arena_array(arena, heavy, sizeof(uint32_t)), arena_array(arena, heavy, sizeof(uint32_t)),
        arena_array(arena, heavy, sizeof(double)), arena_array(arena, heavy, sizeof(double)),
        arena_array(arena, heavy, sizeof(double)), 0, arena_array(arena, heavy, sizeof(bool))};
}

/* By numbers of steps. Returns how many are reached, in walk->order; depths are from 1. Whether a neighbour is one step
 * further cannot be guessed by a processor: it is multiplied, not branched upon. */
static uint32_t walk_steps(struct walk *walk, const struct sparse *network, uint32_t source)
{
    struct visit *visit = walk->visit;
    uint32_t head = 0, tail = 0;
    visit[source] = (struct visit){1, 0, 1};
    for (walk->order[tail++] = source; head < tail; head++) {
        uint32_t i = walk->order[head];
        uint64_t next = visit[i].depth + 1;
        double paths[2] = {0, visit[i].paths};
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
            struct visit *other = &visit[network->column[k]];
            if (!other->depth) {
                other->depth = next;
                walk->order[tail++] = network->column[k];
            }
            other->paths += paths[other->depth == next];
        }
    }
    return tail;
}

static void add_share(const struct job *job, uint32_t block, uint32_t i, double share)
{
    job->sum[block][i] += share;
    if (job->squares)
        job->square[block][i] += share * share;
}

/* Back from the farthest: what hangs on each node. */
static void back_steps(struct walk *walk, const struct job *job, uint32_t reached, uint32_t block)
{
    const struct sparse *network = job->network;
    struct visit *visit = walk->visit;
    for (uint32_t at = reached; at-- > 1;) {
        uint32_t i = walk->order[at];
        uint64_t next = visit[i].depth + 1;
        double sum = 0;
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
            const struct visit *other = &visit[network->column[k]];
            double given[2] = {0, other->gives};
            sum += given[other->depth == next];
        }
        double share = visit[i].paths * sum;
        visit[i].gives = (1 + share) / visit[i].paths;
        add_share(job, block, i, share);
    }
    for (uint32_t at = 0; at < reached; at++)
        visit[walk->order[at]] = (struct visit){0, 0, 0};
}

static bool is_nearer(const struct walk *walk, uint32_t a, uint32_t b)
{
    return walk->length[a] != walk->length[b] ? walk->length[a] < walk->length[b] : a < b;
}

static void put(struct walk *walk, uint32_t at, uint32_t node)
{
    walk->heap[at] = node;
    walk->place[node] = at;
}

static void rise(struct walk *walk, uint32_t at)
{
    uint32_t node = walk->heap[at];
    for (; at && is_nearer(walk, node, walk->heap[(at - 1) / 2]); at = (at - 1) / 2)
        put(walk, at, walk->heap[(at - 1) / 2]);
    put(walk, at, node);
}

static uint32_t take_nearest(struct walk *walk)
{
    uint32_t nearest = walk->heap[0], last = walk->heap[--walk->heaped], at = 0;
    for (uint32_t child; (child = 2 * at + 1) < walk->heaped; at = child) {
        child += child + 1 < walk->heaped && is_nearer(walk, walk->heap[child + 1], walk->heap[child]);
        if (!is_nearer(walk, walk->heap[child], last))
            break;
        put(walk, at, walk->heap[child]);
    }
    put(walk, at, last);
    return nearest;
}

static void reach(struct walk *walk, uint32_t from, uint32_t to, double length)
{
    bool is_new = walk->length[to] < 0;
    double more = is_new ? -1 : (length - walk->length[to]) / (length + walk->length[to]);
    if (walk->settled[to] || more > SAME_LENGTH)
        return;
    if (more >= -SAME_LENGTH) {
        walk->paths[to] += walk->paths[from];
        return;
    }
    walk->length[to] = length;
    walk->paths[to] = walk->paths[from];
    if (is_new)
        put(walk, walk->heaped++, to);
    rise(walk, walk->place[to]);
}

/* By lengths 1/weight (Dijkstra). */
static uint32_t walk_lengths(struct walk *walk, const struct sparse *network, uint32_t source)
{
    uint32_t tail = 0;
    for (uint32_t i = 0; i < network->rows; i++)
        walk->length[i] = -1, walk->settled[i] = false;
    walk->length[source] = 0;
    walk->paths[source] = 1;
    walk->heaped = 0;
    for (put(walk, walk->heaped++, source); walk->heaped;) {
        uint32_t i = take_nearest(walk);
        walk->settled[i] = true;
        walk->order[tail++] = i;
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++)
            reach(walk, i, network->column[k], walk->length[i] + 1 / network->value[k]);
    }
    return tail;
}

/* Whether a shortest path goes to i through j. */
static bool comes_from(const struct walk *walk, uint32_t i, uint32_t j, double weight)
{
    double length = walk->length[j] + 1 / weight;
    return walk->length[j] < walk->length[i]
        && fabs(length - walk->length[i]) <= SAME_LENGTH * (length + walk->length[i]);
}

/* Back from the farthest: each gives its share to those it is reached through. */
static void back_lengths(struct walk *walk, const struct job *job, uint32_t reached, uint32_t block)
{
    const struct sparse *network = job->network;
    for (uint32_t at = reached; at-- > 1;) {
        uint32_t i = walk->order[at];
        double part = (1 + walk->share[i]) / walk->paths[i];
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++) {
            uint32_t j = network->column[k];
            if (comes_from(walk, i, j, network->value[k]))
                walk->share[j] += walk->paths[j] * part;
        }
        add_share(job, block, i, walk->share[i]);
    }
    for (uint32_t at = 0; at < reached; at++)
        walk->paths[walk->order[at]] = 0, walk->share[walk->order[at]] = 0;
}

static void *work(void *given)
{
    struct job *job = given;
    struct arena arena = {0};
    struct walk walk = walk_begin(&arena, job->network->rows, job->weighted);
    for (uint32_t block; (block = atomic_fetch_add(&job->next, 1)) < BLOCKS;)
        for (uint32_t s = block; s < job->source_count; s += BLOCKS) {
            uint32_t source = job->sources ? job->sources[s] : s;
            if (job->weighted)
                back_lengths(&walk, job, walk_lengths(&walk, job->network, source), block);
            else
                back_steps(&walk, job, walk_steps(&walk, job->network, source), block);
        }
    arena_free(&arena);
    return NULL;
}

static uint32_t *draw_sources(struct arena *arena, uint32_t n, uint64_t seed)
{
    struct seeded chance = seeded_start(seed);
    uint32_t *sources = arena_array(arena, n, sizeof *sources);
    for (uint32_t i = 0; i < n; i++)
        sources[i] = i;
    seeded_shuffle(&chance, sources, n);
    return sources;
}

/* What a sample says of the whole: n/k times its sum, with the error of drawing without repeat. */
static void scale_up(struct network_between *result, const double *square, uint32_t n)
{
    double k = result->sources, rest = 1 - k / n;
    for (uint32_t i = 0; i < n; i++) {
        double sum = 2 * result->score[i], spread = (square[i] - sum * sum / k) / (k > 1 ? k - 1 : 1);
        result->deviation[i] = n / 2.0 * sqrt(fmax(spread, 0) / k * rest);
        result->score[i] *= n / k;
    }
    result->error = fmin(1, sqrt(log(2.0 * n / RISK) / (2 * k)) * n / (n - 1));
}

struct network_between network_betweenness(struct arena *arena, const struct sparse *network,
                                           const struct network_between_rule *rule)
{
    uint32_t n = network->rows;
    bool sampled = rule->sources && rule->sources < n;
    struct arena own = {0};
    struct network_between result = {.score = arena_array(arena, n, sizeof(double)),
                                     .deviation = sampled ? arena_array(arena, n, sizeof(double)) : NULL,
                                     .sources = sampled ? rule->sources : n};
    struct job job = {.network = network, .weighted = rule->weighted, .squares = sampled,
                      .sources = sampled ? draw_sources(&own, n, rule->seed) : NULL, .source_count = result.sources};
    double *square = arena_array(&own, sampled ? n : 0, sizeof *square);
    for (int b = 0; b < BLOCKS; b++) {
        job.sum[b] = arena_array(&own, n, sizeof(double));
        job.square[b] = arena_array(&own, sampled ? n : 0, sizeof(double));
    }
    work_together(rule->threads, work, &job);
    for (uint32_t i = 0; i < n; i++) {
        for (int b = 0; b < BLOCKS; b++)
            result.score[i] += job.sum[b][i];
        result.score[i] /= 2;
        for (int b = 0; sampled && b < BLOCKS; b++)
            square[i] += job.square[b][i];
    }
    if (sampled)
        scale_up(&result, square, n);
    arena_free(&own);
    return result;
}
