/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A team out of the ties its ways use: a shortest tree of them (Kruskal 1956), without the ends that serve nothing. */
#include "engines/coalitions/connecting.h"
#include "engines/kernel/sort.h"

void tie_add(struct arena *arena, struct tie_list *list, uint32_t a, uint32_t b, double length)
{
    list->ties = arena_grow(arena, list->ties, list->count, &list->room, sizeof *list->ties);
    list->ties[list->count++] = (struct connected_tie){a < b ? a : b, a < b ? b : a, length};
}

static int by_place(const void *a, const void *b, const void *context)
{
    const struct connected_tie *x = a, *y = b;
    return x->a != y->a ? x->a < y->a ? -1 : 1 : x->b < y->b ? -1 : x->b > y->b;
}

static int by_length(const void *a, const void *b, const void *context)
{
    const struct connected_tie *x = a, *y = b;
    return x->length < y->length ? -1 : x->length > y->length ? 1 : by_place(a, b, context);
}

static uint32_t top(uint32_t *above, uint32_t node)
{
    while (above[node] != node)
        node = above[node] = above[above[node]];
    return node;
}

/* The ties of a shortest tree come first; how many. */
static size_t keep_tree(struct arena *work, struct connected_tie *ties, size_t count, uint32_t nodes)
{
    size_t kept = 0;
    uint32_t *above = arena_array(work, nodes, sizeof *above);
    for (uint32_t v = 0; v < nodes; v++)
        above[v] = v;
    stable_sort(work, ties, count, sizeof *ties, by_length, NULL);
    for (size_t i = 0; i < count; i++) {
        uint32_t a = top(above, ties[i].a), b = top(above, ties[i].b);
        if (a == b)
            continue;
        above[a] = b;
        ties[kept++] = ties[i];
    }
    return kept;
}

/* Ends that serve nothing go, as long as there are some: a walk from each end inwards. by: the ties of each node, as
 * rows of their place + 1. */
static void cut_ends(struct arena *work, const struct connected_tie *ties, size_t count, uint32_t nodes,
                     const bool *serves, bool *cut)
{
    struct triple *entries = arena_array(work, count, sizeof *entries);
    uint32_t *left = arena_array(work, nodes, sizeof *left), *ends = arena_array(work, nodes, sizeof *ends), open = 0;
    for (size_t i = 0; i < count; i++) {
        entries[i] = (struct triple){ties[i].a, ties[i].b, (double)(i + 1)};
        left[ties[i].a]++, left[ties[i].b]++;
    }
    struct sparse by = sparse_graph(work, nodes, entries, count);
    for (uint32_t v = 0; v < nodes; v++)
        if (left[v] == 1 && !serves[v])
            ends[open++] = v;
    while (open) {
        uint32_t end = ends[--open];
        for (size_t k = by.start[end]; k < by.start[end + 1]; k++) {
            uint32_t other = by.column[k];
            size_t tie = (size_t)by.value[k] - 1;
            if (cut[tie])
                continue;
            cut[tie] = true;
            if (--left[other] == 1 && !serves[other])
                ends[open++] = other;
        }
    }
}

static void list_members(struct arena *arena, struct connected_team *team, uint32_t nodes, const bool *in,
                         const bool *answers, const double *cost)
{
    for (uint32_t v = 0; v < nodes; v++)
        team->count += in[v];
    team->members = arena_array(arena, team->count, sizeof *team->members);
    team->link = arena_array(arena, team->count, sizeof *team->link);
    team->count = 0;
    for (uint32_t v = 0; v < nodes; v++)
        if (in[v]) {
            team->link[team->count] = !answers[v];
            team->members[team->count++] = v;
            team->cost += cost ? cost[v] : 0;
        }
}

struct connected_team team_of_ties(struct arena *arena, struct tie_list *list, uint32_t nodes, const double *cost,
                                   const uint32_t *holder, uint32_t skills, uint32_t root)
{
    struct arena work = {0};
    struct connected_team team = {.holder = arena_array(arena, skills, sizeof *team.holder)};
    bool *answers = arena_array(&work, nodes, sizeof *answers), *in = arena_array(&work, nodes, sizeof *in);
    for (uint32_t s = 0; s < skills; s++) {
        team.holder[s] = holder[s];
        answers[holder[s]] = in[holder[s]] = true;
    }
    in[root] = true;
    size_t count = keep_tree(&work, list->ties, list->count, nodes);
    bool *cut = arena_array(&work, count, sizeof *cut);
    cut_ends(&work, list->ties, count, nodes, in, cut);
    team.ties = arena_array(arena, count, sizeof *team.ties);
    for (size_t i = 0; i < count; i++)
        if (!cut[i]) {
            team.ties[team.tie_count++] = list->ties[i];
            in[list->ties[i].a] = in[list->ties[i].b] = true;
        }
    stable_sort(&work, team.ties, team.tie_count, sizeof *team.ties, by_place, NULL);
    for (uint32_t i = 0; i < team.tie_count; i++)
        team.cost += team.ties[i].length;
    list_members(arena, &team, nodes, in, answers, cost);
    arena_free(&work);
    return team;
}
