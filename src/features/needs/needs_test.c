/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "features/needs/needs.h"
#include "main/site.h"
#include "features/territory/sample.h"
#include "work/job.h"

static void send_a_need(struct site *site)
{
    submit(site, "/besoins", "besoin=Un+car+qui+revient+de+la+gare+le+soir&lieu=59350&adresse=anne%40example.org");
    expect_status(site, SEE_OTHER);
}

static const char *private_link(struct site *site)
{
    const char *mail = last_mail(site, "anne@example.org"), *at = mail ? strstr(mail, "/besoins/suivi/") : NULL;
    assert_non_null(at);
    return arena_copy(&site->arena, at, strcspn(at, "\n"));
}

/* A commune to stand on: the geography itself is the business of territory's own tests. */
static void with_lille(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
}

static void a_visitor_says_a_need_without_an_account(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    follow(site);
    expect_text(site, "See what becomes of it");
    visit(site, "/besoins");
    expect_no_text(site, "Un car qui revient");
    visit(site, private_link(site));
    expect_status(site, OK);
    expect_text(site, "Un car qui revient de la gare le soir");
    expect_text(site, "Received, to be read");
}

static void a_need_that_is_not_read_is_seen_by_nobody_else(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    visit(site, "/besoins/1");
    expect_status(site, NOT_FOUND);
    as_json(site);
    visit(site, "/besoins/1");
    expect_status(site, NOT_FOUND);
}

static void a_need_without_a_theme_is_not_published(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/besoins/1/geste", "geste=publish");
    expect_status(site, INVALID);
    expect_text(site, "Choose a theme first.");
}

static void a_theme_and_its_publication_are_one_gesture(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/besoins/1");
    expect_text(site, "action=\"/besoins/1/theme\"");
    submit(site, "/besoins/1/theme", "theme=nothing");
    expect_status(site, INVALID);
    submit(site, "/besoins/1/theme", "theme=mobility");
    expect_status(site, SEE_OTHER);
    assert_contains(last_mail(site, "anne@example.org"), "Your need is published.");
    submit(site, "/besoins/1/theme", "theme=food");
    expect_status(site, CONFLICT);
    sign_out(site);
    visit(site, "/besoins?theme=mobility");
    expect_text(site, "1 voice");
}

static void what_is_lacking_before_a_step_is_said_and_leads_there(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/besoins/1/theme", "theme=mobility");
    visit(site, "/besoins/1");
    expect_text(site, "<a href=\"/besoins/1/dossier#reponse-reponse\">It is answered</a>");
    expect_text(site, "Write first what answers this need");
    submit(site, "/besoins/1/reponse", "reponse=Une+navette+d%C3%A8s+janvier");
    expect_status(site, SEE_OTHER);
    visit(site, "/besoins/1/dossier");
    expect_text(site, "Une navette dès janvier</textarea>");
    visit(site, "/besoins/1");
    expect_no_text(site, "Une navette dès janvier");
    submit(site, "/besoins/1/geste", "geste=answer");
    expect_status(site, SEE_OTHER);
    assert_contains(last_mail(site, "anne@example.org"), "Your need has an answer.");
    visit(site, "/besoins/1");
    expect_text(site, "Une navette dès janvier");
}

static void a_refused_need_tells_its_author_why(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    const char *link = private_link(site);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/besoins/1/geste", "geste=refuse");
    expect_status(site, INVALID);
    expect_text(site, "Give the reason");
    submit(site, "/besoins/1/geste", "geste=refuse&motif=Un+car+existe+d%C3%A9j%C3%A0");
    expect_status(site, SEE_OTHER);
    assert_contains(last_mail(site, "anne@example.org"), "Un car existe déjà");
    sign_out(site);
    visit(site, link);
    expect_text(site, "Un car existe déjà");
}

static void publish(struct site *site)
{
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/besoins/1/modifier", "titre=Un+car+du+soir&lieu=59350&theme=mobility&source=box&force=3");
    expect_status(site, SEE_OTHER);
    submit(site, "/besoins/1/geste", "geste=publish");
    expect_status(site, SEE_OTHER);
}

static void a_published_need_is_listed_counted_and_exported(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    publish(site);
    sign_out(site);
    visit(site, "/besoins?theme=mobility");
    expect_text(site, "Un car du soir");
    visit(site, "/besoins?theme=food");
    expect_text(site, "No need matches these filters.");
    visit(site, "/besoins?q=soirs");
    expect_text(site, "Un car du soir");
    visit(site, "/besoins.csv");
    expect_status(site, OK);
    expect_text(site, "Un car du soir");
    visit(site, "/besoins.geojson");
    expect_text(site, "\"coordinates\":[3.05");
}

static void one_voice_does_not_confirm_a_need_and_two_do(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    publish(site);
    submit(site, "/besoins/1/geste", "geste=qualify");
    expect_status(site, INVALID);
    submit(site, "/besoins/1/aussi", "");
    submit(site, "/besoins/1/aussi", "");
    visit(site, "/besoins/1");
    expect_text(site, "1 other person feels it too");
    visit(site, "/besoins");
    expect_text(site, "2 voices");
    submit(site, "/besoins/1/geste", "geste=qualify");
    expect_status(site, SEE_OTHER);
}

static void a_need_is_answered_only_with_words(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    publish(site);
    submit(site, "/besoins/1/geste", "geste=begin");
    submit(site, "/besoins/1/geste", "geste=answer");
    expect_status(site, INVALID);
    submit(site, "/besoins/1/reponse", "reponse=Une+navette+%C3%A0+20+h+d%C3%A8s+janvier");
    expect_status(site, SEE_OTHER);
    submit(site, "/besoins/1/geste", "geste=answer");
    expect_status(site, SEE_OTHER);
    assert_contains(last_mail(site, "anne@example.org"), "Your need has an answer.");
    visit(site, "/besoins/1");
    expect_text(site, "Une navette à 20 h dès janvier");
}

