/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Decoding and forms, without a socket. */
#include "http/form.h"
#include <stdlib.h>
#include "main/testing.h"

static void decoding_happens_once(void **state)
{
    struct arena arena = {0};
    assert_string_equal(http_decode(&arena, "%2541+b", 7, true), "%41 b");
    assert_string_equal(http_decode(&arena, "a+b", 3, false), "a+b");
    assert_string_equal(http_decode(&arena, "%c3%A9", 6, true), "\xC3\xA9");
    assert_string_equal(http_decode(&arena, "", 0, true), "");
    arena_free(&arena);
}

static void what_is_not_text_is_not_decoded(void **state)
{
    static const char *const bad[] = {"%", "%4", "%zz", "a%0", "%00", "%c0%af", "%ff", "%ed%a0%80", "%f5%80%80%80",
                                      "\xC3"};
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(http_decode(&arena, bad[i], strlen(bad[i]), true));
    assert_null(http_decode(&arena, "a\0b", 3, true));
    arena_free(&arena);
}

static void a_query_has_a_limit_of_pairs(void **state)
{
    struct arena arena = {0};
    struct form_parts parts = {.arena = &arena};
    struct buffer text = {.arena = &arena};
    for (int i = 0; i < MOST_PAIRS; i++)
        buffer_text(&text, "a=b&&");
    assert_int_equal(form_read_pairs(&parts, text.text, text.length), 0);
    assert_int_equal(parts.pair_count, MOST_PAIRS);
    assert_int_equal(form_read_pairs(&parts, "c", 1), 413);
    arena_free(&arena);
}

static void a_type_is_known_whatever_follows_it(void **state)
{
    assert_true(type_is("Text/HTML; charset=utf-8", "text/html"));
    assert_true(type_is("text/html", "text/html"));
    assert_false(type_is("text/htmlx", "text/html"));
    assert_false(type_is(NULL, "text/html"));
}

#define PART "Content-Disposition: form-data; name="

static int parse(struct form_parts *parts, struct arena *arena, const char *type, const char *body)
{
    *parts = (struct form_parts){.arena = arena, .most_text = 100};
    return form_read_multipart(parts, type, body, strlen(body));
}

static void parts_are_texts_and_files(void **state)
{
    struct arena arena = {0};
    struct form_parts parts;
    const char *body = "--b\r\n" PART "\"t\"\r\n\r\nl'\xC3\xA9t\xC3\xA9\r\n\r\n\r\n--b\r\n"
        PART "\"f\"; filename=\"a%22b\\\"c.csv\"\r\ncontent-type:text/csv\r\n\r\n1;2\r\n-bx\r\n--b\r\n"
        PART "none; filename=\"\"\r\n\r\n\r\n--b\r\n" PART "\"empty\"\r\n\r\n\r\n--b--\r\n";
    assert_int_equal(parse(&parts, &arena, "multipart/form-data; boundary=b", body), 0);
    assert_int_equal(parts.pair_count, 2);
    assert_string_equal(parts.pairs[0].value, "l'\xC3\xA9t\xC3\xA9\r\n\r\n");
    assert_string_equal(parts.pairs[1].name, "empty");
    assert_string_equal(parts.pairs[1].value, "");
    assert_int_equal(parts.file_count, 1);
    assert_string_equal(parts.files[0].name, "a\"b\"c.csv");
    assert_string_equal(parts.files[0].type, "text/csv");
    assert_int_equal(parts.files[0].length, strlen("1;2\r\n-bx"));
    arena_free(&arena);
}

static void file_names_lose_their_folders(void **state)
{
    struct arena arena = {0};
    struct form_parts parts;
    const char *body = "--b\r\n" PART "f; filename=\"../../etc/passwd\"\r\n\r\nx\r\n--b\r\n"
        PART "f; filename=\"C:\\\\tmp\\\\b.csv\"; filename*=UTF-8''c.csv\r\n\r\nx\r\n--b--";
    assert_int_equal(parse(&parts, &arena, "multipart/form-data; charset=utf-8; boundary=\"b\"", body), 0);
    assert_string_equal(parts.files[0].name, "passwd");
    assert_string_equal(parts.files[1].name, "b.csv");
    arena_free(&arena);
}

static void broken_multipart_is_refused(void **state)
{
    static const struct { const char *type, *body; } bad[] = {
        {"multipart/form-data", "--b--"}, {"multipart/form-data; boundary=", "----"},
        {"multipart/form-data; boundary=\"b", "--b--"}, {"multipart/form-data; boundary=a\xE9", "--a\xE9--"},
        {"multipart/form-data; xboundary=b", "--b--"},
        {"multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789x", "--"},
        {"multipart/form-data; boundary=b", ""}, {"multipart/form-data; boundary=b", "preamble\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b"}, {"multipart/form-data; boundary=b", "--b--x"},
        {"multipart/form-data; boundary=b", "--b\n" PART "a\n\nx\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "a\r\n\r\nx"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "a\r\n"},
        {"multipart/form-data; boundary=b", "--b\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "a\r\n" PART "b\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "a; name=b\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "\"a\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "\"a\\\"\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "\"a\" x\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "a\r\n\r\n\xFF\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "\"\xFF\"\r\n\r\nx\r\n--b--"},
        {"multipart/form-data; boundary=b", "--b\r\n" PART "a\r\nX : y\r\n\r\nx\r\n--b--"}};
    struct arena arena = {0};
    struct form_parts parts;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse(&parts, &arena, bad[i].type, bad[i].body) != 400)
            fail_msg("accepted: %s\n%s", bad[i].type, bad[i].body);
    arena_free(&arena);
}

static void texts_of_a_multipart_form_have_a_limit_together(void **state)
{
    struct arena arena = {0};
    struct form_parts parts;
    const char *type = "multipart/form-data; boundary=b", *half =
        "--b\r\n" PART "a\r\n\r\n123456789012345678901234567890123456789012345678901234567890\r\n";
    assert_int_equal(parse(&parts, &arena, type, arena_format(&arena, "%s--b--", half)), 0);
    assert_int_equal(parse(&parts, &arena, type, arena_format(&arena, "%s%s--b--", half, half)), 413);
    arena_free(&arena);
}

const struct CMUnitTest form_tests[] = {
    PLAIN("decoding happens once", decoding_happens_once),
    PLAIN("what is not text is not decoded", what_is_not_text_is_not_decoded),
    PLAIN("a query has a limit of pairs", a_query_has_a_limit_of_pairs),
    PLAIN("a type is known whatever follows it", a_type_is_known_whatever_follows_it),
    PLAIN("parts are texts and files", parts_are_texts_and_files),
    PLAIN("file names lose their folders", file_names_lose_their_folders),
    PLAIN("broken multipart is refused", broken_multipart_is_refused),
    PLAIN("texts of a multipart form have a limit together", texts_of_a_multipart_form_have_a_limit_together),
    {0}
};
