/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Both drivers, by the same tests. */
#include "db/db_test.h"
#include <math.h>
#include <pthread.h>

/* ---- values ---- */

static void every_value_comes_back_as_it_went_in(void **state)
{
    struct bench *bench = start(state);
    int64_t seen = INT64_MIN;
    double height = 5e-324;
    static const char all_bytes[] = "\x00\x01\xFF'\"\\x41\n";
    struct thing full = {INT64_MAX, "L’été — 日本 \xF0\x9F\x8C\xB1 '; --", 0.1, {all_bytes, sizeof all_bytes}, &seen,
        &height,
                         "", {"", 0}};
    struct thing bare = {.id = -1, .title = "", .weight = 1.7976931348623157e308, .picture = {"", 0}};
    db_fetch(bench->db, &thing_add, &full, NULL);
    db_fetch(bench->db, &thing_add, &bare, NULL);
    void *rows;
    assert_int_equal(db_fetch(bench->db, &things, NULL, &rows), 2);
    assert_null(db_failed(bench->db));
    const struct thing *first = rows, *second = first + 1;
    assert_true(second->id == full.id && second->weight == full.weight && *second->seen == seen &&
        *second->height == height);
    assert_string_equal(second->title, full.title);
    assert_string_equal(second->note, "");
    assert_int_equal(second->picture.length, sizeof all_bytes);
    assert_memory_equal(second->picture.data, all_bytes, sizeof all_bytes);
    assert_non_null(second->scan.data);
    assert_int_equal(second->scan.length, 0);
    assert_true(first->id == -1 && first->weight == bare.weight);
    assert_string_equal(first->title, "");
    assert_true(!first->seen && !first->height && !first->note && !first->scan.data);
}

static void a_thousand_rows_come_back_in_order(void **state)
{
    struct bench *bench = start(state);
    db_begin_write(bench->db);
    for (int i = 0; i < 1000; i++)
        add_thing(bench->db, i, arena_format(&bench->arena, "thing %d", i));
    db_commit(bench->db);
    void *rows;
    assert_int_equal(db_fetch(bench->db, &things, NULL, &rows), 1000);
    for (int i = 0; i < 1000; i++)
        assert_string_equal(((struct thing *)rows)[i].title, arena_format(&bench->arena, "thing %d", i));
}

