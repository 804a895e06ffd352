/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Atom feeds (RFC 4287), written. */
#pragma once
#include "base/text.h"

struct atom_entry { const char *id, *title, *link, *summary; int64_t updated; };   /* summary may be NULL */
/* id and link are whole addresses; updated is an instant. Texts are escaped here; what XML cannot hold is left out. */
void atom_begin(struct buffer *out, const struct atom_entry *feed);
void atom_add(struct buffer *out, const struct atom_entry *entry);
void atom_end(struct buffer *out);
