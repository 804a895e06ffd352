/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Searching names. Words with few names are read first; reading stops when no name left can come near the best. */
#include "engines/text/names_inside.h"
#include "engines/kernel/inverted.h"
#include "engines/kernel/sort.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FINALISTS = 24, MANY = 500, AHEAD = 16, NOWHERE = -1, LONGEST_NAME = 256,
       COMMON = 100, COMMON_SHARE = 50 };                   /* held by more than 100 names and one name in 50 */
static const double KEPT = 0.7;                            /* hits below this share of the best are left out */
static const double CONTENT = 0.95;                        /* from here on, no typing error is looked for */
static const double STEP = 1e5;                            /* scores closer than 1/STEP are equal */
static const double SURE = 0.7;                            /* from here on, known words are not taken for errors */
static const double LETTERS = 0.65;                        /* how far likeness of the whole text may lift a score */

struct finalist {
    uint32_t name;
    double found, beside;                                  /* Σ value of words answered; Σ idf of those beside */
    uint64_t used;                                         /* places of the name already taken */
    uint32_t answered;                                     /* bit i: typed word i */
    int last, in_order;                                    /* place of the last answer; how often it is followed */
    size_t uneven;                                         /* how many words more or fewer than were typed */
    double score;
};

struct name_search *names_search_begin(struct arena *arena, const struct name_index *index)
{
    struct name_search *search = arena_alloc(arena, sizeof *search);
    search->index = index;
    search->word_seen = arena_array(arena, index->words, sizeof *search->word_seen);
    search->word_typed = arena_array(arena, index->words, sizeof *search->word_typed);
    search->score = arena_array(arena, index->names, sizeof *search->score);
    search->name_seen = arena_array(arena, index->names, sizeof *search->name_seen);
    search->touched = arena_array(arena, index->names, sizeof *search->touched);
    arena_alloc(&search->folding, 1);                                /* one block stays from search to search */
    search->empty = arena_mark(&search->folding);
    return search;
}

void names_search_end(struct name_search *search)
{
    arena_free(&search->folding);
}

void names_next_mark(struct name_search *search)
{
    if (++search->now)
        return;
    memset(search->word_seen, 0, search->index->words * sizeof *search->word_seen);
    memset(search->name_seen, 0, search->index->names * sizeof *search->name_seen);
    search->now = 1;
}

static void forget_scores(struct name_search *search)
{
    for (size_t i = 0; i < search->touched_count; i++)
        search->score[search->touched[i]] = 0;
    search->touched_count = 0;
    search->leader = HASH_NONE;
}

/* Adds value to every name of a word that the current typed word has not reached yet. */
static void read_names(struct name_search *search, uint32_t word, float value)
{
    const struct name_index *index = search->index;
    for (uint32_t i = index->post_at[word]; i < index->post_at[word + 1]; i++) {
        uint32_t name = index->post[i];
        if (search->name_seen[name] == search->now)
            continue;
        search->name_seen[name] = search->now;
        if (search->score[name] == 0)
            search->touched[search->touched_count++] = name;
        float score = search->score[name] += value;
        if (2 * score <= search->best * search->weight)              /* whatever the name weighs */
            continue;
        float both = search->weight + index->name_weight[name];
        if (2 * score > search->best * both) {
            search->best = 2 * score / both;
            search->leader = name;
        }
    }
}

static float begun_value(const struct name_search *search, const struct typed_word *typed, uint32_t word)
{
    return (float)UNFINISHED * (typed->weight + search->index->idf[word]) / 2;
}

/* Whether names not met yet, that can get so much at most, are too far below the best to be read. */
static bool is_too_little(const struct name_search *search, float most)
{
    return 2 * most / (search->weight + most) < (float)KEPT * search->best;
}

/* Reads the names of a typed word, the best variants first, until what is left (others: from other words) is too
 * little. Returns the most that a name may still get from the variants left unread. */
static float read_typed(struct name_search *search, const struct typed_word *typed, float others)
{
    names_next_mark(search);
    for (size_t i = 0; i < typed->count; i++) {
        if (typed->from == typed->to && is_too_little(search, others + typed->variants[i].value))
            return typed->variants[i].value;
        read_names(search, typed->variants[i].word, typed->variants[i].value);
    }
    for (uint32_t word = typed->from; word < typed->to; word++)
        read_names(search, word, begun_value(search, typed, word));
    return 0;
}

