/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The kernel the engines share. */
#include "engines/kernel/hash.h"
#include "engines/kernel/heap.h"
#include "engines/kernel/inverted.h"
#include "engines/kernel/rational.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "engines/kernel/sparse.h"
#include "main/testing.h"
#include <math.h>
#include <stdlib.h>

static void a_seed_gives_one_sequence(void **state)
{
    struct seeded seeded = {{1, 2, 3, 4}};                           /* the vectors of the authors' own code */
    assert_true(seeded_next(&seeded) == 11520);
    assert_true(seeded_next(&seeded) == 0);
    assert_true(seeded_next(&seeded) == 1509978240);
    assert_true(seeded_next(&seeded) == 1215971899390074240);
    struct seeded a = seeded_start(42), b = seeded_start(42), c = seeded_start(43);
    assert_true(seeded_next(&a) == seeded_next(&b));
    assert_true(seeded_next(&a) != seeded_next(&c));
}

static void small_numbers_are_drawn_evenly(void **state)
{
    struct seeded seeded = seeded_start(7);
    int counts[6] = {0};
    for (int i = 0; i < 60000; i++)
        counts[seeded_below(&seeded, 6)]++;
    double square = 0;
    for (int face = 0; face < 6; face++)
        square += (counts[face] - 10000.0) * (counts[face] - 10000.0) / 10000;
    assert_true(square < 20.5);                                      /* χ² of 5 degrees: 1 in 1,000 beyond */
    assert_true(seeded_below(&seeded, 0) == 0 && seeded_below(&seeded, 1) == 0);
}

static void a_shuffle_keeps_every_item(void **state)
{
    uint32_t items[100], seen[100] = {0};
    struct seeded seeded = seeded_from_text("tirage du 23/11/2026");
    for (uint32_t i = 0; i < 100; i++)
        items[i] = i;
    seeded_shuffle(&seeded, items, 100);
    int moved = 0;
    for (uint32_t i = 0; i < 100; i++) {
        seen[items[i]]++;
        moved += items[i] != i;
    }
    for (int i = 0; i < 100; i++)
        assert_int_equal(seen[i], 1);
    assert_true(moved > 80);
}

static void normal_numbers_have_the_moments_they_should(void **state)
{
    assert_near(normal_quantile(0.975), 1.959963984540054, 1e-14);
    assert_near(normal_quantile(0.5), 0, 0);
    assert_near(normal_quantile(1e-10), -6.361340902404056, 1e-12);
    assert_near(normal_quantile(0.25), -0.6744897501960817, 1e-15);
    struct seeded seeded = seeded_start(1);
    double sum = 0, squares = 0;
    for (int i = 0; i < 100000; i++) {
        double z = seeded_normal(&seeded);
        sum += z;
        squares += z * z;
    }
    assert_near(sum / 100000, 0, 0.01);
    assert_near(squares / 100000, 1, 0.02);
}

static void a_steady_logarithm_is_the_logarithm(void **state)
{
    struct seeded seeded = seeded_start(9);
    for (int i = 0; i < 10000; i++) {
        double x = ldexp(seeded_unit(&seeded) + 0x1p-60, (int)seeded_below(&seeded, 200) - 100);
        assert_near(steady_log(x), log(x), 4e-16 * (1 + fabs(log(x))));
    }
}

static void a_steady_exponential_is_the_exponential(void **state)
{
    for (int i = -7000; i < 7000; i++)
        assert_near(steady_exp(i * 0.1 + 0.01) / exp(i * 0.1 + 0.01), 1, 5e-16);
    assert_true(steady_exp(0) == 1);
    assert_true(steady_exp(-800) == 0);
    assert_true(isinf(steady_exp(710)));
}

