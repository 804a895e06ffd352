/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One query of the directory: what list, map, facets, exports and the command line all share. Private to the feature.
 * */
#pragma once
#include "web/web.h"
#include "directory.bake.h"

enum { COLLEGES = 16, STRUCTURES = 32, SECTORS = 32, NEAR_AT_MOST = 10 };
struct lookup_place { const char *code, *name; const double *lon, *lat; };
struct lookup {
    const char *typed;                     /* as typed; NULL when none */
    const char **stems; size_t stem_count; /* folded, typing errors mended */
    const char *mended;                    /* what was searched instead, to say so; NULL when as typed */
    const char *facets[16]; size_t facet_count;              /* tokens that must all be there: "c_sse" */
    struct lookup_place around;            /* distance is measured from here; code NULL: nowhere */
    int64_t within_km;                     /* 0: no limit */
    int64_t reach;                         /* how often actors hold these words, all together: what bm25 would read */
    struct hits *hits;                     /* once asked for */
    int64_t near[NEAR_AT_MOST]; size_t near_count;         /* nothing answers: those whose names are near, best first */
};

/* Reads ?q=, ?college=, ?structure=, ?secteur=, ?etiquette=, ?territoire=, ?pres_de=, ?km=. */
struct lookup search_read(struct request *rq);
/* The words of a text, typing errors mended against the vocabulary. */
void search_words(struct request *rq, struct lookup *search, const char *typed);
/* Published actors whose names are near what was typed (wrong letters, a word too many), best first; at most
 * NEAR_AT_MOST. */
size_t actors_called(struct request *rq, const char *typed, int64_t *ids, size_t most);
/* How many, and which: ranked by words, or by distance when there is a place. When words alone find nobody,
 * search_total looks for names that are near, and search_page gives these. */
int64_t search_total(struct request *rq, struct lookup *search);
struct actor_cards search_page(struct request *rq, struct lookup *search, int64_t size, int64_t offset);
/* How many of these answers stand in a territory (any code but a perimeter's): nobody is looked for by a near name. */
int64_t search_total_in(struct request *rq, const struct lookup *search, const char *territory);
/* How many actors stand in the site's own territory; 0 when it has none, or is a perimeter or the country. */
int64_t search_total_here(struct request *rq);
/* Counts beside each facet value are those of the same query with that value. */
struct facets search_facets(struct request *rq, struct lookup *search);

/* Numbers of the values of facets, from 1 in the order of their labels; 0: not one of them. */
struct codes { int college, structure, sector; };
struct codes codes_of(const char *token);
/* Every answer of a search, by number or by distance, and how many there would be with each value of each facet. */
struct hits {
    size_t count;
    int64_t *ids;
    double *km;                            /* NULL when nothing is measured; INFINITY: it is not known where it is */
    int64_t colleges[COLLEGES], structures[STRUCTURES], sectors[SECTORS];
};
struct hits *find_hits(struct request *rq, const struct lookup *search, const char *match);
/* The same hits, the first `wanted` of them nearest first. */
void nearest_first(struct arena *arena, struct hits *hits, size_t wanted);

/* Damerau-Levenshtein distance (adjacent swaps count one) of two short words, at most `most` + 1. */
int word_distance(const char *a, const char *b, int most);
/* Calls take for the word and each word with one character less. */
void each_neighbour(struct arena *arena, const char *word, void (*take)(void *context, const char *neighbour),
    void *context);
