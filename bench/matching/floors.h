/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What matching must beat, computed on the same questions: chance, popularity, plain BM25, FTS5's own, and plain
 * neighbours. None of it uses the engine. */
#pragma once
#include "data.h"

/* Prints a line for each. */
void measure_floors(struct arena *arena, const struct questions *questions);
