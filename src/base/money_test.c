/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/money.h"
#include "main/testing.h"

#define THIN "\xE2\x80\xAF"
#define HARD "\xC2\xA0"
#define EURO "\xE2\x82\xAC"
#define MINUS "\xE2\x88\x92"

static void amounts_are_read_as_french_files_write_them(void **state)
{
    static const struct { const char *text; int64_t cents; } good[] = {
        {"21" THIN "667,00" HARD EURO, 2166700}, {"21 667,00 EUR", 2166700}, {"1234.5", 123450}, {"-3,005", -301},
        {"3,004", 300}, {"3,0049999", 300}, {"0,005", 1}, {"-0,004", 0}, {"12", 1200}, {EURO " 12", 1200},
        {"-12,5", -1250}, {MINUS "12,5", -1250}, {"- 12", -1200}, {",5", 50}, {"5,", 500}, {"0", 0},
        {"1 234 567,89", 123456789}, {"92233720368547758,07", INT64_MAX}, {"-92233720368547758,07", -INT64_MAX}};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t cents = 99;
        if (!parse_money(good[i].text, &cents) || cents != good[i].cents)
            fail_msg("\"%s\" is read as %lld", good[i].text, (long long)cents);
    }
}

static void what_is_no_amount_is_refused(void **state)
{
    static const char *const bad[] = {
        "", " ", EURO, "-", ",", "douze", "1,2,3", "1.234,56", "12-", "--1", "1-2", "12 USD", "1e3", "+5",
        "92233720368547758,08", "92233720368547758,075", "99999999999999999999", "12" MINUS, NULL};
    int64_t cents = 99;
    for (size_t i = 0; bad[i]; i++)
        if (parse_money(bad[i], &cents))
            fail_msg("\"%s\" is read as %lld", bad[i], (long long)cents);
    assert_false(parse_money(NULL, &cents));
    assert_true(cents == 99);
}

static const char *written(struct arena *arena, int64_t cents)
{
    struct buffer out = {.arena = arena};
    format_money(&out, cents);
    return buffer_string(&out);
}

static void amounts_are_written_in_french(void **state)
{
    struct arena arena = {0};
    assert_string_equal(written(&arena, 2166700), "21" THIN "667" HARD EURO);
    assert_string_equal(written(&arena, 2166705), "21" THIN "667,05" HARD EURO);
    assert_string_equal(written(&arena, 0), "0" HARD EURO);
    assert_string_equal(written(&arena, 7), "0,07" HARD EURO);
    assert_string_equal(written(&arena, -100), MINUS "1" HARD EURO);
    assert_string_equal(written(&arena, 99999), "999,99" HARD EURO);
    assert_string_equal(written(&arena, 100000), "1" THIN "000" HARD EURO);
    assert_string_equal(written(&arena, INT64_MIN),
        MINUS "92" THIN "233" THIN "720" THIN "368" THIN "547" THIN "758,08" HARD EURO);
    arena_free(&arena);
}

static void an_amount_that_was_written_reads_back(void **state)
{
    struct arena arena = {0};
    uint64_t seed = 7;
    for (int i = 0; i < 5000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int64_t cents = (int64_t)seed >> (i % 60), again = 0;
        if (cents == INT64_MIN)
            continue;
        assert_true(parse_money(written(&arena, cents), &again));
        assert_true(again == cents);
    }
    arena_free(&arena);
}

const struct CMUnitTest money_tests[] = {
    PLAIN("amounts are read as French files write them", amounts_are_read_as_french_files_write_them),
    PLAIN("what is no amount is refused", what_is_no_amount_is_refused),
    PLAIN("amounts are written in French", amounts_are_written_in_french),
    PLAIN("an amount that was written reads back", an_amount_that_was_written_reads_back),
    {0}
};
