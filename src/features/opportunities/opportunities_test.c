/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opportunities: notices come in whole and once, contracts that end are seen coming, only the team writes. */
#include "base/time.h"
#include "features/opportunities/handlers.h"
#include "features/directory/directory.h"
#include "features/opportunities/coverage.h"
#include "features/territory/sample.h"
#include "features/territory/territory.h"
#include "main/site.h"
#include "work/job.h"

static const char notice[] =
    "<ContractNotice><ID>n-%s</ID><ContractFolderID>f-1</ContractFolderID><IssueDate>2026-11-0%s</IssueDate>"
    "<ProcurementProject><Name>Linge des %s</Name><MainCommodityClassification>"
    "<ItemClassificationCode>98310000</ItemClassificationCode></MainCommodityClassification></ProcurementProject>"
    "<ProcurementProjectLot><ID>LOT-0001</ID><ProcurementProject><Name>Lavage</Name></ProcurementProject>"
    "</ProcurementProjectLot></ContractNotice>";

static struct import_result bring(struct site *site, const char *text)
{
    site_commit(site);
    struct import *import = import_open(site->db, &site->arena, "notices", "avis.xml", 0, site->now);
    notices_importer.run(import, site->db, &site->arena, "avis.xml", text, strlen(text));
    return import_close(import);
}

static const char *made(struct site *site, const char *number, const char *what)
{
    return arena_format(&site->arena, notice, number, number, what);
}

static void a_notice_comes_in_whole_and_once(void **state)
{
    struct site *site = *state;
    struct import_result first = bring(site, made(site, "1", "cantines"));
    struct import_result again = bring(site, made(site, "1", "cantines"));
    assert_int_equal(first.added, 1);
    assert_int_equal(again.same, 1);
    visit(site, "/marches");
    expect_text(site, "Linge des cantines");
    visit(site, "/marches/1");
    expect_text(site, "LOT-0001");
    expect_text(site, "Lavage");
}

static void a_later_notice_of_the_same_procedure_wins_over_an_older_one(void **state)
{
    struct site *site = *state;
    bring(site, made(site, "2", "hospices"));
    struct import_result older = bring(site, made(site, "1", "cantines"));
    assert_int_equal(older.same, 1);
    struct import_result later = bring(site, made(site, "3", "casernes"));
    assert_int_equal(later.changed, 1);
    visit(site, "/marches/1");
    expect_text(site, "Linge des casernes");
    visit(site, "/marches/2");
    expect_status(site, NOT_FOUND);
}

static void a_file_that_is_no_notice_is_reported(void **state)
{
    struct site *site = *state;
    struct import_result result = bring(site, "<html></html>");
    assert_int_equal(result.rejected, 1);
    assert_int_equal(result.added, 0);
}

static void contracts_are_found_by_branch_and_by_words(void **state)
{
    struct site *site = *state;
    bring(site, made(site, "1", "cantines"));
    visit(site, "/marches?cpv=983");
    expect_text(site, "Linge des cantines");
    visit(site, "/marches?cpv=773");
    expect_no_text(site, "Linge des cantines");
    expect_text(site, "No contract fits");
    visit(site, "/marches?q=LINGE");
    expect_text(site, "Linge des cantines");
    visit(site, "/marches?etat=awarded");
    expect_no_text(site, "Linge des cantines");
}

static void a_branch_of_the_cpv_has_its_bounds(void **state)
{
    struct arena arena = {0};
    const char *start, *end;
    assert_true(cpv_branch(&arena, "773", &start, &end));
    assert_string_equal(start, "77300000");
    assert_string_equal(end, "77400000");
    assert_true(cpv_branch(&arena, "79990000", &start, &end));
    assert_string_equal(start, "79990000");
    assert_string_equal(end, "80000000");
    assert_false(cpv_branch(&arena, "7", &start, &end));
    assert_false(cpv_branch(&arena, "abc", &start, &end));
    arena_free(&arena);
}

static void the_end_of_a_contract_is_clamped_to_its_month(void **state)
{
    assert_int_equal(contract_end(days_from_civil(2023, 8, 31), 6), days_from_civil(2024, 2, 29));
    assert_int_equal(contract_end(days_from_civil(2023, 1, 31), 1), days_from_civil(2023, 2, 28));
    assert_int_equal(contract_end(days_from_civil(2024, 3, 15), 48), days_from_civil(2028, 3, 15));
}

