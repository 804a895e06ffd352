/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "features/matching/matching.h"
#include "features/territory/sample.h"
#include "main/site.h"

static const struct directory_entry actors[] = {
    {"L’Atelier vert", "sse", "ACI", "green", "8130Z", "59512", "Entretien d’espaces verts d’écoles, haies, tonte."},
    {"Paysages du port", "sse", "EI", "green", "8130Z", "59183", "Entretien d’espaces verts, parcs."},
    {"La Table commune", "sse", "scic", "food", "5621Z", "59350", "Repas pour les cantines."},
    {"Menuiserie Vandamme", "companies", "company", "wood", "1623Z", "59599", "Meubles sur mesure."},
    {0}
};
static const struct need_entry needs[] = {
    {"Entretenir les haies du parc de l’école", "nature", "59350", "77311000", "Deux passages par mois."},
    {"Des repas pour la cantine", "food", "59350", "55523100", "Cent repas par jour."},
    {"Un lecteur pour les soirées de contes", "culture", "59350", NULL, NULL, .state = "captured"},
    {0}
};
static const struct resource_entry resources[] = {
    {"Une tondeuse et un taille-haies", "equipment", "free", "59350", "Pour les haies et les pelouses."},
    {"Une salle le soir", "place", "free", "59350", NULL}, {"Cent chaises", "equipment", "free", "59350", NULL},
    {0}
};

/* Actors 1 to 4, needs 1 (green), 2 (meals) and 3, which nobody read yet. */
static void with_a_site(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    for (const struct directory_entry *one = actors; one->name; one++) {
        struct directory_entry entry = *one;
        entry.source = "test";
        directory_add(site->db, &site->arena, &entry, site->now);
    }
    for (const struct need_entry *one = needs; one->title; one++)
        needs_add(site->db, &site->arena, one, site->now);
    for (const struct resource_entry *one = resources; one->title; one++)
        resources_add(site->db, &site->arena, one, site->now);
    db_commit(site->db);
}

static int64_t as_agent(struct site *site)
{
    return sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
}

/* --- suggestions -------------------------------------------------------------------------------------------------- */

static void the_nearest_of_the_trade_comes_first_with_its_reasons(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    visit(site, "/besoins/1/reponses");
    expect_status(site, OK);
    const char *near = strstr(body(site), "L’Atelier vert"), *far = strstr(body(site), "Paysages du port");
    assert_true(near && far && near < far);
    expect_text(site, "même secteur");
    expect_text(site, "Espaces verts et forêts");
    expect_text(site, "haies");
    expect_no_text(site, "ecole");
}

static void another_need_has_another_answer(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_json(site);
    visit(site, "/besoins/2/reponses");
    const char *first = strstr(body(site), "\"offers\":[{");
    assert_non_null(first);
    assert_contains(arena_copy(&site->arena, first, 120), "La Table commune");
    expect_text(site, "\"rank\":1");
}

static void the_same_question_has_the_same_answer(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    visit(site, "/besoins/1/reponses");
    const char *first = arena_text(&site->arena, body(site));
    visit(site, "/besoins/1/reponses");
    assert_string_equal(first, body(site));
}

static void resources_are_proposed_when_they_speak_of_the_same_thing(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    visit(site, "/besoins/1/reponses");
    expect_text(site, "Une tondeuse et un taille-haies");
    expect_no_text(site, "Une salle le soir");
    visit(site, "/besoins/2/reponses");                    /* "Cent repas par jour": only in its details */
    expect_no_text(site, "Cent chaises");
}

static void a_structure_sees_the_needs_it_could_serve(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    visit(site, "/annuaire/1/besoins");
    expect_status(site, OK);
    expect_text(site, "Entretenir les haies du parc de l’école");
    expect_text(site, "même secteur");
    expect_no_text(site, "Un lecteur pour les soirées de contes");
    visit(site, "/annuaire/9/besoins");
    expect_status(site, NOT_FOUND);
}

static void a_need_that_nobody_read_yet_is_matched_for_the_team_only(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    visit(site, "/besoins/3/reponses");
    expect_status(site, NOT_FOUND);
    visit(site, "/besoins/99/reponses");
    expect_status(site, NOT_FOUND);
    as_agent(site);
    visit(site, "/besoins/3/reponses");
    expect_status(site, OK);
}

