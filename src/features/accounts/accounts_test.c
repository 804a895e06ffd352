/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "features/accounts/accounts.h"
#include "main/site.h"

/* The six digits after "code: " in the mail. */
static const char *code_of(struct site *site, const char *to)
{
    const char *mail = last_mail(site, to), *at = mail ? strstr(mail, "code: ") : NULL;
    assert_non_null(at);
    return arena_copy(&site->arena, at + 6, 6);
}

static const char *ask_code_for(struct site *site, const char *email)
{
    submit(site, "/connexion", arena_format(&site->arena, "adresse=%s", email));
    expect_status(site, SEE_OTHER);
    return strstr(site->last.reply.location, "demande=") + strlen("demande=");
}

static void a_person_signs_in_with_the_code(void **state)
{
    struct site *site = *state;
    const char *handle = ask_code_for(site, "Anne@Example.org"), *code = code_of(site, "anne@example.org");
    submit(site, "/connexion/code", arena_format(&site->arena, "demande=%s&code=%s", handle, code));
    expect_status(site, SEE_OTHER);
    visit(site, "/compte");
    expect_status(site, OK);
    expect_text(site, "anne@example.org");
    sign_out(site);
    submit(site, "/connexion/code", arena_format(&site->arena, "demande=%s&code=%s", handle, code));
    expect_status(site, INVALID);
}

/* The page that asked to be signed in promises that it opens next: also for who must give a name first. */
static void who_signs_in_for_the_first_time_goes_on_to_the_page_she_wanted(void **state)
{
    struct site *site = *state;
    submit(site, "/connexion", "adresse=fleur%40example.org&retour=%2Fmessages%3Fa%3D1%26b%3D2");
    const char *handle = strstr(site->last.reply.location, "demande=") + strlen("demande=");
    submit(site, "/connexion/code", arena_format(&site->arena, "demande=%s&code=%s", handle,
        code_of(site, "fleur@example.org")));
    assert_string_equal(site->last.reply.location, "/compte?retour=%2Fmessages%3Fa%3D1%26b%3D2");
    follow(site);
    expect_text(site, "name=\"retour\" value=\"/messages?a=1&amp;b=2\"");
    submit(site, "/compte", "nom=&langue=fr&resume=daily&retour=%2Fmessages%3Fa%3D1%26b%3D2");
    expect_status(site, INVALID);
    expect_text(site, "name=\"retour\" value=\"/messages?a=1&amp;b=2\"");
    submit(site, "/compte", "nom=Fleur&langue=fr&resume=daily&retour=%2Fmessages%3Fa%3D1%26b%3D2");
    assert_string_equal(site->last.reply.location, "/messages?a=1&b=2");
    submit(site, "/compte", "nom=Fleur&langue=fr&resume=daily&retour=https%3A%2F%2Fexample.com%2F");
    assert_string_equal(site->last.reply.location, "/");
    sign_out(site);
    visit(site, "/connexion?retour=%2Fmessages%3Fa%3D1%26b%3D2");
    expect_text(site, "/connexion/mot-de-passe?retour=%2Fmessages%3Fa%3D1%26b%3D2");
}

static void a_code_is_guessed_five_times_at_most(void **state)
{
    struct site *site = *state;
    const char *handle = ask_code_for(site, "bo@example.org"), *code = code_of(site, "bo@example.org");
    for (int i = 0; i < 5; i++) {
        submit(site, "/connexion/code", arena_format(&site->arena, "demande=%s&code=%s", handle,
                                                     text_is(code, "000000") ? "111111" : "000000"));
        expect_status(site, INVALID);
    }
    submit(site, "/connexion/code", arena_format(&site->arena, "demande=%s&code=%s", handle, code));
    expect_status(site, INVALID);
    expect_text(site, "no longer valid");
}

static void a_link_opens_once_and_not_after_fifteen_minutes(void **state)
{
    struct site *site = *state;
    ask_code_for(site, "cleo@example.org");
    const char *mail = last_mail(site, "cleo@example.org"), *at = strstr(mail, "/connexion/lien/");
    const char *link = arena_copy(&site->arena, at, strcspn(at, "\n"));
    visit(site, link);
    expect_status(site, OK);
    pass_time(site, 16 * 60);
    submit(site, link, "");
    expect_status(site, GONE);
    pass_time(site, -16 * 60);
    submit(site, link, "");
    expect_status(site, SEE_OTHER);
    submit(site, link, "");
    expect_status(site, GONE);
}

static void known_and_unknown_addresses_are_answered_alike(void **state)
{
    struct site *site = *state;
    ask_code_for(site, "dan@example.org");
    submit(site, "/connexion/mot-de-passe", "adresse=dan%40example.org&mot_de_passe=azertyuiop");
    expect_status(site, INVALID);
    const char *known = arena_text(&site->arena, strstr(body(site), "<main"));
    submit(site, "/connexion/mot-de-passe", "adresse=dan%40example.org&mot_de_passe=azertyuiop");
    assert_string_equal(known, strstr(body(site), "<main"));
}

static void nobody_floods_a_mailbox(void **state)
{
    struct site *site = *state;
    for (int i = 0; i < 3; i++)
        ask_code_for(site, "eve@example.org");
    const char *third = last_mail(site, "eve@example.org");
    ask_code_for(site, "eve@example.org");
    assert_string_equal(third, last_mail(site, "eve@example.org"));
}

static void a_password_replaces_the_other_sessions(void **state)
{
    struct site *site = *state;
    sign_in(site, 0, SCOPE_SITE, 0);
    submit(site, "/compte/mot-de-passe", "nouveau=azertyuiop");
    expect_status(site, INVALID);
    submit(site, "/compte/mot-de-passe", "nouveau=trois+chats+gris");
    expect_status(site, SEE_OTHER);
    follow(site);
    expect_text(site, "Your password is kept");
    sign_out(site);
    submit(site, "/connexion/mot-de-passe", "adresse=person1%40example.org&mot_de_passe=trois+chats+gris");
    expect_status(site, SEE_OTHER);
}

