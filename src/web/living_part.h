/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Between the files of the living page. */
#pragma once
#include "web/draw.h"

void living_title(struct request *rq, const char *component, const char *state);
void living_forms(struct request *rq);
void living_charts(struct request *rq);
