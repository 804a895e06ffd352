/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the parts of a score to sentences. */
#include "features/matching/reasons.h"
#include <string.h>

enum { MOST_SENTENCES = 5 };

/* Whether a reason is about what is asked, and not only about where, when or who in general. */
static bool is_topical(const struct match_reason *reason)
{
    switch (reason->kind) {
    case MATCH_WORDS: return !text_blank(reason->what);
    case MATCH_CODE:
    case MATCH_STRUCTURE:
    case MATCH_CASES: return true;
    case MATCH_LEARNED: return reason->which && reason->which[0] != 'a' && reason->which[1] != 'w';
    default: return false;
    }
}

const char *const *write_sentences(struct arena *arena, const struct match_result *result, struct answer *answer)
{
    const char **sentences = arena_array(arena, MOST_SENTENCES + 1, sizeof *sentences);
    for (size_t i = 0; i < result->reason_count && answer->sentence_count < MOST_SENTENCES; i++) {
        struct buffer text = {.arena = arena};
        match_sentence(&text, &result->reasons[i]);
        answer->topical = answer->topical || is_topical(&result->reasons[i]);
        if (text.length)
            sentences[answer->sentence_count++] = text.text;
    }
    return sentences;
}

const char *join_sentences(struct arena *arena, const char *const *sentences, size_t count)
{
    struct buffer all = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        buffer_format(&all, "%s%s", i ? " · " : "", sentences[i]);
    return buffer_string(&all);
}
