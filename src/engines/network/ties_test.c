/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Missing ties: their measures by hand and by definition, their reasons, what they find of ties that were hidden. */
#include "engines/kernel/seeded.h"
#include "engines/ties.h"
#include "main/testing.h"
#include <math.h>

/* 0 and 3 share 1 and 2; 4 knows 3 only; 5 knows nobody. */
static const struct triple known[] = {{0, 1, 1}, {0, 2, 1}, {3, 1, 1}, {3, 2, 1}, {3, 4, 1}, {1, 4, 1}};
static const char *const names[] = {"Anne", "Béa", "Cléo", "Dan", "Eva", "Flo"};
enum { ACTORS = 6, TIES = sizeof known / sizeof *known };

static void measures_are_those_of_their_definitions(void **state)
{
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, ACTORS, known, TIES);
    struct ties_source source = {.network = &network};
    struct tie tie = ties_between(&source, &ties_usual, 0, 3);
    assert_int_equal(tie.common, 2);
    assert_near(tie.resource_allocation, 1.0 / 3 + 1.0 / 2, 1e-15);
    assert_near(tie.adamic_adar, 1 / log(3) + 1 / log(2), 1e-14);
    assert_int_equal(tie.named[0], 2);                     /* has the fewest partners */
    assert_true(isnan(tie.km) && tie.complementarity == 0 && tie.score == tie.resource_allocation);
    arena_free(&arena);
}

static void a_missing_tie_says_why_in_plain_words(void **state)
{
    struct arena arena = {0};
    struct sparse network = sparse_graph(&arena, ACTORS, known, TIES);
    struct triple does[] = {{0, 0, 1}, {3, 1, 1}, {3, 2, 1}, {5, 1, 1}};
    struct sparse can = sparse_build(&arena, ACTORS, 3, does, 4);
    double longitude[ACTORS] = {2.35, NAN, NAN, 2.35, NAN, 2.36};
    double latitude[ACTORS] = {48.85, NAN, NAN, 48.925, NAN, 48.85};
    struct ties_source source = {&network, &can, longitude, latitude};
    struct buffer out = {.arena = &arena};
    struct tie ties[ACTORS];
    assert_int_equal(ties_for(&arena, &source, &ties_usual, 0, ties, ACTORS), 3);
    assert_int_equal(ties[0].b, 3);
    tie_sentence(&out, &ties[0], names);
    assert_string_equal(buffer_string(&out), "2 partenaires communs, dont Cléo et Béa\u00A0; compétences "
                        "complémentaires (1 d’un côté, 2 de l’autre)\u00A0; à 8\u00A0km");
    /* nobody in common, near and complementary: found all the same */
    assert_true(ties[1].b == 4 || ties[2].b == 4);
    assert_true(ties[1].b == 5 || ties[2].b == 5);
    const struct tie *far = ties[1].b == 4 ? &ties[1] : &ties[2];
    out = (struct buffer){.arena = &arena};
    tie_sentence(&out, far, names);
    assert_true(isnan(far->km));
    assert_string_equal(buffer_string(&out), "un partenaire commun\u00A0: Béa");
    assert_int_equal(ties_for(&arena, &source, &ties_usual, 0, ties, 1), 1);
    assert_int_equal(ties[0].b, 3);
    assert_int_equal(ties_for(&arena, &source, &ties_usual, 0, ties, 0), 0);
    arena_free(&arena);
}

static void who_is_tied_already_is_never_proposed(void **state)
{
    struct arena arena = {0};
    struct seeded chance = seeded_start(5);
    enum { N = 60, M = 150, MOST = N * N };
    struct triple ties[M];
    for (int i = 0; i < M; i++) {
        uint32_t a = (uint32_t)seeded_below(&chance, N);
        ties[i] = (struct triple){a, (a + 1 + (uint32_t)seeded_below(&chance, N - 1)) % N, 1};
    }
    struct sparse network = sparse_graph(&arena, N, ties, M);
    struct ties_source source = {.network = &network};
    struct tie *found = arena_array(&arena, MOST, sizeof *found), *few = arena_array(&arena, 10, sizeof *few);
    size_t count = ties_missing(&arena, &source, &ties_usual, found, MOST), expected = 0;
    for (uint32_t a = 0; a < N; a++)
        for (uint32_t b = 0; b < a; b++)
            expected += sparse_at(&network, a, b) == 0 && ties_between(&source, &ties_usual, a, b).common > 0;
    assert_int_equal(count, expected);
    for (size_t i = 0; i < count; i++) {
        assert_true(found[i].a < found[i].b && sparse_at(&network, found[i].a, found[i].b) == 0);
        assert_true(i == 0 || found[i - 1].score >= found[i].score);
    }
    assert_int_equal(ties_missing(&arena, &source, &ties_usual, few, 10), 10);
    for (int i = 0; i < 10; i++)
        assert_true(few[i].a == found[i].a && few[i].b == found[i].b);
    arena_free(&arena);
}

/* A tenth of the ties of circles of 20 is hidden: how often they are told from pairs never tied. */
static void ties_that_were_hidden_are_found_again(void **state)
{
    enum { N = 200, CIRCLE = 20, TRIES = 2000 };
    struct arena arena = {0};
    struct seeded chance = seeded_start(11);
    struct triple *kept = arena_array(&arena, N * N, sizeof *kept);
    struct triple *hidden = arena_array(&arena, N * N, sizeof *hidden);
    size_t count = 0, hidden_count = 0;
    double won = 0;
    for (uint32_t a = 0; a < N; a++)
        for (uint32_t b = 0; b < a; b++) {
            if (seeded_unit(&chance) >= (a / CIRCLE == b / CIRCLE ? 0.4 : 0.01))
                continue;
            if (seeded_below(&chance, 10) == 0)
                hidden[hidden_count++] = (struct triple){a, b, 1};
            else
                kept[count++] = (struct triple){a, b, 1};
        }
    struct sparse network = sparse_graph(&arena, N, kept, count);
    struct sparse secret = sparse_graph(&arena, N, hidden, hidden_count);
    struct ties_source source = {.network = &network};
    for (int i = 0; i < TRIES;) {
        struct triple one = hidden[seeded_below(&chance, hidden_count)];
        uint32_t a = (uint32_t)seeded_below(&chance, N), b = (uint32_t)seeded_below(&chance, N);
        if (a == b || sparse_at(&network, a, b) > 0 || sparse_at(&secret, a, b) > 0)
            continue;
        double yes = ties_between(&source, &ties_usual, one.row, one.column).score;
        double no = ties_between(&source, &ties_usual, a, b).score;
        won += yes > no ? 1 : yes == no ? 0.5 : 0;
        i++;
    }
    assert_true(won / TRIES > 0.8);
    arena_free(&arena);
}

const struct CMUnitTest ties_tests[] = {
    PLAIN("measures are those of their definitions", measures_are_those_of_their_definitions),
    PLAIN("a missing tie says why in plain words", a_missing_tie_says_why_in_plain_words),
    PLAIN("who is tied already is never proposed", who_is_tied_already_is_never_proposed),
    PLAIN("ties that were hidden are found again", ties_that_were_hidden_are_found_again),
    {0}
};
