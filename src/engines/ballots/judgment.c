/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Majority judgment (Balinski and Laraki, PNAS 2007; Majority Judgment, MIT Press 2010). */
#include "engines/preferences.h"
#include "engines/kernel/sort.h"
#include <string.h>

struct judging { uint32_t grades; int64_t voters; const int64_t *counts; struct arena *work; };

/* The grade of the lower median when so many grades are left. */
static uint32_t median(const int64_t *counts, uint32_t grades, int64_t left)
{
    int64_t seen = 0, needed = left / 2 + 1;               /* from the best: the one after the better half */
    for (uint32_t grade = 0; grade < grades; grade++) {
        seen += counts[grade];
        if (seen >= needed)
            return grade;
    }
    return grades - 1;
}

/* How often the median may be taken away before it changes: what stays on either side of it decides. */
static int64_t steady(const int64_t *counts, uint32_t grades, uint32_t at, int64_t left)
{
    int64_t above = 0, below = 0;
    for (uint32_t grade = 0; grade < grades; grade++) {
        above += grade < at ? counts[grade] : 0;
        below += grade > at ? counts[grade] : 0;
    }
    /* with r left the median stays while 2 above ≤ r and 2 below < r */
    int64_t by_above = left - 2 * above + 1, by_below = left - 2 * below;
    int64_t most = by_above < by_below ? by_above : by_below;
    most = most < counts[at] ? most : counts[at];
    return most < 1 ? 1 : most;
}

/* −1: one is better. Medians are taken away from both until they differ; many at once while they stay the same. */
static int compare_values(const struct judging *judging, uint32_t one, uint32_t other)
{
    uint32_t grades = judging->grades;
    struct arena_mark mark = arena_mark(judging->work);
    int64_t *a = arena_array(judging->work, grades, sizeof *a), *b = arena_array(judging->work, grades, sizeof *b);
    memcpy(a, judging->counts + (size_t)one * grades, grades * sizeof *a);
    memcpy(b, judging->counts + (size_t)other * grades, grades * sizeof *b);
    int order = 0;
    for (int64_t left = judging->voters; left > 0 && order == 0;) {
        uint32_t x = median(a, grades, left), y = median(b, grades, left);
        if (x != y) {
            order = x < y ? -1 : 1;
            break;
        }
        int64_t many = steady(a, grades, x, left), others = steady(b, grades, y, left);
        many = many < others ? many : others;
        a[x] -= many;
        b[y] -= many;
        left -= many;
    }
    arena_release(judging->work, mark);
    return order;
}

static int by_value(const void *a, const void *b, const void *context)
{
    return compare_values(context, *(const uint32_t *)a, *(const uint32_t *)b);
}

static int64_t most_voters(const struct grades *grades)
{
    int64_t most = grades->voters > 0 ? grades->voters : 0;
    for (uint32_t option = 0; option < grades->options; option++) {
        int64_t sum = 0;
        for (uint32_t grade = 0; grade < grades->grades; grade++)
            sum += grades->count[(size_t)option * grades->grades + grade];
        most = sum > most ? sum : most;
    }
    return most;
}

/* Counts that all have the same sum: who gave no grade gave the last. */
static int64_t *fill_up(struct arena *arena, const struct grades *grades, int64_t voters)
{
    size_t cells = (size_t)grades->options * grades->grades;
    int64_t *counts = arena_array(arena, cells, sizeof *counts);
    memcpy(counts, grades->count, cells * sizeof *counts);
    for (uint32_t option = 0; option < grades->options; option++) {
        int64_t *own = counts + (size_t)option * grades->grades, sum = 0;
        for (uint32_t grade = 0; grade < grades->grades; grade++)
            sum += own[grade];
        own[grades->grades - 1] += voters - sum;
    }
    return counts;
}

static struct judged judge(struct arena *arena, const struct judging *judging, uint32_t option)
{
    const int64_t *counts = judging->counts + (size_t)option * judging->grades;
    struct judged judged = {.grade = median(counts, judging->grades, judging->voters)};
    int64_t above = 0, below = 0, voters = judging->voters > 0 ? judging->voters : 1;
    for (uint32_t grade = 0; grade < judging->grades; grade++) {
        above += grade < judged.grade ? counts[grade] : 0;
        below += grade > judged.grade ? counts[grade] : 0;
    }
    judged.above = rational_of(arena, above, voters);
    judged.below = rational_of(arena, below, voters);
    judged.plus = above > below;
    return judged;
}

struct judgment *preference_judgment(struct arena *arena, const struct grades *grades)
{
    struct arena work = {0};
    struct judgment *judgment = arena_alloc(arena, sizeof *judgment);
    judgment->options = arena_array(arena, grades->options, sizeof *judgment->options);
    judgment->order = arena_array(arena, grades->options, sizeof *judgment->order);
    if (grades->grades == 0)
        return judgment;
    judgment->voters = most_voters(grades);
    struct judging judging = {grades->grades, judgment->voters, fill_up(&work, grades, judgment->voters), &work};
    for (uint32_t option = 0; option < grades->options; option++) {
        judgment->options[option] = judge(arena, &judging, option);
        judgment->order[option] = option;
    }
    stable_sort(arena, judgment->order, grades->options, sizeof *judgment->order, by_value, &judging);
    for (uint32_t i = 0; i < grades->options; i++) {
        bool same = i > 0 && compare_values(&judging, judgment->order[i - 1], judgment->order[i]) == 0;
        judgment->options[judgment->order[i]].place = same ? judgment->options[judgment->order[i - 1]].place : i + 1;
    }
    arena_free(&work);
    return judgment;
}
