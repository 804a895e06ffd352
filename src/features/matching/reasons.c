/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the parts of a score to sentences. */
#include "features/matching/reasons.h"
#include "base/fold.h"
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

/* Below these parts of a score, measured on the directory of Nord: one common word ("entretien", "travail", "verts" in
 * the name of a street), a past contract that is only a little alike. */
static const double least_words = 0.053, least_cases = 0.05;

/* Whether a reason is about what this very structure does: another of its kind may do something else. */
static bool is_own(const struct match_reason *reason)
{
    switch (reason->kind) {
    case MATCH_CODE: return true;
    case MATCH_WORDS: return is_topical(reason) && reason->part >= least_words;
    case MATCH_CASES: return reason->part >= least_cases;
    case MATCH_LEARNED: return is_topical(reason) && reason->which[1] == 'o';
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
        if (is_own(&result->reasons[i]) && text.length) {
            bool words = result->reasons[i].kind == MATCH_WORDS;
            answer->only_words = !answer->own && words ? result->reasons[i].what : NULL;
            answer->own = answer->own ? arena_format(arena, "%s · %s", answer->own, text.text) : text.text;
        }
        answer->able = answer->own != NULL;
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

const char *text_without_place(struct arena *arena, const char *text, const char *place)
{
    struct buffer out = {.arena = arena};
    size_t count, named;
    char **words = text_split(arena, text, " ,;:.()", &count),
        **names = text_split(arena, fold_text(arena, place), " -", &named);
    for (size_t i = 0; i < count; i++) {
        bool is_place = text_is(fold_text(arena, words[i]), "secteur") || text_is(fold_text(arena, words[i]), "lot");
        for (size_t k = 0; k < named; k++)
            is_place = is_place || text_is(fold_text(arena, words[i]), names[k]);
        if (!is_place)
            buffer_format(&out, "%s%s", out.length ? " " : "", words[i]);
    }
    return out.length ? out.text : text;
}
