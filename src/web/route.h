/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From a path to its route. Private to web/. */
#pragma once
#include "web/feature.h"

/* The route of this method and path, its holes in rq->ids. NULL when there is none; *other then says that another
 * method has one. */
const struct route *find_route(const struct app *app, struct request *rq, bool *other);
/* Whether path fits pattern; ids receives what stood in the holes. */
bool route_matches(struct arena *arena, const char *pattern, const char *path, const char *ids[2]);
