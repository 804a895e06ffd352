/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far a typed word is from a word: edits, and what they cost on a French keyboard. Words are folded ones. */
#pragma once
#include "base/memory.h"

/* One plain edit (a letter added, left out, replaced, or two neighbours swapped) costs EDIT. Cheaper: a letter replaced
 * by or doubled with its neighbour on an AZERTY keyboard, a doubled letter, a swap. */
enum { EDIT = 10, NEAR_EDIT = 7, LONGEST_TYPED = 64 };

/* Optimal string alignment distance in plain edits, by Hyyrö's bit vectors; typed is cut after 64 bytes. More than
 * most: any number above it. */
struct typed { char text[LONGEST_TYPED]; size_t length; uint64_t places[256]; };   /* zeroed before its first use */
void typed_prepare(struct typed *typed, const char *text, size_t length);
int typed_edits(const struct typed *typed, const char *word, size_t length, int most);

/* The same alignment with the costs above, in tenths of an edit. Symmetric. More than most: any number above it.
 * prefix: typed is compared with the beginning of word that suits it best. */
int typed_cost(const char *typed, size_t typed_length, const char *word, size_t length, int most, bool prefix);
bool keys_touch(char a, char b);                           /* neighbours on an AZERTY keyboard, letters and digits */
