/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is prepared once: words of names, and who won what. */
#include "base/fold.h"
#include "engines/partners/inside.h"
#include "engines/text/stem.h"
#include <string.h>

enum { SHORTEST = 3 };
struct list { struct triple *items; size_t count, room; };

static void put(struct arena *work, struct list *list, uint32_t row, uint32_t column)
{
    list->items = arena_grow(work, list->items, list->count, &list->room, sizeof *list->items);
    list->items[list->count++] = (struct triple){row, column, 1};
}

static void read_words(struct arena *work, struct partners *partners, uint32_t company, struct list *list)
{
    struct word_list words = fold_words(work, partners->source.companies[company].name);
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.words[i];
        if (strlen(word) >= SHORTEST && !fold_is_stop_word(word) && !word_is_legal_form(word))
            put(work, list, company, text_map_add(&partners->words, word, strlen(word), NULL));
    }
}

static void index_words(struct arena *arena, struct partners *partners)
{
    struct arena work = {0};
    struct list list = {0};
    uint32_t companies = (uint32_t)partners->source.company_count;
    partners->words.arena = arena;
    for (uint32_t i = 0; i < companies; i++)
        read_words(&work, partners, i, &list);
    partners->company_words = sparse_build(arena, companies, partners->words.count, list.items, list.count);
    partners->word_companies = sparse_transpose(arena, &partners->company_words);
    arena_free(&work);
}

static void index_contracts(struct arena *arena, struct partners *partners)
{
    struct arena work = {0};
    struct list won = {0}, tenders = {0};
    const struct partner_source *source = &partners->source;
    uint32_t most_tender = 0;
    for (uint32_t i = 0; i < source->contract_count; i++) {
        const struct partner_contract *contract = &source->contracts[i];
        most_tender = contract->consultation > most_tender ? contract->consultation : most_tender;
        partners->buyers = contract->buyer >= partners->buyers ? contract->buyer + 1 : partners->buyers;
        put(&work, &tenders, contract->consultation, i);
        for (size_t w = 0; w < contract->winner_count; w++)
            put(&work, &won, contract->winners[w], i);
    }
    uint32_t contracts = (uint32_t)source->contract_count;
    partners->company_contracts = sparse_build(arena, (uint32_t)source->company_count, contracts, won.items, won.count);
    partners->tender_contracts = sparse_build(arena, most_tender + 1, contracts, tenders.items, tenders.count);
    arena_free(&work);
}

struct partners *partners_build(struct arena *arena, const struct partner_source *source)
{
    struct partners *partners = arena_alloc(arena, sizeof *partners);
    partners->source = *source;
    index_words(arena, partners);
    index_contracts(arena, partners);
    return partners;
}
