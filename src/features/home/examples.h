/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the demonstration holds: organisations, needs, resources that do not exist, on true communes of the Nord. */
#pragma once
#include "features/directory/directory.h"
#include "features/groupements/groupements.h"
#include "features/needs/needs.h"
#include "features/opportunities/opportunities.h"

/* Each ended by {0}. The names of actors begin with "(exemple)"; needs and resources carry a mark. */
extern const struct directory_entry example_actors[];
extern const struct need_entry example_needs[];
extern const struct resource_entry example_resources[];

extern const struct opportunity_entry example_contracts[];

/* For the need of this place in example_needs, its answer of this rank was contacted, and where that led. */
struct example_introduction { size_t need, rank; const char *state; int64_t days_ago; };
extern const struct example_introduction example_introductions[];     /* ended by state NULL */

/* What some of example_actors (by their places, the list ended by a negative one) offer together. */
enum { MOST_SUPPLIERS = 6 };
struct example_offer { struct joint_offer_entry entry; int suppliers[MOST_SUPPLIERS]; };
extern const struct example_offer example_offers[];        /* ended by a NULL title */
