/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenarios of a plan of 84 months and 12 instruments: how long 100,000 of them take, and how much surer ours are than
 * plain Monte Carlo of the same number. The plan is invented; nothing of it depends on data. */
#include "engines/cash.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { LINES = 12, MONTHS = 84, ROUNDS = 3, REPLICATES = 100, SCENARIOS = 102400 };
static const struct loan bank = {.cents = 4000000, .rate = 20000, .months = 60, .deferred = 12};
static const struct plan_part halves[] = {{0, 500000}, {14, 500000}};
static const struct plan_line lines[LINES] = {
    {.name = "wages", .kind = PLAN_ANIMATION, .state = PLAN_FORECAST, .cents = 450000, .month = 1, .times = MONTHS},
    {.name = "rent", .kind = PLAN_RUNNING, .state = PLAN_FIRM, .cents = 90000, .month = 1, .times = MONTHS},
    {.name = "works", .kind = PLAN_INVESTMENT, .state = PLAN_FORECAST, .cents = 9000000, .month = 6},
    {.name = "studies", .kind = PLAN_ENGINEERING, .state = PLAN_FORECAST, .cents = 150000, .month = 2, .times = 6},
    {.name = "workshops", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 220000, .month = 8, .times = 77,
     .growth = 60000},
    {.name = "meals", .kind = PLAN_SALES, .state = PLAN_FORECAST, .cents = 280000, .month = 10, .times = 75,
     .growth = 80000},
    {.name = "region", .kind = PLAN_GRANT, .state = PLAN_FIRM, .cents = 9000000, .month = 3, .parts = halves,
     .part_count = 2},
    {.name = "state", .kind = PLAN_GRANT, .state = PLAN_PROMISED, .cents = 5000000, .month = 9, .chance = 700000},
    {.name = "city", .kind = PLAN_GRANT, .state = PLAN_FORECAST, .cents = 900000, .month = 12, .times = 7, .every = 12,
     .chance = 800000},
    {.name = "shares", .kind = PLAN_SHARES, .state = PLAN_FIRM, .cents = 2500000, .month = 1},
    {.name = "bank", .kind = PLAN_LOAN, .state = PLAN_FIRM, .month = 6, .loan = &bank},
    {.name = "gifts", .kind = PLAN_GIFT, .state = PLAN_PROMISED, .cents = 1200000, .month = 5, .chance = 600000}};
static const struct plan plan = {.months = MONTHS, .opening = 8000000, .lines = lines, .count = LINES};
static const struct risk_model model = {
    .revenue_spread = .15, .cost_excess = .05, .cost_spread = .1, .grant_delay = {4, 3}, .sales_delay = {1, 1},
    .common = {.5, .3, .4, .3}, .correlation = {{0, .3, -.2, -.1}, {0, 0, -.3, 0}, {0, 0, 0, .2}}};

static double now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static struct cash_risk play(struct arena *arena, const struct risk_settings *settings)
{
    return cash_risk(arena, &plan, &model, settings);
}

static uint32_t play_once(uint32_t threads)
{
    struct arena arena = {0};
    struct risk_settings settings = {.seed = 1, .threads = threads};
    uint32_t paths = play(&arena, &settings).paths;
    arena_free(&arena);
    return paths;
}

/* The shortest of some rounds: other work on the machine only adds to it. */
static void print_times(void)
{
    for (uint32_t threads = 1; threads <= 2; threads++) {
        double waited = INFINITY, worked = INFINITY;
        uint32_t paths = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double start = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
            paths = play_once(threads);
            waited = fmin(waited, now(CLOCK_MONOTONIC) - start);
            worked = fmin(worked, now(CLOCK_PROCESS_CPUTIME_ID) - processor);
        }
        printf("%u scenarios × %d months × %d instruments, %u threads: waited %.3f s, processor %.3f s\n", paths,
               MONTHS, LINES, threads, waited, worked);
    }
}

static void print_error(const char *what, struct risk_figure even, struct risk_figure plain, double unit, double scale)
{
    printf("%-34s %12.4f %9.5f | %12.4f %9.5f | %6.1f\n", what, even.value / unit, even.error / unit * scale,
           plain.value / unit, plain.error / unit * scale, plain.error / even.error);
}

/* Errors are measured on 100 replicates of each size, and said for SCENARIOS: they fall with the root of the number of
 * replicates. */
static void print_errors(void)
{
    struct arena arena = {0};
    struct risk_settings settings = {.seed = 1, .replicates = REPLICATES, .threads = 2};
    for (settings.points = 1024; settings.points <= 16384; settings.points *= 4) {
        double scale = sqrt((double)settings.points * REPLICATES / SCENARIOS);
        settings.plain = false;
        struct cash_risk even = play(&arena, &settings);
        settings.plain = true;
        struct cash_risk plain = play(&arena, &settings);
        printf("\n%d scenarios, %u a replicate\n%-34s %12s %9s | %12s %9s | %6s\n", SCENARIOS, settings.points, "",
               "ours", "error", "plain", "error", "ratio");
        print_error("patient capital needed, €", even.patient, plain.patient, 100, scale);
        print_error("mean of the worst 5 %, €", even.worst, plain.worst, 100, scale);
        print_error("ever in the red", even.ever_red, plain.ever_red, 1, scale);
        print_error("in the red in month 30", even.red[30], plain.red[30], 1, scale);
        print_error("in the red in month 84", even.red[MONTHS], plain.red[MONTHS], 1, scale);
        print_error("median of the lowest balance, €", even.trough[2], plain.trough[2], 100, scale);
        print_error("median balance of month 84, €", even.closing[2], plain.closing[2], 100, scale);
        print_error("mean balance of month 84, €", even.mean_closing, plain.mean_closing, 100, scale);
        print_error("lower band of month 84, €", even.low[MONTHS], plain.low[MONTHS], 100, scale);
    }
    arena_free(&arena);
}

int main(void)
{
    struct arena arena = {0};
    size_t line;
    struct risk_settings settings = {0};
    const char *trouble = plan_trouble(&plan, &line);
    trouble = trouble ? trouble : risk_trouble(&plan, &model, &settings, &line);
    if (trouble)
        return puts(trouble), 2;
    print_times();
    fflush(stdout);
    print_errors();
    arena_free(&arena);
    return 0;
}
