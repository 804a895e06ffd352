/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people and agents may do to the directory, and what they may not. Searching it: search_test.c. */
#include "features/directory/directory.h"
#include "features/territory/sample.h"
#include "main/site.h"

static const char page[] = "nature=organisation&nom=Les+%C3%A9pluchures&college=sse&lieu=59350";

static void with_communes(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
}

static int64_t as_agent(struct site *site)
{
    return sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
}

static void add(struct site *site, const char *more)
{
    submit(site, "/annuaire", arena_format(&site->arena, "%s%s", page, more));
}

/* --- identifiers -------------------------------------------------------------------------------------------------- */

static void a_siret_whose_key_is_wrong_is_kept_and_said(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "&siret=123+456+789+00011");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/1");
    expect_text(site, "12345678900011 (its key is wrong: to be checked)");
}

static void a_sound_siret_is_kept_without_remark(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "&siret=73282932000074");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/1");
    expect_text(site, "73282932000074");
    expect_no_text(site, "to be checked");
}

static void what_is_no_siret_comes_back_with_all_that_was_typed(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "&siret=1234&naf=banane&rna=oups&presentation=Des+repas+pour+tous");
    expect_status(site, INVALID);
    expect_text(site, "A SIRET has fourteen digits.");
    expect_text(site, "An activity code looks like 8130Z.");
    expect_text(site, "An RNA number looks like W593001234.");
    expect_text(site, "Des repas pour tous");
    expect_text(site, "value=\"1234\"");
    visit(site, "/annuaire/1");
    expect_status(site, NOT_FOUND);
}

static void the_same_siret_twice_leads_to_the_page_that_is_there(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "&siret=73282932000074");
    add(site, "&siret=73282932000074");
    expect_status(site, INVALID);
    expect_text(site, "already in the directory: Les épluchures");
    visit(site, "/annuaire/2");
    expect_status(site, NOT_FOUND);
}

static void a_commune_that_is_unknown_is_refused_beside_its_field(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    submit(site, "/annuaire", "nature=organisation&nom=Le+four&college=sse&lieu=Nullepart");
    expect_status(site, INVALID);
    expect_text(site, "id=\"annuaire-lieu-error\"");
    expect_text(site, "Le four");
}

static void a_zone_that_is_unknown_is_refused_and_a_known_one_shown(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "&zones=59%0AAtlantide");
    expect_status(site, INVALID);
    expect_text(site, "Atlantide");
    add(site, "&zones=59%0A59183");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/1");
    expect_text(site, "href=\"/territoires/59\"");
    expect_text(site, "href=\"/territoires/59183\"");
}

/* --- proposals ---------------------------------------------------------------------------------------------------- */

static void a_proposed_page_is_read_before_it_is_published(void **state)
{
    struct site *site = *state;
    with_communes(site);
    sign_in(site, 0, SCOPE_SITE, 0);
    add(site, "");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "somebody reads it before it is published");
    sign_out(site);
    visit(site, "/annuaire/1");
    expect_status(site, NOT_FOUND);
    visit(site, "/annuaire");
    expect_no_text(site, "Les épluchures");
    as_agent(site);
    visit(site, "/annuaire/a-lire");
    expect_text(site, "Les épluchures");
    submit(site, "/annuaire/1/publier", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/a-lire");
    expect_text(site, "Nothing waits");
    sign_out(site);
    visit(site, "/annuaire?q=epluchure");
    expect_text(site, "Les épluchures");
}

static void who_may_publish_is_not_told_that_somebody_reads_first(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    visit(site, "/annuaire/ajouter");
    expect_text(site, "On your territory it is published at once");
    expect_no_text(site, "read before it is published");
    submit(site, "/annuaire", "");
    expect_text(site, "On your territory it is published at once");
    sign_in(site, 0, SCOPE_SITE, 0);
    visit(site, "/annuaire/ajouter");
    expect_text(site, "read before it is published");
}

static void who_proposed_a_page_keeps_it_and_is_told_when_it_is_published(void **state)
{
    struct site *site = *state;
    with_communes(site);
    int64_t author = sign_in(site, 0, SCOPE_SITE, 0);
    add(site, "");
    visit(site, "/annuaire/1/modifier");
    expect_status(site, OK);
    submit(site, "/annuaire/1/publier", "");
    expect_status(site, FORBIDDEN);
    as_agent(site);
    submit(site, "/annuaire/1/publier", "");
    come_back(site, author);
    visit(site, "/messages");
    expect_text(site, "The page you sent is published.");
}

