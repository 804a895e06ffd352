/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The exact search. reach[S][v]: the least a tree costs that hangs from v and has the skills of S, v itself apart. It
 * is the least of two trees that hang from v and share S out, and of a tree that hangs from a neighbour. */
#include "engines/coalitions/connecting.h"
#include <math.h>

/* How a state was reached: from a neighbour (its number), by joining two (JOINED with one of the sets), or it is where
 * the skill is (HELD). */
#define JOINED 0x80000000u
#define HELD 0xFFFFFFFFu
#define SLACK 1e-9                                         /* of the limit: what adding in another order may change */

struct search {
    const struct field *field;
    const struct hanging *hanging;
    uint32_t sets;                                         /* of all skills but the last */
    double *reach; uint32_t *from;                         /* set × nodes + node */
};

static double *reach_of(const struct search *search, uint32_t set)
{
    return search->reach + (size_t)set * search->field->nodes;
}

static uint32_t *from_of(const struct search *search, uint32_t set)
{
    return search->from + (size_t)set * search->field->nodes;
}

/* What may be spent on S below each node: the limit, less the node and the dearest of the skills that are left. */
static void allow(const struct search *search, uint32_t set, double *allowed)
{
    const struct hanging *hanging = search->hanging;
    uint32_t n = search->field->nodes;
    for (uint32_t v = 0; v < n; v++)
        allowed[v] = 0;
    for (uint32_t s = 0; s < hanging->skills; s++)
        for (uint32_t v = 0; !(set >> s & 1) && v < n; v++)
            allowed[v] = fmax(allowed[v], hanging->reach[s][v]);
    for (uint32_t v = 0; v < n; v++)
        allowed[v] = hanging->limit * (1 + SLACK) - search->field->cost[v] - allowed[v];
}

/* Every way to share a set out among two trees, each pair once. */
static void join(const struct search *search, uint32_t set)
{
    uint32_t lowest = set & -set, others = set ^ lowest, n = search->field->nodes;
    double *reach = reach_of(search, set);
    uint32_t *from = from_of(search, set);
    for (uint32_t part = (others - 1) & others;; part = (part - 1) & others) {
        const double *a = reach_of(search, part | lowest), *b = reach_of(search, others ^ part);
        for (uint32_t v = 0; v < n; v++) {
            double both = a[v] + b[v];
            bool better = both < reach[v];
            from[v] = better ? JOINED | part | lowest : from[v];
            reach[v] = better ? both : reach[v];
        }
        if (!part)
            break;
    }
}

static void fill(const struct search *search, struct ways *ways, double *allowed)
{
    uint32_t n = search->field->nodes;
    for (uint32_t set = 1; set < search->sets; set++) {
        double *reach = reach_of(search, set);
        uint32_t *from = from_of(search, set);
        for (uint32_t v = 0; v < n; v++) {
            reach[v] = INFINITY;
            from[v] = HELD;
        }
        allow(search, set, allowed);
        if (set & (set - 1))
            join(search, set);
        else
            for (uint32_t v = 0; v < n; v++)
                reach[v] = search->hanging->reach[__builtin_ctz(set)][v] > 0 ? INFINITY : 0;
        for (uint32_t v = 0; v < n; v++)
            reach[v] = reach[v] <= allowed[v] ? reach[v] : INFINITY;
        ways_spread(ways, search->field, reach, from, allowed);
    }
}

static double length_between(const struct field *field, uint32_t a, uint32_t b)
{
    size_t k = field->start[a];
    while (field->to[k] != b)
        k++;
    return field->length[k];
}

/* The tree that hangs from root: what is open is at most one state for each skill. */
static void unfold(const struct search *search, struct arena *arena, uint32_t root, struct tie_list *ties,
                   uint32_t *holder)
{
    struct open { uint32_t set, node; } open[CONNECTED_MOST_SKILLS] = {{search->sets - 1, root}};
    for (uint32_t count = search->sets > 1; count;) {
        struct open state = open[--count];
        uint32_t from = from_of(search, state.set)[state.node];
        if (from == HELD)
            holder[__builtin_ctz(state.set)] = state.node;
        else if (from & JOINED) {
            open[count++] = (struct open){from ^ JOINED, state.node};
            open[count++] = (struct open){state.set ^ from ^ JOINED, state.node};
        } else {
            tie_add(arena, ties, from, state.node, length_between(search->field, from, state.node));
            open[count++] = (struct open){state.set, from};
        }
    }
}

uint32_t tree_search(struct arena *arena, const struct field *field, const struct hanging *hanging,
                     struct tie_list *ties, uint32_t *holder)
{
    struct arena work = {0};
    uint32_t n = field->nodes, root = CONNECTING_NONE;
    struct search search = {field, hanging, 1u << (hanging->skills - 1), NULL, NULL};
    search.reach = arena_array(&work, (size_t)search.sets * n, sizeof *search.reach);
    search.from = arena_array(&work, (size_t)search.sets * n, sizeof *search.from);
    struct ways ways = ways_begin(&work, field);
    fill(&search, &ways, arena_array(&work, n, sizeof(double)));
    const double *reach = reach_of(&search, search.sets - 1);        /* one skill in all: nothing, everywhere */
    for (uint32_t v = 0; v < n; v++)
        if (hanging->has_last[v] && reach[v] < INFINITY
            && (root == CONNECTING_NONE || reach[v] + field->cost[v] < reach[root] + field->cost[root]))
            root = v;
    if (root != CONNECTING_NONE) {
        holder[hanging->skills - 1] = root;
        unfold(&search, arena, root, ties, holder);
    }
    arena_free(&work);
    return root;
}
