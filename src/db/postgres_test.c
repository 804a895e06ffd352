/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Connections that are lost and found again. */
#include "db/db_test.h"

static void cut(struct bench *bench, int64_t process)
{
    struct db *other = db_open(bench->url);
    db_script(other, arena_format(&bench->arena, "SELECT pg_terminate_backend(%lld, 5000)", (long long)process));
    assert_null(db_failed(other));
    db_close(other);
}

static int64_t process_of(struct db *db)
{
    static const struct db_query process = {"process", NULL, "SELECT pg_backend_pid() AS value", NULL, 0, int_field, 1,
                                            sizeof(struct int_args)};
    void *rows;
    assert_int_equal(db_fetch(db, &process, NULL, &rows), 1);
    return ((struct int_args *)rows)->value;
}

static void a_connection_lost_between_transactions_is_made_again(void **state)
{
    struct bench *bench = start(state);
    add_thing(bench->db, 1, "one");
    assert_int_equal(count_things(bench->db), 1);
    for (int write = 0; write < 2; write++) {
        cut(bench, process_of(bench->db));
        if (write)
            db_begin_write(bench->db);
        else
            db_begin(bench->db);
        assert_null(db_failed(bench->db));
        assert_int_equal(count_things(bench->db), 1);
        db_commit(bench->db);
        assert_null(db_failed(bench->db));
    }
}

static void a_connection_lost_within_a_transaction_is_a_failure_and_the_next_one_works(void **state)
{
    struct bench *bench = start(state);
    db_begin_write(bench->db);
    add_thing(bench->db, 1, "one");
    cut(bench, process_of(bench->db));
    db_commit(bench->db);
    assert_non_null(db_failed(bench->db));
    db_rollback(bench->db);
    db_begin_write(bench->db);
    add_thing(bench->db, 2, "two");
    db_commit(bench->db);
    assert_null(db_failed(bench->db));
    assert_int_equal(count_things(bench->db), 1);
}

static void several_hosts_are_tried_for_one_that_can_be_written(void **state)
{
    struct bench *bench = start(state);
    const char *tcp = getenv("MAILLAGE_TEST_DB_TCP");
    if (!tcp)
        test_skip();
    const char *server = strrchr(tcp, '@') + 1;
    struct db *db = db_open(arena_format(&bench->arena, "postgresql://maillage@127.0.0.1:1,%s", server));
    assert_null(db_failed(db));
    db_close(db);
}

const struct CMUnitTest postgres_tests[] = {
    ON(postgres, "a connection lost between transactions is made again",
        a_connection_lost_between_transactions_is_made_again),
    ON(postgres, "a connection lost within a transaction is a failure, and the next one works",
       a_connection_lost_within_a_transaction_is_a_failure_and_the_next_one_works),
    ON(postgres, "several hosts are tried for one that can be written",
        several_hosts_are_tried_for_one_that_can_be_written),
    {0}
};
