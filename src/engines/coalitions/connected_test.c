/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Connected teams: equal to trying every set of people on small networks, and whole in every part on larger ones. */
#include "engines/connected.h"
#include "engines/kernel/seeded.h"
#include "main/testing.h"
#include <math.h>

enum { MOST = 10, SKILLS = 5, ROUNDS = 600 };
struct small {
    struct arena arena;
    uint32_t nodes;
    double length[MOST][MOST], cost[MOST];                 /* 0: no tie */
    bool has[SKILLS][MOST], excluded[MOST];
    struct sparse network;
    size_t start[SKILLS + 1]; uint32_t holders[SKILLS * MOST];
    struct connected_problem problem;
};

static uint32_t below(struct seeded *chance, uint32_t most)
{
    return (uint32_t)seeded_below(chance, most);
}

static void invent_ties(struct small *small, struct seeded *chance)
{
    struct triple edges[MOST * MOST];
    size_t count = 0;
    uint32_t density = 2 + below(chance, 4);
    for (uint32_t a = 0; a < small->nodes; a++)
        for (uint32_t b = a + 1; b < small->nodes; b++)
            if (!below(chance, density)) {
                small->length[a][b] = small->length[b][a] = 1 + below(chance, 9);
                edges[count++] = (struct triple){a, b, small->length[a][b]};
            }
    small->network = sparse_graph(&small->arena, small->nodes, edges, count);
}

static void invent(struct small *small, struct seeded *chance)
{
    *small = (struct small){.nodes = 1 + below(chance, MOST)};
    uint32_t skills = 1 + below(chance, SKILLS), rare = 2 + below(chance, 4);
    invent_ties(small, chance);
    for (uint32_t s = 0; s < skills; s++) {
        small->start[s + 1] = small->start[s];
        for (uint32_t v = 0; v < small->nodes; v++)
            if (!below(chance, rare)) {
                small->has[s][v] = true;
                small->holders[small->start[s + 1]++] = v;
            }
    }
    for (uint32_t v = 0; v < small->nodes; v++) {
        small->cost[v] = below(chance, 6);
        small->excluded[v] = !below(chance, 8);
    }
    small->problem = (struct connected_problem){.network = &small->network, .lengths = true, .skills = skills,
        .start = small->start, .holders = small->holders, .cost = below(chance, 2) ? small->cost : NULL,
        .excluded = below(chance, 2) ? small->excluded : NULL};
}

/* The shortest tree on a set of people (Prim), with their costs; INFINITY when no tree joins them. */
static double tree_of(const struct small *small, uint32_t set)
{
    uint32_t in = set & -set;
    double sum = 0;
    for (uint32_t v = 0; v < small->nodes; v++)
        sum += (set >> v & 1) && small->problem.cost ? small->cost[v] : 0;
    while (in != set) {
        double least = INFINITY;
        uint32_t next = 0;
        for (uint32_t a = 0; a < small->nodes; a++)
            for (uint32_t b = 0; (in >> a & 1) && b < small->nodes; b++)
                if ((set & ~in) >> b & 1 && small->length[a][b] > 0 && small->length[a][b] < least) {
                    least = small->length[a][b];
                    next = b;
                }
        if (least == INFINITY)
            return INFINITY;
        sum += least;
        in |= 1u << next;
    }
    return sum;
}

static bool has_all(const struct small *small, uint32_t set)
{
    for (uint32_t s = 0; s < small->problem.skills; s++) {
        bool one = false;
        for (uint32_t v = 0; v < small->nodes; v++)
            one = one || ((set >> v & 1) && small->has[s][v]);
        if (!one)
            return false;
    }
    for (uint32_t v = 0; v < small->nodes; v++)
        if ((set >> v & 1) && small->problem.excluded && small->excluded[v])
            return false;
    return true;
}

static double try_everything(const struct small *small)
{
    double best = INFINITY;
    for (uint32_t set = 1; set < 1u << small->nodes; set++)
        if (has_all(small, set))
            best = fmin(best, tree_of(small, set));
    return best;
}

/* Between all, what one pays from a to b without a itself (Floyd and Warshall). */
static double leader_distance(const struct small *small)
{
    double way[MOST][MOST], best = INFINITY;
    uint32_t n = small->nodes;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++) {
            bool out = small->problem.excluded && (small->excluded[a] || small->excluded[b]);
            double entry = small->problem.cost ? small->cost[b] : 0;
            way[a][b] = out ? INFINITY : a == b ? 0 : small->length[a][b] > 0 ? small->length[a][b] + entry : INFINITY;
        }
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = 0; b < n; b++)
                way[a][b] = fmin(way[a][b], way[a][k] + way[k][b]);
    for (uint32_t v = 0; v < n; v++) {
        double sum = small->problem.cost ? small->cost[v] : 0;
        for (uint32_t s = 0; s < small->problem.skills; s++) {
            double nearest = INFINITY;
            for (uint32_t b = 0; b < n; b++)
                nearest = small->has[s][b] ? fmin(nearest, way[v][b]) : nearest;
            sum += nearest;
        }
        best = fmin(best, sum);
    }
    return best;
}

