/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Participants, then (table, college), then tables: a flow. Tables that a participant did not ask for cost all the
 * same: they are reached through one node for each college, and the wishes alone have arcs of their own. A table of a
 * single college is then forbidden in one of two ways, and each is tried: that college stays away, or somebody of
 * another one comes. */
#include "engines/assign/inside.h"
#include <math.h>
#include <string.h>

enum { MOST_NODES = 500, LARGE = 200000, NODES_OF_LARGE = 100, MOST_DEPTH = 600, MOST_ROUNDS = 8,
       NO_ARC = 0xFFFFFFFFu };

uint32_t assign_college_of(const struct assign_problem *problem, uint32_t participant)
{
    return problem->college ? problem->college[participant] : 0;
}

static uint32_t seat_of(const struct assign_problem *problem, uint32_t table, uint32_t college)
{
    return 2 + problem->participants + table * problem->colleges + college;
}

/* How many of one college a table may hold. */
static uint32_t share_of(const struct assign_problem *problem, uint32_t table)
{
    double share = problem->most_share > 0 && problem->most_share < 1 ? problem->most_share : 1;
    uint32_t most = (uint32_t)floor(share * problem->places[table] + 1e-9);
    return most || !problem->places[table] ? most : 1;
}

/* Through which those of a college reach the tables that they did not ask for. */
static uint32_t elsewhere(const struct assign_problem *problem, uint32_t college)
{
    return seat_of(problem, problem->tables, problem->tables) + college;
}

int64_t assign_rank_cost(uint32_t rank)
{
    return (int64_t)rank * (rank + 1) / 2;
}

static void add_participant(struct flow *flow, const struct seating *seating, uint32_t p)
{
    const struct assign_problem *problem = seating->problem;
    uint32_t college = assign_college_of(problem, p);
    flow_arc(flow, 0, 2 + p, 1, 0);
    if (!problem->only_wishes)
        flow_arc(flow, 2 + p, elsewhere(problem, college), 1, ASSIGN_NO_WISH * seating->scale);
    for (size_t k = problem->wish_start[p]; k < problem->wish_start[p + 1]; k++)
        flow_arc(flow, 2 + p, seat_of(problem, problem->wish[k], college), 1,
                 assign_rank_cost((uint32_t)(k - problem->wish_start[p])) * seating->scale);
}

static void add_college(struct flow *flow, const struct assign_problem *problem, uint32_t college)
{
    for (uint32_t t = 0; t < problem->tables; t++)
        flow_arc(flow, elsewhere(problem, college), seat_of(problem, t, college), problem->places[t], 0);
}

/* Where a table's guests of other colleges than its own come together, when a price is paid for the first of them. */
static uint32_t others_of(const struct assign_problem *problem, uint32_t table)
{
    return elsewhere(problem, problem->colleges) + table;
}

static void add_table(struct flow *flow, const struct seating *seating, uint32_t t)
{
    const struct assign_problem *problem = seating->problem;
    uint32_t out = seat_of(problem, problem->tables, t), share = share_of(problem, t), others = out;
    uint32_t places = seating->alone[t] && problem->places[t] ? 1 : problem->places[t];
    int64_t price = seating->price && places > 1 ? seating->price[t] : 0;
    if (price > 0) {
        others = others_of(problem, t);
        flow_arc(flow, others, out, 1, -price);
        flow_arc(flow, others, out, places - 1, 0);
    }
    for (uint32_t c = 0; c < problem->colleges; c++) {
        uint8_t demand = seating->demand[t * problem->colleges + c];
        uint32_t most = demand == NOBODY ? 0 : share < places ? share : places;
        uint32_t to = price > 0 && c != seating->home[t] ? others : out;
        if (demand == SOMEBODY && most) {
            flow_arc(flow, seat_of(problem, t, c), to, 1, -must);
            most--;
        }
        if (most)
            flow_arc(flow, seat_of(problem, t, c), to, most, 0);
    }
    flow_arc(flow, out, 1, price > 0 ? 1 : places, 0);
    if (price > 0)
        flow_arc(flow, out, 1, places - 1, price / (places - 1));
}

