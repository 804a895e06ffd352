/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What matching must beat. */
#include "floors.h"
#include "base/fold.h"
#include "engines/kernel/inverted.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "tally.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEIGHBOURS = 10 };
static const struct inverted_rule plain = {1.2, 1, {{1, 0.75}}};

struct floors {
    struct arena *arena;
    const struct questions *questions;
    size_t offers;
    struct inverted offer_words, need_words;
    struct inverted_sum over_offers, over_needs;
    double *popular;                                       /* by offer: by how many questions it is right */
    sqlite3 *lite; sqlite3_stmt *find;
};

static void stop(const char *why)
{
    fprintf(stderr, "bench-matching: %s\n", why);
    exit(2);
}

/* The stems of an item, without stop words. */
static char **stems_of(struct arena *arena, const struct match_item *item, size_t *count)
{
    const char *text = item->text ? item->text : "";
    return text_split(arena, fold_for_search(arena, arena_format(arena, "%s %s", item->title, text)), " ", count);
}

static void add_document(struct inverted_builder *builder, const struct match_item *item)
{
    struct arena work = {0};
    size_t count;
    char **stems = stems_of(&work, item, &count);
    inverted_document(builder);
    for (size_t i = 0; i < count; i++)
        inverted_add(builder, 0, stems[i]);
    arena_free(&work);
}

/* Each different word of the need counts once. */
static void ask(struct inverted_sum *sum, const struct inverted *index, const struct match_item *need)
{
    struct arena work = {0};
    struct text_map once = {.arena = &work};
    size_t count;
    char **stems = stems_of(&work, need, &count);
    inverted_sum_clear(sum);
    for (size_t i = 0; i < count; i++) {
        bool is_new;
        text_map_add(&once, stems[i], strlen(stems[i]), &is_new);
        uint32_t term = inverted_term(index, stems[i]);
        if (is_new && term != HASH_NONE)
            inverted_sum_term(sum, index, term, 1);
    }
    arena_free(&work);
}

