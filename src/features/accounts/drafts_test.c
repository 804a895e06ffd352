/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Drafts of forms: kept, taken up again, forgotten. */
#include "features/territory/sample.h"
#include "main/site.h"
#include "work/job.h"

static void with_communes(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
}

static void keep_one(struct site *site)
{
    submit(site, "/annuaire", "nature=organisation&nom=Les+%C3%A9pluchures&presentation=Une+cuisine&lieu=&brouillon=1");
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/compte/brouillons");
}

static void a_long_form_is_kept_unfinished_and_taken_up_again(void **state)
{
    struct site *site = *state;
    with_communes(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/annuaire/ajouter");
    expect_text(site, "name=\"brouillon\"");
    keep_one(site);
    visit(site, "/annuaire/1");
    expect_status(site, NOT_FOUND);
    visit(site, "/compte/brouillons");
    expect_text(site, "href=\"/compte/brouillons/1\"");
    visit(site, "/compte/brouillons/1");
    expect_status(site, OK);
    expect_text(site, "value=\"Les épluchures\"");
    expect_text(site, "Une cuisine</textarea>");
    expect_text(site, "action=\"/annuaire\"");
}

static void what_was_sent_is_no_draft_any_more(void **state)
{
    struct site *site = *state;
    with_communes(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    keep_one(site);
    submit(site, "/annuaire", "nature=organisation&nom=Les+%C3%A9pluchures&college=sse&lieu=");
    expect_status(site, INVALID);
    visit(site, "/compte/brouillons/1");
    expect_status(site, OK);
    submit(site, "/annuaire", "nature=organisation&nom=Les+%C3%A9pluchures&college=sse&lieu=59350");
    expect_status(site, SEE_OTHER);
    visit(site, "/compte/brouillons/1");
    expect_status(site, NOT_FOUND);
    visit(site, "/compte/brouillons");
    expect_text(site, "No draft.");
}

static void keeping_twice_keeps_the_last(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    keep_one(site);
    submit(site, "/annuaire", "nom=Les+fanes&brouillon=1");
    visit(site, "/compte/brouillons/1");
    expect_text(site, "value=\"Les fanes\"");
    expect_no_text(site, "Les épluchures");
    visit(site, "/compte/brouillons/2");
    expect_status(site, NOT_FOUND);
}

static void a_draft_is_seen_by_its_author_only(void **state)
{
    struct site *site = *state;
    int64_t author = sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    keep_one(site);
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/compte/brouillons/1");
    expect_status(site, NOT_FOUND);
    submit(site, "/compte/brouillons/1/oublier", "");
    visit(site, "/compte/brouillons");
    expect_no_text(site, "/compte/brouillons/1");
    come_back(site, author);
    visit(site, "/compte/brouillons/1");
    expect_status(site, OK);
    visit(site, "/compte.json");
    expect_text(site, "Les épluchures");
    submit(site, "/compte/brouillons/1/oublier", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/compte/brouillons/1");
    expect_status(site, NOT_FOUND);
    sign_out(site);
    visit(site, "/compte/brouillons/1");
    expect_status(site, SEE_OTHER);
}

static void a_visitor_keeps_no_draft_and_a_short_form_has_no_such_button(void **state)
{
    struct site *site = *state;
    with_communes(site);
    visit(site, "/besoins/dire");
    expect_no_text(site, "name=\"brouillon\"");
    submit(site, "/besoins", "besoin=Un+banc+devant+la+mairie&lieu=59350&brouillon=1");
    expect_status(site, SEE_OTHER);
    assert_contains(site->last.reply.location, "/merci");
    sign_in(site, 0, SCOPE_SITE, 0);
    visit(site, "/compte/mot-de-passe");
    expect_no_text(site, "name=\"brouillon\"");
}

static void passwords_are_never_kept(void **state)
{
    struct site *site = *state;
    sign_in(site, 0, SCOPE_SITE, 0);
    submit(site, "/compte/mot-de-passe", "actuel=&nouveau=tres+secret+mot+de+passe&brouillon=1");
    visit(site, "/compte.json");
    expect_no_text(site, "tres secret");
}

static void drafts_are_forgotten_with_the_account_or_after_six_months(void **state)
{
    struct site *site = *state;
    int64_t author = sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    keep_one(site);
    pass_time(site, 200 * 86400);
    run_jobs(site);
    job_queue_periodic(site->db, &site->app, site->now);
    run_jobs(site);
    come_back(site, author);
    visit(site, "/compte/brouillons/1");
    expect_status(site, NOT_FOUND);
}

const struct CMUnitTest drafts_tests[] = {
    ON_A_SITE("a long form is kept unfinished and taken up again", a_long_form_is_kept_unfinished_and_taken_up_again),
    ON_A_SITE("what was sent is no draft any more", what_was_sent_is_no_draft_any_more),
    ON_A_SITE("keeping twice keeps the last", keeping_twice_keeps_the_last),
    ON_A_SITE("a draft is seen by its author only", a_draft_is_seen_by_its_author_only),
    ON_A_SITE("a visitor keeps no draft, and a short form has no such button",
              a_visitor_keeps_no_draft_and_a_short_form_has_no_such_button),
    ON_A_SITE("passwords are never kept", passwords_are_never_kept),
    ON_A_SITE("drafts are forgotten with the account or after six months",
              drafts_are_forgotten_with_the_account_or_after_six_months),
    {0}
};