static void only_the_team_writes_and_moves_contracts(void **state)
{
    struct site *site = *state;
    const char *fields = "titre=Un+march%C3%A9+priv%C3%A9&acheteur=Une+usine&etat=sensed";
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, 1);
    submit(site, "/marches/nouveau", fields);
    expect_status(site, FORBIDDEN);
    sign_in(site, ROLE_FACILITATOR, SCOPE_SITE, 0);
    submit(site, "/marches/nouveau", fields);
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/1/geste", "geste=win");
    expect_status(site, CONFLICT);                         /* nothing was deposited */
    submit(site, "/marches/1/geste", "geste=publish");
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/nouveau", "titre=Sans+acheteur&etat=sensed");
    expect_status(site, INVALID);
}

/* A contract in Lille with one lot of 3,000 meals a day. */
static void ask_for_meals(struct site *site, const char *id)
{
    sign_in(site, ROLE_FACILITATOR, SCOPE_SITE, 0);
    submit(site, "/marches/nouveau", "titre=Repas+des+cantines&acheteur=Une+ville&etat=published&cpv=55524000"
        "&lieu=59350");
    expect_status(site, SEE_OTHER);
    submit(site, arena_format(&site->arena, "/marches/%s/lots", id), "numero=1&titre=Repas+des+cantines+scolaires"
        "&cpv=55524000&lieu=59350&quantite=3000&unite=repas+par+jour");
    expect_status(site, SEE_OTHER);
}

static void with_lille(struct site *site)
{
    site_request(site);
    territory_sample(site->db);
    site_commit(site);
}

static void with_a_caterer(struct site *site)
{
    site_request(site);
    directory_add(site->db, &site->arena, &(struct directory_entry){.name = "Traiteur des cantines", .college = "ess",
        .naf = "5621Z", .commune = "59350", .description = "Repas de cantines scolaires", .source = "demo",
        .zone_km = 30}, site->now);
    site_commit(site);
}

static void a_lot_that_nobody_can_do_says_what_is_missing(void **state)
{
    struct site *site = *state;
    with_lille(site);
    ask_for_meals(site, "1");
    visit(site, "/marches/1/couverture");
    expect_text(site, "missing: somebody who does it.");
    expect_text(site, "Nobody in the directory does what is asked.");
}

static void a_lot_without_enough_capacity_says_how_much_is_missing(void **state)
{
    struct site *site = *state;
    with_lille(site);
    with_a_caterer(site);
    ask_for_meals(site, "1");
    visit(site, "/marches/1/couverture");
    expect_text(site, "Traiteur des cantines");
    expect_text(site, "acts there");
    expect_text(site, "missing: 3000 repas par jour.");
    submit(site, "/marches/1/lots", "numero=2&titre=Linge&quantite=5");
    expect_status(site, INVALID);
    expect_text(site, "Say of what");
}

static void a_capacity_is_read_in_words(void **state)
{
    struct arena arena = {0};
    int64_t number;
    const char *unit, *other;
    assert_true(read_capacity(&arena, "jusqu’à 2 000 repas par jour", &number, &unit));
    assert_int_equal(number, 2000);
    assert_true(read_capacity(&arena, "12\xE2\x80\xAF" "500 Repas par jour", &number, &other));
    assert_int_equal(number, 12500);
    assert_string_equal(unit, other);
    assert_false(read_capacity(&arena, "beaucoup", &number, &unit));
    assert_false(read_capacity(&arena, "2000", &number, &unit));
    arena_free(&arena);
}

static void a_gap_that_comes_back_becomes_a_need_once(void **state)
{
    struct site *site = *state;
    with_lille(site);
    ask_for_meals(site, "1");
    submit(site, "/marches/filieres", "manque=trade+555+59");
    expect_status(site, NOT_FOUND);
    ask_for_meals(site, "2");
    job_queue_periodic(site->db, &site->app, site->now);
    run_jobs(site);
    visit(site, "/marches/filieres");
    expect_text(site, "nobody who does it");
    submit(site, "/marches/filieres", "manque=trade+555+59");
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/filieres", "manque=trade+555+59");
    expect_status(site, CONFLICT);
    visit(site, "/marches/filieres");
    expect_text(site, "See the need");
    sign_out(site);
    submit(site, "/marches/filieres", "manque=trade+555+59");
    expect_status(site, UNAUTHORISED);
}

static const char awarded[] = "{\"marches\":{\"marche\":["
    "{\"id\":\"A1\",\"acheteur\":{\"id\":\"21750001630066\"},\"objet\":\"Nettoyage\",\"codeCPV\":\"90910000\","
    "\"dureeMois\":42,\"dateNotification\":\"2024-05-15\",\"montant\":30000,\"titulaires\":[{\"titulaire\":"
    "{\"id\":\"55204599900869\"}}],\"considerationsSociales\":{\"considerationSociale\":[\"Clause sociale\"]}},"
    "{\"id\":\"A2\",\"acheteur\":{\"id\":\"21750001630066\"},\"objet\":\"Peinture\",\"codeCPV\":\"45442100\","
    "\"dureeMois\":12,\"dateNotification\":\"2024-06-01\",\"montant\":10000,\"considerationsSociales\":"
    "{\"considerationSociale\":[\"Pas de considération sociale\"]}},"
    "{\"id\":\"A3\",\"acheteur\":{\"id\":\"21750001630066\"}}]}}";

