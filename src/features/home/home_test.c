/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "features/home/home.h"
#include "features/territory/sample.h"
#include "main/site.h"

static void with_demo(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    struct command_line line = {.db = site->db, .arena = &site->arena, .app = &site->app};
    assert_int_equal(demo_command(&line), 0);
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
    expect_text(site, "This is a demonstration");
    expect_text(site, "9 needs are looking for an answer.");
    visit(site, "/annuaire");
    expect_text(site, "(exemple)");
}

static void a_second_demonstration_adds_nothing(void **state)
{
    struct site *site = *state;
    with_demo(site);
    struct command_line line = {.db = site->db, .arena = &site->arena, .app = &site->app};
    assert_int_equal(demo_command(&line), 0);
    visit(site, "/");
    expect_text(site, "9 needs are looking for an answer.");
}

static void the_home_page_gives_its_figures_as_json(void **state)
{
    struct site *site = *state;
    with_demo(site);
    as_json(site);
    visit(site, "/");
    expect_text(site, "\"resources\":4");
}

const struct CMUnitTest home_tests[] = {
    ON_A_SITE("an empty site proposes an act", an_empty_site_proposes_an_act),
    ON_A_SITE("the demonstration says that it is one", the_demonstration_says_that_it_is_one),
    ON_A_SITE("a second demonstration adds nothing", a_second_demonstration_adds_nothing),
    ON_A_SITE("the home page gives its figures as JSON", the_home_page_gives_its_figures_as_json),
    {0}
};