/* How many names a typed word leads to, and the most one can get from it. */
static uint32_t reach(const struct name_search *search, const struct typed_word *typed, float *most)
{
    const struct name_index *index = search->index;
    uint32_t names = index->post_at[typed->to] - index->post_at[typed->from];
    *most = typed->count ? typed->variants[0].value : 0;
    for (size_t i = 0; i < typed->count; i++)
        names += index->post_at[typed->variants[i].word + 1] - index->post_at[typed->variants[i].word];
    if (typed->from < typed->to)
        *most = fmaxf(*most, (float)UNFINISHED * (typed->weight + (float)log1p(index->names)) / 2);
    return names;
}

/* What a word of a name is worth to the typed word of this number. */
static float value_of(const struct name_search *search, size_t number, uint32_t word)
{
    const struct typed_word *typed = &search->words[number];
    float value = word >= typed->from && word < typed->to ? begun_value(search, typed, word) : 0;
    if (!(search->word_typed[word] >> number & 1))
        return value;
    for (size_t i = 0; i < typed->count; i++)
        if (typed->variants[i].word == word)
            return fmaxf(value, typed->variants[i].value);
    return value;
}

/* Notes of each word which typed words it is a variant of, or forgets it again. */
static void note_variants(struct name_search *search, bool are)
{
    for (size_t t = 0; t < search->count; t++)
        for (size_t i = 0; i < search->words[t].count; i++) {
            uint32_t *mask = &search->word_typed[search->words[t].variants[i].word];
            *mask = are ? *mask | 1u << t : 0;
        }
}

/* What a name will have once all words are read: nothing below a share of that is worth reading. */
static float score_at_last(const struct name_search *search, uint32_t name)
{
    const struct name_index *index = search->index;
    const struct typed_word *last = &search->words[search->count - 1];
    float most[TYPED_WORDS] = {0}, found = 0;
    for (uint32_t i = index->name_at[name]; i < index->name_at[name + 1] && !(index->name_word[i] & ALSO); i++) {
        uint32_t word = index->name_word[i], typed = search->word_typed[word];
        if (word >= last->from && word < last->to)
            typed |= 1u << (search->count - 1);
        for (size_t t = 0; typed >> t; t++)
            if (typed >> t & 1)
                most[t] = fmaxf(most[t], value_of(search, t, word));
    }
    for (size_t t = 0; t < search->count; t++)
        found += most[t];
    return fminf(1, 2 * found / (search->weight + index->name_weight[name]));
}

/* Looks ahead for the leader, and before so many names are read, for those met first: by the rarest words, thus often
 * the best. */
static void look_ahead(struct name_search *search, uint32_t names)
{
    if (search->leader != HASH_NONE)
        search->best = fmaxf(search->best, score_at_last(search, search->leader));
    for (size_t i = 0; names > MANY && i < search->touched_count && i < AHEAD; i++)
        search->best = fmaxf(search->best, score_at_last(search, search->touched[i]));
}

/* Reads words from the least common on. Returns the most that a name can still get from the words left unread. */
static float read_all(struct name_search *search)
{
    float most[TYPED_WORDS], left = 0;
    uint32_t names[TYPED_WORDS];
    bool done[TYPED_WORDS] = {false};
    for (size_t i = 0; i < search->count; i++) {
        names[i] = reach(search, &search->words[i], &most[i]);
        left += most[i];
    }
    for (size_t round = 0; round < search->count; round++) {
        size_t rarest = TYPED_WORDS;
        for (size_t i = 0; i < search->count; i++)
            if (!done[i] && (rarest == TYPED_WORDS || names[i] < names[rarest]))
                rarest = i;
        look_ahead(search, names[rarest]);
        if (is_too_little(search, left))
            break;
        left -= most[rarest];
        left += read_typed(search, &search->words[rarest], left);
        done[rarest] = true;
    }
    return left > 0 ? left : 0;
}

/* The names that may still be among the best, by the most each can reach. */
static size_t choose_finalists(struct name_search *search, float left, struct finalist *finalists)
{
    struct inverted_hit hits[FINALISTS];
    struct best best = {hits, 0, FINALISTS};
    float least = (float)KEPT * search->best;
    for (size_t i = 0; i < search->touched_count; i++) {
        uint32_t name = search->touched[i];
        float reachable = 2 * (search->score[name] + left), both = search->weight + search->index->name_weight[name];
        if (reachable >= least * both)
            best_offer(&best, name, (double)(reachable / both));
    }
    best_sort(&best);
    for (size_t i = 0; i < best.count; i++)
        finalists[i] = (struct finalist){.name = hits[i].document, .last = NOWHERE};
    return best.count;
}

