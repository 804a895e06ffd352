/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The insertion clause while the work goes on: what is due, what is done, who may write it. */
#include "main/site.h"

static void with_a_contract(struct site *site)
{
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/marches/nouveau", "titre=Entretien+des+parcs&acheteur=Ville&etat=published");
    expect_status(site, SEE_OTHER);
}

static const char due[] = "part=Lot+1&heures=1200&debut=2026-10-01&fin=2026-12-31&formation=10";

static void hours_done_are_set_against_hours_due(void **state)
{
    struct site *site = *state;
    with_a_contract(site);
    visit(site, "/marches/1/insertion");
    expect_text(site, "Nothing is due yet");
    submit(site, "/marches/1/insertion/dues", due);
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2026-10-31&maniere=lent&heures=100%2C5"
        "&employeur=ETTI+du+Nord");
    expect_status(site, SEE_OTHER);
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2026-10-31&maniere=trained&heures=200");
    visit(site, "/marches/1/insertion");
    expect_text(site, "220.5\u00a0h done of 1,200\u00a0h due.");
    expect_text(site, "80\u00a0h of training, beyond what the contract admits, do not count.");
    expect_text(site, "ETTI du Nord");
    visit(site, "/marches/1/insertion.csv");
    expect_text(site, "ETTI du Nord");
    submit(site, "/marches/1/insertion/dues", "part=Lot+1&heures=200&debut=2026-10-01&fin=2026-12-31&formation=100");
    visit(site, "/marches/1/insertion");
    expect_text(site, "The commitment is kept.");
}

static void a_deadline_without_an_hour_is_shown(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/marches/nouveau", "titre=Entretien+des+parcs&acheteur=Ville&etat=published&limite=15/12/2026");
    expect_status(site, SEE_OTHER);
    visit(site, "/marches/1");
    expect_text(site, "First deadline");
}

static void hours_that_cannot_be_are_refused(void **state)
{
    struct site *site = *state;
    with_a_contract(site);
    submit(site, "/marches/1/insertion/dues", "part=Lot+1&heures=0&debut=2026-10-01&fin=2026-09-01");
    expect_status(site, INVALID);
    expect_text(site, "More than nothing.");
    expect_text(site, "The work ends after it starts.");
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2026-10-31&maniere=lent&heures=10");
    expect_status(site, INVALID);
    submit(site, "/marches/1/insertion/dues", due);
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2027-10-31&maniere=lent&heures=10");
    expect_status(site, INVALID);
    expect_text(site, "This day is still to come.");
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2026-10-31&maniere=magic&heures=10");
    expect_status(site, INVALID);
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2026-10-31&maniere=lent&heures=-4");
    expect_status(site, INVALID);
}

static void hours_of_one_contract_are_not_taken_back_through_another(void **state)
{
    struct site *site = *state;
    with_a_contract(site);
    submit(site, "/marches/nouveau", "titre=Linge+des+cantines&acheteur=Ville&etat=published");
    submit(site, "/marches/1/insertion/dues", due);
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2026-10-31&maniere=lent&heures=10");
    submit(site, "/marches/2/insertion/heures", "part=1&jour=2026-10-31&maniere=lent&heures=10");
    expect_status(site, INVALID);
    submit(site, "/marches/2/insertion/reprendre", "ligne=1");
    expect_status(site, NOT_FOUND);
    submit(site, "/marches/1/insertion/reprendre", "ligne=1");
    expect_status(site, SEE_OTHER);
    visit(site, "/marches/1/insertion");
    expect_text(site, "0\u00a0h done of 1,200\u00a0h due.");
}

static void only_who_keeps_a_contract_sees_its_hours(void **state)
{
    struct site *site = *state;
    with_a_contract(site);
    submit(site, "/marches/1/insertion/dues", due);
    sign_out(site);
    visit(site, "/marches/1/insertion");
    expect_status(site, SEE_OTHER);
    sign_in(site, ROLE_READER, SCOPE_SITE, 0);
    visit(site, "/marches/1/insertion");
    expect_status(site, FORBIDDEN);
    submit(site, "/marches/1/insertion/heures", "part=1&jour=2026-10-31&maniere=lent&heures=10");
    expect_status(site, FORBIDDEN);
    submit(site, "/marches/1/insertion/reprendre", "ligne=1");
    expect_status(site, FORBIDDEN);
}

const struct CMUnitTest insertion_follow_tests[] = {
    ON_A_SITE("hours done are set against hours due", hours_done_are_set_against_hours_due),
    ON_A_SITE("a deadline without an hour is shown", a_deadline_without_an_hour_is_shown),
    ON_A_SITE("hours that cannot be are refused", hours_that_cannot_be_are_refused),
    ON_A_SITE("hours of one contract are not taken back through another",
              hours_of_one_contract_are_not_taken_back_through_another),
    ON_A_SITE("only who keeps a contract sees its hours", only_who_keeps_a_contract_sees_its_hours),
    {0}
};
