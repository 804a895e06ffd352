/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/time.h"
#include "main/testing.h"
#include <stdlib.h>
#include <time.h>

enum { DAY = 86400 };

static void known_days_have_their_numbers(void **state)
{
    assert_int_equal(days_from_civil(1970, 1, 1), 0);
    assert_int_equal(days_from_civil(2000, 3, 1), 11017);
    assert_int_equal(days_from_civil(2026, 11, 23), 20780);
    assert_int_equal(days_from_civil(1969, 12, 31), -1);
    assert_int_equal(days_from_civil(1, 1, 1), -719162);
}

/* Day after day over 400 years and more, against counting by hand. */
static void every_day_of_five_centuries_comes_after_the_one_before(void **state)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t expected = days_from_civil(1700, 1, 1);
    for (int year = 1700; year < 2200; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            int length = lengths[month - 1] + (month == 2 && leap);
            assert_false(date_exists(year, month, length + 1));
            for (int day = 1; day <= length; day++, expected++) {
                struct civil date = civil_from_days(expected);
                assert_true(date_exists(year, month, day) && days_from_civil(year, month, day) == expected);
                assert_true(date.year == year && date.month == month && date.day == day);
            }
        }
}

static void far_years_come_back(void **state)
{
    for (int year = -9999; year <= 9999; year += 37)
        for (int month = 1; month <= 12; month++) {
            struct civil date = civil_from_days(days_from_civil(year, month, 28));
            assert_true(date.year == year && date.month == month && date.day == 28);
        }
}

static void leap_years_are_known(void **state)
{
    assert_true(date_exists(2024, 2, 29) && date_exists(2000, 2, 29));
    assert_false(date_exists(2023, 2, 29) || date_exists(1900, 2, 29) || date_exists(2100, 2, 29));
    assert_false(date_exists(2024, 0, 1) || date_exists(2024, 13, 1) || date_exists(2024, 1, 0) || date_exists(2024,
        4, 31));
}

static int64_t instant(const char *text)
{
    int64_t found = INT64_MIN;
    if (!parse_instant(text, &found))
        fail_msg("%s is not read", text);
    return found;
}

static void wall_is(const char *utc, int month, int day, int hour, int minute, int second)
{
    struct civil wall = paris_time(instant(utc));
    if (wall.month != month || wall.day != day || wall.hour != hour || wall.minute != minute || wall.second != second)
        fail_msg("%s is shown as %d/%d %d:%d:%d", utc, wall.day, wall.month, wall.hour, wall.minute, wall.second);
}

static void paris_changes_its_clocks_on_the_last_sundays(void **state)
{
    wall_is("2026-03-29T00:59:59Z", 3, 29, 1, 59, 59);
    wall_is("2026-03-29T01:00:00Z", 3, 29, 3, 0, 0);
    wall_is("2026-10-25T00:59:59Z", 10, 25, 2, 59, 59);
    wall_is("2026-10-25T01:00:00Z", 10, 25, 2, 0, 0);
    wall_is("1996-03-31T01:00:00Z", 3, 31, 3, 0, 0);
    wall_is("1996-10-27T01:00:00Z", 10, 27, 2, 0, 0);
    wall_is("2024-03-31T00:59:59Z", 3, 31, 1, 59, 59);
    wall_is("2024-12-31T23:00:00Z", 1, 1, 0, 0, 0);
    wall_is("2024-07-14T22:00:00Z", 7, 15, 0, 0, 0);
    wall_is("1969-12-31T22:59:59Z", 12, 31, 23, 59, 59);
}

/* The C library knows the same rule when it is told the zone; only its own copy of it is asked, not the machine's. */
static void paris_agrees_with_the_c_library_since_1996(void **state)
{
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    for (int64_t at = instant("1996-01-01T00:00:00Z"); at < instant("2060-01-01T00:00:00Z"); at += 5 * 3600 + 1799) {
        time_t moment = at;
        struct tm theirs;
        localtime_r(&moment, &theirs);
        struct civil ours = paris_time(at);
        assert_true(ours.year == theirs.tm_year + 1900 && ours.month == theirs.tm_mon + 1 &&
            ours.day == theirs.tm_mday);
        assert_true(ours.hour == theirs.tm_hour && ours.minute == theirs.tm_min && ours.second == theirs.tm_sec);
        assert_int_equal(paris_day(at), days_from_civil(ours.year, ours.month, ours.day));
    }
    unsetenv("TZ");
    tzset();
}

static void the_wall_clock_leads_back_to_the_instant(void **state)
{
    int64_t autumn = instant("2026-10-25T01:00:00Z");
    for (int64_t at = instant("2026-01-01T00:00:00Z"); at < instant("2027-01-01T00:00:00Z"); at += 599) {
        bool second_time = at >= autumn && at < autumn + 3600;
        assert_int_equal(instant_from_paris(paris_time(at)), second_time ? at - 3600 : at);
    }
}

static void an_hour_that_exists_twice_is_the_first_and_one_that_is_skipped_the_next(void **state)
{
    assert_int_equal(instant_from_paris((struct civil){2026, 10, 25, 2, 30, 0}), instant("2026-10-25T00:30:00Z"));
    assert_int_equal(instant_from_paris((struct civil){2026, 10, 25, 3, 0, 0}), instant("2026-10-25T02:00:00Z"));
    assert_int_equal(instant_from_paris((struct civil){2026, 3, 29, 2, 30, 0}), instant("2026-03-29T01:30:00Z"));
    assert_int_equal(instant_from_paris((struct civil){2026, 3, 29, 3, 0, 0}), instant("2026-03-29T01:00:00Z"));
}

