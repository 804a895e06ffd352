/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ballots made ready: equal ones merged, supporters by project. */
#include "engines/budget/inside.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/sort.h"
#include <string.h>

enum { MOST_POINTS = 1 << 30 };

static int by_project(const void *a, const void *b, const void *context)
{
    const struct choice *one = a, *other = b;
    (void)context;
    return (one->project > other->project) - (one->project < other->project);
}

/* A ballot by ascending project, each once; what is no project, or has no points, is passed over. */
static size_t read_ballot(struct arena *arena, const struct budget_input *input, uint32_t voter, struct choice *ballot)
{
    size_t count = 0, kept = 0;
    for (size_t i = input->start[voter]; i < input->start[voter + 1]; i++) {
        int64_t points = input->points ? input->points[i] : 1;
        if (input->project[i] < input->projects && points > 0)
            ballot[count++] = (struct choice){input->project[i], points < MOST_POINTS ? (uint32_t)points : MOST_POINTS};
    }
    stable_sort(arena, ballot, count, sizeof *ballot, by_project, NULL);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || ballot[kept - 1].project != ballot[i].project)
            ballot[kept++] = ballot[i];
    return kept;
}

static size_t longest_ballot(const struct budget_input *input)
{
    size_t most = 0;
    for (uint32_t voter = 0; voter < input->voters; voter++)
        if (input->start[voter + 1] - input->start[voter] > most)
            most = input->start[voter + 1] - input->start[voter];
    return most;
}

static void merge_ballots(struct arena *arena, struct prepared *prepared)
{
    struct arena work = {0};
    const struct budget_input *input = prepared->input;
    struct text_map seen = {.arena = &work};
    struct choice *ballot = arena_array(&work, longest_ballot(input), sizeof *ballot);
    prepared->weight = arena_array(arena, input->voters, sizeof *prepared->weight);
    prepared->group_of = arena_array(arena, input->voters, sizeof *prepared->group_of);
    prepared->group_start = arena_array(arena, (size_t)input->voters + 1, sizeof *prepared->group_start);
    prepared->choice = arena_array(arena, input->start[input->voters], sizeof *prepared->choice);
    for (uint32_t voter = 0; voter < input->voters; voter++) {
        struct arena_mark mark = arena_mark(arena);
        size_t count = read_ballot(arena, input, voter, ballot), first = prepared->group_start[prepared->groups];
        arena_release(arena, mark);
        bool is_new;
        prepared->group_of[voter] = NO_GROUP;
        if (count == 0)
            continue;
        uint32_t group = text_map_add(&seen, (const char *)ballot, count * sizeof *ballot, &is_new);
        prepared->group_of[voter] = group;
        prepared->weight[group]++;
        if (!is_new)
            continue;
        memcpy(prepared->choice + first, ballot, count * sizeof *ballot);
        prepared->group_start[++prepared->groups] = first + count;
    }
    arena_free(&work);
}

static void list_supporters(struct arena *arena, struct prepared *prepared)
{
    size_t choices = prepared->group_start[prepared->groups];
    prepared->project_start = arena_array(arena, (size_t)prepared->projects + 2, sizeof *prepared->project_start);
    prepared->backing = arena_array(arena, choices, sizeof *prepared->backing);
    for (size_t i = 0; i < choices; i++)
        prepared->project_start[prepared->choice[i].project + 2]++;
    for (uint32_t project = 0; project < prepared->projects; project++)
        prepared->project_start[project + 2] += prepared->project_start[project + 1];
    for (uint32_t group = 0; group < prepared->groups; group++)
        for (size_t i = prepared->group_start[group]; i < prepared->group_start[group + 1]; i++) {
            const struct choice *choice = &prepared->choice[i];
            prepared->backing[prepared->project_start[choice->project + 1]++] =
                (struct backing){group, choice->points};
            prepared->score[choice->project] += (int64_t)choice->points * prepared->weight[group];
            prepared->supporters[choice->project] += prepared->weight[group];
            if (choice->points > prepared->points_most[choice->project])
                prepared->points_most[choice->project] = choice->points;
        }
}

static void find_twins(struct arena *arena, struct prepared *prepared)
{
    struct arena work = {0};
    struct text_map seen = {.arena = &work};
    uint32_t *first = arena_array(&work, prepared->projects, sizeof *first);
    prepared->twin = arena_array(arena, prepared->projects, sizeof *prepared->twin);
    for (uint32_t project = 0; project < prepared->projects; project++) {
        bool is_new;
        size_t start = prepared->project_start[project], end = prepared->project_start[project + 1];
        uint32_t number = text_map_add(&seen, (const char *)(prepared->backing + start),
                                       (end - start) * sizeof *prepared->backing, &is_new);
        if (is_new)
            first[number] = project;
        prepared->twin[project] = first[number];
    }
    arena_free(&work);
}

struct prepared *prepare(struct arena *arena, const struct budget_input *input, const struct budget_rules *rules)
{
    struct prepared *prepared = arena_alloc(arena, sizeof *prepared);
    *prepared = (struct prepared){.input = input, .rules = rules, .projects = input->projects};
    prepared->score = arena_array(arena, input->projects, sizeof *prepared->score);
    prepared->points_most = arena_array(arena, input->projects, sizeof *prepared->points_most);
    prepared->supporters = arena_array(arena, input->projects, sizeof *prepared->supporters);
    prepared->cost = arena_array(arena, input->projects, sizeof *prepared->cost);
    memcpy(prepared->cost, input->cost, input->projects * sizeof *prepared->cost);
    merge_ballots(arena, prepared);
    list_supporters(arena, prepared);
    find_twins(arena, prepared);
    return prepared;
}

bool is_out(const struct prepared *prepared, uint32_t project)
{
    return prepared->score[project] <= 0 || prepared->score[project] < prepared->rules->least_score
           || prepared->cost[project] <= 0;
}

bool goes_first(const struct prepared *prepared, uint32_t project, uint32_t other)
{
    if (prepared->cost[project] != prepared->cost[other])
        return prepared->cost[project] < prepared->cost[other];
    if (prepared->score[project] != prepared->score[other])
        return prepared->score[project] > prepared->score[other];
    return project < other;
}

struct outcome outcome_begin(struct arena *arena, const struct prepared *prepared)
{
    return (struct outcome){.wins = arena_array(arena, prepared->projects, sizeof(struct budget_win)),
                            .won = arena_array(arena, prepared->projects, sizeof(bool))};
}

void outcome_add(struct outcome *outcome, const struct prepared *prepared, struct budget_win win)
{
    outcome->wins[outcome->count++] = win;
    outcome->won[win.project] = true;
    outcome->cost += prepared->cost[win.project];
}
