/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rows spoilt on purpose, with a seed, as lists typed by several people are: what tests and measurements run on. */
#pragma once
#include "engines/kernel/seeded.h"
#include "engines/resolution.h"

/* The same organisation as another list might have it: abbreviations, legal form added or left out, a sigle, one or two
 * typing errors, a word missing, capitals, no address or no town, an abbreviated street. No identifier is kept. */
struct resolve_record corrupt_record(struct arena *arena, struct seeded *seeded, const struct resolve_record *record);
