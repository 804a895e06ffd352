/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "features/territory/sample.h"
#include "main/site.h"
#include "work/setting.h"
#include "work/work.h"
#include <string.h>

static const char organisations[] =
    "id;nom;siret;commune;code_postal\nx1;Atelier de démonstration;;Lille;59000\nx2;;;Lille;59000\n";

static void as_agent(struct site *site)
{
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
}

static void send_file(struct site *site, const char *kind, const char *name, const char *text)
{
    struct upload file = {"fichier", name, "text/csv", text, strlen(text)};
    submit_file(site, "/imports", kind, &file);
}

static void a_file_sent_becomes_a_job_then_a_report_line_by_line(void **state)
{
    struct site *site = *state;
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    as_agent(site);
    send_file(site, "genre=organisations", "liste.csv", organisations);
    expect_status(site, SEE_OTHER);
    assert_string_equal(site->last.reply.location, "/taches/1");
    follow(site);
    expect_text(site, "Waiting");
    expect_text(site, "See where it stands now");
    run_jobs(site);
    visit(site, "/taches/1");
    expect_text(site, "Done");
    expect_text(site, "href=\"/imports/1\"");
    expect_no_text(site, "See where it stands now");
    visit(site, "/imports/1");
    expect_status(site, OK);
    expect_text(site, "liste.csv");
    expect_text(site, "Sans nom");
    visit(site, "/imports/1.csv");
    expect_status(site, OK);
    expect_text(site, "rejected");
    visit(site, "/imports");
    expect_text(site, "liste.csv");
}

static void a_file_that_is_no_table_is_refused_beside_its_field(void **state)
{
    struct site *site = *state;
    as_agent(site);
    send_file(site, "genre=organisations", "liste.exe", "MZ");
    expect_status(site, INVALID);
    expect_text(site, "This kind of file is not accepted here.");
    send_file(site, "genre=organisations", "liste.xlsx", organisations);
    expect_status(site, INVALID);
    expect_text(site, "The content of this file is not what its name says.");
    submit(site, "/imports", "genre=organisations");
    expect_status(site, INVALID);
    visit(site, "/taches");
    expect_text(site, "No job yet.");
}

static void an_unknown_kind_of_import_is_refused(void **state)
{
    struct site *site = *state;
    as_agent(site);
    send_file(site, "genre=salaires", "liste.csv", organisations);
    expect_status(site, INVALID);
    visit(site, "/imports");
    expect_text(site, "No import yet.");
}

static void a_setting_that_does_not_fit_comes_back_with_its_reason(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    char *long_name = arena_alloc(&site->arena, 200);
    memset(long_name, 'a', 199);
    long_name[199] = 0;
    submit(site, "/reglages", arena_format(&site->arena, "mail_from=ici%%40example.org&site_name=%s", long_name));
    expect_status(site, INVALID);
    expect_text(site, "This is too long.");
    expect_text(site, long_name);
    visit(site, "/reglages");
    expect_no_text(site, "ici@example.org");
}

static void a_setting_is_kept_and_a_secret_is_never_shown_back(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/reglages", "site_name=Le+lien&smtp_password=tres-cache");
    expect_status(site, SEE_OTHER);
    visit(site, "/reglages");
    expect_text(site, "Le lien");
    expect_no_text(site, "tres-cache");
    submit(site, "/reglages", "site_name=Le+lien&smtp_password=");
    db_begin(site->db);
    assert_string_equal(setting_text(site->db, &smtp_password), "tres-cache");
    db_commit(site->db);
    visit(site, "/journal");
    expect_text(site, "smtp_password");
    expect_no_text(site, "tres-cache");
    expect_text(site, "The chain is sound");
}

static void a_dated_parameter_needs_its_source(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/reglages/parametres", "nom=essai&a_partir_du=2026-01-01&valeur=12,5");
    expect_status(site, INVALID);
    submit(site, "/reglages/parametres", "nom=Un+essai&a_partir_du=2026-01-01&valeur=12,5&source=test");
    expect_status(site, INVALID);
    expect_text(site, "Lower-case letters");
    submit(site, "/reglages/parametres", "nom=essai&a_partir_du=2026-01-01&valeur=12,5&source=Journal+officiel");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "Journal officiel");
}

static void administration_is_closed_to_who_may_not(void **state)
{
    struct site *site = *state;
    visit(site, "/composants");
    expect_status(site, OK);
    expect_no_text(site, "href=\"/administration\"");
    sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    send_file(site, "genre=organisations", "liste.csv", organisations);
    expect_status(site, FORBIDDEN);
    as_agent(site);
    visit(site, "/administration");
    expect_text(site, "href=\"/imports\"");
    expect_no_text(site, "href=\"/reglages\"");
    visit(site, "/reglages");
    expect_status(site, FORBIDDEN);
    visit(site, "/journal");
    expect_status(site, FORBIDDEN);
    visit(site, "/imports/9");
    expect_status(site, NOT_FOUND);
    visit(site, "/taches/9");
    expect_status(site, NOT_FOUND);
}

