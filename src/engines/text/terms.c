/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words counted by stem, in how many texts, inside and outside a choice. */
#include "engines/terms.h"
#include "engines/kernel/hash.h"
#include "engines/kernel/seeded.h"
#include "engines/kernel/sort.h"
#include "engines/text/stem.h"
#include <string.h>

enum { SHORTEST = 2 };

struct tally {
    struct arena *arena;
    struct text_map stems, written;                        /* stems; "stem word" pairs */
    uint32_t *inside, *outside, *last; size_t room[3];     /* by stem: texts that have it; the last of them + 1 */
    uint32_t *times, *stem_of; size_t written_room[2];     /* by pair: how often; its stem */
};

static uint32_t enter_stem(struct tally *tally, const char *stem)
{
    bool is_new;
    uint32_t number = text_map_add(&tally->stems, stem, strlen(stem), &is_new);
    uint32_t **lists[] = {&tally->inside, &tally->outside, &tally->last};
    for (int i = 0; is_new && i < 3; i++) {
        *lists[i] = arena_grow(tally->arena, *lists[i], number, &tally->room[i], sizeof **lists[i]);
        (*lists[i])[number] = 0;
    }
    return number;
}

static void enter_word(struct tally *tally, struct arena *work, uint32_t stem, const char *word)
{
    bool is_new;
    char *pair = arena_format(work, "%u %s", stem, word);
    uint32_t number = text_map_add(&tally->written, pair, strlen(pair), &is_new);
    tally->times = arena_grow(tally->arena, tally->times, number, &tally->written_room[0], sizeof *tally->times);
    tally->stem_of = arena_grow(tally->arena, tally->stem_of, number, &tally->written_room[1], sizeof *tally->stem_of);
    tally->times[number] = is_new ? 1 : tally->times[number] + 1;
    tally->stem_of[number] = stem;
}

static bool is_telling(const char *word)
{
    return strlen(word) >= SHORTEST && !fold_is_stop_word(word) && word[strspn(word, "0123456789")] != '\0';
}

static void count_text(struct tally *tally, const char *text, uint32_t number, bool chosen)
{
    struct arena work = {0};
    struct word_list words = fold_words(&work, text);
    for (size_t i = 0; i < words.count; i++) {
        if (!is_telling(words.words[i]))
            continue;
        uint32_t stem = enter_stem(tally, word_stem(&work, words.words[i]));
        if (chosen)
            enter_word(tally, &work, stem, words.words[i]);
        if (tally->last[stem] == number + 1)
            continue;
        tally->last[stem] = number + 1;
        ++*(chosen ? &tally->inside[stem] : &tally->outside[stem]);
    }
    arena_free(&work);
}

static double part(double observed, double expected)
{
    return observed > 0 ? observed * steady_log(observed / expected) : 0;
}

/* Dunning 1993: twice the ln of how much better two rates explain the counts than one does. */
static double log_likelihood(double inside, double inside_all, double outside, double outside_all)
{
    double rate = (inside + outside) / (inside_all + outside_all);
    if (inside * outside_all <= outside * inside_all || rate >= 1)
        return 0;
    return 2 * (part(inside, inside_all * rate) + part(inside_all - inside, inside_all * (1 - rate))
                + part(outside, outside_all * rate) + part(outside_all - outside, outside_all * (1 - rate)));
}

/* The way in which each stem is written most often (the first met of equals). */
static const char **usual_words(struct arena *arena, const struct tally *tally)
{
    const char **words = arena_array(arena, tally->stems.count, sizeof *words);
    uint32_t *most = arena_array(arena, tally->stems.count, sizeof *most);
    for (uint32_t i = 0; i < tally->written.count; i++) {
        uint32_t stem = tally->stem_of[i];
        if (tally->times[i] <= most[stem])
            continue;
        most[stem] = tally->times[i];
        words[stem] = strchr(tally->written.texts[i], ' ') + 1;
    }
    return words;
}

static int by_strength(const void *a, const void *b, const void *context)
{
    const struct key_term *x = a, *y = b;
    if (x->strength != y->strength)
        return x->strength > y->strength ? -1 : 1;
    return strcmp(x->word, y->word);
}

static struct key_terms choose(struct arena *arena, struct arena *work, const struct tally *tally,
                               const double *strengths, size_t most)
{
    const char **words = usual_words(work, tally);
    struct key_term *all = arena_array(work, tally->stems.count, sizeof *all);
    size_t count = 0;
    for (uint32_t stem = 0; stem < tally->stems.count; stem++)
        if (strengths[stem] > 0 && words[stem])
            all[count++] = (struct key_term){words[stem], strengths[stem], tally->inside[stem], tally->outside[stem]};
    stable_sort(work, all, count, sizeof *all, by_strength, NULL);
    struct key_terms terms = {count < most ? count : most, NULL};
    terms.items = arena_array(arena, terms.count, sizeof *terms.items);
    for (size_t i = 0; i < terms.count; i++) {
        terms.items[i] = all[i];
        terms.items[i].word = arena_text(arena, all[i].word);
    }
    return terms;
}

struct key_terms key_terms(struct arena *arena, const char *const *texts, const bool *chosen, uint32_t count,
                           size_t most)
{
    struct arena work = {0};
    struct tally tally = {.arena = &work, .stems.arena = &work, .written.arena = &work};
    double inside = 0;
    for (uint32_t i = 0; i < count; i++) {
        count_text(&tally, texts[i], i, chosen[i]);
        inside += chosen[i];
    }
    double *strengths = arena_array(&work, tally.stems.count, sizeof *strengths);
    for (uint32_t stem = 0; stem < tally.stems.count; stem++)
        strengths[stem] = log_likelihood(tally.inside[stem], inside, tally.outside[stem], count - inside);
    struct key_terms terms = choose(arena, &work, &tally, strengths, most);
    arena_free(&work);
    return terms;
}

struct key_terms key_terms_of(struct arena *arena, const char *const *texts, uint32_t count, uint32_t text,
                              size_t most)
{
    struct arena work = {0};
    struct tally tally = {.arena = &work, .stems.arena = &work, .written.arena = &work};
    for (uint32_t i = 0; i < count; i++)
        count_text(&tally, texts[i], i, i == text);
    double *strengths = arena_array(&work, tally.stems.count, sizeof *strengths);
    for (uint32_t i = 0; i < tally.written.count; i++)
        strengths[tally.stem_of[i]] += tally.times[i];
    for (uint32_t stem = 0; stem < tally.stems.count; stem++)
        strengths[stem] *= steady_log(count / ((double)tally.inside[stem] + tally.outside[stem]));
    struct key_terms terms = choose(arena, &work, &tally, strengths, most);
    arena_free(&work);
    return terms;
}