static void a_change_of_the_directory_is_seen_at_once(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    visit(site, "/besoins/1/reponses");
    expect_text(site, "L’Atelier vert");
    submit(site, "/annuaire/1/masquer", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/besoins/1/reponses");
    expect_no_text(site, "L’Atelier vert");
    submit(site, "/annuaire/1/publier", "");
    submit(site, "/annuaire/4/modifier", "nature=organisation&nom=Elagage+Vandamme&college=companies&lieu=Lille"
        "&presentation=Taille+de+haies+et+entretien+de+parcs&secteurs=green");
    expect_status(site, SEE_OTHER);
    visit(site, "/besoins/1/reponses");
    expect_text(site, "L’Atelier vert");
    expect_text(site, "Elagage Vandamme");
}

/* --- refusals ----------------------------------------------------------------------------------------------------- */

static void a_refused_suggestion_does_not_come_back_and_its_motive_is_kept(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    submit(site, "/besoins/1/reponses/ecarter", "structure=1&motif=no_capacity&precision=Jusqu%27en+mars");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "No capacity at the moment");
    expect_text(site, "Jusqu&#39;en mars");
    expect_no_text(site, "<a href=\"/annuaire/1\">");
    visit(site, "/besoins/2/reponses");
    expect_no_text(site, "No capacity at the moment (");
    sign_out(site);
    visit(site, "/besoins/1/reponses");
    expect_no_text(site, "No capacity");
    expect_no_text(site, "L’Atelier vert");
    visit(site, "/besoins/1");
    expect_no_text(site, "no_capacity");
}

static void a_refusal_is_taken_back(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    submit(site, "/besoins/1/reponses/ecarter", "structure=1&motif=too_far");
    visit(site, "/besoins/1/reponses");
    expect_text(site, "action=\"/besoins/1/reponses/reprendre\"");
    submit(site, "/besoins/1/reponses/reprendre", "structure=1");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "<a href=\"/annuaire/1\">");
}

static void a_refusal_needs_a_motive_of_the_list_and_somebody_who_may(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    submit(site, "/besoins/1/reponses/ecarter", "structure=1&motif=too_far");
    expect_status(site, UNAUTHORISED);
    sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    submit(site, "/besoins/1/reponses/ecarter", "structure=1&motif=too_far");
    expect_status(site, FORBIDDEN);
    as_agent(site);
    submit(site, "/besoins/1/reponses/ecarter", "structure=1");
    expect_status(site, INVALID);
    submit(site, "/besoins/1/reponses/ecarter", "structure=1&motif=parce_que");
    expect_status(site, INVALID);
    submit(site, "/besoins/1/reponses/ecarter", "structure=99&motif=too_far");
    expect_status(site, NOT_FOUND);
    visit(site, "/besoins/1/reponses");
    expect_text(site, "<a href=\"/annuaire/1\">");
}

/* --- introductions ------------------------------------------------------------------------------------------------ */

static const char message[] = "&message=Bonjour%2C+pourriez-vous+entretenir+ce+parc+%3F";

static void introduce_first(struct site *site)
{
    submit(site, "/besoins/1/contacter?structure=1", "");
    expect_status(site, INVALID);
    submit(site, "/besoins/1/contacter?structure=1", arena_format(&site->arena, "adresse=vert%%40example.org%s",
        message));
    expect_status(site, SEE_OTHER);
}

/* The private link, as the structure finds it in its mail. */
static const char *private_link(struct site *site)
{
    const char *mail = last_mail(site, "vert@example.org");
    const char *at = mail ? strstr(mail, "/mises-en-relation/lien/") : NULL;
    assert_non_null(at);
    return arena_copy(&site->arena, at, strcspn(at, "\n"));
}

static void the_message_is_ready_and_says_why(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    visit(site, "/besoins/1/contacter?structure=1");
    expect_status(site, OK);
    expect_text(site, "Entretenir les haies du parc de l’école");
    expect_text(site, "It made us think of L’Atelier vert.");
    expect_text(site, "même secteur");
}