static void dates_are_read_in_two_ways(void **state)
{
    static const char *const good[] = {
        "2026-11-23", "23/11/2026", "2026-11-23T10:00:00Z", "23/11/2026 10:00", "2026-11-23 ", NULL};
    static const char *const bad[] = {
        "", "2026", "2026-11", "2026-11-2", "2026-11-233", "2026-13-01", "2026-02-29", "29/02/2026", "2026/11/23",
        "23-11-2026", "00/01/2026", "1/1/2026", "32/01/2026", " 2026-11-23", "2026-11-23x", "２０２６-11-23",
        "-026-11-23", "2026-11-+3", "aa/bb/cccc", "23/11/26  ", NULL};
    int64_t days;
    for (size_t i = 0; good[i]; i++) {
        days = 0;
        assert_true(parse_date(good[i], &days));
        assert_int_equal(days, 20780);
    }
    days = 99;
    for (size_t i = 0; bad[i]; i++)
        if (parse_date(bad[i], &days))
            fail_msg("\"%s\" is read as a date", bad[i]);
    assert_false(parse_date(NULL, &days));
    assert_int_equal(days, 99);
}

static void instants_are_read_with_their_offset(void **state)
{
    static const char *const same[] = {
        "2026-11-23T10:00:00Z", "2026-11-23T11:00:00+01:00", "2026-11-23T04:30:00-0530", "2026-11-23 10:00:00Z",
        "2026-11-23T10:00:00.123Z", NULL};
    static const char *const bad[] = {
        "2026-11-23", "2026-11-23T10:00Z", "2026-11-23T24:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T10:00:60Z",
        "2026-11-23T10:00:00", "2026-11-23T10:00:00z", "2026-11-23T10:00:00+1", "2026-11-23T10:00:00+01:00x",
        "2026-11-23T10:00:00+99:00", "2026-11-23T10:00:00+01:60", "2026-11-23T10:00:00.Z", "2026-02-30T10:00:00Z",
        "2026-11-23T1:00:00Z", "", NULL};
    for (size_t i = 0; same[i]; i++)
        assert_int_equal(instant(same[i]), 20780 * (int64_t)DAY + 36000);
    int64_t found = 99;
    for (size_t i = 0; bad[i]; i++)
        if (parse_instant(bad[i], &found))
            fail_msg("\"%s\" is read as an instant", bad[i]);
    assert_false(parse_instant(NULL, &found));
    assert_int_equal(found, 99);
}

static void what_was_written_reads_back(void **state)
{
    struct arena arena = {0};
    for (int64_t at = instant("1600-01-01T00:00:00Z"); at < instant("2400-01-01T00:00:00Z"); at += 86400 * 29 + 12345) {
        struct buffer out = {.arena = &arena}, day = {.arena = &arena};
        int64_t days;
        format_iso_instant(&out, at);
        assert_int_equal(instant(out.text), at);
        assert_true(parse_date(out.text, &days));
        format_iso_date(&day, days);
        assert_memory_equal(day.text, out.text, 10);
    }
    arena_free(&arena);
}

static int64_t day_of(const char *text)
{
    int64_t days = INT64_MIN;
    assert_true(parse_date(text, &days));
    return days;
}

static void months_are_added_within_the_month(void **state)
{
    static const struct { const char *from; int months; const char *to; } cases[] = {
        {"2026-01-31", 1, "2026-02-28"}, {"2024-01-31", 1, "2024-02-29"}, {"2026-12-15", 1, "2027-01-15"},
        {"2026-01-15", -1, "2025-12-15"}, {"2026-03-31", -1, "2026-02-28"}, {"2024-02-29", 12, "2025-02-28"},
        {"2024-02-29", 48, "2028-02-29"}, {"2026-05-31", 0, "2026-05-31"}, {"2026-08-31", 18, "2028-02-29"},
        {"2026-11-30", -25, "2024-10-30"}, {"0001-01-31", -1, "0000-12-31"}, {"2023-05-15", 36, "2026-05-15"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(add_months(day_of(cases[i].from), cases[i].months), day_of(cases[i].to));
    assert_int_equal(add_months(days_from_civil(-5, 3, 31), -1), days_from_civil(-5, 2, 28));
    assert_int_equal(day_of("2026-03-16") + 60, day_of("2026-05-15"));         /* sixty days to pay, told that day */
}

const struct CMUnitTest time_tests[] = {
    PLAIN("known days have their numbers", known_days_have_their_numbers),
    PLAIN("every day of five centuries comes after the one before",
        every_day_of_five_centuries_comes_after_the_one_before),
    PLAIN("far years come back", far_years_come_back),
    PLAIN("leap years are known", leap_years_are_known),
    PLAIN("Paris changes its clocks on the last Sundays", paris_changes_its_clocks_on_the_last_sundays),
    PLAIN("Paris agrees with the C library since 1996", paris_agrees_with_the_c_library_since_1996),
    PLAIN("the wall clock leads back to the instant", the_wall_clock_leads_back_to_the_instant),
    PLAIN("an hour that exists twice is the first, and one that is skipped the next",
          an_hour_that_exists_twice_is_the_first_and_one_that_is_skipped_the_next),
    PLAIN("dates are read in two ways", dates_are_read_in_two_ways),
    PLAIN("instants are read with their offset", instants_are_read_with_their_offset),
    PLAIN("what was written reads back", what_was_written_reads_back),
    PLAIN("months are added within the month", months_are_added_within_the_month),
    {0}
};
