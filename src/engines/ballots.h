/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Votes on one proposal: majorities, quorum, colleges, proxies, consent, election without candidate. Every share is an
 * exact fraction, so that a record can be computed again by hand. Counts are ≥ 0; lower ones are read as 0. */
#pragma once
#include "base/text.h"
#include "engines/kernel/rational.h"

/* ---- Majorities ------------------------------------------------------------------------------------------------- */

/* What a share is a share of: for + against; these and abstentions; all who may vote. */
enum ballot_base { BALLOT_EXPRESSED, BALLOT_CAST, BALLOT_ENTITLED };
/* Adopted when the share in favour is at least `needed`, or, when strict, more. */
struct ballot_rule { enum ballot_base base; struct rational needed; bool strict; };

/* "simple" (more for than against), "absolute" (more than half of votes cast), "members" (more than half of those
 * entitled), "unanimity", or a fraction such as "2/3" or "75 %" (at least so much of what is expressed). False
 * otherwise. */
bool ballot_rule_read(struct arena *arena, const char *text, struct ballot_rule *rule);

struct ballot_counts { int64_t favour, against, abstained, entitled; };
struct ballot_verdict {
    bool adopted, valid;                   /* not valid: nobody stands in the base, and nothing is adopted */
    int64_t base;                          /* votes, or people */
    struct rational share;                 /* 0 when not valid */
    int64_t missing;                       /* votes that would have had to turn to favour; 0 when adopted */
};
struct ballot_verdict ballot_decide(struct arena *arena, struct ballot_counts counts, const struct ballot_rule *rule);

/* ---- Quorum ----------------------------------------------------------------------------------------------------- */

/* At least this share of heads present or represented; and, when colleges is not 0, at least so many colleges (or all,
 * when there are fewer) that each have this share of their own. */
struct quorum_rule { struct rational heads, college; uint32_t colleges; };
struct quorum_college { int64_t present, entitled; };
struct quorum {
    bool met;
    int64_t present, entitled, needed;     /* heads */
    uint32_t colleges_met, colleges_needed;
    bool *college_met;                     /* by college; one without anybody entitled is not met */
};
struct quorum ballot_quorum(struct arena *arena, const struct quorum_college *colleges, uint32_t count,
                            const struct quorum_rule *rule);

/* ---- Colleges --------------------------------------------------------------------------------------------------- */

/* The whole weight to what the college chose (to nobody when it is split evenly); or shared as its votes are. */
enum college_variant { COLLEGE_MAJORITY, COLLEGE_PROPORTIONAL };
struct college_vote { struct rational weight; int64_t favour, against, abstained; };
struct college_rule {
    enum college_variant variant;
    struct rational cap;                   /* no college passes it by what others leave; 0: no cap */
    bool lose;                             /* the weight of a silent college is lost, not shared out */
    struct rational needed; bool strict;   /* of the sum of all weights */
};
struct college_part {
    bool voted, capped;                    /* somebody was for or against; held at the cap */
    struct rational weight;                /* after sharing out; 0 when it did not vote */
    struct rational favour, against;       /* of that weight */
};
struct college_result {
    bool adopted;
    struct college_part *parts;            /* by college */
    struct rational favour, against, lost; /* lost: weight that nobody could take, or that was split evenly */
    struct rational heads;                 /* what the same votes give one by one, for / (for + against) */
};
/* Weights are in any unit (30 and 70, or 3/10 and 7/10), each ≥ 0; the result is in shares of their sum. The cap, too,
 * is a share. A college that alone already stands above the cap keeps its own weight. */
struct college_result ballot_colleges(struct arena *arena, const struct college_vote *votes, uint32_t count,
                                      const struct college_rule *rule);

/* ---- Proxies ---------------------------------------------------------------------------------------------------- */

enum { PROXY_NOBODY = 0xFFFFFFFFu };
enum proxy_state { PROXY_PRESENT, PROXY_ABSENT, PROXY_REPRESENTED, PROXY_TO_NOBODY_PRESENT, PROXY_PASSED_ON,
                   PROXY_ABOVE_CAP };
