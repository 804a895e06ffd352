/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The living page: each component of the kit in all its states, made of demonstration data. */
#pragma once
#include "web/request.h"

/* The handler of /composants. */
void living_page(struct request *rq);
/* What it shows inside <main>, for whoever draws a frame of their own around it. */
void living_draw(struct request *rq);
