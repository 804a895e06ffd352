/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "main/testing.h"
#include <math.h>
#include <stdlib.h>

static void malformed_utf8_is_told_from_well_formed(void **state)
{
    static const char *const good[] = {
        "", "abc", "é", "€", "𝄞", "\xEF\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "\xC2\x80",
        "\xE0\xA0\x80", "\xF0\x90\x80\x80", NULL};
    static const char *const bad[] = {
        "\x80", "\xBF", "\xC3", "\xC3(", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xE2\x82",
        "\xE2(\xA1", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xF0\x9F\x8C", "\xFE", "\xFF", "abc\xE9", NULL};
    for (size_t i = 0; good[i]; i++)
        assert_true(utf8_valid(good[i], strlen(good[i])));
    for (size_t i = 0; bad[i]; i++) {
        assert_false(utf8_valid(bad[i], strlen(bad[i])));
        assert_true(utf8_length(bad[i], strlen(bad[i])) == SIZE_MAX);
    }
    assert_int_equal(utf8_length("l’été 𝄞", strlen("l’été 𝄞")), 7);
}

static void malformed_bytes_are_passed_over_one_at_a_time(void **state)
{
    const char *text = "a\xE2\x82z\xFF\xC3\xA9", *at = text, *end = text + strlen(text);
    static const uint32_t expected[] = {'a', 0xFFFD, 0xFFFD, 'z', 0xFFFD, 0xE9, 0, 0};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(utf8_next(&at, end), expected[i]);
    assert_ptr_equal(at, end);
    at = "\xE2\x82\xAC";
    end = at + 2;                                          /* cut in the middle: what lies after is not read */
    assert_int_equal(utf8_next(&at, end), 0xFFFD);
    assert_int_equal(utf8_next(&at, end), 0xFFFD);
    assert_int_equal(utf8_next(&at, end), 0);
}

static void every_code_point_is_written_and_read_back(void **state)
{
    struct arena arena = {0};
    for (uint32_t point = 1; point <= 0x10FFFF; point += point < 0x3000 ? 1 : 251) {
        if (point >= 0xD800 && point <= 0xDFFF)
            continue;
        struct arena_mark mark = arena_mark(&arena);
        struct buffer out = {.arena = &arena};
        utf8_put(&out, point);
        const char *at = out.text;
        assert_int_equal(utf8_next(&at, out.text + out.length), point);
        assert_ptr_equal(at, out.text + out.length);
        arena_release(&arena, mark);
    }
    arena_free(&arena);
}

static void windows_files_become_utf8(void **state)
{
    struct arena arena = {0};
    assert_string_equal(utf8_from_cp1252(&arena, "L\x92\xE9t\xE9 \x80 \x9C\x8C \xAB\xA0\xBB", 14),
        "L’été € œŒ «\xC2\xA0»");
    assert_string_equal(utf8_from_cp1252(&arena, "", 0), "");
    char all[255];
    for (int i = 0; i < 255; i++)
        all[i] = (char)(i + 1);
    const char *text = utf8_from_cp1252(&arena, all, sizeof all);
    assert_int_equal(utf8_length(text, strlen(text)), 255);
    arena_free(&arena);
}

static void white_space_of_all_kinds_is_trimmed(void **state)
{
    struct arena arena = {0};
    assert_string_equal(text_trim(&arena, " \t\xC2\xA0 l’été chaud \xE2\x80\xAF\r\n"), "l’été chaud");
    assert_string_equal(text_trim(&arena, "\xEF\xBB\xBFnom"), "nom");
    assert_string_equal(text_trim(&arena, "à"), "à");
    assert_string_equal(text_trim(&arena, "\xC2"), "\xC2");
    assert_null(text_trim(&arena, " \n\xC2\xA0"));
    assert_null(text_trim(&arena, NULL));
    assert_true(text_blank(NULL) && text_blank("") && text_blank("\xE2\x80\xAF ") && !text_blank(" . "));
    arena_free(&arena);
}

static void pieces_that_are_empty_are_left_out(void **state)
{
    struct arena arena = {0};
    size_t count = 99;
    char **pieces = text_split(&arena, ";;a;b c;;d;", ";", &count);
    assert_int_equal(count, 3);
    assert_string_equal(pieces[0], "a");
    assert_string_equal(pieces[1], "b c");
    assert_string_equal(pieces[2], "d");
    assert_null(pieces[3]);
    assert_null(text_split(&arena, NULL, ";", &count)[0]);
    assert_int_equal(count, 0);
    assert_null(text_split(&arena, ";; ;", " ;", NULL)[0]);
    arena_free(&arena);
}

static void texts_are_compared_with_their_ends(void **state)
{
    assert_true(text_is(NULL, NULL) && text_is("a", "a") && !text_is(NULL, "") && !text_is("a", "A"));
    assert_true(text_starts("besoin", "bes") && text_starts("b", "") && !text_starts("b", "be"));
    assert_true(text_ends("besoin", "oin") && text_ends("b", "") && !text_ends("n", "in"));
}

static void a_buffer_grows_with_what_is_added(void **state)
{
    struct arena arena = {0};
    struct buffer out = {.arena = &arena};
    assert_string_equal(buffer_string(&out), "");
    buffer_text(&out, NULL);
    assert_string_equal(buffer_string(&out), "");
    for (int i = 0; i < 1000; i++)
        buffer_format(&out, "%d,", i);
    buffer_int(&out, INT64_MIN);
    buffer_char(&out, '.');
    assert_true(text_starts(out.text, "0,1,2,3,"));
    assert_true(text_ends(out.text, "998,999,-9223372036854775808."));
    assert_int_equal(out.length, strlen(out.text));
    assert_true(out.room > out.length);
    arena_free(&arena);
}

static void thousands_are_told_apart(void **state)
{
    static const struct { uint64_t number; const char *text; } said[] = {
        {0, "0"}, {999, "999"}, {1000, "1 000"}, {123456, "123 456"}, {1000001, "1 000 001"},
        {UINT64_MAX, "18 446 744 073 709 551 615"}};
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct buffer out = {.arena = &arena};
        buffer_grouped(&out, said[i].number, " ");
        assert_string_equal(buffer_string(&out), said[i].text);
    }
    arena_free(&arena);
}