static void the_share_of_a_normal_answers_its_quantile(void **state)
{
    for (int i = -370; i <= 370; i++)
        assert_near(normal_share(i * 0.1), erfc(-i * 0.1 / sqrt(2)) / 2, 1e-15);
    for (int i = 1; i < 1000; i++)
        assert_near(normal_share(normal_quantile(i / 1000.0)), i / 1000.0, 1e-15);
    assert_near(normal_share(-20) / 2.7536241186062337e-89, 1, 1e-13);
}

static void texts_are_numbered_as_they_come(void **state)
{
    struct arena arena = {0};
    struct text_map map = {.arena = &arena};
    assert_int_equal(text_map_find(&map, "a", 1), HASH_NONE);
    for (uint32_t round = 0; round < 2; round++)
        for (uint32_t i = 0; i < 5000; i++) {
            char name[16];
            size_t length = (size_t)snprintf(name, sizeof name, "nom %u", i);
            bool is_new;
            assert_int_equal(text_map_add(&map, name, length, &is_new), i);
            assert_int_equal(is_new, round == 0);
        }
    assert_int_equal(map.count, 5000);
    assert_string_equal(map.texts[4999], "nom 4999");
    assert_int_equal(text_map_find(&map, "nom", 3), HASH_NONE);
    assert_int_equal(text_map_add(&map, "", 0, NULL), 5000);
    arena_free(&arena);
}

static void numbers_find_their_values(void **state)
{
    struct arena arena = {0};
    struct int_map map = {.arena = &arena};
    assert_false(int_map_get(&map, 0, NULL));
    for (uint64_t i = 0; i < 3000; i++)
        *int_map_at(&map, i * i) += i + 1;
    uint64_t value = 0;
    for (uint64_t i = 0; i < 3000; i++) {
        assert_true(int_map_get(&map, i * i, &value));
        assert_true(value == i + 1);
    }
    assert_false(int_map_get(&map, 3, &value));
    arena_free(&arena);
}

static int by_tens(const void *a, const void *b, const void *context)
{
    return *(const int *)a / 10 - *(const int *)b / 10;
}

static void equal_items_keep_their_order(void **state)
{
    struct arena arena = {0};
    struct seeded seeded = seeded_start(3);
    for (size_t count = 0; count < 200; count += 7) {
        int items[200], before[200];
        for (size_t i = 0; i < count; i++)
            items[i] = before[i] = (int)seeded_below(&seeded, 50);
        stable_sort(&arena, items, count, sizeof *items, by_tens, NULL);
        size_t at = 0;
        for (int ten = 0; ten < 5; ten++)
            for (size_t i = 0; i < count; i++)
                if (before[i] / 10 == ten)
                    assert_int_equal(items[at++], before[i]);
        assert_int_equal(at, count);
    }
    arena_free(&arena);
}

static void numbers_are_ordered_by_size_then_place(void **state)
{
    struct arena arena = {0};
    double numbers[] = {3, -1, 0.0, -0.0, 1e300, -INFINITY, -1, NAN, 2.5};
    uint32_t *up = order_of_reals(&arena, numbers, 9, false), *down = order_of_reals(&arena, numbers, 9, true);
    uint32_t expected_up[] = {5, 1, 6, 2, 3, 8, 0, 4, 7}, expected_down[] = {4, 0, 8, 2, 3, 1, 6, 5, 7};
    assert_memory_equal(up, expected_up, sizeof expected_up);
    assert_memory_equal(down, expected_down, sizeof expected_down);
    arena_free(&arena);
}

static void a_heap_gives_back_in_order(void **state)
{
    enum { COUNT = 500 };
    struct arena arena = {0};
    struct seeded seeded = seeded_start(5);
    struct heap pushed = {.arena = &arena}, written = {.arena = &arena};
    struct keyed *sorted = arena_array(&arena, COUNT, sizeof *sorted);
    written.items = arena_array(&arena, COUNT, sizeof *written.items);
    for (uint64_t value = 0; value < COUNT; value++) {
        sorted[value] = (struct keyed){seeded_below(&seeded, 40), value};
        written.items[written.count++] = sorted[value];
    }
    for (uint64_t value = COUNT; value-- > 0;)                       /* the other way round: equal keys too */
        heap_push(&pushed, sorted[value].key, value);
    heap_order(&written);
    sort_keyed(&arena, sorted, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        struct keyed one = heap_pop(&pushed), other = heap_pop(&written);
        assert_true(one.key == sorted[i].key && one.value == sorted[i].value);
        assert_true(other.key == one.key && other.value == one.value);
    }
    assert_true(pushed.count == 0 && written.count == 0);
    arena_free(&arena);
}

