/* SPDX-License-Identifier: AGPL-3.0-or-later
 * kill9 [ROUNDS]: a process that writes is killed without warning, again and again. Whatever it had acknowledged must
 * be there afterwards, whole, and a migration cut in its middle must end at the next start. (What the machine itself
 * loses when its power fails is another matter: see powerloss.) Ends with "N passed, N failed". */
#include "ledger.h"
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { SHORTEST_LIFE_US = 2000, LONGEST_LIFE_US = 60000, STEPS = 30, ROWS_OF_A_STEP = 200 };

static void pause_for(int64_t microseconds)
{
    nanosleep(&(struct timespec){microseconds / 1000000, microseconds % 1000000 * 1000}, NULL);
}

/* ---- the process that will be killed ---- */

static _Noreturn void write_until_killed(const char *path, int acknowledge)
{
    struct arena arena = {0};
    struct db *db = db_open(path);
    db_use_arena(db, &arena);
    for (int64_t n = ask(db, &entry_last) / 2; !db_failed(db); n++) {
        struct arena_mark mark = arena_mark(&arena);
        add_pair(db, &arena, n);
        arena_release(&arena, mark);
        if (!db_failed(db) && write(acknowledge, &n, sizeof n) != sizeof n)
            _exit(1);
    }
    fprintf(stderr, "%s\n", db_failed(db));
    _exit(1);
}

/* Kills the process, which must still be at work: one that ended by itself is a failure. */
static bool kill_at_work(pid_t process)
{
    int status = 0;
    kill(process, SIGKILL);
    return waitpid(process, &status, 0) == process && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/* The highest number that was acknowledged before; *last stays when there was none. */
static void drain(int from, int64_t *last)
{
    for (int64_t n; read(from, &n, sizeof n) == sizeof n;)
        *last = n;
    close(from);
}

static bool kill_while_writing(const char *path, int64_t *last)
{
    int ends[2];
    if (pipe(ends) != 0)
        abort();
    pid_t process = fork();
    if (process == 0) {
        close(ends[0]);
        write_until_killed(path, ends[1]);
    }
    close(ends[1]);
    /* the pipe holds 8,000 acknowledgements: more than one life gives */
    pause_for(SHORTEST_LIFE_US + random_below(LONGEST_LIFE_US));
    bool at_work = kill_at_work(process);
    if (!at_work)
        puts("the writer ended by itself");
    drain(ends[0], last);
    return at_work && entries_are_whole(path, *last);
}

/* ---- migrations ---- */

static const struct migration *make_steps(struct arena *arena)
{
    struct migration *made = arena_array(arena, STEPS + 1, sizeof *made);
    for (int i = 0; i < STEPS; i++) {
        made[i].name = arena_format(arena, "kill9/%03d_step", i + 1);
        made[i].sqlite = arena_format(arena,
            "CREATE TABLE step_%d (id INTEGER PRIMARY KEY, note TEXT NOT NULL);"
            "INSERT INTO step_%d (note) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
            " SELECT hex(zeroblob(100)) FROM n;"
            "CREATE INDEX step_%d_by_note ON step_%d (note)", i, i, ROWS_OF_A_STEP, i, i);
    }
    return made;
}

static bool is_migrated(struct db *db, struct arena *arena)
{
    for (int i = 0; i < STEPS; i++) {
        struct db_query *query = arena_alloc(arena, sizeof *query);
        *query = (struct db_query)NUMBER("step_count", arena_format(arena, "SELECT count(*) AS value FROM step_%d", i));
        if (ask(db, query) != ROWS_OF_A_STEP)
            return false;
    }
    void *rows;
    return db_fetch(db, &integrity, NULL, &rows) == 1 && strcmp(((struct text *)rows)->text, "ok") == 0;
}

static const struct db_query steps_done = NUMBER(
    "steps_done", "SELECT count(*) AS value FROM sqlite_master WHERE type = 'table' AND name LIKE 'step_%'");

/* Adds one to *cut when the kill came before the last step. */
static bool kill_while_migrating(const char *path, int *cut)
{
    struct arena arena = {0};
    const struct migration *const made[] = {make_steps(&arena), NULL};
    pid_t process = fork();
    if (process == 0) {
        struct db *db = db_open(path);
        db_migrate(db, made, 0);
        pause();                                           /* done already: the kill comes too late, which is fine */
    }
    pause_for(SHORTEST_LIFE_US + random_below(LONGEST_LIFE_US));
    bool good = kill_at_work(process);
    struct db *db = db_open(path);
    db_use_arena(db, &arena);
    *cut += ask(db, &steps_done) < STEPS;
    good = good && db_migrate(db, made, 0) && is_migrated(db, &arena);
    if (!good)
        printf("migration: %s\n", db_failed(db) ? db_failed(db) : "not whole");
    db_close(db);
    arena_free(&arena);
    return good;
}

/* ---- the rounds ---- */

int main(int count, char **words)
{
    int rounds = count > 1 ? (int)strtol(words[1], NULL, 10) : 10, passed = 0, failed = 0, cut = 0;
    char folder[] = "/tmp/maillage-kill9.XXXXXX", path[PATH_ROOM], migrated[PATH_ROOM];
    int64_t last = -1;
    if (!mkdtemp(folder) || rounds < 1)
        return 2;
    snprintf(path, sizeof path, "%s/written.db", folder);
    snprintf(migrated, sizeof migrated, "%s/migrated.db", folder);
    struct db *db = db_open(path);
    if (!db_migrate(db, lists, 0))
        return 2;
    db_close(db);
    for (int round = 0; round < rounds; round++) {
        bool good = kill_while_writing(path, &last), whole = kill_while_migrating(migrated, &cut);
        forget(migrated);
        passed += good + whole;
        failed += !good + !whole;
    }
    printf("%lld transactions were acknowledged, %d migrations were cut short\n", (long long)last + 1, cut);
    forget(path);
    rmdir(folder);
    printf("%d passed, %d failed\n", passed, failed);
    return failed || last < 1 || !cut;
}
