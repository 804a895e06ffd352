/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Accounts: its tables. */
#include "features/accounts/accounts.h"
#include "features/accounts/handlers.h"
#include "features/accounts/roles.h"
#include "work/job.h"
#include "accounts.bake.h"

enum { HOUR = 3600 };

const struct permission manage_people = {"manage_people", N_("Give and end roles"), 0, true};

const struct label digest_choices[] = {{"daily", N_("Once a day, all together")}, {"weekly", N_("Once a week")},
    {"none", N_("No mail: I read them here")}, {0}};
const struct label languages[] = {{"fr", "Français"}, {"en", "English"}, {0}};

static const struct permission *const permissions[] = {&manage_people, NULL};

static const struct route routes[] = {
    {GET,  "/connexion",                     ask_email,          &anyone},
    {POST, "/connexion",                     send_sign_in,       &anyone, LIMIT_SIGN_IN, &email_form},
    {GET,  "/connexion/code",                ask_code,           &anyone},
    {POST, "/connexion/code",                check_code,         &anyone, LIMIT_SIGN_IN, &code_form},
    {GET,  "/connexion/lien/:code",          show_link,          &anyone},
    {POST, "/connexion/lien/:code",          use_link,           &anyone, LIMIT_SIGN_IN},
    {GET,  "/connexion/mot-de-passe",        ask_password,       &anyone},
    {POST, "/connexion/mot-de-passe",        check_password,     &anyone, LIMIT_SIGN_IN, &password_form},
    {POST, "/deconnexion",                   sign_out_here,      &signed_in},
    {GET,  "/compte",                        show_account,       &signed_in},
    {POST, "/compte",                        change_account,     &signed_in, LIMIT_WRITE, &account_form},
    {GET,  "/compte/mot-de-passe",           ask_new_password,   &signed_in},
    {POST, "/compte/mot-de-passe",           change_password,    &signed_in, LIMIT_SIGN_IN, &new_password_form},
    {POST, "/compte/sessions/:id/fermer",    end_session,        &signed_in, LIMIT_WRITE},
    {POST, "/compte/sessions/fermer",        end_other_sessions, &signed_in, LIMIT_WRITE},
    {POST, "/compte/jetons",                 make_token,         &signed_in, LIMIT_WRITE, &token_form},
    {POST, "/compte/jetons/:id/revoquer",    revoke_token,       &signed_in, LIMIT_WRITE},
    {GET,  "/compte/brouillons",             list_drafts,        &signed_in},
    {GET,  "/compte/brouillons/:id",         resume_draft,       &signed_in},
    {POST, "/compte/brouillons/:id/oublier", remove_draft,       &signed_in, LIMIT_WRITE},
    {GET,  "/compte/effacer",                ask_erase,          &signed_in},
    {POST, "/compte/effacer",                erase_account,      &signed_in, LIMIT_WRITE},
    {GET,  "/messages",                      show_messages,      &signed_in},
    {POST, "/messages/lus",                  mark_read,          &signed_in, LIMIT_WRITE},
    {GET,  "/suivi/arreter/:code",           ask_stop,           &anyone},
    {POST, "/suivi/arreter/:code",           stop_following,     &anyone, LIMIT_WRITE},
    {GET,  "/personnes",                     list_people,        &manage_people},
    {POST, "/personnes",                     add_person,         &manage_people, LIMIT_WRITE, &person_form},
    {GET,  "/personnes/:id",                 show_person,        &manage_people},
    {POST, "/personnes/:id/roles",           grant_role,         &manage_people, LIMIT_WRITE, &grant_form},
    {POST, "/personnes/roles/:id/terminer",  end_role,           &manage_people, LIMIT_WRITE},
    {0}
};

static const struct job_kind jobs[] = {
    {"send_digests", send_digests, .every = HOUR, .label = N_("Sending digests")},
    {"forget_old", forget_old, .every = 24 * HOUR, .label = N_("Forgetting what has expired")},
    {0}
};

static const struct command commands[] = {
    {"person", "DB --email ADDRESS [--name NAME] [--role ROLE]",
     N_("Makes a person and prints a link that signs in once."), person_command},
    {0}
};

const struct feature accounts_feature = {
    .name = "accounts", .migrations = accounts_migrations, .permissions = permissions, .routes = routes,
    .jobs = jobs, .commands = commands
};