static void triples_become_rows(void **state)
{
    struct arena arena = {0};
    struct triple triples[] = {{2, 1, 5}, {0, 3, 1}, {0, 0, 2}, {2, 1, -1}, {0, 3, 0.5}};
    struct sparse matrix = sparse_build(&arena, 4, 4, triples, 5), turned = sparse_transpose(&arena, &matrix);
    size_t start[] = {0, 2, 2, 3, 3};
    assert_memory_equal(matrix.start, start, sizeof start);
    assert_near(sparse_at(&matrix, 0, 3), 1.5, 0);
    assert_near(sparse_at(&matrix, 2, 1), 4, 0);
    assert_near(sparse_at(&matrix, 1, 1), 0, 0);
    for (uint32_t row = 0; row < 4; row++)
        for (uint32_t column = 0; column < 4; column++)
            assert_near(sparse_at(&turned, column, row), sparse_at(&matrix, row, column), 0);
    double vector[] = {1, 10, 100, 1000}, out[4];
    sparse_multiply(&matrix, vector, out);
    assert_near(out[0], 1502, 0);
    assert_near(out[2], 40, 0);
    struct triple edges[] = {{0, 1, 1}, {1, 0, 1}, {2, 2, 1}};
    struct sparse graph = sparse_graph(&arena, 3, edges, 3);
    assert_near(sparse_at(&graph, 1, 0), 2, 0);
    assert_near(sparse_at(&graph, 2, 2), 1, 0);
    arena_free(&arena);
}

static void whole_numbers_of_any_size_obey_arithmetic(void **state)
{
    struct arena arena = {0};
    struct seeded seeded = seeded_start(5);
    for (int round = 0; round < 2000; round++) {
        struct arena_mark mark = arena_mark(&arena);
        struct whole n[3];
        for (int i = 0; i < 3; i++) {
            n[i] = whole_from(&arena, (__int128)seeded_next(&seeded) - (1ull << 63));
            for (uint64_t more = seeded_below(&seeded, 6); more > 0; more--) {
                uint64_t limbs = seeded_next(&seeded) & 1 ? UINT64_MAX : seeded_next(&seeded);  /* Knuth's rare case */
                n[i] = whole_add(&arena, whole_shift(&arena, n[i], 64), whole_from(&arena, (__int128)limbs));
            }
        }
        struct whole rest, quotient = whole_divide(&arena, n[0], n[1], &rest);
        struct whole again = whole_add(&arena, whole_multiply(&arena, quotient, n[1]), rest);
        assert_int_equal(whole_compare(again, n[0]), 0);
        struct whole common = whole_gcd(&arena, whole_multiply(&arena, n[0], n[2]),
                                        whole_multiply(&arena, n[1], n[2]));
        whole_divide(&arena, common, n[2], &rest);
        assert_int_equal(rest.count, 0);
        struct whole read;
        assert_true(whole_read(&arena, whole_text(&arena, n[0]), &read));
        assert_int_equal(whole_compare(read, n[0]), 0);
        assert_int_equal(whole_sign(whole_subtract(&arena, n[0], read)), 0);
        assert_near(whole_real(&arena, n[0]), strtod(whole_text(&arena, n[0]), NULL), 0);
        arena_release(&arena, mark);
    }
    assert_string_equal(whole_text(&arena, whole_from(&arena, 0)), "0");
    assert_string_equal(whole_text(&arena, whole_shift(&arena, whole_from(&arena, -1), 100)),
                        "-1267650600228229401496703205376");
    struct whole none;
    assert_false(whole_read(&arena, "12a", &none) || whole_read(&arena, "-", &none) || whole_read(&arena, "", &none));
    arena_free(&arena);
}