static void the_journal_speaks_as_people_do(void **state)
{
    struct site *site = *state;
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    submit(site, "/besoins", "besoin=Un+car+qui+revient+le+soir&lieu=59350&adresse=anne%40example.org");
    expect_status(site, SEE_OTHER);
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/besoins/1/geste", "geste=refuse&motif=Un+car+existe");
    visit(site, "/journal");
    expect_text(site, "<a href=\"/besoins/1\">Need 1</a>");
    expect_no_text(site, "captured");
    expect_no_text(site, ">refuse<");
    expect_text(site, "Un car existe");
    as_json(site);
    visit(site, "/journal");
    expect_text(site, "\"action\":\"refuse\"");
}

static void who_keeps_the_site_is_told_that_its_mail_reaches_nobody(void **state)
{
    struct site *site = *state;
    const char *why = NULL;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/administration");
    expect_text(site, "No mail server is set");
    visit(site, "/courrier");
    expect_text(site, "No mail server is set");
    db_begin_write(site->db);
    setting_set(site->db, &smtp_url, "smtp://mail.example:25", &why);
    db_commit(site->db);
    visit(site, "/administration");
    expect_no_text(site, "No mail server is set");
}

/* Who installed a site yesterday is led to what it lacks; nobody else is bothered with it. */
static void a_new_site_says_what_it_lacks_until_it_lacks_nothing(void **state)
{
    struct site *site = *state;
    as_agent(site);
    visit(site, "/administration");
    expect_no_text(site, "First steps");
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/administration");
    expect_text(site, "First steps");
    expect_text(site, "Fill the directory");
    expect_text(site, "<li>Add your colleagues</li>");         /* already right: the agent is one */
    send_file(site, "genre=organisations", "liste.csv", organisations);
    run_jobs(site);
    visit(site, "/administration");
    expect_text(site, "<li>Fill the directory: your own table will do</li>");
}

/* A setting that says nothing the program understands would silence mail, or lose the territory, without a word. */
static void a_setting_that_cannot_serve_is_refused(void **state)
{
    struct site *site = *state;
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/reglages", "territory=nulle+part&base_url=exemple&smtp_url=courriel&mail_from=moi");
    expect_status(site, INVALID);
    expect_text(site, "There are 4 problems");
    expect_text(site, "value=\"nulle part\"");
    visit(site, "/reglages");
    expect_no_text(site, "nulle part");
    submit(site, "/reglages", "territory=m%C3%A9tropole+europ%C3%A9enne+de+lille&base_url=https%3A%2F%2Fexample.org%2F"
                              "&smtp_url=smtp%3A%2F%2Fmail.example.org%3A587&mail_from=bonjour%40example.org");
    expect_status(site, SEE_OTHER);
    visit(site, "/reglages");
    expect_text(site, "value=\"200093201\"");
    expect_text(site, "value=\"https://example.org\"");
}

const struct CMUnitTest admin_tests[] = {
    ON_A_SITE("a new site says what it lacks until it lacks nothing",
              a_new_site_says_what_it_lacks_until_it_lacks_nothing),
    ON_A_SITE("a setting that cannot serve is refused", a_setting_that_cannot_serve_is_refused),
    ON_A_SITE("who keeps the site is told that its mail reaches nobody",
              who_keeps_the_site_is_told_that_its_mail_reaches_nobody),
    ON_A_SITE("a file sent becomes a job, then a report line by line",
              a_file_sent_becomes_a_job_then_a_report_line_by_line),
    ON_A_SITE("a file that is no table is refused beside its field",
              a_file_that_is_no_table_is_refused_beside_its_field),
    ON_A_SITE("an unknown kind of import is refused", an_unknown_kind_of_import_is_refused),
    ON_A_SITE("a setting that does not fit comes back with its reason",
              a_setting_that_does_not_fit_comes_back_with_its_reason),
    ON_A_SITE("a setting is kept, and a secret is never shown back",
              a_setting_is_kept_and_a_secret_is_never_shown_back),
    ON_A_SITE("a dated parameter needs its source", a_dated_parameter_needs_its_source),
    ON_A_SITE("the journal speaks as people do", the_journal_speaks_as_people_do),
    ON_A_SITE("administration is closed to who may not", administration_is_closed_to_who_may_not),
    {0}
};