static void a_structure_answers_by_its_link_and_who_wrote_is_told(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    int64_t agent = as_agent(site);
    introduce_first(site);
    assert_contains(last_mail(site, "vert@example.org"), "pourriez-vous entretenir ce parc");
    const char *link = private_link(site);
    sign_out(site);
    visit(site, link);
    expect_status(site, OK);
    expect_text(site, "Yes, let us talk about it");
    submit(site, link, "reponse=vu");
    expect_status(site, SEE_OTHER);
    submit(site, link, "reponse=oui&motif=Appelez-nous+mardi");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_no_text(site, "Yes, let us talk about it");
    submit(site, link, "reponse=non");
    expect_status(site, CONFLICT);
    come_back(site, agent);
    visit(site, "/messages");
    expect_text(site, "A structure you contacted is interested.");
    visit(site, "/mises-en-relation/1");
    expect_text(site, "Appelez-nous mardi");
    expect_text(site, "Message opened");
}

static void a_link_that_is_not_whole_leads_nowhere_and_says_so(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    introduce_first(site);
    const char *link = private_link(site);
    sign_out(site);
    visit(site, arena_copy(&site->arena, link, strlen(link) - 1));
    expect_status(site, NOT_FOUND);
    expect_text(site, "This link leads nowhere");
    submit(site, arena_copy(&site->arena, link, strlen(link) - 1), "reponse=oui");
    expect_status(site, NOT_FOUND);
    submit(site, link, "reponse=peut-etre");
    expect_status(site, INVALID);
    submit(site, link, "");
    expect_status(site, INVALID);
}

static void the_funnel_counts_all_who_passed_and_leads_to_them(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    introduce_first(site);
    submit(site, "/mises-en-relation/1/geste", "geste=see");
    submit(site, "/mises-en-relation/1/geste", "geste=interest");
    submit(site, "/mises-en-relation/1/geste", "geste=decline");
    expect_status(site, INVALID);
    submit(site, "/mises-en-relation/1/geste", "geste=decline&motif=Trop+loin");
    expect_status(site, SEE_OTHER);
    submit(site, "/besoins/2/contacter", arena_format(&site->arena, "structure=3&adresse=table%%40example.org%s",
        message));
    visit(site, "/mises-en-relation");
    expect_text(site, "/mises-en-relation?atteint=interested");
    visit(site, "/mises-en-relation.json?atteint=contacted");
    expect_text(site, "\"total\":2");
    visit(site, "/mises-en-relation.json?atteint=interested");
    expect_text(site, "\"total\":1");
    visit(site, "/mises-en-relation?atteint=met");
    expect_text(site, "No introduction here yet");
    visit(site, "/mises-en-relation/1");
    expect_text(site, "Trop loin");
}

static void steps_are_made_in_their_order_and_dated(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    introduce_first(site);
    submit(site, "/mises-en-relation/1/geste", "geste=agree");
    expect_status(site, CONFLICT);
    static const char *const gestures[] = {"geste=see", "geste=interest", "geste=meet", "geste=agree"};
    for (size_t i = 0; i < sizeof gestures / sizeof *gestures; i++) {
        pass_time(site, 60);
        submit(site, "/mises-en-relation/1/geste", gestures[i]);
        expect_status(site, SEE_OTHER);
    }
    visit(site, "/mises-en-relation/1");
    const char *const steps[] = {"Contacted", "Message opened", "Interested", "Met", "Agreed"}, *at = body(site);
    at = strstr(at, "What happened");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        at = at ? strstr(at, steps[i]) : NULL;
        assert_non_null(at);
    }
}

static void the_same_structure_is_not_contacted_twice_for_one_need(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    introduce_first(site);
    submit(site, "/besoins/1/contacter", arena_format(&site->arena, "structure=1&adresse=vert%%40example.org%s",
        message));
    expect_status(site, CONFLICT);
    expect_text(site, "already contacted for this need");
    visit(site, "/besoins/1/reponses");
    expect_text(site, "Already contacted:");
}

static void a_message_without_an_address_is_kept_with_its_link_to_be_copied(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    submit(site, "/besoins/1/contacter", arena_format(&site->arena, "structure=1%s", message));
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "Message ready, to be sent");
    const char *at = strstr(body(site), "/mises-en-relation/lien/");
    assert_non_null(at);
    const char *link = arena_copy(&site->arena, at, strcspn(at, "\n<"));
    sign_out(site);
    submit(site, link, "reponse=oui");
    expect_status(site, SEE_OTHER);
}

