/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Problems solved here and written for others (CPLEX LP):
 *   bench-coalitions cover FILE OUT.lp      a set cover of the OR-Library
 *   bench-coalitions hard FOLDER            set covers that nobody proves in time, invented
 *   bench-coalitions teams FOLDER OUT       200 invented teams and 50 of real structures into OUT/NAME.lp, each with a
 *                                           line "NAME cost seconds"; then thousands of candidates asked again.
 * The structures, their activities, kinds, departments and places are real; how much each can do is invented (seeded):
 * no open list says it. */
#include "../tables.h"
#include "connected.h"
#include "hard.h"
#include "base/number.h"
#include "engines/coalitions/inside.h"
#include "engines/kernel/seeded.h"
#include "formats/orlibrary.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INVENTED = 200, DRAWN = 50, AGAIN = 5, MOST_DEMANDS = 12, MOST_STRUCTURES = 5000 };

struct structure { double lon, lat; char naf[3], kind[6], department[4]; };
struct task {
    struct team_problem problem;
    double *wanted, *capacity, *distance;
    size_t *start; uint32_t *demand; int64_t *cost;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static FILE *create(const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(2);
    }
    return out;
}

static int write_cover(struct arena *arena, const char *path, const char *to)
{
    struct or_cover read;
    FILE *in = fopen(path, "rb");
    char *bytes = arena_alloc(arena, 1 << 24);
    size_t length = in ? fread(bytes, 1, 1 << 24, in) : 0;
    if (!in || !or_cover_read(&read, arena, bytes, length))
        return 2;
    fclose(in);
    FILE *out = create(to);
    fprintf(out, "Minimize\n obj:");
    for (uint32_t j = 0; j < read.columns; j++)
        fprintf(out, " + %lld x%u\n", (long long)read.cost[j], j);
    fprintf(out, "Subject To\n");
    for (uint32_t i = 0; i < read.rows; i++) {
        fprintf(out, " r%u:", i);
        for (size_t k = read.row_start[i]; k < read.row_start[i + 1]; k++)
            fprintf(out, " + x%u\n", read.row_column[k]);
        fprintf(out, " >= 1\n");
    }
    fprintf(out, "Binary\n");
    for (uint32_t j = 0; j < read.columns; j++)
        fprintf(out, " x%u\n", j);
    fprintf(out, "End\n");
    fclose(out);
    return 0;
}

static void write_task(const struct task *task, const char *to)
{
    const struct team_problem *problem = &task->problem;
    FILE *out = create(to);
    fprintf(out, "Minimize\n obj:");
    for (uint32_t j = 0; j < problem->candidates; j++)
        fprintf(out, " + %lld x%u\n", (long long)task->cost[j], j);
    fprintf(out, "Subject To\n");
    for (uint32_t i = 0; i < problem->demands; i++) {
        fprintf(out, " d%u:", i);
        for (uint32_t j = 0; j < problem->candidates; j++)
            for (size_t k = task->start[j]; k < task->start[j + 1]; k++)
                if (task->demand[k] == i)
                    fprintf(out, " + %.15g x%u\n", task->capacity[k], j);
        fprintf(out, " >= %.15g\n", task->wanted[i]);
    }
    for (size_t c = 0; c < problem->clash_count; c++)
        fprintf(out, " c%zu: x%u + x%u <= 1\n", c, problem->clashes[c].a, problem->clashes[c].b);
    if (problem->most_members) {
        fprintf(out, " size:");
        for (uint32_t j = 0; j < problem->candidates; j++)
            fprintf(out, " + x%u\n", j);
        fprintf(out, " <= %u\n", problem->most_members);
    }
    fprintf(out, "Binary\n");
    for (uint32_t j = 0; j < problem->candidates; j++)
        fprintf(out, " x%u\n", j);
    fprintf(out, "End\n");
    fclose(out);
}

static struct task begin_task(struct arena *arena, uint32_t candidates, uint32_t demands)
{
    struct task task = {.wanted = arena_array(arena, demands, sizeof(double)),
        .capacity = arena_array(arena, (size_t)candidates * demands, sizeof(double)),
        .distance = arena_array(arena, candidates, sizeof(double)),
        .start = arena_array(arena, (size_t)candidates + 1, sizeof(size_t)),
        .demand = arena_array(arena, (size_t)candidates * demands, sizeof(uint32_t)),
        .cost = arena_array(arena, candidates, sizeof(int64_t))};
    task.problem = (struct team_problem){.demands = demands, .wanted = task.wanted, .candidates = candidates,
        .start = task.start, .demand = task.demand, .capacity = task.capacity, .distance = task.distance};
    return task;
}

