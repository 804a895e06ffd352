/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures the search of the directory:
 * bench-search make DB COUNT SEED >FILE.csv                 organisations at communes of DB
 * bench-search ask DB COUNT SEED [--fts5 FILE] [--postgres URL]
 *                                                         the time of whole pages, and of the peers' first 20 */
#include "search.h"
#include "base/fold.h"
#include "base/time.h"
#include "db/db.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "engines/text/misspell.h"
#include "main/serve.h"
#include "main/start.h"
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_COMMUNES = 40000, WARM_UP = 30, RADIUS = 30 };
enum kind { WORDS, ONE_WORD, MISSPELT, NEAR_A_PLACE, WITH_A_FACET, ONLY_A_FACET, ONLY_A_PLACE, KINDS };
static const char *const kind_names[KINDS] = {"two words", "one word", "two words, a typing error in each",
    "a word within 30 km of a place", "a word and a facet", "a facet alone", "within 30 km of a place, no word"};

double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
        fprintf(stderr, "bench-search: %s\n", sqlite3_errmsg(db));
        exit(2);
    }
    return statement;
}

static const char *text_at(struct arena *arena, sqlite3_stmt *row, int column)
{
    const unsigned char *text = sqlite3_column_text(row, column);
    return arena_text(arena, text ? (const char *)text : "");
}

static struct communes read_communes(struct arena *arena, sqlite3 *db)
{
    struct communes communes = {.all = arena_array(arena, MOST_COMMUNES, sizeof *communes.all)};
    sqlite3_stmt *row = prepare(db, "SELECT code, name,"
        " (SELECT min(postal) FROM territory_postal WHERE commune = code), lon, lat FROM territory"
        " WHERE kind = 'commune' AND lon IS NOT NULL ORDER BY code");
    while (communes.count < MOST_COMMUNES && sqlite3_step(row) == SQLITE_ROW)
        communes.all[communes.count++] = (struct commune){text_at(arena, row, 0), text_at(arena, row, 1),
            text_at(arena, row, 2), sqlite3_column_double(row, 3), sqlite3_column_double(row, 4)};
    sqlite3_finalize(row);
    return communes;
}

/* --- questions ---------------------------------------------------------------------------------------------------- */

struct asker { struct arena *arena; sqlite3 *db; sqlite3_stmt *one; int64_t last; struct seeded seeded; };

static const char *some_word(struct asker *asker, const char *text)
{
    struct word_list words = fold_words(asker->arena, text);
    for (int tries = 0; words.count && tries < 8; tries++) {
        const char *word = words.words[seeded_below(&asker->seeded, words.count)];
        if (strlen(word) >= 5)
            return word;
    }
    return "association";
}

/* Words, a commune and a structure of one organisation drawn at random: the question has an answer. */
static struct question draw(struct asker *asker, enum kind kind)
{
    struct arena *arena = asker->arena;
    sqlite3_stmt *one = asker->one;
    sqlite3_reset(one);
    sqlite3_bind_int64(one, 1, 1 + (int64_t)seeded_below(&asker->seeded, (uint64_t)asker->last));
    if (sqlite3_step(one) != SQLITE_ROW)
        return (struct question){.typed = "association"};
    const char *a = some_word(asker, text_at(arena, one, 0)), *b = some_word(asker, text_at(arena, one, 1));
    struct question question = {.place = kind == NEAR_A_PLACE || kind == ONLY_A_PLACE ? text_at(arena, one, 2) : NULL,
        .facet = kind == WITH_A_FACET || kind == ONLY_A_FACET ? text_at(arena, one, 3) : NULL};
    if (kind == ONLY_A_FACET || kind == ONLY_A_PLACE)
        return question;
    if (kind == MISSPELT) {
        a = misspell(arena, &asker->seeded, a, 1);
        b = misspell(arena, &asker->seeded, b, 1);
    }
    question.typed = kind == WORDS || kind == MISSPELT ? arena_format(arena, "%s %s", a, b) : b;
    question.folded = fold_for_search(arena, question.typed);
    return question;
}

