/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One way of reading French words, for search in both databases and for the engines. Uses utf8proc and libstemmer. */
#pragma once
#include "base/text.h"

/* Raised whenever the same text folds otherwise than before: what databases keep folded is then made again
 * (work/folding.h). 2: "St" before a word is "saint". */
enum { FOLD_VERSION = 2 };

enum { LONGEST_WORD = 64 };                                /* bytes kept of one folded word */

/* Lower case, no accents, œ → oe, æ → ae, ß → ss; hyphens → space; acronyms joined (E.S.S. → ess); elisions (l', d',
 * qu'…) dropped; any other apostrophe joined (aujourd'hui → aujourdhui, prud'hommes → prudhommes); inclusive endings
 * (chargé·e·s, salarié(e)s, élu-e-s, directeur.rice) reduced to the first form; "St" before a word and "Ste-" joined to
 * one written out (St Denis → saint denis); words separated by one space. Folding again changes nothing.
 * "L'Œuvre des salarié·e·s de St-Étienne" → "oeuvre des salarie de saint etienne". NULL is read as "". */
char *fold_text(struct arena *arena, const char *text);

/* The folded words of a text, in order. */
struct word_list { size_t count; const char **words; };
struct word_list fold_words(struct arena *arena, const char *text);

/* The French Snowball stem of one folded word (what "cooperations" and "cooperation" share). Folding comes first, so
 * that a word typed without accents finds the same things; those that the stemmer needs are guessed from the ending.
 * Thread-safe. */
const char *fold_stem(struct arena *arena, const char *folded);
/* Whether a folded word is one that every French text holds (le, de, pour…). The list is ours, short, and fixed. */
bool fold_is_stop_word(const char *folded);

/* The stems of a text without its stop words, separated by spaces: what full-text indexes of both databases store, and
 * what a query is turned into. Same input, same output, on every machine. */
char *fold_for_search(struct arena *arena, const char *text);
