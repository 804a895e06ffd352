/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lists of contracts from the BOAMP and from buyers, once each, with what could not be read. */
#include "features/opportunities/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"
#include "work/job.h"

static struct import_result bring(struct site *site, const char *text)
{
    site_commit(site);
    struct import *import = import_open(site->db, &site->arena, "notices", "liste.csv", 0, site->now);
    notices_importer.run(import, site->db, &site->arena, "liste.csv", text, strlen(text));
    return import_close(import);
}

static const char boamp[] =
    "idweb;objet;nomacheteur;dateparution;datelimitereponse;code_departement;nature\n"
    "26-1;Linge des cantines;Ville de Lille;2026-11-02;2026-12-01T12:00:00+01:00;59;APPEL_OFFRE\n"
    "26-2;;Ville de Lille;2026-11-02;;59;APPEL_OFFRE\n";

static void an_export_of_the_boamp_comes_in_once(void **state)
{
    struct site *site = *state;
    struct import_result first = bring(site, boamp), again = bring(site, boamp);
    assert_int_equal(first.read, 2);
    assert_int_equal(first.added, 1);
    assert_int_equal(first.rejected, 1);
    assert_int_equal(again.same, 1);
    visit(site, "/marches/1");
    expect_text(site, "Linge des cantines");
    expect_text(site, "Ville de Lille");
    expect_text(site, "Open to answers");
    struct import_result awarded = bring(site, "idweb;objet;nomacheteur;dateparution;nature\n"
        "26-1;Linge des cantines;Ville de Lille;2027-01-02;ATTRIBUTION\n");
    assert_int_equal(awarded.changed, 1);
    visit(site, "/marches/1");
    expect_text(site, "Contract awarded");
}

static void a_programme_is_planned_and_keeps_what_it_cannot_read(void **state)
{
    struct site *site = *state;
    site_commit(site);
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    struct import_result result = bring(site,
        "Direction,Intitulé du marché,Acheteur,Montant estimé,Durée,Date prévisionnelle de lancement,Lieu,Code CPV\n"
        "DG,Entretien des parcs,Ville,100 000 à 200 000 €,4 ans,15/03/2027,Lille,77310000\n"
        "DG,Mobilier scolaire,Ville,à définir,bientôt,T2 2027,,123\n");
    assert_int_equal(result.added, 2);
    assert_true(result.warned > 0);
    visit(site, "/marches/1");
    expect_text(site, "Planned by the buyer");
    expect_text(site, "Lancement prévu");
    expect_text(site, "48 months");
    expect_text(site, "Lille");
    visit(site, "/marches/2");
    expect_text(site, "à définir");
    expect_text(site, "T2 2027");
    expect_text(site, "bientôt");
}

static void the_list_answers_place_amount_deadline_and_words_in_any_order(void **state)
{
    struct site *site = *state;
    site_commit(site);
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    bring(site, "objet,acheteur,montant,lieu,date limite\n"
        "Entretien des espaces verts,Ville,90000,Lille,15/12/2026\n"
        "Linge des cantines,Ville,20000,FRE11,15/01/2027\n"
        "Repas,Ville,500000,FRI12,15/12/2026\n");
    visit(site, "/marches?q=verts+espaces");
    expect_text(site, "Entretien des espaces verts");
    expect_no_text(site, "Linge");
    visit(site, "/marches?lieu=59");
    expect_text(site, "Entretien des espaces verts");
    expect_text(site, "Linge des cantines");
    expect_no_text(site, "Repas");
    visit(site, "/marches?mini=50000&maxi=100000");
    expect_text(site, "Entretien des espaces verts");
    expect_no_text(site, "Linge");
    expect_no_text(site, "Repas");
    visit(site, "/marches?avant=31/12/2026");
    expect_text(site, "Repas");
    expect_no_text(site, "Linge");
    visit(site, "/marches.csv?lieu=59&maxi=30000");
    expect_text(site, "Linge des cantines");
    expect_no_text(site, "Entretien");
    visit(site, "/marches?lieu=nulle+part");
    expect_text(site, "This place is not known");
    visit(site, "/marches?q=l%25e");
    expect_no_text(site, "Linge");
}

static void an_alert_finds_what_the_list_finds_and_counts_what_it_does_not_name(void **state)
{
    struct site *site = *state;
    struct buffer rows = {.arena = &site->arena};
    site_commit(site);
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    int64_t who = sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    submit(site, "/marches/alertes", "q=verts+espaces&territoire=59");
    expect_status(site, SEE_OTHER);
    buffer_text(&rows, "reference,objet,acheteur,lieu,date limite\n0,Espaces verts,Ville,FRI12,15/12/2026\n");
    for (int i = 1; i <= 25; i++)
        buffer_format(&rows, "%d,Espaces verts %d,Ville,FRE11,15/12/2026\n", i, i);
    bring(site, buffer_string(&rows));
    visit(site, "/marches?q=verts+espaces&lieu=59");
    expect_text(site, "25 contracts");
    job_queue_periodic(site->db, &site->app, site->now);
    run_jobs(site);
    come_back(site, who);
    visit(site, "/messages");
    expect_text(site, "Espaces verts 25 (Ville)");
    expect_text(site, "et 5 autres");
}

static void a_table_of_something_else_is_refused_whole(void **state)
{
    struct site *site = *state;
    struct import_result result = bring(site, "nom;siret\nAtelier;1\n");
    assert_int_equal(result.added, 0);
    assert_int_equal(result.rejected, 1);
    result = bring(site, "{\"rien\":1}");
    assert_int_equal(result.rejected, 1);
}

const struct CMUnitTest import_lists_tests[] = {
    ON_A_SITE("an export of the BOAMP comes in once", an_export_of_the_boamp_comes_in_once),
    ON_A_SITE("a programme is planned and keeps what it cannot read",
              a_programme_is_planned_and_keeps_what_it_cannot_read),
    ON_A_SITE("the list answers place, amount, deadline and words in any order",
              the_list_answers_place_amount_deadline_and_words_in_any_order),
    ON_A_SITE("an alert finds what the list finds, and counts what it does not name",
              an_alert_finds_what_the_list_finds_and_counts_what_it_does_not_name),
    ON_A_SITE("a table of something else is refused whole", a_table_of_something_else_is_refused_whole),
    {0}
};
