/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether the directory is still true: asking, answering, hiding; and communes that merge. */
#include "base/time.h"
#include "db/script.h"
#include "features/directory/directory.h"
#include "features/needs/needs.h"
#include "features/territory/sample.h"
#include "main/site.h"
#include "work/job.h"
#include "work/setting.h"

enum { DAY = 86400 };

/* Page 1, whose address of contact is given; nobody here speaks for it. */
static void with_a_page(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/annuaire",
           "nature=organisation&nom=Les+fanes&college=sse&lieu=Lille&courriel=fanes%40example.org");
    expect_status(site, SEE_OTHER);
    db_begin_write(site->db);
    db_script(site->db, "DELETE FROM follower WHERE subject = 'actor'");
    db_commit(site->db);
}

static void a_night_passes(struct site *site, int64_t days)
{
    pass_time(site, days * DAY);
    job_queue_periodic(site->db, &site->app, site->now);
    run_jobs(site);
}

static const char *private_link(struct site *site)
{
    const char *mail = last_mail(site, "fanes@example.org"), *at = mail ? strstr(mail, "/annuaire/confirmer/") : NULL;
    assert_non_null(at);
    return arena_copy(&site->arena, at, strcspn(at, "\n"));
}

static int64_t mails(struct site *site, const char *to)
{
    int64_t count = 0;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/courrier.json");
    for (const char *at = body(site); (at = strstr(at, to)); at++)
        count++;
    sign_out(site);
    return count;
}

static void a_fresh_page_is_not_asked_about(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    a_night_passes(site, 150);
    assert_null(last_mail(site, "fanes@example.org"));
    visit(site, "/annuaire");
    expect_no_text(site, "to be confirmed");
}

static void after_six_months_its_address_confirms_it_in_one_click(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    a_night_passes(site, 200);
    visit(site, "/annuaire");
    expect_text(site, "to be confirmed");
    const char *link = private_link(site);
    sign_out(site);
    visit(site, link);
    expect_status(site, OK);
    expect_text(site, "Les fanes");
    visit(site, "/annuaire");
    expect_text(site, "to be confirmed");
    submit(site, link, "reponse=vrai");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire");
    expect_no_text(site, "to be confirmed");
}

static void it_is_asked_twice_a_year_and_not_each_night(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    a_night_passes(site, 200);
    a_night_passes(site, 1);
    a_night_passes(site, 30);
    assert_int_equal(mails(site, "fanes@example.org"), 1);
    const char *link = private_link(site);
    a_night_passes(site, 200);
    assert_int_equal(mails(site, "fanes@example.org"), 2);
    assert_string_equal(private_link(site), link);
}

static void who_stops_these_messages_is_not_asked_again(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    a_night_passes(site, 200);
    db_begin_write(site->db);
    db_script(site->db, "DELETE FROM follower WHERE email = 'fanes@example.org'");
    db_commit(site->db);
    a_night_passes(site, 200);
    assert_int_equal(mails(site, "fanes@example.org"), 1);
}

