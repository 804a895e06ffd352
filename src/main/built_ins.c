/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The commands of the program itself, in the order in which help tells them. */
#include "main/command.h"
#include "main/compute.h"

const struct built_in built_ins[] = {
    {{"serve", "DB [--port N] [--address A] [--workers N] [--base-url URL] [--trusted-proxy A]"
      " [--log] [--requests-per-connection N] [--connections-per-address N] [--unlimited]",
      N_("Serves the site; brings the database up to date first, or makes it."), serve_command, true},
      NEEDS_ITS_TABLES},
    {{"migrate", "DB",
      N_("Brings the tables of a database up to date, or makes it."), migrate_command, true}, NEEDS_DATABASE},
    {{"backup", "DB FILE",
      N_("Copies the database while it is in use."), backup_command}, NEEDS_DATABASE},
    {{"check", "DB",
      N_("Verifies the database: its pages, its references, its journal, its tables."), check_command}, NEEDS_DATABASE},
    {{"setting", "DB [NAME [VALUE]]",
      N_("Shows or changes what may be set: the name of the site, its address, its mail server."), setting_command},
     NEEDS_ITS_TABLES},
    {{"routes", "", N_("Lists every address and who may use it."), routes_command}, NEEDS_NOTHING},
    {{"compute", "ENGINE FILE… [--json|--table]",
      N_("Runs an engine on files, without a database. Alone: lists the engines."), compute_command}, NEEDS_NOTHING},
    {{"version", "", N_("Tells the version of the program."), version_command}, NEEDS_NOTHING},
    {{"help", "", N_("Lists the commands."), help_command}, NEEDS_NOTHING},
    {{0}, NEEDS_NOTHING}};
