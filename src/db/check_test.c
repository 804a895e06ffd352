/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a database can verify of itself. */
#include "db/db_test.h"
#include <fcntl.h>

static void a_sound_database_has_nothing_to_say(void **state)
{
    struct bench *bench = start(state);
    add_thing(bench->db, 1, "bench");
    assert_null(db_check_pages(bench->db));
    assert_null(db_check_references(bench->db));
    assert_null(db_failed(bench->db));
}

static void a_reference_to_nothing_is_found(void **state)
{
    struct bench *bench = start(state);
    db_script(bench->db, "PRAGMA foreign_keys = OFF; INSERT INTO part (id, thing_id) VALUES (7, 12)");
    assert_contains(db_check_references(bench->db), "part 7");
}

static void a_damaged_page_is_found(void **state)
{
    struct bench *bench = start(state);
    char garbage[3000];
    memset(garbage, 0x5A, sizeof garbage);
    for (int i = 1; i < 300; i++)
        add_thing(bench->db, i, arena_format(&bench->arena, "a title that takes some room in a page, number %d", i));
    db_close(bench->db);
    int file = open(bench->url + strlen("sqlite:"), O_RDWR);
    off_t size = lseek(file, 0, SEEK_END);
    assert_true(size > 8 * 4096);
    assert_int_equal(pwrite(file, garbage, sizeof garbage, size - 4096 + 100), sizeof garbage);
    close(file);
    bench->db = db_open(bench->url);
    db_use_arena(bench->db, &bench->arena);
    assert_non_null(db_check_pages(bench->db));
}

const struct CMUnitTest check_tests[] = {
    ON_BOTH("a sound database has nothing to say", a_sound_database_has_nothing_to_say),
    ON(sqlite, "a reference to nothing is found", a_reference_to_nothing_is_found),
    ON(sqlite, "a damaged page is found", a_damaged_page_is_found),
    {0}
};