static void open_lite(struct floors *floors)
{
    sqlite3_stmt *add;
    if (sqlite3_open(":memory:", &floors->lite) != SQLITE_OK
        || sqlite3_exec(floors->lite, "CREATE VIRTUAL TABLE offer USING fts5 (title, words, tokenize = "
                        "\"unicode61 remove_diacritics 2\")", NULL, NULL, NULL) != SQLITE_OK
        || sqlite3_prepare_v2(floors->lite, "INSERT INTO offer (rowid, title, words) VALUES (?1, ?2, ?3)", -1, &add,
                              NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(floors->lite));
    for (size_t i = 0; i < floors->offers; i++) {
        const struct match_item *offer = &floors->questions->source.offers[i];
        sqlite3_bind_int64(add, 1, (sqlite3_int64)i + 1);
        sqlite3_bind_text(add, 2, offer->title, -1, SQLITE_STATIC);
        sqlite3_bind_text(add, 3, offer->text, -1, SQLITE_STATIC);
        if (sqlite3_step(add) != SQLITE_DONE)
            stop(sqlite3_errmsg(floors->lite));
        sqlite3_reset(add);
    }
    sqlite3_finalize(add);
    if (sqlite3_prepare_v2(floors->lite, "SELECT rowid - 1, -bm25(offer) FROM offer WHERE offer MATCH ?1", -1,
                           &floors->find, NULL) != SQLITE_OK)
        stop(sqlite3_errmsg(floors->lite));
}

static struct floors begin(struct arena *arena, const struct questions *questions)
{
    struct floors floors = {.arena = arena, .questions = questions, .offers = questions->source.offer_count};
    struct inverted_builder offers = inverted_begin(arena, plain), needs = inverted_begin(arena, plain);
    for (size_t i = 0; i < floors.offers; i++)
        add_document(&offers, &questions->source.offers[i]);
    floors.popular = arena_array(arena, floors.offers, sizeof(double));
    for (size_t i = 0; i < questions->count; i++) {
        add_document(&needs, &questions->items[i].need);
        for (size_t j = 0; j < questions->items[i].right_count; j++)
            floors.popular[questions->items[i].right[j]]++;
    }
    floors.offer_words = inverted_build(arena, &offers);
    floors.need_words = inverted_build(arena, &needs);
    floors.over_offers = inverted_sum(arena, (uint32_t)floors.offers);
    floors.over_needs = inverted_sum(arena, (uint32_t)questions->count);
    open_lite(&floors);
    return floors;
}

static void add_right(double *scores, const struct question *question, double weight)
{
    for (size_t j = 0; j < question->right_count; j++)
        scores[question->right[j]] += weight;
}

static void by_chance(struct floors *floors, size_t asked, double *scores)
{
    struct seeded seeded = seeded_start(asked + 1);
    for (size_t i = 0; i < floors->offers; i++)
        scores[i] = seeded_unit(&seeded);
}

static void by_popularity(struct floors *floors, size_t asked, double *scores)
{
    const struct questions *questions = floors->questions;
    memcpy(scores, floors->popular, floors->offers * sizeof *scores);
    for (size_t i = 0; i < questions->count; i++)
        if (questions->items[i].group == questions->items[asked].group)
            add_right(scores, &questions->items[i], -1);
}

static void by_words(struct floors *floors, size_t asked, double *scores)
{
    ask(&floors->over_offers, &floors->offer_words, &floors->questions->items[asked].need);
    memcpy(scores, floors->over_offers.score, floors->offers * sizeof *scores);
}

static void by_fts5(struct floors *floors, size_t asked, double *scores)
{
    struct arena work = {0};
    struct buffer match = {.arena = &work};
    const struct match_item *need = &floors->questions->items[asked].need;
    struct word_list words = fold_words(&work, arena_format(&work, "%s %s", need->title, need->text ? need->text : ""));
    for (size_t i = 0; i < words.count; i++)
        if (!fold_is_stop_word(words.words[i]))
            buffer_format(&match, "%s\"%s\"", match.length ? " OR " : "", words.words[i]);
    sqlite3_bind_text(floors->find, 1, buffer_string(&match), -1, SQLITE_TRANSIENT);
    while (match.length && sqlite3_step(floors->find) == SQLITE_ROW)
        scores[sqlite3_column_int64(floors->find, 0)] = sqlite3_column_double(floors->find, 1);
    sqlite3_reset(floors->find);
    arena_free(&work);
}

static void by_neighbours(struct floors *floors, size_t asked, double *scores)
{
    const struct questions *questions = floors->questions;
    struct inverted_hit hits[NEIGHBOURS];
    struct best best = {hits, 0, NEIGHBOURS};
    ask(&floors->over_needs, &floors->need_words, &questions->items[asked].need);
    for (uint32_t i = 0; i < questions->count; i++)
        if (questions->items[i].group != questions->items[asked].group && floors->over_needs.score[i] > 0)
            best_offer(&best, i, floors->over_needs.score[i]);
    for (size_t i = 0; i < best.count; i++)
        add_right(scores, &questions->items[hits[i].document], hits[i].score);
}

static void scale(double *scores, size_t count)
{
    double most = 0;
    for (size_t i = 0; i < count; i++)
        most = scores[i] > most ? scores[i] : most;
    for (size_t i = 0; i < count && most > 0; i++)
        scores[i] /= most;
}

static void by_both(struct floors *floors, size_t asked, double *scores)
{
    double *words = arena_array(floors->arena, floors->offers, sizeof *words);
    by_words(floors, asked, words);
    by_neighbours(floors, asked, scores);
    scale(words, floors->offers);
    scale(scores, floors->offers);
    for (size_t i = 0; i < floors->offers; i++)
        scores[i] += words[i];
}

void measure_floors(struct arena *arena, const struct questions *questions)
{
    static const struct { const char *name; void (*rank)(struct floors *, size_t, double *); } list[] = {
        {"floor: chance", by_chance}, {"floor: popularity", by_popularity}, {"floor: plain BM25", by_words},
        {"floor: SQLite FTS5, its own bm25", by_fts5}, {"floor: ten nearest cases", by_neighbours},
        {"floor: plain BM25 and ten nearest cases", by_both}};
    struct floors floors = begin(arena, questions);
    for (size_t at = 0; at < sizeof list / sizeof *list; at++) {
        struct tally tally = {0};
        for (size_t i = 0; i < questions->count; i++) {
            double *scores = arena_array(arena, floors.offers, sizeof *scores);
            list[at].rank(&floors, i, scores);
            count_in(&tally, &questions->items[i], order_of_reals(arena, scores, floors.offers, true), floors.offers);
        }
        print_tally(list[at].name, &tally);
    }
    sqlite3_finalize(floors.find);
    sqlite3_close(floors.lite);
}
