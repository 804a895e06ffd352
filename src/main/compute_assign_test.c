/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Seatings out of files: what is left out is named with its line, what is proven is said. */
#include "main/compute_testing.h"

static void seats_people(struct run *run, const char *wishes, const char *tables, int status)
{
    char *words[] = {file(run, "a", wishes), "--tables", tables ? file(run, "b", tables) : NULL};
    char *plain[] = {words[0], "--places", "2"};
    compute(run, "assign", 3, tables ? words : plain);
    assert_int_equal(run->status, status);
}

static void a_line_that_cannot_serve_is_named_and_the_others_are_seated(void **state)
{
    struct run *run = *state;
    seats_people(run, "id,wish1\nA,Eau\nA,Bois\nB,Feu\n",
                 "table,places\nEau,1\n,3\nBois,\nFeu,99999\nEau,2\nAir,1\n", 0);
    assert_contains(run->complained, "/b:3: ");
    assert_contains(run->complained, "/b:4: ");
    assert_contains(run->complained, "/b:5: ");
    assert_contains(run->complained, "/b:6: ");
    assert_contains(run->complained, "/a:3: ");
    assert_contains(run->complained, "/a:4: ");
    assert_contains(run->said, "{\"assigned\":[{\"id\":\"A\",\"table\":\"Eau\",\"wish\":1},"
                    "{\"id\":\"B\",\"table\":\"Air\",\"wish\":null}]");
    assert_contains(run->said, "\"placed\":2,\"cost\":1000,\"bound\":1000,");
}

static void a_seating_that_stays_of_one_college_is_no_optimum_of_mixed_ones(void **state)
{
    struct run *run = *state;
    char *wishes = file(run, "a", "id,college,wish1\nA,ess,Eau\nB,ess,Eau\n");
    compute(run, "assign", 4, (char *[]){wishes, "--places", "2", "--mixed"});
    assert_int_equal(run->status, 0);
    assert_contains(run->said, "\"single_college_tables\":1,\"optimal\":false}");
}

static void what_seats_nobody_is_refused(void **state)
{
    struct run *run = *state;
    seats_people(run, "id,wish1\nA,Eau\n", "table,places\n,\n", EXIT_FAILED);
    seats_people(run, "id,wish1\nA,Eau\n", "nom\nEau\n", EXIT_FAILED);
    assert_contains(run->complained, "places");
    char *wishes = file(run, "a", "id,wish1\nA,Eau\n");
    static const char *const wrong[][2] = {{"--places", "0"}, {"--places", "1e9"}, {"--places", "-3"},
                                           {"--most-share", "nan"}, {"--most-share", "1e308"}, {"--most-share", "0"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        compute(run, "assign", 3, (char *[]){wishes, (char *)wrong[i][0], (char *)wrong[i][1]});
        assert_int_equal(run->status, EXIT_USAGE);
        assert_contains(run->complained, wrong[i][0]);
    }
}

#define RUN(name, function) {name, function, compute_begin, compute_end, NULL}
const struct CMUnitTest compute_assign_tests[] = {
    RUN("a line that cannot serve is named, and the others are seated",
        a_line_that_cannot_serve_is_named_and_the_others_are_seated),
    RUN("a seating that stays of one college is no optimum of mixed ones",
        a_seating_that_stays_of_one_college_is_no_optimum_of_mixed_ones),
    RUN("what seats nobody is refused", what_seats_nobody_is_refused),
    {0}
};
