/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenarios, replicate after replicate. Each replicate is one thread's alone and keeps its own counts, so that threads
 * change nothing. */
#include "engines/kernel/hash.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sobol.h"
#include "engines/kernel/threads.h"
#include "engines/money/risk_inside.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { LANES = 8 };
#define ROUNDING 6755399441055744.0                        /* 1.5 × 2⁵²: x + it − it is the whole number nearest to x */

struct job {
    const struct risk_run *run; const struct risk_settings *settings;
    struct sobol sobol;
    double *stats; size_t width;
    atomic_uint next;
};
/* What one thread works with. */
struct desk {
    const struct job *job;
    const struct risk_run *run;
    double *normals, *flow;
    double *block;                         /* month × LANES: the balances of a few scenarios */
    struct risk_drawn drawn;
    uint32_t at[SOBOL_DIMENSIONS], seeds[SOBOL_DIMENSIONS];
    struct seeded chance;
};

size_t risk_width(const struct risk_run *run)
{
    return STAT_MONTHS + (size_t)run->months * STATS_BY_MONTH;
}

static void start_replicate(struct desk *desk, uint32_t replicate)
{
    uint64_t seed = hash_mix(desk->job->settings->seed + hash_mix(replicate + 1));
    desk->chance = seeded_start(seed);
    for (uint32_t d = 0; d < SOBOL_DIMENSIONS; d++) {
        desk->at[d] = 0;
        desk->seeds[d] = (uint32_t)(hash_mix(seed ^ (d + 1)) >> 32);
    }
}

/* The next point, in the order of Gray's code: one direction changes. */
static void draw(struct desk *desk, uint32_t i)
{
    const struct sobol *sobol = &desk->job->sobol;
    uint32_t even = desk->job->settings->plain ? 0 : sobol->dimensions;
    uint32_t bit = i ? (uint32_t)__builtin_ctz(i) : 0;
    for (uint32_t d = 0; d < even; d++) {
        desk->at[d] ^= i ? sobol->direction[d][bit] : 0;
        desk->normals[d] = normal_quantile(sobol_unit(sobol_scramble(desk->at[d], desk->seeds[d])));
    }
    for (uint32_t d = even; d < desk->run->dimensions; d++)
        desk->normals[d] = seeded_normal(&desk->chance);
}

static double normal_of(const struct desk *desk, const struct risk_normal *normal, const double *family)
{
    return family[normal->family] + (normal->dimension == RISK_NO_DIMENSION ? 0
        : normal->own * desk->normals[normal->dimension]);
}

static uint32_t months_late(const struct risk_item *item, double z)
{
    uint32_t late = 0;
    while (late < item->mark_count && z > item->marks[late])
        late++;
    return late;
}

static void add_level(const struct risk_item *item, double z, double *flow)
{
    double factor = 0;
    uint32_t year = 0;
    for (size_t k = 0; k < item->count; k++) {
        const struct risk_amount *amount = &item->amounts[k];
        uint32_t y = item->by_year ? amount->year : 1;
        if (y != year) {
            factor = item->scale * steady_exp(item->spread * (sqrt(y) * z - item->spread * y / 2));
            year = y;
        }
        flow[amount->month] += amount->cents * factor + ROUNDING - ROUNDING;
    }
}

static void play_item(const struct desk *desk, const struct risk_item *item, const double *family)
{
    double z = item->may_fail || item->spread > 0 ? normal_of(desk, &item->main, family) : 0;
    if (item->may_fail && z <= item->threshold)
        return;
    double *flow = desk->flow;
    if (item->has_delay)
        flow += months_late(item, normal_of(desk, &item->delay, family));
    if (item->has_level) {
        add_level(item, z, flow);
        return;
    }
    for (size_t k = 0; k < item->count; k++)
        flow[item->amounts[k].month] += item->amounts[k].cents;
}

/* What the scenario's pivot is times: without its own normal, and with it. */
static void play_pivot(struct desk *desk, const double *family, uint32_t i)
{
    const struct risk_item *pivot = desk->run->pivot;
    double spread = pivot->spread, shared = family[pivot->main.family];
    double kappa = pivot->scale * steady_exp(spread * shared - spread * spread / 2);
    desk->drawn.inverse[i] = 1 / kappa;
    desk->drawn.factor[i] = kappa * steady_exp(desk->run->pivot_width * desk->normals[pivot->main.dimension]);
}

/* One scenario. */
static void play(struct desk *desk, uint32_t i)
{
    const struct risk_run *run = desk->run;
    double family[RISK_FAMILIES] = {0};
    for (int f = 0; f < RISK_FAMILIES; f++)
        for (int j = 0; j <= f; j++)
            family[f] += run->mix[f][j] * desk->normals[j];
    memcpy(desk->flow, run->certain, (run->months + 1) * sizeof *desk->flow);
    for (size_t k = 0; k < run->count; k++)
        if (&run->items[k] != run->pivot)
            play_item(desk, &run->items[k], family);
    if (run->pivot)
        play_pivot(desk, family, i);
    double balance = run->opening;
    for (uint32_t m = 1; m <= run->months; m++) {
        balance += desk->flow[m];
        desk->block[(m - 1) * LANES + i % LANES] = balance;
    }
}

static void keep_block(struct desk *desk, uint32_t first)
{
    size_t points = desk->job->settings->points;
    for (uint32_t m = 0; m < desk->run->months; m++)
        memcpy(desk->drawn.rest + m * points + first, desk->block + m * LANES, LANES * sizeof(double));
}

static void play_replicate(struct desk *desk, uint32_t replicate)
{
    uint32_t points = desk->job->settings->points;
    start_replicate(desk, replicate);
    for (uint32_t i = 0; i < points; i++) {
        draw(desk, i);
        play(desk, i);
        if (i % LANES == LANES - 1)
            keep_block(desk, i + 1 - LANES);
    }
    risk_count(&desk->drawn, desk->job->stats + replicate * desk->job->width);
}

static void *work(void *given)
{
    struct job *job = given;
    struct arena arena = {0};
    struct desk *desk = arena_alloc(&arena, sizeof *desk);
    uint32_t months = job->run->months, points = job->settings->points;
    desk->job = job, desk->run = job->run;
    desk->normals = arena_array(&arena, job->run->dimensions, sizeof(double));
    desk->flow = arena_array(&arena, months + RISK_MOST_DELAY + 1, sizeof(double));
    desk->block = arena_array(&arena, (size_t)months * LANES, sizeof(double));
    desk->drawn = risk_room(&arena, job->run, points);
    for (uint32_t r; (r = atomic_fetch_add(&job->next, 1)) < job->settings->replicates;)
        play_replicate(desk, r);
    arena_free(&arena);
    return NULL;
}

double *risk_simulate(struct arena *arena, const struct risk_run *run, const struct risk_settings *settings)
{
    struct job *job = arena_alloc(arena, sizeof *job);
    job->run = run, job->settings = settings, job->width = risk_width(run);
    job->stats = arena_array(arena, settings->replicates * job->width, sizeof(double));
    sobol_start(&job->sobol, run->dimensions < SOBOL_DIMENSIONS ? run->dimensions : SOBOL_DIMENSIONS);
    work_together(settings->threads < MOST_THREADS ? (int)settings->threads : MOST_THREADS, work, job);
    return job->stats;
}
