/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Territories: communes, EPCI, départements, régions and perimeters drawn here. Everything refers to them by code:
 * 59350, 200093201 (SIREN of an EPCI), 59, R32 (a région: its COG code after R, for 32 is also a département), FR,
 * p-vallee. In SQL: territory (code, kind, name, lon, lat, epci, department, region) and territory_part (territory,
 * commune), where a commune is part of itself: "JOIN territory_part ON commune = … AND territory = :code" filters by
 * any kind of territory. */
#pragma once
#include "web/web.h"
#include "work/setting.h"

extern const struct feature territory_feature;
extern const struct permission draw_perimeters;
extern const struct setting own_territory;                 /* the code of the site's own territory */
/* commune | epci | department | region | country | perimeter */
extern const struct label territory_kinds[];
extern const struct label past_natures[];                  /* delegated | associated | district | former */

struct place {
    const char *code, *kind, *name;
    const char *epci, *department, *region;                /* NULL when none */
    int64_t population;                                    /* 0: unknown */
    bool located, approximate;                             /* lon and lat are known; they are those of neighbours */
    double lon, lat;
    /* the past name or code that led here, NULL when it is its own */
    const char *was;
};

/* The place of this code, of any kind. A lost leading zero is put back; a code that is no commune any more (or a part
 * of one: commune déléguée, arrondissement of Paris) gives the commune that answers for it now. */
bool territory_place(struct db *db, const char *code, struct place *place);
/* "Roubaix (59)", in the connection's arena. */
const char *place_label(struct db *db, const struct place *place);

/* Communes from what people type: "Roubaix", "59100", "roubaix 59", "St Etienne", "Hellemmes", with typing errors. Best
 * first, at most 10. sure: the first one is meant (its name is typed as it is, and no other bears it, or no other in
 * the site's own territory). */
struct place_matches { size_t count; struct place *places; bool sure; };
struct place_matches territory_find(struct db *db, const char *typed);
/* What to write in a form for the place of this code, "Roubaix (59)", such that territory_find() is sure of it; the
 * code itself when words would not be enough. In the connection's arena. */
const char *place_written(struct db *db, const char *code);
/* The commune that is meant; false when none or several may be. */
bool territory_typed(struct db *db, const char *typed, struct place *place);
/* For the .check of a field where a commune is typed: NULL when sure, else which ones it may be. After reading the
 * form, the handler calls territory_typed to get the code.   COMMUNE_FIELD("commune", N_("Town"),
 * TEXT_IN(need_add_args, commune)) */
const char *territory_check_typed(struct request *rq, const char *typed);
/* For the .suggest of such a field: the communes that may be meant, as they are to be written. */
const struct label *territory_suggest(struct request *rq, const char *typed);
#define COMMUNE_FIELD(name_, label_, into_) {TEXT, name_, label_, into_, .most = 100, \
    .check = territory_check_typed, .suggest = territory_suggest, \
    .hint = N_("Its name or its postal code, such as “Roubaix” or “59100”.")}

/* Great-circle kilometres between two places; false when one has no place on the map. */
bool territory_km(const struct place *a, const struct place *b, double *km);
/* The communes of any territory, by name. */
struct places { size_t count; struct place *places; };
struct places territory_communes(struct db *db, const char *code);
bool territory_holds(struct db *db, const char *territory, const char *commune);
/* Whether this permission is held for the site, or by a role on a territory that holds this commune (NULL: a place that
 * is not known is the site's only). Handlers of what stands somewhere ask this, beyond the gate of the route. */
bool may_at(struct request *rq, const struct permission *permission, const char *commune);
/* The site's own territory, NULL while none is set. */
const char *territory_own(struct db *db);

/* Names as they are searched: fold_text, and "st" "ste" written out, stray articles left out. */
char *territory_fold(struct arena *arena, const char *name);

/* The shapes of what a territory is made of (départements of a région, EPCI of a département, communes of the others;
 * the neighbours of a commune, itself strong), or points where outlines are missing. Points and title may be
 * replaced. */
struct map territory_map(struct request *rq, const struct place *place);

/* The same shapes, each with what count says of its code and leading where link says; without a shape, an empty map. */
struct part_counter {
    void *context;
    double (*count)(struct request *rq, void *context, const char *code);
    const char *(*link)(struct request *rq, void *context, const char *code);
};
struct map territory_counted(struct request *rq, const char *code, const char *title, const char *unit,
                             const struct part_counter *counter);

/* These points over the shapes of a territory (NULL: the site's own; none is set: the points alone), which are links to
 * their pages. What falls far from it is left out of the drawing, and a note says how many. */
struct map territory_points(struct request *rq, const char *code, const char *title, struct map_point *points,
                            size_t count);

/* A perimeter made of these communes; its code ("p-…"). In the current transaction. */
const char *perimeter_make(struct db *db, const char *name, const char *description, const struct places *communes,
                           int64_t now);

/* Loads a geography made by tools/make-geography.mjs, in the current transaction: what is there is brought up to date,
 * communes that ended become past codes. False, with nothing changed, when it is no such file. */
struct geography_counts { int64_t vintage, communes, groupings, past, ended, orphans; };
bool territory_load(struct db *db, const char *csv, size_t length, struct geography_counts *counts);
