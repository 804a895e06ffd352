/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of this room share. */
#pragma once
#include "engines/network.h"

void order_parts(struct arena *arena, struct network_parts *parts, uint32_t nodes);
struct network_parts pieces_within(struct arena *arena, const struct sparse *network, const uint32_t *group);