/* In the order in which proxies came. to: the member who holds it, PROXY_NOBODY: none. voices: 1 for one head. */
struct proxy_member { bool present; uint32_t to; int64_t voices; };
struct proxies {
    enum proxy_state *states;              /* by member: why a proxy does not count */
    uint32_t *held;                        /* proxies that count, by holder */
    int64_t *voices;                       /* those of each who is present, with those of whom they represent */
    uint32_t present, represented, absent;
    int64_t all;                           /* voices present or represented */
};
/* At most `cap` proxies a holder (0: none at all), the first that came; a proxy is never passed on; who is present
 * votes alone and their proxy is void. */
struct proxies ballot_proxies(struct arena *arena, const struct proxy_member *members, uint32_t count, uint32_t cap);

/* ---- Consent ---------------------------------------------------------------------------------------------------- */

/* CONSENT_LIFTS takes away the objections of `about`: only by themselves, or by the group (`by_group`) when the rule
 * allows it. CONSENT_AMENDS is the carrier's: a new version; those who objected have to speak again. */
enum consent_act { CONSENT_AGREES, CONSENT_OBJECTS, CONSENT_LIFTS, CONSENT_AMENDS, CONSENT_WITHDRAWS };
struct consent_word { uint32_t who; enum consent_act act; uint32_t about; bool by_group; const char *reason; };
struct consent_rule {
    uint32_t carrier;                      /* who brings the proposal; speaks for it, and need not consent */
    bool silence_consents;                 /* only where the body's rules say so, once the time is over */
    bool group_may_lift;
};
enum consent_state { CONSENT_SILENT, CONSENT_GIVEN, CONSENT_OBJECTION, CONSENT_LIFTED, CONSENT_TO_SAY_AGAIN };
enum consent_outcome { CONSENT_OPEN, CONSENT_BLOCKED, CONSENT_ADOPTED, CONSENT_WITHDRAWN };
struct consent {
    enum consent_outcome outcome;          /* open: somebody has yet to speak; blocked: an objection stands */
    enum consent_state *states;            /* by person */
    const char **objections;               /* by person: the text that stands, else NULL */
    uint32_t silent, given, standing, lifted, version;     /* version: 1, and 1 more for each amendment */
    size_t refused;                        /* words that do not count… */
    bool *counts;                          /* …by word: an objection without text, a lift by somebody else… */
};
struct consent ballot_consent(struct arena *arena, uint32_t people, const struct consent_word *words, size_t count,
                              const struct consent_rule *rule);

/* ---- Election without candidate --------------------------------------------------------------------------------- */

/* Who says whom, first and after hearing the reasons (PROXY_NOBODY: did not say; after: PROXY_NOBODY keeps the first).
 * Nobody is a candidate; people may name themselves. */
struct naming { uint32_t first, after; };
struct no_candidate {
    uint32_t *first, *after;               /* names received, by person */
    uint32_t *order; uint32_t named;       /* people named at least once: after, then first, then by number */
    uint32_t spoke, changed;
    bool tied;                             /* the two first have the same names, before and after: the group decides */
};
/* The count only helps: whoever is proposed is elected by ballot_consent, carrier: the facilitator. */
struct no_candidate ballot_no_candidate(struct arena *arena, const struct naming *namings, uint32_t people);

/* ---- Sentences, in French --------------------------------------------------------------------------------------- */

void ballot_rule_sentence(struct buffer *out, const struct ballot_rule *rule);
void ballot_verdict_sentence(struct buffer *out, struct ballot_counts counts, const struct ballot_rule *rule,
                             const struct ballot_verdict *verdict);
void ballot_quorum_sentence(struct buffer *out, const struct quorum_rule *rule, const struct quorum *quorum);
void ballot_colleges_sentence(struct buffer *out, const struct college_rule *rule, const struct college_result *result);
void ballot_proxies_sentence(struct buffer *out, uint32_t cap, const struct proxies *proxies);
void ballot_consent_sentence(struct buffer *out, const struct consent_rule *rule, const struct consent *consent);
void ballot_no_candidate_sentence(struct buffer *out, const struct no_candidate *result);
/* "67,83 %" beside "407/600": exact first when it is short. */
void ballot_share_text(struct buffer *out, struct rational share);