static void the_indicators_of_a_buyer_come_from_its_awarded_contracts(void **state)
{
    struct site *site = *state;
    site_commit(site);
    struct import *import = import_open(site->db, &site->arena, "contracts", "decp.json", 0, site->now);
    assert_true(importer_find(&site->app, "contracts")->run(import, site->db, &site->arena, "decp.json", awarded,
                                                            strlen(awarded)));
    struct import_result result = import_close(import);
    assert_int_equal(result.added, 2);
    assert_int_equal(result.rejected, 1);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/marches/nouveau.json");
    expect_text(site, "\"choices\":[\"sensed\",\"planned\",\"sourcing\",\"published\"]");
    sign_out(site);
    visit(site, "/marches/achats-responsables.csv?acheteur=217500016");
    expect_status(site, OK);
    expect_text(site, "2024;clause;1;2;50;30000;75");
    visit(site, "/marches/achats-responsables?acheteur=123456789");
    expect_status(site, INVALID);
    expect_text(site, "neither a SIREN nor a SIRET");
    visit(site, "/marches/echeances");
    expect_text(site, "Nettoyage");
    expect_no_text(site, "Peinture");
    const char *why = NULL;                                /* a site of the Nord shows first what ends in the Nord */
    db_begin_write(site->db);
    territory_sample(site->db);
    assert_true(setting_set(site->db, &own_territory, "59", &why));
    db_commit(site->db);
    visit(site, "/marches/echeances");
    expect_no_text(site, "Nettoyage");
    expect_text(site, "See those of all départements");
    visit(site, "/marches/echeances?departement=");
    expect_text(site, "Nettoyage");
}

static void the_hours_of_a_clause_are_those_of_the_published_example(void **state)
{
    struct site *site = *state;
    submit(site, "/marches/heures", "montant=1000000&main_d_oeuvre=50&taux=5&heure=30");
    expect_status(site, OK);
    expect_text(site, "833");
    submit(site, "/marches/heures", "montant=1000000&main_d_oeuvre=500&taux=5&heure=30");
    expect_status(site, INVALID);
}

static void a_kept_search_tells_what_is_new_and_stops_in_one_click(void **state)
{
    struct site *site = *state;
    bring(site, made(site, "1", "cantines"));
    visit(site, "/marches/alertes");
    expect_status(site, SEE_OTHER);                        /* to sign in */
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, 1);
    submit(site, "/marches/alertes", "cpv=x");
    expect_status(site, INVALID);
    submit(site, "/marches/alertes", "");
    expect_status(site, INVALID);
    submit(site, "/marches/alertes", "cpv=983&q=lavage");
    submit(site, "/marches/alertes", "cpv=983");
    expect_status(site, SEE_OTHER);
    visit(site, "/marches/alertes");
    const char *at = strstr(body(site), "/marches/alertes/");
    for (const char *next = at; next; next = strstr(next + 1, "/marches/alertes/"))
        at = next;
    const char *path = arena_copy(&site->arena, at, strcspn(at, "\""));
    bring(site, arena_format(&site->arena, "%s", "<ContractNotice><ID>n-9</ID><ContractFolderID>f-9</ContractFolderID>"
        "<ProcurementProject><Name>Blanchisserie</Name><MainCommodityClassification><ItemClassificationCode>98310000"
        "</ItemClassificationCode></MainCommodityClassification></ProcurementProject></ContractNotice>"));
    job_queue_periodic(site->db, &site->app, site->now);
    run_jobs(site);
    visit(site, "/messages");
    expect_text(site, "Blanchisserie");
    expect_no_text(site, "Linge des cantines");
    sign_out(site);
    visit(site, arena_format(&site->arena, "%s.atom", path));
    expect_status(site, OK);
    expect_text(site, "Blanchisserie</title>");
    visit(site, path);
    expect_text(site, "Why do I receive this?");
    submit(site, arena_format(&site->arena, "%s/arreter", path), "");
    expect_status(site, SEE_OTHER);
    visit(site, path);
    expect_status(site, NOT_FOUND);
}

static const char exchange[] = "jour=2026-11-02&maniere=meeting&qui=Atelier+du+canal&dit=Deux+lots+et+un+essai"
    "&retenu=Capacit%C3%A9+de+500+kg";

