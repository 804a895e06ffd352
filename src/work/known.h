/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names as people type them, wrong letters and missing words forgiven (engines/names.h): the index of a list of names
 * is kept by the process, shared by its workers, as long as what it was read from is the same. */
#pragma once
#include "db/db.h"

/* A name and what it leads to (a code, a number); also (or NULL): other words that lead to it without belonging to it;
 * weight ≥ 0 only decides between equals. Texts are copied. */
struct known_name { const char *key, *name, *also; double weight; };
struct known_list;
void known_add(struct known_list *list, struct known_name name);

/* what: "communes"; stamp: another number when a name may have changed; read: calls known_add for each name. */
struct known_names {
    const char *what;
    int64_t stamp;
    void (*read)(struct db *db, struct known_list *list);
};
/* The best names for what is typed, whole or with its last word unfinished, best first, those with a score below 0.5
 * left out; read again when the stamp is a new one. In the connection's arena. Returns how many. */
struct known_hit { const char *key, *name; double score; };
size_t known_find(struct db *db, const struct known_names *names, const char *typed, struct known_hit *hits,
                  size_t most);
