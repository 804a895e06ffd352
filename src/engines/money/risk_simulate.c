/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenarios, replicate after replicate. Each replicate is one thread's alone and keeps its own counts, so that threads
 * change nothing. */
#include "engines/kernel/hash.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sobol.h"
#include "engines/money/risk_inside.h"
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { MOST_THREADS = 64, LANES = 8 };
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
    double *balances, *troughs, *sorted;   /* (month − 1) × points + point */
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

/* One scenario; its lowest balance. */
static double play(struct desk *desk, uint32_t lane)
{
    const struct risk_run *run = desk->run;
    double family[RISK_FAMILIES] = {0};
    for (int i = 0; i < RISK_FAMILIES; i++)
        for (int j = 0; j <= i; j++)
            family[i] += run->mix[i][j] * desk->normals[j];
    memcpy(desk->flow, run->certain, (run->months + 1) * sizeof *desk->flow);
    for (size_t k = 0; k < run->count; k++)
        play_item(desk, &run->items[k], family);
    double balance = run->opening, lowest = INFINITY;
    for (uint32_t m = 1; m <= run->months; m++) {
        balance += desk->flow[m];
        lowest = balance < lowest ? balance : lowest;
        desk->block[(m - 1) * LANES + lane] = balance;
    }
    return lowest;
}

static void swap(double *a, double *b)
{
    double held = *a;
    *a = *b, *b = held;
}

/* Puts the k-th smallest at its place, smaller ones before it, larger ones after (Hoare's selection). */
static double select_at(double *numbers, size_t from, size_t to, size_t k)
{
    while (from < to) {
        size_t middle = from + (to - from) / 2, i = from, j = to;
        if (numbers[middle] < numbers[from])
            swap(&numbers[middle], &numbers[from]);
        if (numbers[to] < numbers[from])
            swap(&numbers[to], &numbers[from]);
        if (numbers[to] < numbers[middle])
            swap(&numbers[to], &numbers[middle]);
        double pivot = numbers[middle];
        while (i <= j) {
            while (numbers[i] < pivot)
                i++;
            while (pivot < numbers[j])
                j--;
            if (i <= j) {
                swap(&numbers[i], &numbers[j]);
                i++;
                if (j-- == 0)
                    break;
            }
        }
        if (k <= j && j != SIZE_MAX)
            to = j;
        else if (k >= i)
            from = i;
        else
            break;
    }
    return numbers[k];
}

/* The place of the share p of n sorted numbers: the smallest of which at least p are not above. */
static size_t place(size_t n, uint32_t percent)
{
    size_t at = (n * percent + 99) / 100;
    return at ? at - 1 : 0;
}

static double share_below_zero(const double *numbers, uint32_t count)
{
    uint32_t red = 0;
    for (uint32_t i = 0; i < count; i++)
        red += numbers[i] < 0;
    return (double)red / count;
}

static void five_quantiles(struct desk *desk, const double *numbers, double *quantiles)
{
    static const uint32_t percents[RISK_QUANTILES] = {5, 25, 50, 75, 95};
    size_t n = desk->job->settings->points, from = 0;
    memcpy(desk->sorted, numbers, n * sizeof *numbers);
    for (int q = 0; q < RISK_QUANTILES; q++) {
        quantiles[q] = select_at(desk->sorted, from, n - 1, place(n, percents[q]));
        from = place(n, percents[q]);
    }
}

static void count_months(struct desk *desk, double *stats)
{
    size_t n = desk->job->settings->points;
    for (uint32_t m = 0; m < desk->run->months; m++) {
        const double *row = desk->balances + m * n;
        double *stat = stats + STAT_MONTHS + (size_t)m * STATS_BY_MONTH;
        size_t middle = place(n, 50);
        memcpy(desk->sorted, row, n * sizeof *row);
        stat[0] = share_below_zero(row, (uint32_t)n);
        stat[2] = select_at(desk->sorted, 0, n - 1, middle);
        stat[1] = select_at(desk->sorted, 0, middle, place(n, 5));
        stat[3] = select_at(desk->sorted, middle, n - 1, place(n, 95));
    }
}

static void count(struct desk *desk, double *stats)
{
    uint32_t points = desk->job->settings->points;
    size_t lowest = place(points, 5);
    double sum = 0;
    stats[STAT_EVER_RED] = share_below_zero(desk->troughs, points);
    five_quantiles(desk, desk->troughs, stats + STAT_TROUGH);
    for (size_t i = 0; i <= lowest; i++)                   /* select_at left them first */
        sum += desk->sorted[i];
    stats[STAT_WORST] = sum / (double)(lowest + 1);
    double needed = -stats[STAT_TROUGH];
    stats[STAT_PATIENT] = needed > 0 ? needed : 0;
    five_quantiles(desk, desk->balances + (size_t)(desk->run->months - 1) * points, stats + STAT_CLOSING);
    count_months(desk, stats);
}

static void keep_block(struct desk *desk, uint32_t first)
{
    size_t points = desk->job->settings->points;
    for (uint32_t m = 0; m < desk->run->months; m++)
        memcpy(desk->balances + m * points + first, desk->block + m * LANES, LANES * sizeof(double));
}

static void play_replicate(struct desk *desk, uint32_t replicate)
{
    uint32_t points = desk->job->settings->points;
    start_replicate(desk, replicate);
    for (uint32_t i = 0; i < points; i++) {
        draw(desk, i);
        desk->troughs[i] = play(desk, i % LANES);
        if (i % LANES == LANES - 1)
            keep_block(desk, i + 1 - LANES);
    }
    count(desk, desk->job->stats + replicate * desk->job->width);
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
    desk->balances = arena_array(&arena, (size_t)months * points, sizeof(double));
    desk->troughs = arena_array(&arena, points, sizeof(double));
    desk->sorted = arena_array(&arena, points, sizeof(double));
    for (uint32_t r; (r = atomic_fetch_add(&job->next, 1)) < job->settings->replicates;)
        play_replicate(desk, r);
    arena_free(&arena);
    return NULL;
}

double *risk_simulate(struct arena *arena, const struct risk_run *run, const struct risk_settings *settings)
{
    struct job *job = arena_alloc(arena, sizeof *job);
    pthread_t started[MOST_THREADS];
    uint32_t running = 0, threads = settings->threads > MOST_THREADS ? MOST_THREADS : settings->threads;
    job->run = run, job->settings = settings, job->width = risk_width(run);
    job->stats = arena_array(arena, settings->replicates * job->width, sizeof(double));
    sobol_start(&job->sobol, run->dimensions < SOBOL_DIMENSIONS ? run->dimensions : SOBOL_DIMENSIONS);
    for (; running + 1 < threads; running++)
        if (pthread_create(&started[running], NULL, work, job) != 0)
            break;
    work(job);
    while (running > 0)
        pthread_join(started[--running], NULL);
    return job->stats;
}
