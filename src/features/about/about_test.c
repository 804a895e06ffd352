/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages that the law asks of a public site. */
#include "main/site.h"

static const char *const pages[] = {"/a-propos", "/mentions-legales", "/accessibilite", "/donnees-personnelles"};

static void every_footer_leads_to_what_the_law_asks(void **state)
{
    struct site *site = *state;
    visit(site, "/annuaire");
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        expect_text(site, arena_format(&site->arena, "href=\"%s\"", pages[i]));
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        visit(site, pages[i]);
        expect_status(site, OK);
    }
}

static void what_nobody_set_is_said_to_be_missing(void **state)
{
    struct site *site = *state;
    visit(site, "/mentions-legales");
    expect_text(site, "Not said yet by who runs this site.");
    expect_no_text(site, "/reglages");
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        visit(site, pages[i]);
        expect_text(site, "href=\"/reglages\"");
    }
}

static void what_the_operator_sets_is_shown(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/reglages", "publisher_name=Ville+%3Cexemple%3E&publisher_address=1+place&publication_director=Maire"
        "&site_host=H%C3%A9bergeur&contact_address=bonjour%40example.org&data_officer=DPO");
    expect_status(site, SEE_OTHER);
    visit(site, "/mentions-legales");
    expect_text(site, "Ville &lt;exemple&gt;");
    expect_text(site, "bonjour@example.org");
    expect_no_text(site, "Not said yet");
    expect_no_text(site, "href=\"/reglages\"");
    visit(site, "/donnees-personnelles");
    expect_text(site, "DPO");
    visit(site, "/accessibilite");
    expect_text(site, "bonjour@example.org");
}

const struct CMUnitTest about_tests[] = {
    ON_A_SITE("every footer leads to what the law asks", every_footer_leads_to_what_the_law_asks),
    ON_A_SITE("what nobody set is said to be missing", what_nobody_set_is_said_to_be_missing),
    ON_A_SITE("what the operator sets is shown", what_the_operator_sets_is_shown),
    {0}
};
