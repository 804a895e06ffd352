/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Needs and offers: who could answer what, and why. Offers are prepared once; needs are asked one by one or in bulk.
 * A score is the sum of its parts, each with its reason; closer, one more word in common, one more case: never a lower
 * score. What is impossible (a label required, a zone, a date) is refused with its reason, never silently. Same input,
 * same output, whatever the number of threads. */
#pragma once
#include "base/text.h"

/* A need or an offer. NULL, 0 or an empty list means "not said", which never counts against anyone. */
struct match_item {
    const char *title, *text;                              /* French */
    const char *const *codes; size_t code_count;           /* "cpv:77311000", "naf:8130Z", "sector:espaces-verts"… */
    const char *const *zones; size_t zone_count;           /* need: each territory it stands in; offer: those served */
    const char *const *labels; size_t label_count;         /* need: all that is required; offer: what it holds */
    bool placed; double longitude, latitude;               /* degrees */
    double radius_km;                                      /* offer: how far it goes; need: no farther than this */
    double amount;                                         /* need: how much; offer: how much is free; in one unit */
    int64_t from, until;                                   /* days since 1970: when it is needed, or available */
    int64_t updated;                                       /* the day it was last confirmed */
    bool small;                                            /* a small structure, see match_query.small_share */
    double extent_km;                                      /* need: its point stands for an area so far around it */
    const char *const *seats; size_t seat_count;           /* offer: each territory its seat stands in */
    uint32_t owner;                                        /* offers of one owner: only its best is found; 0: its own */
};

/* A need of the past and who answered it: what associations and similar cases are learned from. */
enum { MATCH_NOBODY = 0xFFFFFFFFu };
struct match_case {
    struct match_item need;
    uint32_t offer;                                        /* number of the offer, or MATCH_NOBODY… */
    struct match_item winner;                              /* …and then who it was (a name, codes) */
    uint32_t group;                                        /* whose case: see match_query.without_group; 0: nobody's */
};
/* The French name of a code: its words help the needs and offers that carry it. */
struct match_label { const char *code, *text; };

/* What each part may add at most; all ≥ 0. The usual ones add up to 1, so that scores lie in [0, 1].
 * codes: trades, purchases, sectors; structure: codes "kind:…" of offers, reached by links only. zone: what an offer
 * says it serves; seat: where it stands, or added to distance when no offer says where it stands. */
struct match_rules {
    double words, codes, learned, distance, zone, cases, capacity, calendar, fresh;
    double decay_km;                                       /* so far beyond its radius, 1/e of distance is left */
    double fresh_days;                                     /* and 1/e of fresh after so long */
    int64_t today;                                         /* 0: freshness is not counted */
    bool only_in_zone;                                     /* refuse who serves zones, but none of the need's */
    bool only_in_radius;                                   /* refuse offers out of their radius or the need's */
    double structure, seat;
};
extern const struct match_rules match_usual_rules;         /* measured in bench/matching; see the notes in rules.c */

struct match_index;
/* Everything given must live as long as the index. Any list may be NULL with count 0. */
struct match_source {
    const struct match_item *offers; size_t offer_count;
    const struct match_case *cases; size_t case_count;
    const struct match_label *names; size_t name_count;
    const struct match_link *links; size_t link_count;     /* match_cpv_naf, yours, or none */
    bool names_are_shown_only;                             /* their words are no words of needs and offers */
};
/* Codes of two nomenclatures that go together: an offer under `offer` answers a need under `need`, by its strength in
 * ]0, 1]. The longest need that fits the code decides. */
struct match_link { const char *need, *offer; double strength; };
extern const struct match_link match_cpv_naf[];            /* public purchases to activities, two to five digits deep */
extern const size_t match_cpv_naf_count;
/* French names of families of purchases and of trades, short, in our words: "cpv:773" → "espaces verts". */
extern const struct match_label match_usual_names[];
extern const size_t match_usual_name_count;
/* The usual name of a code, or of the nearest above it that has one; else what follows its colon. */
const char *match_usual_name(struct arena *arena, const char *code);
struct match_index *match_build(struct arena *arena, const struct match_source *source,
                                const struct match_rules *rules);