static bool is_member(const struct connected_team *team, uint32_t node)
{
    for (uint32_t i = 0; i < team->count; i++)
        if (team->members[i] == node)
            return true;
    return false;
}

/* A tree of its own members, that costs what it says; who answers for a skill has it; a link answers for none and is
 * no end of the tree, unless it is `root`. */
static void is_whole(const struct connected_problem *problem, const struct connected_team *team, uint32_t root)
{
    double cost = 0;
    assert_int_equal(team->tie_count, team->count - 1);
    for (uint32_t i = 0; i < team->count; i++) {
        uint32_t ties = 0;
        bool answers = false;
        for (uint32_t t = 0; t < team->tie_count; t++)
            ties += team->ties[t].a == team->members[i] || team->ties[t].b == team->members[i];
        for (uint32_t s = 0; s < problem->skills; s++)
            answers = answers || team->holder[s] == team->members[i];
        assert_int_equal(team->link[i], !answers);
        assert_true(answers || ties > 1 || team->members[i] == root);
        assert_true(ties || team->count == 1);
        assert_true(!i || team->members[i] > team->members[i - 1]);
        assert_false(problem->excluded && problem->excluded[team->members[i]]);
        cost += problem->cost ? problem->cost[team->members[i]] : 0;
    }
    for (uint32_t t = 0; t < team->tie_count; t++) {
        double value = sparse_at(problem->network, team->ties[t].a, team->ties[t].b);
        assert_true(is_member(team, team->ties[t].a) && is_member(team, team->ties[t].b) && value > 0);
        assert_true(team->ties[t].length == (problem->lengths ? value : 1 / value));
        cost += team->ties[t].length;
    }
    assert_true(fabs(cost - team->cost) <= 1e-9 * (1 + cost));
    for (uint32_t s = 0; s < problem->skills; s++) {
        bool has = false;
        for (size_t i = problem->start[s]; i < problem->start[s + 1]; i++)
            has = has || problem->holders[i] == team->holder[s];
        assert_true(has && is_member(team, team->holder[s]));
    }
}

static void it_is_equal_to_trying_everything(void **state)
{
    struct seeded chance = seeded_start(12);
    int found = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct small small;
        invent(&small, &chance);
        struct connected result = connected_find(&small.arena, &small.problem);
        double best = try_everything(&small);
        assert_int_equal(result.outcome == CONNECTED_FOUND, best < INFINITY);
        if (best < INFINITY) {
            found++;
            assert_true(result.cheapest.cost == best);               /* whole numbers: exactly */
            assert_true(result.leader_distance == leader_distance(&small));
            assert_true(result.led.cost >= best && result.led.cost <= result.leader_distance);
            is_whole(&small.problem, &result.cheapest, result.cheapest.members[0]);
            is_whole(&small.problem, &result.led, result.leader);
            assert_true(is_member(&result.led, result.leader));
        }
        arena_free(&small.arena);
    }
    assert_in_range(found, ROUNDS / 4, ROUNDS - ROUNDS / 10);
}

/* People on a ring who know their neighbours and some others by chance; each skill drawn among all. */
static struct connected_problem invent_large(struct arena *arena, uint32_t nodes, uint32_t edges, uint32_t skills,
                                             uint32_t holders)
{
    struct seeded chance = seeded_start(nodes + skills);
    struct triple *ties = arena_array(arena, edges, sizeof *ties);
    struct sparse *network = arena_alloc(arena, sizeof *network);
    size_t *start = arena_array(arena, skills + 1, sizeof *start);
    uint32_t *who = arena_array(arena, (size_t)skills * holders, sizeof *who);
    for (uint32_t i = 0; i < edges; i++) {
        uint32_t a = i % nodes, far = i < nodes ? 1 : 1 + below(&chance, nodes - 1);
        ties[i] = (struct triple){a, (a + far) % nodes, 1 + (double)below(&chance, 8)};
    }
    *network = sparse_graph(arena, nodes, ties, edges);
    for (uint32_t s = 0; s < skills; s++) {
        start[s + 1] = (size_t)holders * (s + 1);
        for (uint32_t i = 0; i < holders; i++)
            who[start[s] + i] = below(&chance, nodes);
    }
    return (struct connected_problem){.network = network, .skills = skills, .start = start, .holders = who};
}

