/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/number.h"
#include "db/script.h"
#include "features/home/home.h"
#include "features/territory/territory.h"
#include "features/territory/sample.h"
#include "main/site.h"

static int run_demo(struct site *site)
{
    struct command_line line = {.db = site->db, .arena = &site->arena, .app = &site->app};
    return demo_command(&line);
}

static void with_demo(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    assert_int_equal(run_demo(site), 0);
}

static void an_empty_site_proposes_an_act(void **state)
{
    struct site *site = *state;
    visit(site, "/");
    expect_status(site, OK);
    expect_text(site, "The first one opens the way.");
    expect_text(site, "/besoins/dire");
}

static void the_demonstration_says_that_it_is_one(void **state)
{
    struct site *site = *state;
    with_demo(site);
    visit(site, "/");
    expect_text(site, "Démonstration de");
    expect_text(site, "This is a demonstration");
    expect_text(site, "<strong>12</strong>");
    visit(site, "/annuaire");
    expect_text(site, "(exemple)");
    visit(site, "/besoins/1");
    expect_text(site, ">example</span>");
    visit(site, "/ressources/1");
    expect_text(site, ">example</span>");
    visit(site, "/annuaire/1");
    expect_text(site, "This is an example: nobody confirms it.");
    expect_no_text(site, "Confirmed");
    as_json(site);
    visit(site, "/annuaire");
    expect_text(site, "\"example\":1");
    visit(site, "/ressources");
    expect_text(site, "\"example\":1");
}

static void a_second_demonstration_adds_nothing(void **state)
{
    struct site *site = *state;
    with_demo(site);
    assert_int_equal(run_demo(site), 0);
    visit(site, "/");
    expect_text(site, "<strong>12</strong>");
    expect_no_text(site, "Démonstration de Démonstration");
}

static void a_demonstration_does_not_mix_with_a_real_site(void **state)
{
    struct site *site = *state;
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    submit(site, "/besoins", "besoin=Un+vrai+besoin+du+quartier&lieu=59350");
    expect_status(site, SEE_OTHER);
    assert_int_equal(run_demo(site), 1);
    visit(site, "/");
    expect_no_text(site, "Démonstration");
    visit(site, "/annuaire");
    expect_no_text(site, "(exemple)");
}

static void what_people_add_to_a_demonstration_stays(void **state)
{
    struct site *site = *state;
    with_demo(site);
    submit(site, "/besoins", "besoin=Un+vrai+besoin+du+quartier&lieu=59350");
    expect_status(site, SEE_OTHER);
    assert_int_equal(run_demo(site), 0);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/besoins/a-traiter");
    expect_text(site, "Un vrai besoin du quartier");
}

static void every_list_of_the_demonstration_holds_something(void **state)
{
    static const char *const lists[] = {"/besoins", "/besoins?etat=answered", "/besoins?etat=parked", "/ressources",
        "/annuaire?college=inhabitants", "/annuaire?college=sse", "/annuaire?college=companies",
        "/annuaire?college=authorities", "/annuaire?college=state", "/annuaire?college=research",
        "/annuaire?college=funders", "/annuaire?college=support", "/offres-communes", "/offres-communes/2",
        "/marches", "/marches/1", "/marches/1/couverture", "/marches/2",
        "/mises-en-relation",
        "/mises-en-relation?etat=agreed", "/mises-en-relation?etat=declined", "/besoins/a-traiter"};
    struct site *site = *state;
    with_demo(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        visit(site, lists[i]);
        expect_status(site, OK);
        expect_no_text(site, "class=\"empty\"");
    }
}

static void the_home_page_gives_its_figures_as_json(void **state)
{
    struct site *site = *state;
    with_demo(site);
    as_json(site);
    visit(site, "/");
    expect_text(site, "\"resources\":8");
}

/* What the pager of a list says that it holds. */
static int64_t total_of(struct site *site, const char *address)
{
    int64_t total = -1;
    visit(site, address);
    expect_status(site, OK);
    const char *at = strstr(body(site), "\"total\":");
    assert_non_null(at);
    at += strlen("\"total\":");
    assert_true(parse_int(arena_copy(&site->arena, at, strspn(at, "0123456789")), &total));
    return total;
}

