/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Typing errors made on purpose, with a seed: what tests and measurements of the text engines are run on. */
#pragma once
#include "base/memory.h"
#include "engines/kernel/seeded.h"

/* text with so many errors at letters or digits drawn at random: a neighbouring key of an AZERTY keyboard in its place,
 * the letter left out, a neighbouring key struck as well, or the letter swapped with the next one. ASCII text. */
char *misspell(struct arena *arena, struct seeded *seeded, const char *text, int errors);