static void a_bad_address_or_an_empty_message_come_back_filled(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    submit(site, "/besoins/1/contacter", arena_format(&site->arena, "structure=1&adresse=pas-une-adresse%s", message));
    expect_status(site, INVALID);
    expect_text(site, "pas-une-adresse");
    expect_text(site, "pourriez-vous entretenir ce parc");
    submit(site, "/besoins/1/contacter", "structure=1&adresse=vert%40example.org&message=");
    expect_status(site, INVALID);
    assert_null(last_mail(site, "vert@example.org"));
}

static void introductions_are_for_those_who_may(void **state)
{
    static const char *const pages[] = {"/mises-en-relation", "/mises-en-relation/1",
        "/besoins/1/contacter?structure=1",
        "/mises-en-relation.csv"};
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    introduce_first(site);
    sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        visit(site, pages[i]);
        expect_status(site, FORBIDDEN);
    }
    submit(site, "/mises-en-relation/1/geste", "geste=see");
    expect_status(site, FORBIDDEN);
    sign_out(site);
    submit(site, "/besoins/1/contacter", arena_format(&site->arena, "structure=2%s", message));
    expect_status(site, UNAUTHORISED);
}

static void a_need_that_is_not_published_is_proposed_to_nobody(void **state)
{
    struct site *site = *state;
    with_a_site(site);
    as_agent(site);
    submit(site, "/besoins/3/contacter", arena_format(&site->arena, "structure=1%s", message));
    expect_status(site, CONFLICT);
    expect_text(site, "Publish this need");
    submit(site, "/besoins/1/contacter", arena_format(&site->arena, "structure=77%s", message));
    expect_status(site, NOT_FOUND);
}

const struct CMUnitTest matching_tests[] = {
    ON_A_SITE("the nearest of the trade comes first, with its reasons",
              the_nearest_of_the_trade_comes_first_with_its_reasons),
    ON_A_SITE("another need has another answer", another_need_has_another_answer),
    ON_A_SITE("the same question has the same answer", the_same_question_has_the_same_answer),
    ON_A_SITE("resources are proposed when they speak of the same thing",
              resources_are_proposed_when_they_speak_of_the_same_thing),
    ON_A_SITE("a structure sees the needs it could serve", a_structure_sees_the_needs_it_could_serve),
    ON_A_SITE("a need that nobody read yet is matched for the team only",
              a_need_that_nobody_read_yet_is_matched_for_the_team_only),
    ON_A_SITE("a change of the directory is seen at once", a_change_of_the_directory_is_seen_at_once),
    ON_A_SITE("a refused suggestion does not come back, and its motive is kept",
              a_refused_suggestion_does_not_come_back_and_its_motive_is_kept),
    ON_A_SITE("a refusal is taken back", a_refusal_is_taken_back),
    ON_A_SITE("a refusal needs a motive of the list, and somebody who may",
              a_refusal_needs_a_motive_of_the_list_and_somebody_who_may),
    ON_A_SITE("the message is ready and says why", the_message_is_ready_and_says_why),
    ON_A_SITE("a structure answers by its link, and who wrote is told",
              a_structure_answers_by_its_link_and_who_wrote_is_told),
    ON_A_SITE("a link that is not whole leads nowhere and says so", a_link_that_is_not_whole_leads_nowhere_and_says_so),
    ON_A_SITE("the funnel counts all who passed, and leads to them",
              the_funnel_counts_all_who_passed_and_leads_to_them),
    ON_A_SITE("steps are made in their order, and dated", steps_are_made_in_their_order_and_dated),
    ON_A_SITE("the same structure is not contacted twice for one need",
              the_same_structure_is_not_contacted_twice_for_one_need),
    ON_A_SITE("a message without an address is kept with its link, to be copied",
              a_message_without_an_address_is_kept_with_its_link_to_be_copied),
    ON_A_SITE("a bad address or an empty message come back filled", a_bad_address_or_an_empty_message_come_back_filled),
    ON_A_SITE("introductions are for those who may", introductions_are_for_those_who_may),
    ON_A_SITE("a need that is not published is proposed to nobody", a_need_that_is_not_published_is_proposed_to_nobody),
    {0}
};