static int64_t figure_of(struct site *site, const char *href)
{
    double value = -1;
    visit(site, "/");
    const char *at = strstr(body(site), arena_format(&site->arena, "\"href\":\"%s\"", href));
    assert_non_null(at);
    while (at > body(site) && strncmp(at, "\"value\":", 8) != 0)
        at--;
    at += strlen("\"value\":");
    assert_true(parse_real(arena_copy(&site->arena, at, strspn(at, "0123456789.")), &value));
    return (int64_t)value;
}

static void each_figure_is_the_number_of_what_it_leads_to(void **state)
{
    static const char *const lists[] = {"/besoins?etat=open", "/besoins?etat=answered", "/annuaire", "/ressources",
        "/mises-en-relation"};
    struct site *site = *state;
    with_demo(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    as_json(site);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        assert_int_equal(figure_of(site, lists[i]), total_of(site, lists[i]));
}

static void the_latest_needs_are_those_published_last(void **state)
{
    struct site *site = *state;
    with_demo(site);
    visit(site, "/");
    const char *first = strstr(body(site), "Livrer les paniers"), *second = strstr(body(site), "Entretenir le parc");
    assert_true(first && second && first < second);
}

static void the_home_page_draws_a_territory_that_has_contours(void **state)
{
    struct site *site = *state;
    with_demo(site);
    visit(site, "/");
    expect_no_text(site, "<svg class=\"map");
    struct request *rq = site_request(site);
    const char *why;
    setting_set(rq->db, &own_territory, "59", &why);
    struct db *db = rq->db;
    db_script(db, "INSERT INTO territory_contour (territory, rings, source) "
        "SELECT code, '2.5 50,4 50,4 51,2.5 50', 'file' FROM territory WHERE kind = 'epci'");
    site_commit(site);
    visit(site, "/");
    expect_text(site, "Where they are felt");
}

static void each_page_leads_to_the_source_code_of_the_program(void **state)
{
    struct site *site = *state;
    const char *why;
    visit(site, "/");
    expect_text(site, "href=\"/code-source\"");
    visit(site, "/code-source");
    expect_text(site, "GNU Affero General Public License");
    expect_text(site, "mailto:");
    expect_no_text(site, "/reglages");
    struct request *rq = site_request(site);
    setting_set(rq->db, &source_url, "https://example.org/maillage.git", &why);
    site_commit(site);
    visit(site, "/code-source");
    expect_text(site, "href=\"https://example.org/maillage.git\"");
    rq = site_request(site);
    setting_set(rq->db, &source_url, "javascript:alert(1)", &why);
    site_commit(site);
    visit(site, "/code-source");
    expect_no_text(site, "javascript:");
}

const struct CMUnitTest home_tests[] = {
    ON_A_SITE("an empty site proposes an act", an_empty_site_proposes_an_act),
    ON_A_SITE("the demonstration says that it is one", the_demonstration_says_that_it_is_one),
    ON_A_SITE("a second demonstration adds nothing", a_second_demonstration_adds_nothing),
    ON_A_SITE("a demonstration does not mix with a real site", a_demonstration_does_not_mix_with_a_real_site),
    ON_A_SITE("what people add to a demonstration stays", what_people_add_to_a_demonstration_stays),
    ON_A_SITE("every list of the demonstration holds something", every_list_of_the_demonstration_holds_something),
    ON_A_SITE("the home page gives its figures as JSON", the_home_page_gives_its_figures_as_json),
    ON_A_SITE("each figure is the number of what it leads to", each_figure_is_the_number_of_what_it_leads_to),
    ON_A_SITE("the latest needs are those published last", the_latest_needs_are_those_published_last),
    ON_A_SITE("the home page draws a territory that has contours", the_home_page_draws_a_territory_that_has_contours),
    ON_A_SITE("each page leads to the source code of the program", each_page_leads_to_the_source_code_of_the_program),
    {0}
};