/* Why a part was given, or why an offer was refused. */
enum match_kind {
    MATCH_WORDS,                                           /* what: the words in common, rarest first */
    MATCH_CODE,                                            /* what: the offer's code by its name; other: the need's… */
                                                           /* …which: where both meet, "cpv:7731"; or "said:…"… */
                                                           /* …when its name says it */
    MATCH_LEARNED,                                         /* what: the offer's code or word; other: the need's… */
                                                           /* …figure: times seen together; which: see below… */
                                                           /* …wanted: 1 when past needs were purchases (CPV) */
    MATCH_DISTANCE,                                        /* figure: km */
    MATCH_ZONE,                                            /* what: the zone served */
    MATCH_CASES,                                           /* figure: how many of the (wanted) nearest needs it… */
                                                           /* …answered; what: the nearest of those */
    MATCH_CAPACITY,                                        /* figure: what is free; wanted: what is needed */
    MATCH_CALENDAR,                                        /* figure: share of the dates covered */
    MATCH_FRESH,                                           /* figure: days since it was confirmed */
    MATCH_STRUCTURE,                                       /* what: the kind of structure by its name */
    MATCH_SEAT,                                            /* what: the territory of the need where it stands */
    MATCH_LACKS_LABEL,                                     /* refusals: what: the label it does not hold… */
    MATCH_OUT_OF_ZONE,
    MATCH_TOO_FAR,                                         /* figure: km; wanted: the most that is accepted */
    MATCH_NOT_THEN,
    MATCH_EXCLUDED                                         /* by the caller */
};
/* Of MATCH_LEARNED, in reason.which: what the need's side is ("a": any need, "c": a code, "w": a word), and what the
 * offer's side is ("o": itself, "c": a code, "w": a word of its name): "ao", "cw"… */
struct match_reason { enum match_kind kind; double part; double figure, wanted; const char *what, *other, *which; };
struct match_result {
    uint32_t offer;
    double score;                                          /* exactly the sum of the parts, in their order */
    struct match_reason *reasons; size_t reason_count;     /* the largest part first */
    bool refused;                                          /* then reasons[0] says why and score is 0 */
};

struct match_query {
    size_t most;                                           /* how many answers at most */
    const uint32_t *excluded; size_t excluded_count;       /* offers already proposed, refused, … */
    uint32_t without_group;                                /* similar cases of this group are passed over; 0: none is */
    double small_share;                                    /* at least this share of the answers are small structures */
};
/* What one thread needs to ask; made once, used again and again. It lives in the arena. */
struct match_session;
struct match_session *match_begin(struct arena *arena, const struct match_index *index);
void match_end(struct match_session *session);             /* frees what asking took beside that arena */

/* The best offers, best first (equal scores by ascending number), with their reasons, in the arena; those at 0 are left
 * out. refused: when not NULL, how many offers each refusal kept out, by kind. Returns how many results. */
size_t match_find(struct arena *arena, struct match_session *session, const struct match_item *need,
                  const struct match_query *query, struct match_result *results, size_t refused[MATCH_EXCLUDED + 1]);
/* Any pair, also one that was refused or not found. */
struct match_result match_explain(struct arena *arena, struct match_session *session, const struct match_item *need,
                                  const struct match_query *query, uint32_t offer);

/* Many needs at once on so many threads: answers[i] are those of needs[i], without reasons (ask match_explain). */
struct match_answers { size_t count; struct match_hit { uint32_t offer; double score; } *hits; };
struct match_answers *match_all(struct arena *arena, const struct match_index *index, const struct match_item *needs,
                                size_t count, const struct match_query *query, int threads);

/* How unequally the offers are shown in so many answers: the Gini coefficient of how often each is (0: all as often;
 * near 1: always the same ones). Singh and Joachims 2018 on exposure; every place of a list counts alike here. */
double match_exposure(const struct match_answers *answers, size_t count, size_t offer_count);

/* What would lift an offer to a score: the smallest single change that does, as a reason whose figure is the value it
 * would need (at most so many km, so much free…). False when no single change would. */
bool match_counterfactual(struct arena *arena, struct match_session *session, const struct match_item *need,
                          const struct match_query *query, uint32_t offer, double score, struct match_reason *change);

/* "à 12 km", "même secteur : entretien d’espaces verts", "mots communs : jardin, taille", "3 besoins proches ont été
 * servis par cette offre"… In French, with its typography; for a refusal, why. */
void match_sentence(struct buffer *out, const struct match_reason *reason);
/* What match_counterfactual found: "il suffirait d’être à 3 km au plus". */
void match_change_sentence(struct buffer *out, const struct match_reason *change);
