/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same organisation in several lists, or twice in one: which rows, how surely, and why, in words. Identifiers match
 * or forbid; names, addresses and places weigh (Fellegi and Sunter 1969), with weights learned from the lists
 * themselves (EM, no example needed). Work grows in proportion to the rows; threads change no result. */
#pragma once
#include "base/text.h"

/* One row. NULL or "" means unknown, which is no disagreement. */
struct resolve_record {
    const char *name, *other_name;                         /* as written; a brand or a sigle */
    const char *address, *post_code, *town;                /* street and number; "59000"; "Lille" */
    const char *siret, *rna;                               /* SIRET or SIREN; a wrong key is taken as unknown */
    const char *phone, *mail;
    bool placed; double longitude, latitude;
};

enum { RESOLVE_EVERYWHERE = 0xFFFFFFFFu };
struct resolve_options {
    uint32_t second_list;                                  /* rows from here on are list B: pairs are A with B only… */
                                                           /* …RESOLVE_EVERYWHERE: one list against itself */
    bool one_to_one;                                       /* each row of A and of B in one sure pair at most */
    double threshold;                                      /* sure from here on; 0: where expected F1 is best */
    int threads;
};

/* a < b. sure: at or above the threshold, and not taken by a better pair when one_to_one. */
struct resolve_pair { uint32_t a, b; double probability, weight; bool sure; };

/* What is compared, and how it turned out. */
enum resolve_field { RESOLVE_NAME, RESOLVE_WHERE, RESOLVE_PHONE, RESOLVE_MAIL, RESOLVE_FIELDS };
enum { RESOLVE_NAME_LEVELS = 13, RESOLVE_WHERE_LEVELS = 8, RESOLVE_CONTACT_LEVELS = 3, RESOLVE_MOST_LEVELS = 13 };

/* How often each outcome is met among pairs that are one organisation (match) and among candidates that are not. */
struct resolve_model {
    double share;                                          /* of candidate pairs that are one organisation */
    double match[RESOLVE_FIELDS][RESOLVE_MOST_LEVELS], other[RESOLVE_FIELDS][RESOLVE_MOST_LEVELS];
    double threshold, expected_precision, expected_recall;
    int rounds; double likelihood;                         /* of EM: rounds made, ln likelihood of all at the end */
};
extern const struct resolve_model resolve_usual_model;     /* what EM starts from and, with few rows, leans to */

struct resolution {
    size_t count; struct resolve_pair *pairs;              /* probability ≥ 0.05, highest first, then by a, b */
    size_t candidates;                                     /* pairs looked at */
    struct resolve_model model;
    size_t review_count; uint32_t *review;                 /* doubtful pairs, most doubtful first: places in pairs */
    uint32_t *cluster;                                     /* by row: the first row of its group (itself when alone) */
};
struct resolver;
/* Reads the rows (they must live as long as the resolver) and prepares them. */
struct resolver *resolve_begin(struct arena *arena, const struct resolve_record *records, uint32_t count);
struct resolution *resolve(struct arena *arena, struct resolver *resolver, const struct resolve_options *options);

/* The waterfall of one pair: what each field adds, in bits (3 more bits: 8 times as likely), first the start (how rare
 * matches are); they add up to weight. sentence: French, "nom identique et rare", "même adresse"… A veto or an
 * identifier in common comes alone. */
struct resolve_reason { const char *sentence; double weight; };
struct resolve_why {
    double probability, weight;
    bool vetoed, identified;                               /* two valid SIREN differ; an identifier is shared */
    size_t count; struct resolve_reason reasons[RESOLVE_FIELDS + 1];
};
struct resolve_why resolve_explain(const struct resolver *resolver, const struct resolve_model *model, uint32_t a,
                                   uint32_t b);

/* Whether two rows of one group, which need not be a sure pair themselves, are one organisation because both are a
 * third. Not when a veto, or all that the two say themselves (probability < 0.05: a town hall and its CCAS), is against
 * it. Fills pair's probability and weight. */
bool resolve_follows(const struct resolver *resolver, const struct resolution *result, struct resolve_pair *pair);
