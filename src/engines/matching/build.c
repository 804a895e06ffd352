/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The index of offers, and what a thread needs to ask it. */
#include "engines/matching/inside.h"
#include <string.h>

/* Words of a title count twice those of a text; a long description is held against its words by half. */
static const struct inverted_rule word_rule = {1.2, FIELD_COUNT, {{2, 0.5}, {1, 0.5}, {1, 0.5}}};

static void index_names(struct arena *arena, struct match_index *index)
{
    const struct match_source *source = &index->source;
    index->names.arena = arena;
    index->name_text = arena_array(arena, source->name_count, sizeof *index->name_text);
    for (size_t i = 0; i < source->name_count; i++) {
        uint32_t number = text_map_add(&index->names, source->names[i].code, strlen(source->names[i].code), NULL);
        index->name_text[number] = source->names[i].text;
    }
}

static void index_words(struct arena *arena, struct match_index *index)
{
    struct arena work = {0}, line = {0};
    struct inverted_builder builder = inverted_begin(&work, word_rule);
    for (uint32_t offer = 0; offer < index->offers; offer++) {
        struct terms terms = item_terms(&line, index, &index->source.offers[offer], false);
        inverted_document(&builder);
        for (size_t i = 0; i < terms.count; i++)
            inverted_add(&builder, (uint32_t)terms.items[i].field, terms.items[i].stem);
        arena_free(&line);
    }
    index->words = inverted_build(arena, &builder);
    arena_free(&work);
}

/* Where no offer says which territories it stands in, how far it is says all there is to say of where. */
static void weigh_place(struct match_index *index)
{
    if (index->seats.zones.count > 0)
        return;
    index->rules.distance += index->rules.seat;
    index->rules.seat = 0;
}

struct match_index *match_build(struct arena *arena, const struct match_source *source,
                                const struct match_rules *rules)
{
    struct match_index *index = arena_alloc(arena, sizeof *index);
    index->source = *source;
    index->rules = *rules;
    index->offers = (uint32_t)source->offer_count;
    index_names(arena, index);
    index_words(arena, index);
    index_codes(arena, index);
    index_zones(arena, index);
    weigh_place(index);
    learn(arena, index);
    index_past(arena, index);
    return index;
}

struct match_session *match_begin(struct arena *arena, const struct match_index *index)
{
    struct match_session *session = arena_alloc(arena, sizeof *session);
    uint32_t carriers = index->learned.offer_terms.count;
    session->index = index;
    session->parts = arena_array(arena, index->offers, sizeof *session->parts);
    session->excluded = arena_array(arena, index->offers, sizeof *session->excluded);
    session->effect = arena_array(arena, carriers, sizeof *session->effect);
    session->touched = arena_array(arena, carriers, sizeof *session->touched);
    session->words = inverted_sum(arena, index->offers);
    session->past = inverted_sum(arena, index->past.documents);
    arena_alloc(&session->work, 1);                                  /* one block stays from need to need */
    session->empty = arena_mark(&session->work);
    return session;
}

void match_end(struct match_session *session)
{
    arena_free(&session->work);
}