static struct task invent(struct arena *arena, struct seeded *chance)
{
    uint32_t candidates = 20 + (uint32_t)seeded_below(chance, 60), demands = 3 + (uint32_t)seeded_below(chance, 8);
    struct task task = begin_task(arena, candidates, demands);
    struct team_clash *clashes = arena_array(arena, 5, sizeof *clashes);
    for (uint32_t i = 0; i < demands; i++)
        task.wanted[i] = seeded_below(chance, 2) ? 1 : 20 + (double)seeded_below(chance, 60);
    for (uint32_t j = 0; j < candidates; j++) {
        size_t at = task.start[j];
        for (uint32_t i = 0; i < demands; i++)
            if (seeded_below(chance, 4) == 0) {
                task.demand[at] = i;
                task.capacity[at++] = task.wanted[i] == 1 ? 1 : 5 + (double)seeded_below(chance, 25);
            }
        task.start[j + 1] = at;
        task.distance[j] = (double)seeded_below(chance, 100);
        task.cost[j] = 20 + (int64_t)task.distance[j];
    }
    for (size_t c = 0; c < 5; c++) {
        uint32_t a = (uint32_t)seeded_below(chance, candidates);
        clashes[c] = (struct team_clash){a, (a + 1 + (uint32_t)seeded_below(chance, candidates - 1)) % candidates};
    }
    task.problem.clashes = clashes, task.problem.clash_count = seeded_below(chance, 6);
    task.problem.most_members = seeded_below(chance, 3) ? 0 : 6 + (uint32_t)seeded_below(chance, 6);
    return task;
}

static size_t read_structures(struct arena *arena, const char *folder, struct structure *structures)
{
    struct table table = open_table(arena, folder, "directory/siae_3853.csv");
    size_t count = 0;
    while (count < MOST_STRUCTURES && next_row(&table)) {
        struct structure one = {0};
        if (!parse_real(cell(&table, "lon"), &one.lon) || !parse_real(cell(&table, "lat"), &one.lat)
            || strlen(cell(&table, "naf")) < 2 || one.lat < 41 || one.lon < -6 || one.lon > 10)   /* overseas: alone */
            continue;
        snprintf(one.naf, sizeof one.naf, "%s", cell(&table, "naf"));
        snprintf(one.kind, sizeof one.kind, "%s", cell(&table, "kind"));
        snprintf(one.department, sizeof one.department, "%s", cell(&table, "department"));
        structures[count++] = one;
    }
    return count;
}

static double kilometres(const struct structure *a, const struct structure *b)
{
    double x = (a->lon - b->lon) * cos(a->lat * M_PI / 180), y = a->lat - b->lat;
    return 111.2 * sqrt(x * x + y * y);
}

/* Around one structure: activities with volumes, kinds and departments that must be there; all drawn from those of
 * the 300 km around. */
static struct task draw(struct arena *arena, struct seeded *chance, const struct structure *all, size_t count)
{
    enum { ACTIVITIES = 5, KINDS = 2, DEPARTMENTS = 2, ALL = ACTIVITIES + KINDS + DEPARTMENTS };
    struct task task = begin_task(arena, (uint32_t)count, ALL);
    const struct structure *centre = &all[seeded_below(chance, count)], *asked[ALL];
    for (uint32_t i = 0; i < ALL; i++) {
        do
            asked[i] = &all[seeded_below(chance, count)];
        while (kilometres(centre, asked[i]) > 300);
        task.wanted[i] = i < ACTIVITIES ? 40 + (double)seeded_below(chance, 80) : i < ACTIVITIES + KINDS ? 2 : 1;
    }
    for (uint32_t j = 0; j < count; j++) {
        size_t at = task.start[j];
        double able = 10 + (double)seeded_below(chance, 40);
        for (uint32_t i = 0; i < ALL; i++) {
            bool does = i < ACTIVITIES ? strcmp(all[j].naf, asked[i]->naf) == 0
                : i < ACTIVITIES + KINDS ? strcmp(all[j].kind, asked[i]->kind) == 0
                : strcmp(all[j].department, asked[i]->department) == 0;
            if (does)
                task.demand[at] = i, task.capacity[at++] = i < ACTIVITIES ? able : 1;
        }
        task.start[j + 1] = at;
        task.distance[j] = round(kilometres(centre, &all[j]));
        task.cost[j] = 20 + (int64_t)task.distance[j];
    }
    return task;
}