static void a_parked_need_comes_back_on_its_day(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    publish(site);
    submit(site, "/besoins/1/retour", "jour=2020-01-01");
    expect_status(site, INVALID);
    submit(site, "/besoins/1/retour", "jour=2026-12-24");
    expect_status(site, SEE_OTHER);
    submit(site, "/besoins/1/geste", "geste=park&motif=Apr%C3%A8s+les+travaux");
    expect_status(site, SEE_OTHER);
    pass_time(site, 40 * 86400);
    job_queue_periodic(site->db, &site->app, site->now);
    run_jobs(site);
    visit(site, "/besoins.json");
    expect_text(site, "\"published\"");
}

static void a_joined_need_gives_its_voices(void **state)
{
    struct site *site = *state;
    with_lille(site);
    send_a_need(site);
    publish(site);
    submit(site, "/besoins", "besoin=Un+bus+le+soir+depuis+la+gare&lieu=Lille&adresse=bo%40example.org");
    submit(site, "/besoins/2/geste", "geste=merge");
    expect_status(site, INVALID);
    submit(site, "/besoins/2/rejoindre", "avec=2");
    expect_status(site, INVALID);
    submit(site, "/besoins/2/rejoindre", "avec=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/besoins/2/geste", "geste=merge");
    expect_status(site, SEE_OTHER);
    visit(site, "/besoins");
    expect_text(site, "2 voices");
    assert_contains(last_mail(site, "bo@example.org"), "joined another one");
}

static void a_robot_is_thanked_and_nothing_is_kept(void **state)
{
    struct site *site = *state;
    with_lille(site);
    submit(site, "/besoins", "besoin=Achetez+mes+pilules&lieu=59350&site_web=http%3A%2F%2Fspam");
    expect_status(site, SEE_OTHER);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/besoins/a-traiter");
    expect_text(site, "Nothing waits");
}

static void an_unknown_place_comes_back_with_what_was_typed(void **state)
{
    struct site *site = *state;
    with_lille(site);
    submit(site, "/besoins", "besoin=Un+jardin+pour+tous&lieu=Nullepart");
    expect_status(site, INVALID);
    expect_text(site, "Un jardin pour tous");
    expect_text(site, "No commune is found under this name");
}

/* On a phone nobody types "Saint-Denis (974)": the communes that may be meant are chosen, and every mistake is told at
 * once. */
static void a_place_that_several_bear_is_chosen_and_not_typed_again(void **state)
{
    struct site *site = *state;
    with_lille(site);
    submit(site, "/besoins", "besoin=Un+jardin+pour+tous&lieu=Saint-Denis&adresse=anne");
    expect_status(site, INVALID);
    expect_text(site, "Un jardin pour tous");
    expect_text(site, "There are 2 problems");
    expect_text(site, "Which one? Choose it here");
    expect_text(site, "href=\"#besoins-lieu-near-1\"");
    expect_text(site, "name=\"lieu\" value=\"Saint-Denis (93)\"><label for=\"besoins-lieu-near-2\">Saint-Denis (93)<");
    submit(site, "/besoins", "besoin=Un+jardin+pour+tous&lieu=Saint-Denis+(93)&lieu=Saint-Denis");
    expect_status(site, SEE_OTHER);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/besoins/1.json");
    expect_text(site, "93066");
}

static void a_resource_lives_its_life(void **state)
{
    struct site *site = *state;
    with_lille(site);
    submit(site, "/ressources", "ressource=Un+minibus+libre+le+jeudi&nature=equipment&lieu=Lille"
        "&adresse=anne%40example.org");
    expect_status(site, SEE_OTHER);
    visit(site, "/ressources");
    expect_text(site, "No resource is offered here yet");
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/ressources/1/geste", "geste=publish");
    expect_status(site, SEE_OTHER);
    visit(site, "/ressources");
    expect_text(site, "Un minibus libre le jeudi");
}

const struct CMUnitTest needs_tests[] = {
    ON_A_SITE("a visitor says a need without an account, and follows it", a_visitor_says_a_need_without_an_account),
    ON_A_SITE("a need that is not read yet is seen by nobody else", a_need_that_is_not_read_is_seen_by_nobody_else),
    ON_A_SITE("a need without a theme is not published", a_need_without_a_theme_is_not_published),
    ON_A_SITE("a refused need tells its author why", a_refused_need_tells_its_author_why),
    ON_A_SITE("a published need is listed, counted and exported", a_published_need_is_listed_counted_and_exported),
    ON_A_SITE("one voice does not confirm a need, and two do", one_voice_does_not_confirm_a_need_and_two_do),
    ON_A_SITE("a theme and its publication are one gesture", a_theme_and_its_publication_are_one_gesture),
    ON_A_SITE("what is lacking before a step is said, and leads there",
              what_is_lacking_before_a_step_is_said_and_leads_there),
    ON_A_SITE("a need is answered only with words", a_need_is_answered_only_with_words),
    ON_A_SITE("a parked need comes back on its day", a_parked_need_comes_back_on_its_day),
    ON_A_SITE("a need that joins another gives it its voices", a_joined_need_gives_its_voices),
    ON_A_SITE("a robot is thanked and nothing is kept", a_robot_is_thanked_and_nothing_is_kept),
    ON_A_SITE("an unknown place comes back with what was typed", an_unknown_place_comes_back_with_what_was_typed),
    ON_A_SITE("a place that several communes bear is chosen, and not typed again",
              a_place_that_several_bear_is_chosen_and_not_typed_again),
    ON_A_SITE("a resource lives its life", a_resource_lives_its_life),
    {0}
};
