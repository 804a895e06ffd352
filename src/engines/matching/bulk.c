/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Many needs at once. Threads take needs in turn; each need is answered by one thread alone, so that the answers do not
 * depend on how many there are. */
#include "engines/kernel/sort.h"
#include "engines/kernel/threads.h"
#include "engines/matching/inside.h"
#include <stdatomic.h>
#include <string.h>

struct bulk {
    const struct match_index *index;
    const struct match_item *needs; size_t count;
    const struct match_query *query;
    struct match_answers *answers;
    atomic_size_t next;
};

static void answer_one(const struct bulk *bulk, struct match_session *session, size_t at)
{
    struct prepared prepared;
    prepare_need(session, &bulk->needs[at], bulk->query, &prepared);
    struct inverted_hit *hits = arena_array(&session->work, bulk->query->most, sizeof *hits);
    bulk->answers[at].count = find_best(session, &prepared, bulk->query, hits, NULL);
    for (size_t i = 0; i < bulk->answers[at].count; i++)
        bulk->answers[at].hits[i] = (struct match_hit){hits[i].document, hits[i].score};
}

static void *work(void *given)
{
    struct bulk *bulk = given;
    struct arena arena = {0};
    struct match_session *session = match_begin(&arena, bulk->index);
    for (size_t at; (at = atomic_fetch_add(&bulk->next, 1)) < bulk->count;)
        answer_one(bulk, session, at);
    match_end(session);
    arena_free(&arena);
    return NULL;
}

struct match_answers *match_all(struct arena *arena, const struct match_index *index, const struct match_item *needs,
                                size_t count, const struct match_query *query, int threads)
{
    struct bulk bulk = {.index = index, .needs = needs, .count = count, .query = query};
    bulk.answers = arena_array(arena, count, sizeof *bulk.answers);
    struct match_hit *hits = arena_array(arena, count * query->most, sizeof *hits);
    for (size_t i = 0; i < count; i++)
        bulk.answers[i].hits = hits + i * query->most;
    work_together(threads, work, &bulk);
    return bulk.answers;
}

/* Σ (2i − n − 1) x_i / (n Σ x), the x ascending, i from 1. */
double match_exposure(const struct match_answers *answers, size_t count, size_t offer_count)
{
    struct arena arena = {0};
    double *shown = arena_array(&arena, offer_count, sizeof *shown), sum = 0, weighed = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < answers[i].count; j++)
            shown[answers[i].hits[j].offer]++;
    const uint32_t *order = order_of_reals(&arena, shown, offer_count, false);
    for (size_t i = 0; i < offer_count; i++) {
        weighed += (2 * (double)(i + 1) - (double)offer_count - 1) * shown[order[i]];
        sum += shown[order[i]];
    }
    arena_free(&arena);
    return sum > 0 ? weighed / ((double)offer_count * sum) : 0;
}
