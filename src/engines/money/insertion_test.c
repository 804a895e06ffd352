/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hours of insertion: the published example, follow-up by mode, refusals. */
#include "base/time.h"
#include "engines/insertion.h"
#include "main/testing.h"

static void the_published_example_gives_833_hours(void **state)
{
    struct insertion_clause clause = {100000000, 50, 50, 3000};
    int64_t hours = 0;
    assert_null(insertion_trouble(&clause));
    assert_true(insertion_hours(&clause, &hours));
    assert_int_equal(hours, 833);
    clause.labour_percent = 70;                            /* painting: 1166.67 h */
    assert_true(insertion_hours(&clause, &hours));
    assert_int_equal(hours, 1167);
    clause.hour_cents = 0;
    assert_false(insertion_hours(&clause, &hours));
}

static void a_clause_that_makes_no_sense_says_why(void **state)
{
    struct insertion_clause sound = {100000000, 50, 50, 3000}, clause = sound;
    clause.cents = 0, assert_contains(insertion_trouble(&clause), "amount");
    clause = sound, clause.labour_percent = 101, assert_contains(insertion_trouble(&clause), "labour");
    clause = sound, clause.insertion_tenths = 1001, assert_contains(insertion_trouble(&clause), "rate of insertion");
    clause = sound, clause.hour_cents = -1, assert_contains(insertion_trouble(&clause), "costs");
}

static void hours_are_followed_by_mode_and_against_an_even_course(void **state)
{
    int64_t start = days_from_civil(2026, 1, 1), outside = 0;
    struct insertion_lot lots[] = {{83300, start, start + 99, 10}, {10000, start, start + 99, 0}};
    struct insertion_done done[] = {
        {0, INSERTION_HIRED, start + 1, 20000}, {0, INSERTION_LENT, start + 9, 10050},
        {0, INSERTION_TRAINED, start + 9, 9000}, {1, INSERTION_SUBCONTRACTED, start + 3, 12000},
        {0, INSERTION_HIRED, start + 60, 5000}, {0, INSERTION_HIRED, start - 1, 700}};
    for (size_t i = 0; i < 6; i++)
        assert_null(insertion_done_trouble(&done[i], 2));
    struct insertion_state found = insertion_follow(&lots[0], 0, done, 6, start + 49, &outside);
    assert_int_equal(outside, 5700);
    assert_int_equal(found.done[INSERTION_HIRED], 20000);
    assert_int_equal(found.training_left_out, 670);
    assert_int_equal(found.counted, 20000 + 10050 + 8330);
    assert_int_equal(found.remaining, 83300 - 38380);
    assert_int_equal(found.expected, 41650);
    assert_int_equal(found.late, 41650 - 38380);
    assert_int_equal(found.a_week, (44920 + 7) / 8);
    struct insertion_state other = insertion_follow(&lots[1], 1, done, 6, start + 49, NULL);
    assert_int_equal(other.remaining, 0);
    assert_int_equal(other.late, 0);
    found = insertion_follow(&lots[0], 0, done, 6, start + 100, &outside);
    assert_true(found.over);
    assert_int_equal(found.expected, 83300);
    assert_int_equal(found.a_week, 0);
    assert_int_equal(outside, 700);
}

static void the_state_is_said_in_french(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    struct insertion_lot lot = {120000, 0, 69, 0};
    struct insertion_done done = {0, INSERTION_LENT, 5, 10050};
    struct insertion_state found = insertion_follow(&lot, 0, &done, 1, 34, NULL);
    insertion_sentence(&out, &lot, &found);
    assert_string_equal(buffer_string(&out),
                        "100,5\u00A0h faites sur 1\u202F200\u00A0h dues\u00A0: 100,5\u00A0h par mise à disposition. "
                        "Restent 1\u202F099,5\u00A0h, soit 219,9\u00A0h par semaine. Retard sur un rythme "
                        "régulier\u00A0: 499,5\u00A0h.");
    arena_free(&arena);
}

static void hours_that_cannot_be_counted_are_refused(void **state)
{
    struct insertion_done done = {2, INSERTION_HIRED, 0, 100};
    assert_contains(insertion_done_trouble(&done, 2), "no lot");
    done.lot = 0, done.hundredths = 0, assert_contains(insertion_done_trouble(&done, 2), "more than nothing");
    done.hundredths = 1, done.mode = INSERTION_MODES, assert_contains(insertion_done_trouble(&done, 2), "not known");
    assert_contains(insertion_lot_trouble(&(struct insertion_lot){0, 0, 1, 0}), "due");
    assert_contains(insertion_lot_trouble(&(struct insertion_lot){1, 2, 1, 0}), "ends");
    assert_contains(insertion_lot_trouble(&(struct insertion_lot){1, 0, 1, 101}), "Training");
}

const struct CMUnitTest insertion_tests[] = {
    PLAIN("the published example gives 833 hours", the_published_example_gives_833_hours),
    PLAIN("a clause that makes no sense says why", a_clause_that_makes_no_sense_says_why),
    PLAIN("hours are followed by mode and against an even course",
          hours_are_followed_by_mode_and_against_an_even_course),
    PLAIN("the state is said in French", the_state_is_said_in_french),
    PLAIN("hours that cannot be counted are refused", hours_that_cannot_be_counted_are_refused),
    {0}};
