/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A role on one territory: what stands there is moderated, answered, introduced and corrected by it; what stands
 * elsewhere is not, and the site's own affairs are nobody's but the site's. */
#include "features/matching/matching.h"
#include "features/territory/sample.h"
#include "main/site.h"
#include "territory.bake.h"

static const struct need_entry needs[] = {
    {"Un banc à Roubaix", "places", "59512"}, {"Une lecture à Roubaix", "culture", "59512", .state = "captured"},
    {"Un quai à Dunkerque", "places", "59183"}, {"Une digue à Dunkerque", "nature", "59183", .state = "captured"}, {0}
};
static const struct directory_entry actors[] = {
    {"Bancs de Roubaix", "sse", "association", "wood", "1623Z", "59512", "Bancs et quais."},
    {"Quais de Dunkerque", "sse", "association", "wood", "1623Z", "59183", "Bancs et quais."}, {0}
};

/* Needs 1, 2 and actor 1 stand in the Métropole; needs 3, 4 and actor 2 do not. Signs an agent of the Métropole in. */
static void as_agent_of_the_metropole(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    for (const struct need_entry *one = needs; one->title; one++)
        needs_add(site->db, &site->arena, one, site->now);
    for (const struct directory_entry *one = actors; one->name; one++) {
        struct directory_entry entry = *one;
        entry.source = "test";
        directory_add(site->db, &site->arena, &entry, site->now);
    }
    const struct resource_entry resource = {"Une barque", "equipment", "free", "59183", .state = "captured"};
    resources_add(site->db, &site->arena, &resource, site->now);
    struct territory_of_code row;
    assert_true(territory_of_code(site->db, (struct territory_of_code_args){.code = "200093201"}, &row));
    db_commit(site->db);
    sign_in(site, ROLE_AGENT, SCOPE_TERRITORY, row.id);
}

static void expect_post(struct site *site, const char *path, const char *form, int status)
{
    submit(site, path, form);
    expect_status(site, status);
}

/* The number of a row is not the code of its page: "59" once gave a role on another territory. */
static void a_role_is_given_by_name_or_code_and_says_where_it_stands(void **state)
{
    static const char *const given[][2] = {{"territory", "59"}, {"territory", "Nord"}, {"territory", "Roubaix"},
        {"territory", "200093201"}, {"organisation", "Bancs+de+Roubaix"}, {"organisation", "2"}};
    static const char *const paths[] = {"/territoires/59\">Nord", "/territoires/59512\">Roubaix",
        "/territoires/200093201\">", "/annuaire/1\">Bancs de Roubaix", "/annuaire/2\">Quais de Dunkerque"};
    static const char *const refused[][2] = {{"territory", "Nullepart"}, {"territory", "99999"}, {"territory", ""},
        {"organisation", "Personne"}, {"cooperation", "1"}};
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    int64_t id = sign_in(site, 0, SCOPE_SITE, 0);
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    const char *page = arena_format(&site->arena, "/personnes/%lld", (long long)id);
    const char *post = arena_format(&site->arena, "%s/roles", page);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        expect_post(site, post, arena_format(&site->arena, "role=agent&portee=%s&lequel=%s", refused[i][0],
                                             refused[i][1]), INVALID);
    for (size_t i = 0; i < sizeof given / sizeof *given; i++)
        expect_post(site, post, arena_format(&site->arena, "role=agent&portee=%s&lequel=%s", given[i][0], given[i][1]),
                    SEE_OTHER);
    visit(site, page);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        expect_text(site, paths[i]);
}

static void an_agent_moderates_the_needs_of_its_territory_only(void **state)
{
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    visit(site, "/besoins/a-traiter");
    expect_text(site, "Une lecture à Roubaix");
    expect_no_text(site, "Dunkerque");
    expect_no_text(site, "Une barque");
    expect_post(site, "/besoins/2/geste", "geste=publish", SEE_OTHER);
    expect_post(site, "/besoins/4/geste", "geste=publish", FORBIDDEN);
    expect_post(site, "/ressources/1/geste", "geste=publish", FORBIDDEN);
    visit(site, "/besoins/4");
    expect_status(site, NOT_FOUND);
    visit(site, "/ressources/1");
    expect_status(site, NOT_FOUND);
}

static void it_answers_and_corrects_the_needs_of_its_territory_only(void **state)
{
    static const char *const posts[][2] = {{"/besoins/3/reponse", "reponse=Un+quai+neuf+en+mai"},
        {"/besoins/3/sources", "nature=data&note=Douze+bateaux"}, {"/besoins/3/retour", "jour=2027-01-01"},
        {"/besoins/3/rejoindre", "avec=1"}, {"/besoins/3/theme", "theme=culture"}, {"/besoins/3/prendre", ""},
        {"/besoins/3/modifier", "titre=Un+quai+plus+grand&lieu=59512&theme=places&source=box&force=3"}};
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        expect_post(site, posts[i][0], posts[i][1], FORBIDDEN);
    visit(site, "/besoins/3");
    expect_status(site, OK);
    expect_no_text(site, "/besoins/3/modifier");
    visit(site, "/besoins/3/dossier");
    expect_status(site, FORBIDDEN);
    visit(site, "/besoins/1");
    expect_text(site, "/besoins/1/modifier");
    expect_post(site, "/besoins/1/reponse", "reponse=Un+banc+neuf+en+mai", SEE_OTHER);
    expect_post(site, "/besoins/saisie", "titre=Un+besoin+du+port&lieu=59183&theme=places&source=box&force=3", INVALID);
    expect_text(site, "Your role is on another territory");
    expect_post(site, "/besoins/saisie", "titre=Un+besoin+du+canal&lieu=59512&theme=places&source=box&force=3",
        SEE_OTHER);
}