static void solve(const struct task *task, const char *folder, const char *kind, int number)
{
    struct arena arena = {0};
    uint64_t looks = 400000000;
    struct team_search search = {&task->problem, task->wanted, task->cost, NULL, task->problem.most_members, NULL,
                                 &looks};
    write_task(task, arena_format(&arena, "%s/%s-%d.lp", folder, kind, number));
    double begun = seconds();
    struct team_found found = team_solve(&arena, &search);
    fflush(stdout);
    printf("%s-%d %lld %.6f %s\n", kind, number, found.found ? (long long)found.cost : -1, seconds() - begun,
           found.gap > 0 ? "gap" : "proven");
    arena_free(&arena);
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* One candidate in six does a lot, some of what is asked of it; 0 to 90 km away. */
static struct task invent_many(struct arena *arena, struct seeded *chance, uint32_t lots)
{
    struct task task = begin_task(arena, 4000, lots);
    for (uint32_t i = 0; i < lots; i++)
        task.wanted[i] = 300 + (double)seeded_below(chance, 2000);
    for (uint32_t j = 0; j < 4000; j++) {
        size_t at = task.start[j];
        for (uint32_t i = 0; i < lots; i++)
            if (seeded_below(chance, 6) == 0) {
                task.demand[at] = i;
                task.capacity[at++] = 20 + (double)seeded_below(chance, (uint32_t)task.wanted[i] / 2);
            }
        task.start[j + 1] = at;
        task.distance[j] = (double)seeded_below(chance, 900) / 10;
    }
    return task;
}

static void six_teams(struct seeded *chance, uint32_t lots)
{
    for (int round = 0; round < AGAIN; round++) {
        struct arena arena = {0};
        struct task task = invent_many(&arena, chance, lots);
        double begun = seconds(), gap = 0;
        struct teams teams = teams_find(&arena, &task.problem, 6);
        double taken = seconds() - begun;
        for (size_t t = 0; t < teams.count; t++)
            gap = fmax(gap, teams.teams[t].why == TEAM_NEAREST ? teams.teams[t].gap : 0);
        fflush(stdout);
        printf("many %u %.6f %zu %.3f %.3f\n", lots, taken, teams.count, teams.count ? teams.teams[0].gap : 1, gap);
        arena_free(&arena);
    }
}

/* A builder at its page: the best teams, a member excluded, the best teams again. */
static void ask_again(struct seeded *chance, const struct structure *all, size_t count)
{
    double times[AGAIN];
    for (int round = 0; round < AGAIN; round++) {
        struct arena arena = {0};
        struct task task = draw(&arena, chance, all, count);
        bool *excluded = arena_array(&arena, count, sizeof *excluded);
        task.problem.excluded = excluded;

        struct teams teams = teams_find(&arena, &task.problem, 1);
        if (teams.count)
            excluded[teams.teams[0].members[0]] = true;
        double begun = seconds();
        teams_find(&arena, &task.problem, 1);
        times[round] = seconds() - begun;
        arena_free(&arena);
    }
    qsort(times, AGAIN, sizeof *times, by_number);
    fflush(stdout);
    printf("again %zu %.6f %.6f\n", count, times[AGAIN / 2], times[AGAIN - 1]);
}

int main(int count, char **words)
{
    struct arena arena = {0};
    struct seeded chance = seeded_start(20261123);
    if (count == 4 && strcmp(words[1], "cover") == 0)
        return write_cover(&arena, words[2], words[3]);
    if (count == 3 && strcmp(words[1], "hard") == 0)
        return write_hard(words[2]);
    if (count != 4 || strcmp(words[1], "teams") != 0)
        return 2;
    struct structure *all = arena_array(&arena, MOST_STRUCTURES, sizeof *all);
    size_t structures = read_structures(&arena, words[2], all);
    for (int i = 0; i < INVENTED; i++) {
        struct task task = invent(&arena, &chance);
        solve(&task, words[3], "invented", i);
    }
    for (int i = 0; i < DRAWN; i++) {
        struct task task = draw(&arena, &chance, all, structures);
        solve(&task, words[3], "real", i);
    }
    ask_again(&chance, all, structures);
    six_teams(&chance, 6);
    six_teams(&chance, 12);
    fflush(stdout);
    measure_connected();
    arena_free(&arena);
    return 0;
}
