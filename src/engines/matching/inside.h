/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of matching share; nobody else includes it. */
#pragma once
#include "engines/matching.h"
#include "engines/kernel/inverted.h"
#include "engines/kernel/sparse.h"

enum { FIELD_TITLE, FIELD_TEXT, FIELD_CODES, FIELD_COUNT };
enum { MOST_TERMS = 400, LONGEST_CHAIN = 16, NEIGHBOURS = 20, SHOWN_WORDS = 4 };

/* A stem of an item, the word it comes from, where it stands first, and what it counts in a need. */
struct term { const char *stem, *word; int field; double weight; };
struct terms { size_t count; struct term *items; };

/* Associations: for each term of past needs, the terms of those who answered seen with it more than chance would have.
 * Terms are texts: "" (any need), "c" and a code or its beginning, "w" and a stem, "o" and the number of an offer. */
struct learned {
    bool purchases;                                        /* past needs carry codes of purchases */
    struct text_map need_terms, offer_terms;
    const char **need_words, **offer_words;                /* a term as people read it */
    struct sparse lift, seen;                              /* need term × offer term: strength > 0; times together */
    /* A carrier is an offer term that offers have as such: a word, a whole code, the offer itself. A part is a sum over
     * carriers; a whole code carries the strongest of its beginnings. */
    struct sparse carrier_terms, term_carriers, carrier_offers, offer_carriers;
};

/* Territories and the offers that serve them, or stand in them. */
struct ground { struct text_map zones; struct sparse zone_offers, offer_zones; };

struct match_index {
    struct match_source source;
    struct match_rules rules;
    uint32_t offers;
    struct text_map names; const char **name_text;         /* the codes that have a name, and it */
    struct inverted words;
    struct text_map codes;                                 /* the codes of offers, and their beginnings */
    uint32_t *parent; double *information;                 /* by code: the one above; −ln of the share under it */
    struct sparse offer_codes, code_offers;                /* whole codes only */
    bool *structural;                                      /* by code: "kind:…" */
    uint32_t *link_code;                                   /* by link: the code of offers it leads to, or HASH_NONE */
    struct ground served, seats;
    double (*points)[3];                                   /* of each offer, on the unit sphere */
    struct learned learned;
    struct inverted past;                                  /* words and codes of past needs, as vectors of length 1 */
    uint32_t *past_case;                                   /* the first case of each different past need */
    struct sparse past_offers;                             /* past need × offer */
    double *past_usual, past_mean;                         /* by past need: its mean likeness to others; their mean */
    double *past_vote;                                     /* by past need: what it says of each who answered it */
};

/* What each part of a score comes to before its weight, in [0, 1], for one offer. */
struct parts { double words, codes, learned, zone, cases, structure, seat; };
/* How close a whole code of offers is to the need's codes, and to which; linked: by a link, not by their tree. */
struct rating { double closeness; uint32_t need_code; bool linked; };
struct near { uint32_t past; double likeness; };

/* A need made ready to be compared. */
struct prepared {
    const struct match_item *need;
    struct terms terms; uint32_t *term_id;                 /* among the words of offers */
    double words_reached;                                  /* what parts.words of 1 is of the most words could bring */
    struct rating *ratings;                                /* by code of offers */
    size_t learned_count; uint32_t *learned_terms;         /* its terms among those of past needs */
    size_t near_count; struct near near[NEIGHBOURS]; double most_shared;
    double most_others;                                    /* what capacity, dates and freshness may add */
    double point[3];
};

struct match_session {
    const struct match_index *index;
    struct arena work; struct arena_mark empty;            /* of one need */
    struct parts *parts;
    double *effect; uint32_t *touched; size_t touched_count;   /* by carrier */
    struct inverted_sum words, past;
    bool *excluded;
};

/* terms.c */
struct terms item_terms(struct arena *arena, const struct match_index *index, const struct match_item *item, bool need);
/* The beginnings of a code that mean something, widest first, the code itself last: "cpv:77311000" → "cpv:77",
 * "cpv:773", "cpv:7731", "cpv:77311"; "sector:a/b" → "sector:a", "sector:a/b". At most LONGEST_CHAIN. */
size_t code_chain(struct arena *arena, const char *code, const char **chain);
const char *code_name(const struct match_index *index, const char *code);  /* in French; NULL when it has none */
/* A folded word as the item writes it, in lower case when it shouts; itself when it is not found there. */
const char *written_word(struct arena *arena, const struct match_index *index, const struct match_item *item,
                         const char *word);

/* codes.c */
/* The trades that the words of a title say, "said:verts"…; how many. The codes are constants. */
enum { SAID_MOST = 8 };
size_t codes_said(struct arena *work, const char *title, const char *codes[SAID_MOST]);
void index_codes(struct arena *arena, struct match_index *index);
void rate_codes(const struct match_index *index, struct arena *work, struct prepared *prepared);
void add_codes(struct match_session *session, const struct prepared *prepared);
/* The best rated code of an offer, among kinds of structure or among all others; HASH_NONE when none is close. */
uint32_t best_code(const struct match_index *index, const struct prepared *prepared, uint32_t offer, bool structure);

/* learn.c */
void learn(struct arena *arena, struct match_index *index);
void prepare_learned(const struct match_index *index, struct arena *work, struct prepared *prepared);
void add_learned(struct match_session *session, const struct prepared *prepared);
/* The strongest association behind an offer's part, as need term and offer term; false when there is none. */
bool best_learned(const struct match_index *index, const struct prepared *prepared, uint32_t offer, uint32_t *need_term,
                  uint32_t *offer_term);

/* past.c */
void index_past(struct arena *arena, struct match_index *index);
void add_past(struct match_session *session, struct prepared *prepared, uint32_t without_group);

/* place.c */
void unit_point(const struct match_item *item, double point[3]);
double km_between(const double a[3], const double b[3]);
double distance_part(const struct match_index *index, const struct prepared *prepared, uint32_t offer, double *km);
/* No less than distance_part, and quick. */
double most_distance_part(const struct match_index *index, const struct prepared *prepared, uint32_t offer);
void index_zones(struct arena *arena, struct match_index *index);
void add_zones(struct match_session *session, const struct match_item *need);
double zone_closeness(const struct ground *ground, uint32_t zone);
const char *best_zone(const struct ground *ground, const struct match_item *need, uint32_t offer);

/* limits.c: the first thing that makes an offer impossible; false when nothing does. */
bool refusal(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
             struct match_reason *reason);
double capacity_part(const struct match_item *need, const struct match_item *offer);
double calendar_part(const struct match_item *need, const struct match_item *offer);
double fresh_part(const struct match_rules *rules, const struct match_item *offer);

/* find.c */
void prepare_need(struct match_session *session, const struct match_item *need, const struct match_query *query,
                  struct prepared *prepared);
/* A weighted part, rounded to 2⁻⁴⁰: parts then add up exactly, and the last bit of a machine changes no order. */
double weighted(double weight, double part);
struct part { enum match_kind kind; double weight, value; };
size_t list_parts(const struct match_session *session, const struct prepared *prepared, uint32_t offer,
                  struct part *list);
double whole_score(const struct match_session *session, const struct prepared *prepared, uint32_t offer);
size_t find_best(struct match_session *session, const struct prepared *prepared, const struct match_query *query,
                 struct inverted_hit *hits, size_t refused[MATCH_EXCLUDED + 1]);

/* reasons.c */
void write_reasons(struct arena *arena, const struct match_session *session, const struct prepared *prepared,
                   struct match_result *result);
