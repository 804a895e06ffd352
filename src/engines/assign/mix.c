/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What mixing costs at least. Where N people sit at a table of P places, the guests of other colleges than one, its
 * home, are G; mixed, min(1, G) ≥ (N − 1)/(P − 1). Each such rule is given up against a price: the first guest is
 * paid, each seat beyond the first pays its part. Whatever the prices ≥ 0, the flow then costs no more than any mixed
 * seating; they rise where a table stays single (subgradient: Held and Karp 1971). */
#include "engines/assign/inside.h"
#include <math.h>
#include <string.h>

enum { SCALE = 16, ROUNDS = 120, LARGE = 200000, ROUNDS_OF_LARGE = 12, REPAIRS = 3, PATIENCE = 8 };

struct pricing {
    struct seating *seating;
    double *wanted, *step;                                 /* by table: the price, and where it should go */
    int64_t *price; uint32_t *home;
    double bound;                                          /* the best so far */
};

/* The college that has most at each table of a seating. */
static void find_homes(const struct seating *seating, const uint32_t *table, uint32_t *home)
{
    const struct assign_problem *problem = seating->problem;
    uint32_t *count = arena_array(seating->work, (size_t)problem->tables * problem->colleges, sizeof *count);
    for (uint32_t p = 0; p < problem->participants; p++)
        if (table[p] != ASSIGN_NOWHERE)
            count[table[p] * problem->colleges + assign_college_of(problem, p)]++;
    for (uint32_t t = 0; t < problem->tables; t++)
        for (uint32_t c = 1; c < problem->colleges; c++)
            if (count[t * problem->colleges + c] > count[t * problem->colleges + home[t]])
                home[t] = c;
}

static int64_t cost_of(const struct seating *seating)
{
    const struct assign_problem *problem = seating->problem;
    int64_t sum = 0;
    for (uint32_t p = 0; p < problem->participants; p++) {
        int64_t cost = seating->table[p] == ASSIGN_NOWHERE ? 0 : ASSIGN_NO_WISH;
        for (size_t k = problem->wish_start[p]; k < problem->wish_start[p + 1]; k++)
            if (problem->wish[k] == seating->table[p])
                cost = assign_rank_cost((uint32_t)(k - problem->wish_start[p]));
        sum += cost;
    }
    return sum;
}

/* How far each rule is broken by the seating; the sum of the squares. */
static double find_steps(struct pricing *pricing)
{
    const struct seating *seating = pricing->seating;
    const struct assign_problem *problem = seating->problem;
    double squares = 0;
    uint32_t *seated = arena_array(seating->work, problem->tables, sizeof *seated);
    uint32_t *guests = arena_array(seating->work, problem->tables, sizeof *guests);
    for (uint32_t p = 0; p < problem->participants; p++)
        if (seating->table[p] != ASSIGN_NOWHERE) {
            seated[seating->table[p]]++;
            guests[seating->table[p]] += assign_college_of(problem, p) != pricing->home[seating->table[p]];
        }
    for (uint32_t t = 0; t < problem->tables; t++) {
        double share = problem->places[t] > 1 && seated[t] ? (seated[t] - 1.0) / (problem->places[t] - 1.0) : 0;
        pricing->step[t] = problem->places[t] > 1 ? share - (guests[t] > 0) : 0;
        if (pricing->wanted[t] <= 0 && pricing->step[t] < 0)
            pricing->step[t] = 0;
        squares += pricing->step[t] * pricing->step[t];
    }
    return squares;
}

/* The seating under these prices is kept when it is the best; tables still single are asked for somebody else. */
static void keep_and_repair(struct pricing *pricing)
{
    struct seating *seating = pricing->seating;
    const struct assign_problem *problem = seating->problem;
    for (int round = 0;; round++) {
        uint32_t table, college, single = assign_count_single(seating, seating->table, &table, &college);
        seating->cost = cost_of(seating);
        if (assign_is_better(seating, single))
            assign_keep(seating, single);
        if (!single || round == REPAIRS)
            break;
        for (uint32_t t = 0; t < problem->tables; t++)
            if (assign_count_at(seating, seating->table, t, &college) > 1) {
                uint32_t other = (college + 1 + (uint32_t)round) % problem->colleges;
                if (other != college && seating->people[other])
                    seating->demand[t * problem->colleges + other] = SOMEBODY;
            }
        if (!assign_seat(seating) || seating->placed < seating->best->placed)
            break;
    }
    memset(seating->demand, FREE, (size_t)problem->tables * problem->colleges);
}

/* One round; false: the prices have nothing more to say. */
static bool price_once(struct pricing *pricing, double reach, bool repair)
{
    struct seating *seating = pricing->seating;
    const struct assign_problem *problem = seating->problem;
    for (uint32_t t = 0; t < problem->tables; t++)
        pricing->price[t] = (int64_t)(pricing->wanted[t] * SCALE);
    if (!assign_seat(seating))
        return false;
    double bound = (double)seating->cost / SCALE, squares = find_steps(pricing);
    double above = seating->best->single ? bound + ASSIGN_NO_WISH : (double)seating->best->cost;
    pricing->bound = fmax(pricing->bound, bound);
    for (uint32_t t = 0; squares > 0 && t < problem->tables; t++)
        pricing->wanted[t] = fmax(0, pricing->wanted[t] + reach * (above - bound) / squares * pricing->step[t]);
    if (repair)
        keep_and_repair(pricing);
    return squares > 0;
}

void assign_price_mixing(struct seating *seating)
{
    const struct assign_problem *problem = seating->problem;
    struct assign_result *best = seating->best;
    uint32_t tables = problem->tables;
    struct pricing pricing = {seating, arena_array(seating->work, tables, sizeof(double)),
        arena_array(seating->work, tables, sizeof(double)), arena_array(seating->work, tables, sizeof(int64_t)),
        arena_array(seating->work, tables, sizeof(uint32_t)), (double)best->bound};
    bool large = (size_t)problem->participants * tables > LARGE;
    int rounds = large ? ROUNDS_OF_LARGE : ROUNDS, idle = 0;
    double reach = 1.5;
    find_homes(seating, best->table, pricing.home);
    seating->scale = SCALE, seating->price = pricing.price, seating->home = pricing.home;
    for (int round = 0; round < rounds; round++) {
        struct arena_mark mark = arena_mark(seating->work);
        double before = pricing.bound;
        bool on = price_once(&pricing, reach, round % 4 == 3);
        idle = pricing.bound > before + 0.01 ? 0 : idle + 1;
        if (idle == PATIENCE)
            reach /= 2, idle = 0;
        arena_release(seating->work, mark);
        if (!on || (!best->single && ceil(pricing.bound - 1e-9) >= (double)best->cost))
            break;
    }
    if (!best->single)                                     /* a seating that does not mix may cost less */
        best->bound = (int64_t)fmin(ceil(pricing.bound - 1e-9), (double)best->cost);
}