static void fractions_are_exact(void **state)
{
    struct arena arena = {0};
    struct rational sum = rational_of(&arena, 0, 1);
    for (int i = 1; i <= 60; i++)
        sum = rational_add(&arena, sum, rational_of(&arena, 1, i));
    assert_string_equal(rational_text(&arena, sum),
                        "15117092380124150817026911/3230237388259077233637600");
    assert_near(rational_real(&arena, sum), 4.679870412951738, 1e-15);
    int64_t floor;
    assert_true(rational_floor(&arena, sum, &floor));
    assert_int_equal(floor, 4);
    for (int i = 1; i <= 60; i++)
        sum = rational_subtract(&arena, sum, rational_of(&arena, 1, i));
    assert_string_equal(rational_text(&arena, sum), "0");
    struct rational vote = rational_add(&arena, rational_of(&arena, 9, 40), rational_of(&arena, 3, 25));
    vote = rational_add(&arena, rational_add(&arena, vote, rational_of(&arena, 2, 15)), rational_of(&arena, 1, 5));
    assert_string_equal(rational_text(&arena, vote), "407/600");
    assert_true(rational_floor(&arena, rational_of(&arena, -7, 2), &floor));
    assert_int_equal(floor, -4);
    arena_free(&arena);
}

static void fractions_are_compared_beyond_64_bits(void **state)
{
    struct arena arena = {0};
    struct rational third = rational_of(&arena, 1, 3), power = third;
    for (int i = 0; i < 80; i++)
        power = rational_multiply(&arena, power, third);
    struct rational more = rational_divide(&arena, rational_multiply(&arena, power, rational_of(&arena, 1000001, 1)),
                                           rational_of(&arena, 1000000, 1));
    assert_int_equal(rational_compare(&arena, power, more), -1);
    assert_int_equal(rational_compare(&arena, more, power), 1);
    assert_string_equal(rational_text(&arena, rational_divide(&arena, power, power)), "1");
    assert_int_equal(rational_compare(&arena, rational_divide(&arena, power, rational_subtract(&arena, power, more)),
                                      rational_of(&arena, -1000000, 1)), 0);
    arena_free(&arena);
}

static void fractions_are_read_as_people_write_them(void **state)
{
    struct arena arena = {0};
    struct rational number;
    const char *written[][2] = {{"3", "3"}, {"-0.125", "-1/8"}, {"12,5", "25/2"}, {"2/3", "2/3"}, {"75 %", "3/4"},
                                {"33,3%", "333/1000"}, {"4/-6", "-2/3"}};
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
        assert_true(rational_read(&arena, written[i][0], &number));
        assert_string_equal(rational_text(&arena, number), written[i][1]);
    }
    const char *wrong[] = {"", "1/0", "a", "1.", "1.2.3", "1/2 %", "%", "/3"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(rational_read(&arena, wrong[i], &number));
    arena_free(&arena);
}

static struct inverted gardens(struct arena *arena)
{
    struct inverted_rule rule = {1.2, 2, {{2, 0.75}, {1, 0.75}}};
    struct inverted_builder builder = inverted_begin(arena, rule);
    const char *titles[] = {"jardin", "taille", "jardin", "velo"};
    const char *bodies[] = {"taille", "taille", "jardin", "atelier"};
    for (int i = 0; i < 4; i++) {
        inverted_document(&builder);
        inverted_add(&builder, 0, titles[i]);
        inverted_add(&builder, 1, bodies[i]);
    }
    return inverted_build(arena, &builder);
}

