/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The builder on the web: what is asked, kept and left out, what is missing and who could fill it, inviting in one
 * act. */
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"
#include "work/import.h"

static int64_t add(struct site *site, const char *name, const char *words, const char *commune)
{
    return directory_add(site->db, &site->arena, &(struct directory_entry){.name = name, .college = "sse",
        .structure = "EI", .commune = commune, .description = words, .source = "test"}, site->now);
}

/* A laundry and a gardener of Lille, a gardener far away, who is not in it; two lots. */
static void open_with_lots(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    add(site, "La Lessive (exemple)", "blanchisserie industrielle", "59350");
    add(site, "Le Jardin (exemple)", "horticulture et jardinage", "59350");
    add(site, "Le Verger lointain (exemple)", "horticulture et maraichage", "25056");
    add(site, "Le Potager (exemple)", "horticulture", "59350");
    db_commit(site->db);
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/groupements/nouveau", "titre=Linge+et+jardins&acheteur=La+Ville&lieu=Lille");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/lots", "numero=1&objet=blanchisserie&volume=900&unite=kg&offre=1000");
    submit(site, "/groupements/1/lots", "numero=2&objet=horticulture&offre=1000");
    expect_status(site, SEE_OTHER);
}

static void the_page_proposes_a_team_that_covers_the_lots(void **state)
{
    struct site *site = *state;
    open_with_lots(site);
    visit(site, "/groupements/1/construire");
    expect_status(site, OK);
    expect_text(site, "the smallest");
    expect_text(site, "it is proven");
    expect_text(site, "La Lessive (exemple)");
    expect_text(site, "900 kg (to be asked)");
    expect_text(site, "Invite this team");
    as_json(site);
    visit(site, "/groupements/1/construire");
    expect_text(site, "\"covers\":[\"1\"]");
    expect_text(site, "\"missing\":[]");
}

static void one_click_keeps_or_leaves_out(void **state)
{
    struct site *site = *state;
    open_with_lots(site);
    visit(site, "/groupements/1/construire?sans=2");
    expect_text(site, "Left out:");
    expect_text(site, "Le Potager (exemple)");
    visit(site, "/groupements/1/construire?sans=2&sans=4");
    expect_text(site, "Lot 2: missing somebody near enough who does it");
    expect_text(site, "you put it aside");
    visit(site, "/groupements/1/construire?avec=2&avec=2&avec=x&avec=99999");
    expect_text(site, "Always in the team:");
    as_json(site);
    visit(site, "/groupements/1/construire?avec=2");
    expect_text(site, "Le Jardin (exemple)");
    expect_no_text(site, "Le Potager");
}

static void what_lacks_is_said_with_who_could_fill_it(void **state)
{
    struct site *site = *state;
    open_with_lots(site);
    visit(site, "/groupements/1/construire?pose=1&lot=1&pose-1=1&fait-1=blanchisserie&volume-1=2%20000&unite-1=kg"
        "&capacites=La+Lessive+(exemple)+%3B+1+%3B+1%20500&lieu=Lille&distance=50");
    expect_text(site, "Lot 1: missing 500 kg");
    visit(site, "/groupements/1/construire?pose=1&lot=1&pose-1=1&fait-1=blanchisserie&volume-1=2000&unite-1=kg"
        "&connues=1&lieu=Lille");
    expect_text(site, "ask it");
    visit(site, "/groupements/1/construire?pose=1&lot=2&pose-2=1&fait-2=maraichage&lieu=Lille&distance=50");
    expect_text(site, "Lot 2: missing");
    expect_text(site, "Le Verger lointain (exemple)");
    expect_text(site, "further than the distance asked");
    visit(site, "/groupements/1/construire?pose=1&lot=2&pose-2=1&fait-2=maraichage&lieu=Lille&distance=50&avec=3");
    expect_no_text(site, "Lot 2: missing");
}

