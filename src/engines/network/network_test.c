/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Networks: known figures, small ones by hand, the same on one thread and two; tests/network/run has igraph beside. */
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "engines/network.h"
#include "main/testing.h"
#include <math.h>

/* Zachary 1977, "An information flow model for conflict and fission in small groups": 34 members, 78 friendships. */
static const uint8_t club[][2] = {
    {0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 6}, {0, 7}, {0, 8}, {0, 10}, {0, 11}, {0, 12}, {0, 13}, {0, 17},
    {0, 19}, {0, 21}, {0, 31}, {1, 2}, {1, 3}, {1, 7}, {1, 13}, {1, 17}, {1, 19}, {1, 21}, {1, 30}, {2, 3}, {2, 7},
    {2, 8}, {2, 9}, {2, 13}, {2, 27}, {2, 28}, {2, 32}, {3, 7}, {3, 12}, {3, 13}, {4, 6}, {4, 10}, {5, 6}, {5, 10},
    {5, 16}, {6, 16}, {8, 30}, {8, 32}, {8, 33}, {9, 33}, {13, 33}, {14, 32}, {14, 33}, {15, 32}, {15, 33}, {18, 32},
    {18, 33}, {19, 33}, {20, 32}, {20, 33}, {22, 32}, {22, 33}, {23, 25}, {23, 27}, {23, 29}, {23, 32}, {23, 33},
    {24, 25}, {24, 27}, {24, 31}, {25, 31}, {26, 29}, {26, 33}, {27, 33}, {28, 31}, {28, 33}, {29, 32}, {29, 33},
    {30, 32}, {30, 33}, {31, 32}, {31, 33}, {32, 33}};
enum { CLUB = sizeof club / sizeof *club, MEMBERS = 34 };

static struct sparse zachary(struct arena *arena)
{
    struct triple ties[CLUB];
    for (size_t i = 0; i < CLUB; i++)
        ties[i] = (struct triple){club[i][0], club[i][1], 1};
    return sparse_graph(arena, MEMBERS, ties, CLUB);
}

static struct sparse invent(struct arena *arena, uint32_t nodes, uint32_t ties, uint64_t seed)
{
    struct seeded chance = seeded_start(seed);
    struct triple *list = arena_array(arena, ties, sizeof *list);
    for (uint32_t i = 0; i < ties; i++) {
        uint32_t a = (uint32_t)seeded_below(&chance, nodes);
        uint32_t b = (a + 1 + (uint32_t)seeded_below(&chance, nodes - 1)) % nodes;
        list[i] = (struct triple){a, b, 1 + (double)seeded_below(&chance, 3)};
    }
    return sparse_graph(arena, nodes, list, ties);
}

static void the_club_of_zachary_gives_its_known_figures(void **state)
{
    struct arena arena = {0};
    struct sparse network = zachary(&arena);
    assert_true(network_sound(&network));
    struct network_circles circles = network_communities(&arena, &network, &(struct network_circles_rule){.seed = 7});
    assert_int_equal(circles.parts.count, 4);
    assert_near(circles.quality, 0.4197896, 1e-7);
    struct network_between between = network_betweenness(&arena, &network, &(struct network_between_rule){0});
    assert_near(between.score[0], 231.0714286, 1e-7);
    assert_near(between.score[33], 160.5515873, 1e-7);
    assert_true(between.error == 0 && !between.deviation);
    uint32_t *core = network_cores(&arena, &network);
    assert_int_equal(core[0], 4);
    assert_int_equal(core[11], 1);
    struct network_cuts cuts = network_cuts(&arena, &network);
    for (uint32_t i = 0; i < MEMBERS; i++)
        assert_int_equal(cuts.articulation[i], i == 0);
    assert_int_equal(cuts.largest[0], 27);
    assert_int_equal(cuts.pieces[0], 3);
    assert_int_equal(cuts.bridge_count, 1);
    assert_true(cuts.bridges[0][0] == 0 && cuts.bridges[0][1] == 11);
    arena_free(&arena);
}

