/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of this measurement share. */
#pragma once
#include "base/text.h"

struct commune { const char *code, *name, *postal; double lon, lat; };
struct communes { struct commune *all; size_t count; };

/* Prints count lines of a CSV. */
void generate(const struct communes *communes, size_t count, uint64_t seed);

/* One search: what is typed, what a peer without tolerance is given in its place, and where. */
struct question { const char *typed, *folded, *place, *facet; int km; };
struct answer { size_t count; int64_t first[20]; };

/* Peers: the same rows, their words folded alike; the first 20 by their own rank. */
struct peer;
struct peer *fts5_open(struct arena *arena, const char *db, const char *path);
struct peer *postgres_open_peer(struct arena *arena, const char *db, const char *url);
void peer_ask(struct peer *peer, const struct question *question, struct answer *answer);
void peer_close(struct peer *peer);
double seconds(void);
