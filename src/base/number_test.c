/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/number.h"
#include "main/testing.h"

static void sums_and_products_that_overflow_are_refused(void **state)
{
    int64_t result = 7;
    assert_true(add_checked(INT64_MAX, INT64_MIN, &result) && result == -1);
    assert_true(subtract_checked(-1, INT64_MAX, &result) && result == INT64_MIN);
    assert_true(multiply_checked(-1, INT64_MAX, &result) && result == -INT64_MAX);
    result = 7;
    assert_false(add_checked(INT64_MAX, 1, &result));
    assert_false(add_checked(INT64_MIN, -1, &result));
    assert_false(subtract_checked(INT64_MIN, 1, &result));
    assert_false(subtract_checked(0, INT64_MIN, &result));
    assert_false(multiply_checked(INT64_MIN, -1, &result));
    assert_false(multiply_checked(INT64_C(4000000000), INT64_C(4000000000), &result));
    assert_true(result == 7);
}

static void a_rule_of_three_rounds_half_away_from_zero(void **state)
{
    static const struct { int64_t a, b, divisor, result; } cases[] = {
        {1, 1, 2, 1}, {-1, 1, 2, -1}, {1, -1, 2, -1}, {1, 1, -2, -1}, {-1, -1, -2, -1}, {1, 1, 3, 0}, {2, 1, 3, 1},
        {5, 1, 2, 3}, {0, 5, 3, 0}, {100, 550, 1000, 55}, {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX},
        {INT64_MIN, 1, 1, INT64_MIN}, {INT64_MIN, INT64_MAX, INT64_MAX, INT64_MIN},
        {INT64_MAX, 2, 4, INT64_MAX / 2 + 1}, {3, 1, INT64_MIN, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t result = 0;
        assert_true(multiply_divide(cases[i].a, cases[i].b, cases[i].divisor, &result));
        assert_true(result == cases[i].result);
    }
    int64_t result = 7;
    assert_false(multiply_divide(INT64_MAX, 2, 1, &result));
    assert_false(multiply_divide(INT64_MIN, 1, -1, &result));
    assert_true(result == 7);
}

static void a_whole_number_is_the_whole_text(void **state)
{
    static const struct { const char *text; int64_t number; } good[] = {
        {"0", 0}, {"-0", 0}, {"+7", 7}, {"007", 7}, {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN}};
    static const char *const bad[] = {
        "", "-", "+", "+-1", "--1", " 1", "1 ", "1.0", "0x10", "1e3", "9223372036854775808", "-9223372036854775809",
        "99999999999999999999", "١", "1\n", NULL};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int64_t number = 99;
        assert_true(parse_int(good[i].text, &number));
        assert_true(number == good[i].number);
    }
    int64_t number = 99;
    for (size_t i = 0; bad[i]; i++)
        assert_false(parse_int(bad[i], &number));
    assert_false(parse_int(NULL, &number));
    assert_true(number == 99);
}

static void a_real_number_is_plain_decimal(void **state)
{
    static const struct { const char *text; double number; } good[] = {
        {"0", 0}, {"-1.5", -1.5}, {".5", 0.5}, {"5.", 5}, {"1e3", 1000}, {"1E-3", 0.001}, {"+2", 2}, {"0.1", 0.1}};
    static const char *const bad[] = {
        "", ".", "-", "e", "1e", "1,5", "0x1p3", "inf", "nan", "1e999", "1 000", "1.2.3", "--1", "1-", " 1", NULL};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double number = 99;
        assert_true(parse_real(good[i].text, &number));
        assert_true(number == good[i].number);
    }
    double number = 99;
    for (size_t i = 0; bad[i]; i++)
        assert_false(parse_real(bad[i], &number));
    assert_false(parse_real(NULL, &number));
    assert_false(parse_real("1111111111111111111111111111111111111111111111111111111111111111111111111111", &number));
    assert_true(number == 99);
}

static void a_french_number_has_a_comma_and_spaces(void **state)
{
    double number = 99;
    assert_true(parse_french_real("21 667,25", &number) && number == 21667.25);
    assert_true(parse_french_real("21\xE2\x80\xAF" "667,25", &number) && number == 21667.25);
    assert_true(parse_french_real("-21\xC2\xA0" "667.25", &number) && number == -21667.25);
    assert_true(parse_french_real("5,45e1", &number) && number == 54.5);
    assert_false(parse_french_real("1,2,3", &number));
    assert_false(parse_french_real("douze", &number));
    assert_false(parse_french_real(" ", &number));
    assert_false(parse_french_real("", &number));
    assert_false(parse_french_real(NULL, &number));
    assert_true(number == 54.5);
}

const struct CMUnitTest number_tests[] = {
    PLAIN("sums and products that overflow are refused", sums_and_products_that_overflow_are_refused),
    PLAIN("a rule of three rounds half away from zero", a_rule_of_three_rounds_half_away_from_zero),
    PLAIN("a whole number is the whole text", a_whole_number_is_the_whole_text),
    PLAIN("a real number is plain decimal", a_real_number_is_plain_decimal),
    PLAIN("a French number has a comma and spaces", a_french_number_has_a_comma_and_spaces),
    {0}
};
