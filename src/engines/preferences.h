/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Choosing among several options: rankings (Schulze, single transferable vote), grades (majority judgment), pairs
 * (Bradley-Terry). Each says by which rule, and what was settled by lot. */
#pragma once
#include "base/text.h"
#include "engines/kernel/rational.h"

/* ---- Rankings --------------------------------------------------------------------------------------------------- */

/* rank[ballot × options + option]: 1 is best, equal ranks are allowed, 0 is not ranked (below all ranked). weight: how
 * many such ballots, NULL: 1 each; below 1 is passed over. */
struct rankings { uint32_t options; size_t ballots; const uint32_t *rank; const int64_t *weight; };
enum { RANKINGS_MOST_OPTIONS = 500 };

/* Schulze (2011), by winning votes. Nothing is settled by lot: equal options share their place. */
struct schulze {
    int64_t *prefer;                       /* prefer[a × options + b]: who rank a above b */
    int64_t *path;                         /* the strength of the strongest path from a to b */
    uint32_t *place;                       /* by option: 1 + how many beat it */
    uint32_t *order;                       /* options by place, then number */
    uint32_t winners;                      /* how many share the first place */
    bool condorcet;                        /* the only winner beats every other one, two by two */
    int64_t voters;
};
/* At most RANKINGS_MOST_OPTIONS options; NULL beyond. */
struct schulze *preference_schulze(struct arena *arena, const struct rankings *rankings);
/* The strongest path from one option to another: options from first to last. Returns how many. */
size_t schulze_path(const struct schulze *schulze, uint32_t options, uint32_t from, uint32_t to, uint32_t *path,
                    size_t most);

/* Single transferable vote: Droop's quota; a surplus goes on with all ballots of the elected, each at its value times
 * surplus ÷ votes (weighted inclusive Gregory), in exact fractions; the last goes out when nobody reaches the quota.
 * Equal ones: who had less in the latest round where they differed, then by lot: draw_digest of the public seed and of
 * the number of the option, from 1. A ballot counts as far as its ranks are single: from an equal rank on it is
 * exhausted. One seat: the alternative vote. */
enum stv_act { STV_ELECTED, STV_OUT, STV_LEFT };           /* left: elected because no more remain than seats */
struct stv_round {
    struct rational *votes;                /* by option, before the act; 0 for those already elected or out */
    struct rational exhausted;
    uint32_t option; enum stv_act act;
    bool by_lot;
};
struct stv {
    int64_t voters, quota;
    size_t count; struct stv_round *rounds;
    uint32_t *elected; uint32_t elected_count;             /* in the order of election */
};
/* At most RANKINGS_MOST_OPTIONS options; NULL beyond. seed: any text. */
struct stv *preference_stv(struct arena *arena, const struct rankings *rankings, uint32_t seats, const char *seed);

/* ---- Grades ----------------------------------------------------------------------------------------------------- */

/* count[option × grades + grade]: grade 0 is the best. voters: all; who gave an option no grade gave it the last one
 * (voters below the most grades of an option is raised to them). */
struct grades { uint32_t options, grades; const int64_t *count; int64_t voters; };
struct judged {
    uint32_t grade;                        /* the majority grade: the lower median */
    struct rational above, below;          /* shares of better and of worse grades: the gauge */
    bool plus;                             /* above > below: "Assez bien +" */
    uint32_t place;                        /* 1 is best; equal majority values share a place */
};
/* Balinski and Laraki (2007): by majority value, that is by grade, then by the grade left when one median grade is
 * taken away from both, and so on. order: options by place, then number. */
struct judgment { struct judged *options; uint32_t *order; int64_t voters; };
struct judgment *preference_judgment(struct arena *arena, const struct grades *grades);

/* ---- Pairs ------------------------------------------------------------------------------------------------------ */

/* wins[a × options + b]: how often a was preferred to b. */
struct pairs { uint32_t options; const int64_t *wins; };
struct paired {
    double strength;                       /* logarithm, the mean of all being 0 */
    double error;                          /* standard error of it */
    double score;                          /* mean chance to be preferred to another option, 0 … 1 */
    double low, high;                      /* the score with the strength 1.96 standard errors lower, higher */
    int64_t shown;                         /* comparisons it was in */
    uint32_t place;
};
/* Bradley and Terry (1952) by the iteration of Hunter (2004). When some options never lost to others, even indirectly,
 * there is no finite answer: each option is then given half a win and half a loss against one of mean strength, and
 * `helped` says so. Only + − × ÷ and square roots: the same on every machine. */
struct ranking_by_pairs { struct paired *options; uint32_t *order; bool helped; uint32_t rounds; };
struct ranking_by_pairs *preference_pairs(struct arena *arena, const struct pairs *pairs);

/* ---- Sentences, in French; names by option ---------------------------------------------------------------------- */

void preference_schulze_sentence(struct buffer *out, const struct schulze *schulze, const char *const *names);
void preference_stv_sentence(struct buffer *out, const struct stv *stv, uint32_t seats, const char *seed,
                             const char *const *names);
void preference_judgment_sentence(struct buffer *out, const struct judgment *judgment, const char *const *names,
                                  const char *const *grade_names);
void preference_pairs_sentence(struct buffer *out, const struct ranking_by_pairs *ranking, const char *const *names);
