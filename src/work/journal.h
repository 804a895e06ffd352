/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The journal: append-only, hash-chained. Every change of state passes here; maillage check verifies the chain. */
#pragma once
#include "base/text.h"
#include "db/db.h"

/* What happened to what, by whom. subject is a code and an id ("need", 12); nothing personal is written in data, only
 * references, so that erasing a person does not break the chain. */
struct journal_entry {
    const char *subject;  int64_t subject_id;
    const char *action;                    /* "published", "refused", "imported" */
    int64_t actor_id;                      /* 0: a visitor or the program */
    const char *from, *to;                 /* states; NULL when none */
    const char *reason;                    /* NULL when none */
    int64_t at;
};

/* Adds the entry in the current transaction: hash = SHA-256(previous hash ‖ every field preceded by its length). */
void journal_add(struct db *db, const struct journal_entry *entry);

/* Walks the whole chain. Returns 0 when sound, else the number of the first entry that does not fit. */
int64_t journal_verify(struct db *db, struct arena *arena, int64_t *entries);
