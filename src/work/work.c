/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What an operator may set here, and the words for states. */
#include "work/work.h"
#include "work/import.h"
#include "work/job.h"
#include "work.bake.h"

static const char *read_mail_server(struct db *db, const char *typed, const char **why)
{
    const char *address = text_trim(db_arena(db), typed);
    if ((text_starts(address, "smtp://") && address[7]) || (text_starts(address, "smtps://") && address[8]))
        return address;
    *why = N_("A mail server is written smtp://host:port, or smtps://host:port.");
    return NULL;
}

const struct setting site_title = {"site_name", SETTING_TEXT, "Maillage", NULL, N_("Name of the site"), 1, 80};
const struct setting base_url = {
    "base_url", SETTING_TEXT, NULL, NULL, N_("Address of the site, for links in mail"), 0, 200,
    .read = read_web_address};
const struct setting mail_from = {"mail_from", SETTING_TEXT, "maillage@localhost", NULL, N_("Sender of mail"), 3, 200,
    .read = read_mail_address};
const struct setting smtp_url = {"smtp_url", SETTING_TEXT, NULL, NULL, N_("Mail server, smtp://host:port"), 0, 200,
    .read = read_mail_server};
const struct setting smtp_user = {"smtp_user", SETTING_TEXT, NULL, NULL, N_("Account on the mail server"), 0, 200};
const struct setting smtp_password = {
    "smtp_password", SETTING_SECRET, NULL, NULL, N_("Password on the mail server"), 0, 200};

const struct label job_states[] = {
    {"waiting", N_("Waiting")}, {"running", N_("Running")}, {"done", N_("Done")}, {"failed", N_("Failed")}, {0}
};
const struct label mail_states[] = {
    {"waiting", N_("Waiting")}, {"sent", N_("Sent")}, {"failed", N_("Given up")}, {0}
};
const struct label import_levels[] = {
    {"rejected", N_("Rejected")}, {"warned", N_("Kept, to check")}, {0}
};

static const struct setting *const settings[] = {
    &site_title, &base_url, &mail_from, &smtp_url, &smtp_user, &smtp_password, NULL
};
static const struct permission *const permissions[] = {NULL};
static const struct route routes[] = {{0}};
static const struct job_kind jobs[] = {
    {"import", import_job, .label = N_("Importing a file")}, {0}
};
static const struct command commands[] = {
    {"import", "DB KIND FILE [--json]", N_("Brings a file into the database; every bad line is reported."),
        import_command},
    {0}};

const struct feature work_feature = {
    .name = "work", .migrations = work_migrations, .permissions = permissions, .routes = routes, .settings = settings,
    .jobs = jobs, .commands = commands
};
