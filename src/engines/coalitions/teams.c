/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Several teams that really differ: the smallest, the nearest, the one that has worked together most, and what the
 * first one becomes without each of its members. */
#include "engines/coalitions/inside.h"
#include <math.h>
#include <string.h>

static const double unknown_km = 300, member_km = 5;
enum { TENTHS = 10, SWAPS = 20, MOST_LOOKS = 600000 };

static double distance_of(const struct team_problem *problem, uint32_t candidate)
{
    double km = problem->distance ? problem->distance[candidate] : 0;
    return km >= 0 ? fmin(km, 20000) : unknown_km;         /* NAN is not ≥ 0 */
}

static int64_t *costs_of(struct arena *arena, const struct team_problem *problem, double member)
{
    int64_t *cost = arena_array(arena, problem->candidates, sizeof *cost);
    for (uint32_t j = 0; j < problem->candidates; j++)
        cost[j] = 1 + llround((member + distance_of(problem, j)) * TENTHS);
    return cost;
}

/* What all searches of one call share: how long is left, and the teams found so far, from which the next start. */
struct searching {
    struct arena *arena;
    const struct team_problem *problem; const double *wanted;
    int64_t *one, *near, *near_and_few;                    /* by candidate: 1; kilometres; kilometres and 5 */
    struct team_found *found; size_t found_count, found_room;
    uint64_t looks;
};

static int64_t cost_of(const struct team_found *team, const int64_t *cost)
{
    int64_t sum = 0;
    for (size_t i = 0; i < team->count; i++)
        sum += cost[team->members[i]];
    return sum;
}

static bool has(const struct team_found *team, const bool *barred)
{
    for (size_t i = 0; barred && i < team->count; i++)
        if (barred[team->members[i]])
            return true;
    return false;
}

/* The cheapest team that is at least as good as any found so far. */
static struct team_found search(struct searching *all, const int64_t *cost, const bool *barred, uint32_t most_members)
{
    struct team_search search = {all->problem, all->wanted, cost, barred, most_members, NULL, &all->looks};
    for (size_t i = 0; i < all->found_count; i++) {
        const struct team_found *team = &all->found[i];
        if ((most_members && team->count > most_members) || has(team, barred))
            continue;
        if (!search.known || cost_of(team, cost) < cost_of(search.known, cost))
            search.known = team;
    }
    struct team_found found = team_solve(all->arena, &search);
    if (!found.found)
        return found;
    all->found = arena_grow(all->arena, all->found, all->found_count, &all->found_room, sizeof *all->found);
    all->found[all->found_count++] = found;
    return found;
}

/* The nearest of the teams of that size, without losing what is known of the size. */
static struct team_found nearest_as_small(struct searching *all, const struct team_found *smallest,
                                          const bool *barred)
{
    if (!smallest->found || !smallest->count)
        return *smallest;
    struct team_found near = search(all, all->near, barred, (uint32_t)smallest->count);
    near.farther = near.gap;
    near.gap = smallest->gap;
    return near;
}

static double cohesion_of(const struct team_problem *problem, const bool *in)
{
    double sum = 0;
    for (size_t t = 0; t < problem->tie_count; t++)
        sum += in[problem->ties[t].a] && in[problem->ties[t].b] ? problem->ties[t].strength : 0;
    return sum;
}

static struct team describe(struct arena *arena, const struct team_problem *problem, const struct team_found *found,
                            enum team_why why, uint32_t without)
{
    struct team team = {.count = found->count, .members = found->members, .gap = found->gap,
                        .farther = found->farther, .why = why, .without = without};
    bool *in = arena_array(arena, problem->candidates, sizeof *in);
    for (size_t i = 0; i < team.count; i++) {
        in[team.members[i]] = true;
        team.distance += distance_of(problem, team.members[i]);
    }
    team.cohesion = cohesion_of(problem, in);
    return team;
}

static bool covers(struct arena *arena, const struct team_problem *problem, const double *wanted, const bool *in)
{
    double *rest = arena_array(arena, problem->demands, sizeof *rest);
    memcpy(rest, wanted, problem->demands * sizeof *rest);
    for (uint32_t j = 0; j < problem->candidates; j++)
        for (size_t k = problem->start[j]; in[j] && k < problem->start[j + 1]; k++)
            rest[problem->demand[k]] -= fmin(problem->capacity[k], 1e15);
    for (uint32_t i = 0; i < problem->demands; i++)
        if (rest[i] > 1e-9)
            return false;
    for (size_t c = 0; c < problem->clash_count; c++)
        if (in[problem->clashes[c].a] && in[problem->clashes[c].b])
            return false;
    return true;
}