static void odd_values_are_refused_beside_their_field_and_nothing_is_lost(void **state)
{
    struct site *site = *state;
    open_with_lots(site);
    static const struct { const char *query, *why; } cases[] = {
        {"lot=1&pose-1=1&fait-1=linge&volume-1=-5", "A volume is a number over 0"},
        {"lot=1&pose-1=1&fait-1=linge&volume-1=1e99", "A volume is a number over 0"},
        {"lot=1&pose-1=1&fait-1=linge&volume-1=nan", "A volume is a number over 0"},
        {"lot=1&pose-1=1&fait-1=linge&seuil-1=0", "from 1 to 100"},
        {"lot=1&pose-1=1&fait-1=linge&seuil-1=101", "from 1 to 100"},
        {"lot=1&pose-1=1&fait-1=linge&cpv-1=12", "eight digits"},
        {"lot=1&pose-1=1", "Say what this lot asks"},
        {"savoirs=linge&distance=-1", "A number of kilometres"},
        {"savoirs=linge&taille=2.5", "A whole number of members"},
        {"savoirs=linge&taille=0", "A whole number of members"},
        {"savoirs=linge&capacites=Inconnue+%3B+1+%3B+2", "Inconnue"},
        {"savoirs=linge&capacites=%3B+%3B", "with a semicolon"},
        {"savoirs=linge&capacites=linge%0A+%3B1%3B2", "Write the name of a structure"},
        {"savoirs=linge&capacites=1+%3B+7+%3B+2", "no lot that is asked"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        visit(site, arena_format(&site->arena, "/groupements/1/construire?pose=1&etiquettes=gard%%C3%%A9e&%s",
                                 cases[i].query));
        expect_status(site, INVALID);
        expect_text(site, cases[i].why);
        expect_text(site, "value=\"gardée\"");
    }
}

static void a_team_is_invited_in_one_act(void **state)
{
    struct site *site = *state;
    open_with_lots(site);
    submit(site, "/groupements/1/construire/inviter", "membres=1:0+2:1+2:1+999:0+abc+:3");
    expect_status(site, SEE_OTHER);
    visit(site, "/groupements/1/equipe");
    expect_text(site, "La Lessive (exemple)");
    expect_text(site, "Lot 1");
    expect_text(site, "Le Jardin (exemple)");
    submit(site, "/groupements/1/construire/inviter", "membres=1:0+2:1");
    expect_status(site, CONFLICT);
    submit(site, "/groupements/1/construire/inviter", "");
    expect_status(site, CONFLICT);
    visit(site, "/groupements/1/construire");              /* who is in stays in */
    expect_text(site, "Invited");
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    visit(site, "/groupements/1/construire");
    expect_status(site, NOT_FOUND);
    submit(site, "/groupements/1/construire/inviter", "membres=4:0");
    expect_status(site, NOT_FOUND);
}

static void without_lots_the_page_says_what_to_do(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/groupements/nouveau", "titre=Linge+et+jardins&acheteur=La+Ville");
    visit(site, "/groupements/1/construire");
    expect_status(site, OK);
    expect_text(site, "Nothing is asked yet");
    visit(site, "/groupements/1/construire?pose=1&savoirs=linge");
    expect_text(site, "missing");
}

static void a_contract_of_a_hundred_lots_is_asked_some_at_a_time(void **state)
{
    struct site *site = *state;
    struct buffer query = {.arena = &site->arena};
    open_with_lots(site);
    for (int i = 3; i <= 100; i++)
        submit(site, "/groupements/1/lots", arena_format(&site->arena, "numero=%d&objet=blanchisserie", i));
    visit(site, "/groupements/1/construire");
    expect_status(site, OK);
    buffer_text(&query, "/groupements/1/construire?pose=1&lieu=Lille");
    for (int i = 1; i <= 17; i++)
        buffer_format(&query, "&lot=%d", i);
    visit(site, buffer_string(&query));
    expect_status(site, INVALID);
    expect_text(site, "At most 16 lots");
}

/* A word in common that is no trade covers nothing; who won such contracts is named, in the directory or not. */
static void a_common_word_is_no_trade_and_past_winners_are_named(void **state)
{
    static const char awarded[] = "id,acheteur_id,acheteur_nom,objet,cpv,lieu_code,lieu_type,date_notification,"
        "duree_mois,montant,titulaires_ids,titulaires_noms\n"
        "M1,21590350100017,La Ville,Blanchisserie du linge,98310000,59350,Code commune,2019-01-10,12,1000,"
        "73282932000074,La Grande Blanchisserie (exemple)\n";
    struct site *site = *state;
    open_with_lots(site);
    site_commit(site);
    struct import *import = import_open(site->db, &site->arena, "contracts", "decp.csv", 0, site->now);
    assert_true(importer_find(&site->app, "contracts")->run(import, site->db, &site->arena, "decp.csv", awarded,
                                                            strlen(awarded)));
    assert_int_equal(import_close(import).added, 1);
    db_begin_write(site->db);
    add(site, "Les Écoles ouvertes (exemple)", "écoles", "59350");
    db_commit(site->db);
    visit(site, "/groupements/1/construire?pose=1&lot=1&pose-1=1&fait-1=linge+des+%C3%A9coles&cpv-1=98310000"
        "&lieu=Lille");
    expect_text(site, "Lot 1: missing");
    expect_no_text(site, "Les Écoles ouvertes");
    expect_text(site, "La Grande Blanchisserie (exemple)");
    expect_text(site, "not in the directory, SIRET 73282932000074");
}

const struct CMUnitTest construct_tests[] = {
    ON_A_SITE("the page proposes a team that covers the lots", the_page_proposes_a_team_that_covers_the_lots),
    ON_A_SITE("one click keeps or leaves out", one_click_keeps_or_leaves_out),
    ON_A_SITE("what lacks is said, with who could fill it", what_lacks_is_said_with_who_could_fill_it),
    ON_A_SITE("odd values are refused beside their field, and nothing is lost",
              odd_values_are_refused_beside_their_field_and_nothing_is_lost),
    ON_A_SITE("a team is invited in one act", a_team_is_invited_in_one_act),
    ON_A_SITE("a contract of a hundred lots is asked some at a time",
              a_contract_of_a_hundred_lots_is_asked_some_at_a_time),
    ON_A_SITE("a common word is no trade, and past winners are named",
              a_common_word_is_no_trade_and_past_winners_are_named),
    ON_A_SITE("without lots the page says what to do", without_lots_the_page_says_what_to_do),
    {0}
};