static void a_hidden_page_leaves_the_search_and_comes_back(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "");
    submit(site, "/annuaire/1/masquer", "");
    expect_status(site, SEE_OTHER);
    sign_out(site);
    visit(site, "/annuaire?q=epluchures");
    expect_no_text(site, "href=\"/annuaire/1\"");
    visit(site, "/annuaire/1");
    expect_status(site, NOT_FOUND);
    as_agent(site);
    submit(site, "/annuaire/1/publier", "");
    visit(site, "/annuaire?q=epluchures");
    expect_text(site, "href=\"/annuaire/1\"");
}

/* --- who speaks for it -------------------------------------------------------------------------------------------- */

static void a_claim_that_is_accepted_lets_the_person_keep_the_page(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "");
    int64_t director = sign_in(site, 0, SCOPE_SITE, 0);
    visit(site, "/annuaire/1/modifier");
    expect_status(site, FORBIDDEN);
    submit(site, "/annuaire/1/revendiquer", "message=Je+suis+la+directrice");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "somebody of the team answers it");
    expect_no_text(site, "action=\"/annuaire/1/revendiquer\"");
    as_agent(site);
    visit(site, "/annuaire/a-lire");
    expect_text(site, "Je suis la directrice");
    submit(site, "/annuaire/demandes/1/accepter", "");
    expect_status(site, SEE_OTHER);
    submit(site, "/annuaire/demandes/1/refuser", "");
    expect_status(site, CONFLICT);
    come_back(site, director);
    visit(site, "/messages");
    expect_text(site, "You may now keep the page of this organisation.");
    visit(site, "/annuaire/1/modifier");
    expect_status(site, OK);
}

static void a_member_corrects_its_own_page_and_no_other(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "");
    submit(site, "/annuaire", "nature=group&nom=Les+voisins&college=inhabitants&lieu=Roubaix");
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, 1);
    visit(site, "/annuaire/1");
    expect_text(site, "/annuaire/1/modifier");
    submit(site, "/annuaire/1/modifier", "nature=organisation&nom=Les+fanes&college=sse&lieu=Lille");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire?q=fanes");
    expect_text(site, "Les fanes");
    visit(site, "/annuaire/2");
    expect_no_text(site, "/annuaire/2/modifier");
    submit(site, "/annuaire/2/modifier", "nature=group&nom=A+moi&college=inhabitants&lieu=Roubaix");
    expect_status(site, FORBIDDEN);
    submit(site, "/annuaire/2/confirmer", "");
    expect_status(site, FORBIDDEN);
    submit(site, "/annuaire/2/masquer", "");
    expect_status(site, FORBIDDEN);
}

static void a_claim_without_a_word_is_refused_and_a_visitor_cannot_claim(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "");
    sign_in(site, 0, SCOPE_SITE, 0);
    submit(site, "/annuaire/1/revendiquer", "message=");
    expect_status(site, INVALID);
    submit(site, "/annuaire/9/revendiquer", "message=Moi");
    expect_status(site, NOT_FOUND);
    sign_out(site);
    submit(site, "/annuaire/1/revendiquer", "message=Moi");
    expect_status(site, UNAUTHORISED);
}

static void a_refused_claim_may_be_made_again(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "");
    int64_t treasurer = sign_in(site, 0, SCOPE_SITE, 0);
    submit(site, "/annuaire/1/revendiquer", "message=Je+suis+tresorier");
    submit(site, "/annuaire/1/revendiquer", "message=Je+suis+president");
    expect_status(site, SEE_OTHER);
    as_agent(site);
    visit(site, "/annuaire/a-lire");
    expect_text(site, "Je suis president");
    submit(site, "/annuaire/demandes/1/refuser", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/a-lire");
    expect_no_text(site, "Je suis president");
    come_back(site, treasurer);
    visit(site, "/annuaire/1");
    expect_text(site, "Refused");
    submit(site, "/annuaire/1/revendiquer", "message=Voici+le+proces-verbal");
    as_agent(site);
    visit(site, "/annuaire/a-lire");
    expect_text(site, "Voici le proces-verbal");
}

/* --- what is shown to whom ---------------------------------------------------------------------------------------- */

static void contacts_that_are_not_public_are_shown_to_the_team_only(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "&courriel=secret%40example.org&telephone=0320000000");
    visit(site, "/annuaire/1.json");
    expect_text(site, "secret@example.org");
    expect_text(site, "0320000000");
    sign_out(site);
    static const char *const addresses[] = {"/annuaire/1", "/annuaire/1.json", "/annuaire.csv", "/annuaire.json"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        visit(site, addresses[i]);
        expect_status(site, OK);
        expect_no_text(site, "secret@example.org");
        expect_no_text(site, "0320000000");
    }
}