/* --- ours --------------------------------------------------------------------------------------------------------- */

static const char *address(struct arena *arena, const struct question *question)
{
    struct buffer query = {.arena = arena};
    if (question->typed)
        buffer_format(&query, "q=%s", question->typed);
    for (size_t i = 0; i < query.length; i++)
        if (query.text[i] == ' ')
            query.text[i] = '+';
    if (question->facet)
        buffer_format(&query, "&structure=%s", question->facet);
    if (question->place)
        buffer_format(&query, "&pres_de=%s&km=%d", question->place, RADIUS);
    return buffer_string(&query);
}

static struct http_pair *split_pairs(struct arena *arena, const char *query, size_t *count)
{
    char **parts = text_split(arena, query, "&", count);
    struct http_pair *pairs = arena_array(arena, *count, sizeof *pairs);
    for (size_t i = 0; i < *count; i++) {
        char *equal = strchr(parts[i], '=');
        *equal = '\0';
        pairs[i] = (struct http_pair){parts[i], http_decode(arena, equal + 1, strlen(equal + 1), true)};
    }
    return pairs;
}

struct site { struct db *db; struct app app; };

/* Waited, and spent by this thread: the second is what other programs of the machine disturb least. */
struct spent { double time, work; };

static double work(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static struct spent since(double time, double worked)
{
    return (struct spent){seconds() - time, work() - worked};
}

/* The whole page, as a worker makes it: its address read, its queries, its HTML. */
static struct spent ask_ours(struct site *site, const struct question *question)
{
    static const struct http_header headers[] = {{"Host", "localhost"}, {"Accept", "text/html"}};
    struct arena arena = {0};
    const struct serving serving = {.app = site->app};
    struct http_request from = {.method = "GET", .target = "/annuaire", .query = address(&arena, question),
        .headers = headers, .header_count = 2, .arena = &arena};
    from.pairs = split_pairs(&arena, from.query, &from.pair_count);
    double start = seconds(), worked = work();
    struct request rq = {.db = site->db};
    db_use_arena(site->db, &arena);
    if (bridge_request(&serving, &from, &rq))
        app_handle(&site->app, &rq);
    struct spent spent = since(start, worked);
    if (rq.reply.status != 200)
        fprintf(stderr, "%s: status %d\n", from.query, rq.reply.status);
    arena_free(&arena);
    return spent;
}

static struct spent ask_peer(struct peer *peer, const struct question *question)
{
    struct answer answer;
    double start = seconds(), worked = work();
    peer_ask(peer, question, &answer);
    return since(start, worked);
}

/* --- figures ------------------------------------------------------------------------------------------------------ */

struct times { double *time, *work; size_t count; };

static struct times make_times(struct arena *arena, size_t count)
{
    return (struct times){arena_array(arena, count, sizeof(double)), arena_array(arena, count, sizeof(double)), 0};
}

static void keep_time(struct times *times, struct spent spent)
{
    times->time[times->count] = spent.time;
    times->work[times->count++] = spent.work;
}

static double quantile(struct arena *arena, const double *all, size_t count, size_t percent)
{
    uint32_t *order = order_of_reals(arena, all, count, false);
    return all[order[count * percent / 100]] * 1e3;
}

static void print_times(struct arena *arena, const char *name, const struct times *times, const struct times *ours)
{
    size_t n = times->count;
    if (!n)
        return;
    double p50 = quantile(arena, times->time, n, 50), p99 = quantile(arena, times->time, n, 99);
    printf("%-40s %8.2f %8.2f %10.2f %8.2f", name, p50, p99, quantile(arena, times->work, n, 50),
           quantile(arena, times->work, n, 99));
    if (ours)
        printf("    ratio of p50 %.2f, of p99 %.2f", quantile(arena, ours->time, n, 50) / p50,
               quantile(arena, ours->time, n, 99) / p99);
    printf("\n");
}

struct peers { struct peer *fts5, *postgres; };

static void measure(struct asker *asker, struct site *site, const struct peers *peers, enum kind kind, size_t count,
                    struct times *whole)
{
    struct arena *arena = asker->arena;
    struct times ours = make_times(arena, count), lite = make_times(arena, count), server = make_times(arena, count);
    bool comparable = kind == WORDS || kind == ONE_WORD;
    for (size_t i = 0; i < count + WARM_UP; i++) {
        struct question question = draw(asker, kind);
        struct spent by_us = ask_ours(site, &question), by_fts5 = {0}, by_postgres = {0};
        if (comparable && peers->fts5)
            by_fts5 = ask_peer(peers->fts5, &question);
        if (comparable && peers->postgres)
            by_postgres = ask_peer(peers->postgres, &question);
        if (i < WARM_UP)
            continue;
        keep_time(&ours, by_us);
        keep_time(whole, by_us);
        if (comparable && peers->fts5)
            keep_time(&lite, by_fts5);
        if (comparable && peers->postgres)
            keep_time(&server, by_postgres);
    }
    print_times(arena, kind_names[kind], &ours, NULL);
    print_times(arena, "  FTS5, by its bm25, first 20", &lite, &ours);
    print_times(arena, "  PostgreSQL, by ts_rank, first 20", &server, &ours);
    fflush(stdout);
}

static int ask(struct arena *arena, sqlite3 *file, char **words, int count)
{
    size_t questions = strtoull(words[3], NULL, 10);
    struct peers peers = {0};
    struct site site = {.db = db_open(words[2])};
    db_use_arena(site.db, arena);
    site.app = start_app(site.db);
    for (int i = 5; i + 1 < count; i += 2)
        if (strcmp(words[i], "--fts5") == 0)
            peers.fts5 = fts5_open(arena, words[2], words[i + 1]);
        else if (strcmp(words[i], "--postgres") == 0)
            peers.postgres = postgres_open_peer(arena, words[2], words[i + 1]);
    struct asker asker = {.arena = arena, .db = file, .seeded = seeded_start(strtoull(words[4], NULL, 10)),
        .one = prepare(file, "SELECT name, coalesce(nullif(description, ''), name), coalesce(commune, '75056'),"
                       " coalesce(structure, 'ACI') FROM actor WHERE id = ?1")};
    sqlite3_stmt *last = prepare(file, "SELECT max(id), (SELECT count(*) FROM search_word) FROM actor");
    sqlite3_step(last);
    asker.last = sqlite3_column_int64(last, 0);
    printf("%lld organisations, %lld words; %zu pages of each kind\n%-40s %8s %8s %10s %8s\n", (long long)asker.last,
           (long long)sqlite3_column_int64(last, 1), questions, "milliseconds", "p50", "p99", "cpu p50", "cpu p99");
    sqlite3_finalize(last);
    struct times whole = make_times(arena, questions * KINDS);
    for (enum kind kind = 0; kind < KINDS; kind++)
        measure(&asker, &site, &peers, kind, questions, &whole);
    print_times(arena, "all pages", &whole, NULL);
    if (peers.fts5)
        peer_close(peers.fts5);
    if (peers.postgres)
        peer_close(peers.postgres);
    sqlite3_finalize(asker.one);
    db_close(site.db);
    return 0;
}

int main(int count, char **words)
{
    struct arena arena = {0};
    sqlite3 *file;
    if (count < 5 || sodium_init() < 0) {
        fprintf(stderr, "bench-search make|ask DB COUNT SEED [--fts5 FILE] [--postgres URL]\n");
        return 2;
    }
    if (sqlite3_open_v2(words[2], &file, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        return fprintf(stderr, "bench-search: %s cannot be read\n", words[2]), 2;
    int status = 0;
    if (strcmp(words[1], "make") == 0) {
        struct communes communes = read_communes(&arena, file);
        generate(&communes, strtoull(words[3], NULL, 10), strtoull(words[4], NULL, 10));
    } else {
        status = ask(&arena, file, words, count);
    }
    sqlite3_close(file);
    arena_free(&arena);
    return status;
}