static void rare_words_weigh_more_and_the_best_come_first(void **state)
{
    struct arena arena = {0};
    struct inverted index = gardens(&arena);
    uint32_t garden = inverted_term(&index, "jardin"), cut = inverted_term(&index, "taille");
    assert_int_equal(inverted_term(&index, "rien"), HASH_NONE);
    assert_int_equal(inverted_frequency(&index, garden), 2);
    assert_true(index.idf[inverted_term(&index, "velo")] > index.idf[garden]);
    assert_near(index.idf[garden], log(1 + 2.5 / 2.5), 1e-15);
    assert_near(inverted_impact(&index, garden, 2), index.idf[garden] * 3 / 4.2, 1e-15);
    assert_near(inverted_impact(&index, garden, 3), 0, 0);
    struct inverted_sum sum = inverted_sum(&arena, 4);
    inverted_sum_term(&sum, &index, garden, 1);
    inverted_sum_term(&sum, &index, cut, 1);
    struct inverted_hit hits[4];
    assert_int_equal(inverted_best(&sum, hits, 4), 3);
    assert_int_equal(hits[0].document, 0);
    assert_int_equal(hits[1].document, 1);                           /* as good as 2: the smaller number first */
    assert_int_equal(hits[2].document, 2);
    assert_int_equal(inverted_best(&sum, hits, 1), 1);
    inverted_sum_clear(&sum);
    assert_int_equal(inverted_best(&sum, hits, 4), 0);
    arena_free(&arena);
}

static void the_best_are_those_of_a_whole_sort(void **state)
{
    struct arena arena = {0};
    struct seeded seeded = seeded_start(11);
    double scores[300];
    for (int i = 0; i < 300; i++)
        scores[i] = (double)seeded_below(&seeded, 40);
    uint32_t *order = order_of_reals(&arena, scores, 300, true);
    for (size_t most = 0; most < 300; most += 13) {
        struct inverted_hit hits[300];
        struct best best = {hits, 0, most};
        for (uint32_t i = 0; i < 300; i++)
            best_offer(&best, i, scores[i]);
        best_sort(&best);
        assert_int_equal(best.count, most);
        for (size_t i = 0; i < most; i++)
            assert_int_equal(hits[i].document, order[i]);
    }
    arena_free(&arena);
}

const struct CMUnitTest kernel_tests[] = {
    PLAIN("a seed gives one sequence", a_seed_gives_one_sequence),
    PLAIN("small numbers are drawn evenly", small_numbers_are_drawn_evenly),
    PLAIN("a shuffle keeps every item", a_shuffle_keeps_every_item),
    PLAIN("normal numbers have the moments they should", normal_numbers_have_the_moments_they_should),
    PLAIN("a steady logarithm is the logarithm", a_steady_logarithm_is_the_logarithm),
    PLAIN("a steady exponential is the exponential", a_steady_exponential_is_the_exponential),
    PLAIN("the share of a normal answers its quantile", the_share_of_a_normal_answers_its_quantile),
    PLAIN("texts are numbered as they come", texts_are_numbered_as_they_come),
    PLAIN("numbers find their values", numbers_find_their_values),
    PLAIN("equal items keep their order", equal_items_keep_their_order),
    PLAIN("numbers are ordered by size then place", numbers_are_ordered_by_size_then_place),
    PLAIN("a heap gives back in order", a_heap_gives_back_in_order),
    PLAIN("triples become rows", triples_become_rows),
    PLAIN("whole numbers of any size obey arithmetic", whole_numbers_of_any_size_obey_arithmetic),
    PLAIN("fractions are exact", fractions_are_exact),
    PLAIN("fractions are compared beyond 64 bits", fractions_are_compared_beyond_64_bits),
    PLAIN("fractions are read as people write them", fractions_are_read_as_people_write_them),
    PLAIN("rare words weigh more and the best come first", rare_words_weigh_more_and_the_best_come_first),
    PLAIN("the best are those of a whole sort", the_best_are_those_of_a_whole_sort),
    {0}
};
