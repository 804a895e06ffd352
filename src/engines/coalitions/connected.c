/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Connected teams: how far each skill is from each person, the best leader out of that, then the exact search among
 * those whom it leaves. */
#include "engines/coalitions/connecting.h"
#include <math.h>

/* The whole problem made ready. Skills in the order of the search: the commonest last. */
struct ready {
    const struct connected_problem *problem;
    struct field field;
    uint32_t skills, order[CONNECTED_MOST_SKILLS];
    double *reach[CONNECTED_MOST_SKILLS];                  /* by place in order, then node */
    uint32_t *from[CONNECTED_MOST_SKILLS];
};

static bool is_sound(const struct connected_problem *problem)
{
    const struct sparse *network = problem->network;
    bool sound = problem->skills >= 1 && problem->skills <= CONNECTED_MOST_SKILLS && network->rows == network->columns
        && network->rows <= CONNECTED_MOST_NODES;
    for (uint32_t v = 0; sound && v < network->rows; v++) {
        for (size_t k = network->start[v]; k < network->start[v + 1]; k++)
            sound = sound && network->column[k] != v && network->column[k] < network->rows
                && network->value[k] >= 1 / CONNECTED_MOST_LENGTH && network->value[k] <= CONNECTED_MOST_LENGTH;
        sound = sound && (!problem->cost || (problem->cost[v] >= 0 && problem->cost[v] <= CONNECTED_MOST_LENGTH));
    }
    for (size_t i = 0; sound && i < problem->start[problem->skills]; i++)
        sound = problem->holders[i] < network->rows;
    return sound;
}

static bool is_out(const struct connected_problem *problem, uint32_t node)
{
    return problem->excluded && problem->excluded[node];
}

/* The network without those who are excluded, in lengths. Only nodes for which keeps is true; number gives theirs. */
static struct field lay_out(struct arena *arena, const struct connected_problem *problem, const uint32_t *number,
                            uint32_t nodes)
{
    const struct sparse *network = problem->network;
    size_t *start = arena_array(arena, (size_t)nodes + 1, sizeof *start), at = 0;
    uint32_t *to = arena_array(arena, network->start[network->rows], sizeof *to);
    double *length = arena_array(arena, network->start[network->rows], sizeof *length);
    double *cost = arena_array(arena, nodes, sizeof *cost);
    for (uint32_t v = 0; v < network->rows; v++) {
        if (number[v] == CONNECTING_NONE)
            continue;
        for (size_t k = network->start[v]; k < network->start[v + 1]; k++) {
            if (number[network->column[k]] == CONNECTING_NONE)
                continue;
            to[at] = number[network->column[k]];
            length[at++] = problem->lengths ? network->value[k] : 1 / network->value[k];
        }
        cost[number[v]] = problem->cost ? problem->cost[v] : 0;
        start[number[v] + 1] = at;
    }
    for (uint32_t v = 0; v < nodes; v++)                             /* who is left out has no tie */
        if (start[v + 1] < start[v])
            start[v + 1] = start[v];
    return (struct field){nodes, start, to, length, cost};
}

/* The commonest skill last; the others as they come. */
static void order_skills(struct ready *ready)
{
    const size_t *start = ready->problem->start;
    uint32_t last = 0, count = 0;
    for (uint32_t s = 1; s < ready->skills; s++)
        if (start[s + 1] - start[s] > start[last + 1] - start[last])
            last = s;
    for (uint32_t s = 0; s < ready->skills; s++)
        if (s != last)
            ready->order[count++] = s;
    ready->order[count] = last;
}

/* False: nobody has the skill at this place. */
static bool measure(struct arena *arena, struct ready *ready, uint32_t place, struct ways *ways)
{
    const struct connected_problem *problem = ready->problem;
    uint32_t skill = ready->order[place], n = ready->field.nodes;
    double *reach = arena_array(arena, n, sizeof *reach);
    bool any = false;
    ready->reach[place] = reach;
    ready->from[place] = arena_array(arena, n, sizeof **ready->from);
    for (uint32_t v = 0; v < n; v++)
        reach[v] = INFINITY;
    for (size_t i = problem->start[skill]; i < problem->start[skill + 1]; i++)
        if (!is_out(problem, problem->holders[i])) {
            reach[problem->holders[i]] = 0;
            any = true;
        }
    ways_spread(ways, &ready->field, reach, ready->from[place], NULL);
    return any;
}

static uint32_t best_leader(const struct ready *ready, double *distance)
{
    uint32_t best = CONNECTING_NONE;
    *distance = INFINITY;
    for (uint32_t v = 0; v < ready->field.nodes; v++) {
        double sum = ready->field.cost[v];
        for (uint32_t s = 0; s < ready->skills; s++)
            sum += ready->reach[s][v];
        if (sum < *distance) {
            *distance = sum;
            best = v;
        }
    }
    return best;
}