/* What each candidate is tied to the others of the team by, were this one gone; the ties that stay are returned. */
static double ties_without(const struct team_problem *problem, const bool *in, uint32_t gone, double *tied_by)
{
    double stays = 0;
    memset(tied_by, 0, problem->candidates * sizeof *tied_by);
    for (size_t t = 0; t < problem->tie_count; t++) {
        const struct team_tie *tie = &problem->ties[t];
        bool a = in[tie->a] && tie->a != gone, b = in[tie->b] && tie->b != gone;
        tied_by[tie->a] += b ? tie->strength : 0;
        tied_by[tie->b] += a ? tie->strength : 0;
        stays += a && b ? tie->strength : 0;
    }
    return stays;
}

static bool may_stand_in(const struct team_problem *problem, const bool *in, uint32_t candidate)
{
    return !in[candidate] && !(problem->excluded && problem->excluded[candidate]);
}

/* The exchange that ties closest, if one does so more than now; false when none does. tied_by: room by candidate. */
static bool best_exchange(struct arena *arena, const struct team_problem *problem, const double *wanted, bool *in,
                          double *tied_by)
{
    double best = cohesion_of(problem, in);
    uint32_t goes = problem->candidates, comes = 0;
    for (uint32_t out = 0; out < problem->candidates; out++) {
        if (!in[out] || (problem->fixed && problem->fixed[out]))
            continue;
        double stays = ties_without(problem, in, out, tied_by);
        for (uint32_t j = 0; j < problem->candidates; j++) {
            if (!(stays + tied_by[j] > best) || !may_stand_in(problem, in, j))
                continue;
            struct arena_mark mark = arena_mark(arena);
            in[out] = false, in[j] = true;
            if (covers(arena, problem, wanted, in))
                best = stays + tied_by[j], goes = out, comes = j;
            in[out] = true, in[j] = false;
            arena_release(arena, mark);
        }
    }
    if (goes == problem->candidates)
        return false;
    in[goes] = false, in[comes] = true;
    return true;
}

/* Exchanges one member for another as long as that ties the team closer. */
static struct team_found tie_closer(struct arena *arena, const struct team_problem *problem, const double *wanted,
                                    const struct team_found *from)
{
    bool *in = arena_array(arena, problem->candidates, sizeof *in);
    double *tied_by = arena_array(arena, problem->candidates, sizeof *tied_by);
    for (size_t i = 0; i < from->count; i++)
        in[from->members[i]] = true;
    for (int round = 0; round < SWAPS && best_exchange(arena, problem, wanted, in, tied_by); round++)
        ;
    struct team_found found = {.found = true, .members = arena_array(arena, from->count, sizeof *found.members),
                               .gap = NAN};                /* a local search proves nothing */
    for (uint32_t j = 0; j < problem->candidates; j++)
        if (in[j])
            found.members[found.count++] = j;
    return found;
}

static bool same_members(const struct team *a, const struct team_found *b)
{
    return a->count == b->count && memcmp(a->members, b->members, a->count * sizeof *a->members) == 0;
}

static void add_team(struct arena *arena, const struct team_problem *problem, struct teams *teams, size_t most,
                     const struct team_found *found, enum team_why why, uint32_t without)
{
    for (size_t i = 0; i < teams->count; i++)
        if (same_members(&teams->teams[i], found))
            return;
    if (found->found && teams->count < most)
        teams->teams[teams->count++] = describe(arena, problem, found, why, without);
}

static void mark_front(struct teams *teams)
{
    for (size_t i = 0; i < teams->count; i++) {
        struct team *one = &teams->teams[i];
        one->on_front = true;
        for (size_t j = 0; j < teams->count; j++) {
            const struct team *other = &teams->teams[j];
            bool as_good = other->count <= one->count && other->distance <= one->distance
                && other->cohesion >= one->cohesion;
            bool better = other->count < one->count || other->distance < one->distance
                || other->cohesion > one->cohesion;
            one->on_front = one->on_front && !(as_good && better);
        }
    }
}

/* What all together can reach of each demand: what is beyond is missing, and no team is blamed for it. */
static double *reachable(struct arena *arena, const struct team_problem *problem, struct teams *teams)
{
    double *reach = arena_array(arena, problem->demands, sizeof *reach);
    for (uint32_t j = 0; j < problem->candidates; j++)
        for (size_t k = problem->start[j];
             k < problem->start[j + 1] && !(problem->excluded && problem->excluded[j]); k++)
            reach[problem->demand[k]] += fmin(problem->capacity[k], 1e15);
    teams->missing = arena_array(arena, problem->demands, sizeof *teams->missing);
    for (uint32_t i = 0; i < problem->demands; i++) {
        if (reach[i] < problem->wanted[i] * (1 - 1e-12))
            teams->missing[teams->missing_count++] = (struct team_missing){i, problem->wanted[i], reach[i]};
        reach[i] = fmin(reach[i], problem->wanted[i]);
    }
    return reach;
}