static void what_a_buyer_tells_one_is_told_to_all(void **state)
{
    struct site *site = *state;
    bring(site, made(site, "1", "cantines"));
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/marches/1/sourcing", exchange);
    expect_status(site, SEE_OTHER);
    visit(site, "/marches/1/sourcing");
    expect_text(site, "Atelier du canal");
    expect_text(site, "500 kg");
    visit(site, "/marches/1/sourcing.csv");
    expect_text(site, "Atelier du canal");
    sign_out(site);
    visit(site, "/marches/1/sourcing");
    expect_text(site, "Deux lots et un essai");
    expect_no_text(site, "Atelier du canal");
    expect_no_text(site, "500 kg");
    expect_no_text(site, "name=\"qui\"");
    visit(site, "/marches/1/sourcing.csv");
    expect_no_text(site, "Atelier du canal");
    expect_no_text(site, "500 kg");
    as_json(site);
    visit(site, "/marches/1/sourcing");
    expect_no_text(site, "Atelier du canal");
    expect_no_text(site, "500 kg");
}

static void an_exchange_that_lacks_something_comes_back_filled(void **state)
{
    struct site *site = *state;
    bring(site, made(site, "1", "cantines"));
    submit(site, "/marches/1/sourcing", exchange);
    expect_status(site, UNAUTHORISED);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/marches/1/sourcing", "jour=2027-11-02&maniere=meeting&qui=Atelier+du+canal&dit=Deux+lots");
    expect_status(site, INVALID);
    expect_text(site, "This day is still to come.");
    expect_text(site, "Atelier du canal");
    submit(site, "/marches/1/sourcing", "jour=2026-11-02&maniere=telepathy&qui=Atelier+du+canal&dit=Deux+lots");
    expect_status(site, INVALID);
    visit(site, "/marches/1/sourcing");
    expect_text(site, "No exchange was written yet.");
    submit(site, "/marches/9/sourcing", exchange);
    expect_status(site, NOT_FOUND);
    visit(site, "/marches/9/sourcing");
    expect_status(site, NOT_FOUND);
}

static void an_award_undone_says_why(void **state)
{
    struct site *site = *state;
    bring(site, made(site, "1", "cantines"));
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    static const char *const ways[] = {"answer", "deposit", "win"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        submit(site, "/marches/1/geste", arena_format(&site->arena, "geste=%s", ways[i]));
        expect_status(site, SEE_OTHER);
    }
    submit(site, "/marches/1/geste", "geste=unwin");
    expect_status(site, INVALID);
    submit(site, "/marches/1/geste", "geste=unwin&motif=R%C3%A9f%C3%A9r%C3%A9+pr%C3%A9contractuel");
    expect_status(site, SEE_OTHER);
    visit(site, "/marches/1");
    expect_text(site, "An answer was deposited");
}

const struct CMUnitTest opportunities_tests[] = {
    ON_A_SITE("a notice comes in whole and once", a_notice_comes_in_whole_and_once),
    ON_A_SITE("a later notice of the same procedure wins over an older one",
              a_later_notice_of_the_same_procedure_wins_over_an_older_one),
    ON_A_SITE("a file that is no notice is reported", a_file_that_is_no_notice_is_reported),
    ON_A_SITE("contracts are found by branch and by words", contracts_are_found_by_branch_and_by_words),
    PLAIN("a branch of the CPV has its bounds", a_branch_of_the_cpv_has_its_bounds),
    PLAIN("the end of a contract is clamped to its month", the_end_of_a_contract_is_clamped_to_its_month),
    ON_A_SITE("only the team writes and moves contracts", only_the_team_writes_and_moves_contracts),
    ON_A_SITE("a lot that nobody can do says what is missing", a_lot_that_nobody_can_do_says_what_is_missing),
    ON_A_SITE("a lot without enough capacity says how much is missing",
              a_lot_without_enough_capacity_says_how_much_is_missing),
    PLAIN("a capacity is read in words", a_capacity_is_read_in_words),
    ON_A_SITE("a gap that comes back becomes a need, once", a_gap_that_comes_back_becomes_a_need_once),
    ON_A_SITE("the indicators of a buyer come from its awarded contracts",
              the_indicators_of_a_buyer_come_from_its_awarded_contracts),
    ON_A_SITE("the hours of a clause are those of the published example",
              the_hours_of_a_clause_are_those_of_the_published_example),
    ON_A_SITE("a kept search tells what is new and stops in one click",
              a_kept_search_tells_what_is_new_and_stops_in_one_click),
    ON_A_SITE("what a buyer tells one is told to all", what_a_buyer_tells_one_is_told_to_all),
    ON_A_SITE("an exchange that lacks something comes back filled",
              an_exchange_that_lacks_something_comes_back_filled),
    ON_A_SITE("an award undone says why", an_award_undone_says_why),
    {0}
};