/* The next table that a college reaches without having asked for it; the flow forgets one who goes there. */
static uint32_t take_elsewhere(const struct assign_problem *problem, struct flow *flow, uint32_t college)
{
    for (uint32_t a = flow->first[elsewhere(problem, college)]; a != NO_ARC; a = flow->arcs[a].next)
        if (a % 2 == 0 && flow->arcs[a ^ 1].room > 0) {
            flow->arcs[a ^ 1].room--;
            return (flow->arcs[a].to - seat_of(problem, 0, 0)) / problem->colleges;
        }
    return ASSIGN_NOWHERE;
}

/* Where each participant of a branch goes. Whoever goes elsewhere may take any of these places: one that they had asked
 * for would have made a cheaper flow. */
static void read_flow(struct seating *seating, struct flow *flow)
{
    const struct assign_problem *problem = seating->problem;
    for (uint32_t p = 0; p < problem->participants; p++) {
        uint32_t college = assign_college_of(problem, p);
        seating->table[p] = ASSIGN_NOWHERE;
        for (uint32_t a = flow->first[2 + p]; a != NO_ARC; a = flow->arcs[a].next)
            if (a % 2 == 0 && flow->arcs[a].room == 0)
                seating->table[p] = flow->arcs[a].to == elsewhere(problem, college)
                    ? take_elsewhere(problem, flow, college)
                    : (flow->arcs[a].to - seat_of(problem, 0, 0)) / problem->colleges;
    }
}

/* The best seating of a branch; false when what it demands cannot be. */
bool assign_seat(struct seating *seating)
{
    const struct assign_problem *problem = seating->problem;
    struct arena_mark mark = arena_mark(seating->work);
    struct flow flow = flow_begin(seating->work, others_of(problem, problem->tables));
    int64_t demanded = 0;
    for (uint32_t p = 0; p < problem->participants; p++)
        add_participant(&flow, seating, p);
    for (uint32_t c = 0; c < problem->colleges && !problem->only_wishes; c++)
        if (seating->people[c])
            add_college(&flow, problem, c);
    for (uint32_t t = 0; t < problem->tables; t++)
        add_table(&flow, seating, t);
    for (size_t i = 0; i < (size_t)problem->tables * problem->colleges; i++)
        demanded += seating->demand[i] == SOMEBODY;
    seating->placed = flow_run(&flow, &seating->cost);
    seating->cost += demanded * must;                      /* each met demand was counted as −must */
    read_flow(seating, &flow);
    arena_release(seating->work, mark);
    return seating->cost < must;
}

/* How many of each college sit at a table. */
uint32_t assign_count_at(const struct seating *seating, const uint32_t *table, uint32_t t, uint32_t *college)
{
    uint32_t count = 0, colleges[ASSIGN_MOST_COLLEGES] = {0}, different = 0;
    for (uint32_t p = 0; p < seating->problem->participants; p++)
        if (table[p] == t) {
            *college = assign_college_of(seating->problem, p);
            different += !colleges[*college]++;
            count++;
        }
    return different == 1 ? count : 0;
}

/* Tables where several sit, all of one college; *which is the fullest of them. */
uint32_t assign_count_single(const struct seating *seating, const uint32_t *table, uint32_t *which, uint32_t *college)
{
    uint32_t single = 0, fullest = 0;
    for (uint32_t t = 0; t < seating->problem->tables; t++) {
        uint32_t c = 0, count = assign_count_at(seating, table, t, &c);
        if (count < 2)
            continue;
        single++;
        if (count > fullest)
            fullest = count, *which = t, *college = c;
    }
    return single;
}

/* As many placed as can be, then fewer single tables, then the wishes. */
bool assign_is_better(const struct seating *seating, uint32_t single)
{
    const struct assign_result *best = seating->best;
    if (seating->placed != best->placed)
        return seating->placed > best->placed;
    return single != best->single ? single < best->single : seating->cost < best->cost;
}

void assign_keep(struct seating *seating, uint32_t single)
{
    struct assign_result *best = seating->best;
    best->placed = seating->placed, best->single = single, best->cost = seating->cost;
    memcpy(best->table, seating->table, seating->problem->participants * sizeof *best->table);
}