static void it_introduces_for_the_needs_of_its_territory_only(void **state)
{
    const char *const message = "message=Bonjour%2C+pourriez-vous+le+faire+%3F";
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    expect_post(site, "/besoins/3/contacter?structure=2", message, FORBIDDEN);
    expect_post(site, "/besoins/3/reponses/ecarter", "structure=2&motif=too_far", FORBIDDEN);
    expect_post(site, "/besoins/1/contacter?structure=2", message, SEE_OTHER);
    visit(site, "/mises-en-relation");
    expect_text(site, "Un banc à Roubaix");
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    expect_post(site, "/besoins/3/contacter?structure=2", message, SEE_OTHER);
    visit(site, "/mises-en-relation");
    expect_text(site, "Un quai à Dunkerque");
    as_json(site);
    struct territory_of_code row;
    assert_true(territory_of_code(site->db, (struct territory_of_code_args){.code = "200093201"}, &row));
    sign_in(site, ROLE_AGENT, SCOPE_TERRITORY, row.id);
    visit(site, "/mises-en-relation");
    expect_text(site, "\"total\":1");
    expect_no_text(site, "Un quai à Dunkerque");
    visit(site, "/mises-en-relation/2");
    expect_status(site, FORBIDDEN);
    expect_post(site, "/mises-en-relation/2/geste", "geste=contact", FORBIDDEN);
}

static void it_writes_the_contracts_of_its_territory_only(void **state)
{
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    expect_post(site, "/marches/nouveau", "titre=Un+march%C3%A9+d%27ailleurs&acheteur=La+Ville&etat=sensed"
        "&lieu=Dunkerque", INVALID);
    expect_text(site, "Your role is on another territory");
    expect_post(site, "/marches/nouveau", "titre=Un+march%C3%A9+de+nulle+part&acheteur=La+Ville&etat=sensed", INVALID);
    expect_text(site, "say in which of its communes");
    expect_post(site, "/marches/nouveau", "titre=Un+march%C3%A9+d%27ici&acheteur=La+Ville&etat=sensed&lieu=Lille",
                SEE_OTHER);
}

static void it_keeps_the_pages_of_its_territory_only(void **state)
{
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    expect_post(site, "/annuaire/1/masquer", "", SEE_OTHER);
    expect_post(site, "/annuaire/2/masquer", "", FORBIDDEN);
    expect_post(site, "/annuaire/2/confirmer", "", FORBIDDEN);
    visit(site, "/annuaire/2/modifier");
    expect_status(site, FORBIDDEN);
    submit(site, "/annuaire", "nature=organisation&nom=Le+phare&college=sse&lieu=59183");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "Proposed, not published yet.");
    submit(site, "/annuaire", "nature=organisation&nom=Le+canal&college=sse&lieu=59512");
    follow(site);
    expect_no_text(site, "Proposed, not published yet.");
    visit(site, "/annuaire/a-lire");
    expect_no_text(site, "Le phare");
}

static void who_keeps_a_page_does_not_publish_it(void **state)
{
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    sign_in(site, ROLE_AGENT, SCOPE_ORGANISATION, 1);
    expect_post(site, "/annuaire/1/masquer", "", FORBIDDEN);
    expect_post(site, "/annuaire/1/confirmer", "", SEE_OTHER);
}

static void the_affairs_of_the_site_are_for_roles_on_the_site(void **state)
{
    static const char *const pages[] = {"/reglages", "/personnes", "/courrier", "/journal",
        "/territoires/perimetre/nouveau"};
    struct site *site = *state;
    as_agent_of_the_metropole(site);
    struct territory_of_code row;
    assert_true(territory_of_code(site->db, (struct territory_of_code_args){.code = "200093201"}, &row));
    sign_in(site, ROLE_ADMIN, SCOPE_TERRITORY, row.id);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        visit(site, pages[i]);
        expect_status(site, FORBIDDEN);
    }
    struct upload file = {"fichier", "liste.csv", "text/csv", "nom\nLe moulin\n", 14};
    submit_file(site, "/imports", "genre=organisations", &file);
    assert_true(site->last.reply.status == FORBIDDEN || site->last.reply.status == INVALID);
    run_jobs(site);
    visit(site, "/annuaire?q=moulin");
    expect_no_text(site, "Le moulin");
}

const struct CMUnitTest scope_tests[] = {
    ON_A_SITE("an agent writes the contracts of its territory only", it_writes_the_contracts_of_its_territory_only),
    ON_A_SITE("a role is given by name or code, and says where it stands",
              a_role_is_given_by_name_or_code_and_says_where_it_stands),
    ON_A_SITE("an agent moderates the needs of its territory only",
              an_agent_moderates_the_needs_of_its_territory_only),
    ON_A_SITE("it answers and corrects the needs of its territory only",
              it_answers_and_corrects_the_needs_of_its_territory_only),
    ON_A_SITE("it introduces for the needs of its territory only", it_introduces_for_the_needs_of_its_territory_only),
    ON_A_SITE("it keeps the pages of its territory only", it_keeps_the_pages_of_its_territory_only),
    ON_A_SITE("who keeps a page does not publish it", who_keeps_a_page_does_not_publish_it),
    ON_A_SITE("the affairs of the site are for roles on the site", the_affairs_of_the_site_are_for_roles_on_the_site),
    {0}
};
