/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Databases whose words were folded by an older version. Their text is changed behind the program's back, so that what
 * is folded is not what it should be. */
#include "base/fold.h"
#include "db/script.h"
#include "features/needs/needs.h"
#include "features/territory/sample.h"
#include "main/features.h"
#include "main/site.h"
#include "main/start.h"
#include "work/folding.h"
#include "work/setting.h"

enum { MANY = 510, AT_ONCE = 500 };

static const struct setting folding = {.name = "folding", .kind = SETTING_TEXT};

static void say_version(struct site *site, const char *version)
{
    db_script(site->db, arena_format(&site->arena, "UPDATE setting_value SET value = '%s' WHERE name = 'folding';",
                                     version));
    if (db_failed(site->db)) fail_msg("%s", db_failed(site->db));
}

static void add_needs(struct site *site, int count)
{
    struct need_entry entry = {.title = "Un foyer", .theme = "housing", .commune = "59350"};
    db_begin_write(site->db);
    for (int i = 0; i < count; i++)
        needs_add(site->db, &site->arena, &entry, site->now);
    db_commit(site->db);
    if (db_failed(site->db)) fail_msg("%s", db_failed(site->db));
}

static void add_actor(struct site *site)
{
    db_begin_write(site->db);
    territory_sample(site->db);
    db_commit(site->db);
    submit(site, "/annuaire", "nature=organisation&nom=Ancien&college=sse&lieu=59350");
    expect_status(site, SEE_OTHER);
}

static bool finds(struct site *site, const char *address, const char *text)
{
    visit(site, address);
    expect_status(site, OK);
    return strstr(body(site), text);
}

static void a_new_database_is_folded_by_this_version(void **state)
{
    struct site *site = *state;
    assert_true(folding_done(site->db));
    assert_string_equal(setting_text(site->db, &folding), arena_format(&site->arena, "%d", FOLD_VERSION));
}

static void what_an_older_version_folded_is_found_again(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_AGENT, SCOPE_SITE, 0);
    add_actor(site);
    add_needs(site, 1);
    db_script(site->db, "UPDATE actor SET name = 'Régie de St-Denis', source_id = 'regie st denis 59000';"
                        "UPDATE need SET title = 'Un foyer à St-Omer';");
    say_version(site, "1");
    assert_false(finds(site, "/besoins?q=saint+omer", "St-Omer"));
    start_migrate(site->db, site->now);
    if (db_failed(site->db)) fail_msg("%s", db_failed(site->db));
    assert_true(finds(site, "/besoins?q=saint+omer", "St-Omer"));
    assert_true(finds(site, "/besoins?q=st+omer", "St-Omer"));
    assert_true(finds(site, "/annuaire?q=saint+denis", "Régie de St-Denis"));
    assert_true(folding_done(site->db));
    db_script(site->db, "UPDATE actor SET name = 'Reconnue' WHERE source_id = 'regie saint denis 59000';");
    assert_true(finds(site, "/annuaire/1", "Reconnue"));
}

/* The need at the end of the first batch is done, the next one is not. */
static void what_was_interrupted_goes_on_where_it_stood(void **state)
{
    struct site *site = *state;
    int64_t rows;
    add_needs(site, MANY);
    db_script(site->db, "UPDATE need SET title = 'Un abri', folded = 'x';");
    say_version(site, "1");
    assert_true(folding_step(site->db, features, &rows));
    assert_int_equal(rows, AT_ONCE);
    assert_string_equal(setting_text(site->db, &folding), arena_format(&site->arena, "%d need %d", FOLD_VERSION,
                                                                       AT_ONCE));
    db_script(site->db, "UPDATE need SET folded = 'kept' WHERE id = 1;");
    assert_false(folding_done(site->db));
    start_migrate(site->db, site->now);
    assert_true(folding_done(site->db));
    visit(site, "/besoins?q=abri");
    expect_text(site, arena_format(&site->arena, "%d", MANY - 1));         /* the first was not made a second time */
}

static void what_came_with_a_file_is_left_as_it_came(void **state)
{
    struct site *site = *state;
    sign_in(site, ROLE_ADMIN, SCOPE_SITE, 0);
    add_actor(site);
    db_script(site->db, "UPDATE actor SET source_id = 'St 12';");
    say_version(site, "1");
    start_migrate(site->db, site->now);
    visit(site, "/annuaire/1");
    expect_status(site, OK);
    db_script(site->db, "UPDATE actor SET name = 'Gardé' WHERE source_id = 'St 12';");
    visit(site, "/annuaire/1");
    expect_text(site, "Gardé");
}

const struct CMUnitTest folding_tests[] = {
    ON_A_SITE("a new database is folded by this version", a_new_database_is_folded_by_this_version),
    ON_A_SITE("what an older version folded is found again", what_an_older_version_folded_is_found_again),
    ON_A_SITE("what was interrupted goes on where it stood", what_was_interrupted_goes_on_where_it_stood),
    ON_A_SITE("an identifier that came with a file is left as it came", what_came_with_a_file_is_left_as_it_came),
    {0}
};