/* Borgatti 1997: without weights it is n − 2t/n, t the ties among the n ties of i. */
static void effective_size_is_that_of_borgatti(void **state)
{
    struct arena arena = {0};
    struct sparse network = zachary(&arena);
    struct network_holes holes = network_holes(&arena, &network);
    for (uint32_t i = 0; i < MEMBERS; i++) {
        double ties = (double)(network.start[i + 1] - network.start[i]), among = 0;
        for (size_t a = network.start[i]; a < network.start[i + 1]; a++)
            for (size_t b = network.start[i]; b < a; b++)
                among += sparse_at(&network, network.column[a], network.column[b]);
        assert_near(holes.size[i], ties - 2 * among / ties, 1e-12);
    }
    arena_free(&arena);
}

static void who_is_alone_has_no_constraint(void **state)
{
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, 3, (struct triple[]){{0, 1, 2}}, 1);
    struct network_holes holes = network_holes(&arena, &network);
    assert_true(isnan(holes.constraint[2]) && holes.constraint[0] == 1);
    assert_true(holes.size[2] == 0 && holes.size[0] == 1);
    struct network_cuts cuts = network_cuts(&arena, &network);
    assert_true(!cuts.articulation[2] && cuts.pieces[2] == 0 && cuts.largest[2] == 2 && cuts.largest[0] == 1);
    arena_free(&arena);
}

static void a_large_meeting_weighs_less_than_work_done_by_two(void **state)
{
    struct arena arena = {0};
    bool fits;
    uint32_t too_large;
    struct triple members[] = {{0, 0, 1}, {1, 0, 1}, {0, 1, 1}, {1, 1, 0.5}, {2, 1, 1}, {1, 1, 0.25}, {3, 2, 1}};
    struct sparse network = network_project(&arena, 4, 3, members, 7, 0, &too_large, &fits);
    assert_true(fits && too_large == 0 && network_sound(&network));
    assert_near(sparse_at(&network, 0, 1), 1.25, 0);
    assert_near(sparse_at(&network, 0, 2), 0.5, 0);
    assert_near(sparse_at(&network, 1, 2), 0.25, 0);
    assert_int_equal(network.start[4] - network.start[3], 0);
    network = network_project(&arena, 4, 3, members, 7, 2, &too_large, &fits);
    assert_int_equal(too_large, 1);
    assert_near(sparse_at(&network, 0, 2), 0, 0);
    arena_free(&arena);
}

static void a_network_that_is_none_is_refused(void **state)
{
    struct arena arena = {0};
    struct sparse loop = sparse_graph(&arena, 2, (struct triple[]){{0, 0, 1}, {0, 1, 1}}, 2);
    struct sparse negative = sparse_graph(&arena, 2, (struct triple[]){{0, 1, -1}}, 1);
    struct sparse one_way = sparse_build(&arena, 2, 2, (struct triple[]){{0, 1, 1}}, 1);
    struct sparse endless = sparse_graph(&arena, 2, (struct triple[]){{0, 1, INFINITY}}, 1);
    assert_false(network_sound(&loop) || network_sound(&negative) || network_sound(&one_way)
                 || network_sound(&endless));
    arena_free(&arena);
}

static void an_empty_network_breaks_nothing(void **state)
{
    struct arena arena = {0};
    for (uint32_t n = 0; n < 3; n++) {
        struct sparse network = sparse_graph(&arena, n, NULL, 0);
        assert_int_equal(network_communities(&arena, &network, &(struct network_circles_rule){0}).parts.count, n);
        assert_int_equal(network_components(&arena, &network).count, n);
        network_betweenness(&arena, &network, &(struct network_between_rule){0});
        network_holes(&arena, &network);
        network_cores(&arena, &network);
        assert_int_equal(network_cuts(&arena, &network).bridge_count, 0);
        assert_near(network_robustness(&arena, &network, NULL), n == 2 ? 0.25 : 0, 0);
    }
    arena_free(&arena);
}

