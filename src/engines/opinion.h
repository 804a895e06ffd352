/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who agrees with whom: groups of opinion out of votes on short statements, what is typical of each, what joins all.
 * The formulas are those of Polis (Small et al. 2021, "Polis: scaling deliberation by mapping high dimensional opinion
 * spaces"), computed exactly: same votes, same groups, on every machine. */
#pragma once
#include "base/text.h"

enum { OPINION_MOST_GROUPS = 5, OPINION_TYPICAL = 5, OPINION_NOBODY = -1 };
enum { OPINION_AGREE = 1, OPINION_PASS = 0, OPINION_DISAGREE = -1 };

/* Of several votes of one participant on one statement, the last in the list counts. */
struct opinion_vote { uint32_t participant, statement; int8_t value; };

enum { OPINION_OUT = 1, OPINION_META = 2 };              /* flags of a statement: refused; about the survey */
struct opinion_input {
    uint32_t participants, statements;     /* numbered from 0 by first vote: groups depend on that order */
    const struct opinion_vote *votes; size_t vote_count;
    const uint8_t *flags;                                            /* by statement, or NULL */
    const bool *excluded;                                            /* by participant (banned), or NULL */
    const uint32_t *college; uint32_t colleges;                      /* by participant, < colleges; or NULL and 0 */
};

struct opinion_rules {
    bool original;                 /* as the Clojure engine does it, quirks included */
    uint32_t fewest_participants;  /* below so many in the conversation, or so many statements: counts, no groups */
    uint32_t fewest_statements;
    uint32_t first_inside;         /* the first to vote are in the conversation however little they vote: a map of Polis
                                    * starts with its first 15 and never lets go of anybody; 0: nobody */
    uint32_t replicates;           /* of the bootstrap behind each stability; 0: none */
    uint32_t single_minded;        /* leave out who gave one same vote on at least so many statements; 0: nobody */
    bool bridging;                 /* compute bridging scores */
    uint64_t seed;                 /* of the bootstrap */
};
/* 12 participants, 7 statements, 50 replicates, bridging. The original: what it did, nothing else. */
extern const struct opinion_rules opinion_usual_rules, opinion_original_rules;

struct opinion_count { uint32_t agree, disagree, pass; };

/* What is shown of a statement for a group (or for everybody). side is OPINION_AGREE or OPINION_DISAGREE. */
struct opinion_typical {
    uint32_t statement;
    int side;
    bool best_agree;               /* chosen as the statement the group agrees on most */
    uint32_t success, trials;      /* so many of so many who saw it */
    double share, test;            /* (success + 1)/(trials + 2), and its z */
    double ratio, ratio_test;      /* to the same share in the other groups, and its z; 0 for everybody */
};

struct opinion_participant {
    double x, y;                   /* of the map; agreement with the statements that weigh most is on the right */
    uint32_t votes;                /* passes included */
    bool inside;                   /* voted enough to be placed in a group */
    int group;                     /* OPINION_NOBODY: votes too little, or no groups are shown */
    double stability;              /* share of replicates in which they stay in this group; NAN when not computed */
};

struct opinion_group {
    uint32_t size;
    double x, y;                                                     /* the mean of its members */
    double stability;                                                /* the mean of theirs; NAN when not computed */
    const uint32_t *colleges;                                        /* members of each college, NULL without */
    size_t typical_count;
    struct opinion_typical typical[OPINION_TYPICAL];
};

struct opinion_statement {
    struct opinion_count all;                                        /* of all who voted */
    struct opinion_count inside;                                     /* of those inside the conversation */
    const struct opinion_count *by_group, *by_college;               /* NULL without groups, colleges */
    double priority;                                                 /* how much it deserves to be shown next */
    double consensus;              /* Π over groups of (agree + 1)/(seen + 2); without groups everybody is one group */
    double consensus_voiced;       /* the same among those who did not pass: (agree + 1)/(agree + disagree + 2) */
    double consensus_colleges;     /* Π over colleges, as consensus; NAN without colleges */
    double x, y, extremity;                                          /* where who only agreed with it would stand */
    double bridging;               /* support that opinion does not explain, see below; NAN when not computed */
    bool unsure;                   /* more than 30 % pass: people do not know */
};

enum opinion_refusal { OPINION_SHOWN, OPINION_FEW_PARTICIPANTS, OPINION_FEW_STATEMENTS, OPINION_ALL_ALIKE };

/* What lets anyone check a result again: the SHA-256 (hexadecimal) of the votes as counted, of the rules and the
 * previous state, and of the result; and the version of these formulas. */
struct opinion_certificate { char input[65], result[65]; int version; };

struct opinion {
    uint32_t participants, statements, colleges, inside;
    enum opinion_refusal refusal;
    struct opinion_participant *participant;
    struct opinion_statement *statement;
    size_t group_count; struct opinion_group group[OPINION_MOST_GROUPS];
    size_t agreed_count, refused_count;                              /* what a majority of everybody thinks */
    struct opinion_typical agreed[OPINION_TYPICAL], refused[OPINION_TYPICAL];
    double silhouette[OPINION_MOST_GROUPS + 1];                      /* of 2…5 groups; NAN where not computed */
    double k_share[OPINION_MOST_GROUPS + 1];                         /* share of replicates that choose 2…5 groups */
    uint32_t base_count;
    double *mean, *component[2];                                     /* by statement: the plane of the map */
    double variance[2];                                              /* share of the variance that each axis carries */
    struct opinion_certificate certificate;
    struct opinion_memory *memory;
};

/* What a later computation needs so that groups keep their letters and their number: participants and statements must
 * keep their numbers. Only the number of groups and their order depend on it, unless rules.original. */
struct opinion_memory {
    uint32_t participants, statements;
    bool *inside;                                                    /* by participant */
    int *group;                                                      /* by participant: shown last time */
    uint32_t last, times, shown;   /* number of groups found best last; so many times in a row; shown */
    double *component[2];                                            /* by statement; the rest is the original's */
    int *base;                                                       /* by participant: base cluster or −1 */
    uint32_t base_count; uint32_t *base_id;
    uint32_t level_count[OPINION_MOST_GROUPS + 1]; uint32_t *level_id[OPINION_MOST_GROUPS + 1];
    int *level[OPINION_MOST_GROUPS + 1];                             /* by base cluster */
};

/* Everything in the arena. previous may be NULL. Votes of participants or statements out of range, or of a value other
 * than −1, 0, 1, are passed over. */
struct opinion *opinion_compute(struct arena *arena, const struct opinion_input *input,
                                const struct opinion_rules *rules, const struct opinion_memory *previous);

/* The memory as one line of text, and back; NULL when it is none. */
char *opinion_memory_text(struct arena *arena, const struct opinion_memory *memory);
struct opinion_memory *opinion_memory_read(struct arena *arena, const char *text);

/* The same scores with groups that were found otherwise (a published survey, colleges as groups): group by participant,
 * OPINION_NOBODY for none, below `groups` ≤ 5. Everyone who has a group is inside. */
struct opinion *opinion_describe(struct arena *arena, const struct opinion_input *input,
                                 const struct opinion_rules *rules, const int *group, uint32_t groups);

/* Support across opposite opinions (Community Notes, Wojcik et al. 2022): votes (1, ½, 0) explained by
 * μ + i_participant + i_statement + f_participant · f_statement, intercepts held five times more than factors; a
 * statement's score is its i. At .40 Community Notes shows a note. Statements that are out get NAN. */
double *opinion_bridging(struct arena *arena, const struct opinion_input *input);

/* Statements to show next to a participant: drawn without replacement with chances proportional to priority among those
 * neither voted nor out. draw is a seed of the caller. Returns how many. */
size_t opinion_next(struct arena *arena, const struct opinion_input *input, const struct opinion *opinion,
                    uint32_t participant, uint64_t draw, uint32_t *statements, size_t most);

/* "séparation nette entre 3 groupes", "12 personnes ont assez voté, il en faut 20…": what was found, in French. */
void opinion_sentence(struct buffer *out, const struct opinion *opinion, const struct opinion_rules *rules);
/* "Le groupe B approuve (17 sur 19), contre 4 sur 20 ailleurs". */
void opinion_typical_sentence(struct buffer *out, const struct opinion *opinion, size_t group,
                              const struct opinion_typical *typical);
