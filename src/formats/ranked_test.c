/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ballots that rank, well and badly written. */
#include "formats/ranked.h"
#include "main/testing.h"

static void equal_options_share_their_rank(void **state)
{
    struct arena arena = {0};
    struct ranked_name *names;
    const char *trouble;
    assert_int_equal(ranked_read(&arena, " Salle > Jardin=Préau >Hall ", &names, &trouble), 4);
    assert_string_equal(names[2].name, "Préau");
    assert_true(names[0].rank == 1 && names[1].rank == 2 && names[2].rank == 2 && names[3].rank == 3);
    assert_int_equal(ranked_read(&arena, "  ", &names, &trouble), 0);
    assert_null(trouble);
    arena_free(&arena);
}

static void a_bad_ballot_says_what_is_wrong(void **state)
{
    struct arena arena = {0};
    struct ranked_name *names;
    const char *trouble;
    assert_int_equal(ranked_read(&arena, "A > > B", &names, &trouble), 0);
    assert_string_equal(trouble, "a ballot has an empty place");
    assert_int_equal(ranked_read(&arena, "A > B > A", &names, &trouble), 0);
    assert_string_equal(trouble, "an option stands twice on a ballot");
    struct buffer long_one = {.arena = &arena};
    for (int i = 0; i <= RANKED_MOST; i++)
        buffer_format(&long_one, "%s%d", i ? ">" : "", i);
    assert_int_equal(ranked_read(&arena, buffer_string(&long_one), &names, &trouble), 0);
    assert_string_equal(trouble, "a ballot names more than 500 options");
    arena_free(&arena);
}

const struct CMUnitTest ranked_tests[] = {
    PLAIN("equal options share their rank on a ballot", equal_options_share_their_rank),
    PLAIN("a bad ballot says what is wrong", a_bad_ballot_says_what_is_wrong), {0}};
