/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What each statement is worth: to be shown next, and as common ground. */
#include "engines/opinion/inside.h"
#include <math.h>

#define UNSURE 0.3
#define META_PRIORITY 49

double importance(double agree, double pass, double seen, double extremity)
{
    return (1 - (pass + 1) / (seen + 2)) * (extremity + 1) * ((agree + 1) / (seen + 2));
}

/* 2^(−n/5) without pow, which may differ in the last bit from one machine to another. */
static double fifths(double n)
{
    static const double root[5] = {1, 0.8705505632961241, 0.757858283255199, 0.6597539553864471, 0.5743491774985174};
    double whole = floor(n / 5);
    return ldexp(root[(int)(n - 5 * whole)], -(int)fmin(whole, 2000));
}

double priority(double agree, double pass, double seen, double extremity, bool meta)
{
    if (meta)
        return META_PRIORITY;
    double weighed = importance(agree, pass, seen, extremity) * (1 + 8 * fifths(seen));
    return weighed * weighed;
}

static double seen(const struct opinion_count *count)
{
    return (double)count->agree + count->disagree + count->pass;
}

/* Π over kinds of the share that agrees, pseudo-counts keeping it off 0 and 1. */
static double common_ground(const struct opinion_count *by_kind, uint32_t kinds, bool voiced)
{
    double product = 1;
    for (uint32_t kind = 0; kind < kinds; kind++) {
        double all = voiced ? (double)by_kind[kind].agree + by_kind[kind].disagree : seen(&by_kind[kind]);
        product *= (by_kind[kind].agree + 1) / (all + 2);
    }
    return product;
}

/* The counts of one statement, kind after kind. */
static struct opinion_count *of_statement(struct arena *arena, const struct opinion_count *counts, uint32_t kinds,
                                          uint32_t statements, uint32_t statement)
{
    struct opinion_count *own = arena_array(arena, kinds, sizeof *own);
    for (uint32_t kind = 0; kind < kinds; kind++)
        own[kind] = counts[(size_t)kind * statements + statement];
    return own;
}

static void add(struct opinion_count *sum, const struct opinion_count *more)
{
    sum->agree += more->agree;
    sum->disagree += more->disagree;
    sum->pass += more->pass;
}

void score_statements(struct arena *arena, struct opinion *opinion, const struct votes *votes,
                      const struct plane *plane, const struct opinion_count *by_group, int sign)
{
    uint32_t groups = (uint32_t)opinion->group_count;
    for (uint32_t s = 0; s < votes->statements; s++) {
        struct opinion_statement *statement = &opinion->statement[s];
        struct point point = plane_statement(plane, s, sign);
        statement->x = point.x;
        statement->y = point.y;
        statement->extremity = sqrt(point.x * point.x + point.y * point.y);
        if (groups > 0) {
            statement->by_group = of_statement(arena, by_group, groups, votes->statements, s);
            statement->inside = (struct opinion_count){0, 0, 0};
            for (uint32_t g = 0; g < groups; g++)
                add(&statement->inside, &statement->by_group[g]);
        }
        const struct opinion_count *kinds = groups > 0 ? statement->by_group : &statement->inside;
        statement->consensus = common_ground(kinds, groups > 0 ? groups : 1, false);
        statement->consensus_voiced = common_ground(kinds, groups > 0 ? groups : 1, true);
        statement->priority = priority(statement->inside.agree, statement->inside.pass, seen(&statement->inside),
                                       statement->extremity, votes->flags[s] & OPINION_META);
        statement->consensus_colleges = opinion->colleges
            ? common_ground(statement->by_college, opinion->colleges, false) : NAN;
        statement->unsure = seen(&statement->all) > 0 && statement->all.pass / seen(&statement->all) > UNSURE;
    }
}
