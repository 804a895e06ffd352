/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Markers of a map or a network: the kind is told by a shape and a letter, never by colour alone. Private to web/. */
#pragma once
#include "web/draw.h"

enum { MOST_KINDS = 12 };
struct kinds { const char *names[MOST_KINDS]; size_t count; };

/* In order of appearance; NULL is no kind; those beyond the twelfth share its shape. */
void kinds_add(struct kinds *kinds, const char *kind);
size_t kinds_index(const struct kinds *kinds, const char *kind);
/* The marker around the point 0,0. */
void draw_pin(struct request *rq, size_t index, const char *kind);
/* One line of a legend. */
void draw_kind_key(struct request *rq, const struct kinds *kinds, size_t index);