/* The place in a name of its best answer to this typed word, NOWHERE when there is none. */
static int best_place(const struct name_search *search, size_t typed, const struct finalist *finalist, float *value)
{
    const struct name_index *index = search->index;
    uint32_t first = index->name_at[finalist->name], end = index->name_at[finalist->name + 1];
    uint32_t from = search->words[typed].from, to = search->words[typed].to;
    int best = NOWHERE;
    for (uint32_t i = first; i < end && i - first < WORDS_OF_NAME; i++) {
        uint32_t word = index->name_word[i] & WORD;
        if (!(search->word_typed[word] >> typed & 1) && (word < from || word >= to))
            continue;
        float offered = value_of(search, typed, word);
        if (offered > 0 && !(finalist->used >> (i - first) & 1) && (best == NOWHERE || offered > *value)) {
            best = (int)(i - first);
            *value = offered;
        }
    }
    return best;
}

static void answer(const struct name_search *search, size_t typed, struct finalist *finalist)
{
    const struct name_index *index = search->index;
    float value = 0;
    int place = best_place(search, typed, finalist, &value);
    if (place == NOWHERE)
        return;
    uint32_t word = index->name_word[index->name_at[finalist->name] + (uint32_t)place];
    finalist->found += value;
    finalist->answered |= 1u << typed;
    finalist->beside += word & ALSO ? index->idf[word & WORD] : 0;
    finalist->used |= 1ull << place;
    finalist->in_order += place == finalist->last + 1;
    finalist->last = place;
}

/* How many words a name has without those beside it. */
static size_t name_words(const struct name_index *index, uint32_t name)
{
    size_t words = 0;
    for (uint32_t i = index->name_at[name]; i < index->name_at[name + 1]; i++)
        words += !(index->name_word[i] & ALSO);
    return words;
}

/* Letters of a name without the words beside it, spaces between words. */
static size_t name_length(const struct name_index *index, uint32_t name)
{
    size_t length = 0;
    for (uint32_t i = index->name_at[name]; i < index->name_at[name + 1] && !(index->name_word[i] & ALSO); i++)
        length += word_length(index, index->name_word[i]) + 1;
    return length ? length - 1 : 0;
}

/* Likeness of the whole name and of all that was typed: 1 − edits/letters. 0 when it is below least, or the name too
 * long. */
static double whole_likeness(const struct name_search *search, uint32_t name, double least)
{
    const struct name_index *index = search->index;
    char text[LONGEST_NAME];
    size_t length = name_length(index, name), at = 0;
    size_t longer = length > search->whole.length ? length : search->whole.length;
    int most = (int)((1 - least) * (double)longer);
    if (length >= sizeof text || abs((int)length - (int)search->whole.length) > most)
        return 0;
    for (uint32_t i = index->name_at[name]; at < length; i++) {
        size_t more = word_length(index, index->name_word[i]);
        memcpy(text + at, word_text(index, index->name_word[i]), more);
        at += more;
        text[at++] = ' ';
    }
    int edits = typed_edits(&search->whole, text, length, most);
    return edits > most ? 0 : 1 - (double)edits / (double)longer;
}

/* best: of the finalists scored so far; the likeness of one that cannot come near it is left unread. */
static void score_finalist(const struct name_search *search, struct finalist *finalist, double best)
{
    double weight = search->weight + search->index->name_weight[finalist->name] + finalist->beside;
    double score = fmin(1, 2 * finalist->found / weight);
    double least = fmax(score, score + (KEPT * best - score) / LETTERS);
    if (score < CONTENT && search->compare_whole && least < 1)
        score += LETTERS * fmax(0, whole_likeness(search, finalist->name, least) - score);
    finalist->score = round(score * STEP) / STEP;
    size_t words = name_words(search->index, finalist->name), typed = search->typed_words;
    finalist->uneven = words > typed ? words - typed : typed - words;
}

static void score_finalists(const struct name_search *search, struct finalist *finalists, size_t count)
{
    double best = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t t = 0; t < search->count; t++)
            answer(search, t, &finalists[i]);
        score_finalist(search, &finalists[i], best);
        best = fmax(best, finalists[i].score);
    }
}

static bool comes_first(const struct name_index *index, const struct finalist *a, const struct finalist *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    if (a->uneven != b->uneven)
        return a->uneven < b->uneven;
    if (a->in_order != b->in_order)
        return a->in_order > b->in_order;
    if (index->prior[a->name] != index->prior[b->name])
        return index->prior[a->name] > index->prior[b->name];
    return a->name < b->name;
}

static void sort_finalists(const struct name_index *index, struct finalist *finalists, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct finalist moved = finalists[i];
        size_t at = i;
        for (; at > 0 && comes_first(index, &moved, &finalists[at - 1]); at--)
            finalists[at] = finalists[at - 1];
        finalists[at] = moved;
    }
}

