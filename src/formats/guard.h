/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The apostrophe that keeps a cell from being a formula in whoever's spreadsheet opens the file. */
#pragma once
#include "base/text.h"

/* Whether a text would be taken for a formula: starts with = + - @ TAB CR (also full-width), after any apostrophes, and
 * is no plain number. Such a text is written with one more apostrophe. */
bool needs_guard(const char *text);
/* Whether a text read from a file carries that apostrophe: to be taken off, so that what was written is read back. */
bool is_guarded(const char *text);