static struct connected_team lead(struct arena *arena, const struct ready *ready, uint32_t leader)
{
    struct arena work = {0};
    struct tie_list ties = {0};
    uint32_t holder[CONNECTED_MOST_SKILLS];
    for (uint32_t s = 0; s < ready->skills; s++) {
        uint32_t node = leader;
        while (ready->reach[s][node] > 0) {
            uint32_t next = ready->from[s][node];
            tie_add(&work, &ties, node, next, sparse_at(ready->problem->network, node, next));
            if (!ready->problem->lengths)
                ties.ties[ties.count - 1].length = 1 / ties.ties[ties.count - 1].length;
            node = next;
        }
        holder[ready->order[s]] = node;
    }
    struct connected_team team = team_of_ties(arena, &ties, ready->field.nodes, ready->problem->cost, holder,
                                              ready->skills, leader);
    arena_free(&work);
    return team;
}

/* Numbers those from whom every skill is within the limit; the others are in no team as cheap. */
static uint32_t number_near(const struct ready *ready, double limit, uint32_t *number, uint32_t *old)
{
    uint32_t count = 0;
    for (uint32_t v = 0; v < ready->field.nodes; v++) {
        double farthest = 0;
        for (uint32_t s = 0; s < ready->skills; s++)
            farthest = fmax(farthest, ready->reach[s][v]);
        bool near = farthest + ready->field.cost[v] <= limit * (1 + 1e-9);
        if (near)
            old[count] = v;
        number[v] = near ? count++ : CONNECTING_NONE;
    }
    return count;
}

static void search_cheapest(struct arena *arena, struct arena *work, const struct ready *ready,
                            struct connected *result)
{
    uint32_t n = ready->field.nodes, holder[CONNECTED_MOST_SKILLS], named[CONNECTED_MOST_SKILLS];
    uint32_t *number = arena_array(work, n, sizeof *number), *old = arena_array(work, n, sizeof *old);
    uint32_t kept = number_near(ready, result->led.cost, number, old), last = ready->skills - 1;
    double *reach[CONNECTED_MOST_SKILLS];
    bool *has_last = arena_array(work, kept, sizeof *has_last);
    struct tie_list ties = {0};
    result->states = (uint64_t)kept << last;
    if (result->states > CONNECTED_MOST_STATES) {
        result->outcome = CONNECTED_TOO_LARGE;
        return;
    }
    struct field field = lay_out(work, ready->problem, number, kept);
    for (uint32_t s = 0; s < ready->skills; s++) {
        reach[s] = arena_array(work, kept, sizeof **reach);
        for (uint32_t v = 0; v < kept; v++)
            reach[s][v] = ready->reach[s][old[v]];
    }
    for (uint32_t v = 0; v < kept; v++)
        has_last[v] = reach[last][v] <= 0;
    struct hanging hanging = {ready->skills, reach, has_last, result->led.cost};
    uint32_t root = tree_search(work, &field, &hanging, &ties, holder);
    if (root == CONNECTING_NONE) {                                   /* not before sums lose nine digits */
        result->outcome = CONNECTED_UNSOUND;
        return;
    }
    for (size_t i = 0; i < ties.count; i++)
        ties.ties[i].a = old[ties.ties[i].a], ties.ties[i].b = old[ties.ties[i].b];
    for (uint32_t s = 0; s < ready->skills; s++)
        named[ready->order[s]] = old[holder[s]];
    result->cheapest = team_of_ties(arena, &ties, n, ready->problem->cost, named, ready->skills, old[root]);
}

static void find(struct arena *arena, struct arena *work, struct ready *ready, struct connected *result)
{
    uint32_t n = ready->problem->network->rows, *number = arena_array(work, n, sizeof *number);
    for (uint32_t v = 0; v < n; v++)
        number[v] = is_out(ready->problem, v) ? CONNECTING_NONE : v;
    ready->field = lay_out(work, ready->problem, number, n);
    struct ways ways = ways_begin(work, &ready->field);
    order_skills(ready);
    for (uint32_t s = 0; s < ready->skills; s++)
        if (!measure(work, ready, s, &ways)) {
            result->outcome = CONNECTED_NOBODY;
            result->skill = ready->order[s];
            return;
        }
    result->leader = best_leader(ready, &result->leader_distance);
    if (result->leader == CONNECTING_NONE) {
        result->outcome = CONNECTED_APART;
        return;
    }
    result->led = lead(arena, ready, result->leader);
    search_cheapest(arena, work, ready, result);
}

struct connected connected_find(struct arena *arena, const struct connected_problem *problem)
{
    struct arena work = {0};
    struct connected result = {.outcome = CONNECTED_UNSOUND};
    struct ready ready = {.problem = problem, .skills = problem->skills};
    if (is_sound(problem)) {
        result.outcome = CONNECTED_FOUND;
        find(arena, &work, &ready, &result);
    }
    arena_free(&work);
    return result;
}