/* best: a score that names are known to reach, those far below it are left unread; 0 when none is. */
static size_t find(struct name_search *search, struct finalist *finalists, double best)
{
    typed_ready(search);
    forget_scores(search);
    search->best = (float)best;
    note_variants(search, true);
    float left = read_all(search);
    size_t count = choose_finalists(search, left, finalists);
    score_finalists(search, finalists, count);
    note_variants(search, false);
    sort_finalists(search->index, finalists, count);
    return count;
}

/* The words typed that the best name does not answer, as a mask. */
static uint32_t unanswered(const struct name_search *search, const struct finalist *best, size_t count)
{
    uint32_t all = (1u << search->count) - 1;
    return count ? all & ~best->answered : all;
}

/* Whether nothing more needs to be looked for: each word has its answer and the best name is this good. */
static bool is_enough(const struct name_search *search, const struct finalist *finalists, size_t count, double least)
{
    return count && !unanswered(search, finalists, count) && finalists[0].score >= least;
}

/* Searches again with what the words mean by now: the better of what is found and of what was found before stands. */
static size_t find_better(struct name_search *search, struct finalist *finalists, size_t count)
{
    struct finalist others[FINALISTS];
    size_t other_count = find(search, others, count ? finalists[0].score : 0);
    if (!other_count || (count && others[0].score <= finalists[0].score))
        return count;
    memcpy(finalists, others, other_count * sizeof *others);
    return other_count;
}

/* The words typed that mean nothing known so far. */
static uint32_t without_variants(const struct name_search *search)
{
    uint32_t mask = 0;
    for (size_t i = 0; i < search->count; i++)
        if (search->words[i].count == 0 && search->words[i].from == search->words[i].to)
            mask |= 1u << i;
    return mask;
}

/* More errors, then other cuts between words, for those that nothing answers. */
static size_t look_harder(struct name_search *search, bool typing, struct finalist *finalists, size_t count)
{
    uint32_t missing = unanswered(search, finalists, count);
    if (!missing)
        return count;
    if (typed_forgive(search, typing, missing, MOST_EDITS))
        count = find_better(search, finalists, count);
    missing = unanswered(search, finalists, count);
    return missing && typed_recut(search, missing) ? find_better(search, finalists, count) : count;
}

/* The words typed that so many names hold that nobody means another: a mask. */
static uint32_t common_words(const struct name_search *search)
{
    const struct name_index *index = search->index;
    uint32_t mask = 0;
    for (size_t i = 0; i < search->count; i++) {
        uint32_t word = search->words[i].exact;
        uint32_t holders = word == HASH_NONE ? 0 : index->post_at[word + 1] - index->post_at[word];
        if (holders > COMMON && (uint64_t)holders * COMMON_SHARE > index->names)
            mask |= 1u << i;
    }
    return mask;
}

/* What was typed as it stands; then errors in the words that are unknown, one before two; then in all of them; then
 * harder. A step is taken when the one before leaves a word without answer, or no name that is good enough. */
static size_t find_in_steps(struct name_search *search, const char *typed, bool typing, struct finalist *finalists)
{
    typed_read(search, typed, typing);
    uint32_t unknown = without_variants(search), all = (1u << search->count) - 1;
    size_t count = unknown ? 0 : find(search, finalists, 0);
    if (is_enough(search, finalists, count, typing ? 0 : CONTENT))
        return count;
    if (unknown) {
        typed_forgive(search, typing, unknown, 1);
        typed_forgive(search, typing, without_variants(search), MOST_EDITS);
        count = find(search, finalists, 0);
        if (is_enough(search, finalists, count, SURE))
            return count;
    }
    uint32_t missing = unknown | unanswered(search, finalists, count);
    bool changed = typed_forgive(search, typing, all & ~missing & ~common_words(search), 1);
    changed |= typed_forgive(search, typing, missing, MOST_EDITS);
    if (changed)
        count = find_better(search, finalists, count);
    return look_harder(search, typing, finalists, count);
}

size_t names_find(struct name_search *search, const char *typed, bool typing, struct name_hit *hits, size_t most)
{
    struct finalist finalists[FINALISTS];
    size_t count = find_in_steps(search, typed, typing, finalists), given = 0;
    for (; given < count && given < most && finalists[given].score > 0
           && finalists[given].score >= KEPT * finalists[0].score; given++)
        hits[given] = (struct name_hit){finalists[given].name, finalists[given].score};
    return given;
}
