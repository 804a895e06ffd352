/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What only SQLite has, and backups. */
#include "db/db_test.h"
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void a_backup_is_whole_and_replaces_nothing(void **state)
{
    struct bench *bench = start(state);
    add_thing(bench->db, 1, "one");
    char *path = arena_format(&bench->arena, "%s/copy.db", bench->folder);
    if (!db_is_sqlite(bench->db)) {
        assert_false(db_backup(bench->db, path));
        assert_contains(db_failed(bench->db), "pg_dump");
        return;
    }
    assert_true(db_backup(bench->db, path));
    struct stat file;
    assert_int_equal(stat(path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    struct db *copy = db_open(path);
    db_use_arena(copy, &bench->arena);
    assert_int_equal(count_things(copy), 1);
    db_close(copy);
    assert_false(db_backup(bench->db, path));
    assert_contains(db_failed(bench->db), "exists already");
    db_rollback(bench->db);
    assert_false(db_backup(bench->db, "/nowhere/at/all.db"));
    db_rollback(bench->db);
    assert_int_equal(count_things(bench->db), 1);
}

static void the_size_of_the_database_grows_with_it(void **state)
{
    struct bench *bench = start(state);
    int64_t before = db_file_size(bench->db);
    assert_true(before > 0);
    char *text = arena_alloc(&bench->arena, 1000001);
    struct thing large = {.id = 1, .title = "large", .weight = 1, .picture = {text, 1000000}};
    uint32_t noise = 1;                                    /* PostgreSQL presses what repeats */
    for (int i = 0; i < 4 && !db_failed(bench->db); i++) {
        for (int at = 0; at < 1000000; at++) {
            noise = noise * 1664525u + 1013904223u;
            text[at] = (char)('a' + (noise >> 24) % 26);
        }
        large.id = i;
        large.title = arena_format(&bench->arena, "large %d", i);
        db_fetch(bench->db, &thing_add, &large, NULL);
    }
    assert_null(db_failed(bench->db));
    assert_true(db_file_size(bench->db) > before + 100000);
}

/* By queries, not by triggers: those may not touch virtual tables in a schema that is not trusted. */
static void a_full_text_table_works_within_the_limits(void **state)
{
    struct bench *bench = start(state);
    static const struct db_query add = {"add", "INSERT INTO thing_text (words) VALUES (?1)", NULL, text_field, 1,
        NULL, 0, 0};
    static const struct db_query find = {
        "find", "SELECT rowid AS value FROM thing_text WHERE thing_text MATCH ?1 ORDER BY rank", NULL, text_field, 1,
        int_field, 1,
        sizeof(struct int_args)};
    db_script(bench->db, "CREATE VIRTUAL TABLE thing_text USING fts5(words, content='', tokenize='unicode61')");
    db_begin_write(bench->db);
    for (int i = 1; i <= 2000; i++)
        db_fetch(bench->db, &add, &(struct text_args){arena_format(&bench->arena, "thing %d of many", i)}, NULL);
    db_commit(bench->db);
    void *rows;
    assert_int_equal(db_fetch(bench->db, &find, &(struct text_args){"1234"}, &rows), 1);
    assert_int_equal(((struct int_args *)rows)->value, 1234);
    assert_null(db_failed(bench->db));
    assert_true(db_backup(bench->db, arena_format(&bench->arena, "%s/copy.db", bench->folder)));
}

static void what_an_intruder_would_try_is_refused(void **state)
{
    struct bench *bench = start(state);
    static const char *const attempts[] = {
        "SELECT hex(randomblob(250000000))", "ATTACH '/tmp/other.db' AS other", "SELECT load_extension('x')",
        "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = ''", "SELECT writefile('/tmp/x', 'y')",
    };
    for (size_t i = 0; i < COUNT(attempts); i++) {
        db_script(bench->db, attempts[i]);
        assert_non_null(db_failed(bench->db));
        db_rollback(bench->db);
    }
}

static void the_file_is_its_owners_alone(void **state)
{
    struct bench *bench = start(state);
    struct stat file;
    assert_int_equal(stat(bench->url + strlen("sqlite:"), &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
}

static void a_database_that_cannot_be_opened_says_so(void **state)
{
    static const char *const urls[] = {"", "sqlite:", "/nowhere/at/all.db", "/tmp", "postgresql://127.0.0.1:1/none"};
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct arena arena = {0};
        struct db *db = db_open(urls[i]);
        db_use_arena(db, &arena);
        assert_non_null(db_failed(db));
        db_rollback(db);
        assert_int_equal(count_things(db), -1);
        assert_non_null(db_failed(db));
        db_rollback(db);
        db_begin_write(db);
        assert_non_null(db_failed(db));
        assert_false(db_migrate(db, first_lists, 0));
        assert_int_equal(db_file_size(db), 0);
        db_close(db);
        arena_free(&arena);
    }
}

static void a_file_that_is_no_database_says_so(void **state)
{
    struct bench *bench = start(state);
    char *path = arena_format(&bench->arena, "%s/copy.db", bench->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 1000; i++)
        fputs("this is a letter, not a database\n", file);
    fclose(file);
    struct db *db = db_open(path);
    assert_contains(db_failed(db), "not a database");
    db_close(db);
}

static void a_database_in_memory_is_fresh(void **state)
{
    for (int i = 0; i < 2; i++) {
        struct arena arena = {0};
        struct db *db = db_open("sqlite::memory:");
        db_use_arena(db, &arena);
        assert_true(db_migrate(db, first_lists, 0));
        assert_int_equal(count_things(db), 0);
        add_thing(db, 1, "one");
        assert_int_equal(count_things(db), 1);
        assert_true(db_file_size(db) > 0);
        db_close(db);
        arena_free(&arena);
    }
}

/* ---- no more room ---- */

static const struct db_query integrity = {"integrity", "PRAGMA integrity_check", NULL, NULL, 0, text_field, 1,
                                          sizeof(struct text_args)};

/* Adds things until one fails; returns how many were committed. */
static int fill_the_disk(struct db *db, struct arena *arena)
{
    static char large[100000];
    for (int n = 0; n < 1000; n++) {
        struct thing thing = {
            n, arena_format(arena, "thing %d", n), 1, {large, sizeof large}, NULL, NULL, NULL, {NULL, 0}};
        db_begin_write(db);
        db_fetch(db, &thing_add, &thing, NULL);
        db_commit(db);
        if (db_failed(db))
            return n;
    }
    return 1000;
}

/* What was committed is there, the file is sound, and a failure was told. */
static bool survives(struct db *db, struct arena *arena)
{
    void *rows;
    int committed = fill_the_disk(db, arena);
    if (committed == 0 || committed == 1000 || !db_failed(db) || db_conflict(db))
        return false;
    db_rollback(db);
    return count_things(db) == committed && db_fetch(db, &integrity, NULL, &rows) == 1
        && text_is(((struct text_args *)rows)->text, "ok");
}

static void a_file_that_may_not_grow_is_a_failure_and_no_damage(void **state)
{
    struct bench *bench = start(state);
    struct rlimit before, small = {1000000, RLIM_INFINITY};
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    bool good = survives(bench->db, &bench->arena);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_true(good);
    add_thing(bench->db, 5000, "there is room again");
    assert_null(db_failed(bench->db));
}

/* In a process and a mount of its own: 0 when all went well, 2 when the machine does not allow it. */
static int on_a_small_disk(struct bench *bench)
{
    if (unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0
        || mount("tmpfs", bench->folder, "tmpfs", 0, "size=2m") != 0)
        return 2;
    struct db *db = db_open(arena_format(&bench->arena, "%s/small.db", bench->folder));
    db_use_arena(db, &bench->arena);
    bool good = db_migrate(db, first_lists, 0) && survives(db, &bench->arena);
    db_fetch(db, &thing_forget, &(struct int_args){1}, NULL);
    add_thing(db, 5000, "there is room again");
    good = good && !db_failed(db);
    db_close(db);
    return good ? 0 : 1;
}

static void a_full_disk_is_a_failure_and_no_damage(void **state)
{
    struct bench *bench = start(state);
    int status = 1;
    pid_t process = fork();
    if (process == 0)
        _exit(on_a_small_disk(bench));
    assert_int_equal(waitpid(process, &status, 0), process);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 2)
        test_skip();
    assert_int_equal(WEXITSTATUS(status), 0);
}

const struct CMUnitTest sqlite_tests[] = {
    ON_BOTH("a backup is whole and replaces nothing", a_backup_is_whole_and_replaces_nothing),
    ON_BOTH("the size of the database grows with it", the_size_of_the_database_grows_with_it),
    ON(sqlite, "a full-text table works within the limits", a_full_text_table_works_within_the_limits),
    ON(sqlite, "what an intruder would try is refused", what_an_intruder_would_try_is_refused),
    ON(sqlite, "the file is its owner's alone", the_file_is_its_owners_alone),
    ON(sqlite, "a file that is no database says so", a_file_that_is_no_database_says_so),
    PLAIN("a database that cannot be opened says so", a_database_that_cannot_be_opened_says_so),
    ON(sqlite, "a file that may not grow is a failure and no damage",
        a_file_that_may_not_grow_is_a_failure_and_no_damage),
    ON(sqlite, "a full disk is a failure and no damage", a_full_disk_is_a_failure_and_no_damage),
    PLAIN("a database in memory is fresh", a_database_in_memory_is_fresh),
    {0}
};