static void an_address_that_is_public_is_shown(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "&courriel=bonjour%40example.org&courriel_public=1");
    sign_out(site);
    visit(site, "/annuaire/1");
    expect_text(site, "bonjour@example.org");
}

static void a_visitor_adds_nothing_and_reads_no_queue(void **state)
{
    struct site *site = *state;
    with_communes(site);
    add(site, "");
    expect_status(site, UNAUTHORISED);
    expect_text(site, "nothing you typed is lost");
    expect_text(site, "Les épluchures");
    visit(site, "/annuaire/a-lire");
    expect_status(site, SEE_OTHER);
    assert_contains(site->last.reply.location, "/connexion");
    visit(site, "/annuaire/1/modifier");
    expect_status(site, SEE_OTHER);
    assert_contains(site->last.reply.location, "/connexion");
    sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    visit(site, "/annuaire/a-lire");
    expect_status(site, FORBIDDEN);
    submit(site, "/annuaire/demandes/1/accepter", "");
    expect_status(site, FORBIDDEN);
}

static void a_page_confirmed_is_dated_today(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site, "");
    pass_time(site, 90 * 86400);
    as_agent(site);
    visit(site, "/annuaire/1");
    expect_text(site, "3 months ago");
    submit(site, "/annuaire/1/confirmer", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/1");
    expect_no_text(site, "3 months ago");
}

static void correcting_a_page_loses_nothing_of_it(void **state)
{
    struct site *site = *state;
    with_communes(site);
    as_agent(site);
    add(site,
        "&secteurs=food&secteurs=waste&savoir_faire=Compote%0AConfiture&etiquettes=Bio&rayon=20&capacite=300+repas"
              "&rna=W593001234&naf=5621Z&site=https%3A%2F%2Fexample.org&effectif=12");
    expect_status(site, SEE_OTHER);
    visit(site, "/annuaire/1/modifier");
    static const char *const kept[] = {"Compote", "Confiture", "Bio", "300 repas", "W593001234", "5621Z",
        "https://example.org", "value=\"20\"", "value=\"12\""};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        expect_text(site, kept[i]);
    visit(site, "/annuaire?secteur=waste");
    expect_text(site, "Les épluchures");
}

const struct CMUnitTest directory_tests[] = {
    ON_A_SITE("a SIRET whose key is wrong is kept, and said", a_siret_whose_key_is_wrong_is_kept_and_said),
    ON_A_SITE("a sound SIRET is kept without remark", a_sound_siret_is_kept_without_remark),
    ON_A_SITE("what is no SIRET comes back with all that was typed",
              what_is_no_siret_comes_back_with_all_that_was_typed),
    ON_A_SITE("the same SIRET twice leads to the page that is there",
              the_same_siret_twice_leads_to_the_page_that_is_there),
    ON_A_SITE("a commune that is unknown is refused beside its field",
              a_commune_that_is_unknown_is_refused_beside_its_field),
    ON_A_SITE("a zone that is unknown is refused, and a known one shown",
              a_zone_that_is_unknown_is_refused_and_a_known_one_shown),
    ON_A_SITE("a proposed page is read before it is published", a_proposed_page_is_read_before_it_is_published),
    ON_A_SITE("who may publish is not told that somebody reads first",
              who_may_publish_is_not_told_that_somebody_reads_first),
    ON_A_SITE("who proposed a page keeps it and is told when it is published",
              who_proposed_a_page_keeps_it_and_is_told_when_it_is_published),
    ON_A_SITE("a hidden page leaves the search and comes back", a_hidden_page_leaves_the_search_and_comes_back),
    ON_A_SITE("a claim that is accepted lets the person keep the page",
              a_claim_that_is_accepted_lets_the_person_keep_the_page),
    ON_A_SITE("a member corrects its own page and no other", a_member_corrects_its_own_page_and_no_other),
    ON_A_SITE("a claim without a word is refused, and a visitor cannot claim",
              a_claim_without_a_word_is_refused_and_a_visitor_cannot_claim),
    ON_A_SITE("a refused claim may be made again", a_refused_claim_may_be_made_again),
    ON_A_SITE("contacts that are not public are shown to the team only",
              contacts_that_are_not_public_are_shown_to_the_team_only),
    ON_A_SITE("an address that is public is shown", an_address_that_is_public_is_shown),
    ON_A_SITE("a visitor adds nothing and reads no queue", a_visitor_adds_nothing_and_reads_no_queue),
    ON_A_SITE("a page confirmed is dated today", a_page_confirmed_is_dated_today),
    ON_A_SITE("correcting a page loses nothing of it", correcting_a_page_loses_nothing_of_it),
    {0}
};
