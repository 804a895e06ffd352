/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same questions asked of the program itself: tables for `maillage compute rank`, and how good its answers are. */
#pragma once
#include "data.h"

/* Writes FOLDER/NAME-needs.csv, -offers.csv (id,text,codes,lon,lat) and -links.csv (need,offer): all in one text. */
void write_tables(const struct questions *questions, const char *folder, const char *name);
/* Prints a line for the JSON that the program wrote. */
void judge_answers(const struct questions *questions, const char *path, const char *name);
