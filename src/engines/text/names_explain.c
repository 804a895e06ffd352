/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Why a name answers what was typed, word by word. */
#include "engines/text/names_inside.h"
#include <string.h>

/* How close one word of a name is to one that was typed: the least cost, −1 when too far. */
static int cost_between(const char *typed, const char *word, bool may_begin, bool *unfinished)
{
    size_t typed_length = strlen(typed), length = strlen(word);
    int most = edits_allowed(typed_length) * EDIT;
    int whole = typed_cost(typed, typed_length, word, length, most, false);
    int begun = most + 1;
    if (may_begin && length > typed_length)
        begun = typed_cost(typed, typed_length, word, length, most, true);
    *unfinished = begun < whole;
    int cost = begun < whole ? begun : whole;
    return cost <= most ? cost : -1;
}

static struct name_reason reason_for(const struct name_index *index, const char *typed, bool may_begin, uint32_t name)
{
    struct name_reason reason = {.typed = typed};
    for (uint32_t i = index->name_at[name]; i < index->name_at[name + 1]; i++) {
        const char *word = word_text(index, index->name_word[i] & WORD);
        bool unfinished;
        int cost = cost_between(typed, word, may_begin, &unfinished);
        if (cost >= 0 && (!reason.name_word || cost < reason.cost))
            reason = (struct name_reason){typed, word, cost, unfinished};
    }
    return reason;
}

struct name_reasons names_explain(struct arena *arena, const struct name_index *index, const char *typed, bool typing,
                                  uint32_t name)
{
    struct word_list words = fold_words(arena, typed);
    struct name_reasons reasons = {0, arena_array(arena, words.count, sizeof *reasons.items)};
    for (size_t i = 0; i < words.count && i < TYPED_WORDS; i++)
        reasons.items[reasons.count++] = reason_for(index, words.words[i], typing && i + 1 == words.count, name);
    return reasons;
}