static void a_missing_or_wrong_argument_is_named(void **state)
{
    struct bench *bench = start(state);
    const struct { struct thing thing; const char *text; } cases[] = {
        {{.id = 1, .title = NULL, .weight = 1, .picture = {"", 0}}, "thing_add: argument title is NULL"},
        {{.id = 1, .title = "a", .weight = 1}, "thing_add: argument picture is NULL"},
        {{.id = 1, .title = "a", .weight = NAN, .picture = {"", 0}},
        "thing_add: argument weight is not a finite number"},
        {{.id = 1, .title = "\xC3", .weight = 1, .picture = {"", 0}}, "thing_add: argument title is not UTF-8"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        db_fetch(bench->db, &thing_add, &cases[i].thing, NULL);
        assert_string_equal(db_failed(bench->db), cases[i].text);
        assert_false(db_conflict(bench->db));
        db_rollback(bench->db);
    }
    assert_int_equal(count_things(bench->db), 0);
}

static void a_column_that_breaks_its_signature_is_a_failure(void **state)
{
    struct bench *bench = start(state);
    static const struct db_query queries[] = {
        {"none", BOTH("SELECT sum(id) AS value FROM thing"), NULL, 0, int_field, 1, sizeof(struct int_args)},
        {"half", BOTH("SELECT 1.5 AS value"), NULL, 0, int_field, 1, sizeof(struct int_args)},
        {"more", BOTH("SELECT 1 AS value, 2 AS other"), NULL, 0, int_field, 1, sizeof(struct int_args)},
        {"bad", BOTH("SELECT nothing FROM nowhere"), NULL, 0, int_field, 1, sizeof(struct int_args)},
    };
    static const char *const texts[] = {"none: column value is NULL", "half: column value is not an integer",
                                        "more: gives another number of columns", "bad: "};
    for (size_t i = 0; i < COUNT(queries); i++) {
        void *rows = &rows;
        assert_int_equal(db_fetch(bench->db, &queries[i], NULL, &rows), 0);
        assert_null(rows);
        assert_contains(db_failed(bench->db), texts[i]);
        db_rollback(bench->db);
    }
}

static void a_truth_is_one_or_zero(void **state)
{
    struct bench *bench = start(state);
    static const struct db_query truth = {"truth", "SELECT ?1 > 3 AS value", "SELECT $1::bigint > 3 AS value",
        int_field, 1,
                                          int_field, 1, sizeof(struct int_args)};
    void *rows;
    for (int64_t value = 3; value <= 4; value++) {
        assert_int_equal(db_fetch(bench->db, &truth, &(struct int_args){value}, &rows), 1);
        assert_int_equal(((struct int_args *)rows)->value, value - 3);
    }
}

static void every_query_can_be_prepared_without_running(void **state)
{
    struct bench *bench = start(state);
    static const struct db_query *const good[] = {&thing_add, &things, &thing_title, &thing_count, &thing_forget,
        &part_add};
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(db_prepares(bench->db, good[i]));
    assert_int_equal(count_things(bench->db), 0);
    static const struct db_query bad = {"bad", BOTH("SELEKT 1"), NULL, 0, int_field, 1, sizeof(struct int_args)};
    assert_false(db_prepares(bench->db, &bad));
    assert_contains(db_failed(bench->db), "bad: ");
}

static void the_rows_changed_and_the_queries_run_are_counted(void **state)
{
    struct bench *bench = start(state);
    size_t before = db_query_count(bench->db);
    for (int i = 0; i < 5; i++)
        add_thing(bench->db, i, arena_format(&bench->arena, "%d", i));
    assert_int_equal(db_changed(bench->db), 1);
    db_fetch(bench->db, &thing_forget, &(struct int_args){2}, NULL);
    assert_int_equal(db_changed(bench->db), 3);
    assert_int_equal(count_things(bench->db), 2);
    assert_int_equal(db_changed(bench->db), 0);
    db_fetch(bench->db, &thing_forget, &(struct int_args){50}, NULL);
    assert_int_equal(db_changed(bench->db), 0);
    assert_int_equal(db_query_count(bench->db) - before, 8);
}

/* ---- failures and transactions ---- */

static void conflicts_between_people_are_told_from_defects(void **state)
{
    struct bench *bench = start(state);
    add_thing(bench->db, 1, "taken");
    add_thing(bench->db, 2, "taken");
    assert_contains(db_failed(bench->db), "thing_add: ");
    assert_true(db_conflict(bench->db));
    db_rollback(bench->db);
    assert_false(db_conflict(bench->db));
    db_fetch(bench->db, &part_add, &(struct int_args){99}, NULL);
    assert_true(db_conflict(bench->db));
    db_rollback(bench->db);
    struct thing heavy = {.id = 3, .title = "heavy", .weight = -1, .picture = {"", 0}};
    db_fetch(bench->db, &thing_add, &heavy, NULL);
    assert_true(db_conflict(bench->db));
    db_rollback(bench->db);
    db_script(bench->db, "INSERT INTO thing (id, title, weight, picture) VALUES (4, NULL, 1, 'x')");
    assert_non_null(db_failed(bench->db));
    assert_false(db_conflict(bench->db));
    db_rollback(bench->db);
    assert_int_equal(count_things(bench->db), 1);
}

static void after_a_failure_nothing_runs_until_the_rollback(void **state)
{
    struct bench *bench = start(state);
    db_begin_write(bench->db);
    add_thing(bench->db, 1, "one");
    db_script(bench->db, "SELEKT");
    char *first = arena_text(&bench->arena, db_failed(bench->db));
    add_thing(bench->db, 2, "two");
    assert_int_equal(count_things(bench->db), -1);
    db_script(bench->db, "SELEKT again");
    db_commit(bench->db);
    db_begin(bench->db);
    assert_string_equal(db_failed(bench->db), first);
    db_rollback(bench->db);
    assert_null(db_failed(bench->db));
    assert_int_equal(count_things(bench->db), 0);
}

static void what_was_rolled_back_is_gone_and_what_was_committed_stays(void **state)
{
    struct bench *bench = start(state);
    db_begin_write(bench->db);
    add_thing(bench->db, 1, "kept");
    db_commit(bench->db);
    db_begin_write(bench->db);
    add_thing(bench->db, 2, "gone");
    db_rollback(bench->db);
    db_close(bench->db);
    bench->db = db_open(bench->url);
    db_use_arena(bench->db, &bench->arena);
    void *rows;
    assert_int_equal(db_fetch(bench->db, &thing_title, &(struct int_args){1}, &rows), 1);
    assert_string_equal(((struct text_args *)rows)->text, "kept");
    assert_int_equal(db_fetch(bench->db, &thing_title, &(struct int_args){2}, &rows), 0);
    assert_null(db_failed(bench->db));
}

static void a_transaction_for_reading_refuses_to_write(void **state)
{
    struct bench *bench = start(state);
    db_begin(bench->db);
    assert_int_equal(count_things(bench->db), 0);
    add_thing(bench->db, 1, "one");
    assert_contains(db_failed(bench->db), "thing_add: ");
    db_rollback(bench->db);
    assert_int_equal(count_things(bench->db), 0);
}

static void a_reader_keeps_one_view_while_another_writes(void **state)
{
    struct bench *bench = start(state);
    struct db *other = db_open(bench->url);
    db_begin(bench->db);
    assert_int_equal(count_things(bench->db), 0);
    db_begin_write(other);
    add_thing(other, 1, "one");
    db_commit(other);
    assert_null(db_failed(other));
    assert_int_equal(count_things(bench->db), 0);
    db_commit(bench->db);
    assert_int_equal(count_things(bench->db), 1);
    db_close(other);
}

static void begin_and_commit_out_of_place_are_failures(void **state)
{
    struct bench *bench = start(state);
    db_commit(bench->db);
    assert_string_equal(db_failed(bench->db), "commit: no transaction is open");
    db_rollback(bench->db);
    db_begin(bench->db);
    db_begin_write(bench->db);
    assert_string_equal(db_failed(bench->db), "begin: a transaction is open already");
    db_rollback(bench->db);
    db_begin_write(bench->db);
    assert_null(db_failed(bench->db));
    db_rollback(bench->db);
    db_rollback(bench->db);
    assert_null(db_failed(bench->db));
}

/* Each adds one to the highest number it reads: with writers one at a time no two read the same. */
static void *add_in_turn(void *url)
{
    struct arena arena = {0};
    struct db *db = db_open(url);
    db_use_arena(db, &arena);
    intptr_t done = 0;
    for (int i = 0; i < 20; i++) {
        db_begin_write(db);
        int64_t next = count_things(db);
        add_thing(db, next, arena_format(&arena, "thing %d", (int)next));
        db_commit(db);
        done += !db_failed(db);
        db_rollback(db);
    }
    db_close(db);
    arena_free(&arena);
    return (void *)done;
}

static void writers_take_turns(void **state)
{
    struct bench *bench = start(state);
    pthread_t threads[4];
    intptr_t done = 0;
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_in_turn, (void *)(uintptr_t)bench->url), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *result;
        pthread_join(threads[i], &result);
        done += (intptr_t)result;
    }
    assert_int_equal(done, 80);
    assert_int_equal(count_things(bench->db), 80);
}

