/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A group opened from a contract that the site follows: what is copied, who sees that it answers. */
#include "base/time.h"
#include "features/directory/directory.h"
#include "features/groupements/handlers.h"
#include "features/territory/sample.h"
#include "main/site.h"

enum { DAY = 86400 };

/* A contract of two lots, written by an agent of the whole site. */
static void write_contract(struct site *site, const char *state, int64_t days)
{
    struct buffer day = {.arena = &site->arena};
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    format_iso_date(&day, paris_day(site->now) + days);
    submit(site, "/marches/nouveau", arena_format(&site->arena, "titre=Linge+des+cantines&acheteur=La+Ville&etat=%s"
        "&cpv=98310000&lieu=59350&limite=%s", state, buffer_string(&day)));
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/1/lots", "numero=1&titre=Lavage&lieu=59350&quantite=900&unite=kg+par+jour&montant=120000");
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/1/lots", "numero=2&titre=Repassage&cpv=98314000");
    expect_status(site, SEE_OTHER);
}

static void a_group_opened_from_a_contract_copies_its_lots(void **state)
{
    struct site *site = *state;
    write_contract(site, "published", 30);
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    visit(site, "/groupements/nouveau?marche=1");
    expect_text(site, "Linge des cantines");
    expect_text(site, "La Ville");
    struct buffer day = {.arena = &site->arena};
    format_iso_date(&day, paris_day(site->now) + 30);
    const char *iso = buffer_string(&day);     /* shown as the hint asks for it: 23/12/2026 */
    expect_text(site, arena_format(&site->arena, "value=\"%.2s/%.2s/%.4s\"", iso + 8, iso + 5, iso));
    submit(site, "/groupements/nouveau", "marche=1&titre=Linge+des+cantines&acheteur=La+Ville&cpv=98310000");
    expect_status(site, SEE_OTHER);
    visit(site, "/groupements/1/repartition");
    expect_text(site, "Lavage");
    expect_text(site, "Repassage");
    visit(site, "/groupements/1/repartition?ecrire=1");
    expect_text(site, "value=\"900\"");
    visit(site, "/groupements/1");
    expect_text(site, "href=\"/marches/1\"");
    as_json(site);
    visit(site, "/groupements/1/repartition");
    expect_text(site, "\"estimate\":12000000");
}

static void a_contract_without_lots_gives_one(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/marches/nouveau", "titre=Linge+des+cantines&acheteur=La+Ville&etat=sensed&montant=5000");
    submit(site, "/groupements/nouveau", "marche=1&titre=Linge+des+cantines&acheteur=La+Ville");
    expect_status(site, SEE_OTHER);
    as_json(site);
    visit(site, "/groupements/1/repartition");
    expect_text(site, "\"estimate\":500000");
}

static void only_insiders_see_on_a_contract_that_a_group_answers_it(void **state)
{
    struct site *site = *state;
    write_contract(site, "published", 30);
    int64_t pilot = sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    submit(site, "/groupements/nouveau", "marche=1&titre=Notre+r%C3%A9ponse+secr%C3%A8te&acheteur=La+Ville");
    submit(site, "/groupements/nouveau", "marche=1&titre=Notre+r%C3%A9ponse&acheteur=La+Ville");
    visit(site, "/marches/1");
    expect_text(site, "Your group answers this contract");
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);             /* who competes */
    submit(site, "/groupements/nouveau", "marche=1&titre=La+leur&acheteur=La+Ville");
    static const char *const pages[] = {"/marches/1", "/groupements", "/marches", "/marches/1/couverture"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        visit(site, pages[i]);
        expect_no_text(site, "Notre r");
    }
    as_json(site);
    visit(site, "/marches/1");
    expect_no_text(site, "Notre r");
    expect_text(site, "La leur");
    sign_out(site);
    visit(site, "/marches/1");
    expect_no_text(site, "Your group");
    come_back(site, pilot);
    visit(site, "/marches/1");
    expect_no_text(site, "La leur");
}

static void a_contract_that_is_over_or_late_opens_no_group(void **state)
{
    struct site *site = *state;
    write_contract(site, "published", 30);
    visit(site, "/groupements/nouveau?marche=999");
    expect_status(site, NOT_FOUND);
    submit(site, "/groupements/nouveau", "marche=999&titre=Linge+des+cantines&acheteur=La+Ville");
    expect_status(site, CONFLICT);
    submit(site, "/groupements/nouveau", "marche=1x&titre=Linge+des+cantines&acheteur=La+Ville");
    expect_status(site, CONFLICT);
    pass_time(site, 31 * DAY);
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    visit(site, "/groupements/nouveau?marche=1");
    expect_text(site, "The deadline of this contract has passed");
    submit(site, "/marches/1/geste", "geste=drop&motif=Abandon");
    visit(site, "/groupements/nouveau?marche=1");
    expect_status(site, CONFLICT);
    submit(site, "/groupements/nouveau", "marche=1&titre=Linge+des+cantines&acheteur=La+Ville");
    expect_status(site, CONFLICT);
    expect_text(site, "This contract is over");
}

/* Who opens a group brings her own structure; whom no mail reaches is told with a letter that is shown. */
static void who_opens_a_group_is_in_it_and_nobody_is_invited_in_silence(void **state)
{
    struct site *site = *state;
    write_contract(site, "published", 30);
    db_begin_write(site->db);
    int64_t own = directory_add(site->db, &site->arena, &(struct directory_entry){.name = "La Lessive (exemple)",
        .college = "sse", .commune = "59350", .source = "test"}, site->now);
    int64_t other = directory_add(site->db, &site->arena, &(struct directory_entry){.name = "Le Pli (exemple)",
        .college = "sse", .commune = "59350", .source = "test"}, site->now);
    db_commit(site->db);
    sign_in(site, ROLE_MEMBER, SCOPE_ORGANISATION, own);
    submit(site, "/groupements/nouveau", "marche=1&titre=Linge+des+cantines&acheteur=La+Ville");
    follow(site);
    expect_text(site, "La Lessive (exemple) is invited: accept for it");
    visit(site, "/groupements/1/equipe");
    expect_text(site, "La Lessive (exemple)");
    expect_no_text(site, "To be told by you");
    submit(site, "/groupements/1/reponse", "membre=1&accord=1");
    expect_status(site, SEE_OTHER);
    submit(site, "/groupements/1/inviter", arena_format(&site->arena, "structure=%lld&role=partner", (long long)other));
    follow(site);
    expect_text(site, "To be told by you");
    expect_text(site, arena_format(&site->arena, "/annuaire/%lld\n</p>", (long long)other));
    expect_text(site, "invites Le Pli (exemple) to answer together");
    submit(site, "/groupements/1/reponse", "membre=2&accord=1");
    visit(site, "/groupements/1/equipe");
    expect_no_text(site, "To be told by you");
}

const struct CMUnitTest opening_tests[] = {
    ON_A_SITE("who opens a group is in it, and nobody is invited in silence",
              who_opens_a_group_is_in_it_and_nobody_is_invited_in_silence),
    ON_A_SITE("a group opened from a contract copies its lots", a_group_opened_from_a_contract_copies_its_lots),
    ON_A_SITE("a contract without lots gives one", a_contract_without_lots_gives_one),
    ON_A_SITE("only insiders see on a contract that a group answers it",
              only_insiders_see_on_a_contract_that_a_group_answers_it),
    ON_A_SITE("a contract that is over or late opens no group", a_contract_that_is_over_or_late_opens_no_group),
    {0}
};
