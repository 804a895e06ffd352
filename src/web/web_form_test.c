/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms: what is read, what is refused and in which words, what comes back. */
#include "main/testing.h"
#include "web/baked.h"
#include "web/web_testing.h"

static int open_arena(void **state)
{
    static struct arena arena;
    *state = &arena;
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

#define ALONE(sentence, function) {sentence, function, open_arena, close_arena, NULL}

/* What a sound form holds. */
static struct every_value accepted(struct arena *arena, const char *body)
{
    struct request rq = posted(arena, body);
    struct every_value values = {0};
    struct form_view view;
    if (!form_read(&rq, &every_form, &values, &view))
        fail_msg("%s is refused: %s", body, view.troubles[0].why);
    return values;
}

/* Why this field is refused, when nothing else is. */
static const char *refused(struct arena *arena, const char *field, const char *body)
{
    struct request rq = posted(arena, body);
    struct every_value values = {0}, untouched = {0};
    struct form_view view;
    if (form_read(&rq, &every_form, &values, &view))
        fail_msg("%s is accepted", body);
    assert_memory_equal(&values, &untouched, sizeof values);
    assert_int_equal(view.trouble_count, 1);
    assert_string_equal(view.troubles[0].field, field);
    return view.troubles[0].why;
}

static void every_kind_is_stored(void **state)
{
    struct every_value values = accepted(*state,
        "titre=+Un+four+&recit=ligne+1%0D%0Aligne+2&adresse=Anne%40example.org&telephone=03+84+00+00+00&"
        "site=HTTPS://example.org/x&secret=+a+b+&code=123+456&nombre=42&montant=1%C2%A0250,50+%E2%82%AC&"
        "jour=01/03/2026&poids=-1,5&couleur=red&usages=eat&usages=move&accord=1&porteur=7&note=ok");
    assert_string_equal(values.title, "Un four");
    assert_string_equal(values.story, "ligne 1\nligne 2");
    assert_string_equal(values.email, "Anne@example.org");
    assert_string_equal(values.phone, "03 84 00 00 00");
    assert_string_equal(values.site, "HTTPS://example.org/x");
    assert_string_equal(values.secret, " a b ");
    assert_string_equal(values.code, "123456");
    assert_int_equal(values.number, 42);
    assert_int_equal(values.cents, 125050);
    assert_int_equal(*values.day, 20513);
    assert_near(values.weight, -1.5, 0);
    assert_string_equal(values.colour, "red");
    assert_string_equal(values.uses, "eat move");
    assert_int_equal(values.agreed, 1);
    assert_int_equal(values.owner, 7);
    assert_string_equal(values.note, "ok");
}

static void what_is_left_empty_stays_so(void **state)
{
    struct every_value values = accepted(*state, "titre=Four&recit=++&nombre=&jour=&accord=0&usages=");
    assert_null(values.story);
    assert_null(values.email);
    assert_null(values.day);
    assert_null(values.maybe_number);
    assert_null(values.maybe_weight);
    assert_null(values.uses);
    assert_int_equal(values.number, 0);
    assert_int_equal(values.agreed, 0);
}

static void a_needed_field_is_named(void **state)
{
    assert_string_equal(refused(*state, "titre", "titre=+%C2%A0+"), "To fill in: “Title”.");
    assert_string_equal(refused(*state, "titre", ""), "To fill in: “Title”.");
}

static void lengths_are_counted_in_characters(void **state)
{
    accepted(*state, "titre=%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9"
                     "%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9%C3%A9");
    assert_string_equal(refused(*state, "titre", "titre=123456789012345678901"),
                        "“Title” is too long: 21 characters, at most 20.");
    assert_string_equal(refused(*state, "titre", "titre=ab"), "“Title” is too short: 3 characters at least.");
}

static void a_line_break_counts_once(void **state)
{
    accepted(*state, "titre=Four&recit=1234567890%0D%0A1234567890%0D%0A1234567890%0D%0A1234567890%0D%0A123456");
    refused(*state, "recit",
            "titre=Four&recit=1234567890%0D%0A1234567890%0D%0A1234567890%0D%0A1234567890%0D%0A1234567");
}

static void control_characters_are_refused(void **state)
{
    const char *const hostile[] = {"%01", "%1B", "%7F", "%C2%85", "%E2%80%AE", "a%0Ab", "a%09b"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        assert_contains(refused(*state, "titre", arena_format(*state, "titre=aaa%sbbb", hostile[i])), "cannot be read");
    accepted(*state, "titre=Four&recit=a%0Ab%09c");
    refused(*state, "recit", "titre=Four&recit=a%07b");
}

static void addresses_are_checked(void **state)
{
    const char *const wrong[] = {"anne", "anne%40", "%40example.org", "a%40b%40c.org", "a+b%40c.org", "a..b%40c.org",
                                 "a%40c..org", "a%40.org", "a%40c.org.", "a%40c_d.org", "%22a%22%40c.org",
                                 "a%40c.org%3Ex"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_string_equal(refused(*state, "adresse", arena_format(*state, "titre=Four&adresse=%s", wrong[i])),
                            "“Address”: write it like name@example.org.");
    accepted(*state, "titre=Four&adresse=anne.dupont%2Bx%40mairie.example.org");
}

static void links_lead_to_the_web_only(void **state)
{
    const char *const wrong[] = {"javascript:alert(1)", "//example.org", "example.org", "ftp://example.org", "https://",
                                 "https:///x", "https://a+b.org", "https://bank.example%40elsewhere.org",
                                 "data:text/html,x",
                                 "https://x%22y.org", "http://%5Cexample.org"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_contains(refused(*state, "site", arena_format(*state, "titre=Four&site=%s", wrong[i])), "https://");
    accepted(*state, "titre=Four&site=http://localhost:8080/a?b%3Dc%40d");
}

static void telephones_have_digits(void **state)
{
    refused(*state, "telephone", "titre=Four&telephone=appelez-moi");
    refused(*state, "telephone", "titre=Four&telephone=12345");
    accepted(*state, "titre=Four&telephone=%2B33+(0)3.84-00-00-00");
}

static void numbers_have_bounds(void **state)
{
    assert_string_equal(refused(*state, "nombre", "titre=Four&nombre=101"), "“Number”: it must be between 1 and 100.");
    assert_string_equal(refused(*state, "nombre", "titre=Four&nombre=0"), "“Number”: it must be between 1 and 100.");
    assert_string_equal(refused(*state, "nombre", "titre=Four&nombre=douze"), "“Number”: a whole number is expected.");
    refused(*state, "nombre", "titre=Four&nombre=12,5");
    refused(*state, "peut_etre", "titre=Four&peut_etre=99999999999999999999");
    refused(*state, "peut_etre", "titre=Four&peut_etre=1000000000001");
    assert_int_equal(*accepted(*state, "titre=Four&peut_etre=-1%C2%A0250").maybe_number, -1250);
    assert_string_equal(refused(*state, "poids", "titre=Four&poids=10,01"), "“Weight”: it must be between −10 and 10.");
    refused(*state, "poids", "titre=Four&poids=nan");
    refused(*state, "peut_etre_poids", "titre=Four&peut_etre_poids=1e300");
}

static void amounts_are_exact_cents(void **state)
{
    assert_int_equal(accepted(*state, "titre=Four&montant=0,1").cents, 10);
    assert_string_equal(refused(*state, "montant", "titre=Four&montant=50000,01"),
                        "“Amount”: it must be between 0\u00a0€ and 50\u202f000\u00a0€.");
    assert_contains(refused(*state, "montant", "titre=Four&montant=beaucoup"), "an amount is expected");
    refused(*state, "montant", "titre=Four&montant=-1");
}

static void days_exist_and_have_bounds(void **state)
{
    assert_int_equal(*accepted(*state, "titre=Four&jour=2026-03-01").day, 20513);
    assert_contains(refused(*state, "jour", "titre=Four&jour=30/02/2026"), "a date that exists");
    assert_contains(refused(*state, "jour", "titre=Four&jour=01/03/2028"), "between 16\u00a0February\u00a02026 and");
    refused(*state, "jour", "titre=Four&jour=demain");
}

static void only_what_is_proposed_is_chosen(void **state)
{
    refused(*state, "couleur", "titre=Four&couleur=blue");
    refused(*state, "usages", "titre=Four&usages=eat&usages=drink");
    refused(*state, "usages", "titre=Four&usages=eat+live");
    assert_string_equal(accepted(*state, "titre=Four&usages=live&usages=eat&usages=live").uses, "live eat");
}

static void a_field_comes_once(void **state)
{
    assert_contains(refused(*state, "titre", "titre=Four&titre=Moulin"), "only one value");
    refused(*state, "nombre", "titre=Four&nombre=1&nombre=2");
    assert_string_equal(accepted(*state, "titre=&titre=Four").title, "Four");
    assert_int_equal(accepted(*state, "titre=Four&accord=0&accord=1").agreed, 1);
}

static void a_hidden_number_is_checked_too(void **state)
{
    refused(*state, "porteur", "titre=Four&porteur=7%27--");
    refused(*state, "porteur", "titre=Four&porteur=99999999999999999999");
    refused(*state, "note", "titre=Four&note=12345678901");
}

static void a_rule_of_its_own_is_said(void **state)
{
    assert_string_equal(refused(*state, "titre", "titre=Un+four!!!"), "Say it calmly.");
}

static void what_is_not_a_field_is_not_read(void **state)
{
    struct every_value values = accepted(*state, "titre=Four&id=12&author_id=1&titre%5B%5D=x&TITRE=y");
    assert_string_equal(values.title, "Four");
}

static void a_refused_form_comes_back_filled(void **state)
{
    struct request rq = posted(*state, "titre=&recit=une+%3Clongue%3E+histoire&usages=eat&secret=abcdef&nombre=x");
    struct every_value values = {0};
    assert_false(read_form(&rq, &every_form, &values));
    const char *page = buffer_string(&rq.reply.body);
    assert_int_equal(rq.reply.status, INVALID);
    assert_contains(page, "une &lt;longue&gt; histoire");
    assert_contains(page, "value=\"eat\" checked");
    assert_contains(page, "value=\"x\"");
    assert_contains(page, "To fill in: “Title”.");
    assert_contains(page, "“Number”: a whole number is expected.");
    assert_lacks(page, "abcdef");
    assert_lacks(page, "<longue>");
}

static void a_refused_day_comes_back_as_typed(void **state)
{
    static const char *const typed[] = {"2026-13-45", "2026-3 mai", "2026-03\xEF\xBB\xBF"};
    for (size_t i = 0; i < 3; i++) {
        struct request rq = posted(*state, arena_format(*state, "titre=&jour=%s", typed[i]));
        struct every_value values = {0};
        assert_false(read_form(&rq, &every_form, &values));
        assert_contains(buffer_string(&rq.reply.body), arena_format(*state, "value=\"%s\"", typed[i]));
        assert_true(utf8_valid(rq.reply.body.text, rq.reply.body.length));
    }
}

static void programs_get_errors_by_field(void **state)
{
    struct request rq = posted(*state, "titre=ab&nombre=x");
    struct every_value values = {0};
    rq.shape = AS_JSON;
    assert_false(read_form(&rq, &every_form, &values));
    assert_int_equal(rq.reply.status, INVALID);
    assert_string_equal(buffer_string(&rq.reply.body),
                        "{\"errors\":{\"titre\":\"“Title” is too short: 3 characters at least.\","
                                                       "\"nombre\":\"“Number”: a whole number is expected.\"}}");
}

static void what_was_stored_fills_the_form(void **state)
{
    struct every_value kept = accepted(*state, "titre=Four&recit=a%0Ab&nombre=42&montant=-0&jour=2026-03-01&poids=-1,5&"
                                               "couleur=green&usages=eat&usages=move&accord=1&secret=abc&porteur=7");
    kept.cents = -5;
    struct request rq = posted(*state, "");
    struct form_view view = form_fill(&rq, &every_form, &kept);
    rq.params = view.values;
    rq.param_count = view.value_count;
    const struct { const char *name, *value; } expected[] = {
        {"titre", "Four"}, {"recit", "a\nb"}, {"nombre", "42"}, {"montant", "-0,05"}, {"jour", "2026-03-01"},
        {"poids", "-1,5"}, {"couleur", "green"}, {"accord", "1"}, {"secret", NULL}, {"peut_etre", NULL},
        {"porteur", "7"}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const char *value = param_text(&rq, expected[i].name);
        if (!text_is(value, expected[i].value))
            fail_msg("%s is %s", expected[i].name, value ? value : "absent");
    }
    size_t count;
    param_texts(&rq, "usages", &count);
    assert_int_equal(count, 2);
}

static void a_link_fills_what_it_names(void **state)
{
    struct request rq = posted(*state, "titre=Four&secret=abc&autre=1");
    rq.method = GET;
    struct form_view view = form_empty(&rq, &every_form);
    assert_int_equal(view.value_count, 1);
    assert_string_equal(view.values[0].value, "Four");
}

static void a_business_rule_refuses_too(void **state)
{
    struct request rq = posted(*state, "titre=Four");
    struct every_value values = {0};
    struct form_view view;
    assert_true(form_read(&rq, &every_form, &values, &view));
    form_refuse(&rq, &view, "titre", "Already taken.");
    form_refuse(&rq, &view, NULL, "Too late.");
    rq.shape = AS_JSON;
    form_reply(&rq, &view);
    assert_string_equal(buffer_string(&rq.reply.body),
                        "{\"errors\":{\"titre\":\"Already taken.\",\"\":\"Too late.\"}}");
}

static void a_form_is_no_table(void **state)
{
    struct request rq = posted(*state, "");
    rq.shape = AS_CSV;
    struct form_view view = form_empty(&rq, &every_form);
    form_reply(&rq, &view);
    assert_int_equal(rq.reply.status, NOT_FOUND);
}

static void words_to_search_are_cut_between_characters(void **state)
{
    struct buffer body = {.arena = *state};
    buffer_text(&body, "q=a");
    for (int i = 0; i < 300; i++)
        buffer_text(&body, "%C3%A9");
    struct request rq = posted(*state, body.text);
    const char *words = param_words(&rq, "q");
    assert_int_equal(strlen(words), 99);
    assert_true(utf8_valid(words, strlen(words)));
    rq = posted(*state, "q=+four+");
    assert_string_equal(param_words(&rq, "q"), "four");
    assert_null(param_words(&rq, "r"));
}

static void a_code_says_its_label(void **state)
{
    struct request rq = posted(*state, "");
    assert_string_equal(label_text(&rq, colours, "green"), "Green");
    assert_string_equal(label_text(&rq, colours, "blue"), "blue");
    assert_string_equal(label_text(&rq, colours, NULL), "");
}

const struct CMUnitTest web_form_tests[] = {
    ALONE("a field of every kind is stored", every_kind_is_stored),
    ALONE("what is left empty stays so", what_is_left_empty_stays_so),
    ALONE("a needed field that is empty is named", a_needed_field_is_named),
    ALONE("lengths are counted in characters", lengths_are_counted_in_characters),
    ALONE("a line break counts as one character", a_line_break_counts_once),
    ALONE("control characters are refused", control_characters_are_refused),
    ALONE("an address of mail is checked", addresses_are_checked),
    ALONE("a link leads to the web only", links_lead_to_the_web_only),
    ALONE("a telephone number has digits", telephones_have_digits),
    ALONE("numbers stay within bounds that the message says", numbers_have_bounds),
    ALONE("amounts are exact cents", amounts_are_exact_cents),
    ALONE("a day exists and stays within bounds", days_exist_and_have_bounds),
    ALONE("only what is proposed can be chosen", only_what_is_proposed_is_chosen),
    ALONE("a field with one value is refused when it comes twice", a_field_comes_once),
    ALONE("a hidden field is checked like the others", a_hidden_number_is_checked_too),
    ALONE("a rule of its own refuses in its own words", a_rule_of_its_own_is_said),
    ALONE("what is not a field is not read", what_is_not_a_field_is_not_read),
    ALONE("a refused form comes back filled, but for secrets", a_refused_form_comes_back_filled),
    ALONE("a refused day comes back as it was typed", a_refused_day_comes_back_as_typed),
    ALONE("programs get an error for each field", programs_get_errors_by_field),
    ALONE("what was stored fills the form again", what_was_stored_fills_the_form),
    ALONE("a link fills the fields it names, never a secret", a_link_fills_what_it_names),
    ALONE("a business rule refuses a field or the whole form", a_business_rule_refuses_too),
    ALONE("a form has no CSV", a_form_is_no_table),
    ALONE("words to search are cut between two characters", words_to_search_are_cut_between_characters),
    ALONE("a code says its label, or itself", a_code_says_its_label),
    {0}
};