static void a_query_that_takes_too_long_is_stopped(void **state)
{
    struct bench *bench = start(state);
    static const struct db_query forever = {
        "forever", BOTH("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)"
                        " SELECT count(*) AS value FROM n"), NULL, 0, int_field, 1, sizeof(struct int_args)};
    void *rows;
    for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
        if (in_transaction)
            db_begin(bench->db);
        db_deadline(bench->db, 50);
        db_fetch(bench->db, &forever, NULL, &rows);
        assert_string_equal(db_failed(bench->db), "forever: took longer than 50 ms");
        db_rollback(bench->db);
        assert_int_equal(count_things(bench->db), 0);
    }
    db_deadline(bench->db, 50);
    db_begin_write(bench->db);
    db_fetch(bench->db, &forever, NULL, &rows);
    assert_string_equal(db_failed(bench->db), "forever: took longer than 50 ms");
}

static void rows_without_an_arena_are_a_failure(void **state)
{
    struct bench *bench = start(state);
    db_use_arena(bench->db, NULL);
    void *rows;
    db_fetch(bench->db, &thing_count, NULL, &rows);
    assert_contains(db_failed(bench->db), "no arena");
}

static void a_stamp_lasts_until_somebody_writes(void **state)
{
    struct bench *bench = start(state);
    struct db *other = db_open(bench->url);
    uint64_t first = db_stamp(bench->db);
    assert_true(first && first == db_stamp(bench->db));
    count_things(bench->db);
    assert_true(first == db_stamp(bench->db));
    db_begin_write(other);
    add_thing(other, 1, "one");
    assert_true(first == db_stamp(bench->db));             /* not committed yet */
    db_commit(other);
    uint64_t second = db_stamp(bench->db);
    assert_true(second && second != first);
    db_begin_write(bench->db);
    assert_int_equal(db_stamp(bench->db), 0);
    add_thing(bench->db, 2, "two");
    db_commit(bench->db);
    assert_true(db_stamp(bench->db) && db_stamp(bench->db) != second);
    db_close(other);
}

