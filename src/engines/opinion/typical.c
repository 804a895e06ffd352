/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is typical of a group ("representativeness"), and what a majority of everybody thinks. */
#include "engines/opinion/inside.h"
#include "engines/kernel/sort.h"
#include <math.h>

double proportion_test(double successes, double trials)
{
    return 2 * sqrt(trials + 1) * ((successes + 1) / (trials + 1) - 0.5);
}

double difference_test(double successes, double other_successes, double trials, double other_trials)
{
    double s1 = successes + 1, s2 = other_successes + 1, n1 = trials + 1, n2 = other_trials + 1;
    double pooled = (s1 + s2) / (n1 + n2);
    if (pooled >= 1)
        return 0;
    return (s1 / n1 - s2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
}

/* One statement seen from one group: agreement and disagreement, each against the other groups. */
struct view { uint32_t statement; double agree, disagree, seen; double pa, pd, pat, pdt, ra, rd, rat, rdt; };

static struct view look(uint32_t statement, const struct opinion_count *own, const struct opinion_count *rest)
{
    struct view view = {.statement = statement, .agree = own->agree, .disagree = own->disagree};
    double rest_seen = (double)rest->agree + rest->disagree + rest->pass;
    view.seen = (double)own->agree + own->disagree + own->pass;
    view.pa = (view.agree + 1) / (view.seen + 2);
    view.pd = (view.disagree + 1) / (view.seen + 2);
    view.pat = proportion_test(view.agree, view.seen);
    view.pdt = proportion_test(view.disagree, view.seen);
    view.ra = view.pa / ((rest->agree + 1.0) / (rest_seen + 2));
    view.rd = view.pd / ((rest->disagree + 1.0) / (rest_seen + 2));
    view.rat = difference_test(view.agree, rest->agree, view.seen, rest_seen);
    view.rdt = difference_test(view.disagree, rest->disagree, view.seen, rest_seen);
    return view;
}

static struct opinion_typical finalise(const struct view *view, bool original)
{
    bool agrees = view->rat > view->rdt;
    struct opinion_typical typical = {.statement = view->statement, .side = agrees ? OPINION_AGREE : OPINION_DISAGREE,
        .success = (uint32_t)(agrees ? view->agree : view->disagree), .trials = (uint32_t)view->seen,
        .share = agrees ? view->pa : view->pd, .test = agrees ? view->pat : view->pdt,
        .ratio = agrees ? view->ra : view->rd, .ratio_test = agrees ? view->rat : view->rdt};
    if (original)
        typical.ratio_test = (double)(float)typical.ratio_test;
    return typical;
}

static double metric(const struct opinion_typical *typical)
{
    return typical->ratio * typical->ratio_test * typical->share * typical->test;
}

static int by_metric(const void *a, const void *b, const void *context)
{
    double one = metric(a), other = metric(b);
    (void)context;
    return (one < other) - (one > other);
}

static bool is_sufficient(const struct view *view)
{
    return (view->rat > Z90 && view->pat > Z90) || (view->rdt > Z90 && view->pdt > Z90);
}

/* Whether this view takes the place of the group's best agreement so far. */
static bool agrees_better(const struct view *view, const struct view *best)
{
    if (view->agree == 0 && view->disagree == 0)
        return false;
    if (best && best->ra > 1)
        return view->ra * view->rat * view->pa * view->pat > best->ra * best->rat * best->pa * best->pat;
    if (best)
        return view->pa * view->pat > best->pa * best->pat;
    return view->pat > Z90 || (view->ra > 1 && view->pa > 0.5);
}

struct choice {
    struct opinion_typical *sufficient; size_t count;
    struct view best, best_agree; bool has_best, agrees;
};

static void consider(struct choice *choice, const struct view *view, bool original)
{
    if (is_sufficient(view))
        choice->sufficient[choice->count++] = finalise(view, original);
    double most = fmax(view->rat, view->rdt);
    if (choice->count == 0 && (!choice->has_best || most > fmax(choice->best.rat, choice->best.rdt))) {
        choice->best = *view;
        choice->has_best = true;
    }
    if (agrees_better(view, choice->agrees ? &choice->best_agree : NULL)) {
        choice->best_agree = *view;
        choice->agrees = true;
    }
}

/* Agreements come first, each side in the order chosen. */
static void show(struct opinion_group *group, const struct opinion_typical *chosen, size_t count)
{
    for (int side = OPINION_AGREE; side >= OPINION_DISAGREE; side -= 2)
        for (size_t i = 0; i < count; i++)
            if (chosen[i].side == side)
                group->typical[group->typical_count++] = chosen[i];
}

static void choose(struct opinion_group *group, struct choice *choice, bool original)
{
    struct opinion_typical chosen[OPINION_TYPICAL];
    size_t count = 0;
    if (choice->agrees) {
        chosen[count] = finalise(&choice->best_agree, original);
        chosen[count++].best_agree = true;
    } else if (choice->count == 0 && choice->has_best) {
        chosen[count++] = finalise(&choice->best, original);
    }
    for (size_t i = 0; i < choice->count && count < OPINION_TYPICAL; i++)
        if (!choice->agrees || choice->sufficient[i].statement != choice->best_agree.statement)
            chosen[count++] = choice->sufficient[i];
    show(group, chosen, count);
}

void typical_of_group(struct arena *arena, struct opinion *opinion, const struct votes *votes,
                      const struct opinion_count *counts, uint32_t group, const struct opinion_rules *rules)
{
    struct arena_mark mark = arena_mark(arena);
    struct choice choice = {.sufficient = arena_array(arena, votes->statements, sizeof *choice.sufficient)};
    for (uint32_t statement = 0; statement < votes->statements; statement++) {
        struct opinion_count rest = {0, 0, 0};
        for (uint32_t other = 0; other < opinion->group_count; other++) {
            const struct opinion_count *count = &counts[(size_t)other * votes->statements + statement];
            rest.agree += other != group ? count->agree : 0;
            rest.disagree += other != group ? count->disagree : 0;
            rest.pass += other != group ? count->pass : 0;
        }
        if (votes->flags[statement])
            continue;
        struct view view = look(statement, &counts[(size_t)group * votes->statements + statement], &rest);
        consider(&choice, &view, rules->original);
    }
    stable_sort(arena, choice.sufficient, choice.count, sizeof *choice.sufficient, by_metric, NULL);
    choose(&opinion->group[group], &choice, rules->original);
    arena_release(arena, mark);
}

static int by_consensus(const void *a, const void *b, const void *context)
{
    const struct opinion_typical *one = a, *other = b;
    (void)context;
    double left = one->share * one->test, right = other->share * other->test;
    return (left < right) - (left > right);
}

static size_t agreed_by_all(struct arena *arena, const struct opinion *opinion, const struct votes *votes, int side,
                            struct opinion_typical *shown)
{
    struct arena_mark mark = arena_mark(arena);
    struct opinion_typical *all = arena_array(arena, votes->statements, sizeof *all);
    size_t count = 0;
    for (uint32_t statement = 0; statement < votes->statements; statement++) {
        const struct opinion_count *counted = &opinion->statement[statement].all;
        uint32_t success = side == OPINION_AGREE ? counted->agree : counted->disagree;
        uint32_t seen = counted->agree + counted->disagree + counted->pass;
        double share = (success + 1.0) / (seen + 2.0), test = proportion_test(success, seen);
        if (!votes->flags[statement] && share > 0.5 && test > Z90)
            all[count++] = (struct opinion_typical){.statement = statement, .side = side, .success = success,
                                                    .trials = seen, .share = share, .test = test};
    }
    stable_sort(arena, all, count, sizeof *all, by_consensus, NULL);
    if (count > OPINION_TYPICAL)
        count = OPINION_TYPICAL;
    for (size_t i = 0; i < count; i++)
        shown[i] = all[i];
    arena_release(arena, mark);
    return count;
}

void consensus_of_all(struct arena *arena, struct opinion *opinion, const struct votes *votes)
{
    opinion->agreed_count = agreed_by_all(arena, opinion, votes, OPINION_AGREE, opinion->agreed);
    opinion->refused_count = agreed_by_all(arena, opinion, votes, OPINION_DISAGREE, opinion->refused);
}
