/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db/db_test.h"
#include <pthread.h>

static const struct migration later_steps[] = {{"more/001_colour", BOTH("ALTER TABLE thing ADD COLUMN colour TEXT")},
    {0}};
static const struct migration *const later_lists[] = {first_steps, later_steps, NULL};

static void steps_are_applied_once(void **state)
{
    struct bench *bench = start(state);
    add_thing(bench->db, 1, "one");
    assert_true(db_migrate(bench->db, first_lists, 2000));
    assert_true(db_migrate(bench->db, later_lists, 3000));
    assert_true(db_migrate(bench->db, later_lists, 4000));
    static const struct db_query steps = {"steps", BOTH("SELECT at AS value FROM migration ORDER BY at, name"), NULL, 0,
                                          int_field, 1, sizeof(struct int_args)};
    void *rows;
    assert_int_equal(db_fetch(bench->db, &steps, NULL, &rows), 3);
    assert_int_equal(((struct int_args *)rows)[1].value, 1000);
    assert_int_equal(((struct int_args *)rows)[2].value, 3000);
    assert_int_equal(count_things(bench->db), 1);
}

static void an_edited_step_and_an_older_program_are_refused(void **state)
{
    struct bench *bench = start(state);
    const struct migration edited[] = {{"things/001_thing", BOTH("CREATE TABLE thing (id INTEGER)")},
        first_steps[1], {0}};
    const struct migration *const edited_lists[] = {edited, NULL};
    assert_false(db_migrate(bench->db, edited_lists, 2000));
    assert_contains(db_failed(bench->db), "things/001_thing: this step was edited after its release");
    db_rollback(bench->db);
    assert_true(db_migrate(bench->db, later_lists, 2000));
    assert_false(db_migrate(bench->db, first_lists, 3000));
    assert_contains(db_failed(bench->db), "more/001_colour: this database was made by a newer program");
    db_rollback(bench->db);
    assert_true(db_migrate(bench->db, later_lists, 4000));
}

static void a_step_that_fails_leaves_nothing_behind(void **state)
{
    struct bench *bench = start(state);
    static const struct migration steps[] = {
        {"more/001_fine", BOTH("CREATE TABLE fine (id INTEGER)")},
        {"more/002_broken", BOTH("CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER)")},
        {"more/003_after", BOTH("CREATE TABLE after (id INTEGER)")}, {0}};
    const struct migration mended[] = {
        steps[0], {"more/002_broken", BOTH("CREATE TABLE half (id INTEGER)")}, steps[2], {0}};
    static const struct migration *const broken_lists[] = {first_steps, steps, NULL};
    const struct migration *const mended_lists[] = {first_steps, mended, NULL};
    assert_false(db_migrate(bench->db, broken_lists, 2000));
    assert_contains(db_failed(bench->db), "more/002_broken: ");
    db_rollback(bench->db);
    assert_true(db_migrate(bench->db, mended_lists, 3000));
    assert_null(db_failed(bench->db));
}

static void *migrate_too(void *url)
{
    struct db *db = db_open(url);
    bool good = db_migrate(db, later_lists, 5000);
    if (!good)
        print_error("%s\n", db_failed(db));
    db_close(db);
    return (void *)(intptr_t)good;
}

static void processes_that_start_at_once_do_not_collide(void **state)
{
    struct bench *bench = start(state);
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, migrate_too, (void *)(uintptr_t)bench->url), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *good;
        pthread_join(threads[i], &good);
        assert_non_null(good);
    }
}

const struct CMUnitTest migrate_tests[] = {
    ON_BOTH("steps are applied once", steps_are_applied_once),
    ON_BOTH("an edited step and an older program are refused", an_edited_step_and_an_older_program_are_refused),
    ON_BOTH("a step that fails leaves nothing behind", a_step_that_fails_leaves_nothing_behind),
    ON_BOTH("processes that start at once do not collide", processes_that_start_at_once_do_not_collide),
    {0}
};