static void roles_are_those_of_gould_and_fernandez(void **state)
{
    enum { V = 0 };
    static const uint32_t colleges[] = {1, 1, 1, 2, 2, 3, NETWORK_NO_COLLEGE};
    static const uint64_t expected[NETWORK_ROLES] = {2, 2, 6, 6, 4};
    struct arena arena = {0};
    /* a star around 0, of college 1: pairs {1,1} coordinator, {2,2} itinerant, {1,2} ×4 and {1,3} ×2 gatekeeper one
     * way and representative the other, {2,3} ×2 liaison both ways */
    struct triple ties[] = {{V, 1, 1}, {V, 2, 1}, {V, 3, 1}, {V, 4, 1}, {V, 5, 1}, {V, 6, 1}};
    struct sparse network = sparse_graph(&arena, 7, ties, 6);
    uint64_t *roles = network_roles(&arena, &network, colleges);
    for (int r = 0; r < NETWORK_ROLES; r++)
        assert_int_equal(roles[r], expected[r]);
    for (int r = NETWORK_ROLES; r < 7 * NETWORK_ROLES; r++)
        assert_int_equal(roles[r], 0);
    arena_free(&arena);
}

static uint32_t largest_without(struct arena *arena, const struct sparse *network, const bool *gone)
{
    struct triple *kept = arena_array(arena, network->start[network->rows], sizeof *kept);
    size_t count = 0;
    uint32_t largest = 0;
    for (uint32_t i = 0; i < network->rows; i++)
        for (size_t k = network->start[i]; k < network->start[i + 1]; k++)
            if (network->column[k] < i && !gone[i] && !gone[network->column[k]])
                kept[count++] = (struct triple){i, network->column[k], 1};
    struct sparse left = sparse_graph(arena, network->rows, kept, count);
    struct network_parts parts = network_components(arena, &left);
    for (uint32_t i = 0; i < network->rows; i++)
        if (!gone[i] && parts.size[parts.of[i]] > largest)
            largest = parts.size[parts.of[i]];
    return largest;
}

static void departures_leave_what_taking_them_out_leaves(void **state)
{
    for (uint64_t seed = 0; seed < 60; seed++) {
        struct arena arena = {0};
        uint32_t n = 20, order[20];
        struct sparse network = invent(&arena, n, 10 + (uint32_t)seed, seed);
        struct network_cuts cuts = network_cuts(&arena, &network);
        bool gone[20] = {0};
        double sum = 0;
        for (uint32_t i = 0; i < n; i++) {
            gone[i] = true;
            assert_int_equal(cuts.largest[i], largest_without(&arena, &network, gone));
            gone[i] = false;
        }
        double robustness = network_robustness(&arena, &network, order);
        for (uint32_t q = 0; q < n; q++) {
            for (uint32_t i = 0, most = 0; q == 0 && i < n; i++) {
                most = (uint32_t)(network.start[i + 1] - network.start[i]);
                assert_true(most <= network.start[order[0] + 1] - network.start[order[0]]);
            }
            gone[order[q]] = true;
            sum += largest_without(&arena, &network, gone);
        }
        assert_near(robustness, sum / n / n, 1e-12);
        arena_free(&arena);
    }
}

static void circles_are_connected_and_found_again(void **state)
{
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct arena arena = {0};
        struct sparse network = invent(&arena, 200, 150 + 10 * (uint32_t)seed, seed);
        struct network_circles_rule rule = {seed % 2 ? NETWORK_CPM : NETWORK_MODULARITY, 0.5 + 0.05 * (double)seed,
                                            seed, 2, 0};
        struct network_circles circles = network_communities(&arena, &network, &rule);
        struct network_circles again = network_communities(&arena, &network, &rule);
        assert_memory_equal(circles.parts.of, again.parts.of, 200 * sizeof(uint32_t));
        assert_near(network_quality_of(&arena, &network, circles.parts.of, rule.quality, rule.gamma),
                            circles.quality, 0);
        for (uint32_t c = 0; c < circles.parts.count; c++) {
            bool others[200];
            for (uint32_t i = 0; i < 200; i++)
                others[i] = circles.parts.of[i] != c;
            assert_int_equal(largest_without(&arena, &network, others), circles.parts.size[c]);
        }
        arena_free(&arena);
    }
}

