/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files looked for by themselves: whose addresses are taken, what becomes of a folder, who may. */
#include "features/admin/handlers.h"
#include "admin.bake.h"
#include "main/site.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void an_address_inside_is_refused_beside_its_field(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    visit(site, "/imports/sources");
    expect_text(site, "No source yet");
    submit(site, "/imports/sources", "genre=notices&adresse=http%3A%2F%2F127.0.0.1%2Fa.csv&heures=24");
    expect_status(site, INVALID);
    expect_text(site, "Only addresses that start with https:// are fetched.");
    expect_text(site, "http://127.0.0.1/a.csv");
    submit(site, "/imports/sources", "genre=notices&adresse=%2Fetc&heures=24");
    expect_status(site, INVALID);
    submit(site, "/imports/sources", "genre=notices&adresse=https%3A%2F%2Fexample.org%2Fa.csv&heures=0");
    expect_status(site, INVALID);
    submit(site, "/imports/sources", "genre=nothing&adresse=https%3A%2F%2Fexample.org%2Fa.csv&heures=1");
    expect_status(site, INVALID);
}

static void a_source_that_leads_inside_says_so_and_keeps_trying(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit(site, "/imports/sources", "genre=notices&adresse=https%3A%2F%2Flocalhost%2Fa.csv&heures=24");
    expect_status(site, SEE_OTHER);
    run_jobs(site);
    visit(site, "/imports/sources");
    expect_text(site, "This address leads inside a private network: it is not fetched.");
    expect_text(site, "none yet");
    submit(site, "/imports/sources/1/retirer", "");
    expect_status(site, SEE_OTHER);
    visit(site, "/imports/sources");
    expect_text(site, "No source yet");
    submit(site, "/imports/sources/1/chercher", "");
    expect_status(site, NOT_FOUND);
}

static void put_file(struct site *site, const char *folder, const char *name, const char *text)
{
    const char *path = arena_format(&site->arena, "%s/%s", folder, name);
    FILE *out = fopen(path, "wb");
    const struct timespec times[2] = {{.tv_sec = site->now - 60}, {.tv_sec = site->now - 60}};
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    utimensat(0, path, times, 0);
}

static bool there(const char *path)
{
    return access(path, R_OK) == 0;
}

static void what_is_put_in_the_folder_is_imported_and_put_away(void **state)
{
    struct site *site = *state;
    char folder[] = "/tmp/maillage-drop.XXXXXX";
    struct source_add added;
    assert_non_null(mkdtemp(folder));
    put_file(site, folder, "liste.csv", "nom,siret\nAtelier du port,\n");
    put_file(site, folder, "photo.png", "no picture");
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    site_commit(site);
    db_begin_write(site->db);
    source_add(site->db, (struct source_add_args){.kind = "organisations", .place = folder, .hours = 1,
        .now = site->now}, &added);
    db_commit(site->db);
    submit(site, "/imports/sources/1/chercher", "");
    run_jobs(site);
    run_jobs(site);
    visit(site, "/imports");
    expect_text(site, "liste.csv");
    visit(site, "/imports/sources");
    expect_text(site, "photo.png");
    const char *done = arena_format(&site->arena, "%s/done/%lld-liste.csv", folder, (long long)site->now),
        *refused = arena_format(&site->arena, "%s/refused/%lld-photo.png", folder, (long long)site->now);
    assert_false(there(arena_format(&site->arena, "%s/liste.csv", folder)));
    assert_true(there(done) && there(refused));
    unlink(done);
    unlink(refused);
    rmdir(arena_format(&site->arena, "%s/done", folder));
    rmdir(arena_format(&site->arena, "%s/refused", folder));
    rmdir(folder);
}

static void only_who_imports_sees_the_sources(void **state)
{
    struct site *site = *state;
    visit(site, "/imports/sources");
    expect_status(site, SEE_OTHER);
    sign_in(site, ROLE_MEMBER, SCOPE_SITE, 0);
    visit(site, "/imports/sources");
    expect_status(site, FORBIDDEN);
    submit(site, "/imports/sources", "genre=notices&adresse=https%3A%2F%2Fexample.org%2Fa.csv&heures=1");
    expect_status(site, FORBIDDEN);
}

static void a_notice_in_xml_is_taken_from_the_page(void **state)
{
    static const char text[] = "<?xml version=\"1.0\"?><ContractNotice><ID>n-1</ID></ContractNotice>";
    struct upload file = {.field = "fichier", .name = "avis.xml", .type = "text/xml", .data = text,
                          .length = sizeof text - 1};
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    submit_file(site, "/imports", "genre=notices", &file);
    expect_status(site, SEE_OTHER);
}

const struct CMUnitTest sources_tests[] = {
    ON_A_SITE("an address inside is refused beside its field", an_address_inside_is_refused_beside_its_field),
    ON_A_SITE("a source that leads inside says so and keeps trying",
              a_source_that_leads_inside_says_so_and_keeps_trying),
    ON_A_SITE("what is put in the folder is imported and put away",
              what_is_put_in_the_folder_is_imported_and_put_away),
    ON_A_SITE("only who imports sees the sources", only_who_imports_sees_the_sources),
    ON_A_SITE("a notice in XML is taken from the page", a_notice_in_xml_is_taken_from_the_page),
    {0}
};
