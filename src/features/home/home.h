/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Home: what happens now on this territory, in numbers and sentences; and the demonstration territory. */
#pragma once
#include "features/matching/matching.h"
#include "web/web.h"

extern const struct feature home_feature;
extern const struct setting source_url;
int demo_command(struct command_line *line);
