/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From the parts of a score to sentences: the words of the need as they were written, codes by the names of sectors. */
#include "features/matching/reasons.h"
#include "base/fold.h"
#include "features/directory/directory.h"
#include "i18n/i18n.h"
#include <string.h>

enum { MOST_SENTENCES = 5 };

static void learn_spellings(struct arena *arena, struct spellings *known, const char *text)
{
    size_t count;
    char **words = text_split(arena, text ? text : "", " \t\r\n.,;:!?()\"'-/", &count);
    for (size_t i = 0; i < count; i++) {
        char *apostrophe = strstr(words[i], "’");
        char *written = apostrophe ? apostrophe + strlen("’") : words[i];
        if (*written >= 'A' && *written <= 'Z')
            *written = (char)(*written - 'A' + 'a');
        known->all = arena_grow(arena, known->all, known->count, &known->room, sizeof *known->all);
        known->all[known->count++] = (struct spelling){fold_text(arena, written), written};
    }
}

struct spellings spellings_of(struct arena *arena, const struct match_item *need)
{
    struct spellings known = {0};
    learn_spellings(arena, &known, need->title);
    learn_spellings(arena, &known, need->text);
    return known;
}

static const char *spelling_of(const struct spellings *known, const char *folded)
{
    for (size_t i = 0; i < known->count; i++)
        if (text_is(known->all[i].folded, folded))
            return known->all[i].written;
    return NULL;
}

/* Words that come from the name of a sector are left out: "same sector" says it already. NULL when none is left. */
static const char *as_written(struct arena *arena, const struct spellings *known, const char *words)
{
    struct buffer text = {.arena = arena};
    size_t count;
    char **all = text_split(arena, words ? words : "", ", ", &count);
    for (size_t i = 0; i < count; i++) {
        const char *written = spelling_of(known, all[i]);
        if (written)
            buffer_format(&text, "%s%s", text.length ? ", " : "", written);
    }
    return text.text;
}

/* "cpv:7731", "naf:81" or the name of a sector: that name. NULL for a bare word. */
static const char *sector_name(const char *said)
{
    const struct sector *sector = !said ? NULL : text_starts(said, "cpv:") ? sector_of_cpv(said + strlen("cpv:"))
        : text_starts(said, "naf:") ? sector_of_naf(said + strlen("naf:")) : NULL;
    if (sector)
        return text_in("fr", sector->text);
    for (const struct sector *one = sectors; said && one->code; one++)
        if (text_is(text_in("fr", one->text), said))
            return said;
    return NULL;
}

/* Learned of past contracts: what goes with what is asked, or (nothing of the need is named) who is chosen in
 * general. */
static bool write_learned(struct buffer *out, const struct match_reason *reason)
{
    const char *profile = sector_name(reason->what), *asked = sector_name(reason->other);
    bool of_this_need = !text_blank(reason->other);
    if (!of_this_need)
        buffer_text(out, "profil souvent retenu dans les marchés connus");
    else if (asked && !text_is(profile, asked))
        buffer_format(out, "profil souvent retenu pour «\u00a0%s\u00a0»", asked);
    else
        buffer_text(out, "profil souvent retenu pour de tels besoins");
    if (profile && !text_is(profile, asked))
        buffer_format(out, "\u00a0: %s", profile);
    return of_this_need && profile;
}

/* Whether the sentence is about what is asked, and not only about where, when or who in general. */
static bool write_one(struct arena *arena, struct buffer *out, const struct spellings *known,
    struct match_reason reason)
{
    if (reason.kind == MATCH_LEARNED)
        return write_learned(out, &reason);
    if (reason.kind == MATCH_WORDS && !(reason.what = as_written(arena, known, reason.what)))
        return false;
    match_sentence(out, &reason);
    return reason.kind == MATCH_WORDS || reason.kind == MATCH_CODE || reason.kind == MATCH_CASES;
}

const char *const *write_sentences(struct arena *arena, const struct spellings *known,
    const struct match_result *result,
                                   struct answer *answer)
{
    const char **sentences = arena_array(arena, MOST_SENTENCES + 1, sizeof *sentences);
    for (size_t i = 0; i < result->reason_count && answer->sentence_count < MOST_SENTENCES; i++) {
        struct buffer text = {.arena = arena};
        if (write_one(arena, &text, known, result->reasons[i]))
            answer->topical = true;
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