static bool is_member(const struct team *team, uint32_t candidate)
{
    for (size_t i = 0; i < team->count; i++)
        if (team->members[i] == candidate)
            return true;
    return false;
}

/* A search cut short may find nearer teams when it looks for others: the nearest of the smallest comes first, and each
 * other says which of its members it does without. */
static void promote_nearest(struct teams *teams)
{
    struct team *first = &teams->teams[0];
    size_t best = 0;
    for (size_t i = 1; i < teams->count; i++) {
        const struct team *team = &teams->teams[i];
        if (team->why == TEAM_WITHOUT && team->count <= first->count && team->distance < teams->teams[best].distance)
            best = i;
    }
    if (!best)
        return;
    struct team former = *first;
    *first = teams->teams[best];
    teams->teams[best] = former;
    first->why = TEAM_SMALLEST;
    first->gap = former.gap;
    teams->teams[best].why = TEAM_WITHOUT;
    for (size_t i = 1; i < teams->count; i++)
        for (size_t m = 0; teams->teams[i].why == TEAM_WITHOUT && m < first->count; m++)
            if (!is_member(&teams->teams[i], first->members[m])) {
                teams->teams[i].without = first->members[m];
                break;
            }
}

static struct searching begin_searching(struct arena *arena, const struct team_problem *problem, const double *wanted)
{
    struct searching all = {arena, problem, wanted, arena_array(arena, problem->candidates, sizeof *all.one),
        costs_of(arena, problem, 0), costs_of(arena, problem, member_km),
        .looks = problem->most_looks ? problem->most_looks : MOST_LOOKS};
    for (uint32_t j = 0; j < problem->candidates; j++)
        all.one[j] = 1;
    return all;
}

struct teams teams_find(struct arena *arena, const struct team_problem *problem, size_t most)
{
    struct teams teams = {.teams = arena_array(arena, most, sizeof *teams.teams)};
    double *wanted = reachable(arena, problem, &teams);
    struct searching all = begin_searching(arena, problem, wanted);
    struct team_found first = search(&all, all.one, NULL, problem->most_members);
    if (!first.found && !first.stopped && teams.missing_count) {
        /* all who can would have to come, and clashes or the size forbid it: the rest is still worth a team */
        for (size_t i = 0; i < teams.missing_count; i++)
            wanted[teams.missing[i].demand] = 0;
        first = search(&all, all.one, NULL, problem->most_members);
    }
    teams.impossible = !first.found && !first.stopped;
    teams.unfinished = !first.found && first.stopped;
    if (!first.found || !first.count)
        return teams;
    struct team_found near = most > 1 ? search(&all, all.near_and_few, NULL, problem->most_members) : first;
    first = nearest_as_small(&all, &first, NULL);
    add_team(arena, problem, &teams, most, &first, TEAM_SMALLEST, 0);
    add_team(arena, problem, &teams, most, &near, TEAM_NEAREST, 0);
    if (problem->tie_count) {
        struct team_found tied = tie_closer(arena, problem, wanted, &first);
        add_team(arena, problem, &teams, most, &tied, TEAM_COHESIVE, 0);
    }
    for (size_t i = 0; i < first.count && teams.count < most; i++) {
        if (problem->fixed && problem->fixed[first.members[i]])
            continue;
        bool *barred = arena_array(arena, problem->candidates, sizeof *barred);
        barred[first.members[i]] = true;
        struct team_found without = search(&all, all.one, barred, problem->most_members);
        without = nearest_as_small(&all, &without, barred);
        add_team(arena, problem, &teams, most, &without, TEAM_WITHOUT, first.members[i]);
    }
    promote_nearest(&teams);
    mark_front(&teams);
    return teams;
}

double *team_shares(struct arena *arena, const struct team_problem *problem, const struct team *team)
{
    double *shares = arena_array(arena, team->count * problem->demands, sizeof *shares);
    double *rest = arena_array(arena, problem->demands, sizeof *rest);
    bool *done = arena_array(arena, team->count, sizeof *done);
    memcpy(rest, problem->wanted, problem->demands * sizeof *rest);
    for (size_t round = 0; round < team->count; round++) {
        size_t next = team->count;
        for (size_t i = 0; i < team->count; i++)
            if (!done[i] && (next == team->count || distance_of(problem, team->members[i])
                                                        < distance_of(problem, team->members[next])))
                next = i;
        done[next] = true;
        uint32_t j = team->members[next];
        for (size_t k = problem->start[j]; k < problem->start[j + 1]; k++) {
            uint32_t i = problem->demand[k];
            bool presence = problem->wanted[i] == 1;
            double does = presence ? fmin(problem->capacity[k], 1) : fmin(problem->capacity[k], fmax(rest[i], 0));
            shares[next * problem->demands + i] = does;
            rest[i] -= does;
        }
    }
    return shares;
}
