/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Values into HTML: nothing that a person wrote becomes markup, and nothing a link holds becomes a script. */
#include "main/testing.h"
#include "web/baked.h"
#include "web/web_testing.h"
#include <math.h>

static int open_request(void **state)
{
    static struct arena arena;
    static struct request rq;
    rq = posted(&arena, "");
    *state = &rq;
    return 0;
}

static int close_request(void **state)
{
    arena_free(((struct request *)*state)->arena);
    return 0;
}

#define ALONE(sentence, function) {sentence, function, open_request, close_request, NULL}

/* What was written since the last call. */
static const char *written(struct request *rq)
{
    const char *text = arena_text(rq->arena, buffer_string(&rq->reply.body));
    rq->reply.body = (struct buffer){.arena = rq->arena};
    return text;
}

static void text_is_never_markup(void **state)
{
    struct request *rq = *state;
    html_text(rq, "<script>alert(\"1\")</script> & 'x' é 🌳");
    assert_string_equal(written(rq), "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39; é 🌳");
    html_text(rq, NULL);
    html_text(rq, "");
    assert_string_equal(written(rq), "");
    html_text(rq, "&amp;&lt;");
    assert_string_equal(written(rq), "&amp;amp;&amp;lt;");
}

static void a_link_leads_to_a_page(void **state)
{
    struct request *rq = *state;
    const char *const good[] = {"/besoins/12?a=b#c", "https://example.org/", "HTTP://example.org", "mailto:a@b.org",
                                "tel:+33384"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        html_link(rq, good[i]);
        assert_string_equal(written(rq), good[i]);
    }
    const char *const bad[] = {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
                               "java\tscript:alert(1)",
                               "data:text/html,x", "//elsewhere.org", "/\\elsewhere.org", "/\t/elsewhere.org",
                               "\x01javascript:x",
                               "vbscript:x", "file:///etc/passwd", "besoins", "", "https:elsewhere.org",
                               "https://a\nb"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        html_link(rq, bad[i]);
        assert_string_equal(written(rq), "#");
    }
    html_link(rq, NULL);
    assert_string_equal(written(rq), "#");
    html_link(rq, "/x?a=\"><script>");
    assert_string_equal(written(rq), "/x?a=&quot;&gt;&lt;script&gt;");
}

static void a_value_inside_a_link_is_encoded(void **state)
{
    struct request *rq = *state;
    html_link_text(rq, "a b/é?&#\"'<:~-._Z9");
    assert_string_equal(written(rq), "a%20b%2F%C3%A9%3F%26%23%22%27%3C%3A~-._Z9");
    int64_t number = -12;
    html_link_int(rq, 12);
    html_link_maybe_int(rq, &number);
    html_link_maybe_int(rq, NULL);
    assert_string_equal(written(rq), "12-12");
}

static void numbers_are_data(void **state)
{
    struct request *rq = *state;
    double known = 46.6712345;
    html_int(rq, INT64_MIN);
    assert_string_equal(written(rq), "-9223372036854775808");
    html_real(rq, 0.1);
    html_text(rq, " ");
    html_maybe_real(rq, &known);
    html_maybe_real(rq, NULL);
    html_real(rq, NAN);
    html_real(rq, INFINITY);
    assert_string_equal(written(rq), "0.1 46.6712345");
}

static void what_counts_as_there(void **state)
{
    int64_t zero = 0, one = 1;
    double none = 0, some = -0.5;
    assert_false(shown_text(NULL) || shown_text("") || shown_int(0) || shown_maybe_int(NULL) || shown_maybe_int(&zero)
                 || shown_real(0) || shown_maybe_real(NULL) || shown_maybe_real(&none));
    assert_true(shown_text("0") && shown_int(-1) && shown_maybe_int(&one) && shown_real(1e-9)
                && shown_maybe_real(&some));
}

static void times_are_written_for_people_and_machines(void **state)
{
    struct request *rq = *state;
    int64_t instant = 1795428300, day = 20780, early = instant - 3 * 86400;
    rq->language = "fr";
    rq->now = instant;
    html_date(rq, &instant);
    assert_string_equal(written(rq), "<time datetime=\"2026-11-23T10:05:00Z\">23\u00a0novembre\u00a02026 à "
                                     "11\u00a0h\u00a005</time>");
    html_day(rq, &day);
    assert_string_equal(written(rq), "<time datetime=\"2026-11-23\">23\u00a0novembre\u00a02026</time>");
    html_ago(rq, &early);
    assert_contains(written(rq), "il y a 3\u00a0jours</time>");
    html_date(rq, NULL);
    html_day(rq, NULL);
    html_ago(rq, NULL);
    html_money(rq, NULL);
    html_number(rq, NULL);
    html_km(rq, NULL);
    assert_string_equal(written(rq), "");
}

static void quantities_are_written_in_french(void **state)
{
    struct request *rq = *state;
    int64_t cents = 2166700;
    double number = 12345.6;
    rq->language = "fr";
    html_money(rq, &cents);
    assert_string_equal(written(rq), "21\u202f667\u00a0€");
    html_number(rq, &number);
    assert_string_equal(written(rq), "12\u202f345,6");
}

static void text_in_a_form_keeps_its_token(void **state)
{
    struct request *rq = *state;
    rq->csrf = "a\"b";
    html_csrf(rq);
    assert_string_equal(written(rq), "<input type=\"hidden\" name=\"csrf\" value=\"a&quot;b\">");
}

const struct CMUnitTest web_escape_tests[] = {
    ALONE("text is never markup", text_is_never_markup),
    ALONE("a link leads to a page, never to a script or elsewhere in disguise", a_link_leads_to_a_page),
    ALONE("a value inside a link is encoded", a_value_inside_a_link_is_encoded),
    ALONE("numbers are written as data", numbers_are_data),
    ALONE("empty, zero and unknown are not there", what_counts_as_there),
    ALONE("times are written for people and for machines", times_are_written_for_people_and_machines),
    ALONE("quantities are written in French", quantities_are_written_in_french),
    ALONE("the form's token is escaped too", text_in_a_form_keeps_its_token),
    {0}
};
