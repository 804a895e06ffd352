/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One query of the directory: what list, map, facets, exports and the command line all share. Private to the feature.
 * */
#pragma once
#include "web/web.h"
#include "directory.bake.h"

struct lookup_place { const char *code, *name; const double *lon, *lat; };
struct lookup {
    const char *typed;                     /* as typed; NULL when none */
    const char **stems; size_t stem_count; /* folded, typing errors mended */
    const char *mended;                    /* what was searched instead, to say so; NULL when as typed */
    const char *facets[16]; size_t facet_count;              /* tokens that must all be there: "c_sse" */
    struct lookup_place around;            /* distance is measured from here; code NULL: nowhere */
    int64_t within_km;                     /* 0: no limit */
    int64_t estimate;                      /* at most so many answers */
};

/* Reads ?q=, ?college=, ?structure=, ?secteur=, ?etiquette=, ?territoire=, ?pres_de=, ?km=. */
struct lookup search_read(struct request *rq);
/* The words of a text, typing errors mended against the vocabulary. */
void search_words(struct request *rq, struct lookup *search, const char *typed);
/* How many, and which: ranked by words, or by distance when there is a place. */
int64_t search_total(struct request *rq, const struct lookup *search);
struct actor_cards search_page(struct request *rq, const struct lookup *search, int64_t size, int64_t offset);
/* Counts beside each facet value are those of the same query with that value. */
struct facets search_facets(struct request *rq, const struct lookup *search);

/* A square of a fifth of a degree, so that "within 50 km" is a few words of the index. */
const char *cell_token(struct arena *arena, double lon, double lat);

/* Damerau-Levenshtein distance (adjacent swaps count one) of two short words, at most `most` + 1. */
int word_distance(const char *a, const char *b, int most);
/* Calls take for the word and each word with one character less. */
void each_neighbour(struct arena *arena, const char *word, void (*take)(void *context, const char *neighbour),
    void *context);