const struct CMUnitTest db_tests[] = {
    ON_BOTH("every value comes back as it went in", every_value_comes_back_as_it_went_in),
    ON_BOTH("a thousand rows come back in order", a_thousand_rows_come_back_in_order),
    ON_BOTH("a missing or wrong argument is named", a_missing_or_wrong_argument_is_named),
    ON_BOTH("a column that breaks its signature is a failure", a_column_that_breaks_its_signature_is_a_failure),
    ON_BOTH("a truth is one or zero", a_truth_is_one_or_zero),
    ON_BOTH("every query can be prepared without running", every_query_can_be_prepared_without_running),
    ON_BOTH("the rows changed and the queries run are counted", the_rows_changed_and_the_queries_run_are_counted),
    ON_BOTH("conflicts between people are told from defects", conflicts_between_people_are_told_from_defects),
    ON_BOTH("after a failure nothing runs until the rollback", after_a_failure_nothing_runs_until_the_rollback),
    ON_BOTH("what was rolled back is gone and what was committed stays",
            what_was_rolled_back_is_gone_and_what_was_committed_stays),
    ON_BOTH("a transaction for reading refuses to write", a_transaction_for_reading_refuses_to_write),
    ON_BOTH("a reader keeps one view while another writes", a_reader_keeps_one_view_while_another_writes),
    ON_BOTH("begin and commit out of place are failures", begin_and_commit_out_of_place_are_failures),
    ON_BOTH("writers take turns", writers_take_turns),
    ON_BOTH("a query that takes too long is stopped", a_query_that_takes_too_long_is_stopped),
    ON_BOTH("rows without an arena are a failure", rows_without_an_arena_are_a_failure),
    ON_BOTH("a stamp lasts until somebody writes", a_stamp_lasts_until_somebody_writes),
    {0}
};
