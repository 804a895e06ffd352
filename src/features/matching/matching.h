/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Matching: for a need, who could answer it and why; for a structure, the needs it could serve; introductions and how
 * they go. */
#pragma once
#include "web/web.h"
#include "features/directory/directory.h"
#include "features/needs/needs.h"
#include "work/machine.h"

extern const struct feature matching_feature;
extern const struct permission introduce;
extern const struct machine introduction_machine;
extern const struct label introduction_states[], refusal_motives[];

/* An introduction that another feature makes (the demonstration): contacted days_ago, then brought to its state by
 * dated steps; mailed to nobody. In the current transaction. */
struct introduction_entry {
    int64_t need_id, actor_id;
    double score;
    const char *reasons, *message, *state;
    int64_t days_ago;
};
void introductions_add(struct db *db, const struct introduction_entry *entry, int64_t now);

/* One answer to a need, with its reasons in French sentences joined by " · ". topical: one of them is about what is
 * asked, not only about where or when. able: one is about its own trade (its words, its codes, what it did), not only
 * about the kind of structure it is; own holds the sentences of these. */
struct answer {
    int64_t actor_id;
    double score;
    const char *reasons;
    const char *const *sentences;
    size_t sentence_count;
    const double *km;
    bool topical, able;
    const char *own;
    const char *only_words;                /* the one reason of its own is these common words; NULL: it has more */
};
struct question { const char *text, *details, *cpv, *sector, *commune; const double *lon, *lat;
                  const int64_t *excluded; size_t excluded_count; };
/* The best answers among the published directory: the topical ones, then who is only near, each best first. Returns how
 * many (at most `most`). */
size_t match_answers(struct db *db, struct arena *arena, int64_t now, const struct question *question, size_t most,
                     struct answer *answers);
/* What is asked without the words that only say where ("espaces verts, secteur de Lille" at Lille: "espaces verts"):
 * else who is called Lille would be found. */
const char *text_without_place(struct arena *arena, const char *text, const char *place);
/* Who could complete a group for this purchase (eight digits of the CPV), among the directory and the winners of
 * imported contracts, the best first, with reasons in French. members: SIRETs or SIRENs of who is there already, or
 * NULL. Reads all contracts: a moment's work, not for every page. Returns how many (at most `most`). */
struct partner_near { const char *siret, *name, *reasons; };
size_t partners_near(struct db *db, struct arena *arena, const char *cpv, const char *commune,
                     const char *const *members, size_t member_count, size_t most, struct partner_near *found);
