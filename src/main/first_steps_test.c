/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What init and import say on a terminal, and what they refuse. */
#include "features/territory/handlers.h"
#include "features/territory/territory.h"
#include "main/compute_testing.h"
#include "main/site.h"
#include "work/import.h"

struct heard { int status; const char *said, *complained; };

static struct heard hear(struct site *site, int (*command)(struct command_line *line), int count, char **words)
{
    struct run run = {.folder = "/tmp"};
    struct heard heard;
    struct command_line line = {.count = count, .words = words, .db = site->db, .arena = &site->arena,
                                .app = &site->app};
    char said[] = "/tmp/maillage-said-XXXXXX", complained[] = "/tmp/maillage-complained-XXXXXX";
    close(mkstemp(said));
    close(mkstemp(complained));
    int out = divert(stdout, said), err = divert(stderr, complained);
    heard.status = command(&line);
    heard.said = arena_text(&site->arena, restore(&run, stdout, out, said));
    heard.complained = arena_text(&site->arena, restore(&run, stderr, err, complained));
    arena_free(&run.arena);
    unlink(said);
    unlink(complained);
    return heard;
}

static void a_site_without_a_territory_is_told_how_to_say_one(void **state)
{
    struct heard heard = hear(*state, init_command, 0, NULL);
    assert_int_equal(heard.status, EXIT_USAGE);
    assert_contains(heard.complained, "maillage init DB --territory CODE");
    assert_string_equal(heard.said, "");
}

static void a_territory_nobody_knows_replaces_none(void **state)
{
    struct site *site = *state;
    struct heard heard = hear(site, init_command, 2, (char *[]){"--territory", "59350"});
    assert_int_equal(heard.status, 0);
    assert_contains(heard.said, "Lille (59350)");
    assert_string_equal(territory_own(site->db), "59350");
    heard = hear(site, init_command, 2, (char *[]){"--territory", "Nulle-Part-sur-Mer"});
    assert_int_equal(heard.status, EXIT_FAILED);
    assert_string_equal(territory_own(site->db), "59350");
}

static void an_import_says_in_french_why_it_cannot_read(void **state)
{
    struct site *site = *state;
    struct heard heard = hear(site, import_command, 2, (char *[]){"organisations", "/tmp/maillage-absent.csv"});
    assert_int_equal(heard.status, EXIT_FAILED);
    assert_contains(heard.complained, "ce fichier n’existe pas");
    heard = hear(site, import_command, 2, (char *[]){"organisations", "/dev/null"});
    assert_int_equal(heard.status, EXIT_FAILED);
    assert_contains(heard.complained, "ce n’est pas un fichier");
    heard = hear(site, import_command, 2, (char *[]){"nothing", "/dev/null"});
    assert_int_equal(heard.status, EXIT_USAGE);
    assert_contains(heard.complained, "organisations");
    heard = hear(site, import_command, 1, (char *[]){"organisations"});
    assert_int_equal(heard.status, EXIT_USAGE);
}

const struct CMUnitTest first_steps_tests[] = {
    ON_A_SITE("a site without a territory is told how to say one", a_site_without_a_territory_is_told_how_to_say_one),
    ON_A_SITE("a territory that nobody knows replaces none", a_territory_nobody_knows_replaces_none),
    ON_A_SITE("an import says in French why it cannot read", an_import_says_in_french_why_it_cannot_read),
    {0}
};