/* The largest college but one. */
static uint32_t largest_but(const struct seating *seating, uint32_t college)
{
    uint32_t best = college;
    for (uint32_t c = 0; c < seating->problem->colleges; c++)
        if (c != college && seating->people[c] && (best == college || seating->people[c] > seating->people[best]))
            best = c;
    return best;
}

/* A good seating to start from: somebody of another college comes to each table that holds one, at once, and again
 * where that leaves others. Branches then have something to beat. */
static void guess(struct seating *seating, uint32_t most)
{
    const struct assign_problem *problem = seating->problem;
    uint32_t table, college;
    for (int round = 0; round < MOST_ROUNDS && seating->best->single; round++) {
        for (uint32_t t = 0; t < problem->tables; t++)
            if (assign_count_at(seating, seating->table, t, &college) > 1)
                seating->demand[t * problem->colleges + largest_but(seating, college)] = SOMEBODY;
        if (!assign_seat(seating) || seating->placed < most)
            break;
        uint32_t single = assign_count_single(seating, seating->table, &table, &college);
        if (assign_is_better(seating, single))
            assign_keep(seating, single);
    }
    memset(seating->demand, FREE, (size_t)problem->tables * problem->colleges);
}

static void explore(struct seating *seating, uint32_t most, int depth);

static void try_demand(struct seating *seating, uint8_t *demand, uint8_t wanted, uint32_t most, int depth)
{
    uint8_t before = *demand;
    if (before != FREE && before != wanted)
        return;
    *demand = wanted;
    explore(seating, most, depth + 1);
    *demand = before;
}

/* most: how many can be placed at all; a branch that places fewer is left. */
static void explore(struct seating *seating, uint32_t most, int depth)
{
    const struct assign_problem *problem = seating->problem;
    uint32_t table = 0, college = 0;
    if (seating->nodes >= seating->most_nodes || depth > MOST_DEPTH) {
        seating->stopped = true;
        return;
    }
    seating->nodes++;
    if (!assign_seat(seating) || seating->placed < most
        || (seating->best->single == 0 && seating->best->placed == most && seating->cost >= seating->best->cost))
        return;
    uint32_t single = assign_count_single(seating, seating->table, &table, &college);
    if (assign_is_better(seating, single))
        assign_keep(seating, single);
    if (!single)
        return;
    for (uint32_t c = 0; c < problem->colleges; c++)
        if (c != college && seating->people[c])
            try_demand(seating, &seating->demand[table * problem->colleges + c], SOMEBODY, most, depth);
    try_demand(seating, &seating->demand[table * problem->colleges + college], NOBODY, most, depth);
    if (!seating->alone[table]) {                          /* or one alone, which is no single college among several */
        seating->alone[table] = 1;
        explore(seating, most, depth + 1);
        seating->alone[table] = 0;
    }
}

struct assign_result assign_solve(struct arena *arena, const struct assign_problem *problem)
{
    struct arena work = {0};
    size_t seats = (size_t)problem->tables * problem->colleges;
    struct assign_result best = {.table = arena_array(arena, problem->participants, sizeof *best.table)};
    struct seating seating = {.problem = problem, .work = &work, .demand = arena_array(&work, seats, 1),
        .alone = arena_array(&work, problem->tables, 1), .best = &best,
        .people = arena_array(&work, problem->colleges, sizeof(uint32_t)),
        .table = arena_array(&work, problem->participants, sizeof(uint32_t)),
        .most_nodes = problem->most_nodes ? problem->most_nodes
            : (size_t)problem->participants * problem->tables > LARGE ? NODES_OF_LARGE : MOST_NODES, .scale = 1};
    uint32_t table = 0, college = 0;
    for (uint32_t p = 0; p < problem->participants; p++)
        seating.people[assign_college_of(problem, p)]++;
    assign_seat(&seating);
    assign_keep(&seating, assign_count_single(&seating, seating.table, &table, &college));
    best.bound = best.cost;
    if (problem->mixed && best.single) {
        int64_t bound = best.cost;
        guess(&seating, best.placed);
        explore(&seating, best.placed, 0);
        best.bound = seating.stopped || best.single ? bound : best.cost;
        if (seating.stopped)
            assign_price_mixing(&seating);
    }
    arena_free(&work);
    return best;
}
