/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where buyers and enterprises are, from the official lists of communes and of groupings of communes. */
#pragma once
#include "engines/matching.h"

struct territory;
struct territory *read_territory(struct arena *arena, const char *folder);
/* The commune of a postal code and a name; NONE when unknown. */
uint32_t commune_at(struct territory *territory, const char *post_code, const char *name);
/* Gives an item the zones of a commune: itself, its grouping, its département. */
void zones_of(struct territory *territory, uint32_t commune, struct match_item *item);
/* Places a need where its buyer is, when the buyer is a commune, a grouping or a département by its SIREN. */
bool place_buyer(struct territory *territory, const char *siret, struct match_item *need);
/* Places it by the code of its place, as the contract gives it: postal code, commune or département. */
void place_code(struct territory *territory, const char *kind, const char *code, struct match_item *need);
/* The inhabitants of such a place, 100,000 for a département; 0 when it is not known. */
double people_at(struct territory *territory, const char *kind, const char *code);