/* A ring of cliques: modularity merges some of them, the constant Potts model does not (Fortunato 2007). */
static void a_density_asked_for_finds_every_clique_of_a_ring(void **state)
{
    enum { CLIQUES = 30, SIZE = 5 };
    struct arena arena = {0};
    struct triple ties[CLIQUES * (SIZE * (SIZE - 1) / 2 + 1)];
    size_t count = 0;
    for (uint32_t c = 0; c < CLIQUES; c++) {
        for (uint32_t a = 0; a < SIZE; a++)
            for (uint32_t b = 0; b < a; b++)
                ties[count++] = (struct triple){c * SIZE + a, c * SIZE + b, 1};
        ties[count++] = (struct triple){c * SIZE, (c + 1) % CLIQUES * SIZE + 1, 1};
    }
    struct sparse network = sparse_graph(&arena, CLIQUES * SIZE, ties, count);
    struct network_circles_rule rule = {.quality = NETWORK_CPM, .gamma = 0.5, .seed = 3};
    assert_int_equal(network_communities(&arena, &network, &rule).parts.count, CLIQUES);
    rule.quality = NETWORK_MODULARITY, rule.gamma = 1;
    assert_true(network_communities(&arena, &network, &rule).parts.count < CLIQUES);
    arena_free(&arena);
}

static void threads_change_no_digit(void **state)
{
    for (int weighted = 0; weighted < 2; weighted++)
        for (uint32_t sources = 0; sources <= 100; sources += 100) {
            struct arena arena = {0};
            struct sparse network = invent(&arena, 500, 2000, 5);
            struct network_between_rule rule = {weighted, sources, 9, 1};
            struct network_between one = network_betweenness(&arena, &network, &rule);
            rule.threads = 2;
            struct network_between two = network_betweenness(&arena, &network, &rule);
            assert_memory_equal(one.score, two.score, 500 * sizeof(double));
            if (sources)
                assert_memory_equal(one.deviation, two.deviation, 500 * sizeof(double));
            arena_free(&arena);
        }
}

static void a_sample_keeps_within_its_stated_error(void **state)
{
    struct arena arena = {0};
    uint32_t n = 600;
    int within = 0;
    struct sparse network = invent(&arena, n, 1500, 8);
    struct network_between exact = network_betweenness(&arena, &network, &(struct network_between_rule){0});
    uint32_t *order = order_of_reals(&arena, exact.score, n, true);
    for (uint64_t seed = 0; seed < 10; seed++) {
        struct network_between_rule rule = {.sources = 200, .seed = seed};
        struct network_between drawn = network_betweenness(&arena, &network, &rule);
        for (uint32_t i = 0; i < n; i++) {
            double miss = fabs(drawn.score[i] - exact.score[i]);
            assert_true(miss <= drawn.error * 0.5 * (n - 1) * (n - 2));
        }
        for (uint32_t i = 0; i < 60; i++)
            within += fabs(drawn.score[order[i]] - exact.score[order[i]]) <= 2.5 * drawn.deviation[order[i]];
    }
    assert_true(within >= 540);                            /* of 600: what is drawn has a long tail */
    arena_free(&arena);
}

const struct CMUnitTest network_tests[] = {
    PLAIN("the club of Zachary gives its known figures", the_club_of_zachary_gives_its_known_figures),
    PLAIN("effective size is that of Borgatti", effective_size_is_that_of_borgatti),
    PLAIN("who is alone has no constraint", who_is_alone_has_no_constraint),
    PLAIN("a large meeting weighs less than work done by two", a_large_meeting_weighs_less_than_work_done_by_two),
    PLAIN("a network that is none is refused", a_network_that_is_none_is_refused),
    PLAIN("an empty network breaks nothing", an_empty_network_breaks_nothing),
    PLAIN("roles are those of Gould and Fernandez", roles_are_those_of_gould_and_fernandez),
    PLAIN("departures leave what taking them out leaves", departures_leave_what_taking_them_out_leaves),
    PLAIN("circles are connected and found again", circles_are_connected_and_found_again),
    PLAIN("a density asked for finds every clique of a ring", a_density_asked_for_finds_every_clique_of_a_ring),
    PLAIN("threads change no digit", threads_change_no_digit),
    PLAIN("a sample keeps within its stated error", a_sample_keeps_within_its_stated_error),
    {0}
};
