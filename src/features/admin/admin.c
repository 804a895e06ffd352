/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Administration: its tables, and the page that leads to its rooms. */
#include "features/admin/admin.h"
#include "features/admin/handlers.h"
#include "features/accounts/accounts.h"
#include "features/territory/territory.h"
#include "admin.bake.h"
#include "web/living.h"
#include "work/job.h"
#include "work/mail.h"
#include "work/setting.h"
#include "work/work.h"

enum { LOOKS = 300 };                      /* seconds between two looks at what is due */

const struct permission import_files = {"import_files", N_("Import files and follow background jobs"), ROLE_AGENT};

struct room { const char *path, *title, *text; const struct permission *allow; };
static const struct room rooms[] = {
    {"/imports", N_("Imports"), N_("Send a file, see what became of each line."), &import_files},
    {"/taches", N_("Background jobs"), N_("What the site does by itself, and how far it is."), &import_files},
    {"/personnes", N_("People and their roles"), N_("Who may read, publish, answer, and on which territory."),
     &manage_people},
    {"/journal", N_("Journal"), N_("Who did what, in a chain that cannot be changed unseen."), &administer},
    {"/courrier", N_("Mail sent by the site"), N_("What waits, what left, what was given up."), &administer},
    {"/reglages", N_("Settings"), N_("Name of the site, its address, its mail server."), &administer},
    {"/reglages/parametres", N_("Dated parameters"), N_("Figures set by the law, each with its source."), &administer},
    {"/composants", N_("Components"), N_("What the pages are made of, in all states."), &anyone},
};

/* What a new site still lacks, in the order in which it serves. */
static struct requirements first_steps_of(struct request *rq)
{
    enum { COUNT = 5 };
    struct first_steps now = {0};
    struct requirement *steps = arena_array(rq->arena, COUNT, sizeof *steps);
    first_steps(rq->db, &now);
    steps[0] = (struct requirement){translate(rq, N_("Say for which territory this site is")), NULL, "/reglages", true,
        !text_blank(setting_text(rq->db, &own_territory))};
    steps[1] = (struct requirement){translate(rq, N_("Give the address of the site, and its mail server")), NULL,
        "/reglages", true, !text_blank(setting_text(rq->db, &base_url)) && !mail_reaches_nobody(rq->db)};
    steps[2] = (struct requirement){translate(rq, N_("Fill the directory: your own table will do")), NULL, "/imports",
        true, now.actors > 0};
    steps[3] = (struct requirement){translate(rq,
        N_("Import the outlines of the territory: without them, maps show points")),
        NULL, "/imports", false, now.outlines > 0};
    steps[4] = (struct requirement){translate(rq, N_("Add your colleagues")), NULL, "/personnes", true,
        now.people > 1};
    return (struct requirements){steps, COUNT};
}

/* Once all is done, the list has served. */
static bool is_starting(const struct requirements *steps)
{
    for (size_t i = 0; i < steps->count; i++)
        if (!steps->items[i].met)
            return true;
    return false;
}

static void show_rooms(struct request *rq)
{
    enum { COUNT = sizeof rooms / sizeof *rooms };
    struct card *cards = arena_array(rq->arena, COUNT, sizeof *cards);
    struct admin_page page = {.rooms.cards = cards};
    for (size_t i = 0; i < COUNT; i++)
        if (may(rq, rooms[i].allow))
            cards[page.rooms.count++] = (struct card){
                .title = translate(rq, rooms[i].title), .href = rooms[i].path, .text = translate(rq, rooms[i].text)};
    bool keeps = may(rq, &administer);
    page.steps = keeps ? first_steps_of(rq) : (struct requirements){0};
    bool starting = is_starting(&page.steps);
    page.steps.count = starting ? page.steps.count : 0;
    post_shown(rq->db, (struct post_shown_args){.missing = keeps && mail_reaches_nobody(rq->db), .starting = starting},
               &page.post);
    reply(rq, &admin_page, &page);
}

static int64_t count_runs_that_do_not_add_up(struct db *db)
{
    struct runs_that_do_not_add_up row = {0};
    runs_that_do_not_add_up(db, &row);
    return row.total;
}

static int64_t count_jobs_without_end(struct db *db)
{
    struct ended_jobs_without_end row = {0};
    ended_jobs_without_end(db, &row);
    return row.total;
}

static const struct permission *const permissions[] = {&import_files, NULL};

/* The forms of the living page are examples: they are read by nobody, and say so. */
static void refuse_example(struct request *rq)
{
    reply_refused(rq, INVALID, translate(rq, N_("This form is an example: nothing is kept.")));
}

static const struct route routes[] = {
    {GET,  "/administration",       show_rooms,      &import_files},
    {GET,  "/imports",              list_imports,    &import_files},
    {POST, "/imports",              send_import,     &import_files, LIMIT_WRITE, &import_form},
    {GET,  "/imports/sources",      list_sources,    &import_files},
    {POST, "/imports/sources",      add_source,      &import_files, LIMIT_WRITE, &source_form},
    {POST, "/imports/sources/:id/chercher", look_at_source, &import_files, LIMIT_WRITE},
    {POST, "/imports/sources/:id/retirer",  remove_source,  &import_files, LIMIT_WRITE},
    {GET,  "/imports/:id",          show_import,     &import_files},
    {GET,  "/taches",               list_jobs,       &import_files},
    {GET,  "/taches/:id",           show_job,        &import_files},
    {GET,  "/journal",              list_journal,    &administer},
    {GET,  "/courrier",             list_outbox,     &administer},
    {GET,  "/reglages",             show_settings,   &administer},
    {POST, "/reglages",             change_settings, &administer, LIMIT_WRITE},
    {GET,  "/reglages/parametres",  list_parameters, &administer},
    {POST, "/reglages/parametres",  add_parameter,   &administer, LIMIT_WRITE, &parameter_form},
    {GET,  "/composants",           living_page,     &anyone},
    {POST, "/composants",           refuse_example,  &anyone},
    {POST, "/composants/exemple",   refuse_example,  &anyone},
    {POST, "/composants/refus",     refuse_example,  &anyone},
    {0}
};

static const struct job_kind jobs[] = {
    {"fetch_sources", fetch_sources, .every = LOOKS, .label = N_("Looking at the sources")}, {0}
};
static const struct command commands[] = {
    {"source", "DB [KIND https://…|/FOLDER [--hours N]]",
     N_("Looks by itself for files to import, at an address or in a folder; alone: lists them."), source_command}, {0}
};
static const struct setting *const settings[] = {&fetch_inside, NULL};

static const struct entry entries[] = {{"/administration", N_("Administration"), &import_files}, {0}};

static const struct invariant invariants[] = {
    {"import_counts", N_("The counts of each import add up to its lines."), count_runs_that_do_not_add_up},
    {"jobs_ended", N_("Each job that is over says when it ended."), count_jobs_without_end},
    {0}
};

const struct feature admin_feature = {
    .name = "admin", .permissions = permissions, .routes = routes, .entries = entries, .invariants = invariants,
    .migrations = admin_migrations, .jobs = jobs, .commands = commands, .settings = settings
};