static void an_erased_account_leaves_no_address(void **state)
{
    struct site *site = *state;
    sign_in(site, 0, SCOPE_SITE, 0);
    submit(site, "/compte/effacer", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/compte");
    expect_status(site, SEE_OTHER);
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/personnes");
    expect_no_text(site, "person1@example.org");
    visit(site, "/personnes?q=who+is+sought");
    expect_text(site, "value=\"who is sought\"");
}

static void who_is_sent_to_sign_in_learns_why(void **state)
{
    struct site *site = *state;
    visit(site, "/compte");
    expect_status(site, SEE_OTHER);
    visit(site, site->last.reply.location);
    expect_text(site, "it opens next");
    visit(site, "/connexion");
    expect_no_text(site, "it opens next");
}

static void an_administrator_gives_and_ends_a_role(void **state)
{
    struct site *site = *state;
    int64_t id = sign_in(site, 0, SCOPE_SITE, 0);
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    const char *path = arena_format(&site->arena, "/personnes/%lld/roles", (long long)id);
    submit(site, path, "role=agent&portee=territory");
    expect_status(site, INVALID);
    expect_text(site, "Say which one");
    submit(site, path, "role=agent&portee=site");
    expect_status(site, SEE_OTHER);
    visit(site, arena_format(&site->arena, "/personnes/%lld", (long long)id));
    expect_text(site, "Project officer");
}

static void the_last_administrator_stays(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/personnes/roles/1/terminer", "");
    expect_status(site, CONFLICT);
    expect_text(site, "last administrator");
}

static void a_token_lets_a_program_in_until_it_is_revoked(void **state)
{
    struct site *site = *state;
    sign_in(site, 0, SCOPE_SITE, 0);
    submit(site, "/compte/jetons", "usage=the+web+site");
    expect_status(site, OK);
    expect_text(site, "will not be shown again");
    const char *token = strstr(body(site), "<code>") + strlen("<code>");
    token = arena_copy(&site->arena, token, strcspn(token, "<"));
    visit(site, "/compte");
    expect_no_text(site, "last used");
    as_program(site, token);
    visit(site, "/compte");
    expect_status(site, OK);
    as_program(site, NULL);
    visit(site, "/compte");
    expect_text(site, "last used");
    submit(site, "/compte/jetons/1/revoquer", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/compte");
    expect_no_text(site, "the web site");
    as_program(site, token);
    visit(site, "/compte");
    expect_status(site, SEE_OTHER);
}

static void a_colleague_is_added_and_told_before_she_ever_came(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/personnes", "adresse=collegue&nom=Gaelle");
    expect_status(site, INVALID);
    expect_text(site, "value=\"Gaelle\"");
    submit(site, "/personnes", "adresse=Collegue%40Example.org&nom=Gaelle");
    expect_status(site, SEE_OTHER);
    const char *page = arena_text(&site->arena, site->last.reply.location);
    assert_non_null(strstr(last_mail(site, "collegue@example.org"), "/connexion"));
    follow(site);
    expect_text(site, "Give a role below");
    expect_text(site, "Gaelle");
    submit(site, "/personnes", "adresse=collegue%40example.org");
    assert_string_equal(site->last.reply.location, page);
    follow(site);
    expect_text(site, "was here already");
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    submit(site, "/personnes", "adresse=autre%40example.org");
    expect_status(site, FORBIDDEN);
}

/* Fourteen days without a visit end a session; reading is visiting. */
static void who_only_reads_stays_signed_in(void **state)
{
    struct site *site = *state;
    sign_in(site, 0, SCOPE_SITE, 0);
    for (int week = 0; week < 4; week++) {
        pass_time(site, 7 * 86400);
        visit(site, "/compte");
        expect_status(site, OK);
    }
    pass_time(site, 15 * 86400);
    visit(site, "/compte");
    expect_status(site, SEE_OTHER);
}

const struct CMUnitTest accounts_tests[] = {
    ON_A_SITE("who is sent to sign in learns why", who_is_sent_to_sign_in_learns_why),
    ON_A_SITE("a person signs in with the code of the message", a_person_signs_in_with_the_code),
    ON_A_SITE("who signs in for the first time goes on to the page she wanted",
              who_signs_in_for_the_first_time_goes_on_to_the_page_she_wanted),
    ON_A_SITE("a colleague is added, and told, before she ever came",
              a_colleague_is_added_and_told_before_she_ever_came),
    ON_A_SITE("a code is guessed five times at most", a_code_is_guessed_five_times_at_most),
    ON_A_SITE("a link opens once, and not after fifteen minutes", a_link_opens_once_and_not_after_fifteen_minutes),
    ON_A_SITE("known and unknown addresses are answered alike", known_and_unknown_addresses_are_answered_alike),
    ON_A_SITE("nobody floods a mailbox with codes", nobody_floods_a_mailbox),
    ON_A_SITE("a new password closes the other sessions and opens", a_password_replaces_the_other_sessions),
    ON_A_SITE("an erased account leaves no address", an_erased_account_leaves_no_address),
    ON_A_SITE("an administrator gives a role, somewhere", an_administrator_gives_and_ends_a_role),
    ON_A_SITE("the last administrator stays", the_last_administrator_stays),
    ON_A_SITE("a token lets a program in until it is revoked", a_token_lets_a_program_in_until_it_is_revoked),
    ON_A_SITE("who only reads stays signed in", who_only_reads_stays_signed_in),
    {0}
};