static void a_real_number_is_written_short_and_reads_back(void **state)
{
    struct arena arena = {0};
    static const struct { double number; const char *text; } cases[] = {
        {0.1, "0.1"}, {1, "1"}, {-2.5, "-2.5"}, {1e21, "1e+21"}, {1.0 / 3, "0.3333333333333333"},
        {100000, "100000"}, {NAN, "null"}, {INFINITY, "null"}, {-INFINITY, "null"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {.arena = &arena};
        buffer_real(&out, cases[i].number);
        assert_string_equal(out.text, cases[i].text);
    }
    uint64_t seed = 3;
    for (int i = 0; i < 5000; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        struct buffer out = {.arena = &arena};
        double number = (double)(int64_t)seed / (double)(1 + (seed >> 40));
        buffer_real(&out, number);
        assert_true(strtod(out.text, NULL) == number);
        assert_null(strchr(out.text, ','));
    }
    arena_free(&arena);
}

static void a_checksum_is_the_published_one(void **state)
{
    assert_true(checksum_bytes("", 0) == 0xCBF29CE484222325u);       /* the vectors of its authors */
    assert_true(checksum_bytes("a", 1) == 0xAF63DC4C8601EC8Cu);
    assert_true(checksum_bytes("foobar", 6) == 0x85944171F73967E8u);
}

const struct CMUnitTest text_tests[] = {
    PLAIN("malformed UTF-8 is told from well-formed", malformed_utf8_is_told_from_well_formed),
    PLAIN("malformed bytes are passed over one at a time", malformed_bytes_are_passed_over_one_at_a_time),
    PLAIN("every code point is written and read back", every_code_point_is_written_and_read_back),
    PLAIN("Windows files become UTF-8", windows_files_become_utf8),
    PLAIN("white space of all kinds is trimmed", white_space_of_all_kinds_is_trimmed),
    PLAIN("pieces that are empty are left out", pieces_that_are_empty_are_left_out),
    PLAIN("texts are compared with their ends", texts_are_compared_with_their_ends),
    PLAIN("a buffer grows with what is added", a_buffer_grows_with_what_is_added),
    PLAIN("thousands are told apart", thousands_are_told_apart),
    PLAIN("a real number is written short and reads back", a_real_number_is_written_short_and_reads_back),
    PLAIN("a checksum is the published one", a_checksum_is_the_published_one),
    {0}
};