static void a_larger_team_is_whole_and_never_dearer_than_a_led_one(void **state)
{
    for (uint32_t skills = 2; skills <= 8; skills += 3) {
        struct arena arena = {0};
        struct connected_problem problem = invent_large(&arena, 600, 2400, skills, 8);
        struct connected result = connected_find(&arena, &problem), again = connected_find(&arena, &problem);
        assert_int_equal(result.outcome, CONNECTED_FOUND);
        is_whole(&problem, &result.cheapest, result.cheapest.members[0]);
        is_whole(&problem, &result.led, result.leader);
        assert_true(result.cheapest.cost <= result.led.cost);
        assert_int_equal(result.cheapest.count, again.cheapest.count);
        assert_memory_equal(result.cheapest.members, again.cheapest.members,
                            result.cheapest.count * sizeof *result.cheapest.members);
        arena_free(&arena);
    }
}

/* One skill more, or one person less, never makes a team cheaper; one more tie never makes it dearer. */
static void asking_more_never_costs_less(void **state)
{
    struct arena arena = {0};
    struct connected_problem problem = invent_large(&arena, 300, 900, 7, 6);
    double before = 0;
    for (uint32_t skills = 1; skills <= 7; skills++) {
        problem.skills = skills;
        struct connected result = connected_find(&arena, &problem);
        assert_true(result.cheapest.cost >= before - 1e-9);
        before = result.cheapest.cost;
    }
    bool *excluded = arena_array(&arena, 300, sizeof *excluded);
    struct connected whole = connected_find(&arena, &problem);
    excluded[whole.cheapest.members[0]] = true;
    problem.excluded = excluded;
    struct connected without = connected_find(&arena, &problem);
    assert_true(without.outcome != CONNECTED_FOUND || without.cheapest.cost >= whole.cheapest.cost - 1e-9);
    arena_free(&arena);
}

static void one_person_who_has_all_is_a_team(void **state)
{
    static const size_t start[] = {0, 2, 3, 4};
    static const uint32_t who[] = {0, 2, 2, 2};
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, 3, (struct triple[]){{0, 1, 1}, {1, 2, 1}}, 2);
    struct connected_problem problem = {.network = &network, .skills = 3, .start = start, .holders = who};
    struct connected result = connected_find(&arena, &problem);
    assert_int_equal(result.outcome, CONNECTED_FOUND);
    assert_int_equal(result.cheapest.count, 1);
    assert_int_equal(result.cheapest.members[0], 2);
    assert_true(result.cheapest.cost == 0 && result.leader == 2);
    arena_free(&arena);
}

static void what_cannot_be_is_said_with_its_reason(void **state)
{
    static const size_t start[] = {0, 1, 2}, nobody[] = {0, 1, 1};
    static const uint32_t who[] = {0, 3}, strange[] = {0, 9};
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, 4, (struct triple[]){{0, 1, 1}, {2, 3, 1}}, 2);
    struct sparse endless = sparse_graph(&arena, 4, (struct triple[]){{0, 1, INFINITY}}, 1);
    struct sparse loop = sparse_graph(&arena, 4, (struct triple[]){{1, 1, 1}}, 1);
    bool excluded[4] = {[3] = true};
    double cost[4] = {0, NAN};
    struct connected_problem problem = {.network = &network, .skills = 2, .start = start, .holders = who};
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_APART);
    problem.excluded = excluded;
    struct connected result = connected_find(&arena, &problem);
    assert_int_equal(result.outcome, CONNECTED_NOBODY);
    assert_int_equal(result.skill, 1);
    problem.excluded = NULL, problem.start = nobody;
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_NOBODY);
    problem.start = start, problem.holders = strange;
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_UNSOUND);
    problem.holders = who, problem.cost = cost;
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_UNSOUND);
    problem.cost = NULL, problem.network = &endless;
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_UNSOUND);
    problem.network = &loop;
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_UNSOUND);
    problem.network = &network, problem.skills = CONNECTED_MOST_SKILLS + 1;
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_UNSOUND);
    problem.skills = 0;
    assert_int_equal(connected_find(&arena, &problem).outcome, CONNECTED_UNSOUND);
    arena_free(&arena);
}

static void a_search_beyond_its_memory_gives_the_led_team_alone(void **state)
{
    struct arena arena = {0};
    struct connected_problem problem = invent_large(&arena, 40000, 80000, 12, 2);
    struct connected result = connected_find(&arena, &problem);
    assert_int_equal(result.outcome, CONNECTED_TOO_LARGE);
    assert_int_equal(result.cheapest.count, 0);
    is_whole(&problem, &result.led, result.leader);
    arena_free(&arena);
}

const struct CMUnitTest connected_tests[] = {
    PLAIN("it is equal to trying everything", it_is_equal_to_trying_everything),
    PLAIN("a larger team is whole and never dearer than a led one",
          a_larger_team_is_whole_and_never_dearer_than_a_led_one),
    PLAIN("asking more never costs less", asking_more_never_costs_less),
    PLAIN("one person who has all is a team", one_person_who_has_all_is_a_team),
    PLAIN("what cannot be is said with its reason", what_cannot_be_is_said_with_its_reason),
    PLAIN("a search beyond its memory gives the led team alone", a_search_beyond_its_memory_gives_the_led_team_alone),
    {0}
};