static void what_changed_reaches_an_agent(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    a_night_passes(site, 200);
    const char *link = private_link(site);
    sign_out(site);
    submit(site, link, "reponse=change");
    expect_status(site, INVALID);
    submit(site, link, "reponse=peut-etre");
    expect_status(site, INVALID);
    submit(site, link, "reponse=change&note=Nous+avons+d%C3%A9m%C3%A9nag%C3%A9+%C3%A0+Roubaix");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire");
    expect_text(site, "to be confirmed");
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/annuaire/a-lire");
    expect_text(site, "Nous avons déménagé à Roubaix");
    submit(site, "/annuaire/confirmations/1/traiter", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/a-lire");
    expect_no_text(site, "Nous avons déménagé à Roubaix");
}

static void a_wrong_link_confirms_nothing(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    a_night_passes(site, 200);
    const char *link = private_link(site);
    sign_out(site);
    visit(site, arena_copy(&site->arena, link, strlen(link) - 1));
    expect_status(site, NOT_FOUND);
    submit(site, arena_copy(&site->arena, link, strlen(link) - 1), "reponse=vrai");
    expect_status(site, NOT_FOUND);
    submit(site, "/annuaire/confirmations/1/traiter", "");
    expect_status(site, UNAUTHORISED);
    visit(site, "/annuaire");
    expect_text(site, "to be confirmed");
}

static void those_who_keep_the_page_are_told_on_the_site(void **state)
{
    struct site *site = *state;
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    int64_t author = sign_in(site, 0, SCOPE_SITE, 0);
    submit(site, "/annuaire",
           "nature=organisation&nom=Les+fanes&college=sse&lieu=Lille&courriel=fanes%40example.org");
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/annuaire/1/publier", "");
    a_night_passes(site, 200);
    assert_null(last_mail(site, "fanes@example.org"));
    come_back(site, author);
    visit(site, "/messages");
    expect_text(site, "La fiche de Les fanes est-elle toujours juste");
}

static void a_page_that_nobody_confirms_is_hidden_where_the_site_says_so(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    a_night_passes(site, 200);
    a_night_passes(site, 400);
    visit(site, "/annuaire");
    expect_text(site, "Les fanes");
    db_begin_write(site->db);
    parameter_add(site->db, "actor_hide_months", paris_day(site->now), 12, "Conseil du 12 mai");
    db_commit(site->db);
    a_night_passes(site, 40);
    visit(site, "/annuaire");
    expect_no_text(site, "Les fanes");
}

static void the_delay_is_a_dated_parameter(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    db_begin_write(site->db);
    parameter_add(site->db, "actor_confirm_months", paris_day(site->now), 2, "Conseil du 12 mai");
    db_commit(site->db);
    a_night_passes(site, 70);
    assert_non_null(last_mail(site, "fanes@example.org"));
}

static void what_stood_in_a_commune_that_merged_follows_it(void **state)
{
    struct site *site = *state;
    with_a_page(site);
    struct request *rq = site_request(site);
    struct db *db = rq->db;
    const struct need_entry need = {"Un banc", "places", "59350"};
    const struct resource_entry resource = {"Une scie", "equipment", "free", "59350"};
    needs_add(db, &site->arena, &need, site->now);
    resources_add(db, &site->arena, &resource, site->now);
    db_script(db, "UPDATE actor SET commune = '59298'; UPDATE need SET commune = '59298';"
                  "UPDATE resource SET commune = '59298';"
                  "INSERT INTO actor_zone (actor_id, territory) VALUES (1, '59298')");
    for (const struct feature *const *one = site->app.features; *one; one++)
        if ((*one)->communes_changed)
            (*one)->communes_changed(db);
    site_commit(site);
    visit(site, "/annuaire?territoire=59350");
    expect_text(site, "Les fanes");
    visit(site, "/annuaire/1");
    expect_text(site, "href=\"/territoires/59350\"");
    expect_no_text(site, "59298");
    visit(site, "/besoins?territoire=59350");
    expect_text(site, "Un banc");
    visit(site, "/ressources?territoire=59350");
    expect_text(site, "Une scie");
}

const struct CMUnitTest freshness_tests[] = {
    ON_A_SITE("a fresh page is not asked about", a_fresh_page_is_not_asked_about),
    ON_A_SITE("after six months its address confirms it in one click",
              after_six_months_its_address_confirms_it_in_one_click),
    ON_A_SITE("it is asked twice a year and not each night", it_is_asked_twice_a_year_and_not_each_night),
    ON_A_SITE("who stops these messages is not asked again", who_stops_these_messages_is_not_asked_again),
    ON_A_SITE("what changed reaches an agent", what_changed_reaches_an_agent),
    ON_A_SITE("a wrong link confirms nothing", a_wrong_link_confirms_nothing),
    ON_A_SITE("those who keep the page are told on the site", those_who_keep_the_page_are_told_on_the_site),
    ON_A_SITE("a page that nobody confirms is hidden where the site says so",
              a_page_that_nobody_confirms_is_hidden_where_the_site_says_so),
    ON_A_SITE("the delay is a dated parameter", the_delay_is_a_dated_parameter),
    ON_A_SITE("what stood in a commune that merged follows it", what_stood_in_a_commune_that_merged_follows_it),
    {0}
};
